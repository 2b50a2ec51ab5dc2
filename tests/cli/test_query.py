"""`synonymizer names --format query`."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def _read(output: str) -> list[list[str]]:
    return [line.split("\t") for line in output.splitlines()]


def test_each_reading_has_a_row_for_each_search(run: Run) -> None:
    outcome = run("names", "STIM1 c.494C>A", "--format", "query")
    header, *rows = _read(outcome.output)
    assert outcome.status == 0
    assert header == ["input", "rank", "search", "query"]
    assert [row[:3] for row in rows] == [
        ["STIM1 c.494C>A", "1", search] for search in ("pubmed", "europe_pmc", "google", "litvar", "regex")
    ]
    assert {row[3].partition(" AND ")[0] for row in rows[:2]} == {'("STIM1" OR "GOK" OR "D11S4896E")'}


def test_the_expression_is_written_as_it_is_used(run: Run, tmp_path: Path) -> None:
    rows = _read(run("names", "STIM1 c.494C>A", "--format", "query").output)
    (pattern,) = (row[3] for row in rows if row[2] == "regex")
    text = "nothing\nSTIM1 494C-->A here\n1494C>A\n(p.Pro165Gln)\nP165QR\n"
    assert [line for line in text.splitlines() if re.search(pattern, line)] == ["STIM1 494C-->A here", "(p.Pro165Gln)"]
    grep = shutil.which("grep")
    if grep is None:
        pytest.skip("there is no grep on this system")
    (tmp_path / "pattern").write_text(pattern, encoding="utf-8")
    found = subprocess.run(
        [grep, "-P", "-f", "pattern"], input=text.encode(), capture_output=True, cwd=tmp_path, check=True
    )
    assert found.stdout.decode().splitlines() == ["STIM1 494C-->A here", "(p.Pro165Gln)"]


def test_an_input_without_an_answer_keeps_its_row(run: Run) -> None:
    outcome = run("names", "hello world", "--format", "query")
    assert (outcome.status, _read(outcome.output)[1:]) == (1, [["hello world", "", "", ""]])
    assert outcome.messages
