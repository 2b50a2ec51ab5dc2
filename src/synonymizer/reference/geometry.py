"""Sequences and where they lie on each other: contigs, windows, spliced and unspliced transcripts, ways between.

A contig is read from the sequences that stores place on it (`placed`); what leads to another is found by `ways`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from typing import TYPE_CHECKING, Literal

from synonymizer.codons import translate
from synonymizer.errors import UnknownAccession
from synonymizer.mapping import compose, flip, invert, lay_frame, orient
from synonymizer.places import rank_assembly
from synonymizer.recent import Recent
from synonymizer.reference.placed import Placed
from synonymizer.reference.ranking import rank
from synonymizer.reference.stretches import is_stretch
from synonymizer.reference.views import Stored, Unspliced, Windows, splice
from synonymizer.reference.ways import Ways, is_genomic
from synonymizer.spelling.digests import refget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.mapping import Frame
    from synonymizer.places import Block, Placement, Sequence, Transcript
    from synonymizer.reference import Reference
    from synonymizer.reference.ways import Bridge

_TRANSCRIPTS_KEPT = 1 << 14
_FRAMES_KEPT = 1 << 15
_SEQUENCES_KEPT = 1 << 13


class Geometry:
    """Bases and places of a reference. What was made lately is kept: windows, spliced transcripts, frames."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._sequences: Recent[str, Sequence] = Recent(_SEQUENCES_KEPT)
        self._spliced: Recent[str, str] = Recent(_TRANSCRIPTS_KEPT)
        self._proteins: Recent[str, str] = Recent(_TRANSCRIPTS_KEPT)
        self._frames: Recent[tuple[str, str], Frame | None] = Recent(_FRAMES_KEPT)
        self._orders: Recent[str, tuple[str, ...]] = Recent(_SEQUENCES_KEPT)
        self._unspliced: Recent[tuple[str, str], Unspliced] = Recent(_FRAMES_KEPT)
        self._placed = Placed(reference)
        self._ways = Ways(reference, self._placed)
        self._refgets: Recent[str, str | None] = Recent(_TRANSCRIPTS_KEPT)

    def transcripts_over(self, contig: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts whose extent touches a place of a contig or stored sequence, in order of rank.

        Those at home in a stretch of another assembly are found as well, where a link leads to it.
        """
        if self._reference.find_source(contig) is not None:
            homes = [(contig, start, end)]
        else:
            homes = list(self._find_homes(contig, start, end))
        found: dict[str, Transcript] = {}
        for home, low, high in homes:
            for transcript in self._reference.transcripts_told_on(home, low, high):
                found.setdefault(transcript.accession, transcript)
        return tuple(sorted(found.values(), key=rank))

    def _find_homes(self, contig: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield (source, start, end): the stored stretches that share bases with a place, then those links lead to."""
        homes = list(self._carry_to_sources(contig, start, end))
        yield from homes
        for source, low, high in homes:
            for link in self._ways.links_of(source):
                there = _carry_over(invert(link.blocks), low, high)
                if there is not None:
                    yield from self._carry_to_sources(link.contig, *orient(*there, link.strand))

    def _carry_to_sources(self, contig: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for placement in self._placed.over(contig, start, end):
            low, high = orient(max(start, placement.start), min(end, placement.end), placement.strand)
            there = _carry_over(placement.blocks, low, high)
            if there is not None:
                yield placement.source, *there

    def is_genomic(self, accession: str) -> bool:
        """Whether a stored sequence is genomic, so that g. names may count on it; a message without introns is not."""
        return is_genomic(accession)

    def is_named(self, accession: str) -> bool:
        """Whether a stored genomic sequence has an accession of its own; a stretch of a contig is never named."""
        return self.is_genomic(accession) and not is_stretch(accession)

    def _read(self, source: str, start: int, end: int) -> str:
        return self._reference.owner(source).bases(source, start, end)

    def sequence(self, accession: str) -> Sequence:
        """Return a stored sequence, or a contig as far as it is covered.

        Raises:
            UnknownAccession: when it is neither.
        """
        found = self._sequences.get(accession)
        if found is None:
            source = self._reference.find_source(accession)
            if source is not None:
                owner = self._reference.owner(source)
                found = Stored(source, owner.source_length(source), lambda low, high: owner.bases(source, low, high))
            elif self._reference.find_contig(accession) is not None:
                found = Windows(accession, partial(self._placed.over, accession), self._read)
            else:
                raise UnknownAccession(f"{accession} is not in the reference data in use. Check the accession.")
            self._sequences[accession] = found
        return found

    def windows(self, contig: str) -> tuple[Placement, ...]:
        """Return every stored sequence that a store lays on a contig, in order of start; links are none of them."""
        return self._placed.on(contig)

    def stored_placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where stores say that a stored sequence lies; what they link is not looked for."""
        return self._placed.of(source)

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stored sequence lies on contigs, through its links as well."""
        return self._ways.placements_of(source)

    def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        """Return the stored sequences that cover a place of a contig whole."""
        over = self._placed.over(contig, start, end)
        return tuple(placement for placement in over if placement.start <= start and end <= placement.end)

    def spliced(self, transcript: Transcript) -> str:
        """Return the bases of a whole transcript."""
        text = self._spliced.get(transcript.accession)
        if text is None:
            text = splice(self._reference.owner(transcript.home), transcript)
            self._spliced[transcript.accession] = text
        return text

    def protein(self, transcript: Transcript) -> str:
        """Return the residues a transcript codes for, one-letter, the stop included; "" for a non-coding one."""
        text = self._proteins.get(transcript.accession)
        if text is None:
            cds = transcript.cds
            bases = self.spliced(transcript)[cds.start : cds.end] if cds else ""
            residues = list(translate(bases, transcript.code))
            for codon, residue in transcript.exceptions:
                residues[codon] = residue
            text = "".join(residues)
            self._proteins[transcript.accession] = text
        return text

    def refget(self, accession: str) -> str | None:
        """Return the refget digest of a contig, stored sequence, transcript or protein; None when it is none of them.

        A protein record ends before the stop.
        """
        if accession not in self._refgets:
            self._refgets[accession] = self._make_refget(accession)
        return self._refgets[accession]

    def _make_refget(self, accession: str) -> str | None:
        reference = self._reference
        contig = reference.find_contig(accession)
        if contig is not None:
            asked = (store.refget(accession) for store in reference.stores)
            return contig.refget or next(filter(None, asked), None)
        transcript = reference.find_transcript(accession)
        if transcript is not None:
            return refget(self.spliced(transcript))
        carriers = reference.transcripts_of_protein(accession)
        if carriers:
            return refget(self.protein(carriers[0]).removesuffix("*"))
        if reference.find_source(accession) is None:
            return None
        stored = self.sequence(accession)
        return refget(stored.bases(0, stored.held(0, 0).end))

    def frame(self, transcript: Transcript, sequence: str) -> Frame | None:
        """Return the transcript laid on a contig or stored sequence, None when it does not lie there whole."""
        key = (transcript.accession, sequence)
        if key not in self._frames:
            self._frames[key] = self._lay(transcript, sequence)
        return self._frames[key]

    def _lay(self, transcript: Transcript, sequence: str) -> Frame | None:
        if sequence == transcript.home:
            return lay_frame(sequence, transcript.strand, transcript.exons, transcript.blocks)
        pieces: list[Block] = []
        strand: Literal[1, -1] = 1
        for placement in self.placements_of(transcript.home):
            if placement.contig != sequence:
                continue
            strand = 1 if placement.strand == transcript.strand else -1
            onto = invert(placement.blocks)
            blocks = compose(transcript.blocks, onto if transcript.strand > 0 else flip(onto))
            frame = lay_frame(sequence, strand, transcript.exons, blocks)
            if frame is not None:
                return frame
            pieces.extend(blocks)
        # a sequence stored without introns is placed exon by exon
        pieces.sort(key=lambda block: block.start)
        return lay_frame(sequence, strand, transcript.exons, tuple(pieces))

    def frames(self, transcript: Transcript) -> Iterator[Frame]:
        """Yield the transcript laid on GRCh38, GRCh37, others and its home, as far as it lies there; each when asked.

        A stretch is no place of its own: a transcript at home in one lies on the contig.
        """
        order = self._orders.get(transcript.home)
        if order is None:
            found = {
                place.contig: self._reference.find_contig(place.contig) for place in self.placements_of(transcript.home)
            }
            contigs = [contig for contig in found.values() if contig is not None]
            contigs.sort(key=lambda contig: (rank_assembly(contig.assembly), contig.accession))
            home = () if is_stretch(transcript.home) else (transcript.home,)
            order = self._orders[transcript.home] = (*(contig.accession for contig in contigs), *home)
        for sequence in order:
            frame = self.frame(transcript, sequence)
            if frame is not None:
                yield frame

    def main_frame(self, transcript: Transcript) -> Frame:
        """Return the first of the frames: on GRCh38 where the transcript lies there."""
        return next(self.frames(transcript))

    def unspliced(self, transcript: Transcript, frame: Frame) -> Unspliced:
        """Return the bases of a frame."""
        key = (transcript.accession, frame.sequence)
        found = self._unspliced.get(key)
        if found is None:
            spliced = None if self._is_untouched(transcript, frame) else self.spliced(transcript)
            found = Unspliced(frame, transcript.accession, spliced, self.sequence(frame.sequence))
            self._unspliced[key] = found
        return found

    def _is_untouched(self, transcript: Transcript, frame: Frame) -> bool:
        """Whether the records alone show that the exons have the bases of the frame's sequence: nothing is patched."""
        if transcript.patches or len(frame.blocks) != 1:
            return False
        if frame.sequence == transcript.home:
            return True
        shift = frame.blocks[0].source - frame.blocks[0].start
        exons = [orient(exon.start + shift, exon.end + shift, frame.strand) for exon in frame.exons]
        for placement in self.placements_of(transcript.home):
            if placement.contig != frame.sequence:
                continue
            for patch in placement.patches:
                low, high = orient(patch.start, patch.start + len(patch.bases), placement.strand)
                if any(start < high and low < end for start, end in exons):
                    return False
        return True

    def home_contigs(self, source: str) -> tuple[str, ...]:
        """Return the contigs that names on a stored sequence mean: of each assembly the first that carries it.

        A sequence that lies on X and on Y is one of X; a stretch is one of the contig that shares most of it.
        """
        return self._ways.home_contigs(source)

    def bridges(self, source: str, start: int, end: int, target: str) -> tuple[Bridge, ...]:
        """Return the ways from a place on one genomic sequence to another: through the windows both share.

        Equal bases at two places are two places: a second place on a contig leads to a second one elsewhere or nowhere,
        and only the first, on a home contig, to the stored sequence itself.

        Args:
            source: accession of a contig or stored sequence.
            start: interbase start on it.
            end: interbase end on it.
            target: accession of a contig or stored sequence.
        """
        return self._ways.bridges(source, start, end, target)


def _carry_over(blocks: tuple[Block, ...], low: int, high: int) -> tuple[int, int] | None:
    """Carry [low, high] of a target to its source, as far as they share bases that overlap or touch it, or None."""
    first = bisect_left(blocks, low, key=_target_end)
    last = bisect_right(blocks, high, key=_target) - 1
    if first > last:
        return None
    start = blocks[first].source + max(low - blocks[first].start, 0)
    end = blocks[last].source + min(high - blocks[last].start, blocks[last].length)
    return start, max(start, end)


def _target(block: Block) -> int:
    return block.start


def _target_end(block: Block) -> int:
    return block.start + block.length
