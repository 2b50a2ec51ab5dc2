"""Stretches: the pieces of a megabase or so in which a whole contig is stored, and how they are named.

A stretch is named as samtools names a region, `NC_000011.10:3000001-4100000`, counted from 1. Contigs are cut where no
transcript lies, so that each transcript has one home, and at long runs of unknown bases, which belong to no stretch.
Stretches of one run of bases touch, so that a contig is read across them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.places import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LENGTH = 1_000_000
"""Bases after which a stretch ends at the next place that no transcript holds."""

UNKNOWN_RUN = 50
"""Unknown bases in a row that part stretches; shorter runs are bases of a stretch that read N."""


def name_stretch(contig: str, start: int, end: int) -> str:
    """Return the name of a stretch.

    >>> name_stretch("NC_000011.10", 3_000_000, 4_100_000)
    'NC_000011.10:3000001-4100000'
    """
    return f"{contig}:{start + 1}-{end}"


def is_stretch(source: str) -> bool:
    """Whether the name of a stored sequence is that of a stretch, which is never printed.

    >>> is_stretch("NC_000011.10:3000001-4100000"), is_stretch("NG_016277.1")
    (True, False)
    """
    return ":" in source


def parse_stretch(source: str) -> tuple[str, Interval]:
    """Return the contig of a stretch, and its place there.

    >>> parse_stretch("NC_000011.10:3000001-4100000")
    ('NC_000011.10', Interval(start=3000000, end=4100000))
    """
    contig, _, place = source.rpartition(":")
    first, _, last = place.partition("-")
    return contig, Interval(int(first) - 1, int(last))


def cut(held: Iterable[Interval], extents: Iterable[tuple[int, int]], length: int = LENGTH) -> Iterator[Interval]:
    """Cut what is held of a contig into stretches.

    Args:
        held: the stretches between long runs of unknown bases, in order.
        extents: where transcripts lie, in order of start. One that lies in no single held stretch has no home.
        length: bases after which a stretch ends where it can.
    """
    places = iter(_find_gaps(extents))
    gap = next(places, None)
    for whole in held:
        start = whole.start
        while whole.end - start > length:
            while gap is not None and gap.end < start + length:
                gap = next(places, None)
            at = whole.end if gap is None else max(gap.start, start + length)
            if at >= whole.end:
                break
            yield Interval(start, at)
            start = at
        yield Interval(start, whole.end)


def _find_gaps(extents: Iterable[tuple[int, int]]) -> Iterator[Interval]:
    """Yield the places between clusters of transcripts, each with a base at least before what follows it."""
    reached = 0
    for start, end in extents:
        if start > reached + 1:
            yield Interval(reached + 1 if reached else 0, start - 1)
        reached = max(reached, end)
    yield Interval(reached + 1, 1 << 40)
