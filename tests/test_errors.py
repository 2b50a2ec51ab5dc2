"""Every code has one entry, one use at least, and every error one code."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from synonymizer import Synonymizer, errors, open_reference
from synonymizer.codes import CODES
from synonymizer.errors import SynonymizerError

PACKAGE = Path(errors.__file__).parent
SOURCES = "\n".join(
    module.read_text(encoding="utf-8") for module in PACKAGE.rglob("*.py") if module.name not in ("errors.py",)
)
FAMILIES = {
    "E1": errors.ParseError,
    "E2": errors.ResolveError,
    "E3": errors.MismatchError,
    "E4": errors.UnsupportedError,
    "E9": errors.DataError,
}
CLASSES = [
    value
    for _, value in inspect.getmembers(errors, inspect.isclass)
    if issubclass(value, SynonymizerError) and value.code
]


def test_every_error_code_has_exactly_one_class() -> None:
    assert sorted(error.code for error in CLASSES) == sorted(code for code in CODES if code.startswith("E"))


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.code)
def test_an_error_belongs_to_the_family_of_its_code(error: type[SynonymizerError]) -> None:
    assert issubclass(error, FAMILIES[error.code[:2]])


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.code)
def test_an_error_is_raised_somewhere(error: type[SynonymizerError]) -> None:
    assert re.search(rf"\b{error.__name__}\(", SOURCES)


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith("W")])
def test_a_warning_is_given_somewhere(code: str) -> None:
    assert f'"{code}"' in SOURCES


@pytest.mark.parametrize("code", re.findall(r'"([EW]\d{4})"', SOURCES))
def test_a_code_that_is_used_is_in_the_table(code: str) -> None:
    assert code in CODES


@pytest.mark.parametrize("code", CODES)
def test_an_entry_is_made_of_sentences(code: str) -> None:
    entry = CODES[code]
    assert entry.title
    assert not entry.title.endswith(".")
    for sentence in (entry.meaning, entry.remedy):
        assert sentence.endswith((".", "…"))
    assert entry.example


def test_codes_are_in_order() -> None:
    assert [*CODES] == sorted(CODES)


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference())


@pytest.mark.parametrize("code", [code for code, entry in CODES.items() if not entry.example.startswith("(")])
def test_an_example_brings_up_its_code(synonymizer: Synonymizer, code: str) -> None:
    result = synonymizer.names(CODES[code].example)
    assert code in {issue.code for issue in result.issues}
