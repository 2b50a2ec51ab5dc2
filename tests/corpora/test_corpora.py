"""The sample corpora come out as what they are; what does not is listed with its reason."""

from __future__ import annotations

import pytest

from synonymizer import Synonymizer, open_reference
from synonymizer.errors import ParseError
from synonymizer.parse import parse
from tests.corpora.exon_level import CORPUS, ExonTables, is_reached, judge_names
from tests.corpora.run import (
    EXAMPLES,
    HELD_OUT,
    INVALID,
    MENTIONS,
    PAGE,
    VALID,
    Shares,
    measure,
    missed,
    read_reasons,
    write_page,
)
from tests.corpora.samples import SAMPLES, holds_change, read_held_out
from tests.notations.tables import CASES, read_table, unescape
from tests.oracle.records import read_archive

NOT_VARIANTS = read_table(CASES / "not_variants.tsv")

needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not beside the checkout")


@pytest.mark.parametrize("case", NOT_VARIANTS, ids=lambda case: case["input"])
def test_what_stands_beside_variants_in_papers_and_tables_is_none(case: dict[str, str]) -> None:
    with pytest.raises(ParseError):
        parse(unescape(case["input"]))


@pytest.fixture(scope="module")
def shares() -> Shares:
    return measure()


@needs_samples
@pytest.mark.parametrize("corpus", [EXAMPLES, VALID, INVALID, MENTIONS, HELD_OUT])
def test_enough_texts_of_a_corpus_come_out_as_what_they_are(shares: Shares, corpus: str) -> None:
    assert [line for line in missed(shares) if line.startswith(corpus)] == []


@needs_samples
def test_every_text_that_does_not_come_out_has_its_reason_and_no_other(shares: Shares) -> None:
    left = [shares[corpus, ""].left for corpus in (EXAMPLES, VALID, MENTIONS)]
    assert {text for texts in left for text, _ in texts} == set(read_reasons())


@needs_samples
def test_the_page_of_what_is_not_read_is_what_the_measurement_writes(shares: Shares) -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(shares), "run python -m tests.corpora.run --page"


@needs_samples
def test_each_invented_mention_stands_once_and_in_no_sample() -> None:
    texts = [mention.text for mention in read_held_out()]
    samples = (SAMPLES / "literature_mentions.dev.txt").read_text(encoding="utf-8").splitlines()
    examples = [row["example"] for row in read_table(SAMPLES / "notation_examples.tsv")]
    assert len(set(texts)) == len(texts) >= 150
    assert not set(texts) & {*samples, *examples}


@pytest.mark.parametrize("text", ["c.93+1", "p.Trp24", "g.33344590", "p.?", "r.spl", "c.=", "p.[variant1]", "c.*"])
def test_a_place_or_a_fragment_alone_is_no_change(text: str) -> None:
    assert not holds_change(text)


@needs_samples
def test_exon_level_names_get_the_bounds_of_the_exon_tables_on_both_assemblies() -> None:
    names = CORPUS.read_text(encoding="utf-8").splitlines()
    verdicts = list(judge_names(ExonTables(read_archive()), Synonymizer(open_reference()), names))
    exons = [verdict for verdict in verdicts if verdict.group == "exons"]
    assert len(exons) > 100
    assert [verdict for verdict in exons if verdict.outcome != "right"] == []
    assert is_reached(verdicts)


@needs_samples
def test_the_classes_of_notation_are_those_of_the_table() -> None:
    classes = {(row["section"], row["class"]) for row in read_table(CASES / "notation_classes.tsv")}
    assert classes == {(row["section"], row["class"]) for row in read_table(SAMPLES / "notation_examples.tsv")}
