"""GFF3: what the exporter wrote reads back, and so does each publisher's own style, whatever the order of lines."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synonymizer import Reference, open_reference
from synonymizer.errors import BadSource
from synonymizer.export import export
from synonymizer.places import Block, Interval
from synonymizer.reference.contract import Record
from synonymizer.reference.features import iterate_records
from synonymizer.reference.gff3 import read_gff3
from synonymizer.reference.records import Contents, Listed

from .expected import list_expected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.reference.features import Line


SAMPLES = Path(__file__).parent / "annotation"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.fixture(scope="module", params=["GRCh38", "GRCh37"])
def exported(
    request: pytest.FixtureRequest, reference: Reference, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    path = tmp_path_factory.mktemp("gff3") / "a.gff3.gz"
    export(reference, "gff3", path, assembly=request.param)
    return request.param, path


def test_what_is_written_reads_back(reference: Reference, exported: tuple[str, Path]) -> None:
    assembly, path = exported
    listed = read_gff3(str(path))
    assert (listed.assembly, listed.left_out) == (assembly, ())
    expected = [record for record, _ in list_expected(reference, assembly)]
    assert len(listed) == len(expected) > 1000
    assert sum(len(record.blocks) > len(record.exons) for record in expected) > 3
    assert sum(record.differs for record in expected) > 30
    assert sum(bool(record.synonyms) and bool(record.protein_synonyms) for record in expected) > 30
    assert {residue for record in expected for _, residue in record.exceptions} >= {"M", "U"}
    for record in expected:
        (found,) = [one for one in listed.find(record.accession) if one.contig == record.contig]
        assert found == record
        start, end = record.extent
        assert found in listed.over(record.contig, start, start)
        assert found in listed.over(record.contig, end, end)
        assert found in listed.of_gene(record.gene)
        assert record.protein is None or found in listed.of_protein(record.protein)
        assert all(found in listed.find(name) for name in record.synonyms)
        assert all(found in listed.of_protein(name) for name in record.protein_synonyms)


def test_the_order_of_lines_does_not_matter(exported: tuple[str, Path], tmp_path: Path) -> None:
    listed = read_gff3(str(exported[1]))
    contig = max(listed.contigs(), key=lambda name: len(listed.extents(name)))
    expected = [record for record in listed.records() if record.contig == contig]
    lines = list(_unpack(exported[1], contig))
    random.Random(5).shuffle(lines)
    shuffled = read_lines(lines, tmp_path)
    assert list(shuffled.records()) == expected
    assert len(expected) > 50


def _unpack(path: Path, contig: str) -> list[str]:
    with gzip.open(path, "rt") as file:
        return [line for line in file if line.startswith(contig)]


def read_lines(lines: list[str], folder: Path) -> Listed:
    """Read lines of GFF3 as a file."""
    path = folder / "lines.gff3"
    path.write_text("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))
    return read_gff3(str(path))


def read_sample(name: str) -> Listed:
    """Read a file in the style of a publisher."""
    return read_gff3(str(SAMPLES / f"{name}.gff3"))


def write(folder: Path, text: str) -> str:
    """Write lines whose columns are parted by spaces, source and score left out."""
    lines = []
    for line in text.strip().splitlines():
        contig, kind, start, end, sign, phase, attributes = line.split(None, 6)
        lines.append("\t".join((contig, "made", kind, start, end, ".", sign, phase, attributes)))
    path = folder / "made.gff3"
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def one(listed: Listed, accession: str) -> Record:
    """Return the only record of an accession."""
    (record,) = listed.find(accession)
    return record


def test_refseq_tells_alignments_exceptions_and_what_is_missing() -> None:
    listed = read_sample("refseq_mouse")
    assert listed.assembly == "GRCm39"
    assert listed.origins[0][:3] == ("refseq_mouse.gff3", "NCBI RefSeq GCF_000001635.27-RS_2023_04", "2023-04-24")
    assert listed.contigs() == {"NC_000071.7": 151758149, "NC_005089.1": 0}
    record = one(listed, "NM_000001.2")
    assert (record.strand, record.gene, record.tags) == (-1, "Abc1", ("RefSeq Select",))
    # four bases before the alignment, three that only the transcript has, one that only the contig has
    assert record.exons == (Interval(0, 206), Interval(206, 306))
    assert record.blocks == (
        Block(4, -3000, 50),
        Block(57, -2950, 100),
        Block(157, -2849, 49),
        Block(206, -1100, 100),
    )
    assert record.extent == (1000, 3000)
    assert record.cds == Interval(57, 256)  # from the base at 2950 to the one at 1051
    assert record.protein == "NP_000001.1"
    assert record.exceptions == ((10, "U"),)  # 30 bases after the start, which is at 2950
    assert record.differs
    assert record.incomplete == ()


def test_refseq_says_which_end_a_model_lacks() -> None:
    record = one(read_sample("refseq_mouse"), "XM_000002.1")
    assert record.incomplete == ("end",)  # the contig's start is its end
    assert record.differs
    assert (record.cds, record.protein) == (None, None)


def test_what_has_no_accession_is_no_transcript_but_on_the_mitochondrion() -> None:
    listed = read_sample("refseq_mouse")
    accessions = {record.accession for record in listed.records()}
    mitochondrial = {"NC_005089.1(TrnF)", "NC_005089.1(ND1)"}
    assert accessions == {"NM_000001.2", "XM_000002.1", "NR_000004.1", *mitochondrial}
    record = one(listed, "NC_005089.1(ND1)")
    assert (record.cds, record.code, record.exceptions) == (Interval(0, 957), "mitochondrial", ())
    assert one(listed, "NC_005089.1(TrnF)").exons == (Interval(0, 68),)


def test_what_does_not_fit_together_is_left_out_and_listed() -> None:
    listed = read_sample("refseq_mouse")
    assert dict(listed.left_out) == {
        "NM_000003.1 on NC_000071.7": "its exons overlap",
        "rna-NR_000009.1 on NC_000071.7": "it is the Parent of exons, and no line describes it",
    }


def test_other_symbols_of_a_gene_are_known() -> None:
    listed = read_sample("refseq_mouse")
    gene = listed.find_gene("Old,2")
    assert gene is not None
    assert (gene.symbol, gene.aliases) == ("Abc1", ("Old1", "Old,2"))
    assert listed.find_gene("Psg") is None
    assert listed.versions("NM_000001") == ("NM_000001.2",)


def test_ensembl_keeps_versions_apart() -> None:
    listed = read_sample("ensembl_mouse")
    assert (listed.assembly, listed.origins[0].release) == ("GRCm39", "genebuild 2023-04")
    record = one(listed, "ENSMUST00000000001.4")
    assert (record.contig, record.gene, record.protein) == ("5", "Xyz2", "ENSMUSP00000000001.2")
    assert (record.cds, record.tags) == (Interval(10, 160), ("Ensembl canonical",))
    gene = listed.find_gene("Xyz2")
    assert gene is not None
    assert gene.ensembl == "ENSMUSG00000000001"
    assert one(listed, "ENSMUST00000000002.1").incomplete == ("start",)  # its first codon lacks bases


def test_gencode_marks_the_copy_on_y() -> None:
    listed = read_sample("gencode")
    record = one(listed, "ENST00000381657.8")
    assert (record.contig, record.protein, record.gene) == ("chrY", "ENSP00000371073.2", "PLCXD1")
    assert (record.incomplete, record.tags, record.exceptions) == (("end",), ("MANE Select",), ((10, "U"),))
    assert listed.origins[0][1:3] == ("version 39", "2021-09-02")


def test_mane_has_each_transcript_under_both_of_its_names() -> None:
    listed = read_sample("mane")
    named = {record.accession: (record.gene, record.protein, record.tags) for record in listed.records()}
    assert named == {
        "NM_000001.3": ("ABC", "NP_000001.2", ("MANE Plus Clinical",)),
        "ENST00000000001.4": ("ABC", "ENSP00000000001.5", ("MANE Plus Clinical",)),
        "NM_000002.1": ("ABC", None, ("RefSeq Select",)),  # whose partner need not be the same
        "ENST00000000009.2": ("DEF", "ENSP00000000009.3", ("Ensembl canonical", "MANE Select")),
        "NM_000009.1": ("DEF", "NP_000009.1", ("MANE Select",)),
    }
    for first, second in (("NM_000001.3", "ENST00000000001.4"), ("NM_000009.1", "ENST00000000009.2")):
        assert one(listed, first).blocks == one(listed, second).blocks
        assert one(listed, first).cds == one(listed, second).cds


def test_exons_are_made_of_their_parts_where_annotation_has_none() -> None:
    listed = read_sample("plant")
    record = one(listed, "AT1G01010.1")
    assert record.blocks == (Block(0, 3630, 283), Block(283, 3995, 1904))
    assert (record.cds, record.protein, record.gene) == (Interval(129, 1918), None, "NAC001")
    assert dict(listed.left_out) == {"ATMG00001.1 on Mito": "its genetic code, number 5, is not supported"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "7 cDNA_match 1 100 + . ID=a;Target=NM_1.1 1 100 +;Gap=M50 F1 M49",
            "'M50 F1 M49' is no alignment of a transcript",
        ),
        ("7 cDNA_match 1 100 + . ID=a;Target=NM_1.1 1 99 +", "an exon of 100 bases is aligned with 99 as one piece"),
        ("7 CDS 90 101 + 0 Parent=t", "its coding sequence leaves its exons"),
        ("7 exon 201 300 - . Parent=t", "its exons lie on both strands"),
    ],
)
def test_a_part_that_does_not_fit_is_named(tmp_path: Path, line: str, why: str) -> None:
    lines = "7 mRNA 1 100 + . ID=t;transcript_id=NM_1.1\n7 exon 1 100 + . Parent=t\n" + line
    listed = read_gff3(write(tmp_path, lines))
    assert dict(listed.left_out) == {"NM_1.1 on 7": why}


def test_a_stop_codon_belongs_to_the_coding_sequence_whether_or_not_its_lines_hold_it(tmp_path: Path) -> None:
    lines = """
