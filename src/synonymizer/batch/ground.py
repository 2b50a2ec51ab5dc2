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

from synonymizer.batch.regions import find_held, find_regions, find_stretches, find_whole, is_plain, make_table
from synonymizer.kernel.tables import Column, Ground, extend, extend_bytes, make_column, numbers
from synonymizer.mapping import compose, flip, invert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synonymizer.batch.regions import Region
    from synonymizer.kernel.tables import Differences, Exceptions, Exons, Transcripts
    from synonymizer.places import Block, Patch, Placement, Transcript
    from synonymizer.reference import Reference

Exon = tuple[int, int, int, int]
"""An ungapped block of an exon on its contig: oriented start and end, first transcript base, number of the exon."""

_COMPLEMENT = bytes.maketrans(b"ACGT", b"TGCA")

_COLUMNS = (
    "strand",
    "contig",
    "start",
    "end",
    "length",
    "cds_start",
    "cds_end",
    "gene",
    "exon_at",
    "exon_count",
    "difference_at",
    "difference_count",
    "message_at",
    "exception_at",
    "exception_count",
    "is_predictable",
    "has_protein",
    "label",
    "exonic",
    "intronic",
    "protein",
)
"""The columns of `Transcripts`, in the order of the rows that are added to it."""


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
        self.held = find_held(reference)
        self._rows: dict[str, int] = {}
        self._in_part: set[int] = set()
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

    def is_on_both(self, row: int) -> bool:
        """Whether GRCh37 lacks no stretch of the region of a transcript, given by its row."""
        return row not in self._in_part

    def _load(self, row: int) -> None:
        region, ground = self._regions[row], self.ground
        sources: dict[str, _Source] = {}
        contig = self._contigs[region.contig].accession
        for window in region.windows:
            if is_plain(window, self._reference):
                source = _Source(window, self._reference)
                at = ground.regions.bases_at[row] + window.start - region.start
                ground.bases[at : at + window.end - window.start] = source.lay()
                if contig in self._reference.geometry.home_contigs(window.source):
                    sources[window.source] = source
        transcripts = self._lay_transcripts(region, sources)
        stretches = () if transcripts is None else find_stretches(region, self._contigs, self._reference)
        regions, segments = ground.regions, ground.segments
        regions.segment_at[row], regions.segment_count[row] = segments.used, len(stretches)
        segments.start = extend(segments.start, segments.used, array("q", [one.start for one in stretches]))
        segments.end = extend(segments.end, segments.used, array("q", [one.end for one in stretches]))
        segments.shift = extend(segments.shift, segments.used, array("q", [one.shift for one in stretches]))
        segments.way = extend(segments.way, segments.used, array("i", [one.way for one in stretches]))
        segments.used += len(stretches)
        self._cut(row, transcripts or ())
        if any(one.way == 0 for one in stretches):
            self._in_part.update(transcripts or ())
        regions.is_loaded[row] = 1

    # ---- transcripts

    def _lay_transcripts(self, region: Region, sources: dict[str, _Source]) -> tuple[int, ...] | None:
        """Return the rows of the transcripts over a region, in the order in which the pipeline finds them.

        None where one of them has an exon that is not there, so that only the pipeline knows its place.
        """
        contig = self._contigs[region.contig].accession
        over = self._reference.geometry.transcripts_over(contig, region.start, region.end)
        here = [transcript for transcript in over if transcript.home in sources]
        new = [transcript for transcript in here if transcript.accession not in self._rows]
        wholes = {home: find_whole(source.window, self._reference) for home, source in sources.items()}
        laid = [(one, exons) for one in new if (exons := _lay_exons(one, wholes[one.home])) is not None]
        if len(laid) < len(new):
            return None
        self._add_transcripts(laid, sources, region.contig)
        return tuple(self._rows[one.accession] for one in here)

    def _add_transcripts(
        self, laid: list[tuple[Transcript, tuple[Exon, ...]]], sources: dict[str, _Source], contig: int
    ) -> None:
        """Add transcripts to the tables, each with its exons on the contig."""
        ground, table = self.ground, self.ground.transcripts
        accession = self._contigs[contig].accession
        rows: list[tuple[int, ...]] = []
        exons_laid: list[Exon] = []
        differences_found: list[tuple[int, int]] = []
        exceptions_found: list[tuple[int, int]] = []
        labels: list[str] = []
        messages: list[bytes] = []
        message_at = ground.messages_used
        for transcript, exons in laid:
            self._rows[transcript.accession] = table.used + len(rows)
            window, cds, name = sources[transcript.home].window, transcript.cds, transcript.accession
            strand = window.strand * transcript.strand
            differences = sorted(_find_differences(transcript, exons, strand))
            exceptions = [(codon, ord(residue)) for codon, residue in transcript.exceptions if codon]
            label, axis = ground.labels_used + len(labels), "n" if cds is None else "c"
            rows.append(
                (
                    strand,
                    contig,
                    *_turn(exons[0][0], exons[-1][1], strand),
                    transcript.length,
                    *((-1, -1) if cds is None else (cds.start, cds.end)),
                    self._add_gene(transcript.gene),
                    ground.exons.used + len(exons_laid),
                    len(exons),
                    ground.differences.used + len(differences_found),
                    len(differences),
                    message_at,
                    ground.exceptions.used + len(exceptions_found),
                    len(exceptions),
                    transcript.code == "standard" and len(cds or ()) % 3 == 0,
                    transcript.protein is not None,
                    *range(label, label + 4),
                )
            )
            labels += [name, f"{name}:{axis}.", f"{accession}({name}):{axis}.", f"{transcript.protein or ''}:p."]
            messages.append(sources[transcript.home].splice(transcript))
            message_at += len(messages[-1])
            exons_laid += exons
            differences_found += differences
            exceptions_found += exceptions
        ground.messages = extend_bytes(ground.messages, ground.messages_used, b"".join(messages))
        ground.messages_used = message_at
        _append(ground.labels, ground.labels_used, labels)
        ground.labels_used += len(labels)
        _fill(ground.exons, ("start", "end", "first", "number"), exons_laid)
        _fill(ground.differences, ("start", "end"), differences_found)
        _fill(ground.exceptions, ("codon", "residue"), exceptions_found)
        _fill(table, _COLUMNS, rows)

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


