"""Where the kernel may work: stretches of GRCh38 contigs held whole, and the parts of them where all sequences agree.

A window is a stored genomic sequence laid on both assemblies. Windows that overlap on GRCh38 make one region; those
that only touch, as the stretches of a whole contig do, are regions of their own. A stretch that is linked to a contig
is no part of it, and makes none.

Inside a region, a segment is a stretch in which GRCh38, GRCh37 and every stored sequence over it have the same bases,
so that one shift carries a place; or one that GRCh37 lacks, where that is beyond doubt. What is not plain is left out
of the segments, and so to the pipeline: gaps and patches, edges of windows, and a second place of a sequence on its
contig. Where GRCh37 is stored in stretches of its own, their links must lead back the same way. A message that is
stored without its introns has a window for each of its exons.

Regions are found from outlines, which tell no blocks: a genome has many, and most are never needed.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.errors import DamagedData
from synonymizer.kernel.tables import Held, Regions, counts, numbers
from synonymizer.lift import LONGEST_GAP
from synonymizer.mapping import compose, invert
from synonymizer.places import MITOCHONDRION
from synonymizer.reference.store import Bundle
from synonymizer.reference.stretches import is_stretch, parse_stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.places import Block, Placement
    from synonymizer.reference import Reference
    from synonymizer.reference.contract import Store

_FAR = 1 << 40

Span = tuple[int, int]
"""An interbase interval of a contig, forward."""


class Outline(NamedTuple):
    """A window without its blocks."""

    source: str
    start: int
    end: int


Link = tuple["Placement", "Placement"]
"""The place of a stretch on a contig that it is linked to, and on its own."""

Outlines = dict[str, tuple[Outline, ...]]
"""The outlines of each contig, in order of start."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of GRCh38 that GRCh37 shares without a difference, or lacks whole: see `kernel.tables.Segments`."""

    start: int
    end: int
    shift: int
    way: int = 1

    def carry(self, place: int) -> int:
        """Return a place of GRCh38 on GRCh37."""
        return self.way * place + self.shift


@dataclass(frozen=True, slots=True)
class Region:
    """A chain of windows of one GRCh38 contig, with the stretch of GRCh37 that they cover (contig -1 for none)."""

    contig: int
    start: int
    end: int
    windows: tuple[Outline, ...]
    other: int = -1
    other_start: int = 0
    other_end: int = 0


def list_outlines(reference: Reference) -> Outlines:
    """Return what is laid on every contig."""
    return {contig.accession: _list_on(contig.accession, reference) for contig in reference.contigs()}


def _list_on(contig: str, reference: Reference) -> tuple[Outline, ...]:
    told = [
        Outline(*told)
        for store in reference.stores
        for told in _tell(store, contig)
        if len(reference.stores) == 1 or reference.owner(told[0]) is store or _is_added(told, contig, reference)
    ]
    return tuple(sorted(told, key=lambda outline: (outline.start, outline.end)))


def _is_added(told: tuple[str, int, int], contig: str, reference: Reference) -> bool:
    """Whether a store adds a place of a sequence that a store before it does not place on that contig."""
    source, start, end = told
    placed = reference.geometry.stored_placements_of(source)
    return any((one.contig, one.start, one.end) == (contig, start, end) for one in placed)


def _tell(store: Store, contig: str) -> Iterable[tuple[str, int, int]]:
    if isinstance(store, Bundle):
        return store.outlines(contig)
    return ((place.source, place.start, place.end) for place in store.placements_over(contig, 0, _FAR))


def is_link(outline: Outline, contig: str) -> bool:
    """Whether a window is a way from a stretch to a contig that it is no part of.

    >>> is_link(Outline("NC_000011.9:1-1000", 0, 900), "NC_000011.10")
    True
    """
    return is_stretch(outline.source) and parse_stretch(outline.source)[0] != contig


def find_regions(reference: Reference, outlines: Outlines) -> tuple[Region, ...]:
    """Return every region of the reference, in the order of contigs and places.

    Those of a contig whose digest is not known, by which VRS names it, are left to the pipeline.
    """
    contigs = reference.contigs()
    index = {contig.accession: row for row, contig in enumerate(contigs)}
    found: list[Region] = []
    for contig in contigs:
        if contig.assembly == "GRCh38" and contig.refget and contig.accession != MITOCHONDRION:
            other = reference.find_contig_by_name(contig.name, "GRCh37")
            there = _Namesake(-1, ()) if other is None else _Namesake(index[other.accession], outlines[other.accession])
            number = index[contig.accession]
            chains = _chain(outlines[contig.accession], contig.accession, 0)
            found += [Region(number, chain[0].start, _end(chain), chain, *there.cover(chain)) for chain in chains]
    return tuple(found)


