"""Reads transcripts from cdot JSON of both generations: places within transcripts (0.1) and in `genome_builds` (0.2).

Source: cdot's documents "JSON data format" and "Coordinates & exon alignments", and its changelog of data. Exons are
[start, end, number, first base, last base, gap], of which the first two are interbase and the bases count from 1.
`start_codon` and `stop_codon` are the interbase ends of the coding sequence on the transcript. Before 0.2.34 they did
not count bases before the first aligned one; where the coding sequence lies on the contig tells which is meant.
`synonyms` and `protein_synonyms` are not of cdot: they are how names of LRG are written beside what is.
"""

from __future__ import annotations

from dataclasses import replace
from os.path import basename
from typing import TYPE_CHECKING, Any

from synonymizer.errors import BadSource
from synonymizer.mapping import orient
from synonymizer.places import Interval
from synonymizer.reference.header import name_assembly
from synonymizer.reference.laying import Inconsistent, Match, Pieces, lay
from synonymizer.reference.naming import (
    MITOCHONDRIA,
    find_code,
    find_lrg,
    find_residue,
    is_told_to_differ,
    keep_tags,
    name_mitochondrial,
)
from synonymizer.reference.records import Contents, LeftOut, Listed
from synonymizer.reference.streaming import JsonFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.reference.contract import Record

    Row = dict[str, Any]

_MADE_UP = "fake-rna-"
"""How the names begin of transcripts that have no accession."""


def read_cdot(path: str) -> tuple[Listed, ...]:
    """Read a cdot file: one annotation for each genome build, in the order of the file's list of them.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when it is no whole file of cdot.
    """
    held: dict[str, tuple[Contents, list[Record]]] = {}
    head: Row = {}
    genes: list[Row] = []
    file = JsonFile(path)
    for key in file.walk():
        if key == "transcripts":
            for accession in file.walk():
                for build, row in _list_builds(file.value()):
                    contents, records = held.setdefault(build, (Contents(basename(path)), []))
                    try:
                        records.extend(_read(accession, row))
                    except Inconsistent as fault:
                        contents.left_out.append(LeftOut(accession, str(fault)))
        elif key == "genes":
            genes = [gene for _ in file.walk() if isinstance(gene := file.value(), dict)]
        else:
            head[key] = file.value()
    if not held:
        raise BadSource(f"{path} is no file of cdot: it has no transcripts. Check which file it is.")
    for build, (contents, _) in held.items():
        contents.assembly = name_assembly(build) or None
        version = head.get("cdot_version") or head.get("seedot_version")
        contents.release = f"cdot {version}" if isinstance(version, str) else ""
        _add_genes(contents, genes)
    stated = head.get("genome_builds")
    order = [build for build in stated if build in held] if isinstance(stated, list) else []
    return tuple(Listed(*held[build]) for build in dict.fromkeys((*order, *held)))


def _list_builds(row: object) -> Iterator[tuple[str, Row]]:
    """Yield the builds of a transcript, each with what is told of it; in 0.1 there is one, which has no name."""
    if isinstance(row, dict):
        builds = row.get("genome_builds")
        if isinstance(builds, dict):
            for build, places in builds.items():
                if isinstance(places, dict):
                    yield build, {**row, **places}
        elif builds is None:
            yield "", row


def _add_genes(contents: Contents, genes: list[Row]) -> None:
    for gene in genes:
        symbol, aliases = gene.get("gene_symbol"), gene.get("aliases")
        if isinstance(symbol, str) and symbol:
            others = aliases.split(",") if isinstance(aliases, str) else []
            contents.add_gene(symbol, [alias.strip() for alias in others])


def _read(accession: str, row: Row) -> Iterator[Record]:
    """Yield the record of a transcript on a build, none when it has neither an accession nor a mitochondrial gene.

    Raises:
        Inconsistent: when it cannot be laid, or is not told in cdot's form.
    """
    try:
        contig, strand = row["contig"], row["strand"]
        if not (isinstance(contig, str) and strand in ("+", "-")):
            raise Inconsistent("it states no contig and strand")
        symbol = name_mitochondrial(_find_symbol(accession, row), contig)
        if accession.startswith(_MADE_UP):
            if contig not in MITOCHONDRIA:
                return
            accession = f"{contig}({symbol})"
        pieces = Pieces(accession, symbol, contig, 1 if strand == "+" else -1)
        _add_exons(pieces, row)
        _add_facts(pieces, row)
        yield _with_coding(lay(pieces), pieces, row)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Inconsistent("it is not told in the form of cdot") from None


def _find_symbol(accession: str, row: Row) -> str:
    found = row.get("gene_name") or row.get("gene_version") or accession
    return str(found)


def _add_exons(pieces: Pieces, row: Row) -> None:
    for start, end, _, first, last, gap in row["exons"]:
        _check(int, start, end, first, last)
        place = Interval(*orient(start, end, pieces.strand))
        pieces.matches.append(Match(place, Interval(first - 1, last), gap or ""))
    first, last = row.get("cds_start"), row.get("cds_end")
    if first is not None and last is not None:
        _check(int, first, last)
        start, end = orient(first, last, pieces.strand)
        pieces.coding = [Interval(start, start + 1), Interval(end - 1, end)]


def _check(kind: type, *values: object) -> None:
    """Raise TypeError unless all values are of a kind."""
    if not all(isinstance(value, kind) for value in values):
        raise TypeError


def _add_facts(pieces: Pieces, row: Row) -> None:
    """Add what is told of a transcript besides its places."""
    translation = row.get("translation") or {}
    table = translation.get("transl_table")
    pieces.code = find_code(str(table or ""), mitochondrial=pieces.contig in MITOCHONDRIA)
    pieces.protein = row.get("protein") or None
    _check(str, pieces.protein or "")
    pieces.tags = keep_tags((row.get("tag") or "").split(","))
    pieces.synonyms = find_lrg(row.get("synonyms") or (), "t")
    pieces.protein_synonyms = find_lrg(row.get("protein_synonyms") or (), "p")
    pieces.incomplete = ("start", "end") if row.get("partial") else ()
    pieces.differs = bool(row.get("genome_mismatch")) or is_told_to_differ(row.get("note") or "")


def _with_coding(record: Record, pieces: Pieces, row: Row) -> Record:
    """Take the coding sequence and the exceptions from where they are told on the transcript, if they are."""
    first, last = row.get("start_codon"), row.get("stop_codon")
    if first is None or last is None:
        return record
    _check(int, first, last)
    unaligned, placed = record.blocks[0].start, record.cds.start if record.cds else first
    shift = min((0, unaligned), key=lambda shift: abs(first + shift - placed))
    cds = Interval(first + shift, last + shift)
    if not 0 <= cds.start < cds.end <= record.exons[-1].end:
        raise Inconsistent("its coding sequence leaves its exons")
    exceptions = tuple(sorted(_find_exceptions(row)))
    synonyms = pieces.protein_synonyms
    return replace(record, cds=cds, protein=pieces.protein, exceptions=exceptions, protein_synonyms=synonyms)


def _find_exceptions(row: Row) -> Iterator[tuple[int, str]]:
    excepted = (row.get("translation") or {}).get("transl_except") or {}
    for name, codons in excepted.items():
        residue = find_residue(name)
        if residue is not None:
            yield from ((codon - 1, residue) for codon in codons if residue != "M" or codon == 1)
