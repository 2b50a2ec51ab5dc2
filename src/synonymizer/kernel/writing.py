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
    from cython.cimports.synonymizer.kernel.buffers import Buffer, Letters, Texts
    from cython.cimports.synonymizer.kernel.digits import find_start
else:
    from synonymizer.kernel.bases import complement
    from synonymizer.kernel.buffers import Buffer, Letters, Texts
    from synonymizer.kernel.digits import find_start

if TYPE_CHECKING:
    from array import array

    from synonymizer.kernel.tables import Ground, Hits, Places, Proteins

ROOM = 64
"""More bytes than stand in a name beside its label and its letters: positions, offsets, signs and the kind."""

_WORDS = make_column(["", ">", "del", "dup", "ins", "inv", "delins"])
"""How a kind of edit is written behind its place; a substitution has its old base before the sign."""

_SPELLED = bytes((0, 1, 0, 0, 1, 0, 1))
"""Kinds of which the new bases are written; a duplication and an inversion imply theirs."""

_CODES = {"W2004": 4, "W1002": 1, "W1004": 2, "W4003": 8, "W4002": 16}
"""What can be said of a row, and its bit, in the order of the pipeline: what was assumed, its spelling, its limits."""

_NO_PLACE = _CODES["W4003"]
_NO_PREDICTION = _CODES["W4002"]


# ---------------------------------------------------------------- pieces


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_base(
    out: Buffer, base: cython.longlong, cds_start: cython.longlong, cds_end: cython.longlong
) -> cython.void:
    """Write the number of a transcript base; there is no number 0 (background/numbering)."""
    number: cython.longlong = base
    if cds_start >= 0:
        if base >= cds_end:
            out.put(ord("*"))
            number = base - cds_end
        else:
            number = base - cds_start
    if number < 0:
        out.put(ord("-"))
        out.put_number(-number)
    else:
        out.put_number(number + 1)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_offset(out: Buffer, offset: cython.longlong) -> cython.void:
    """Write how far a base lies in an intron; nothing for one of an exon."""
    if offset > 0:
        out.put(ord("+"))
        out.put_number(offset)
    elif offset < 0:
        out.put(ord("-"))
        out.put_number(-offset)


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
    out: Buffer = Buffer(data)
    names: Texts = Texts(ground.contigs)
    bases: Letters = Letters(ground.bases)
    letters: Letters = Letters(places.letters)
    ends: cython.longlong[::1] = text_ends
    state: cython.const[cython.uchar][::1] = places.state
    region: cython.int[::1] = places.region
    start: cython.longlong[::1] = places.start
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    left: cython.int[::1] = places.left
    right: cython.int[::1] = places.right
    letters_at: cython.longlong[::1] = places.forward_at
    contig: cython.int[::1] = regions.contig
    region_start: cython.longlong[::1] = regions.start
    bases_at: cython.longlong[::1] = regions.bases_at
    done: cython.int = DONE
    longest: cython.longlong = LONGEST
    row: cython.Py_ssize_t
    first: cython.longlong
    last: cython.longlong
    here: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] == done:
                first = start[row] - left[row]
                last = start[row] + deleted[row] + right[row]
                here = bases_at[region[row]] - region_start[region[row]]
                out.put_text(names, contig[region[row]])
                out.put(ord(":"))
                out.put_number(first)
                out.put(ord(":"))
                if last - first <= longest:
                    out.put_letters(bases, here + first, here + last)
                else:
                    out.put_number(last - first)
                out.put(ord(":"))
                # up to its rightmost place the bases stay, and there the inserted ones stand
                out.put_letters(bases, here + first, here + start[row] + right[row])
                out.put_letters(letters, letters_at[row], letters_at[row] + inserted[row])
            ends[row] = out.at


def write_genomic(places: Places, ground: Ground, assembly: Literal[38, 37]) -> Column:
    """Return the recommended g. name of each place on an assembly; "" where it has no place there."""
    ends = numbers(len(places))
    contig = ground.regions.contig if assembly == 38 else ground.regions.other_contig
    data = bytearray(_measure_places(places, ground.axes, contig, is_wide=False))
    _fill_genomic(places, ground, contig, data, ends, shifted=assembly != 38)
    return cut(data, ends)


