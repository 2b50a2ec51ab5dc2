# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Numbers and pieces of text put into a buffer, which the caller has made long enough."""

from __future__ import annotations

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def write_number(out: cython.uchar[::1], at: cython.Py_ssize_t, value: cython.longlong) -> cython.Py_ssize_t:
    """Write a number from 0 to 10**18 - 1, from `at` on; return the place behind it."""
    end: cython.Py_ssize_t = at + 1
    limit: cython.longlong = 10
    while value >= limit:
        limit *= 10
        end += 1
    place: cython.Py_ssize_t = end
    while place > at:
        place -= 1
        out[place] = ord("0") + value % 10
        value //= 10
    return end


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def copy(
    source: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    out: cython.uchar[::1],
    at: cython.Py_ssize_t,
) -> cython.Py_ssize_t:
    """Copy bytes [start, end) of a text to `at`; return the place behind them."""
    place: cython.Py_ssize_t
    for place in range(start, end):
        out[at] = source[place]
        at += 1
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def find_start(ends: cython.longlong[::1], row: cython.Py_ssize_t) -> cython.longlong:
    """Return where a row begins that ends at `ends[row]`: where the one before it ends."""
    return ends[row - 1] if row > 0 else 0
