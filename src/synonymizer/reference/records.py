"""Annotation held in memory, as the readers of files make it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.places import Gene
from synonymizer.reference.contract import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from synonymizer.places import Assembly
    from synonymizer.reference.contract import Record


class LeftOut(NamedTuple):
    """What annotation tells of but cannot be read, and why."""

    what: str
    why: str


@dataclass(slots=True)
class Contents:
    """What annotation tells besides its records, gathered while they are read.

    `lengths` are those of contigs, `aliases` what else these are called. `genes` are by symbol.
    """

    source: str
    release: str = ""
    date: str = ""
    assembly: Assembly | None = None
    lengths: dict[str, int] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    genes: dict[str, Gene] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        return Origin(self.source, self.release, self.date)

    def add_gene(self, symbol: str, aliases: Iterable[str] = (), ensembl: str = "") -> None:
        """Note a gene; one that is told of several times has the aliases of all."""
        known = self.genes.get(symbol, Gene(symbol, (), (), "", True))
        merged = tuple(dict.fromkeys((*known.aliases, *(alias for alias in aliases if alias and alias != symbol))))
        self.genes[symbol] = Gene(symbol, (), merged, known.ensembl or ensembl, True)


class _OnContig(NamedTuple):
    """The records of a contig in order of start; `reached` is how far those up to each one reach."""

    records: tuple[Record, ...]
    extents: tuple[tuple[int, int], ...]
    reached: tuple[int, ...]


class Listed:
    """Annotation whose records are all in memory: an `Annotation` of one assembly.

    `left_out` lists the transcripts that could not be laid, and why.
    """

    def __init__(self, contents: Contents, records: Iterable[Record]) -> None:
        listed = tuple(records)  # first, as reading them fills the contents
        self.origins = (contents.origin,)
        self.assembly = contents.assembly
        self._by_contig: dict[str, _OnContig] = {}
        for contig, found in _group((record.contig, record) for record in listed).items():
            ordered = tuple(sorted(found, key=lambda record: (record.extent, record.accession)))
            extents = tuple(record.extent for record in ordered)
            self._by_contig[contig] = _OnContig(ordered, extents, tuple(accumulate((end for _, end in extents), max)))
        self._lengths = {contig: contents.lengths.get(contig, 0) for contig in self._by_contig}
        self._aliases = {contig: contents.aliases.get(contig, ()) for contig in self._by_contig}
        self._by_name = _group((name, one) for one in listed for name in (one.accession, *one.synonyms))
        self._by_gene = _group((record.gene, record) for record in listed)
        self._by_protein = _group(
            (name, one) for one in listed for name in (one.protein, *one.protein_synonyms) if name is not None
        )
        self._versions = _list_versions(self._by_name)
        self._genes = {symbol: contents.genes.get(symbol, Gene(symbol, (), (), "", True)) for symbol in self._by_gene}
        self._symbols = _list_aliases(self._genes.values())
        self.left_out = tuple(contents.left_out)

    def __len__(self) -> int:
        return sum(len(held.records) for held in self._by_contig.values())

    def close(self) -> None:
        """Do nothing: all of it is in memory."""

    def contigs(self) -> Mapping[str, int]:
        """Return the contigs that carry records, as the annotation spells them, with their lengths; 0 is not stated."""
        return self._lengths

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Return what else the annotation says its contigs are called."""
        return self._aliases

    def extents(self, contig: str) -> Sequence[tuple[int, int]]:
        """Return the extents of all records on a contig, in order of start."""
        return self._by_contig[contig].extents if contig in self._by_contig else ()

    def over(self, contig: str, start: int, end: int) -> tuple[Record, ...]:
        """Return the records whose extent overlaps or touches [start, end] of a contig, in order of start."""
        held = self._by_contig.get(contig)
        if held is None:
            return ()
        first, last = bisect_left(held.reached, start), bisect_right(held.extents, end, key=lambda extent: extent[0])
        return tuple(held.records[index] for index in range(first, last) if held.extents[index][1] >= start)

    def records(self) -> Iterator[Record]:
        """Yield every record, contig by contig, each in order of start."""
        for held in self._by_contig.values():
            yield from held.records

    def find(self, accession: str) -> tuple[Record, ...]:
        """Return the records of an accession.version, or of a synonym."""
        return self._by_name.get(accession, ())

    def of_gene(self, symbol: str) -> tuple[Record, ...]:
        """Return the records of a gene by its approved symbol."""
        return self._by_gene.get(symbol, ())

    def of_protein(self, accession: str) -> tuple[Record, ...]:
        """Return the records that make a protein, by accession.version or synonym."""
        return self._by_protein.get(accession, ())

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""
        return self._versions.get(accession, ())

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of the genes that have records, sorted."""
        return tuple(sorted(self._by_gene))

    def find_gene(self, symbol: str) -> Gene | None:
        """Return a gene by its symbol, or by another symbol that the annotation lists for it and for no other gene.

        Letter case counts where two symbols differ in nothing else.
        """
        return self._genes.get(symbol) or self._genes.get(self._symbols.get(symbol.upper(), ""))


def _group(named: Iterable[tuple[str, Record]]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = {}
    for name, record in named:
        found.setdefault(name, []).append(record)
    return {name: tuple(listed) for name, listed in found.items()}


def _list_versions(accessions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for accession in accessions:
        base, _, version = accession.rpartition(".")
        if version.isdecimal():
            found.setdefault(base, []).append((int(version), accession))
    return {base: tuple(accession for _, accession in sorted(held, reverse=True)) for base, held in found.items()}


def _list_aliases(genes: Iterable[Gene]) -> dict[str, str]:
    """Return the symbol of the gene that a symbol or else an alias in capitals means, where it means one."""
    symbols: dict[str, set[str]] = {}
    aliases: dict[str, set[str]] = {}
    for gene in genes:
        symbols.setdefault(gene.symbol.upper(), set()).add(gene.symbol)
        for alias in gene.aliases:
            aliases.setdefault(alias.upper(), set()).add(gene.symbol)
    return {name: min(meant) for name, meant in {**aliases, **symbols}.items() if len(meant) == 1}
