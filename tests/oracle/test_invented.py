"""The program on invented variants: exon borders, introns of untranslated regions, differences from the genome.

More of them: `python -m tests.oracle.run --invented 40`. SYNONYMIZER_BUNDLE names another reference than the embedded.
"""

from __future__ import annotations

import os

import pytest

from synonymizer import Synonymizer, open_reference
from tests.oracle.clinvar import DIFFERS, MINUS_CODING, MINUS_INTRON, MINUS_START, SAME, UTR_INTRON, judge_row
from tests.oracle.invent import invent_rows
from tests.oracle.justify import Judge
from tests.oracle.measure import TO_C, TO_G, TO_P, Outcome, ask, assess
from tests.oracle.records import ARCHIVE, read_archive

TRANSCRIPTS = 100
VARIANTS = 8

pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason=f"the LRG archive is not at {ARCHIVE}")


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    judge = Judge(read_archive())
    synonymizer = Synonymizer(open_reference(os.environ.get("SYNONYMIZER_BUNDLE")))
    held = [
        accession
        for accession in judge.coding_transcripts()
        if accession.startswith("NM_") and synonymizer.reference.find_transcript(accession)
    ]
    rows = (
        row
        for accession in held[:: max(1, len(held) // TRANSCRIPTS)]
        for row in invent_rows(judge, accession, VARIANTS)
    )
    verdicts = [judge_row(judge, row) for row in rows]
    return [outcome for verdict in verdicts for outcome in assess(judge, verdict, ask(synonymizer, verdict.row))]


def test_every_invented_variant_is_named_right_on_every_axis(outcomes: list[Outcome]) -> None:
    failed = [
        (outcome.check, outcome.verdict.row.vcf, outcome.verdict.row.name, outcome.given, outcome.why)
        for outcome in outcomes
        if not outcome.is_right
    ]
    assert failed == []


def test_the_judge_reads_its_own_names_back(outcomes: list[Outcome]) -> None:
    assert {outcome.verdict.bases for outcome in outcomes} == {SAME}


def test_the_hard_classes_are_among_the_invented(outcomes: list[Outcome]) -> None:
    traits = [trait for outcome in outcomes for trait in outcome.verdict.traits]
    for trait in (MINUS_INTRON, MINUS_START, MINUS_CODING, UTR_INTRON, DIFFERS):
        assert traits.count(trait) >= 5, trait
    assert {TO_C, TO_G, TO_P} <= {outcome.check for outcome in outcomes}
