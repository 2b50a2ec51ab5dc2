"""Writes a bundle: the tables that `reference.store` reads, and the digest of their content.

The digest is the sha256 over every row of every table in a fixed order, pages unpacked, so that it depends neither on
the version of SQLite nor on that of zlib. Rows that name the bundle or hold the digest itself are left out of it.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import struct
import zlib
from itertools import islice
from typing import TYPE_CHECKING

from synonymizer.build.spool import Spool
from synonymizer.mapping import orient
from synonymizer.reference.known import (
    ALLELES_PER_PAGE,
    IDENTIFIERS_PER_PAGE,
    Entry,
    encode_alleles,
    encode_identifiers,
)
from synonymizer.reference.store import APPLICATION_ID, FORMAT, format_blocks, format_patches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from synonymizer.build.facts import Facts
    from synonymizer.build.symbols import SymbolRow
    from synonymizer.places import Contig, NamedAllele, Namespace, Placement, Transcript
    from synonymizer.reference.contract import Origin
    from synonymizer.reference.verify import Alternative

CHUNK = 16_000
"""Bases in a chunk: one of 4,000 bytes fills a page of the database."""

_TABLES = {
    "meta": "key TEXT PRIMARY KEY, value TEXT NOT NULL",
    "provenance": "source TEXT PRIMARY KEY, release TEXT, date TEXT, licence TEXT, sha256 TEXT",
    "contig": "assembly TEXT, name TEXT, accession TEXT, length INTEGER, refget TEXT",
    "sequence": (
        "id INTEGER PRIMARY KEY, accession TEXT, synonym TEXT, length INTEGER, first_chunk INTEGER, unknown TEXT"
    ),
    "chunk": "id INTEGER PRIMARY KEY, bases BLOB",
    "placement": (
        'sequence INTEGER, contig TEXT, strand INTEGER, start INTEGER, "end" INTEGER, blocks TEXT, patches TEXT'
    ),
    "gene": "id INTEGER PRIMARY KEY, symbol TEXT, previous TEXT, aliases TEXT, ensembl INTEGER",
    "gene_name": "name TEXT COLLATE NOCASE, kind INTEGER, gene INTEGER, PRIMARY KEY (name, kind, gene)",
    "transcript": (
        "id INTEGER PRIMARY KEY, accession TEXT, gene INTEGER, home INTEGER, strand INTEGER, start INTEGER,"
        ' "end" INTEGER, cds_start INTEGER, cds_end INTEGER, protein TEXT, exons TEXT, blocks TEXT, patches TEXT,'
        " tags TEXT, synonyms TEXT, protein_synonyms TEXT, code TEXT, exceptions TEXT"
    ),
    "alternative_protein": "transcript INTEGER, name TEXT, cds_start INTEGER, cds_end INTEGER",
    "name": "name TEXT, kind TEXT, target INTEGER, PRIMARY KEY (name, kind, target)",
    "allele_page": "id INTEGER PRIMARY KEY, contig TEXT, first INTEGER, last INTEGER, alleles BLOB",
    "identifier_page": "id INTEGER PRIMARY KEY, namespace TEXT, first INTEGER, last INTEGER, identifiers BLOB",
    "merged": "namespace TEXT, value INTEGER, target INTEGER, PRIMARY KEY (namespace, value)",
    "uniprot": "accession TEXT PRIMARY KEY, gene TEXT",
    "legacy_rule": 'gene TEXT, axis TEXT, transcript TEXT, "offset" INTEGER, name TEXT, citation TEXT',
    "exon_scheme": "gene TEXT, transcript TEXT, labels TEXT, name TEXT, citation TEXT",
    "named_allele": "key TEXT, gene TEXT, name TEXT, citation TEXT",
}
_WITHOUT_ROWID = ("gene_name", "name", "merged", "uniprot")
_INDEXES = (
    'placement (contig, start, "end")',
    "placement (sequence)",
    "transcript (gene)",
    "transcript (home)",
    "allele_page (contig, first)",
    "allele_page (contig, last)",
    "identifier_page (namespace, first)",
    "merged (namespace, target)",
    "named_allele (key)",
)
_PAGES = ("alleles", "identifiers")
_NOT_CONTENT = ("name", "digest")
_ORDERS = {
    "meta": "key",
    "provenance": "source",
    "gene_name": "name, kind, gene",
    "name": "name, kind, target",
    "merged": "namespace, value",
    "uniprot": "accession",
}
"""How the rows of a table are ordered that has no order of its own."""
_DIGITS = str.maketrans("ACGTN", "01230")
_NAMESPACES: tuple[Namespace, ...] = ("rs", "variation", "allele")
_PAIR = struct.Struct("<qi")
_PART = 22
"""Identifiers that have the same bits above these are sorted at once."""


def create(path: Path) -> sqlite3.Connection:
    """Turn an empty file into an empty bundle."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 4096")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    for table, columns in _TABLES.items():
        ending = " WITHOUT ROWID" if table in _WITHOUT_ROWID else ""
        connection.execute(f"CREATE TABLE {table} ({columns}){ending}")
    connection.execute("INSERT INTO meta VALUES ('chunk', ?)", (str(CHUNK),))
    return connection


