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

import os
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, LiteralString
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg2
from psycopg2 import errorcodes

from synonymizer.errors import BadSource, DamagedData, MissingData
from synonymizer.mapping import orient
from synonymizer.places import MITOCHONDRION, Gene, Interval
from synonymizer.reference.cigar import read_cigar
from synonymizer.reference.contract import Origin, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synonymizer.places import Assembly, Block, Contig

    _Row = tuple[Any, ...]

METHODS = ["splign", "genebuild"]
"""Alignments that are read: RefSeq's and Ensembl's own; of a transcript that has both, the first."""

CONNECT_SECONDS = 10
"""How long a server may take to accept a connection, unless the URL says otherwise."""

ANSWER_SECONDS = 60
"""How long it may take to answer a question."""

_TABLES = ("associated_accessions", "exon", "exon_aln", "exon_set", "gene", "meta", "transcript")

_UNREADABLE = (
    "The address of the UTA database cannot be read. Write postgresql://user:password@host:port/database/schema, "
    "with %40 for @, %2F for /, %3F for ? and %23 for # in user and password."
)

_MITOCHONDRIAL_TABLE = "2"

_EXCEPTED = {"Sec": "U", "Pyl": "O", "OTHER": "X"}
"""Residues that no codon table has."""

_SET = "SELECT set_config(%s, %s, false)"

_ALIGNED = """
FROM exon_set AS aligned JOIN transcript ON transcript.ac = aligned.tx_ac
WHERE aligned.alt_ac = ANY(%s) AND aligned.alt_aln_method = ANY(%s) AND position('/' IN aligned.tx_ac) = 0 AND """

_PLACES = """
SELECT exon_set_id, min(start_i), max(end_i)
FROM exon_set JOIN exon USING (exon_set_id)
WHERE alt_ac = %s AND alt_aln_method = ANY(%s) AND position('/' IN tx_ac) = 0
GROUP BY exon_set_id ORDER BY 2, 3, 1"""

_COLUMNS = """
SELECT aligned.alt_aln_method, aligned.tx_ac, transcript.hgnc, aligned.alt_ac, aligned.alt_strand,
    transcript.cds_start_i, transcript.cds_end_i,
    (SELECT max(pro_ac) FROM associated_accessions AS made WHERE made.tx_ac = aligned.tx_ac),
    (SELECT array_agg(ARRAY[own_exon.start_i::text, own_exon.end_i::text, exon.start_i::text, exon.end_i::text, cigar]
                      ORDER BY own_exon.ord)
     FROM exon_set AS own
     JOIN exon AS own_exon ON own_exon.exon_set_id = own.exon_set_id
     LEFT JOIN exon ON exon.exon_set_id = aligned.exon_set_id AND exon.ord = own_exon.ord
     LEFT JOIN exon_aln ON tx_exon_id = own_exon.exon_id AND alt_exon_id = exon.exon_id
     WHERE own.tx_ac = aligned.tx_ac AND own.alt_ac = own.tx_ac AND own.alt_aln_method = 'transcript')"""

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
    session = _Session(url)
    aligned = {
        row[0] for row in session.ask("SELECT DISTINCT alt_ac FROM exon_set WHERE alt_aln_method = ANY(%s)", METHODS)
    }
    assemblies: dict[Assembly, dict[str, int]] = {}
    for contig in known:
        if contig.accession in aligned and contig.accession != MITOCHONDRION:
            assemblies.setdefault(contig.assembly, {})[contig.accession] = contig.length
    if not assemblies:
        raise MissingData(f"{session.path} aligns no transcripts with the chromosomes of GRCh38 or GRCh37.")
    return tuple(Uta(session, assembly, contigs) for assembly, contigs in assemblies.items())


