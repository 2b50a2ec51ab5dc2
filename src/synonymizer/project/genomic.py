"""An allele on genomic sequences: both assemblies, the stored windows, and the identifiers known there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.edits import Slide, anchor, classify, justify, slide
from synonymizer.errors import RegionNotHeld
from synonymizer.lift import lift
from synonymizer.mapping import reverse_complement
from synonymizer.model import IdentifierProjection, PlaceProjection
from synonymizer.normalize import deciding_contigs, normalize_allele, rightmost, widen

if TYPE_CHECKING:
    from synonymizer.alleles import KnownAllele
    from synonymizer.model import Scope
    from synonymizer.places import Contig, Namespace, Sequence
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis


def genomic_axis(contig: Contig | None) -> Axis:
    """Return the axis that names on a contig count on, or on a stored sequence, which is none.

    >>> from synonymizer.places import Contig
    >>> genomic_axis(Contig("NC_012920.1", "GRCh38", "MT", 16569, "")), genomic_axis(None)
    ('m', 'g')
    """
    return "m" if contig is not None and contig.name == "MT" else "g"


def place_everywhere(allele: Allele, key: str, reference: Reference) -> dict[str, Allele]:
    """Return the allele on every genomic sequence that carries it: deciding contigs first, then stored windows.

    Args:
        allele: the allele where it was read.
        key: its key; a sequence from which the allele carried there would lead to another key is left out.
        reference: the reference data.
    """
    placed: dict[str, Allele] = {}
    for contig in deciding_contigs(allele.sequence, reference):
        found = _carry(allele, contig.accession, key, reference)
        if found is not None:
            placed[contig.accession] = found
    if reference.geometry.is_genomic(allele.sequence) and reference.find_source(allele.sequence) is not None:
        placed.setdefault(allele.sequence, allele)
    for accession, there in list(placed.items()):
        for placement in reference.geometry.placements_over(accession, there.start, there.end):
            if placement.source in placed or not reference.geometry.is_named(placement.source):
                continue
            found = _carry(there, placement.source, key, reference)
            if found is not None:
                placed[placement.source] = found
    return placed


def _carry(allele: Allele, target: str, key: str, reference: Reference) -> Allele | None:
    try:
        found = lift(reference, allele, target)
        return found if found is None or leads_to(found, key, reference, like=allele) else None
    except RegionNotHeld:
        return None


def leads_to(found: Allele, key: str, reference: Reference, *, like: Allele) -> bool:
    """Whether an allele carried elsewhere leads back to the key it came from.

    One base for the same base always does, so the way back is only tried where an indel may slide on other bases, or
    the other sequence does not have the bases of the first.
    """
    if len(like.deleted) == 1 == len(like.inserted) == len(found.deleted) and found.deleted != found.inserted:
        same = (found.deleted, found.inserted) == (like.deleted, like.inserted)
        if same or (reverse_complement(found.deleted), reverse_complement(found.inserted)) == (
            like.deleted,
            like.inserted,
        ):
            return True
    return normalize_allele(found, reference).key == key


def project_places(placed: dict[str, Allele], reference: Reference) -> tuple[PlaceProjection, ...]:
    """Return one projection for each genomic sequence, in the order given."""
    changing = {name for name, allele in placed.items() if allele.deleted != allele.inserted}
    return tuple(_project_place(allele, bool(changing), reference) for allele in placed.values())


def _project_place(allele: Allele, changes_elsewhere: bool, reference: Reference) -> PlaceProjection:
    contig = reference.find_contig(allele.sequence)
    axis = genomic_axis(contig)
    synonyms = () if contig is not None else reference.source_names(allele.sequence)[1:]
    if allele.deleted == allele.inserted:
        on = contig.assembly if contig is not None else allele.sequence
        tags = (f"reference on {on}",) if changes_elsewhere else ()
        return PlaceProjection(axis, contig, allele, "identity", allele, allele, tags, synonyms)
    sequence = reference.geometry.sequence(allele.sequence)
    moved = slide(sequence, allele.start, allele.deleted, allele.inserted)
    shifted = rightmost(allele.sequence, moved)
    _, _, kind = classify(sequence, shifted.start, shifted.deleted, shifted.inserted)
    justified = justify(sequence, moved)
    return PlaceProjection(axis, contig, shifted, kind, _try_anchor(sequence, moved), justified, (), synonyms)


def _try_anchor(sequence: Sequence, moved: Slide) -> Allele | None:
    """Left-align as VCF does; None where the base before the allele is not held."""
    try:
        return anchor(sequence, moved)
    except RegionNotHeld:
        return None


def project_identifiers(placed: dict[str, Allele], reference: Reference) -> tuple[IdentifierProjection, ...]:
    """Return the public identifiers of the allele, then the rs numbers of other alleles of the very same bases.

    An identifier that has other alleles too is one of a position. Behind the allele's own are those merged into them.
    """
    own: dict[IdentifierProjection, None] = {}
    neighbours: dict[IdentifierProjection, None] = {}
    for name, allele in placed.items():
        if reference.find_contig(name) is None:
            continue
        wide, _ = widen(allele, reference)
        for known in reference.known_over(name, wide.start, wide.end):
            if (known.start, known.end) != (wide.start, wide.end):
                continue
            if known.inserted != wide.inserted:
                if known.rs is not None:
                    neighbours[IdentifierProjection("rs", known.rs, "position")] = None
                continue
            unchanged = allele.deleted == allele.inserted
            for namespace, value in _identifiers(known):
                is_shared = _is_shared(namespace, value, reference)
                scope: Scope = "position" if unchanged or is_shared else "allele"
                # among several alleles of one repeat only all resulting bases tell which is meant
                inserted = "" if unchanged else wide.inserted if is_shared else allele.inserted
                own[IdentifierProjection(namespace, value, scope, inserted)] = None
    named = {(projection.namespace, projection.value) for projection in own}
    retired = tuple(
        replace(current, value=value, current=current.value)
        for current in own
        for value in reference.merged_from(current.namespace, current.value)
    )
    return (*own, *retired, *(other for other in neighbours if (other.namespace, other.value) not in named))


def _identifiers(known: KnownAllele) -> list[tuple[Namespace, int]]:
    pairs: list[tuple[Namespace, int | None]] = [
        ("rs", known.rs),
        ("variation", known.variation),
        ("allele", known.allele),
    ]
    return [(namespace, value) for namespace, value in pairs if value is not None]


def _is_shared(namespace: Namespace, value: int, reference: Reference) -> bool:
    """Whether an identifier has a second allele that changes something on the deciding assembly."""
    changing = [
        known
        for known in reference.known_alleles(namespace, value)
        if reference.geometry.sequence(known.sequence).bases(known.start, known.end) != known.inserted
    ]
    return len(changing) > 1
