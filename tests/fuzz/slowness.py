"""Hunt for texts on which a reader is slower than linear: `python -m tests.fuzz.slowness`.

Every reader is given repeats of short pieces, alone, behind a beginning that leads it on, and before an end that makes
it go back; at 1,000, 10,000 and 100,000 characters. Prints what takes more than half a second, or more than fifteen
times as long at ten times the length. Exits 1 when there is any.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import product

from synonymizer.errors import VariantError
from synonymizer.parse import parse
from synonymizer.readers import GROUPS
from synonymizer.statements import LONGEST

SIGNS = "A10[({;:,.-_+*>=/|^?'\"Δ→x \t\u00a0\u200b"
TOKENS = "1, 1_ 1- 1+ A> AC del ins dup [1 (1 1) (;) ]; p.( c.[ :: exon IVS NM_ 1A A1 Ala Ala1 [A] A[ A;"
PHRASES = "to  |and |of |exon 1 |A to |chr1:|c.1A>G |c.1A>G;|p.Ala1Gly |-> |--> |1 A |\ta"
PIECES = (*SIGNS, *TOKENS.split(), *PHRASES.split("|"))
BEGINNINGS = (
    "",
    "c.",
    "p.",
    "g.",
    "NM_003156.3:c.",
    "STIM1 ",
    "chr1:",
    "c.[",
    "p.[(",
    "exon ",
    "IVS",
    "del",
    "arr",
    "{",
)
ENDS = ("", "!", ">", "]", "del", " ")
SIZES = (LONGEST // 100, LONGEST // 10, LONGEST - 100)
SLOWEST, STEEPEST, UNNOTICED = 0.5, 15, 0.15

Reader = Callable[[str], object]


def time_reading(read: Reader, text: str) -> float:
    """Return the seconds that a reader takes for a text, whatever comes of it."""
    start = time.perf_counter()
    with suppress(VariantError):
        read(text)
    return time.perf_counter() - start


def hunt(name: str, read: Reader) -> Iterator[str]:
    """Yield what a reader takes too long for; once it does, the text is made no longer."""
    for beginning, piece, end in product(BEGINNINGS, PIECES, ENDS):
        before = float("inf")
        for size in SIZES:
            seconds = time_reading(read, beginning + piece * (size // len(piece)) + end)
            if seconds > SLOWEST or (seconds > UNNOTICED and seconds > STEEPEST * before):
                shape = f"{name}: {beginning!r} + {piece!r}… + {end!r}"
                yield f"{shape}: {seconds:.2f} s for {size:,} characters, {seconds / before:.0f} times a tenth of it"
                break
            before = seconds


def _name(read: Reader) -> str:
    function = read.func if isinstance(read, partial) else read
    return f"{function.__module__}.{getattr(function, '__name__', function)}"


def main() -> int:
    """Hunt through every reader and through all of them together."""
    readers = {_name(read): read for group in GROUPS for read in group}
    found = False
    for name, read in {**readers, "synonymizer.parse.parse": parse}.items():
        for line in hunt(name, read):
            found = True
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