class Uta:
    """The transcripts that a UTA database aligns with the contigs of one assembly.

    What is asked by accession or gene, and where alignments lie, is kept.
    """

    def __init__(self, session: _Session, assembly: Assembly, contigs: dict[str, int]) -> None:
        self._session = session
        self._assembly = assembly
        self._contigs = contigs
        self._places: dict[str, list[tuple[int, int, int]]] = {}
        self._extents: dict[str, list[tuple[int, int]]] = {}
        self._found: dict[str, tuple[Record, ...]] = {}
        self._by_gene: dict[str, tuple[Record, ...]] = {}

    @property
    def path(self) -> str:
        """The URL of the database, without password and options."""
        return self._session.path

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The database, with its release, the date it was made on and its licence."""
        return (self._session.origin,)

    @property
    def assembly(self) -> Assembly:
        """The assembly of its contigs."""
        return self._assembly

    def close(self) -> None:
        """Close the connection, which the annotations of a database share."""
        self._session.close()

    def contigs(self) -> dict[str, int]:
        """Return the contigs that carry records, with their lengths."""
        return self._contigs

    def extents(self, contig: str) -> Sequence[tuple[int, int]]:
        """Return the extents of all alignments with a contig, in order of start; they are read once."""
        if contig not in self._extents:
            self._extents[contig] = [(start, end) for _, start, end in self._list_places(contig)]
        return self._extents[contig]

    def _list_places(self, contig: str) -> list[tuple[int, int, int]]:
        """Return the exon sets on a contig with start and end."""
        if contig not in self._places:
            rows = self._session.ask(_PLACES, contig, METHODS) if contig in self._contigs else []
            self._places[contig] = [(number, start, end) for number, start, end in rows]
        return self._places[contig]

    def over(self, contig: str, start: int, end: int) -> tuple[Record, ...]:
        """Return the records whose extent overlaps or touches [start, end] of a contig."""
        sets = [number for number, low, high in self._list_places(contig) if low <= end and start <= high]
        return self._read("aligned.exon_set_id = ANY(%s)", sets) if sets else ()

    def records(self) -> Iterator[Record]:
        """Yield every record, contig by contig, in order of place."""
        for contig in self._contigs:
            yield from self._read("aligned.alt_ac = %s", contig)

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
        columns = "SELECT hgnc, coalesce(aliases, '') FROM gene WHERE "
        rows = self._session.ask(f"{columns} hgnc = %s", symbol) or self._session.ask(
            f"{columns} %s = ANY(regexp_split_to_array(aliases, '[,;|] *'))", symbol
        )
        if len(rows) != 1:
            return None
        approved, aliases = rows[0]
        listed = tuple(alias.strip() for alias in aliases.replace("|", ",").replace(";", ",").split(","))
        installed = bool(self._ask("SELECT 1", "hgnc = %s LIMIT 1", approved))
        return Gene(approved, (), tuple(alias for alias in listed if alias not in ("", "-")), "", installed)

    # ---- questions

    def _ask(self, columns: LiteralString, condition: LiteralString, *values: object) -> list[_Row]:
        """Ask of the alignments with the contigs of the assembly."""
        return self._session.ask(columns + _ALIGNED + condition, list(self._contigs), METHODS, *values)

    def _read(self, condition: LiteralString, value: object) -> tuple[Record, ...]:
        """Return the records of the alignments that fulfil a condition, in order of place."""
        rows = self._ask(self._session.columns, condition, value)
        rows.sort(key=lambda row: METHODS.index(row[0]), reverse=True)
        preferred = {(row[1], row[3]): row for row in rows}
        records: list[Record] = []
        for row in preferred.values():
            with suppress(_Unaligned):
                records.append(_make_record(*row[1:]))
        return tuple(sorted(records, key=lambda record: (record.contig, record.extent, record.accession)))


class _Unaligned(ValueError):
    """An alignment that is not whole, or contradicts itself."""


def _make_record(
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
        _Unaligned: when an exon is not aligned from end to end, or what is told does not fit together.
    """
    aligned = [_align(exon, strand) for exon in exons or ()]
    bases = tuple(interval for interval, _ in aligned)
    blocks = tuple(block for _, found in aligned for block in found)
    if not bases or [one.start for one in bases] != [0, *(one.end for one in bases[:-1])]:
        raise _Unaligned("its exons do not follow each other from its first base on")
    if any(after.source < before.source + before.length for before, after in pairwise(blocks)):
        raise _Unaligned("its exons overlap, or are in another order on the contig")
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
        raise _Unaligned("an exon is not aligned")
    bases = Interval(start, end)
    blocks = read_cigar(cigar, bases, Interval(*orient(low, high, strand)))
    if not blocks:
        raise _Unaligned(f"an exon of {end - start} bases is aligned with {high - low} as {cigar}")
    return bases, blocks


