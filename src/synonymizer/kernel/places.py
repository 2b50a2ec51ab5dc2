# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Alleles of either assembly brought onto GRCh38: checked, trimmed, slid as far as their bases allow, and classified.

This is `edits` in columns, by the same sources. It covers what stays, with all places that it slides to and `MARGIN`
beside them, in one segment: there every sequence has the same bases, so that an edit slides equally far on each, and
what it is called on one it is called on all.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import (
    DEL,
    DELINS,
    DONE,
    DUP,
    INS,
    INV,
    LONGEST,
    MARGIN,
    MISMATCH,
    NEAR_DIFFERENCE,
    NOT_COVERED,
    NOT_HELD,
    SUB,
    TOO_LONG,
    make_places,
    numbers,
)

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.bases import complement, is_base
else:
    from synonymizer.kernel.bases import complement, is_base

if TYPE_CHECKING:
    from synonymizer.kernel.tables import Alleles, Ground, Places


def assign_regions(alleles: Alleles, ground: Ground) -> array[int]:
    """Return the row of `Regions` that holds each allele of either assembly: -1 where none does."""
    regions = ground.regions
    found = array("i", [-1]) * len(alleles)
    by_start = array("i", range(len(regions.start)))
    _assign(alleles, by_start, regions.contig, regions.start, regions.end, found)
    _assign(alleles, regions.by_other, regions.other_contig, regions.other_start, regions.other_end, found)
    return found


def place(alleles: Alleles, regions: array[int], ground: Ground) -> Places:
    """Return alleles on GRCh38, trimmed, with how far they slide and what they are called.

    Args:
        alleles: edits of contigs of either assembly.
        regions: the region of each, as `assign_regions` gives it; it must have been loaded.
        ground: the reference data.
    """
    places = make_places(alleles)
    places.region = regions
    work = _Work(*(numbers(len(alleles)) for _ in range(3)))
    _locate(alleles, ground, places, work)
    _check(alleles, ground, places, work)
    _trim(alleles, ground, places, work)
    _slide(alleles, ground, places, work)
    _classify(alleles, ground, places, work)
    _write_letters(alleles, places, work)
    return places


@dataclass(slots=True)
class _Work:
    """What the passes over the rows hand on, besides the table of places.

    The segment that holds each edit; where in `Ground.bases` its place is; and where in the letters of the alleles its
    inserted bases begin.
    """

    segment: array[int]
    bases_at: array[int]
    letters_at: array[int]


def _assign(
    alleles: Alleles,
    region_order: array[int],
    region_contigs: array[int],
    region_starts: array[int],
    region_ends: array[int],
    regions: array[int],
) -> None:
    """Find the regions of one assembly for alleles that have none yet; neighbours tend to lie in the same one."""
    state: cython.uchar[::1] = alleles.state
    contig: cython.int[::1] = alleles.contig
    start: cython.longlong[::1] = alleles.start
    end: cython.longlong[::1] = alleles.end
    order: cython.int[::1] = region_order
    contigs: cython.int[::1] = region_contigs
    starts: cython.longlong[::1] = region_starts
    ends: cython.longlong[::1] = region_ends
    found: cython.int[::1] = regions
    row: cython.Py_ssize_t
    region: cython.int
    last: cython.Py_ssize_t = -1
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or found[row] >= 0:
                continue
            if not _is_last(order, contigs, starts, last, contig[row], start[row]):
                last = _find_last(order, contigs, starts, contig[row], start[row])
            if last < 0:
                continue
            region = order[last]
            if contigs[region] == contig[row] and end[row] <= ends[region]:
                found[row] = region


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _begins_by(
    contigs: cython.int[::1],
    starts: cython.longlong[::1],
    region: cython.int,
    contig: cython.int,
    place: cython.longlong,
) -> cython.bint:
    """Whether a region begins at or before a place, in the order of contigs."""
    return contigs[region] < contig or (contigs[region] == contig and starts[region] <= place)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_last(
    order: cython.int[::1],
    contigs: cython.int[::1],
    starts: cython.longlong[::1],
    index: cython.Py_ssize_t,
    contig: cython.int,
    place: cython.longlong,
) -> cython.bint:
    """Whether the region at an index of the order is the last that begins at or before a place."""
    if index < 0 or not _begins_by(contigs, starts, order[index], contig, place):
        return False
    return index + 1 == len(order) or not _begins_by(contigs, starts, order[index + 1], contig, place)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_last(
    order: cython.int[::1],
    contigs: cython.int[::1],
    starts: cython.longlong[::1],
    contig: cython.int,
    place: cython.longlong,
) -> cython.Py_ssize_t:
    """Return the index of the last region that begins at or before a place, -1 when there is none."""
    low: cython.Py_ssize_t = 0
    high: cython.Py_ssize_t = len(order)
    middle: cython.Py_ssize_t
    while low < high:
        middle = (low + high) >> 1
        if _begins_by(contigs, starts, order[middle], contig, place):
            low = middle + 1
        else:
            high = middle
    return low - 1


