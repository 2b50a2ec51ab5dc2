"""Intervals on a chromosome, alone or with a word for what happened: `chr7:140,753,336-140,753,340`, `17:5_9dup`.

Sources: UCSC and Ensembl positions (counting from 1, both ends included); BED (columns, counting from 0, the end not
included); HGVS nomenclature 21.0 for the changes that people write behind a chromosome without `g.`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from synonymizer.errors import InsertionPlace, ReversedInterval
from synonymizer.grammar.emit import write_change
from synonymizer.model import Name, PlaceProjection
from synonymizer.spelling.bases import read_bases
from synonymizer.spelling.contigs import AFTER, CONTIG, POSITION, get_axis, get_position, is_accession, read_contig
from synonymizer.spelling.points import write_point, write_range
from synonymizer.spelling.spans import find_span
from synonymizer.spelling.structural import kind_of_copies
from synonymizer.statements import (
    Bounds,
    Count,
    Expression,
    Issue,
    Piece,
    Point,
    StatedEdit,
    StatedPlace,
    StatedUncertain,
)

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.places import Contig
    from synonymizer.statements import Axis, EditKind, Statement

_WORDS: dict[str, EditKind] = {
    "deletion": "del",
    "deleted": "del",
    "del": "del",
    "loss": "del",
    "duplication": "dup",
    "duplicated": "dup",
    "dup": "dup",
    "gain": "dup",
    "amplification": "dup",
    "amp": "dup",
    "inversion": "inv",
    "inverted": "inv",
    "inv": "inv",
    "insertion": "ins",
    "ins": "ins",
}
"""What each word says happened, a longer word before one that begins it."""

_DOSAGE = {"gain", "amplification", "amp"}
_WORD = rf"(?:copy[ -]number )?(?:{'|'.join(_WORDS)})|CNV|x ?[0-9]{{1,2}}"
_BEFORE = rf"(?:(?P<word>{_WORD})(?: (?:of|at|on|in))?[: ] ?)?"
_FIRST, _LAST = rf"(?P<first>{POSITION})", rf"(?P<last>{POSITION})"
_RANGE = rf"{_FIRST}(?: ?(?:-|_|\.\.|to) ?{_LAST})?"
_BASES = r"(?: ?(?P<bases>[ACGTN]+))?(?: ?ins ?(?P<inserted>[ACGTN]+))?"
_EVENT = rf"(?:(?P<gap>[\s:;/-]{{1,2}})?[(<]?(?P<event>{_WORD})[)>]?{_BASES})?"

_INTERVAL = rf"{_BEFORE}{CONTIG} ?: ?{_RANGE}{_EVENT}{AFTER}"
_COLUMNS = rf"{CONTIG}[ \t]+{_FIRST}[ \t]+{_LAST}{_EVENT}(?:\t.*)?"
_TELLTALE = re.compile(r": ?[0-9]|chr", re.IGNORECASE)
"""What every interval holds: a position behind a colon, or a chromosome before its columns."""


@cache
def _compile_shapes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the interval and the columns, compiled for the first text that may be either."""
    return re.compile(_INTERVAL, re.IGNORECASE | re.ASCII), re.compile(_COLUMNS, re.IGNORECASE | re.ASCII)


def read(text: str) -> Expression | None:
    r"""Read a place or stretch of a chromosome, with what happened to it where a word says so; None for any other text.

    Columns count from 0 as BED does; a stretch without bases there is taken for one position, counted from 1.

    >>> read("chr7:140,753,336").stated.first
    Point(base=140753335, offset=0, datum='start')
    >>> read("17:43044295_43125483dup").stated.kind, read("chr7\t140753335\t140753336").stated.first.base
    ('dup', 140753335)

    Raises:
        MalformedName: when a position is 0.
        ReversedInterval: when the end comes before the start.
        InsertionPlace: when inserted bases do not lie between two neighbours.
        UnknownAssembly: when an assembly is named that is not held.
    """
    if not _TELLTALE.search(text):
        return None
    span = find_span(text)
    interval, columns = _compile_shapes()
    found = interval.fullmatch(text, *span)
    if found is not None:
        first = get_position(text, found.span("first"))
        last = first if found["last"] is None else get_position(text, found.span("last"))
        return _make_expression(text, found, (first - 1, last - 1), ())
    found = columns.fullmatch(text, *span)
    if found is None or not found["contig"].lower().startswith("chr"):
        return None
    start, end = (int(found[side].replace(",", "")) for side in ("first", "last"))
    if start == end:
        position = get_position(text, found.span("first"))
        return _make_expression(text, found, (position - 1, position - 1), ())
    message = f"Columns count from 0, as in BED: the first base was taken to be {start + 1}."
    issue = Issue("W2013", "warning", message, (found.start("first"), found.end("last")))
    return _make_expression(text, found, (start, end - 1), (issue,))


