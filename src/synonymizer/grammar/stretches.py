"""Stretches of a sequence as printed, whose ends may only be bounded: `4_6`, `(4_6)_246`, `(?_6)_(245_?)`, `pter_17`.

Sources: HGVS nomenclature 21.0, recommendations/uncertain, DNA/deletion and DNA/complex; SVD-WG003, which withdrew
`a-?_b+?`; SVD-WG006 (circular sequences).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName, ReversedInterval
from synonymizer.spelling.points import is_reversed, read_point, write_point
from synonymizer.spelling.spans import quote
from synonymizer.statements import Bounds, Point

if TYPE_CHECKING:
    import re

    from synonymizer.grammar.changes import Change
    from synonymizer.statements import Axis

_EXACT = r"[-*]?[0-9]{1,40}(?:[-+][0-9]{1,40})?|pter|qter|cen"
_BOUND = r"[^()_;\[\]]{1,80}"
_SIDE = rf"\*?\({_BOUND}_{_BOUND}\)|[-*]?[0-9]{{1,40}}[-+]\?|{_EXACT}|\?"
STRETCH = rf"(?P<left>{_SIDE})(?:_cen(?=_))?(?:_(?P<right>{_SIDE}))?"
"""The shape of a stretch: one place, or two joined by `_`. A centromere between them is passed over."""

_CIRCLE = 16_569
"""Bases of the mitochondrial genome, the one circular sequence of known length."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two ends; `is_single`: one place was written, which stands for both."""

    left: Bounds
    right: Bounds
    is_single: bool = False
    flanked: bool = False

    def find_ends(self) -> tuple[Point, Point] | None:
        """Return the first and last base where both ends are exact."""
        first, last = self.left.first, self.right.first
        if first is None or last is None or self.left.last != first or self.right.last != last:
            return None
        return first, last


def is_numbered(found: re.Match[str]) -> bool:
    """Whether the ends of a stretch are plain numbers, as hgvs.parser reads them, right or wrong."""
    return not any(mark in f"{found['left']}{found['right']}" for mark in ("(", "?", "ter", "cen"))


def read_stretch(
    found: re.Match[str], change: Change, axis: Axis, place: int = 0, *, is_turned: bool = False
) -> Stretch:
    """Read the ends that the groups `left` and `right` of a match hold, which begins at `place` of the change.

    An inverted stretch may be written from its last base to its first (`is_turned`).

    Raises:
        MalformedName: when a bound is no position of the axis.
        ReversedInterval: when the bounds are not in ascending order.
    """
    sides = found["left"], found["right"] or found["left"]
    left = _read_side(sides[0], change, axis, place + found.start("left"))
    right = _read_side(sides[1], change, axis, place + found.start("right")) if found["right"] else left
    known = [point for bounds in (left, right) for point in (bounds.first, bounds.last) if point is not None]
    if found["right"] is None:
        known = known[: len(known) // 2]
    if is_turned and found["right"] and any(is_reversed(*pair) for pair in pairwise(known)):
        left, right, known = right, left, [*known[len(known) // 2 :], *known[: len(known) // 2]]
    if not any(is_out_of_order(first, last, axis) for first, last in pairwise(known)):
        return Stretch(left, right, found["right"] is None, any(side.endswith(("+?", "-?")) for side in sides))
    message = f"The positions of {quote(found[0])} are not in ascending order. Write the lower positions first."
    span = change.find_span(place + found.start("left"), place + found.end("right" if found["right"] else "left"))
    raise ReversedInterval(message, text=change.description.text, span=span)


def _read_side(side: str, change: Change, axis: Axis, place: int) -> Bounds:
    """Read one end: `(a_b)`, a single position, `?`, or the older `a-?` and `b+?`."""
    if side == "?":
        return Bounds(None, None)
    if side.endswith(("+?", "-?")):
        point = _read_bound(side[:-2], side[:-2], change, axis, place)
        return Bounds(None, point) if side[-2] == "-" else Bounds(point, None)
    if not side.endswith(")"):
        point = _read_bound(side, side, change, axis, place)
        return Bounds(point, point)
    star = "*" if side.startswith("*") else ""
    place += len(star) + 1
    before, _, behind = side[len(star) + 1 : -1].partition("_")
    first = None if before == "?" else _read_bound(star + before, before, change, axis, place)
    last = None if behind == "?" else _read_bound(star + behind, behind, change, axis, place + len(before) + 1)
    return Bounds(first, last)


def _read_bound(bound: str, written: str, change: Change, axis: Axis, place: int) -> Point:
    point = read_point(bound.lower(), axis)
    if point is None:
        message = f"{quote(written)} is no {axis}. position. Bounds are written (139+1_140-1), or ? where unknown."
        span = change.find_span(place, place + len(written))
        raise MalformedName(message, text=change.description.text, span=span)
    return point


def is_out_of_order(first: Point, last: Point, axis: Axis) -> bool:
    """Whether `last` comes before `first` and no circle joins them: a short way over the origin is one.

    >>> is_out_of_order(Point(16562), Point(12), "m"), is_out_of_order(Point(3249), Point(3242), "m")
    (False, True)
    """
    if not is_reversed(first, last):
        return False
    return not (axis == "o" or (axis == "m" and 2 * (last.base + _CIRCLE - first.base) < _CIRCLE))


def write_bounds(bounds: Bounds) -> str:
    """Write one end of a stretch.

    >>> write_bounds(Bounds(Point(3), Point(5))), write_bounds(Bounds(Point(3), None)), write_bounds(Bounds(None, None))
    ('(4_6)', '(4_?)', '?')
    """
    first, last = ("?" if point is None else write_point(point) for point in (bounds.first, bounds.last))
    return first if first == last else f"({first}_{last})"


def write_stretch(left: Bounds, right: Bounds) -> str:
    """Write a stretch; one whose ends are the same exact place is written once.

    >>> write_stretch(Bounds(Point(3), Point(3)), Bounds(Point(5), Point(5)))
    '4_6'
    """
    if left == right and left.first is not None and left.first == left.last:
        return write_bounds(left)
    sides = [write_bounds(left), write_bounds(right)]
    if any(side.startswith("(") for side in sides):  # an unknown end beside a bounded one is written as bounds too
        sides = ["(?_?)" if side == "?" else side for side in sides]
    return "_".join(sides)
