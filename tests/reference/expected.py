"""What annotation written from the reference must read back as: records made from it without a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.export.placed import list_placed
from synonymizer.mapping import reverse_complement
from synonymizer.places import Block
from synonymizer.reference.contract import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer import Reference
    from synonymizer.export.placed import Placed
    from synonymizer.places import Assembly


def list_expected(reference: Reference, assembly: Assembly) -> Iterator[tuple[Record, Placed]]:
    """Yield the record of each transcript on each contig of an assembly, with where the reference places it."""
    for placed in list_placed(reference, assembly):
        transcript, blocks = placed.transcript, _compose(placed)
        record = Record(
            transcript.accession,
            transcript.gene,
            placed.contig.accession,
            placed.frame.strand,
            transcript.exons,
            blocks,
            transcript.cds,
            transcript.protein,
            tuple(tag for tag in transcript.tags if tag.startswith("MANE")),
            transcript.code,
            transcript.exceptions,
            differs=_differs(reference, placed, blocks),
            synonyms=transcript.synonyms,
            protein_synonyms=transcript.protein_synonyms,
        )
        yield record, placed


def _compose(placed: Placed) -> tuple[Block, ...]:
    """Return transcript ← oriented contig, exon by exon, from the line that both are laid on."""
    blocks: list[Block] = []
    for exon, on_line in zip(placed.exons, placed.frame.exons, strict=True):
        shift = exon.bases.start - on_line.start
        parts = placed.frame.parts(on_line.start, on_line.end)
        blocks.extend(Block(part.start + shift, part.source, part.length) for part in parts)
    return tuple(blocks)


def _differs(reference: Reference, placed: Placed, blocks: tuple[Block, ...]) -> bool:
    """Whether an aligned base of a transcript is another one than that of the contig."""
    message, contig = (
        reference.geometry.spliced(placed.transcript),
        reference.geometry.sequence(placed.contig.accession),
    )
    for start, source, length in blocks:
        if placed.strand == "+":
            bases = contig.bases(source, source + length)
        else:
            bases = reverse_complement(contig.bases(-source - length, -source))
        if bases != message[start : start + length]:
            return True
    return False
