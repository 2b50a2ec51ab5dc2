# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The transcripts that an allele is named on, and the first and last base of each name.

This is `project.transcripts` and `mapping.Frame.locate` in columns: on each transcript the place farthest to its 3' end
counts; a duplication is named by the bases copied, an insertion by its two neighbours; where a name would leave the
transcript there is none.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import (
    DEL,
    DONE,
    DUP,
    GENE,
    INS,
    MARGIN,
    NEAR_DIFFERENCE,
    NOT_COVERED,
    ONE,
    Hits,
    counts,
    numbers,
)

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.search import find_last
else:
    from synonymizer.kernel.search import find_last

if TYPE_CHECKING:
    from synonymizer.kernel.tables import Ground, Places


MISS, HIT, UNSURE = range(3)
"""Whether an allele is named on a transcript; where sequences differ beside it only the pipeline can tell."""


def join(places: Places, ground: Ground, carriers: int) -> Hits:
    """Return the names of alleles on transcripts, as far as their bases go; the column `terms` is yet to be filled.

    A row is marked `NEAR_DIFFERENCE` where a transcript that is asked for differs from its contig beside the allele,
    and `NOT_COVERED` where it has no name on its own transcript.

    Args:
        places: alleles on GRCh38.
        ground: the reference data.
        carriers: which transcripts are asked for, `ONE`, `GENE` or `ALL`.
    """
    cuts = _find_cuts(places, ground)
    row_end = numbers(len(places))
    chosen = _choose(places, ground, cuts, carriers, row_end)
    return _locate(places, ground, chosen, row_end)


def _find_cuts(places: Places, ground: Ground) -> array[int]:
    """Return the row of `Cuts` whose transcripts are those that may carry each allele.

    That is the cut of the rightmost place: the pipeline asks which transcripts touch it, and all that carry the allele
    hold the base behind it or, where nothing is deleted, before it; but for deletions of which `_may_slide_in` is true.
    """
    state: cython.uchar[::1] = places.state
    kind: cython.uchar[::1] = places.kind
    region: cython.int[::1] = places.region
    start: cython.longlong[::1] = places.start
    right: cython.int[::1] = places.right
    cut_at: cython.int[::1] = ground.regions.cut_at
    cut_count: cython.int[::1] = ground.regions.cut_count
    starts: cython.longlong[::1] = ground.cuts.start
    found = numbers(len(places))
    out: cython.longlong[::1] = found
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t
    place: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            at = cut_at[region[row]]
            place = start[row] + right[row]
            if kind[row] in (INS, DUP):
                place -= 1
            out[row] = find_last(starts, at, at + cut_count[region[row]], place)
    return found


# ---------------------------------------------------------------- the bases that names give


@cython.cclass
class _Edits:
    """The columns of `Places` that say which bases a name gives."""

    start: cython.longlong[::1]
    deleted: cython.int[::1]
    inserted: cython.int[::1]
    left: cython.int[::1]
    right: cython.int[::1]
    kind: cython.uchar[::1]

    def __init__(self, places: Places) -> None:
        self.start = places.start
        self.deleted = places.deleted
        self.inserted = places.inserted
        self.left = places.left
        self.right = places.right
        self.kind = places.kind


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _first_base(edits: _Edits, row: cython.Py_ssize_t, strand: cython.int) -> cython.longlong:
    """Return the leftmost base on the contig that a name on a strand gives."""
    kind: cython.int = edits.kind[row]
    place: cython.longlong = edits.start[row] + (edits.right[row] if strand > 0 else -edits.left[row])
    if kind == INS:
        return place - 1
    return place - edits.inserted[row] if kind == DUP and strand > 0 else place


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _last_base(edits: _Edits, row: cython.Py_ssize_t, first: cython.longlong) -> cython.longlong:
    """Return the rightmost base on the contig that a name gives whose leftmost one is known."""
    kind: cython.int = edits.kind[row]
    if kind == INS:
        return first + 1
    return first + (edits.inserted[row] if kind == DUP else edits.deleted[row]) - 1


# ---------------------------------------------------------------- which transcripts


def _choose(places: Places, ground: Ground, row_cuts: array[int], carriers: int, row_end: array[int]) -> array[int]:
    """Return the transcripts that are asked for and carry each allele, row by row, and where those of a row end."""
    choice: _Choice = _Choice(places, ground)
    choice.chosen = chosen = counts(len(places) if carriers == ONE else _count_over(places, ground, row_cuts))
    extent: cython.int = carriers
    cuts: cython.longlong[::1] = row_cuts
    ends: cython.longlong[::1] = row_end
    over_at: cython.longlong[::1] = ground.cuts.over_at
    over_count: cython.int[::1] = ground.cuts.over_count
    used: cython.Py_ssize_t = 0
    touch_at: cython.longlong[::1] = ground.cuts.touch_at
    touch_count: cython.int[::1] = ground.cuts.touch_count
    starts: cython.longlong[::1] = ground.cuts.start
    row: cython.Py_ssize_t
    cut: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(cuts)):
            cut = cuts[row]
            if choice.state[row] != DONE:
                pass
            elif not _may_slide_in(choice, row, starts[cut]):
                used = _choose_in_row(choice, row, over_at[cut], over_at[cut] + over_count[cut], used, extent)
            else:
                used = _choose_in_row(choice, row, touch_at[cut], touch_at[cut] + touch_count[cut], used, extent)
            ends[row] = used
    return chosen[:used]


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _may_slide_in(choice: _Choice, row: cython.Py_ssize_t, edge: cython.longlong) -> cython.bint:
    """Whether a deletion whose rightmost place begins at an edge may be named in a transcript that ends there.

    On the reverse strand the leftmost place counts.
    """
    if choice.edits.kind[row] != DEL or choice.edits.left[row] + choice.edits.right[row] == 0:
        return False
    return choice.edits.start[row] + choice.edits.right[row] == edge


