"""Every form of the nomenclature: what it says, how it is written today, and that the one is read from the other."""

from __future__ import annotations

import re
from contextlib import suppress
from time import process_time

import pytest

from synonymizer.errors import InsertionPlace, InvalidResidues, MalformedName, ParseError, ReversedInterval
from synonymizer.grammar.emit import emit
from synonymizer.notations.hgvs import read
from synonymizer.statements import LONGEST, Bounds, Expression, Hints, Piece, Point, StatedJunction, StatedSet
from tests.notations.comparing import say
from tests.notations.tables import CASES, SHARED, read_table
from tests.notations.telling import tell_codes, tell_member

GRAMMAR = read_table(CASES / "grammar.tsv")


@pytest.mark.parametrize("case", GRAMMAR, ids=lambda case: case["id"])
def test_a_form_says_what_the_table_says_and_is_written_in_todays_spelling(case: dict[str, str]) -> None:
    expression = read(case["input"])
    assert expression is not None
    assert tell_member(expression) == case["stated"]
    assert emit(expression) == case["emitted"]
    assert tell_codes(expression) == case["codes"]


@pytest.mark.parametrize("case", GRAMMAR, ids=lambda case: case["id"])
def test_what_is_written_is_read_as_the_same(case: dict[str, str]) -> None:
    expression = read(case["input"])
    again = read(case["emitted"])
    assert expression is not None
    assert again is not None
    assert say(again) == say(expression)
    assert emit(again) == case["emitted"]
    assert not {"W1001", "W1003"} & set(tell_codes(again).split())


def test_members_state_where_they_stand_and_what_they_lie_on() -> None:
    text = "NM_004006.2:c.[2376G>C;3103del];[(76A>C)]"
    expression = read(text)
    assert expression is not None
    outer = expression.stated
    assert isinstance(outer, StatedSet)
    cis, predicted = outer.members
    assert isinstance(cis.stated, StatedSet)
    members = *cis.stated.members, predicted
    assert [text[slice(*member.span)] for member in members] == ["2376G>C", "3103del", "76A>C"]
    assert {member.hints for member in members} == {expression.hints}


@pytest.mark.parametrize(
    ("text", "error", "at"),
    [
        ("c.[76A>C;83>C]", MalformedName, ">C"),
        ("c.[76A>C];[]", MalformedName, "[76A>C];[]"),
        ("c.76A>C;83G>C", MalformedName, "76A>C;83G>C"),
        ("c.[76A>C];[83G>Q]", InvalidResidues, "Q"),
        ("c.[76A>C];g.[100C>G]", MalformedName, "[76A>C];g.[100C>G]"),
        ("[GJB2:c.35del;NM_004006.2:c.5_3del]", ReversedInterval, "5_3del"),
        ("c.[(76A>C;83G>C]", MalformedName, None),
        ("g.123_191CAG[(9_3)]", MalformedName, None),
        ("g.123_191CAQ[3]", InvalidResidues, "Q"),
        ("g.0_191CAG[3]", MalformedName, "0"),
        ("g.(5_9)_(8_30)del", ReversedInterval, "(5_9)_(8_30)"),
        ("g.(5_x)_(8_30)del", MalformedName, "x"),
        ("g.(5_9)AC>T", MalformedName, None),
        ("c.5_9insN[3]", InsertionPlace, "5_9insN[3]"),
        ("c.5_6ins[T;9_7]", ReversedInterval, "9_7"),
        ("c.5_6ins[T;x-y]", MalformedName, "x-y]"),
        ("c.5_6ins", MalformedName, None),
        ("c.5_9delN[x]", InvalidResidues, None),
        ("r.5_9::xx1", MalformedName, "xx1"),
        ("p.Gln18[x]", MalformedName, None),
        ("p.(Pro131_Ala123)fs", ReversedInterval, "(Pro131_Ala123)fs"),
        ("p.Leu3_Lys2", ReversedInterval, "Leu3_Lys2"),
        ("p.His150HisfsTer10", MalformedName, "His150HisfsTer10"),
        ("p.[Ser68Arg;Foo594del]", InvalidResidues, "Foo"),
    ],
)
def test_a_broken_form_is_refused_where_it_is_broken(text: str, error: type[ParseError], at: str | None) -> None:
    with pytest.raises(error) as caught:
        read(text)
    assert caught.value.span is not None
    assert at is None or text[slice(*caught.value.span)] == at


