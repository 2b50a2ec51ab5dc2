# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""A buffer in which names are written one behind the other, and what is copied into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.digits import find_start, write_number
else:
    from synonymizer.kernel.digits import find_start, write_number

if TYPE_CHECKING:
    from mmap import mmap

    from synonymizer.kernel.tables import Column


@cython.cclass
class Letters:
    """Letters of which some are copied: bases, residues."""

    def __init__(self, data: bytes | bytearray | mmap) -> None:
        self.data = data


@cython.cclass
class Texts(Letters):
    """A column of texts to copy: labels, words."""

    def __init__(self, column: Column) -> None:
        Letters.__init__(self, column.data)
        self.ends = column.ends


@cython.cclass
class Buffer:
    """Names to be, written up to `at`. It does not grow: it has been made long enough."""

    def __init__(self, data: bytearray) -> None:
        self.data = data
        self.at = 0

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def put(self, letter: cython.uchar) -> cython.void:
        """Write one letter."""
        self.data[self.at] = letter
        self.at += 1

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def put_number(self, value: cython.longlong) -> cython.void:
        """Write a number from 0 to 10**18 - 1."""
        self.at = write_number(self.data, self.at, value)

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def put_letters(self, letters: Letters, start: cython.longlong, end: cython.longlong) -> cython.void:
        """Copy letters [start, end)."""
        at: cython.Py_ssize_t = self.at
        place: cython.longlong
        for place in range(start, end):
            self.data[at] = letters.data[place]
            at += 1
        self.at = at

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def put_text(self, texts: Texts, row: cython.Py_ssize_t) -> cython.void:
        """Copy the text of a row."""
        self.put_letters(texts, find_start(texts.ends, row), texts.ends[row])
