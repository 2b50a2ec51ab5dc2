"""CIGAR strings of exons, as UTA keeps them and biocommons hgvs reads them.

Source: biocommons hgvs, `hgvs.utils.cigarmapper`: the string runs along the transcript; `=` and `X` (`M`, either) are
bases that transcript and genome both have, `D` bases that the genome lacks, `I` bases that only the genome has.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from synonymizer.mapping import join
from synonymizer.places import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synonymizer.places import Interval
    from synonymizer.reference.views import Oriented

_RUN = re.compile("([0-9]*)([=XMDI])")


def write_cigar(exon: Interval, parts: Sequence[tuple[int, int, int]], spliced: str, genomic: Oriented) -> str:
    """Describe the alignment of an exon.

    Args:
        exon: its place on the transcript.
        parts: its ungapped stretches, each by its start on the transcript, its oriented genomic start, its length.
        spliced: the bases of the transcript.
        genomic: the genomic sequence on the strand of the transcript.
    """
    text: list[str] = []
    place, target = exon.start, parts[0][1]
    for start, source, length in parts:
        text.append(_runs("D" * (start - place) + "I" * (source - target)))
        own, other = spliced[start : start + length], genomic.bases(source, source + length)
        if own == other:
            text.append(f"{length}=")
        else:
            text.append(_runs("".join("=" if pair[0] == pair[1] else "X" for pair in zip(own, other, strict=True))))
        place, target = start + length, source + length
    text.append(_runs("D" * (exon.end - place)))
    return "".join(text)


def _runs(letters: str) -> str:
    """Count equal letters that follow each other: `==X` is `2=1X`."""
    return "".join(f"{len(list(run))}{letter}" for letter, run in groupby(letters))


def read_cigar(text: str, exon: Interval, place: Interval) -> tuple[Block, ...]:
    """Return the blocks transcript ← oriented genome of an exon; none where the text does not join exon and place.

    Args:
        text: the CIGAR string.
        exon: the place of the exon on the transcript.
        place: its oriented place on the genomic sequence.

    >>> from synonymizer.places import Interval
    >>> read_cigar("3=1X2I4=", Interval(100, 108), Interval(-20, -10))
    (Block(start=100, source=-20, length=4), Block(start=104, source=-14, length=4))
    """
    blocks: list[Block] = []
    start, source, read = exon.start, place.start, 0
    for run in _RUN.finditer(text):
        length = int(run[1] or 1)
        if run[2] in "=XM":
            blocks.append(Block(start, source, length))
        start += 0 if run[2] == "I" else length
        source += 0 if run[2] == "D" else length
        read += len(run[0])
    whole = (read, start, source) == (len(text), exon.end, place.end)
    return join(tuple(blocks)) if whole else ()
