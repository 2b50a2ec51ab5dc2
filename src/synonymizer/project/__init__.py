"""The fourth stage: every axis a change can be written on, with all that its writers need."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, assert_never, get_args

from synonymizer.alleles import Allele
from synonymizer.model import (
    AlleleSet,
    Category,
    ExonEvent,
    Junction,
    NameClass,
    ProteinChange,
    ProteinProjection,
    Repeat,
    UncertainInterval,
)
from synonymizer.normalize import find_whole, normalize
from synonymizer.project import vrs
from synonymizer.project.categories import project_category
from synonymizer.project.events import project_event
from synonymizer.project.genomic import place_everywhere, project_identifiers, project_places
from synonymizer.project.junctions import project_junction
from synonymizer.project.legacy import project_legacy
from synonymizer.project.repeats import project_repeat
from synonymizer.project.sets import join, project_circular, restate_codons, restrict
from synonymizer.project.transcripts import find_residues, project_transcripts

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.normalize import Normal
    from synonymizer.project.transcripts import Told
    from synonymizer.reference import Reference


_ALL: frozenset[NameClass] = frozenset(get_args(NameClass))

_RECOUNTED: frozenset[NameClass] = frozenset({"legacy", "literature", "hgvs-deprecated"})
"""The classes of the names by which older numberings are told."""


def project(
    normal: Normal, reference: Reference, told: Told = None, classes: tuple[NameClass, ...] = ()
) -> tuple[Projection, ...]:
    """Return the projections of a normalized change: genomic first, then transcripts by rank, then identifiers.

    Where sequences differ beside an allele, a place or transcript that it could not be carried back from has none.

    Args:
        normal: the change.
        reference: the reference data.
        told: where it is given, an allele is told of on these transcripts and on the main one of each gene alone.
        classes: the classes of the names that are wanted; none is all. Of an allele, what only others are written of
            may be missing. Both take less time.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    change = normal.change
    match change:
        case Allele():
            placed = place_everywhere(change, normal.key, reference)
            places = project_places(placed, reference)
            transcripts = project_transcripts(change, placed, normal.key, reference, told)
            wanted = frozenset(classes) or _ALL
            computed = vrs.project_alleles(places, transcripts, reference)
            return (
                *places,
                # first: papers prefer the number of an intron
                *(project_legacy(transcripts, normal.key, reference) if wanted & _RECOUNTED else ()),
                *transcripts,
                *(computed if "computed" in wanted else islice(computed, 1)),  # by the first a change is known
                *(project_identifiers(placed, reference) if "identifier" in wanted else ()),
            )
        case ExonEvent():
            events = project_event(change.bounds, reference)
            return (
                *events,
                *vrs.project_copies(change.bounds, reference),
                *project_legacy(events, normal.key, reference),
            )
        case UncertainInterval():
            events = project_event(change, reference)
            return (*events, *vrs.project_copies(change, reference), *project_legacy(events, normal.key, reference))
        case ProteinChange():
            return _project_protein(change, reference)
        case Category():
            return project_category(change, reference)
        case Repeat():
            return (*project_repeat(change, reference), *vrs.project_lengths(change, reference))
        case Junction():
            return project_junction(change, reference)
        case AlleleSet():
            return _project_set(change, reference)
        case _:
            assert_never(change)


def _project_set(change: AlleleSet, reference: Reference) -> tuple[Projection, ...]:
    """Project each change of a set, and the one allele they make together where they lie close in cis."""
    members = tuple(project(normalize(member, reference), reference) for member in change.members)
    whole = find_whole(change, reference)
    together = () if whole is None else project(normalize(whole, reference), reference)
    by_codon = tuple(
        restrict(_project_set(restated, reference), transcripts)
        for restated, transcripts in restate_codons(change, members, reference)
    )
    return (*project_circular(change, reference), join(change.relation, members, together, by_codon, reference))


def _project_protein(change: ProteinChange, reference: Reference) -> tuple[Projection, ...]:
    """Write the change on every transcript of the gene that makes the very same protein."""
    transcript = reference.find_transcript(change.transcript)
    if transcript is None:
        return ()
    residues = reference.geometry.protein(transcript)
    same = [
        other for other in reference.transcripts_of(transcript.gene) if reference.geometry.protein(other) == residues
    ]
    carriers = same or [transcript]
    return (
        ProteinProjection(carriers[0], change.edit, True, find_residues(carriers[0], change.edit, reference)),
        *(ProteinProjection(other, change.edit) for other in carriers[1:]),
        *vrs.project_residues(carriers[0], change.edit, reference),
    )
