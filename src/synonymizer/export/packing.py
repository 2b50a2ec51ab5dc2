"""Blocked gzip with the index by which a place of the text is found, as bgzip writes it.

Source: bgzip(1): a count, and of every block but the first where it begins in the file and in the text, little-endian.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from synonymizer.formats.bgzf import END, PAYLOAD, compress


class Packer:
    """Packs what is written, block by block."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._rest = bytearray()
        self._starts: list[tuple[int, int]] = []
        self._place = self._taken = 0

    @property
    def index(self) -> bytes:
        """Where the blocks begin, as a `.gzi` file tells."""
        later = self._starts[1:]
        return struct.pack("<Q", len(later)) + b"".join(struct.pack("<QQ", *start) for start in later)

    def write(self, data: bytes) -> None:
        """Take more of the text."""
        self._rest += data
        whole = len(self._rest) - len(self._rest) % PAYLOAD
        for start in range(0, whole, PAYLOAD):
            self._pack(self._rest[start : start + PAYLOAD])
        del self._rest[:whole]

    def close(self) -> None:
        """Write what is left and the mark of the end; the file stays open."""
        if self._rest:
            self._pack(self._rest)
        self._file.write(END)

    def _pack(self, text: bytearray) -> None:
        block = compress(text)
        self._starts.append((self._place, self._taken))
        self._file.write(block)
        self._place += len(block)
        self._taken += len(text)
