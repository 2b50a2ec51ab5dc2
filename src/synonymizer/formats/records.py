"""Delimited text as records: where each begins and ends in the bytes of its file, and what its fields say.

Quotes are those of CSV (RFC 4180), in which a field may hold the delimiter and line ends. A block without any quote is
split by the kernel, any other by the csv module.
"""

from __future__ import annotations

import csv
import re
from array import array
from dataclasses import dataclass, replace
from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING

from synonymizer.errors import BadSource
from synonymizer.formats.blocks import BLOCK_SIZE, Block, cut_lines, read_blocks
from synonymizer.kernel.lines import split_fields, split_lines
from synonymizer.kernel.tables import Column, make_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    from synonymizer.formats.blocks import Cut, Source

    class Reader(Protocol):
        """What the csv module reads records with."""

        line_num: int

        def __iter__(self) -> Iterator[list[str]]: ...

        def __next__(self) -> list[str]: ...


DELIMITERS = "\t,;"
"""What may separate the fields of a table, the likeliest first."""

LONGEST_RECORD = 1 << 26
"""Bytes after which a quote that is still open is taken to be a mistake."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""

_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written.

    Args:
        delimiter: what separates its fields; None: what is most frequent in its first line.
        has_header: whether its first line names the columns; else they are called by their numbers from 1.
        has_quotes: whether a quote at the beginning of a field is one, or a letter like any other.
    """

    delimiter: str | None = None
    has_header: bool = True
    has_quotes: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines of a table tell. `size` bytes stand before its first record; all are kept as they are."""

    delimiter: str
    names: tuple[str, ...]
    size: int


@dataclass(slots=True)
class Records:
    """Records of a block: where each ends, how many fields it has, and those of the columns that are read."""

    data: bytes
    ends: array[int]
    widths: list[int]
    fields: dict[int, Column]

    def __len__(self) -> int:
        return len(self.ends)

    def find_lines(self) -> Sequence[int]:
        """Return on which line of the block each record begins, from 0."""
        if len(self) == self.data.count(b"\n"):
            return range(len(self))
        starts = (0, *self.ends)
        return [
            0,
            *accumulate(self.data.count(b"\n", start, end) for start, end in zip(starts, self.ends, strict=False)),
        ]

    def check(self, path: str, width: int) -> None:
        """Refuse a record that has more fields than the header.

        Raises:
            BadSource: when there is one.
        """
        if max(self.widths, default=0) > width:
            row = next(row for row, found in enumerate(self.widths) if found > width)
            start = self.ends[row - 1] if row else 0
            begin = self.data[start : min(self.ends[row], start + 60)].decode("utf-8", "replace")
            message = f"A record of {path} has {self.widths[row]} fields, and the header {width}: {begin!r}."
            raise BadSource(f"{message} Quote fields that hold the delimiter.")


def read_head(path: str, begin: bytes, dialect: Dialect) -> Head:
    r"""Return what the beginning of a table tells; lines before its header that begin with `##` are no part of it.

    Raises:
        BadSource: when it is no text in UTF-8.

    >>> read_head("a.tsv", b"##made by hand\nname\tgene\nx\ty\n", Dialect())
    Head(delimiter='\t', names=('name', 'gene'), size=25)
    """
    if begin.startswith(_WIDE) or b"\0" in begin:
        raise BadSource(f"{path} is no text in UTF-8. Save it as such, separated by tabs or commas.")
    start = len(_BYTE_ORDER_MARK) if begin.startswith(_BYTE_ORDER_MARK) else 0
    while begin.startswith(b"##", start):
        start = begin.find(b"\n", start) + 1 or len(begin)
    ends = split_lines(begin[start:])
    lines = _split(begin[start:], ends)
    line = next(lines, "")
    delimiter = dialect.delimiter or max(DELIMITERS, key=line.count)
    reader = _make_reader(chain([line], lines), delimiter, has_quotes=dialect.has_quotes)
    names = next(reader, [])
    if not dialect.has_header:
        return Head(delimiter, tuple(str(number) for number in range(1, len(names) + 1)), start)
    return Head(delimiter, tuple(names), start + (ends[reader.line_num - 1] if ends else 0))


def open_table(source: Source, dialect: Dialect, *, size: int = BLOCK_SIZE) -> tuple[Head, bytes, Iterator[Block]]:
    """Return what the beginning of a table tells, those first lines, and its records in blocks of about `size` bytes.

    Raises:
        BadSource: when it cannot be read.
    """
    blocks = read_blocks(source, size=size, cut=_make_cut(source.path, dialect))
    first = next(blocks, Block(b"", 0))
    head = read_head(source.path, first.data, dialect)
    return head, first.data[: head.size], chain([replace(first, data=first.data[head.size :])], blocks)


def _make_cut(path: str, dialect: Dialect) -> Cut:
    """Return what cuts a table into whole records; what separates their fields is found in the first text."""
    if not dialect.has_quotes:
        return cut_lines
    delimiter = dialect.delimiter

    def cut(data: bytes, is_last: bool) -> int:
        nonlocal delimiter
        delimiter = delimiter or read_head(path, data, dialect).delimiter
        return cut_records(data, is_last, path, delimiter)

    return cut


def cut_records(data: bytes, is_last: bool, path: str, delimiter: str) -> int:
    """Return where the last whole record of a text ends; 0 when there is none yet.

    Raises:
        BadSource: when a quote does not end.
    """
    end = cut_lines(data, is_last)
    if b'"' not in data:
        return end
    ends = split_lines(data[:end])
    whole = 0
    reader = _make_reader(chain(_split(data, ends), [""]), delimiter)  # what is open would go on in one more line
    for _ in reader:
        if reader.line_num <= len(ends):
            whole = reader.line_num
    end = ends[whole - 1] if whole else 0
    if (is_last and whole < len(ends)) or len(data) - end > LONGEST_RECORD:
        begin = data[end : end + 40].decode("utf-8", "replace")
        raise BadSource(
            f"{path} has a quote that does not end, in the record that begins {begin!r}. Close it; or say "
            "that quotes are letters like any other in this table."
        )
    return end


def read_records(data: bytes, delimiter: str, wanted: Sequence[int], *, has_quotes: bool) -> Records:
    """Return the records of a block of whole ones."""
    if has_quotes and b'"' in data:
        return _read_quoted(data, delimiter, wanted)
    ends = split_lines(data)
    sign = delimiter.encode()
    widths = [signs + 1 for signs in map(bytes.count, data.split(b"\n")[: len(ends)], repeat(sign))]
    columns, _ = split_fields(data, ends, array("i", wanted), delimiter)
    return Records(data, ends, widths, {index: _mend(one) for index, one in zip(wanted, columns, strict=True)})


def _read_quoted(data: bytes, delimiter: str, wanted: Sequence[int]) -> Records:
    """Read records with quotes, whose ends the csv module finds."""
    ends, widths = array("q"), []
    found: dict[int, list[str]] = {index: [] for index in wanted}
    line_ends = split_lines(data)
    reader = _make_reader(_split(data, line_ends), delimiter)
    for fields in reader:
        ends.append(line_ends[reader.line_num - 1])
        widths.append(len(fields))
        for index, texts in found.items():
            texts.append(fields[index] if index < len(fields) else "")
    return Records(data, ends, widths, {index: make_column(texts) for index, texts in found.items()})


def _split(data: bytes, ends: array[int]) -> Iterator[str]:
    """Yield the lines of a text; what is no UTF-8 in it is replaced, since no name has it."""
    start = 0
    for end in ends:
        yield data[start:end].decode("utf-8", "replace")
        start = end


def _make_reader(lines: Iterable[str], delimiter: str, *, has_quotes: bool = True) -> Reader:
    """Return what reads records from lines; inside a line, a carriage return is no line end to it."""
    csv.field_size_limit(LONGEST_RECORD)  # the module has one limit for the whole process
    whole = (_LONE_RETURN.sub(" ", line) if "\r" in line else line for line in lines)
    return csv.reader(whole, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE)


def _mend(column: Column) -> Column:
    """Return texts in which what is no UTF-8 is replaced, since no name has it."""
    if column.data.isascii():
        return column
    starts = (0, *column.ends)
    texts = [column.data[start:end].decode("utf-8", "replace") for start, end in zip(starts, column.ends, strict=False)]
    return make_column(texts)
