"""The seal of a bundle: checksums of its blocks, written behind its last database page.

    crc32 of every block of 64 KiB, the last one shorter · bytes sealed (8) · crc32 of the seal so far (4) · `SYNOSEAL`

All numbers are little-endian. SQLite reads as many pages as its header counts and leaves what follows them alone, so
that the file stays a database for every other program.
"""

from __future__ import annotations

import os
from struct import iter_unpack
from typing import TYPE_CHECKING, BinaryIO
from zlib import crc32

from synonymizer.errors import DamagedData

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = 1 << 16
"""Bytes that one checksum covers."""

SMALL = 32 << 20
"""Bytes up to which a bundle is compared with its seal whenever it is opened; that takes milliseconds."""

_MAGIC = b"SYNOSEAL"
_TAIL = 8 + 4 + len(_MAGIC)


def write_seal(path: str | os.PathLike[str]) -> None:
    """Seal a complete file.

    Raises:
        OSError: when it cannot be written.
    """
    with open(path, "r+b") as file:
        sums = b"".join(crc32(block).to_bytes(4, "little") for block in iter(lambda: file.read(BLOCK), b""))
        seal = sums + file.tell().to_bytes(8, "little")
        file.write(seal + crc32(seal).to_bytes(4, "little") + _MAGIC)


def check_seal(file: BinaryIO, name: str) -> None:
    """Check that a file is sealed and, where it is large and unchanged since it was last compared, no more than that.

    Args:
        file: the file, opened for reading.
        name: its absolute path, as messages name it.

    Raises:
        DamagedData: when the file was cut short or has no seal, or a block is not as it was sealed.
        OSError: when it cannot be read.
    """
    size = os.fstat(file.fileno()).st_size
    if size <= SMALL:
        compare(file, name)
        return
    _read_seal(file, name)
    from synonymizer.reference.cache import keep, locate  # only who opens a large bundle needs it

    state = _describe_state(file, name)
    note = locate("compared", name)
    if _read(note) != state:
        compare(file, name)
        keep(note, state)


def compare(file: BinaryIO, name: str, progress: Callable[[int, int], None] | None = None) -> None:
    """Compare every block of a file with its seal.

    Args:
        file: the file, opened for reading.
        name: its absolute path, as messages name it.
        progress: is told bytes compared, of how many.

    Raises:
        DamagedData: when the file was cut short or has no seal, or a block is not as it was sealed.
        OSError: when it cannot be read.
    """
    sums, length = _read_seal(file, name)
    file.seek(0)
    for at, (expected,) in zip(range(0, length, BLOCK), iter_unpack("<I", sums), strict=True):
        if crc32(file.read(min(BLOCK, length - at))) != expected:
            raise _damaged(name, f"bytes {at:,} to {min(at + BLOCK, length):,} are not those that were written")
        if progress is not None:
            progress(at, length)


def _read_seal(file: BinaryIO, name: str) -> tuple[bytes, int]:
    """Return the checksums, and the bytes that they cover."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _TAIL, 0))
    tail = file.read()
    length = int.from_bytes(tail[:8], "little")
    room = 4 * -(-length // BLOCK)
    if tail[-len(_MAGIC) :] != _MAGIC or length + room + _TAIL != size:
        raise _damaged(name, "it was cut short, or changed, since it was written")
    file.seek(length)
    sums = file.read(room)
    if crc32(sums + tail[:8]).to_bytes(4, "little") != tail[8:12]:
        raise _damaged(name, "its checksums are not those that were written")
    return sums, length


def _damaged(name: str, fault: str) -> DamagedData:
    return DamagedData(f"The bundle {name} is damaged: {fault}. Build or install it again.")


def _describe_state(file: BinaryIO, name: str) -> bytes:
    """Return what changes when a file does."""
    at = os.fstat(file.fileno())
    return f"{name}\n{at.st_size} {at.st_dev} {at.st_ino} {at.st_mtime_ns} {at.st_ctime_ns}\n".encode()


def _read(note: str) -> bytes:
    try:
        with open(note, "rb") as file:
            return file.read()
    except OSError:
        return b""
