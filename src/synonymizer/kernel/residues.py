# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Names of protein changes as a column of text, as `notations.protein` writes the recommended one.

Source: HGVS nomenclature 21.0, protein recommendations; a prediction stands in parentheses, but for `p.?` and `p.0?`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

from synonymizer.kernel.lines import cut
from synonymizer.kernel.tables import NO_PROTEIN_CHANGE, P_IDENTITY, Column, make_column, numbers

if cython.compiled:
    from cython.cimports.synonymizer.kernel.digits import copy, find_start, write_number
else:
    from synonymizer.kernel.digits import copy, find_start, write_number

if TYPE_CHECKING:
    from array import array

    from synonymizer.kernel.tables import Ground, Hits, Proteins

ROOM = 64
"""More bytes than stand in a name beside its label and its new residues."""

_CODES = b"AlaAsxCysAspGluPheGlyHisIleXleLysLeuMetAsnPylProGlnArgSerThrSecValTrpXaaTyrGlxTer"
"""Three-letter codes in the order of the one-letter codes, A to Z, and that of a stop."""

_WORDS = make_column(["", "", "=", "del", "dup", "ins", "delins", "fsTer", "extTer", "?", "?", "0?"])
"""How each kind of change is written behind its place."""

_PLAIN, _NEW_BEHIND, _NEW_BEFORE, _WHOLE = range(4)
"""What is written beside the word: nothing, new residues, the new residue and the new stop; or not even a place."""

_FORMS = bytes(
    (
        _PLAIN,
        _NEW_BEHIND,
        _PLAIN,
        _PLAIN,
        _PLAIN,
        _NEW_BEHIND,
        _NEW_BEHIND,
        _NEW_BEFORE,
        _NEW_BEFORE,
        _PLAIN,
        _WHOLE,
        _WHOLE,
    )
)
"""The form of each kind."""


def write_protein(hits: Hits, proteins: Proteins, ground: Ground) -> Column:
    """Return the recommended p. name of each hit; "" where nothing changes it, or it has no accession."""
    ends = numbers(len(hits))
    data = bytearray(_measure(hits, proteins, ground))
    _fill(hits, proteins, ground, data, ends)
    return cut(data, ends)


def _measure(hits: Hits, proteins: Proteins, ground: Ground) -> int:
    """Return how many bytes the names have at most."""
    on: cython.int[::1] = hits.transcript
    kinds: cython.const[cython.uchar][::1] = proteins.kind
    inserted: cython.int[::1] = proteins.inserted
    label: cython.int[::1] = ground.transcripts.protein
    label_ends: cython.longlong[::1] = ground.labels.ends
    room: cython.longlong = ROOM
    none: cython.int = NO_PROTEIN_CHANGE
    total: cython.longlong = 0
    hit: cython.Py_ssize_t
    with cython.nogil:
        for hit in range(len(on)):
            if kinds[hit] != none:
                total += label_ends[label[on[hit]]] - find_start(label_ends, label[on[hit]]) + 3 * inserted[hit] + room
    return total


