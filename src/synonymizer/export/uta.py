"""A script that loads the transcripts into PostgreSQL in the schema of UTA, as biocommons hgvs asks for them.

Sources: UTA's own models and views (schema 1.1; `codon_table` and `translation_exception` as of 2024), of which the
tables of facts and the views that hgvs 1.5 reads are made here; `exon_aln.cigar` as in `reference.cigar`.
`translation_exception` is what `transl_except` says in RefSeq's records, by which its positions count from 1 on the
transcript; all others are interbase. `seq_id` is the MD5 digest of a
sequence; the sequences themselves are, as in UTA's own dumps, not in the database.
"""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING

from synonymizer.export.placed import list_exceptions, list_placed
from synonymizer.places import ASSEMBLIES
from synonymizer.reference.cigar import write_cigar
from synonymizer.reference.views import Oriented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.export.placed import Placed
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference

    Write = Callable[[bytes], object]
    _Row = tuple[object, ...]
    _Exon = tuple[int, int, int, int, int]
    """Number, number of its set, start, end, and its place among the exons of the transcript."""

SCHEMA = "uta_synonymizer"
"""The schema that the script makes."""

_ORIGIN = 1
_CODON_TABLES = {"standard": 1, "mitochondrial": 2}
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

_TABLES = rf"""\set ON_ERROR_STOP on
SET client_encoding TO 'UTF8';
BEGIN;
CREATE SCHEMA {SCHEMA};
SET LOCAL search_path TO {SCHEMA};

CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);

CREATE TABLE origin (
    origin_id integer PRIMARY KEY,
    name text NOT NULL UNIQUE,
    descr text,
    updated timestamp DEFAULT now(),
    url text,
    url_ac_fmt text
);

CREATE TABLE seq (seq_id text PRIMARY KEY, len integer NOT NULL, seq text);

CREATE TABLE seq_anno (
    seq_anno_id integer PRIMARY KEY,
    seq_id text REFERENCES seq,
    origin_id integer NOT NULL REFERENCES origin,
    ac text NOT NULL,
    descr text,
    added timestamp NOT NULL DEFAULT now()
);

CREATE TABLE gene (
    hgnc text PRIMARY KEY,
    maploc text,
    descr text,
    summary text,
    aliases text,
    added timestamp NOT NULL DEFAULT now()
);

CREATE TABLE transcript (
    ac text PRIMARY KEY,
    origin_id integer NOT NULL REFERENCES origin,
    hgnc text,
    cds_start_i integer,
    cds_end_i integer,
    cds_md5 text,
    added timestamp NOT NULL DEFAULT now(),
    codon_table text DEFAULT '1',
    CHECK (cds_start_i <= cds_end_i)
);

CREATE TABLE translation_exception (
    translation_exception_id integer PRIMARY KEY,
    tx_ac text NOT NULL REFERENCES transcript,
    start_position integer NOT NULL,
    end_position integer NOT NULL,
    amino_acid text NOT NULL,
    CHECK (start_position <= end_position)
);

CREATE TABLE associated_accessions (
    associated_accession_id integer PRIMARY KEY,
    tx_ac text NOT NULL,
    pro_ac text NOT NULL,
    origin text NOT NULL,
    added timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE exon_set (
    exon_set_id integer PRIMARY KEY,
    tx_ac text NOT NULL REFERENCES transcript,
    alt_ac text NOT NULL,
    alt_strand smallint NOT NULL,
    alt_aln_method text NOT NULL,
    added timestamp NOT NULL DEFAULT now(),
    UNIQUE (tx_ac, alt_ac, alt_aln_method)
);

CREATE TABLE exon (
    exon_id integer PRIMARY KEY,
    exon_set_id integer NOT NULL REFERENCES exon_set,
    start_i integer NOT NULL,
    end_i integer NOT NULL,
    ord integer NOT NULL,
    name text,
    CHECK (start_i < end_i)
);

CREATE TABLE exon_aln (
    exon_aln_id integer PRIMARY KEY,
    tx_exon_id integer NOT NULL REFERENCES exon,
    alt_exon_id integer NOT NULL REFERENCES exon,
    cigar text NOT NULL,
    added timestamp NOT NULL DEFAULT now(),
    tx_aseq text,
    alt_aseq text
);

"""