def _locate(alleles: Alleles, ground: Ground, places: Places, work: _Work) -> None:
    """Bring each edit as stated onto GRCh38, and find the segment that holds it whole."""
    regions, held = ground.regions, ground.segments
    contig: cython.int[::1] = alleles.contig
    stated_start: cython.longlong[::1] = alleles.start
    stated_end: cython.longlong[::1] = alleles.end
    stated_inserted: cython.int[::1] = alleles.inserted_count
    region: cython.int[::1] = places.region
    start: cython.longlong[::1] = places.start
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    shift: cython.longlong[::1] = places.shift
    way: cython.int[::1] = places.way
    state: cython.uchar[::1] = places.state
    segment: cython.longlong[::1] = work.segment
    region_contig: cython.int[::1] = regions.contig
    segment_at: cython.int[::1] = regions.segment_at
    segment_count: cython.int[::1] = regions.segment_count
    bases_from: cython.longlong[::1] = work.bases_at
    region_start: cython.longlong[::1] = regions.start
    region_bases: cython.longlong[::1] = regions.bases_at
    segment_start: cython.longlong[::1] = held.start
    segment_end: cython.longlong[::1] = held.end
    segment_shift: cython.longlong[::1] = held.shift
    segment_way: cython.int[::1] = held.way
    row: cython.Py_ssize_t
    found: cython.Py_ssize_t
    low: cython.Py_ssize_t
    first: cython.longlong
    is_other: cython.bint
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            if region[row] < 0:
                state[row] = NOT_HELD
                continue
            if stated_end[row] - stated_start[row] > LONGEST or stated_inserted[row] > LONGEST:
                state[row] = TOO_LONG
                continue
            is_other = region_contig[region[row]] != contig[row]
            low = segment_at[region[row]]
            found = _find_segment(
                segment_start, segment_shift, low, low + segment_count[region[row]], stated_start[row], is_other
            )
            if found < low or (is_other and segment_way[found] != 1):
                state[row] = NEAR_DIFFERENCE
                continue
            first = stated_start[row] - (segment_shift[found] if is_other else 0)
            deleted[row] = stated_end[row] - stated_start[row]
            if first + deleted[row] > segment_end[found]:
                state[row] = NEAR_DIFFERENCE
                continue
            start[row] = first
            bases_from[row] = region_bases[region[row]] + first - region_start[region[row]]
            inserted[row] = stated_inserted[row]
            shift[row] = segment_shift[found]
            way[row] = segment_way[found]
            segment[row] = found


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_segment(
    starts: cython.longlong[::1],
    shifts: cython.longlong[::1],
    low: cython.Py_ssize_t,
    high: cython.Py_ssize_t,
    place: cython.longlong,
    is_other: cython.bint,
) -> cython.Py_ssize_t:
    """Return the last of the segments [low, high) that begins at or before a place of GRCh38, or of the other assembly.

    On the other assembly only segments of the same strand are looked for, whose order is mostly that of GRCh38.

    Returns:
        Its index; one before the first when there is none.
    """
    middle: cython.Py_ssize_t
    while low < high:
        middle = (low + high) >> 1
        if starts[middle] + (shifts[middle] if is_other else 0) <= place:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _check(alleles: Alleles, ground: Ground, places: Places, work: _Work) -> None:
    """Mark rows whose stated bases are not those of the reference, or that have letters the kernel does not know."""
    letters: cython.const[cython.uchar][::1] = alleles.letters
    deleted_at: cython.longlong[::1] = alleles.deleted_at
    inserted_at: cython.longlong[::1] = alleles.inserted_at
    bases: cython.const[cython.uchar][::1] = ground.bases
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    state: cython.uchar[::1] = places.state
    bases_from: cython.longlong[::1] = work.bases_at
    row: cython.Py_ssize_t
    at: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            at = bases_from[row]
            if deleted_at[row] >= 0 and _count_shared(bases, at, letters, deleted_at[row], deleted[row]) < deleted[row]:
                state[row] = MISMATCH
            elif not _are_bases(bases, at, deleted[row]) or not _are_bases(letters, inserted_at[row], inserted[row]):
                state[row] = NOT_COVERED


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _count_shared(
    first: cython.const[cython.uchar][::1],
    first_at: cython.longlong,
    second: cython.const[cython.uchar][::1],
    second_at: cython.longlong,
    most: cython.longlong,
) -> cython.longlong:
    """Count the letters, at most so many, that two texts share from a place of each on."""
    shared: cython.longlong = 0
    while shared < most and first[first_at + shared] == second[second_at + shared]:
        shared += 1
    return shared


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _are_bases(letters: cython.const[cython.uchar][::1], at: cython.longlong, count: cython.longlong) -> cython.bint:
    """Whether letters are A, C, G or T."""
    index: cython.longlong
    for index in range(at, at + count):
        if not is_base(letters[index]):
            return False
    return True


