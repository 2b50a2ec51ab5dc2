"""Invented genomes in memory: sequences, transcripts laid on them, and stores of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from synonymizer.mapping import orient
from synonymizer.places import Block, Contig, Interval
from synonymizer.reference.contract import Origin, Record
from synonymizer.reference.live import Live
from synonymizer.reference.records import Contents, Listed
from synonymizer.spelling.digests import refget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from synonymizer.places import Assembly

LETTERS = bytes(b"ACGT"[value & 3] for value in range(256))


class Memory:
    """Sequences by name: `Bases`."""

    origins = (Origin("invented"),)

    def __init__(self, sequences: Mapping[str, bytes]) -> None:
        self._sequences = sequences

    def names(self) -> tuple[str, ...]:
        return tuple(self._sequences)

    def length(self, name: str) -> int | None:
        return len(self._sequences[name]) if name in self._sequences else None

    def close(self) -> None:
        """Do nothing: all of it is in memory."""

    def refget(self, name: str) -> str:
        return refget(self._sequences[name].decode())

    def read(self, name: str, start: int, end: int) -> bytes:
        return self._sequences[name][start:end]


def draw_bases(source: random.Random, length: int) -> bytes:
    return source.randbytes(length).translate(LETTERS)


def lay(accession: str, contig: str, strand: Literal[1, -1], exons: Iterable[tuple[int, int]]) -> Record:
    """Lay a transcript that does not code, given its exons on the contig, on a contig of which it has the bases."""
    blocks: list[Block] = []
    place = 0
    for start, end in sorted(orient(*exon, strand) for exon in exons):
        blocks.append(Block(place, start, end - start))
        place += end - start
    spans = tuple(Interval(block.start, block.start + block.length) for block in blocks)
    return Record(accession, accession.partition(".")[0], contig, strand, spans, tuple(blocks))


def make_store(
    assembly: Assembly,
    sequences: Mapping[str, bytes],
    records: Iterable[Record],
    messages: Mapping[str, bytes] | None = None,
    name: str = "1",
) -> Live:
    """Return a store of contigs that are all called by one name; of its messages alone where they are given."""
    known = tuple(Contig(contig, assembly, name, len(bases), "") for contig, bases in sequences.items())
    listed = Listed(Contents("invented", assembly=assembly), records)
    return Live(listed, (Memory(messages or sequences),), assembly, known, f"invented {assembly}")
