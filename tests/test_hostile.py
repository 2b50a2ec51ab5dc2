"""Bad input: every hostile text is answered with a coded sentence, and the good lines between them are still answered.

tests/cases/hostile.tsv holds the texts, escaped as in a Python string, and with `{AB*3}` for ABABAB.
`code` is the expected code or the beginning of one; `mentions` is what the sentence must name.
"""

from __future__ import annotations

import csv
import re
from itertools import cycle
from pathlib import Path

import pytest

from synonymizer import Issue, Result, Synonymizer, open_reference

TABLE = Path(__file__).parent / "cases" / "hostile.tsv"
GOOD = {"STIM1 c.494C>A": "NC_000011.10:4055633:C:A", "BRAF V600E": "NC_000007.14:140753335:A:T"}

_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([tnr\\]))")
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
_REPEAT = re.compile(r"\{(.+?)\*(\d+)\}")


def unescape(cell: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = match[1] or match[2] or match[3]
        return chr(int(number, 16)) if number else _PLAIN[match[4]]

    return _REPEAT.sub(lambda match: match[1] * int(match[2]), _ESCAPE.sub(character, cell))


def read_cases() -> list[dict[str, str]]:
    with TABLE.open(encoding="ascii", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = read_cases()


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference())


def errors(result: Result) -> list[Issue]:
    return [issue for issue in result.issues if issue.severity == "error"]


def test_there_are_enough_hostile_texts_and_no_two_are_the_same() -> None:
    assert len({unescape(case["input"]) for case in CASES}) == len(CASES) >= 200


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_hostile_text_is_answered_with_a_coded_sentence_that_names_the_mistake(
    synonymizer: Synonymizer, case: dict[str, str]
) -> None:
    text = unescape(case["input"])
    result = synonymizer.names(text)
    assert result.input == text
    assert (result.status, result.readings) == ("error", ())
    found = errors(result)
    assert any(issue.code.startswith(case["code"]) for issue in found), (case["why"], found)
    for issue in found:
        assert issue.message.endswith("."), issue.message
        assert 20 <= len(issue.message) <= 500, issue.message
        assert issue.message.isprintable(), ascii(issue.message)
        if issue.span is not None:
            assert 0 <= issue.span[0] <= issue.span[1] <= len(text)
    assert any(case["mentions"] in issue.message for issue in found), found


def test_good_lines_between_hostile_ones_are_still_answered(synonymizer: Synonymizer) -> None:
    for case, (text, key) in zip(CASES, cycle(GOOD.items()), strict=False):
        assert synonymizer.names(unescape(case["input"])).status == "error"
        assert synonymizer.names(text).readings[0].key == key
