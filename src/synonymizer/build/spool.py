"""Data put aside by key, more than memory has room for: held until there is much of it, then in files of a folder."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from synonymizer.output import explaining

if TYPE_CHECKING:
    from pathlib import Path

_HELD = 1 << 26
"""Bytes that are held before they go to the files."""

Key = tuple[int, int]


class Spool:
    """Bytes by key, in the order in which they were added. Its files are gone when it is closed."""

    def __init__(self, folder: Path, limit: int = _HELD) -> None:
        """Put files, where there are to be any, into a folder of their own in `folder`."""
        self._folder = folder
        self._limit = limit
        self._own: TemporaryDirectory[str] | None = None
        self._held: dict[Key, bytearray] = {}
        self._size = 0
        self._files: dict[Key, str] = {}

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            self._own.cleanup()

    def add(self, key: Key, data: bytes) -> None:
        """Put data behind what there is of a key.

        Raises:
            OutputNotWritable: when the disk is full, or takes no files.
        """
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = bytearray()
        held += data
        self._size += len(data)
        if self._size > self._limit:
            self._write()

    def _write(self) -> None:
        with explaining(self._folder):
            if self._own is None:
                self._own = TemporaryDirectory(prefix=".", suffix=".partial", dir=self._folder)
            for key, held in self._held.items():
                path = self._files.setdefault(key, f"{self._own.name}/{len(self._files)}")
                with open(path, "ab") as file:
                    file.write(held)
        self._held.clear()
        self._size = 0

    def list_keys(self) -> list[Key]:
        """Return the keys in order."""
        return sorted({*self._files, *self._held})

    def read(self, key: Key) -> bytes:
        """Return what was added to a key."""
        held = bytes(self._held.get(key, b""))
        if key not in self._files:
            return held
        with open(self._files[key], "rb") as file:
            return file.read() + held
