"""Say what a name that does not fit would fit: another version, transcript, assembly or strand, an older numbering, ….

Each hypothesis is a named mistake that is tried on the data; the first that fits gives the one sentence of the answer.
Nothing is changed by it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import VariantError
from synonymizer.mapping import reverse_complement
from synonymizer.places import ASSEMBLIES
from synonymizer.placing import describe, place_on_frame
from synonymizer.resolve.counting import recount_edit, recount_protein
from synonymizer.resolve.lookup import split_version
from synonymizer.spelling.points import shift

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.mapping import Frame
    from synonymizer.places import Contig, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import ProteinEdit, StatedEdit

_NEAR = (1, -1, 2, -2, 3, -3)
"""How far off a position is looked for, the nearest first."""


def diagnose_transcript_edit(stated: StatedEdit, transcript: Transcript, reference: Reference) -> str:
    """Return the sentence that says where a transcript edit would fit, "" when nowhere near."""
    return next((sentence for try_it in _EDITS if (sentence := try_it(stated, transcript, reference))), "")


def diagnose_protein(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> str:
    """Return the sentence that says where the stated residues would fit, "" when nowhere near."""
    return next((sentence for try_it in _PROTEINS if (sentence := try_it(edit, transcript, reference))), "")


def diagnose_coordinates(contig: Contig, start: int, deleted: str, reference: Reference) -> str:
    """Return the sentence that says where stated bases of a coordinate would fit, "" when nowhere near."""
    return next((sentence for try_it in _COORDINATES if (sentence := try_it(contig, start, deleted, reference))), "")


# ---------------------------------------------------------------- edits of a transcript


def _on_other_transcript(stated: StatedEdit, transcript: Transcript, reference: Reference) -> str:
    fitting = next((other for other in _others(transcript, reference) if _fits(stated, other, reference)), None)
    return f"It fits {fitting.accession}." if fitting else ""


def _by_legacy_rule(stated: StatedEdit, transcript: Transcript, reference: Reference) -> str:
    for rule in reference.legacy_rules(transcript.gene):
        counted = recount_edit(stated, rule)
        if rule.axis == stated.axis and _fits(counted, transcript, reference):
            return f"It fits {describe(counted)}, if it was counted by {rule.name} ({rule.citation})."
    return ""


def _on_other_assembly(stated: StatedEdit, transcript: Transcript, reference: Reference) -> str:
    frames = reference.geometry.frames(transcript)
    fitting = next((frame for frame in frames if _fits_on(frame, stated, transcript, reference)), None)
    return f"It fits when its introns are counted on {fitting.sequence}." if fitting else ""


def _on_other_strand(stated: StatedEdit, transcript: Transcript, reference: Reference) -> str:
    if stated.deleted and _fits(replace(stated, deleted=reverse_complement(stated.deleted)), transcript, reference):
        return "It fits the other strand: the bases may have been written on the genomic strand."
    return ""


def _at_neighbour(stated: StatedEdit, transcript: Transcript, reference: Reference) -> str:
    for by in _NEAR if stated.deleted else ():
        moved = replace(stated, first=shift(stated.first, by), last=shift(stated.last, by))
        if _fits(moved, transcript, reference):
            return f"It fits {describe(moved)}, {_describe_shift(by)}."
    return ""


_EDITS: tuple[Callable[[StatedEdit, Transcript, Reference], str], ...] = (
    _on_other_transcript,
    _by_legacy_rule,
    _on_other_assembly,
    _on_other_strand,
    _at_neighbour,
)


def _others(transcript: Transcript, reference: Reference) -> list[Transcript]:
    """Return the other transcripts of a gene, other versions of this one first."""
    others = [other for other in reference.transcripts_of(transcript.gene) if other.accession != transcript.accession]
    base = split_version(transcript.accession)[0]
    return sorted(others, key=lambda other: split_version(other.accession)[0] != base)


def _describe_shift(by: int) -> str:
    count = f"{abs(by)} positions" if abs(by) > 1 else "one position"
    return f"{count} {'later' if by > 0 else 'earlier'}"


def _fits(stated: StatedEdit, transcript: Transcript, reference: Reference) -> bool:
    return _fits_on(reference.geometry.main_frame(transcript), stated, transcript, reference)


def _fits_on(frame: Frame, stated: StatedEdit, transcript: Transcript, reference: Reference) -> bool:
    try:
        place_on_frame(stated, transcript, frame, reference.geometry.unspliced(transcript, frame))
    except VariantError:
        return False
    return True


# ---------------------------------------------------------------- residues


def _of_other_isoform(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> str:
    others = (other for other in _others(transcript, reference) if other.cds is not None)
    fitting = next((other for other in others if _has_residues(edit, other, reference)), None)
    return f"It fits {fitting.protein or fitting.accession}." if fitting else ""


def _by_legacy_residue(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> str:
    for rule in reference.legacy_rules(transcript.gene):
        counted = recount_protein(edit, rule)
        if rule.axis == "p" and _has_residues(counted, transcript, reference):
            return f"It fits p.{counted.first + 1}, if it was counted by {rule.name} ({rule.citation})."
    return ""


def _at_neighbouring_residue(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> str:
    for by in _NEAR:
        moved = replace(edit, first=edit.first + by, last=edit.last + by)
        if _has_residues(moved, transcript, reference):
            return f"It fits p.{moved.first + 1}, {_describe_shift(by)}."
    return ""


_PROTEINS: tuple[Callable[[ProteinEdit, Transcript, Reference], str], ...] = (
    _of_other_isoform,
    _by_legacy_residue,
    _at_neighbouring_residue,
)


def _has_residues(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> bool:
    if not edit.first_residue or edit.first < 0:
        return False
    residues = reference.geometry.protein(transcript)
    stated = ((edit.first, edit.first_residue), (edit.last, edit.last_residue))
    return all(residues[place : place + 1] == residue for place, residue in stated if residue)


# ---------------------------------------------------------------- coordinates


def _of_other_assembly(contig: Contig, start: int, deleted: str, reference: Reference) -> str:
    for assembly in ASSEMBLIES if contig.assembly in ASSEMBLIES else ():
        other = reference.find_contig_by_name(contig.name, assembly)
        if other is not None and other != contig and _reads(other.accession, start, deleted, reference):
            return f"It fits {other.accession}: the coordinate may be one of {assembly}."
    return ""


def _of_transcript_strand(contig: Contig, start: int, deleted: str, reference: Reference) -> str:
    if _reads(contig.accession, start, reverse_complement(deleted), reference):
        return "It fits the other strand: the bases may have been written on the transcript's strand."
    return ""


def _at_near_coordinate(contig: Contig, start: int, deleted: str, reference: Reference) -> str:
    for by in _NEAR:
        if _reads(contig.accession, start + by, deleted, reference):
            cause = ": the coordinate may be 0-based" if by == 1 else ""
            return f"It fits {_describe_shift(by)}{cause}."
    return ""


_COORDINATES: tuple[Callable[[Contig, int, str, Reference], str], ...] = (
    _of_other_assembly,
    _of_transcript_strand,
    _at_near_coordinate,
)


def _reads(accession: str, start: int, bases: str, reference: Reference) -> bool:
    try:
        return reference.geometry.sequence(accession).bases(start, start + len(bases)) == bases
    except VariantError:
        return False
