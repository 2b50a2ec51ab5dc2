"""Tables, objects, lines and Parquet by the command, as their users give them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

TABLE = 'id,gene,change,note\n1,STIM1,c.494C>A,"two\nlines"\n2,STIM1,C.494 C>A,\n3,STIM1,nonsense,\n'
NAMED = ("--column", "change", "--gene-column", "gene", "--fields", "key")


def test_a_compressed_table_on_stdin_comes_out_with_its_log(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress(TABLE.encode()))
    outcome = run("annotate", "in.csv.gz", *NAMED, "-o", "out.csv.gz", "--log", "log.tsv")
    assert outcome.status == 1
    assert "rows 3, answered 2, without an answer 1" in outcome.messages
    written = gzip.decompress((tmp_path / "out.csv.gz").read_bytes()).decode()
    assert written.startswith('id,gene,change,note,syn_key,syn_status,syn_codes\n1,STIM1,c.494C>A,"two\nlines",NC_')
    log = [line.split("\t")[:2] for line in (tmp_path / "log.tsv").read_text(encoding="utf-8").splitlines()]
    assert log == [["line", "code"], ["4", "W1001"], ["5", "E1002"]]


@pytest.mark.parametrize("name", ["in.txt", "in.vcf", "in.jsonl", "in.tsv"])
def test_text_in_utf_16_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("STIM1 c.494C>A\n", encoding="utf-16")
    outcome = run("annotate", name)
    assert (outcome.status, "Save it in UTF-8." in outcome.messages) == (3, True)


def test_a_byte_order_mark_hides_no_object(run: Run) -> None:
    outcome = run("annotate", "-", "--column", "v", "--fields", "key", stdin='\ufeff{"v": "STIM1 c.494C>A"}\n')
    assert outcome.status == 0
    assert json.loads(outcome.output.removeprefix("\ufeff"))["syn"]["key"] == "NC_000011.10:4055633:C:A"


@pytest.mark.parametrize("arguments", [("--column", "name"), ("--column", "1", "--no-header"), ("--gene-column", "x")])
def test_an_empty_table_is_said_to_be_one(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "in.tsv").write_text("")
    outcome = run("annotate", "in.tsv", *arguments)
    assert (outcome.status, "The table is empty" in outcome.messages) == (2, True)


@pytest.mark.parametrize("arguments", [("--log", "./in.csv"), ("--log", "out.csv"), ("--log", "log.tsv", "--resume")])
def test_a_log_takes_the_place_of_nothing_and_is_whole(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "in.csv").write_text(TABLE, encoding="utf-8")
    outcome = run("annotate", "in.csv", *NAMED, "-o", "out.csv", *arguments)
    assert (outcome.status, "--log" in outcome.messages) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
    assert (tmp_path / "in.csv").read_text(encoding="utf-8") == TABLE


def test_the_number_of_threads_changes_nothing(run: Run, tmp_path: Path) -> None:
    lines = [f"11\t{4055000 + number}\t{'x' * 5000}" for number in range(600)]
    (tmp_path / "in.tsv").write_text("\n".join(["chrom\tpos\tnote\tref\talt", *(f"{line}\tA\tC" for line in lines)]))
    made = [run("annotate", "in.tsv", "--threads", number).output for number in ("1", "4")]
    assert made[0] == made[1]
    assert made[0].count("\n") == 600


def test_rows_become_parquet_and_lines_again(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "in.csv").write_text(TABLE, encoding="utf-8")
    assert run("annotate", "in.csv", *NAMED, "-o", "out.parquet").status == 1
    outcome = run("annotate", "out.parquet", "--column", "syn_key", "--fields", "g38", "-o", "again.tsv")
    assert "'syn_status' already" in outcome.messages
    assert outcome.status == 2
    assert not (tmp_path / "again.tsv").exists()
    assert run("annotate", "in.csv", *NAMED, "-o", "out.jsonl").status == 1
    assert run("annotate", "out.parquet", "--column", "syn_key", "--fields", "key", "-o", "again.jsonl").status == 1
    for name in ("out.jsonl", "again.jsonl"):
        objects = [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]
        assert [one["id"] for one in objects] == ["1", "2", "3"]
        assert [one["syn"]["key"] for one in objects] == ["NC_000011.10:4055633:C:A"] * 2 + [""]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--column", "nope"), "no column 'nope'; it has id, gene, change, note"),
        ((), "not clear which column"),
        (("--column", "change", "--pos-column", "id"), "both asked for"),
    ],
)
def test_columns_that_are_not_there_are_wrong_usage(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "in.csv").write_text(TABLE, encoding="utf-8")
    outcome = run("annotate", "in.csv", *arguments, "-o", "out.csv")
    assert outcome.status == 2
    assert said in " ".join(outcome.messages.split())
    assert not (tmp_path / "out.csv").exists()


def test_a_table_that_cannot_be_read_leaves_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text('name\nrs6025\n"rs6025\n', encoding="utf-8")
    outcome = run("annotate", "in.csv", "-o", "out.csv")
    assert outcome.status == 3
    assert "a quote that does not end" in " ".join(outcome.messages.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]
