"""Ways between genomic sequences: through a stored sequence that lies on both, or through a link of a stretch.

Stretches of a contig that touch are one way, and a difference that bases do not explain ends it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from synonymizer.mapping import compose, invert, join
from synonymizer.recent import Recent
from synonymizer.reference.align import WIDEST_DIFFERENCE
from synonymizer.reference.linking import Links
from synonymizer.reference.placed import is_link
from synonymizer.reference.stretches import is_stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.places import Assembly, Block, Placement
    from synonymizer.reference import Reference
    from synonymizer.reference.placed import Placed

_MARGIN = 1_000
"""Bases beside a place at the border of a stretch that are carried together with it."""

_WAYS_KEPT = 256
_SEQUENCES_KEPT = 1 << 13


@dataclass(frozen=True, slots=True)
class Bridge:
    """A way between two genomic sequences: blocks are oriented target ← oriented source."""

    source_strand: Literal[1, -1]
    target_strand: Literal[1, -1]
    blocks: tuple[Block, ...]


def is_genomic(source: str) -> bool:
    """Whether a stored sequence is genomic; a message without introns is not.

    >>> is_genomic("NG_016277.1"), is_genomic("NC_000011.10:1-1000"), is_genomic("NM_003156.3")
    (True, True, False)
    """
    return is_stretch(source) or source.startswith(("NC_", "NG_", "LRG_", "NT_", "NW_"))


class Ways:
    """The ways of a reference. What was found lately is kept."""

    def __init__(self, reference: Reference, placed: Placed) -> None:
        self._reference = reference
        self._placed = placed
        self._links = Links(reference, placed)
        self._homes: Recent[str, tuple[str, ...]] = Recent(_SEQUENCES_KEPT)
        self._through: Recent[tuple[str, str, int, str], tuple[Bridge, ...]] = Recent(_WAYS_KEPT)

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stored sequence lies on contigs, through its links as well."""
        found = self._placed.of(source)
        return (*found, *self._links.of(source)) if is_stretch(source) or not is_genomic(source) else found

    def links_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stretch or message lies on contigs that it is no part of."""
        kept = (placement for placement in self._placed.of(source) if is_link(placement))
        return (*kept, *self._links.of(source)) if is_stretch(source) or not is_genomic(source) else ()

    def home_contigs(self, source: str) -> tuple[str, ...]:
        """Return the contigs that names on a stored sequence mean: of each assembly the first that carries it.

        A sequence that lies on X and on Y is one of X; a stretch is one of the contig that shares most of it.
        """
        homes = self._homes.get(source)
        if homes is None:
            found: dict[Assembly, str] = {}
            key = _count_shared if is_stretch(source) else _contig
            for placement in sorted(self.placements_of(source), key=key):
                contig = self._reference.find_contig(placement.contig)
                if contig is not None:
                    found.setdefault(contig.assembly, contig.accession)
            homes = self._homes[source] = tuple(found.values())
        return homes

    def _count_before(self, placement: Placement) -> int:
        """Count the earlier places of a stored sequence on the contig of one of them: 0 but where it lies twice."""
        there = [other for other in self.placements_of(placement.source) if other.contig == placement.contig]
        return there.index(placement)

    def bridges(self, source: str, start: int, end: int, target: str) -> tuple[Bridge, ...]:
        """Return the ways from a place on one genomic sequence to another: through the windows both share.

        Equal bases at two places are two places: a second place on a contig leads to a second one elsewhere or nowhere,
        and only the first, on a home contig, to the stored sequence itself. The places of a message are its exons.

        Args:
            source: accession of a contig or stored sequence.
            start: interbase start on it.
            end: interbase end on it.
            target: accession of a contig or stored sequence.
        """
        if self._reference.find_source(source) is not None:
            return tuple(
                Bridge(1, placement.strand, placement.blocks)
                for placement in self.placements_of(source)
                if placement.contig == target
            )
        found: list[Bridge] = []
        stretches: list[Placement] = []
        for placement in self._placed.over(source, start - _MARGIN, end + _MARGIN):
            if is_stretch(placement.source):
                stretches.append(placement)
            elif placement.start <= start and end <= placement.end:
                found.extend(self._lead(placement, target))
        chain = _chain(stretches, start, end)
        return (*_join(self._lead(placement, target) for placement in chain), *found)

    def _lead(self, placement: Placement, target: str) -> tuple[Bridge, ...]:
        """Return the ways that lead through a placement to another sequence."""
        before = 0 if is_stretch(placement.source) else self._count_before(placement)
        key = (placement.source, placement.contig, before, target)
        found = self._through.get(key)
        if found is None:
            found = self._through[key] = tuple(self._find_ways(placement, before, target))
        return found

    def _find_ways(self, placement: Placement, before: int, target: str) -> Iterator[Bridge]:
        onto = invert(placement.blocks)
        if placement.source == target:
            if before == 0 and placement.contig in self.home_contigs(target):
                yield Bridge(placement.strand, 1, onto)
            return
        for other in self.placements_of(placement.source):
            if other.contig != target:
                continue
            blocks = compose(other.blocks, onto)
            if is_stretch(placement.source):
                for part in _part(blocks):
                    yield Bridge(placement.strand, other.strand, part)
            elif blocks and (self._count_before(other) == before or not is_genomic(placement.source)):
                yield Bridge(placement.strand, other.strand, blocks)


def _contig(placement: Placement) -> str:
    return placement.contig


def _count_shared(placement: Placement) -> int:
    return -sum(block.length for block in placement.blocks)


def _chain(stretches: list[Placement], start: int, end: int) -> list[Placement]:
    """Return the stretches that touch each other around a place, as many as are needed; none where they leave it."""
    chain: list[Placement] = []
    for stretch in sorted(stretches, key=_start):
        if chain and stretch.start > chain[-1].end:
            if chain[-1].end >= end:
                break
            chain = []
        if not chain or stretch.end > chain[-1].end:
            chain.append(stretch)
    return chain if chain and chain[0].start <= start and end <= chain[-1].end else []


def _start(placement: Placement) -> int:
    return placement.start


def _part(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield the parts of an alignment that lead on without a doubt."""
    first = 0
    for row, (one, other) in enumerate(pairwise(blocks), start=1):
        if _is_apart(one, other):
            yield blocks[first:row]
            first = row
    if blocks:
        yield blocks[first:]


