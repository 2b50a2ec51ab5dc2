"""Finds the ways between assemblies whose bases are held by different stores.

Two stores that have no assembly in common are linked where both hold a transcript of one accession.version with the
same bases: its exons are shared by both contigs. From there the bases of both are compared (`align`), up to the ends of
the stretch. What comes out is an ordinary placement of the stretch, on a contig that it is no part of. Nothing is
linked that bases do not prove; what lies elsewhere than its neighbours has a placement of its own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.mapping import compose, flip, invert, orient, reverse_complement
from synonymizer.places import Block, Interval, Placement, rank_assembly
from synonymizer.recent import Recent
from synonymizer.reference.align import align, climb, find_patches
from synonymizer.reference.stretches import is_stretch, parse_stretch
from synonymizer.reference.views import read_placed, splice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from synonymizer.places import Assembly, Transcript
    from synonymizer.reference import Reference
    from synonymizer.reference.contract import Store
    from synonymizer.reference.placed import Placed

_NEIGHBOURS = 4
"""How many stretches without a shared transcript are passed on either side to find one."""

_SLACK = 1 << 17
"""How many bases more the other contig may have beside what is known to be shared."""

_SEQUENCES_KEPT = 1 << 13
"""More than a genome has stretches, for a link takes long to find."""


class Seed(NamedTuple):
    """Bases that two contigs share because a transcript has them: the block is oriented other contig ← contig."""

    contig: str
    strand: Literal[1, -1]
    block: Block


class Links:
    """The ways from stretches and messages to contigs that their stores do not hold. What was found lately is kept."""

    def __init__(self, reference: Reference, placed: Placed) -> None:
        self._reference = reference
        self._placed = placed
        self._found: Recent[str, tuple[Placement, ...]] = Recent(_SEQUENCES_KEPT)
        self._seeds: Recent[str, tuple[Seed, ...]] = Recent(_SEQUENCES_KEPT)

    def of(self, source: str) -> tuple[Placement, ...]:
        """Return the placements of a stretch or message by its links: GRCh38 before GRCh37, that of most seeds first.

        A message is placed exon by exon.
        """
        found = self._found.get(source)
        if found is None:
            find = self._find if is_stretch(source) else self._find_exons
            found = self._found[source] = tuple(find(source)) if self._others(source) else ()
        return found

    def _others(self, source: str) -> list[Store]:
        """Return the stores that share no assembly with the one that holds a stretch."""
        mine = self._placed.assemblies(self._reference.owner(source))
        return [store for store in self._reference.stores if mine.isdisjoint(self._placed.assemblies(store))]

    def _find(self, source: str) -> Iterator[Placement]:
        contig, place = parse_stretch(source)
        seeds = self._gather(source) or tuple(self._borrow(contig, place))
        on: dict[Assembly, list[Seed]] = {}
        for seed in seeds:
            known = self._reference.find_contig(seed.contig)
            if known is not None:
                on.setdefault(known.assembly, []).append(seed)
        for assembly in sorted(on, key=lambda assembly: (rank_assembly(assembly), assembly)):
            yield from self._place(source, place, on[assembly])

    def _find_exons(self, source: str) -> Iterator[Placement]:
        """Yield where the exons of a message lie that is at home elsewhere in other stores."""
        owner = self._reference.owner(source)
        message = owner.bases(source, 0, owner.source_length(source))
        for other in self._others(source):
            twin = other.find_transcript(source)
            if twin is None or twin.home == source or splice(other, twin) != message:
                continue
            bases, others = message.encode("ascii"), splice(other, replace(twin, patches=())).encode("ascii")
            for contig, strand, blocks in _lay_out(twin, other):
                for base, place, length in blocks:
                    start, end = orient(place, place + length, strand)
                    patches = find_patches(bases, others, (Block(base, base, length),))
                    moved = tuple(patch._replace(start=patch.start + place - base) for patch in patches)
                    yield Placement(source, contig, strand, start, end, (Block(place, base, length),), moved)

    # ---- what is known to be shared

    def _gather(self, source: str) -> tuple[Seed, ...]:
        """Return what a stretch shares by its transcripts, one of each gene."""
        found = self._seeds.get(source)
        if found is None:
            owner = self._reference.owner(source)
            by_gene: dict[str, list[Seed]] = {}
            for transcript in owner.transcripts_on(source, 0, owner.source_length(source)):
                if not by_gene.get(transcript.gene):
                    by_gene[transcript.gene] = [
                        seed for other in self._others(source) for seed in _share(transcript, owner, other)
                    ]
            for double in owner.doubles_on(source):
                if not by_gene.get(double.gene):
                    by_gene[double.gene] = list(self._share_double(double, owner))
            found = self._seeds[source] = tuple(seed for seeds in by_gene.values() for seed in seeds)
        return found

    def _share_double(self, double: Transcript, owner: Store) -> Iterator[Seed]:
        """Yield what a contig shares with the one of its name by a transcript that is at home on neither."""
        here = self._reference.find_contig(parse_stretch(double.home)[0])
        for other in self._others(double.home):
            for seed in _share(double, owner, other, doubled=True):
                there = self._reference.find_contig(seed.contig)
                if here is not None and there is not None and there.name == here.name:
                    yield seed

    def _borrow(self, contig: str, place: Interval) -> Iterator[Seed]:
        """Yield what the nearest stretches before and behind share that touch each other up to this one."""
        for forward in (False, True):
            edge = place.end if forward else place.start
            for _ in range(_NEIGHBOURS):
                beside = [
                    one
                    for one in self._placed.over(contig, edge, edge)
                    if is_stretch(one.source) and (one.start if forward else one.end) == edge
                ]
                seeds = self._gather(beside[0].source) if beside else ()
                yield from seeds
                if seeds or not beside:
                    break
                edge = beside[0].end if forward else beside[0].start

    # ---- what follows from it

    def _place(self, source: str, place: Interval, seeds: Iterable[Seed]) -> Iterator[Placement]:
        """Yield the placement of a part of a stretch that most seeds tell, then those of the gaps it leaves."""
        runs: dict[tuple[str, Literal[1, -1]], list[Block]] = {}
        for seed in seeds:
            runs.setdefault((seed.contig, seed.strand), []).append(seed.block)
        climbs = {where: climb(blocks) for where, blocks in runs.items()}
        contig, strand = max(climbs, key=lambda where: sum(block.length for block in climbs[where]))
        placement = self._lay(source, place, contig, strand, climbs[contig, strand])
        if placement is None:
            return
        yield placement
        start = parse_stretch(source)[1].start
        covered = [Interval(block.source + start, block.source + start + block.length) for block in placement.blocks]
        gaps = [Interval(place.start, place.start), *covered, Interval(place.end, place.end)]
        for before, after in pairwise(gaps):
            left = [seed for seed in seeds if before.end <= seed.block.source and _end(seed.block) <= after.start]
            if left:
                yield from self._place(source, Interval(before.end, after.start), left)

    def _lay(
        self, source: str, place: Interval, contig: str, strand: Literal[1, -1], shared: tuple[Block, ...]
    ) -> Placement | None:
        """Place a part of a stretch on a contig with which it shares bases; None where it is not alike."""
        home, stretch = parse_stretch(source)
        known = self._reference.find_contig(contig)
        shared = _find_nearest(shared, place)
        first, last = shared[0], shared[-1]
        here = Interval(min(place.start, first.source), max(place.end, _end(last)))
        low = first.start - (first.source - here.start) - _SLACK
        high = last.start + last.length + here.end - _end(last) + _SLACK
        low, high = orient(low, high, strand)
        low, high = max(low, 0), min(high, high if known is None else known.length)
        bases = self._read(home, here.start, here.end).replace(b"N", b".")
        others = self._read(contig, low, high)
        if strand < 0:
            others = reverse_complement(others.decode("ascii")).encode("ascii")
        origin = orient(low, high, strand)[0]
        seeds = [Block(start - origin, at - here.start, length) for start, at, length in shared]
        blocks = tuple(_clip(align(bases, others, seeds), place.start - here.start, place.end - here.start))
        if not blocks:
            return None
        patches = tuple(patch._replace(start=patch.start + origin) for patch in find_patches(bases, others, blocks))
        shift = here.start - stretch.start
        blocks = tuple(Block(start + origin, at + shift, length) for start, at, length in blocks)
        start, end = orient(blocks[0].start, blocks[-1].start + blocks[-1].length, strand)
        return Placement(source, contig, strand, start, end, blocks, patches)

    def _read(self, contig: str, start: int, end: int) -> bytes:
        """Read a contig, N where it is not held; stretches go before windows, and the first store before others."""
        read = bytearray(b"N") * (end - start)
        over = reversed(self._placed.over(contig, start, end))
        for placement in sorted(over, key=lambda placement: is_stretch(placement.source)):
            low, high = max(start, placement.start), min(end, placement.end)
            owner = self._reference.owner(placement.source)
            if is_stretch(placement.source):
                bases = owner.read(placement.source, low - placement.start, high - placement.start)
            else:
                bases = read_placed(placement, owner.bases, low, high).encode("ascii")
            read[low - start : high - start] = bases
        return bytes(read)


def _end(block: Block) -> int:
    return block.source + block.length


def _share(transcript: Transcript, owner: Store, other: Store, *, doubled: bool = False) -> Iterator[Seed]:
    """Yield what the contigs of two stores share by a transcript that both have with the same bases.

    Args:
        transcript: the transcript, laid on a stretch.
        owner: the store that holds it.
        other: a store that may hold it as well.
        doubled: whether its places in the other store are all asked for, rather than those of its home.
    """
    twin = other.find_transcript(transcript.accession)
    if twin is None or splice(other, twin) != splice(owner, transcript):
        return
    _, place = parse_stretch(transcript.home)
    shift = transcript.strand * place.start
    here = tuple(Block(start, source + shift, length) for start, source, length in transcript.blocks)
    twins = (twin, *other.doubles(twin.accession)) if doubled else (twin,)
    for contig, strand, there in (place for one in twins for place in _lay_out(one, other)):
        shared = compose(invert(there), here)
        for block in shared if transcript.strand > 0 else flip(shared):
            yield Seed(contig, 1 if strand == transcript.strand else -1, block)


def _lay_out(transcript: Transcript, store: Store) -> Iterator[tuple[str, Literal[1, -1], tuple[Block, ...]]]:
    """Yield where a transcript lies by each placement of its home: contig, strand, transcript ← oriented contig."""
    for placement in store.placements_of(transcript.home):
        onto = invert(placement.blocks)
        blocks = compose(transcript.blocks, onto if transcript.strand > 0 else flip(onto))
        yield placement.contig, 1 if placement.strand == transcript.strand else -1, blocks


def _find_nearest(blocks: tuple[Block, ...], place: Interval) -> tuple[Block, ...]:
    """Return the blocks over a place, or in it, with no more than one before it and one behind it."""
    first = max((row for row, block in enumerate(blocks) if block.source <= place.start), default=0)
    last = min((row for row, block in enumerate(blocks) if _end(block) >= place.end), default=len(blocks) - 1)
    return blocks[first : max(first, last) + 1]


def _clip(blocks: Iterable[Block], low: int, high: int) -> Iterator[Block]:
    """Yield what of blocks lies on [low, high) of their source."""
    for start, source, length in blocks:
        first, end = max(source, low), min(source + length, high)
        if first < end:
            yield Block(start + first - source, first, end - first)
