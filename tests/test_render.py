"""Projections to names: each text once, in an order a reader can rely on."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, permutations

from synonymizer.alleles import Allele
from synonymizer.model import IdentifierProjection, PlaceProjection, Projection, TranscriptProjection
from synonymizer.places import Contig
from synonymizer.render import ORDER, render
from synonymizer.serialize import CLASSES
from synonymizer.statements import Point, ProteinEdit
from tests.notations.samples import ENSEMBL, FIXED, GRCH37, GRCH38, SELECT

KEY = "NC_000011.10:4055633:C:A"
MISSENSE = ProteinEdit("sub", 164, 164, "P", "P", "Q", predicted=True)
EXONIC, INTRONIC = Point(493, 0, "cds_start"), Point(138, 1, "cds_start")


def place(contig: Contig | None, sequence: str, start: int) -> PlaceProjection:
    allele = Allele(sequence, start, start + 1, "C", "A")
    return PlaceProjection("g", contig, allele, "sub", allele, allele)


ON_38 = place(GRCH38, "NC_000011.10", 4055633)
ON_37 = place(GRCH37, "NC_000011.9", 4076863)
ON_WINDOW = place(None, "NG_016277.1", 204931)
ON_SELECT, ON_FIXED, ON_ENSEMBL = (
    TranscriptProjection("c", transcript, "NC_000011.10", EXONIC, EXONIC, "sub", "C", "A", MISSENSE)
    for transcript in (SELECT, FIXED, ENSEMBL)
)
KNOWN = IdentifierProjection("rs", 6025, "allele")
ALL: tuple[Projection, ...] = (ON_38, ON_37, ON_WINDOW, ON_SELECT, ON_FIXED, ON_ENSEMBL, KNOWN)


def texts(*projections: Projection, gene: str = "STIM1") -> list[str]:
    return [name.text for name in render(projections, key=KEY, gene=gene)]


def test_the_place_on_grch38_comes_first_then_mane_select_and_its_protein() -> None:
    assert texts(*ALL)[:3] == ["NC_000011.10:g.4055634C>A", "NM_001382567.1:c.494C>A", "NP_001369496.1:p.(Pro165Gln)"]


def test_recommended_names_come_before_all_others() -> None:
    flags = [name.recommended for name in render(ALL, key=KEY, gene="STIM1")]
    assert flags == sorted(flags, reverse=True)
    assert flags.count(True) > 8


def test_the_other_names_go_by_class() -> None:
    names = render((replace(ON_SELECT, is_main=True), ON_38, ON_37), key=KEY, gene="STIM1")
    classes = [name.cls for name in names if not name.recommended]
    assert list(dict.fromkeys(classes)) == ["hgvs", "coordinate", "computed", "literature"]
    assert len([*groupby(classes)]) == len(set(classes))


def test_every_class_that_can_be_asked_for_has_its_place() -> None:
    assert sorted(ORDER) == sorted(CLASSES)


def test_each_text_is_there_once() -> None:
    found = texts(*ALL, *ALL)
    assert len(set(found)) == len(found)


def test_the_order_of_kinds_does_not_depend_on_the_order_of_projections() -> None:
    of_one_kind: tuple[Projection, ...] = (ON_38, ON_SELECT, KNOWN)
    assert len({tuple(texts(*order)) for order in permutations(of_one_kind)}) == 1


def test_the_spdi_that_is_the_key_is_the_recommended_one() -> None:
    names = render(ALL, key=KEY, gene="STIM1")
    assert [name.text for name in names if name.cls == "computed" and name.recommended] == [KEY]


def test_transcripts_of_the_reading_s_gene_come_first() -> None:
    overlapping = replace(ON_SELECT, transcript=replace(SELECT, accession="NM_000001.1", gene="OTHER"))
    for gene, first in (("STIM1", "NM_001382567.1:c.494C>A"), ("OTHER", "NM_000001.1:c.494C>A")):
        assert texts(ON_SELECT, overlapping, gene=gene)[0] == first
        assert texts(overlapping, ON_SELECT, gene=gene)[0] == first


def test_a_bare_transcript_counts_introns_on_the_first_genomic_sequence_alone() -> None:
    on_38 = replace(ON_FIXED, first=INTRONIC, last=INTRONIC, protein=None, rna="spl?")
    longer = Point(138, 2, "cds_start")
    on_37 = replace(on_38, reference="NC_000011.9", first=longer, last=longer)
    found = texts(on_38, on_37)
    assert "NC_000011.9(NM_003156.3):c.139+2C>A" in found
    assert "NM_003156.3:c.139+1C>A" in found
    assert not [text for text in found if "139+2" in text and not text.startswith("NC_000011.9(")]


def test_nothing_has_no_names() -> None:
    assert texts() == []