def _find_cds(start: int | None, end: int | None, length: int) -> Interval | None:
    if start is None or end is None:
        return None
    if not 0 <= start < end <= length:
        raise _Unaligned("its coding sequence leaves its exons")
    return Interval(start, end)


def _find_exceptions(exceptions: Iterable[Sequence[str]], cds: Interval) -> Iterator[tuple[int, str]]:
    """Yield the codons that are read as another residue, from the positions of their last bases, which count from 1."""
    for position, residue in exceptions:
        if residue in _EXCEPTED and cds.start < int(position) <= cds.end:
            yield (int(position) - 1 - cds.start) // 3, _EXCEPTED[residue]


# ---- sessions


class _Session:
    """A session that only reads the schema of UTA. A connection that is lost is opened again, once."""

    def __init__(self, url: str) -> None:
        self._keywords, self.schema = _parse_url(url)
        self._address = _describe(self._keywords)
        self._connection: Any = None
        self._search_path = ""
        self.schema = self._find_schema()
        self.columns = self._find_columns()
        told: dict[str, str] = dict(self.ask("SELECT key, value FROM meta"))
        date, licence = told.get("created on", "")[:10], told.get("license", "")
        self.origin = Origin(self._address, self.schema, date, licence)

    @property
    def path(self) -> str:
        """The URL without password and options."""
        return f"{self._address}/{self.schema}" if self.schema else self._address

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def ask(self, query: LiteralString, *values: object) -> list[_Row]:
        """Return the rows that answer a question.

        Raises:
            MissingData: when the database cannot be reached or read, or does not answer in time.
            DamagedData: when it has not the tables or columns of UTA.
        """
        try:
            return self._execute(query, values)
        except psycopg2.Error as error:
            if self._connection is None or not self._connection.closed:
                raise self._explain(error) from error
        self._connection = None
        try:
            return self._execute(query, values)
        except psycopg2.Error as error:
            raise self._explain(error) from error

    def _execute(self, query: LiteralString, values: Sequence[object]) -> list[_Row]:
        if self._connection is None:
            self._connection = self._connect()
        with self._connection.cursor() as cursor:
            try:
                cursor.execute(query, values)
            except ValueError:  # NUL or half a character, which no text of a database has
                return []
            return list(cursor.fetchall())

    def _connect(self) -> Any:
        defaults = {"connect_timeout": CONNECT_SECONDS, "application_name": "synonymizer"}
        connection = psycopg2.connect(**{**defaults, **self._keywords, "client_encoding": "UTF8"})
        connection.set_session(readonly=True, autocommit=True)
        with connection.cursor() as cursor:
            cursor.execute(_SET, ("statement_timeout", f"{ANSWER_SECONDS}s"))
            cursor.execute(_SET, ("search_path", self._search_path))
        return connection

    def _find_schema(self) -> str:
        """Return the schema to read, and look for all names in it."""
        there: dict[str, str] = dict(self.ask("SELECT nspname, quote_ident(nspname) FROM pg_namespace"))
        releases = sorted(name for name in there if name.startswith("uta_"))
        if self.schema and self.schema not in there:
            held = f"It has {', '.join(releases)}." if releases else "It has none of UTA."
            raise MissingData(f"{self._address} has no schema {self.schema}. {held}")
        chosen = self.schema or (releases[-1] if releases else "public")
        self._search_path = there.get(chosen, "")
        self.ask(_SET, "search_path", self._search_path)
        return chosen

    def _find_columns(self) -> LiteralString:
        """Return the columns to ask for, once the tables of UTA are known to be there."""
        rows = self.ask(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s", self.schema
        )
        there = {table for table, _ in rows}
        missing = [table for table in _TABLES if table not in there]
        if missing:
            raise DamagedData(
                f"{self.path} is no UTA database that may be read: it shows no {', '.join(missing)}. "
                "Check the schema, and that the user was granted USAGE of it and SELECT on its tables."
            )
        columns: LiteralString = _COLUMNS + (_CODON_TABLE if ("transcript", "codon_table") in rows else ", NULL")
        return columns + (_EXCEPTIONS if "translation_exception" in there else "")

    def _explain(self, error: psycopg2.Error) -> MissingData | DamagedData:
        """Return the error as a sentence."""
        secrets = {self._keywords.get("password", ""), os.environ.get("PGPASSWORD", "")} - {""}
        said = _find_cause(str(error), {secret for secret in secrets if secret not in self.path})
        if error.pgcode == errorcodes.QUERY_CANCELED:
            return MissingData(f"{self.path} did not answer within {ANSWER_SECONDS} seconds. Try again later.")
        if error.pgcode in (errorcodes.UNDEFINED_TABLE, errorcodes.UNDEFINED_COLUMN):
            return DamagedData(f"{self.path} is no UTA database: {said}. Load it again.")
        return MissingData(f"{self.path} cannot be read: {said}. Check address, user, password and server.")


