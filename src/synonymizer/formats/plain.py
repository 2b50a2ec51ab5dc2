"""Lines of names, one text each: they become a table, the text and what the engine answers to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from synonymizer.formats.blocks import Done, read_blocks, run
from synonymizer.formats.notes import Made, list_notes
from synonymizer.formats.records import read_records
from synonymizer.formats.rows import PREFIX, Rows, answer, list_columns, list_kept
from synonymizer.kernel.lines import take, weave
from synonymizer.serialize import tab_separated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.batch.engine import Engine
    from synonymizer.formats.blocks import Block, Source
    from synonymizer.formats.rows import OnError

INPUT = "input"
"""The column of the lines."""

LINE_END = "\n"
"""What a line, as a record of one field, does not hold."""


def annotate(
    source: Source, engine: Engine, *, threads: int, on_error: OnError = "keep", start: int = 0
) -> Iterator[Made]:
    r"""Yield a tab-separated table of the lines of a file and their answers, in blocks; first its header.

    Line n of the file is row n of the table. A tab in a line is written as `\t`.

    Args:
        source: the file, read from its beginning.
        engine: what answers.
        threads: how many blocks are worked at once.
        on_error: what becomes of lines without an answer.
        start: how many bytes of the file are answered already, which is where a block ended.

    Raises:
        BadSource: when the file cannot be read.
        NoSuchName: when a line has no answer and `on_error` is "fail".
    """
    if start == 0:
        header = tab_separated((INPUT, *(PREFIX + field for field in engine.spec.fields))) + "\n"
        yield Made(Done(header.encode(), 0))
    yield from run(read_blocks(source, start=start), partial(_annotate_block, engine, on_error=on_error), threads)


def _annotate_block(engine: Engine, block: Block, on_error: OnError) -> Made:
    records = read_records(block.data, LINE_END, (0,), has_quotes=False)
    rows = Rows(records.fields[0])
    answers = answer(rows, engine)
    columns = [rows.texts, *list_columns(answers, engine.spec.fields)]
    kept = list_kept(rows, answers, on_error)
    if len(kept) < len(rows):
        columns = [take(column, kept) for column in columns]
    notes = partial(list_notes, rows, answers, range(len(rows)))
    return Made(Done(weave(columns, "\t", escape=True), block.end, answers.count()), len(rows), notes)
