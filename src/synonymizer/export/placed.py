"""Transcripts on the chromosomes of an assembly, exon by exon, as files of annotation tell them.

Source of gaps: the attribute Gap of GFF3 (section "The Gap Attribute"), read along the transcript: M bases that both
sequences have, I bases that only the transcript has, D bases that only the chromosome has. Source of how codons are
named that are read against their code: the INSDC feature table, qualifier transl_except, as NCBI spells it.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import ne
from typing import TYPE_CHECKING

from synonymizer.codons import THREE_LETTERS
from synonymizer.mapping import orient
from synonymizer.places import Interval
from synonymizer.reference.views import Oriented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.mapping import Frame
    from synonymizer.places import Assembly, Block, Contig, Transcript
    from synonymizer.reference import Reference

MITOCHONDRIAL_TABLE = 2
"""The mitochondrial code of vertebrates by NCBI's number."""

_CODON = 3
_EXCEPTED = {**THREE_LETTERS, "X": "Other"}


@dataclass(frozen=True, slots=True)
class PlacedExon:
    """An exon on the transcript (`bases`) and on the chromosome (`place`), both interbase; `gap` where they differ."""

    bases: Interval
    place: Interval
    gap: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A transcript on a chromosome, its exons in order of the transcript.

    `copy` counts from 1 the places of a transcript on an assembly: both X and Y hold the pseudoautosomal genes.
    """

    transcript: Transcript
    contig: Contig
    frame: Frame
    exons: tuple[PlacedExon, ...]
    copy: int

    @property
    def extent(self) -> Interval:
        """From the first base on the chromosome to the last, introns included."""
        return Interval(min(exon.place.start for exon in self.exons), max(exon.place.end for exon in self.exons))

    @property
    def strand(self) -> str:
        """The sign of the strand, as annotation writes it."""
        return "+" if self.frame.strand > 0 else "-"

    def carry(self, within: Interval) -> list[tuple[Interval, Interval]]:
        """Return (bases, place) of the part of each exon that lies within an interval of the transcript, if any."""
        found: list[tuple[Interval, Interval]] = []
        for exon, on_line in zip(self.exons, self.frame.exons, strict=True):
            low, high = max(exon.bases.start, within.start), min(exon.bases.end, within.end)
            shift = on_line.start - exon.bases.start
            parts = tuple(self.frame.parts(low + shift, high + shift))
            if parts:
                found.append((Interval(low, high), _cover(parts, self.frame.strand)))
        return found


def count_mismatches(reference: Reference, placed: Placed) -> int:
    """Count the bases in which a transcript and its chromosome differ where they are aligned."""
    transcript, frame, geometry = placed.transcript, placed.frame, reference.geometry
    if geometry.unspliced(transcript, frame).is_faithful:
        return 0
    bases = geometry.spliced(transcript)
    chromosome = Oriented(geometry.sequence(frame.sequence), frame.strand)
    count = 0
    for exon, on_line in zip(transcript.exons, frame.exons, strict=True):
        for part in frame.parts(on_line.start, on_line.end):
            start = exon.start + part.start - on_line.start
            own = bases[start : start + part.length]
            count += sum(map(ne, own, chromosome.bases(part.source, part.source + part.length)))
    return count


def list_exceptions(transcript: Transcript) -> list[tuple[int, str]]:
    """Return the codons, counted from 0, that are read otherwise than their code says, and as what: Sec, Met, Other.

    A last codon that the poly-A tail completes is one of them: TERM.
    """
    if transcript.cds is None:
        return []
    found = [(codon, _EXCEPTED[residue]) for codon, residue in transcript.exceptions]
    whole, rest = divmod(len(transcript.cds), _CODON)
    return found + [(whole, "TERM")] * (rest > 0)


def list_placed(reference: Reference, assembly: Assembly) -> list[Placed]:
    """Return the transcripts that lie whole on an assembly, in order of place, then by gene and rank."""
    contigs = {contig.accession: contig for contig in reference.contigs() if contig.assembly == assembly}
    order = {accession: number for number, accession in enumerate(contigs)}
    found = [
        placed
        for gene in reference.genes()
        for transcript in reference.transcripts_of(gene)
        for placed in _place(reference, transcript, contigs)
    ]
    found.sort(key=lambda placed: (order[placed.contig.accession], placed.extent.start, placed.transcript.gene))
    return found


def _place(reference: Reference, transcript: Transcript, contigs: dict[str, Contig]) -> Iterator[Placed]:
    frames = [frame for frame in reference.geometry.frames(transcript) if frame.sequence in contigs]
    unique = {frame.sequence: frame for frame in frames}
    for copy, (accession, frame) in enumerate(unique.items(), 1):
        exons = tuple(
            _place_exon(bases, on_line, frame) for bases, on_line in zip(transcript.exons, frame.exons, strict=True)
        )
        yield Placed(transcript, contigs[accession], frame, exons, copy)


def _place_exon(bases: Interval, on_line: Interval, frame: Frame) -> PlacedExon:
    parts = tuple(frame.parts(on_line.start, on_line.end))
    return PlacedExon(bases, _cover(parts, frame.strand), _describe_gaps(parts, on_line))


def _cover(parts: tuple[Block, ...], strand: int) -> Interval:
    return Interval(*orient(parts[0].source, parts[-1].source + parts[-1].length, strand))


def _describe_gaps(parts: tuple[Block, ...], on_line: Interval) -> str | None:
    """Return the alignment of an exon, None where it is one piece."""
    words: list[str] = []
    place, source = on_line.start, parts[0].source
    for part in parts:
        words += [f"I{part.start - place}"] * (part.start > place) + [f"D{part.source - source}"] * (
            part.source > source
        )
        words.append(f"M{part.length}")
        place, source = part.start + part.length, part.source + part.length
    words += [f"I{on_line.end - place}"] * (on_line.end > place)
    return None if len(words) == 1 else " ".join(words)
