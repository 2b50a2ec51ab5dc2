"""Sequences of a FASTA file, plain or in blocked gzip, read where they lie by the index beside it.

Sources: samtools faidx(5) for `.fai` (name, length, offset of the first base, bases in a line, bytes in a line);
bgzip(1) for `.gzi` (a count, and of every block but the first where it begins in the file and in the text); SAM/BAM
format specification, 4.1, for the blocks. The file is mapped into memory, so that threads and processes share it. An
index that is missing is made by pyfaidx, beside the file or, where that cannot be written, in the user's cache. No
index is believed: where it says that a sequence begins and ends, the file must say so, too.
"""

from __future__ import annotations

import mmap
import os
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple, Protocol

from synonymizer.errors import BadSource, DamagedData, MissingData
from synonymizer.reference.contract import Origin
from synonymizer.spelling.digests import refget_of

inflater: ModuleType
try:  # several times faster
    from isal import isal_zlib as inflater
except ImportError:
    inflater = zlib

if TYPE_CHECKING:
    from types import ModuleType

BASES = bytes(ord(letter) if (letter := chr(code).upper()) in "ACGT" else ord("N") for code in range(256))
"""Any base in capitals; U, and what stands for several, is N."""

RESIDUES = bytes(range(256)).upper()
_ENDS = b"\r\n"
GZIP = b"\x1f\x8b"
BLOCKED = b"BC\x02\x00"
_BLOCK = 1 << 16
"""Bytes of text that a block holds at most."""
_LONGEST_TITLE = 1 << 16
_PIECE = 1 << 20
_MUCH = 1 << 18
"""Bytes that only who passes over a whole sequence reads at once."""
_TOLERANCE = 2.0
"""Seconds by which an index may be older than its file: both are written at once, and some clocks tick slowly."""


class Entry(NamedTuple):
    """A sequence, as a line of the index tells: its length, its first base in the text, and how its lines are."""

    length: int
    offset: int
    bases: int
    width: int

    def find(self, base: int) -> int:
        """Return where a base lies in the text."""
        return self.offset + (base // self.bases * self.width + base % self.bases if self.bases else 0)


class Text(Protocol):
    """The text of a file, whether it is packed or not."""

    size: int

    def read(self, start: int, end: int) -> bytes:
        """Return bytes [start, end), fewer where the text ends."""

    def close(self) -> None:
        """Close the file."""


class Fasta:
    """Bases by name. Threads may share it."""

    def __init__(self, path: str, text: Text, entries: dict[str, tuple[str, Entry]], *, residues: bool) -> None:
        self._path = path
        self._text = text
        self._entries = entries
        self._letters = RESIDUES if residues else BASES
        self._proved: set[str] = set()

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, residues: bool = False) -> Fasta:
        """Open a file, and make its index where there is none.

        Args:
            path: the file.
            residues: whether it holds proteins, whose letters are all read as they are.

        Raises:
            MissingData: when it cannot be read.
            BadSource: when it is not FASTA, or compressed in a way that leaves no part of it to be read alone.
            DamagedData: when it is cut short, or its index is another file's.
        """
        name = os.path.abspath(path)
        try:
            with open(name, "rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise BadSource(f"{name} is empty. Give a FASTA file.") from None
        except OSError as fault:
            raise MissingData(f"The FASTA file {name} cannot be read: {fault.strerror}. Check the path.") from None
        text: Text = _Blocked(name, data) if data[:2] == GZIP else _Plain(data)
        index = _load(name, ".fai")
        if index is None:
            from synonymizer.reference.indexing import index_lines

            index = index_lines(name, text)
        entries = _parse_index(name, index)
        if any(entry.find(entry.length) > text.size for _, entry in entries.values()):
            raise _stale(name, ".fai", "it tells of more than the file holds")
        return cls(name, text, entries, residues=residues)

    def close(self) -> None:
        """Close the file."""
        self._text.close()

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The file."""
        return (Origin(os.path.basename(self._path)),)

    def names(self) -> tuple[str, ...]:
        """Return the names of all sequences, in the order of the file."""
        return tuple(self._entries)

    def length(self, name: str) -> int | None:
        """Return the length of a sequence, None when it is not held."""
        found = self._entries.get(name)
        return found[1].length if found else None

    def read(self, name: str, start: int, end: int) -> bytes:
        """Return [start, end) of a sequence that is held.

        Raises:
            DamagedData: when the file and its index do not fit each other, or it is damaged.
        """
        return self._read(name, start, end, self._letters)

    def _read(self, name: str, start: int, end: int, letters: bytes) -> bytes:
        title, entry = self._entries[name]
        if name not in self._proved:
            self._prove(title, entry)
            self._proved.add(name)
        if start >= end:
            return b""
        read = self._text.read(entry.find(start), entry.find(end - 1) + 1).translate(letters, _ENDS)
        if len(read) != end - start:
            raise _stale(self._path, ".fai", f"the lines of {title} are not as it says")
        return read

    def refget(self, name: str) -> str:
        """Return the refget accession of a sequence that is held; all of it is read.

        Raises:
            DamagedData: when the file and its index do not fit each other, or it is damaged.
        """
        length = self._entries[name][1].length
        pieces = (self._read(name, start, min(start + _PIECE, length), RESIDUES) for start in range(0, length, _PIECE))
        return refget_of(pieces)

    def _prove(self, title: str, entry: Entry) -> None:
        """Check that a sequence lies where its index says: after its title, and before another or the end."""
        above = self._text.read(max(entry.offset - _LONGEST_TITLE, 0), entry.offset)
        line = above[above.rfind(b"\n", 0, -1) + 1 :]
        last = entry.find(entry.length - 1) + 1 if entry.length else entry.offset
        rest = self._text.read(last, last + 64).lstrip(b" \t\r\n")
        words = line[1:].split(None, 1)
        if line[:1] != b">" or not words or words[0] != title.encode() or rest[:1] not in (b"", b">"):
            raise _stale(self._path, ".fai", f"{title} does not lie where it says")


class _Plain:
    """The text of a file that is not packed."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.size = len(data)

    def read(self, start: int, end: int) -> bytes:
        read = self._data[start:end]
        if len(read) > _MUCH and hasattr(mmap, "MADV_DONTNEED"):
            # what was passed over stays in the system's cache, and is no longer counted as memory of this program
            low = start - start % mmap.PAGESIZE
            self._data.madvise(mmap.MADV_DONTNEED, low, end - low)
        return read

    def close(self) -> None:
        self._data.close()


class _Blocked:
    """The text of a file of blocked gzip: its blocks are found by the index, and inflated one by one."""

    def __init__(self, path: str, data: mmap.mmap) -> None:
        if data[12:16] != BLOCKED:
            raise BadSource(
                f"{path} is compressed by gzip, of which no part can be read alone. "
                "Compress it with bgzip, or unpack it."
            )
        self._path = path
        self._data = data
        index = _load(path, ".gzi")
        if index is None:
            from synonymizer.reference.indexing import index_blocks

            index = index_blocks(path, data)
        if len(index) < 8 or len(index) != 8 + 16 * int.from_bytes(index[:8], "little"):
            raise _stale(path, ".gzi", "it is cut short")
        starts = array("Q", index)
        if sys.byteorder == "big":
            starts.byteswap()
        self._packed = [0, *starts[1::2]]
        self._starts = [0, *starts[2::2]]
        self._kept = (-1, b"")
        self.size = 1 << 62
        self.size = self._starts[-1] + len(self._inflate(len(self._starts) - 1))

    def read(self, start: int, end: int) -> bytes:
        end = min(end, self.size)
        if start >= end:
            return b""
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end)
        pieces = [self._inflate(number) for number in range(first, last)]
        pieces[-1] = pieces[-1][: end - self._starts[last - 1]]
        pieces[0] = pieces[0][start - self._starts[first] :]
        return b"".join(pieces)

    def close(self) -> None:
        self._data.close()

    def _inflate(self, number: int) -> bytes:
        kept, known = self._kept
        if kept == number:
            return known
        is_last = number + 1 == len(self._starts)
        packed = self._data[self._packed[number] : None if is_last else self._packed[number + 1]]
        unpacker = inflater.decompressobj(wbits=31)
        try:
            text: bytes = unpacker.decompress(packed, _BLOCK + 1)  # of what claims to be a block, no more
        except inflater.error:
            text = b""
        if not unpacker.eof or len(text) > _BLOCK:
            raise damaged(self._path, f"its block at byte {self._packed[number]:,} cannot be unpacked")
        if not is_last and len(text) != self._starts[number + 1] - self._starts[number]:
            raise _stale(self._path, ".gzi", "its blocks are not those of the file")
        self._kept = (number, text)
        return text


