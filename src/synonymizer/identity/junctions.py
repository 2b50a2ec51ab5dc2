"""How a junction of two sequences lies to another change, where they are not one change.

A junction tells what meets where, and neither what else the molecule has, nor, of messages, where the DNA is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.identity.stretches import Relation
from synonymizer.model import Junction

if TYPE_CHECKING:
    from synonymizer.identity.stretches import Single
    from synonymizer.reference import Reference

_APART = Relation("different", "{0} and {1} join different places.")
_OTHER_KINDS = Relation("different", "{0} and {1} are changes of different kinds.")
_ON_DNA = Relation(
    "cannot tell",
    "One of {0} and {1} joins messages and the other the DNA of the same chromosomes.",
    "where the DNA is that the message comes from",
)
_ON_ANOTHER = Relation(
    "cannot tell", "{0} and {1} are counted on different sequences of one place.", "a place of both on one sequence"
)
_PART = Relation(
    "cannot tell",
    "{0} and {1} change one place, of which one states a single junction.",
    "the other junctions that come with it",
)


def relate_junctions(one: Junction, other: Junction, reference: Reference) -> Relation:
    """Say how two different junctions lie to each other."""
    if _list_accessions(one) == _list_accessions(other):
        return _APART
    genes, others = _list_genes(one, reference), _list_genes(other, reference)
    if genes and others:
        return _ON_ANOTHER if genes == others else _APART
    if _list_chromosomes(one, reference) != _list_chromosomes(other, reference):
        return _APART
    return _ON_DNA if genes or others else _ON_ANOTHER


def relate_junction(junction: Junction, other: Single | None) -> Relation:
    """Say how a junction lies to a change of another kind: both ends of a change of one sequence meet something new."""
    if other is None or {junction.first.sequence, junction.second.sequence} != {other.sequence}:
        return _OTHER_KINDS
    bounds = (other.start, other.end) if isinstance(other, Allele) else None
    places = junction.first.place, junction.second.place
    is_inside = bounds is None or any(bounds[0] <= place <= bounds[1] for place in places)
    return _PART if is_inside else _OTHER_KINDS


def _list_accessions(junction: Junction) -> set[str]:
    return {junction.first.sequence, junction.second.sequence}


def _list_genes(junction: Junction, reference: Reference) -> list[str]:
    """Return the genes of joined messages, the 5' partner first; none of joined DNA."""
    found = (reference.find_transcript(side.sequence) for side in (junction.first, junction.second))
    return [message.gene for message in found if message is not None]


def _list_chromosomes(junction: Junction, reference: Reference) -> set[str]:
    names = set()
    for accession in _list_accessions(junction):
        message = reference.find_transcript(accession)
        sequence = accession if message is None else reference.geometry.main_frame(message).sequence
        contig = reference.find_contig(sequence)
        names.add(sequence if contig is None else contig.name)
    return names
