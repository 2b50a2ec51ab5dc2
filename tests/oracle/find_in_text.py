"""Whether the expression of each variant finds its names in text, and no name of another.

`python -m tests.oracle.find_in_text [COUNT]` draws neighbouring variants from the embedded bundle: for each place the
bases beside it, other bases at it, a deletion, an insertion, a copy, and both sides of a splice site; and whole exons.
Every name a paper may hold goes into a sentence of its own. The names that two variants truly share (`P165Q` from two
codons, `C494A` of bases or residues) are told by their letters and numbers, and are no fault. Both Python's `re` and
`grep -P` are asked, which must agree.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from synonymizer import Reading, Reference, Synonymizer, open_reference
from synonymizer.errors import RegionNotHeld
from synonymizer.mapping import number
from synonymizer.places import Transcript
from synonymizer.query import find_spellings, write_queries

SENTENCES = (
    "We found {} in two families.",
    "The patients ({}) were treated; {}, too.",
    "{}",
    "Table 2: Age 45; {}; 12 controls",
)

_OTHER = {"A": "G", "C": "T", "G": "A", "T": "C"}
_AXIS = re.compile(r"^(?:[cpr]\.\s?|(?:c|nt|cDNA)\s?(?=[0-9]))")
_SIGNS = re.compile(r"[\s.():;,]+|(?<![0-9])[–−‐‑-]|[–−‐‑-](?![0-9])|(?<=[A-Za-z\s-])to(?=[A-Za-z\s-])|[>→/\\]")


class Variant(NamedTuple):
    """A variant, its expression, and the names of it that a paper may hold."""

    text: str
    gene: str
    pattern: str
    names: tuple[str, ...]

    @property
    def meant(self) -> frozenset[str]:
        """Its names by their letters and numbers alone."""
        return frozenset(tell(part) for name in self.names for part in split(name, self.gene))


class Fault(NamedTuple):
    """A name of `other` in a line, which the expression of `variant` finds or misses wrongly."""

    variant: str
    other: str
    line: str
    is_missed: bool


def tell(name: str) -> str:
    """Return the letters and numbers of a name, by which it is the same as another.

    >>> tell("494 C-->A") == tell("c.494C>A") == tell("494C to A")
    True
    """
    return _SIGNS.sub("", _AXIS.sub("", name)).lower()


def split(name: str, gene: str) -> tuple[str, ...]:
    """Return the names that a name is made of: `c.494C>A (p.Pro165Gln)` are two."""
    bare = name.removeprefix(f"{gene}:").removeprefix(f"{gene} ").removesuffix(f" of {gene}")
    return tuple(bare.split(" (p."))


def draw(reference: Reference, count: int, seed: int = 1) -> Iterator[str]:
    """Yield variants as texts, neighbours after each other, the genes of the bundle in turn."""
    chance = random.Random(seed)
    genes = [found[0] for symbol in reference.genes() if (found := reference.transcripts_of(symbol))]
    coding = [one for one in genes if one.cds is not None and len(one.exons) > 2 and len(one.cds) > 300]
    chance.shuffle(coding)
    every = (text for one in coding for text in _draw_from(one, reference, chance))
    yield from islice(every, count)


def _draw_from(transcript: Transcript, reference: Reference, chance: random.Random) -> Iterator[str]:
    cds = transcript.cds
    assert cds is not None
    bases = reference.geometry.spliced(transcript)
    place = chance.randrange(cds.start + 3, cds.end - 10)

    def name(start: int, change: str, end: int | None = None, *, on: str = transcript.accession) -> str:
        first = number(transcript, start)[0] + 1
        last = "" if end is None else f"_{number(transcript, end)[0] + 1}"
        return f"{on}:c.{first}{last}{change}"

    for base in (place - 1, place, place + 1, place + 10):
        yield name(base, f"{bases[base]}>{_OTHER[bases[base]]}")
    yield name(
        place, f"{bases[place]}>{next(base for base in 'CAGT' if base not in (bases[place], _OTHER[bases[place]]))}"
    )
    yield name(place, "del")
    yield name(place, "del", place + 2)
    yield name(place, "dup", place + 1)
    yield name(place, "insTGCA", place + 1)
    yield name(place, "delinsTTTT", place + 1)
    exon = chance.randrange(1, len(transcript.exons) - 1)
    donor = transcript.exons[exon].end - 1
    frame = reference.geometry.main_frame(transcript)
    if cds.start < donor < cds.end - 1 and frame.sequence.startswith("NC_"):
        line = reference.geometry.unspliced(transcript, frame)
        for offset in (1, 2, 11):
            there = frame.find(donor, offset)
            with suppress(RegionNotHeld):
                kept = line.bases(there, there + 1)
                change = f"+{offset}{kept}>{_OTHER[kept]}"
                yield name(donor, change, on=f"{frame.sequence}({transcript.accession})")
    for index in (exon, exon + 1):
        yield f"{transcript.accession} exon {index + 1} deletion"


def answer(text: str, engine: Synonymizer) -> Variant | None:
    """Return a variant with its expression, None where it has no reading with a gene."""
    readings = engine.names(text).readings
    return _from_reading(text, readings[0]) if readings and readings[0].gene else None


def _from_reading(text: str, reading: Reading) -> Variant:
    queries = {query.search: query.text for query in write_queries(reading)}
    names = tuple(spelling.name.text for spelling in find_spellings(reading))
    return Variant(text, reading.gene or "", queries["regex"], names)


def judge(variants: list[Variant], *, grep: str | None) -> Iterator[Fault]:
    """Yield every line in which an expression finds a name of another variant, or misses one of its own."""
    lines = [
        (variant, name, SENTENCES[index % len(SENTENCES)].format(name, name))
        for variant in variants
        for index, name in enumerate(variant.names)
    ]
    text = "\n".join(line for _, _, line in lines)
    for variant in variants:
        pattern, meant = re.compile(variant.pattern), variant.meant
        by_grep = None if grep is None else _ask_grep(grep, variant.pattern, text)
        for index, (other, name, line) in enumerate(lines, 1):
            is_found = pattern.search(line) is not None
            if by_grep is not None and is_found != (index in by_grep):
                yield Fault(variant.text, "Python finds another than grep", line, not is_found)
            is_shared = any(tell(part) in meant for part in split(name, other.gene))
            if is_found != is_shared and not (is_found and _holds(pattern, name, meant)):
                yield Fault(variant.text, other.text, line, is_shared)


def _holds(pattern: re.Pattern[str], name: str, meant: frozenset[str]) -> bool:
    """Whether what is found in a name is, letter by letter, a name that both share."""
    found = pattern.search(name)
    return found is not None and tell(found[0]) in meant and tell(found[0]) == tell(name)


def _ask_grep(grep: str, pattern: str, text: str) -> set[int]:
    """Return the numbers of the lines that `grep -P` finds."""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    shown = subprocess.run(
        [grep, "-nP", "--", pattern], input=text.encode(), capture_output=True, env=environment, check=False
    )
    if shown.returncode > 1:
        raise ValueError(shown.stderr.decode())
    return {int(line.partition(b":")[0]) for line in shown.stdout.splitlines()}


def main() -> None:
    """Print what was found wrongly among so many variants, and how many were tried."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    reference = open_reference()
    engine = Synonymizer(reference)
    variants = [found for text in draw(reference, count) if (found := answer(text, engine))]
    faults = list(judge(variants, grep=shutil.which("grep")))
    for fault in faults:
        verb = "missed" if fault.is_missed else "found"
        sys.stdout.write(f"{verb}\t{fault.variant}\t{fault.other}\t{fault.line}\n")
    names = sum(len(variant.names) for variant in variants)
    size = sum(len(variant.pattern) for variant in variants) // len(variants)
    what = f"{len(variants)} variants, {names} names, {size} characters per expression"
    sys.stdout.write(f"{what}: {len(faults)} faults\n")


if __name__ == "__main__":
    main()
