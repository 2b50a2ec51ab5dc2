# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Names → Alleles: where a name lies on its contig, the bases that it copies or inverts, and what is said of it.

This is `placing`, `Frame.find` and the part of `review` that concerns the text, in columns. What does not fit the
reference is left to the pipeline, which says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.kernel.tables import (
    CHROMOSOME,
    CODING,
    COLONS,
    COORDINATES,
    DONE,
    DUP,
    EXONS,
    GENOMIC,
    INS,
    INV,
    LONGEST,
    MARGIN,
    MESSAGE,
    MESSAGE_ON_CONTIG,
    MISMATCH,
    NEAR_DIFFERENCE,
    NONCODING,
    SEQUENCE,
    SUB,
    TOO_LONG,
    UNREAD,
    make_alleles,
)

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.bases import complement
    from cython.cimports.synonymizer.kernel.search import find_last
else:
    from synonymizer.kernel.bases import complement
    from synonymizer.kernel.search import find_last

if TYPE_CHECKING:
    from array import array

    from synonymizer.kernel.tables import Alleles, Ground, Hits, Names, Places

RESTATED, DESCRIBED, INTRONIC = 1, 2, 4
"""What is said of a name (`note`), as bits: W1002, W1004, W2004."""

NOWHERE = 1 << 62
"""Stands for a place that a transcript does not have."""


def place_names(names: Names, ground: Ground) -> Alleles:
    """Return names as alleles of their contigs; the new bases of duplications and inversions are yet to be copied.

    What a label names must have been looked up, so that its transcript is in the ground.
    """
    alleles = make_alleles(len(names))
    alleles.state[:] = names.state
    is_turned = bytearray(len(names))
    _lay_on_contigs(names, alleles)
    _lay_on_transcripts(names, ground, alleles, is_turned)
    alleles.letters = bytearray(_measure(names, alleles))
    _write_letters(names, alleles, is_turned)
    return alleles


def copy_bases(names: Names, alleles: Alleles, regions: array[int], ground: Ground) -> None:
    """Write the new bases of duplications and inversions, and mark rows that state other bases than they copy.

    Args:
        names: the names.
        alleles: what `place_names` made of them.
        regions: the region of each, which must have been loaded.
        ground: the reference data.
    """
    views: _Views = _Views(ground)
    text: cython.const[cython.uchar][::1] = names.letters
    kind: cython.uchar[::1] = names.kind
    stated_at: cython.longlong[::1] = names.deleted_at
    region: cython.int[::1] = regions
    letters: cython.uchar[::1] = alleles.letters
    contig: cython.int[::1] = alleles.contig
    end: cython.longlong[::1] = alleles.end
    at: cython.longlong[::1] = alleles.inserted_at
    count: cython.int[::1] = alleles.inserted_count
    own: cython.int[::1] = alleles.own
    strand: cython.int[::1] = ground.transcripts.strand
    state: cython.uchar[::1] = alleles.state
    row: cython.Py_ssize_t
    base: cython.longlong
    is_turned: cython.bint
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or region[row] < 0 or (kind[row] != DUP and kind[row] != INV):
                continue
            base = _find_base(views, region[row], contig[row], end[row] - count[row], end[row])
            if base < 0:
                state[row] = NEAR_DIFFERENCE
                continue
            _copy(views.bases, base, count[row], letters, at[row], kind[row] == INV)
            is_turned = own[row] >= 0 and strand[own[row]] < 0
            if kind[row] == INV or stated_at[row] < 0:
                continue
            if not _is_stated(text, stated_at[row], letters, at[row], count[row], is_turned):
                state[row] = MISMATCH


def note(names: Names, places: Places, hits: Hits, ground: Ground) -> bytearray:
    """Return what is to be said of each name that is covered, as bits: 1 for W1002, 2 for W1004, 4 for W2004."""
    notes = bytearray(len(names))
    _note_words(names, places, notes)
    _note_places(names, places, ground, notes)
    _note_messages(names, places, hits, ground, notes)
    return notes


# ---------------------------------------------------------------- on contigs


