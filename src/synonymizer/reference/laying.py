"""Lays a transcript on a contig from the pieces annotation tells: exons, coding parts, alignments.

Sources: GFF3 1.26, sections "Alignments" and "The Gap Attribute"; NCBI's README of its GFF3 files, by which the exons
of a transcript that differs from its contig are those of cDNA_match.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.mapping import carry_base
from synonymizer.places import Block, Interval
from synonymizer.reference.contract import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from synonymizer.places import GeneticCode
    from synonymizer.reference.contract import End

_GAP = re.compile(r"([MID])(\d+)")


class Inconsistent(Exception):
    """Why a transcript cannot be laid, as the end of a sentence about it."""


class Match(NamedTuple):
    """An exon aligned: its place on the oriented contig, its bases on the transcript, and the alignment ("" is M)."""

    place: Interval
    bases: Interval
    gap: str = ""


@dataclass(slots=True)
class Pieces:
    """What annotation tells of a transcript on one contig, in any order, on the oriented contig.

    `matches`, where there are any, tell the exons in place of `exons`. `excepted` are the first base of a codon and the
    residue it is read as, against its code.
    """

    accession: str
    gene: str
    contig: str
    strand: Literal[1, -1] = 1
    exons: list[Interval] = field(default_factory=list)
    coding: list[Interval] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    excepted: list[tuple[int, str]] = field(default_factory=list)
    protein: str | None = None
    tags: tuple[str, ...] = ()
    code: GeneticCode = "standard"
    incomplete: tuple[End, ...] = ()
    differs: bool = False
    synonyms: tuple[str, ...] = ()
    protein_synonyms: tuple[str, ...] = ()


def lay(pieces: Pieces) -> Record:
    """Return the record of a transcript.

    Bases of the transcript before its first aligned one belong to its first exon; what follows the last one aligned is
    not told by annotation, and the record ends there.

    Raises:
        Inconsistent: when the pieces do not fit together.
    """
    matches = sorted(pieces.matches, key=_match_start) if pieces.matches else list(_splice(pieces.exons))
    if not matches:
        raise Inconsistent("it has no exons")
    if any((match.place.end <= 0) != (pieces.strand < 0) for match in matches):
        raise Inconsistent("its exons lie on both strands")
    _check_order(matches)
    blocks = tuple(block for match in matches for block in _align(match))
    exons = (Interval(0, matches[0].bases.end), *(match.bases for match in matches[1:]))
    coding = _find_coding(pieces.coding, matches, blocks)
    return Record(
        pieces.accession,
        pieces.gene,
        pieces.contig,
        pieces.strand,
        exons,
        blocks,
        coding,
        pieces.protein if coding else None,
        pieces.tags,
        pieces.code,
        tuple(sorted(_find_exceptions(pieces.excepted, coding, blocks))) if coding else (),
        pieces.incomplete,
        pieces.differs,
        pieces.synonyms,
        pieces.protein_synonyms if coding else (),
    )


def _splice(exons: Iterable[Interval]) -> Iterator[Match]:
    """Yield the exons as alignments without gaps, one after the other."""
    base = 0
    for place in sorted(exons, key=_start):
        yield Match(place, Interval(base, base + len(place)))
        base += len(place)


def _start(place: Interval) -> int:
    return place.start


def _match_start(match: Match) -> int:
    return match.place.start


def _check_order(matches: list[Match]) -> None:
    """Raise Inconsistent unless exons follow each other on the contig, and without a hole on the transcript."""
    for before, after in pairwise(matches):
        if after.place.start < before.place.end:
            raise Inconsistent("its exons overlap")
        if after.bases.start != before.bases.end:
            raise Inconsistent(f"its bases {before.bases.end + 1} to {after.bases.start} belong to no exon or to two")


def _align(match: Match) -> Iterator[Block]:
    """Yield the ungapped stretches of an exon."""
    base, source = match.bases.start, match.place.start
    for kind, length in _parse_gap(match.gap) if match.gap else (("M", len(match.bases)),):
        if kind == "M" and length:
            yield Block(base, source, length)
        base += length if kind != "D" else 0
        source += length if kind != "I" else 0
    if (base, source) != (match.bases.end, match.place.end):
        raise Inconsistent(
            f"an exon of {len(match.place)} bases is aligned with {len(match.bases)} as {match.gap or 'one piece'}"
        )


def _parse_gap(text: str) -> Iterator[tuple[str, int]]:
    for word in text.split():
        found = _GAP.fullmatch(word)
        if found is None:
            raise Inconsistent(f"{text!r} is no alignment of a transcript")
        yield found[1], int(found[2])


def _find_coding(coding: list[Interval], matches: list[Match], blocks: tuple[Block, ...]) -> Interval | None:
    """Carry the coding sequence to the transcript by its ends."""
    if not coding:
        return None
    starts = [match.place.start for match in matches]
    for part in coding:
        exon = matches[max(0, bisect_right(starts, part.start) - 1)].place
        if not exon.start <= part.start <= part.end <= exon.end:
            raise Inconsistent("its coding sequence leaves its exons")
    first = carry_base(blocks, min(part.start for part in coding))
    last = carry_base(blocks, max(part.end for part in coding) - 1)
    if first is None or last is None:
        raise Inconsistent("its coding sequence begins or ends with a base that only the contig has")
    return Interval(first, last + 1)


def _find_exceptions(
    excepted: list[tuple[int, str]], coding: Interval, blocks: tuple[Block, ...]
) -> Iterator[tuple[int, str]]:
    for place, residue in excepted:
        base = carry_base(blocks, place)
        if base is not None and coding.start <= base < coding.end and (base - coding.start) % 3 == 0:
            codon = (base - coding.start) // 3
            if residue != "M" or codon == 0:
                yield codon, residue
