# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Names of places and of hits, as columns of text: SPDI, g., c. (or n.) and r. names, and what is said beside them.

What the pipeline writes from projections (`notations.hgvs`, `alleles.Allele.spdi`) is written here from tables. Rows
and hits that are not covered have empty texts. Each function first finds how many bytes its texts have at most.
Sources: HGVS nomenclature 21.0, background/numbering and the recommendations for DNA and RNA; SPDI, doi
10.1093/bioinformatics/btz856.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

from synonymizer.kernel.lines import cut, take
from synonymizer.kernel.tables import DONE, LONGEST, P_UNKNOWN, SUB, Column, counts, make_column, numbers

if cython.compiled:
    from cython.cimports.synonymizer.kernel.bases import complement
    from cython.cimports.synonymizer.kernel.digits import copy, find_start, write_number
else:
    from synonymizer.kernel.bases import complement
    from synonymizer.kernel.digits import copy, find_start, write_number

if TYPE_CHECKING:
    from array import array

    from synonymizer.kernel.tables import Ground, Hits, Places, Proteins

ROOM = 64
"""More bytes than stand in a name beside its label and its letters: positions, offsets, signs and the kind."""

_WORDS = make_column(["", ">", "del", "dup", "ins", "inv", "delins"])
"""How a kind of edit is written behind its place; a substitution has its old base before the sign."""

_SPELLED = bytes((0, 1, 0, 0, 1, 0, 1))
"""Kinds of which the new bases are written; a duplication and an inversion imply theirs."""

_CODES = ("W2004", "W1002", "W1004", "W4002")
"""What can be said of a row, in the order of the pipeline: what was assumed, its spelling, its limits."""

_NOTED = {"W1002": 1, "W1004": 2, "W2004": 4}
"""Bits of what the reading of a name has to say of it."""

_NO_PREDICTION = 8
"""The bit of W4002."""


# ---------------------------------------------------------------- pieces


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_edit(
    out: cython.uchar[::1],
    at: cython.Py_ssize_t,
    deleted: cython.uchar,
    words: cython.const[cython.uchar][::1],
    word: cython.longlong,
    word_end: cython.longlong,
    letters: cython.const[cython.uchar][::1],
    inserted_at: cython.longlong,
    inserted: cython.longlong,
) -> cython.Py_ssize_t:
    """Write what happens at a place: the old base unless it is 0, the word of the kind, and the new bases."""
    if deleted != 0:
        out[at] = deleted
        at += 1
    at = copy(words, word, word_end, out, at)
    return copy(letters, inserted_at, inserted_at + inserted, out, at)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_base(
    out: cython.uchar[::1],
    at: cython.Py_ssize_t,
    base: cython.longlong,
    cds_start: cython.longlong,
    cds_end: cython.longlong,
) -> cython.Py_ssize_t:
    """Write the number of a transcript base; there is no number 0 (background/numbering)."""
    number: cython.longlong = base
    if cds_start >= 0:
        if base >= cds_end:
            out[at] = ord("*")
            at += 1
            number = base - cds_end
        else:
            number = base - cds_start
    if number < 0:
        out[at] = ord("-")
        return write_number(out, at + 1, -number)
    return write_number(out, at, number + 1)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_offset(out: cython.uchar[::1], at: cython.Py_ssize_t, offset: cython.longlong) -> cython.Py_ssize_t:
    """Write how far a base lies in an intron; nothing for one of an exon."""
    if offset == 0:
        return at
    out[at] = ord("-") if offset < 0 else ord("+")
    return write_number(out, at + 1, -offset if offset < 0 else offset)


# ---------------------------------------------------------------- names of places


def write_spdi(places: Places, ground: Ground) -> Column:
    """Return the SPDI of each place on GRCh38, its alleles fully justified: the identity key.

    More than `LONGEST` deleted bases are given by their number, as SPDI allows.
    """
    ends = numbers(len(places))
    data = bytearray(_measure_places(places, ground.contigs, ground.regions.contig, is_wide=True))
    _fill_spdi(places, ground, data, ends)
    return cut(data, ends)


