"""What a source of reference data answers.

A `Store` is what `Reference` asks: a bundle, or a store that reads other people's files and databases where they lie.
Such a store is made of an `Annotation`, which lays transcripts on contigs, and of `Bases`; it holds one assembly.

Whole contigs are stored in stretches (`stretches`), so that whatever is asked of a genome is asked of a megabase of it:
a stretch is a stored sequence without an accession of its own, placed on its contig. Places are interbase, bases upper
case, strands 1 and -1, and oriented coordinates those of `places.Placement`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from synonymizer.alleles import KnownAllele
    from synonymizer.places import (
        Assembly,
        Block,
        Contig,
        ExonScheme,
        Gene,
        GeneticCode,
        Interval,
        LegacyRule,
        NamedAllele,
        Namespace,
        Placement,
        Transcript,
    )


End = Literal["start", "end"]
"""An end of a transcript."""


class Origin(NamedTuple):
    """Where facts come from: a file or database, its release, date (YYYY-MM-DD), licence and sha256; "" is unknown."""

    source: str
    release: str = ""
    date: str = ""
    licence: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A transcript laid on one contig, as annotation describes it before a base of it was read.

    `contig` is spelled as in the annotation. `exons` and `cds` (which includes the stop codon) lie on the transcript;
    `blocks` are transcript ← oriented contig, increasing on both, and what they leave out inside an exon only one of
    the two has. `exceptions` are codons, counted from 0, that are read as another residue. Genes that lie on X and on Y
    have a record on each.

    `incomplete` are the ends that the transcript is known to lack. The message of one that `differs` has other bases
    than the contig, beyond what `blocks` tell: the contig cannot stand in for it. `synonyms` and `protein_synonyms`
    are what LRG calls the transcript and its protein.
    """

    accession: str
    gene: str
    contig: str
    strand: Literal[1, -1]
    exons: tuple[Interval, ...]
    blocks: tuple[Block, ...]
    cds: Interval | None = None
    protein: str | None = None
    tags: tuple[str, ...] = ()
    code: GeneticCode = "standard"
    exceptions: tuple[tuple[int, str], ...] = ()
    incomplete: tuple[End, ...] = ()
    differs: bool = False
    synonyms: tuple[str, ...] = ()
    protein_synonyms: tuple[str, ...] = ()

    @property
    def extent(self) -> tuple[int, int]:
        """Interbase start and end on the contig, forward."""
        first, last = self.blocks[0].source, self.blocks[-1].source + self.blocks[-1].length
        return (first, last) if self.strand > 0 else (-last, -first)


class Annotation(Protocol):
    """Transcripts and genes of one assembly, found by name and by place."""

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where it comes from."""

    @property
    def assembly(self) -> Assembly | None:
        """The assembly it says it is of, None when it does not say."""

    def contigs(self) -> Mapping[str, int]:
        """Return the contigs that carry records, as the annotation spells them, with their lengths; 0 is not stated."""

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Return what else the annotation says its contigs are called: names of chromosomes, accessions."""

    def extents(self, contig: str) -> Sequence[tuple[int, int]]:
        """Return the extents of all records on a contig, in order of start."""

    def over(self, contig: str, start: int, end: int) -> tuple[Record, ...]:
        """Return the records whose extent overlaps or touches [start, end] of a contig."""

    def records(self) -> Iterator[Record]:
        """Yield every record, contig by contig."""

    def find(self, accession: str) -> tuple[Record, ...]:
        """Return the records of an accession.version, or of a synonym."""

    def of_gene(self, symbol: str) -> tuple[Record, ...]:
        """Return the records of a gene by its approved symbol."""

    def of_protein(self, accession: str) -> tuple[Record, ...]:
        """Return the records that make a protein, by accession.version or synonym."""

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of the genes that have records."""

    def find_gene(self, symbol: str) -> Gene | None:
        """Return a gene by its symbol, or by another symbol that the annotation lists for it."""

    def close(self) -> None:
        """Close files and connections."""


class Bases(Protocol):
    """Sequences by accession: a genome, messages, or both."""

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where they come from."""

    def names(self) -> tuple[str, ...]:
        """Return the names of all sequences; none where there are too many to tell, as in a SeqRepo."""

    def length(self, name: str) -> int | None:
        """Return the length of a sequence, None when it is not held."""

    def read(self, name: str, start: int, end: int) -> bytes:
        """Return bases [start, end) of a sequence that is held, upper case; what is not A, C, G or T is N."""

    def refget(self, name: str) -> str:
        """Return the refget accession of a sequence that is held: the digest of its own letters, upper case."""

    def close(self) -> None:
        """Close files."""


