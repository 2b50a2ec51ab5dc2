"""Pages of known alleles and of their identifiers: the compact form in which a bundle keeps what rs numbers mean.

A row per allele would take several times the room, so alleles lie in genomic order in pages of some thousand, and every
identifier namespace has pages of sorted numbers that say on which allele page to look. A page is a count (4 bytes,
little-endian) and columns, in a zlib stream:

    allele page      start (delta) · length · inserted bases, counted · rs numbers, counted · ClinVar records, counted ·
                     every rs number · of every ClinVar record its VariationID and AlleleID minus VariationID (signed) ·
                     the inserted bases of all alleles, one after the other
    identifier page  of every pair, sorted, the identifier (delta) · the id of an allele page (signed delta)

A column is the number of bytes that its greatest value takes (1 byte), and then the lowest bytes of all values, their
second bytes, and so on. Signed is a number n that is written as 2n, or as -2n - 1 when it is negative. Deltas run
through the page and start from 0. The count of rs numbers is 0 where they are those of the allele before, as with the
alternates of one dbSNP record, and else one more than there are. Places are interbase on the contig of the page.
Identifiers of one value lie on one page.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import KnownAllele

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synonymizer.places import Namespace

    _Span = tuple[int, int]

ALLELES_PER_PAGE = 2048
IDENTIFIERS_PER_PAGE = 4096

_MOST = 1 << 20
"""Values that no column of a page comes near."""

_COUNT = 4
_INTEGER = 8


class Entry(NamedTuple):
    """One allele of a page with every identifier of it; `clinvar` holds (VariationID, AlleleID)."""

    start: int
    end: int
    inserted: str
    rs: tuple[int, ...] = ()
    clinvar: tuple[tuple[int, int], ...] = ()


class Page(NamedTuple):
    """A decoded allele page: entries in order of start.

    The rs numbers of an entry are a span of `rs`, its ClinVar records one of `variations` and `alleles`.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    inserted: tuple[str, ...]
    rs_spans: tuple[_Span, ...]
    clinvar_spans: tuple[_Span, ...]
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
                values, spans = self.rs, self.rs_spans
            case "variation":
                values, spans = self.variations, self.clinvar_spans
            case "allele":
                values, spans = self.alleles, self.clinvar_spans
        places = {place for place, known in enumerate(values) if known == value}
        return [index for index, span in enumerate(spans) if not places.isdisjoint(range(*span))] if places else []

    def known(self, contig: str, index: int) -> tuple[KnownAllele, ...]:
        """Return an entry as known alleles: one for each rs number or ClinVar record, whichever are more."""
        rs = self.rs[slice(*self.rs_spans[index])]
        clinvar = range(*self.clinvar_spans[index])
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
    before: tuple[int, ...] = ()
    listed: list[int] = []
    rs: list[int] = []
    for entry in entries:
        if entry.rs == before:
            listed.append(0)
        else:
            listed.append(len(entry.rs) + 1)
            rs.extend(entry.rs)
            before = entry.rs
    clinvar = [pair for entry in entries for pair in entry.clinvar]
    text = "".join([entry.inserted for entry in entries])
    return _pack(
        len(entries),
        _deltas([entry.start for entry in entries]),
        [entry.end - entry.start for entry in entries],
        [len(entry.inserted) for entry in entries],
        listed,
        [len(entry.clinvar) for entry in entries],
        rs,
        [variation for variation, _ in clinvar],
        _sign([allele - variation for variation, allele in clinvar]),
        text=text,
    )


def decode_alleles(data: bytes) -> Page:
    """Read an allele page.

    Raises:
        ValueError: when the data is no such page.
    """
    columns = _Columns(data)
    count = columns.count
    starts = tuple(accumulate(columns.read(count)))
    ends = tuple(map(add, starts, columns.read(count)))
    cuts = accumulate(columns.read(count), initial=0)
    rs_spans = _find_spans(columns.read(count))
    clinvar_spans = tuple(pairwise(accumulate(columns.read(count), initial=0)))
    rs = tuple(columns.read(rs_spans[-1][1] if rs_spans else 0))
    variations = tuple(columns.read(clinvar_spans[-1][1] if clinvar_spans else 0))
    alleles = tuple(map(add, variations, columns.read_signed(len(variations))))
    text = columns.read_text()
    inserted = tuple([text[first:last] for first, last in pairwise(cuts)])
    return Page(starts, ends, inserted, rs_spans, clinvar_spans, rs, variations, alleles)