def _fill_genomic(
    places: Places, ground: Ground, contigs: array[int], data: bytearray, text_ends: array[int], *, shifted: bool
) -> None:
    regions = ground.regions
    out: Buffer = Buffer(data)
    axes: Texts = Texts(ground.axes)
    words: Texts = Texts(_WORDS)
    letters: Letters = Letters(places.letters)
    ends: cython.longlong[::1] = text_ends
    state: cython.const[cython.uchar][::1] = places.state
    region: cython.int[::1] = places.region
    start: cython.longlong[::1] = places.start
    deleted: cython.int[::1] = places.deleted
    inserted: cython.int[::1] = places.inserted
    right: cython.int[::1] = places.right
    kinds: cython.const[cython.uchar][::1] = places.kind
    left: cython.int[::1] = places.left
    shift: cython.longlong[::1] = places.shift
    way: cython.int[::1] = places.way
    forward_at: cython.longlong[::1] = places.forward_at
    reverse_at: cython.longlong[::1] = places.reverse_at
    contig: cython.int[::1] = contigs
    region_start: cython.longlong[::1] = regions.start
    bases_at: cython.longlong[::1] = regions.bases_at
    bases: cython.const[cython.uchar][::1] = ground.bases
    spelled: cython.const[cython.uchar][::1] = _SPELLED
    is_shifted: cython.bint = shifted
    done: cython.int = DONE
    sub: cython.int = SUB
    row: cython.Py_ssize_t
    kind: cython.int
    axis: cython.int
    first: cython.longlong
    count: cython.longlong
    letters_at: cython.longlong
    old: cython.uchar
    is_turned: cython.bint
    with cython.nogil:
        for row in range(len(state)):
            axis = contig[region[row]] if state[row] == done and (way[row] != 0 or not is_shifted) else -1
            if axis >= 0:
                kind = kinds[row]
                is_turned = is_shifted and way[row] < 0
                first = start[row] + right[row]
                if is_turned:  # what is leftmost here is 3'-most there
                    first = shift[row] - start[row] + left[row] - deleted[row]
                elif is_shifted:
                    first += shift[row]
                count = deleted[row]
                if count == 0:  # the bases around an insertion, or those that the duplication copies
                    count = 2 if spelled[kind] else inserted[row]
                    first -= 1 if spelled[kind] else count
                out.put_text(axes, axis)
                out.put_number(first + 1)
                if count > 1:
                    out.put(ord("_"))
                    out.put_number(first + count)
                if kind == sub:
                    old = bases[bases_at[region[row]] + start[row] - region_start[region[row]]]
                    out.put(complement(old) if is_turned else old)
                out.put_text(words, kind)
                if spelled[kind]:
                    letters_at = reverse_at[row] if is_turned else forward_at[row]
                    out.put_letters(letters, letters_at, letters_at + inserted[row])
            ends[row] = out.at


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
    out: Buffer = Buffer(data)
    labels: Texts = Texts(ground.labels)
    words: Texts = Texts(_WORDS)
    letters: Letters = Letters(places.letters)
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
    forward_at: cython.longlong[::1] = places.forward_at
    reverse_at: cython.longlong[::1] = places.reverse_at
    region_start: cython.longlong[::1] = regions.start
    bases_at: cython.longlong[::1] = regions.bases_at
    bases: cython.const[cython.uchar][::1] = ground.bases
    strand: cython.int[::1] = transcripts.strand
    cds_start: cython.longlong[::1] = transcripts.cds_start
    cds_end: cython.longlong[::1] = transcripts.cds_end
    spelled: cython.const[cython.uchar][::1] = _SPELLED
    done: cython.int = DONE
    sub: cython.int = SUB
    hit: cython.Py_ssize_t
    row: cython.int
    line: cython.int
    kind: cython.int
    old: cython.uchar
    letters_at: cython.longlong
    with cython.nogil:
        for hit in range(len(rows)):
            row = rows[hit]
            if state[row] == done:
                line = on[hit]
                kind = kinds[row]
                out.put_text(labels, label[hit])
                _write_base(out, first[hit], cds_start[line], cds_end[line])
                _write_offset(out, before[hit])
                if first[hit] != last[hit] or before[hit] != after[hit]:
                    out.put(ord("_"))
                    _write_base(out, last[hit], cds_start[line], cds_end[line])
                    _write_offset(out, after[hit])
                if kind == sub:
                    old = bases[bases_at[region[row]] + start[row] - region_start[region[row]]]
                    out.put(old if strand[line] > 0 else complement(old))
                out.put_text(words, kind)
                if spelled[kind]:
                    letters_at = forward_at[row] if strand[line] > 0 else reverse_at[row]
                    out.put_letters(letters, letters_at, letters_at + inserted[row])
            ends[hit] = out.at


# ---------------------------------------------------------------- RNA


def write_rna(places: Places, hits: Hits, ground: Ground) -> Column:
    """Return the r. name predicted of each hit: the change in an exon, else `r.spl?` or `r.?` (RNA/splicing).

    A non-coding transcript has one where its accession is that of an RNA.
    """
    coding = write_coding(places, hits, ground)
    ends = numbers(len(hits))
    data = bytearray(len(coding.data) + 16 * len(hits))  # `:r.(…)` is longer than `:c.…`, and `:r.spl?` than a change
    _fill_rna(hits, ground, coding, data, ends)
    return cut(data, ends)


