"""The bundle: one SQLite file of reference data, opened read-only in milliseconds and readable with any SQLite shell.

Tables (`build.writer` makes them, the format number is `PRAGMA user_version`):

    meta           key, value                            name, release, digest, bases in a chunk
    provenance     source, release, date, licence, sha256 of every input
    contig         assembly, name, accession, length, refget
    sequence       id, accession, synonym, length, first chunk, unknown ("3106-3107": stretches of N)
    chunk          id, bases                             2 bits a base (A C G T = 0 1 2 3), the first base highest
    placement      sequence, contig, strand, start, end, blocks, patches
    gene           id, symbol, previous, aliases, ensembl
    gene_name      name, kind (0 approved, 1 previous, 2 alias), gene
    transcript     id, accession, gene, home, strand, start, end, cds, protein, exons, blocks, patches, tags, …
    alternative_protein  transcript, name, cds           a second coding region of a transcript (TP53)
    name           name, kind (sequence, transcript, protein), target     every accession and synonym
    allele_page, identifier_page                         see `known`
    merged         namespace, value, target              a retired identifier and the one that replaced it
    uniprot        accession, gene
    legacy_rule    gene, axis, transcript, offset, name, citation
    exon_scheme    gene, transcript, labels, name, citation
    named_allele   key, gene, name, citation

Lists are text: blocks are `start source length` and patches `start bases`, joined by commas; exons are lengths; lists
of words are joined by `|`. Everything is interbase. Imports are few: opening is part of every command's start.
"""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from synonymizer.errors import DamagedData, MissingData, NewerData, OlderData, RegionNotHeld, UnknownAccession
from synonymizer.places import (
    Block,
    Contig,
    ExonScheme,
    Gene,
    Interval,
    LegacyRule,
    NamedAllele,
    Patch,
    Placement,
    Transcript,
)
from synonymizer.recent import Recent
from synonymizer.reference.seal import check_seal, compare

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap
    from typing import Any, Literal, TypeVar

    from synonymizer.alleles import KnownAllele
    from synonymizer.places import Assembly, GeneticCode, Namespace
    from synonymizer.reference.contract import Origin
    from synonymizer.reference.known import Index, Page

    _Decoded = TypeVar("_Decoded")
    _Source = tuple[str, str | None, int, int, tuple[Interval, ...]]
    """Accession, synonym, length, first chunk, stretches of unknown bases."""

TranscriptRow = tuple[
    str, str, int, int | None, int | None, str | None, str, str, str | None, str, str | None, str | None, str | None
]
"""Accession, gene, strand, start and end of the coding sequence, protein, exons, blocks, patches, code, exceptions,
tags, synonyms."""

APPLICATION_ID = 0x53594E4F
"""`SYNO`: marks a SQLite file as a bundle."""

FORMAT = 3
"""The format this program reads and writes."""

_BASES = tuple(a + b + c + d for a in "ACGT" for b in "ACGT" for c in "ACGT" for d in "ACGT")
_block = partial(tuple.__new__, Block)  # of a bundle many are made
_CHUNKS_KEPT = 1024
_PAGES_KEPT = 128
_TRANSCRIPTS_KEPT = 1 << 14
_SEQUENCES_KEPT = 1 << 13
_ROWS_ASKED = 500


def parse_blocks(text: str) -> tuple[Block, ...]:
    """Read blocks as the bundle writes them.

    >>> parse_blocks("0 5000 707,707 116849 131")
    (Block(start=0, source=5000, length=707), Block(start=707, source=116849, length=131))
    """
    if not text:
        raise ValueError("blocks are missing")
    numbers = map(int, text.replace(",", " ").split())
    return tuple(map(_block, zip(numbers, numbers, numbers, strict=True)))


def parse_patches(text: str | None) -> tuple[Patch, ...]:
    """Read patches as the bundle writes them.

    >>> parse_patches("12 A,40 GT")
    (Patch(start=12, bases='A'), Patch(start=40, bases='GT'))
    """
    if not text:
        return ()
    pairs = (patch.split() for patch in text.split(","))
    return tuple([Patch(int(start), bases) for start, bases in pairs])


