"""Pages of known alleles and of their identifiers: the compact form in which a bundle keeps what rs numbers mean.

A row per allele would not fit the embedded bundle, so alleles lie in genomic order in pages of a few hundred, and every
identifier namespace has pages of sorted numbers that say on which allele page to look. A page is a zlib stream over
columns of little-endian 64-bit integers, a count first, and then text:

    allele page      n · for every allele its start (delta), length, and how many inserted bases, rs numbers and ClinVar
                     records it has · every rs number (delta) · for every ClinVar record its VariationID (delta) and
                     AlleleID minus VariationID (delta) · the inserted bases of all alleles, one after the other
    identifier page  n · for every pair, sorted, the identifier (delta) and the id of an allele page (delta)

Deltas run through the page and start from 0. Places are interbase on the contig of the page.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import KnownAllele

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synonymizer.places import Namespace

ALLELES_PER_PAGE = 512
IDENTIFIERS_PER_PAGE = 2048


class Entry(NamedTuple):
    """One allele of a page with every identifier of it; `clinvar` holds (VariationID, AlleleID)."""

    start: int
    end: int
    inserted: str
    rs: tuple[int, ...] = ()
    clinvar: tuple[tuple[int, int], ...] = ()


class Page(NamedTuple):
    """A decoded allele page: entries in order of start."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    inserted: tuple[str, ...]
    rs_bounds: tuple[int, ...]
    clinvar_bounds: tuple[int, ...]
    rs: tuple[int, ...]
    variations: tuple[int, ...]
    alleles: tuple[int, ...]

    def touching(self, start: int, end: int) -> list[int]:
        """Return the indices of entries whose interval overlaps or touches [start, end]."""
        return [index for index in range(bisect_right(self.starts, end)) if self.ends[index] >= start]

    def naming(self, namespace: Namespace, value: int) -> list[int]:
        """Return the indices of entries that an identifier points at."""
        match namespace:
            case "rs":
                values, bounds = self.rs, self.rs_bounds
            case "variation":
                values, bounds = self.variations, self.clinvar_bounds
            case "allele":
                values, bounds = self.alleles, self.clinvar_bounds
        return [bisect_right(bounds, place) - 1 for place, known in enumerate(values) if known == value]

    def known(self, contig: str, index: int) -> tuple[KnownAllele, ...]:
        """Return an entry as known alleles: one for each rs number or ClinVar record, whichever are more."""
        rs = self.rs[self.rs_bounds[index] : self.rs_bounds[index + 1]]
        first, last = self.clinvar_bounds[index], self.clinvar_bounds[index + 1]
        clinvar = range(first, last)
        place = (contig, self.starts[index], self.ends[index], self.inserted[index])
        found: list[KnownAllele] = []
        for turn in range(max(len(rs), len(clinvar))):
            number = rs[min(turn, len(rs) - 1)] if rs else None
            record = clinvar[min(turn, len(clinvar) - 1)] if clinvar else None
            if record is None:
                found.append(KnownAllele(*place, number))
            else:
                found.append(KnownAllele(*place, number, self.variations[record], self.alleles[record]))
        return tuple(found)


def encode_alleles(entries: Sequence[Entry]) -> bytes:
    """Write an allele page from entries in order of start."""
    rs = [number for entry in entries for number in entry.rs]
    clinvar = [pair for entry in entries for pair in entry.clinvar]
    return _pack(
        [
            [len(entries)],
            _deltas([entry.start for entry in entries]),
            [entry.end - entry.start for entry in entries],
            [len(entry.inserted) for entry in entries],
            [len(entry.rs) for entry in entries],
            [len(entry.clinvar) for entry in entries],
            _deltas(rs),
            _deltas([variation for variation, _ in clinvar]),
            _deltas([allele - variation for variation, allele in clinvar]),
        ],
        "".join([entry.inserted for entry in entries]),
    )


def decode_alleles(data: bytes) -> Page:
    """Read an allele page.

    Raises:
        ValueError: when the data is no such page.
    """
    raw = _inflate(data)
    count = int.from_bytes(raw[:8], "little")
    counted = _integers(raw, 1, 5 * count)
    starts = tuple(accumulate(counted[:count]))
    lengths, sizes, rs_counts, clinvar_counts = (counted[turn * count : (turn + 1) * count] for turn in range(1, 5))
    rs_bounds = tuple(accumulate(rs_counts, initial=0))
    clinvar_bounds = tuple(accumulate(clinvar_counts, initial=0))
    place = 1 + 5 * count
    rs = tuple(accumulate(_integers(raw, place, rs_bounds[-1])))
    place += rs_bounds[-1]
    variations = tuple(accumulate(_integers(raw, place, clinvar_bounds[-1])))
    place += clinvar_bounds[-1]
    distances = accumulate(_integers(raw, place, clinvar_bounds[-1]))
    place += clinvar_bounds[-1]
    text = raw[8 * place :].decode("ascii")
    cuts = accumulate(sizes, initial=0)
    return Page(
        starts,
        tuple([start + length for start, length in zip(starts, lengths, strict=True)]),
        tuple([text[first:last] for first, last in pairwise(cuts)]),
        rs_bounds,
        clinvar_bounds,
        rs,
        variations,
        tuple([variation + distance for variation, distance in zip(variations, distances, strict=True)]),
    )


def encode_identifiers(pairs: Sequence[tuple[int, int]]) -> bytes:
    """Write an identifier page from sorted (identifier, id of an allele page)."""
    return _pack([[len(pairs)], _deltas([number for number, _ in pairs]), _deltas([page for _, page in pairs])], "")


def find_pages(data: bytes, identifier: int) -> tuple[int, ...]:
    """Return the ids of the allele pages that an identifier page names for an identifier, ascending.

    Raises:
        ValueError: when the data is no such page.
    """
    raw = _inflate(data)
    count = int.from_bytes(raw[:8], "little")
    numbers = tuple(accumulate(_integers(raw, 1, count)))
    first, last = bisect_left(numbers, identifier), bisect_right(numbers, identifier)
    if first == last:
        return ()
    return tuple(accumulate(_integers(raw, 1 + count, count)))[first:last]


def _deltas(values: Sequence[int]) -> list[int]:
    return [value - before for before, value in pairwise([0, *values])]


def _pack(columns: Iterable[Iterable[int]], text: str) -> bytes:
    numbers = array("q", [value for column in columns for value in column])
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.compress(numbers.tobytes() + text.encode("ascii"), 9)


def _inflate(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as fault:
        raise ValueError(str(fault)) from None


def _integers(raw: bytes, place: int, count: int) -> array[int]:
    numbers = array("q", raw[8 * place : 8 * (place + count)])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
