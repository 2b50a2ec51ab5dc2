"""Reference data as the kernel reads it, loaded region by region when a row first needs it.

The laws: a base of a region is the base of `Geometry.sequence`; the transcripts of a cut are those that the pipeline
finds over its places, in its order; and away from the differences of a transcript its exons, laid on the contig, say of
every place what its `Frame` says.
"""

from __future__ import annotations

from array import array
from collections import Counter
from contextlib import contextmanager
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.batch.arena import BUDGET, Arena
from synonymizer.batch.regions import (
    find_held,
    find_linked,
    find_others,
    find_regions,
    find_stretches,
    find_whole,
    find_windows,
    is_plain,
    list_outlines,
    make_table,
)
from synonymizer.batch.shelf import Shelf, lay_part
from synonymizer.batch.told import rank_row, read_rows
from synonymizer.errors import DamagedData
from synonymizer.kernel.laying import list_over, splice
from synonymizer.kernel.tables import LACKING, Ground, extend, make_column
from synonymizer.reference.store import Bundle, parse_patches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.batch.regions import Link, Span
    from synonymizer.batch.shelf import Part
    from synonymizer.places import Placement
    from synonymizer.reference import Reference
    from synonymizer.reference.store import TranscriptRow

_COMPLEMENT = bytes.maketrans(b"ACGT", b"TGCA")


class _Home(NamedTuple):
    """Where the bases of a stored sequence are; those of None are in the ground."""

    data: bytes | None
    at: int
    size: int


