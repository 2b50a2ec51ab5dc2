"""UTA over PostgreSQL: transcripts and their alignments as biocommons hgvs reads them, from any release of schema 1.

Sources: UTA's models (tables transcript, exon_set, exon, exon_aln, associated_accessions, gene, meta; of 2024, codon
tables and exceptions of translation) and biocommons hgvs, `hgvs.dataproviders.uta` and `hgvs.alignmentmapper`, for what
is read of them: `exon_set` holds the exons of a transcript on itself (method `transcript`) and on other sequences, by
the same `ord` in order of the transcript; a slash in an accession or method marks what a later release replaced; exons
follow each other without a gap from the first base on; of several proteins of a transcript the last by name is its own.

What is not aligned whole is not held. Every value goes to the server as a parameter, in a session that only reads.
A password is part of no message, and of nothing that a `Uta` tells of itself.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, LiteralString

from synonymizer.errors import DamagedData, MissingData
from synonymizer.mapping import orient
from synonymizer.places import MITOCHONDRION, Gene, Interval
from synonymizer.reference.cigar import read_cigar
from synonymizer.reference.contract import Origin, Record
from synonymizer.reference.laying import Inconsistent
from synonymizer.reference.naming import find_residue
from synonymizer.reference.postgres import Session
from synonymizer.reference.records import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from synonymizer.places import Assembly, Block, Contig
    from synonymizer.reference.postgres import Row

_TABLES = ("associated_accessions", "exon", "exon_aln", "exon_set", "gene", "meta", "transcript")

_MITOCHONDRIAL_TABLE = "2"

_ALIGNED = """
FROM exon_set AS aligned JOIN transcript ON transcript.ac = aligned.tx_ac
WHERE aligned.alt_ac = ANY(%s) AND position('/' IN aligned.tx_ac) = 0 AND (
    aligned.alt_aln_method = 'splign'
    OR aligned.alt_aln_method = 'genebuild' AND NOT EXISTS (
        SELECT FROM exon_set AS preferred
        WHERE (preferred.tx_ac, preferred.alt_ac, preferred.alt_aln_method) = (aligned.tx_ac, aligned.alt_ac, 'splign')
    )
) AND """

_PLACES = """
    SELECT aligned.exon_set_id,
        (SELECT min(start_i) FROM exon WHERE exon.exon_set_id = aligned.exon_set_id) AS low,
        (SELECT max(end_i) FROM exon WHERE exon.exon_set_id = aligned.exon_set_id) AS high"""

_COLUMNS = """
SELECT aligned.exon_set_id, aligned.tx_ac, transcript.hgnc, aligned.alt_ac, aligned.alt_strand,
    transcript.cds_start_i, transcript.cds_end_i,
    (SELECT max(pro_ac) FROM associated_accessions AS made WHERE made.tx_ac = aligned.tx_ac),
    (SELECT array_agg(ARRAY[own_exon.start_i::text, own_exon.end_i::text, exon.start_i::text, exon.end_i::text, cigar]
                      ORDER BY own_exon.ord)
     FROM exon_set AS own
     JOIN exon AS own_exon ON own_exon.exon_set_id = own.exon_set_id
     LEFT JOIN exon ON exon.exon_set_id = aligned.exon_set_id AND exon.ord = own_exon.ord
     LEFT JOIN exon_aln ON tx_exon_id = own_exon.exon_id AND alt_exon_id = exon.exon_id
     WHERE own.tx_ac = aligned.tx_ac AND own.alt_ac = own.tx_ac AND own.alt_aln_method = 'transcript')"""

_AMONG = "aligned.exon_set_id = ANY(%s)"
_MOST_ASKED = 500

_CODON_TABLE = ", transcript.codon_table"
_EXCEPTIONS = """,
    (SELECT array_agg(ARRAY[end_position::text, amino_acid] ORDER BY end_position)
     FROM translation_exception AS excepted WHERE excepted.tx_ac = aligned.tx_ac)"""


def open_uta(url: str, known: Iterable[Contig]) -> tuple[Uta, ...]:
    """Open a UTA database: one annotation for each assembly with whose contigs it aligns transcripts.

    Args:
        url: `postgresql://user:password@host:port/database/schema`. Without a schema, the newest named `uta_…` is
            read, else `public`. Parameters behind `?` are libpq's, such as `sslmode=verify-full`. libpq finds
            what is not given (PGPASSWORD, .pgpass).
        known: the contigs of the assemblies. The mitochondrial one is left out: UTA names its transcripts otherwise.

    Raises:
        BadSource: when the text is no such URL.
        MissingData: when the database cannot be reached or read, or holds no transcripts of these contigs.
        DamagedData: when it lacks tables of UTA.
    """
    session = Session(url, "uta_")
    columns = _find_columns(session)
    told: dict[str, str] = dict(session.ask("SELECT key, value FROM meta"))
    origin = Origin(session.address, session.schema, told.get("created on", "")[:10], told.get("license", ""))
    aligned = {contig for (contig,) in session.ask("SELECT DISTINCT alt_ac FROM exon_set")}
    assemblies: dict[Assembly, dict[str, int]] = {}
    for contig in known:
        if contig.accession in aligned and contig.accession != MITOCHONDRION:
            assemblies.setdefault(contig.assembly, {})[contig.accession] = contig.length
    if not assemblies:
        raise MissingData(f"{session.path} aligns no transcripts with the chromosomes of GRCh38 or GRCh37.")
    return tuple(Uta(session, columns, origin, assembly, contigs) for assembly, contigs in assemblies.items())


def _find_columns(session: Session) -> LiteralString:
    """Return the columns to ask for, once the tables of UTA are known to be there.

    Raises:
        DamagedData: when they are not.
    """
    rows = session.ask(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s", session.schema
    )
    there = {table for table, _ in rows}
    missing = [table for table in _TABLES if table not in there]
    if missing:
        raise DamagedData(
            f"{session.path} is no UTA database that may be read: it shows no {', '.join(missing)}. "
            "Check the schema, and that the user was granted USAGE of it and SELECT on its tables."
        )
    columns: LiteralString = _COLUMNS + (_CODON_TABLE if ("transcript", "codon_table") in rows else ", NULL")
    return columns + (_EXCEPTIONS if "translation_exception" in there else "")


class Uta:
    """The transcripts that a UTA database aligns with the contigs of one assembly.

    What is asked by accession or gene, and where alignments lie, is kept.
    """

    def __init__(
        self, session: Session, columns: LiteralString, origin: Origin, assembly: Assembly, contigs: dict[str, int]
    ) -> None:
        self.origins = (origin,)
        self.assembly = assembly
        self._session = session
        self._columns: LiteralString = columns
        self._contigs = contigs
        self._places: dict[str, dict[int, tuple[int, int]]] = {}
        self._extents: dict[str, list[tuple[int, int]]] = {}
        self._kept: dict[int, Record | None] = {}
        self._found: dict[str, tuple[Record, ...]] = {}
        self._by_gene: dict[str, tuple[Record, ...]] = {}
        self._genes: dict[str, Gene | None] = {}
        self._left_out: dict[str, str] = {}

    @property
    def path(self) -> str:
        """The URL of the database, without password and options."""
        return self._session.path

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The transcripts that were read and could not be laid, and why."""
        return tuple(LeftOut(what, why) for what, why in self._left_out.items())

    def close(self) -> None:
        """Close the connection, which the annotations of a database share."""
        self._session.close()

    def contigs(self) -> dict[str, int]:
        """Return the contigs that carry records, with their lengths."""
        return self._contigs

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Return none: contigs are named by their accessions alone."""
        return {}

    def extents(self, contig: str) -> Sequence[tuple[int, int]]:
        """Return the extents of all alignments with a contig, in order of start."""
        if contig not in self._extents:
            self._extents[contig] = sorted(self._list_places(contig).values())
        return self._extents[contig]

    def _list_places(self, contig: str) -> dict[int, tuple[int, int]]:
        """Return the extents of the exon sets on a contig by their numbers."""
        if contig not in self._places:
            rows = self._session.ask(_PLACES + _ALIGNED + "true", [contig]) if contig in self._contigs else []
            self._places[contig] = {number: (low, high) for number, low, high in rows if low is not None}
        return self._places[contig]

    def over(self, contig: str, start: int, end: int) -> tuple[Record, ...]:
        """Return the records whose extent overlaps or touches [start, end] of a contig, in order of start."""
        places = self._list_places(contig).items()
        sets = [number for number, (low, high) in places if low <= end and start <= high]
        for unknown in _share_out([number for number in sets if number not in self._kept]):
            self._read(_AMONG, unknown)
        return _sort(self._kept.get(number) for number in sets)

    def records(self) -> Iterator[Record]:
        """Yield every record, contig by contig, each in order of start."""
        for contig in self._contigs:
            places = self._session.ask(_PLACES + _ALIGNED + "true ORDER BY low, high, exon_set_id", [contig])
            for sets in _share_out([number for number, *_ in places]):
                yield from _sort(map(self._make, self._session.ask(self._columns + _ALIGNED + _AMONG, [contig], sets)))

    def find(self, accession: str) -> tuple[Record, ...]:
        """Return the records of an accession.version."""
        if accession not in self._found:
            self._found[accession] = self._read("aligned.tx_ac = %s", accession)
        return self._found[accession]

    def of_gene(self, symbol: str) -> tuple[Record, ...]:
        """Return the records of a gene by its approved symbol."""
        if symbol not in self._by_gene:
            found = self._by_gene[symbol] = self._read("transcript.hgnc = %s", symbol)
            for accession in {record.accession for record in found}:
                self._found[accession] = tuple(record for record in found if record.accession == accession)
        return self._by_gene[symbol]

    def of_protein(self, accession: str) -> tuple[Record, ...]:
        """Return the records that make a protein."""
        made = "aligned.tx_ac IN (SELECT tx_ac FROM associated_accessions WHERE pro_ac = %s)"
        return tuple(record for record in self._read(made, accession) if record.protein == accession)

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""
        rows = self._ask("SELECT DISTINCT aligned.tx_ac", "starts_with(aligned.tx_ac, %s)", f"{accession}.")
        numbers = [int(version) for (held,) in rows if (version := held[len(accession) + 1 :]).isdecimal()]
        return tuple(f"{accession}.{version}" for version in sorted(numbers, reverse=True))

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of the genes that have records, sorted."""
        return tuple(sorted(row[0] for row in self._ask("SELECT DISTINCT hgnc", "hgnc IS NOT NULL")))

    def find_gene(self, symbol: str) -> Gene | None:
        """Return a gene by its symbol, or by an alias that no other gene has."""
        if symbol not in self._genes:
            self._genes[symbol] = self._read_gene(symbol)
        return self._genes[symbol]

    def _read_gene(self, symbol: str) -> Gene | None:
        listed = "SELECT hgnc, coalesce(aliases, '') FROM gene WHERE "
        by_alias = "%s = ANY(regexp_split_to_array(aliases, '[,;|] *'))"
        rows = self._session.ask(listed + "hgnc = %s", symbol) or self._session.ask(listed + by_alias, symbol)
        if len(rows) != 1:
            return None
        approved, aliases = rows[0]
        others = (alias.strip() for alias in re.split("[,;|]", aliases))
        installed = bool(self._ask("SELECT 1", "hgnc = %s LIMIT 1", approved))
        return Gene(approved, (), tuple(alias for alias in others if alias not in ("", "-")), "", installed)

    # ---- questions

    def _ask(self, columns: LiteralString, condition: LiteralString, *values: object) -> list[Row]:
        """Ask of the alignments with the contigs of the assembly."""
        return self._session.ask(columns + _ALIGNED + condition, list(self._contigs), *values)

    def _read(self, condition: LiteralString, value: object) -> tuple[Record, ...]:
        """Return the records of the alignments that fulfil a condition, and keep them."""
        rows = self._ask(self._columns, condition, value)
        for row in rows:
            if row[0] not in self._kept:
                self._kept[row[0]] = self._make(row)
        return _sort(self._kept[row[0]] for row in rows)

    def _make(self, row: Row) -> Record | None:
        """Return the record of an alignment, or note why there is none."""
        try:
            return _lay(*row[1:])
        except Inconsistent as why:
            self._left_out[row[1]] = str(why)
            return None