def _is_apart(one: Block, other: Block) -> bool:
    """Whether a block does not follow another, or both sides have so much between them that nothing is known of it."""
    gaps = other.start - one.start - one.length, other.source - one.source - one.length
    return min(gaps) < 0 or (min(gaps) > 0 and max(gaps) > WIDEST_DIFFERENCE)


def _join(ways: Iterable[tuple[Bridge, ...]]) -> tuple[Bridge, ...]:
    """Return the ways through stretches that follow each other, the shortest first: it may lie in a gap of another.

    Those that go on behind a border are one.
    """
    joined: list[Bridge] = []
    for bridges in ways:
        for turn, bridge in enumerate(sorted(bridges, key=_source_start)):
            last = joined[-1] if joined and turn == 0 else None
            if (
                last is not None
                and last.target_strand == bridge.target_strand
                and not _is_apart(last.blocks[-1], bridge.blocks[0])
            ):
                joined[-1] = replace(last, blocks=join((*last.blocks, *bridge.blocks)))
            else:
                joined.append(bridge)
    return tuple(sorted(joined, key=_source_length))


def _source_start(bridge: Bridge) -> int:
    return bridge.blocks[0].source


def _source_length(bridge: Bridge) -> int:
    return bridge.blocks[-1].source + bridge.blocks[-1].length - bridge.blocks[0].source