class _Namesake:
    """The contig of GRCh37 that has the name of one of GRCh38, as far as outlines tell of it."""

    def __init__(self, number: int, outlines: tuple[Outline, ...]) -> None:
        self._number = number
        self._places: dict[str, list[Outline]] = {}
        for outline in outlines:
            self._places.setdefault(outline.source, []).append(outline)

    def cover(self, windows: tuple[Outline, ...]) -> tuple[int, int, int]:
        """Return the contig and the stretch of it that windows cover; each takes the next place of its source."""
        places = [self._places[window.source].pop(0) for window in windows if self._places.get(window.source)]
        if not places:
            return -1, 0, 0
        return self._number, min(place.start for place in places), max(place.end for place in places)


def _chain(outlines: Iterable[Outline], contig: str, apart: int) -> Iterator[tuple[Outline, ...]]:
    """Yield the chains of windows in which each begins before the end of those before it, or not far behind.

    Args:
        outlines: what is laid on the contig, in order of start.
        contig: its accession.
        apart: how far behind the end a window may begin: 0 where it must lie over another, 1 where it may touch.
    """
    chain: list[Outline] = []
    end = -1
    for window in outlines:
        if is_link(window, contig):
            continue
        if chain and window.start >= end + apart:
            yield tuple(chain)
            chain = []
        end = max(end, window.end) if chain else window.end
        chain.append(window)
    if chain:
        yield tuple(chain)


def _end(chain: tuple[Outline, ...]) -> int:
    return max(window.end for window in chain)


def find_windows(region: Region, contig: str, reference: Reference) -> tuple[Placement, ...]:
    """Return the windows of a region with their blocks, in the order in which the reference lists them."""
    found = [
        place
        for outline in region.windows
        for place in reference.geometry.stored_placements_of(outline.source)
        if (place.contig, place.start, place.end) == (contig, outline.start, outline.end)
    ]
    if len(found) < len(region.windows):
        raise DamagedData(
            f"The reference data ({reference.description}) is damaged: a sequence on {contig} has no place of its own. "
            "Build or install it again."
        )
    turns = {id(store): turn for turn, store in enumerate(reference.stores)}
    found.sort(key=lambda window: turns[id(reference.owner(window.source))])
    return tuple(found)


def find_linked(windows: tuple[Placement, ...], reference: Reference, outlines: Outlines) -> tuple[Link, ...]:
    """Return the stretches of other contigs that lie where those of some windows are linked to, with their links."""
    found: dict[str, tuple[Placement, ...]] = {}
    for window in windows:
        for place in reference.geometry.placements_of(window.source) if is_stretch(window.source) else ():
            for outline in outlines.get(place.contig, ()) if place.contig != window.contig else ():
                is_over = outline.start < place.end and place.start < outline.end
                if is_over and is_stretch(outline.source) and not is_link(outline, place.contig):
                    found[outline.source] = reference.geometry.placements_of(outline.source)
    return tuple(
        (link, own)
        for source, places in found.items()
        for own in places
        if own.contig == parse_stretch(source)[0]
        for link in places
        if link.contig == windows[0].contig
    )


def find_others(windows: Iterable[Placement], reference: Reference) -> list[Placement]:
    """Return the places on GRCh37 of the plain ones of some windows."""
    others = [find_other(window, reference) for window in windows if is_plain(window, reference)]
    return [other for other in others if other is not None]


def is_plain(window: Placement, reference: Reference) -> bool:
    """Whether a window is the first place of its sequence on its contig, or the only one of an exon of a message."""
    parts = [part for part in reference.geometry.placements_of(window.source) if part.contig == window.contig]
    if reference.geometry.is_genomic(window.source):
        return parts[0] == window
    return sum(part.blocks[0].source == window.blocks[0].source for part in parts) == 1


def find_other(window: Placement, reference: Reference) -> Placement | None:
    """Return the place on GRCh37 that `Geometry.bridges` lead to from a window; None where there is none.

    It is on the contig of the same name, and has as many places of its sequence before it.
    """
    contig = reference.find_contig(window.contig)
    there = None if contig is None else reference.find_contig_by_name(contig.name, "GRCh37")
    if there is None:
        return None
    places = reference.geometry.placements_of(window.source)
    before = [place for place in places if place.contig == window.contig].index(window)
    others = [place for place in places if place.contig == there.accession]
    return others[before] if before < len(others) else None


def find_whole(window: Placement, reference: Reference) -> Placement:
    """Return a window with all other parts of its sequence on its contig: the exons of a message."""
    if reference.geometry.is_genomic(window.source):
        return window
    parts = [part for part in reference.geometry.placements_of(window.source) if part.contig == window.contig]
    return replace(
        window,
        start=min(part.start for part in parts),
        end=max(part.end for part in parts),
        blocks=tuple(sorted((block for part in parts for block in part.blocks), key=lambda block: block.start)),
        patches=tuple(sorted((patch for part in parts for patch in part.patches), key=lambda patch: patch.start)),
    )


