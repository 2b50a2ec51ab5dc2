"""Where stored sequences lie on contigs, asked of the stores a piece of a contig at a time.

A contig may carry thousands of placements, and a look-up needs those of one place. What a store has linked to a contig
of another assembly is a way there, and not a part of that contig: whoever reads the contig does not see it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from synonymizer.places import rank_assembly
from synonymizer.recent import Recent
from synonymizer.reference.stretches import is_stretch, parse_stretch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.places import Assembly, Placement
    from synonymizer.reference import Reference
    from synonymizer.reference.contract import Store

_PIECE = 1 << 18
"""Bases of a contig whose placements are asked for at once."""

_PIECES_KEPT = 512
_SEQUENCES_KEPT = 1 << 13
_FAR = 1 << 40


def is_link(placement: Placement) -> bool:
    """Whether a placement is a way from a stretch to a contig that it is no part of.

    >>> from synonymizer.places import Block, Placement
    >>> whole = Placement("NC_000011.10:1-100", "NC_000011.10", 1, 0, 100, (Block(0, 0, 100),), ())
    >>> is_link(whole), is_link(Placement("NC_000011.10:1-100", "NC_000011.9", 1, 7, 107, (Block(7, 0, 100),), ()))
    (False, True)
    """
    return is_stretch(placement.source) and parse_stretch(placement.source)[0] != placement.contig


class Placed:
    """The placements of all stores. What was asked lately is kept."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._of: Recent[str, tuple[Placement, ...]] = Recent(_SEQUENCES_KEPT)
        self._pieces: Recent[tuple[str, int], tuple[tuple[Placement, ...], ...]] = Recent(_PIECES_KEPT)
        self._whole: dict[str, tuple[Placement, ...]] = {}
        self._assemblies: dict[int, frozenset[Assembly]] = {}

    def assemblies(self, store: Store) -> frozenset[Assembly]:
        """Return the assemblies whose bases a store has; two stores may be of one path."""
        found = self._assemblies.get(id(store))
        if found is None:
            found = self._assemblies[id(store)] = store.assemblies()
        return found

    def of(self, source: str) -> tuple[Placement, ...]:
        """Return where stores say a stored sequence lies, GRCh38 before GRCh37.

        A store behind adds the assemblies that those before it do not place the sequence on, if its bases are the same.
        """
        found = self._of.get(source)
        if found is None:
            found = self._of[source] = self._find(source)
        return found

    def _find(self, source: str) -> tuple[Placement, ...]:
        owner = self._reference.owner(source)
        found = owner.placements_of(source)
        on, known = {placement.contig for placement in found}, self.assemblies(owner)
        added = [
            placement
            for store in self._reference.stores
            if store is not owner and not self.assemblies(store) <= known and _has_same(store, owner, source)
            for placement in store.placements_of(source)
            if placement.contig not in on
        ]
        if not added:
            return found
        return tuple(sorted((*found, *added), key=lambda placement: self._rank(placement.contig)))

    def _rank(self, contig: str) -> int:
        known = self._reference.find_contig(contig)
        return rank_assembly("" if known is None else known.assembly)

    def over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        """Return the stored sequences on a contig that overlap or touch [start, end], by store and in their order."""
        first = max(start, 0) // _PIECE
        pieces = [self._piece(contig, number) for number in range(first, max(end, 0) // _PIECE + 1)]
        return tuple(
            placement
            for row in range(len(self._reference.stores))
            for turn, piece in enumerate(pieces)
            for placement in piece[row][: bisect_right(piece[row], end, key=_start)]
            if start <= placement.end and (turn == 0 or placement.start > (first + turn) * _PIECE)
        )

    def on(self, contig: str) -> tuple[Placement, ...]:
        """Return every stored sequence on a contig, by store and in order of start."""
        found = self._whole.get(contig)
        if found is None:
            stores = self._reference.stores
            found = tuple(one for store in stores for one in self._ask(store, contig, 0, _FAR))
            self._whole[contig] = found
        return found

    def _piece(self, contig: str, number: int) -> tuple[tuple[Placement, ...], ...]:
        """Return what touches a piece of a contig, for each store."""
        found = self._pieces.get((contig, number))
        if found is None:
            start, end = number * _PIECE, (number + 1) * _PIECE
            found = tuple(tuple(self._ask(store, contig, start, end)) for store in self._reference.stores)
            self._pieces[contig, number] = found
        return found

    def _ask(self, store: Store, contig: str, start: int, end: int) -> Iterable[Placement]:
        for placement in store.placements_over(contig, start, end):
            if is_link(placement):
                continue
            if self._reference.owner(placement.source) is store or placement in self.of(placement.source):
                yield placement


def _start(placement: Placement) -> int:
    return placement.start


def _has_same(store: Store, other: Store, source: str) -> bool:
    """Whether two stores hold the same bases of a sequence, which the second has."""
    if store.find_source(source) is None:
        return False
    length = other.source_length(source)
    return store.source_length(source) == length and store.bases(source, 0, length) == other.bases(source, 0, length)