_VIEWS = """
CREATE UNIQUE INDEX ON seq_anno (origin_id, ac);
CREATE INDEX ON seq_anno (ac);
CREATE INDEX ON seq_anno (seq_id);
CREATE INDEX ON transcript (hgnc);
CREATE INDEX ON translation_exception (tx_ac);
CREATE INDEX ON associated_accessions (tx_ac);
CREATE INDEX ON associated_accessions (pro_ac);
CREATE INDEX ON exon_set (alt_ac);
CREATE UNIQUE INDEX ON exon (exon_set_id, start_i);
CREATE UNIQUE INDEX ON exon (exon_set_id, end_i);
CREATE INDEX ON exon_aln (tx_exon_id);
CREATE INDEX ON exon_aln (alt_exon_id);

CREATE VIEW tx_exon_aln_v AS
SELECT hgnc, ac AS tx_ac, other.alt_ac, other.alt_aln_method, other.alt_strand, own_exon.ord,
       own_exon.start_i AS tx_start_i, own_exon.end_i AS tx_end_i,
       other_exon.start_i AS alt_start_i, other_exon.end_i AS alt_end_i,
       cigar, tx_aseq, alt_aseq, own.exon_set_id AS tx_exon_set_id, other.exon_set_id AS alt_exon_set_id,
       own_exon.exon_id AS tx_exon_id, other_exon.exon_id AS alt_exon_id, exon_aln_id
FROM transcript
JOIN exon_set own ON own.tx_ac = ac AND own.alt_aln_method = 'transcript'
JOIN exon_set other ON other.tx_ac = ac AND other.alt_aln_method <> 'transcript'
JOIN exon own_exon ON own_exon.exon_set_id = own.exon_set_id
JOIN exon other_exon ON other_exon.exon_set_id = other.exon_set_id AND other_exon.ord = own_exon.ord
LEFT JOIN exon_aln ON tx_exon_id = own_exon.exon_id AND alt_exon_id = other_exon.exon_id;

CREATE MATERIALIZED VIEW tx_def_summary_mv AS
WITH listed AS (
    SELECT exon_set_id, tx_ac, alt_ac, alt_aln_method, alt_strand, hgnc, cds_md5, cds_start_i, cds_end_i,
           ord, start_i, end_i, greatest(start_i, cds_start_i) AS low, least(end_i, cds_end_i) AS high
    FROM exon_set JOIN transcript ON ac = tx_ac JOIN exon USING (exon_set_id)
    WHERE alt_aln_method = 'transcript'
), joined AS (
    SELECT exon_set_id, tx_ac, alt_ac, alt_aln_method, alt_strand, hgnc, cds_md5, cds_start_i, cds_end_i,
           count(*) AS n_exons,
           string_agg(format('%s,%s', start_i, end_i), ';' ORDER BY ord) AS se_i,
           array_agg(start_i ORDER BY ord) AS starts_i,
           array_agg(end_i ORDER BY ord) AS ends_i,
           array_agg(end_i - start_i ORDER BY ord) AS lengths,
           string_agg(format('%s,%s', low, high), ';' ORDER BY ord) FILTER (WHERE low < high) AS coding,
           string_agg((high - low)::text, ';' ORDER BY ord) FILTER (WHERE low < high) AS coding_lengths,
           min(ord) FILTER (WHERE low < high) AS cds_start_exon,
           max(ord) FILTER (WHERE low < high) AS cds_end_exon
    FROM listed GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
)
SELECT exon_set_id, tx_ac, alt_ac, alt_aln_method, alt_strand, hgnc, cds_md5,
       md5(format('%s;%s', seq_id, se_i)) AS es_fingerprint,
       CASE WHEN cds_md5 IS NOT NULL THEN md5(format('%s;%s', seq_id, coding)) END AS cds_es_fp,
       CASE WHEN cds_md5 IS NOT NULL THEN md5(coding_lengths) END AS cds_exon_lengths_fp,
       n_exons, se_i, CASE WHEN cds_md5 IS NOT NULL THEN coding END AS cds_se_i, starts_i, ends_i, lengths,
       cds_start_i, cds_end_i,
       CASE WHEN cds_md5 IS NOT NULL THEN cds_start_exon END AS cds_start_exon,
       CASE WHEN cds_md5 IS NOT NULL THEN cds_end_exon END AS cds_end_exon
FROM joined JOIN seq_anno ON ac = tx_ac;

CREATE INDEX ON tx_def_summary_mv (tx_ac);
CREATE INDEX ON tx_def_summary_mv (hgnc);
CREATE VIEW tx_def_summary_v AS SELECT * FROM tx_def_summary_mv;

CREATE VIEW tx_similarity_v AS
SELECT DISTINCT one.tx_ac AS tx_ac1, other.tx_ac AS tx_ac2,
       one.hgnc = other.hgnc AS hgnc_eq,
       one.cds_md5 = other.cds_md5 AS cds_eq,
       one.es_fingerprint = other.es_fingerprint AS es_fp_eq,
       one.cds_es_fp = other.cds_es_fp AS cds_es_fp_eq,
       one.cds_exon_lengths_fp = other.cds_exon_lengths_fp AS cds_exon_lengths_fp_eq
FROM tx_def_summary_mv one
JOIN tx_def_summary_mv other ON one.tx_ac <> other.tx_ac AND (
    one.hgnc = other.hgnc
    OR one.cds_md5 = other.cds_md5
    OR one.es_fingerprint = other.es_fingerprint
    OR one.cds_es_fp = other.cds_es_fp
    OR one.cds_exon_lengths_fp = other.cds_exon_lengths_fp
);

COMMIT;
ANALYZE;
"""


