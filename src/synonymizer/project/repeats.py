"""A repeat with a bounded count on both assemblies and on every transcript that holds its whole tract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.edits import turn
from synonymizer.errors import OutOfRange, RegionNotHeld
from synonymizer.lift import complement_repeat, lift_repeat
from synonymizer.mapping import carry_base, orient
from synonymizer.model import RepeatProjection
from synonymizer.normalize import deciding_contigs, turn_repeat
from synonymizer.project.genomic import genomic_axis
from synonymizer.project.transcripts import make_point
from synonymizer.statements import Point

if TYPE_CHECKING:
    from synonymizer.mapping import Frame
    from synonymizer.model import Projection, Repeat
    from synonymizer.places import Transcript
    from synonymizer.project.transcripts import Ends
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis


def project_repeat(change: Repeat, reference: Reference) -> tuple[Projection, ...]:
    """Return the repeat on each contig that carries it, then on each transcript that has a name for it.

    On every axis the tract begins as far 3' as its unit may turn (DNA/repeated, general 3' rule).
    """
    found: list[Projection] = []
    for contig in deciding_contigs(change.sequence, reference):
        there = lift_repeat(reference, change, contig.accession)
        if there is not None:
            there = turn_repeat(there, reference, forward=True)
            axis = genomic_axis(contig)
            ends = Point(there.start), Point(there.end - 1)
            found.append(RepeatProjection(axis, contig.accession, contig, None, *ends, there.units))
    for transcript in reference.geometry.transcripts_over(change.sequence, change.start, change.end):
        frame = reference.geometry.frame(transcript, change.sequence)
        projection = None if frame is None else _project_on_transcript(change, transcript, frame, reference)
        if projection is not None:
            found.append(projection)
    return tuple(found)


def _project_on_transcript(
    change: Repeat, transcript: Transcript, frame: Frame, reference: Reference
) -> RepeatProjection | None:
    """Count the tract on a transcript; None where it leaves it, or its bases differ there.

    Inside the coding sequence only units of whole codons are described as repeats (DNA/repeated).
    """
    low, high = orient(change.start, change.end, frame.strand)
    start, last = carry_base(frame.blocks, low), carry_base(frame.blocks, high - 1)
    if start is None or last is None or last - start != high - 1 - low:
        return None
    units = change.units if frame.strand > 0 else complement_repeat(change).units
    end = last + 1
    try:
        if len(units) == 1:
            unit, count = units[0]
            line = reference.geometry.unspliced(transcript, frame)
            start, end, unit = turn(line, start, end, unit, forward=True)
            units = ((unit, count),)
        ends = frame.locate(start), frame.locate(end - 1)
    except (OutOfRange, RegionNotHeld):
        return None
    if _codes(transcript, ends) and any(len(unit) % 3 for unit, _ in units):
        return None
    axis: Axis = "n" if transcript.cds is None else "c"
    points = make_point(transcript, *ends[0]), make_point(transcript, *ends[1])
    return RepeatProjection(axis, frame.sequence, None, transcript, *points, units)


def _codes(transcript: Transcript, ends: Ends) -> bool:
    """Whether a tract between two bases of exons touches the coding sequence."""
    (first, before), (last, after) = ends
    cds = transcript.cds
    return cds is not None and first < cds.end and last >= cds.start and before == 0 == after