def _lay_on_contigs(names: Names, alleles: Alleles) -> None:
    """Place g. names and coordinates."""
    form: cython.uchar[::1] = names.form
    label_kind: cython.uchar[::1] = names.label_kind
    target: cython.int[::1] = names.target
    kind: cython.uchar[::1] = names.kind
    first: cython.longlong[::1] = names.first
    last: cython.longlong[::1] = names.last
    deleted_at: cython.longlong[::1] = names.deleted_at
    deleted_count: cython.longlong[::1] = names.deleted_count
    inserted_count: cython.longlong[::1] = names.inserted_count
    contig: cython.int[::1] = alleles.contig
    start: cython.longlong[::1] = alleles.start
    end: cython.longlong[::1] = alleles.end
    state: cython.uchar[::1] = alleles.state
    row: cython.Py_ssize_t
    is_spdi: cython.bint
    has_both: cython.bint
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or form[row] == CODING or form[row] == NONCODING:
                continue
            contig[row] = target[row]
            is_spdi = form[row] == COLONS and label_kind[row] == SEQUENCE
            if form[row] == GENOMIC:
                start[row] = last[row] if kind[row] == INS else first[row]
                end[row] = last[row] if kind[row] == INS else last[row] + 1
            else:
                start[row] = first[row] if is_spdi else first[row] - 1
                end[row] = start[row] + deleted_count[row]
            has_both = is_spdi or form[row] == GENOMIC or (deleted_at[row] >= 0 and inserted_count[row] > 0)
            if not _is_on_contig(form[row], label_kind[row]) or not has_both or start[row] < 0:
                state[row] = UNREAD


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_on_contig(form: cython.uchar, label_kind: cython.uchar) -> cython.bint:
    """Whether a name of a form may count on what its label names."""
    return label_kind == SEQUENCE or (label_kind == CHROMOSOME and form != GENOMIC)


# ---------------------------------------------------------------- on transcripts


@cython.cclass
class _Lines:
    """Transcripts with their exons on oriented lines, and where they differ from their contigs."""

    strand: cython.int[::1]
    contig: cython.int[::1]
    cds_start: cython.longlong[::1]
    cds_end: cython.longlong[::1]
    exon_at: cython.longlong[::1]
    exon_count: cython.int[::1]
    start: cython.longlong[::1]
    end: cython.longlong[::1]
    first: cython.longlong[::1]
    number: cython.int[::1]
    difference_at: cython.longlong[::1]
    difference_count: cython.int[::1]
    difference_start: cython.longlong[::1]
    difference_end: cython.longlong[::1]

    def __init__(self, ground: Ground) -> None:
        transcripts = ground.transcripts
        self.strand = transcripts.strand
        self.contig = transcripts.contig
        self.cds_start = transcripts.cds_start
        self.cds_end = transcripts.cds_end
        self.exon_at = transcripts.exon_at
        self.exon_count = transcripts.exon_count
        self.start = ground.exons.start
        self.end = ground.exons.end
        self.first = ground.exons.first
        self.number = ground.exons.number
        self.difference_at = transcripts.difference_at
        self.difference_count = transcripts.difference_count
        self.difference_start = ground.differences.start
        self.difference_end = ground.differences.end