def write_uta(reference: Reference, write: Write) -> None:
    """Write the script that makes the schema with every transcript that lies on an assembly."""
    alignments = _list_alignments(reference)
    transcripts = sorted({placed.transcript.accession: placed.transcript for placed in alignments}.items())
    listed = [transcript for _, transcript in transcripts]
    write(_TABLES.encode())
    _copy(write, "meta (key, value)", [("schema_version", "1.1"), ("source", reference.description)])
    _copy(write, "origin (origin_id, name, descr)", [(_ORIGIN, "synonymizer", reference.description)])
    _write_sequences(reference, listed, write)
    _write_facts(reference, listed, write)
    _write_alignments(reference, listed, alignments, write)
    write(_VIEWS.encode())


def _list_alignments(reference: Reference) -> list[Placed]:
    """Return the transcripts on the contigs of both assemblies, each once on each contig."""
    found = {
        (placed.transcript.accession, placed.contig.accession): placed
        for assembly in ASSEMBLIES
        for placed in list_placed(reference, assembly)
    }
    return list(found.values())


def _copy(write: Write, table: str, rows: Iterable[_Row]) -> None:
    """Write rows as COPY reads them."""
    write(f"COPY {table} FROM stdin;\n".encode())
    for row in rows:
        write(("\t".join(map(_encode, row)) + "\n").encode())
    write(b"\\.\n")


def _encode(value: object) -> str:
    r"""Spell a value; None is NULL.

    >>> print(_encode("a\\b"), _encode(None))
    a\\b \N
    """
    return r"\N" if value is None else str(value).translate(_ESCAPED)


def _digest(letters: str) -> str:
    return md5(letters.encode(), usedforsecurity=False).hexdigest()


def _write_sequences(reference: Reference, transcripts: list[Transcript], write: Write) -> None:
    """Write the digests of messages and proteins, and whose they are."""
    sequences: dict[str, int] = {}
    named: dict[str, str] = {}
    for transcript in transcripts:
        named[transcript.accession] = _note(sequences, reference.geometry.spliced(transcript))
        if transcript.protein is not None:
            residues = reference.geometry.protein(transcript).removesuffix("*")
            named[transcript.protein] = _note(sequences, residues)
    _copy(write, "seq (seq_id, len)", sorted(sequences.items()))
    rows = ((number, named[accession], _ORIGIN, accession) for number, accession in enumerate(sorted(named), 1))
    _copy(write, "seq_anno (seq_anno_id, seq_id, origin_id, ac)", rows)


def _note(sequences: dict[str, int], letters: str) -> str:
    digest = _digest(letters)
    sequences[digest] = len(letters)
    return digest