def _share_out(sets: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the numbers of exon sets in lists that a server answers in little time."""
    return (sets[first : first + _MOST_ASKED] for first in range(0, len(sets), _MOST_ASKED))


def _sort(records: Iterable[Record | None]) -> tuple[Record, ...]:
    """Return the records that are there in order of place."""
    found = (record for record in records if record is not None)
    return tuple(sorted(found, key=lambda record: (record.contig, record.extent, record.accession)))


def _lay(
    accession: str,
    gene: str | None,
    contig: str,
    strand: Literal[1, -1],
    cds_start: int | None,
    cds_end: int | None,
    protein: str | None,
    exons: list[list[str | None]] | None,
    codon_table: str | None = None,
    exceptions: list[list[str]] | None = None,
) -> Record:
    """Return the record of an alignment, whose exons are start and end on transcript and contig, and CIGAR string.

    Raises:
        Inconsistent: when an exon is not aligned from end to end, or what is told does not fit together.
    """
    aligned = [_align(exon, strand) for exon in exons or ()]
    bases = tuple(interval for interval, _ in aligned)
    blocks = tuple(block for _, found in aligned for block in found)
    if not bases or [one.start for one in bases] != [0, *(one.end for one in bases[:-1])]:
        raise Inconsistent("its exons do not follow each other from its first base on")
    if any(after.source < before.source + before.length for before, after in pairwise(blocks)):
        raise Inconsistent("its exons overlap, or are in another order on the contig")
    cds = _find_cds(cds_start, cds_end, bases[-1].end)
    return Record(
        accession,
        gene or "",
        contig,
        strand,
        bases,
        blocks,
        cds,
        protein if cds else None,
        code="mitochondrial" if codon_table == _MITOCHONDRIAL_TABLE else "standard",
        exceptions=tuple(_find_exceptions(exceptions or (), cds)) if cds else (),
        differs=any("X" in (exon[-1] or "") for exon in exons or ()),
    )


def _align(exon: list[str | None], strand: int) -> tuple[Interval, tuple[Block, ...]]:
    *ends, cigar = exon
    start, end, low, high = (int(value or 0) for value in ends)
    if start >= end or low >= high or cigar is None:
        raise Inconsistent("an exon is not aligned")
    bases = Interval(start, end)
    blocks = read_cigar(cigar, bases, Interval(*orient(low, high, strand)))
    if not blocks:
        raise Inconsistent(f"an exon of {end - start} bases is aligned with {high - low} as {cigar}")
    return bases, blocks


def _find_cds(start: int | None, end: int | None, length: int) -> Interval | None:
    if start is None or end is None:
        return None
    if not 0 <= start < end <= length:
        raise Inconsistent("its coding sequence leaves its exons")
    return Interval(start, end)


def _find_exceptions(exceptions: Iterable[Sequence[str]], cds: Interval) -> Iterator[tuple[int, str]]:
    """Yield the codons that are read as another residue, from the positions of their last bases, which count from 1."""
    for position, name in exceptions:
        residue, codon = find_residue(name), (int(position) - 1 - cds.start) // 3
        if residue is not None and cds.start < int(position) <= cds.end and (residue != "M" or codon == 0):
            yield codon, residue
