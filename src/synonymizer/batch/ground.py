"""Reference data as the kernel reads it, loaded region by region when a row first needs it.

The laws: a base of a region is the base of `Geometry.sequence`; the transcripts of a cut are those that the pipeline
finds over its places, in its order; and away from the differences of a transcript its exons, laid on the contig, say of
every place what its `Frame` says.
"""

from __future__ import annotations

from array import array
from mmap import mmap
from threading import Lock
from typing import TYPE_CHECKING

from synonymizer.batch.regions import find_pair, find_regions, find_stretches, make_table
from synonymizer.kernel.tables import Column, Ground, extend, extend_bytes, make_column, numbers
from synonymizer.kernel.unpack import unpack
from synonymizer.mapping import compose, flip, invert, reverse_complement
from synonymizer.reference.views import read_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.batch.regions import Region
    from synonymizer.places import Block, Placement, Transcript
    from synonymizer.reference import Reference

_COMPLEMENT = bytes.maketrans(b"ACGT", b"TGCA")


class Grounds:
    """Fills the tables of a `Ground` from a reference. Threads may share it: they take turns to load."""

    def __init__(self, reference: Reference, lock: Lock | None = None) -> None:
        """Lay out the regions, without loading any.

        Args:
            reference: the reference data.
            lock: held while the reference is asked, which no two threads may do at once.
        """
        self.lock = lock or Lock()
        self._reference = reference
        self._contigs = reference.contigs()
        self._regions = find_regions(reference)
        self._rows: dict[str, int] = {}
        self._genes: dict[str, int] = {}
        self._by_home: dict[str, list[int]] = {}
        for row, region in enumerate(self._regions):
            for window in region.windows:
                self._by_home.setdefault(window.source, []).append(row)
        room = sum(region.end - region.start for region in self._regions)
        self.ground = Ground(
            make_table(self._regions),
            mmap(-1, max(room, 1)),
            contigs=make_column([contig.accession for contig in self._contigs]),
            axes=make_column([f"{contig.accession}:g." for contig in self._contigs]),
            refgets=make_column([contig.refget for contig in self._contigs]),
        )

    def load(self, regions: Iterable[int]) -> None:
        """Load regions that are not yet loaded; -1 is none.

        Raises:
            DamagedData: when the reference data turns out to be damaged.
        """
        wanted = [row for row in set(regions) if row >= 0 and not self.ground.regions.is_loaded[row]]
        if not wanted:
            return
        with self.lock:
            for row in sorted(wanted):
                if not self.ground.regions.is_loaded[row]:
                    self._load(row)

    def find_transcript(self, accession: str) -> int:
        """Return the row of a transcript, with its region loaded; -1 where the kernel has it not.

        Raises:
            DamagedData: when the reference data turns out to be damaged.
        """
        with self.lock:
            transcript = self._reference.find_transcript(accession)
            homes = self._by_home.get(transcript.home, []) if transcript is not None else []
        self.load(homes)
        return -1 if transcript is None else self._rows.get(transcript.accession, -1)

    def _load(self, row: int) -> None:
        region, ground = self._regions[row], self.ground
        for window in region.windows:
            if find_pair(window, self._reference) is not None:
                self._read_bases(row, window)
        stretches = find_stretches(region, self._contigs, self._reference)
        regions, segments = ground.regions, ground.segments
        regions.segment_at[row], regions.segment_count[row] = segments.used, len(stretches)
        segments.start = extend(segments.start, segments.used, array("q", [one.start for one in stretches]))
        segments.end = extend(segments.end, segments.used, array("q", [one.end for one in stretches]))
        segments.shift = extend(segments.shift, segments.used, array("q", [one.shift for one in stretches]))
        segments.used += len(stretches)
        self._cut(row, tuple(self._lay_transcripts(region)))
        regions.is_loaded[row] = 1

    # ---- bases

    def _read_bases(self, row: int, window: Placement) -> None:
        """Write the bases that a window gives to its contig."""
        region, ground = self._regions[row], self.ground
        at = ground.regions.bases_at[row] + window.start - region.start
        size = window.end - window.start
        if len(window.blocks) == 1 and not window.patches:
            ground.bases[at : at + size] = self._read_source(window.source, window.blocks[0], window.strand)
            return
        target = bytearray(b"N" * size)
        first = window.start if window.strand > 0 else -window.end
        for block in window.blocks:
            bases = self._read_source(window.source, block, 1)
            target[block.start - first : block.start - first + block.length] = bases
        for patch in window.patches:
            target[patch.start - first : patch.start - first + len(patch.bases)] = patch.bases.encode()
        ground.bases[at : at + size] = bytes(target) if window.strand > 0 else target.translate(_COMPLEMENT)[::-1]

    def _read_source(self, source: str, block: Block, strand: int) -> bytes:
        """Return the bases of a stored sequence that a block takes, on a strand."""
        start, end = block.source, block.source + block.length
        packed, before, unknown = self._reference.owner(source).packed(source, start, end)
        bases = bytearray(block.length)
        unpack(packed, before, before + block.length, bases, 0)
        for stretch in unknown:
            low, high = max(stretch.start, start), min(stretch.end, end)
            if low < high:
                bases[low - start : high - start] = b"N" * (high - low)
        return bytes(bases) if strand > 0 else bytes(bases.translate(_COMPLEMENT)[::-1])

    # ---- transcripts

    def _lay_transcripts(self, region: Region) -> Iterator[int]:
        """Yield the rows of the transcripts over a region, in the order in which the pipeline finds them."""
        geometry = self._reference.geometry
        placements = {window.source: window for window in region.windows}
        contig = self._contigs[region.contig].accession
        for transcript in geometry.transcripts_over(contig, region.start, region.end):
            window = placements.get(transcript.home)
            if window is None or find_pair(window, self._reference) is None:
                continue
            row = self._rows.get(transcript.accession)
            if row is None:
                row = self._lay(transcript, window, region.contig)
            if row >= 0:
                yield row

    def _lay(self, transcript: Transcript, window: Placement, contig: int) -> int:
        """Add a transcript to the tables; return its row, -1 where it does not lie on the contig whole."""
        exons = tuple(_lay_exons(transcript, window))
        numbers_held = {number for _, _, _, number in exons}
        if len(numbers_held) != len(transcript.exons):
            return -1
        ground, table = self.ground, self.ground.transcripts
        row = table.used
        strand = window.strand * transcript.strand
        start, end = exons[0][0], exons[-1][1]
        low, high = (start, end) if strand > 0 else (-end, -start)
        differences = sorted(_find_differences(transcript, exons, strand))
        cds, axis = transcript.cds, "n" if transcript.cds is None else "c"
        name, accession = transcript.accession, self._contigs[contig].accession
        labels = [name, f"{name}:{axis}.", f"{accession}({name}):{axis}.", f"{transcript.protein or ''}:p."]
        label = self._add_labels(labels)
        message = self._read_message(transcript).encode()
        is_plain = transcript.code == "standard" and not transcript.exceptions
        row_values: tuple[tuple[str, int], ...] = (
            ("strand", strand),
            ("contig", contig),
            ("start", low),
            ("end", high),
            ("length", transcript.length),
            ("cds_start", -1 if cds is None else cds.start),
            ("cds_end", -1 if cds is None else cds.end),
            ("gene", self._add_gene(transcript.gene)),
            ("exon_at", ground.exons.used),
            ("exon_count", len(exons)),
            ("difference_at", ground.differences.used),
            ("difference_count", len(differences)),
            ("message_at", ground.messages_used),
            ("label", label),
            ("exonic", label + 1),
            ("intronic", label + 2),
            ("protein", label + 3),
        )
        for field, value in row_values:
            column = getattr(table, field)
            setattr(table, field, extend(column, row, array(column.typecode, [value])))
        predictable = is_plain and cds is not None and len(cds) % 3 == 0
        table.is_predictable = extend_bytes(table.is_predictable, row, bytes([predictable]))
        table.has_protein = extend_bytes(table.has_protein, row, bytes([transcript.protein is not None]))
        ground.messages = extend_bytes(ground.messages, ground.messages_used, message)
        ground.messages_used += len(message)
        self._add_exons(exons)
        self._add_differences(differences)
        table.used += 1
        self._rows[name] = row
        return row

    def _read_message(self, transcript: Transcript) -> str:
        """Return the bases of a spliced transcript, which the geometry need not keep."""
        low = min(block.source for block in transcript.blocks)
        high = max(block.source + block.length for block in transcript.blocks)
        bases = self._read_home(transcript, low, high)

        def read(start: int, end: int) -> str:
            return bases[start - low : end - low]

        return read_view(transcript.blocks, transcript.patches, read, 0, transcript.length)

    def _read_home(self, transcript: Transcript, low: int, high: int) -> str:
        if transcript.strand > 0:
            return self._reference.owner(transcript.home).bases(transcript.home, low, high)
        return reverse_complement(self._reference.owner(transcript.home).bases(transcript.home, -high, -low))

    def _add_exons(self, exons: tuple[tuple[int, int, int, int], ...]) -> None:
        table = self.ground.exons
        table.start = extend(table.start, table.used, array("q", [exon[0] for exon in exons]))
        table.end = extend(table.end, table.used, array("q", [exon[1] for exon in exons]))
        table.first = extend(table.first, table.used, array("q", [exon[2] for exon in exons]))
        table.number = extend(table.number, table.used, array("i", [exon[3] for exon in exons]))
        table.used += len(exons)

    def _add_differences(self, differences: list[tuple[int, int]]) -> None:
        table = self.ground.differences
        table.start = extend(table.start, table.used, array("q", [start for start, _ in differences]))
        table.end = extend(table.end, table.used, array("q", [end for _, end in differences]))
        table.used += len(differences)

    def _add_labels(self, texts: list[str]) -> int:
        ground = self.ground
        first = ground.labels_used
        _append(ground.labels, first, texts)
        ground.labels_used += len(texts)
        return first

    def _add_gene(self, symbol: str) -> int:
        row = self._genes.get(symbol)
        if row is None:
            row = self._genes[symbol] = self.ground.genes_used
            _append(self.ground.genes, row, [symbol])
            self.ground.genes_used += 1
        return row

    def _cut(self, row: int, transcripts: tuple[int, ...]) -> None:
        """Add the cuts of a region: where a transcript begins or ends, the set of those over a place changes."""
        ground, region = self.ground, self._regions[row]
        table = ground.transcripts
        places = {region.start}
        for transcript in transcripts:
            places |= {table.start[transcript], table.end[transcript]}
        starts = sorted(place for place in places if region.start <= place < region.end)
        over = [[one for one in transcripts if table.start[one] <= place < table.end[one]] for place in starts]
        at = ground.over_used
        over_at = numbers(len(starts))
        for index, listed in enumerate(over):
            over_at[index] = at
            at += len(listed)
        cuts = ground.cuts
        ground.regions.cut_at[row], ground.regions.cut_count[row] = cuts.used, len(starts)
        cuts.start = extend(cuts.start, cuts.used, array("q", starts))
        cuts.over_at = extend(cuts.over_at, cuts.used, over_at)
        cuts.over_count = extend(cuts.over_count, cuts.used, array("i", [len(listed) for listed in over]))
        cuts.used += len(starts)
        ground.over = extend(ground.over, ground.over_used, array("i", [one for listed in over for one in listed]))
        ground.over_used = at