def _write_facts(reference: Reference, transcripts: list[Transcript], write: Write) -> None:
    """Write genes, transcripts and what they code for."""
    symbols = sorted({transcript.gene for transcript in transcripts})
    _copy(write, "gene (hgnc, aliases)", ((symbol, _join_aliases(reference, symbol)) for symbol in symbols))
    _copy(
        write,
        "transcript (ac, origin_id, hgnc, cds_start_i, cds_end_i, cds_md5, codon_table)",
        (_describe(reference, transcript) for transcript in transcripts),
    )
    exceptions = (
        (transcript.accession, first + 1, min(first + 3, transcript.cds.end), name)
        for transcript in transcripts
        if transcript.cds is not None
        for codon, name in list_exceptions(transcript)
        for first in [transcript.cds.start + 3 * codon]
    )
    columns = "translation_exception_id, tx_ac, start_position, end_position, amino_acid"
    _copy(write, f"translation_exception ({columns})", _number(exceptions))
    pairs = ((one.accession, one.protein, "synonymizer") for one in transcripts if one.protein is not None)
    _copy(write, "associated_accessions (associated_accession_id, tx_ac, pro_ac, origin)", _number(pairs))


def _number(rows: Iterable[_Row]) -> Iterator[_Row]:
    return ((number, *row) for number, row in enumerate(rows, 1))


def _join_aliases(reference: Reference, symbol: str) -> str | None:
    gene = reference.find_gene(symbol)
    return ",".join((*gene.previous, *gene.aliases)) or None if gene is not None else None


def _describe(reference: Reference, transcript: Transcript) -> _Row:
    cds = transcript.cds
    named = (transcript.accession, _ORIGIN, transcript.gene)
    if cds is None:
        return (*named, None, None, None, None)
    coding = reference.geometry.spliced(transcript)[cds.start : cds.end]
    return (*named, cds.start, cds.end, _digest(coding), _CODON_TABLES[transcript.code])


def _write_alignments(
    reference: Reference, transcripts: list[Transcript], alignments: list[Placed], write: Write
) -> None:
    """Write the exons of each transcript on itself and on contigs, and how the two go together."""
    own_sets: list[_Row] = []
    own_exons: list[_Exon] = []
    first_exons: dict[str, int] = {}
    for number, transcript in enumerate(transcripts, 1):
        accession = transcript.accession
        own_sets.append((number, accession, accession, 1, "transcript"))
        first_exons[accession] = len(own_exons) + 1
        own_exons += [
            (len(own_exons) + place + 1, number, exon.start, exon.end, place)
            for place, exon in enumerate(transcript.exons)
        ]
    _copy_sets(write, own_sets, own_exons)
    sets: list[_Row] = []
    exons: list[_Exon] = []
    joined: list[_Row] = []
    for number, placed in enumerate(alignments, len(transcripts) + 1):
        accession, strand = placed.transcript.accession, placed.frame.strand
        sets.append((number, accession, placed.contig.accession, strand, _name_method(accession)))
        for place, (exon, cigar) in enumerate(zip(placed.exons, _list_cigars(reference, placed), strict=True)):
            exon_number = len(own_exons) + len(exons) + 1
            exons.append((exon_number, number, exon.place.start, exon.place.end, place))
            joined.append((len(exons), first_exons[accession] + place, exon_number, cigar))
    _copy_sets(write, sets, exons)
    _copy(write, "exon_aln (exon_aln_id, tx_exon_id, alt_exon_id, cigar)", joined)


def _copy_sets(write: Write, sets: list[_Row], exons: list[_Exon]) -> None:
    _copy(write, "exon_set (exon_set_id, tx_ac, alt_ac, alt_strand, alt_aln_method)", sets)
    _copy(write, "exon (exon_id, exon_set_id, start_i, end_i, ord)", exons)


def _name_method(accession: str) -> str:
    """Name the method as UTA does: RefSeq aligns its transcripts by splign, Ensembl makes them of the genome."""
    return "genebuild" if accession.startswith("ENS") else "splign"


def _list_cigars(reference: Reference, placed: Placed) -> Iterator[str]:
    spliced = reference.geometry.spliced(placed.transcript)
    genomic = Oriented(reference.geometry.sequence(placed.contig.accession), placed.frame.strand)
    for exon, on_line in zip(placed.exons, placed.frame.exons, strict=True):
        shift = exon.bases.start - on_line.start
        parts = [(part.start + shift, *part[1:]) for part in placed.frame.parts(on_line.start, on_line.end)]
        yield write_cigar(exon.bases, parts, spliced, genomic)
