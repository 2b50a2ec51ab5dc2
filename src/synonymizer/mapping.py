"""Pure arithmetic between sequences: alignments as ungapped blocks, the unspliced frame of a transcript, and positions.

Everything is interbase. A sequence read on its minus strand has negative coordinates (place `p` is `-p` there), so that
blocks increase on both sides whatever the strand, and one piece of arithmetic serves both.

The frame is the one line on which c. and n. names are made: exons as the transcript has them, introns and flanks as the
genome has them, in transcript direction. Shifting along it is the 3' rule of the HGVS nomenclature (DNA, general
recommendations), and its exon/exon exception needs no code, because on this line an intron always follows an exon.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synonymizer.errors import NotAnExonBoundary, OutOfRange
from synonymizer.places import Block, Interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.places import Sequence, Transcript
    from synonymizer.statements import Datum

FLANK = 1 << 32
"""How far the flanks of a frame reach: farther than any chromosome."""

_COMPLEMENT = str.maketrans("ACGTUNRYSWKMBDHVacgtun", "TGCAANYRSWMKVHDBtgcaan")


def reverse_complement(bases: str) -> str:
    """Return the bases of the other strand, read in its direction.

    >>> reverse_complement("AACG")
    'CGTT'
    """
    return bases.translate(_COMPLEMENT)[::-1]


def orient(start: int, end: int, strand: int) -> tuple[int, int]:
    """Turn a plain interval into an oriented one, or back: the function is its own inverse.

    >>> orient(3, 5, -1)
    (-5, -3)
    """
    return (start, end) if strand > 0 else (-end, -start)


def invert(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Exchange target and source of an alignment.

    >>> invert((Block(0, 10, 5),))
    (Block(start=10, source=0, length=5),)
    """
    return tuple(Block(block.source, block.start, block.length) for block in blocks)


