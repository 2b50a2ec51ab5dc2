# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Alleles where nothing at all is held, which most of a genome's are when the data is that of some genes."""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

from synonymizer.kernel.tables import DONE, OUTSIDE

if cython.compiled:
    from cython.cimports.synonymizer.kernel.search import find_last
else:
    from synonymizer.kernel.search import find_last

if TYPE_CHECKING:
    from array import array

    from synonymizer.kernel.tables import Alleles, Held


def mark_outside(alleles: Alleles, regions: array[int], held: Held) -> None:
    """Mark alleles that lie on a known contig and touch nothing of what is held on it (`OUTSIDE`).

    Args:
        alleles: the rows; their states are changed.
        regions: the region of each; one that has any is left alone.
        held: what is held of every contig.
    """
    state: cython.uchar[::1] = alleles.state
    contig: cython.int[::1] = alleles.contig
    start: cython.longlong[::1] = alleles.start
    end: cython.longlong[::1] = alleles.end
    region: cython.int[::1] = regions
    lengths: cython.longlong[::1] = held.length
    first: cython.longlong[::1] = held.first
    starts: cython.longlong[::1] = held.start
    ends: cython.longlong[::1] = held.end
    row: cython.Py_ssize_t
    found: cython.Py_ssize_t
    one: cython.int
    with cython.nogil:
        for row in range(len(state)):
            one = contig[row]
            if state[row] != DONE or region[row] >= 0 or one < 0:
                continue
            if start[row] < 0 or end[row] <= start[row] or end[row] > lengths[one]:
                continue
            found = find_last(starts, first[one], first[one + 1], end[row])
            if found < first[one] or ends[found] < start[row]:
                state[row] = OUTSIDE
