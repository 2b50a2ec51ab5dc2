"""Memory for what regions hold, so that a whole genome is worked in the room of some of it.

Regions take their places one behind the other, and from the beginning again when the end is reached: those in the way
give up theirs, but for those that are held. When everything is held there is more room; what has a place keeps it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from mmap import mmap
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container

BUDGET = 1 << 29
"""Bytes for bases and messages that are loaded at once, where what is held together needs no more."""


_STEP = 16
"""Bytes that divide every place, for which the kernel writes faster."""


class _Slot(NamedTuple):
    """A place that is taken."""

    start: int
    end: int
    owner: int


class Arena:
    """Gives places of one buffer to owners, which are told apart by numbers."""

    def __init__(self, size: int) -> None:
        self.data = mmap(-1, max(size + -size % _STEP, _STEP))
        self._slots: list[_Slot] = []
        self._next = 0

    def take(self, owner: int, size: int, held: Container[int]) -> tuple[int, tuple[int, ...]]:
        """Take a place for an owner.

        Args:
            owner: who takes it, and has none.
            size: how many bytes.
            held: the owners that keep theirs.

        Returns:
            Where it begins, and the owners who gave up their places for it. `data` may be another buffer now, in which
            what is held is as it was.
        """
        size += -size % _STEP
        place = self._find(self._next, size, held)
        if place is None:
            place = self._find(0, size, held)
        if place is None:
            place = len(self.data)
            self._grow(place + size)
        end = place + size
        first = bisect_left(self._slots, place, key=lambda slot: slot.end - 1)
        last = bisect_left(self._slots, end, key=lambda slot: slot.start)
        gone = tuple(slot.owner for slot in self._slots[first:last])
        del self._slots[first:last]
        insort(self._slots, _Slot(place, end, owner))
        self._next = end
        return place, gone

    def _find(self, place: int, size: int, held: Container[int]) -> int | None:
        """Return the first place from one on where nothing that is held is in the way."""
        first = bisect_left(self._slots, place, key=lambda slot: slot.end - 1)
        for slot in self._slots[first:]:
            if slot.start >= place + size:
                break
            if slot.owner in held:
                place = slot.end
        return place if place + size <= len(self.data) else None

    def _grow(self, need: int) -> None:
        larger = mmap(-1, max(need, 2 * len(self.data)))
        larger[: len(self.data)] = self.data[:]
        self.data = larger
