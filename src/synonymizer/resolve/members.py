"""Members of a class of variants: the known alleles of a stretch of a transcript, by what they do to its protein.

Truncating are the changes that make a premature stop, in the frame or by shifting it (Sequence Ontology: stop_gained,
frameshift_variant).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.codons import translate
from synonymizer.consequence import predict_protein
from synonymizer.edits import trim
from synonymizer.lift import lift_to_frame
from synonymizer.model import ProteinChange
from synonymizer.resolve.known import known_over
from synonymizer.resolve.transcripts import place
from synonymizer.statements import Point, ProteinEdit, StatedEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference


def list_residues(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> Iterator[Allele]:
    """Yield the known alleles that change residues `first` to `last` of an edit, in the transcript's direction."""
    assert transcript.cds is not None
    start = transcript.cds.start
    for allele, effect in _list_changes(start + 3 * edit.first, start + 3 * edit.last + 3, transcript, reference):
        if effect is not None and effect.first <= edit.last and edit.first <= effect.last:
            yield allele


def list_neighbours(residue: int, transcript: Transcript, reference: Reference) -> Iterator[ProteinChange]:
    """Yield the changes of a residue that one changed base makes, by the letter of the new residue."""
    assert transcript.cds is not None
    start = transcript.cds.start + 3 * residue
    codon = reference.geometry.spliced(transcript)[start : start + 3]
    old = reference.geometry.protein(transcript)[residue]
    codons = {codon[:turn] + base + codon[turn + 1 :] for turn in range(3) for base in "ACGT"}
    for new in sorted({translate(changed, transcript.code) for changed in codons} - {old}):
        edit = ProteinEdit("sub", residue, residue, old, old, new, predicted=True)
        yield ProteinChange(transcript.accession, transcript.protein or transcript.accession, edit)


def list_exon(index: int, words: str, transcript: Transcript, reference: Reference) -> Iterator[Allele]:
    """Yield the known alleles of an exon of the kind the words name that are not silent, in its direction."""
    exon = transcript.exons[index]
    for allele, effect in _list_changes(exon.start, exon.end, transcript, reference):
        is_silent = effect is None and transcript.cds is not None
        if not is_silent and _is_of_kind(allele, words):
            yield allele


def list_truncating(transcript: Transcript, reference: Reference) -> Iterator[Allele]:
    """Yield the known alleles that truncate the protein, from its first exon to its last."""
    cds = transcript.cds
    if cds is None:
        return
    for allele, effect in _list_changes(cds.start, cds.end, transcript, reference):
        if effect is not None and (effect.kind == "frameshift" or "*" in effect.inserted):
            yield allele


def _is_of_kind(allele: Allele, words: str) -> bool:
    """Whether an allele loses or gains bases, where the words say deletion or insertion; else any is."""
    gained = len(allele.inserted) - len(allele.deleted)
    if "del" in words:
        return gained < 0
    if "ins" in words or "dup" in words:
        return gained > 0
    return True


def _list_changes(
    start: int, end: int, transcript: Transcript, reference: Reference
) -> Iterator[tuple[Allele, ProteinEdit | None]]:
    """Yield the known alleles of bases [start, end) in the transcript's direction, and the residues each changes."""
    for exon in transcript.exons:
        first, last = max(start, exon.start), min(end, exon.end) - 1
        if first > last:
            continue
        held, frame = place(StatedEdit("n", Point(first), Point(last), "identity"), transcript, reference)[0]
        known = known_over(held.sequence, held.start, held.end, reference)
        for allele in known if frame.strand > 0 else known[::-1]:
            if allele.start < held.end and held.start < allele.end:
                yield allele, _predict(allele, transcript, frame, reference)


def _predict(allele: Allele, transcript: Transcript, frame: Frame, reference: Reference) -> ProteinEdit | None:
    """Return what an allele makes of the residues, None where it changes none or reaches out of its exon."""
    cds = transcript.cds
    line = lift_to_frame(reference, allele, transcript, frame)
    if cds is None or line is None:
        return None
    start, deleted, inserted = trim(line.start, line.deleted, line.inserted)
    exon = frame.exon_of(start)
    if exon is None or frame.exons[exon].end < start + len(deleted):
        return None
    first = frame.starts[exon] + start - frame.exons[exon].start
    bases = reference.geometry.spliced(transcript)
    code, exceptions = transcript.code, transcript.exceptions
    effect = predict_protein(bases, cds, first, first + len(deleted), inserted, code=code, exceptions=exceptions)
    return None if effect is None or effect.kind == "identity" else effect
