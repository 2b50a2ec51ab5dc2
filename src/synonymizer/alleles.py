"""Alleles: one contiguous edit of one sequence, which is what a variant is.

Conventions: `start` and `end` are interbase (0-based, half-open); bases are upper-case DNA letters.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_SPELLED = 1_000
"""How many bases a computed name spells out; a name with more could not be read, stored or compared by eye."""


@dataclass(frozen=True, slots=True)
class Allele:
    """One contiguous edit of one sequence, the identity of a variant: `deleted` at [start, end) becomes `inserted`."""

    sequence: str
    start: int
    end: int
    deleted: str
    inserted: str

    def __post_init__(self) -> None:
        if len(self.deleted) != self.end - self.start:
            raise ValueError(f"{len(self.deleted)} deleted bases do not fill [{self.start}, {self.end})")

    @property
    def spdi(self) -> str:
        """The allele as SPDI writes it, interbase start first; a long deletion by its number of bases, as SPDI allows.

        >>> Allele("NC_000011.10", 4055633, 4055634, "C", "A").spdi
        'NC_000011.10:4055633:C:A'
        """
        deleted = self.deleted if len(self.deleted) <= MOST_SPELLED else str(len(self.deleted))
        return f"{self.sequence}:{self.start}:{deleted}:{self.inserted}"


@dataclass(frozen=True, slots=True)
class KnownAllele:
    """An allele that public identifiers point at; coordinates are fully justified on `sequence` (a contig)."""

    sequence: str
    start: int
    end: int
    inserted: str
    rs: int | None = None
    variation: int | None = None
    allele: int | None = None

    def join(self, other: KnownAllele) -> KnownAllele | None:
        """Return the same allele with the identifiers of both, None where they are of two records of one kind.

        >>> KnownAllele("NC_1", 4, 5, "T", rs=6025).join(KnownAllele("NC_1", 4, 5, "T", variation=642))
        KnownAllele(sequence='NC_1', start=4, end=5, inserted='T', rs=6025, variation=642, allele=None)
        """
        pairs = ((self.rs, other.rs), (self.variation, other.variation), (self.allele, other.allele))
        if any(None not in pair and pair[0] != pair[1] for pair in pairs):
            return None
        rs, variation, allele = (one if one is not None else another for one, another in pairs)
        return KnownAllele(self.sequence, self.start, self.end, self.inserted, rs, variation, allele)
