"""A dictionary of bounded size, for what is kept so that it need not be made again."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(dict[Key, Value]):
    """Holds the entries that came last; the first to come goes when there is no more room.

    >>> kept = Recent(2)
    >>> for name in ("a", "b", "c"):
    ...     kept[name] = name.upper()
    >>> kept
    {'b': 'B', 'c': 'C'}
    """

    __slots__ = ("_room",)

    def __init__(self, room: int) -> None:
        """Make room for so many entries."""
        super().__init__()
        self._room = room

    def __setitem__(self, key: Key, value: Value) -> None:
        if len(self) >= self._room and key not in self:
            del self[next(iter(self))]
        super().__setitem__(key, value)