def _make_expression(
    text: str, found: re.Match[str], bases: tuple[int, int], issues: tuple[Issue, ...]
) -> Expression | None:
    """Put what is stated of bases `first` to `last`, which count from 0, into an expression.

    None for a change right behind an accession, which is HGVS without its letter, and where bases are inserted into
    what is not deleted.

    Raises:
        ReversedInterval: when the last base comes before the first.
    """
    hints = read_contig(text, found)
    if found["event"] and found["gap"] is None and is_accession(hints):
        return None
    word = (found["event"] or found.groupdict().get("word") or "").lower().split("number ")[-1]
    if found["inserted"] and _WORDS.get(word) != "del":
        return None
    if bases[1] < bases[0]:
        message = f"The end {bases[1] + 1} comes before the start {bases[0] + 1}. Write the lower position first."
        raise ReversedInterval(message, text=text, span=(found.start("first"), found.end("last")))
    stated = _read_event(text, found, word, bases, get_axis(hints))
    if word in _DOSAGE:
        message = f"{word.capitalize()} does not say where the further copies lie; dup says next to the first."
        issues += (Issue("W2005", "warning", message, found.span("event" if found["event"] else "word")),)
    if isinstance(stated, StatedEdit) and stated.kind == "ins" and found["last"] is None:
        message = f"The insertion was taken to lie behind {bases[0] + 1}. Write both positions."
        issues += (Issue("W1009", "warning", message, found.span("first")),)
    return Expression(text, "interval", stated, hints, found.span(), issues)


def _read_event(text: str, found: re.Match[str], word: str, bases: tuple[int, int], axis: Axis) -> Statement:
    """Read what happened to a stretch: an edit, a number of copies, or nothing but the place itself."""
    first, last = Point(bases[0]), Point(bases[1])
    kind = _WORDS.get(word)
    if kind is None:
        copies = int(word[1:]) if word.startswith("x") else None
        counted = kind_of_copies(copies)
        if counted is None:
            return StatedPlace(axis, first, last)
        return StatedUncertain(axis, Bounds(first, first), Bounds(last, last), counted, copies=copies)
    stated = read_bases(text, *found.span("bases")) if found["bases"] else ""
    if found["inserted"]:
        inserted = read_bases(text, *found.span("inserted"))
        return StatedEdit(axis, first, last, "delins", stated or None, inserted=inserted)
    if kind != "ins":
        return StatedEdit(axis, first, last, kind, stated or None)
    behind = Point(bases[0] + 1) if found["last"] is None else last
    pieces = () if stated else (Piece("N", count=Count(None, None)),)
    if behind.base - first.base == 1:
        return StatedEdit(axis, first, behind, "ins", inserted=stated, pieces=pieces)
    if stated or first == behind:
        message = "Inserted bases lie between two neighbouring positions. Write those two."
        raise InsertionPlace(message, text=text, span=(found.start("first"), found.end("last")))
    stretch = Bounds(first, behind)
    return StatedUncertain(axis, stretch, stretch, "ins", is_within=True, pieces=pieces)


# ---------------------------------------------------------------- writing


def write(projection: Projection) -> tuple[Name, ...]:
    """Write a change behind a chromosome that states its assembly, and lost or copied bases as an interval of it.

    The first is the format of Alamut, `Chr17(GRCh37):g.48275363C>A`. None for the mitochondrial genome, which is of no
    assembly, and for other projections.
    """
    match projection:
        case PlaceProjection(contig=contig, axis="g") if contig is not None:
            return _write(projection, contig)
        case _:
            return ()


def _write(projection: PlaceProjection, contig: Contig) -> tuple[Name, ...]:
    first, last = (Point(base) for base in projection.ends)
    allele, kind = projection.allele, projection.kind
    name = Name("", "coordinate", "g", contig.assembly, tags=projection.tags)
    change = write_change(kind, write_range(first, last), allele.deleted, allele.inserted)
    texts = [f"Chr{contig.name}({contig.assembly}):g.{change}"]
    if kind in {"del", "dup", "inv"}:
        behind = "" if contig.assembly != "GRCh37" else f" ({contig.assembly})"
        stretch = f"{write_point(first)}-{write_point(last)}"
        texts += [f"chr{contig.name}:{change}{behind}", f"chr{contig.name}:{stretch} {kind}{behind}"]
    return tuple(name.respell(text) for text in texts)
