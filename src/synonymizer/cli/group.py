"""`synonymizer group`: a list, or one column of a table, into classes of the same variant."""

from __future__ import annotations

import csv
import json
import sys
from itertools import chain, tee
from typing import TYPE_CHECKING, NamedTuple

import click

from synonymizer.cli import console, options, records
from synonymizer.serialize import tab_separated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from synonymizer.cli.options import Form
    from synonymizer.identity import Grouped, VariantClass
    from synonymizer.model import Options

    Cell = str | int | tuple[str, ...]

LINE_COLUMNS = ("line", "input", "class", "readings", "codes")
CLASS_COLUMNS = ("class", "size", "members")
ADDED_COLUMNS = ("class", "readings", "codes")
"""What is appended to the columns of a table."""

BETWEEN = " | "
"""What stands between the members of a list in one field; codes stand without blanks, as in other answers."""

PLAIN_COLUMN = 2
"""What plain text has of a row: of a line its class, of a class its members."""

_NO_ANSWER = "!E"


@click.command(
    epilog="\b\nExample:\n  printf 'STIM1 c.494C>A\\n11-4055634-C-A\\nrs6025\\n' | synonymizer group --summary"
)
@click.argument(
    "path",
    metavar="[FILE]",
    default=console.STANDARD_INPUT,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--column",
    metavar="NAME|NUMBER",
    help="Read a table with a header, separated by tabs, commas or semicolons, and group by this column.",
)
@click.option("--summary", is_flag=True, help="Print one row for each class, with its members.")
@click.option("--exact", is_flag=True, help="Keep texts that state a protein change alone apart from exact variants.")
@options.hints
@options.reference
@options.form
@click.pass_context
def group(
    ctx: click.Context,
    *,
    path: str,
    column: str | None,
    summary: bool,
    exact: bool,
    stated: Options,
    reference: str | None,
    form: Form,
) -> None:
    """Put the names of a list into classes: names of one class are the same variant.

    The list is the lines of FILE, or of stdin; with --column it is that column of a table, whose columns are kept and
    to which class, readings and codes are appended.

    A class is called by the key of its variant, which is the same in every list. A line alone in its class is `!CODE@`
    and its number: it has no answer, names a class of variants (W4007), or reaches the edge of the sequence that is
    held (W4001). `readings` are the keys of all that a line can mean, best first. A name of several alleles, such as
    an rs number, is in a class of its own and not in those of its alleles. A protein change is in the class of its
    first reading, or with --exact in a class of its own.
    """
    from synonymizer.identity.grouping import group_blocks, summarize

    engine = options.open_engine(reference)
    unanswered = 0

    def classify(blocks: Iterable[list[str]]) -> Iterator[Grouped]:
        nonlocal unanswered
        for one in group_blocks(console.track(blocks, "group", len), engine, stated, is_exact=exact):
            unanswered += one.cls.startswith(_NO_ANSWER)
            yield one

    table = _read_table(path, column) if column is not None else None
    if table is not None and not summary:
        if ctx.get_parameter_source("form") is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError("--format has no use with --column: a table is written as it was read.")
        _write_table(table, classify)
    else:
        blocks = table.list_texts(table.list_rows()) if table is not None else console.read_blocks(path)
        if summary:
            _write(form, CLASS_COLUMNS, map(_class_cells, summarize(classify(blocks))))
        else:
            _write(form, LINE_COLUMNS, map(_line_cells, classify(blocks)))
    ctx.exit(1 if unanswered else 0)


def _line_cells(one: Grouped) -> tuple[Cell, ...]:
    return one.line, one.text, one.cls, one.readings, one.codes


def _class_cells(one: VariantClass) -> tuple[Cell, ...]:
    return one.cls, one.size, one.texts


def _to_texts(columns: Sequence[str], row: tuple[Cell, ...]) -> list[str]:
    """Return the cells of a row as the fields of a table."""
    return [
        ("," if column == "codes" else BETWEEN).join(cell) if isinstance(cell, tuple) else str(cell)
        for column, cell in zip(columns, row, strict=True)
    ]


