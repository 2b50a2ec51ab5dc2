"""Names without the letter of their axis, as papers write them, with the words around them that say where they lie.

A gene or transcript may stand before or after (`CFTR: G551D`, `621+1G>T in CFTR`, `p.G551D mutation of the CFTR
gene`). The whole text is tried first, so that a word of the change is never taken for a gene.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.errors import VariantError
from synonymizer.spelling.heads import read_head
from synonymizer.spelling.residues import is_bare_change
from synonymizer.spelling.spans import find_span, quote
from synonymizer.spelling.telltales import find_telltales
from synonymizer.spelling.words import NOUN, Pattern, is_ordinary
from synonymizer.statements import Expression, Hints, Issue, StatedSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.statements import Statement

    Said = tuple[Statement, tuple[Issue, ...]]
    Shape = tuple[Pattern, Callable[[re.Match[str]], Said | None]]

LONGEST = 400
"""The most characters of a name without its letter: nobody writes a longer one, and shapes are tried in number."""

_SYMBOL = r"[A-Z0-9][A-Z0-9._@/-]{0,40}"
_ACCESSION = r"(?:[NX][MRGP]_|LRG_|ENS)[A-Z0-9.]{1,30}"
_THING = r"(?:\*[0-9]{1,3}[A-Z]?)?(?: (?:gene|protein|mRNA|cDNA|locus))?"
_WORDS = rf"{_SYMBOL}(?:(?:~:~| ){_ACCESSION})?(?:~\({_SYMBOL}\))?"
_REFERENCE = rf"(?P<name>{_WORDS}){_THING}"


_BEFORE = Pattern(rf"(?:the )?{_REFERENCE}{NOUN}?(?:~[,:;]~| )")
_BODY = rf"(?P<body>.{{1,{LONGEST}}}?){NOUN}"
_AFTER = (
    Pattern(rf"{_BODY}?~,?~(?<=[\s,])(?:in|of|from|on|within) (?:the )?(?:human )?{_REFERENCE}", "beside"),
    Pattern(rf"{_BODY}?~\((?P<name>{_SYMBOL}){_THING}\)", "closed"),
    Pattern(rf"{_BODY}?(?:~[,;]~| )(?P<name>(?-i:{_WORDS})|mt-?DNA){_THING}"),
    Pattern(rf"{_BODY}(?P<name>)", "noun"),
)
_MITOCHONDRIAL = re.compile(r"mt-?DNA|mitochondrial|mitochondrion|mt", re.IGNORECASE)
_ACCESSION_AND_COLON = Pattern(rf"{_ACCESSION}~:~")
_NO_GENE = re.compile(
    r"(?:IVS|introns?|exons?|ex|codons?|nts?)-?[0-9IVX]+[a-d]?|(?:[0-9]{1,2}|[XY])[pq][0-9.]*|[cgmnopr]\..*",
    re.IGNORECASE,
)
"""Parts of genes, bands of chromosomes and beginnings of HGVS names, which look like symbols."""

_LETTER = re.compile(r"[A-Za-z]")
_OF_BASES = re.compile(
    r"[ACGTU][0-9]+[ACGTU]|\*[0-9]+(?:_\*[0-9]+)?(?:del|dup|ins|del[ACGTU]*ins)[ACGTU]*", re.IGNORECASE
)
"""Changes of bases that look like ones of residues: of one base, and of those behind the stop codon."""


class Shapes:
    """What a name in a notation may look like: each shape is a pattern for all of it, and what its match says.

    Those that a text may have at a glance are chosen once for all texts that tell the same.
    """

    __slots__ = ("_chosen", "_shapes")

    def __init__(self, *shapes: Shape) -> None:
        self._shapes = shapes
        self._chosen: dict[frozenset[str], tuple[Shape, ...]] = {}

    def __iter__(self) -> Iterator[Shape]:
        return iter(self._shapes)

    def choose(self, telltales: frozenset[str]) -> tuple[Shape, ...]:
        """Return the shapes that a text with these telltales may have, in their order."""
        if telltales not in self._chosen:
            self._chosen[telltales] = tuple(shape for shape in self._shapes if shape[0].needs <= telltales)
        return self._chosen[telltales]


class _Look(NamedTuple):
    """A text at a glance: where it stands, its telltales, and each stretch that may be a name, with its reference."""

    span: tuple[int, int]
    telltales: frozenset[str]
    bodies: tuple[tuple[int, int, Hints], ...]


def read_bare(text: str, notation: str, shapes: Shapes) -> Expression | None:
    """Read a text by the first shape that fits it, or fits what is left of it beside a reference; None without one.

    The match of a shape may say nothing after all; then the next one is tried.
    """
    look = _look(text)
    chosen = shapes.choose(look.telltales)
    for first, last, place in look.bodies:
        for pattern, say in chosen:
            found = pattern.fullmatch(text, first, last)
            said = say(found) if found else None
            if said:
                return Expression(text, notation, _place(said[0], place), place, look.span, said[1])
    return None


@lru_cache(maxsize=16)
def _look(text: str) -> _Look:
    """Look at a text once for all the notations it may be in, whose readers are asked one after the other."""
    start, end = find_span(text)
    if end - start > LONGEST:
        return _Look((start, end), frozenset(), ())
    telltales = find_telltales(text)
    bodies = _find_bodies(text, start, end, telltales)
    placed = ((first, last, _read_name(text[slice(*name)])) for first, last, name in bodies)
    return _Look((start, end), telltales, tuple((first, last, place) for first, last, place in placed if place))


def find_shape(text: str, span: tuple[int, int], shapes: Iterable[Pattern]) -> re.Match[str] | None:
    """Return the match of the first shape that a stretch of a text has."""
    telltales = find_telltales(text)
    matches = (shape.fullmatch(text, *span) for shape in shapes if shape.needs <= telltales)
    return next(filter(None, matches), None)


def ends_in_residues(text: str) -> bool:
    """Whether a text ends in a protein change in code, none of whose letters may be bases.

    >>> [ends_in_residues(text) for text in ("BRAF V600E", "C677T", "185delAG", "*37dup", "BRAF V600E mutation")]
    [True, False, False, False, False]
    """
    last = text.rpartition(":")[2].split()[-1:]
    return bool(last) and is_bare_change(last[0]) and not _OF_BASES.fullmatch(last[0])


def _place(stated: Statement, hints: Hints) -> Statement:
    """Let the members of a set lie where the whole name does."""
    if not isinstance(stated, StatedSet):
        return stated
    return replace(stated, members=tuple(replace(member, hints=hints) for member in stated.members))


def _find_bodies(
    text: str, start: int, end: int, telltales: frozenset[str]
) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield where a name may stand, with where its reference then stands: the whole text first."""
    yield start, end, (start, start)
    before = _BEFORE.match(text, start, end)
    if before and not _ACCESSION_AND_COLON.match(text, start, before.end()):
        yield before.end(), end, before.span("name")
    for shape in _AFTER:
        after = shape.fullmatch(text, start, end) if shape.needs <= telltales else None
        if after:
            yield *after.span("body"), after.span("name")


@lru_cache(maxsize=256)
def _read_name(name: str) -> Hints | None:
    """Read the words beside a name as its reference; None when they are none that a bare name is counted on."""
    if _MITOCHONDRIAL.fullmatch(name):
        return Hints("MT")
    if _NO_GENE.fullmatch(name) or (name and not _LETTER.search(name)) or is_ordinary(name):
        return None
    try:
        hints = read_head(name, 0, len(name)).hints
    except VariantError:  # no reference: another split of the text, or another notation, may read it
        return None
    return None if hints.reference or hints.protein or hints.assembly else hints


def note_reading(found: re.Match[str], read_as: str, code: str = "W1003") -> Issue:
    """Return the issue that says as what a match was read."""
    return Issue(code, "warning", f"{quote(found[0])} was read as {quote(read_as)}.", found.span())
