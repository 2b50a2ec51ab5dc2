"""The order of transcripts: of a gene, and of all over one place.

The first of a gene is its main one, by which it is told of where one transcript is enough. Over a place the best of any
gene comes first, so that a gene that overlaps another does not come before it for its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synonymizer.places import Transcript

MANE_TAGS = ("MANE Select", "MANE Plus Clinical")
_TIERS = (*MANE_TAGS, "LRG", "RefSeq", "Ensembl")

Tier = tuple[int, int, int]

Rank = tuple[int, int, int, str, int]
"""What transcripts are sorted by."""


def rank(transcript: Transcript) -> Rank:
    """Return the sort key of a transcript: MANE Select, MANE Plus Clinical, LRG in its order, RefSeq, Ensembl.

    Within a rank RefSeq comes before Ensembl, coding before non-coding, and a newer version before an older one.
    """
    tier = find_tier(transcript.tags, transcript.synonyms, is_coding=transcript.cds is not None)
    return rank_in(tier, transcript.accession)


def find_tier(tags: tuple[str, ...], synonyms: tuple[str, ...], *, is_coding: bool) -> Tier:
    """Return what of the sort key many transcripts have alike.

    >>> find_tier(("RefSeq", "MANE Select"), (), is_coding=True)
    (0, 0, 0)
    """
    tier = next((turn for turn, tag in enumerate(_TIERS) if tag in tags), len(_TIERS))
    number = int(synonyms[0].rpartition("t")[2]) if "LRG" in tags and tier == _TIERS.index("LRG") else 0
    return tier, number, ("RefSeq" not in tags) * 2 + (not is_coding)


def rank_in(tier: Tier, accession: str) -> Rank:
    """Return the sort key of a transcript.

    >>> rank_in((0, 0, 0), "NM_000059.4")
    (0, 0, 0, 'NM_000059', -4)
    """
    base, _, version = accession.partition(".")
    return *tier, base, -int(version) if version.isdecimal() else 0
