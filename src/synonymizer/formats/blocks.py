"""A file in blocks: read in order, worked by several threads at once, and given back in order.

A block is some whole lines. Where blocks end depends on the text alone, so that every run makes the same ones. At any
time only a few of them are held, however long the file is.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader, FileIO
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from synonymizer.errors import BadSource
from synonymizer.formats import bgzf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    Cut = Callable[[bytes, bool], int]
    """Where to cut a text, the second argument telling whether the file ends with it; 0 asks for more text."""

BLOCK_SIZE = 1 << 20
"""About how many bytes of text a block holds."""

LONGEST_LINE = 1 << 27
"""Bytes after which a line that is still going on is refused, so that no file takes more memory than there is."""

BEGIN = 1024
"""Bytes that tell what is in a file."""

STANDARD_INPUT = "-"

Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines of a file; `end` is how many bytes of the (inflated) file lie before the next block."""

    data: bytes
    end: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was made of a block: bytes to write, where in the input it ends, and counts for the summary."""

    data: bytes | bytearray
    end: int
    tally: Counter[str] = field(default_factory=Counter)


class Source:
    """The bytes of a file, or of stdin for `-`, inflated where they are gzipped."""

    def __init__(self, path: str) -> None:
        self.path = path
        is_file = path != STANDARD_INPUT
        self._file = BufferedReader(FileIO(path if is_file else 0, closefd=is_file))
        begin = self._file.peek(bgzf.BEGIN)
        self.is_compressed = bgzf.is_gzip(begin)
        self._has_places = is_file and self._file.seekable()
        self.is_cut_off = bgzf.is_blocked(begin) and self._has_places and not _ends_well(Path(path))
        """Whether the mark is missing that ends a complete file of blocked gzip."""
        self._reader = bgzf.inflate(self._file) if self.is_compressed else self._file

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        if self.path != STANDARD_INPUT:
            self._file.close()

    @property
    def size(self) -> int:
        """Bytes of the file as it is stored; 0 where that is not known, as of a pipe."""
        return 0 if self.path == STANDARD_INPUT else os.fstat(self._file.fileno()).st_size

    def tell(self) -> int:
        """Return how many bytes were read of the file as it is stored; 0 of a pipe."""
        return self._file.tell() if self._has_places else 0

    def peek(self) -> bytes:
        """Return some of the bytes that `read` will return next.

        Raises:
            BadSource: when the compressed file is damaged or incomplete.
        """
        with self._explaining():
            return self._reader.peek(BEGIN)

    def describe(self) -> dict[str, str | int]:
        """Return what tells this file from another, and from what it was before it was changed."""
        status = os.fstat(self._file.fileno())
        return {"input": os.path.abspath(self.path), "size": status.st_size, "modified": status.st_mtime_ns}

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer than asked for only at the end.

        Raises:
            BadSource: when the compressed file is damaged or incomplete.
        """
        with self._explaining():
            return self._reader.read(size)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn a fault of the compressed file into a sentence."""
        try:
            yield
        except bgzf.FAULTS as fault:
            if not self.is_compressed:
                raise
            message = f"{self.path} cannot be inflated: {str(fault).rstrip('.')}. Check that it was copied whole."
            raise BadSource(message) from None


def _ends_well(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-min(len(bgzf.END), path.stat().st_size), os.SEEK_END)
        return file.read() == bgzf.END


def cut_lines(data: bytes, is_last: bool) -> int:
    """Return where the last whole line ends; the last line of a file may have no end."""
    return len(data) if is_last else data.rfind(b"\n") + 1


def read_blocks(source: Source, *, start: int = 0, size: int = BLOCK_SIZE, cut: Cut = cut_lines) -> Iterator[Block]:
    """Yield a file in blocks, each of the whole lines among the next `size` bytes, or of one longer line.

    Args:
        source: the file, read from its beginning.
        start: how many bytes to leave out, which is where a block ended.
        size: how many bytes a block holds at most.
        cut: where to cut a text; behind its last line feed unless something else is given.

    Raises:
        BadSource: when the compressed file is damaged or incomplete, or has a line longer than `LONGEST_LINE`.
    """
    _skip(source, start)
    rest, end, limit = b"", start, size
    while True:
        rest += source.read(max(0, limit - len(rest)))
        is_last = len(rest) < limit
        place = cut(rest[:limit], is_last)
        if place:
            end += place
            yield Block(rest[:place], end)
            rest, limit = rest[place:], size
        elif is_last:
            return
        elif limit < LONGEST_LINE:
            limit *= 2
        else:
            message = f"{source.path} has a line of more than {LONGEST_LINE:,} bytes, which begins {rest[:40]!r}."
            raise BadSource(f"{message} Check that it is a file of lines, and not damaged.")


def _skip(source: Source, count: int) -> None:
    while count > 0:
        count -= len(source.read(min(count, BLOCK_SIZE))) or count


def run(blocks: Iterable[Given], work: Callable[[Given], Made], threads: int) -> Iterator[Made]:
    """Yield what is made of each block, in their order, `threads` of them being worked at once.

    Blocks are taken as they are needed, so that only a few more are held than there are threads. With one thread, or
    for one block, no other thread is begun.
    """
    remaining = iter(blocks)
    first = list(islice(remaining, 2))
    if threads < 2 or len(first) < 2:
        yield from map(work, chain(first, remaining))
        return
    from concurrent.futures import ThreadPoolExecutor

    waiting: deque[Future[Made]] = deque()
    pool = ThreadPoolExecutor(threads)
    try:
        for block in chain(first, remaining):
            waiting.append(pool.submit(work, block))
            if len(waiting) > threads + 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
