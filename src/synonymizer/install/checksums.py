"""Checksums of files, and the lists in which publishers tell them.

md5sum(1), sha256sum(1)   `digest  path`, the path as the publisher knew it: NCBI's `md5checksums.txt`, `.md5` files
                          with a path of NCBI's own disks, `SHA256SUMS`
sum(1) of BSD             `checksum blocks name`: Ensembl's `CHECKSUMS`; 16 bits, and blocks of 1,024 bytes
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Algorithm = Literal["sha256", "md5", "sum"]

BLOCK = 1 << 20

_DIGEST = re.compile(r"([0-9a-fA-F]{64}|[0-9a-fA-F]{32})\s+\*?(\S+)")
_SUM = re.compile(r"(\d+)\s+(\d+)\s+(\S+)", re.ASCII)


class Checksum(NamedTuple):
    """A checksum: how it is computed, and what it is."""

    algorithm: Algorithm
    value: str


def read_listing(text: str) -> dict[str, Checksum]:
    """Return the checksums that a list tells, by path.

    >>> read_listing("d41d8cd98f00b204e9800998ecf8427e  ./genomic.fna.gz")
    {'genomic.fna.gz': Checksum(algorithm='md5', value='d41d8cd98f00b204e9800998ecf8427e')}
    >>> read_listing("02333 105838 Homo_sapiens.GRCh38.116.gff3.gz")
    {'Homo_sapiens.GRCh38.116.gff3.gz': Checksum(algorithm='sum', value='2333 105838')}
    """
    found: dict[str, Checksum] = {}
    for line in text.splitlines():
        if digest := _DIGEST.fullmatch(line.strip()):
            algorithm: Algorithm = "sha256" if len(digest[1]) == 64 else "md5"
            found[digest[2].removeprefix("./")] = Checksum(algorithm, digest[1].lower())
        elif told := _SUM.fullmatch(line.strip()):
            found[told[3]] = Checksum("sum", f"{int(told[1])} {int(told[2])}")
    return found


def find_checksum(listing: dict[str, Checksum], name: str) -> Checksum | None:
    """Return the checksum of a file by its name, else by the name at the end of the only path that has it."""
    if name in listing:
        return listing[name]
    ending = [checksum for path, checksum in listing.items() if path.endswith(f"/{name}")]
    return ending[0] if len(ending) == 1 else None


def measure(
    path: Path, algorithms: Iterable[Algorithm] = (), progress: Callable[[int], None] | None = None
) -> dict[Algorithm, str]:
    """Return the sha256 of a file, and its checksums by other algorithms.

    Args:
        path: the file.
        algorithms: the others.
        progress: is told how many bytes were read.

    Raises:
        OSError: when it cannot be read.
    """
    sums: dict[Algorithm, _Digest] = {"sha256": hashlib.sha256()}
    if "md5" in algorithms:
        sums["md5"] = hashlib.md5(usedforsecurity=False)
    if "sum" in algorithms:
        sums["sum"] = _Sum()
    read = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            for each in sums.values():
                each.update(block)
            read += len(block)
            if progress is not None:
                progress(read)
    return {algorithm: each.hexdigest() for algorithm, each in sums.items()}


class _Digest(Protocol):
    """A checksum under way, as those of hashlib are."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


class _Sum:
    """The checksum of BSD's sum(1) under way: 16 bits that are rotated right before a byte is added."""

    def __init__(self) -> None:
        self._total = 0
        self._read = 0

    def update(self, data: bytes, /) -> None:
        total = self._total
        for byte in data:
            total = (total >> 1) + ((total & 1) << 15) + byte & 0xFFFF
        self._total = total
        self._read += len(data)

    def hexdigest(self) -> str:
        """Return it in decimal, as the lists do, with the blocks of 1,024 bytes."""
        return f"{self._total} {-(-self._read // 1024)}"