def _fill(hits: Hits, proteins: Proteins, ground: Ground, data: bytearray, text_ends: array[int]) -> None:
    out: cython.uchar[::1] = data
    ends: cython.longlong[::1] = text_ends
    on: cython.int[::1] = hits.transcript
    kinds: cython.const[cython.uchar][::1] = proteins.kind
    first: cython.int[::1] = proteins.first
    last: cython.int[::1] = proteins.last
    first_residue: cython.const[cython.uchar][::1] = proteins.first_residue
    last_residue: cython.const[cython.uchar][::1] = proteins.last_residue
    inserted_at: cython.longlong[::1] = proteins.inserted_at
    inserted: cython.int[::1] = proteins.inserted
    stop: cython.int[::1] = proteins.stop
    letters: cython.const[cython.uchar][::1] = proteins.letters
    has_protein: cython.const[cython.uchar][::1] = ground.transcripts.has_protein
    label: cython.int[::1] = ground.transcripts.protein
    labels: cython.const[cython.uchar][::1] = ground.labels.data
    label_ends: cython.longlong[::1] = ground.labels.ends
    codes: cython.const[cython.uchar][::1] = _CODES
    words: cython.const[cython.uchar][::1] = _WORDS.data
    word_ends: cython.longlong[::1] = _WORDS.ends
    forms: cython.const[cython.uchar][::1] = _FORMS
    none: cython.int = NO_PROTEIN_CHANGE
    identity: cython.int = P_IDENTITY
    whole: cython.int = _WHOLE
    before: cython.int = _NEW_BEFORE
    behind: cython.int = _NEW_BEHIND
    hit: cython.Py_ssize_t
    kind: cython.int
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for hit in range(len(on)):
            kind = kinds[hit]
            if kind != none and has_protein[on[hit]]:
                at = copy(labels, find_start(label_ends, label[on[hit]]), label_ends[label[on[hit]]], out, at)
                if forms[kind] == whole:
                    at = copy(words, word_ends[kind - 1], word_ends[kind], out, at)
                else:
                    out[at] = ord("(")
                    at += 1
                    if kind != identity or 0 <= first[hit] == last[hit]:  # no `=` stands over a range of residues
                        at = _spell(codes, first_residue[hit], out, at)
                        at = write_number(out, at, first[hit] + 1)
                        if first[hit] != last[hit]:
                            out[at] = ord("_")
                            at = _spell(codes, last_residue[hit], out, at + 1)
                            at = write_number(out, at, last[hit] + 1)
                    if forms[kind] == before:
                        at = _spell_all(codes, letters, inserted_at[hit], inserted[hit], out, at)
                    at = copy(words, word_ends[kind - 1], word_ends[kind], out, at)
                    if forms[kind] == before:
                        at = _write_stop(stop[hit], out, at)
                    elif forms[kind] == behind:
                        at = _write_inserted(codes, letters, inserted_at[hit], inserted[hit], out, at)
                    out[at] = ord(")")
                    at += 1
            ends[hit] = at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _spell(
    codes: cython.const[cython.uchar][::1], residue: cython.uchar, out: cython.uchar[::1], at: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Write one residue in three letters."""
    code: cython.Py_ssize_t = 78 if residue == ord("*") else 3 * (residue - ord("A"))
    return copy(codes, code, code + 3, out, at)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _spell_all(
    codes: cython.const[cython.uchar][::1],
    letters: cython.const[cython.uchar][::1],
    start: cython.longlong,
    count: cython.longlong,
    out: cython.uchar[::1],
    at: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Write residues in three letters each."""
    place: cython.longlong
    for place in range(start, start + count):
        at = _spell(codes, letters[place], out, at)
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_stop(stop: cython.longlong, out: cython.uchar[::1], at: cython.Py_ssize_t) -> cython.Py_ssize_t:
    """Write where the new stop is, which may not be known."""
    if stop < 0:
        out[at] = ord("?")
        return at + 1
    return write_number(out, at, stop)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_inserted(
    codes: cython.const[cython.uchar][::1],
    letters: cython.const[cython.uchar][::1],
    start: cython.longlong,
    count: cython.longlong,
    out: cython.uchar[::1],
    at: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Write new residues; several that are not known are counted, up to a stop where they end in one."""
    unknown: cython.longlong = 0
    while unknown < count and letters[start + unknown] == ord("X"):
        unknown += 1
    if count > 1 and unknown == count:
        at = _spell(codes, ord("X"), out, at)
        out[at] = ord("[")
        at = write_number(out, at + 1, count)
        out[at] = ord("]")
        return at + 1
    if count > 1 and unknown == count - 1 and letters[start + unknown] == ord("*"):
        at = _spell(codes, ord("*"), out, at)
        return write_number(out, at, count)
    return _spell_all(codes, letters, start, count, out, at)
