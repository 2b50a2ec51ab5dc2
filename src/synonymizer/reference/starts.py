"""Whether a coding sequence is proved to be that of another version of its transcript.

RefSeq gives a protein a new version when, and only when, its residues change: versions of a transcript make the same
protein or say that they do not. Where they do, bases alone still do not tell which start codon is counted from. It is
the same where nothing else could be it: the messages are the same up to their stop codon; or the start is the only ATG
of its open frame that a ribosome scanning from the end would take, with a leader of 12 bases at least (Kozak, Gene Expr
1991;1:111-115), in both messages.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from synonymizer.reference.verify import residues_of

if TYPE_CHECKING:
    from synonymizer.places import Transcript

SHORTEST_LEADER = 12
"""Bases before a start codon under which ribosomes are known to pass it by."""

START = "ATG"
STOPS = ("TAA", "TAG", "TGA")


def is_same_coding(known: Transcript, bases: str, carried: Transcript, message: str) -> bool:
    """Whether the coding sequence of a transcript is proved to be where it was carried on another version of it.

    Args:
        known: the transcript whose coding sequence is known.
        bases: its message.
        carried: the other version, with that coding sequence and what its codons are read as.
        message: its message.
    """
    if known.cds is None or carried.cds is None or len(known.cds) != len(carried.cds):
        return False
    if bases[: known.cds.end] == message[: carried.cds.end]:
        return True
    is_same = residues_of(known, bases) == residues_of(carried, message)
    return is_same and _is_sure(bases, known.cds.start) and _is_sure(message, carried.cds.start)


def _is_sure(message: str, start: int) -> bool:
    """Whether no other codon of an open frame is as likely to be the start: none before it, none right behind it."""
    if start < SHORTEST_LEADER or message[start : start + 3] != START or message[start + 3 : start + 6] == START:
        return False
    before = [message[place : place + 3] for place in range(start % 3, start, 3)]
    open_frame = takewhile(lambda codon: codon not in STOPS, reversed(before))
    return START not in open_frame
