"""VCF files annotated: each allele with the pipeline's answer, each byte of the record as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from synonymizer import Options, open_reference
from synonymizer.batch.engine import Engine, Spec
from synonymizer.briefs import Brief
from synonymizer.errors import BadSource, NoSuchName
from synonymizer.formats import annotation, vcf_header
from synonymizer.formats.blocks import Source, read_blocks
from synonymizer.formats.rows import OnError
from synonymizer.formats.vcf_file import annotate, open_vcf
from synonymizer.pipeline import Synonymizer
from synonymizer.places import Assembly
from synonymizer.reference import Reference

COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
HEADER = f"##fileformat=VCFv4.3\n##contig=<ID=11,length=135086622>\n{COLUMNS}\n"
OLDER = f"##fileformat=VCFv4.3\n##contig=<ID=chr11,length=135006516,assembly=x>\n{COLUMNS}\n"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


def make(
    path: Path,
    text: str,
    reference: Reference,
    assembly: Assembly | None = None,
    fields: tuple[str, ...] = annotation.FIELDS,
    on_error: OnError = "keep",
) -> str:
    path.write_text(text, encoding="utf-8", newline="")
    with Source(str(path)) as source:
        vcf = open_vcf(read_blocks(source, size=1500), str(path), reference, assembly)
        spec = Spec(None, Options(assembly=vcf.assembly), "gene", (*fields, "status", "codes"))
        done = annotate(vcf, Engine(spec, reference), fields, threads=2, on_error=on_error)
        return b"".join(bytes(one.data) for one in done).decode()


def list_records(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def read_info(row: list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (entry.partition("=") for entry in row[7].split(";"))}


def expect_entries(number: int, brief: Brief) -> Iterator[list[str]]:
    for one in brief.within("gene"):
        yield [str(number), one.gene, one.transcript, "&".join(one.consequence), one.coding, one.protein]


ROWS = [
    ("11", 4055634, "C", "A"),
    ("chr11", 4055634, "c", "g,t"),
    ("NC_000011.10", 4055634, "C", "CA,CCC,*"),
    ("11", 4055634, "C", "<DEL>"),
    ("11", 4055634, "C", "C[chr2:321681[,T"),
    ("11", 4055634, "C", "."),
    ("11", 4055635, "CAAG", "C"),
    ("11", 4055634, "G", "T"),
    ("MT", 3243, "A", "G"),
    ("chrM", 3243, "A", "G"),
    ("11", 4055633, "CCA", "TGG"),
    ("11", 4055634, "C", "N"),
    ("11", 5, "C", "T"),
]


def test_every_allele_has_the_answer_of_the_pipeline(tmp_path: Path, reference: Reference) -> None:
    info = "SVTYPE=DEL;END=4055700"
    lines = [f"{contig}\t{place}\trs1\t{old}\t{new}\t.\tPASS\t{info}\n" for contig, place, old, new in ROWS]
    rows = list_records(make(tmp_path / "a.vcf", HEADER + "".join(lines), reference))
    pipeline = Synonymizer(open_reference())
    for (contig, place, old, new), row in zip(ROWS, rows, strict=True):
        assert row[:7] == [contig, str(place), "rs1", old, new, ".", "PASS"]
        assert row[7].startswith(info)
        texts = [f"{contig} {place} . {old.upper()} {one.upper()} . . {info}" for one in new.split(",")]
        briefs = [pipeline.brief(text, Options(assembly="GRCh38")) for text in texts]
        said = read_info(row)
        for name, values in (
            ("SYN_KEY", [brief.key for brief in briefs]),
            ("SYN_G38", [brief.grch38 for brief in briefs]),
            ("SYN_G37", [brief.grch37 for brief in briefs]),
            ("SYN_CODES", ["&".join(brief.codes) for brief in briefs]),
        ):
            expected = [value or "." for value in values] if any(values) else []
            assert [unquote(value) for value in said.get(name, "").split(",") if value] == expected, (row, name)
        entries = [entry for number, brief in enumerate(briefs, 1) for entry in expect_entries(number, brief)]
        found = [entry.split("|") for entry in said.get("SYN", "").split(",") if entry]
        assert [[unquote(part) for part in entry] for entry in found] == entries


def test_what_is_not_info_is_kept_byte_for_byte(tmp_path: Path, reference: Reference) -> None:
    records = (
        "11\t4055634\t.\tC\tA\t1e3\tq10;s50\tSYN=old|x;DB;AF=0.5;SYN_KEY=older\tGT:\N{OHM SIGN}\t0|1:,\r\n"
        "\r\n"
        "11\t4055634\t.\tC\tT\t.\t.\t.\r\n"
        "11\tbroken\r\n"
        "HLA-A*01:01\t4\t.\tC\tT\t.\t.\tX=1\r\n"
        "11\tx\t.\tC\tT\t.\t.\tX=1"
    )
    made = make(tmp_path / "a.vcf", HEADER.replace("\n", "\r\n") + records, reference)
    header, _, rest = made.partition(f"{COLUMNS}\r\n")
    lines = rest.split("\r\n")
    assert all(line.endswith("\r") for line in header.split("\n")[:-1])
    assert lines[0].startswith("11\t4055634\t.\tC\tA\t1e3\tq10;s50\tDB;AF=0.5;SYN_KEY=NC_000011.10:4055633:C:A;")
    assert lines[0].endswith("\tGT:\N{OHM SIGN}\t0|1:,")
    assert "old" not in lines[0]
    assert lines[1] == ""
    assert lines[2].startswith("11\t4055634\t.\tC\tT\t.\t.\tSYN_KEY=")
    assert lines[3:] == [
        "11\tbroken",
        "HLA-A*01:01\t4\t.\tC\tT\t.\t.\tX=1;SYN_CODES=E2003",
        "11\tx\t.\tC\tT\t.\t.\tX=1;SYN_CODES=E1003",
    ]


def test_an_annotated_file_is_annotated_again_to_the_same(tmp_path: Path, reference: Reference) -> None:
    text = HEADER + "11\t4055634\t.\tC\tA,*\t.\t.\tAC=1,1\n11\t5\t.\tA\t.\t.\t.\t.\n"
    once = make(tmp_path / "a.vcf", text, reference)
    assert make(tmp_path / "b.vcf", once, reference) == once
    assert once.count("##INFO=<ID=SYN,") == once.count("##synonymizer=") == 1


def test_info_holds_nothing_that_it_may_not_hold(tmp_path: Path, reference: Reference) -> None:
    text = HEADER + "11\t4055634\t.\tC\tC\t.\t.\t.\n11\t4055635\t.\tA\t<DUP>\t.\t.\tEND=4056000;CIPOS=-9,0\n"
    for row in list_records(make(tmp_path / "a.vcf", text, reference)):
        said = read_info(row)
        assert not set(" \t;=") & set("".join(value for name, value in said.items() if name.startswith("SYN")))
        assert "," not in said["SYN_KEY"]
        assert said["SYN"].count("|") == 5 * (said["SYN"].count(",") + 1)


def test_a_header_that_does_not_end_is_refused(
    tmp_path: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vcf_header, "LONGEST_LINE", 1 << 20)
    with pytest.raises(BadSource, match="a header of more than 1,048,576 bytes"):
        make(tmp_path / "a.vcf", f"{'##' + 'x' * 1000}\n" * 3000, reference)


def test_the_header_says_what_the_entries_are(tmp_path: Path, reference: Reference) -> None:
    fields = ("key", "vrs", "transcript", "c", "r")
    made = make(tmp_path / "a.vcf", HEADER + "11\t4055634\t.\tC\tA\t.\t.\t.\n", reference, fields=fields)
    assert [line.split(",")[0] for line in made.splitlines() if line.startswith("##INFO")] == [
        "##INFO=<ID=SYN_KEY",
        "##INFO=<ID=SYN_VRS",
        "##INFO=<ID=SYN",
    ]
    assert 'Format: Allele|Transcript|HGVSc|HGVSr">' in made
    (row,) = list_records(made)
    assert row[7] == (
        "SYN_KEY=NC_000011.10:4055633:C:A;SYN_VRS=ga4gh:VA." + read_info(row)["SYN_VRS"][9:] + ";"
        "SYN=1|NM_001382567.1|NM_001382567.1:c.494C>A|NM_001382567.1:r.(494c>a)"
    )


@pytest.mark.parametrize(
    ("header", "record", "assembly"),
    [
        (HEADER, "11\t4055634\t.\tC\tA", "GRCh38"),
        (OLDER, "chr11\t4076864\t.\tC\tA", "GRCh37"),
        (f"##fileformat=VCFv4.2\n##reference=file:///x/hs37d5.fa\n{COLUMNS}\n", "11\t4076864\t.\tC\tA", "GRCh37"),
        (f"##fileformat=VCFv4.2\n##reference=GRCh38.p14\n{COLUMNS}\n", "11\t4055634\t.\tC\tA", "GRCh38"),
        (f"##fileformat=VCFv4.2\n{COLUMNS}\n", "NC_000011.9\t4076864\t.\tC\tA", "GRCh38"),
    ],
)
def test_the_assembly_is_that_of_the_header(
    tmp_path: Path, reference: Reference, header: str, record: str, assembly: str
) -> None:
    made = make(tmp_path / "a.vcf", f"{header}{record}\t.\t.\t.\n", reference)
    assert f'Options="assembly={assembly}"' in made
    assert "SYN_KEY=NC_000011.10:4055633:C:A;" in made


def make_run(start: int, reference: Reference, assembly: Assembly) -> str:
    """Return records of a stretch of STIM1, whose bases are those of an assembly."""
    accession = {"GRCh38": "NC_000011.10", "GRCh37": "NC_000011.9"}[assembly]
    bases = reference.geometry.sequence(accession).bases(start, start + 40)
    return "".join(f"11\t{start + 1 + n}\t.\t{base}\t<*>,{base}T\t.\t.\t.\n" for n, base in enumerate(bases))


def test_without_a_header_one_base_tells_more_than_none(tmp_path: Path, reference: Reference) -> None:
    made = make(tmp_path / "a.vcf", f"##fileformat=VCFv4.2\n{COLUMNS}\n11\t4076864\t.\tC\tA\t.\t.\t.\n", reference)
    assert 'Options="assembly=GRCh37"' in made


@pytest.mark.parametrize(("assembly", "start"), [("GRCh37", 4076000), ("GRCh38", 4055000)])
def test_without_a_header_the_bases_tell_the_assembly(
    tmp_path: Path, reference: Reference, assembly: Assembly, start: int
) -> None:
    text = f"##fileformat=VCFv4.2\n{COLUMNS}\n" + make_run(start, reference, assembly)
    assert f'Options="assembly={assembly}"' in make(tmp_path / "a.vcf", text, reference)


def test_a_file_on_another_assembly_than_it_says_is_refused(tmp_path: Path, reference: Reference) -> None:
    text = HEADER + make_run(4076000, reference, "GRCh37")
    with pytest.raises(BadSource, match="Use --assembly GRCh37"):
        make(tmp_path / "a.vcf", text, reference)
    assert "SYN_KEY" in make(tmp_path / "a.vcf", text, reference, "GRCh37")


def test_the_older_mitochondrion_is_not_taken_for_the_present_one(tmp_path: Path, reference: Reference) -> None:
    header = OLDER.replace("##contig", "##contig=<ID=chrM,length=16571>\n##contig")
    made = make(tmp_path / "a.vcf", header + "chrM\t3243\t.\tA\tG\t.\t.\t.\n", reference)
    assert made.endswith("\tSYN_CODES=E2009\n")


@pytest.mark.parametrize("text", ["", "11\t4055634\t.\tC\tA\t.\t.\t.\n", "##fileformat=VCFv4.2\n"])
def test_a_file_without_its_header_is_refused(tmp_path: Path, reference: Reference, text: str) -> None:
    with pytest.raises(BadSource, match="#CHROM"):
        make(tmp_path / "a.vcf", text, reference)


def test_a_file_without_records_stays_one(tmp_path: Path, reference: Reference) -> None:
    assert make(tmp_path / "a.vcf", HEADER, reference).splitlines()[-1] == COLUMNS


def test_records_without_an_answer_are_dropped_or_end_the_run(tmp_path: Path, reference: Reference) -> None:
    good = ["11\t4055634\t.\tC\tA\t.\t.\t.", "11\t4055634\t.\tC\tA,N\t.\t.\t.", "11\t4055634\t.\tC\t*\t.\t.\t."]
    bad = ["11\t4055634\t.\tG\tA\t.\t.\t.", "7_alt\t4\t.\tG\tA\t.\t.\t.", "11\t4"]
    text = HEADER + "".join(f"{one}\n{two}\n" for one, two in zip(good, bad, strict=True))
    made = make(tmp_path / "a.vcf", text, reference, on_error="drop")
    assert [row[:5] for row in list_records(made)] == [line.split("\t")[:5] for line in good]
    with pytest.raises(NoSuchName, match="no answer") as caught:
        make(tmp_path / "a.vcf", text, reference, on_error="fail")
    assert caught.value.text == "11\t4055634\t.\tG\tA"
