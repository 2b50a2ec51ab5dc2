"""Text to expressions: the tables of what is read and what is refused, and the guard before them."""

from __future__ import annotations

import pytest

from synonymizer.codes import CODES
from synonymizer.errors import EmptyInput, SynonymizerError, UnknownNotation, UnsafeInput
from synonymizer.parse import parse
from synonymizer.statements import LONGEST
from tests.notations.tables import CASES, SHARED, read_table, unescape
from tests.notations.telling import tell, tell_codes, tell_hints

READ = read_table(CASES / "notations.tsv")
REFUSED = read_table(CASES / "notations_refused.tsv")

SAMPLES = ("hgvs_spec_valid.tsv", "hgvs_spec_invalid.tsv", "notation_examples.tsv", "literature_mentions.dev.txt")


@pytest.mark.parametrize("case", READ, ids=lambda case: case["id"])
def test_a_name_says_what_the_table_says(case: dict[str, str]) -> None:
    told = [
        (expression.notation, tell(expression.stated), tell_hints(expression.hints), tell_codes(expression))
        for expression in parse(unescape(case["input"]))
    ]
    assert (case["notation"], case["stated"], case["hints"], case["codes"]) in told


@pytest.mark.parametrize("case", READ, ids=lambda case: case["id"])
def test_an_expression_and_its_issues_point_into_the_text(case: dict[str, str]) -> None:
    text = unescape(case["input"])
    for expression in parse(text):
        assert expression.text == text
        assert expression.beside or text[slice(*expression.span)] == text.strip()
        for issue in expression.issues:
            assert issue.code in CODES
            assert issue.message.endswith(".")
            assert issue.span is not None
            assert 0 <= issue.span[0] < issue.span[1] <= len(text)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["id"])
def test_a_refused_text_gets_its_code_with_the_place_and_a_sentence(case: dict[str, str]) -> None:
    text = unescape(case["input"])
    with pytest.raises(SynonymizerError) as caught:
        parse(text)
    error = caught.value
    at = "" if error.span is None else text[slice(*error.span)]
    assert (error.code, at) == (case["code"], unescape(case["at"]))
    assert error.text == text[:LONGEST]
    assert error.message.endswith(".")
    assert len(error.message) <= 400
    assert error.message.isprintable()


def test_each_text_of_the_tables_stands_once() -> None:
    texts = [case["input"] for case in READ + REFUSED]
    assert len(set(texts)) == len(texts)


def test_a_name_of_the_nomenclature_is_claimed_by_no_other_notation() -> None:
    for case in READ:
        if case["notation"] == "hgvs":
            first, *others = parse(unescape(case["input"]))
            assert first.notation == "hgvs"
            assert all(other.is_fallback for other in others), case["input"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\t\t", "\u00a0"])
def test_nothing_is_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyInput):
        parse(text)


def test_a_text_of_the_greatest_length_is_read_and_a_longer_one_is_not() -> None:
    name = "NM_003156.3:c.5_6ins"
    (expression,) = parse(name + "A" * (LONGEST - len(name)))
    assert tell(expression.stated) == f"c 4 5 ins >{'A' * (LONGEST - len(name))}"
    with pytest.raises(UnsafeInput, match="100,001 characters"):
        parse(name + "A" * (LONGEST + 1 - len(name)))


def test_line_ends_around_a_name_are_white_space_and_inside_it_they_are_not() -> None:
    assert parse("rs334\r\n")[0].stated == parse("rs334")[0].stated
    with pytest.raises(UnsafeInput):
        parse("rs334\nrs335")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("STIM1 exons", "exon 2 deletion"),
        ("494C>", "c., g., n., m. or r."),
        ("chr7:", "11-4055634-C-A"),
        ("BRAF V600EE", "BRAF V600E"),
        ("hello", "rs6025"),
    ],
)
def test_an_unknown_text_gets_the_nearest_notation_as_advice(text: str, advice: str) -> None:
    with pytest.raises(UnknownNotation) as caught:
        parse(text)
    assert advice in caught.value.message


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_or_refused_with_a_sentence(name: str) -> None:
    if not SHARED.exists():
        pytest.skip("the shared samples are not beside the checkout")
    texts = [line.split("\t")[2 if name.startswith("notation") else 0] for line in _lines(name)]
    assert texts
    assert {_answer(text)[:2] for text in texts} <= {"ok", "E1", "E2", "E4"}  # E2: an assembly that is not held


def _answer(text: str) -> str:
    """Return "ok", or the code of the error when its message is a sentence."""
    try:
        parse(text)
    except SynonymizerError as error:
        return error.code if error.message.endswith(".") else error.message
    return "ok"


def test_a_form_of_the_nomenclature_that_joins_or_encloses_changes_is_read() -> None:
    if not SHARED.exists():
        pytest.skip("the shared samples are not beside the checkout")
    marks = ("[", "^", "::", "=/", "(;)", "pter", "qter")
    texts = {line.split("\t")[0] for line in _lines("hgvs_spec_valid.tsv")}
    whole = {
        text
        for text in texts
        if any(mark in text for mark in marks) and "." in text and text.count("[") == text.count("]")
    }
    models = ("[variant", "fragment-start")
    stated = {text for text in whole if not text.startswith("ins[") and not any(model in text for model in models)}
    assert len(whole) > 100
    assert sum(_answer(text) == "ok" for text in stated) >= 0.98 * len(stated)


def test_exon_level_names_of_a_real_table_are_read() -> None:
    if not SHARED.exists():
        pytest.skip("the shared samples are not beside the checkout")
    answers = [_answer(text) for text in _lines("clinvar_exon_level_names.dev.txt")]
    assert answers.count("ok") >= 0.88 * len(answers)
    assert sum(answer.startswith("E1") for answer in answers) <= 8


def _lines(name: str) -> list[str]:
    return (SHARED / "cases" / name).read_text(encoding="utf-8").splitlines()
