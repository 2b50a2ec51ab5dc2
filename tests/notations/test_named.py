"""Named and star alleles as text: what each spelling says, and what is no such name."""

from __future__ import annotations

import pytest

from synonymizer.notations import named, star
from synonymizer.parse import parse
from synonymizer.statements import Expression, StatedCategory, StatedEdit, StatedRecord, StatedSet


def _describe(text: str) -> Expression | None:
    return next(iter(parse(text)), None)


@pytest.mark.parametrize(
    "text",
    [
        "Factor V Leiden",
        "factor-V  leiden",
        "FACTOR V LEIDEN",
        "the factor V Leiden mutation",
        "F5 Leiden",
        "FVL",
        "F5 G1691A",
        "G1691A F5",
    ],
)
def test_spaces_hyphens_case_and_empty_words_do_not_tell_names_apart(text: str) -> None:
    expression = named.read(text, _describe)
    assert expression is not None
    assert isinstance(expression.stated, StatedEdit)
    assert (expression.stated.first.base, expression.stated.inserted) == (1600, "A")
    assert (expression.hints.gene, expression.is_fallback) == ("F5", False)
    assert [issue.code for issue in expression.issues] == ["W2010"]


def test_a_name_many_genes_could_bear_is_a_last_resort_without_its_gene() -> None:
    alone, with_gene = named.read("185delAG", _describe), named.read("BRCA1 185delAG", _describe)
    assert alone is not None
    assert with_gene is not None
    assert (alone.is_fallback, with_gene.is_fallback) == (True, False)
    assert alone.stated == with_gene.stated


def test_a_class_of_variants_is_a_category() -> None:
    expression = named.read("FLT3/ITD", _describe)
    assert expression is not None
    assert expression.stated == StatedCategory("internal", "internal tandem duplication")
    assert expression.hints.gene == "FLT3"


@pytest.mark.parametrize("text", ["5T", "S", "Leiden", "STIM1 c.494C>A", "rs334", "BRCA1", "e4", "HBB", "F" * 1000])
def test_other_texts_are_no_names(text: str) -> None:
    assert named.read(text, _describe) is None


@pytest.mark.parametrize("text", ["CYP2D6*4", "cyp2d6*4", "CYP2D6 *4", "CYP2D6*4.001"])
def test_a_star_allele_says_the_variants_at_its_core(text: str) -> None:
    expression = star.read(text, _describe)
    assert expression is not None
    assert isinstance(expression.stated, StatedEdit)
    assert (expression.notation, expression.hints.gene) == ("star", "CYP2D6")
    assert "haplotype, not one allele" in expression.issues[0].message
    assert ("suballele .001" in expression.issues[0].message) == text.endswith(".001")


def test_a_core_of_several_variants_is_a_set_in_cis() -> None:
    expression = star.read("TPMT*3A", _describe)
    assert expression is not None
    assert isinstance(expression.stated, StatedSet)
    assert (expression.stated.relation, len(expression.stated.members)) == ("cis", 2)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("CYP2D6*1x2", StatedRecord("PharmVar", "CYP2D6*1x2")),
        ("CYP2D6*4xN", StatedRecord("PharmVar", "CYP2D6*4xN")),
        ("CYP2D6*139", StatedRecord("PharmVar", "CYP2D6*139")),
        ("HLA-B*57:01", StatedRecord("IPD-IMGT/HLA", "HLA-B*57:01")),
        ("DRB1*15:01", StatedRecord("IPD-IMGT/HLA", "HLA-DRB1*15:01")),
        ("HLA-A*02", StatedRecord("IPD-IMGT/HLA", "HLA-A*02")),
    ],
)
def test_an_allele_whose_core_is_not_held_is_a_record_of_its_database(text: str, record: StatedRecord) -> None:
    expression = star.read(text, _describe)
    assert expression is not None
    assert expression.stated == record


@pytest.mark.parametrize("text", ["R179*", "p.R179*", "CYP2D6", "CYP2D6*", "*4", "STIM1 p.Arg429*", "W24*", "c.*4A>G"])
def test_a_stop_is_no_star_allele(text: str) -> None:
    assert star.read(text, _describe) is None
