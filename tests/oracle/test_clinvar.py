"""The program on real rows: a sample in which every hard class is present, judged by the separate program.

All rows: `python -m tests.oracle.run`. SYNONYMIZER_BUNDLE names another reference than the embedded one.
"""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise

import pytest

from synonymizer import Synonymizer, open_reference
from tests.oracle.clinvar import EARLY, OUTSIDE, SUBSTITUTION, TABLE, TRAITS, Verdict, judge_row, read_table
from tests.oracle.justify import Judge
from tests.oracle.measure import CHECKS, REFUSAL, Answer, Outcome, ask, assess
from tests.oracle.records import ARCHIVE, read_archive

SAMPLE = 600
SHARE = SAMPLE // len(TRAITS)

pytestmark = pytest.mark.skipif(
    not (TABLE.exists() and ARCHIVE.exists()),
    reason=f"the ClinVar table or the LRG archive is not under {TABLE.parents[1]}",
)

Asked = list[tuple[Verdict, Answer, tuple[Outcome, ...]]]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(read_archive())


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference(os.environ.get("SYNONYMIZER_BUNDLE")))


@pytest.fixture(scope="module")
def verdicts(judge: Judge, synonymizer: Synonymizer) -> list[Verdict]:
    """All held rows that are no substitutions, and every twentieth that is one or is refused."""
    rows = (
        row
        for row in read_table()
        if ">" not in row.name or row.number % 20 == 0 or ":c.-" in row.name or ":c.*" in row.name
    )
    held = (
        row
        for row in rows
        if judge.has_transcript(row.transcript) and synonymizer.reference.find_transcript(row.transcript)
    )
    return [judge_row(judge, row) for row in held]


@pytest.fixture(scope="module")
def asked(judge: Judge, synonymizer: Synonymizer, verdicts: list[Verdict]) -> Asked:
    """As many rows of each trait as there is room for, spread over the table, each asked and judged once."""
    chosen: dict[int, Verdict] = {}
    for trait in TRAITS:
        rows = [verdict for verdict in verdicts if trait in verdict.traits]
        chosen |= {verdict.row.number: verdict for verdict in rows[:: max(1, len(rows) // SHARE)]}
    answers = [(verdict, ask(synonymizer, verdict.row)) for verdict in chosen.values()]
    return [(verdict, answer, tuple(assess(judge, verdict, answer))) for verdict, answer in answers]


@pytest.mark.parametrize("trait", TRAITS)
def test_the_program_names_real_variants_of_every_class(asked: Asked, trait: str) -> None:
    outcomes = [outcome for verdict, _, outcomes in asked if trait in verdict.traits for outcome in outcomes]
    assert len(outcomes) >= 5, "the sample does not hold the class"
    failed = [
        (outcome.check, outcome.verdict.row.vcf, outcome.verdict.row.name, outcome.given, outcome.why)
        for outcome in outcomes
        if not outcome.is_right
    ]
    assert failed == []


def test_the_sample_asks_every_question(asked: Asked) -> None:
    assert len(asked) >= SAMPLE // 2
    assert {outcome.check for _, _, outcomes in asked for outcome in outcomes} == set(CHECKS)


def test_insertions_that_sit_one_base_early_in_the_columns_are_found_and_answered_as_they_stand(asked: Asked) -> None:
    early = [(verdict, answer) for verdict, answer, _ in asked if verdict.bases == EARLY]
    assert early
    for verdict, answer in early:
        assert verdict.canonical not in answer.coding, verdict.row


def test_the_measure_catches_answers_that_belong_to_another_row(judge: Judge, asked: Asked) -> None:
    plain = [(verdict, answer) for verdict, answer, _ in asked if SUBSTITUTION in verdict.traits and verdict.effect]
    for (verdict, _), (other, answer) in pairwise(plain):
        if verdict.row.vcf != other.row.vcf:
            outcomes = tuple(assess(judge, verdict, answer))
            assert not any(outcome.is_right for outcome in outcomes if outcome.check in {"g→c", "c→g"})


def test_the_measure_catches_a_name_that_is_not_canonical(judge: Judge, asked: Asked) -> None:
    for verdict, answer, _ in asked:
        if verdict.is_right and verdict.spelling == "not at the 3'-most place":
            outcomes = {
                outcome.check: outcome
                for outcome in assess(judge, verdict, replace(answer, coding=(verdict.row.name,)))
            }
            assert outcomes["g→c"].is_right
            assert not outcomes["canonical c."].is_right


def test_a_position_outside_the_transcript_has_no_place(asked: Asked) -> None:
    refused = [outcomes for verdict, _, outcomes in asked if OUTSIDE in verdict.traits]
    assert refused
    assert all(outcome.check == REFUSAL and outcome.is_right for outcomes in refused for outcome in outcomes)