7 mRNA 1 300 - . ID=t;transcript_id=NM_1.1
7 exon 1 100 - . Parent=t
7 exon 201 300 - . Parent=t
7 stop_codon 98 100 - 0 Parent=t
7 CDS {} 290 - 0 Parent=t
"""
    for last in ("201", "201 290 - 0 Parent=t\n7 CDS 98 100 - 0 Parent=t\n7 CDS 201"):
        assert one(read_gff3(write(tmp_path, lines.format(last))), "NM_1.1").cds == Interval(10, 103)


def test_bases_between_two_exons_that_align_nowhere_leave_a_transcript_out(tmp_path: Path) -> None:
    lines = """
7 mRNA 1 300 + . ID=t;transcript_id=NM_1.1
7 exon 1 100 + . Parent=t
7 exon 201 300 + . Parent=t
7 cDNA_match 1 100 + . ID=a;Target=NM_1.1 1 100 +
7 cDNA_match 201 300 + . ID=a;Target=NM_1.1 131 230 +
"""
    listed = read_gff3(write(tmp_path, lines))
    assert dict(listed.left_out) == {"NM_1.1 on 7": "its bases 101 to 130 belong to no exon or to two"}


def test_an_alignment_may_tell_the_strand_of_the_transcript(tmp_path: Path) -> None:
    lines = """
