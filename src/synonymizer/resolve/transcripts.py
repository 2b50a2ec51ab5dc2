"""Edits on transcript axes (c., n., r.): try the transcripts a name may mean, keep what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.edits import justify, slide
from synonymizer.errors import AxisMismatch, MismatchError, SynonymizerError
from synonymizer.lift import lift_from_frame
from synonymizer.model import Candidate, Issue
from synonymizer.notations.points import write_point
from synonymizer.placing import describe, place_on_frame, quote
from synonymizer.resolve.diagnose import diagnose_transcript_edit
from synonymizer.resolve.lookup import Tier, newest, tiers, title

if TYPE_CHECKING:
    from synonymizer.mapping import Frame
    from synonymizer.model import Hints, Options, StatedEdit
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference


def resolve_transcript_edit(
    stated: StatedEdit, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the alleles an edit can mean on the transcripts it names or its gene has.

    The first tier with a fit answers. Another place in the same tier is a further meaning; fits of lower tiers at other
    places are counted in one issue.

    Raises:
        AxisMismatch: when c. is asked of a transcript that does not code.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when no transcript fits; the sentence says what would.
    """
    coding = stated.axis == "c" or stated.first.datum != "start"
    ranked, issues = tiers(hints, reference, options, coding=coding)
    if coding and ranked[0][0].cds is None:
        raise AxisMismatch(
            f"{ranked[0][0].accession} does not code for a protein, so it has no c. positions. Count with n. instead."
        )
    genomic = _genomic_reference(hints, reference)
    fits: list[tuple[int, Transcript, Allele, str]] = []
    failures: list[SynonymizerError] = []
    for level, tier in enumerate(ranked):
        for transcript in tier:
            try:
                allele = place(stated, transcript, reference, genomic)
            except SynonymizerError as error:
                failures.append(error)
                continue
            fits.append((level, transcript, allele, identity(allele, reference)))
    if not fits:
        raise _explain(failures[0], stated, ranked, reference)
    return _choose(stated, fits, issues, reference, genomic)


def _genomic_reference(hints: Hints, reference: Reference) -> str | None:
    """Return the genomic sequence a name such as NC_000011.10(NM_003156.3) counts introns on."""
    if hints.reference is None:
        return None
    if reference.find_contig(hints.reference) is not None:
        return hints.reference
    return reference.find_source(hints.reference) or reference.find_source(newest(hints.reference, reference)[0])


def place(stated: StatedEdit, transcript: Transcript, reference: Reference, genomic: str | None = None) -> Allele:
    """Place an edit through the first frame of a transcript that carries it, or through the one named.

    Returns:
        The allele on the frame's genomic sequence; on the transcript itself where no genomic sequence has the place.

    Raises:
        AxisMismatch: when the transcript does not lie on the genomic sequence named.
        MismatchError: when the edit does not fit.
        ResolveError: when bases it needs are not held.
    """
    frames = reference.frames(transcript)
    if genomic is not None:
        frames = tuple(frame for frame in frames if frame.sequence == genomic)
        if not frames:
            raise AxisMismatch(
                f"{transcript.accession} does not lie on {genomic} in the reference data in use. "
                "Name the chromosome or window that carries it."
            )
    spliced: Allele | None = None
    for frame in frames:
        line = reference.unspliced(transcript, frame)
        allele = place_on_frame(stated, transcript, frame, line)
        placed = lift_from_frame(reference, allele, transcript, frame)
        if placed is not None:
            return placed
        spliced = spliced or _spliced_allele(allele, frame)
    assert spliced is not None
    return spliced


def _spliced_allele(allele: Allele, frame: Frame) -> Allele:
    """Name an allele of the line by transcript bases; it lies in an exon, since introns are always genomic."""
    start = frame.locate(allele.start)[0]
    return Allele(allele.sequence, start, start + len(allele.deleted), allele.deleted, allele.inserted)


def identity(allele: Allele, reference: Reference) -> str:
    """Return a text that is equal for two placed alleles exactly when they are one."""
    if allele.deleted == allele.inserted or (
        reference.find_contig(allele.sequence) is None and reference.find_source(allele.sequence) is None
    ):
        return allele.spdi
    sequence = reference.sequence(allele.sequence)
    return justify(sequence, slide(sequence, allele.start, allele.deleted, allele.inserted)).spdi


def _choose(
    stated: StatedEdit,
    fits: list[tuple[int, Transcript, Allele, str]],
    issues: tuple[Issue, ...],
    reference: Reference,
    genomic: str | None,
) -> tuple[Candidate, ...]:
    """Make one candidate of each place in the first tier that fits, and count the places of lower tiers."""
    level = fits[0][0]
    chosen: dict[str, list[tuple[Transcript, Allele]]] = {}
    for tier, transcript, allele, key in fits:
        if tier == level:
            chosen.setdefault(key, []).append((transcript, allele))
    elsewhere: dict[str, Transcript] = {}
    for tier, transcript, _, key in fits:
        if tier != level and key not in chosen:
            elsewhere.setdefault(key, transcript)
    if elsewhere:
        names = ", ".join(transcript.accession for transcript in list(elsewhere.values())[:3])
        message = (
            f"{describe(stated)} also fits {len(elsewhere)} other {'place' if len(elsewhere) == 1 else 'places'} on "
            f"transcripts of lower rank ({names}{', …' if len(elsewhere) > 3 else ''}), which were not used. "
            "Name the transcript if one of them is meant."
        )
        issues = (*issues, Issue("W3002", "warning", message))
    candidates = []
    for key, places in chosen.items():
        transcript, allele = places[0]
        others = [other.accession for _, other, _, found in fits if found == key and other is not transcript]
        why = (_reason(stated, transcript), *_same_place(others))
        notes = issues + _intron_issue(stated, transcript, reference, genomic)
        candidates.append(Candidate(allele, why, transcript.gene, transcript.accession, "allele", notes))
    return tuple(candidates)


def _same_place(others: list[str]) -> tuple[str, ...]:
    if not others:
        return ()
    more = len(others) - 3
    return (f"the same place on {', '.join(others[:3])}" + (f" and {more} more" if more > 0 else ""),)


def _reason(stated: StatedEdit, transcript: Transcript) -> str:
    where = describe(stated)
    if stated.deleted:
        return f"{where} is {quote(stated.deleted)} on {title(transcript)}, as stated"
    return f"{where} exists on {title(transcript)}"


def _intron_issue(
    stated: StatedEdit, transcript: Transcript, reference: Reference, genomic: str | None
) -> tuple[Issue, ...]:
    if genomic is not None or (stated.first.offset == 0 and stated.last.offset == 0):
        return ()
    frame = reference.frames(transcript)[0]
    point = stated.first if stated.first.offset else stated.last
    message = (
        f"{transcript.accession} has no introns of its own; {write_point(point)} was read on {frame.sequence}. "
        f"Write {frame.sequence}({transcript.accession}) to say so."
    )
    return (Issue("W2004", "warning", message),)


def _explain(
    error: SynonymizerError, stated: StatedEdit, ranked: tuple[Tier, ...], reference: Reference
) -> SynonymizerError:
    """Complete the first transcript's mismatch with what would fit instead."""
    if not isinstance(error, MismatchError):
        return error
    hint = diagnose_transcript_edit(stated, ranked[0][0], reference)
    return type(error)(f"{error.message} {hint}") if hint else error