def format_blocks(blocks: tuple[Block, ...]) -> str:
    """Write blocks as the bundle keeps them.

    >>> format_blocks((Block(0, 5000, 707), Block(707, 116849, 131)))
    '0 5000 707,707 116849 131'
    """
    return ",".join([f"{block.start} {block.source} {block.length}" for block in blocks])


def format_patches(patches: tuple[Patch, ...]) -> str | None:
    """Write patches as the bundle keeps them, None when there are none.

    >>> format_patches((Patch(12, "A"), Patch(40, "GT")))
    '12 A,40 GT'
    """
    return ",".join([f"{patch.start} {patch.bases}" for patch in patches]) or None


def unpack(data: bytes) -> str:
    """Return the bases of a chunk, filled up to whole bytes.

    >>> unpack(bytes([0b00011011]))
    'ACGT'
    """
    return "".join(map(_BASES.__getitem__, data))


def _spans(text: str | None) -> tuple[Interval, ...]:
    """Read intervals written as `3106-3107,4000-4100`."""
    if not text:
        return ()
    return tuple(Interval(*map(int, span.split("-"))) for span in text.split(","))


def parse_words(text: str | None) -> tuple[str, ...]:
    """Read words as the bundle writes them.

    >>> parse_words("RefSeq|MANE Select")
    ('RefSeq', 'MANE Select')
    """
    return tuple(text.split("|")) if text else ()


def _make_gene(
    symbol: str, previous: str | None, aliases: str | None, ensembl: int | str | None, installed: int
) -> Gene:
    """Make a gene of a row; of a human Ensembl gene id the number is stored."""
    identifier = f"ENSG{ensembl:011}" if isinstance(ensembl, int) else ensembl or ""
    return Gene(symbol, parse_words(previous), parse_words(aliases), identifier, bool(installed))


def _make_transcript(
    accession: str,
    gene: str,
    home: str,
    strand: Literal[1, -1],
    cds_start: int | None,
    cds_end: int | None,
    protein: str | None,
    exons: str,
    blocks: str,
    patches: str | None,
    tags: str | None,
    synonyms: str | None,
    protein_synonyms: str | None,
    code: GeneticCode,
    exceptions: str | None,
) -> Transcript:
    ends = [0, *accumulate(map(int, exons.split(",")))]
    return Transcript(
        accession,
        gene,
        home,
        strand,
        tuple(map(Interval, ends, ends[1:])),
        parse_blocks(blocks),
        parse_patches(patches),
        None if cds_start is None or cds_end is None else Interval(cds_start, cds_end),
        protein,
        parse_words(tags),
        parse_words(synonyms),
        parse_words(protein_synonyms),
        code,
        tuple((patch.start, patch.bases) for patch in parse_patches(exceptions)),
    )


def _make_placement(
    source: str, contig: str, strand: Literal[1, -1], start: int, end: int, blocks: str, patches: str | None
) -> Placement:
    return Placement(source, contig, strand, start, end, parse_blocks(blocks), parse_patches(patches))


