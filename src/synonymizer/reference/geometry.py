"""Sequences and where they lie on each other: contigs, windows, spliced and unspliced transcripts, ways between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synonymizer.codons import translate
from synonymizer.errors import UnknownAccession
from synonymizer.mapping import compose, flip, invert, lay_frame, orient, reverse_complement
from synonymizer.places import Block, Placement, Transcript, rank_assembly
from synonymizer.reference.views import Stored, Unspliced, Windows, read_view
from synonymizer.spelling.digests import refget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.mapping import Frame
    from synonymizer.places import Assembly, Sequence
    from synonymizer.reference import Reference
    from synonymizer.reference.contract import Store

_FAR = 1 << 40


class Geometry:
    """Bases and places of a reference. What is made is kept: a contig's windows, a spliced transcript, a frame."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._sequences: dict[str, Sequence] = {}
        self._spliced: dict[str, str] = {}
        self._proteins: dict[str, str] = {}
        self._frames: dict[tuple[str, str], Frame | None] = {}
        self._orders: dict[str, tuple[str, ...]] = {}
        self._homes: dict[str, tuple[str, ...]] = {}
        self._unspliced: dict[tuple[str, str], Unspliced] = {}
        self._placements: dict[str, tuple[Placement, ...]] = {}
        self._refgets: dict[str, str | None] = {}

    def transcripts_over(self, contig: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts whose extent touches a place of a contig or stored sequence, in order of rank."""
        if self._reference.find_source(contig) is not None:
            homes = [(contig, start, end)]
        else:
            carried = [_carry_to_source(placement, start, end) for placement in self._over(contig, start, end)]
            homes = [home for home in carried if home is not None]
        found: dict[str, Transcript] = {}
        for home, low, high in homes:
            for transcript in self._reference.transcripts_on(home, low, high):
                found.setdefault(transcript.accession, transcript)
        owners = {self._reference.owner(home).path for home, _, _ in homes}
        return self._reference.arrange(found.values()) if len(owners) > 1 else tuple(found.values())

    def is_genomic(self, accession: str) -> bool:
        """Whether a stored sequence is genomic, so that g. names may count on it; a message without introns is not."""
        return accession.startswith(("NC_", "NG_", "LRG_", "NT_", "NW_"))

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
                found = Windows(accession, self._placements_on(accession), self._read)
            else:
                raise UnknownAccession(f"{accession} is not in the reference data in use. Check the accession.")
            self._sequences[accession] = found
        return found

    def _placements_on(self, contig: str) -> tuple[Placement, ...]:
        found = self._placements.get(contig)
        if found is None:
            reference = self._reference
            found = tuple(
                placement
                for bundle in reference.stores
                for placement in bundle.placements_over(contig, 0, _FAR)
                if reference.owner(placement.source) is bundle
            )
            self._placements[contig] = found
        return found

    def windows(self, contig: str) -> tuple[Placement, ...]:
        """Return every stored sequence laid on a contig, in order of start."""
        return self._placements_on(contig)

    def _over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        return tuple(p for p in self._placements_on(contig) if p.start <= end and start <= p.end)

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stored sequence lies on contigs."""
        found = self._placements.get(source)
        if found is None:
            found = self._placements[source] = self._reference.owner(source).placements_of(source)
        return found

    def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        """Return the placements that cover a place of a contig whole."""
        return tuple(p for p in self._over(contig, start, end) if p.start <= start and end <= p.end)

    def spliced(self, transcript: Transcript) -> str:
        """Return the bases of a whole transcript."""
        text = self._spliced.get(transcript.accession)
        if text is None:
            owner = self._reference.owner(transcript.home)
            from_home = _read_oriented(owner, transcript)
            text = read_view(transcript.blocks, transcript.patches, from_home, 0, transcript.length)
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
            return contig.refget
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
        """Yield the transcript laid on GRCh38, on GRCh37 and on its home, as far as it lies there; each when asked."""
        order = self._orders.get(transcript.home)
        if order is None:
            found = {
                place.contig: self._reference.find_contig(place.contig) for place in self.placements_of(transcript.home)
            }
            contigs = [contig for contig in found.values() if contig is not None]
            contigs.sort(key=lambda contig: (rank_assembly(contig.assembly), contig.accession))
            order = self._orders[transcript.home] = (*(contig.accession for contig in contigs), transcript.home)
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

        A sequence that lies on X and on Y is one of X.
        """
        homes = self._homes.get(source)
        if homes is None:
            found: dict[Assembly, str] = {}
            for placement in sorted(self.placements_of(source), key=lambda placement: placement.contig):
                contig = self._reference.find_contig(placement.contig)
                if contig is not None:
                    found.setdefault(contig.assembly, contig.accession)
            homes = self._homes[source] = tuple(found.values())
        return homes

    def _count_before(self, placement: Placement) -> int:
        """Count the earlier places of a stored sequence on the contig of one of them: 0 but where it lies twice."""
        there = [other for other in self.placements_of(placement.source) if other.contig == placement.contig]
        return there.index(placement)

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
        if self._reference.find_source(source) is not None:
            return tuple(
                Bridge(1, placement.strand, placement.blocks)
                for placement in self.placements_of(source)
                if placement.contig == target
            )
        found: list[Bridge] = []
        for placement in self.placements_over(source, start, end):
            onto = invert(placement.blocks)
            before = self._count_before(placement)
            if placement.source == target:
                if before == 0 and source in self.home_contigs(target):
                    found.append(Bridge(placement.strand, 1, onto))
                continue
            found.extend(
                Bridge(placement.strand, other.strand, compose(other.blocks, onto))
                for other in self.placements_of(placement.source)
                if other.contig == target and self._count_before(other) == before
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A way between two genomic sequences: blocks are oriented target ← oriented source."""

    source_strand: Literal[1, -1]
    target_strand: Literal[1, -1]
    blocks: tuple[Block, ...]


def _read_oriented(owner: Store, transcript: Transcript) -> Callable[[int, int], str]:
    def read(start: int, end: int) -> str:
        if transcript.strand > 0:
            return owner.bases(transcript.home, start, end)
        return reverse_complement(owner.bases(transcript.home, -end, -start))

    return read


def _carry_to_source(placement: Placement, start: int, end: int) -> tuple[str, int, int] | None:
    """Return (source, start, end): the stored stretch that shares bases with a place of the contig, or None."""
    low, high = orient(max(start, placement.start), min(end, placement.end), placement.strand)
    inside = [b for b in placement.blocks if b.start <= high and low <= b.start + b.length]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    source_start = first.source + max(low - first.start, 0)
    source_end = last.source + min(high - last.start, last.length)
    return placement.source, source_start, max(source_start, source_end)
