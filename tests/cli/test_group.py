"""`synonymizer group`: lists and tables, in step with their lines."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

KEY = "NC_000011.10:4055633:C:A"
LIST = "STIM1 c.494C>A\n\n11-4055634-C-A\nnonsense\nrs6025\nSTIM1 c.494C>A\n"
TABLE = 'id,my variant,note\n1,"STIM1 c.494C>A","a, b"\n2,11-4055634-C-A\n3,,"two\nlines"\n'


def read(output: str, delimiter: str = "\t") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output), delimiter=delimiter))


def test_each_line_has_its_class_in_order(run: Run) -> None:
    outcome = run("group", stdin=LIST)
    rows = read(outcome.output)
    assert [row["line"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["class"] for row in rows] == [KEY, "", KEY, "!E1002@4", "NC_000001.11:169549810:C:T", KEY]
    assert outcome.status == 1


def test_all_readings_of_a_line_are_told_with_the_codes(run: Run) -> None:
    (row,) = read(run("group", stdin="CFTR F508del\n").output)
    assert row["readings"] == "NC_000007.14:117559590:TCTT:T | NC_000007.14:117559592:TTT:"
    assert {"W2010", "W3001"} <= set(row["codes"].split(","))


def test_a_file_is_read_and_every_line_answered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("rs6025\r\nF5 c.1601G>A\r\n", encoding="utf-8")
    outcome = run("group", "list.txt", "--format", "plain")
    assert outcome.output == "NC_000001.11:169549810:C:T\n" * 2
    assert outcome.status == 0


def test_a_summary_has_one_row_for_each_class(run: Run) -> None:
    rows = read(run("group", "--summary", stdin=LIST).output)
    assert [(row["class"], row["size"]) for row in rows] == [
        (KEY, "3"),
        ("!E1002@4", "1"),
        ("NC_000001.11:169549810:C:T", "1"),
    ]
    assert rows[0]["members"] == "STIM1 c.494C>A | 11-4055634-C-A"


@pytest.mark.parametrize("arguments", [(), ("--summary",)])
def test_json_and_json_lines_hold_the_same(run: Run, arguments: tuple[str, ...]) -> None:
    array = json.loads(run("group", *arguments, "--format", "json", stdin=LIST).output)
    lines = run("group", *arguments, "--format", "jsonl", stdin=LIST).output.splitlines()
    assert array == [json.loads(line) for line in lines]
    assert array[0]["class"] == KEY


def test_an_empty_list_is_an_empty_array(run: Run) -> None:
    outcome = run("group", "--format", "json")
    assert json.loads(outcome.output) == []
    assert outcome.status == 0


@pytest.mark.parametrize("column", ["my variant", "2"])
def test_a_table_keeps_its_columns_and_gets_more(run: Run, column: str) -> None:
    outcome = run("group", "--column", column, stdin=TABLE)
    rows = read(outcome.output, ",")
    assert [list(row) for row in rows] == [["id", "my variant", "note", "class", "readings", "codes"]] * 3
    assert [row["class"] for row in rows] == [KEY, KEY, ""]
    assert [row["note"] for row in rows] == ["a, b", "", "two\nlines"]
    assert outcome.status == 0


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_the_header_says_what_separates_the_fields(run: Run, delimiter: str) -> None:
    table = f"id{delimiter}name{delimiter}a,b\n7{delimiter}rs6025{delimiter}1\n"
    (row,) = read(run("group", "--column", "name", stdin=table).output, delimiter)
    assert (row["a,b"], row["class"]) == ("1", "NC_000001.11:169549810:C:T")


def test_a_column_of_a_table_can_be_summarized(run: Run) -> None:
    rows = read(run("group", "--column", "my variant", "--summary", stdin=TABLE).output)
    assert [(row["class"], row["size"]) for row in rows] == [(KEY, "2")]


@pytest.mark.parametrize(
    ("arguments", "table", "message"),
    [
        (("--column", "nope"), TABLE, "the table has no column 'nope'; it has id, my variant, note."),
        (("--column", "9"), TABLE, "the table has no column '9'"),
        (("--column", "a"), "a,class\nrs6025,1\n", "has a column 'class' already"),
        (("--column", "a"), "a,b\n1,2,3\n", "Row 2 of - has 3 fields, and the header 2."),
        (("--column", "id", "--format", "json"), TABLE, "--format has no use with --column"),
        (("--column", "a"), "", "- has no header: its first line is empty."),
        (("--column", "a"), 'a,b\nrs334,1\n"rs6025,2\nrs334,3\n', "Row 3 of - cannot be read: unexpected end of data."),
        (("--column", "a"), 'a,b\n"rs6025"x,2\n', "Row 2 of - cannot be read: ',' expected after '\"'."),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_a_sentence(
    run: Run, arguments: tuple[str, ...], table: str, message: str
) -> None:
    outcome = run("group", *arguments, stdin=table)
    assert outcome.status == 2
    assert message in " ".join(outcome.messages.split())


def test_protein_changes_can_be_kept_apart(run: Run) -> None:
    lines = "STIM1 P165Q\nSTIM1 c.494C>A\n"
    assert len(set(run("group", "--format", "plain", stdin=lines).output.split())) == 1
    assert len(set(run("group", "--format", "plain", "--exact", stdin=lines).output.split())) == 2


def test_bytes_that_are_no_text_come_back_as_they_were(run: Run) -> None:
    assert "\udcff" in run("group", stdin="\udcff\n").output
    assert "\udcff" in run("group", "--summary", stdin="\udcff\n").output


def test_a_line_is_answered_before_the_next_is_written(command: list[str], environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*command, "group", "--format", "plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("rs6025\n")
    process.stdin.flush()
    assert process.stdout.readline() == "NC_000001.11:169549810:C:T\n"
    process.communicate()


def test_an_interrupted_summary_leaves_no_file_behind(
    command: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    process = subprocess.Popen(
        [*command, "group", "--summary"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment | {"SQLITE_TMPDIR": str(folder), "TMPDIR": str(folder)},
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write("rs6025\n" * 40_000)  # more than a pipe holds: it has begun to read when this ends
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert not list(folder.iterdir())