class Bundle:
    """Reference data in one file. What was read lately is kept. Threads that share it take turns."""

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        meta = dict(self._rows("SELECT key, value FROM meta"))
        self.name = meta.get("name", "")
        self.release = meta.get("release", "")
        self.digest = meta.get("digest", "")
        if "chunk" not in meta:
            raise self._damaged("it does not say how its sequences are cut")
        self._chunk = int(meta["chunk"])
        self._sources: Recent[str, _Source | None] = Recent(_SEQUENCES_KEPT)
        self._chunks: Recent[int, bytes] = Recent(_CHUNKS_KEPT)
        self._transcripts: Recent[int, Transcript] = Recent(_TRANSCRIPTS_KEPT)
        self._homes: Recent[str, tuple[tuple[int, int, int], ...]] = Recent(_SEQUENCES_KEPT)
        self._placed: Recent[str, tuple[Placement, ...]] = Recent(_SEQUENCES_KEPT)
        self._pages: Recent[int, tuple[str, Page]] = Recent(_PAGES_KEPT)
        self._indexes: Recent[int, Index] = Recent(_PAGES_KEPT)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, is_sealed: bool = True) -> Bundle:
        """Open a bundle.

        Args:
            path: the file.
            is_sealed: False for one under way, which has no seal yet.

        Raises:
            MissingData: when there is no such file.
            DamagedData: when it is not a bundle, or a broken one.
            OlderData: when it was written in an older format.
            NewerData: when it was written in a newer format.
        """
        name = os.path.abspath(path)
        try:
            with open(name, "rb") as file:
                header = file.read(100)
                _check_format(header, name)
                if is_sealed:
                    check_seal(file, name)
        except OSError as fault:
            raise MissingData(f"The bundle {name} cannot be read: {fault.strerror}. Check the path.") from None
        address = name.replace("%", "%25").replace("?", "%3f").replace("#", "%23").replace(os.sep, "/")
        try:
            connection = sqlite3.connect(f"file:{address}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        except sqlite3.Error as fault:
            raise DamagedData(f"The bundle {name} cannot be opened: {fault}. Build or install it again.") from None
        return cls(name, connection)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Compare the whole file with its seal, whatever is known of it.

        Args:
            progress: is told bytes compared, of how many.

        Raises:
            DamagedData: when a byte is not as it was written.
        """
        try:
            with open(self.path, "rb") as file:
                compare(file, self.path, progress)
        except OSError as fault:
            raise self._damaged(fault.strerror) from None

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _rows(self, statement: str, *parameters: str | int) -> list[Any]:
        try:
            return self._connection.execute(statement, parameters).fetchall()
        except sqlite3.DatabaseError as fault:
            raise self._damaged(fault) from None

    def _damaged(self, fault: object) -> DamagedData:
        return DamagedData(f"The bundle {self.path} is damaged: {fault}. Build or install it again.")

    # ---- the bundle itself

    @property
    def description(self) -> str:
        """Name, release and the first digits of the content digest."""
        return " ".join(filter(None, (self.name, self.release, f"sha256:{self.digest[:12]}")))

    def provenance(self) -> tuple[Origin, ...]:
        """Return where the facts of the bundle come from, by source."""
        from synonymizer.reference.contract import Origin  # a look-up does not ask

        rows = self._rows("SELECT source, release, date, licence, sha256 FROM provenance ORDER BY source")
        return tuple(map(Origin._make, rows))

    def assemblies(self) -> frozenset[Assembly]:
        """Return the assemblies on whose contigs something is placed."""
        rows = self._rows(
            "SELECT DISTINCT assembly FROM contig"
            " WHERE EXISTS (SELECT 1 FROM placement WHERE placement.contig = contig.accession)"
        )
        return frozenset(assembly for (assembly,) in rows)

    def contigs(self) -> tuple[Contig, ...]:
        """Return every contig of both assemblies, GRCh38 first, in karyotype order."""
        rows = self._rows("SELECT accession, assembly, name, length, refget FROM contig ORDER BY assembly DESC, rowid")
        return tuple(Contig(*row) for row in rows)

    def refget(self, contig: str) -> str | None:
        """Return the refget accession of a contig, None when it is not known."""
        rows = self._rows("SELECT refget FROM contig WHERE accession = ? AND refget != ''", contig)
        return next((digest for (digest,) in rows), None)

    # ---- genes

    def find_gene(self, symbol: str) -> Gene | None:
        """Return the gene that a symbol means, None when it means none.

        The spelling as given goes before another letter case, an approved symbol before a previous one and that before
        an alias, an installed gene before others.
        """
        rows = self._rows(
            "SELECT symbol, previous, aliases, ensembl,"
            " EXISTS (SELECT 1 FROM transcript WHERE transcript.gene = gene.id) AS installed"
            " FROM gene_name JOIN gene ON gene.id = gene_name.gene WHERE name = ?1"
            " ORDER BY name <> ?1 COLLATE BINARY, kind, installed DESC, symbol LIMIT 1",
            symbol,
        )
        if not rows:
            return None
        return _make_gene(*rows[0])

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of the genes whose transcripts are held, in alphabetical order."""
        rows = self._rows("SELECT symbol FROM gene WHERE id IN (SELECT gene FROM transcript) ORDER BY symbol")
        return tuple(symbol for (symbol,) in rows)

    def known_genes(self) -> tuple[Gene, ...]:
        """Return every gene that the bundle knows of, installed or not, by symbol."""
        rows = self._rows(
            "SELECT symbol, previous, aliases, ensembl, id IN (SELECT gene FROM transcript) FROM gene ORDER BY symbol"
        )
        return tuple(_make_gene(*row) for row in rows)

    # ---- transcripts

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        """Return the transcripts of a gene by its approved symbol.

        MANE Select comes first, then MANE Plus Clinical, LRG transcripts, other RefSeq, Ensembl; newest version first.
        """
        gene = "SELECT gene.id FROM gene_name JOIN gene ON gene.id = gene WHERE name = ?1 AND kind = 0 AND symbol = ?1"
        return self._read_transcripts(f"gene = ({gene})", symbol)

    def find_transcript(self, accession: str) -> Transcript | None:
        """Return a transcript by accession.version or synonym (LRG_164t1), None when it is not held."""
        found = self._named("transcript", accession)
        return found[0] if found else None

    def transcripts_of_protein(self, accession: str) -> tuple[Transcript, ...]:
        """Return the transcripts that make a protein, by accession.version or synonym (LRG_164p1)."""
        return self._named("protein", accession)

    def _named(self, kind: str, name: str) -> tuple[Transcript, ...]:
        return self._read_transcripts("id IN (SELECT target FROM name WHERE name = ? AND kind = ?)", name, kind)

    def message(self, accession: str) -> str | None:  # noqa: ARG002 (the contract has it)
        """Return None: a bundle holds the bases of its transcripts and no others."""
        return None

    def transcripts_on(self, home: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts of a home sequence that overlap or touch [start, end], those of a gene by rank."""
        extents = self._homes.get(home)
        if extents is None:
            extents = tuple(
                self._rows(
                    'SELECT id, start, "end" FROM transcript'
                    " WHERE home = (SELECT id FROM sequence WHERE accession = ?) ORDER BY id",
                    home,
                )
            )
            self._homes[home] = extents
        return self._get([row for row, low, high in extents if low <= end and start <= high])

    def transcript_rows(self, home: str) -> list[TranscriptRow]:
        """Return what `transcripts_on` does of a whole home as it is written, for who reads many at once."""
        return self._rows(
            "SELECT t.accession, gene.symbol, strand, cds_start, cds_end, protein, exons, blocks, patches, code,"
            " exceptions, tags, synonyms FROM transcript AS t JOIN gene ON gene.id = t.gene"
            " WHERE home = (SELECT target FROM name WHERE name = ? AND kind = 'sequence') ORDER BY t.id",
            home,
        )

    def _read_transcripts(self, condition: str, *parameters: str | int) -> tuple[Transcript, ...]:
        """Return the transcripts of a condition on the table, in order of rank."""
        rows = self._rows(f"SELECT id FROM transcript WHERE {condition} ORDER BY id", *parameters)
        return self._get([row for (row,) in rows])

    def _get(self, rows: list[int]) -> tuple[Transcript, ...]:
        """Return some rows of the table of transcripts, which are read where they are not kept."""
        found = {row: self._transcripts[row] for row in rows if row in self._transcripts}
        wanted = [row for row in rows if row not in found]
        for first in range(0, len(wanted), _ROWS_ASKED):
            asked = wanted[first : first + _ROWS_ASKED]
            for row, *fields in self._rows(
                "SELECT t.id, t.accession, gene.symbol, sequence.accession, strand, cds_start, cds_end, protein, exons,"
                " blocks, patches, tags, synonyms, protein_synonyms, code, exceptions"
                " FROM transcript AS t JOIN gene ON gene.id = t.gene JOIN sequence ON sequence.id = t.home"
                f" WHERE t.id IN ({','.join('?' * len(asked))})",
                *asked,
            ):
                found[row] = self._transcripts[row] = self._decode(_make_transcript, *fields)
            if any(row not in found for row in asked):
                raise self._damaged("a transcript lacks its gene or its home")
        return tuple(found[row] for row in rows)

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""
        rows = self._rows("SELECT DISTINCT name FROM name WHERE name > ?1 || '.' AND name < ?1 || '/'", accession)
        found = [name for (name,) in rows if name[len(accession) + 1 :].isdigit()]
        return tuple(sorted(found, key=lambda name: -int(name[len(accession) + 1 :])))

    def doubles(self, accession: str) -> tuple[Transcript, ...]:  # noqa: ARG002 - what is asked makes no difference
        """Return none: a home is placed wherever its transcripts lie."""
        return ()

    def doubles_on(self, home: str) -> tuple[Transcript, ...]:  # noqa: ARG002 - likewise
        """Return none."""
        return ()

    # ---- sequences

    def find_source(self, accession: str) -> str | None:
        """Return the accession under which a sequence is stored (NG_ for LRG_), None when it is not."""
        source = self._source(accession)
        return source[0] if source else None

    def source_names(self, accession: str) -> tuple[str, ...]:
        """Return the accessions of a stored sequence, the canonical one first.

        Raises:
            UnknownAccession: when it is not stored.
        """
        source = self._get_source(accession)
        return (source[0], source[1]) if source[1] else (source[0],)

    def source_length(self, accession: str) -> int:
        """Return the length of a stored sequence.

        Raises:
            UnknownAccession: when it is not stored.
        """
        return self._get_source(accession)[2]

    def _source(self, accession: str) -> _Source | None:
        if accession not in self._sources:
            rows = self._rows(
                "SELECT accession, synonym, length, first_chunk, unknown FROM sequence"
                " JOIN name ON name.target = sequence.id WHERE name.name = ? AND kind = 'sequence'",
                accession,
            )
            self._sources[accession] = (*rows[0][:4], self._decode(_spans, rows[0][4])) if rows else None
        return self._sources[accession]

    def _get_source(self, accession: str) -> _Source:
        found = self._source(accession)
        if found is None:
            raise UnknownAccession(f"{accession} is not stored in {self.path}. Check the accession.")
        return found

    def bases(self, source: str, start: int, end: int) -> str:
        """Return the bases of [start, end) of a stored sequence, forward strand.

        Raises:
            UnknownAccession: when the sequence is not stored.
            RegionNotHeld: when the interval leaves it.
        """
        _, _, length, first, unknown = self._get_source(source)
        if not 0 <= start <= end <= length:
            raise _outside(source, length, start, end)
        if start == end:
            return ""
        low, high = start // self._chunk, (end - 1) // self._chunk
        data = [self._read_chunk(first + index) for index in range(low, high + 1)]
        shift = low * self._chunk
        left, right = (start - shift) // 4, -((shift - end) // 4)
        text = unpack(b"".join(data)[left:right])
        text = text[start - shift - 4 * left : end - shift - 4 * left]
        for stretch in unknown:
            if stretch.start < end and start < stretch.end:
                left, right = max(stretch.start, start) - start, min(stretch.end, end) - start
                text = text[:left] + "N" * (right - left) + text[right:]
        return text

    def read(self, source: str, start: int, end: int) -> bytes:
        """Return what `bases` does as bytes, for who reads many at once.

        Raises:
            UnknownAccession: when the sequence is not stored.
            RegionNotHeld: when the interval leaves it.
        """
        read = bytearray(max(end - start, 0))
        self.read_into(source, start, end, read, 0)
        return bytes(read)

    def read_into(self, source: str, start: int, end: int, out: bytearray | mmap, at: int) -> None:
        """Write what `read` returns into a buffer, from a place on.

        Raises:
            UnknownAccession: when the sequence is not stored.
            RegionNotHeld: when the interval leaves it.
        """
        from synonymizer.kernel.unpack import unpack as lay  # only who reads many bases needs it

        _, _, length, first, unknown = self._get_source(source)
        if not 0 <= start <= end <= length:
            raise _outside(source, length, start, end)
        low, high = start // self._chunk, -(-end // self._chunk)
        rows = self._rows("SELECT bases FROM chunk WHERE id >= ? AND id < ? ORDER BY id", first + low, first + high)
        if len(rows) != high - low:
            raise self._damaged(f"a chunk of {source} is missing")
        shift = low * self._chunk
        lay(b"".join([data for (data,) in rows]), start - shift, end - shift, out, at)
        for stretch in unknown:
            left, right = max(stretch.start, start) - start, min(stretch.end, end) - start
            if left < right:
                out[at + left : at + right] = b"N" * (right - left)

    def _read_chunk(self, number: int) -> bytes:
        found = self._chunks.get(number)
        if found is None:
            rows = self._rows("SELECT bases FROM chunk WHERE id = ?", number)
            if not rows:
                raise self._damaged(f"chunk {number} is missing")
            found = self._chunks[number] = rows[0][0]
        return found

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stored sequence lies on contigs: GRCh38 before GRCh37, each in karyotype order."""
        found = self._placed.get(source)
        if found is None:
            found = self._placements(
                "placement.sequence = (SELECT target FROM name WHERE name = ? AND kind = 'sequence')"
                " ORDER BY placement.rowid",
                source,
            )
            self._placed[source] = found
        return found

    def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        """Return the placements on a contig that overlap or touch [start, end], in order of start."""
        return self._placements(
            'placement.contig = ? AND start <= ? AND "end" >= ? ORDER BY start, placement.rowid', contig, end, start
        )

    def outlines(self, contig: str) -> list[tuple[str, int, int]]:
        """Return source, start and end of the placements on a whole contig, without their blocks, which may be long."""
        return self._rows(
            'SELECT sequence.accession, start, "end" FROM placement JOIN sequence ON sequence.id = placement.sequence'
            " WHERE placement.contig = ? ORDER BY start, placement.rowid",
            contig,
        )

    def _placements(self, condition: str, *parameters: str | int) -> tuple[Placement, ...]:
        rows = self._rows(
            'SELECT sequence.accession, contig, strand, start, "end", blocks, patches FROM placement'
            f" JOIN sequence ON sequence.id = placement.sequence WHERE {condition}",
            *parameters,
        )
        return tuple(self._decode(_make_placement, *row) for row in rows)

    # ---- identifiers

    def known_alleles(self, namespace: Namespace, value: int) -> tuple[KnownAllele, ...]:
        """Return the alleles that an identifier points at, in genomic order; none when it is not held."""
        rows = self._rows(
            "SELECT id FROM identifier_page WHERE namespace = ? AND first <= ? ORDER BY first DESC LIMIT 1",
            namespace,
            value,
        )
        found: list[KnownAllele] = []
        for number in self._index(rows[0][0]).find(value) if rows else ():
            contig, page = self._page(number)
            for index in page.naming(namespace, value):
                found.extend(known for known in page.known(contig, index) if _has(known, namespace, value))
        return tuple(found)

    def known_over(self, contig: str, start: int, end: int) -> tuple[KnownAllele, ...]:
        """Return the alleles whose justified interval overlaps or touches [start, end] of a contig, in order."""
        # along a contig `first` and `last` never fall, so that the pages that reach the place follow each other
        low = self._rows(
            "SELECT id FROM allele_page WHERE contig = ? AND last >= ? ORDER BY last, id LIMIT 1", contig, start
        )
        high = self._rows(
            "SELECT id FROM allele_page WHERE contig = ? AND first <= ? ORDER BY first DESC, id DESC LIMIT 1",
            contig,
            end,
        )
        found: list[KnownAllele] = []
        for number in range(low[0][0], high[0][0] + 1) if low and high else ():
            _, page = self._page(number)
            for index in page.touching(start, end):
                found.extend(page.known(contig, index))
        return tuple(found)

    def merged_into(self, namespace: Namespace, value: int) -> int | None:
        """Return the identifier that replaced a retired one, None when nothing is known to have."""
        rows = self._rows("SELECT target FROM merged WHERE namespace = ? AND value = ?", namespace, value)
        return rows[0][0] if rows else None

    def merged_from(self, namespace: Namespace, value: int) -> tuple[int, ...]:
        """Return the retired identifiers that one replaced, in ascending order."""
        rows = self._rows(
            "SELECT value FROM merged WHERE namespace = ? AND target = ? ORDER BY value", namespace, value
        )
        return tuple(row[0] for row in rows)

    def find_uniprot(self, accession: str) -> str | None:
        """Return the approved symbol of the gene of a UniProt entry."""
        rows = self._rows("SELECT gene FROM uniprot WHERE accession = ?", accession)
        return rows[0][0] if rows else None

    # ---- facts from the literature

    def legacy_rules(self, gene: str) -> tuple[LegacyRule, ...]:
        """Return the older ways to count the positions of a gene, by its approved symbol."""
        rows = self._rows(
            'SELECT gene, axis, transcript, "offset", name, citation FROM legacy_rule WHERE gene = ? ORDER BY rowid',
            gene,
        )
        return tuple(LegacyRule(*row) for row in rows)

    def exon_schemes(self, gene: str) -> tuple[ExonScheme, ...]:
        """Return the older numberings of the exons of a gene, by its approved symbol."""
        rows = self._rows(
            "SELECT gene, transcript, labels, name, citation FROM exon_scheme WHERE gene = ? ORDER BY rowid", gene
        )
        return tuple(
            ExonScheme(gene, transcript, parse_words(labels), *rest) for gene, transcript, labels, *rest in rows
        )

    def names_of(self, key: str) -> tuple[NamedAllele, ...]:
        """Return the names people gave the allele of a key."""
        rows = self._rows("SELECT key, gene, name, citation FROM named_allele WHERE key = ? ORDER BY rowid", key)
        return tuple(NamedAllele(*row) for row in rows)

    def _page(self, number: int) -> tuple[str, Page]:
        found = self._pages.get(number)
        if found is None:
            from synonymizer.reference.known import decode_alleles  # only identifiers need it

            contig, data = self._read_page("SELECT contig, alleles FROM allele_page WHERE id = ?", number)
            found = self._pages[number] = contig, self._decode(decode_alleles, data)
        return found

    def _index(self, number: int) -> Index:
        found = self._indexes.get(number)
        if found is None:
            from synonymizer.reference.known import decode_identifiers  # only identifiers need it

            (data,) = self._read_page("SELECT identifiers FROM identifier_page WHERE id = ?", number)
            found = self._indexes[number] = self._decode(decode_identifiers, data)
        return found

    def _read_page(self, statement: str, number: int) -> Any:
        rows = self._rows(statement, number)
        if not rows:
            raise self._damaged(f"page {number} of identifiers is missing")
        return rows[0]

    def _decode(self, decode: Callable[..., _Decoded], *data: Any) -> _Decoded:
        """Read the fields of a row, which in a sound bundle can always be read."""
        try:
            return decode(*data)
        except (ValueError, TypeError, AttributeError, LookupError) as fault:
            raise self._damaged(fault) from None


def _outside(source: str, length: int, start: int, end: int) -> RegionNotHeld:
    return RegionNotHeld(f"{source} has {length:,} bases; positions {start + 1:,} to {end:,} are not all in it.")


def _check_format(header: bytes, name: str) -> None:
    """Check that a file begins as a bundle does, in the format of this program."""
    if header[:15] != b"SQLite format 3" or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise DamagedData(f"{name} is not a reference bundle. Build or install it again.")
    version = int.from_bytes(header[60:64], "big")
    written = f"{name} is written in bundle format {version}; this program reads format {FORMAT}."
    if version > FORMAT:
        raise NewerData(f"{written} Upgrade synonymizer.")
    if version < FORMAT:
        raise OlderData(f"{written} Build or install the bundle again.")


def _has(known: KnownAllele, namespace: Namespace, value: int) -> bool:
    match namespace:
        case "rs":
            return known.rs == value
        case "variation":
            return known.variation == value
        case "allele":
            return known.allele == value
