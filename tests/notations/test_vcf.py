"""Coordinates and SPDI: which names are written, and where none are."""

from __future__ import annotations

import pytest

from synonymizer.alleles import MOST_SPELLED, Allele
from synonymizer.model import PlaceProjection
from synonymizer.notations import spdi, vcf
from synonymizer.places import Contig
from synonymizer.statements import EditKind
from tests.notations.samples import GRCH37, GRCH38, MITOCHONDRION


def project(contig: Contig | None, deleted: str, inserted: str, kind: EditKind = "delins") -> PlaceProjection:
    sequence = contig.accession if contig else "NG_016277.1"
    allele = Allele(sequence, 4055633, 4055633 + len(deleted), deleted, inserted)
    return PlaceProjection("g", contig, allele, kind, allele, allele)


@pytest.mark.parametrize(
    ("contig", "expected"),
    [
        (GRCH38, ["11-4055634-CT-C", "chr11:4055634 CT>C", "11 4055634 . CT C"]),
        (GRCH37, ["GRCh37-11-4055634-CT-C", "hg19 chr11:4055634 CT>C", "GRCh37 11 4055634 . CT C"]),
        (MITOCHONDRION, ["MT-4055634-CT-C", "chrM:4055634 CT>C", "MT 4055634 . CT C"]),
    ],
)
def test_a_coordinate_on_grch37_says_so_since_it_would_be_read_on_grch38(contig: Contig, expected: list[str]) -> None:
    names = vcf.write(project(contig, "CT", "C"))
    assert [name.text for name in names] == expected
    assert [name.recommended for name in names] == [True, False, False]
    assert {name.cls for name in names} == {"coordinate"}
    assert {name.assembly for name in names} == {contig.assembly}


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
