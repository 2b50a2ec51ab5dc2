"""GTF: what the exporter wrote reads back but for alignments, and so does each publisher's own style."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synonymizer import Reference, open_reference
from synonymizer.errors import BadSource
from synonymizer.export import export
from synonymizer.places import Block, Interval
from synonymizer.reference.gff3 import read_gff3
from synonymizer.reference.gtf import read_gtf

from .expected import list_expected

if TYPE_CHECKING:
    from synonymizer.reference.contract import Record
    from synonymizer.reference.records import Listed

SAMPLES = Path(__file__).parent / "annotation"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


def read_sample(name: str) -> Listed:
    """Read a file in the style of a publisher."""
    return read_gtf(str(SAMPLES / f"{name}.gtf"))


def one(listed: Listed, accession: str) -> Record:
    """Return the only record of an accession."""
    (record,) = listed.find(accession)
    return record


@pytest.mark.parametrize("assembly", ["GRCh38", "GRCh37"])
def test_what_is_written_reads_back_but_for_alignments(reference: Reference, tmp_path: Path, assembly: str) -> None:
    path = tmp_path / "a.gtf"
    export(reference, "gtf", path, assembly=assembly)
    listed = read_gtf(str(path))
    assert (listed.assembly, listed.left_out) == (assembly, ())
    expected = list(list_expected(reference, assembly))
    assert len(listed) == len(expected) > 1000
    for record, placed in expected:
        (found,) = [one for one in listed.find(record.accession) if one.contig == record.contig]
        if any(exon.gap for exon in placed.exons):  # which the format cannot tell
            assert found.differs
            assert [len(exon) for exon in found.exons] == [len(exon.place) for exon in placed.exons]
        else:
            assert found == record


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    path = SAMPLES / "ensembl_mouse.gtf"
    lines = [line for line in path.read_text().splitlines() if line.startswith("5\t")]
    expected = [record for record in read_gtf(str(path)).records() if record.contig == "5"]
    for seed in range(20):
        random.Random(seed).shuffle(lines)
        (tmp_path / "a.gtf").write_text("\n".join(lines))
        assert list(read_gtf(str(tmp_path / "a.gtf")).records()) == expected


def test_ensembl_tells_the_stop_codon_apart_even_where_an_intron_parts_it() -> None:
    listed = read_sample("ensembl_mouse")
    assert listed.assembly == "GRCm39"
    record = one(listed, "ENSMUST00000000001.4")
    assert record.blocks == (Block(0, -4000, 100), Block(100, -3001, 1), Block(101, -2100, 100))
    assert record.exons == (Interval(0, 100), Interval(100, 101), Interval(101, 201))
    assert record.cds == Interval(10, 103)
    assert (record.protein, record.exceptions) == ("ENSMUSP00000000001.2", ((10, "U"),))
    assert (record.gene, record.tags, record.code) == ("Xyz2", ("Ensembl canonical",), "standard")


def test_ensembl_says_what_is_missing_and_calls_the_mitochondrion_mt() -> None:
    listed = read_sample("ensembl_mouse")
    assert one(listed, "ENSMUST00000000002.1").incomplete == ("start",)
    record = one(listed, "ENSMUST00000082392.1")
    assert (record.code, record.gene, record.cds) == ("mitochondrial", "mt-Nd1", Interval(0, 957))


def test_gencode_has_versions_in_its_names_and_a_copy_on_y() -> None:
    listed = read_sample("gencode")
    assert (listed.assembly, listed.origins[0].release) == ("GRCh38", "version 39")
    record = one(listed, "ENST00000381657.8")
    assert (record.contig, record.protein, record.cds) == ("chrY", "ENSP00000371073.2", Interval(8, 1349))
    assert record.tags == ("MANE Select",)
    gene = listed.find_gene("PLCXD1")
    assert gene is not None
    assert gene.ensembl == "ENSG00000182378"


def test_ucsc_numbers_copies_and_may_describe_no_transcript() -> None:
    listed = read_sample("ucsc")
    assert one(listed, "NM_000001.2").cds == Interval(10, 100)
    record = one(listed, "NM_000002")
    assert (record.strand, record.gene, record.cds) == (-1, "NM_000002", Interval(100, 200))


def test_ncbi_makes_up_names_where_there_is_no_accession() -> None:
    listed = read_sample("refseq")
    assert {record.accession for record in listed.records()} == {"NM_002537.3", "NC_012920.1(MT-CO1)"}
    record = one(listed, "NC_012920.1(MT-CO1)")
    assert (record.gene, record.protein, record.code) == ("MT-CO1", "YP_003024028.1", "mitochondrial")
    assert (record.exons, record.cds) == ((Interval(0, 1542),), Interval(0, 1542))
    gene = listed.find_gene("COX1")
    assert gene is not None
    assert gene.symbol == "MT-CO1"


def test_ncbi_says_that_a_message_differs_and_what_codons_are_read_as() -> None:
    listed = read_sample("refseq")
    assert (listed.assembly, listed.origins[0].release) == ("GRCh38", "NCBI RefSeq GCF_000001405.40-RS_2023_10")
    record = one(listed, "NM_002537.3")
    assert (record.differs, record.exceptions, record.tags) == (True, ((0, "M"), (2, "U")), ("RefSeq Select",))
    gene = listed.find_gene("AZB")
    assert gene is not None
    assert gene.aliases == ("AZ2", "AZB")


def test_a_line_that_is_none_is_named_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.gtf"
    path.write_text('#!genome-build x\nchr1\tmade\texon\t1\t2\t.\t+\t.\ttranscript_id "a";\nchr1\tmade\texon\n')
    with pytest.raises(BadSource, match=r"a\.gtf:3: "):
        read_gtf(str(path))


def test_annotation_in_the_other_format_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="tells of no transcript"):
        read_gtf(str(SAMPLES / "ensembl_mouse.gff3"))
    with pytest.raises(BadSource, match="tells of no transcript"):
        read_gff3(str(SAMPLES / "ensembl_mouse.gtf"))
    (tmp_path / "empty.gtf").write_text("#!genome-build GRCm39\n")
    with pytest.raises(BadSource, match="tells of no transcript"):
        read_gtf(str(tmp_path / "empty.gtf"))
