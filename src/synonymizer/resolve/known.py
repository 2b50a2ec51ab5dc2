"""Known variants: the alleles that public identifiers point at, as evidence and as members of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele

if TYPE_CHECKING:
    from synonymizer.reference import Reference


def known_over(sequence: str, start: int, end: int, reference: Reference) -> tuple[Allele, ...]:
    """Return the known alleles that change a base of [start, end) of a contig, or lie at its edge; in genomic order."""
    bases = reference.geometry.sequence(sequence).bases
    found = {
        Allele(known.sequence, known.start, known.end, bases(known.start, known.end), known.inserted): None
        for known in reference.known_over(sequence, start, end)
    }
    return tuple(sorted(found, key=lambda allele: (allele.start, allele.end, allele.inserted)))


def is_known(key: str, reference: Reference) -> bool:
    """Whether a public identifier points at the allele of a key, on whatever assembly the allele was read."""
    sequence, start, deleted, inserted = key.rsplit(":", 3)
    place = int(start), int(start) + len(deleted)
    known = reference.known_over(sequence, *place)
    return any((one.start, one.end, one.inserted) == (*place, inserted) for one in known)
