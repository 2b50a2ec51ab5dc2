"""`names -o FILE` and `names --format html`: a file is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

VARIANT = "STIM1 c.494C>A"


@pytest.mark.parametrize("form", ["table", "plain", "tsv", "json", "jsonl", "html"])
def test_a_file_holds_what_a_pipe_would(run: Run, tmp_path: Path, form: str) -> None:
    printed = run(VARIANT, "--format", form)
    written = run(VARIANT, "--format", form, "-o", "answer")
    assert (written.status, written.output) == (0, "")
    assert (tmp_path / "answer").read_text(encoding="utf-8") == printed.output
    assert written.messages == printed.messages


def test_the_end_of_the_name_of_the_file_decides_how_it_is_written(run: Run, tmp_path: Path) -> None:
    beginnings = {
        "a.html": "<!DOCTYPE html>",
        "a.json": "{\n",
        "a.jsonl": '{"schema"',
        "a.tsv": "input\t",
        "a": "input\t",
    }
    for name, beginning in beginnings.items():
        run(VARIANT, "--output", name)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


def test_the_format_that_is_asked_for_goes_before_the_name_of_the_file(run: Run, tmp_path: Path) -> None:
    run(VARIANT, "--format", "plain", "-o", "a.html")
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("NC_000011.10:g.4055634C>A\n")


def test_inputs_without_an_answer_are_written_too(run: Run, tmp_path: Path) -> None:
    outcome = run("-", "-o", "report.html", stdin=f"no variant\n{VARIANT}\n")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert outcome.status == 1
    assert page.count("<article ") == 2
    assert page.endswith("</html>\n")


def test_work_that_breaks_off_leaves_the_file_as_it_was_and_nothing_beside_it(
    run: Run, tmp_path: Path, damaged: str
) -> None:
    (tmp_path / "report.html").write_text("the one before", encoding="utf-8")
    outcome = run(VARIANT, "rs6025", "--reference", damaged, "-o", "report.html")
    assert outcome.status == 3
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "the one before"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([damaged, "report.html"])


def test_a_file_that_cannot_be_written_is_said_so(run: Run) -> None:
    outcome = run(VARIANT, "-o", "no/folder/report.html")
    assert outcome.status == 3
    assert "no/folder is not a folder" in outcome.messages


def test_a_file_is_replaced_by_the_next_one(run: Run, tmp_path: Path) -> None:
    run("rs6025", "-o", "report.html")
    run(VARIANT, "-o", "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "STIM1 c.494C&gt;A" in page
    assert "rs6025" not in page


def test_bytes_that_are_no_text_do_not_break_the_page(run: Run, tmp_path: Path) -> None:
    outcome = run(b"STIM1 \xff<b>\x00"[:-1], "-o", "report.html")
    assert outcome.status == 1
    assert "STIM1 \ufffd&lt;b&gt;" in (tmp_path / "report.html").read_bytes().decode("utf-8")