def _find_spans(listed: Iterable[int]) -> tuple[_Span, ...]:
    """Return the span of each entry's rs numbers, which are counted as an allele page does."""
    spans: list[_Span] = []
    first = last = 0
    for count in listed:
        if count:
            first, last = last, last + count - 1
        spans.append((first, last))
    return tuple(spans)


def encode_identifiers(pairs: Sequence[tuple[int, int]]) -> bytes:
    """Write an identifier page from sorted (identifier, id of an allele page)."""
    return _pack(len(pairs), _deltas([number for number, _ in pairs]), _sign(_deltas([page for _, page in pairs])))


class Index(NamedTuple):
    """A decoded identifier page: identifiers in ascending order, each beside the id of an allele page."""

    identifiers: Sequence[int]
    pages: Sequence[int]

    def find(self, identifier: int) -> Sequence[int]:
        """Return the ids of the allele pages on which an identifier is, ascending."""
        return self.pages[bisect_left(self.identifiers, identifier) : bisect_right(self.identifiers, identifier)]


def decode_identifiers(data: bytes) -> Index:
    """Read an identifier page.

    Raises:
        ValueError: when the data is no such page.
    """
    columns = _Columns(data)
    identifiers = array("q", accumulate(columns.read(columns.count)))
    return Index(identifiers, array("q", accumulate(columns.read_signed(columns.count))))


def _deltas(values: Sequence[int]) -> list[int]:
    return [value - before for before, value in pairwise([0, *values])]


def _sign(values: Iterable[int]) -> list[int]:
    return [2 * value if value >= 0 else -2 * value - 1 for value in values]


def _pack(count: int, *columns: Sequence[int], text: str = "") -> bytes:
    """Write a page; each of its pieces is compressed apart from the others, whose bytes come as often as they do."""
    packer = zlib.compressobj(strategy=zlib.Z_RLE)
    packed = [packer.compress(count.to_bytes(_COUNT, "little"))]
    for column in columns:
        values = array("Q", column)
        if sys.byteorder == "big":
            values.byteswap()
        raw = values.tobytes()
        width = (max(column, default=0).bit_length() + 7) // 8
        packed.append(packer.compress(bytes([width])))
        for place in range(width):
            packed.append(packer.compress(raw[place::_INTEGER]))
            packed.append(packer.flush(zlib.Z_PARTIAL_FLUSH))
    packed.append(packer.compress(text.encode("ascii")))
    return b"".join([*packed, packer.flush()])


class _Columns:
    """A page, read column by column."""

    def __init__(self, data: bytes) -> None:
        try:
            self._raw = zlib.decompress(data)
        except zlib.error as fault:
            raise ValueError(str(fault)) from None
        self.count = int.from_bytes(self._raw[:_COUNT], "little")
        self._place = _COUNT

    def read(self, count: int) -> array[int]:
        """Return the values of the next column."""
        if self._place >= len(self._raw) or not 0 <= count <= _MOST:
            raise ValueError("a page of identifiers lacks a column")
        width = self._raw[self._place]
        first, self._place = self._place + 1, self._place + 1 + width * count
        values = bytearray(_INTEGER * count)
        for place in range(width):
            values[place::_INTEGER] = self._raw[first + place * count : first + (place + 1) * count]
        column = array("q", bytes(values))
        if sys.byteorder == "big":
            column.byteswap()
        return column

    def read_signed(self, count: int) -> list[int]:
        """Return the values of the next column, which may be negative."""
        return [~(value >> 1) if value & 1 else value >> 1 for value in self.read(count)]

    def read_text(self) -> str:
        """Return what follows the columns."""
        return self._raw[self._place :].decode("ascii")
