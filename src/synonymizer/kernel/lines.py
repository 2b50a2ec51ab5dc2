# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Columns of text and lines put together and taken apart, byte by byte: no text is decoded.

A group is what belongs to one row of another table: the texts of group `i` end at `ends[i]`, as in `Hits.row_end`.
Delimiters and separators are one ASCII character.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

from synonymizer.kernel.tables import Column, counts, make_column, numbers  # noqa: F401 (for the examples)

if cython.compiled:
    from cython.cimports.synonymizer.kernel.digits import copy, find_start
else:
    from synonymizer.kernel.digits import copy, find_start

if TYPE_CHECKING:
    from collections.abc import Sequence

_ESCAPES = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
"""What a field of a tab-separated line is escaped by, as `serialize.tab_separated` does."""


# ---------------------------------------------------------------- rows of columns


def cut(data: bytearray, ends: array[int]) -> Column:
    """Return texts as a column, without the room behind them that they did not need."""
    del data[ends[len(ends) - 1] if ends else 0 :]
    return Column(data, ends)


def take(column: Column, index: array[int]) -> Column:
    """Return the texts at rows of a column, in the order of the index (32-bit).

    >>> take(make_column(["a", "", "ccc"]), array("i", [2, 0, 2])).texts()
    ['ccc', 'a', 'ccc']
    """
    ends = numbers(len(index))
    data = bytearray(_measure_taken(column, index))
    out: cython.uchar[::1] = data
    text_ends: cython.longlong[::1] = ends
    source: cython.const[cython.uchar][::1] = column.data
    source_ends: cython.longlong[::1] = column.ends
    rows: cython.int[::1] = index
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(len(rows)):
            at = copy(source, find_start(source_ends, rows[row]), source_ends[rows[row]], out, at)
            text_ends[row] = at
    return Column(data, ends)


def _measure_taken(column: Column, index: array[int]) -> int:
    source_ends: cython.longlong[::1] = column.ends
    rows: cython.int[::1] = index
    row: cython.Py_ssize_t
    total: cython.longlong = 0
    with cython.nogil:
        for row in range(len(rows)):
            total += source_ends[rows[row]] - find_start(source_ends, rows[row])
    return total


def take_groups(ends: array[int], index: array[int]) -> tuple[array[int], array[int]]:
    """Return what takes whole groups: the index of their texts for `take`, and where the groups then end.

    >>> take_groups(array("q", [2, 2, 3]), array("i", [2, 0, 1]))
    (array('i', [2, 0, 1]), array('q', [1, 3, 3]))
    """
    taken_ends = numbers(len(index))
    source_ends: cython.longlong[::1] = ends
    groups: cython.int[::1] = index
    out_ends: cython.longlong[::1] = taken_ends
    group: cython.Py_ssize_t
    text: cython.longlong
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for group in range(len(groups)):
            at += source_ends[groups[group]] - find_start(source_ends, groups[group])
            out_ends[group] = at
    texts = counts(at)
    out: cython.int[::1] = texts
    at = 0
    with cython.nogil:
        for group in range(len(groups)):
            for text in range(find_start(source_ends, groups[group]), source_ends[groups[group]]):
                out[at] = text
                at += 1
    return texts, taken_ends


# ---------------------------------------------------------------- rows replaced


def splice(column: Column, rows: array[int], texts: Column) -> Column:
    """Return a column in which the texts of some rows (32-bit, ascending) are replaced, each by the next of `texts`.

    >>> splice(make_column(["a", "b", "c"]), array("i", [1]), make_column(["xyz"])).texts()
    ['a', 'xyz', 'c']
    """
    starts = array("q", rows)
    return _replace(column, starts, array("q", [row + 1 for row in rows]), texts, array("q", range(1, len(rows) + 1)))


