"""Reads indexed FASTA files, and the digests of contigs, for tools that are given sequences by a provider.

This module is imported by programs that run in the environments of other tools; it needs nothing but Python.
"""

from __future__ import annotations

import json
from mmap import ACCESS_READ, mmap
from pathlib import Path

GENOMES = ("genome/GRCh38.fa", "genome/GRCh37.fa")
MESSAGES = "transcripts/rna.fna"
PROTEINS = "proteins/protein.faa"


class Sequences:
    """The sequences of a folder of reference data, mapped into memory."""

    def __init__(self, reference: Path, names: tuple[str, ...] = (*GENOMES, MESSAGES, PROTEINS)) -> None:
        self._records: dict[str, tuple[mmap, int, int, int, int]] = {}
        for name in names:
            with (reference / name).open("rb") as file:
                content = mmap(file.fileno(), 0, access=ACCESS_READ)
            for line in (reference / f"{name}.fai").read_text(encoding="ascii").splitlines():
                accession, *numbers = line.split("\t")
                length, offset, width, step = map(int, numbers)
                self._records[accession] = (content, length, offset, width, step)

    def length(self, accession: str) -> int:
        """Return how many letters a sequence has."""
        return self._records[accession][1]

    def read(self, accession: str, start: int, end: int | None) -> str:
        """Return the letters of [start, end), as far as the sequence reaches."""
        content, length, offset, width, step = self._records[accession]
        end = length if end is None else min(end, length)
        first, last = (offset + place // width * step + place % width for place in (start, end))
        return content[first:last].replace(b"\n", b"").decode("ascii")


def read_refgets(reference: Path) -> dict[str, str]:
    """Return the refget digest of each contig: of its true bases, which are not all held."""
    digests: dict[str, str] = json.loads((reference / "refgets.json").read_text(encoding="ascii"))
    return digests