def _write(form: Form, columns: Sequence[str], rows: Iterator[tuple[Cell, ...]]) -> None:
    """Write rows as they come; a table is held until its widths are known."""
    match form:
        case "table":
            texts = [[console.printable(text) for text in _to_texts(columns, row)] for row in rows]
            records.align(columns, texts, numeric=("line", "size"))
        case "plain":
            for row in rows:
                console.write_line(_to_texts(columns, row)[PLAIN_COLUMN])
        case "tsv":
            console.write_line(tab_separated(columns))
            for row in rows:
                console.write_line(tab_separated(_to_texts(columns, row)))
        case "json":
            console.write_line("[")
            for number, row in enumerate(rows):
                comma = "," if number else ""
                console.write_line(comma + json.dumps(dict(zip(columns, row, strict=True)), indent=2))
            console.write_line("]")
        case "jsonl":
            for row in rows:
                console.write_line(json.dumps(dict(zip(columns, row, strict=True))))


# ---------------------------------------------------------------- tables


class _Table(NamedTuple):
    """A table whose rows all have as many fields as its header; `chosen` is the column of the names."""

    header: list[str]
    delimiter: str
    chosen: int
    rows: Iterator[list[str]]
    lines: _Lines

    def list_rows(self) -> Iterator[list[list[str]]]:
        """Yield the rows as they come, in blocks; those before one that cannot be read first."""
        block: list[list[str]] = []
        try:
            for row in self.rows:
                block.append(row)
                if self.lines.waiting == 0:
                    yield block
                    block = []
        except click.UsageError:
            yield block
            raise
        yield block

    def list_texts(self, blocks: Iterable[list[list[str]]]) -> Iterator[list[str]]:
        """Yield the names of rows."""
        return ([row[self.chosen] for row in block] for block in blocks)


class _Lines:
    """The lines of a file; `waiting` is the number of those that have come and are not yet taken."""

    def __init__(self, path: str) -> None:
        self.waiting = 0
        self._blocks = console.read_blocks(path)

    def __iter__(self) -> Iterator[str]:
        for block in self._blocks:
            self.waiting = len(block)
            for line in block:
                self.waiting -= 1
                yield line


def _read_table(path: str, column: str) -> _Table:
    """Open a table; what separates its fields is found in its header, and quotes are those of CSV (RFC 4180)."""
    source = _Lines(path)
    lines = iter(source)
    first = next(lines, "")
    delimiter = max("\t,;", key=first.count)
    reader = csv.reader((f"{line}\n" for line in chain([first], lines)), delimiter=delimiter, strict=True)
    rows = _check_rows(reader, path)
    header = next(rows)
    if not any(header):
        raise click.UsageError(f"{path} has no header: its first line is empty.")
    return _Table(header, delimiter, _find_column(header, column), rows, source)


def _check_rows(reader: Iterator[list[str]], path: str) -> Iterator[list[str]]:
    """Yield the rows, a short one filled with empty fields.

    Raises:
        UsageError: when a row cannot be read, or has more fields than the header.
    """
    size = None
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            size = len(row) if size is None else size
            if len(row) > size:
                raise click.UsageError(f"Row {number} of {path} has {len(row)} fields, and the header {size}.")
            yield [*row, *[""] * (size - len(row))]
    except csv.Error as fault:
        raise click.UsageError(f"Row {number + 1} of {path} cannot be read: {fault}.") from None


def _find_column(header: list[str], column: str) -> int:
    """Return the index of a column by its name, else by its number from 1."""
    if column in header:
        return header.index(column)
    if column.isascii() and column.isdigit() and 1 <= int(column) <= len(header):
        return int(column) - 1
    raise click.BadParameter(f"the table has no column {column!r}; it has {', '.join(header)}.", param_hint="--column")


def _write_table(table: _Table, classify: Callable[[Iterable[list[str]]], Iterator[Grouped]]) -> None:
    """Write every row with what was found of it behind its fields."""
    taken = [name for name in ADDED_COLUMNS if name in table.header]
    if taken:
        raise click.UsageError(f"The table has a column {taken[0]!r} already; rename it, since one is to be appended.")
    writer = csv.writer(sys.stdout, delimiter=table.delimiter, lineterminator="\n")
    writer.writerow([*table.header, *ADDED_COLUMNS])
    blocks, again = tee(table.list_rows())
    for row, one in zip(chain.from_iterable(blocks), classify(table.list_texts(again)), strict=True):
        writer.writerow([*row, *_to_texts(ADDED_COLUMNS, (one.cls, one.readings, one.codes))])
