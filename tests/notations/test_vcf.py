"""Coordinates and SPDI: which names are written, and where none are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synonymizer.alleles import MOST_SPELLED, Allele
from synonymizer.model import EventProjection, PlaceProjection, TranscriptProjection
from synonymizer.notations import intervals, mitochondrial_names, spdi, vcf
from synonymizer.places import Contig
from synonymizer.statements import Axis, Bounds, EditKind, Point, StatedUncertain
from tests.notations.samples import FIXED, GRCH37, GRCH38, MITOCHONDRION


def project(contig: Contig | None, deleted: str, inserted: str, kind: EditKind = "delins") -> PlaceProjection:
    sequence = contig.accession if contig else "NG_016277.1"
    allele = Allele(sequence, 4055633, 4055633 + len(deleted), deleted, inserted)
    return PlaceProjection("g", contig, allele, kind, allele, allele)


GRCH38_STYLES = [
    "11-4055634-CT-C",
    "chr11:4055634 CT>C",
    "chr11:4055634CT>C",
    "chr11-4055634-CT-C",
    "11:4055634:CT:C",
    "chr11:4055634:CT:C",
    "11 4055634 . CT C",
    "chr11 4055634 . CT C",
    "GRCh38-11-4055634-CT-C",
    "hg38 chr11:4055634 CT>C",
    "chr11:4055634CT>C (GRCh38)",
    "hg38:chr11:4055634:CT:C",
    "GRCh38:11:4055634:CT:C",
    "hg38 chr11:4055634CT>C",
    "GRCh38 11 4055634 . CT C",
]
GRCH37_STYLES = [
    "GRCh37-11-4055634-CT-C",
    "hg19 chr11:4055634 CT>C",
    "chr11:4055634CT>C (GRCh37)",
    "hg19:chr11:4055634:CT:C",
    "GRCh37:11:4055634:CT:C",
    "hg19 chr11:4055634CT>C",
    "GRCh37 11 4055634 . CT C",
]
RCRS_STYLES = [
    "MT-4055634-CT-C",
    "chrM:4055634 CT>C",
    "chrM:4055634CT>C",
    "chrM-4055634-CT-C",
    "MT:4055634:CT:C",
    "chrM:4055634:CT:C",
    "MT 4055634 . CT C",
    "chrM 4055634 . CT C",
]


@pytest.mark.parametrize(
    ("contig", "expected"), [(GRCH38, GRCH38_STYLES), (GRCH37, GRCH37_STYLES), (MITOCHONDRION, RCRS_STYLES)]
)
def test_a_coordinate_on_grch37_says_so_since_it_would_be_read_on_grch38(contig: Contig, expected: list[str]) -> None:
    names = vcf.write(project(contig, "CT", "C"))
    assert [name.text for name in names] == expected
    assert [name.text for name in names if name.recommended] == expected[:1]
    assert {name.cls for name in names} == {"coordinate"}
    assert {name.assembly for name in names} == {contig.assembly}


@pytest.mark.parametrize(
    ("contig", "expected"),
    [
        (GRCH38, "11 199 . N <DEL> . . IMPRECISE;SVTYPE=DEL;END=301;CIPOS=-100,0;CIEND=0,100"),
        (GRCH37, "GRCh37 11 199 . N <DEL> . . IMPRECISE;SVTYPE=DEL;END=301;CIPOS=-100,0;CIEND=0,100"),
    ],
)
def test_a_bounded_event_is_a_symbolic_allele_that_reads_back_to_its_bounds(contig: Contig, expected: str) -> None:
    left, right = Bounds(Point(99), Point(199)), Bounds(Point(300), Point(400))
    (name,) = vcf.write(EventProjection("g", contig.accession, contig, None, left, right, "del"))
    assert (name.text, name.scope) == (expected, "exon")
    expression = vcf.read(name.text)
    assert expression is not None
    assert expression.stated == StatedUncertain("g", left, right, "del")


def test_an_event_with_an_unknown_bound_is_no_symbolic_allele() -> None:
    left, right = Bounds(None, Point(199)), Bounds(Point(300), Point(400))
    assert vcf.write(EventProjection("g", GRCH38.accession, GRCH38, None, left, right, "del")) == ()


@pytest.mark.parametrize(
    ("contig", "expected"),
    [
        (GRCH38, ["Chr11(GRCh38):g.4055634_4055635del", "chr11:4055634_4055635del", "chr11:4055634-4055635 del"]),
        (
            GRCH37,
            [
                "Chr11(GRCh37):g.4055634_4055635del",
                "chr11:4055634_4055635del (GRCh37)",
                "chr11:4055634-4055635 del (GRCh37)",
            ],
        ),
        (MITOCHONDRION, []),
    ],
)
def test_lost_bases_are_an_interval(contig: Contig, expected: list[str]) -> None:
    axis: Axis = "m" if contig is MITOCHONDRION else "g"
    assert [name.text for name in intervals.write(replace(project(contig, "CT", "", "del"), axis=axis))] == expected


def test_the_mitochondrial_genome_is_named_without_its_accession() -> None:
    names = mitochondrial_names.write(replace(project(MITOCHONDRION, "A", "G", "sub"), axis="m"))
    assert [name.text for name in names] == [
        "m.4055634A>G",
        "rCRS:m.4055634A>G",
        "MT:m.4055634A>G",
        "mtDNA m.4055634A>G",
        "mtDNA 4055634A>G",
        "m.A4055634G",
        "mtDNA A4055634G",
        "mtDNA nt 4055634 A to G",
    ]
    assert mitochondrial_names.write(project(GRCH38, "A", "G", "sub")) == ()


def test_there_are_no_coordinates_off_the_chromosomes_nor_for_no_change_nor_without_an_anchor() -> None:
    assert vcf.write(project(None, "C", "A")) == ()
    assert vcf.write(project(GRCH38, "C", "C", "identity")) == ()
    allele = Allele("NC_000011.10", 5, 6, "C", "")
    assert vcf.write(PlaceProjection("g", GRCH38, allele, "del", None, allele)) == ()


def test_very_long_alleles_are_not_spelled_out() -> None:
    assert vcf.write(project(GRCH38, "A" * (MOST_SPELLED + 1), "A")) == ()
    (name,) = spdi.write(project(GRCH38, "A" * (MOST_SPELLED + 1), "A"))
    assert name.text == "NC_000011.10:4055633:1001:A"


def test_spdi_is_written_on_every_sequence_of_ncbi_and_on_no_other() -> None:
    assert [name.text for name in spdi.write(project(GRCH37, "C", "A"))] == ["NC_000011.9:4055633:C:A"]
    assert [name.text for name in spdi.write(project(None, "", "A"))] == ["NG_016277.1:4055633::A"]
    allele = Allele("LRG_164", 5, 6, "C", "A")
    assert spdi.write(PlaceProjection("g", None, allele, "sub", allele, allele)) == ()


def _name(first: Point, last: Point, kind: EditKind, deleted: str, inserted: str) -> list[str]:
    projection = TranscriptProjection("c", FIXED, "NC_000011.10", first, last, kind, deleted, inserted)
    return [name.text for name in spdi.write(projection)]


def test_spdi_on_a_transcript_counts_its_message_from_0_inside_the_exons_alone() -> None:
    point = Point(493, 0, "cds_start")
    assert _name(point, point, "sub", "C", "A") == ["NM_003156.3:1493:C:A"]
    assert _name(point, point, "dup", "", "C") == ["NM_003156.3:1494::C"]
    assert _name(point, Point(494, 0, "cds_start"), "ins", "", "TT") == ["NM_003156.3:1494::TT"]
    behind = Point(2, 0, "cds_end")
    assert _name(behind, behind, "del", "C", "") == ["NM_003156.3:3002:C:"]
    intronic = Point(493, 1, "cds_start")
    assert _name(intronic, intronic, "sub", "C", "A") == []
    assert _name(point, Point(500, 0, "cds_start"), "del", "C" * 100, "") == []
