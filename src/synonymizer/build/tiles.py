"""Contigs tile by tile: the bases at which an allele means nothing but what it does to its contig.

What carries alleles between assemblies is in `build.catalogue`. Where GRCh38 has the bases of GRCh37, or one of them is
held, there is nothing to carry, and alleles are justified by `kernel.known`.
"""

from __future__ import annotations

from itertools import compress
from operator import ne
from typing import TYPE_CHECKING

from synonymizer.kernel.known import Tile
from synonymizer.mapping import orient
from synonymizer.places import ASSEMBLIES
from synonymizer.recent import Recent
from synonymizer.reference.views import Oriented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.places import Contig
    from synonymizer.reference import Reference
    from synonymizer.reference.ways import Bridge

TILE = 1 << 16
"""Bases of a tile."""

FLANK = 1 << 10
"""Bases beside a tile that an allele of it may slide over."""

_KEPT = 8


def pair_contigs(contigs: Iterable[Contig]) -> dict[str, tuple[str, str]]:
    """Return for each contig the same chromosome of GRCh38 and of GRCh37; where there is none, the contig itself."""
    names = {(contig.assembly, contig.name): contig.accession for contig in contigs}
    found: dict[str, tuple[str, str]] = {}
    for contig in contigs:
        assemblies = ASSEMBLIES if contig.assembly in ASSEMBLIES else (contig.assembly,) * 2
        newer, older = (names.get((assembly, contig.name), contig.accession) for assembly in assemblies)
        found[contig.accession] = newer, older
    return found


class Tiles:
    """The tiles of a reference's contigs; those asked for last are kept."""

    def __init__(self, reference: Reference) -> None:
        self._geometry = reference.geometry
        self._others = pair_contigs(reference.contigs())
        self._tiles: Recent[tuple[str, int], Tile] = Recent(_KEPT)

    def get(self, contig: Contig, number: int) -> Tile:
        """Return a tile, counted from 0."""
        key = contig.accession, number
        if key not in self._tiles:
            self._tiles[key] = self._read(contig, number * TILE)
        return self._tiles[key]

    def _read(self, contig: Contig, start: int) -> Tile:
        """Return the bases of a tile, but for those that are not held, and those that the other assembly decides."""
        low, high = max(start - FLANK, 0), min(start + TILE + FLANK, contig.length)
        bases = bytearray(max(high - low, 0))
        sequence = self._geometry.sequence(contig.accession)
        for window in self._geometry.windows(contig.accession):
            first, last = max(window.start, low), min(window.end, high)
            if first < last:
                bases[first - low : last - low] = sequence.bases(first, last).encode("ascii")
        for first, last in self._list_apart(contig.accession, low, high):
            first, last = max(first, low), min(last, high)
            bases[first - low : last - low] = bytes(last - first)
        return Tile(bytes(bases), low, start, start + TILE)

    def _list_apart(self, contig: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield where alleles mean more than what they do to their contig alone: what it has to itself of a place.

        What lies on GRCh37 and on GRCh38 as well is an allele of GRCh38, so that all of it is yielded.
        """
        newer, older = self._others[contig]
        other = older if contig == newer else newer
        if other == contig or not self._geometry.windows(other):
            return
        for window in self._geometry.windows(contig):
            first, last = max(window.start, start), min(window.end, end)
            for bridge in self._geometry.bridges(contig, first, last, other) if first < last else ():
                if contig == newer:
                    yield from self._compare(contig, other, bridge, *orient(first, last, bridge.source_strand))
                else:
                    yield first, last

    def _compare(self, contig: str, other: str, bridge: Bridge, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Yield what a contig has otherwise than another one between two oriented places, edges of gaps included."""
        source = Oriented(self._geometry.sequence(contig), bridge.source_strand)
        target = Oriented(self._geometry.sequence(other), bridge.target_strand)
        place = low
        for block in bridge.blocks:
            begin, end = max(block.source, low), min(block.source + block.length, high)
            if begin >= end:
                continue
            if begin > low:
                yield orient(place - 1, begin + 1, bridge.source_strand)
            shift = block.start - block.source
            own, its = source.bases(begin, end), target.bases(begin + shift, end + shift)
            for differing in compress(range(begin, end), map(ne, own, its)) if own != its else ():
                yield orient(differing, differing + 1, bridge.source_strand)
            place = end
        if place < high:
            yield orient(place - 1, high, bridge.source_strand)