def _count_over(places: Places, ground: Ground, row_cuts: array[int]) -> int:
    """Return how many transcripts may carry the alleles at most."""
    state: cython.uchar[::1] = places.state
    cuts: cython.longlong[::1] = row_cuts
    over_count: cython.int[::1] = ground.cuts.over_count
    touch_count: cython.int[::1] = ground.cuts.touch_count
    found: cython.longlong = 0
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(cuts)):
            if state[row] == DONE:
                found += max(over_count[cuts[row]], touch_count[cuts[row]])
    return found


@cython.cclass
class _Choice:
    """What it takes to choose transcripts: the alleles, the transcripts, and those chosen so far."""

    edits: _Edits
    state: cython.uchar[::1]
    own: cython.int[::1]
    over: cython.int[::1]
    strand: cython.int[::1]
    start: cython.longlong[::1]
    end: cython.longlong[::1]
    gene: cython.int[::1]
    difference_at: cython.longlong[::1]
    difference_count: cython.int[::1]
    difference_start: cython.longlong[::1]
    difference_end: cython.longlong[::1]
    chosen: cython.int[::1]

    def __init__(self, places: Places, ground: Ground) -> None:
        transcripts = ground.transcripts
        self.edits = _Edits(places)
        self.state = places.state
        self.own = places.own
        self.over = ground.over
        self.strand = transcripts.strand
        self.start = transcripts.start
        self.end = transcripts.end
        self.gene = transcripts.gene
        self.difference_at = transcripts.difference_at
        self.difference_count = transcripts.difference_count
        self.difference_start = ground.differences.start
        self.difference_end = ground.differences.end


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _choose_in_row(
    choice: _Choice,
    row: cython.Py_ssize_t,
    low: cython.Py_ssize_t,
    high: cython.Py_ssize_t,
    used: cython.Py_ssize_t,
    carriers: cython.int,
) -> cython.Py_ssize_t:
    """Choose from the transcripts over a row, rows [low, high) of `Ground.over`; return how many are chosen by now."""
    begin: cython.Py_ssize_t = used
    own: cython.int = choice.own[row]
    verdict: cython.int
    index: cython.Py_ssize_t
    if own >= 0:
        verdict = _judge(choice, row, own) if _is_over(choice, low, high, own) else MISS
        if verdict != HIT:
            choice.state[row] = NEAR_DIFFERENCE if verdict == UNSURE else NOT_COVERED
            return begin
        choice.chosen[used] = own
        used += 1
    for index in range(low, high):
        if carriers == ONE and used > begin:
            break
        if choice.over[index] == own or (carriers == GENE and _has_gene(choice, begin, used, choice.over[index])):
            continue
        verdict = _judge(choice, row, choice.over[index])
        if verdict == UNSURE:
            choice.state[row] = NEAR_DIFFERENCE
            return begin
        if verdict == HIT:
            choice.chosen[used] = choice.over[index]
            used += 1
    return used


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_over(choice: _Choice, low: cython.Py_ssize_t, high: cython.Py_ssize_t, transcript: cython.int) -> cython.bint:
    """Whether a transcript is among rows [low, high) of `Ground.over`."""
    index: cython.Py_ssize_t
    for index in range(low, high):
        if choice.over[index] == transcript:
            return True
    return False


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _has_gene(
    choice: _Choice, begin: cython.Py_ssize_t, used: cython.Py_ssize_t, transcript: cython.int
) -> cython.bint:
    """Whether one of the transcripts chosen in a row is of the gene of another."""
    index: cython.Py_ssize_t
    for index in range(begin, used):
        if choice.gene[choice.chosen[index]] == choice.gene[transcript]:
            return True
    return False


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _judge(choice: _Choice, row: cython.Py_ssize_t, transcript: cython.int) -> cython.int:
    """Say whether an allele is named on a transcript over its rightmost place."""
    first: cython.longlong
    if choice.difference_count[transcript] > 0 and _differs(choice, choice.edits, row, transcript):
        return UNSURE
    first = _first_base(choice.edits, row, choice.strand[transcript])
    if first < choice.start[transcript] or _last_base(choice.edits, row, first) >= choice.end[transcript]:
        return MISS
    return HIT


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _differs(choice: _Choice, edits: _Edits, row: cython.Py_ssize_t, transcript: cython.int) -> cython.bint:
    """Whether a transcript differs from its contig beside the places of an allele."""
    at: cython.Py_ssize_t = choice.difference_at[transcript]
    low: cython.longlong = edits.start[row] - edits.left[row] - MARGIN
    high: cython.longlong = edits.start[row] + edits.deleted[row] + edits.right[row] + MARGIN
    last: cython.Py_ssize_t = find_last(choice.difference_start, at, at + choice.difference_count[transcript], high)
    return last >= at and choice.difference_end[last] >= low


