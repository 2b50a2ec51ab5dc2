"""The third stage: bring a change onto the one sequence that decides its identity, fully justified, and make its key.

GRCh38 decides, else GRCh37, else the genomic window, else the transcript, else the protein. An allele that changes
nothing keeps its stated interval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from synonymizer.alleles import Allele
from synonymizer.edits import Slide, justify, slide
from synonymizer.errors import UnsupportedNotation
from synonymizer.keys import protein_key, uncertain_key
from synonymizer.lift import lift, lift_bounds
from synonymizer.model import AlleleSet, Category, ExonEvent, ProteinChange, Repeat, UncertainInterval
from synonymizer.places import ASSEMBLIES

if TYPE_CHECKING:
    from synonymizer.model import Change
    from synonymizer.places import Contig
    from synonymizer.reference import Reference


@dataclass(frozen=True, slots=True)
class Normal:
    """A change in its one spelling, and the key that decides its identity.

    An allele stays on the sequence it was read on, since another assembly may already have some of its resulting bases;
    its key is made on the deciding one. `complete` is False where the key may depend on what is installed.
    """

    change: Change
    key: str
    complete: bool = True


def normalize(change: Change, reference: Reference) -> Normal:
    """Return the change where its identity is decided, with its key.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    match change:
        case Allele():
            return normalize_allele(change, reference)
        case ExonEvent():
            bounds = normalize_bounds(change.bounds, reference)
            return Normal(replace(change, bounds=bounds), uncertain_key(bounds))
        case UncertainInterval():
            bounds = normalize_bounds(change, reference)
            return Normal(bounds, uncertain_key(bounds))
        case ProteinChange():
            return Normal(change, protein_key(change, _residues(change, reference)))
        case Repeat() | AlleleSet() | Category():
            raise UnsupportedNotation("This kind of change is valid, but not computed with.")
        case _:
            assert_never(change)


def normalize_allele(allele: Allele, reference: Reference) -> Normal:
    """Return the allele 3'-most in the forward direction of its own sequence, with the key of its deciding one.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    if not is_placed(allele, reference):
        return Normal(allele, allele.spdi, complete=allele.deleted == allele.inserted)
    wide, complete = widen(_decide(allele, reference), reference)
    if allele.deleted != allele.inserted:
        moved = slide(reference.geometry.sequence(allele.sequence), allele.start, allele.deleted, allele.inserted)
        allele = rightmost(allele.sequence, moved)
    return Normal(allele, wide.spdi, complete)


def widen(allele: Allele, reference: Reference) -> tuple[Allele, bool]:
    """Return the fully justified allele of a genomic one, and whether all it may slide over is held.

    An allele that changes nothing keeps its interval.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    if allele.deleted == allele.inserted:
        return allele, True
    sequence = reference.geometry.sequence(allele.sequence)
    moved = slide(sequence, allele.start, allele.deleted, allele.inserted)
    return justify(sequence, moved), moved.complete


def is_placed(allele: Allele, reference: Reference) -> bool:
    """Whether an allele lies on a genomic sequence, and not on bases that only a transcript has."""
    return reference.find_contig(allele.sequence) is not None or reference.find_source(allele.sequence) is not None


def _decide(allele: Allele, reference: Reference) -> Allele:
    """Return the allele on the first of its contigs that carries it, as it is where none does."""
    for contig in deciding_contigs(allele.sequence, reference):
        placed = lift(reference, allele, contig.accession)
        if placed is not None:
            return placed
    return allele


def normalize_bounds(change: UncertainInterval, reference: Reference) -> UncertainInterval:
    """Return the event on its deciding contig; where it is, when a bound cannot be carried."""
    for contig in deciding_contigs(change.sequence, reference):
        placed = lift_bounds(reference, change, contig.accession)
        if placed is not None:
            return placed
    return change


def rightmost(accession: str, moved: Slide) -> Allele:
    """Return the 3'-most spelling of a slid edit."""
    start, deleted, inserted = moved.at(moved.right)
    return Allele(accession, start, start + len(deleted), deleted, inserted)


def deciding_contigs(accession: str, reference: Reference) -> tuple[Contig, ...]:
    """Return the contigs an allele of a genomic sequence may be keyed on, the deciding one first.

    A sequence placed twice on an assembly is keyed on its first place, which is X for the pseudoautosomal regions.
    """
    here = reference.find_contig(accession)
    if here is not None:
        contigs = {here.accession: here}
        for assembly in ASSEMBLIES:
            there = reference.find_contig_by_name(here.name, assembly)
            if there is not None:
                contigs[there.accession] = there
    elif reference.find_source(accession) is not None:
        found = (reference.find_contig(placement.contig) for placement in reference.geometry.placements_of(accession))
        contigs = {contig.accession: contig for contig in found if contig is not None}
    else:
        return ()
    return tuple(sorted(contigs.values(), key=lambda c: (ASSEMBLIES.index(c.assembly), c.accession)))


def _residues(change: ProteinChange, reference: Reference) -> str:
    if change.edit.first < 0:
        return ""
    transcript = reference.find_transcript(change.transcript)
    if transcript is None:
        return ""
    return reference.geometry.protein(transcript)[change.edit.first : change.edit.last + 1]