def find_stretches(
    windows: tuple[Placement, ...],
    linked: tuple[Link, ...],
    reference: Reference,
    outlines: Outlines,
    left: Iterable[Span] = (),
) -> tuple[Stretch, ...]:
    """Return the stretches of a region that are the same in every sequence over them, in order.

    Where windows over one place disagree on its way to GRCh37, it is left out.

    Args:
        windows: all windows of the region.
        linked: what `find_linked` returns of them.
        reference: the reference data.
        outlines: what is laid on every contig.
        left: places that are to be left out as well.
    """
    shared: Counter[Stretch] = Counter()
    silent: list[Stretch] = []
    spoken: list[Span] = []
    cuts: list[Span] = list(left)
    for window in windows:
        cuts += [(window.start, window.start), (window.end, window.end)]
        if not is_plain(window, reference):
            cuts.append((window.start, window.end))
            continue
        cuts += _find_edges(window)
        cuts += _find_patches(window)
        other = find_other(window, reference)
        if other is None:
            silent.append(Stretch(window.start, window.end, 0, 0))
            continue
        stretches = tuple(_share(window, other, reference))
        shared.update(stretches)
        spoken.append((window.start, window.end))
        cuts += _find_gaps(window, stretches)
        cuts += [span for stretch in stretches for span in _carry_cuts(stretch, _find_patches(other))]
    strangers = list(_find_strangers(find_others(windows, reference), outlines))
    cuts += [span for stretch in shared for span in _carry_cuts(stretch, strangers)]
    merged = _merge(shared)
    if linked:
        back = [stretch for link, own in linked for stretch in _align(link, own)]
        merged = [stretch for stretch in merged if not stretch.way] + _agree(merged, back)
        for link, _ in linked:
            cuts += [*_find_edges(link), *_find_patches(link)]
    unsaid = _cut(_merge(silent), spoken)  # of what a window has no way for, another may have one
    return _cut(sorted([*merged, *unsaid], key=lambda stretch: stretch.start), cuts)