def _lay_on_transcripts(names: Names, ground: Ground, alleles: Alleles, turned: bytearray) -> None:
    """Place c. and n. names, and say which have their bases on the other strand."""
    lines: _Lines = _Lines(ground)
    form: cython.uchar[::1] = names.form
    label_kind: cython.uchar[::1] = names.label_kind
    target: cython.int[::1] = names.target
    kind: cython.uchar[::1] = names.kind
    first: cython.longlong[::1] = names.first
    first_offset: cython.longlong[::1] = names.first_offset
    first_zone: cython.uchar[::1] = names.first_zone
    last: cython.longlong[::1] = names.last
    last_offset: cython.longlong[::1] = names.last_offset
    last_zone: cython.uchar[::1] = names.last_zone
    contig: cython.int[::1] = alleles.contig
    start: cython.longlong[::1] = alleles.start
    end: cython.longlong[::1] = alleles.end
    own: cython.int[::1] = alleles.own
    state: cython.uchar[::1] = alleles.state
    is_turned: cython.uchar[::1] = turned
    row: cython.Py_ssize_t
    carrier: cython.int
    is_in_intron: cython.bint
    low: cython.longlong
    high: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or (form[row] != CODING and form[row] != NONCODING):
                continue
            carrier = target[row]
            is_in_intron = first_offset[row] != 0 or last_offset[row] != 0
            if not _is_counted(lines, form[row], label_kind[row], carrier) or (
                is_in_intron and label_kind[row] == EXONS
            ):
                state[row] = UNREAD
                continue
            low = _find(lines, carrier, _unnumber(lines, carrier, first_zone[row], first[row]), first_offset[row])
            high = _find(lines, carrier, _unnumber(lines, carrier, last_zone[row], last[row]), last_offset[row])
            if low == NOWHERE or high == NOWHERE or high < low or (kind[row] == INS and high != low + 1):
                state[row] = UNREAD
                continue
            low = high if kind[row] == INS else low
            high = high if kind[row] == INS else high + 1
            contig[row] = lines.contig[carrier]
            own[row] = carrier
            is_turned[row] = lines.strand[carrier] < 0
            start[row] = -high if is_turned[row] else low
            end[row] = -low if is_turned[row] else high
            if _differs(lines, carrier, start[row] - MARGIN, end[row] + MARGIN):
                state[row] = NEAR_DIFFERENCE


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_counted(lines: _Lines, form: cython.uchar, label_kind: cython.uchar, carrier: cython.int) -> cython.bint:
    """Whether a label names a transcript that counts as a c. or n. name does: c. if it codes, n. if it does not."""
    if label_kind != MESSAGE and label_kind != MESSAGE_ON_CONTIG and label_kind != EXONS:
        return False
    return (lines.cds_start[carrier] >= 0) == (form == CODING)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _unnumber(lines: _Lines, carrier: cython.int, zone: cython.uchar, number: cython.longlong) -> cython.longlong:
    """Return the transcript base that a position names (`mapping.unnumber`)."""
    if lines.cds_start[carrier] < 0:
        return number
    return number + (lines.cds_end[carrier] if zone else lines.cds_start[carrier])


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find(lines: _Lines, carrier: cython.int, base: cython.longlong, offset: cython.longlong) -> cython.longlong:
    """Return the oriented place of a transcript base and an intron offset (`Frame.find`), NOWHERE where there is none.

    Bases that the contig lacks have no place, nor have introns beside them.
    """
    low: cython.Py_ssize_t = lines.exon_at[carrier]
    high: cython.Py_ssize_t = low + lines.exon_count[carrier]
    exon: cython.Py_ssize_t = find_last(lines.first, low, high, base)
    if exon < low or base - lines.first[exon] >= lines.end[exon] - lines.start[exon]:
        return NOWHERE
    place: cython.longlong = lines.start[exon] + base - lines.first[exon]
    if offset == 0:
        return place
    before: cython.Py_ssize_t = exon if offset > 0 else exon - 1
    if before < low or before + 1 == high or lines.number[before] == lines.number[before + 1]:
        return NOWHERE
    intron: cython.longlong = lines.start[before + 1] - lines.end[before]
    if lines.first[before] + lines.end[before] - lines.start[before] != lines.first[before + 1]:
        return NOWHERE
    if offset > 0:
        return place + offset if place == lines.end[exon] - 1 and offset <= intron else NOWHERE
    return place + offset if place == lines.start[exon] and -offset <= intron else NOWHERE


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _differs(lines: _Lines, carrier: cython.int, low: cython.longlong, high: cython.longlong) -> cython.bint:
    """Whether a transcript differs from its contig between two places."""
    at: cython.Py_ssize_t = lines.difference_at[carrier]
    if lines.difference_count[carrier] == 0:
        return False
    last: cython.Py_ssize_t = find_last(lines.difference_start, at, at + lines.difference_count[carrier], high)
    return last >= at and lines.difference_end[last] >= low


# ---------------------------------------------------------------- letters


def _measure(names: Names, alleles: Alleles) -> int:
    """Count the bases of each allele, say where they are to stand, and return how many there are.

    A copied stretch is inserted behind itself. A stated number of bases must be that of the positions.
    """
    kind: cython.uchar[::1] = names.kind
    stated_at: cython.longlong[::1] = names.deleted_at
    stated_count: cython.longlong[::1] = names.deleted_count
    new_count: cython.longlong[::1] = names.inserted_count
    start: cython.longlong[::1] = alleles.start
    end: cython.longlong[::1] = alleles.end
    deleted_at: cython.longlong[::1] = alleles.deleted_at
    inserted_at: cython.longlong[::1] = alleles.inserted_at
    inserted_count: cython.int[::1] = alleles.inserted_count
    state: cython.uchar[::1] = alleles.state
    row: cython.Py_ssize_t
    size: cython.longlong
    count: cython.longlong
    used: cython.longlong = 0
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            size = end[row] - start[row]
            count = size if kind[row] == DUP or kind[row] == INV else new_count[row]
            if stated_count[row] > 0 and stated_count[row] != size:
                state[row] = MISMATCH
            elif size > LONGEST or count > LONGEST:
                state[row] = TOO_LONG
            if state[row] != DONE:
                continue
            if kind[row] == DUP:
                start[row] = end[row]
            deleted_at[row] = -1
            if kind[row] != DUP and stated_at[row] >= 0:
                deleted_at[row] = used
                used += size
            inserted_at[row] = used
            inserted_count[row] = count
            used += count
    return used


