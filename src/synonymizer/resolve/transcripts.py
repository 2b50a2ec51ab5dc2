"""Edits on transcript axes (c., n., r.): try the transcripts a name may mean, keep what fits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import AxisMismatch, MismatchError, VariantError, VersionNotHeld
from synonymizer.lift import lift_from_frame
from synonymizer.model import Candidate
from synonymizer.normalize import normalize_allele
from synonymizer.placing import count_on_frame, describe, place_on_frame, quote
from synonymizer.resolve.diagnose import diagnose_transcript_edit
from synonymizer.resolve.insertions import spell_out
from synonymizer.resolve.lookup import Tier, newest, tiers, title
from synonymizer.resolve.tracts import measure
from synonymizer.spelling.points import write_point
from synonymizer.statements import Issue, StatedEdit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.mapping import Frame
    from synonymizer.model import Options
    from synonymizer.places import Assembly, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints, StatedRepeat


def resolve_transcript_edit(
    stated: StatedEdit | StatedRepeat, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the alleles an edit or a repeat can mean on the transcripts it names or its gene has.

    The first tier with a fit answers. Another place in the same tier is a further meaning; fits of lower tiers at other
    places are counted in one issue.

    Raises:
        AxisMismatch: when c. is asked of a transcript that does not code.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when no transcript fits; the sentence says what would.
    """
    coding = stated.axis == "c" or (stated.first is not None and stated.first.datum != "start")
    try:
        ranked, issues = tiers(hints, reference, options, coding=coding)
    except VersionNotHeld:
        found = _read_on_sibling(stated, hints, reference, options)
        if found is None:
            raise
        return found
    if coding and ranked[0][0].cds is None:
        raise AxisMismatch(
            f"{ranked[0][0].accession} does not code for a protein, so it has no c. positions. Count with n. instead."
        )
    genomic = _genomic_reference(hints, reference)
    fits: list[_Fit] = []
    failures: list[VariantError] = []
    for level, tier in enumerate(ranked):
        if fits and not options.surveys:
            break
        for transcript in tier:
            try:
                placed = place(stated, transcript, reference, genomic, hints.assembly)
            except VariantError as error:
                failures.append(error)
                continue
            fits.extend(_Fit(level, transcript, frame, at, identity(at, reference)) for at, frame in placed)
    if not fits:
        raise _explain(failures[0], stated, ranked, reference) if options.surveys else failures[0]
    notes = () if genomic is not None else _intron_issues(stated, fits[0], hints, reference)
    return _choose(stated, fits, issues + notes)


