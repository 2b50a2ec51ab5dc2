"""Records split, left-aligned and trimmed: by the bases they make, and as bcftools does it."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.errors import RegionNotHeld
from synonymizer.formats.vcf_rows import Splitter, rewrite
from synonymizer.places import Interval

HEADER = b"""##fileformat=VCFv4.2
##FILTER=<ID=PASS,Description="p">
##contig=<ID=1,length=400>
##INFO=<ID=AC,Number=A,Type=Integer,Description="a">
##INFO=<ID=DP4,Number=R,Type=Integer,Description="a">
##INFO=<ID=NS,Number=1,Type=Integer,Description="a">
##INFO=<ID=DB,Number=0,Type=Flag,Description="a">
##FORMAT=<ID=GT,Number=1,Type=String,Description="g">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="g">
##FORMAT=<ID=PL,Number=G,Type=Integer,Description="g">
##FORMAT=<ID=XA,Number=A,Type=Float,Description="g">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ts1\ts2\ts3
"""
SEVERAL = (
    b"1\t20\t.\t%s\tA,G\t50\tPASS\tAC=1,2;DB;DP4=10,3,4;NS=3\tGT:AD:PL:XA"
    b"\t0/1:9,1,0:0,1,2,3,4,5:1,2\t1/2:0,4,5:9,8,7,6,5,4:.,3\t./.:1,2,3:0,1,2,3,4,5:7,8\n"
    b"1\t21\t.\t%s\tA,G,CT\t50\tPASS\tAC=1,2,7;DP4=10,3,4,5;NS=3\tGT:AD:PL"
    b"\t3:9,1,0,4:0,1,2,3\t1|2:0,4,5,1:9,8,7,6,5,4,3,2,1,0\t2/3:.:.\n"
)
needs_bcftools = pytest.mark.skipif(shutil.which("bcftools") is None, reason="bcftools is not installed")


@dataclass
class Text:
    """A sequence of which the first bases are not held."""

    text: str
    first: int = 0
    accession: str = "1"

    def bases(self, start: int, end: int) -> str:
        self.held(start, end)
        return self.text[start:end]

    def held(self, start: int, end: int) -> Interval:
        if start < self.first or end > len(self.text):
            raise RegionNotHeld("It is not held.")
        return Interval(self.first, len(self.text))


def make_text(size: int, seed: int) -> str:
    """Return a sequence full of repeats."""
    rng = random.Random(seed)
    text = ""
    while len(text) < size:
        text += "".join(rng.choices("ACGT", k=rng.randrange(1, 4))) * rng.randrange(1, 9)
    return text[:size]


TEXT = make_text(400, 1)


def apply(text: str, row: list[bytes]) -> list[str]:
    """Return the sequence that each alternate of a record makes."""
    start, deleted = int(row[1]) - 1, row[3].decode()
    assert text[start : start + len(deleted)] == deleted
    return [text[:start] + new + text[start + len(deleted) :] for new in row[4].decode().split(",")]


def run_bcftools(tmp_path: Path, block: bytes, *arguments: str) -> list[list[bytes]]:
    (tmp_path / "in.vcf").write_bytes(HEADER + block)
    (tmp_path / "1.fa").write_text(f">1\n{TEXT}\n", encoding="ascii")
    command = ["bcftools", "norm", *arguments, "in.vcf"]
    outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    return [line.split(b"\t") for line in outcome.stdout.splitlines() if not line.startswith(b"#")]


places = st.integers(100, 380).flatmap(
    lambda start: st.tuples(
        st.just(start),
        st.integers(1, 12).map(lambda size: TEXT[start : start + size]),
        st.lists(st.text(alphabet="ACGT", min_size=1, max_size=9), min_size=1, max_size=3, unique=True),
    )
)


@given(place=places, repeats=st.booleans())
def test_a_record_moves_without_another_meaning(place: tuple[int, str, list[str]], repeats: bool) -> None:
    start, deleted, inserted = place
    if repeats:  # so that it slides
        inserted = [deleted * 2, *inserted[1:]]
    row = f"1\t{start + 1}\tx\t{deleted}\t{','.join(inserted)}\t.\t.\tNS=1".encode()
    made = rewrite(row, None, lambda _: Text(TEXT)).split(b"\t")
    assert apply(TEXT, made) == apply(TEXT, row.split(b"\t"))
    assert made[5:] == [b".", b".", b"NS=1"]
    alleles = [made[3], *made[4].split(b",")]
    if deleted in inserted:
        assert made == row.split(b"\t")
        return  # it states no change
    assert len({allele[-1:] for allele in alleles}) > 1
    assert min(map(len, alleles)) == 1 or len({allele[:1] for allele in alleles}) > 1


@needs_bcftools
def test_alleles_are_aligned_as_bcftools_does_it(tmp_path: Path) -> None:
    rng = random.Random(4)
    block = b""
    for start in range(30, 380):
        deleted = TEXT[start : start + rng.randrange(1, 10)]
        inserted = {rng.choice([deleted * 2, deleted[:1], deleted[-1:] + deleted, deleted + deleted[:2]])} - {deleted}
        if inserted:
            tail = "\t.\t.\tNS=1\tGT\t0/1\t0/1\t0/1\n"
            block += f"1\t{start + 1}\t{start}\t{deleted}\t{','.join(inserted)}{tail}".encode()
    expected = {row[2]: row for row in run_bcftools(tmp_path, block, "-f", "1.fa")}
    made = [line.split(b"\t") for line in rewrite(block, None, lambda _: Text(TEXT)).splitlines()]
    assert {row[2]: row for row in made} == expected
    assert sum(line not in block.splitlines() for line in map(b"\t".join, made)) > 50


@needs_bcftools
def test_records_are_split_as_bcftools_does_it(tmp_path: Path) -> None:
    block = SEVERAL % (TEXT[19].encode(), TEXT[20].encode())
    made = [line.split(b"\t") for line in rewrite(block, Splitter.from_header(HEADER), None).splitlines()]
    assert made == run_bcftools(tmp_path, block, "-m-")


def test_a_record_is_split_with_its_values_and_genotypes() -> None:
    block = SEVERAL % (b"C", b"C")
    first, second, *_ = rewrite(block, Splitter.from_header(HEADER), None).decode().splitlines()
    assert first.split("\t")[4:] == [
        *("A", "50", "PASS", "AC=1;DB;DP4=10,3;NS=3", "GT:AD:PL:XA"),
        *("0/1:9,1:0,1,2:1", "1/0:0,4:9,8,7:.", "./.:1,2:0,1,2:7"),
    ]
    assert second.split("\t")[4:] == [
        *("G", "50", "PASS", "AC=2;DB;DP4=10,4;NS=3", "GT:AD:PL:XA"),
        *("0/0:9,0:0,3,5:2", "0/1:0,5:9,6,4:3", "./.:1,3:0,3,5:8"),
    ]


def test_what_is_not_made_of_bases_or_does_not_fit_stays() -> None:
    wrong = "ACGT"["ACGT".index(TEXT[9]) - 1]
    for reference, alternate in ((TEXT[9], "<DEL>"), (TEXT[9], "*"), (wrong, wrong * 2), (TEXT[9], TEXT[9])):
        row = f"1\t10\t.\t{reference}\t{alternate}\t.\t.\t.".encode()
        assert rewrite(row, Splitter.from_header(HEADER), lambda _: Text(TEXT)) == row
    assert rewrite(b"7\t10\t.\tA\tAA\t.\t.\t.", None, lambda _: None) == b"7\t10\t.\tA\tAA\t.\t.\t."


def test_what_would_slide_to_where_nothing_is_held_stays() -> None:
    text = "C" + "A" * 50 + "G"
    row = b"1\t30\t.\tA\tAA\t.\t.\t."
    assert rewrite(row, None, lambda _: Text(text)) == b"1\t1\t.\tC\tCA\t.\t.\t."
    for held in (Text(text, 1), Text(text[1:]), Text(text, 29)):
        assert rewrite(row, None, lambda _, held=held: held) == row  # type: ignore[misc]


def test_lines_end_as_they_did() -> None:
    block = b"1\t5\t.\tA\tC,G\t.\t.\tAC=1,2\r\n1\t6\t.\tA\tC\t.\t.\t.\r\n"
    made = b"1\t5\t.\tA\tC\t.\t.\tAC=1\r\n1\t5\t.\tA\tG\t.\t.\tAC=2\r\n1\t6\t.\tA\tC\t.\t.\t.\r\n"
    assert rewrite(block, Splitter.from_header(HEADER), None) == made
