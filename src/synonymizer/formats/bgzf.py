"""Blocked gzip (BGZF), which VCF files are compressed with, so that parts of them are read and written alone.

Source: SAM/BAM format specification, 4.1 (the BGZF compression format): gzip members of at most 64 KiB, each with its
own size in an extra field `BC`, and an empty one at the end of the file.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Protocol

deflater: ModuleType
try:  # several times faster; both release the interpreter's lock
    from isal import isal_zlib as deflater
except ImportError:
    deflater = zlib

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

FAULTS: tuple[type[Exception], ...] = (OSError, EOFError, deflater.error)
"""What is raised where a compressed file is damaged or ends too early."""

LEVEL = 1
"""How hard to compress: fast."""

PAYLOAD = 0xFF00
"""Bytes of text in a member: what does not compress fits into 64 KiB, too."""

END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
"""The empty member at the end of a complete file."""

BEGIN = 16
"""Bytes that tell of a file what it is."""

_RAW = -15
"""Deflate without a header of its own."""

_HEADER = struct.Struct("<4BI2BH2s2H")
_TRAILER = struct.Struct("<2I")


class _Readable(Protocol):
    def peek(self, size: int, /) -> bytes: ...

    def read(self, size: int, /) -> bytes: ...


def is_gzip(begin: bytes) -> bool:
    """Whether a file that begins with these bytes is gzipped, blocked or not."""
    return begin[:2] == b"\x1f\x8b"


def is_blocked(begin: bytes) -> bool:
    """Whether a file that begins with these bytes is blocked gzip."""
    return is_gzip(begin) and begin[12:16] == END[12:16]


def compress(data: bytes | bytearray) -> bytes:
    """Return a text as members, which end where it ends: what is compressed apart may be joined.

    >>> zlib.decompress(compress(b"#CHROM"), wbits=31)
    b'#CHROM'
    """
    return b"".join(_make_members(memoryview(data)))


def _make_members(data: memoryview) -> Iterator[bytes]:
    for start in range(0, len(data), PAYLOAD):
        part = data[start : start + PAYLOAD]
        body = deflater.compress(part, LEVEL, wbits=_RAW)
        size = _HEADER.size + len(body) + _TRAILER.size
        yield _HEADER.pack(31, 139, 8, 4, 0, 0, 255, 6, b"BC", 2, size - 1)
        yield body
        yield _TRAILER.pack(deflater.crc32(part), len(part))


def inflate(file: _Readable) -> _Readable:
    """Return what reads a gzipped file, of one or many members, inflated.

    It raises one of `FAULTS` where the file is damaged or ends too early.
    """
    try:
        from isal.igzip import IGzipFile as GzipFile
    except ImportError:
        from gzip import GzipFile
    reader: _Readable = GzipFile(fileobj=file, mode="rb")
    return reader
