"""Edits on genomic axes (g., m.) and bare coordinates (VCF, SPDI, VRS): find the sequence, check its bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import (
    BaseMismatch,
    MismatchError,
    OldMitochondrion,
    OutOfRange,
    RegionNotHeld,
    VariantError,
    VersionNotHeld,
)
from synonymizer.model import Candidate
from synonymizer.places import MITOCHONDRION
from synonymizer.placing import count_on_sequence, place_on_sequence, quote
from synonymizer.resolve.circular import place_over_origin
from synonymizer.resolve.diagnose import diagnose_coordinates
from synonymizer.resolve.insertions import check_letters, spell_out
from synonymizer.resolve.lookup import newest
from synonymizer.resolve.sequences import find_contigs, find_stored, name_sequence
from synonymizer.resolve.tracts import measure
from synonymizer.resolve.transcripts import place
from synonymizer.statements import Issue, Point, StatedAllele, StatedEdit, StatedRepeat

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.model import Change
    from synonymizer.places import Contig, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints

OLD_MITOCHONDRION_LENGTH = 16_571
"""Bases of NC_001807.4, the chrM of UCSC hg19, which is not the rCRS."""


def resolve_genomic(stated: StatedEdit | StatedRepeat, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    """Return the change that an edit or a repeat makes on a genomic axis (g., m., o.).

    Raises:
        AxisMismatch: when m. is asked of a nuclear sequence.
        ResolveError: when the sequence is unknown, not held, or contradicts the assembly.
        MismatchError: when the edit does not fit.
        UnsupportedError: when its new bases are not stated.
    """

    def attempt(accession: str, length: int) -> Change:
        ruler = count_on_sequence(reference.geometry.sequence(accession), length, stated.axis)
        if isinstance(stated, StatedRepeat):
            return measure(stated, ruler)
        edit = spell_out(stated, ruler, reference)
        if accession == MITOCHONDRION and ruler.find(edit.last) < ruler.find(edit.first):
            return place_over_origin(edit, ruler, length)
        return place_on_sequence(edit, ruler)

    deleted = stated.deleted if isinstance(stated, StatedEdit) else None
    position = 0 if stated.first is None else stated.first.base + 1
    return _on_genome(name_sequence(hints, stated.axis, reference), hints, reference, attempt, position, deleted)


def resolve_coordinates(stated: StatedAllele, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    """Return the allele of a coordinate: VCF-like on a chromosome, or SPDI and VRS on any sequence of bases.

    Raises:
        UnsupportedError: for new bases that are not known one by one.
        ResolveError: when the sequence is unknown, not held, or contradicts the assembly.
        MismatchError: when the stated bases do not fit.
    """
    check_letters(stated.inserted)
    name = hints.reference or hints.transcript
    try:
        transcript = _find_transcript(name, reference)
    except VersionNotHeld:
        found = _read_on_sibling(stated, name or "", reference)
        if found is None:
            raise
        return found
    if transcript is not None:
        return (_on_transcript(_write_edit(stated), transcript, reference),)

    def attempt(accession: str, length: int) -> Allele:
        if stated.end > length:
            raise OutOfRange(
                f"{accession} has {length:,} bases; position {stated.end:,} is not one of them. "
                "Check the position and the assembly."
            )
        bases = reference.geometry.sequence(accession).bases(stated.start, stated.end)
        if stated.deleted is not None and bases != stated.deleted:
            raise BaseMismatch(
                f"{accession} position {stated.start + 1:,} is {quote(bases)} in the reference, "
                f"not {quote(stated.deleted)}. Check the position, the assembly and the strand."
            )
        return Allele(accession, stated.start, stated.end, bases, stated.inserted)

    return _on_genome(name, hints, reference, attempt, stated.start + 1, stated.deleted)


def _find_transcript(name: str | None, reference: Reference) -> Transcript | None:
    """Return the transcript that a name is of; none where it is of a contig, or of a genomic sequence (LRG_164)."""
    if name is None or not name.startswith(("NM_", "NR_", "XM_", "XR_", "ENST", "LRG_")):
        return None
    if reference.geometry.is_genomic(name) and reference.find_source(name) is not None:
        return None
    return reference.find_transcript(name) or reference.find_transcript(newest(name, reference)[0])


def _read_on_sibling(stated: StatedAllele, name: str, reference: Reference) -> tuple[Candidate, ...] | None:
    """Return what an allele of a version that is not held is on one that is, None where nothing is known of it."""
    from synonymizer.resolve.versions import read_on_sibling  # few names are of such a version

    def read(counted: StatedEdit | StatedRepeat, accession: str) -> tuple[Candidate, ...]:
        transcript = reference.find_transcript(accession)
        return () if transcript is None else (_on_transcript(counted, transcript, reference),)

    return read_on_sibling(name, _write_edit(stated), reference, read)


def _write_edit(stated: StatedAllele) -> StatedEdit:
    """Return an SPDI allele of a transcript, whose places are those of the spliced sequence from 0, as an edit."""
    if stated.start == stated.end:
        return StatedEdit("n", Point(stated.start - 1), Point(stated.start), "ins", inserted=stated.inserted)
    return StatedEdit("n", Point(stated.start), Point(stated.end - 1), "delins", stated.deleted, None, stated.inserted)


def _on_transcript(edit: StatedEdit | StatedRepeat, transcript: Transcript, reference: Reference) -> Candidate:
    allele, _ = place(edit, transcript, reference)[0]
    return Candidate(allele, (f"the bases fit {transcript.accession}",), transcript.gene, transcript.accession)


def _on_genome(
    name: str | None,
    hints: Hints,
    reference: Reference,
    attempt: Callable[[str, int], Change],
    position: int,
    deleted: str | None,
) -> tuple[Candidate, ...]:
    """Try the sequences a genomic name may mean, the default assembly first; the first that fits answers."""
    stored, issues = find_stored(name, reference)
    if stored is not None:
        change = attempt(stored, reference.geometry.sequence(stored).held(0, 0).end)
        return (Candidate(change, (_reason(name or stored, deleted),), issues=issues),)
    contigs, notes = find_contigs(name, hints, reference)
    failures: list[VariantError] = []
    for contig in contigs:
        try:
            change = attempt(contig.accession, contig.length)
        except (MismatchError, RegionNotHeld) as error:
            failures.append(error)
            continue
        if failures and contig.assembly != contigs[0].assembly:
            message = (
                f"No assembly is stated, and the name fits {contig.assembly} only, which was used. "
                f"State it: --assembly {contig.assembly}."
            )
            notes = (*notes, Issue("W2003", "warning", message))
        return (Candidate(change, (_reason(contig.accession, deleted),), issues=notes),)
    raise _explain(failures[0], contigs, position, deleted, reference)


def _reason(accession: str, deleted: str | None) -> str:
    return f"the stated {quote(deleted)} is on {accession}" if deleted else f"the place exists on {accession}"


def _explain(
    error: VariantError, contigs: tuple[Contig, ...], position: int, deleted: str | None, reference: Reference
) -> VariantError:
    """Say which known mistake a coordinate that fits nowhere may be."""
    contig = contigs[0]
    if contig.accession == MITOCHONDRION and isinstance(error, MismatchError):
        if contig.length < position <= OLD_MITOCHONDRION_LENGTH:
            return OldMitochondrion(
                f"Position {position:,} lies beyond the rCRS ({MITOCHONDRION}, {contig.length:,} bases) and inside the "
                f"older hg19 chrM ({OLD_MITOCHONDRION_LENGTH:,} bases), which is not held. Lift it to the rCRS first."
            )
        if isinstance(error, BaseMismatch):
            return OldMitochondrion(
                f"{error.message} chrM is read as the rCRS ({MITOCHONDRION}); the base may be of the older hg19 chrM "
                f"({OLD_MITOCHONDRION_LENGTH:,} bases), which is not held. Lift it to the rCRS first."
            )
    if isinstance(error, BaseMismatch) and deleted:
        hint = diagnose_coordinates(contig, position - 1, deleted, reference)
        return type(error)(f"{error.message} {hint}") if hint else error
    return error