def _trim(alleles: Alleles, ground: Ground, places: Places, work: _Work) -> None:
    """Drop the bases that both sides share, from the front and then from the back."""
    letters: cython.const[cython.uchar][::1] = alleles.letters
    inserted_at: cython.longlong[::1] = alleles.inserted_at
    bases: cython.const[cython.uchar][::1] = ground.bases
    start: cython.longlong[::1] = places.start
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    state: cython.uchar[::1] = places.state
    inserted_from: cython.longlong[::1] = work.letters_at
    bases_from: cython.longlong[::1] = work.bases_at
    row: cython.Py_ssize_t
    at: cython.longlong
    shared: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            at = bases_from[row]
            shared = _count_shared(bases, at, letters, inserted_at[row], min(deleted[row], inserted[row]))
            if shared == deleted[row] and shared == inserted[row]:
                state[row] = NOT_COVERED
                continue
            start[row] += shared
            bases_from[row] += shared
            deleted[row] -= shared
            inserted[row] -= shared
            inserted_from[row] = inserted_at[row] + shared
            at += shared - 1
            while (
                deleted[row] > 0
                and inserted[row] > 0
                and bases[at + deleted[row]] == letters[inserted_from[row] + inserted[row] - 1]
            ):
                deleted[row] -= 1
                inserted[row] -= 1


def _slide(alleles: Alleles, ground: Ground, places: Places, work: _Work) -> None:
    """Find how far each pure insertion or deletion moves without changing the resulting bases, inside its segment."""
    letters: cython.const[cython.uchar][::1] = alleles.letters
    bases: cython.const[cython.uchar][::1] = ground.bases
    start: cython.longlong[::1] = places.start
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    left: cython.int[::1] = places.left
    right: cython.int[::1] = places.right
    state: cython.uchar[::1] = places.state
    segment: cython.longlong[::1] = work.segment
    inserted_from: cython.longlong[::1] = work.letters_at
    segment_start: cython.longlong[::1] = ground.segments.start
    segment_end: cython.longlong[::1] = ground.segments.end
    bases_from: cython.longlong[::1] = work.bases_at
    row: cython.Py_ssize_t
    at: cython.longlong
    before: cython.longlong
    behind: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            at = bases_from[row]
            before = start[row] - segment_start[segment[row]]
            behind = segment_end[segment[row]] - start[row] - deleted[row]
            if inserted[row] == 0:
                left[row] = _reach_left(bases, at, before, bases, at, deleted[row])
                right[row] = _reach_right(bases, at + deleted[row], behind, bases, at, deleted[row])
            elif deleted[row] == 0:
                left[row] = _reach_left(bases, at, before, letters, inserted_from[row], inserted[row])
                right[row] = _reach_right(bases, at, behind, letters, inserted_from[row], inserted[row])
            if left[row] + right[row] + max(deleted[row], inserted[row]) > LONGEST:
                state[row] = TOO_LONG
            elif before - left[row] < MARGIN or behind - right[row] < MARGIN:
                state[row] = NEAR_DIFFERENCE


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _reach_right(
    bases: cython.const[cython.uchar][::1],
    at: cython.longlong,
    most: cython.longlong,
    unit: cython.const[cython.uchar][::1],
    unit_at: cython.longlong,
    count: cython.longlong,
) -> cython.longlong:
    """Count the bases from a place on, at most so many, that go on with a unit; one more than LONGEST is enough."""
    reached: cython.longlong = 0
    while reached < most and reached <= LONGEST and bases[at + reached] == unit[unit_at + reached % count]:
        reached += 1
    return reached


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _reach_left(
    bases: cython.const[cython.uchar][::1],
    at: cython.longlong,
    most: cython.longlong,
    unit: cython.const[cython.uchar][::1],
    unit_at: cython.longlong,
    count: cython.longlong,
) -> cython.longlong:
    """Count the bases before a place, at most so many, that lead up to a unit; one more than LONGEST is enough."""
    reached: cython.longlong = 0
    last: cython.longlong = unit_at + count - 1
    while reached < most and reached <= LONGEST and bases[at - 1 - reached] == unit[last - reached % count]:
        reached += 1
    return reached


