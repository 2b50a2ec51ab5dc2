# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Lines of VCF files as alleles, and answers as entries of their INFO fields.

Source: The Variant Call Format Specification, VCFv4.5, 1.6.1 (fixed fields; several alternates; `*`, `<*>`, `.`; bases
in either letter case; what INFO may not hold).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.kernel.lines import cut
from synonymizer.kernel.tables import (
    ALT,
    BROKEN,
    DONE,
    FIXED,
    ID,
    INFO,
    NO_CHANGE,
    NO_CONTIG,
    POS,
    REF,
    UNREAD,
    Column,
    Records,
    counts,
    make_alleles,
    make_column,
    numbers,
)

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.bases import is_base
    from cython.cimports.synonymizer.kernel.digits import copy, find_start, write_number
else:
    from synonymizer.kernel.bases import is_base
    from synonymizer.kernel.digits import copy, find_start, write_number

if TYPE_CHECKING:
    from synonymizer.kernel.tables import Alleles

MAXIMUM_DIGITS = 9
"""Digits of the longest position that is read: no contig is longer."""

UNCHANGED = ("*", ".", "<*>", "<NON_REF>")
"""Alternates that state no change: a deletion that stands elsewhere, none, and those that were not seen (1.6.1)."""


@dataclass(frozen=True, slots=True)
class Contigs:
    """Names that CHROM may have, in the order of their bytes, each with the index of its contig, or a negative mark."""

    names: Column
    index: array[int]  # "i"


@dataclass(frozen=True, slots=True)
class Field:
    """An entry of INFO: texts by row of the answers, in no need of being encoded.

    `otherwise` are the texts of alternates that were not asked, by their mark. A list has one text for each alternate,
    `.` where it is empty; any other entry has the texts that there are.
    """

    name: str
    column: Column
    otherwise: Column
    is_list: bool


# ---------------------------------------------------------------- reading


def scan(block: bytes, contigs: Contigs) -> tuple[Records, Alleles]:
    """Read the records of a text of whole lines, one allele for each alternate that states a change.

    An alternate that is not made of bases is a row that is UNREAD, whose letters are its text.
    """
    lines = block.count(b"\n") + (not block.endswith(b"\n") and bool(block))
    room = lines + block.count(b",")
    records = Records(
        numbers(lines),
        array("q", [-1]) * (FIXED * lines),
        counts(lines),
        bytearray(room),
        array("i", [-1]) * room,
        counts(room),
        counts(room),
    )
    letters = block.upper()
    alleles = make_alleles(room, letters)
    _find_fields(letters, records)
    asked = _list_alternates(letters, contigs, records, alleles)
    used = records.alternate_end[lines - 1] if lines else 0
    del records.mark[used:], records.answer[used:], records.line[asked:], records.number[asked:]
    _cut(alleles, asked)
    return records, alleles


def _cut(alleles: Alleles, size: int) -> None:
    """Leave only the first rows of a table."""
    del alleles.contig[size:], alleles.start[size:], alleles.end[size:], alleles.deleted_at[size:]
    del alleles.inserted_at[size:], alleles.inserted_count[size:], alleles.state[size:], alleles.own[size:]


def _find_fields(letters: bytes, records: Records) -> None:
    """Find the lines and the ends of their fixed fields."""
    text: cython.const[cython.uchar][::1] = letters
    line_end: cython.longlong[::1] = records.line_end
    field_end: cython.longlong[::1] = records.field_end
    size: cython.Py_ssize_t = len(letters)
    row: cython.Py_ssize_t
    field: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(len(line_end)):
            field = 0
            while at < size and text[at] != 10:
                if text[at] == 9 and field < FIXED:
                    field_end[FIXED * row + field] = at
                    field += 1
                at += 1
            if field < FIXED:
                field_end[FIXED * row + field] = at - 1 if at > 0 and text[at - 1] == 13 else at
            line_end[row] = at = at + 1 if at < size else size


