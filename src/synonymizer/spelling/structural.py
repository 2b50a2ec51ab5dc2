"""Structural changes on a contig: symbolic alleles, breakends, and copies that were counted.

Source: VCF 4.5 specification, 1.4.5 (symbolic alleles), 3 (INFO keys END, SVLEN, CIPOS, CIEND, CN, IMPRECISE), 5.4
(breakends). POS is the base before the first affected one, END the last affected one; CIPOS and CIEND widen both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.spelling.accessions import read_label
from synonymizer.spelling.points import MAXIMUM_DIGITS
from synonymizer.statements import (
    Bounds,
    Count,
    Hints,
    Piece,
    Point,
    StatedEdit,
    StatedJunction,
    StatedPlace,
    StatedUncertain,
)

if TYPE_CHECKING:
    from synonymizer.statements import Axis, EditKind, Statement

_NUMBER = rf"[-+]?[0-9]{{1,{MAXIMUM_DIGITS}}}"
_INFO = re.compile(r"(?:^|;)(?P<key>END|SVLEN|CIPOS|CIEND|CN|IMPRECISE)(?:=(?P<value>[^;\s]{0,200}))?(?=[;\s]|$)")
_INTEGER = re.compile(_NUMBER)
_SYMBOL = re.compile(r"<(?P<kind>DEL|DUP|INV|INS|CNV|CN(?P<copies>[0-9]{1,3}))(?::[^<>\s]{0,60})?>", re.IGNORECASE)
_KINDS: dict[str, EditKind] = {"DEL": "del", "DUP": "dup", "INV": "inv", "INS": "ins"}

_PLACE = rf"(?P<contig><[^<>\s:]{{1,60}}>|[^\s:<>\[\]]{{1,60}}):(?P<position>[0-9]{{1,{MAXIMUM_DIGITS}}})"
_START, _END = Point(0, 0, "pter"), Point(0, 0, "qter")
_BREAKEND = re.compile(
    rf"(?P<before>[A-Z]*)(?:(?P<bracket>[\[\]]){_PLACE}(?P=bracket)|\.)(?P<after>[A-Z]*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Extent:
    """What the INFO of a line says of the extent of its symbolic allele; None where it says nothing."""

    end: int | None = None
    size: int | None = None
    start_range: tuple[int, int] = (0, 0)
    end_range: tuple[int, int] = (0, 0)
    copies: int | None = None
    is_imprecise: bool = False


def read_extent(info: str) -> Extent:
    """Read the extent that an INFO column states; of several values of a key the first counts.

    >>> read_extent("SVTYPE=DEL;END=321887;SVLEN=-205;CIPOS=-56,20")
    Extent(end=321887, size=205, start_range=(-56, 20), end_range=(0, 0), copies=None, is_imprecise=False)
    """
    numbers = {found["key"]: tuple(map(int, _INTEGER.findall(found["value"] or ""))) for found in _INFO.finditer(info)}
    first = {key: values[0] for key, values in numbers.items() if values}
    size = first.get("SVLEN")
    return Extent(
        end=first.get("END"),
        size=None if size is None else abs(size),
        start_range=_read_range(numbers.get("CIPOS", ())),
        end_range=_read_range(numbers.get("CIEND", ())),
        copies=first.get("CN"),
        is_imprecise="IMPRECISE" in numbers,
    )


def _read_range(numbers: tuple[int, ...]) -> tuple[int, int]:
    return (numbers[0], numbers[1]) if len(numbers) == 2 and numbers[0] <= 0 <= numbers[1] else (0, 0)


def is_assumed_exact(extent: Extent) -> bool:
    """Whether a line calls its breakpoints imprecise without saying how far they may lie off."""
    return extent.is_imprecise and extent.start_range == extent.end_range == (0, 0)


def read_symbol(symbol: str, position: int, extent: Extent, axis: Axis) -> Statement | None:
    """Read a symbolic allele behind the base at `position` (from 1); None when it is of a kind without a statement.

    A copy-number change of which no copies are counted is a place: it says neither del nor dup.

    >>> read_symbol("<DEL>", 100, Extent(end=200), "g").right.last
    Point(base=199, offset=0, datum='start')
    """
    found = _SYMBOL.fullmatch(symbol)
    if found is None:
        return None
    left = _widen(position, extent.start_range)
    kind = _KINDS.get(found["kind"].upper())
    if kind == "ins":
        return _insert(position, extent, axis)
    end = position + extent.size if extent.end is None and extent.size is not None else extent.end
    right = Bounds(None, None) if end is None else _widen(end - 1, extent.end_range)
    if kind is None and found["copies"]:
        kind = "del" if int(found["copies"]) == 0 else "dup"  # copies on one chromosome, of which one is normal
    kind = kind or kind_of_copies(extent.copies)
    if kind is None:
        return StatedPlace(axis, Point(position), right.last or Point(position))
    return StatedUncertain(axis, left, right, kind, copies=extent.copies)


def _widen(base: int, by: tuple[int, int]) -> Bounds:
    """Return the first and last base, from 0, that an affected base may be, no base before the first of the contig."""
    return Bounds(Point(max(base + by[0], 0)), Point(base + by[1]))


def _insert(position: int, extent: Extent, axis: Axis) -> StatedEdit | StatedUncertain:
    """Return an insertion of unknown bases behind a position, or somewhere in the range around it."""
    pieces = (Piece("N", count=Count(extent.size, extent.size)),)
    if extent.start_range == (0, 0):
        return StatedEdit(axis, Point(position - 1), Point(position), "ins", pieces=pieces)
    first, last = position - 1 + extent.start_range[0], position + extent.start_range[1]
    pair = Bounds(Point(max(first, 0)), Point(last))
    return StatedUncertain(axis, pair, pair, "ins", is_within=True, pieces=pieces)


def kind_of_copies(copies: int | None) -> EditKind | None:
    """Return what a number of copies, of which two are normal, says happened; None for two and for none stated.

    >>> kind_of_copies(1), kind_of_copies(3), kind_of_copies(2)
    ('del', 'dup', None)
    """
    if copies is None or copies == 2:
        return None
    return "del" if copies < 2 else "dup"


def read_breakend(allele: str, position: int | None, axis: Axis) -> StatedJunction | None:
    """Read an allele in breakend notation at a position, which counts from 1; None for any other allele.

    The base at the position stands outside the brackets, on the side of the sequence that is kept; more bases there
    are inserted. `[` extends to the right of the mate's position, `]` to its left; where this sequence and its mate run
    against each other the mate is inverted. A dot instead of the brackets is a mate that is not known, and without a
    position neither is the sequence that is kept.

    >>> kept, mate = read_breakend("N[chr2:321681[", 100, "g").pieces
    >>> kept.right.last, mate.source.reference, mate.left.first
    (Point(base=99, offset=0, datum='start'), '2', Point(base=321680, offset=0, datum='start'))
    """
    found = _BREAKEND.fullmatch(allele)
    if found is None or bool(found["before"]) == bool(found["after"]):
        return None
    is_kept_left = bool(found["before"])
    kept = Piece()
    if position is not None:
        here = Point(position - 1)
        kept = _stretch(axis, None, _START, here) if is_kept_left else _stretch(axis, None, here, _END)
    mate = _read_mate(found, axis, is_kept_left=is_kept_left)
    inserted = (found["before"][1:] if is_kept_left else found["after"][:-1]).upper()
    middle = (Piece(inserted),) if inserted else ()
    return StatedJunction((kept, *middle, mate) if is_kept_left else (mate, *middle, kept))


def _stretch(axis: Axis, source: Hints | None, first: Point, last: Point, *, is_inverted: bool = False) -> Piece:
    return Piece(source=source, axis=axis, left=Bounds(first, first), right=Bounds(last, last), is_inverted=is_inverted)


def _read_mate(found: re.Match[str], axis: Axis, *, is_kept_left: bool) -> Piece:
    """Read the place inside the brackets as the stretch from it to the end of its sequence."""
    if found["bracket"] is None or found["contig"].startswith("<"):
        return Piece()  # unknown, or an assembled contig of the file itself, whose bases are not stated
    label = read_label(found["contig"])
    source = Hints(reference=found["contig"] if label is None else label.name)
    mate = Point(int(found["position"]) - 1)
    extends_right = found["bracket"] == "["
    first, last = (mate, _END) if extends_right else (_START, mate)
    return _stretch(axis, source, first, last, is_inverted=is_kept_left != extends_right)


def write_breakend(base: str, mate: str, linker: str, *, is_kept_left: bool, extends_right: bool) -> str:
    """Write an allele in breakend notation: the base at its position, and the mate as `contig:position`.

    >>> write_breakend("G", "17:198983", "", is_kept_left=True, extends_right=False)
    'G]17:198983]'
    """
    bracket = "[" if extends_right else "]"
    place = f"{bracket}{mate}{bracket}"
    return f"{base}{linker}{place}" if is_kept_left else f"{place}{linker}{base}"
