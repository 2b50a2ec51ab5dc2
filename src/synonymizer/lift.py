"""Carry an allele between sequences that share bases: assembly to assembly, window to contig, frame to contig and back.

What is carried is an interval and its resulting bases, never a reference and an alternative: each sequence says itself
what it has there. Where it already has the resulting bases, the allele arrives as no change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import Allele
from synonymizer.edits import justify, slide, trim
from synonymizer.mapping import carry, carry_base, carry_place, invert, orient, reverse_complement
from synonymizer.places import Side
from synonymizer.reference.views import Oriented

if TYPE_CHECKING:
    from synonymizer.mapping import Frame
    from synonymizer.model import Repeat, UncertainInterval
    from synonymizer.places import Block, Sequence, Transcript
    from synonymizer.reference import Reference

LONGEST_GAP = 1_000
"""How many bases one sequence may have more than another beside an allele for it to have a place there still."""


def lift(reference: Reference, allele: Allele, target: str) -> Allele | None:
    """Carry an allele to another genomic sequence; return it trimmed there, or None where there is no way.

    An allele that changes nothing on the target comes back over the whole carried interval, `deleted == inserted`.

    Raises:
        RegionNotHeld: when bases on the way are not held.
    """
    if target == allele.sequence:
        return allele
    destination = reference.geometry.sequence(target)
    for bridge in reference.geometry.bridges(allele.sequence, allele.start, allele.end, target):
        source = Oriented(reference.geometry.sequence(allele.sequence), bridge.source_strand)
        carried = _carry_edit(bridge.blocks, source, allele, bridge.source_strand)
        if carried is not None:
            return _settle(destination, carried, bridge.target_strand)
    return None


def lift_to_frame(reference: Reference, allele: Allele, transcript: Transcript, frame: Frame) -> Allele | None:
    """Carry an allele of the frame's genomic sequence onto the frame's line; None where there is no way.

    Raises:
        RegionNotHeld: when bases on the way are not held.
    """
    line = reference.geometry.unspliced(transcript, frame)
    if line.is_faithful:  # one block, the same bases: only the coordinates are others
        start, end, deleted, inserted = _read_on(allele, frame.strand)
        shift = frame.blocks[0].start - frame.blocks[0].source
        return Allele(line.accession, start + shift, end + shift, deleted, inserted)
    source = Oriented(reference.geometry.sequence(allele.sequence), frame.strand)
    carried = _carry_edit(frame.blocks, source, allele, frame.strand)
    return None if carried is None else _settle(line, carried, 1)


def lift_from_frame(reference: Reference, allele: Allele, transcript: Transcript, frame: Frame) -> Allele | None:
    """Carry an allele of the frame's line onto its genomic sequence; None where there is no way.

    Raises:
        RegionNotHeld: when bases on the way are not held.
    """
    line = reference.geometry.unspliced(transcript, frame)
    carried = _carry_edit(invert(frame.blocks), line, allele, 1)
    if carried is None:
        return None
    return _settle(reference.geometry.sequence(frame.sequence), carried, frame.strand)


def _read_on(allele: Allele, strand: int) -> tuple[int, int, str, str]:
    """Return (start, end, deleted, inserted) of an allele in oriented coordinates, its bases read on the strand."""
    start, end = orient(allele.start, allele.end, strand)
    if strand > 0:
        return start, end, allele.deleted, allele.inserted
    return start, end, reverse_complement(allele.deleted), reverse_complement(allele.inserted)


class _Carried(NamedTuple):
    """Resulting bases of an oriented interval, and how far their edit may move to the left and to the right in it."""

    start: int
    end: int
    inserted: str
    left: int = 0
    right: int = 0


def _carry_edit(blocks: tuple[Block, ...], source: Sequence, allele: Allele, strand: int) -> _Carried | None:
    """Carry an allele through blocks whose source is read on `strand`.

    A pure insertion or deletion is carried with all the places it may slide to: where the target has other bases among
    them, they are part of what the allele says, whichever of its places was written.
    """
    start, end, deleted, inserted = _read_on(allele, strand)
    if deleted == inserted:
        carried = carry(blocks, source, start, end, inserted, flanks=start == end)
        return None if carried is None else _Carried(*carried)
    moved = slide(source, start, deleted, inserted)
    wide = justify(source, moved)
    if moved.deleted and moved.inserted:
        carried = carry(blocks, source, wide.start, wide.end, wide.inserted, flanks=False)
        return None if carried is None else _Carried(*carried)
    carried = carry(blocks, source, wide.start, wide.end, wide.inserted, flanks=True)
    if carried is None:  # beside the edge of what is aligned only the bases themselves have a place
        carried = carry(blocks, source, wide.start, wide.end, wide.inserted, flanks=False)
    if carried is None or carried[1] - carried[0] > wide.end - wide.start + LONGEST_GAP:
        return None
    return _Carried(*carried, moved.left, moved.right)


def _settle(sequence: Sequence, carried: _Carried, strand: int) -> Allele:
    """Make the allele that was carried as read on `strand`, trimmed; left whole when nothing changes.

    It stays at its place among those it may slide to, which matters to what changes beside it.

    Raises:
        RegionNotHeld: when the sequence does not hold the interval.
    """
    start, end = orient(carried.start, carried.end, strand)
    inserted, lead = carried.inserted, carried.left
    if strand < 0:
        inserted, lead = reverse_complement(inserted), carried.right
    deleted = sequence.bases(start, end)
    if deleted == inserted:
        return Allele(sequence.accession, start, end, deleted, inserted)
    start, deleted, inserted = trim(start, deleted, inserted, lead)
    return Allele(sequence.accession, start, start + len(deleted), deleted, inserted)


def lift_bounds(reference: Reference, change: UncertainInterval, target: str) -> UncertainInterval | None:
    """Carry a bounded event to another genomic sequence, bound by bound; None when a known bound has no way there."""
    if target == change.sequence:
        return change
    sides: list[tuple[int | None, int | None]] = []
    strand: int = 1
    for side in (change.left, change.right):
        moved: list[int | None] = []
        for bound in side:
            if bound is None:
                moved.append(None)
                continue
            place = _lift_bound(reference, change.sequence, bound, target)
            if place is None:
                return None
            moved.append(place[0])
            strand = place[1]
        sides.append((moved[0], moved[1]))
    left, right = sides
    if strand < 0:
        left, right = (right[1], right[0]), (left[1], left[0])
        change = complement(change)
    return replace(change, sequence=target, left=left, right=right)


def complement(change: UncertainInterval) -> UncertainInterval:
    """Return a bounded event with its stated bases read on the other strand; its bounds are left alone."""
    deleted, inserted = reverse_complement(change.deleted), reverse_complement(change.inserted)
    return replace(change, deleted=deleted, inserted=inserted)


def lift_repeat(reference: Reference, repeat: Repeat, target: str) -> Repeat | None:
    """Carry a repeat to another genomic sequence by its ends; None when one of them has no way there."""
    if target == repeat.sequence:
        return repeat
    start = _lift_bound(reference, repeat.sequence, repeat.start, target)
    end = _lift_bound(reference, repeat.sequence, repeat.end, target)
    if start is None or end is None:
        return None
    if start[1] > 0:
        return replace(repeat, sequence=target, start=start[0], end=end[0])
    return replace(complement_repeat(repeat), sequence=target, start=end[0], end=start[0])


def complement_repeat(repeat: Repeat) -> Repeat:
    """Return a repeat with its units as they stand on the other strand; its place is left alone."""
    return replace(repeat, units=tuple((reverse_complement(unit), count) for unit, count in reversed(repeat.units)))


def lift_side(reference: Reference, side: Side, target: str) -> Side | None:
    """Carry a side of a junction to another genomic sequence by its last kept base; None when that is not there."""
    if target == side.sequence:
        return side
    base = side.place - (side.keeps == "left")
    for bridge in reference.geometry.bridges(side.sequence, base, base + 1, target):
        found = carry_base(bridge.blocks, orient(base, base + 1, bridge.source_strand)[0])
        if found is None:
            continue
        start, end = orient(found, found + 1, bridge.target_strand)
        is_left = (side.keeps == "left") is (bridge.source_strand == bridge.target_strand)
        return Side(target, end, "left") if is_left else Side(target, start, "right")
    return None


def _lift_bound(reference: Reference, source: str, bound: int, target: str) -> tuple[int, int] | None:
    """Return (place, relative strand) of an interbase place, by the base after it, else by the base before it."""
    for bridge in reference.geometry.bridges(source, bound, bound, target):
        place = carry_place(bridge.blocks, bound * bridge.source_strand)
        if place is not None:
            return place * bridge.target_strand, bridge.source_strand * bridge.target_strand
    return None
