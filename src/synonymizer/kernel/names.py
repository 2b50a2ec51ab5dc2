# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Read plain names in columns: `NM_003156.3:c.494C>A`, `NC_000011.10:4055633:C:A`, `11-4055634-C-A`.

It reads what needs no repair and states its new bases, and reads it as the `hgvs`, `spdi` and `vcf` of `notations` do,
whose sources are its own; any other text is UNREAD. Texts are read in passes: the label, which ends at the first sign
that no label has, the positions, the change. What a label names is looked up apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.kernel.tables import (
    CODING,
    COLONS,
    COORDINATES,
    DEL,
    DELINS,
    DONE,
    DUP,
    GENOMIC,
    INS,
    INV,
    LONGEST,
    NONCODING,
    SUB,
    UNREAD,
    make_names,
    numbers,
)

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.bases import is_base
else:
    from synonymizer.kernel.bases import is_base

if TYPE_CHECKING:
    from array import array

    from synonymizer.kernel.tables import Column, Names

MOST = 2 * LONGEST + 200
"""The most characters of a text that is looked at: two alleles of as many bases as are covered, and what is around."""

LONGEST_LABEL = 60
"""The most characters of a label: the accession of a contig, and that of a transcript in parentheses."""

DIGITS = 9
"""The most digits of a number; no place on a human contig has more."""


def read(texts: Column) -> Names:
    """Return texts as names; those that are in none of the plain forms are UNREAD."""
    names = make_names(texts)
    rest = numbers(len(names))
    is_range = bytearray(len(names))
    _split(names, texts.ends, rest)
    _read_positions(names, texts.ends, rest, is_range)
    _read_deleted(names, texts.ends, rest)
    _read_inserted(names, texts.ends, rest)
    _check_edits(names, is_range)
    _read_alleles(names, texts.ends, rest)
    return names


