"""`synonymizer explain`, the help, and the version."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any

import pytest

from synonymizer import __version__
from synonymizer.codes import CODES

Run = Callable[..., Any]


@pytest.mark.parametrize("code", ["E3001", "e3001"])
def test_a_code_is_explained_in_any_letter_case(run: Run, code: str) -> None:
    output = run("explain", code, "--format", "table").output
    entry = CODES["E3001"]
    assert entry.title in output
    assert entry.example in output


def test_without_a_code_all_are_listed(run: Run) -> None:
    rows = csv.DictReader(run("explain").output.splitlines(), delimiter="\t")
    assert [(row["code"], row["title"]) for row in rows] == [(code, entry.title) for code, entry in CODES.items()]


@pytest.mark.parametrize(
    ("code", "near"), [("ZZZ", ""), ("e301", " the nearest are E3001,"), ("w2099", " the nearest are W2"), ("", "")]
)
def test_a_code_that_does_not_exist_is_wrong_usage_and_the_nearest_are_named(run: Run, code: str, near: str) -> None:
    outcome = run("explain", code)
    assert outcome.status == 2
    assert outcome.output == ""
    assert f"There is no code {code};{near}" in outcome.messages
    assert len(re.findall(r"[EW]\d{4}", outcome.messages)) <= 3


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_the_commands(run: Run, option: str) -> None:
    outcome = run(option)
    assert outcome.status == 0
    for command in ("names", "normalize", "gene", "explain", "data", "doctor"):
        assert f"\n  {command} " in outcome.output


def test_the_version_is_said(run: Run) -> None:
    assert run("--version").output == f"synonymizer {__version__}\n"


def test_completion_knows_commands_and_options(environment: dict[str, str], run: Run) -> None:
    environment |= {"_SYNONYMIZER_COMPLETE": "bash_complete", "COMP_CWORD": "1", "COMP_WORDS": "synonymizer n"}
    assert run().output.split() == ["plain,names", "plain,normalize"]
    environment |= {"COMP_CWORD": "2", "COMP_WORDS": "synonymizer names --tr"}
    assert run().output.split() == ["plain,--transcript", "plain,--transcripts"]
    environment |= {"COMP_CWORD": "3", "COMP_WORDS": "synonymizer names --assembly grch37"}
    assert run().output.split() == ["plain,GRCh37"]
    environment |= {"COMP_CWORD": "2", "COMP_WORDS": "synonymizer explain w3"}
    assert run().output.split() == ["plain,W3001", "plain,W3002", "plain,W3003", "plain,W3004"]
