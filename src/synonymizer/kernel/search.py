# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Look for a place among sorted ones."""

from __future__ import annotations

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def find_last(
    values: cython.longlong[::1], low: cython.Py_ssize_t, high: cython.Py_ssize_t, place: cython.longlong
) -> cython.Py_ssize_t:
    """Return the last of the rows [low, high) of a sorted column whose value is at or before a place.

    Returns:
        Its index; `low - 1` when there is none.
    """
    while low < high:
        middle: cython.Py_ssize_t = (low + high) >> 1
        if values[middle] <= place:
            low = middle + 1
        else:
            high = middle
    return low - 1
