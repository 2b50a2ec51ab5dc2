"""Reads UCSC chain files and lifts intervals that lie in one ungapped stretch.

Source: the chain format (UCSC Genome Browser, file formats). A header names both sequences, their strands and extents;
each line after it is an ungapped length and the gaps to the next on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.build.sources import open_text
from synonymizer.places import Block, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import Literal


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain: target ← source blocks, the target read on `strand` from its own end when that is -1."""

    score: int
    source: str
    target: str
    target_size: int
    strand: Literal[1, -1]
    blocks: tuple[Block, ...]

    def lift(self, start: int, end: int) -> Interval | None:
        """Return the forward interval on the target; None when the chain does not hold the interval without a gap."""
        for block in self.blocks:
            if block.source <= start and end <= block.source + block.length:
                low, high = start + block.start - block.source, end + block.start - block.source
                if self.strand < 0:
                    low, high = self.target_size - high, self.target_size - low
                return Interval(low, high)
        return None


def read_chains(path: Path) -> tuple[Chain, ...]:
    """Read all chains, best score first; sequences are named as the file names them, such as `chr11`.

    Raises:
        BadSource: when the file is not in its published format.
    """
    with open_text(path, "a chain file") as lines:
        return tuple(sorted(_read_chains(lines), key=lambda chain: -chain.score))


def _read_chains(lines: Iterable[str]) -> Iterator[Chain]:
    header: list[str] = []
    blocks: list[Block] = []
    source = target = 0
    for line in lines:
        fields = line.split()
        if not fields or fields[0].startswith("#"):
            continue
        if fields[0] == "chain":
            header, blocks = fields, []
            source, target = int(fields[5]), int(fields[10])
        else:
            blocks.append(Block(target, source, int(fields[0])))
            if len(fields) == 1:
                strand: Literal[1, -1] = 1 if header[9] == "+" else -1
                yield Chain(int(header[1]), header[2], header[7], int(header[8]), strand, tuple(blocks))
            else:
                source += int(fields[0]) + int(fields[1])
                target += int(fields[0]) + int(fields[2])
