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

LETTERS = bytes(b"ACGT"[packed >> shift & 3] for packed in range(256) for shift in (6, 4, 2, 0))
"""The four bases of each byte."""


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
    four: cython.longlong
    place: cython.longlong = at
    first: cython.longlong = start
    last: cython.longlong = end
    whole: cython.longlong
    if not 0 <= first <= last <= 4 * len(packed) or place < 0 or place + last - first > len(out):
        raise ValueError(f"bases {start} to {end} do not fit")
    with cython.nogil:
        whole = min(first + (-first & 3), last)
        for base in range(first, whole):
            target[place] = letters[4 * source[base >> 2] + (base & 3)]
            place += 1
        for base in range(whole >> 2, last >> 2):
            four = 4 * source[base]
            target[place] = letters[four]
            target[place + 1] = letters[four + 1]
            target[place + 2] = letters[four + 2]
            target[place + 3] = letters[four + 3]
            place += 4
        for base in range(max(whole, last & ~3), last):
            target[place] = letters[4 * source[base >> 2] + (base & 3)]
            place += 1
