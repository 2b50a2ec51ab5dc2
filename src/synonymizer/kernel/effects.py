# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What each allele does to each transcript, in Sequence Ontology terms.

This is the second half of `consequence` in columns, by the same sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.kernel.tables import (
    DEL,
    DONE,
    DUP,
    INS,
    NO_PROTEIN_CHANGE,
    P_EXTENSION,
    P_FRAMESHIFT,
    P_IDENTITY,
    P_NONE,
    P_START_LOST,
    P_UNKNOWN,
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
    from synonymizer.kernel.tables import Ground, Hits, Places, Proteins

(
    TRANSCRIPT_ABLATION,
    SPLICE_ACCEPTOR,
    SPLICE_DONOR,
    STOP_GAINED,
    FRAMESHIFT,
    STOP_LOST,
    START_LOST,
    INFRAME_INSERTION,
    INFRAME_DELETION,
    MISSENSE,
    PROTEIN_ALTERING,
    SPLICE_REGION,
    START_RETAINED,
    STOP_RETAINED,
    SYNONYMOUS,
    CODING_SEQUENCE,
    UTR_5_PRIME,
    UTR_3_PRIME,
    NON_CODING_EXON,
    INTRON,
) = (1 << bit for bit in range(20))
"""Bits of the terms, in the order of `consequence.TERMS`."""


def find_terms(places: Places, hits: Hits, proteins: Proteins, ground: Ground) -> None:
    """Fill the column `terms` of hits.

    Args:
        places: alleles on GRCh38.
        hits: the names of these alleles on transcripts.
        proteins: what each hit makes of the protein.
        ground: the reference data.
    """
    effects: _Effects = _Effects(places, hits, proteins, ground)
    state: cython.uchar[::1] = places.state
    rows: cython.int[::1] = hits.row
    terms: cython.int[::1] = hits.terms
    hit: cython.Py_ssize_t
    with cython.nogil:
        for hit in range(len(rows)):
            if state[rows[hit]] == DONE:
                terms[hit] = _find_terms(effects, hit, rows[hit])


@cython.cclass
class _Effects:
    """All columns that terms depend on."""

    kind: cython.uchar[::1]
    deleted: cython.int[::1]
    inserted: cython.int[::1]
    transcript: cython.int[::1]
    first: cython.longlong[::1]
    first_offset: cython.longlong[::1]
    last: cython.longlong[::1]
    last_offset: cython.longlong[::1]
    length: cython.longlong[::1]
    cds_start: cython.longlong[::1]
    cds_end: cython.longlong[::1]
    exon_at: cython.longlong[::1]
    exon_count: cython.int[::1]
    exon_first: cython.longlong[::1]
    exon_number: cython.int[::1]
    protein: cython.uchar[::1]
    codon: cython.int[::1]
    last_codon: cython.int[::1]
    last_residue: cython.uchar[::1]
    residues_at: cython.longlong[::1]
    residues: cython.int[::1]
    letters: cython.uchar[::1]

    def __init__(self, places: Places, hits: Hits, proteins: Proteins, ground: Ground) -> None:
        transcripts, exons = ground.transcripts, ground.exons
        self.kind, self.deleted, self.inserted = places.kind, places.deleted, places.inserted
        self.transcript = hits.transcript
        self.first, self.first_offset = hits.first, hits.first_offset
        self.last, self.last_offset = hits.last, hits.last_offset
        self.length = transcripts.length
        self.cds_start, self.cds_end = transcripts.cds_start, transcripts.cds_end
        self.exon_at, self.exon_count = transcripts.exon_at, transcripts.exon_count
        self.exon_first, self.exon_number = exons.first, exons.number
        self.protein, self.codon, self.last_codon = proteins.kind, proteins.first, proteins.last
        self.last_residue = proteins.last_residue
        self.residues_at, self.residues, self.letters = proteins.inserted_at, proteins.inserted, proteins.letters


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_terms(effects: _Effects, hit: cython.Py_ssize_t, row: cython.Py_ssize_t) -> cython.int:
    """Return the terms of one hit: on its introns, on the parts of its exons, and on its protein."""
    kind: cython.int = effects.kind[row]
    transcript: cython.Py_ssize_t = effects.transcript[hit]
    found: cython.int = _find_splice_terms(effects, hit, transcript, kind)
    start: cython.longlong
    end: cython.longlong
    if kind in (INS, DUP):  # the place of the new bases
        if effects.first_offset[hit] != 0 or effects.last_offset[hit] != 0:
            return found
        start = end = effects.last[hit] + (kind == DUP)
    else:
        start = effects.first[hit] + (effects.first_offset[hit] > 0)
        end = effects.last[hit] + (effects.last_offset[hit] >= 0)
        if start >= end:
            return found
    found |= _find_exon_terms(effects, transcript, start, end, kind)
    if effects.protein[hit] != NO_PROTEIN_CHANGE:
        found &= ~CODING_SEQUENCE
        found |= _find_protein_terms(effects, hit, row, start, end)
    return found


# ---------------------------------------------------------------- introns


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _order(base: cython.longlong, offset: cython.longlong) -> cython.longlong:
    """Return a number by which places of the unspliced transcript are in its order; offsets have less than 32 bits."""
    return (base << 32) + offset


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_splice_terms(
    effects: _Effects, hit: cython.Py_ssize_t, transcript: cython.Py_ssize_t, kind: cython.int
) -> cython.int:
    """Name what happens to introns and to the splice sites at their ends."""
    low: cython.Py_ssize_t = effects.exon_at[transcript]
    high: cython.Py_ssize_t = low + effects.exon_count[transcript]
    first_base: cython.longlong = effects.first[hit]
    last_base: cython.longlong = effects.last[hit]
    first: cython.longlong = _order(first_base, effects.first_offset[hit])
    last: cython.longlong = _order(last_base, effects.last_offset[hit])
    found: cython.int = 0
    exon: cython.Py_ssize_t
    if kind == DUP:  # the copy arrives behind the bases that the name gives
        first, first_base = last, last_base
        exon = find_last(effects.exon_first, low, high, last_base + 1)
        if effects.last_offset[hit] != 0 or _begins(effects, low, exon, last_base + 1):
            last += 1
        else:
            last_base += 1
            last = _order(last_base, 0)
    exon = find_last(effects.exon_first, low, high, first_base - 3) + 1
    while exon < high and effects.exon_first[exon] <= last_base + 3:
        if _begins(effects, low, exon, effects.exon_first[exon]):
            found |= _find_terms_at(first, last, effects.exon_first[exon], kind in (INS, DUP))
        exon += 1
    return found & ~SPLICE_REGION if found & (SPLICE_DONOR | SPLICE_ACCEPTOR) else found


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _begins(effects: _Effects, low: cython.Py_ssize_t, exon: cython.Py_ssize_t, base: cython.longlong) -> cython.bint:
    """Whether an exon behind an intron begins with a base of the transcript, and not only another block of one."""
    return (
        exon > low and effects.exon_first[exon] == base and effects.exon_number[exon] != effects.exon_number[exon - 1]
    )


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_terms_at(
    first: cython.longlong, last: cython.longlong, acceptor: cython.longlong, added: cython.bint
) -> cython.int:
    """Name what happens to one intron, the one before transcript base `acceptor`, and to the exons' ends beside it."""
    donor: cython.longlong = _order(acceptor - 1, 0)
    behind: cython.longlong = _order(acceptor, 0)
    found: cython.int = 0
    if _touches(first, last, donor + 1, donor + 2, added):
        found |= SPLICE_DONOR
    if _touches(first, last, behind - 2, behind - 1, added):
        found |= SPLICE_ACCEPTOR
    if _touches(first, last, donor + (2 if added else 3), behind - (2 if added else 3), added):
        found |= INTRON
    if _is_in_region(first, last, donor, behind, added):
        found |= SPLICE_REGION
    return found


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _touches(
    first: cython.longlong, last: cython.longlong, start: cython.longlong, end: cython.longlong, added: cython.bint
) -> cython.bint:
    """Whether bases `first` to `last` overlap those from `start` to `end`; new bases, whether they arrive in them."""
    return (start <= first and last <= end) if added else (start <= last and first <= end)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_in_region(
    first: cython.longlong, last: cython.longlong, donor: cython.longlong, behind: cython.longlong, added: cython.bint
) -> cython.bint:
    """Whether an edit touches the three bases of an exon beside an intron, or its bases 3 to 8."""
    before: cython.longlong = _order((donor >> 32) - 2, 0)
    after: cython.longlong = _order((behind >> 32) + 2, 0)
    if added:
        return _touches(first, last, before, donor + 8, True) or _touches(first, last, behind - 8, after, True)
    return (
        _touches(first, last, before, donor, False)
        or _touches(first, last, donor + 3, donor + 8, False)
        or _touches(first, last, behind - 8, behind - 3, False)
        or _touches(first, last, behind, after, False)
    )


# ---------------------------------------------------------------- exons and the protein


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_exon_terms(
    effects: _Effects,
    transcript: cython.Py_ssize_t,
    start: cython.longlong,
    end: cython.longlong,
    kind: cython.int,
) -> cython.int:
    """Name the parts of the spliced transcript that bases [start, end) lie in."""
    cds_start: cython.longlong = effects.cds_start[transcript]
    cds_end: cython.longlong = effects.cds_end[transcript]
    found: cython.int = 0
    if kind == DEL and start == 0 and end == effects.length[transcript]:
        return TRANSCRIPT_ABLATION
    if cds_start < 0:
        return NON_CODING_EXON
    if start < cds_start or end == cds_start:
        found |= UTR_5_PRIME
    if end > cds_end or start == cds_end:
        found |= UTR_3_PRIME
    if start < cds_end and end > cds_start:
        found |= CODING_SEQUENCE
    return found


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_protein_terms(
    effects: _Effects,
    hit: cython.Py_ssize_t,
    row: cython.Py_ssize_t,
    start: cython.longlong,
    end: cython.longlong,
) -> cython.int:
    """Name what an edit of bases [start, end) of the transcript does to the protein."""
    protein: cython.int = effects.protein[hit]
    cds_end: cython.longlong = effects.cds_end[effects.transcript[hit]]
    term: cython.int = _find_frame_term(effects, row)
    if protein in (P_FRAMESHIFT, P_EXTENSION):
        return (term & FRAMESHIFT) | (STOP_LOST if start < cds_end and end > cds_end - 3 else term)
    if protein == P_IDENTITY:
        if effects.last_residue[hit] == 42:  # "*"
            return STOP_RETAINED
        return START_RETAINED if effects.codon[hit] == 0 == effects.last_codon[hit] else SYNONYMOUS
    if protein == P_START_LOST:
        return START_LOST
    if protein == P_NONE:
        return START_LOST | STOP_LOST
    if protein == P_UNKNOWN:
        return CODING_SEQUENCE
    return _find_exchange_terms(effects, hit, row, term)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_exchange_terms(
    effects: _Effects, hit: cython.Py_ssize_t, row: cython.Py_ssize_t, term: cython.int
) -> cython.int:
    """Name an exchange, loss or gain of residues; `term` says what the edit does to the reading frame."""
    found: cython.int = 0
    index: cython.Py_ssize_t
    for index in range(effects.residues_at[hit], effects.residues_at[hit] + effects.residues[hit]):
        if effects.letters[index] == 42:  # "*"
            found = STOP_GAINED
    if effects.inserted[row] == effects.deleted[row]:
        if found:
            return found
        if effects.last_codon[hit] - effects.codon[hit] + 1 == effects.residues[hit]:
            return MISSENSE
    return found | term


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_frame_term(effects: _Effects, row: cython.Py_ssize_t) -> cython.int:
    """Say what an edit does to the reading frame, or to the residues in it."""
    kind: cython.int = effects.kind[row]
    change: cython.int = effects.inserted[row] - effects.deleted[row]
    if (change if change > 0 else -change) % 3 > 0:
        return FRAMESHIFT
    if kind == DEL:
        return INFRAME_DELETION
    return INFRAME_INSERTION if kind in (INS, DUP) else PROTEIN_ALTERING
