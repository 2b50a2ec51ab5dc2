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


FOURS = memoryview(LETTERS).cast("I")
"""The same, four letters in one number as this machine stores it."""


def unpack(packed: bytes, start: int, end: int, out: bytearray | mmap, at: int) -> None:
    """Write bases [start, end) of packed ones into a buffer, from `at` on; the first base is highest in its byte.

    Four are written at once where a byte's first base has a place in the buffer that four divides.

    >>> out = bytearray(3)
    >>> unpack(bytes([0b00011011]), 1, 4, out, 0)
    >>> out
    bytearray(b'CGT')
    """
    if not 0 <= start <= end <= 4 * len(packed) or at < 0 or at + end - start > len(out):
        raise ValueError(f"bases {start} to {end} do not fit")
    low, high = (start + 3) // 4, end // 4
    place = at + 4 * low - start
    if low >= high:
        _write_each(packed, start, end, out, at)
        return
    _write_each(packed, start, 4 * low, out, at)
    if place % 4:
        _write_bytes(packed, low, high, out, place)
    else:
        with memoryview(out) as view, view[place : place + 4 * (high - low)].cast("I") as target:
            _write_fours(packed, low, high, target)
    _write_each(packed, 4 * high, end, out, place + 4 * (high - low))


def _write_each(packed: bytes, start: int, end: int, out: bytearray | mmap, at: int) -> None:
    source: cython.const[cython.uchar][::1] = packed
    target: cython.uchar[::1] = out
    letters: cython.const[cython.uchar][::1] = LETTERS
    base: cython.longlong
    first: cython.longlong = start
    last: cython.longlong = end
    shift: cython.longlong = at - start
    with cython.nogil:
        for base in range(first, last):
            target[base + shift] = letters[4 * source[base >> 2] + (base & 3)]


def _write_bytes(packed: bytes, low: int, high: int, out: bytearray | mmap, at: int) -> None:
    """Write the bases of whole bytes letter by letter."""
    source: cython.const[cython.uchar][::1] = packed
    target: cython.uchar[::1] = out
    letters: cython.const[cython.uchar][::1] = LETTERS
    index: cython.Py_ssize_t
    first: cython.Py_ssize_t = low
    last: cython.Py_ssize_t = high
    place: cython.Py_ssize_t = at
    four: cython.Py_ssize_t
    with cython.nogil:
        for index in range(first, last):
            four = 4 * source[index]
            target[place] = letters[four]
            target[place + 1] = letters[four + 1]
            target[place + 2] = letters[four + 2]
            target[place + 3] = letters[four + 3]
            place += 4


def _write_fours(packed: bytes, low: int, high: int, out: memoryview) -> None:
    """Write the bases of whole bytes four by four."""
    source: cython.const[cython.uchar][::1] = packed
    target: cython.uint[::1] = out
    fours: cython.const[cython.uint][::1] = FOURS
    index: cython.Py_ssize_t
    first: cython.Py_ssize_t = low
    size: cython.Py_ssize_t = high - low
    with cython.nogil:
        for index in range(size):
            target[index] = fours[source[first + index]]
