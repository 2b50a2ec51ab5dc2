"""Transcripts as a store tells them on one stored sequence: rows of texts and numbers, and the columns of them.

A bundle tells them as it keeps them, so that no object is made of each; other stores' transcripts are written alike.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.kernel.laying import read_numbers
from synonymizer.kernel.tables import Drafts
from synonymizer.reference.ranking import find_tier, rank_in
from synonymizer.reference.store import Bundle, TranscriptRow, format_blocks, format_patches, parse_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.reference.ranking import Rank, Tier


def find_holders(reference: Reference, home: str) -> list[int]:
    """Return which of the stores hold a sequence, by their numbers."""
    return [turn for turn, store in enumerate(reference.stores) if store.find_source(home) is not None]


class Told(NamedTuple):
    """The transcripts of a stored sequence.

    `rows` are those that `Reference.transcripts_on` tells of, `shared` the accessions that another store may hold as
    well, `elsewhere` what is told of the others that `Reference.transcripts_told_on` finds: their home is another.
    """

    rows: list[TranscriptRow]
    shared: list[str]
    elsewhere: list[TranscriptRow]


def read_rows(reference: Reference, home: str) -> Told:
    """Return the transcripts of a stored sequence.

    Raises:
        DamagedData: when a store turns out to be damaged.
    """
    holders = find_holders(reference, home)
    store, before = reference.stores[holders[0]], reference.stores[: holders[0]]
    if len(holders) == 1 and isinstance(store, Bundle):
        told = store.transcript_rows(home)
        shared = {row[0] for other in before for row in told if other.find_transcript(row[0]) is not None}
        elsewhere = [row for row in told if row[0] in shared]
        return Told([row for row in told if row[0] not in shared] if shared else told, sorted(shared), elsewhere)
    length = store.source_length(home)
    rows = [write_row(one) for one in reference.transcripts_on(home, 0, length)]
    names = {row[0] for row in rows}
    others = (one for turn in holders for one in reference.stores[turn].transcripts_on(home, 0, length))
    elsewhere = [write_row(one) for one in others if one.accession not in names]
    return Told(rows, [row[0] for row in rows] if len(reference.stores) > 1 else [], elsewhere)


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
        format_blocks(transcript.blocks),
        format_patches(transcript.patches),
        transcript.code,
        ",".join([f"{codon} {residue}" for codon, residue in transcript.exceptions]),
        "|".join(transcript.tags),
        "|".join(transcript.synonyms),
    )


def rank_row(row: TranscriptRow) -> Rank:
    """Return what a transcript is sorted by."""
    return rank_in(_find_tier(row[11], row[12], row[3] is not None), row[0])


@lru_cache(1 << 12)
def _find_tier(tags: str | None, synonyms: str | None, is_coding: bool) -> Tier:
    return find_tier(parse_words(tags), parse_words(synonyms), is_coding=is_coding)


def make_drafts(rows: list[TranscriptRow]) -> Drafts:
    """Return rows as the kernel reads them."""
    exons, exon_end = _read(row[6] for row in rows)
    blocks, block_end = _read(row[7] for row in rows)
    return Drafts(array("i", [row[2] for row in rows]), exons, exon_end, blocks, block_end)


def _read(texts: Iterable[str]) -> tuple[array[int], array[int]]:
    return read_numbers("".join([f"{text}\n" for text in texts]).encode())