7 mRNA 1 100 - . ID=t;transcript_id=NM_1.1
7 exon 1 100 - . Parent=t
7 cDNA_match 1 100 + . ID=a;Target=NM_1.1 1 102 -;Gap=M30 I2 M70
"""
    record = one(read_gff3(write(tmp_path, lines)), "NM_1.1")
    assert record.blocks == (Block(0, -100, 70), Block(72, -30, 30))


def test_each_place_of_a_transcript_has_its_own_alignment(tmp_path: Path) -> None:
    lines = """
7 mRNA 1 100 + . ID=rna-NM_1.1;transcript_id=NM_1.1
7 exon 1 100 + . Parent=rna-NM_1.1
7 mRNA 501 600 - . ID=rna-NM_1.1-2;transcript_id=NM_1.1
7 exon 501 600 - . Parent=rna-NM_1.1-2
7 cDNA_match 501 600 - . ID=b;Target=NM_1.1 1 101 +;Gap=M50 I1 M50
"""
    first, second = read_gff3(write(tmp_path, lines)).find("NM_1.1")
    assert (first.blocks, first.exons) == ((Block(0, 0, 100),), (Interval(0, 100),))
    assert (second.blocks, second.exons) == ((Block(0, -600, 50), Block(51, -550, 50)), (Interval(0, 101),))


@pytest.mark.parametrize(
    "line",
    [
        "7\tmade\texon\t1\t100\t.\t+\t.",
        "7\tmade\texon\tone\t100\t.\t+\t.\tParent=t",
        "7\tmade\texon\t100\t1\t.\t+\t.\tParent=t",
        "7\tmade\texon\t0\t100\t.\t+\t.\tParent=t",
        "7\tmade\texon\t1\t99999999999999\t.\t+\t.\tParent=t",
        "7\tmade\texon\t1\t１００\t.\t+\t.\tParent=t",
        "a line of prose",
    ],
)
def test_a_line_that_is_none_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadSource, match=r"lines\.gff3:3: .*nine columns"):
        read_lines(["##gff-version 3", "7\tmade\tgene\t1\t100\t.\t+\t.\tID=g", line], tmp_path)


class Gathered:
    """A contig whose every line is a transcript."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._lines: list[Line] = []

    def add(self, line: Line) -> None:
        self._lines.append(line)

    def lay(self, contents: Contents) -> Iterator[Record]:
        for line in self._lines:
            contents.lengths[self.name] = len(self._lines)
            yield Record(line.attributes, "", self.name, 1, (line.place,), (Block(0, 0, len(line.place)),))


def test_a_contig_is_given_before_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gff3"
    path.write_text("".join(f"{name}\tmade\texon\t1\t9\t.\t+\t.\tt\n" for name in ("chr5", "chr6")) + "broken\n")
    records = iterate_records(str(path), Contents("a"), Gathered)
    assert next(records).contig == "chr5"
    with pytest.raises(BadSource):
        next(records)
