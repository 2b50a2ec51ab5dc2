"""cdot: both generations read as its documents say, and as hgvs is given the same transcripts."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from synonymizer import Reference, open_reference
from synonymizer.errors import BadSource
from synonymizer.export import export
from synonymizer.places import Block, Interval
from synonymizer.reference.cdot import read_cdot
from synonymizer.reference.contract import Record
from synonymizer.reference.hgvs_provider import BundleProvider

from .expected import list_expected

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "refdata"
REAL = SHARED / "cdot-0.2.21.refseq.grch37_grch38.brca1.json.gz"
needs_shared = pytest.mark.skipif(not REAL.is_file(), reason="the public files are not at hand (SYNONYMIZER_SHARED)")

Row = dict[str, Any]


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


def write(folder: Path, content: object) -> str:
    """Write a JSON file."""
    path = folder / "cdot.json"
    path.write_text(json.dumps(content))
    return str(path)


def read_one(folder: Path, row: Row, **head: Any) -> Record:
    """Read the record of a file of one transcript on one build."""
    (listed,) = read_cdot(write(folder, {"transcripts": {"NM_1.1": row}, **head}))
    assert listed.left_out == ()
    (record,) = listed.records()
    return record


def test_what_is_written_reads_back_on_both_assemblies(reference: Reference, tmp_path: Path) -> None:
    path = tmp_path / "cdot.json.gz"
    export(reference, "cdot", path)
    older, newer = read_cdot(str(path))
    assert (older.assembly, newer.assembly) == ("GRCh37", "GRCh38")
    for listed in (older, newer):
        assert listed.left_out == ()
        placed_records = list_expected(reference, listed.assembly or "")
        expected = [record for record, placed in placed_records if placed.copy == 1]
        assert len(listed) == len(expected) > 1000
        for record in expected:
            assert listed.find(record.accession) == (record,)


@needs_shared
def test_real_records_are_what_the_file_says_by_its_documents() -> None:
    content = json.loads(gzip.decompress(REAL.read_bytes()))
    read = 0
    for listed in read_cdot(str(REAL)):
        assert listed.left_out == ()
        for record in listed.records():
            row = content["transcripts"][record.accession]
            build = row["genome_builds"][listed.assembly]
            exons = sorted(build["exons"], key=lambda exon: exon[2])
            assert [(exon.start + 1, exon.end) for exon in record.exons] == [tuple(exon[3:5]) for exon in exons]
            places = [
                tuple(sorted((record.strand * block.source, record.strand * (block.source + block.length))))
                for block in record.blocks
            ]
            assert places == [tuple(exon[:2]) for exon in exons]  # none has a gap
            assert record.cds == (Interval(row["start_codon"], row["stop_codon"]) if "start_codon" in row else None)
            assert (record.contig, "+-"[record.strand < 0]) == (build["contig"], build["strand"])
            assert record.protein == row.get("protein")
            if record.cds is not None:
                assert _carry_ends(record) == (build["cds_start"], build["cds_end"])
            read += 1
    assert read == sum(len(row["genome_builds"]) for row in content["transcripts"].values()) == 399


def _carry_ends(record: Record) -> tuple[int, int]:
    """Return where the coding sequence lies on the contig, base by base."""
    assert record.cds is not None
    bases = [block.source + place for block in record.blocks for place in range(block.length)]
    start, end = bases[record.cds.start], bases[record.cds.end - 1] + 1
    return (start, end) if record.strand > 0 else (-end, -start)


@needs_shared
def test_real_records_are_what_hgvs_is_given_of_the_same_transcripts(reference: Reference) -> None:
    provider = BundleProvider(reference)
    compared = 0
    for listed in read_cdot(str(REAL)):
        for record in listed.records():
            if reference.find_transcript(record.accession) is None:
                continue
            exons = provider.get_tx_exons(record.accession, record.contig, "splign")
            told = {exon["ord"]: (exon["tx_start_i"], exon["tx_end_i"]) for exon in exons}
            assert [told[number] for number in range(len(told))] == [(exon.start, exon.end) for exon in record.exons]
            assert {exon["alt_strand"] for exon in exons} == {record.strand}
            starts = sorted(exon["alt_start_i"] for exon in exons)
            ends = sorted(exon["alt_end_i"] for exon in exons)
            assert (starts[0], ends[-1]) == record.extent
            identity = provider.get_tx_identity_info(record.accession)
            assert (identity["cds_start_i"], identity["cds_end_i"]) == (
                (record.cds.start, record.cds.end) if record.cds else (None, None)
            )
            compared += 1
    assert compared >= 10


FIRST = {
    "biotype": ["protein_coding"],
    "contig": "NC_000007.13",
    "strand": "-",
    "start": 1000,
    "stop": 2100,
    "cds_start": 1020,
    "cds_end": 2050,
    "exons": [[1000, 1098, 1, 101, 200, "M40 I3 M20 D1 M37"], [2000, 2100, 0, 1, 100, None]],
    "start_codon": 50,
    "stop_codon": 182,
    "id": "NM_1.1",
    "gene_version": "313",
    "gene_name": "ABC",
}


def test_the_first_generation_has_one_build_without_a_name(tmp_path: Path) -> None:
    (listed,) = read_cdot(write(tmp_path, {"transcripts": {"NM_1.1": FIRST}, "seedot_version": "0.1.1"}))
    assert (listed.assembly, listed.origins[0].release) == (None, "cdot 0.1.1")
    (record,) = listed.records()
    assert record.blocks == (Block(0, -2100, 100), Block(100, -1098, 40), Block(143, -1058, 20), Block(163, -1037, 37))
    assert (record.strand, record.cds, record.gene) == (-1, Interval(50, 182), "ABC")


def second(**facts: Any) -> Row:
    """Return a transcript in the second generation, of two exons with four bases before them, and other facts."""
    build = {
        "contig": "NC_000005.10",
        "strand": "+",
        "exons": [[1000, 1100, 0, 5, 104, None], [2000, 2100, 1, 105, 204, None]],
        "cds_start": 1030,
        "cds_end": 2060,
    }
    moved = {name: facts.pop(name) for name in ("tag", "note", "genome_mismatch", "exons") if name in facts}
    return {"id": "NM_1.1", "gene_name": "ABC", "genome_builds": {"GRCh38": {**build, **moved}}, **facts}


@pytest.mark.parametrize(("start", "stop"), [(34, 164), (30, 160)])
def test_bases_before_the_alignment_count_whatever_the_version(tmp_path: Path, start: int, stop: int) -> None:
    record = read_one(tmp_path, second(start_codon=start, stop_codon=stop))
    assert record.exons == (Interval(0, 104), Interval(104, 204))
    assert record.blocks[0] == Block(4, 1000, 100)
    assert record.cds == Interval(34, 164)


def test_a_coding_sequence_told_on_the_contig_alone_is_carried(tmp_path: Path) -> None:
    assert read_one(tmp_path, second(protein="NP_1.1")).cds == Interval(34, 164)


def test_what_codons_are_read_as(tmp_path: Path) -> None:
    excepted = {"Sec": [7, 3], "TERM": [44], "Other": [9], "Met": [1, 5], "Arg": [8]}
    record = read_one(
        tmp_path, second(start_codon=34, stop_codon=164, translation={"transl_except": excepted, "transl_table": 2})
    )
    assert record.exceptions == ((0, "M"), (2, "U"), (6, "U"), (8, "X"))
    assert record.code == "mitochondrial"


@pytest.mark.parametrize(
    ("facts", "differs"),
    [
        ({"note": "The RefSeq transcript has 1 substitution compared to this genomic sequence"}, True),
        ({"note": "The RefSeq transcript has 1 non-frameshifting indel compared to this genomic sequence"}, False),
        ({"genome_mismatch": {"transl_except": {"Arg": [577]}}}, True),
        ({"note": "isoform 1 is encoded by transcript variant 1"}, False),
    ],
)
def test_a_message_that_differs_is_told(tmp_path: Path, facts: Row, differs: bool) -> None:
    assert read_one(tmp_path, second(**facts)).differs is differs


def test_tags_missing_ends_and_genes(tmp_path: Path) -> None:
    row = second(tag="CCDS,basic,Ensembl_canonical,MANE_Select", partial=1)
    genes = {"672": {"gene_symbol": "ABC", "aliases": "FANCS, RNF53"}}
    content = {"transcripts": {"NM_1.1": row}, "genes": genes, "genome_builds": ["GRCh38"]}
    (listed,) = read_cdot(write(tmp_path, content))
    (record,) = listed.records()
    assert record.tags == ("Ensembl canonical", "MANE Select")
    assert record.incomplete == ("start", "end")
    gene = listed.find_gene("RNF53")
    assert gene is not None
    assert gene.symbol == "ABC"


def test_a_mitochondrial_transcript_is_named_by_its_gene(tmp_path: Path) -> None:
    build = {"contig": "NC_012920.1", "strand": "+", "exons": [[5903, 7445, 0, 1, 1542, None]]}
    row = {"gene_name": "COX1", "genome_builds": {"GRCh38": build}, "start_codon": 0, "stop_codon": 1542}
    elsewhere = {**row, "genome_builds": {"GRCh38": {**build, "contig": "NC_000001.11"}}}
    (listed,) = read_cdot(write(tmp_path, {"transcripts": {"fake-rna-COX1": row, "fake-rna-TRX": elsewhere}}))
    (record,) = listed.records()
    assert (record.accession, record.code) == ("NC_012920.1(MT-CO1)", "mitochondrial")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"exons": [[1000, 1100, 0, 1, 100, None], [2000, 2100, 1, 131, 230, None]]}, "its bases 101 to 130"),
        ({"exons": [[1000, 1100, 0, 1, 100, "M50 D2 M50"]]}, "an exon of 100 bases is aligned with 100 as M50 D2"),
        ({"exons": [[1000, 1100]]}, "it is not told in the form of cdot"),
        ({"exons": [[1000, "x", 0, 1, 100, None]]}, "it is not told in the form of cdot"),
        ({"exons": [[1000, 1100.0, 0, 1, 100, None]]}, "it is not told in the form of cdot"),
        ({"exons": {"0": []}}, "it is not told in the form of cdot"),
        ({"protein": 5}, "it is not told in the form of cdot"),
        ({"tag": ["MANE Select"]}, "it is not told in the form of cdot"),
        ({"start_codon": "40", "stop_codon": 100}, "it is not told in the form of cdot"),
        ({"exons": []}, "it has no exons"),
        ({"start_codon": 10, "stop_codon": 300}, "its coding sequence leaves its exons"),
        ({"translation": {"transl_table": 5}}, "its genetic code, number 5, is not supported"),
    ],
)
def test_what_does_not_fit_together_is_left_out_and_listed(tmp_path: Path, facts: Row, why: str) -> None:
    (listed,) = read_cdot(write(tmp_path, {"transcripts": {"NM_1.1": second(**facts), "NM_2.1": second()}}))
    ((what, told),) = listed.left_out
    assert what == "NM_1.1"
    assert re.match(why, told)
    assert [record.accession for record in listed.records()] == ["NM_2.1"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the end of the file"),
        ("[]", "{ is expected"),
        ('{"transcripts": {"NM_1.1": {"exons": [', "no whole JSON file"),
        ('{"transcripts": {}}', "it has no transcripts"),
        ('{"cdot_version": "0.2.21"}', "it has no transcripts"),
        ('{"transcripts": [1]}', "{ is expected"),
        ('{"transcripts": {"NM_1.1": ' + "[" * 100_000, "too deep"),
        ('{"cdot_version": ' + "9" * 10_000 + "}", "number too long"),
        ('{"transcripts" 1}', ": is expected"),
        ("{1: 2}", "a key of an object is no string"),
        ('{"a": "' + "x" * (17 << 20), "a value is longer than 16 MB"),
    ],
)
def test_a_file_that_is_not_whole_is_one_sentence(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "cdot.json"
    path.write_text(text)
    with pytest.raises(BadSource, match=re.escape(why)):
        read_cdot(str(path))


def test_values_may_lie_across_blocks(tmp_path: Path) -> None:
    rows = {f"NM_{number}.1": second(summary="é" * (number % 977)) for number in range(5000)}
    path = tmp_path / "cdot.json"
    path.write_text(json.dumps({"transcripts": rows, "n": 123}, ensure_ascii=False), encoding="utf-8")
    (listed,) = read_cdot(str(path))
    assert path.stat().st_size > 4 << 20
    assert len(listed) == 5000
