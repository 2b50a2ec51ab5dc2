"""Opens text that others wrote, compressed or not, within bounds: what is no such text is one sentence, not a crash.

Compressed is what begins with the two bytes of gzip (RFC 1952), whatever its name; bgzip is gzip. A line, and a
value of JSON, is at most `LONGEST` bytes. A file that unpacks to more than `RATIO` times its size, 16 MB aside, is a
decompression bomb: annotation packs 10 to 40 times smaller, and deflate cannot go beyond 1,032.
"""

from __future__ import annotations

from gzip import BadGzipFile
from typing import TYPE_CHECKING

from synonymizer.errors import BadSource, MissingData

deflater: ModuleType
try:  # twice as fast
    from isal import isal_zlib as deflater
    from isal.igzip import IGzipFile as GzipFile
except ImportError:
    import zlib as deflater
    from gzip import GzipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType
    from typing import BinaryIO

LONGEST = 16 << 20
RATIO = 100

_ALLOWED = 16 << 20
_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b"


def read_blocks(path: str, progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """Yield the content of a file in blocks of a megabyte, unpacked.

    Args:
        path: the file.
        progress: is told how many bytes of it were read, packed as they are.

    Raises:
        MissingData: when the file cannot be read.
        BadSource: when it is a broken gzip file, unpacks beyond all measure, or is no text.
    """
    try:
        with open(path, "rb") as file:
            for block in _unpack(file, path) if _is_packed(file) else _check(file, path):
                if progress is not None:
                    progress(file.tell())
                yield block
    except (EOFError, BadGzipFile, deflater.error) as fault:
        raise BadSource(f"{path} is a broken gzip file: {fault}. Fetch it again from its publisher.") from None
    except OSError as fault:
        raise MissingData(f"{path} cannot be read: {fault.strerror}. Check the path.") from None


def _is_packed(file: BinaryIO) -> bool:
    begins = file.read(len(_GZIP))
    file.seek(0)
    return begins == _GZIP


def _unpack(file: BinaryIO, path: str) -> Iterator[bytes]:
    size = 0
    with GzipFile(fileobj=file) as unpacked:
        for block in _check(unpacked, path):
            size += len(block)
            if size > _ALLOWED + RATIO * file.tell():
                raise BadSource(f"{path} unpacks to more than {RATIO} times its size. Fetch it from its publisher.")
            yield block


def _check(file: BinaryIO, path: str) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        if b"\0" in block:
            raise BadSource(f"{path} is no text: it holds bytes of zero. Check which file it is.")
        if len(block) == _BLOCK and block.isspace():
            raise BadSource(f"{path} is no text: it holds a megabyte of nothing. Check which file it is.")
        yield block


def read_lines(path: str) -> Iterator[str]:
    """Yield the lines of a file without their ends, be they LF or CRLF; the first one without a byte order mark.

    Raises:
        MissingData: when the file cannot be read.
        BadSource: when it is no text in UTF-8, or has a line without end.
    """
    number, rest = 1, b""
    for block in read_blocks(path):
        whole, end, last = block.rpartition(b"\n")
        if end:
            for line in _decode(rest + whole, path, number):
                yield line
                number += 1
            rest = last
        else:
            rest += last
        if len(rest) > LONGEST:
            raise BadSource(f"{path}:{number}: the line is longer than {LONGEST >> 20} MB. Check which file it is.")
    if rest:
        yield from _decode(rest, path, number)


def _decode(data: bytes, path: str, number: int) -> list[str]:
    try:
        text = data.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as fault:
        line = number + data.count(b"\n", 0, fault.start)
        raise BadSource(f"{path}:{line}: the line is not in UTF-8. Convert the file, for example with iconv.") from None
    return text.replace("\r\n", "\n").removesuffix("\r").split("\n")
