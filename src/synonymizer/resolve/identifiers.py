"""Public identifiers: the alleles they point at, on the assembly asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.edits import trim
from synonymizer.errors import UnknownIdentifier
from synonymizer.lift import lift
from synonymizer.model import Candidate
from synonymizer.places import ASSEMBLIES

if TYPE_CHECKING:
    from synonymizer.model import Scope
    from synonymizer.places import Assembly, Namespace
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints, StatedIdentifier

LABELS: dict[Namespace, str] = {"rs": "rs", "variation": "ClinVar VariationID ", "allele": "ClinVar AlleleID "}
"""How sentences name an identifier of each kind: the label, then its number."""


def resolve_identifier(stated: StatedIdentifier, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    """Return the alleles of an identifier, in genomic order.

    The alleles of an identifier are its resulting bases on either assembly, without the bases of the assembly asked
    (GRCh38 when none is): rs6025 is C>T on GRCh38 and T>C on GRCh37.

    Raises:
        UnknownIdentifier: when the identifier, or the one allele it states, is not held.
    """
    label = f"{LABELS[stated.namespace]}{stated.value}"
    assembly = hints.assembly or ASSEMBLIES[0]
    alleles = identified_alleles(stated.namespace, stated.value, assembly, reference)
    if not alleles:
        raise UnknownIdentifier(
            f"{label} is not in the reference data in use ({reference.description}). "
            "Check the number, or use reference data built from a newer release."
        )
    if stated.inserted is not None:
        chosen = [a for a in alleles if stated.inserted in _spellings(a)]
        if not chosen:
            offered = ", ".join(sorted(trim(a.start, a.deleted, a.inserted)[2] or "del" for a in alleles))
            raise UnknownIdentifier(f"{label} has no allele {stated.inserted} on {assembly}; it has {offered}.")
        alleles = tuple(chosen)
    scope: Scope = "allele" if len(alleles) == 1 else "position"
    return tuple(
        Candidate(allele, (f"{label} has this allele on {allele.sequence}",), scope=scope) for allele in alleles
    )


def _spellings(allele: Allele) -> tuple[str, str]:
    return allele.inserted, trim(allele.start, allele.deleted, allele.inserted)[2]


def identified_alleles(
    namespace: Namespace, value: int, assembly: Assembly, reference: Reference
) -> tuple[Allele, ...]:
    """Return the alleles of an identifier that change something on an assembly, placed on it where they lie there."""
    found: dict[Allele, None] = {}
    for known in reference.known_alleles(namespace, value):
        deleted = reference.geometry.sequence(known.sequence).bases(known.start, known.end)
        allele = Allele(known.sequence, known.start, known.end, deleted, known.inserted)
        contig = reference.find_contig(known.sequence)
        target = reference.find_contig_by_name(contig.name, assembly) if contig is not None else None
        if target is not None and target.accession != allele.sequence:
            allele = lift(reference, allele, target.accession) or allele
        if allele.deleted != allele.inserted:
            found[allele] = None
    return tuple(found)
