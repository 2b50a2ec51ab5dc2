"""A class of variants as its writers need it, and the names of its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.model import CategoryProjection, ProteinChange, ProteinProjection
from synonymizer.normalize import normalize_allele
from synonymizer.project.genomic import project_places
from synonymizer.project.transcripts import project_transcripts

if TYPE_CHECKING:
    from synonymizer.model import Category, Change, Projection
    from synonymizer.reference import Reference


def project_category(category: Category, reference: Reference) -> tuple[Projection, ...]:
    """Return the class itself, and the protein that all of its members make where that is one."""
    protein = category.protein
    transcript = reference.find_transcript(protein.transcript) if protein else None
    if protein is None or transcript is None:
        return (CategoryProjection(category),)
    return CategoryProjection(category), ProteinProjection(transcript, protein.edit)


def project_member(member: Change, transcript: str | None, reference: Reference) -> tuple[Projection, ...]:
    """Return a member of a class where it has its name: on the transcript of the class, else on its own sequence."""
    if isinstance(member, ProteinChange):
        carrier = reference.find_transcript(member.transcript)
        return () if carrier is None else (ProteinProjection(carrier, member.edit),)
    if not isinstance(member, Allele):
        return ()
    normal = normalize_allele(member, reference)
    placed = {member.sequence: member}
    on_transcripts = project_transcripts(member, placed, normal.key, reference)
    own = tuple(projection for projection in on_transcripts if projection.transcript.accession == transcript)
    return own[:1] or project_places(placed, reference)
