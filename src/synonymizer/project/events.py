"""A bounded deletion or duplication on both assemblies and on every transcript whose exons it covers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.consequence import predict_protein
from synonymizer.errors import OutOfRange
from synonymizer.exons import Edges, coding_part, edges_from_genome, match_edges, spliced_interval
from synonymizer.lift import complement, lift_bounds
from synonymizer.model import BoundedProjection, EventProjection, Projection
from synonymizer.normalize import deciding_contigs
from synonymizer.places import Interval
from synonymizer.project.genomic import genomic_axis
from synonymizer.project.transcripts import make_point
from synonymizer.statements import Bounds, Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.mapping import Frame
    from synonymizer.model import UncertainInterval
    from synonymizer.places import Contig, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, EditKind, ProteinEdit


def project_event(change: UncertainInterval, reference: Reference) -> tuple[Projection, ...]:
    """Return the event on each contig that carries its bounds, then on each transcript that names it.

    A transcript names it where the bounds are those of whole exons, or where all known bounds lie inside it. On another
    transcript the same bases are lost, but its exons and their neighbours are others: an effect, not a name.
    """
    found: list[Projection] = []
    for contig in deciding_contigs(change.sequence, reference):
        there = lift_bounds(reference, change, contig.accession)
        if there is not None:
            found.append(_project_on_sequence(there, contig.accession, contig))
    known = [bound for bound in (*change.left, *change.right) if bound is not None]
    if known:
        found += _project_on_windows(change, Interval(min(known), max(known)), reference)
        genes: set[str] = set()
        for transcript in reference.geometry.transcripts_over(change.sequence, min(known), max(known)):
            homes = (*reference.geometry.home_contigs(transcript.home), transcript.home)
            frame = reference.geometry.frame(transcript, change.sequence) if change.sequence in homes else None
            projection = None if frame is None else _project_on_transcript(change, transcript, frame, reference)
            if isinstance(projection, EventProjection) and transcript.gene not in genes:
                projection = replace(projection, is_main=True)
                genes.add(transcript.gene)
            if projection is not None:
                found.append(projection)
    return tuple(found)


def _project_on_sequence(
    change: UncertainInterval, name: str, contig: Contig | None
) -> EventProjection | BoundedProjection:
    """Name the bounds on a genomic sequence, by one of its names."""
    left, right = _name_bounds(change, (change.left, change.right))
    return _describe(change, genomic_axis(contig), name, contig, None, _points(left), _points(right))


def _project_on_windows(
    change: UncertainInterval, stretch: Interval, reference: Reference
) -> Iterator[EventProjection | BoundedProjection]:
    """Yield the event on each stored sequence that holds all its bounds and leads back to them, by all its names."""
    for placement in reference.geometry.placements_over(change.sequence, stretch.start, stretch.end):
        source = placement.source
        there = lift_bounds(reference, change, source) if reference.geometry.is_named(source) else None
        if there is not None and lift_bounds(reference, there, change.sequence) == change:
            for name in reference.source_names(source):
                yield _project_on_sequence(there, name, None)


def _describe(
    change: UncertainInterval,
    axis: Axis,
    sequence: str,
    contig: Contig | None,
    transcript: Transcript | None,
    left: Bounds,
    right: Bounds,
) -> EventProjection | BoundedProjection:
    """Return a change between bounds as its writers need it, whose bases are those of its axis."""
    if change.is_plain:
        return EventProjection(axis, sequence, contig, transcript, left, right, change.kind)
    return BoundedProjection(
        axis,
        sequence,
        contig,
        transcript,
        left,
        right,
        change.kind,
        change.is_within,
        change.size,
        change.deleted,
        change.inserted,
        change.copies,
    )


def _name_bounds(change: UncertainInterval, bounds: Edges) -> Edges:
    """Turn interbase bounds into the bases that name them; a stretch around the change is named by its own ends."""
    if not change.is_within:
        return from_edges(bounds)
    start, end = bounds[0]
    stretch = start, None if end is None else end - 1
    return stretch, stretch


def from_edges(bounds: Edges) -> tuple[tuple[int | None, int | None], tuple[int | None, int | None]]:
    """Turn interbase bounds into the bases that name them, ((a, b), (c, d)): the inverse of `resolve.bounds.to_edges`.

    >>> from_edges(((9, 20), (30, 40))), from_edges(((None, 20), (29, None)))
    (((9, 19), (30, 39)), ((None, 20), (28, None)))
    """
    (outer_left, inner_left), (inner_right, outer_right) = bounds
    second = inner_left if inner_left is None or outer_left in {None, inner_left} else inner_left - 1
    third = inner_right if inner_right is None or outer_right not in {None, inner_right} else inner_right - 1
    return (outer_left, second), (third, None if outer_right is None else outer_right - 1)


def _points(bases: tuple[int | None, int | None]) -> Bounds:
    first, last = (None if base is None else Point(base) for base in bases)
    return Bounds(first, last)


def _project_on_transcript(
    change: UncertainInterval, transcript: Transcript, frame: Frame, reference: Reference
) -> EventProjection | BoundedProjection | None:
    edges = edges_from_genome(frame, change)
    exons = match_edges(frame, edges) if change.is_plain else None
    left, right = _name_bounds(change, edges)
    try:
        bounds = (_transcript_bounds(left, transcript, frame), _transcript_bounds(right, transcript, frame))
    except OutOfRange:
        return None
    axis: Axis = "n" if transcript.cds is None else "c"
    if exons is None:
        stranded = change if frame.strand > 0 else complement(change)
        return _describe(stranded, axis, frame.sequence, None, transcript, *bounds)
    stretch = spliced_interval(transcript, *exons)
    coding = coding_part(transcript, stretch)
    return EventProjection(
        axis=axis,
        reference=frame.sequence,
        contig=None,
        transcript=transcript,
        left=bounds[0],
        right=bounds[1],
        kind=change.kind,
        exons=exons,
        size=len(stretch),
        in_frame=None if coding is None or coding == transcript.cds else len(coding) % 3 == 0,
        coding=(make_point(transcript, stretch.start, 0), make_point(transcript, stretch.end - 1, 0)),
        protein=_predict(transcript, stretch, reference, is_deletion=change.kind == "del"),
        consequence=_terms(change.kind, coding, is_whole=len(stretch) == transcript.length),
    )


def _terms(kind: EditKind, coding: Interval | None, *, is_whole: bool) -> tuple[str, ...]:
    """Name the consequences of losing or repeating whole exons, or all of them, in Sequence Ontology terms."""
    if is_whole:
        return ("transcript_ablation",) if kind == "del" else ("transcript_amplification",)
    terms = ["exon_loss_variant"] if kind == "del" else []
    if coding is not None:
        in_frame = "inframe_deletion" if kind == "del" else "inframe_insertion"
        terms.append(in_frame if len(coding) % 3 == 0 else "frameshift_variant")
    return tuple(terms)


def _transcript_bounds(bases: tuple[int | None, int | None], transcript: Transcript, frame: Frame) -> Bounds:
    """Name bounding bases by the transcript.

    Raises:
        OutOfRange: when one lies outside the transcript.
    """
    first, last = (None if base is None else make_point(transcript, *frame.locate(base)) for base in bases)
    return Bounds(first, last)


def _predict(
    transcript: Transcript, stretch: Interval, reference: Reference, *, is_deletion: bool
) -> ProteinEdit | None:
    """Predict the protein of a message that lacks the stretch, or has it twice."""
    if transcript.cds is None:
        return None
    bases = reference.geometry.spliced(transcript)
    start = stretch.start if is_deletion else stretch.end
    inserted = "" if is_deletion else bases[stretch.start : stretch.end]
    code, exceptions = transcript.code, transcript.exceptions
    return predict_protein(bases, transcript.cds, start, stretch.end, inserted, code=code, exceptions=exceptions)