def _list_alternates(letters: bytes, contigs: Contigs, records: Records, alleles: Alleles) -> int:
    """Fill the rows of all alternates; return how many are asked."""
    text: cython.const[cython.uchar][::1] = letters
    names: cython.const[cython.uchar][::1] = contigs.names.data
    name_end: cython.longlong[::1] = contigs.names.ends
    name_index: cython.int[::1] = contigs.index
    no_change = make_column(UNCHANGED)
    unchanged: cython.const[cython.uchar][::1] = no_change.data
    unchanged_end: cython.longlong[::1] = no_change.ends
    line_end: cython.longlong[::1] = records.line_end
    field_end: cython.longlong[::1] = records.field_end
    alternate_end: cython.int[::1] = records.alternate_end
    mark: cython.uchar[::1] = records.mark
    answer: cython.int[::1] = records.answer
    line: cython.int[::1] = records.line
    number: cython.int[::1] = records.number
    contig: cython.int[::1] = alleles.contig
    start: cython.longlong[::1] = alleles.start
    end: cython.longlong[::1] = alleles.end
    deleted_at: cython.longlong[::1] = alleles.deleted_at
    inserted_at: cython.longlong[::1] = alleles.inserted_at
    inserted_count: cython.int[::1] = alleles.inserted_count
    state: cython.uchar[::1] = alleles.state
    row: cython.Py_ssize_t
    fields: cython.Py_ssize_t
    begin: cython.Py_ssize_t
    at: cython.Py_ssize_t
    last: cython.Py_ssize_t
    deleted: cython.Py_ssize_t
    known_at: cython.Py_ssize_t = 0
    known_end: cython.Py_ssize_t = -1
    place: cython.Py_ssize_t = -1
    position: cython.longlong
    is_plain: cython.bint
    alternate: cython.Py_ssize_t = 0
    asked: cython.Py_ssize_t = 0
    count: cython.int
    with cython.nogil:
        for row in range(len(line_end)):
            fields = FIXED * row
            begin = find_start(line_end, row)
            if field_end[fields] > begin and text[begin] != 35:
                if not _is_same(text, begin, field_end[fields], known_at, known_end):
                    known_at, known_end = begin, field_end[fields]
                    place = _find_text(text, begin, known_end, names, name_end)
                position = _read_position(text, field_end, fields)
                deleted = field_end[fields + ID] + 1
                is_plain = position > 0 and _is_bases(text, deleted, field_end[fields + REF])
                at = field_end[fields + REF] + 1
                count = 0
                while at <= field_end[fields + ALT]:
                    last = _find(text, at, field_end[fields + ALT], 44)
                    count += 1
                    if position < 0 or at == last:
                        mark[alternate] = BROKEN
                    elif _find_text(text, at, last, unchanged, unchanged_end) >= 0:
                        mark[alternate] = NO_CHANGE
                    elif place < 0 or name_index[place] < 0:
                        mark[alternate] = NO_CONTIG if place < 0 else -name_index[place]
                    else:
                        answer[alternate] = asked
                        line[asked] = row
                        number[asked] = count
                        contig[asked] = name_index[place]
                        start[asked] = position - 1
                        end[asked] = position - 1 + field_end[fields + REF] - deleted
                        deleted_at[asked] = deleted
                        inserted_at[asked] = at
                        inserted_count[asked] = last - at
                        state[asked] = DONE if is_plain and _is_bases(text, at, last) else UNREAD
                        asked += 1
                    alternate += 1
                    at = last + 1
                if count == 0:
                    mark[alternate] = BROKEN
                    alternate += 1
            alternate_end[row] = alternate
    return asked


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t, letter: cython.uchar
) -> cython.Py_ssize_t:
    """Return where a letter stands in [at, end), or `end`."""
    while at < end and text[at] != letter:
        at += 1
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_same(
    text: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    other: cython.Py_ssize_t,
    other_end: cython.Py_ssize_t,
) -> cython.bint:
    """Whether two stretches of a text are the same."""
    if end - start != other_end - other:
        return False
    while start < end and text[start] == text[other]:
        start += 1
        other += 1
    return start == end


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _find_text(
    text: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    known: cython.const[cython.uchar][::1],
    known_end: cython.longlong[::1],
) -> cython.Py_ssize_t:
    """Return the row of a column that holds a stretch of a text, -1 where none does."""
    row: cython.Py_ssize_t
    place: cython.Py_ssize_t
    at: cython.Py_ssize_t
    for row in range(len(known_end)):
        at = find_start(known_end, row)
        if known_end[row] - at == end - start:
            place = start
            while place < end and text[place] == known[at]:
                place += 1
                at += 1
            if place == end:
                return row
    return -1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _read_position(
    text: cython.const[cython.uchar][::1], field_end: cython.longlong[::1], fields: cython.Py_ssize_t
) -> cython.longlong:
    """Return POS of the line whose fields end there, -1 where it is no number or the line is no record."""
    value: cython.longlong = 0
    at: cython.Py_ssize_t = field_end[fields] + 1
    end: cython.Py_ssize_t = field_end[fields + POS]
    if field_end[fields + INFO] < 0 or end - at < 1 or end - at > MAXIMUM_DIGITS:
        return -1
    while at < end:
        if text[at] < 48 or text[at] > 57:
            return -1
        value = value * 10 + text[at] - 48
        at += 1
    return value


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_bases(text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.bint:
    """Whether a stretch is made of one or more of A, C, G and T."""
    if at >= end:
        return False
    while at < end and is_base(text[at]):
        at += 1
    return at == end


# ---------------------------------------------------------------- writing


def number_alternates(records: Records, carried_end: array[int]) -> Column:
    """Return, for each of the transcripts told of, the number of the alternate it is told for."""
    groups = len(carried_end)
    total = carried_end[groups - 1] if groups else 0
    column = Column(bytearray(MAXIMUM_DIGITS * total), numbers(total))
    data: cython.uchar[::1] = column.data
    ends: cython.longlong[::1] = column.ends
    number: cython.int[::1] = records.number
    group_end: cython.longlong[::1] = carried_end
    group: cython.Py_ssize_t
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for group in range(len(group_end)):
            for row in range(find_start(group_end, group), group_end[group]):
                at = write_number(data, at, number[group])
                ends[row] = at
    del data
    return cut(column.data, column.ends)


def make_entry(field: Field, records: Records) -> Column:
    """Return, for each line, `;`, the name of a field and what it says of the line's alternates.

    The text is empty where the field has nothing to say of any of them.
    """
    name = f";{field.name}=".encode()
    longest = max(map(len, field.otherwise.texts()))
    room = len(field.column.data) + len(name) * len(records) + (longest + 1) * len(records.mark)
    made = Column(bytearray(room), numbers(len(records)))
    _make_entry(name, field, records, made)
    return cut(made.data, made.ends)


def _make_entry(name: bytes, field: Field, records: Records, made: Column) -> None:
    out: cython.uchar[::1] = made.data
    out_end: cython.longlong[::1] = made.ends
    label: cython.const[cython.uchar][::1] = name
    data: cython.const[cython.uchar][::1] = field.column.data
    ends: cython.longlong[::1] = field.column.ends
    other: cython.const[cython.uchar][::1] = field.otherwise.data
    other_end: cython.longlong[::1] = field.otherwise.ends
    is_list: cython.bint = field.is_list
    alternate_end: cython.int[::1] = records.alternate_end
    mark: cython.const[cython.uchar][::1] = records.mark
    answer: cython.int[::1] = records.answer
    row: cython.Py_ssize_t
    alternate: cython.Py_ssize_t = 0
    at: cython.Py_ssize_t = 0
    begin: cython.Py_ssize_t
    first: cython.Py_ssize_t
    before_text: cython.Py_ssize_t
    text: cython.Py_ssize_t
    is_empty: cython.bint
    with cython.nogil:
        for row in range(len(alternate_end)):
            begin = at
            at = first = copy(label, 0, len(label), out, at)
            is_empty = True
            while alternate < alternate_end[row]:
                before_text = at
                if at > first:
                    out[at] = 44
                    at += 1
                text = at
                if answer[alternate] >= 0:
                    at = copy(data, find_start(ends, answer[alternate]), ends[answer[alternate]], out, at)
                else:
                    at = copy(other, find_start(other_end, mark[alternate]), other_end[mark[alternate]], out, at)
                if at > text:
                    is_empty = False
                elif is_list:
                    out[at] = 46
                    at += 1
                else:
                    at = before_text
                alternate += 1
            if is_empty:
                at = begin
            out_end[row] = at


def write_records(block: bytes, records: Records, entries: Column, own: Column, dropped: bytearray) -> bytearray:
    """Return a text with entries added to the INFO of its records, and every other byte as it was.

    Args:
        block: the text that was scanned.
        records: what was found in it.
        entries: what to add to each line, as `make_entry` gives it; a line without INFO takes nothing.
        own: names of entries; older ones of these names are left out.
        dropped: 1 for each line to be left out.
    """
    made = bytearray(len(block) + len(entries.data) + len(records))
    used = _write_records(block, records, entries, own, dropped, made)
    del made[used:]
    return made


def _write_records(
    block: bytes, records: Records, entries: Column, own: Column, dropped: bytearray, made: bytearray
) -> int:
    out: cython.uchar[::1] = made
    text: cython.const[cython.uchar][::1] = block
    more: cython.const[cython.uchar][::1] = entries.data
    more_end: cython.longlong[::1] = entries.ends
    names: cython.const[cython.uchar][::1] = own.data
    name_end: cython.longlong[::1] = own.ends
    is_dropped: cython.const[cython.uchar][::1] = dropped
    line_end: cython.longlong[::1] = records.line_end
    field_end: cython.longlong[::1] = records.field_end
    alternate_end: cython.int[::1] = records.alternate_end
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    begin: cython.Py_ssize_t
    info: cython.Py_ssize_t
    info_end: cython.Py_ssize_t
    alternate: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(len(line_end)):
            begin = find_start(line_end, row)
            info_end = field_end[FIXED * row + INFO]
            if not is_dropped[row] and (info_end < 0 or alternate_end[row] == alternate):
                at = copy(text, begin, line_end[row], out, at)
            elif not is_dropped[row]:
                info = field_end[FIXED * row + INFO - 1] + 1
                at = copy(text, begin, info, out, at)
                at = _write_info(text, info, info_end, names, name_end, more, more_end, row, out, at)
                at = copy(text, info_end, line_end[row], out, at)
            alternate = alternate_end[row]
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_info(
    text: cython.const[cython.uchar][::1],
    info: cython.Py_ssize_t,
    info_end: cython.Py_ssize_t,
    names: cython.const[cython.uchar][::1],
    name_end: cython.longlong[::1],
    more: cython.const[cython.uchar][::1],
    more_end: cython.longlong[::1],
    row: cython.Py_ssize_t,
    out: cython.uchar[::1],
    at: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Write the INFO of a line: what is kept of it, then what is added to it; `.` where there is neither."""
    first: cython.Py_ssize_t = at
    end: cython.Py_ssize_t
    added: cython.Py_ssize_t = find_start(more_end, row)
    is_missing: cython.bint = info_end == info or (info_end == info + 1 and text[info] == 46)
    while info < info_end and not is_missing:
        end = _find(text, info, info_end, 59)
        if _find_text(text, info, _find(text, info, end, 61), names, name_end) < 0:
            if at > first:
                out[at] = 59
                at += 1
            at = copy(text, info, end, out, at)
        info = end + 1
    if at == first and added < more_end[row]:
        added += 1  # no `;` before the first entry
    at = copy(more, added, more_end[row], out, at)
    if at == first:
        out[at] = 46
        at += 1
    return at