def _describe(keywords: dict[str, str]) -> str:
    """Return the address of a database as messages name it.

    >>> _describe({"user": "reader", "password": "secret", "host": "localhost", "dbname": "uta"})
    'postgresql://reader@localhost/uta'
    """
    user = f"{keywords['user']}@" if "user" in keywords else ""
    port = f":{keywords['port']}" if "port" in keywords else ""
    return f"postgresql://{user}{keywords.get('host', '')}{port}/{keywords['dbname']}"


def _find_cause(message: str, secrets: set[str]) -> str:
    r"""Return what libpq says of the last address it tried; nothing of a message that gives a secret away.

    >>> _find_cause("connection to server at ::1: no\n\tIs it on?\nconnection to server failed: late", {"x"})
    'connection to server failed: late'
    """
    if not message.strip() or any(secret in message for secret in secrets):
        return "the server refused"
    lines = [line.strip().rstrip(".") for line in message.strip().splitlines()]
    return next((line for line in reversed(lines) if line.startswith("connection to server")), lines[0])


def _parse_url(url: str) -> tuple[dict[str, str], str]:
    """Return libpq's keywords and the schema of a URL; what is wrong with it is told without quoting it.

    >>> _parse_url("postgresql://anonymous:anonymous@uta.biocommons.org/uta/uta_20241220?sslmode=require")[1]
    'uta_20241220'
    """
    try:
        url.encode()  # which fails on half a character
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)) if parts.query else {}
        given = {"user": parts.username, "password": parts.password, "host": parts.hostname, "port": parts.port}
    except ValueError:
        raise BadSource(_UNREADABLE) from None
    database, _, schema = parts.path.removeprefix("/").partition("/")
    is_whole = parts.scheme in ("postgresql", "postgres") and database and not parts.fragment
    if not is_whole or "/" in schema or "@" in parts.path or "\0" in unquote(url):
        raise BadSource(_UNREADABLE)
    stated = {key: unquote(str(value)) for key, value in given.items() if value is not None}
    return {**options, **stated, "dbname": unquote(database)}, unquote(schema)