def _write_letters(names: Names, alleles: Alleles, turned: bytearray) -> None:
    """Write the stated bases of each allele as they are on the contig."""
    text: cython.const[cython.uchar][::1] = names.letters
    stated_at: cython.longlong[::1] = names.deleted_at
    new_at: cython.longlong[::1] = names.inserted_at
    new_count: cython.longlong[::1] = names.inserted_count
    letters: cython.uchar[::1] = alleles.letters
    start: cython.longlong[::1] = alleles.start
    end: cython.longlong[::1] = alleles.end
    deleted_at: cython.longlong[::1] = alleles.deleted_at
    inserted_at: cython.longlong[::1] = alleles.inserted_at
    is_turned: cython.uchar[::1] = turned
    state: cython.uchar[::1] = alleles.state
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            if deleted_at[row] >= 0:
                _copy(text, stated_at[row], end[row] - start[row], letters, deleted_at[row], is_turned[row])
            _copy(text, new_at[row], new_count[row], letters, inserted_at[row], is_turned[row])


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _copy(
    source: cython.const[cython.uchar][::1],
    start: cython.longlong,
    count: cython.longlong,
    letters: cython.uchar[::1],
    at: cython.longlong,
    is_turned: cython.bint,
) -> cython.void:
    """Copy bases, or those of the other strand."""
    index: cython.longlong
    for index in range(count):
        letters[at + index] = complement(source[start + count - 1 - index]) if is_turned else source[start + index]


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_stated(
    text: cython.const[cython.uchar][::1],
    stated_at: cython.longlong,
    letters: cython.const[cython.uchar][::1],
    at: cython.longlong,
    count: cython.longlong,
    is_turned: cython.bint,
) -> cython.bint:
    """Whether bases of the contig are those that a text states, maybe of the other strand."""
    index: cython.longlong
    letter: cython.uchar
    for index in range(count):
        letter = complement(letters[at + count - 1 - index]) if is_turned else letters[at + index]
        if text[stated_at + index] != letter:
            return False
    return True


@cython.cclass
class _Views:
    """Regions, their segments and their bases."""

    bases: cython.const[cython.uchar][::1]
    contig: cython.int[::1]
    start: cython.longlong[::1]
    end: cython.longlong[::1]
    bases_at: cython.longlong[::1]
    segment_at: cython.int[::1]
    segment_count: cython.int[::1]
    segment_start: cython.longlong[::1]
    segment_end: cython.longlong[::1]
    segment_shift: cython.longlong[::1]
    segment_way: cython.int[::1]

    def __init__(self, ground: Ground) -> None:
        self.bases = ground.bases
        self.contig = ground.regions.contig
        self.start = ground.regions.start
        self.end = ground.regions.end
        self.bases_at = ground.regions.bases_at
        self.segment_at = ground.regions.segment_at
        self.segment_count = ground.regions.segment_count
        self.segment_start = ground.segments.start
        self.segment_end = ground.segments.end
        self.segment_shift = ground.segments.shift
        self.segment_way = ground.segments.way


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_base(
    views: _Views, region: cython.int, contig: cython.int, start: cython.longlong, end: cython.longlong
) -> cython.longlong:
    """Return where in `Ground.bases` a stretch of a contig of either assembly begins, -1 where it is not held whole."""
    index: cython.Py_ssize_t
    segment: cython.Py_ssize_t = -1
    if views.contig[region] != contig:
        for index in range(views.segment_at[region], views.segment_at[region] + views.segment_count[region]):
            if views.segment_way[index] == 1 and views.segment_start[index] + views.segment_shift[index] <= start:
                segment = index
        if segment < 0 or end > views.segment_end[segment] + views.segment_shift[segment]:
            return -1
        start -= views.segment_shift[segment]
        end -= views.segment_shift[segment]
    if start < views.start[region] or end > views.end[region]:
        return -1
    return views.bases_at[region] + start - views.start[region]


# ---------------------------------------------------------------- what is said of a name


