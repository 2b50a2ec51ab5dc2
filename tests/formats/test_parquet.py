"""Parquet in and out, and tables of text that become Parquet."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pyarrow = pytest.importorskip("pyarrow")
from pyarrow import parquet as library  # noqa: E402 (not before it is known to be installed)

from synonymizer.batch.engine import Engine, Spec  # noqa: E402
from synonymizer.errors import BadSource  # noqa: E402
from synonymizer.formats import parquet  # noqa: E402
from synonymizer.formats.blocks import Source  # noqa: E402
from synonymizer.formats.layout import Layout  # noqa: E402
from synonymizer.formats.notes import Made  # noqa: E402
from synonymizer.formats.records import Dialect  # noqa: E402

FIELDS = ("status", "key", "codes", "transcript", "c")
TABLE = {"id": [1, 2, 3], "name": ["STIM1 c.494C>A", None, "NM_003156.3:c.494C>A"], "at": [[1], [], [2, 3]]}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Spec(fields=FIELDS))


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "in.parquet"
    library.write_table(pyarrow.table(TABLE).replace_schema_metadata({"kept": "yes"}), path, row_group_size=2)
    return str(path)


def _join(made: list[Made]) -> bytes:
    return b"".join(bytes(one.done.data) for one in made)


def _read(tmp_path: Path, made: list[Made]) -> Any:
    path = tmp_path / "out.parquet"
    path.write_bytes(_join(made))
    return library.read_table(path)


def test_columns_are_kept_and_answers_appended(source: str, tmp_path: Path, engine: Engine) -> None:
    made = list(parquet.annotate(*parquet.read(source), engine, Layout(column="name"), threads=2))
    table = _read(tmp_path, made)
    assert table.select(list(TABLE)).to_pydict() == TABLE
    assert table.schema.names[3:] == [f"syn_{field}" for field in FIELDS]
    assert table["syn_status"].to_pylist() == ["ok", "error", "ok"]
    assert table["syn_transcript"].to_pylist() == ["NM_001382567.1", "", "NM_003156.3"]
    assert table.schema.metadata[b"kept"] == b"yes"
    assert engine.reference.description.encode() in table.schema.metadata[b"synonymizer"]
    assert [one.done.end for one in made][-1] == 3


def test_more_transcripts_than_one_are_a_list_of_records(source: str, tmp_path: Path) -> None:
    engine = Engine(Spec(fields=FIELDS, extent="all"))
    table = _read(tmp_path, list(parquet.annotate(*parquet.read(source), engine, Layout(column="name"), threads=1)))
    carried = table["syn_carried"].to_pylist()
    assert carried[1] == []
    assert carried[2][0] == {"transcript": "NM_003156.3", "c": "NM_003156.3:c.494C>A"}
    assert len(carried[0]) == len(carried[2]) > 5


def test_rows_without_an_answer_are_dropped(source: str, tmp_path: Path, engine: Engine) -> None:
    made = list(parquet.annotate(*parquet.read(source), engine, Layout(column="name"), threads=1, on_error="drop"))
    assert _read(tmp_path, made)["id"].to_pylist() == [1, 3]


def test_rows_become_lines(source: str, engine: Engine) -> None:
    schema, batches = parquet.read(source)
    layout = Layout(column="name")
    made = _join(list(parquet.annotate_as_lines(schema, batches, engine, layout, form="jsonl", threads=2)))
    objects = [json.loads(line) for line in made.decode().splitlines()]
    assert [{name: one[name] for name in TABLE} for one in objects] == pyarrow.table(TABLE).to_pylist()
    assert [one["syn"]["status"] for one in objects] == ["ok", "error", "ok"]
    few = schema.remove(2)
    batches = (batch.select(few.names) for batch in parquet.read(source)[1])
    made = _join(list(parquet.annotate_as_lines(few, batches, engine, layout, form="table", threads=2)))
    rows = [line.split("\t") for line in made.decode().splitlines()]
    assert rows[0] == ["id", "name", *(f"syn_{field}" for field in FIELDS)]
    assert [row[2] for row in rows[1:]] == ["ok", "error", "ok"]


def test_any_value_becomes_text_and_json(tmp_path: Path, engine: Engine) -> None:
    values = {
        "name": pyarrow.array([["STIM1 c.494C>A"]]),
        "record": pyarrow.array([{"at": datetime(2026, 1, 2, tzinfo=UTC), "code": b"x"}]),
        "bytes": pyarrow.array([b"\xff"]),
        "number": pyarrow.array([float("nan")]),
    }
    library.write_table(pyarrow.table(values), tmp_path / "any.parquet")
    made: dict[str, bytes] = {}
    for form in ("table", "jsonl"):
        rows = parquet.read(str(tmp_path / "any.parquet"))
        lines = parquet.annotate_as_lines(*rows, engine, Layout(column="name"), form=form, threads=1)
        made[form] = _join(list(lines))
    _, row = made["table"].decode().splitlines()
    record = '{"at": "2026-01-02 00:00:00+00:00", "code": "x"}'
    assert row.split("\t")[:5] == ["STIM1 c.494C>A", record, "\ufffd", "nan", "ok"]
    found = json.loads(made["jsonl"], parse_constant=pytest.fail)
    assert found["syn"]["status"] == "ok"
    assert (found["record"], found["bytes"], found["number"]) == (json.loads(record), "\ufffd", None)


def test_a_table_of_text_becomes_parquet(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "in.csv"
    path.write_text('id,name\n1,"STIM1 c.494C>A"\n2\n', encoding="utf-8")
    with Source(str(path)) as source:
        schema, batches = parquet.read_table(source, Dialect())
        table = _read(tmp_path, list(parquet.annotate(schema, batches, engine, Layout(column="name"), threads=2)))
    assert table["name"].to_pylist() == ["STIM1 c.494C>A", ""]
    assert table["syn_status"].to_pylist() == ["ok", "error"]


def test_lines_of_names_become_parquet(tmp_path: Path, engine: Engine) -> None:
    path = tmp_path / "in.txt"
    path.write_text("rs6025\n11\t4055634\t.\tC\tA", encoding="utf-8")
    with Source(str(path)) as source:
        schema, batches = parquet.read_lines(source)
        table = _read(tmp_path, list(parquet.annotate(schema, batches, engine, Layout(), threads=1)))
    assert table["input"].to_pylist() == ["rs6025", "11\t4055634\t.\tC\tA"]
    assert table["syn_status"].to_pylist() == ["ok", "ok"]


def test_a_damaged_file_is_said_to_be_one(source: str, tmp_path: Path) -> None:
    whole = Path(source).read_bytes()
    damaged = tmp_path / "damaged.parquet"
    for place in range(4, len(whole) - 8, 7):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xA5]) + whole[place + 1 :])
        with suppress(BadSource):  # it is no other error; or what was changed is no more than a value
            list(parquet.read(str(damaged))[1])
    with pytest.raises(BadSource, match="stdin"):
        parquet.read("-")


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(BadSource, match="cannot be read as Parquet"):
        parquet.read(str(tmp_path / "in.parquet"))
