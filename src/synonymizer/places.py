"""Sequences and the places on them: the part of the vocabulary that a reference is made of.

Kept apart from `model` so that opening a reference and asking for a transcript stays within its start-up budget.
Conventions: `start` and `end` are interbase (0-based, half-open); bases are upper-case DNA letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Assembly = str
"""The name of an assembly: GRCh38, GRCh37, or what the reference data of another organism calls its own."""

Namespace = Literal["rs", "variation", "allele"]
GeneticCode = Literal["standard", "mitochondrial"]

ASSEMBLIES: tuple[Assembly, ...] = ("GRCh38", "GRCh37")
"""Both human assemblies, the default one first."""


def rank_assembly(assembly: Assembly) -> int:
    """Return the place of an assembly among others: GRCh38, GRCh37, any other.

    >>> rank_assembly("GRCh38"), rank_assembly("GRCh37"), rank_assembly("GRCm39")
    (0, 1, 2)
    """
    return ASSEMBLIES.index(assembly) if assembly in ASSEMBLIES else len(ASSEMBLIES)


MITOCHONDRION = "NC_012920.1"
"""The mitochondrial genome (rCRS), one contig that serves both assemblies."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch between two interbase places; `start == end` is the empty place between two bases."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"an interval cannot end before it starts: {self.start} > {self.end}")

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a junction: a sequence cut at an interbase place, of which what lies to the left or right is kept.

    The kept part ends at the place where `keeps` is "left", and begins there where it is "right".
    """

    sequence: str
    place: int
    keeps: Literal["left", "right"]


class Sequence(Protocol):
    """What a stage may ask of a sequence: bases, and how far they are held around a place."""

    @property
    def accession(self) -> str:
        """The accession of the sequence."""

    def bases(self, start: int, end: int) -> str:
        """Return the bases of [start, end); raise RegionNotHeld when any of them is not held."""

    def held(self, start: int, end: int) -> Interval:
        """Return a held stretch that contains [start, end), and beside it all that is held or more than edits slide.

        Raises:
            RegionNotHeld: when not all of [start, end) is held.
        """


@dataclass(frozen=True, slots=True)
class Contig:
    """A whole chromosome of one assembly. The mitochondrial genome is one contig that serves both assemblies."""

    accession: str
    assembly: Assembly
    name: str
    length: int
    refget: str


class Block(NamedTuple):
    """An ungapped stretch two sequences share: target [start, start + length), source [source, source + length)."""

    start: int
    source: int
    length: int


class Patch(NamedTuple):
    """Bases of the target that its source does not supply: target [start, start + len(bases)) reads `bases`."""

    start: int
    bases: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A stored sequence (`source`) as a view of a contig: the contig reads its bases through `blocks`, then `patches`.

    Contig coordinates in blocks and patches are oriented: `p` on strand 1 and `-p` on strand -1, so that blocks
    increase on both sides. `start` and `end` are plain interbase contig coordinates of the whole view.
    """

    source: str
    contig: str
    strand: Literal[1, -1]
    start: int
    end: int
    blocks: tuple[Block, ...]
    patches: tuple[Patch, ...]


@dataclass(frozen=True, slots=True)
class Gene:
    """A gene by its current symbol; `installed` says whether any transcript of it is held."""

    symbol: str
    previous: tuple[str, ...]
    aliases: tuple[str, ...]
    ensembl: str
    installed: bool


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript as a view of a stored sequence (`home`): its bases are home bases through `blocks`, then `patches`.

    Home coordinates in blocks are oriented as in `Placement`. `exons` and `cds` are on the transcript. A transcript of
    the mitochondrial genome has no accession of its own: it is named `NC_012920.1(GENE)`.
    """

    accession: str
    gene: str
    home: str
    strand: Literal[1, -1]
    exons: tuple[Interval, ...]
    blocks: tuple[Block, ...]
    patches: tuple[Patch, ...] = ()
    cds: Interval | None = None
    protein: str | None = None
    tags: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    protein_synonyms: tuple[str, ...] = ()
    code: GeneticCode = "standard"
    exceptions: tuple[tuple[int, str], ...] = ()

    @property
    def length(self) -> int:
        """Bases of the spliced transcript."""
        return self.exons[-1].end


@dataclass(frozen=True, slots=True)
class LegacyRule:
    """An older way to count a gene's positions: number as written = number of today + `offset`.

    `axis` "c" counts bases (an older number n is c.(n - offset), and there is no position 0 on either side), "p"
    residues; `transcript` carries today's number. `name` is what people call the rule, `citation` its source.
    """

    gene: str
    axis: Literal["c", "p"]
    transcript: str
    offset: int
    name: str
    citation: str


@dataclass(frozen=True, slots=True)
class ExonScheme:
    """An older numbering of a transcript's exons: `labels` in the order of the transcript, one for each exon."""

    gene: str
    transcript: str
    labels: tuple[str, ...]
    name: str
    citation: str


@dataclass(frozen=True, slots=True)
class NamedAllele:
    """A name people gave an allele, under which it is read back as that allele: `Factor V Leiden`."""

    key: str
    gene: str
    name: str
    citation: str