def pack(bases: str) -> bytes:
    """Write bases with two bits each, filled up with A to a whole byte; N becomes A.

    >>> pack("ACGTT").hex()
    '1bc0'
    """
    padded = bases + "A" * (-len(bases) % 4)
    return int(padded.translate(_DIGITS), 4).to_bytes(len(padded) // 4, "big")


def find_unknown(bases: str) -> str | None:
    """Return the stretches of N as `start-end` joined by commas, None when there are none.

    >>> find_unknown("ANNCN")
    '1-3,4-5'
    """
    return ",".join(f"{match.start()}-{match.end()}" for match in re.finditer("N+", bases)) or None


def write_contigs(connection: sqlite3.Connection, contigs: tuple[Contig, ...]) -> None:
    """Write the chromosomes of both assemblies in the order given."""
    rows = [(contig.assembly, contig.name, contig.accession, contig.length, contig.refget) for contig in contigs]
    connection.executemany("INSERT INTO contig VALUES (?, ?, ?, ?, ?)", rows)


def write_sequence(
    connection: sqlite3.Connection, accession: str, synonym: str | None, bases: str, placements: Iterable[Placement]
) -> None:
    """Write a sequence and its placements."""
    (first,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM chunk").fetchone()
    cursor = connection.execute(
        "INSERT INTO sequence (accession, synonym, length, first_chunk, unknown) VALUES (?, ?, ?, ?, ?)",
        (accession, synonym, len(bases), first, find_unknown(bases)),
    )
    identifier = cursor.lastrowid or 0
    chunks = [(pack(bases[start : start + CHUNK]),) for start in range(0, len(bases), CHUNK)]
    connection.executemany("INSERT INTO chunk (bases) VALUES (?)", chunks)
    write_placements(connection, identifier, placements)
    names = (accession, synonym) if synonym else (accession,)
    connection.executemany("INSERT INTO name VALUES (?, 'sequence', ?)", [(name, identifier) for name in names])


def write_placements(connection: sqlite3.Connection, sequence: int, placements: Iterable[Placement]) -> None:
    """Write where a sequence, given by its id, lies."""
    connection.executemany(
        "INSERT INTO placement VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (sequence, at.contig, at.strand, at.start, at.end, format_blocks(at.blocks), format_patches(at.patches))
            for at in placements
        ],
    )


def write_genes(connection: sqlite3.Connection, genes: Iterable[SymbolRow]) -> dict[str, int]:
    """Write all genes and their names; return the id of every symbol."""
    identifiers: dict[str, int] = {}
    names: set[tuple[str, int, int]] = set()
    for identifier, gene in enumerate(genes, 1):
        identifiers[gene.symbol] = identifier
        human = re.fullmatch(r"ENSG(\d{11})", gene.ensembl)
        number = int(human[1]) if human else gene.ensembl or None
        previous, aliases = "|".join(gene.previous) or None, "|".join(gene.aliases) or None
        row = (identifier, gene.symbol, previous, aliases, number)
        connection.execute("INSERT INTO gene VALUES (?, ?, ?, ?, ?)", row)
        for kind, listed in enumerate(([gene.symbol], gene.previous, gene.aliases)):
            names.update((name, kind, identifier) for name in listed)
    # in the order of the table, so that its pages are full; names that differ in letter case alone are one entry
    ordered = sorted(names, key=lambda row: (row[0].lower(), row[1:], row[0]))
    connection.executemany("INSERT OR IGNORE INTO gene_name VALUES (?, ?, ?)", ordered)
    return identifiers


def write_transcript(
    connection: sqlite3.Connection, at: Transcript, gene: int, alternatives: Iterable[Alternative] = ()
) -> None:
    """Write a transcript, which gets the next id; its home must have been written."""
    (home,) = connection.execute("SELECT id FROM sequence WHERE accession = ?", (at.home,)).fetchone()
    first, last = at.blocks[0], at.blocks[-1]
    cursor = connection.execute(
        "INSERT INTO transcript VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            at.accession,
            gene,
            home,
            at.strand,
            *orient(first.source, last.source + last.length, at.strand),
            at.cds.start if at.cds else None,
            at.cds.end if at.cds else None,
            at.protein,
            ",".join([str(len(exon)) for exon in at.exons]),
            format_blocks(at.blocks),
            format_patches(at.patches),
            "|".join(at.tags),
            "|".join(at.synonyms) or None,
            "|".join(at.protein_synonyms) or None,
            at.code,
            ",".join(f"{codon} {residue}" for codon, residue in at.exceptions) or None,
        ),
    )
    identifier = cursor.lastrowid
    names = {(name, "transcript") for name in (at.accession, *at.synonyms)}
    names |= {(name, "protein") for name in ((at.protein,) if at.protein else ()) + at.protein_synonyms}
    connection.executemany(
        "INSERT INTO name VALUES (?, ?, ?)", [(name, kind, identifier) for name, kind in sorted(names)]
    )
    connection.executemany(
        "INSERT INTO alternative_protein VALUES (?, ?, ?, ?)",
        [(identifier, other.name, other.cds.start, other.cds.end) for other in alternatives],
    )