def _classify(alleles: Alleles, ground: Ground, places: Places, work: _Work) -> None:
    """Say what each edit is called where it lies 3'-most, which is the same on both strands.

    An insertion repeats the bases before it there when it could go back over all of them: it then moves by its length.
    """
    letters: cython.const[cython.uchar][::1] = alleles.letters
    bases: cython.const[cython.uchar][::1] = ground.bases
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    left: cython.int[::1] = places.left
    right: cython.int[::1] = places.right
    kind: cython.uchar[::1] = places.kind
    state: cython.uchar[::1] = places.state
    inserted_from: cython.longlong[::1] = work.letters_at
    bases_from: cython.longlong[::1] = work.bases_at
    row: cython.Py_ssize_t
    is_turned: cython.bint
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            if inserted[row] == 0:
                kind[row] = DEL
            elif deleted[row] == 0:
                kind[row] = DUP if left[row] + right[row] >= inserted[row] else INS
            elif deleted[row] != inserted[row]:
                kind[row] = DELINS
            elif deleted[row] == 1:
                kind[row] = SUB
            else:
                is_turned = _is_turned(bases, bases_from[row], letters, inserted_from[row], inserted[row])
                kind[row] = INV if is_turned else DELINS


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_turned(
    bases: cython.const[cython.uchar][::1],
    at: cython.longlong,
    letters: cython.const[cython.uchar][::1],
    letters_at: cython.longlong,
    count: cython.longlong,
) -> cython.bint:
    """Whether letters are bases as the other strand has them."""
    index: cython.longlong
    for index in range(count):
        if letters[letters_at + index] != complement(bases[at + count - 1 - index]):
            return False
    return True


def _write_letters(alleles: Alleles, places: Places, work: _Work) -> None:
    """Write the inserted bases as they stand rightmost, and as the other strand has them leftmost."""
    stated: cython.const[cython.uchar][::1] = alleles.letters
    inserted: cython.int[::1] = places.inserted
    left: cython.int[::1] = places.left
    right: cython.int[::1] = places.right
    letters: cython.uchar[::1] = places.letters
    forward_at: cython.longlong[::1] = places.forward_at
    reverse_at: cython.longlong[::1] = places.reverse_at
    state: cython.uchar[::1] = places.state
    inserted_from: cython.longlong[::1] = work.letters_at
    row: cython.Py_ssize_t
    index: cython.longlong
    count: cython.longlong
    used: cython.longlong = 0
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            count = inserted[row]
            forward_at[row] = used
            reverse_at[row] = used + count
            for index in range(count):
                letters[used + index] = stated[inserted_from[row] + (index + right[row]) % count]
                # at the leftmost place the unit has turned back by `left`; the strand reads it from its end
                letters[used + 2 * count - 1 - index] = complement(
                    stated[inserted_from[row] + (index + count - left[row] % count) % count]
                )
            used += 2 * count
