"""Bounded breakpoints on one sequence: where the bounds lie, and whether all that is stated fits between them.

Source: HGVS nomenclature 21.0, recommendations/uncertain; SVD-WG003 for the older `a-?_b+?`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import BaseMismatch, LengthMismatch, ReversedInterval, SequenceNotStated
from synonymizer.exons import spliced_interval
from synonymizer.model import UncertainInterval
from synonymizer.resolve.insertions import check_letters, read_pieces
from synonymizer.spelling.points import write_point
from synonymizer.statements import Count, Issue

if TYPE_CHECKING:
    from synonymizer.exons import Edges
    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript
    from synonymizer.placing import Ruler
    from synonymizer.reference import Reference
    from synonymizer.statements import Bounds, StatedUncertain


def measure_bounds(stated: StatedUncertain, ruler: Ruler, reference: Reference) -> UncertainInterval:
    """Return a bounded change on the ruler's sequence, with all that is stated of it.

    Raises:
        MismatchError: when a bound does not exist, or what is stated does not fit between the bounds.
        ResolveError: when bases it needs are not held.
        UnsupportedError: when its new bases are not stated.
    """
    left, right = _find_side(stated.left, ruler), _find_side(stated.right, ruler)
    bounds = to_edges(left, right)
    if stated.is_within:
        first, last = left
        stretch = (first, None if last is None else last + 1)
        bounds = stretch, stretch
    kind, copies = stated.kind, stated.copies
    if copies is not None:
        kind = "del" if copies < 2 else "dup"
        copies = None if copies in {1, 3} else copies  # one lost or one more of two: what the kind says by itself
    inserted, size = stated.inserted, stated.size
    check_letters(inserted)
    if stated.pieces:
        unstated = stated.pieces[0] if len(stated.pieces) == 1 and stated.pieces[0].bases == "N" else None
        if unstated is not None:
            size = unstated.count
        else:
            inserted = read_pieces(stated.pieces, ruler, reference)
    deleted = stated.deleted if stated.kind == "sub" else None
    change = UncertainInterval(
        ruler.sequence.accession, *bounds, kind, stated.is_within, size, deleted or "", inserted, copies
    )
    _check_stated(stated, change, ruler)
    return change


def _find_side(bounds: Bounds, ruler: Ruler) -> tuple[int | None, int | None]:
    first, last = (None if point is None else ruler.find(point) for point in (bounds.first, bounds.last))
    return first, last


def _check_stated(stated: StatedUncertain, change: UncertainInterval, ruler: Ruler) -> None:
    """Check that a stated base occurs where the change lies, that a number fits there, and that new bases are known.

    Raises:
        BaseMismatch: when the base does not occur.
        LengthMismatch: when the number is larger than the place.
        SequenceNotStated: when an insertion states neither its bases nor their number.
    """
    start, end = change.left[0], change.right[1]
    label = f"{ruler.label}({_write(stated.left)})"
    if change.kind in {"ins", "delins"} and not change.inserted and change.size is None:
        raise SequenceNotStated(f"{label} states neither the inserted bases nor their number. Give the bases.")
    if start is None or end is None:
        return
    if change.deleted and change.deleted not in ruler.sequence.bases(start, end):
        raise BaseMismatch(f"{label} holds no {change.deleted} in the reference. Check the bounds and the strand.")
    low = None if change.size is None or change.kind in {"ins", "delins"} else change.size.low
    if low is not None and low > end - start:
        raise LengthMismatch(
            f"{label} covers {end - start:,} bases at most, and {low:,} are stated. Correct the bounds or the number."
        )


def _write(bounds: Bounds) -> str:
    return "_".join("?" if point is None else write_point(point) for point in (bounds.first, bounds.last))


def settle_size(
    change: UncertainInterval, bounds: Edges, exons: tuple[int, int] | None, transcript: Transcript, label: str
) -> tuple[UncertainInterval, tuple[Issue, ...]]:
    """Drop a number of bases that is the one of the exons between the bounds, as older names add it.

    Any other number must be one that the bounds leave room for.

    Raises:
        LengthMismatch: when they do not.
    """
    size = change.size
    if size is None or size.low is None or change.kind not in {"del", "dup", "inv"}:
        return change, ()
    exonic = None if exons is None else len(spliced_interval(transcript, *exons))
    if size == Count(exonic, exonic):
        message = f"Beside its bounds the change need not state the number {exonic}, which is that of its exons' bases."
        return replace(change, size=None), (Issue("W1002", "warning", message),)
    (_, start), (end, _) = bounds
    if not change.is_within and start is not None and end is not None and size.low < end - start:
        there = f"{end - start:,} bases at least" + (f", {exonic:,} of them in exons" if exonic is not None else "")
        raise LengthMismatch(f"{label} covers {there}, and {size.low:,} are stated. Correct the bounds or the number.")
    return change, ()


def flank(bounds: Edges, frame: Frame) -> Edges:
    """Put an unknown outer bound at the neighbouring exon, where the inner bound is the edge of an exon."""
    (outer_left, start), (end, outer_right) = bounds
    for index, exon in enumerate(frame.exons):
        if outer_left is None and exon.start == start and index > 0:
            outer_left = frame.exons[index - 1].end
        if outer_right is None and exon.end == end and index + 1 < len(frame.exons):
            outer_right = frame.exons[index + 1].start
    return (outer_left, start), (end, outer_right)


def to_edges(left: tuple[int | None, int | None], right: tuple[int | None, int | None]) -> Edges:
    """Turn the bases (a_b)_(c_d) into interbase bounds.

    Between two known bases the breakpoint may lie anywhere from before the first to after the last. Beside `?` the
    known base is the outermost one known to be affected, so the bound lies on its far side; so it does where both bases
    are one, which is an exact end.

    >>> to_edges((9, 19), (30, 39)), to_edges((None, 20), (29, None)), to_edges((5, 5), (30, 39))
    (((9, 20), (30, 40)), ((None, 20), (30, None)), ((5, 5), (30, 40)))
    """
    first, second = left
    third, fourth = right
    inner_left = second if second is None or first is None or first == second else second + 1
    inner_right = third if third is None or (fourth is not None and third != fourth) else third + 1
    return (first, inner_left), (inner_right, None if fourth is None else fourth + 1)


def check_order(change: UncertainInterval, bounds: Edges, label: str) -> None:
    """Check that the bounds of a change ascend.

    Raises:
        ReversedInterval: when they do not.
    """
    sides = bounds[:1] if change.is_within else bounds
    known = [bound for side in sides for bound in side if bound is not None]
    if known != sorted(known):
        raise ReversedInterval(f"{label}: the bounds are not in ascending order. Write the lower positions first.")