def write_alleles(connection: sqlite3.Connection, alleles: Iterable[tuple[str, Iterable[Entry]]], folder: Path) -> int:
    """Write known alleles by contig, each contig in order of start, and the index of their identifiers.

    Args:
        connection: the bundle.
        alleles: every contig once, with its alleles.
        folder: takes temporary files where there are many.

    Returns:
        How many alleles there are.
    """
    count = 0
    with Spool(folder) as spool:
        for contig, entries in alleles:
            reached = 0
            for page in _cut(entries):
                reached = max(reached, *(entry.end for entry in page))
                cursor = connection.execute(
                    "INSERT INTO allele_page (contig, first, last, alleles) VALUES (?, ?, ?, ?)",
                    (contig, page[0].start, reached, encode_alleles(page)),
                )
                _put_aside(spool, page, cursor.lastrowid or 0)
                count += len(page)
        for number, namespace in enumerate(_NAMESPACES):
            for pairs in _list_pairs(spool, number):
                connection.execute(
                    "INSERT INTO identifier_page (namespace, first, last, identifiers) VALUES (?, ?, ?, ?)",
                    (namespace, pairs[0][0], pairs[-1][0], encode_identifiers(pairs)),
                )
    return count


def _cut(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield entries page by page."""
    remaining = iter(entries)
    while page := list(islice(remaining, ALLELES_PER_PAGE)):
        yield page


def _put_aside(spool: Spool, page: list[Entry], identifier: int) -> None:
    """Note of every identifier on a page that it is there."""
    numbers = (
        {number for entry in page for number in entry.rs},
        {variation for entry in page for variation, _ in entry.clinvar},
        {allele for entry in page for _, allele in entry.clinvar},
    )
    for namespace, found in enumerate(numbers):
        for number in found:
            spool.add((namespace, number >> _PART), _PAIR.pack(number, identifier))


def _list_pairs(spool: Spool, namespace: int) -> Iterator[list[tuple[int, int]]]:
    """Yield (identifier, page) in order, as many as go on one page; those of one identifier stay together."""
    page: list[tuple[int, int]] = []
    for key in spool.list_keys():
        if key[0] != namespace:
            continue
        page += sorted(_PAIR.iter_unpack(spool.read(key)))
        start = 0
        while len(page) - start > IDENTIFIERS_PER_PAGE:
            end = start + IDENTIFIERS_PER_PAGE
            while end < len(page) and page[end][0] == page[end - 1][0]:
                end += 1
            yield page[start:end]
            start = end
        del page[:start]
    if page:
        yield page


def write_facts(connection: sqlite3.Connection, facts: Facts) -> None:
    """Write what the literature knows of the genes held, but for the names of alleles."""
    connection.executemany("INSERT INTO merged VALUES (?, ?, ?)", sorted(facts.merged))
    connection.executemany("INSERT INTO uniprot VALUES (?, ?)", sorted(facts.uniprot))
    connection.executemany(
        "INSERT INTO legacy_rule VALUES (?, ?, ?, ?, ?, ?)",
        [(rule.gene, rule.axis, rule.transcript, rule.offset, rule.name, rule.citation) for rule in facts.rules],
    )
    connection.executemany(
        "INSERT INTO exon_scheme VALUES (?, ?, ?, ?, ?)",
        [
            (scheme.gene, scheme.transcript, "|".join(scheme.labels), scheme.name, scheme.citation)
            for scheme in facts.schemes
        ],
    )


def write_names(connection: sqlite3.Connection, names: Iterable[NamedAllele]) -> None:
    """Write the names people gave alleles."""
    rows = [(named.key, named.gene, named.name, named.citation) for named in names]
    connection.executemany("INSERT INTO named_allele VALUES (?, ?, ?, ?)", rows)


def finish(connection: sqlite3.Connection, name: str, release: str, provenance: Iterable[Origin]) -> str:
    """Write what the bundle says of itself, the indexes and the digest of its content; return the digest."""
    connection.executemany(
        "INSERT INTO provenance VALUES (?, ?, ?, ?, ?)",
        [(made.source, made.release, made.date, made.licence, made.sha256) for made in provenance],
    )
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [("name", name), ("release", release)])
    for index in _INDEXES:
        connection.execute(f"CREATE INDEX {re.sub('[^a-z]+', '_', index).strip('_')} ON {index}")
    digest = compute_digest(connection)
    connection.execute("INSERT INTO meta VALUES ('digest', ?)", (digest,))
    connection.commit()
    connection.execute("VACUUM")
    return digest


def compute_digest(connection: sqlite3.Connection) -> str:
    """Return the sha256 of a bundle's content."""
    digest = hashlib.sha256()
    for table in sorted(_TABLES):
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY {_order(table)}")
        columns = [column[0] for column in cursor.description]
        digest.update(f"{table}({','.join(columns)})\n".encode())
        for row in cursor:
            if table == "meta" and row[0] in _NOT_CONTENT:
                continue
            for column, value in zip(columns, row, strict=True):
                digest.update(_spell(zlib.decompress(value) if column in _PAGES else value))
    return digest.hexdigest()


def _order(table: str) -> str:
    return _ORDERS.get(table, "rowid")


def _spell(value: str | int | bytes | None) -> bytes:
    """Return a value with its kind and length before it, so that no two rows spell the same."""
    raw = value if isinstance(value, bytes) else str(value).encode()
    return f"{type(value).__name__} {len(raw)} ".encode() + raw
