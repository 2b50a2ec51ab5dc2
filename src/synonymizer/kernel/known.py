# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Records of VCF files as alleles with public identifiers, fully justified on the contig they are stated on.

Sources: dbSNP's and ClinVar's VCF files (rs numbers in ID and in INFO as RS; a VariationID in ID beside ALLELEID in
INFO); The Variant Call Format Specification, VCFv4.5, 1.6.1 (several identifiers are separated by `;`). Justified are
alleles as `edits` does it, by the same sources.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import DONE, FIXED, ID, INFO, NOT_COVERED, counts, numbers

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.digits import copy
else:
    from synonymizer.kernel.digits import copy

if TYPE_CHECKING:
    from synonymizer.kernel.tables import Alleles, Records

MAXIMUM_DIGITS = 10
"""Digits of the longest identifier that is read; an AlleleID has one less."""


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Identifiers by line: those of line `i` are rows `end[i - 1]` to `end[i]`.

    Each is an rs number, whose `second` is 0, or a VariationID and the AlleleID that goes with it.
    """

    end: array[int]  # "i"
    first: array[int]  # "q"
    second: array[int]  # "i"


@dataclass(frozen=True, slots=True)
class Tile:
    """Bases of a contig from `offset` on: a tile of it, [start, end), and what lies beside that.

    A base that is 0 is not at hand, and neither are those before and behind all of them.
    """

    bases: bytes
    offset: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Laid:
    """Justified alleles, each as often as it has identifiers; `text` holds the inserted bases, joined by commas."""

    start: array[int]  # "i"
    end: array[int]  # "i"
    first: array[int]  # "q", as in `Identifiers`
    second: array[int]  # "i"
    text: bytearray


# ---------------------------------------------------------------- identifiers


def read_identifiers(letters: bytes | bytearray, records: Records) -> Identifiers:
    """Read the identifiers of the records of a text in upper case."""
    room = sum(letters.count(mark) for mark in (b"RS", b"ALLELEID=", b",", b"|"))
    found = Identifiers(counts(len(records)), numbers(room), counts(room))
    used = _read_identifiers(letters, records, found)
    del found.first[used:], found.second[used:]
    return found


def _read_identifiers(letters: bytes | bytearray, records: Records, found: Identifiers) -> int:
    text: cython.const[cython.uchar][::1] = letters
    field_end: cython.longlong[::1] = records.field_end
    alternate_end: cython.int[::1] = records.alternate_end
    end: cython.int[::1] = found.end
    first: cython.longlong[::1] = found.first
    second: cython.int[::1] = found.second
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t
    last: cython.Py_ssize_t
    begin: cython.Py_ssize_t
    alternate: cython.int = 0
    used: cython.Py_ssize_t = 0
    variation_at: cython.Py_ssize_t
    variation_end: cython.Py_ssize_t
    allele_at: cython.Py_ssize_t
    allele_end: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(end)):
            if alternate_end[row] > alternate and field_end[FIXED * row + INFO] >= 0:
                begin = used
                variation_at, variation_end = field_end[FIXED * row + ID - 1] + 1, field_end[FIXED * row + ID]
                allele_at = allele_end = at = variation_at
                while at < variation_end:
                    last = _find_mark(text, at, variation_end)
                    if _begins(text, at, last, b"RS", 2):
                        used = _add_rs(text, at + 2, last, first, second, begin, used)
                    at = last + 1
                at = field_end[FIXED * row + INFO - 1] + 1
                while at < field_end[FIXED * row + INFO]:
                    last = _find_entry_end(text, at, field_end[FIXED * row + INFO])
                    if _begins(text, at, last, b"RS=", 3):
                        used = _add_rs(text, at + 3, last, first, second, begin, used)
                    elif _begins(text, at, last, b"ALLELEID=", 9):
                        allele_at, allele_end = at + 9, last
                    elif _begins(text, at, last, b"VARIATIONID=", 12):
                        variation_at, variation_end = at + 12, last
                    at = last + 1
                used = _add_pairs(text, variation_at, variation_end, allele_at, allele_end, first, second, used)
            alternate = alternate_end[row]
            end[row] = used
    return used


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _begins(
    text: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    word: cython.p_const_char,
    size: cython.Py_ssize_t,
) -> cython.bint:
    """Whether a stretch of a text begins with a word."""
    place: cython.Py_ssize_t
    if end - at < size:
        return False
    for place in range(size):
        if text[at + place] != word[place]:
            return False
    return True


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_entry_end(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return where an entry of INFO ends."""
    while at < end and text[at] != 59:
        at += 1
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_mark(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return where an item of a list ends: before `,`, `;` or `|`."""
    while at < end and text[at] != 44 and text[at] != 59 and text[at] != 124:
        at += 1
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _read_number(
    text: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t, digits: cython.Py_ssize_t
) -> cython.longlong:
    """Return the number that a stretch of a text is, 0 where it is none."""
    value: cython.longlong = 0
    if end - at > digits:
        return 0
    while at < end:
        if text[at] < 48 or text[at] > 57:
            return 0
        value = value * 10 + text[at] - 48
        at += 1
    return value


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _add_rs(
    text: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    first: cython.longlong[::1],
    second: cython.int[::1],
    begin: cython.Py_ssize_t,
    used: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Add the numbers of a list that the line, whose identifiers are those from `begin` on, does not have yet."""
    last: cython.Py_ssize_t
    place: cython.Py_ssize_t
    value: cython.longlong
    while at < end:
        last = _find_mark(text, at, end)
        value = _read_number(text, at, last, MAXIMUM_DIGITS)
        place = begin
        while place < used and first[place] != value:
            place += 1
        if value > 0 and place == used:
            first[used] = value
            second[used] = 0
            used += 1
        at = last + 1
    return used


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _add_pairs(
    text: cython.const[cython.uchar][::1],
    variation_at: cython.Py_ssize_t,
    variation_end: cython.Py_ssize_t,
    allele_at: cython.Py_ssize_t,
    allele_end: cython.Py_ssize_t,
    first: cython.longlong[::1],
    second: cython.int[::1],
    used: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Add the VariationIDs and AlleleIDs of two lists, the first of the one with the first of the other, and so on."""
    variation_last: cython.Py_ssize_t
    allele_last: cython.Py_ssize_t
    variation: cython.longlong
    allele: cython.longlong
    while variation_at < variation_end and allele_at < allele_end:
        variation_last = _find_mark(text, variation_at, variation_end)
        allele_last = _find_mark(text, allele_at, allele_end)
        variation = _read_number(text, variation_at, variation_last, MAXIMUM_DIGITS)
        allele = _read_number(text, allele_at, allele_last, MAXIMUM_DIGITS - 1)
        if variation > 0 and allele > 0:
            first[used] = variation
            second[used] = allele
            used += 1
        variation_at, allele_at = variation_last + 1, allele_last + 1
    return used


# ---------------------------------------------------------------- places


def find_run(alleles: Alleles, row: int, tile: int) -> int:
    """Return the first row behind one that lies on another contig, or in another tile of as many bases."""
    contig: cython.int[::1] = alleles.contig
    start: cython.longlong[::1] = alleles.start
    size: cython.longlong = tile
    at: cython.Py_ssize_t = row
    own: cython.int = contig[at]
    number: cython.longlong = start[at] // size
    with cython.nogil:
        while at < len(contig) and contig[at] == own and start[at] // size == number:
            at += 1
    return at


def lay(alleles: Alleles, records: Records, identifiers: Identifiers, low: int, high: int, tile: Tile) -> Laid:
    """Justify rows [low, high) of the alleles, which begin in a tile, and put their identifiers beside them.

    A row becomes NOT_COVERED whose stated bases are not those at hand, that changes nothing, that begins in another
    tile when it is justified, or that then lies beside a base that is not at hand.
    """
    size = high - low
    work = _Work(counts(size), counts(size), counts(size), counts(size), counts(size), numbers(size))
    _trim(alleles, low, high, tile, work)
    _slide(alleles, low, high, tile, work)
    rows, room = _measure(alleles, records, identifiers, low, high, work)
    laid = Laid(counts(rows), counts(rows), numbers(rows), counts(rows), bytearray(room))
    _write(alleles, records, identifiers, low, high, tile, work, laid)
    return laid


@dataclass(frozen=True, slots=True)
class _Work:
    """Trimmed alleles: where in the tile's bases they begin, their counts of bases, and how far they slide."""

    start: array[int]  # "i"
    deleted: array[int]  # "i"
    inserted: array[int]  # "i"
    left: array[int]  # "i"
    right: array[int]  # "i"
    inserted_at: array[int]  # "q"


def _trim(alleles: Alleles, low: int, high: int, tile: Tile, work: _Work) -> None:
    """Compare rows with the bases of a tile, and drop the bases that both of their sides share."""
    letters: cython.const[cython.uchar][::1] = alleles.letters
    bases: cython.const[cython.uchar][::1] = tile.bases
    stated_start: cython.longlong[::1] = alleles.start
    stated_end: cython.longlong[::1] = alleles.end
    deleted_at: cython.longlong[::1] = alleles.deleted_at
    stated_at: cython.longlong[::1] = alleles.inserted_at
    stated_count: cython.int[::1] = alleles.inserted_count
    state: cython.uchar[::1] = alleles.state
    start: cython.int[::1] = work.start
    deleted: cython.int[::1] = work.deleted
    inserted: cython.int[::1] = work.inserted
    inserted_at: cython.longlong[::1] = work.inserted_at
    first: cython.Py_ssize_t = low
    last: cython.Py_ssize_t = high
    offset: cython.Py_ssize_t = tile.offset
    held: cython.Py_ssize_t = len(tile.bases)
    row: cython.Py_ssize_t
    index: cython.Py_ssize_t
    place: cython.Py_ssize_t
    old: cython.Py_ssize_t
    new: cython.Py_ssize_t
    at: cython.Py_ssize_t
    with cython.nogil:
        for row in range(first, last):
            if state[row] != DONE:
                continue
            index = row - first
            place = stated_start[row] - offset
            old, new = stated_end[row] - stated_start[row], stated_count[row]
            if place + old > held or _count_shared(letters, deleted_at[row], bases, place, old) < old:
                state[row] = NOT_COVERED
            else:
                at = _count_shared(letters, stated_at[row], bases, place, min(old, new))
                start[index], inserted_at[index] = place + at, stated_at[row] + at
                old, new = old - at, new - at
                while old > 0 and new > 0 and letters[stated_at[row] + at + new - 1] == bases[place + at + old - 1]:
                    old -= 1
                    new -= 1
                deleted[index], inserted[index] = old, new


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _count_shared(
    text: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    other: cython.const[cython.uchar][::1],
    place: cython.Py_ssize_t,
    size: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Count the letters that two stretches of a size share from their start."""
    count: cython.Py_ssize_t = 0
    while count < size and text[at + count] == other[place + count]:
        count += 1
    return count


def _slide(alleles: Alleles, low: int, high: int, tile: Tile, work: _Work) -> None:
    """Find how far trimmed rows slide."""
    letters: cython.const[cython.uchar][::1] = alleles.letters
    bases: cython.const[cython.uchar][::1] = tile.bases
    state: cython.uchar[::1] = alleles.state
    start: cython.int[::1] = work.start
    deleted: cython.int[::1] = work.deleted
    inserted: cython.int[::1] = work.inserted
    left: cython.int[::1] = work.left
    right: cython.int[::1] = work.right
    inserted_at: cython.longlong[::1] = work.inserted_at
    first: cython.Py_ssize_t = low
    last: cython.Py_ssize_t = high
    tile_start: cython.Py_ssize_t = tile.start - tile.offset
    tile_end: cython.Py_ssize_t = tile.end - tile.offset
    held: cython.Py_ssize_t = len(tile.bases)
    row: cython.Py_ssize_t
    index: cython.Py_ssize_t
    begin: cython.Py_ssize_t
    end: cython.Py_ssize_t
    with cython.nogil:
        for row in range(first, last):
            if state[row] != DONE:
                continue
            index = row - first
            begin, end = start[index], start[index] + deleted[index]
            if deleted[index] == 0 and inserted[index] > 0:
                begin, end = _reach(bases, begin, end, letters, inserted_at[index], inserted[index])
            elif deleted[index] > 0 and inserted[index] == 0:
                begin, end = _reach(bases, begin, end, bases, begin, deleted[index])
            left[index], right[index] = start[index] - begin, end - start[index] - deleted[index]
            if (
                deleted[index] + inserted[index] == 0
                or begin < max(tile_start, 1)
                or begin >= tile_end
                or end == held
                or bases[begin - 1] == 0
                or bases[end] == 0
            ):
                state[row] = NOT_COVERED


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _reach(
    bases: cython.const[cython.uchar][::1],
    begin: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    text: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    size: cython.Py_ssize_t,
) -> tuple[cython.Py_ssize_t, cython.Py_ssize_t]:
    """Return the widest interval around one in which the bases beside it repeat a unit of letters."""
    left: cython.Py_ssize_t = 0
    right: cython.Py_ssize_t = 0
    while end + right < len(bases) and bases[end + right] == text[at + right % size]:
        right += 1
    while begin > left and bases[begin - left - 1] == text[at + size - 1 - left % size]:
        left += 1
    return begin - left, end + right


def _measure(
    alleles: Alleles, records: Records, identifiers: Identifiers, low: int, high: int, work: _Work
) -> tuple[int, int]:
    """Return how many alleles with an identifier there are, and how long a text their inserted bases are."""
    state: cython.uchar[::1] = alleles.state
    line: cython.int[::1] = records.line
    end: cython.int[::1] = identifiers.end
    inserted: cython.int[::1] = work.inserted
    left: cython.int[::1] = work.left
    right: cython.int[::1] = work.right
    first: cython.Py_ssize_t = low
    last: cython.Py_ssize_t = high
    row: cython.Py_ssize_t
    count: cython.Py_ssize_t
    rows: cython.Py_ssize_t = 0
    room: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(first, last):
            if state[row] == DONE:
                count = end[line[row]] - (end[line[row] - 1] if line[row] > 0 else 0)
                rows += count
                room += count * (left[row - first] + inserted[row - first] + right[row - first] + 1)
    return rows, max(room - 1, 0)


def _write(
    alleles: Alleles,
    records: Records,
    identifiers: Identifiers,
    low: int,
    high: int,
    tile: Tile,
    work: _Work,
    laid: Laid,
) -> None:
    """Write the alleles of rows that are DONE."""
    letters: cython.const[cython.uchar][::1] = alleles.letters
    bases: cython.const[cython.uchar][::1] = tile.bases
    state: cython.uchar[::1] = alleles.state
    line: cython.int[::1] = records.line
    named_end: cython.int[::1] = identifiers.end
    named_first: cython.longlong[::1] = identifiers.first
    named_second: cython.int[::1] = identifiers.second
    trimmed: cython.int[::1] = work.start
    deleted: cython.int[::1] = work.deleted
    inserted: cython.int[::1] = work.inserted
    inserted_at: cython.longlong[::1] = work.inserted_at
    left: cython.int[::1] = work.left
    right: cython.int[::1] = work.right
    start: cython.int[::1] = laid.start
    end: cython.int[::1] = laid.end
    one: cython.longlong[::1] = laid.first
    two: cython.int[::1] = laid.second
    out: cython.uchar[::1] = laid.text
    first: cython.Py_ssize_t = low
    last: cython.Py_ssize_t = high
    offset: cython.Py_ssize_t = tile.offset
    row: cython.Py_ssize_t
    index: cython.Py_ssize_t
    named: cython.Py_ssize_t
    used: cython.Py_ssize_t = 0
    at: cython.Py_ssize_t = 0
    place: cython.Py_ssize_t
    with cython.nogil:
        for row in range(first, last):
            if state[row] != DONE:
                continue
            index = row - first
            for named in range(named_end[line[row] - 1] if line[row] > 0 else 0, named_end[line[row]]):
                place = trimmed[index]
                start[used] = offset + place - left[index]
                end[used] = offset + place + deleted[index] + right[index]
                one[used], two[used] = named_first[named], named_second[named]
                if used > 0:
                    out[at] = 44
                    at += 1
                at = copy(bases, place - left[index], place, out, at)
                at = copy(letters, inserted_at[index], inserted_at[index] + inserted[index], out, at)
                place += deleted[index]
                at = copy(bases, place, place + right[index], out, at)
                used += 1
