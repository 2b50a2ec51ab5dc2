"""The fourth stage: every axis a change can be written on, with all that its writers need."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from synonymizer.alleles import Allele
from synonymizer.model import (
    AlleleSet,
    Category,
    ExonEvent,
    ProteinChange,
    ProteinProjection,
    Repeat,
    UncertainInterval,
)
from synonymizer.project.events import project_event
from synonymizer.project.genomic import place_everywhere, project_identifiers, project_places
from synonymizer.project.transcripts import project_transcripts

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.normalize import Normal
    from synonymizer.reference import Reference


def project(normal: Normal, reference: Reference) -> tuple[Projection, ...]:
    """Return the projections of a normalized change: genomic first, then transcripts by rank, then identifiers.

    Where sequences differ beside an allele, a place or transcript that it could not be carried back from has none.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    change = normal.change
    match change:
        case Allele():
            placed = place_everywhere(change, normal.key, reference)
            return (
                *project_places(placed, reference),
                *project_transcripts(change, placed, normal.key, reference),
                *project_identifiers(placed, reference),
            )
        case ExonEvent():
            return project_event(change.bounds, reference)
        case UncertainInterval():
            return project_event(change, reference)
        case ProteinChange():
            return _project_protein(change, reference)
        case Repeat() | AlleleSet() | Category():
            return ()
        case _:
            assert_never(change)


def _project_protein(change: ProteinChange, reference: Reference) -> tuple[Projection, ...]:
    """Write the change on every transcript of the gene that makes the very same protein."""
    transcript = reference.find_transcript(change.transcript)
    if transcript is None:
        return ()
    residues = reference.geometry.protein(transcript)
    same = [
        other for other in reference.transcripts_of(transcript.gene) if reference.geometry.protein(other) == residues
    ]
    return tuple(ProteinProjection(other, change.edit) for other in same or [transcript])
