"""Exon-level and other bounded events: from exon numbers or bounds to breakpoints on the genome."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.errors import NoSinglePlace, RegionNotHeld, VariantError
from synonymizer.exons import edges, edges_from_genome, edges_to_genome, find_exons, match_edges
from synonymizer.keys import uncertain_key
from synonymizer.lift import complement
from synonymizer.model import Candidate, ExonEvent, UncertainInterval
from synonymizer.placing import count_on_frame, count_on_sequence
from synonymizer.resolve.bounds import check_order, flank, measure_bounds, settle_size
from synonymizer.resolve.coordinates import resolve_genomic
from synonymizer.resolve.lookup import tiers, title
from synonymizer.resolve.sequences import find_sequence
from synonymizer.statements import Bounds, Issue, StatedEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.model import Options
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import EditKind, Hints, StatedExons, StatedUncertain


@dataclass(frozen=True, slots=True)
class _Fit:
    """A transcript that has what is stated, the level of its tier, and the event placed through it."""

    level: int
    transcript: Transcript
    change: ExonEvent | UncertainInterval
    issues: tuple[Issue, ...] = ()

    @property
    def key(self) -> str:
        """The key of the placed event, before it is brought to its deciding contig."""
        return uncertain_key(self.change.bounds if isinstance(self.change, ExonEvent) else self.change)


def _find_fits(
    hints: Hints, reference: Reference, options: Options, attempt: Callable[[int, Transcript], _Fit], *, coding: bool
) -> tuple[list[_Fit], list[_Fit], tuple[Issue, ...]]:
    """Try an event on every transcript a name may mean.

    Returns:
        Those of the first tier that fits, each place once; those of lower tiers at other places; and the issues.

    Raises:
        VariantError: the first transcript's, when none fits.
    """
    ranked, issues = tiers(hints, reference, options, coding=coding)
    fits: list[_Fit] = []
    failures: list[VariantError] = []
    for level, tier in enumerate(ranked):
        if fits and not options.surveys:
            break
        for transcript in tier:
            try:
                fits.append(attempt(level, transcript))
            except VariantError as error:
                failures.append(error)
    if not fits:
        raise failures[0]
    chosen: dict[str, _Fit] = {}
    for fit in fits:
        if fit.level == fits[0].level:
            chosen.setdefault(fit.key, fit)
    return list(chosen.values()), [fit for fit in fits if fit.key not in chosen], issues


def resolve_exons(stated: StatedExons, hints: Hints, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Return the event that exon numbers mean on the transcripts named, or on the gene's first tier that has them.

    Raises:
        ResolveError: when what is named is unknown or not held, or no transcript has those exons.
    """

    def attempt(level: int, transcript: Transcript) -> _Fit:
        first, last = find_exons(transcript, stated.first, stated.last)
        frame = reference.geometry.main_frame(transcript)
        bounds = edges_to_genome(frame, edges(frame, first, last), stated.kind)
        return _Fit(level, transcript, ExonEvent(transcript.accession, first, last, stated.kind, bounds))

    chosen, others, issues = _find_fits(hints, reference, options, attempt, coding=False)
    if others:
        message = (
            f"The same exon numbers have other bounds on {len(others)} transcript(s) of lower rank ({_list(others)}), "
            "which were not used. Name the transcript the report used."
        )
        issues = (*issues, Issue("W4004", "warning", message))
    exons = f"exon {stated.first}" if stated.first == stated.last else f"exons {stated.first} to {stated.last}"
    if (stated.first, stated.last) == ("first", "last"):
        exons = "the whole"
    return _make_candidates(chosen, lambda transcript: f"{exons} of {title(transcript)}", issues)


def _list(fits: list[_Fit]) -> str:
    return ", ".join(fit.transcript.accession for fit in fits[:3]) + (", …" if len(fits) > 3 else "")


def _make_candidates(
    chosen: list[_Fit], explain: Callable[[Transcript], str], issues: tuple[Issue, ...]
) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            fit.change,
            (explain(fit.transcript),),
            fit.transcript.gene,
            fit.transcript.accession,
            "exon",
            (*issues, *_tandem(fit.change.kind), *fit.issues),
        )
        for fit in chosen
    )