# ---------------------------------------------------------------- pieces of a text


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_digit(letter: cython.uchar) -> cython.bint:
    return ord("0") <= letter <= ord("9")


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_blank(letter: cython.uchar) -> cython.bint:
    return letter == ord(" ") or letter == ord("\t")


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_mark(letter: cython.uchar) -> cython.bint:
    """Whether a sign parts the label of a text, or the fields of coordinates."""
    return letter == ord(":") or letter == ord("-") or _is_blank(letter)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_word(
    text: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    first: cython.uchar,
    second: cython.uchar,
    third: cython.uchar,
) -> cython.bint:
    return at + 3 <= end and text[at] == first and text[at + 1] == second and text[at + 2] == third


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _skip_label(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return where a label ends, -1 where it does not, or the text is longer than any that is read."""
    place: cython.Py_ssize_t
    if end - at > MOST:
        return -1
    if end - at > LONGEST_LABEL:
        end = at + LONGEST_LABEL
    for place in range(at, end):
        if _is_mark(text[place]):
            return place
    return -1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _skip_bases(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    while at < end and is_base(text[at]):
        at += 1
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _skip_digits(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return where a number ends, -1 where there is none, or it begins with 0 and is not 0, or is too large."""
    start: cython.Py_ssize_t = at
    while at < end and _is_digit(text[at]):
        at += 1
    if at == start or at - start > DIGITS or (text[start] == ord("0") and at > start + 1):
        return -1
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _skip_number(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return where a number ends that counts from 1, -1 where there is none."""
    return -1 if at < end and text[at] == ord("0") else _skip_digits(text, at, end)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _skip_stated(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return where the bases end that a change states, or their number; where it begins, if it states neither."""
    stop: cython.Py_ssize_t = _skip_bases(text, at, end)
    if stop > at:
        return stop
    stop = _skip_number(text, at, end)
    return at if stop < 0 else stop


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _skip_deleted(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return where the first allele of coordinates ends; its bases may be given by their number, which may be 0."""
    stop: cython.Py_ssize_t = _skip_stated(text, at, end)
    return at + 1 if stop == at and at < end and text[at] == ord("0") else stop


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _skip_position(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t, form: cython.uchar
) -> cython.Py_ssize_t:
    """Return where a position of an axis ends, -1 where there is none."""
    if form == CODING and at < end and (text[at] == ord("-") or text[at] == ord("*")):
        at += 1
    at = _skip_number(text, at, end)
    if at < 0 or at == end or form == GENOMIC or (text[at] != ord("+") and text[at] != ord("-")):
        return at
    return _skip_number(text, at + 1, end)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _count(text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.longlong:
    """Return the number whose digits begin at a place."""
    value: cython.longlong = 0
    while at < end and _is_digit(text[at]):
        value = 10 * value + text[at] - ord("0")
        at += 1
    return value


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _count_base(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.longlong:
    """Return the base of a position, which counts from 0 on, and from -1 back where a `-` stands before it."""
    if text[at] == ord("-"):
        return -_count(text, at + 1, end)
    return _count(text, at + (text[at] == ord("*")), end) - 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _count_offset(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.longlong:
    """Return the intron offset of a position, 0 where it has none."""
    at += 1
    while at < end and _is_digit(text[at]):
        at += 1
    if at >= end:
        return 0
    return -_count(text, at + 1, end) if text[at] == ord("-") else _count(text, at + 1, end)


# ---------------------------------------------------------------- passes


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_form(text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.uchar:
    """Return the form of what stands behind a label and its mark, 0 where it is none."""
    if at + 2 > end:
        return 0
    if _is_digit(text[at]):
        return COORDINATES
    if text[at + 1] != ord(".") or text[at - 1] != ord(":"):
        return 0
    if text[at] == ord("c"):
        return CODING
    if text[at] == ord("g"):
        return GENOMIC
    return NONCODING if text[at] == ord("n") else 0


def _split(names: Names, text_ends: array[int], rests: array[int]) -> None:
    """Find the label and the form of each text, and where the rest begins: the first position."""
    text: cython.const[cython.uchar][::1] = names.letters
    ends: cython.longlong[::1] = text_ends
    rest: cython.longlong[::1] = rests
    label_at: cython.longlong[::1] = names.label_at
    label_end: cython.longlong[::1] = names.label_end
    form: cython.uchar[::1] = names.form
    state: cython.uchar[::1] = names.state
    at: cython.Py_ssize_t = 0
    stop: cython.Py_ssize_t
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(ends)):
            stop = _skip_label(text, at, ends[row])
            form[row] = _find_form(text, stop + 1, ends[row]) if stop > at else 0
            if form[row]:
                label_at[row] = at
                label_end[row] = stop
                rest[row] = stop + 1 if form[row] == COORDINATES else stop + 3
            else:
                state[row] = UNREAD
            at = ends[row]


def _read_positions(names: Names, text_ends: array[int], rests: array[int], ranges: bytearray) -> None:
    """Read the positions of g., c. and n. names, and say which have two."""
    text: cython.const[cython.uchar][::1] = names.letters
    ends: cython.longlong[::1] = text_ends
    rest: cython.longlong[::1] = rests
    is_range: cython.uchar[::1] = ranges
    form: cython.uchar[::1] = names.form
    first: cython.longlong[::1] = names.first
    first_offset: cython.longlong[::1] = names.first_offset
    first_zone: cython.uchar[::1] = names.first_zone
    last: cython.longlong[::1] = names.last
    last_offset: cython.longlong[::1] = names.last_offset
    last_zone: cython.uchar[::1] = names.last_zone
    state: cython.uchar[::1] = names.state
    at: cython.Py_ssize_t
    stop: cython.Py_ssize_t
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(ends)):
            if state[row] != DONE or form[row] == COORDINATES:
                continue
            at = rest[row]
            stop = _skip_position(text, at, ends[row], form[row])
            if stop >= 0:
                first[row] = _count_base(text, at, stop)
                first_offset[row] = _count_offset(text, at, stop)
                first_zone[row] = text[at] == ord("*")
                if stop < ends[row] and text[stop] == ord("_"):
                    is_range[row] = 1
                    at = stop + 1
                    stop = _skip_position(text, at, ends[row], form[row])
            if stop < 0:
                state[row] = UNREAD
                continue
            last[row] = _count_base(text, at, stop)
            last_offset[row] = _count_offset(text, at, stop)
            last_zone[row] = text[at] == ord("*")
            rest[row] = stop


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_kind(text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.uchar:
    """Return the kind that a change begins with, 0 where there is none."""
    if at + 3 == end and text[at + 1] == ord(">") and is_base(text[at]) and is_base(text[at + 2]):
        return SUB if text[at] != text[at + 2] else 0
    if _is_word(text, at, end, ord("d"), ord("e"), ord("l")):
        return DEL
    if _is_word(text, at, end, ord("d"), ord("u"), ord("p")):
        return DUP
    if _is_word(text, at, end, ord("i"), ord("n"), ord("s")):
        return INS
    return INV if _is_word(text, at, end, ord("i"), ord("n"), ord("v")) else 0


def _read_deleted(names: Names, text_ends: array[int], rests: array[int]) -> None:
    """Read the kinds of g., c. and n. names, and the bases that they state of the reference."""
    text: cython.const[cython.uchar][::1] = names.letters
    ends: cython.longlong[::1] = text_ends
    rest: cython.longlong[::1] = rests
    form: cython.uchar[::1] = names.form
    kind: cython.uchar[::1] = names.kind
    deleted_at: cython.longlong[::1] = names.deleted_at
    deleted_count: cython.longlong[::1] = names.deleted_count
    state: cython.uchar[::1] = names.state
    at: cython.Py_ssize_t
    stop: cython.Py_ssize_t
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(ends)):
            if state[row] != DONE or form[row] == COORDINATES:
                continue
            at = rest[row]
            kind[row] = _find_kind(text, at, ends[row])
            if kind[row] == 0:
                state[row] = UNREAD
                continue
            at += 0 if kind[row] == SUB else 3
            stop = at if kind[row] == INS else _skip_stated(text, at, ends[row])
            if stop > at and is_base(text[at]):
                deleted_at[row] = at
                deleted_count[row] = stop - at
            elif stop > at:
                deleted_count[row] = _count(text, at, stop)
            rest[row] = stop


def _read_inserted(names: Names, text_ends: array[int], rests: array[int]) -> None:
    """Read the new bases of g., c. and n. names."""
    text: cython.const[cython.uchar][::1] = names.letters
    ends: cython.longlong[::1] = text_ends
    rest: cython.longlong[::1] = rests
    form: cython.uchar[::1] = names.form
    kind: cython.uchar[::1] = names.kind
    inserted_at: cython.longlong[::1] = names.inserted_at
    inserted_count: cython.longlong[::1] = names.inserted_count
    state: cython.uchar[::1] = names.state
    at: cython.Py_ssize_t
    stop: cython.Py_ssize_t
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(ends)):
            if state[row] != DONE or form[row] == COORDINATES:
                continue
            at = rest[row]
            if kind[row] == SUB:
                at += 1
            elif kind[row] == DEL and _is_word(text, at, ends[row], ord("i"), ord("n"), ord("s")):
                kind[row] = DELINS
                at += 3
            stop = at if kind[row] == DEL or kind[row] == DUP or kind[row] == INV else _skip_bases(text, at, ends[row])
            inserted_at[row] = at
            inserted_count[row] = stop - at
            if stop != ends[row]:
                state[row] = UNREAD


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_reversed(
    first_zone: cython.uchar,
    first: cython.longlong,
    first_offset: cython.longlong,
    last_zone: cython.uchar,
    last: cython.longlong,
    last_offset: cython.longlong,
) -> cython.bint:
    """Whether the last position comes before the first (`spelling.points.is_reversed`)."""
    if first_zone != last_zone:
        return last_zone < first_zone
    return last < first or (last == first and last_offset < first_offset)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _are_apart(
    first: cython.longlong, first_offset: cython.longlong, last: cython.longlong, last_offset: cython.longlong
) -> cython.bint:
    """Whether two positions of one zone are not neighbours (`spelling.points.are_apart`)."""
    if first == last:
        return last_offset - first_offset != 1
    return first_offset == 0 and last_offset == 0 and last - first != 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_plain_change(
    kind: cython.uchar,
    is_range: cython.bint,
    is_one: cython.bint,
    stated: cython.longlong,
    inserted: cython.longlong,
) -> cython.bint:
    """Whether a change is said in the plain way (`notations.plain`), which needs no repair.

    Args:
        kind: what happens.
        is_range: whether two positions are written.
        is_one: whether they are the same.
        stated: the count of bases that are said to be there.
        inserted: the count of new bases.
    """
    if kind == SUB:
        return not is_range
    if is_one and kind == INV:
        return False
    if kind == DELINS and inserted == 0:
        return False
    return is_range or stated <= 1


def _check_edits(names: Names, ranges: bytearray) -> None:
    """Leave to the pipeline what is not said in the plain way."""
    is_range: cython.uchar[::1] = ranges
    form: cython.uchar[::1] = names.form
    kind: cython.uchar[::1] = names.kind
    first: cython.longlong[::1] = names.first
    first_offset: cython.longlong[::1] = names.first_offset
    first_zone: cython.uchar[::1] = names.first_zone
    last: cython.longlong[::1] = names.last
    last_offset: cython.longlong[::1] = names.last_offset
    last_zone: cython.uchar[::1] = names.last_zone
    deleted_count: cython.longlong[::1] = names.deleted_count
    inserted_count: cython.longlong[::1] = names.inserted_count
    state: cython.uchar[::1] = names.state
    row: cython.Py_ssize_t
    is_one: cython.bint
    is_plain: cython.bint
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or form[row] == COORDINATES:
                continue
            if _is_reversed(
                first_zone[row], first[row], first_offset[row], last_zone[row], last[row], last_offset[row]
            ):
                state[row] = UNREAD
                continue
            if kind[row] == INS:
                is_plain = is_range[row] and inserted_count[row] > 0
                if is_plain and first_zone[row] == last_zone[row]:
                    is_plain = not _are_apart(first[row], first_offset[row], last[row], last_offset[row])
            else:
                is_one = first_zone[row] == last_zone[row] and first[row] == last[row]
                is_one = is_one and first_offset[row] == last_offset[row]
                is_plain = _is_plain_change(kind[row], is_range[row], is_one, deleted_count[row], inserted_count[row])
            if not is_plain:
                state[row] = UNREAD


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_style(
    separator: cython.uchar, mark: cython.uchar, join: cython.uchar, deleted: cython.bint, inserted: cython.bint
) -> cython.uchar:
    """Return the form of coordinates by the signs around their fields, 0 where they are in none.

    Args:
        separator: what stands before the position.
        mark: what stands behind it, 0 for nothing.
        join: what stands between the alleles.
        deleted: whether the first allele has letters.
        inserted: whether the second one has.
    """
    if separator == ord(":") and mark == ord(":") and join == ord(":"):
        return COLONS
    if not (deleted and inserted):
        return 0
    if join == ord(">"):
        return COORDINATES
    if _is_blank(separator):
        return COORDINATES if _is_blank(mark) and _is_blank(join) else 0
    return COORDINATES if join == mark and not _is_blank(mark) else 0


def _read_alleles(names: Names, text_ends: array[int], rests: array[int]) -> None:
    """Read the position and the alleles of coordinates."""
    text: cython.const[cython.uchar][::1] = names.letters
    ends: cython.longlong[::1] = text_ends
    rest: cython.longlong[::1] = rests
    form: cython.uchar[::1] = names.form
    kind: cython.uchar[::1] = names.kind
    first: cython.longlong[::1] = names.first
    deleted_at: cython.longlong[::1] = names.deleted_at
    deleted_count: cython.longlong[::1] = names.deleted_count
    inserted_at: cython.longlong[::1] = names.inserted_at
    inserted_count: cython.longlong[::1] = names.inserted_count
    state: cython.uchar[::1] = names.state
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t
    stop: cython.Py_ssize_t
    mark: cython.uchar
    with cython.nogil:
        for row in range(len(ends)):
            if state[row] != DONE or form[row] != COORDINATES:
                continue
            state[row] = UNREAD
            at = rest[row]
            stop = _skip_digits(text, at, ends[row])
            if stop < 0 or stop == ends[row]:
                continue
            first[row] = _count(text, at, stop)
            mark = text[stop] if _is_mark(text[stop]) else 0
            at = stop + 1 if mark else stop
            stop = _skip_deleted(text, at, ends[row])
            if stop == ends[row]:
                continue
            if stop > at and is_base(text[at]):
                deleted_at[row] = at
                deleted_count[row] = stop - at
            else:
                deleted_count[row] = _count(text, at, stop)
            at = stop + 1
            kind[row] = DELINS
            inserted_at[row] = at
            inserted_count[row] = ends[row] - at
            form[row] = _find_style(
                text[rest[row] - 1], mark, text[stop], deleted_at[row] >= 0, inserted_count[row] > 0
            )
            if form[row] and _skip_bases(text, at, ends[row]) == ends[row]:
                state[row] = DONE