def _read_on_sibling(
    stated: StatedEdit | StatedRepeat, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...] | None:
    """Return what a change of a version that is not held means on one that is, None where nothing is known of it."""
    from synonymizer.resolve.versions import read_on_sibling  # few names are of such a version

    def read(counted: StatedEdit | StatedRepeat, accession: str) -> tuple[Candidate, ...]:
        return resolve_transcript_edit(counted, replace(hints, transcript=accession), reference, options)

    return None if hints.transcript is None else read_on_sibling(hints.transcript, stated, reference, read)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A transcript on which the edit fits: its tier, the frame that carried it, the placed allele and its identity."""

    level: int
    transcript: Transcript
    frame: Frame
    allele: Allele
    key: str


def _genomic_reference(hints: Hints, reference: Reference) -> str | None:
    """Return the genomic sequence a name such as NC_000011.10(NM_003156.3) counts introns on."""
    if hints.reference is None:
        return None
    if reference.find_contig(hints.reference) is not None:
        return hints.reference
    by_name = reference.find_contig_by_name(hints.reference, hints.assembly or reference.assemblies()[0])
    if by_name is not None:
        return by_name.accession
    return reference.find_source(hints.reference) or reference.find_source(newest(hints.reference, reference)[0])


def place(
    stated: StatedEdit | StatedRepeat,
    transcript: Transcript,
    reference: Reference,
    genomic: str | None = None,
    assembly: Assembly | None = None,
) -> tuple[tuple[Allele, Frame], ...]:
    """Place an edit or a repeat through the first frame of a transcript that it fits: GRCh38, GRCh37, then its window.

    Args:
        stated: the edit or repeat.
        transcript: the transcript it counts on.
        reference: the reference data.
        genomic: the genomic sequence whose introns it counts into, where the name states one.
        assembly: the assembly to try first.

    Returns:
        The alleles, two for an insertion at an exon junction and else one, on the frame's genomic sequence, or on the
        transcript itself where no genomic sequence has the place; each with its frame.

    Raises:
        AxisMismatch: when the transcript does not lie on the genomic sequence named.
        MismatchError: when the edit does not fit.
        ResolveError: when bases it needs are not held.
        UnsupportedError: when its new bases are not stated.
    """
    frames: Iterable[Frame] = reference.geometry.frames(transcript)
    if genomic is not None:
        frames = [frame for frame in frames if frame.sequence == genomic]
        if not frames:
            raise AxisMismatch(
                f"{transcript.accession} does not lie on {genomic} in the reference data in use. "
                "Name the chromosome or window that carries it."
            )
    elif assembly is not None:
        frames = sorted(frames, key=lambda frame: not _is_on(frame, assembly, reference))
    failure: VariantError | None = None
    homeless: tuple[tuple[Allele, Frame], ...] = ()
    for frame in frames:
        line = reference.geometry.unspliced(transcript, frame)
        try:
            ruler = count_on_frame(transcript, frame, line, stated.axis)
            if isinstance(stated, StatedEdit):
                edit = spell_out(stated, ruler, reference)
                spliced = genomic is None or stated.axis == "r"
                alleles = place_on_frame(edit, transcript, frame, line, spliced=spliced)
            else:
                alleles = (measure(stated, ruler),)
        except VariantError as error:
            failure = failure or error
            continue
        lifted = [lift_from_frame(reference, allele, transcript, frame) for allele in alleles]
        placed = tuple((allele, frame) for allele in lifted if allele is not None)
        if placed:
            return placed
        homeless = homeless or tuple((_spliced_allele(allele, frame), frame) for allele in alleles)
    if homeless:
        return homeless
    assert failure is not None
    raise failure


def _is_on(frame: Frame, assembly: Assembly, reference: Reference) -> bool:
    contig = reference.find_contig(frame.sequence)
    return contig is not None and contig.assembly == assembly


def _spliced_allele(allele: Allele, frame: Frame) -> Allele:
    """Name an allele of the line by transcript bases; it lies in an exon, since introns are always genomic."""
    start = frame.locate(allele.start)[0]
    return Allele(allele.sequence, start, start + len(allele.deleted), allele.deleted, allele.inserted)


def identity(allele: Allele, reference: Reference) -> str:
    """Return a text that is equal for two placed alleles exactly when they are one."""
    return normalize_allele(allele, reference).key


def _choose(stated: StatedEdit | StatedRepeat, fits: list[_Fit], issues: tuple[Issue, ...]) -> tuple[Candidate, ...]:
    """Make one candidate of each place in the first tier that fits, and count the places of lower tiers."""
    chosen: dict[str, _Fit] = {}
    elsewhere: dict[str, Transcript] = {}
    for fit in fits:
        if fit.level == fits[0].level:
            chosen.setdefault(fit.key, fit)
        elif fit.key not in chosen:
            elsewhere.setdefault(fit.key, fit.transcript)
    if elsewhere:
        names = ", ".join(transcript.accession for transcript in list(elsewhere.values())[:3])
        message = (
            f"{describe(stated)} also fits {len(elsewhere)} other {'place' if len(elsewhere) == 1 else 'places'} on "
            f"transcripts of lower rank ({names}{', …' if len(elsewhere) > 3 else ''}), which were not used. "
            "Name the transcript if one of them is meant."
        )
        issues = (*issues, Issue("W3002", "warning", message))
    candidates = []
    for fit in chosen.values():
        others = [other.transcript.accession for other in fits if other.key == fit.key and other is not fit]
        why = (_reason(stated, fit.transcript), *_same_place(others))
        candidates.append(Candidate(fit.allele, why, fit.transcript.gene, fit.transcript.accession, "allele", issues))
    return tuple(candidates)


def _same_place(others: list[str]) -> tuple[str, ...]:
    if not others:
        return ()
    more = len(others) - 3
    return (f"the same place on {', '.join(others[:3])}" + (f" and {more} more" if more > 0 else ""),)


def _reason(stated: StatedEdit | StatedRepeat, transcript: Transcript) -> str:
    where = describe(stated)
    if isinstance(stated, StatedEdit) and stated.deleted:
        return f"{where} is {quote(stated.deleted)} on {title(transcript)}, as stated"
    return f"{where} exists on {title(transcript)}"


def _intron_issues(
    stated: StatedEdit | StatedRepeat, fit: _Fit, hints: Hints, reference: Reference
) -> tuple[Issue, ...]:
    """Say which genomic sequence a position in an intron was read on, and why when it is not the first choice."""
    point = next((point for point in (stated.first, stated.last) if point is not None and point.offset), None)
    if point is None:
        return ()
    accession = fit.transcript.accession
    message = (
        f"{accession} has no introns of its own; {write_point(point)} was read on {fit.frame.sequence}. "
        f"Write {fit.frame.sequence}({accession}) to say so."
    )
    issues: tuple[Issue, ...] = (Issue("W2004", "warning", message),)
    contig, first = reference.find_contig(fit.frame.sequence), reference.assemblies()[0]
    if contig is None or contig.assembly in {first, hints.assembly}:
        return issues
    if any(_is_on(frame, first, reference) for frame in reference.geometry.frames(fit.transcript)):
        message = f"No assembly is stated, and the bases fit {contig.assembly} only, which was used."
        issues += (Issue("W2003", "warning", message),)
    return issues


def _explain(
    error: VariantError, stated: StatedEdit | StatedRepeat, ranked: tuple[Tier, ...], reference: Reference
) -> VariantError:
    """Complete the first transcript's mismatch with what would fit instead."""
    if not isinstance(error, MismatchError) or not isinstance(stated, StatedEdit):
        return error
    hint = diagnose_transcript_edit(stated, ranked[0][0], reference)
    return type(error)(f"{error.message} {hint}") if hint else error
