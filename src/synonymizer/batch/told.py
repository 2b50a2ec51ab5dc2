"""Transcripts as a store tells them on one stored sequence: rows of texts and numbers, and the columns of them.

A bundle tells them as it keeps them, so that no object is made of each; other stores' transcripts are written alike.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from synonymizer.kernel.laying import read_numbers
from synonymizer.kernel.tables import Drafts
from synonymizer.reference.store import Bundle, TranscriptRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.places import Transcript
    from synonymizer.reference import Reference


def find_holders(reference: Reference, home: str) -> list[int]:
    """Return which of the stores hold a sequence, by their numbers."""
    return [turn for turn, store in enumerate(reference.stores) if store.find_source(home) is not None]


def read_rows(reference: Reference, home: str) -> tuple[list[TranscriptRow], list[str]]:
    """Return the transcripts of a stored sequence as `Reference.transcripts_on` tells them, in order of rank.

    Returns:
        The transcripts, and the accessions of those that another store may hold as well.

    Raises:
        DamagedData: when a store turns out to be damaged.
    """
    holders = find_holders(reference, home)
    store, before = reference.stores[holders[0]], reference.stores[: holders[0]]
    if len(holders) == 1 and isinstance(store, Bundle):
        told = store.transcript_rows(home)
        shared = {row[0] for row in told if any(other.find_transcript(row[0]) for other in before)}
        return [row for row in told if row[0] not in shared], sorted(shared)
    rows = [write_row(one) for one in reference.transcripts_on(home, 0, store.source_length(home))]
    return rows, [row[0] for row in rows] if len(reference.stores) > 1 else []


def write_row(transcript: Transcript) -> TranscriptRow:
    """Return a transcript as a bundle tells it."""
    cds = transcript.cds
    return (
        transcript.accession,
        transcript.gene,
        transcript.strand,
        None if cds is None else cds.start,
        None if cds is None else cds.end,
        transcript.protein,
        ",".join([str(len(exon)) for exon in transcript.exons]),
        ",".join([f"{block.start} {block.source} {block.length}" for block in transcript.blocks]),
        ",".join([f"{patch.start} {patch.bases}" for patch in transcript.patches]),
        transcript.code,
        ",".join([f"{codon} {residue}" for codon, residue in transcript.exceptions]),
    )


def make_drafts(rows: list[TranscriptRow]) -> Drafts:
    """Return rows as the kernel reads them."""
    exons, exon_end = _read(row[6] for row in rows)
    blocks, block_end = _read(row[7] for row in rows)
    return Drafts(array("i", [row[2] for row in rows]), exons, exon_end, blocks, block_end)


def _read(texts: Iterable[str]) -> tuple[array[int], array[int]]:
    return read_numbers("".join([f"{text}\n" for text in texts]).encode())
