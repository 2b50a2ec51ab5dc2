"""`synonymizer compare`: the verdict, its exit status and its formats."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("left", "right", "status", "verdict"),
    [
        ("STIM1 c.494C>A", "hg19 chr11:4076864 C>A", 0, "same"),
        ("CFTR c.1521_1523del", "CFTR c.1522_1524del", 1, "same protein"),
        ("STIM1 c.494C>A", "STIM1 c.494C>T", 1, "same position"),
        ("STIM1 exon 2 deletion", "NM_003156.3:c.140_270del", 1, "related"),
        ("rs334", "HBB c.20A>T", 1, "contains"),
        ("STIM1 c.494C>A", "BRAF V600E", 1, "different"),
        ("STIM1 c.494C>A", "nonsense", 4, "cannot tell"),
        ("CFTR F508del", "CFTR c.1522_1524del", 4, "cannot tell"),
    ],
)
def test_the_verdict_is_the_exit_status(run: Run, left: str, right: str, status: int, verdict: str) -> None:
    outcome = run("compare", left, right, "--format", "plain")
    assert (outcome.status, outcome.output) == (status, f"{verdict}\n")


def test_the_json_object_has_the_readings_of_both(run: Run) -> None:
    answer = json.loads(run("compare", "rs334", "HBB c.20A>T", "--format", "json").output)
    assert (answer["verdict"], answer["larger"], answer["missing"]) == ("contains", "left", "")
    assert [len(answer[side]["readings"]) for side in ("left", "right")] == [2, 1]
    assert answer["right"]["readings"][0]["key"] == "NC_000011.10:5227001:T:A"
    assert json.loads(run("compare", "rs334", "HBB c.20A>T", "--format", "jsonl").output) == answer


def test_a_pipe_gets_one_row_under_a_header(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run("compare", "rs334", "HBB c.20A>T").output), delimiter="\t")
    assert (row["left"], row["right"], row["verdict"], row["larger"]) == ("rs334", "HBB c.20A>T", "contains", "left")
    assert row["left_keys"] == "NC_000011.10:5227001:T:A | NC_000011.10:5227001:T:G"


def test_the_table_says_what_is_missing_and_fits_the_terminal(run: Run) -> None:
    output = run("compare", "CFTR F508del", "CFTR c.1522_1524del", "--format", "table").output
    assert "Missing: which reading of CFTR F508del is meant." in output
    assert all(len(line) <= 80 for line in output.splitlines())


def test_a_terminal_is_told_nothing_that_it_could_obey(run: Run) -> None:
    outcome = run("compare", "STIM1\x1b[31m c.494C>A", "none", "--format", "table")
    assert "\x1b[31m" not in outcome.output + outcome.messages


def test_messages_go_to_stderr(run: Run) -> None:
    outcome = run("compare", "nonsense", "rs334", "--format", "jsonl")
    assert "E1002" in outcome.messages
    assert len(outcome.output.splitlines()) == 1


def test_hints_hold_for_both(run: Run) -> None:
    outcome = run("compare", "c.494C>A", "494C>A", "--gene", "STIM1", "--format", "plain")
    assert outcome.output == "same\n"


def test_a_single_name_is_wrong_usage(run: Run) -> None:
    assert run("compare", "rs334").status == 2


def test_damaged_data_is_no_verdict(run: Run, damaged: str) -> None:
    assert run("compare", "rs334", "rs6025", "--reference", damaged).status == 3
