"""Makes the indexes of FASTA files that have none, and keeps them: beside the file, or in the user's cache.

Sources: samtools faidx(5); bgzip(1); SAM/BAM format specification, 4.1. pyfaidx reads the lines. Packed files it opens
by Biopython alone, and is given the text of their blocks instead.
"""

from __future__ import annotations

import os
import struct
from contextlib import nullcontext
from io import BufferedReader, RawIOBase, StringIO
from typing import TYPE_CHECKING

from pyfaidx import Faidx, FastaIndexingError

from synonymizer.errors import BadSource
from synonymizer.reference.cache import keep, locate
from synonymizer.reference.fasta import BLOCKED, GZIP, damaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap

    from synonymizer.reference.fasta import Text

_BLOCK_SIZE = struct.Struct("<16xH")
_TEXT_SIZE = struct.Struct("<I")
_START = struct.Struct("<QQ")
_PIECE = 1 << 20
_REMEDY = "Write it anew, in lines of one length."


def index_lines(path: str, text: Text) -> bytes:
    """Return the `.fai` of a file without one: that in the cache, or a new one, which is kept.

    Raises:
        BadSource: when it is not FASTA in lines of one length.
    """
    return _find_or_make(path, ".fai", lambda: _make_index(path, text))


def index_blocks(path: str, data: mmap) -> bytes:
    """Return the `.gzi` of a file of blocked gzip without one: that in the cache, or a new one, which is kept.

    Raises:
        DamagedData: when it is cut short.
    """
    return _find_or_make(path, ".gzi", lambda: _make_block_index(path, data))


def _find_or_make(path: str, suffix: str, make: Callable[[], bytes]) -> bytes:
    kept = _find_kept(path) + suffix
    try:
        with open(kept, "rb") as file:
            return file.read()
    except OSError:
        index = make()
    _ = keep(path + suffix, index) or keep(kept, index)
    return index


def _find_kept(path: str) -> str:
    """Return where the cache holds the indexes of a file in its present state."""
    at = os.stat(path)
    return locate("indexes", f"{path}\n{at.st_size} {at.st_mtime_ns}")


# ---- lines


def _make_index(path: str, text: Text) -> bytes:
    indexer = _Indexer(path, text)
    try:
        indexer.build_index()
    except UnicodeDecodeError:
        raise BadSource(f"{path} is no FASTA file: it is not text. Check the path.") from None
    except (FastaIndexingError, RuntimeError) as fault:
        said = str(fault).replace(f" in {path}", "").rstrip(".")
        raise BadSource(f"{path} cannot be indexed: {said}. {_REMEDY}") from None
    index = indexer.index.getvalue()
    for line in index.splitlines():
        title, *numbers = line.split("\t")
        if _is_last_longer(text, *map(int, numbers)):  # which pyfaidx lets pass
            raise BadSource(f"{path} cannot be indexed: the last line of {title} is too long. {_REMEDY}")
    return index.encode()


def _is_last_longer(text: Text, length: int, offset: int, bases: int, width: int) -> bool:
    """Whether the last line of a sequence is longer than the others: where those would end it goes on."""
    last = (length - 1) // bases * width if length else 0
    return last > 0 and text.read(offset + last - width + bases, offset + last).strip(b"\r\n") != b""


class _Indexer(Faidx):  # type: ignore[misc]
    """What makes an index of any text, in `index`."""

    def __init__(self, path: str, text: Text) -> None:
        self.filename = self.indexname = path
        self.file = BufferedReader(_Stream(text), _PIECE)
        self.index = StringIO()

    def _open_fai(self, mode: str) -> nullcontext[StringIO]:  # noqa: ARG002 - it is written
        return nullcontext(self.index)


class _Stream(RawIOBase):
    """A text as a file."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._text.size)[whence]
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = self._text.read(self._at, self._at + len(buffer))
        buffer[: len(read)] = read
        self._at += len(read)
        return len(read)


# ---- blocks


def _make_block_index(path: str, data: mmap) -> bytes:
    starts: list[bytes] = []
    packed = unpacked = 0
    while packed < len(data):
        if data[packed : packed + 2] != GZIP or data[packed + 12 : packed + 16] != BLOCKED:
            raise damaged(path, f"no block begins at its byte {packed:,}")
        end = packed + _BLOCK_SIZE.unpack_from(data, packed)[0] + 1
        if end > len(data):
            raise damaged(path, "it ends in the middle of a block")
        unpacked += _TEXT_SIZE.unpack_from(data, end - 4)[0]
        packed = end
        starts.append(_START.pack(packed, unpacked))
    # the last start is the end; before it lies the empty block that marks a complete file
    later = starts[:-2]
    return struct.pack("<Q", len(later)) + b"".join(later)
