"""Parquet files, and tables of text that become one: typed columns, and answers as records where there are several.

Source: https://parquet.apache.org/docs/file-format. A file is read and written in groups of rows, so that only a few of
them are held.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import pyarrow
import pyarrow.compute
from pyarrow import parquet

from synonymizer._version import VERSION
from synonymizer.errors import BadSource
from synonymizer.formats import arrow
from synonymizer.formats.blocks import STANDARD_INPUT, Done, read_blocks, run
from synonymizer.formats.jsonl import MEMBER, add_member, write_answers, write_other
from synonymizer.formats.layout import find_columns
from synonymizer.formats.notes import Made, list_notes
from synonymizer.formats.plain import INPUT, LINE_END
from synonymizer.formats.records import open_table, read_records
from synonymizer.formats.rows import PREFIX, answer, list_columns, list_kept, name_columns
from synonymizer.kernel.lines import take, weave
from synonymizer.serialize import tab_separated

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.batch.engine import Answers, Engine
    from synonymizer.formats.blocks import Block, Source
    from synonymizer.formats.layout import Indexes, Layout
    from synonymizer.formats.records import Dialect, Head
    from synonymizer.formats.rows import OnError

    Writer = Callable[[pyarrow.RecordBatch, Answers, tuple[str, ...], array[int]], bytes | bytearray]

GROUP = 1 << 17
"""Rows in a group."""

MADE_BY = b"synonymizer"
"""The entry of a file's metadata that says what answered."""


class _Buffer:
    """What the library writes to, as to a file; the bytes are handed on as they come."""

    def __init__(self) -> None:
        self.closed = False
        self._written = bytearray()
        self._place = 0

    def tell(self) -> int:
        return self._place

    def write(self, data: bytes) -> int:
        self._written += data
        self._place += len(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytearray:
        """Return what was written since it was last asked for."""
        written, self._written = self._written, bytearray()
        return written


def read(path: str) -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch]]:
    """Return the columns of a file, and its rows in groups.

    Raises:
        BadSource: when it is no Parquet file, or a damaged one.
    """
    if path == STANDARD_INPUT:
        raise BadSource("Parquet cannot be read from stdin: what is in it is said at its end. Name a file.")
    try:
        file = parquet.ParquetFile(path)
        schema = file.schema_arrow
    except (OSError, ValueError) as fault:
        raise BadSource(
            f"{path} cannot be read as Parquet: {str(fault).rstrip('.')}. Check that it is whole."
        ) from None
    return schema, _read_groups(file, path)


def _read_groups(file: parquet.ParquetFile, path: str) -> Iterator[pyarrow.RecordBatch]:
    try:
        yield from file.iter_batches(GROUP)
    except (OSError, ValueError) as fault:
        raise BadSource(f"{path} is damaged: {str(fault).rstrip('.')}. Get it again.") from None


def annotate(
    schema: pyarrow.Schema,
    batches: Iterable[pyarrow.RecordBatch],
    engine: Engine,
    layout: Layout,
    *,
    threads: int,
    on_error: OnError = "keep",
) -> Iterator[Made]:
    """Yield the bytes of a Parquet file of rows with what the engine answers to them.

    Args:
        schema: the columns of the rows.
        batches: the rows.
        engine: what answers.
        layout: which columns say what.
        threads: how many groups of rows are worked at once.
        on_error: what becomes of rows without an answer.

    Raises:
        ValueError: when it is not clear which columns are to be read.
        NoSuchName: when a row has no answer and `on_error` is "fail".
    """
    made_by = {MADE_BY: f"{VERSION} on {engine.reference.description}".encode()}
    extended = pyarrow.schema([*schema, *arrow.list_fields(engine.spec)], {**(schema.metadata or {}), **made_by})
    work = partial(_annotate_batch, engine, find_columns(layout, schema.names), on_error)
    buffer, end = _Buffer(), 0
    with parquet.ParquetWriter(pyarrow.PythonFile(buffer, mode="w"), extended) as writer:
        for batch, made in run(batches, work, threads):
            writer.write_batch(batch.replace_schema_metadata(extended.metadata))
            end += made.lines
            yield replace(made, done=replace(made.done, data=buffer.take(), end=end))
    yield Made(Done(buffer.take(), end))


