"""Where the kernel may work: stretches of GRCh38 contigs held whole, and the parts of them where all sequences agree.

A window is a stored genomic sequence laid on both assemblies. Windows that overlap or touch on GRCh38 make one region.
Inside it, a segment is a stretch in which GRCh38, GRCh37 and every stored sequence over it have the same bases, so that
one shift carries a place; or one that GRCh37 lacks, where that is beyond doubt. What is not plain is left out of the
segments, and so to the pipeline: gaps and patches, edges of windows, and a second place of a sequence on its contig. A
message that is stored without its introns has a window for each of its exons.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import Held, Regions, counts, numbers
from synonymizer.lift import LONGEST_GAP
from synonymizer.mapping import compose, invert
from synonymizer.places import MITOCHONDRION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.places import Block, Contig, Placement
    from synonymizer.reference import Reference

Span = tuple[int, int]
"""An interbase interval of a contig, forward."""


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
    windows: tuple[Placement, ...]
    other: int = -1
    other_start: int = 0
    other_end: int = 0


def find_regions(reference: Reference) -> tuple[Region, ...]:
    """Return every region of the reference, in the order of contigs and places."""
    contigs = reference.contigs()
    index = {contig.accession: row for row, contig in enumerate(contigs)}
    return tuple(
        _place_on_other(
            Region(index[contig.accession], chain[0].start, max(w.end for w in chain), chain), index, reference
        )
        for contig in contigs
        if contig.assembly == "GRCh38" and contig.accession != MITOCHONDRION
        for chain in _chain(reference.geometry.windows(contig.accession))
    )


def _chain(windows: Iterable[Placement]) -> Iterator[tuple[Placement, ...]]:
    chain: list[Placement] = []
    end = -1
    for window in sorted(windows, key=lambda window: (window.start, window.end)):
        if chain and window.start > end:
            yield tuple(chain)
            chain = []
        chain.append(window)
        end = max(end, window.end) if len(chain) > 1 else window.end
    if chain:
        yield tuple(chain)


def _place_on_other(region: Region, index: dict[str, int], reference: Reference) -> Region:
    """Return a region with the stretch of GRCh37 that its plain windows cover, which is on one contig."""
    there = _list_others(region, reference)
    if not there:
        return region
    start, end = min(place.start for place in there), max(place.end for place in there)
    return replace(region, other=index[there[0].contig], other_start=start, other_end=end)


def _list_others(region: Region, reference: Reference) -> list[Placement]:
    """Return the places on GRCh37 of the plain windows of a region."""
    others = [find_other(window, reference) for window in region.windows if is_plain(window, reference)]
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


def find_stretches(region: Region, contigs: tuple[Contig, ...], reference: Reference) -> tuple[Stretch, ...]:
    """Return the stretches of a region that are the same in every sequence over them, in order.

    Where windows over one place disagree on its way to GRCh37, it is left out.
    """
    shared: Counter[Stretch] = Counter()
    cuts: list[Span] = []
    for window in region.windows:
        cuts += [(window.start, window.start), (window.end, window.end)]
        if not is_plain(window, reference):
            cuts.append((window.start, window.end))
            continue
        other = find_other(window, reference)
        stretches = tuple(_share(window, other, reference))
        shared.update(stretches)
        cuts += _find_gaps(window, stretches)
        cuts += _find_edges(window)
        cuts += _find_patches(window)
        if other is not None:
            cuts += [span for stretch in stretches for span in _carry_cuts(stretch, _find_patches(other))]
    strangers = [(stranger.start, stranger.end) for stranger in _find_strangers(region, contigs, reference)]
    cuts += [span for stretch in shared for span in _carry_cuts(stretch, strangers)]
    return _cut(_merge(shared), cuts)


def _share(here: Placement, there: Placement | None, reference: Reference) -> Iterator[Stretch]:
    """Yield the stretches of a window that GRCh37 shares, or that it certainly lacks, forward on both contigs."""
    if there is None:
        yield Stretch(here.start, here.end, 0, 0)
        return
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


def _find_strangers(region: Region, contigs: tuple[Contig, ...], reference: Reference) -> Iterator[Placement]:
    """Yield windows over the region's place on GRCh37 that are none of its own plain ones."""
    if region.other < 0:
        return
    own = _list_others(region, reference)
    for window in reference.geometry.windows(contigs[region.other].accession):
        if window.start < region.other_end and region.other_start < window.end and window not in own:
            yield window


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
    remaining = sorted(set(cuts))
    found: list[Stretch] = []
    for stretch in stretches:
        start = stretch.start
        for low, high in remaining:
            if high < start or low > stretch.end:
                continue
            if low > start:
                found.append(replace(stretch, start=start, end=low))
            start = max(start, high)
        if start < stretch.end:
            found.append(replace(stretch, start=start))
    return tuple(found)


def make_table(regions: tuple[Region, ...]) -> Regions:
    """Return the columns of the regions, with none loaded."""
    size = len(regions)
    by_other = sorted(
        (row for row, region in enumerate(regions) if region.other >= 0),
        key=lambda row: (regions[row].other, regions[row].other_start),
    )
    bases_at = numbers(size)
    used = 0
    for row, region in enumerate(regions):
        bases_at[row] = used
        used += region.end - region.start
    return Regions(
        contig=array("i", [region.contig for region in regions]),
        start=array("q", [region.start for region in regions]),
        end=array("q", [region.end for region in regions]),
        other_contig=array("i", [region.other for region in regions]),
        other_start=array("q", [region.other_start for region in regions]),
        other_end=array("q", [region.other_end for region in regions]),
        by_other=array("i", by_other),
        bases_at=bases_at,
        is_loaded=bytearray(size),
        segment_at=counts(size),
        segment_count=counts(size),
        cut_at=counts(size),
        cut_count=counts(size),
    )


def find_held(reference: Reference) -> Held:
    """Return what is held of every contig, in the order of `Reference.contigs`.

    A contig that is stored whole, as the mitochondrial genome is, has length -1, so that nothing lies outside on it.
    """
    held = Held(array("q"), array("q", [0]), array("q"), array("q"))
    for contig in reference.contigs():
        held.length.append(contig.length if reference.find_source(contig.accession) is None else -1)
        for chain in _chain(reference.geometry.windows(contig.accession)):
            held.start.append(chain[0].start)
            held.end.append(max(window.end for window in chain))
        held.first.append(len(held.start))
    return held