def splice_groups(column: Column, ends: array[int], rows: array[int], texts: Column, text_ends: array[int]) -> Column:
    """Return a column in which all texts of some groups (32-bit, ascending) are replaced, each by a group of `texts`.

    >>> column, texts = make_column(["a", "b", "c"]), make_column(["x", "y"])
    >>> splice_groups(column, array("q", [2, 2, 3]), array("i", [0, 1]), texts, array("q", [0, 2])).texts()
    ['x', 'y', 'c']
    """
    starts = array("q", [ends[row - 1] if row else 0 for row in rows])
    return _replace(column, starts, array("q", [ends[row] for row in rows]), texts, text_ends)


def splice_ends(ends: array[int], rows: array[int], text_ends: array[int]) -> array[int]:
    """Return where groups end of which some (32-bit, ascending) are replaced by groups that end at `text_ends`.

    >>> splice_ends(array("q", [2, 2, 3]), array("i", [0, 1]), array("q", [0, 2]))
    array('q', [0, 2, 3])
    """
    spliced = numbers(len(ends))
    out: cython.longlong[::1] = spliced
    kept: cython.longlong[::1] = ends
    new: cython.longlong[::1] = text_ends
    replaced: cython.int[::1] = rows
    group: cython.Py_ssize_t
    turn: cython.Py_ssize_t = 0
    at: cython.longlong = 0
    with cython.nogil:
        for group in range(len(kept)):
            if turn < len(replaced) and replaced[turn] == group:
                at += new[turn] - find_start(new, turn)
                turn += 1
            else:
                at += kept[group] - find_start(kept, group)
            out[group] = at
    return spliced


