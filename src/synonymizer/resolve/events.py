"""Exon-level and other bounded events: from exon numbers or bounds to breakpoints on the genome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import OutOfRange, ReversedInterval, VariantError
from synonymizer.exons import Edges, edges, edges_from_genome, edges_to_genome, find_exons, match_edges
from synonymizer.keys import uncertain_key
from synonymizer.model import Candidate, ExonEvent, UncertainInterval
from synonymizer.placing import find_base
from synonymizer.resolve.coordinates import find_contigs
from synonymizer.resolve.lookup import tiers, title
from synonymizer.statements import Bounds, Issue

if TYPE_CHECKING:
    from synonymizer.mapping import Frame
    from synonymizer.model import Options
    from synonymizer.places import Contig, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import EditKind, Hints, StatedExons, StatedUncertain


def resolve_exons(stated: StatedExons, hints: Hints, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Return the event that exon numbers mean on the transcripts named, or on the gene's first tier that has them.

    Raises:
        ResolveError: when what is named is unknown or not held, or no transcript has those exons.
    """
    ranked, issues = tiers(hints, reference, options, coding=False)
    fits: list[tuple[int, Transcript, ExonEvent]] = []
    failures: list[VariantError] = []
    for level, tier in enumerate(ranked):
        for transcript in tier:
            try:
                first, last = find_exons(transcript, stated.first, stated.last)
            except VariantError as error:
                failures.append(error)
                continue
            frame = reference.geometry.main_frame(transcript)
            bounds = edges_to_genome(frame, edges(frame, first, last), stated.kind)
            fits.append((level, transcript, ExonEvent(transcript.accession, first, last, stated.kind, bounds)))
    if not fits:
        raise failures[0]
    level = fits[0][0]
    chosen: dict[str, tuple[Transcript, ExonEvent]] = {}
    for tier_level, transcript, event in fits:
        if tier_level == level:
            chosen.setdefault(uncertain_key(event.bounds), (transcript, event))
    others = [t.accession for _, t, event in fits if uncertain_key(event.bounds) not in chosen]
    if others:
        shown = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
        message = (
            f"The same exon numbers have other bounds on {len(others)} transcript(s) of lower rank ({shown}), "
            "which were not used. Name the transcript the report used."
        )
        issues = (*issues, Issue("W4004", "warning", message))
    issues += _tandem(stated.kind)
    exons = f"exon {stated.first}" if stated.first == stated.last else f"exons {stated.first} to {stated.last}"
    return tuple(
        Candidate(event, (f"{exons} of {title(transcript)}",), transcript.gene, transcript.accession, "exon", issues)
        for transcript, event in chosen.values()
    )


def _tandem(kind: EditKind) -> tuple[Issue, ...]:
    if kind == "del":
        return ()
    message = (
        "A duplication of whole exons found by dosage is not known to be in tandem, which dup states. "
        "Confirm the breakpoints."
    )
    return (Issue("W2005", "warning", message),)


def resolve_uncertain(
    stated: StatedUncertain, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the event between stated bounds; one whose bounds are those of whole exons is named as such.

    Raises:
        ResolveError: when what is named is unknown or not held.
        MismatchError: when a bound does not exist.
        ReversedInterval: when the bounds are not in ascending order.
    """
    if stated.axis in {"g", "m"}:
        return _on_genome(stated, hints, reference)
    ranked, issues = tiers(hints, reference, options, coding=stated.axis == "c")
    transcript = ranked[0][0]
    frame = reference.geometry.main_frame(transcript)
    if hints.reference is not None:
        frame = next((f for f in reference.geometry.frames(transcript) if f.sequence == hints.reference), frame)
    bounds = _edges(stated, transcript, frame)
    _check_order(bounds, f"{transcript.accession}:{stated.axis}.")
    placed = edges_to_genome(frame, bounds, stated.kind)
    why = (f"the bounds exist on {title(transcript)}",)
    issues += _tandem(stated.kind)
    exons = match_edges(frame, bounds)
    change = placed if exons is None else ExonEvent(transcript.accession, *exons, stated.kind, placed)
    return (Candidate(change, why, transcript.gene, transcript.accession, "exon", issues),)


def _edges(stated: StatedUncertain, transcript: Transcript, frame: Frame) -> Edges:
    """Turn bounding bases into places of the line; beside an unknown bound the known base itself is affected."""
    left = [None if p is None else find_base(p, transcript, frame) for p in (stated.left.first, stated.left.last)]
    right = [None if p is None else find_base(p, transcript, frame) for p in (stated.right.first, stated.right.last)]
    bounds = to_edges((left[0], left[1]), (right[0], right[1]))
    return _flank(bounds, frame) if stated.flanked else bounds


def _flank(bounds: Edges, frame: Frame) -> Edges:
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


def _check_order(bounds: Edges, label: str) -> None:
    known = [bound for side in bounds for bound in side if bound is not None]
    if known != sorted(known):
        raise ReversedInterval(f"{label}: the bounds are not in ascending order. Write the lower positions first.")


def _on_genome(stated: StatedUncertain, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    contigs, issues = find_contigs(hints.reference, hints, reference)
    contig = contigs[0]
    for bounds in (stated.left, stated.right):
        _check_inside(bounds, contig)
    edge = to_edges(_bases(stated.left), _bases(stated.right))
    _check_order(edge, f"{contig.accession}:{stated.axis}.")
    change = UncertainInterval(contig.accession, edge[0], edge[1], stated.kind)
    why = (f"the bounds exist on {contig.accession}",)
    issues += _tandem(stated.kind)
    found = exons_between(change, reference)
    if not found:
        return (Candidate(change, why, None, None, "exon", issues),)
    transcript, first, last = found[0]
    event = ExonEvent(transcript.accession, first, last, stated.kind, change)
    return (Candidate(event, why, transcript.gene, transcript.accession, "exon", issues),)


def exons_between(change: UncertainInterval, reference: Reference) -> tuple[tuple[Transcript, int, int], ...]:
    """Return the transcripts, in order of rank, that have whole exons with exactly these bounds, and which exons."""
    known = [bound for bound in (*change.left, *change.right) if bound is not None]
    if not known:
        return ()
    found = []
    for transcript in reference.geometry.transcripts_over(change.sequence, min(known), max(known)):
        frame = reference.geometry.frame(transcript, change.sequence)
        if frame is None:
            continue
        exons = match_edges(frame, edges_from_genome(frame, change))
        if exons is not None:
            found.append((transcript, *exons))
    return tuple(found)


def _bases(bounds: Bounds) -> tuple[int | None, int | None]:
    first, last = bounds.first, bounds.last
    return (None if first is None else first.base), (None if last is None else last.base)


def _check_inside(bounds: Bounds, contig: Contig) -> None:
    for point in (bounds.first, bounds.last):
        if point is not None and not 0 <= point.base < contig.length:
            raise OutOfRange(
                f"{contig.accession} has {contig.length:,} bases; position {point.base + 1:,} is not one of them. "
                "Check the position and the assembly."
            )