@pytest.mark.parametrize(
    "part", ["[5del;", "(", "5del^", "5_6ins[", "A[2]", "(1_2)_", "::5_6", "Gly", "=/", "[5del];", "5[3]6[4]", "N;1_2;"]
)
@pytest.mark.parametrize("start", ["c.", "p.", "[c.", "c.5_6ins[", "c.["])
def test_no_repetition_of_signs_is_slow(start: str, part: str) -> None:
    text = (start + part * LONGEST)[:LONGEST]
    begun = process_time()
    with suppress(ParseError):
        read(text)
    assert process_time() - begun < 5  # what backtracks takes hours


# ---------------------------------------------------------------- the samples of the nomenclature's own pages

_PLACE = r"(?:[-*]?[0-9?]|pter|\(?[A-Z][a-z]{0,2}[0-9]|\*[0-9])"
_EDIT = r"(?:>|=|del|dup|ins|inv|con|fs|ext|\[[0-9(?]|\||::|sup|[0-9](?:[A-Z][a-z]{2}|[A-Z*])\b|[0-9]\)?(?:Ter|\*))"
_HOLDS_PLACE_AND_EDIT = re.compile(rf"(?:^|[:\[(])[cgmnopr]\.[\[(]{{0,3}}(?:chr[0-9XY]+:)?{_PLACE}.*?{_EDIT}")
_PLACEHOLDER = re.compile(r"<|#|variant|fragment|-start|last-|left-|[Nn]\+dM|^:|\{")
"""What the pages hold beside names: mark-up, words in place of numbers, a name cut off before its colon, and braces,
which are a proposal."""

NOT_READ = {
    "c.23ins24": "one position of an insertion: refused here, repaired by another reader",
    "g.[chr9:pter_cen_102425451::chr9:26393001pterinv]": "the page left out the _ before pter",
    "p.[Ser68_Ala74insSerGln];[Ser68_Ala74=]": "an insertion between residues that are no neighbours",
    "r.[646_792del|0.73,792_793ins[792+1_792+38|0.27]": "brackets that do not pair",
}


def test_the_valid_names_of_the_nomenclature_are_read() -> None:
    if not SHARED.exists():
        pytest.skip("the shared samples are not beside the checkout")
    lines = (SHARED / "cases" / "hgvs_spec_valid.tsv").read_text(encoding="utf-8").splitlines()
    texts = {line.split("\t")[0] for line in lines}
    names = {t for t in texts if _HOLDS_PLACE_AND_EDIT.search(t) and not _PLACEHOLDER.search(t)}
    assert len(names) > 500
    assert {name for name in names if not _is_read(name)} == NOT_READ.keys()
    assert len(NOT_READ) < len(names) / 100


def _is_read(text: str) -> bool:
    try:
        return read(text) is not None
    except ParseError:
        return False


def test_a_junction_that_begins_elsewhere_is_named_by_the_sequence_it_begins_on() -> None:
    here = Bounds(Point(9), Point(9))
    there = Piece(source=Hints("NC_000004.11"), axis="g", left=here, right=here)
    joined = StatedJunction((there, Piece("A"), Piece(left=here, right=Bounds(None, None))))
    expression = Expression("", "vcf", joined, Hints("NC_000011.10"))
    assert emit(expression) == "NC_000004.11:g.10::A::NC_000011.10:g.10_?"
