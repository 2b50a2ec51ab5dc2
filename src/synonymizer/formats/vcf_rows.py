"""Records of VCF files written anew: one line for each alternate, and alleles left-aligned and trimmed.

Sources: VCFv4.5, 1.4.2 (Number=A, R and G) and 1.6.2 (the order of genotypes); A. Tan, G. R. Abecasis, H. M. Kang,
Unified representation of genetic variants, Bioinformatics 2015, 31(13):2202 (left-alignment and trimming). Genotypes
are split as `bcftools norm -m-` does: an allele of another line counts as the reference there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.errors import RegionNotHeld

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from synonymizer.places import Sequence as Bases

STEP = 100
"""Bases that are fetched at once while an allele slides to the left."""

_NUMBER = re.compile(rb"^##(INFO|FORMAT)=<ID=([^,>]+),Number=([^,>]+)", re.MULTILINE)
_USUAL = {b"AC": b"A", b"AF": b"A", b"AD": b"R", b"ADF": b"R", b"ADR": b"R", b"PL": b"G", b"GL": b"G", b"GP": b"G"}
"""What `Number` is of reserved keys that a header does not describe."""

_FIXED = rb"^[^#\t\r\n][^\t\r\n]*\t[^\t\r\n]*\t[^\t\r\n]*\t"
_SEVERAL = re.compile(_FIXED + rb"[^\t\r\n]*\t[^\t\r\n,]*,[^\r\n]*", re.MULTILINE)
_NOT_NORMAL = re.compile(
    _FIXED + rb"(?:[ACGTN]*(?P<last>[ACGTN])\t[ACGTN]*(?P=last)|(?P<first>[ACGTN])[ACGTN]+\t(?P=first)[ACGTN]+|"
    rb"[ACGTN]+\t[ACGTN]+(?:,[ACGTN]+)+)\t[^\r\n]*",
    re.MULTILINE | re.IGNORECASE,
)
_BASES = re.compile(rb"[ACGTN]+", re.IGNORECASE)
_POS, _REF, _ALT, _INFO, _FORMAT = 1, 3, 4, 7, 8


def rewrite(block: bytes, splits: Splitter | None, find_bases: Callable[[str], Bases | None] | None) -> bytes:
    """Return a text of whole lines in which records are split, and then left-aligned and trimmed.

    Args:
        block: the text.
        splits: how records are split; None leaves several alternates together.
        find_bases: returns the bases of what CHROM names; None leaves alleles where they are.
    """
    end = b"\r\n" if b"\r\n" in block else b"\n"
    if splits is not None:
        block = _SEVERAL.sub(lambda found: end.join(map(_join, splits.split(found[0].split(b"\t")))), block)
    if find_bases is not None:
        block = _NOT_NORMAL.sub(lambda found: _join(normalize(found[0].split(b"\t"), find_bases)), block)
    return block


def _join(row: list[bytes]) -> bytes:
    return b"\t".join(row)


# ---------------------------------------------------------------- left-aligned and trimmed


def normalize(row: list[bytes], find_bases: Callable[[str], Bases | None]) -> list[bytes]:
    """Return a record whose alleles are left-aligned and trimmed.

    It stays as it is where an allele is not made of bases, REF does not fit, or the bases beside it are not held.
    """
    alleles = [row[_REF].upper(), *row[_ALT].upper().split(b",")]
    if not row[_POS].isdigit() or not all(map(_BASES.fullmatch, alleles)) or alleles[0] in alleles[1:]:
        return row
    bases = find_bases(row[0].decode("utf-8", "surrogateescape"))
    start = int(row[_POS]) - 1
    try:
        if bases is None or start < 0 or bases.bases(start, start + len(alleles[0])).encode() != alleles[0]:
            return row
        start, alleles = _align(start, alleles, bases)
    except RegionNotHeld:
        return row
    return [row[0], b"%d" % (start + 1), row[2], alleles[0], b",".join(alleles[1:]), *row[_ALT + 1 :]]


def _align(start: int, alleles: list[bytes], bases: Bases) -> tuple[int, list[bytes]]:
    """Return alleles that begin as far to the left as they can, and are as short as they can be."""
    before = b""
    while len({allele[-1] for allele in alleles}) == 1:
        alleles = [allele[:-1] for allele in alleles]
        if not all(alleles):
            if not before:
                before = _fetch(bases, start)
            start -= 1
            alleles = [before[-1:] + allele for allele in alleles]
            before = before[:-1]
    while min(map(len, alleles)) > 1 and len({allele[0] for allele in alleles}) == 1:
        start += 1
        alleles = [allele[1:] for allele in alleles]
    return start, alleles


def _fetch(bases: Bases, start: int) -> bytes:
    """Return bases before a place, as many as are held up to `STEP`.

    Raises:
        RegionNotHeld: when none is held.
    """
    if start == 0:
        raise RegionNotHeld("Nothing lies before the first base. Give the base behind it.")
    first = max(bases.held(start - 1, start).start, start - STEP)
    return bases.bases(first, start).encode()


# ---------------------------------------------------------------- split


@dataclass(frozen=True, slots=True)
class Splitter:
    """Splits records; it knows of each entry of INFO and FORMAT for what it has values."""

    info: Mapping[bytes, bytes]
    format: Mapping[bytes, bytes]

    @classmethod
    def from_header(cls, header: bytes) -> Splitter:
        """Return what splits the records of a file with this header."""
        numbers: dict[bytes, dict[bytes, bytes]] = {b"INFO": dict(_USUAL), b"FORMAT": dict(_USUAL)}
        for kind, name, number in _NUMBER.findall(header):
            numbers[kind][name] = number
        return cls(numbers[b"INFO"], numbers[b"FORMAT"])

    def split(self, row: list[bytes]) -> list[list[bytes]]:
        """Return a record for each alternate."""
        alternates = row[_ALT].split(b",")
        return [self._choose(row, number, alternates) for number in range(1, len(alternates) + 1)]

    def _choose(self, row: list[bytes], number: int, alternates: Sequence[bytes]) -> list[bytes]:
        chosen = [*row[:_ALT], alternates[number - 1], *row[_ALT + 1 :]]
        if len(chosen) > _INFO:
            entries = (entry.partition(b"=") for entry in row[_INFO].split(b";"))
            chosen[_INFO] = b";".join(
                name + sign + _select(value, self.info.get(name), number, len(alternates))
                for name, sign, value in entries
            )
        if len(chosen) > _FORMAT:
            names = row[_FORMAT].split(b":")
            chosen[_FORMAT + 1 :] = [
                self._choose_sample(names, sample, number, len(alternates)) for sample in row[_FORMAT + 1 :]
            ]
        return chosen

    def _choose_sample(self, names: list[bytes], sample: bytes, number: int, count: int) -> bytes:
        return b":".join(
            _recount(value, number) if name == b"GT" else _select(value, self.format.get(name), number, count)
            for name, value in zip(names, sample.split(b":"), strict=False)
        )


def _select(value: bytes, kind: bytes | None, number: int, count: int) -> bytes:
    """Return the values of one alternate of `count`; all of them where they do not go by alternates."""
    if kind not in (b"A", b"R", b"G"):
        return value
    values = value.split(b",")
    chosen: list[int] = []
    if kind == b"A" and len(values) == count:
        chosen = [number - 1]
    elif kind != b"A" and len(values) == count + 1:  # of G, on a sequence that there is one of
        chosen = [0, number]
    elif kind == b"G" and len(values) == (count + 1) * (count + 2) // 2:
        pairs = ((0, 0), (0, number), (number, number))
        chosen = [second * (second + 1) // 2 + first for first, second in pairs]
    return b",".join(values[index] for index in chosen) if chosen else value


def _recount(genotype: bytes, number: int) -> bytes:
    """Return a genotype in which the alternate is 1, and every other one 0."""
    return re.sub(rb"[1-9][0-9]*", lambda found: b"1" if int(found[0]) == number else b"0", genotype)