def _replace(column: Column, starts: array[int], stops: array[int], texts: Column, text_ends: array[int]) -> Column:
    """Return a column in which texts [starts[i], stops[i]), ascending, are replaced by those of `texts` up to its end.

    What is kept between them is copied in one piece.
    """
    ends = numbers(len(column) - sum(stops) + sum(starts) + len(texts))
    data = bytearray(len(column.data) + len(texts.data))
    out: cython.uchar[::1] = data
    out_ends: cython.longlong[::1] = ends
    kept: cython.const[cython.uchar][::1] = column.data
    kept_ends: cython.longlong[::1] = column.ends
    new: cython.const[cython.uchar][::1] = texts.data
    new_ends: cython.longlong[::1] = texts.ends
    first: cython.longlong[::1] = starts
    stop: cython.longlong[::1] = stops
    end: cython.longlong[::1] = text_ends
    turn: cython.Py_ssize_t
    row: cython.Py_ssize_t = 0
    used: cython.Py_ssize_t = 0
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for turn in range(len(first)):
            at = _copy_texts(kept, kept_ends, row, first[turn], out, out_ends, at, used)
            used += first[turn] - row
            at = _copy_texts(new, new_ends, find_start(end, turn), end[turn], out, out_ends, at, used)
            used += end[turn] - find_start(end, turn)
            row = stop[turn]
        _copy_texts(kept, kept_ends, row, len(kept_ends), out, out_ends, at, used)
    del out
    return cut(data, ends)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _copy_texts(
    source: cython.const[cython.uchar][::1],
    source_ends: cython.longlong[::1],
    row: cython.Py_ssize_t,
    stop: cython.Py_ssize_t,
    out: cython.uchar[::1],
    out_ends: cython.longlong[::1],
    at: cython.Py_ssize_t,
    used: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Copy texts [row, stop) behind the `used` ones that end at `at`; return where they end."""
    if row >= stop:
        return at
    start: cython.longlong = find_start(source_ends, row)
    shift: cython.longlong = at - start
    place: cython.Py_ssize_t
    for place in range(row, stop):
        out_ends[used + place - row] = source_ends[place] + shift
    return copy(source, start, source_ends[stop - 1], out, at)


# ---------------------------------------------------------------- texts joined


def weave(columns: Sequence[Column], delimiter: str, *, escape: bool = False) -> bytearray:
    r"""Return one line for each row of columns of equal length, which are one or more.

    Escaped, a backslash, a tab and the line ends are written as `serialize.tab_separated` writes them.

    >>> weave([make_column(["a", "b"]), make_column(["c\td", ""])], "\t", escape=True)
    bytearray(b'a\tc\\td\nb\t\n')
    """
    return _join([escape_fields(column) for column in columns] if escape else columns, ord(delimiter), 10).data


def join_columns(columns: Sequence[Column], delimiter: str) -> Column:
    """Return the texts of each row of columns of equal length, one or more, joined to one text.

    The delimiter may be empty.

    >>> join_columns([make_column(["a", "b"]), make_column(["c", ""])], "|").texts()
    ['a|c', 'b|']
    """
    return _join(columns, ord(delimiter) if delimiter else -1, -1)


def _join(columns: Sequence[Column], delimiter: int, last: int) -> Column:
    """Write each column into its place in every row, `last` behind the last one; a sign of -1 is none."""
    starts = numbers(len(columns[0]))
    for column in columns:
        _add_sizes(column, starts)
    data = bytearray(_lay_out(starts, (len(columns) - 1) * (delimiter >= 0) + (last >= 0)))
    for number, column in enumerate(columns, start=1):
        _write_column(column, delimiter if number < len(columns) else last, data, starts)
    return Column(data, starts)  # each row was written up to its end


def _add_sizes(column: Column, sizes: array[int]) -> None:
    out: cython.longlong[::1] = sizes
    ends: cython.longlong[::1] = column.ends
    row: cython.Py_ssize_t
    start: cython.longlong = 0
    with cython.nogil:
        for row in range(len(ends)):
            out[row] += ends[row] - start
            start = ends[row]


def _lay_out(sizes: array[int], signs: int) -> int:
    """Turn the sizes of rows into their starts, with room for so many signs in each; return where the last one ends."""
    out: cython.longlong[::1] = sizes
    more: cython.longlong = signs
    row: cython.Py_ssize_t
    at: cython.longlong = 0
    size: cython.longlong
    with cython.nogil:
        for row in range(len(out)):
            size = out[row] + more
            out[row] = at
            at += size
    return at


def _write_column(column: Column, sign: int, data: bytearray, places: array[int]) -> None:
    """Write each text, and a sign unless it is -1, at the place of its row, and move the place behind it."""
    out: cython.uchar[::1] = data
    at: cython.longlong[::1] = places
    source: cython.const[cython.uchar][::1] = column.data
    ends: cython.longlong[::1] = column.ends
    mark: cython.int = sign
    row: cython.Py_ssize_t
    place: cython.Py_ssize_t
    end: cython.Py_ssize_t
    letter: cython.Py_ssize_t = 0  # texts follow one another
    with cython.nogil:
        for row in range(len(ends)):
            place = at[row]
            end = ends[row]
            while letter < end:
                out[place] = source[letter]
                place += 1
                letter += 1
            if mark >= 0:
                out[place] = mark
                place += 1
            at[row] = place


def join_groups(column: Column, ends: array[int], separator: str) -> Column:
    """Return the texts of each group joined to one text.

    >>> join_groups(make_column(["a", "b", "c"]), array("q", [2, 2, 3]), "&").texts()
    ['a&b', '', 'c']
    """
    joined_ends = numbers(len(ends))
    data = bytearray(len(column.data) + len(column))
    out: cython.uchar[::1] = data
    out_ends: cython.longlong[::1] = joined_ends
    source: cython.const[cython.uchar][::1] = column.data
    source_ends: cython.longlong[::1] = column.ends
    groups: cython.longlong[::1] = ends
    mark: cython.uchar = ord(separator)
    group: cython.Py_ssize_t
    text: cython.longlong
    first: cython.longlong
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for group in range(len(groups)):
            first = find_start(groups, group)
            for text in range(first, groups[group]):
                if text > first:
                    out[at] = mark
                    at += 1
                at = copy(source, find_start(source_ends, text), source_ends[text], out, at)
            out_ends[group] = at
    del out
    return cut(data, joined_ends)


# ---------------------------------------------------------------- letters respelled


def escape_fields(column: Column) -> Column:
    """Return texts as fields of tab-separated lines."""
    return _respell(column, _ESCAPES)


def percent_encode(column: Column, letters: str) -> Column:
    """Return texts in which some ASCII letters, and `%` itself, are written as `%` and their number in hexadecimal.

    >>> percent_encode(make_column(["a;b", "5%"]), ";=").texts()
    ['a%3Bb', '5%25']
    """
    return _respell(column, {letter: f"%{ord(letter):02X}" for letter in f"%{letters}"})


def _respell(column: Column, spellings: dict[str, str]) -> Column:
    """Return texts in which ASCII letters are replaced, the sign that the others are spelled with before them."""
    data = column.data
    growth = bytearray(256)
    for letter, spelled in spellings.items():
        if letter.encode() in data:
            data = data.replace(letter.encode(), spelled.encode())
            growth[ord(letter)] = len(spelled) - 1
    return column if data is column.data else Column(data, _move_ends(column, growth))


def _move_ends(column: Column, growth: bytearray) -> array[int]:
    """Return where texts end when each letter grows by so many bytes."""
    moved = numbers(len(column))
    out: cython.longlong[::1] = moved
    letters: cython.const[cython.uchar][::1] = column.data
    ends: cython.longlong[::1] = column.ends
    more: cython.const[cython.uchar][::1] = growth
    row: cython.Py_ssize_t
    place: cython.Py_ssize_t
    grown: cython.longlong = 0
    with cython.nogil:
        for row in range(len(ends)):
            for place in range(find_start(ends, row), ends[row]):
                grown += more[letters[place]]
            out[row] = ends[row] + grown
    return moved


# ---------------------------------------------------------------- lines


def split_lines(block: bytes | bytearray) -> array[int]:
    r"""Return where the lines of a block end, their line ends included; the last one may have none.

    >>> split_lines(b"a\nbc\r\nd")
    array('q', [2, 6, 7])
    """
    ends = numbers(block.count(b"\n") + (len(block) > 0 and not block.endswith(b"\n")))
    out: cython.longlong[::1] = ends
    letters: cython.const[cython.uchar][::1] = block
    place: cython.Py_ssize_t
    line: cython.Py_ssize_t = 0
    with cython.nogil:
        for place in range(len(letters)):
            if letters[place] == 10:
                out[line] = place + 1
                line += 1
        if line < len(out):
            out[line] = len(letters)
    return ends


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_body_end(
    letters: cython.const[cython.uchar][::1], start: cython.longlong, end: cython.longlong
) -> cython.longlong:
    """Return where a line ends without its line end, which is that of Unix or of Windows."""
    if end > start and letters[end - 1] == 10:
        end -= 1
        if end > start and letters[end - 1] == 13:
            end -= 1
    return end


def split_fields(
    block: bytes | bytearray, line_ends: array[int], columns: array[int], delimiter: str
) -> tuple[list[Column], bytearray]:
    r"""Return some fields of delimited lines without quotes, by their numbers (32-bit, from 0), one column for each.

    A field that a line does not have is "".

    Returns:
        The columns, and for each line 1 where it holds a double quote, so that it must be read another way.

    >>> fields, quoted = split_fields(b'a,b,c\r\nd,"e\n', array("q", [7, 12]), array("i", [2, 0]), ",")
    >>> [field.texts() for field in fields], list(quoted)
    ([['c', ''], ['a', 'd']], [0, 1])
    """
    wanted = sorted(set(columns))
    slots = array("i", [-1]) * (1 + max(wanted, default=-1))
    for slot, number in enumerate(wanted):
        slots[number] = slot
    quoted = bytearray(len(line_ends))
    spans = numbers(len(line_ends) * len(wanted)), numbers(len(line_ends) * len(wanted))
    _find_fields(block, line_ends, slots, ord(delimiter), spans, quoted)
    found = [_gather(block, spans, slot, len(wanted)) for slot in range(len(wanted))]
    return [found[slots[number]] for number in columns], quoted


def _find_fields(
    block: bytes | bytearray,
    line_ends: array[int],
    wanted: array[int],
    sign: int,
    spans: tuple[array[int], array[int]],
    marks: bytearray,
) -> None:
    """Find the bounds of the wanted fields: field `f` of a line is its `wanted[f]`-th in `spans`, or -1."""
    letters: cython.const[cython.uchar][::1] = block
    ends: cython.longlong[::1] = line_ends
    slots: cython.int[::1] = wanted
    field_starts: cython.longlong[::1] = spans[0]
    field_ends: cython.longlong[::1] = spans[1]
    quoted: cython.uchar[::1] = marks
    delimiter: cython.uchar = sign
    width: cython.Py_ssize_t = len(spans[0]) // max(len(line_ends), 1)
    line: cython.Py_ssize_t
    place: cython.longlong
    end: cython.longlong
    start: cython.longlong
    field: cython.Py_ssize_t
    with cython.nogil:
        for line in range(len(ends)):
            field, start = 0, find_start(ends, line)
            end = _find_body_end(letters, start, ends[line])
            for place in range(start, end + 1):
                if place == end or letters[place] == delimiter:
                    if field < len(slots) and slots[field] >= 0:
                        field_starts[line * width + slots[field]] = start
                        field_ends[line * width + slots[field]] = place
                    start = place + 1
                    field += 1
                elif letters[place] == 34:
                    quoted[line] = 1


def _gather(block: bytes | bytearray, spans: tuple[array[int], array[int]], slot: int, slots: int) -> Column:
    """Return one of the wanted fields of every line."""
    letters: cython.const[cython.uchar][::1] = block
    starts: cython.longlong[::1] = spans[0]
    ends: cython.longlong[::1] = spans[1]
    first: cython.Py_ssize_t = slot
    width: cython.Py_ssize_t = slots
    size: cython.Py_ssize_t = len(starts) // width
    text_ends = numbers(size)
    out_ends: cython.longlong[::1] = text_ends
    line: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for line in range(size):
            at += ends[line * width + first] - starts[line * width + first]
            out_ends[line] = at
    data = bytearray(at)
    out: cython.uchar[::1] = data
    at = 0
    with cython.nogil:
        for line in range(size):
            at = copy(letters, starts[line * width + first], ends[line * width + first], out, at)
    return Column(data, text_ends)


def append_fields(
    block: bytes | bytearray, line_ends: array[int], columns: Sequence[Column], delimiter: str
) -> bytearray:
    r"""Return the lines of a block byte for byte, each with its fields of one or more columns before its line end.

    >>> append_fields(b"a\r\nb", array("q", [3, 4]), [make_column(["c", "d"])], "\t")
    bytearray(b'a\tc\r\nb\td')
    """
    added = join_columns(columns, delimiter)
    data = bytearray(len(block) + len(added.data) + len(added))
    out: cython.uchar[::1] = data
    letters: cython.const[cython.uchar][::1] = block
    ends: cython.longlong[::1] = line_ends
    more: cython.const[cython.uchar][::1] = added.data
    more_ends: cython.longlong[::1] = added.ends
    mark: cython.uchar = ord(delimiter)
    line: cython.Py_ssize_t
    end: cython.longlong
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for line in range(len(ends)):
            end = _find_body_end(letters, find_start(ends, line), ends[line])
            at = copy(letters, find_start(ends, line), end, out, at)
            out[at] = mark
            at = copy(more, find_start(more_ends, line), more_ends[line], out, at + 1)
            at = copy(letters, end, ends[line], out, at)
    return data