class Grounds:
    """Fills the tables of a `Ground` from a reference. Threads may share it: they take turns to load.

    What is said of transcripts and segments stays. The bases of a region, and the messages that were spliced from it,
    stay while the region is held, and behind that until their room is needed.
    """

    def __init__(self, reference: Reference, lock: Lock | None = None, budget: int = BUDGET) -> None:
        """Lay out the regions, without loading any.

        Args:
            reference: the reference data.
            lock: held while the reference is asked, which no two threads may do at once.
            budget: bytes of bases and messages that are loaded at once, where no more are held.
        """
        self.lock = lock or Lock()
        self.budget = budget
        self._reference = reference
        self._contigs = reference.contigs()
        self._outlines = list_outlines(reference)
        self._regions = find_regions(reference, self._outlines)
        self.held = find_held(reference, self._outlines)
        self._numbers = {contig.accession: row for row, contig in enumerate(self._contigs)}
        self._spliced_from: dict[str, int] = {}
        self._needs: dict[int, frozenset[int]] = {}
        self._in_part: set[int] = set()
        self._by_home: dict[str, list[int]] = {}
        for row, region in enumerate(self._regions):
            for window in region.windows:
                self._by_home.setdefault(window.source, []).append(row)
        room = sum(region.end - region.start for region in self._regions)
        self._arena = Arena(min(2 * room, budget))
        self._holders: Counter[int] = Counter()
        self._turn = Lock()
        self.ground = Ground(
            make_table(self._regions),
            self._arena.data,
            messages=self._arena.data,
            contigs=make_column([contig.accession for contig in self._contigs]),
            axes=make_column([f"{contig.accession}:g." for contig in self._contigs]),
            refgets=make_column([contig.refget for contig in self._contigs]),
        )
        self._shelf = Shelf(self.ground)

    # ---- what is loaded

    @contextmanager
    def hold(self, regions: Iterable[int]) -> Iterator[None]:
        """Load regions, and keep what is loaded of them while they are worked; -1 is none.

        Raises:
            DamagedData: when the reference data turns out to be damaged.
        """
        wanted = {row for row in set(regions) if row >= 0}
        held: set[int] = set()
        try:
            self._load_all(wanted, held)
            self._load_all(wanted.union(*(self._needs[row] for row in wanted)), held)
            yield
        finally:
            with self._turn:
                self._holders -= Counter(held)  # only those that are still held stay in it

    def load(self, regions: Iterable[int]) -> None:
        """Load regions that are not yet loaded; -1 is none.

        Raises:
            DamagedData: when the reference data turns out to be damaged.
        """
        for group in self.share_out(regions):
            with self.hold(group):
                pass

    def share_out(self, regions: Iterable[int]) -> list[frozenset[int]]:
        """Return regions in groups that can be held at once, in order; there is always one."""
        groups: list[set[int]] = [set()]
        room = 0
        for row in sorted(set(regions)):
            size = self._regions[row].end - self._regions[row].start if row >= 0 else 0
            room += size
            if groups[-1] and room > self.budget // 2:
                groups.append(set())
                room = size
            groups[-1].add(row)
        return [frozenset(group) for group in groups]

    def find_transcript(self, accession: str) -> int:
        """Return the row of a transcript, with its region loaded; -1 where the kernel has it not.

        Raises:
            DamagedData: when the reference data turns out to be damaged.
        """
        with self.lock:
            transcript = self._reference.find_transcript(accession)
            homes = self._by_home.get(transcript.home, []) if transcript is not None else []
        self.load(homes)
        return -1 if transcript is None else self._shelf.rows.get(transcript.accession, -1)

    def is_on_both(self, row: int) -> bool:
        """Whether GRCh37 lacks no stretch of the region of a transcript, given by its row."""
        return row not in self._in_part

    def _load_all(self, wanted: set[int], held: set[int]) -> None:
        """Hold regions that are not held, then load those that are not loaded."""
        with self._turn:
            self._holders.update(wanted - held)
            held |= wanted
        is_loaded = self.ground.regions.is_loaded
        if all(is_loaded[row] for row in wanted):
            return
        with self.lock:
            for row in sorted(wanted):
                if not is_loaded[row]:
                    self._load(row)

    def _take_room(self, row: int, size: int) -> int:
        with self._turn:
            place, gone = self._arena.take(row, size, self._holders)
            for owner in gone:
                self.ground.regions.is_loaded[owner] = 0
            self.ground.bases = self.ground.messages = self._arena.data
        return place

    # ---- loading a region

    def _load(self, row: int) -> None:
        """Load a region: all of it when it is first needed, its bases and messages when they had to give way."""
        region, regions = self._regions[row], self.ground.regions
        windows = find_windows(region, self._contigs[region.contig].accession, self._reference)
        plain = [window for window in windows if is_plain(window, self._reference)]
        links = find_linked(windows, self._reference, self._outlines)
        linked = [link for link, _ in links]
        told, shared, elsewhere = self._read_transcripts(windows, plain, linked)
        parts, left = self._lay_transcripts(row, told, linked)
        if left is not None:
            left += elsewhere
        at = self._take_room(row, region.end - region.start + sum(sum(part.laid.length) for part in parts))
        regions.bases_at[row] = at
        bases = {window.source: self._lay_bases(window, at + window.start - region.start) for window in plain}
        place = at + region.end - region.start
        for part in parts:
            if part.rows:
                home = bases.get(part.home) or self._read(part.home)
                place = self._splice(part, home, place, region.contig)
        if row not in self._needs:
            ranked = sorted((one for _, rows in told for one in rows if one[0] in self._shelf.rows), key=rank_row)
            names = [one[0] for one in ranked]
            self._describe(row, names if left is not None else [], windows, links, left, shared)
        regions.is_loaded[row] = 1

    def _lay_bases(self, window: Placement, place: int) -> _Home:
        """Write the bases that a window gives to its contig, and return where those of its source are."""
        owner, size = self._reference.owner(window.source), window.end - window.start
        if isinstance(owner, Bundle) and is_whole(window) and owner.source_length(window.source) == size:
            owner.read_into(window.source, 0, size, self.ground.bases, place)
            return _Home(None, place, size)
        home = self._read(window.source)
        assert home.data is not None
        self.ground.bases[place : place + window.end - window.start] = lay_bases(window, home.data)
        return home

    def _read_transcripts(
        self, windows: tuple[Placement, ...], plain: list[Placement], linked: list[Placement]
    ) -> tuple[list[tuple[Placement, list[TranscriptRow]]], list[str], list[Span]]:
        """Return the transcripts over a region in the order in which the pipeline finds them, by the place of the home.

        Those whose home means another contig are not named on this one.

        Returns:
            The transcripts, the accessions of those that several stores may hold, and the places of others: only the
            pipeline finds them there, as a store before has them whose home for them is not in the region.
        """
        geometry = self._reference.geometry
        found: list[tuple[Placement, list[TranscriptRow]]] = []
        elsewhere: list[tuple[Placement, list[TranscriptRow]]] = []
        shared: list[str] = []
        seen: set[str] = set()
        for source in dict.fromkeys(window.source for window in (*windows, *linked)):
            told = read_rows(self._reference, source)
            rows = [one for one in told.rows if one[0] not in seen]
            shared += told.shared
            place = next((one for one in (*plain, *linked) if one.source == source), None)
            if place is not None and place.contig in geometry.home_contigs(source):
                seen.update(one[0] for one in rows)
                whole = find_whole(place, self._reference)
                found.append((whole, rows))
                elsewhere.append((whole, told.elsewhere))
        unseen = [(place, [one for one in rows if one[0] not in seen]) for place, rows in elsewhere]
        return found, shared, [span for place, rows in unseen if rows for span in lay_part(rows, place).extents()]

    def _lay_transcripts(
        self, row: int, told: list[tuple[Placement, list[TranscriptRow]]], linked: list[Placement]
    ) -> tuple[list[Part], list[Span] | None]:
        """Return the transcripts that are spliced from a region, and what of it is left to the pipeline.

        That is all of it, None, where one of them has an exon that is not there: only the pipeline knows its place.
        """
        parts: list[Part] = []
        left: list[Span] = []
        for place, rows in told:
            part = lay_part([one for one in rows if self._spliced_from.get(one[0], row) == row], place)
            if LACKING in part.laid.shape:
                if place not in linked:
                    return [], None
                left.append((place.start, place.end))
                part = lay_part([], place)
            parts.append(part)
            self._spliced_from.update((one[0], row) for one in part.rows)
        return parts, left

    def _read(self, source: str) -> _Home:
        owner = self._reference.owner(source)
        data = owner.read(source, 0, owner.source_length(source))
        return _Home(data, 0, len(data))

    def _splice(self, part: Part, home: _Home, place: int, contig: int) -> int:
        """Write the messages of transcripts from a place on, and return where they end; put new ones on the shelf."""
        ground = self.ground
        message_at = array("q", accumulate(part.laid.length, initial=place))
        try:
            data = ground.bases if home.data is None else home.data
            splice(part.drafts, data, home.at, home.size, ground.messages, message_at)
        except ValueError as fault:
            path = self._reference.owner(part.home).path
            raise DamagedData(f"The reference data {path} is damaged: {fault}. Build or install it again.") from None
        for row, at in zip(part.rows, message_at[:-1], strict=True):
            for patch in parse_patches(row[8]):
                ground.messages[at + patch.start : at + patch.start + len(patch.bases)] = patch.bases.encode()
        if part.rows[0][0] in self._shelf.rows:
            for row, at in zip(part.rows, message_at[:-1], strict=True):
                ground.transcripts.message_at[self._shelf.rows[row[0]]] = at
        else:
            self._shelf.put(part, contig, message_at)
        return message_at[-1]

    # ---- what is said of a region once

    def _describe(
        self,
        row: int,
        names: list[str],
        windows: tuple[Placement, ...],
        links: tuple[Link, ...],
        left: list[Span] | None,
        shared: list[str],
    ) -> None:
        """Add the segments and the cuts of a region whose transcripts are on the shelf."""
        regions, reference = self.ground.regions, self._reference
        table = self.ground.transcripts
        transcripts = [self._shelf.rows[name] for name in names]
        disputed = [
            self._shelf.rows[name] for name in shared if name in self._shelf.rows and reference.disagreeing(name)
        ]
        spans = [*(left or ()), *((table.start[one], table.end[one]) for one in disputed)]
        stretches = () if left is None else find_stretches(windows, links, reference, self._outlines, spans)
        segments = self.ground.segments
        regions.segment_at[row], regions.segment_count[row] = segments.used, len(stretches)
        segments.start = extend(segments.start, segments.used, array("q", [one.start for one in stretches]))
        segments.end = extend(segments.end, segments.used, array("q", [one.end for one in stretches]))
        segments.shift = extend(segments.shift, segments.used, array("q", [one.shift for one in stretches]))
        segments.way = extend(segments.way, segments.used, array("i", [one.way for one in stretches]))
        segments.used += len(stretches)
        if any(one.way == 0 for one in stretches):
            self._in_part.update(transcripts)
        others = find_others(windows, reference) if regions.other_contig[row] < 0 else []
        if others:  # a way that was looked for only now
            regions.other_contig[row] = self._numbers[others[0].contig]
        self._cut(row, transcripts)
        self._needs[row] = frozenset(self._spliced_from[name] for name in names) - {row}

    def _cut(self, row: int, transcripts: list[int]) -> None:
        """Add the cuts of a region: where a transcript begins or ends, the set of those over a place changes."""
        ground, region, table = self.ground, self._regions[row], self.ground.transcripts
        edges = {region.start}.union(map(table.start.__getitem__, transcripts), map(table.end.__getitem__, transcripts))
        starts = array("q", sorted(edge for edge in edges if region.start <= edge < region.end))
        rows = array("i", transcripts)
        count, over = list_over(starts, rows, table.start, table.end)
        touch_count, touching = list_over(starts, rows, table.start, table.end, touching=True)
        over_at = array("q", list(accumulate(count, initial=0))[:-1])
        touch_at = array("q", list(accumulate(touch_count, initial=len(over)))[:-1])
        cuts = ground.cuts
        ground.regions.cut_at[row], ground.regions.cut_count[row] = cuts.used, len(starts)
        cuts.start = extend(cuts.start, cuts.used, starts)
        cuts.over_at = extend(cuts.over_at, cuts.used, array("q", [at + ground.over_used for at in over_at]))
        cuts.over_count = extend(cuts.over_count, cuts.used, count)
        cuts.touch_at = extend(cuts.touch_at, cuts.used, array("q", [at + ground.over_used for at in touch_at]))
        cuts.touch_count = extend(cuts.touch_count, cuts.used, touch_count)
        cuts.used += len(starts)
        ground.over = extend(ground.over, ground.over_used, over + touching)
        ground.over_used += len(over) + len(touching)


def is_whole(window: Placement) -> bool:
    """Whether a contig reads a window base by base."""
    return window.strand > 0 and not window.patches and window.blocks == ((window.start, 0, window.end - window.start),)


def lay_bases(window: Placement, bases: bytes) -> bytes:
    """Return the bases that a window gives to its contig, forward, N where it has none.

    Args:
        window: the window.
        bases: all bases of its source.
    """
    first = window.start if window.strand > 0 else -window.end
    pieces: list[bytes] = []
    place = first
    for block in window.blocks:
        pieces += [b"N" * (block.start - place), bases[block.source : block.source + block.length]]
        place = block.start + block.length
    pieces.append(b"N" * (first + window.end - window.start - place))
    laid = b"".join(filter(None, pieces))
    if window.patches:
        patched = bytearray(laid)
        for patch in window.patches:
            patched[patch.start - first : patch.start - first + len(patch.bases)] = patch.bases.encode()
        laid = bytes(patched)
    return laid if window.strand > 0 else laid.translate(_COMPLEMENT)[::-1]