def _fill_spdi(places: Places, ground: Ground, data: bytearray, text_ends: array[int]) -> None:
    regions = ground.regions
    out: cython.uchar[::1] = data
    ends: cython.longlong[::1] = text_ends
    state: cython.const[cython.uchar][::1] = places.state
    region: cython.int[::1] = places.region
    start: cython.longlong[::1] = places.start
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    left: cython.int[::1] = places.left
    right: cython.int[::1] = places.right
    letters: cython.const[cython.uchar][::1] = places.letters
    letters_at: cython.longlong[::1] = places.forward_at
    contig: cython.int[::1] = regions.contig
    region_start: cython.longlong[::1] = regions.start
    bases_at: cython.longlong[::1] = regions.bases_at
    bases: cython.const[cython.uchar][::1] = ground.bases
    names: cython.const[cython.uchar][::1] = ground.contigs.data
    name_ends: cython.longlong[::1] = ground.contigs.ends
    done: cython.int = DONE
    longest: cython.longlong = LONGEST
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    first: cython.longlong
    last: cython.longlong
    here: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] == done:
                first = start[row] - left[row]
                last = start[row] + deleted[row] + right[row]
                here = bases_at[region[row]] - region_start[region[row]]
                at = copy(names, find_start(name_ends, contig[region[row]]), name_ends[contig[region[row]]], out, at)
                out[at] = ord(":")
                at = write_number(out, at + 1, first)
                out[at] = ord(":")
                at += 1
                if last - first <= longest:
                    at = copy(bases, here + first, here + last, out, at)
                else:
                    at = write_number(out, at, last - first)
                out[at] = ord(":")
                # up to its rightmost place the bases stay, and there the inserted ones stand
                at = copy(bases, here + first, here + start[row] + right[row], out, at + 1)
                at = copy(letters, letters_at[row], letters_at[row] + inserted[row], out, at)
            ends[row] = at


def write_genomic(places: Places, ground: Ground, assembly: Literal[38, 37]) -> Column:
    """Return the recommended g. name of each place on an assembly; "" where its region has no place there."""
    ends = numbers(len(places))
    contig = ground.regions.contig if assembly == 38 else ground.regions.other_contig
    data = bytearray(_measure_places(places, ground.axes, contig, is_wide=False))
    _fill_genomic(places, ground, contig, data, ends, shifted=assembly != 38)
    return cut(data, ends)


def _fill_genomic(
    places: Places, ground: Ground, contigs: array[int], data: bytearray, text_ends: array[int], *, shifted: bool
) -> None:
    regions = ground.regions
    out: cython.uchar[::1] = data
    ends: cython.longlong[::1] = text_ends
    state: cython.const[cython.uchar][::1] = places.state
    region: cython.int[::1] = places.region
    start: cython.longlong[::1] = places.start
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    right: cython.int[::1] = places.right
    kinds: cython.const[cython.uchar][::1] = places.kind
    shift: cython.longlong[::1] = places.shift
    letters: cython.const[cython.uchar][::1] = places.letters
    letters_at: cython.longlong[::1] = places.forward_at
    contig: cython.int[::1] = contigs
    region_start: cython.longlong[::1] = regions.start
    bases_at: cython.longlong[::1] = regions.bases_at
    bases: cython.const[cython.uchar][::1] = ground.bases
    axes: cython.const[cython.uchar][::1] = ground.axes.data
    axis_ends: cython.longlong[::1] = ground.axes.ends
    words: cython.const[cython.uchar][::1] = _WORDS.data
    word_ends: cython.longlong[::1] = _WORDS.ends
    spelled: cython.const[cython.uchar][::1] = _SPELLED
    is_shifted: cython.bint = shifted
    done: cython.int = DONE
    sub: cython.int = SUB
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    kind: cython.int
    axis: cython.int
    first: cython.longlong
    count: cython.longlong
    moved: cython.longlong
    old: cython.uchar
    with cython.nogil:
        for row in range(len(state)):
            axis = contig[region[row]] if state[row] == done else -1
            if axis >= 0:
                kind = kinds[row]
                first = start[row] + right[row]
                old = bases[bases_at[region[row]] + first - region_start[region[row]]] if kind == sub else 0
                count = deleted[row]
                if count == 0:  # the bases around an insertion, or those that the duplication copies
                    count = 2 if spelled[kind] else inserted[row]
                    first -= 1 if spelled[kind] else count
                moved = first + shift[row] if is_shifted else first
                at = copy(axes, find_start(axis_ends, axis), axis_ends[axis], out, at)
                at = write_number(out, at, moved + 1)
                if count > 1:
                    out[at] = ord("_")
                    at = write_number(out, at + 1, moved + count)
                count = inserted[row] if spelled[kind] else 0
                at = _write_edit(
                    out, at, old, words, word_ends[kind - 1], word_ends[kind], letters, letters_at[row], count
                )
            ends[row] = at


