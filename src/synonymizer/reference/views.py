"""Sequences as the stages read them: contigs stitched from stored windows, transcripts spliced, frames unspliced.

A stored sequence serves as itself and, through its placements, as a window of a contig of each assembly; a transcript
is read from its home sequence. Nothing here is copied or materialized beyond the spliced transcripts in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import RegionNotHeld
from synonymizer.mapping import orient, reverse_complement
from synonymizer.places import Block, Interval, Patch, Placement, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript
    from synonymizer.reference.contract import Store

HORIZON = 1_000_000
"""How far around a place is looked for what else of a contig is held: farther than bases repeat themselves."""


def read_view(
    blocks: tuple[Block, ...], patches: tuple[Patch, ...], read: Callable[[int, int], str], start: int, end: int
) -> str:
    """Read target bases [start, end) of a view: source bases through the blocks, overwritten by the patches.

    Args:
        blocks: target ← source, increasing.
        patches: target bases the source does not supply, increasing.
        read: reads the source.
        start: interbase start on the target.
        end: interbase end on the target; blocks and patches together must cover [start, end).
    """
    if len(blocks) == 1 and not patches:
        shift = blocks[0].source - blocks[0].start
        return read(start + shift, end + shift)
    pieces: list[str] = []
    place = start
    for block in blocks:
        block_end = block.start + block.length
        if block_end <= place:
            continue
        if block.start >= end:
            break
        pieces.append("N" * (block.start - place))
        low, high = max(place, block.start), min(end, block_end)
        pieces.append(read(low + block.source - block.start, high + block.source - block.start))
        place = high
    pieces.append("N" * (end - place))
    text = "".join(pieces)
    for patch in patches:
        low, high = max(start, patch.start), min(end, patch.start + len(patch.bases))
        if low < high:
            bases = patch.bases[low - patch.start : high - patch.start]
            text = text[: low - start] + bases + text[high - start :]
    return text


def read_placed(placement: Placement, read: Callable[[str, int, int], str], start: int, end: int) -> str:
    """Read contig bases [start, end) through a placement that covers them, on the forward strand.

    Args:
        placement: where a stored sequence lies on the contig.
        read: reads [start, end) of a stored sequence.
        start: interbase start on the contig.
        end: interbase end on the contig.
    """
    low, high = orient(start, end, placement.strand)
    source = placement.source
    text = read_view(placement.blocks, placement.patches, lambda first, last: read(source, first, last), low, high)
    return text if placement.strand > 0 else reverse_complement(text)


def splice(store: Store, transcript: Transcript) -> str:
    """Return the bases of a whole transcript from a store that holds its home."""

    def read(start: int, end: int) -> str:
        if transcript.strand > 0:
            return store.bases(transcript.home, start, end)
        return reverse_complement(store.bases(transcript.home, -end, -start))

    return read_view(transcript.blocks, transcript.patches, read, 0, transcript.length)


class Stored:
    """A stored sequence, read as itself."""

    __slots__ = ("_length", "_read", "accession")

    def __init__(self, accession: str, length: int, read: Callable[[int, int], str]) -> None:
        self.accession = accession
        self._length = length
        self._read = read

    def bases(self, start: int, end: int) -> str:
        """Return the bases of [start, end).

        Raises:
            RegionNotHeld: when the interval leaves the sequence.
        """
        self.held(start, end)
        return self._read(start, end)

    def held(self, start: int, end: int) -> Interval:
        """Return the whole sequence.

        Raises:
            RegionNotHeld: when [start, end) leaves it.
        """
        if not 0 <= start <= end <= self._length:
            raise RegionNotHeld(f"{self.accession} has {self._length:,} bases; the place lies outside.")
        return Interval(0, self._length)


class Windows:
    """A contig as far as placements cover it; windows that overlap or touch are read as one."""

    __slots__ = ("_over", "_read", "accession")

    def __init__(
        self,
        accession: str,
        over: Callable[[int, int], tuple[Placement, ...]],
        read: Callable[[str, int, int], str],
    ) -> None:
        """View a contig.

        Args:
            accession: the contig's.
            over: returns the placements that overlap or touch [start, end].
            read: reads [start, end) of a stored sequence.
        """
        self.accession = accession
        self._over = over
        self._read = read

    def bases(self, start: int, end: int) -> str:
        """Return the bases of [start, end), forward strand.

        Raises:
            RegionNotHeld: when no chain of windows covers them.
        """
        windows = sorted(self._over(start, end), key=_extent)
        pieces: list[str] = []
        place = start
        while True:
            window = self._choose(windows, place, end)
            high = min(end, window.end)
            pieces.append(read_placed(window, self._read, place, high))
            if high >= end:
                return "".join(pieces)
            place = high

    def _choose(self, windows: list[Placement], place: int, end: int) -> Placement:
        """Return the window that reaches farthest from `place`; one that holds all of [place, end) is best."""
        best: Placement | None = None
        for placement in windows:
            if placement.start > place:
                break
            if placement.end > place or placement.end == place == end:
                if placement.end >= end:
                    return placement
                if best is None or placement.end > best.end:
                    best = placement
        if best is None:
            raise RegionNotHeld(
                f"{self.accession}: the bases at position {place + 1:,} are not in the reference data in use. "
                "Use reference data that covers the place."
            )
        return best

    def held(self, start: int, end: int) -> Interval:
        """Return what the chain of windows around [start, end) holds, `HORIZON` bases to either side at least.

        Raises:
            RegionNotHeld: when no chain covers it.
        """
        low = high = start
        chain = sorted(self._over(start, end), key=_extent)
        for placement in chain:
            if placement.start > high:
                break
            low, high = min(low, placement.start), max(high, placement.end)
        if high < end or not chain:
            self._choose(chain, start, end)
            raise RegionNotHeld(
                f"{self.accession}: not all bases of positions {start + 1:,} to {end:,} are in the reference data in "
                "use. Use reference data that covers the place."
            )
        while start - low < HORIZON and (beside := min(p.start for p in self._over(low, low))) < low:
            low = beside
        while high - end < HORIZON and (beside := max(p.end for p in self._over(high, high))) > high:
            high = beside
        return Interval(low, high)


def _extent(placement: Placement) -> tuple[int, int]:
    return placement.start, placement.end


class Oriented:
    """A sequence read on a strand, in oriented coordinates (`mapping.orient`)."""

    __slots__ = ("_sequence", "_strand", "accession")

    def __init__(self, sequence: Sequence, strand: int) -> None:
        self.accession = sequence.accession
        self._sequence = sequence
        self._strand = strand

    def bases(self, start: int, end: int) -> str:
        """Return the bases of the oriented interval, in its direction; raise RegionNotHeld when not held."""
        if self._strand > 0:
            return self._sequence.bases(start, end)
        return reverse_complement(self._sequence.bases(-end, -start))

    def held(self, start: int, end: int) -> Interval:
        """Return the held stretch in oriented coordinates; raise RegionNotHeld when there is none."""
        held = self._sequence.held(*orient(start, end, self._strand))
        return Interval(*orient(held.start, held.end, self._strand))


class Unspliced:
    """The bases of a frame: exons from the transcript, introns and flanks from the genomic sequence.

    `is_faithful` says that the genomic sequence has the very bases of the exons, without gaps.
    """

    __slots__ = ("_frame", "_genomic", "_spliced", "accession", "is_faithful")

    def __init__(self, frame: Frame, accession: str, spliced: str | None, genomic: Sequence) -> None:
        """Join exons and introns.

        Args:
            frame: where the transcript is laid.
            accession: the transcript's.
            spliced: its bases, or None where the genomic sequence is known to have them all.
            genomic: the sequence it is laid on.
        """
        self.accession = accession
        self._frame = frame
        self._spliced = spliced or ""
        self._genomic = Oriented(genomic, frame.strand)
        self.is_faithful = len(frame.blocks) == 1 and (spliced is None or not self._differs())

    def _differs(self) -> bool:
        shift = self._frame.blocks[0].source - self._frame.blocks[0].start
        return any(
            self._genomic.bases(exon.start + shift, exon.end + shift) != self._spliced[start : start + len(exon)]
            for exon, start in zip(self._frame.exons, self._frame.starts, strict=True)
        )

    def bases(self, start: int, end: int) -> str:
        """Return the bases of [start, end) on the line; raise RegionNotHeld when intronic ones are not held."""
        if self.is_faithful:
            shift = self._frame.blocks[0].source - self._frame.blocks[0].start
            return self._genomic.bases(start + shift, end + shift)
        pieces: list[str] = []
        place = start
        for exon, first in zip(self._frame.exons, self._frame.starts, strict=True):
            if exon.end <= place:
                continue
            if exon.start >= end:
                break
            if place < exon.start:
                pieces.append(self._outside(place, exon.start))
                place = exon.start
            high = min(end, exon.end)
            pieces.append(self._spliced[first + place - exon.start : first + high - exon.start])
            place = high
        if place < end:
            pieces.append(self._outside(place, end))
        return "".join(pieces)

    def _outside(self, start: int, end: int) -> str:
        """Read intron or flank bases, which are aligned by construction of the frame."""
        for block in self._frame.blocks:
            if block.start <= start and end <= block.start + block.length:
                return self._genomic.bases(start + block.source - block.start, end + block.source - block.start)
        raise RegionNotHeld(f"{self.accession}: the bases of an intron are not held.")

    def held(self, start: int, end: int) -> Interval:
        """Return the held stretch of the line around [start, end): an exon alone where its introns are not held.

        Raises:
            RegionNotHeld: when [start, end) is not held.
        """
        first, last = self._frame.blocks[0], self._frame.blocks[-1]
        if self.is_faithful:
            shift = first.source - first.start
            held = self._genomic.held(start + shift, end + shift)
            return Interval(held.start - shift, held.end - shift)
        first_base = first.source - first.start + min(start, 0)
        end_base = last.source - last.start + max(end, self._frame.length)
        try:
            held = self._genomic.held(first_base, end_base)
        except RegionNotHeld:
            for exon in self._frame.exons:
                if exon.start <= start and end <= exon.end:
                    return exon
            raise
        span = Interval(first.start + held.start - first.source, last.start + held.end - last.source)
        if not span.start <= start <= end <= span.end:
            raise RegionNotHeld(f"{self.accession}: the place lies outside the sequence held around it.")
        return span
