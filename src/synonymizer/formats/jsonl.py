"""JSON Lines: one object a line, which is kept as it is written and gets the answer as one more member, `syn`.

Source: https://jsonlines.org. A line that holds no object becomes one, with the line as its `input`.
"""

from __future__ import annotations

import json
import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.batch.engine import CARRIED_FIELDS, ROW_FIELDS
from synonymizer.formats.blocks import Done, read_blocks, run
from synonymizer.formats.layout import find_columns
from synonymizer.formats.notes import Made, list_notes
from synonymizer.formats.rows import answer, list_kept, make_rows
from synonymizer.kernel.tables import make_column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from synonymizer.batch.engine import Answers, Engine
    from synonymizer.formats.blocks import Block, Source
    from synonymizer.formats.layout import Indexes, Layout
    from synonymizer.formats.rows import OnError
    from synonymizer.kernel.tables import Column
    from synonymizer.serialize import Json

MEMBER = "syn"
"""The member that an object gets."""

_BEFORE = f', "{MEMBER}": '
"""What stands between the members of an object and its answer."""

_BETWEEN = {"codes": ",", "consequence": "&"}
"""What separates the texts of a field that holds several."""

_ESCAPED = re.compile(rb'[^ -~]|["\\\\]')
"""What is written otherwise in a string of JSON."""


class Members(NamedTuple):
    """The members that objects have, and which of them are read."""

    names: tuple[str, ...]
    indexes: Indexes


def annotate(
    source: Source, engine: Engine, layout: Layout, *, threads: int, on_error: OnError = "keep", start: int = 0
) -> Iterator[Made]:
    """Yield objects in blocks, in order, each with the engine's answer as its last member.

    Args:
        source: the file, read from its beginning.
        engine: what answers.
        layout: which members say what; a member that an object does not have says nothing.
        threads: how many blocks are worked at once.
        on_error: what becomes of objects without an answer.
        start: how many bytes of the file are answered already, which is where a block ended.

    Raises:
        ValueError: when it is not clear which members are to be read.
        BadSource: when the file cannot be read.
        NoSuchName: when an object has no answer and `on_error` is "fail".
    """
    blocks = read_blocks(source)
    first = next(blocks, None)
    if first is None:
        return
    names = tuple(dict.fromkeys(name for line in _split(first) for name in _read(line)))
    members = Members(names, find_columns(layout, names))
    work = partial(_annotate_block, engine, members, on_error=on_error)
    yield from run((block for block in chain([first], blocks) if block.end > start), work, threads)


def _annotate_block(engine: Engine, members: Members, block: Block, on_error: OnError) -> Made:
    lines = _split(block)
    filled = [number for number, line in enumerate(lines) if line.strip()]
    objects = [_read(lines[number]) for number in filled]
    names, indexes = members
    fields = {index: make_column([say(one.get(names[index])) for one in objects]) for index in indexes.wanted}
    rows = make_rows(fields, indexes)
    answers = answer(rows, engine)
    said = write_answers(answers, engine.spec.fields)
    kept = list_kept(rows, answers, on_error)
    written = "".join([f"{_append(lines[filled[row]], objects[row], said[row])}\n" for row in kept])
    data = written.encode("utf-8", "surrogateescape")
    return Made(Done(data, block.end, answers.count()), len(lines), partial(list_notes, rows, answers, filled))


def _split(block: Block) -> list[str]:
    """Return the lines of a block, of which the last one may have no end."""
    return block.data.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")


def _read(line: str) -> dict[str, Json]:
    """Return the object of a line; before the first one of a file, a byte order mark may stand."""
    try:
        found = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"input": line}


def say(value: Json | bytes) -> str:
    """Return a value as the text of a field, in which what is no text is replaced.

    >>> say(["A", 5.0, None])
    'A,5,'
    """
    match value:
        case None:
            return ""
        case str():
            return value.encode("utf-8", "replace").decode()
        case list():
            return ",".join(map(say, value))
        case float():
            return f"{value:.15g}"
        case bytes():
            return write_other(value)
        case _:
            return json.dumps(value, default=write_other)


def write_other(value: object) -> str:
    """Return what JSON has no value for as a text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _append(line: str, members: dict[str, Json], said: str) -> str:
    """Return the line of an object with the answer as one more member; what it held under that name is replaced."""
    if MEMBER in members or members.get("input") == line:
        rest = {name: value for name, value in members.items() if name != MEMBER}
        kept = f"{line.rpartition(_BEFORE)[0]}}}"  # the line as it was, where an earlier run has added its answer
        line = kept if _read(kept) == rest else json.dumps(rest)
    return add_member(line, said)


def add_member(line: str, said: str) -> str:
    """Return an object, as it is written, with an answer as one more member.

    >>> add_member('{"v":1}', '{"key": ""}')
    '{"v":1, "syn": {"key": ""}}'
    """
    begin = line.rstrip()[:-1].rstrip()
    return f"{begin}{_BEFORE.lstrip(', ') if begin == '{' else _BEFORE}{said}}}"


def write_answers(answers: Answers, fields: tuple[str, ...]) -> list[str]:
    """Return what is said of each row as an object; each of its transcripts is one of its own."""
    columns = [_write_texts(field, answers.columns[field]) for field in fields if field in ROW_FIELDS]
    carried = tuple(field for field in fields if field in CARRIED_FIELDS)
    if carried:
        columns.append(_write_carried(answers, carried))
    names = [*(field for field in fields if field in ROW_FIELDS), *(["carried"] if carried else [])]
    return _write_objects(names, columns)


def _write_carried(answers: Answers, fields: tuple[str, ...]) -> list[str]:
    objects = _write_objects(fields, [_write_texts(field, answers.columns[field]) for field in fields])
    starts = (0, *answers.carried_end)
    return [f"[{', '.join(objects[start:end])}]" for start, end in zip(starts, answers.carried_end, strict=False)]


def _write_objects(names: Sequence[str], columns: list[list[str]]) -> list[str]:
    """Return one object for each row of values that are written already."""
    members = ", ".join(f'"{name}": %s' for name in names)
    return list(map(f"{{{members}}}".__mod__, zip(*columns, strict=True)))


def _write_texts(field: str, column: Column) -> list[str]:
    """Return the texts of a field as strings; where a field holds several, each is a list of them."""
    between = _BETWEEN.get(field)
    if between is not None:
        written = {text: json.dumps([one for one in text.split(between) if one]) for text in set(column.texts())}
        return [written[text] for text in column.texts()]
    if _ESCAPED.search(column.data):
        return list(map(json.dumps, column.texts()))
    return [f'"{text}"' for text in column.texts()]
