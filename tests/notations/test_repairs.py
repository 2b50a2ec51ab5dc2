"""What people type beside the nomenclature: read as they mean it, with an issue for each thing that was changed."""

from __future__ import annotations

import contextlib
import time

import pytest

from synonymizer.codes import CODES
from synonymizer.errors import ParseError, SynonymizerError
from synonymizer.parse import parse
from synonymizer.repair.drafts import Draft
from synonymizer.repair.typography import fold
from synonymizer.statements import Expression, StatedSet, Statement
from tests.notations.tables import CASES, SHARED, read_table, unescape
from tests.notations.telling import tell, tell_codes, tell_hints

REPAIRS = read_table(CASES / "repairs.tsv")


def tell_members(stated: Statement) -> str:
    if isinstance(stated, StatedSet):
        return f"{stated.relation}: " + " / ".join(tell_members(member.stated) for member in stated.members)
    return tell(stated)


def tell_beside(expression: Expression) -> str:
    return "; ".join(f"{tell(other.stated)} {tell_hints(other.hints)}".strip() for other in expression.beside)


@pytest.mark.parametrize("case", REPAIRS, ids=lambda case: case["id"])
def test_a_text_is_read_as_it_was_meant_and_each_repair_is_said(case: dict[str, str]) -> None:
    expression = parse(unescape(case["input"]))[0]
    assert {
        "notation": expression.notation,
        "stated": tell_members(expression.stated),
        "hints": tell_hints(expression.hints),
        "state": expression.state,
        "beside": tell_beside(expression),
        "codes": tell_codes(expression),
    } == {name: case[name] for name in ("notation", "stated", "hints", "state", "beside", "codes")}


@pytest.mark.parametrize("case", REPAIRS, ids=lambda case: case["id"])
def test_all_places_are_told_in_the_text_as_given(case: dict[str, str]) -> None:
    text = unescape(case["input"])
    for expression in parse(text):
        assert expression.text == text
        assert 0 <= expression.span[0] < expression.span[1] <= len(text)
        for issue in expression.issues:
            assert issue.code in CODES
            assert issue.message.endswith(".")
            assert issue.message.isprintable()
            assert issue.span is not None
            assert 0 <= issue.span[0] < issue.span[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("STIM1 c.494C→A", "W1006", "→"),
        ("“STIM1 c.494C-->A”", "W1008", "-->"),
        ("\ufeffhomozygous STIM1 c.494C>A", "W2011", "homozygous"),
        ("STIM1 c.494C&rarr;A (rare)", "W1006", "&rarr;"),
        ("STIM1 c.494C&rarr;A (rare)", "W1012", "(rare)"),
        ("c.1–3del in STIM1", "W1007", "STIM1"),
        ("NM_003156.3(STIM1):c.494C→A (p.Pro165Gl)", "W1005", "p.Pro165Gl"),
    ],
)
def test_an_issue_shows_the_part_it_is_about(text: str, code: str, shown: str) -> None:
    issues = [issue for expression in parse(text) for issue in expression.issues]
    spans = {text[slice(*issue.span)] for issue in issues if issue.code == code and issue.span is not None}
    assert shown in spans


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("STIM1 c.494C→", "→"),
        ("homozygous NM_003156.3:c.494C>", ""),
        ("“NM_003156.3:c.494C>Q”", "Q"),
        ("NM_003156.3:c.494C>A and more", " and more"),
        ("NM_003156.3:c.49⁴C>A", "⁴C>A"),
        ("STIM1 c.4\u202e94C>A", None),
    ],
)
def test_what_cannot_be_repaired_is_refused_where_it_stands(text: str, at: str | None) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.text == text
    if at:
        assert caught.value.span is not None
        assert text[slice(*caught.value.span)].startswith(at[0])


def test_a_range_with_a_hyphen_is_a_last_resort_behind_the_place_in_an_intron() -> None:
    intron, exons = parse("NM_003156.3:c.140-270del")
    assert (intron.is_fallback, intron.issues) == (False, ())
    assert (exons.is_fallback, tell(exons.stated), tell_codes(exons)) == (True, "c 139 269 del >", "W1010")
    assert len(parse("NC_000011.10(NM_003156.3):c.140-270del")) == 1


def test_plain_text_is_not_touched() -> None:
    draft = fold("NM_003156.3:c.494C>A")
    assert draft == Draft("NM_003156.3:c.494C>A")


def test_the_quotes_of_json_stay() -> None:
    assert fold('{"type": "Allele"}').text == '{"type": "Allele"}'


@pytest.mark.parametrize(
    "piece",
    [
        "→",
        "c.1A/",
        "(p.",
        "homozygous ",
        "&gt;",
        "[",
        "KRAS:NM_004985.5:c.34G>T,",
        "|",
        "the ",
        "variant ",
        "::",
        "'",
        ";",
        "c..",
        " = ",
        "1-",
        "A" * 10,
        "c.1A>G" + " " * 9_000,
        "c.p.(",
        ' "',
        ":|",
        " ,",
        "c.dup",
        "a/b/",
        "c.[1A>G;",
    ],
)
def test_a_long_text_is_answered_in_time_that_grows_with_its_length(piece: str) -> None:
    def measure(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        with contextlib.suppress(SynonymizerError):
            parse(text)
        return time.process_time() - start

    measure(1_000)
    assert measure(80_000) < 40 * max(measure(10_000), 0.005)


def test_real_submissions_are_read() -> None:
    if not SHARED.exists():
        pytest.skip("the shared samples are not beside the checkout")
    lines = (SHARED / "cases" / "notation_examples.tsv").read_text(encoding="utf-8").splitlines()
    classes = {"prefix / separators missing", "gene and transcript mixed", "Unicode / PDF", "old range / join signs"}
    texts = [line.split("\t")[2] for line in lines if line.split("\t")[1] in classes]
    unread = []
    for text in texts:
        try:
            parse(text)
        except SynonymizerError:
            unread.append(text)
    assert len(texts) >= 40
    assert len(unread) <= 0.1 * len(texts), unread
