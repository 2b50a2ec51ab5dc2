# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Bases of the store, two bits each, as letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if TYPE_CHECKING:
    from mmap import mmap

LETTERS = b"ACGT"


def unpack(packed: bytes, start: int, end: int, out: bytearray | mmap, at: int) -> None:
    """Write bases [start, end) of packed ones into a buffer, from `at` on; the first base is highest in its byte.

    >>> out = bytearray(3)
    >>> unpack(bytes([0b00011011]), 1, 4, out, 0)
    >>> out
    bytearray(b'CGT')
    """
    source: cython.const[cython.uchar][::1] = packed
    target: cython.uchar[::1] = out
    letters: cython.const[cython.uchar][::1] = LETTERS
    base: cython.longlong
    place: cython.longlong = at
    first: cython.longlong = start
    last: cython.longlong = end
    if not 0 <= first <= last <= 4 * len(packed) or place < 0 or place + last - first > len(out):
        raise ValueError(f"bases {start} to {end} do not fit")
    with cython.nogil:
        for base in range(first, last):
            target[place] = letters[(source[base >> 2] >> (6 - 2 * (base & 3))) & 3]
            place += 1
