"""Exon-level events: which exons, between which bounds, and what is left of the message. Pure.

An event of whole exons is never an exact deletion: its breakpoints lie somewhere in the flanking introns (HGVS
nomenclature 21.0, DNA/deletion, "exon deletions"; SVD-WG003). Beyond the first and the last exon the outer bound is
unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import UnknownExon
from synonymizer.mapping import carry_place, invert
from synonymizer.model import UncertainInterval
from synonymizer.places import Interval

if TYPE_CHECKING:
    from synonymizer.mapping import Frame
    from synonymizer.places import Block, Transcript
    from synonymizer.statements import EditKind

Edges = tuple[tuple[int | None, int | None], tuple[int | None, int | None]]
"""Bounds in one direction: ((outer, inner), (inner, outer)), interbase; None is unknown."""


def find_exons(transcript: Transcript, first: str, last: str) -> tuple[int, int]:
    """Return the indexes of the exons that two labels name, by the transcript's own numbering from 1.

    The labels `first` and `last` are the outermost exons.

    Raises:
        UnknownExon: when the transcript has no such exon.
    """
    found = []
    count = len(transcript.exons)
    for named in (first, last):
        label = {"first": "1", "last": str(count)}.get(named, named)
        if not label.isdecimal() or not 1 <= int(label) <= count:
            raise UnknownExon(
                f"{transcript.accession} has exons 1 to {count}, and none called {label}. "
                f"Check the exon table: synonymizer gene {transcript.gene}."
            )
        found.append(int(label) - 1)
    if found[0] > found[1]:
        raise UnknownExon(f"Exon {first} comes before exon {last} here; write the range in ascending order.")
    return found[0], found[1]


def edges(frame: Frame, first: int, last: int) -> Edges:
    """Return the bounds of an event of exons `first` to `last`: the flanking introns, `None` beyond the transcript.

    An intron of a single base, which some alignments have, leaves nothing uncertain: its end is exact.
    """
    start, end = frame.exons[first].start, frame.exons[last].end
    left_outer = frame.exons[first - 1].end if first > 0 else None
    right_outer = frame.exons[last + 1].start if last + 1 < len(frame.exons) else None
    if left_outer is not None and start - left_outer == 1:
        left_outer = start
    if right_outer is not None and right_outer - end == 1:
        right_outer = end
    return (left_outer, start), (end, right_outer)


def match_edges(frame: Frame, bounds: Edges) -> tuple[int, int] | None:
    """Return the exons whose event has exactly these bounds on the line, None when there are none."""
    (_, start), (end, _) = bounds
    first = next((i for i, exon in enumerate(frame.exons) if exon.start == start), None)
    last = next((i for i, exon in enumerate(frame.exons) if exon.end == end), None)
    if first is None or last is None or first > last or edges(frame, first, last) != bounds:
        return None
    return first, last


def edges_to_genome(frame: Frame, bounds: Edges, kind: EditKind) -> UncertainInterval:
    """Turn bounds on the line into bounds on the frame's genomic sequence, in its forward order."""
    blocks = invert(frame.blocks)
    left, right = (tuple(_carry_bound(blocks, bound) for bound in side) for side in bounds)
    if frame.strand > 0:
        return UncertainInterval(frame.sequence, (left[0], left[1]), (right[0], right[1]), kind)
    return UncertainInterval(frame.sequence, _negate(right), _negate(left), kind)


def edges_from_genome(frame: Frame, change: UncertainInterval) -> Edges:
    """Turn bounds on the frame's genomic sequence into bounds on its line."""
    left, right = change.left, change.right
    if frame.strand < 0:
        left, right = _negate(right), _negate(left)
    return (
        (_carry_bound(frame.blocks, left[0]), _carry_bound(frame.blocks, left[1])),
        (_carry_bound(frame.blocks, right[0]), _carry_bound(frame.blocks, right[1])),
    )


def _negate(side: tuple[int | None, ...]) -> tuple[int | None, int | None]:
    first, last = (None if bound is None else -bound for bound in reversed(side))
    return first, last


def _carry_bound(blocks: tuple[Block, ...], bound: int | None) -> int | None:
    return None if bound is None else carry_place(blocks, bound)


def spliced_interval(transcript: Transcript, first: int, last: int) -> Interval:
    """Return the stretch of the spliced transcript that exons `first` to `last` make up."""
    return Interval(transcript.exons[first].start, transcript.exons[last].end)


def coding_part(transcript: Transcript, stretch: Interval) -> Interval | None:
    """Return the part of a stretch of the transcript that is coding sequence, None when there is none."""
    if transcript.cds is None:
        return None
    start, end = max(stretch.start, transcript.cds.start), min(stretch.end, transcript.cds.end)
    return Interval(start, end) if start < end else None
