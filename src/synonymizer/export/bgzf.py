"""Blocked gzip (BGZF): gzip in blocks that can be found and read alone, as bgzip writes it.

Sources: the SAM specification, section 4.1 (blocks, the extra field BC, the empty block at the end), and bgzip(1) for
the index: a count, and of every block but the first where it begins in the file and in the text, little-endian.
"""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

BLOCK = 65_280
"""Bytes of text in a block: what bgzip takes, so that even random bytes fit the 64 KiB of a block."""

_HEADER = struct.Struct("<4BI2BH2BHH")
_TRAILER = struct.Struct("<II")
_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


class BlockGzip:
    """Packs what is written, block by block."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._rest = bytearray()
        self._place = self._taken = 0
        self._starts: list[tuple[int, int]] = []

    def write(self, data: bytes) -> None:
        """Take more of the text."""
        self._rest += data
        whole = len(self._rest) - len(self._rest) % BLOCK
        for start in range(0, whole, BLOCK):
            self._pack(self._rest[start : start + BLOCK])
        del self._rest[:whole]

    def close(self) -> None:
        """Write what is left and the mark of the end; the file stays open."""
        if self._rest:
            self._pack(self._rest)
        self._file.write(_END)

    @property
    def index(self) -> bytes:
        """Where the blocks begin, as a `.gzi` file tells."""
        later = self._starts[1:]
        return struct.pack("<Q", len(later)) + b"".join(struct.pack("<QQ", *start) for start in later)

    def _pack(self, text: bytes | bytearray) -> None:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(text) + packer.flush()
        size = _HEADER.size + len(packed) + _TRAILER.size
        self._starts.append((self._place, self._taken))
        self._file.write(_HEADER.pack(31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, size - 1))
        self._file.write(packed)
        self._file.write(_TRAILER.pack(zlib.crc32(text), len(text)))
        self._place += size
        self._taken += len(text)
