"""The exon table of a transcript: what `synonymizer gene` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.mapping import orient
from synonymizer.places import Interval
from synonymizer.project.transcripts import make_point

if TYPE_CHECKING:
    from synonymizer.places import Assembly, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Point


@dataclass(frozen=True, slots=True)
class ExonPlace:
    """An exon on a contig, forward order, interbase."""

    assembly: Assembly
    contig: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class ExonRow:
    """One exon: its number from 1, its first and last base, its size in bases, and where it lies.

    `phase` is how many bases of a codon come before the exon's first coding base (0, 1 or 2), None where nothing codes.
    """

    number: int
    first: Point
    last: Point
    size: int
    phase: int | None
    places: tuple[ExonPlace, ...]


def exon_table(transcript: Transcript, reference: Reference) -> tuple[ExonRow, ...]:
    """Return the exons of a transcript in its direction, each with its place on the assemblies that carry it."""
    frames = [(frame, reference.find_contig(frame.sequence)) for frame in reference.geometry.frames(transcript)]
    rows = []
    for index, exon in enumerate(transcript.exons):
        places = []
        for frame, contig in frames:
            if contig is None:
                continue
            stretch = frame.exons[index]
            blocks = [b for b in frame.blocks if b.start < stretch.end and stretch.start < b.start + b.length]
            start = blocks[0].source + max(stretch.start - blocks[0].start, 0)
            end = blocks[-1].source + min(stretch.end - blocks[-1].start, blocks[-1].length)
            places.append(ExonPlace(contig.assembly, contig.accession, Interval(*orient(start, end, frame.strand))))
        first, last = make_point(transcript, exon.start, 0), make_point(transcript, exon.end - 1, 0)
        rows.append(ExonRow(index + 1, first, last, len(exon), _phase(exon, transcript), tuple(places)))
    return tuple(rows)


def _phase(exon: Interval, transcript: Transcript) -> int | None:
    cds = transcript.cds
    if cds is None or exon.end <= cds.start or exon.start >= cds.end:
        return None
    return max(exon.start - cds.start, 0) % 3