def _measure_places(places: Places, labels: Column, contigs: array[int], *, is_wide: bool) -> int:
    """Return how many bytes the names of places have at most; wide ones repeat the bases they slide over."""
    state: cython.const[cython.uchar][::1] = places.state
    region: cython.int[::1] = places.region
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    left: cython.int[::1] = places.left
    right: cython.int[::1] = places.right
    contig: cython.int[::1] = contigs
    label_ends: cython.longlong[::1] = labels.ends
    wide: cython.bint = is_wide
    done: cython.int = DONE
    room: cython.longlong = ROOM
    total: cython.longlong = 0
    row: cython.Py_ssize_t
    label: cython.int
    with cython.nogil:
        for row in range(len(state)):
            label = contig[region[row]] if state[row] == done else -1
            if label >= 0:
                total += label_ends[label] - find_start(label_ends, label) + inserted[row] + room
                if wide:
                    total += deleted[row] + 2 * (left[row] + right[row])
    return total


# ---------------------------------------------------------------- names of hits


def write_coding(places: Places, hits: Hits, ground: Ground) -> Column:
    """Return the recommended c. name of each hit, or its n. name; one that counts into an intron names the contig."""
    labels, ends = _choose_labels(hits, ground), numbers(len(hits))
    data = bytearray(_measure_hits(places, hits, labels, ground.labels))
    _fill_coding(places, hits, ground, labels, data, ends)
    return cut(data, ends)


def _choose_labels(hits: Hits, ground: Ground) -> array[int]:
    """Return the row of the label that opens the name of each hit."""
    chosen = counts(len(hits))
    label: cython.int[::1] = chosen
    on: cython.int[::1] = hits.transcript
    before: cython.longlong[::1] = hits.first_offset
    after: cython.longlong[::1] = hits.last_offset
    exonic: cython.int[::1] = ground.transcripts.exonic
    intronic: cython.int[::1] = ground.transcripts.intronic
    hit: cython.Py_ssize_t
    with cython.nogil:
        for hit in range(len(on)):
            label[hit] = exonic[on[hit]] if before[hit] == 0 and after[hit] == 0 else intronic[on[hit]]
    return chosen


def _measure_hits(places: Places, hits: Hits, chosen: array[int], labels: Column) -> int:
    """Return how many bytes the names of hits have at most."""
    rows: cython.int[::1] = hits.row
    label: cython.int[::1] = chosen
    state: cython.const[cython.uchar][::1] = places.state
    inserted: cython.int[::1] = places.inserted
    label_ends: cython.longlong[::1] = labels.ends
    done: cython.int = DONE
    room: cython.longlong = ROOM
    total: cython.longlong = 0
    hit: cython.Py_ssize_t
    with cython.nogil:
        for hit in range(len(rows)):
            if state[rows[hit]] == done:
                total += label_ends[label[hit]] - find_start(label_ends, label[hit]) + inserted[rows[hit]] + room
    return total


def _fill_coding(
    places: Places, hits: Hits, ground: Ground, chosen: array[int], data: bytearray, text_ends: array[int]
) -> None:
    transcripts, regions = ground.transcripts, ground.regions
    out: cython.uchar[::1] = data
    ends: cython.longlong[::1] = text_ends
    label: cython.int[::1] = chosen
    rows: cython.int[::1] = hits.row
    on: cython.int[::1] = hits.transcript
    first: cython.longlong[::1] = hits.first
    before: cython.longlong[::1] = hits.first_offset
    last: cython.longlong[::1] = hits.last
    after: cython.longlong[::1] = hits.last_offset
    state: cython.const[cython.uchar][::1] = places.state
    region: cython.int[::1] = places.region
    start: cython.longlong[::1] = places.start
    inserted: cython.int[::1] = places.inserted
    kinds: cython.const[cython.uchar][::1] = places.kind
    letters: cython.const[cython.uchar][::1] = places.letters
    forward_at: cython.longlong[::1] = places.forward_at
    reverse_at: cython.longlong[::1] = places.reverse_at
    region_start: cython.longlong[::1] = regions.start
    bases_at: cython.longlong[::1] = regions.bases_at
    bases: cython.const[cython.uchar][::1] = ground.bases
    strand: cython.int[::1] = transcripts.strand
    cds_start: cython.longlong[::1] = transcripts.cds_start
    cds_end: cython.longlong[::1] = transcripts.cds_end
    labels: cython.const[cython.uchar][::1] = ground.labels.data
    label_ends: cython.longlong[::1] = ground.labels.ends
    words: cython.const[cython.uchar][::1] = _WORDS.data
    word_ends: cython.longlong[::1] = _WORDS.ends
    spelled: cython.const[cython.uchar][::1] = _SPELLED
    done: cython.int = DONE
    sub: cython.int = SUB
    hit: cython.Py_ssize_t
    row: cython.int
    line: cython.int
    kind: cython.int
    old: cython.uchar
    letters_at: cython.longlong
    count: cython.longlong
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for hit in range(len(rows)):
            row = rows[hit]
            if state[row] == done:
                line = on[hit]
                kind = kinds[row]
                count = inserted[row] if spelled[kind] else 0
                letters_at = forward_at[row] if strand[line] > 0 else reverse_at[row]
                old = bases[bases_at[region[row]] + start[row] - region_start[region[row]]] if kind == sub else 0
                if old != 0 and strand[line] < 0:
                    old = complement(old)
                at = copy(labels, find_start(label_ends, label[hit]), label_ends[label[hit]], out, at)
                at = _write_base(out, at, first[hit], cds_start[line], cds_end[line])
                at = _write_offset(out, at, before[hit])
                if first[hit] != last[hit] or before[hit] != after[hit]:
                    out[at] = ord("_")
                    at = _write_base(out, at + 1, last[hit], cds_start[line], cds_end[line])
                    at = _write_offset(out, at, after[hit])
                at = _write_edit(out, at, old, words, word_ends[kind - 1], word_ends[kind], letters, letters_at, count)
            ends[hit] = at


