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
    from cython.cimports.synonymizer.kernel.buffers import Buffer, Letters, Texts
    from cython.cimports.synonymizer.kernel.digits import find_start
else:
    from synonymizer.kernel.buffers import Buffer, Letters, Texts
    from synonymizer.kernel.digits import find_start

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
    out: Buffer = Buffer(data)
    labels: Texts = Texts(ground.labels)
    words: Texts = Texts(_WORDS)
    codes: Letters = Letters(_CODES)
    letters: Letters = Letters(proteins.letters)
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
    has_protein: cython.const[cython.uchar][::1] = ground.transcripts.has_protein
    label: cython.int[::1] = ground.transcripts.protein
    forms: cython.const[cython.uchar][::1] = _FORMS
    none: cython.int = NO_PROTEIN_CHANGE
    identity: cython.int = P_IDENTITY
    whole: cython.int = _WHOLE
    before: cython.int = _NEW_BEFORE
    behind: cython.int = _NEW_BEHIND
    hit: cython.Py_ssize_t
    kind: cython.int
    with cython.nogil:
        for hit in range(len(on)):
            kind = kinds[hit]
            if kind != none and has_protein[on[hit]]:
                out.put_text(labels, label[on[hit]])
                if forms[kind] == whole:
                    out.put_text(words, kind)
                else:
                    out.put(ord("("))
                    if kind != identity or 0 <= first[hit] == last[hit]:  # no `=` stands over a range of residues
                        _spell(out, codes, first_residue[hit])
                        out.put_number(first[hit] + 1)
                        if first[hit] != last[hit]:
                            out.put(ord("_"))
                            _spell(out, codes, last_residue[hit])
                            out.put_number(last[hit] + 1)
                    if forms[kind] == before:
                        _spell_all(out, codes, letters, inserted_at[hit], inserted[hit])
                    out.put_text(words, kind)
                    if forms[kind] == before:
                        _write_stop(out, stop[hit])
                    elif forms[kind] == behind:
                        _write_inserted(out, codes, letters, inserted_at[hit], inserted[hit])
                    out.put(ord(")"))
            ends[hit] = out.at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _spell(out: Buffer, codes: Letters, residue: cython.uchar) -> cython.void:
    """Write one residue in three letters."""
    code: cython.Py_ssize_t = 78 if residue == ord("*") else 3 * (residue - ord("A"))
    out.put_letters(codes, code, code + 3)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _spell_all(
    out: Buffer, codes: Letters, letters: Letters, start: cython.longlong, count: cython.longlong
) -> cython.void:
    """Write residues in three letters each."""
    place: cython.longlong
    for place in range(start, start + count):
        _spell(out, codes, letters.data[place])


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_stop(out: Buffer, stop: cython.longlong) -> cython.void:
    """Write where the new stop is, which may not be known."""
    if stop < 0:
        out.put(ord("?"))
    else:
        out.put_number(stop)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _write_inserted(
    out: Buffer, codes: Letters, letters: Letters, start: cython.longlong, count: cython.longlong
) -> cython.void:
    """Write new residues; several that are not known are counted, up to a stop where they end in one."""
    unknown: cython.longlong = 0
    while unknown < count and letters.data[start + unknown] == ord("X"):
        unknown += 1
    if count > 1 and unknown == count:
        _spell(out, codes, ord("X"))
        out.put(ord("["))
        out.put_number(count)
        out.put(ord("]"))
    elif count > 1 and unknown == count - 1 and letters.data[start + unknown] == ord("*"):
        _spell(out, codes, ord("*"))
        out.put_number(count)
    else:
        _spell_all(out, codes, letters, start, count)
