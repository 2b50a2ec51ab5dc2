"""Tables as text, separated by tabs, commas or semicolons: a record is kept byte for byte, and fields are appended."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from synonymizer.formats.blocks import BLOCK_SIZE, Done, run
from synonymizer.formats.layout import find_columns
from synonymizer.formats.notes import Made, list_notes
from synonymizer.formats.records import open_table, read_records
from synonymizer.formats.rows import PREFIX, answer, list_columns, list_kept, make_rows, name_columns
from synonymizer.kernel.lines import append_fields, splice, take
from synonymizer.kernel.tables import make_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.batch.engine import Engine
    from synonymizer.formats.blocks import Block, Source
    from synonymizer.formats.layout import Indexes, Layout
    from synonymizer.formats.records import Dialect, Head, Records
    from synonymizer.formats.rows import OnError
    from synonymizer.kernel.tables import Column


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is being read: how it begins, and what of it is asked."""

    path: str
    head: Head
    indexes: Indexes
    has_quotes: bool


def annotate(
    source: Source,
    engine: Engine,
    layout: Layout,
    dialect: Dialect,
    *,
    threads: int,
    on_error: OnError = "keep",
    start: int = 0,
    size: int = BLOCK_SIZE,
) -> Iterator[Made]:
    """Yield a table in blocks, in order, with what the engine answers appended to its rows; first its header.

    Args:
        source: the table, read from its beginning.
        engine: what answers.
        layout: which columns say what.
        dialect: how the table is written.
        threads: how many blocks are worked at once.
        on_error: what becomes of rows without an answer.
        start: how many bytes of the table are answered already, which is where a block ended.
        size: about how many bytes a block holds.

    Raises:
        ValueError: when it is not clear which columns are to be read.
        BadSource: when the table cannot be read.
        NoSuchName: when a row has no answer and `on_error` is "fail".
    """
    head, begin, blocks = open_table(source, dialect, size=size)
    table = Table(source.path, head, find_columns(layout, head.names), dialect.has_quotes)
    if start == 0:
        written = extend_header(table, begin, engine.spec.fields) if dialect.has_header else begin
        yield Made(Done(written, head.size), begin.count(b"\n"))
    work = partial(annotate_block, table, engine, on_error=on_error)
    yield from run((block for block in blocks if block.end > start), work, threads)


def extend_header(table: Table, head: bytes, fields: tuple[str, ...]) -> bytes:
    """Return the first lines with the names of the columns that are appended.

    Raises:
        ValueError: when the table has such a column already.
    """
    added = [PREFIX + field for field in fields]
    name_columns(table.head.names, added)
    written = append_fields(
        head, array("q", [len(head)]), [make_column([name]) for name in added], table.head.delimiter
    )
    return bytes(written)


def annotate_block(table: Table, engine: Engine, block: Block, on_error: OnError) -> Made:
    """Return the records of a block with what the engine answers appended."""
    delimiter = table.head.delimiter
    records = read_records(block.data, delimiter, table.indexes.wanted, has_quotes=table.has_quotes)
    lines = block.data.count(b"\n")
    if not len(records):
        return Made(Done(block.data, block.end), lines)
    rows = make_rows(records.fields, table.indexes)
    answers = answer(rows, engine)
    added = [_quote(column, table) for column in list_columns(answers, engine.spec.fields)]
    added[0] = _pad(added[0], records, table)
    data, ends = records.data, records.ends
    kept = list_kept(rows, answers, on_error)
    if len(kept) < len(records):
        data, ends = _choose(records, kept)
        added = [take(column, kept) for column in added]
    written = append_fields(data, ends, added, delimiter)
    return Made(
        Done(written, block.end, answers.count()), lines, partial(list_notes, rows, answers, records.find_lines())
    )


def _choose(records: Records, kept: array[int]) -> tuple[bytes, array[int]]:
    """Return some of the records, and where they end."""
    chosen = [records.data[records.ends[row - 1] if row else 0 : records.ends[row]] for row in kept]
    return b"".join(chosen), array("q", accumulate(map(len, chosen)))


def _quote(column: Column, table: Table) -> Column:
    """Return texts as fields: one that holds the delimiter is quoted, or where quotes are letters, has another sign."""
    delimiter = table.head.delimiter
    if delimiter.encode() not in column.data:
        return column
    if table.has_quotes:
        return make_column([f'"{text}"' if delimiter in text else text for text in column.texts()])
    return make_column([text.replace(delimiter, " ") for text in column.texts()])


def _pad(column: Column, records: Records, table: Table) -> Column:
    """Return the first of the added columns, with the fields before it that records have fewer than the header.

    Raises:
        BadSource: when a record has more fields than the header.
    """
    width = len(table.head.names)
    records.check(table.path, width)
    if min(records.widths) == width:
        return column
    odd = array("i", [row for row, found in enumerate(records.widths) if found != width])
    delimiter = table.head.delimiter
    padded = [delimiter * (width - max(records.widths[row], 1)) + column.text(row) for row in odd]
    return splice(column, odd, make_column(padded))
