"""Makes transcripts of what annotation tells and of the bases that are held: on a genome, or as messages alone.

The bases of a transcript are those of its own record where that is given: what differs from the genome is a patch. The
genome stands in where it is not, unless the transcript is known to have bases that the genome lacks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.mapping import orient
from synonymizer.places import Block, Interval, Patch, Placement, Transcript
from synonymizer.reference.ranking import MANE_TAGS
from synonymizer.reference.views import read_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.reference.contract import Record

_DIFFERING = 10
"""A message of which more than one aligned base in so many differs from the contig is another one's."""


def find_obstacle(record: Record) -> str | None:
    """Say why a transcript can be read from no bases, None when nothing speaks against it."""
    if record.cds is None:
        return None
    if record.incomplete:
        return f"its source says that its {' and its '.join(record.incomplete)} is missing"
    if record.cds.end > record.exons[-1].end:
        return "its coding sequence leaves its exons"
    if any(not 0 <= 3 * codon < len(record.cds) for codon, _ in record.exceptions):
        return "a codon that is read otherwise lies outside of its coding sequence"
    return None


def lay_on(
    record: Record, home: str, start: int, read: Callable[[int, int], str], message: str | None
) -> Transcript | str:
    """Lay a transcript on a genomic sequence that holds all of it.

    Args:
        record: the transcript on its contig.
        home: the stored sequence.
        start: where that begins on the contig.
        read: reads it, in oriented coordinates and on the strand of the transcript.
        message: the bases of the transcript, if they are known.

    Returns:
        The transcript, or why there is none.
    """
    shift = -start if record.strand > 0 else start
    blocks = tuple(Block(block.start, block.source + shift, block.length) for block in record.blocks)
    length = record.exons[-1].end
    if message is None:
        if record.differs or sum(block.length for block in blocks) != length:
            return "it has bases that its contig lacks, and they are not given"
        return replace(_make(record, home), strand=record.strand, blocks=blocks)
    if len(message) < length:
        return f"its exons have {length:,} bases and its sequence {len(message):,}"
    patches = tuple(_compare(read_view(blocks, (), read, 0, len(message)), message))
    unaligned = len(message) - sum(block.length for block in blocks)
    if (sum(len(patch.bases) for patch in patches) - unaligned) * _DIFFERING > len(message):
        return "its own bases are not those of its exons"
    exons = (*record.exons[:-1], Interval(record.exons[-1].start, len(message)))
    return replace(_make(record, home), strand=record.strand, exons=exons, blocks=blocks, patches=patches)


def lay_alone(record: Record, message: str | None) -> Transcript | str:
    """Make a transcript whose message is all that is held of it; or say why there is none."""
    length = record.exons[-1].end
    if message is None:
        return "neither its own bases are held nor all those of the place where it lies"
    if len(message) < length:
        return f"its exons have {length:,} bases and its sequence {len(message):,}"
    exons = (*record.exons[:-1], Interval(record.exons[-1].start, len(message)))
    return replace(_make(record, record.accession), exons=exons, blocks=(Block(0, 0, len(message)),))


def place_alone(record: Record, contig: str) -> Iterator[Placement]:
    """Yield where a message lies on a contig, each stretch by itself: what lies between them is not held."""
    for block in record.blocks:
        start, end = orient(block.source, block.source + block.length, record.strand)
        onto = Block(block.source, block.start, block.length)
        yield Placement(record.accession, contig, record.strand, start, end, (onto,), ())


def _make(record: Record, home: str) -> Transcript:
    """Return a transcript as its record tells, yet without blocks."""
    tags = [tag for tag in MANE_TAGS if tag in record.tags] + ["LRG"] * bool(record.synonyms)
    tags += [source for source, begin in _PUBLISHERS if record.accession.startswith(begin)]
    return Transcript(
        record.accession,
        record.gene,
        home,
        1,
        record.exons,
        (),
        cds=record.cds,
        protein=record.protein,
        tags=tuple(tags),
        synonyms=record.synonyms,
        protein_synonyms=record.protein_synonyms,
        code=record.code,
        exceptions=record.exceptions,
    )


_PUBLISHERS = (("RefSeq", ("NM_", "NR_", "XM_", "XR_")), ("Ensembl", ("ENS",)))


def _compare(read: str, message: str) -> Iterator[Patch]:
    """Yield the bases of a message that are not those read, of the same length."""
    if read == message:
        return
    start = -1
    for place, (base, true) in enumerate(zip(read, message, strict=True)):
        if base != true and start < 0:
            start = place
        elif base == true and start >= 0:
            yield Patch(start, message[start:place])
            start = -1
    if start >= 0:
        yield Patch(start, message[start:])
