"""Which columns of a table say what: names, or the four columns of coordinates, and what is stated beside them.

Coordinates are those of VCF: 1-based, with the bases of the reference and of the variant. The usual headings are those
of VCF (https://samtools.github.io/hts-specs/VCFv4.4.pdf, 1.6.1) and of tables that are made of it; a column `start` is
not among them, since tables do not agree on how it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL = (
    ("chrom", "#chrom", "chr", "chromosome", "contig"),
    ("pos", "position"),
    ("ref", "ref_allele", "reference_allele", "reference_bases"),
    ("alt", "alt_allele", "alternate_allele", "alternate_bases"),
)
"""Headings of contig, position, reference and variant bases, in lower case."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that are read, each by its name or its number from 1.

    Either `column` holds names, or `chrom`, `pos`, `ref` and `alt` hold coordinates. `gene` and `transcript` say what a
    name is to be read with where it states none; `protein` states the protein change a second time, to be compared.
    """

    column: str | None = None
    chrom: str | None = None
    pos: str | None = None
    ref: str | None = None
    alt: str | None = None
    gene: str | None = None
    transcript: str | None = None
    protein: str | None = None

    @property
    def coordinates(self) -> tuple[str | None, ...]:
        """The four columns of coordinates."""
        return self.chrom, self.pos, self.ref, self.alt


@dataclass(frozen=True, slots=True)
class Indexes:
    """The columns of a table that are read, from 0: those that make a text, and those beside it."""

    texts: tuple[int, ...]
    gene: int | None
    transcript: int | None
    protein: int | None

    @property
    def wanted(self) -> tuple[int, ...]:
        """Every column that is read, once."""
        beside = (self.gene, self.transcript, self.protein)
        return tuple(dict.fromkeys((*self.texts, *(index for index in beside if index is not None))))


def find_columns(layout: Layout, header: Sequence[str]) -> Indexes:
    """Return where in a header the columns of a layout are.

    A layout that names no variant takes the usual columns of coordinates, else the only column there is.

    Raises:
        ValueError: when the table has no such column, or it is not clear which holds the variants.
    """
    if not header:
        raise ValueError("The table is empty: it has no columns to choose from. Give it a header and rows.")
    beside = tuple(_find(name, header) for name in (layout.gene, layout.transcript, layout.protein))
    return Indexes(_find_texts(layout, header), *beside)


def _find_texts(layout: Layout, header: Sequence[str]) -> tuple[int, ...]:
    if layout.column is not None:
        if any(layout.coordinates):
            raise ValueError("Names and coordinates are both asked for. Choose the column of names, or coordinates.")
        return (_get(layout.column, header),)
    found = [_find(name, header) for name in layout.coordinates]
    headings = [heading.strip().lower() for heading in header]
    for index, usual in enumerate(_USUAL):
        if found[index] is None:
            found[index] = next((headings.index(name) for name in usual if name in headings), None)
    places = tuple(place for place in found if place is not None)
    if len(places) == len(_USUAL):
        return places
    if len(header) == 1 and not any(layout.coordinates):
        return (0,)
    raise ValueError(
        "It is not clear which column holds the variants. Choose the column of names, or those of chrom, pos, ref and "
        f"alt; the table has {', '.join(header)}."
    )


def _find(name: str | None, header: Sequence[str]) -> int | None:
    return None if name is None else _get(name, header)


def _get(name: str, header: Sequence[str]) -> int:
    """Return the index of a column by its name, else by its number from 1."""
    if name in header:
        return header.index(name)
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(header):
        return int(name) - 1
    raise ValueError(f"The table has no column {name!r}; it has {', '.join(header)}.")