def flip(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Read both sides of an alignment on their other strands.

    >>> flip((Block(0, 10, 5),))
    (Block(start=-5, source=-15, length=5),)
    """
    return tuple(
        Block(-block.start - block.length, -block.source - block.length, block.length) for block in reversed(blocks)
    )


def compose(first: tuple[Block, ...], second: tuple[Block, ...]) -> tuple[Block, ...]:
    """Join target ← middle and middle ← source to target ← source.

    >>> compose((Block(0, 10, 5),), (Block(12, 100, 9),))
    (Block(start=2, source=100, length=3),)
    """
    result: list[Block] = []
    i = 0
    j = bisect_right(second, first[0].source, key=_target_end) if first else 0
    while i < len(first) and j < len(second):
        upper, lower = first[i], second[j]
        start = max(upper.source, lower.start)
        upper_end, lower_end = upper.source + upper.length, lower.start + lower.length
        end = min(upper_end, lower_end)
        if start < end:
            result.append(Block(upper.start + start - upper.source, lower.source + start - lower.start, end - start))
        if upper_end <= lower_end:
            i += 1
        else:
            j += 1
    return tuple(result)


def join(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Merge blocks that continue each other on both sides.

    >>> join((Block(0, 10, 5), Block(5, 15, 2), Block(9, 17, 1)))
    (Block(start=0, source=10, length=7), Block(start=9, source=17, length=1))
    """
    result: list[Block] = []
    for block in blocks:
        if block.length == 0:
            continue
        if result:
            last = result[-1]
            if last.start + last.length == block.start and last.source + last.length == block.source:
                result[-1] = Block(last.start, last.source, last.length + block.length)
                continue
        result.append(block)
    return tuple(result)


def carry_base(blocks: tuple[Block, ...], base: int) -> int | None:
    """Return where the source base [base, base + 1) lies on the target, None when the target lacks it."""
    index = bisect_right(blocks, base, key=_source) - 1
    if index < 0:
        return None
    block = blocks[index]
    return block.start + base - block.source if base < block.source + block.length else None


def carry_place(blocks: tuple[Block, ...], place: int) -> int | None:
    """Carry an interbase place by the base after it, else by the base before it; None where both are missing."""
    after = carry_base(blocks, place)
    if after is not None:
        return after
    before = carry_base(blocks, place - 1)
    return None if before is None else before + 1


def carry(
    blocks: tuple[Block, ...], sequence: Sequence, start: int, end: int, inserted: str, *, flanks: bool
) -> tuple[int, int, str] | None:
    """Carry an edit from source to target as (interval, resulting bases).

    An edge that falls into a gap moves outward to the nearest shared base, and the bases passed on the way join the
    result, so that nothing is lost. With `flanks` the edges are found from the shared bases around the interval instead
    of those inside it: a pure insertion or deletion, given fully justified, then replaces whatever the target has in
    its place, and one that fills a gap exactly becomes the target's own bases.

    Args:
        blocks: target ← source.
        sequence: the source, for the bases passed.
        start: interbase start on the source.
        end: interbase end on the source.
        inserted: the resulting bases.
        flanks: whether the edges are found from outside.

    Returns:
        (start, end, inserted) on the target, or None where no shared base lies on one side.

    Raises:
        RegionNotHeld: when bases passed are not held.
    """
    outside = flanks or start == end
    left = bisect_left(blocks, start, key=_source) - 1 if outside else bisect_right(blocks, start, key=_source) - 1
    if left < 0:
        return None
    block = blocks[left]
    block_end = block.source + block.length
    anchor = min(start, block_end)
    target_start = block.start + anchor - block.source
    right = bisect_right(blocks, end, key=_source_end) if outside else bisect_left(blocks, end, key=_source_end)
    if right == len(blocks):
        return None
    block = blocks[right]
    limit = max(end, block.source)
    target_end = block.start + limit - block.source
    if anchor < start:
        inserted = sequence.bases(anchor, start) + inserted
    if limit > end:
        inserted += sequence.bases(end, limit)
    return target_start, target_end, inserted


def _target_end(block: Block) -> int:
    return block.start + block.length


def _source(block: Block) -> int:
    return block.source


def _source_end(block: Block) -> int:
    return block.source + block.length


@dataclass(frozen=True, slots=True)
class Frame:
    """The unspliced transcript laid on one genomic sequence: a line from 0, in transcript direction.

    `exons` are on the line, `starts` are their first transcript bases, `blocks` are line ← oriented genomic sequence,
    flanks and introns included. `strand` is the transcript's on that sequence.
    """

    sequence: str
    strand: Literal[1, -1]
    exons: tuple[Interval, ...]
    starts: tuple[int, ...]
    blocks: tuple[Block, ...]

    @property
    def length(self) -> int:
        """Bases of the line from the first exon's start to the last exon's end."""
        return self.exons[-1].end

    @property
    def span(self) -> int:
        """Bases of the genomic sequence from the first exon's start to the last exon's end."""
        first, last = self.blocks[0], self.blocks[-1]
        return last.source + self.length - last.start - (first.source - first.start)

    def locate(self, base: int) -> tuple[int, int]:
        """Name a base of the line as (transcript base, intron offset), both from 0 as in `Point`.

        The first half of an intron, its middle base included, counts from the exon before (+), the rest from the exon
        after (-) (HGVS nomenclature, numbering).

        Raises:
            OutOfRange: when the base lies outside the transcript.
        """
        if not 0 <= base < self.exons[-1].end:
            raise OutOfRange("The place lies outside the transcript.")
        index = bisect_right(self.exons, base, key=_interval_start) - 1
        exon = self.exons[index]
        if base < exon.end:
            return self.starts[index] + base - exon.start, 0
        following = self.exons[index + 1].start
        before = base - exon.end + 1
        after = following - base
        if before <= after:
            return self.starts[index] + exon.end - exon.start - 1, before
        return self.starts[index + 1], -after

    def find(self, base: int, offset: int) -> int:
        """Return the base of the line that (transcript base, intron offset) names.

        Raises:
            OutOfRange: when the transcript has no such base, or the intron is shorter than the offset.
            NotAnExonBoundary: when an offset hangs on a base with no intron on that side.
        """
        index = bisect_right(self.starts, base) - 1
        if index < 0 or base - self.starts[index] >= len(self.exons[index]):
            raise OutOfRange("The transcript has no such base.")
        exon = self.exons[index]
        place = exon.start + base - self.starts[index]
        if offset == 0:
            return place
        neighbour = index + (1 if offset > 0 else -1)
        if place != (exon.end - 1 if offset > 0 else exon.start):
            raise NotAnExonBoundary("The base is not at that end of an exon.")
        if not 0 <= neighbour < len(self.exons):
            raise OutOfRange("There is no intron beyond the end of the transcript.")
        intron = self.exons[neighbour].start - exon.end if offset > 0 else exon.start - self.exons[neighbour].end
        if abs(offset) > intron:
            raise OutOfRange(f"The intron is only {intron:,} bases long.")
        return place + offset

    def exon_of(self, base: int) -> int | None:
        """Return the index of the exon that holds a base of the line, None in introns and flanks."""
        index = bisect_right(self.exons, base, key=_interval_start) - 1
        return index if index >= 0 and base < self.exons[index].end else None

    def parts(self, start: int, end: int) -> Iterator[Block]:
        """Yield the ungapped stretches of [start, end) of the line, line ← oriented genomic sequence."""
        for block in self.blocks:
            low, high = max(block.start, start), min(block.start + block.length, end)
            if low < high:
                yield Block(low, low + block.source - block.start, high - low)


def _interval_start(interval: Interval) -> int:
    return interval.start


def lay_frame(
    sequence: str, strand: Literal[1, -1], exons: tuple[Interval, ...], blocks: tuple[Block, ...]
) -> Frame | None:
    """Lay a transcript on a genomic sequence.

    Args:
        sequence: accession of the genomic sequence.
        strand: the transcript's strand on it.
        exons: the exons on the transcript, in order and without gaps between them.
        blocks: transcript ← oriented genomic sequence.

    Returns:
        The frame, or None when an exon has no base in common with the genomic sequence or introns would be negative.
    """
    if not blocks:
        return None
    line: list[Block] = []
    placed: list[Interval] = []
    shift = previous_source = 0
    index = 0
    for exon in exons:
        first = index
        while index < len(blocks) and blocks[index].start < exon.end:
            index += 1
        parts = blocks[first:index]
        if not parts or parts[0].start < exon.start:
            return None
        if placed:
            intron = parts[0].source - previous_source
            if intron < 0:
                return None
            line.append(Block(exon.start + shift, previous_source, intron))
            shift += intron
        line.extend(Block(part.start + shift, part.source, part.length) for part in parts)
        placed.append(Interval(exon.start + shift, exon.end + shift))
        previous_source = parts[-1].source + parts[-1].length
    first_source, end = line[0].source, placed[-1].end
    line.insert(0, Block(-FLANK, first_source - FLANK, FLANK))
    line.append(Block(end, previous_source, FLANK))
    return Frame(sequence, strand, tuple(placed), tuple(exon.start for exon in exons), join(tuple(line)))


def number(transcript: Transcript, base: int) -> tuple[int, Literal["start", "cds_start", "cds_end"]]:
    """Return (base, datum) of a transcript base as `Point` counts it: from the coding sequence where there is one."""
    if transcript.cds is None:
        return base, "start"
    if base < transcript.cds.end:
        return base - transcript.cds.start, "cds_start"
    return base - transcript.cds.end, "cds_end"


def unnumber(transcript: Transcript, base: int, datum: Datum) -> int:
    """Return the transcript base that (base, datum) of a `Point` names; the inverse of `number`.

    Raises:
        OutOfRange: when the datum is a coding sequence that the transcript lacks.
    """
    if datum == "start":
        return base
    if transcript.cds is None:
        raise OutOfRange(f"{transcript.accession} has no coding sequence to count from.")
    if datum == "cds_start":
        return base + transcript.cds.start
    if datum == "cds_end":
        return base + transcript.cds.end
    raise ValueError(f"{datum} is no datum of a transcript")