def annotate_as_lines(
    schema: pyarrow.Schema,
    batches: Iterable[pyarrow.RecordBatch],
    engine: Engine,
    layout: Layout,
    *,
    form: Literal["table", "jsonl"],
    threads: int,
    on_error: OnError = "keep",
) -> Iterator[Made]:
    """Yield the lines of a tab-separated table, or of JSON objects, of rows with what the engine answers to them.

    The arguments, and what is raised, are those of `annotate`.
    """
    added = [PREFIX + field for field in engine.spec.fields] if form == "table" else [MEMBER]
    names = name_columns(schema.names, added)
    if form == "table":
        yield Made(Done(f"{tab_separated(names)}\n".encode(), 0))
    write = _write_table if form == "table" else _write_objects
    work = partial(_annotate_lines, engine, find_columns(layout, schema.names), on_error, write)
    end = 0
    for made in run(batches, work, threads):
        end += made.lines
        yield replace(made, done=replace(made.done, end=end))


def read_table(source: Source, dialect: Dialect) -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch]]:
    """Return the columns of a table of text, all of which hold texts, and its rows in blocks.

    Raises:
        BadSource: when the table cannot be read.
    """
    head, _, blocks = open_table(source, dialect)
    schema = pyarrow.schema([(name, arrow.TEXT) for name in head.names])
    return schema, (_make_batch(source.path, head, dialect, schema, block) for block in blocks)


def read_lines(source: Source) -> tuple[pyarrow.Schema, Iterator[pyarrow.RecordBatch]]:
    """Return the one column of lines of names, and its rows in blocks.

    Raises:
        BadSource: when the file cannot be read.
    """
    schema = pyarrow.schema([(INPUT, arrow.TEXT)])
    columns = (read_records(block.data, LINE_END, (0,), has_quotes=False).fields[0] for block in read_blocks(source))
    return schema, (pyarrow.RecordBatch.from_arrays([arrow.to_array(column)], schema=schema) for column in columns)


def _make_batch(path: str, head: Head, dialect: Dialect, schema: pyarrow.Schema, block: Block) -> pyarrow.RecordBatch:
    wanted = range(len(head.names))
    records = read_records(block.data, head.delimiter, wanted, has_quotes=dialect.has_quotes)
    records.check(path, len(head.names))
    return pyarrow.RecordBatch.from_arrays([arrow.to_array(records.fields[index]) for index in wanted], schema=schema)


def _annotate_batch(
    engine: Engine, indexes: Indexes, on_error: OnError, batch: pyarrow.RecordBatch
) -> tuple[pyarrow.RecordBatch, Made]:
    rows = arrow.read_rows(batch.column, indexes)
    answers = answer(rows, engine)
    annotated = arrow.append(batch, answers, engine.spec).take(pyarrow.array(list_kept(rows, answers, on_error)))
    return annotated, Made(
        Done(b"", 0, answers.count()), len(rows), partial(list_notes, rows, answers, range(len(rows)))
    )


def _annotate_lines(
    engine: Engine, indexes: Indexes, on_error: OnError, write: Writer, batch: pyarrow.RecordBatch
) -> Made:
    rows = arrow.read_rows(batch.column, indexes)
    answers = answer(rows, engine)
    data = write(batch, answers, engine.spec.fields, list_kept(rows, answers, on_error))
    return Made(Done(data, 0, answers.count()), len(rows), partial(list_notes, rows, answers, range(len(rows))))


def _write_table(
    batch: pyarrow.RecordBatch, answers: Answers, fields: tuple[str, ...], kept: array[int]
) -> bytes | bytearray:
    columns = [*map(arrow.to_column, batch.columns), *list_columns(answers, fields)]
    return weave([take(column, kept) for column in columns], "\t", escape=True)


def _write_objects(
    batch: pyarrow.RecordBatch, answers: Answers, fields: tuple[str, ...], kept: array[int]
) -> bytes | bytearray:
    columns = map(_drop_infinite, batch.columns)
    rows = pyarrow.RecordBatch.from_arrays(list(columns), schema=batch.schema).to_pylist()
    said = write_answers(answers, fields)
    return "".join([f"{add_member(json.dumps(rows[row], default=write_other), said[row])}\n" for row in kept]).encode()


def _drop_infinite(column: pyarrow.Array) -> pyarrow.Array:
    """Return numbers without those that JSON has no way to write."""
    if not pyarrow.types.is_floating(column.type):
        return column
    return pyarrow.compute.if_else(pyarrow.compute.is_finite(column), column, pyarrow.scalar(None, column.type))