def _fill_rna(hits: Hits, ground: Ground, coding: Column, data: bytearray, text_ends: array[int]) -> None:
    transcripts = ground.transcripts
    out: Buffer = Buffer(data)
    labels: Texts = Texts(ground.labels)
    names: Letters = Letters(coding.data)
    words: Letters = Letters(b":r.spl")
    ends: cython.longlong[::1] = text_ends
    on: cython.int[::1] = hits.transcript
    first: cython.longlong[::1] = hits.first
    before: cython.longlong[::1] = hits.first_offset
    last: cython.longlong[::1] = hits.last
    after: cython.longlong[::1] = hits.last_offset
    cds_start: cython.longlong[::1] = transcripts.cds_start
    accession: cython.int[::1] = transcripts.label
    exonic: cython.int[::1] = transcripts.exonic
    letters: cython.const[cython.uchar][::1] = ground.labels.data
    label_ends: cython.longlong[::1] = ground.labels.ends
    name_ends: cython.longlong[::1] = coding.ends
    hit: cython.Py_ssize_t
    label: cython.int
    name: cython.longlong
    with cython.nogil:
        for hit in range(len(on)):
            label = accession[on[hit]]
            name = find_start(name_ends, hit)
            if name < name_ends[hit] and (cds_start[on[hit]] >= 0 or _is_rna(letters, find_start(label_ends, label))):
                out.put_text(labels, label)
                out.put_letters(words, 0, 3)
                if before[hit] == 0 and after[hit] == 0:
                    label = exonic[on[hit]]
                    name += label_ends[label] - find_start(label_ends, label)
                    _write_as_rna(out, names, name, name_ends[hit])
                else:
                    if _is_splice_site(first[hit], before[hit], last[hit], after[hit]):
                        out.put_letters(words, 3, 6)
                    out.put(ord("?"))
            ends[hit] = out.at


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
def _write_as_rna(out: Buffer, names: Letters, start: cython.longlong, end: cython.longlong) -> cython.void:
    """Write a change in parentheses as RNA spells it: small letters, with u for t (RNA, general)."""
    place: cython.Py_ssize_t
    out.put(ord("("))
    change: cython.Py_ssize_t = out.at
    out.put_letters(names, start, end)
    for place in range(change, out.at):
        if out.data[place] == ord("T"):
            out.data[place] = ord("u")
        elif ord("A") <= out.data[place] <= ord("Z"):
            out.data[place] += 32
    out.put(ord(")"))


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
    data = bytearray(_measure_terms(hits, terms))
    _fill_terms(hits, terms, data, ends)
    return cut(data, ends)


def _measure_terms(hits: Hits, terms: Column) -> int:
    """Return how many bytes the terms have at most: that of a sign more for each hit."""
    bits: cython.int[::1] = hits.terms
    name_ends: cython.longlong[::1] = terms.ends
    hit: cython.Py_ssize_t
    term: cython.int
    total: cython.longlong = 0
    with cython.nogil:
        for hit in range(len(bits)):
            for term in range(len(name_ends)):
                if bits[hit] >> term & 1:
                    total += name_ends[term] - find_start(name_ends, term) + 1
    return total


def _fill_terms(hits: Hits, terms: Column, data: bytearray, text_ends: array[int]) -> None:
    out: Buffer = Buffer(data)
    names: Texts = Texts(terms)
    ends: cython.longlong[::1] = text_ends
    bits: cython.int[::1] = hits.terms
    hit: cython.Py_ssize_t
    term: cython.int
    start: cython.Py_ssize_t
    with cython.nogil:
        for hit in range(len(bits)):
            start = out.at
            for term in range(len(names.ends)):
                if bits[hit] >> term & 1:
                    if out.at > start:
                        out.put(ord("&"))
                    out.put_text(names, term)
            ends[hit] = out.at


def write_codes(places: Places, hits: Hits, proteins: Proteins, notes: bytearray | None = None) -> Column:
    """Return the codes of each row, joined by commas in the order of the pipeline.

    W4003 is said where GRCh37 has no such place, W4002 where the protein of the row's first hit cannot be predicted.
    `notes` holds the bits of what the
    reading of names says: 1 for W1002, 2 for W1004, 4 for W2004.
    """
    bits = counts(len(places))
    _find_codes(places, hits, proteins, notes if notes is not None else bytearray(len(places)), bits)
    texts = [",".join(code for code, bit in _CODES.items() if bit & found) for found in range(2 * max(_CODES.values()))]
    return take(make_column(texts), bits)


def _find_codes(places: Places, hits: Hits, proteins: Proteins, notes: bytearray, found: array[int]) -> None:
    bits: cython.int[::1] = found
    state: cython.const[cython.uchar][::1] = places.state
    way: cython.int[::1] = places.way
    noted: cython.const[cython.uchar][::1] = notes
    row_end: cython.longlong[::1] = hits.row_end
    kinds: cython.const[cython.uchar][::1] = proteins.kind
    done: cython.int = DONE
    unknown: cython.int = P_UNKNOWN
    no_place: cython.int = _NO_PLACE
    no_prediction: cython.int = _NO_PREDICTION
    row: cython.Py_ssize_t
    hit: cython.longlong
    with cython.nogil:
        for row in range(len(state)):
            if state[row] == done:
                hit = find_start(row_end, row)
                bits[row] = noted[row] | (no_place if way[row] == 0 else 0)
                if hit < row_end[row] and kinds[hit] == unknown:
                    bits[row] |= no_prediction
