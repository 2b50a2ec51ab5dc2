"""JSON Lines: objects kept as they are written, with the answer as one more member."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synonymizer.batch.engine import Engine, Spec
from synonymizer.errors import NoSuchName
from synonymizer.formats import jsonl
from synonymizer.formats.blocks import Source
from synonymizer.formats.layout import Layout
from synonymizer.formats.notes import Made

FIELDS = ("status", "key", "codes", "transcript", "consequence")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Spec(fields=FIELDS))


def _annotate(path: Path, data: bytes, engine: Engine, layout: Layout, **others: Any) -> list[Made]:
    path.write_bytes(data)
    with Source(str(path)) as source:
        return list(jsonl.annotate(source, engine, layout, threads=2, **others))


def _lines(made: list[Made]) -> list[str]:
    return b"".join(bytes(one.done.data) for one in made).decode("utf-8", "surrogateescape").splitlines()


def test_an_object_is_kept_as_it_is_written(tmp_path: Path, engine: Engine) -> None:
    line = '{"v":"STIM1 c.494C>A",  "n": 1.50, "x": "\\u00e9"'
    (made,) = _lines(_annotate(tmp_path / "in", f"{line} }}\r\n".encode(), engine, Layout(column="v")))
    assert made.startswith(f'{line}, "syn": ')
    assert json.loads(made)["syn"] == {
        "status": "ok",
        "key": "NC_000011.10:4055633:C:A",
        "codes": [],
        "carried": [{"transcript": "NM_001382567.1", "consequence": ["missense_variant"]}],
    }


@pytest.mark.parametrize(
    "line", ['{"v":"rs6025",  "n": 1.00000000000000000000001 }', '\ufeff{"v": "rs6025", "v": "rs6025"}']
)
def test_annotating_twice_is_annotating_once(tmp_path: Path, engine: Engine, line: str) -> None:
    (once,) = _lines(_annotate(tmp_path / "in", line.encode(), engine, Layout(column="v")))
    assert once.startswith(line.rstrip(" }"))
    assert json.loads(once.removeprefix("\ufeff"))["syn"]["status"] == "ok"
    assert _lines(_annotate(tmp_path / "in", once.encode(), engine, Layout(column="v"))) == [once]


def test_coordinates_may_be_numbers_and_lists(tmp_path: Path, engine: Engine) -> None:
    data = '{"chrom": 11, "pos": 4055634.0, "ref": "C", "alt": ["A"]}'
    (made,) = _lines(_annotate(tmp_path / "in", data.encode(), engine, Layout()))
    assert json.loads(made)["syn"]["key"] == "NC_000011.10:4055633:C:A"


@pytest.mark.parametrize("line", ["nonsense", "[1]", '"rs6025"', "[" * 100_000, '{"v": }', '{"v": "\\ud800"}', "{}"])
def test_a_line_that_says_nothing_is_answered_by_an_error(tmp_path: Path, engine: Engine, line: str) -> None:
    data = f'{{"v": "rs6025"}}\n{line}\n'
    first, second = _lines(_annotate(tmp_path / "in", data.encode(), engine, Layout(column="v")))
    assert json.loads(first)["syn"]["status"] == "ok"
    assert json.loads(second)["syn"]["status"] == "error"
    if not line.startswith("{"):
        assert json.loads(second)["input"] == line


def test_bytes_that_are_no_utf8_stay(tmp_path: Path, engine: Engine) -> None:
    made = _annotate(tmp_path / "in", b'{"v": "rs6025", "x": "\xff"}\n', engine, Layout(column="v"))
    assert b'"x": "\xff", "syn"' in made[0].done.data


def test_what_was_said_before_is_replaced(tmp_path: Path, engine: Engine) -> None:
    (made,) = _lines(_annotate(tmp_path / "in", b'{"syn": 1, "v": "rs6025"}', engine, Layout(column="v")))
    assert made.count('"syn"') == 1
    assert json.loads(made)["syn"]["status"] == "ok"


def test_blank_lines_hold_nothing_and_are_counted_for_the_log(tmp_path: Path, engine: Engine) -> None:
    (made,) = _annotate(tmp_path / "in", b'{"v": "rs6025"}\n\n{"v": "zz"}\n', engine, Layout(column="v"))
    assert len(_lines([made])) == 2
    assert made.lines == 3
    assert [note.line for note in made.list_notes()] == [2]


def test_objects_without_an_answer_are_dropped_or_end_the_run(tmp_path: Path, engine: Engine) -> None:
    data = b'{"v": "zz"}\n{"v": "rs6025"}\n'
    assert len(_lines(_annotate(tmp_path / "in", data, engine, Layout(column="v"), on_error="drop"))) == 1
    with pytest.raises(NoSuchName):
        _annotate(tmp_path / "in", data, engine, Layout(column="v"), on_error="fail")


def test_an_empty_file_stays_empty(tmp_path: Path, engine: Engine) -> None:
    assert _annotate(tmp_path / "in", b"", engine, Layout(column="v")) == []
