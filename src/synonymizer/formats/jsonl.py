"""JSON Lines: one object a line, which is kept as it is written and gets the answer as one more member, `syn`.

Source: https://jsonlines.org. A line that holds no object becomes one, with the line as its `input`.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.batch.engine import CARRIED_FIELDS, ROW_FIELDS
from synonymizer.formats.blocks import Done, read_blocks, run
from synonymizer.formats.layout import find_columns
from synonymizer.formats.notes import Made, list_notes
from synonymizer.formats.rows import answer, count, list_kept, make_rows
from synonymizer.kernel.tables import make_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.batch.engine import Answers, Engine
    from synonymizer.formats.blocks import Block, Source
    from synonymizer.formats.layout import Indexes, Layout
    from synonymizer.formats.rows import OnError
    from synonymizer.serialize import Json

MEMBER = "syn"
"""The member that an object gets."""

_BETWEEN = {"codes": ",", "consequence": "&"}
"""What separates the texts of a field that holds several."""


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
    fields = {index: make_column([_say(one.get(names[index])) for one in objects]) for index in indexes.wanted}
    rows = make_rows(fields, indexes)
    answers = answer(rows, engine)
    said = list(list_answers(answers, engine.spec.fields))
    kept = list_kept(rows, answers, on_error)
    written = "".join(_append(lines[filled[row]], objects[row], said[row]) + "\n" for row in kept)
    data = written.encode("utf-8", "surrogateescape")
    return Made(Done(data, block.end, count(answers)), len(lines), list_notes(rows, answers, filled))


def _split(block: Block) -> list[str]:
    """Return the lines of a block, of which the last one may have no end."""
    return block.data.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")


def _read(line: str) -> dict[str, Json]:
    """Return the object of a line."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"input": line}


def _say(value: Json) -> str:
    """Return a value as the text of a field, in which what is no text is replaced.

    >>> _say(["A", 5.0, None])
    'A,5,'
    """
    match value:
        case None:
            return ""
        case str():
            return value.encode("utf-8", "replace").decode()
        case list():
            return ",".join(map(_say, value))
        case float():
            return f"{value:.15g}"
        case _:
            return json.dumps(value)


def _append(line: str, members: dict[str, Json], said: dict[str, Json]) -> str:
    """Return the line of an object with one more member; what it held under that name is replaced."""
    if MEMBER in members or members.get("input") == line:
        return json.dumps({**members, MEMBER: said})
    return f"{line.rstrip()[:-1].rstrip()}{', ' if members else ''}{json.dumps(MEMBER)}: {json.dumps(said)}}}"


def list_answers(answers: Answers, fields: tuple[str, ...]) -> Iterator[dict[str, Json]]:
    """Yield what is said of each row; of its transcripts each is an object of its own."""
    texts = {field: answers.columns[field].texts() for field in fields}
    start = 0
    for row, end in enumerate(answers.carried_end):
        said: dict[str, Json] = {field: _list(field, texts[field][row]) for field in fields if field in ROW_FIELDS}
        if any(field in CARRIED_FIELDS for field in fields):
            said["carried"] = [
                {field: _list(field, texts[field][one]) for field in fields if field in CARRIED_FIELDS}
                for one in range(start, end)
            ]
        start = end
        yield said


def _list(field: str, text: str) -> Json:
    """Return the text of a field, or a list where a field holds several."""
    between = _BETWEEN.get(field)
    return text if between is None else [one for one in text.split(between) if one]