def _note_words(names: Names, places: Places, notes: bytearray) -> None:
    """Note bases beyond need, and introns that are counted on a transcript alone."""
    form: cython.uchar[::1] = names.form
    label_kind: cython.uchar[::1] = names.label_kind
    kind: cython.uchar[::1] = names.kind
    first_offset: cython.longlong[::1] = names.first_offset
    last_offset: cython.longlong[::1] = names.last_offset
    stated_count: cython.longlong[::1] = names.deleted_count
    state: cython.uchar[::1] = places.state
    bits: cython.uchar[::1] = notes
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or form[row] == COORDINATES or form[row] == COLONS:
                continue
            if kind[row] != SUB and stated_count[row] > 0:
                bits[row] |= RESTATED
            if label_kind[row] == MESSAGE and (first_offset[row] != 0 or last_offset[row] != 0):
                bits[row] |= INTRONIC


def _note_places(names: Names, places: Places, ground: Ground, notes: bytearray) -> None:
    """Note g. names that are not the nomenclature's, which takes the 3'-most place and the first kind that applies."""
    form: cython.uchar[::1] = names.form
    stated: cython.uchar[::1] = names.kind
    target: cython.int[::1] = names.target
    stated_first: cython.longlong[::1] = names.first
    stated_last: cython.longlong[::1] = names.last
    region: cython.int[::1] = places.region
    contig: cython.int[::1] = ground.regions.contig
    shift: cython.longlong[::1] = places.shift
    start: cython.longlong[::1] = places.start
    right: cython.int[::1] = places.right
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    kind: cython.uchar[::1] = places.kind
    state: cython.uchar[::1] = places.state
    bits: cython.uchar[::1] = notes
    row: cython.Py_ssize_t
    first: cython.longlong
    last: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or form[row] != GENOMIC:
                continue
            first = start[row] + right[row] + (0 if contig[region[row]] == target[row] else shift[row])
            last = first + deleted[row] - 1
            if kind[row] == DUP:
                last = first - 1
                first -= inserted[row]
            elif kind[row] == INS:
                last = first
                first -= 1
            if stated[row] != kind[row] or stated_first[row] != first or stated_last[row] != last:
                bits[row] |= DESCRIBED


def _note_messages(names: Names, places: Places, hits: Hits, ground: Ground, notes: bytearray) -> None:
    """Note c. and n. names that are not the nomenclature's on their own transcript, which is the first of their row."""
    lines: _Lines = _Lines(ground)
    form: cython.uchar[::1] = names.form
    carrier: cython.int[::1] = names.target
    stated: cython.uchar[::1] = names.kind
    stated_first: cython.longlong[::1] = names.first
    stated_first_offset: cython.longlong[::1] = names.first_offset
    stated_first_zone: cython.uchar[::1] = names.first_zone
    stated_last: cython.longlong[::1] = names.last
    stated_last_offset: cython.longlong[::1] = names.last_offset
    stated_last_zone: cython.uchar[::1] = names.last_zone
    kind: cython.uchar[::1] = places.kind
    state: cython.uchar[::1] = places.state
    row_end: cython.longlong[::1] = hits.row_end
    first: cython.longlong[::1] = hits.first
    first_offset: cython.longlong[::1] = hits.first_offset
    last: cython.longlong[::1] = hits.last
    last_offset: cython.longlong[::1] = hits.last_offset
    bits: cython.uchar[::1] = notes
    row: cython.Py_ssize_t
    hit: cython.longlong
    is_same: cython.bint
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE or (form[row] != CODING and form[row] != NONCODING):
                continue
            hit = row_end[row - 1] if row > 0 else 0
            is_same = stated[row] == kind[row]
            is_same = is_same and stated_first_offset[row] == first_offset[hit]
            is_same = is_same and stated_last_offset[row] == last_offset[hit]
            is_same = is_same and _is_number_of(
                lines, carrier[row], stated_first_zone[row], stated_first[row], first[hit]
            )
            is_same = is_same and _is_number_of(lines, carrier[row], stated_last_zone[row], stated_last[row], last[hit])
            if not is_same:
                bits[row] |= DESCRIBED


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_number_of(
    lines: _Lines, carrier: cython.int, zone: cython.uchar, number: cython.longlong, base: cython.longlong
) -> cython.bint:
    """Whether a position is how the nomenclature counts a transcript base: behind the stop codon from that."""
    if _unnumber(lines, carrier, zone, number) != base:
        return False
    return lines.cds_start[carrier] < 0 or zone == (base >= lines.cds_end[carrier])
