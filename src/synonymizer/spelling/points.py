"""Positions as printed in HGVS names, and the points they stand for.

Sources: HGVS nomenclature 21.0, background/numbering: there is no position 0; `-` counts back from the first base of
the start codon, `*` on from the last base of the stop codon, and `+` and `-` after a position count into the intron.
DNA/complex: `pter`, `cen` and `qter` are the ends and the centromere of a chromosome.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.statements import Point

if TYPE_CHECKING:
    from synonymizer.statements import Axis, Datum

MAXIMUM_DIGITS = 30
"""Numbers of more digits than this are not read; whether a position exists, the sequence decides."""

_NUMBER = rf"[1-9][0-9]{{0,{MAXIMUM_DIGITS - 1}}}"
_POSITION = re.compile(rf"(?P<zone>[-*]?)(?P<number>{_NUMBER})(?P<offset>[-+]{_NUMBER})?")
_LANDMARKS: dict[str, Datum] = {"pter": "pter", "cen": "cen", "qter": "qter"}
_AXES_WITH_OFFSETS = "cnr"
_AXES_WITH_ZONES = "cr"
_AXES_WITH_LANDMARKS = "g"
_ZONES: dict[Datum, int] = {
    "pter": 0,
    "start": 1,
    "cds_start": 1,
    "part_start": 1,
    "cds_end": 2,
    "part_end": 2,
    "qter": 3,
}
"""The parts of a sequence in their order, where the text alone tells it."""


def read_point(text: str, axis: Axis) -> Point | None:
    """Read one position as printed on an axis; None when it is not one.

    r. positions count as c. positions do.

    >>> read_point("93+1", "c"), read_point("*37", "c"), read_point("-14", "n")
    (Point(base=92, offset=1, datum='cds_start'), Point(base=36, offset=0, datum='cds_end'), None)
    """
    landmark = _LANDMARKS.get(text)
    if landmark is not None and axis in _AXES_WITH_LANDMARKS:
        return Point(0, 0, landmark)
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    if (found["zone"] and axis not in _AXES_WITH_ZONES) or (found["offset"] and axis not in _AXES_WITH_OFFSETS):
        return None
    datum: Datum = "start" if axis not in _AXES_WITH_ZONES else "cds_end" if found["zone"] == "*" else "cds_start"
    number = -int(found["number"]) if found["zone"] == "-" else int(found["number"])
    return make_point(number, int(found["offset"] or 0), datum)


def make_point(number: int, offset: int, datum: Datum) -> Point:
    """Return the point of a printed number, which is never 0.

    >>> make_point(-1, 0, "cds_start")
    Point(base=-1, offset=0, datum='cds_start')
    """
    return Point(number - 1 if number > 0 else number, offset, datum)


def shift(point: Point, bases: int) -> Point:
    """Return the point so many bases behind another, or before it; out of an intron into the exon it is counted from.

    >>> shift(Point(-1, 0, "cds_start"), 1).base, shift(Point(92, -1, "cds_start"), 1).offset
    (0, 0)
    >>> shift(Point(92, -1, "cds_start"), 2)
    Point(base=93, offset=0, datum='cds_start')
    """
    offset = point.offset + bases
    if point.offset * offset > 0:
        return replace(point, offset=offset)
    return replace(point, base=point.base + offset, offset=0)


def write_point(point: Point) -> str:
    """Write a point as printed, without its axis.

    >>> [write_point(Point(*parts)) for parts in ((92, 1, "cds_start"), (-1, 0, "cds_start"), (0, 0, "cds_end"))]
    ['93+1', '-1', '*1']
    """
    if point.datum in _LANDMARKS:
        return point.datum
    number = point.base if point.datum == "cds_start" and point.base < 0 else point.base + 1
    star = "*" if point.datum == "cds_end" else ""
    offset = f"{point.offset:+d}" if point.offset else ""
    return f"{star}{number}{offset}"


def write_range(first: Point, last: Point) -> str:
    """Write one position, or two joined by `_`.

    >>> write_range(Point(4), Point(4)), write_range(Point(4), Point(6))
    ('5', '5_7')
    """
    return write_point(first) if first == last else f"{write_point(first)}_{write_point(last)}"


def is_reversed(first: Point, last: Point) -> bool:
    """Whether the text alone shows that `last` comes before `first`: bases decide, then offsets at the same base.

    >>> is_reversed(Point(92, 5, "cds_start"), Point(93, -6, "cds_start")), is_reversed(Point(4), Point(2))
    (False, True)
    """
    places = [(_ZONES[p.datum], p.base, p.offset) for p in (first, last) if p.datum in _ZONES]
    return len(places) == 2 and places[1] < places[0]  # where a centromere lies, the text does not say


def are_apart(first: Point, last: Point) -> bool:
    """Whether the text alone shows that two points are not neighbours; whether others are, the sequence decides.

    >>> are_apart(Point(4), Point(5)), are_apart(Point(4), Point(4)), are_apart(Point(4, 7), Point(5, -8))
    (False, True, False)
    """
    if first.datum != last.datum:
        return False
    if first.base == last.base:
        return last.offset - first.offset != 1
    return first.offset == 0 and last.offset == 0 and last.base - first.base != 1
