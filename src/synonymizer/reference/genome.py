"""The contigs whose bases are held, in stretches (`stretches`), each laid out when a place on it is first asked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from synonymizer.places import Block, Interval, Placement
from synonymizer.reference.stretches import UNKNOWN_RUN, cut, is_stretch, name_stretch, parse_stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from synonymizer.reference.contract import Bases
    from synonymizer.reference.matching import Matched

_PIECE = 1 << 20
"""Bases that are searched at once."""

_UNKNOWN = b"N" * UNKNOWN_RUN
_NOTHING = b"N" * (_PIECE + UNKNOWN_RUN)
_KNOWN = re.compile(rb"[^N]")


class Genome:
    """Contigs with bases, and the stretches they are stored in."""

    def __init__(self, contigs: Iterable[Matched], extents: Callable[[str], Sequence[tuple[int, int]]]) -> None:
        """Take contigs.

        Args:
            contigs: the contigs; those without bases are not of the genome.
            extents: tells where transcripts lie on a contig as the annotation spells it, in order of start.
        """
        self._contigs = {one.contig.accession: one for one in contigs if one.bases is not None}
        self._extents = extents
        self._stretches: dict[str, tuple[Interval, ...]] = {}

    def __len__(self) -> int:
        return len(self._contigs)

    def stretches(self, contig: str) -> tuple[Interval, ...]:
        """Return the stretches of a contig, in order."""
        found = self._stretches.get(contig)
        if found is None:
            one = self._contigs.get(contig)
            if one is None or one.bases is None:
                return ()
            held = find_known(one.bases, one.name, one.contig.length)
            found = self._stretches[contig] = tuple(cut(held, self._extents(one.spelling)))
        return found

    def find(self, contig: str, start: int, end: int) -> Interval | None:
        """Return the stretch that holds all of [start, end] of a contig, None when none does."""
        stretches = self.stretches(contig)
        index = bisect_right(stretches, start, key=_start) - 1
        return stretches[index] if index >= 0 and end <= stretches[index].end else None

    def find_stretch(self, source: str) -> tuple[str, Interval] | None:
        """Return the contig and the place of a stretch by its name, None when it is none."""
        if not is_stretch(source):
            return None
        try:
            contig, place = parse_stretch(source)
        except ValueError:
            return None
        return (contig, place) if self.find(contig, place.start, place.end) == place else None

    def read(self, contig: str, start: int, end: int) -> bytes:
        """Return bases of a contig that is held."""
        one = self._contigs[contig]
        return b"" if one.bases is None else one.bases.read(one.name, start, end)

    def refget(self, contig: str) -> str | None:
        """Return the refget accession of a contig that is held, None of one that is not; all of it is read."""
        one = self._contigs.get(contig)
        return None if one is None or one.bases is None else one.bases.refget(one.name)

    def place(self, contig: str, start: int, end: int) -> Iterator[Placement]:
        """Yield where the stretches that overlap or touch [start, end] of a contig lie."""
        stretches = self.stretches(contig)
        first, last = bisect_left(stretches, start, key=_end), bisect_right(stretches, end, key=_start)
        for stretch in stretches[first:last]:
            yield place_stretch(contig, stretch)


def place_stretch(contig: str, stretch: Interval) -> Placement:
    """Return where a stretch lies: at the place its name tells."""
    blocks = (Block(stretch.start, 0, len(stretch)),)
    return Placement(name_stretch(contig, *_ends(stretch)), contig, 1, stretch.start, stretch.end, blocks, ())


def find_known(bases: Bases, name: str, length: int) -> Iterator[Interval]:
    """Yield what lies between the long runs of unknown bases of a sequence."""
    place = start = 0
    is_known = True
    for at in range(0, length, _PIECE):
        # a run that begins in a piece is found there, for each piece is read as far beyond its end as a run is long
        piece = bases.read(name, at, min(at + _PIECE + UNKNOWN_RUN - 1, length))
        place = max(place, at)
        if not is_known and _NOTHING.startswith(piece):  # far the fastest way through a run
            continue
        while True:
            if not is_known:
                found = _KNOWN.search(piece, place - at)
                if found is None:
                    place = at + len(piece)
                    break
                place = start = at + found.start()
                is_known = True
            run = piece.find(_UNKNOWN, place - at)
            if run < 0:
                break
            place, is_known = at + run, False
            if start < place:
                yield Interval(start, place)
    if is_known and start < length:
        yield Interval(start, length)


def _start(stretch: Interval) -> int:
    return stretch.start


def _end(stretch: Interval) -> int:
    return stretch.end


def _ends(stretch: Interval) -> tuple[int, int]:
    return stretch.start, stretch.end