def _tandem(kind: EditKind) -> tuple[Issue, ...]:
    if kind != "dup":
        return ()
    message = "A duplication found by dosage is not known to be in tandem, which dup states. Confirm the breakpoints."
    return (Issue("W2005", "warning", message),)


def resolve_uncertain(
    stated: StatedUncertain, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the change between stated bounds; one whose bounds are those of whole exons is named as such.

    Raises:
        ResolveError: when what is named is unknown or not held.
        MismatchError: when a bound does not exist, or what is stated does not fit between the bounds.
        ReversedInterval: when the bounds are not in ascending order.
        UnsupportedError: when no bound is known, or the new bases are not stated.
    """
    if all(point is None for bounds in (stated.left, stated.right) for point in (bounds.first, bounds.last)):
        raise NoSinglePlace("Every bound of the change is unknown, so it has no place. State one bound at least.")
    if stated.axis in {"g", "m", "o"}:
        return _on_genome(stated, hints, reference)

    def attempt(level: int, transcript: Transcript) -> _Fit:
        return _place_on_transcript(stated, level, transcript, hints, reference)

    chosen, others, issues = _find_fits(hints, reference, options, attempt, coding=stated.axis == "c")
    if others:
        message = (
            f"The bounds also exist on {len(others)} transcript(s) of lower rank, at other places ({_list(others)}), "
            "which were not used. Name the transcript the report used."
        )
        issues = (*issues, Issue("W3002", "warning", message))
    return _make_candidates(chosen, lambda transcript: f"the bounds exist on {title(transcript)}", issues)


def _place_on_transcript(
    stated: StatedUncertain, level: int, transcript: Transcript, hints: Hints, reference: Reference
) -> _Fit:
    frame = reference.geometry.main_frame(transcript)
    if hints.reference is not None:
        frame = next((f for f in reference.geometry.frames(transcript) if f.sequence == hints.reference), frame)
    ruler = count_on_frame(transcript, frame, reference.geometry.unspliced(transcript, frame), stated.axis)
    change = measure_bounds(stated, ruler, reference)
    bounds = change.left, change.right
    if stated.flanked:
        bounds = flank(bounds, frame)
    check_order(change, bounds, ruler.label)
    exons = match_edges(frame, bounds)
    change, issues = settle_size(change, bounds, exons, transcript, ruler.label)
    placed = edges_to_genome(frame, bounds, change.kind)
    stranded = change if frame.strand > 0 else complement(change)
    placed = replace(stranded, sequence=placed.sequence, left=placed.left, right=placed.right)
    if exons is None or not placed.is_plain:
        return _Fit(level, transcript, placed, issues)
    return _Fit(level, transcript, ExonEvent(transcript.accession, *exons, placed.kind, placed), issues)


def _on_genome(stated: StatedUncertain, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    exact = _find_exact(stated)
    if exact is not None:
        with suppress(RegionNotHeld):
            edits = resolve_genomic(exact, hints, reference)
            return tuple(replace(edit, issues=(*edit.issues, *_tandem(exact.kind))) for edit in edits)
    sequence, length, issues = find_sequence(hints, stated.axis, reference)
    ruler = count_on_sequence(sequence, length, stated.axis)
    change = measure_bounds(stated, ruler, reference)
    check_order(change, (change.left, change.right), ruler.label)
    why = (f"the bounds exist on {sequence.accession}",)
    issues += _tandem(change.kind)
    found = exons_between(change, reference) if change.is_plain else ()
    if not found:
        return (Candidate(change, why, None, None, "exon", issues),)
    transcript, first, last = found[0]
    event = ExonEvent(transcript.accession, first, last, change.kind, change)
    return (Candidate(event, why, transcript.gene, transcript.accession, "exon", issues),)


def _find_exact(stated: StatedUncertain) -> StatedEdit | None:
    """Return the edit that two exact ends make, so that one change has one key; None where an end is only bounded."""
    first, last = stated.left.first, stated.right.last
    is_exact = first is not None and stated.left == Bounds(first, first) and stated.right == Bounds(last, last)
    if first is None or last is None or not is_exact or stated.is_within or stated.size is not None:
        return None
    if stated.kind not in {"del", "dup", "inv"} or stated.copies not in {None, 1, 3}:
        return None
    return StatedEdit(stated.axis, first, last, stated.kind)


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