class _Source:
    """A stored sequence, read once for its contig and for the messages of its transcripts."""

    def __init__(self, window: Placement, reference: Reference) -> None:
        self.window = window
        owner = reference.owner(window.source)
        self._forward = owner.read(window.source, 0, owner.source_length(window.source))
        self._reverse = b""

    def lay(self) -> bytes:
        """Return the bases that the window gives to its contig, forward."""
        window = self.window
        first = window.start if window.strand > 0 else -window.end
        bases = self._view(window.blocks, window.patches, first, first + window.end - window.start, 1)
        return bases if window.strand > 0 else bases.translate(_COMPLEMENT)[::-1]

    def splice(self, transcript: Transcript) -> bytes:
        """Return the bases of a transcript whose home this is."""
        return self._view(transcript.blocks, transcript.patches, 0, transcript.length, transcript.strand)

    def _view(self, blocks: tuple[Block, ...], patches: tuple[Patch, ...], start: int, end: int, strand: int) -> bytes:
        """Read what `reference.views.read_view` reads, all of it at once."""
        bases, origin = self._forward, 0
        if strand < 0:
            self._reverse = self._reverse or bases.translate(_COMPLEMENT)[::-1]
            bases, origin = self._reverse, -len(bases)
        pieces: list[bytes] = []
        place = start
        for block in blocks:
            pieces.append(b"N" * (block.start - place))
            pieces.append(bases[block.source - origin : block.source - origin + block.length])
            place = block.start + block.length
        pieces.append(b"N" * (end - place))
        view = b"".join(pieces)
        if patches:
            patched = bytearray(view)
            for patch in patches:
                patched[patch.start - start : patch.start - start + len(patch.bases)] = patch.bases.encode()
            view = bytes(patched)
        return view


def _fill(
    table: Transcripts | Exons | Differences | Exceptions, columns: tuple[str, ...], rows: Sequence[tuple[int, ...]]
) -> None:
    """Add rows to a table; the order of `columns` is that of their values."""
    for name, values in zip(columns, zip(*rows, strict=True), strict=True) if rows else ():
        column = getattr(table, name)
        if isinstance(column, bytearray):
            setattr(table, name, extend_bytes(column, table.used, bytes(values)))
        else:
            setattr(table, name, extend(column, table.used, array(column.typecode, values)))
    table.used += len(rows)


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


def _lay_exons(transcript: Transcript, window: Placement) -> tuple[Exon, ...] | None:
    """Return the blocks of the exons on the contig; None where an exon has none."""
    blocks, shift = transcript.blocks, 0
    whole = window.blocks[0]
    low, high = _turn(blocks[0].source, blocks[-1].source + blocks[-1].length, transcript.strand)
    if whole.source <= low and high <= whole.source + whole.length:  # all of it lies in one block, and is only shifted
        shift = (whole.start - whole.source) * transcript.strand
    else:
        onto = invert(window.blocks)
        blocks = compose(blocks, onto if transcript.strand > 0 else flip(onto))
    laid = tuple(_split(blocks, shift, transcript))
    return laid if len({number for _, _, _, number in laid}) == len(transcript.exons) else None


def _split(blocks: tuple[Block, ...], shift: int, transcript: Transcript) -> Iterator[Exon]:
    """Yield blocks, split where exons end and shifted on the contig."""
    number, exons = 0, transcript.exons
    exon_end = exons[0].end
    for block in blocks:
        start, end = block.start, block.start + block.length
        source = block.source + shift
        while start < end:
            while exon_end <= start:
                number += 1
                exon_end = exons[number].end
            stop = min(end, exon_end)
            yield source, source + stop - start, start, number
            source += stop - start
            start = stop


def _find_differences(transcript: Transcript, exons: tuple[Exon, ...], strand: int) -> Iterator[tuple[int, int]]:
    """Yield where a transcript differs from its contig, forward on it: gaps inside exons, and patched bases."""
    previous: Exon | None = None
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