# ---- indexes


def _load(path: str, suffix: str) -> bytes | None:
    """Return the index beside a file, None where there is none."""
    beside = path + suffix
    try:
        with open(beside, "rb") as file:
            if os.fstat(file.fileno()).st_mtime + _TOLERANCE < os.stat(path).st_mtime:
                raise _stale(path, suffix, "it is older than the file")
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise MissingData(f"The index {beside} cannot be read: {fault.strerror}. Check who may read it.") from None


def _parse_index(path: str, index: bytes) -> dict[str, tuple[str, Entry]]:
    entries: dict[str, tuple[str, Entry]] = {}
    try:
        for line in index.decode().splitlines():
            title, *numbers = line.split("\t")
            length, offset, bases, width = map(int, numbers)
            if min(length, offset, width - bases, bases if length else 1) < 0 or (length and not bases):
                raise _stale(path, ".fai", f"its line on {title} makes no sense")
            name = _shorten(title)
            if name in entries:
                raise BadSource(f"{path} holds two sequences called {name}. Remove one.")
            entries[name] = (title, Entry(length, offset, bases, width))
    except ValueError:
        raise _stale(path, ".fai", "it is no index") from None
    return entries


def _shorten(title: str) -> str:
    """Return the accession of a title that joins several names by bars.

    GENCODE writes its own name first; NCBI once wrote `gi|number|ref|accession|`.

    >>> _shorten("ENST00000300737.8|ENSG00000167323.12|-"), _shorten("gi|568815587|ref|NC_000011.10|")
    ('ENST00000300737.8', 'NC_000011.10')
    """
    words = title.split("|")
    return words[3] if words[0] == "gi" and len(words) > 3 else words[0]


def damaged(path: str, fault: str) -> DamagedData:
    """Return what says that a file is broken, and how."""
    return DamagedData(f"{path} is damaged: {fault}. Get it again.")


def _stale(path: str, suffix: str, fault: str) -> DamagedData:
    return DamagedData(f"{path}{suffix} is not the index of {path}: {fault}. Remove it; it will be made again.")
