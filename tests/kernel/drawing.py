"""Edits at every kind of place where names are made, drawn from reference data, and as tables of the kernel."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import RegionNotHeld
from synonymizer.kernel.tables import Alleles, make_alleles
from synonymizer.mapping import reverse_complement
from synonymizer.places import MITOCHONDRION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference

BASES = "ACGT"

NEAR = 8
"""How many bases a drawn edit may lie from its place."""

Places = dict[str, list[tuple[str, int]]]
"""Interbase places on contigs by what is special about them."""


def make_table(edits: Sequence[Allele], reference: Reference) -> Alleles:
    """Return edits as the kernel reads them."""
    index = {contig.accession: row for row, contig in enumerate(reference.contigs())}
    letters = bytearray()
    table = make_alleles(len(edits))
    for row, edit in enumerate(edits):
        table.contig[row], table.start[row], table.end[row] = index[edit.sequence], edit.start, edit.end
        table.deleted_at[row] = len(letters)
        letters += edit.deleted.encode()
        table.inserted_at[row], table.inserted_count[row] = len(letters), len(edit.inserted)
        letters += edit.inserted.encode()
    table.letters = letters
    return table


def find_places(reference: Reference, genes: Iterable[str]) -> Places:
    """Return the special places of some genes on the contigs of both assemblies."""
    places: Places = defaultdict(list)
    for gene in genes:
        for transcript in reference.transcripts_of(gene):
            for frame in reference.geometry.frames(transcript):
                if reference.find_contig(frame.sequence) is not None and frame.sequence != MITOCHONDRION:
                    for kind, base in _list_bases(transcript, frame):
                        places[kind].append((frame.sequence, _leave(frame, base)))
            for kind, accession, place in _list_edges(transcript, reference):
                places[kind].append((accession, place))
    for contig in reference.contigs():
        if contig.accession != MITOCHONDRION:
            places["anywhere"] += [(contig.accession, place) for place in (0, contig.length // 3, contig.length)]
    return places


def _list_bases(transcript: Transcript, frame: Frame) -> Iterator[tuple[str, int]]:
    """Yield places of a frame's line with what they are."""
    yield from (("end of a transcript", place) for place in (0, frame.length))
    for number, exon in enumerate(frame.exons):
        yield "exon", (exon.start + exon.end) // 2
        if number:
            yield "acceptor", exon.start
            yield "donor", frame.exons[number - 1].end
            yield "intron", (frame.exons[number - 1].end + exon.start) // 2
    for before, after in zip(frame.blocks, frame.blocks[1:], strict=False):
        if before.start + before.length != after.start or before.source + before.length != after.source:
            yield "gap of a transcript", after.start
    for patch in transcript.patches:
        yield "difference of a transcript", frame.find(patch.start, 0)
    if transcript.cds is not None:
        yield "start", frame.find(transcript.cds.start, 0)
        yield "stop", frame.find(transcript.cds.end - 3, 0)
        for codon, _ in transcript.exceptions:
            yield "codon read otherwise", frame.find(transcript.cds.start + 3 * codon, 0)


def _leave(frame: Frame, place: int) -> int:
    """Return the place of the contig at or beside a place of a frame's line."""
    block = [block for block in frame.blocks if block.start <= place][-1]
    return frame.strand * (block.source + min(place - block.start, block.length))


def _list_edges(transcript: Transcript, reference: Reference) -> Iterator[tuple[str, str, int]]:
    """Yield where the window of a transcript ends, and where its contigs have other bases."""
    for placement in reference.geometry.placements_of(transcript.home):
        if placement.contig == MITOCHONDRION:
            continue
        yield "edge of a window", placement.contig, placement.start
        yield "edge of a window", placement.contig, placement.end
        for patch in placement.patches:
            yield "difference of an assembly", placement.contig, placement.strand * patch.start
        for block in placement.blocks[1:]:
            yield "gap of an assembly", placement.contig, placement.strand * block.start


def draw_edits(reference: Reference, places: Places, chance: random.Random, count: int) -> list[Allele]:
    """Return edits of every kind at places of every kind in turn, written as a VCF record may: not trimmed, anywhere.

    Some state other bases than the reference has, or letters that stand for several bases.
    """
    kinds = sorted(places)
    edits: list[Allele] = []
    while len(edits) < count:
        contig, place = chance.choice(places[kinds[len(edits) % len(kinds)]])
        place = max(place + chance.randint(-NEAR, NEAR), 0)
        try:
            edits.append(draw_edit(reference, contig, place, chance))
        except RegionNotHeld:
            deleted, inserted = (_draw_bases(chance, chance.randint(0, 4)) for _ in range(2))
            edits.append(Allele(contig, place, place + len(deleted), deleted, inserted))
    return edits


def _draw_bases(chance: random.Random, count: int) -> str:
    return "".join(chance.choice(BASES) for _ in range(count))


def draw_edit(reference: Reference, contig: str, place: int, chance: random.Random) -> Allele:
    """Return one edit that begins near a place of a contig.

    Raises:
        RegionNotHeld: when bases it needs are not held.
    """
    sequence = reference.geometry.sequence(contig)
    size = chance.choice((1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 9, 12, 20, 40))
    bases = sequence.bases(place, place + size)
    new = _draw_bases(chance, chance.choice((1, 1, 2, 3, 4, 6, 9, 15)))
    deleted, inserted = chance.choice(
        (
            (bases[0], new[0]),
            (bases[0], chance.choice(BASES)),
            (bases, ""),
            ("", new),
            ("", bases),
            ("", bases * 2),
            ("", sequence.bases(place - size, place)),
            (bases, new),
            (bases, reverse_complement(bases)),
            (bases, bases[: size // 2] + new[0] + bases[size // 2 + 1 :]),
            (bases, bases + bases),
            (bases, bases[:-1]),
        )
    )
    if chance.random() < 0.02:
        deleted = chance.choice(BASES) + deleted[1:]
    if chance.random() < 0.01:
        inserted += "N"
    end = place + len(deleted)
    if chance.random() < 0.3:  # with bases beside it, as in VCF
        before, after = chance.randint(0, 3), chance.randint(0, 3)
        lead, tail = sequence.bases(place - before, place), sequence.bases(end, end + after)
        place, deleted, inserted = place - before, lead + deleted + tail, lead + inserted + tail
    return Allele(contig, place, place + len(deleted), deleted, inserted)
