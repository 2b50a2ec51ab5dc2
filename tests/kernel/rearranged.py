"""The embedded reference with sequences laid otherwise on the assemblies: turned, twice, on Y, or with bases missing.

Windows supply the bases of the contigs, so that any way to lay them is an assembly of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.places import Block, Patch
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.store import Bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from synonymizer.places import Placement

    Placements = tuple[Placement, ...]
    Rearrange = Callable[[Placements], Placements]


def open_rearranged(gene: str, rearrange: Rearrange) -> Reference:
    """Return the embedded reference with the window of a gene laid otherwise.

    Args:
        gene: a gene whose transcripts have one genomic home.
        rearrange: given the place on GRCh38 and on GRCh37, returns those of the window from now on.
    """
    bundle = _Rearranged.open(find_embedded())
    assert isinstance(bundle, _Rearranged)
    bundle.home, bundle.rearrange = bundle.transcripts_of(gene)[0].home, rearrange
    return Reference((bundle,))


class _Rearranged(Bundle):
    """A bundle in which one sequence is laid otherwise."""

    home: str
    rearrange: Rearrange

    def placements_of(self, source: str) -> Placements:
        """Return where a stored sequence lies on contigs."""
        found = super().placements_of(source)
        return self.rearrange(found) if source == self.home else found

    def placements_over(self, contig: str, start: int, end: int) -> Placements:
        """Return the placements on a contig that overlap or touch [start, end], in order of start."""
        others = [one for one in super().placements_over(contig, start, end) if one.source != self.home]
        own = [one for one in self.placements_of(self.home) if one.contig == contig]
        found = [one for one in (*others, *own) if one.start <= end and one.end >= start]
        return tuple(sorted(found, key=lambda one: one.start))


def move(placement: Placement, contig: str, start: int, strand: Literal[1, -1]) -> Placement:
    """Return a window laid elsewhere."""
    end = start + placement.end - placement.start
    shift = (start if strand > 0 else -end) - (placement.start if placement.strand > 0 else -placement.end)
    return replace(
        placement,
        contig=contig,
        strand=strand,
        start=start,
        end=end,
        blocks=tuple(block._replace(start=block.start + shift) for block in placement.blocks),
        patches=tuple(patch._replace(start=patch.start + shift) for patch in placement.patches),
    )


def turn(placement: Placement) -> Placement:
    """Return a window laid at its place on the other strand."""
    return move(placement, placement.contig, placement.start, -1 if placement.strand > 0 else 1)


def lose(placement: Placement, at: int, lost: int, gained: str = "") -> Placement:
    """Return a window laid without some of its bases, or with others in their stead; they lie in one block."""
    start = placement.start if placement.strand > 0 else -placement.end
    change = len(gained) - lost
    index = next(i for i, block in enumerate(placement.blocks) if at < block.source + block.length)
    block = placement.blocks[index]
    before = Block(block.start, block.source, at - block.source)
    place = before.start + before.length
    behind = Block(place + len(gained), at + lost, block.length - before.length - lost)
    assert min(before.length, behind.length) > 0
    later = (one._replace(start=one.start + change) for one in placement.blocks[index + 1 :])
    patches = [patch for patch in placement.patches if patch.start + len(patch.bases) <= place]
    if gained:
        patches.append(Patch(place, gained))
    patches += [one._replace(start=one.start + change) for one in placement.patches if one.start >= place + lost]
    end = start + placement.end - placement.start + change
    return replace(
        placement,
        start=start if placement.strand > 0 else -end,
        end=end if placement.strand > 0 else -start,
        blocks=(*placement.blocks[:index], before, behind, *later),
        patches=tuple(patches),
    )
