"""Whole answers to names of several changes, repeats, copied bases, bounds and circles, on the embedded bundle."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from synonymizer import Options, Synonymizer, open_reference

CASES = Path(__file__).parent / "cases" / "compound.tsv"


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


def read_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["input"])
def test_a_compound_name_has_the_answer_of_the_table(case: dict[str, str]) -> None:
    result = engine().names(case["input"])
    assert (result.status, sorted({issue.code for issue in result.issues})) == (case["status"], case["codes"].split())
    if case["status"] == "error":
        return
    reading = result.readings[0]
    assert (reading.key, reading.state) == (case["key"], case["state"])
    printed = {name.text for name in reading.names}
    assert printed.issuperset(filter(None, case["names"].split(" | "))), sorted(printed)


def test_members_on_one_gene_are_read_on_one_transcript() -> None:
    reading = engine().names("STIM1:c.[494C>A;501G>T]").readings[0]
    assert reading.gene == "STIM1"
    assert reading.transcript == "NM_001382567.1"


def test_changes_of_one_codon_in_trans_stay_two() -> None:
    reading = engine().names("NM_003156.3:c.[493C>A];[495A>T]").readings[0]
    recommended = {name.text for name in reading.names if name.recommended}
    assert "NM_003156.3:c.[493C>A];[495A>T]" in recommended
    assert "NM_003156.3:c.493_495delinsACT" not in {name.text for name in reading.names}


def test_the_parts_of_a_codon_are_a_name_too_and_not_the_recommended_one() -> None:
    reading = engine().names("NM_003156.3:c.[493C>A;495A>T]").readings[0]
    found = {name.text: name.recommended for name in reading.names}
    assert found["NM_003156.3:c.493_495delinsACT"]
    assert not found["NM_003156.3:c.[493C>A;495A>T]"]
    assert engine().names("NM_003156.3:c.493_495delinsACT").readings[0].key == reading.key


def test_a_repeat_longer_than_a_name_may_be_is_refused() -> None:
    result = engine().names("NM_000492.4:c.1210-12T[999999999]")
    assert [issue.code for issue in result.issues] == ["E4001"]


def test_what_is_unsupported_is_named_by_its_form() -> None:
    for text, word in (
        ("NM_003156.3:r.spl", "splicing"),
        ("NC_000011.10:g.4055634_4055640|gom", "methylation"),
        ("NC_000022.11:g.pter_12200000del::37600001_qterdel", "joins 2 sequences"),
        ("NC_000022.11:g.[pter_12200000::37600001_qter]sup", "adds a chromosome"),
    ):
        assert word in engine().names(text).issues[0].message


def test_two_changes_of_a_codon_are_one_among_others_too() -> None:
    reading = engine().names("NM_003156.3:c.[493C>A;495A>T;501G>T]").readings[0]
    recommended = {name.text for name in reading.names if name.recommended}
    assert {"NM_003156.3:c.[493_495delinsACT;501G>T]", "NP_003147.2:p.[(Pro165Thr;Leu167=)]"} <= recommended
    assert "NC_000011.10:g.[4055633C>A;4055635A>T;4059284G>T]" in recommended
    for name in reading.names:
        if name.level in {"c", "g"}:
            options = Options(gene="STIM1" if name.needs else None)
            assert engine().names(name.text, options).readings[0].key == reading.key, name