def _append(column: Column, used: int, texts: list[str]) -> None:
    """Add texts to a column whose first `used` rows hold some."""
    end = column.ends[used - 1] if used else 0
    data = b"".join(text.encode() for text in texts)
    ends = numbers(len(texts))
    place = end
    for index, text in enumerate(texts):
        place += len(text.encode())
        ends[index] = place
    column.data = extend_bytes(column.data, end, data)
    column.ends = extend(column.ends, used, ends)


def _lay_exons(transcript: Transcript, window: Placement) -> Iterator[tuple[int, int, int, int]]:
    """Yield the blocks of the exons on the contig: (oriented start, oriented end, transcript base, exon number)."""
    onto = invert(window.blocks)
    blocks = compose(transcript.blocks, onto if transcript.strand > 0 else flip(onto))
    number, exons = 0, transcript.exons
    for block in blocks:
        start, end = block.start, block.start + block.length
        while start < end:
            while exons[number].end <= start:
                number += 1
            stop = min(end, exons[number].end)
            source = block.source + start - block.start
            yield source, source + stop - start, start, number
            start = stop


def _find_differences(
    transcript: Transcript, exons: tuple[tuple[int, int, int, int], ...], strand: int
) -> Iterator[tuple[int, int]]:
    """Yield where a transcript differs from its contig, forward on it: gaps inside exons, and patched bases."""
    previous: tuple[int, int, int, int] | None = None
    for exon in exons:
        start, _, base, number = exon
        if previous is not None and previous[3] == number:
            yield _turn(previous[1], start, strand)
        else:
            if base != transcript.exons[number].start:
                yield _turn(start, start, strand)
            if previous is not None and previous[2] + previous[1] - previous[0] != transcript.exons[previous[3]].end:
                yield _turn(previous[1], previous[1], strand)
        for patch in transcript.patches:
            low, high = max(patch.start, base), min(patch.start + len(patch.bases), base + exon[1] - start)
            if low < high:
                yield _turn(start + low - base, start + high - base, strand)
        previous = exon
    if previous is not None and previous[2] + previous[1] - previous[0] != transcript.length:
        yield _turn(previous[1], previous[1], strand)


def _turn(start: int, end: int, strand: int) -> tuple[int, int]:
    return (start, end) if strand > 0 else (-end, -start)