def _agree(stretches: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    """Return the parts of stretches that other ones carry to the same places."""
    by_way: dict[tuple[int, int], list[Stretch]] = {}
    for other in others:
        by_way.setdefault((other.shift, other.way), []).append(other)
    return [
        replace(stretch, start=max(stretch.start, other.start), end=min(stretch.end, other.end))
        for stretch in stretches
        for other in by_way.get((stretch.shift, stretch.way), ())
        if stretch.start < other.end and other.start < stretch.end
    ]


def _share(here: Placement, there: Placement, reference: Reference) -> Iterator[Stretch]:
    """Yield the stretches of a window that GRCh37 shares, or that it certainly lacks, forward on both contigs."""
    stretches = sorted(_align(here, there), key=lambda stretch: stretch.start)
    yield from stretches
    if reference.geometry.placements_over(there.contig, there.start, there.end) == (there,):
        yield from _find_lacking(stretches, there, reference)


def _align(here: Placement, there: Placement) -> Iterator[Stretch]:
    """Yield the stretches that two places of a window share."""
    way = here.strand * there.strand
    for block in compose(there.blocks, invert(here.blocks)):
        start, other = _forward(block.source, block, here), _forward(block.start, block, there)
        yield Stretch(start, start + block.length, other - start if way > 0 else other + block.length + start, way)


def _find_lacking(stretches: list[Stretch], there: Placement, reference: Reference) -> Iterator[Stretch]:
    """Yield what lies between stretches that touch on GRCh37, where it is long.

    An edit in it would be an insertion there, of what GRCh37 lacks, which has no way back (`lift.LONGEST_GAP`): that
    would be carried to a place wider by what lies between, less at most what GRCh37 has more elsewhere.
    """
    ends = [stretch.carry(place) for stretch in stretches for place in (stretch.start, stretch.end)]
    more = max(ends) - min(ends) - sum(stretch.end - stretch.start for stretch in stretches) if ends else 0
    for one, next_one in pairwise(stretches):
        place = one.carry(one.end)
        if next_one.start - one.end - more <= LONGEST_GAP or place != next_one.carry(next_one.start):
            continue
        if reference.geometry.placements_over(there.contig, place, place) == (there,):
            yield Stretch(one.end, next_one.start, place - one.end, 0)


def _forward(start: int, block: Block, placement: Placement) -> int:
    return start if placement.strand > 0 else -start - block.length


def _find_gaps(window: Placement, stretches: tuple[Stretch, ...]) -> Iterator[Span]:
    """Yield what lies in a window between its shared stretches."""
    place = window.start
    for stretch in sorted(stretches, key=lambda stretch: stretch.start):
        yield place, stretch.start
        place = stretch.end
    yield place, window.end


def _find_edges(window: Placement) -> Iterator[Span]:
    """Yield the ends of the blocks of a window, as empty spans of its contig."""
    for block in window.blocks:
        start = _forward(block.start, block, window)
        yield start, start
        yield start + block.length, start + block.length


def _find_patches(placement: Placement) -> Iterator[Span]:
    """Yield where a contig has other bases than a window, forward on the contig."""
    for patch in placement.patches:
        end = patch.start + len(patch.bases)
        yield (patch.start, end) if placement.strand > 0 else (-end, -patch.start)


def _carry_cuts(stretch: Stretch, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans of GRCh37 that lie in a stretch, on GRCh38."""
    for span in spans if stretch.way else ():
        low, high = sorted(stretch.way * (place - stretch.shift) for place in span)
        if low < stretch.end and stretch.start < high:
            yield low, high


def _find_strangers(others: list[Placement], outlines: Outlines) -> Iterator[Span]:
    """Yield windows over the place of a region on GRCh37 that are none of its own plain ones, but for stretches."""
    if not others:
        return
    own = {(other.source, other.start, other.end) for other in others}
    start, end = min(other.start for other in others), max(other.end for other in others)
    for window in outlines[others[0].contig]:
        if window.start < end and start < window.end and window not in own and not is_stretch(window.source):
            yield window.start, window.end


def _merge(shared: Iterable[Stretch]) -> list[Stretch]:
    """Merge stretches of one way that overlap, and leave out where others overlap."""
    merged: list[Stretch] = []
    for stretch in sorted(shared, key=lambda stretch: (stretch.start, stretch.end)):
        last = merged[-1] if merged else None
        if last is None or stretch.start >= last.end:
            merged.append(stretch)
        elif (stretch.shift, stretch.way) == (last.shift, last.way):
            merged[-1] = replace(last, end=max(last.end, stretch.end))
        else:
            merged[-1] = replace(last, end=stretch.start)
            if stretch.end > last.end:
                merged.append(replace(stretch, start=last.end))
    return merged


def _cut(stretches: list[Stretch], cuts: list[Span]) -> tuple[Stretch, ...]:
    """Take cuts out of stretches; an empty cut parts a stretch at its place."""
    united = _unite(cuts)
    ends = [high for _, high in united]
    found: list[Stretch] = []
    for stretch in stretches:
        start = stretch.start
        for index in range(bisect_left(ends, start), len(united)):
            low, high = united[index]
            if low >= stretch.end:
                break
            if low > start:
                found.append(replace(stretch, start=start, end=low))
            start = max(start, high)
        if start < stretch.end:
            found.append(replace(stretch, start=start))
    return tuple(found)


def _unite(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap or touch as one."""
    united: list[Span] = []
    for low, high in sorted(spans):
        if united and low <= united[-1][1]:
            united[-1] = united[-1][0], max(high, united[-1][1])
        else:
            united.append((low, high))
    return united


def make_table(regions: tuple[Region, ...]) -> Regions:
    """Return the columns of the regions, with none loaded."""
    size = len(regions)
    by_other = sorted(
        (row for row, region in enumerate(regions) if region.other >= 0),
        key=lambda row: (regions[row].other, regions[row].other_start),
    )
    return Regions(
        contig=array("i", [region.contig for region in regions]),
        start=array("q", [region.start for region in regions]),
        end=array("q", [region.end for region in regions]),
        other_contig=array("i", [region.other for region in regions]),
        other_start=array("q", [region.other_start for region in regions]),
        other_end=array("q", [region.other_end for region in regions]),
        by_other=array("i", by_other),
        bases_at=numbers(size),
        is_loaded=bytearray(size),
        segment_at=counts(size),
        segment_count=counts(size),
        cut_at=counts(size),
        cut_count=counts(size),
    )


def find_held(reference: Reference, outlines: Outlines) -> Held:
    """Return what is held of every contig, in the order of `Reference.contigs`.

    A contig that is stored whole, as the mitochondrial genome is, has length -1, so that nothing lies outside on it.
    """
    held = Held(array("q"), array("q", [0]), array("q"), array("q"))
    for contig in reference.contigs():
        held.length.append(contig.length if reference.find_source(contig.accession) is None else -1)
        for chain in _chain(outlines[contig.accession], contig.accession, 1):
            held.start.append(chain[0].start)
            held.end.append(_end(chain))
        held.first.append(len(held.start))
    return held
