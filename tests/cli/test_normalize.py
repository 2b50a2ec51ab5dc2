"""`synonymizer normalize`: line n of the output answers line n of the input."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

MANY = ["STIM1 c.494C>A", "11-4076864-C-A", "NM_003156.3:c.494G>A", "rs6025", "", "hello\tworld", "  ", "STIM1 EX2DEL"]


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("g", "NC_000011.10:g.4055634C>A"),
        ("c", "NM_001382567.1:c.494C>A"),
        ("p", "NP_001369496.1:p.(Pro165Gln)"),
        ("key", "NC_000011.10:4055633:C:A"),
        ("spdi", "NC_000011.10:4055633:C:A"),
        ("vrs", "ga4gh:VA.V3pGwS9Hbzz3AXldgeLIhd2zoPkOiqaV"),
    ],
)
def test_a_target_chooses_the_name(run: Run, target: str, name: str) -> None:
    assert run("normalize", "--to", target, stdin="STIM1 c.494C>A\n").output == f"{name}\n"


def test_lines_stay_in_step(run: Run) -> None:
    outcome = run("normalize", stdin="\n".join(MANY) + "\n")
    lines = outcome.output.split("\n")
    assert lines[-1] == ""
    assert len(lines) == len(MANY) + 1
    assert lines[0] == lines[1] == "NC_000011.10:g.4055634C>A"
    assert lines[2] == "!E3001\tNM_003156.3:c.494G>A"
    assert lines[4] == lines[6] == ""
    assert lines[5] == "!E1002\thello\tworld"
    assert lines[7] == "NC_000011.10:g.(3856410_3967551)_(3967683_4023872)del"
    assert outcome.status == 1


def test_messages_name_their_line(run: Run) -> None:
    assert "line 2: E1002: " in run("normalize", stdin="STIM1 c.494C>A\nhello world\n").messages


def test_a_change_without_the_kind_of_name_asked_for_is_not_answered(run: Run) -> None:
    outcome = run("normalize", "--to", "spdi", stdin="STIM1 EX2DEL\n")
    assert outcome.output == "!E4002\tSTIM1 EX2DEL\n"
    assert outcome.status == 1


def test_only_blank_lines_are_answered(run: Run) -> None:
    outcome = run("normalize", stdin="\n \n")
    assert (outcome.status, outcome.output) == (0, "\n\n")


def test_a_file_is_read_like_stdin(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"\xef\xbb\xbfSTIM1 c.494C>A\r\nrs6025 \xff\r\n")
    outcome = run("normalize", "in.txt", "--to", "key")
    first, second = outcome.output.splitlines()
    assert first == "NC_000011.10:4055633:C:A"
    assert second == "!E1008\trs6025 \udcff"


def test_a_missing_file_is_a_usage_error(run: Run) -> None:
    outcome = run("normalize", "nowhere.txt")
    assert outcome.status == 2
    assert "nowhere.txt" in outcome.messages


def test_an_answer_comes_before_the_next_line_is_written(command: list[str], environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [*command, "normalize"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(2):
            process.stdin.write("STIM1 c.494C>A\n")
            process.stdin.flush()
            assert process.stdout.readline() == "NC_000011.10:g.4055634C>A\n"
        process.stdin.close()


def test_damage_found_on_the_way_is_status_3_and_the_lines_before_it_are_answered(run: Run, damaged: str) -> None:
    outcome = run("normalize", "--reference", damaged, stdin="STIM1 c.494C>A\n\nrs6025\nSTIM1 c.494C>A\n")
    assert outcome.status == 3
    assert outcome.output == "NC_000011.10:g.4055634C>A\n\n"
    assert outcome.messages.startswith("E9002: ")
