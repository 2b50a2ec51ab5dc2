"""Which meaning comes first, and what a text that says a change twice must agree on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from synonymizer import Options, Synonymizer, identify, open_reference
from synonymizer.agreement import agrees
from synonymizer.model import Result
from synonymizer.parse import parse
from synonymizer.places import ASSEMBLIES
from synonymizer.statements import (
    Expression,
    Hints,
    Issue,
    Point,
    ProteinEdit,
    StatedAllele,
    StatedEdit,
    StatedProtein,
    Statement,
)

TEXT = "text"


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


def coding(number: int) -> Point:
    return Point(number - 1, 0, "cds_start")


def substitution(number: int, deleted: str, inserted: str, *, is_bare: bool = False) -> StatedEdit:
    return StatedEdit("c", coding(number), coding(number), "sub", deleted, inserted=inserted, is_bare=is_bare)


def say(stated: Statement, hints: Hints, notation: str = "test") -> Expression:
    return Expression(TEXT, notation, stated, hints)


def answer(monkeypatch: pytest.MonkeyPatch, *expressions: Expression, options: Options | None = None) -> Result:
    """Answer a text that says just these expressions; names are read back as they are."""
    monkeypatch.setattr(identify, "parse", lambda text: expressions if text == TEXT else parse(text))
    return engine().names(TEXT, options)


DNA = say(substitution(215, "C", "G", is_bare=True), Hints(gene="TP53"), "cdna")
PROTEIN = say(StatedProtein(ProteinEdit("sub", 71, 71, "P", "P", "R"), is_bare=True), Hints(gene="TP53"), "protein")
ELSEWHERE = say(substitution(215, "G", "C", is_bare=True), Hints(gene="TP53"), "cdna")


def test_a_meaning_that_does_not_fit_is_dropped_and_its_reason_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer(monkeypatch, ELSEWHERE, PROTEIN)
    assert result.readings[0].notation == "protein"
    assert [(issue.code, issue.severity) for issue in result.issues if issue.code == "E3001"] == [("E3001", "warning")]


def test_meanings_that_both_fit_are_both_kept_each_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer(monkeypatch, PROTEIN, DNA)
    keys = [reading.key for reading in result.readings]
    assert len(keys) == len(set(keys)) > 1
    assert result.status == "ambiguous"


def test_more_stated_bases_weigh_more(monkeypatch: pytest.MonkeyPatch) -> None:
    known = say(substitution(1799, "T", "A"), Hints(gene="BRAF"))
    two = say(StatedEdit("c", coding(493), coding(494), "del", "CC"), Hints(gene="STIM1"))
    assert [reading.gene for reading in answer(monkeypatch, known, two).readings] == ["STIM1", "BRAF"]


def test_a_known_allele_comes_before_an_unknown_one_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = say(substitution(494, "C", "T"), Hints(gene="STIM1"))
    known = say(substitution(1799, "T", "A"), Hints(gene="BRAF"))
    result = answer(monkeypatch, unknown, known)
    assert [reading.gene for reading in result.readings] == ["BRAF", "STIM1"]
    assert result.readings[0].why[-1] == "a public identifier points at this very allele"


def test_an_allele_is_known_whichever_assembly_it_was_read_on() -> None:
    told = [engine().names("BRCA2 5652T>C", Options(assembly=assembly)).readings for assembly in ASSEMBLIES]
    assert [[reading.key for reading in readings] for readings in told] == [[reading.key for reading in told[0]]] * 2
    assert all("a public identifier points at this very allele" in readings[0].why for readings in told)


def test_a_published_name_comes_before_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    known = say(substitution(1799, "T", "A"), Hints(gene="BRAF"))
    named = say(substitution(494, "C", "T"), Hints(gene="STIM1"), "named")
    assert answer(monkeypatch, known, named).readings[0].notation == "named"


def test_a_text_with_its_letter_comes_before_a_bare_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = say(substitution(494, "C", "T", is_bare=True), Hints(gene="STIM1"))
    lettered = say(substitution(494, "C", "G"), Hints(gene="STIM1"))
    assert answer(monkeypatch, bare, lettered).readings[0].key == "NC_000011.10:4055633:C:G"


def test_a_fit_by_chance_on_a_lesser_transcript_is_one_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    lesser = say(StatedEdit("c", coding(185), coding(186), "del", "AG"), Hints(gene="BRCA1"))
    select = say(StatedEdit("c", coding(68), coding(69), "del", "AG"), Hints(gene="BRCA1"))
    assert answer(monkeypatch, lesser).readings[0].transcript != "NM_007294.4"  # which has no AG there
    beside = answer(monkeypatch, lesser, select)
    assert [reading.transcript for reading in beside.readings] == ["NM_007294.4"]
    assert "W3002" in {issue.code for issue in beside.issues}


def test_a_last_resort_waits_until_nothing_else_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    from_zero = say(StatedAllele(4055633, 4055634, "C", "A"), Hints(reference="chr11"))
    from_one = replace(say(StatedAllele(4055634, 4055635, "A", "G"), Hints(reference="chr11")), is_fallback=True)
    assert len(answer(monkeypatch, from_one, from_zero).readings) == 1
    wrong = say(StatedAllele(4055633, 4055634, "G", "A"), Hints(reference="chr11", assembly="GRCh38"))
    assert answer(monkeypatch, wrong, from_one).readings[0].key == "NC_000011.10:4055634:A:G"


def test_a_last_resort_that_supplies_the_gene_of_the_option_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    fallback = replace(say(substitution(494, "C", "A"), Hints(gene="STIM1"), "named"), is_fallback=True)
    other = say(substitution(494, "C", "T"), Hints(gene="STIM1"))
    assert len(answer(monkeypatch, other, fallback).readings) == 1
    assert len(answer(monkeypatch, other, fallback, options=Options(gene="STIM1")).readings) == 2


def test_strict_reading_refuses_a_repair_wherever_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    repaired = replace(PROTEIN, issues=(Issue("W1003", "warning", "An older spelling."),))
    assert answer(monkeypatch, repaired).status != "error"
    assert answer(monkeypatch, repaired, options=Options(strict=True)).status == "error"
    redundant = say(StatedEdit("c", coding(494), coding(494), "del", "C"), Hints(transcript="NM_003156.3"))
    assert answer(monkeypatch, redundant, options=Options(strict=True)).issues[0].code == "E1003"


# ---------------------------------------------------------------- a change stated twice

STIM1 = Hints(transcript="NM_003156.3")
C494A = say(substitution(494, "C", "A"), STIM1)


def protein(first: int, old: str, new: str) -> Expression:
    return say(StatedProtein(ProteinEdit("sub", first - 1, first - 1, old, old, new)), Hints())


def test_a_protein_change_that_the_dna_makes_is_no_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer(monkeypatch, replace(C494A, beside=(protein(165, "P", "Q"),)))
    assert (result.status, result.issues) == ("ok", ())


def test_a_protein_change_that_the_dna_does_not_make_is_a_second_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer(monkeypatch, replace(C494A, beside=(protein(165, "P", "R"),)))
    (issue,) = [issue for issue in result.issues if issue.code == "W3003"]
    assert "makes p.(Pro165Gln)" in issue.message
    assert "p.Pro165Arg is made by NC_000011.10:4055633:C:G" in issue.message
    assert [reading.key for reading in result.readings] == ["NC_000011.10:4055633:C:A", "NC_000011.10:4055633:C:G"]


def test_a_protein_change_that_does_not_fit_is_said_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer(monkeypatch, replace(C494A, beside=(protein(165, "A", "R"),)))
    (issue,) = [issue for issue in result.issues if issue.code == "W3003"]
    assert "p.165 is Pro in the reference, not Ala" in issue.message
    assert result.status == "ok"


def test_where_the_dna_does_not_fit_the_error_says_that_the_protein_does(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = say(substitution(494, "G", "A"), STIM1)
    (issue,) = answer(monkeypatch, replace(wrong, beside=(protein(165, "P", "Q"),))).issues
    assert issue.code == "E3001"
    assert "What the text states beside it does fit: residue 165 is Pro" in issue.message


def test_two_descriptions_of_the_dna_must_be_one_allele(monkeypatch: pytest.MonkeyPatch) -> None:
    same = say(substitution(494, "C", "A"), Hints(transcript="NM_001382567.1"))
    assert answer(monkeypatch, replace(C494A, beside=(same,))).status == "ok"
    other = say(substitution(494, "C", "G"), Hints(transcript="NM_001382567.1"))
    assert "W3003" in {issue.code for issue in answer(monkeypatch, replace(C494A, beside=(other,))).issues}
    misfit = say(substitution(494, "T", "G"), Hints(transcript="NM_001382567.1"))
    assert "W3003" in {issue.code for issue in answer(monkeypatch, replace(C494A, beside=(misfit,))).issues}
    unheld = say(substitution(494, "C", "G"), Hints(transcript="NM_999999.1"))
    assert answer(monkeypatch, replace(C494A, beside=(unheld,))).issues == ()


FS = ProteinEdit("frameshift", 46, 46, "E", "E", "V", 10, predicted=True)
RESIDUES = "MKVLLA*"


@pytest.mark.parametrize(
    ("stated", "made", "agree"),
    [
        (ProteinEdit("frameshift", 46, 46, "E", "E", stop_stated=False), FS, True),
        (ProteinEdit("frameshift", 46, 46, "E", "E", "V", 10), FS, True),
        (ProteinEdit("frameshift", 46, 46, "", "", "V", stop_stated=False), FS, True),
        (ProteinEdit("frameshift", 46, 46, "E", "E", "V", 11), FS, False),
        (ProteinEdit("frameshift", 46, 46, "E", "E", "D", stop_stated=False), FS, False),
        (ProteinEdit("frameshift", 47, 47, "E", "E", stop_stated=False), FS, False),
        (ProteinEdit("del", 3, 3, "L", "L"), ProteinEdit("del", 4, 4, "L", "L"), True),
        (ProteinEdit("ins", 4, 5, "L", "A", "L"), ProteinEdit("dup", 4, 4, "L", "L"), True),
        (ProteinEdit("delins", 1, 1, "K", "K", "R"), ProteinEdit("sub", 1, 1, "K", "K", "R"), True),
        (ProteinEdit("delins", 1, 1, "K", "K", "R*"), ProteinEdit("sub", 1, 1, "K", "K", "*"), False),
        (ProteinEdit("sub", 1, 1, "K", "K", "N"), ProteinEdit("sub", 1, 1, "K", "K", "R"), False),
        (ProteinEdit("sub", 1, 1, "K", "K", "K"), None, True),
        (ProteinEdit("identity"), ProteinEdit("identity", 1, 1, "K", "K"), True),
        (ProteinEdit("sub", 1, 1, "K", "K", "R"), None, False),
        (ProteinEdit("unknown"), ProteinEdit("sub", 1, 1, "K", "K", "R"), True),
        (ProteinEdit("sub", 1, 1, "K", "K", "R"), ProteinEdit("unknown"), True),
        (ProteinEdit("sub", 0, 0, "M", "M", "V"), ProteinEdit("start_lost", 0, 0, "M", "M"), True),
        (ProteinEdit("none"), ProteinEdit("start_lost", 0, 0, "M", "M"), False),
    ],
)
def test_protein_changes_agree_when_they_make_the_same_residues(
    stated: ProteinEdit, made: ProteinEdit | None, agree: bool
) -> None:
    assert agrees(stated, made, RESIDUES) is agree


# ---------------------------------------------------------------- texts of the literature, whole


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("CFTR 3905insT", "NM_000492.4:c.3773dup"),
        ("CFTR 3659delC", "NM_000492.4:c.3528del"),
        ("BRCA1 3819del5", "NM_007294.4:c.3700_3704del"),
        ("BRCA2 3036del4", "NM_000059.4:c.2808_2811del"),
        ("TTR T60A", "NM_000371.4:c.238A>G"),
        ("HBB E7V", "NM_000518.5:c.20A>T"),
        ("HBB E6V", "NM_000518.5:c.20A>T"),
    ],
)
def test_the_meaning_of_the_literature_comes_first(text: str, first: str) -> None:
    reading = engine().names(text).readings[0]
    assert first in {name.text for name in reading.names}, reading.why
