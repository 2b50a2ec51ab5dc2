"""The first stage: text to expressions, without any lookup.

`READERS` are tried in order; each returns an expression, or None when the text is not in its notation, or raises when
it is and cannot be used. Two readers claim one text only where it truly has two meanings; what one of them finds wrong
with it counts only when no other reads it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING

from synonymizer.errors import EmptyInput, UnknownNotation, UnsafeInput, VariantError
from synonymizer.notations import exon, hgvs, identifiers, named, rows, spdi, star, uncertain, vcf
from synonymizer.notations.spans import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.statements import Expression


def _describe(text: str) -> Expression | None:
    """Read the description of a change on a gene, in which the tables of names say what a name means."""
    return next(filter(None, (read(text) for read in (exon.read, uncertain.read, hgvs.read))), None)


READERS: tuple[Callable[[str], Expression | None], ...] = (
    identifiers.read,
    vcf.read,
    rows.read,
    spdi.read,
    partial(named.read, describe=_describe),
    partial(star.read, describe=_describe),
    exon.read,
    uncertain.read,
    hgvs.read,
)

LONGEST = 100_000
"""The most characters a name may have: a long inserted sequence, and far from what exhausts memory."""

_UNSAFE_CATEGORIES = {"Cc", "Cs", "Co", "Cn"}
_ADVICE = (
    (re.compile(r"\bexons?\b|\bex\d", re.IGNORECASE), "A change of whole exons is written like STIM1 exon 2 deletion."),
    (
        re.compile(r"^\s*(?:[\w.-]+\s+)?[-*]?\d+\S{0,30}(?:[ACGT]>|del|dup|ins)"),
        "Write the letter of the position: c., g., n., m. or r., as in STIM1 c.494C>A.",
    ),
    (
        re.compile(r"^\s*(?:chr)?[\dXYM]{1,2}\s{0,3}[:-]", re.IGNORECASE),
        "A coordinate is written like 11-4055634-C-A or chr11:4055634 C>A.",
    ),
    (
        re.compile(r"^\s*\w+[:\s]\S*\d"),
        "A protein change is written like BRAF V600E, a DNA change like STIM1 c.494C>A.",
    ),
)


def parse(text: str) -> tuple[Expression, ...]:
    """Return what a text says, one expression for each notation it is in, best first; never none.

    >>> [expression.notation for expression in parse("STIM1 c.494C>A")]
    ['hgvs']

    Raises:
        ParseError: when the text is no variant name, or a broken one.
        UnsupportedError: when it is a valid name of a kind that is not computed with.
        UnknownAssembly: when it states an assembly that is not held.
    """
    _check_safe(text)
    expressions: list[Expression] = []
    failures: list[VariantError] = []
    for read in READERS:
        try:
            expression = read(text)
        except VariantError as error:
            failures.append(error)
        else:
            if expression is not None:
                expressions.append(expression)
    if not expressions and failures:
        raise failures[0]
    if not expressions:
        message = f"{quote(text.strip())} is not a variant name in any notation that is read. {_advise(text)}"
        raise UnknownNotation(message, text=text)
    return tuple(expressions)


def _check_safe(text: str) -> None:
    """Check that a text is one line of printable characters of bearable length.

    Raises:
        EmptyInput: when there is nothing in it.
        UnsafeInput: when it is too long, or holds control characters or half a character.
    """
    if len(text) > LONGEST:
        message = (
            f"The text has {len(text):,} characters, more than any variant name: {quote(text)}. Give one name per line."
        )
        raise UnsafeInput(message, text=text[:LONGEST])
    if not text.strip():
        raise EmptyInput("The text is empty. Give a variant name, such as STIM1 c.494C>A.", text=text)
    for place, character in enumerate(text.strip("\r\n")):
        if character != "\t" and not character.isprintable() and unicodedata.category(character) in _UNSAFE_CATEGORIES:
            message = f"{quote(character)} at character {place + 1} belongs in no name: {quote(text)}. Give plain text."
            raise UnsafeInput(message, text=text, span=(place, place + 1))


def _advise(text: str) -> str:
    """Return how the notation nearest to a text is written."""
    advice = next((sentence for shape, sentence in _ADVICE if shape.search(text)), None)
    return advice or "Names look like STIM1 c.494C>A, NM_003156.3:c.494C>A, BRAF V600E, rs6025 or 11-4055634-C-A."