class Store(Protocol):
    """Reference data as `Reference` asks for it. What is not held is None, or an empty tuple."""

    @property
    def path(self) -> str:
        """What the store was opened from, as messages name it; no password is ever in it."""

    @property
    def description(self) -> str:
        """Name and release, and of a bundle the first digits of its digest."""

    def provenance(self) -> tuple[Origin, ...]:
        """Return where its facts come from, by source."""

    def assemblies(self) -> frozenset[Assembly]:
        """Return the assemblies on whose contigs it places what it stores: whose bases it has."""

    def close(self) -> None:
        """Close files and connections."""

    def contigs(self) -> tuple[Contig, ...]:
        """Return the contigs it knows of, GRCh38 first, in karyotype order."""

    def refget(self, contig: str) -> str | None:
        """Return the refget accession of a contig, None when neither it is known nor all of its bases are held."""

    def find_gene(self, symbol: str) -> Gene | None:
        """Return the gene that a symbol means."""

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of all genes with transcripts, sorted."""

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        """Return the transcripts of a gene by its approved symbol, by rank."""

    def find_transcript(self, accession: str) -> Transcript | None:
        """Return a transcript by accession.version or synonym."""

    def transcripts_of_protein(self, accession: str) -> tuple[Transcript, ...]:
        """Return the transcripts that make a protein."""

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""

    def message(self, accession: str) -> str | None:
        """Return the bases of a message that are held though no transcript of it may be; upper case, as spliced."""

    def transcripts_on(self, home: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts of a home sequence that overlap or touch [start, end], those of a gene by rank."""

    def doubles(self, accession: str) -> tuple[Transcript, ...]:
        """Return a transcript as it lies in other stretches than its home: on Y, where that is X."""

    def doubles_on(self, home: str) -> tuple[Transcript, ...]:
        """Return the transcripts that lie in a stretch, laid on it, and are at home in another."""

    def find_source(self, accession: str) -> str | None:
        """Return the accession under which a sequence is stored."""

    def source_names(self, accession: str) -> tuple[str, ...]:
        """Return the accessions of a stored sequence, the canonical one first; raise UnknownAccession."""

    def source_length(self, accession: str) -> int:
        """Return the length of a stored sequence; raise UnknownAccession."""

    def bases(self, source: str, start: int, end: int) -> str:
        """Return bases [start, end) of a stored sequence; raise UnknownAccession or RegionNotHeld."""

    def read(self, source: str, start: int, end: int) -> bytes:
        """Return what `bases` does as bytes, for who reads many at once."""

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stored sequence lies on contigs: GRCh38 before GRCh37, each in karyotype order."""

    def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        """Return the placements on a contig that overlap or touch [start, end], in order of start."""

    def known_alleles(self, namespace: Namespace, value: int) -> tuple[KnownAllele, ...]:
        """Return the alleles that an identifier points at, in genomic order."""

    def known_over(self, contig: str, start: int, end: int) -> tuple[KnownAllele, ...]:
        """Return the alleles whose justified interval overlaps or touches [start, end] of a contig, in order."""

    def merged_into(self, namespace: Namespace, value: int) -> int | None:
        """Return the identifier that replaced a retired one."""

    def merged_from(self, namespace: Namespace, value: int) -> tuple[int, ...]:
        """Return the retired identifiers that one replaced, in ascending order."""

    def find_uniprot(self, accession: str) -> str | None:
        """Return the approved symbol of the gene of a UniProt entry."""

    def legacy_rules(self, gene: str) -> tuple[LegacyRule, ...]:
        """Return the older ways to count the positions of a gene."""

    def exon_schemes(self, gene: str) -> tuple[ExonScheme, ...]:
        """Return the older numberings of the exons of a gene."""

    def names_of(self, key: str) -> tuple[NamedAllele, ...]:
        """Return the names people gave the allele of a key."""
