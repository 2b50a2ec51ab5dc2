"""Where the kernel may work: stretches of GRCh38 contigs held whole, and the parts of them where all sequences agree.

A window is a stored genomic sequence laid on both assemblies. Windows that overlap or touch on GRCh38 make one region.
Inside it, a segment is a stretch in which GRCh38, GRCh37 and every stored sequence over it have the same bases, so that
one shift carries a place. What is not plain is left out of the segments, and so to the pipeline: gaps and patches,
edges of windows, and windows laid twice on an assembly, on the other strand of the other assembly, or on one assembly
only. A message that is stored without its introns has a window for each of its exons.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import Held, Regions, counts, numbers
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
    """A stretch shared without a difference: [start, end) of GRCh38 is [start + shift, end + shift) of GRCh37."""

    start: int
    end: int
    shift: int


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
    """Return a region with the stretch of GRCh37 that its plain windows cover."""
    places = [pair[1] for window in region.windows if (pair := find_pair(window, reference))]
    if not places:
        return region
    first = places[0].contig
    there = [place for place in places if place.contig == first]
    start, end = min(place.start for place in there), max(place.end for place in there)
    return Region(region.contig, region.start, region.end, region.windows, index[first], start, end)


def find_pair(window: Placement, reference: Reference) -> tuple[Placement, Placement] | None:
    """Return a window's place on GRCh38 and on GRCh37; None where it is not plain.

    It is plain where its sequence, or the exon of a message, lies once on each assembly, on the same strand.
    """
    geometry = reference.geometry
    is_genomic, first = geometry.is_genomic(window.source), window.blocks[0].source
    by_assembly: dict[str, list[Placement]] = {}
    for placement in geometry.placements_of(window.source):
        contig = reference.find_contig(placement.contig)
        if contig is not None and (is_genomic or placement.blocks[0].source == first):
            by_assembly.setdefault(contig.assembly, []).append(placement)
    here, there = by_assembly.get("GRCh38", []), by_assembly.get("GRCh37", [])
    if len(here) != 1 or len(there) != 1 or here[0].strand != there[0].strand:
        return None
    return here[0], there[0]


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

    Where windows over one place disagree on its shift, it is left out.
    """
    shared: Counter[Stretch] = Counter()
    cuts: list[Span] = []
    for window in region.windows:
        cuts += [(window.start, window.start), (window.end, window.end)]
        pair = find_pair(window, reference)
        if pair is None or region.other < 0 or pair[1].contig != contigs[region.other].accession:
            cuts.append((window.start, window.end))
            continue
        stretches = tuple(_share(*pair))
        shared.update(stretches)
        cuts += _find_gaps(window, stretches)
        cuts += _find_patches(pair[0])
        cuts += [span for stretch in stretches for span in _carry_cuts(stretch, pair[1])]
    if region.other >= 0:
        shared_now = tuple(shared)
        for stranger in _find_strangers(region, contigs, reference):
            cuts += [
                (stranger.start - stretch.shift, stranger.end - stretch.shift)
                for stretch in shared_now
                if stranger.start - stretch.shift < stretch.end and stretch.start < stranger.end - stretch.shift
            ]
    return _cut(_merge(shared), cuts)


def _share(here: Placement, there: Placement) -> Iterator[Stretch]:
    """Yield the stretches that two places of a window share, forward on both contigs."""
    for block in compose(there.blocks, invert(here.blocks)):
        start, other = _forward(block.source, block, here), _forward(block.start, block, there)
        yield Stretch(start, start + block.length, other - start)


def _forward(start: int, block: Block, placement: Placement) -> int:
    return start if placement.strand > 0 else -start - block.length


def _find_gaps(window: Placement, stretches: tuple[Stretch, ...]) -> Iterator[Span]:
    """Yield what lies in a window between its shared stretches."""
    place = window.start
    for stretch in sorted(stretches, key=lambda stretch: stretch.start):
        yield place, stretch.start
        place = stretch.end
    yield place, window.end


def _find_patches(placement: Placement) -> Iterator[Span]:
    """Yield where a contig has other bases than a window, forward on the contig."""
    for patch in placement.patches:
        end = patch.start + len(patch.bases)
        yield (patch.start, end) if placement.strand > 0 else (-end, -patch.start)


def _carry_cuts(stretch: Stretch, there: Placement) -> Iterator[Span]:
    """Yield the patches of the other assembly that lie in a stretch, on this one."""
    for start, end in _find_patches(there):
        low, high = start - stretch.shift, end - stretch.shift
        if low < stretch.end and stretch.start < high:
            yield low, high


def _find_strangers(region: Region, contigs: tuple[Contig, ...], reference: Reference) -> Iterator[Placement]:
    """Yield windows over the region's place on GRCh37 that are none of its own plain ones."""
    own = {window.source for window in region.windows if find_pair(window, reference)}
    for window in reference.geometry.windows(contigs[region.other].accession):
        if window.start < region.other_end and region.other_start < window.end and window.source not in own:
            yield window


def _merge(shared: Iterable[Stretch]) -> list[Stretch]:
    """Merge stretches of one shift that overlap, and leave out where others overlap."""
    merged: list[Stretch] = []
    for stretch in sorted(shared, key=lambda stretch: (stretch.start, stretch.end)):
        last = merged[-1] if merged else None
        if last is None or stretch.start >= last.end:
            merged.append(stretch)
        elif stretch.shift == last.shift:
            merged[-1] = Stretch(last.start, max(last.end, stretch.end), last.shift)
        else:
            merged[-1] = Stretch(last.start, stretch.start, last.shift)
            if stretch.end > last.end:
                merged.append(Stretch(last.end, stretch.end, stretch.shift))
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
                found.append(Stretch(start, low, stretch.shift))
            start = max(start, high)
        if start < stretch.end:
            found.append(Stretch(start, stretch.end, stretch.shift))
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