# ---------------------------------------------------------------- places on transcripts


def _locate(places: Places, ground: Ground, transcripts: array[int], row_end: array[int]) -> Hits:
    """Return chosen transcripts with the first and last base of the name on each."""
    size = len(transcripts)
    hits = Hits(
        row=counts(size),
        transcript=transcripts,
        first=numbers(size),
        first_offset=numbers(size),
        last=numbers(size),
        last_offset=numbers(size),
        first_exon=counts(size),
        last_exon=counts(size),
        terms=counts(size),
        row_end=row_end,
    )
    edits: _Edits = _Edits(places)
    lines: _Lines = _Lines(ground, hits)
    ends: cython.longlong[::1] = row_end
    rows: cython.int[::1] = hits.row
    row: cython.Py_ssize_t
    hit: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(len(ends)):
            while hit < ends[row]:
                rows[hit] = row
                _locate_hit(lines, edits, row, hit)
                hit += 1
    return hits


@cython.cclass
class _Lines:
    """The exons of transcripts on their oriented lines, and the hits located on them."""

    transcript: cython.int[::1]
    strand: cython.int[::1]
    exon_at: cython.longlong[::1]
    exon_count: cython.int[::1]
    exon_start: cython.longlong[::1]
    exon_end: cython.longlong[::1]
    exon_first: cython.longlong[::1]
    exon_number: cython.int[::1]
    first: cython.longlong[::1]
    first_offset: cython.longlong[::1]
    last: cython.longlong[::1]
    last_offset: cython.longlong[::1]
    first_exon: cython.int[::1]
    last_exon: cython.int[::1]

    def __init__(self, ground: Ground, hits: Hits) -> None:
        self.transcript = hits.transcript
        self.strand = ground.transcripts.strand
        self.exon_at = ground.transcripts.exon_at
        self.exon_count = ground.transcripts.exon_count
        self.exon_start = ground.exons.start
        self.exon_end = ground.exons.end
        self.exon_first = ground.exons.first
        self.exon_number = ground.exons.number
        self.first = hits.first
        self.first_offset = hits.first_offset
        self.last = hits.last
        self.last_offset = hits.last_offset
        self.first_exon = hits.first_exon
        self.last_exon = hits.last_exon


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _locate_hit(lines: _Lines, edits: _Edits, row: cython.Py_ssize_t, hit: cython.Py_ssize_t) -> cython.void:
    """Name the first and last base of a hit, in the direction of its transcript."""
    transcript: cython.Py_ssize_t = lines.transcript[hit]
    strand: cython.int = lines.strand[transcript]
    low: cython.Py_ssize_t = lines.exon_at[transcript]
    high: cython.Py_ssize_t = low + lines.exon_count[transcript]
    first: cython.longlong = _first_base(edits, row, strand)
    last: cython.longlong = _last_base(edits, row, first)
    exon: cython.Py_ssize_t
    if strand < 0:
        first, last = -last - 1, -first - 1
    exon = find_last(lines.exon_start, low, high, first)
    lines.first[hit] = _base(lines, exon, first)
    lines.first_offset[hit] = _offset(lines, exon, first)
    lines.first_exon[hit] = _number(lines, exon, first)
    if exon + 1 < high and lines.exon_start[exon + 1] <= last:
        exon = find_last(lines.exon_start, exon + 1, high, last)
    lines.last[hit] = _base(lines, exon, last)
    lines.last_offset[hit] = _offset(lines, exon, last)
    lines.last_exon[hit] = _number(lines, exon, last)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _base(lines: _Lines, exon: cython.Py_ssize_t, place: cython.longlong) -> cython.longlong:
    """Return the transcript base that a place hangs on, which is in an exon or in the intron behind it."""
    if place < lines.exon_end[exon]:
        return lines.exon_first[exon] + place - lines.exon_start[exon]
    return lines.exon_first[exon + 1] - (1 if _offset(lines, exon, place) > 0 else 0)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _offset(lines: _Lines, exon: cython.Py_ssize_t, place: cython.longlong) -> cython.longlong:
    """Return 0 in an exon, or how far into the intron behind it a place is from the nearer end, by sign."""
    before: cython.longlong = place - lines.exon_end[exon] + 1
    after: cython.longlong
    if before <= 0:
        return 0
    after = lines.exon_start[exon + 1] - place
    return before if before <= after else -after


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _number(lines: _Lines, exon: cython.Py_ssize_t, place: cython.longlong) -> cython.int:
    """Return the number of the exon that holds a place, -1 in the intron behind it."""
    return lines.exon_number[exon] if place < lines.exon_end[exon] else -1