# ---------------------------------------------------------------- RNA


def write_rna(places: Places, hits: Hits, ground: Ground) -> Column:
    """Return the r. name predicted of each hit: the change in an exon, else `r.spl?` or `r.?` (RNA/splicing).

    A non-coding transcript has one where its accession is that of an RNA.
    """
    coding = write_coding(places, hits, ground)
    labels, ends = ground.transcripts.label, numbers(len(hits))
    data = bytearray(len(coding.data) + 16 * len(hits))  # `:r.(…)` is longer than `:c.…`, and `:r.spl?` than a change
    _fill_rna(hits, ground, labels, coding, data, ends)
    return cut(data, ends)


def _fill_rna(
    hits: Hits, ground: Ground, accessions: array[int], coding: Column, data: bytearray, text_ends: array[int]
) -> None:
    out: cython.uchar[::1] = data
    ends: cython.longlong[::1] = text_ends
    on: cython.int[::1] = hits.transcript
    first: cython.longlong[::1] = hits.first
    before: cython.longlong[::1] = hits.first_offset
    last: cython.longlong[::1] = hits.last
    after: cython.longlong[::1] = hits.last_offset
    cds_start: cython.longlong[::1] = ground.transcripts.cds_start
    accession: cython.int[::1] = accessions
    exonic: cython.int[::1] = ground.transcripts.exonic
    labels: cython.const[cython.uchar][::1] = ground.labels.data
    label_ends: cython.longlong[::1] = ground.labels.ends
    names: cython.const[cython.uchar][::1] = coding.data
    name_ends: cython.longlong[::1] = coding.ends
    words: cython.const[cython.uchar][::1] = b":r.spl"
    hit: cython.Py_ssize_t
    label: cython.int
    name: cython.longlong
    name_end: cython.longlong
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for hit in range(len(on)):
            label = accession[on[hit]]
            name = find_start(name_ends, hit)
            name_end = name_ends[hit]
            if name < name_end and (cds_start[on[hit]] >= 0 or _is_rna(labels, find_start(label_ends, label))):
                at = copy(labels, find_start(label_ends, label), label_ends[label], out, at)
                at = copy(words, 0, 3, out, at)
                if before[hit] == 0 and after[hit] == 0:
                    label = exonic[on[hit]]
                    at = _copy_as_rna(
                        names, name + label_ends[label] - find_start(label_ends, label), name_end, out, at
                    )
                else:
                    if _is_splice_site(first[hit], before[hit], last[hit], after[hit]):
                        at = copy(words, 3, 6, out, at)
                    out[at] = ord("?")
                    at += 1
            ends[hit] = at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_rna(labels: cython.const[cython.uchar][::1], start: cython.longlong) -> cython.bint:
    """Whether an accession is that of a non-coding RNA: `NR_…` or `XR_…`."""
    if labels[start] != ord("N") and labels[start] != ord("X"):
        return False
    return labels[start + 1] == ord("R") and labels[start + 2] == ord("_")


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_splice_site(
    first: cython.longlong, before: cython.longlong, last: cython.longlong, after: cython.longlong
) -> cython.bint:
    """Whether a change reaches from an exon into an intron, or touches the first or last two bases of one."""
    if before == 0 or after == 0 or first != last or (before > 0) != (after > 0):
        return True
    return -2 <= before <= 2 or -2 <= after <= 2


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _copy_as_rna(
    names: cython.const[cython.uchar][::1],
    start: cython.longlong,
    end: cython.longlong,
    out: cython.uchar[::1],
    at: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Write a change in parentheses as RNA spells it: small letters, with u for t (RNA, general)."""
    place: cython.Py_ssize_t
    letter: cython.uchar
    out[at] = ord("(")
    at += 1
    for place in range(start, end):
        letter = names[place]
        if letter == ord("T"):
            letter = ord("u")
        elif ord("A") <= letter <= ord("Z"):
            letter += 32
        out[at] = letter
        at += 1
    out[at] = ord(")")
    return at + 1


# ---------------------------------------------------------------- labels, terms, codes


def write_labels(hits: Hits, ground: Ground, which: Literal["transcript", "gene"]) -> Column:
    """Return the accession of the transcript, or the symbol of the gene, of each hit."""
    transcripts = ground.transcripts
    if which == "gene":
        return take(ground.genes, look_up(transcripts.gene, hits.transcript))
    return take(ground.labels, look_up(transcripts.label, hits.transcript))


def look_up(values: array[int], index: array[int]) -> array[int]:
    """Return the values at rows of a column, both 32-bit."""
    found = counts(len(index))
    out: cython.int[::1] = found
    source: cython.int[::1] = values
    at: cython.int[::1] = index
    row: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(at)):
            out[row] = source[at[row]]
    return found


def write_terms(hits: Hits, terms: Column) -> Column:
    """Return the consequence of each hit: those of `terms` whose bit is set, joined by `&`."""
    ends = numbers(len(hits))
    data = bytearray(_fill_terms(hits, terms, bytearray(), ends, is_trial=True))
    _fill_terms(hits, terms, data, ends, is_trial=False)
    return Column(data, ends)


def _fill_terms(hits: Hits, terms: Column, data: bytearray, text_ends: array[int], *, is_trial: bool) -> int:
    """Write the terms and return their length in bytes; a trial writes nothing."""
    out: cython.uchar[::1] = data
    ends: cython.longlong[::1] = text_ends
    bits: cython.int[::1] = hits.terms
    names: cython.const[cython.uchar][::1] = terms.data
    name_ends: cython.longlong[::1] = terms.ends
    trial: cython.bint = is_trial
    hit: cython.Py_ssize_t
    term: cython.int
    rest: cython.int
    begin: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for hit in range(len(bits)):
            rest, term, begin = bits[hit], 0, at
            while rest > 0:
                if rest & 1:
                    if at > begin:
                        if not trial:
                            out[at] = ord("&")
                        at += 1
                    if not trial:
                        copy(names, find_start(name_ends, term), name_ends[term], out, at)
                    at += name_ends[term] - find_start(name_ends, term)
                rest >>= 1
                term += 1
            ends[hit] = at
    return at


def write_codes(places: Places, hits: Hits, proteins: Proteins, notes: bytearray | None = None) -> Column:
    """Return the codes of each row, joined by commas in the order of the pipeline.

    W4002 is said where the protein of the row's first hit cannot be predicted. `notes` holds the bits of what the
    reading of names says: 1 for W1002, 2 for W1004, 4 for W2004.
    """
    bits = counts(len(places))
    _find_codes(places, hits, proteins, notes if notes is not None else bytearray(len(places)), bits)
    said = {code: _NOTED.get(code, _NO_PREDICTION) for code in _CODES}
    texts = [",".join(code for code, bit in said.items() if bit & found) for found in range(2 * _NO_PREDICTION)]
    return take(make_column(texts), bits)


def _find_codes(places: Places, hits: Hits, proteins: Proteins, notes: bytearray, found: array[int]) -> None:
    bits: cython.int[::1] = found
    state: cython.const[cython.uchar][::1] = places.state
    noted: cython.const[cython.uchar][::1] = notes
    row_end: cython.longlong[::1] = hits.row_end
    kinds: cython.const[cython.uchar][::1] = proteins.kind
    done: cython.int = DONE
    unknown: cython.int = P_UNKNOWN
    no_prediction: cython.int = _NO_PREDICTION
    row: cython.Py_ssize_t
    hit: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] == done:
                hit = find_start(row_end, row)
                bits[row] = noted[row]
                if hit < row_end[row] and kinds[hit] == unknown:
                    bits[row] |= no_prediction
