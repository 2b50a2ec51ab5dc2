"""Pages of identifiers as bundle format 2 keeps them; goes when the embedded bundle is of format 3."""

from __future__ import annotations

import sys
import zlib
from array import array
from itertools import accumulate, pairwise
from typing import Any


def decode_alleles(data: bytes) -> tuple[Any, ...]:
    """Return the fields of a decoded allele page."""
    raw = zlib.decompress(data)
    count = int.from_bytes(raw[:8], "little")
    counted = _integers(raw, 1, 5 * count)
    starts = tuple(accumulate(counted[:count]))
    lengths, sizes, rs_counts, clinvar_counts = (counted[turn * count : (turn + 1) * count] for turn in range(1, 5))
    rs_spans = tuple(pairwise(accumulate(rs_counts, initial=0)))
    clinvar_spans = tuple(pairwise(accumulate(clinvar_counts, initial=0)))
    place = 1 + 5 * count
    named, recorded = rs_spans[-1][1], clinvar_spans[-1][1]
    rs = tuple(accumulate(_integers(raw, place, named)))
    place += named
    variations = tuple(accumulate(_integers(raw, place, recorded)))
    place += recorded
    distances = accumulate(_integers(raw, place, recorded))
    text = raw[8 * (place + recorded) :].decode("ascii")
    return (
        starts,
        tuple([start + length for start, length in zip(starts, lengths, strict=True)]),
        tuple([text[first:last] for first, last in pairwise(accumulate(sizes, initial=0))]),
        rs_spans,
        clinvar_spans,
        rs,
        variations,
        tuple([variation + distance for variation, distance in zip(variations, distances, strict=True)]),
    )


def decode_identifiers(data: bytes) -> tuple[Any, ...]:
    """Return the fields of a decoded identifier page."""
    raw = zlib.decompress(data)
    count = int.from_bytes(raw[:8], "little")
    return tuple(accumulate(_integers(raw, 1, count))), tuple(accumulate(_integers(raw, 1 + count, count)))


def _integers(raw: bytes, place: int, count: int) -> array[int]:
    numbers = array("q", raw[8 * place : 8 * (place + count)])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
