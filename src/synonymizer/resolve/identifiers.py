"""Public identifiers: the alleles they point at, on the assembly asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.edits import trim
from synonymizer.errors import UnknownIdentifier
from synonymizer.lift import lift
from synonymizer.mapping import reverse_complement
from synonymizer.model import Candidate
from synonymizer.statements import Issue

if TYPE_CHECKING:
    from synonymizer.model import Scope
    from synonymizer.places import Assembly, Namespace
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints, StatedIdentifier

LABELS: dict[Namespace, str] = {"rs": "rs", "variation": "ClinVar VariationID ", "allele": "ClinVar AlleleID "}
"""How sentences name an identifier of each kind: the label, then its number."""


def resolve_identifier(stated: StatedIdentifier, hints: Hints, reference: Reference) -> tuple[Candidate, ...]:
    """Return the alleles of an identifier, in genomic order; one that was merged stands for the one it was merged into.

    The alleles of an identifier are its resulting bases on either assembly, without the bases of the assembly asked
    (GRCh38 when none is): rs6025 is C>T on GRCh38 and T>C on GRCh37.

    Raises:
        UnknownIdentifier: when the identifier, or the one allele it states, is not held.
    """
    assembly = hints.assembly or reference.assemblies()[0]
    label = f"{LABELS[stated.namespace]}{stated.value}"
    alleles = identified_alleles(stated.namespace, stated.value, assembly, reference)
    merged = None if alleles else reference.merged_into(stated.namespace, stated.value)
    issues: tuple[Issue, ...] = ()
    if merged is not None:
        retired, label = label, f"{LABELS[stated.namespace]}{merged}"
        issues = (Issue("W2012", "warning", f"{retired} was merged into {label}, which was used."),)
        alleles = identified_alleles(stated.namespace, merged, assembly, reference)
    if not alleles:
        raise UnknownIdentifier(
            f"{label} is not in the reference data in use ({reference.description}). "
            "Check the number, or use reference data built from a newer release."
        )
    if stated.inserted is not None:
        alleles, notes = _choose(stated, alleles, label, assembly)
        issues += notes
    scope: Scope = "allele" if len(alleles) == 1 else "position"
    return tuple(
        Candidate(allele, (f"{label} has this allele on {allele.sequence}",), scope=scope, issues=issues)
        for allele in alleles
    )


def _choose(
    stated: StatedIdentifier, alleles: tuple[Allele, ...], label: str, assembly: Assembly
) -> tuple[tuple[Allele, ...], tuple[Issue, ...]]:
    """Return the alleles that make the stated change, on the forward strand or else on the other one.

    Raises:
        UnknownIdentifier: when none does.
    """
    deleted, inserted = stated.deleted, stated.inserted or ""
    chosen = tuple(allele for allele in alleles if _makes(allele, deleted, inserted))
    if chosen:
        return chosen, ()
    change = f"{deleted}>{inserted or 'del'}" if deleted else inserted or "del"
    turned = None if deleted is None else reverse_complement(deleted)
    chosen = tuple(allele for allele in alleles if _makes(allele, turned, reverse_complement(inserted)))
    if chosen:
        message = (
            f"{label} has no allele {change} on the forward strand of {assembly}; it was read on the other strand."
        )
        return chosen, (Issue("W2014", "warning", message),)
    offered = ", ".join(sorted(f"{old or '-'}>{new or '-'}" for old, new in map(_shorten, alleles)))
    raise UnknownIdentifier(f"{label} has no allele {change} on {assembly}; it has {offered}.")


def _makes(allele: Allele, deleted: str | None, inserted: str) -> bool:
    """Whether an allele makes a stated change, written with or without the bases that both sides share."""
    spellings = ((allele.deleted, allele.inserted), _shorten(allele))
    return any(new == inserted and deleted in {None, old} for old, new in spellings)


def _shorten(allele: Allele) -> tuple[str, str]:
    """Return the bases an allele removes and adds, without those that both sides share."""
    return trim(allele.start, allele.deleted, allele.inserted)[1:]


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
