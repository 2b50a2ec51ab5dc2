# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Look up what the labels of names name, in an open-addressing hash of their letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.kernel.tables import DONE, counts

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if TYPE_CHECKING:
    from array import array

    from synonymizer.kernel.tables import Labels, Names


def look_up(names: Names, labels: Labels) -> array[int]:
    """Fill in what the labels of names name, and return the rows of those that the table does not hold."""
    text: cython.const[cython.uchar][::1] = names.letters
    state: cython.uchar[::1] = names.state
    start: cython.longlong[::1] = names.label_at
    end: cython.longlong[::1] = names.label_end
    kind: cython.uchar[::1] = names.label_kind
    target: cython.int[::1] = names.target
    slots: cython.int[::1] = labels.slots
    held: cython.const[cython.uchar][::1] = labels.texts.data
    ends: cython.longlong[::1] = labels.texts.ends
    kinds: cython.const[cython.uchar][::1] = labels.kind
    targets: cython.int[::1] = labels.target
    missing = counts(len(names))
    unknown: cython.int[::1] = missing
    row: cython.Py_ssize_t
    label: cython.Py_ssize_t
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(len(state)):
            if state[row] != DONE:
                continue
            label = _find_label(text, start[row], end[row], slots, held, ends)
            if label < 0:
                unknown[count] = row
                count += 1
            else:
                kind[row] = kinds[label]
                target[row] = targets[label]
    return missing[:count]


def hash_label(text: bytes) -> int:
    """Return the number by which a label finds its slot: FNV-1a, cut to 31 bits."""
    letters: cython.const[cython.uchar][::1] = text
    return _hash(letters, 0, len(letters))


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _hash(text: cython.const[cython.uchar][::1], start: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.longlong:
    value: cython.longlong = 18652613
    place: cython.Py_ssize_t
    for place in range(start, end):
        value = ((value ^ text[place]) * 16777619) & 0x7FFFFFFF
    return value


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _find_label(
    text: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    slots: cython.int[::1],
    held: cython.const[cython.uchar][::1],
    ends: cython.longlong[::1],
) -> cython.Py_ssize_t:
    """Return the row of a label, -1 where the table does not hold it."""
    mask: cython.longlong = len(slots) - 1
    slot: cython.longlong = _hash(text, start, end) & mask
    label: cython.Py_ssize_t
    at: cython.Py_ssize_t
    while slots[slot]:
        label = slots[slot] - 1
        at = ends[label - 1] if label else 0
        if ends[label] - at == end - start and _is_same(text, start, held, at, end - start):
            return label
        slot = (slot + 1) & mask
    return -1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_same(
    text: cython.const[cython.uchar][::1],
    start: cython.Py_ssize_t,
    other: cython.const[cython.uchar][::1],
    at: cython.Py_ssize_t,
    size: cython.Py_ssize_t,
) -> cython.bint:
    place: cython.Py_ssize_t
    for place in range(size):
        if text[start + place] != other[at + place]:
            return False
    return True
