"""Gathers alleles with public identifiers, fully justified, GRCh38 first; as many of them as a disk has room for.

What is carried between assemblies is (interval, resulting bases): an rs number means the union of the resulting bases
over both assemblies, so where the assemblies differ, what one of them has is an allele on the other. A VariationID or
AlleleID means the stated allele alone. Where one assembly is held, or GRCh38 has the bases of GRCh37, nothing needs to
be carried: such rows are justified by `kernel.known`, a tile of the contig at a time, to the same alleles.
"""

from __future__ import annotations

import re
import struct
from array import array
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import Allele
from synonymizer.build.reports import be_silent
from synonymizer.build.spool import Spool
from synonymizer.build.tiles import TILE, Tiles, pair_contigs
from synonymizer.edits import justify, slide
from synonymizer.errors import RegionNotHeld
from synonymizer.kernel.known import Laid, find_run, lay, read_identifiers
from synonymizer.kernel.tables import DONE
from synonymizer.kernel.vcf_lines import scan
from synonymizer.lift import lift
from synonymizer.reference.known import Entry
from synonymizer.reference.records import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from synonymizer.build.reports import Progress
    from synonymizer.kernel.known import Identifiers
    from synonymizer.kernel.tables import Alleles, Records
    from synonymizer.kernel.vcf_lines import Contigs
    from synonymizer.places import Assembly
    from synonymizer.reference import Reference

    _Identifier = tuple[int, int]
    """An rs number and 0, or a VariationID and its AlleleID."""

    _Named = tuple[int, int, str, int, int]
    """Start, end and inserted bases of an allele, and an identifier."""

_BASES = re.compile("[ACGT]+")
_PART = 1 << 21
"""Bases of a contig whose alleles are sorted at once."""

_LAID = struct.Struct("<2q")
_EXAMPLES = 20


class Row(NamedTuple):
    """An allele as a source states it; `start` is interbase."""

    chromosome: str
    start: int
    deleted: str
    inserted: str
    identifiers: tuple[_Identifier, ...]


class Fit(NamedTuple):
    """How many reference bases fit, of how many that were compared."""

    fitting: int
    compared: int


class Catalogue:
    """Gathers alleles with identifiers; one place may be stated by several sources."""

    def __init__(self, reference: Reference, folder: Path) -> None:
        """Gather alleles of what a reference holds, with temporary files in a folder."""
        self._reference = reference
        self._contigs = reference.contigs()
        self._numbers = {contig.accession: number for number, contig in reversed([*enumerate(self._contigs)])}
        self._others = pair_contigs(self._contigs)
        self._spool = Spool(folder)
        self._tiles = Tiles(reference)
        self._left_out: dict[str, list[str]] = {}
        self._left_out_more: dict[str, int] = {}

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.__exit__()

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, by reason: the first of them, and how many more there are."""
        found = [LeftOut(what, why) for why, examples in self._left_out.items() for what in examples]
        return (*found, *(LeftOut(f"{count:,} more", why) for why, count in self._left_out_more.items()))

    # ---- reading

    def add(self, assembly: Assembly, rows: Iterable[Row]) -> Fit:
        """Add the rows of one assembly that lie on stored sequence; those that do not fit are left out."""
        names = {contig.name: contig.accession for contig in self._contigs if contig.assembly == assembly}
        return _sum(
            self._place(names[row.chromosome], row.start, row.deleted, row.inserted, row.identifiers)
            for row in rows
            if row.chromosome in names
        )

    def add_block(self, block: bytes, contigs: Contigs) -> Fit:
        """Add the records of a text of whole lines of a VCF file, as `add` does.

        Args:
            block: the text.
            contigs: what CHROM may be; indices are those of the contigs of the reference.
        """
        records, alleles = scan(block, contigs)
        identifiers = read_identifiers(alleles.letters, records)
        fits: list[Fit] = []
        row = 0
        while row < len(alleles):
            end = find_run(alleles, row, TILE)
            fits.append(self._add_run(records, alleles, identifiers, row, end))
            row = end
        return _sum(fits)

    def _add_run(self, records: Records, alleles: Alleles, identifiers: Identifiers, low: int, high: int) -> Fit:
        """Add rows of one tile: those that are covered together, and the others one by one."""
        contig = self._contigs[alleles.contig[low]]
        tile = self._tiles.get(contig, alleles.start[low] // TILE)
        self._put(contig.accession, lay(alleles, records, identifiers, low, high, tile))
        done = alleles.state.count(DONE, low, high)
        remaining = [row for row in range(low, high) if alleles.state[row] != DONE] if done < high - low else []
        fit = _sum(self._add_row(contig.accession, records, alleles, identifiers, row) for row in remaining)
        return Fit(done + fit.fitting, done + fit.compared)

    def _add_row(self, contig: str, records: Records, alleles: Alleles, identifiers: Identifiers, row: int) -> Fit:
        line = records.line[row]
        named = slice(identifiers.end[line - 1] if line else 0, identifiers.end[line])
        start, at, inserted_at = alleles.start[row], alleles.deleted_at[row], alleles.inserted_at[row]
        deleted = alleles.letters[at : at + alleles.end[row] - start].decode("latin-1")
        inserted = alleles.letters[inserted_at : inserted_at + alleles.inserted_count[row]].decode("latin-1")
        pairs = tuple(zip(identifiers.first[named], identifiers.second[named], strict=True))
        return self._place(contig, start, deleted, inserted, pairs)

    # ---- one row

    def _place(self, contig: str, start: int, deleted: str, inserted: str, identifiers: tuple[_Identifier, ...]) -> Fit:
        """Add an allele, and what its rs numbers mean on the other assembly."""
        try:
            held = self._reference.geometry.sequence(contig).bases(start, start + len(deleted))
        except RegionNotHeld:
            return Fit(0, 0)
        if held != deleted:
            self._leave_out(contig, start, identifiers, "its reference bases are not those of the assembly")
            return Fit(0, 1)
        if not (_BASES.fullmatch(deleted) and _BASES.fullmatch(inserted)):
            self._leave_out(contig, start, identifiers, "its alternative is not in plain bases")
        else:
            self._add_allele(Allele(contig, start, start + len(deleted), deleted, inserted), identifiers)
        return Fit(1, 1)

    def _leave_out(self, contig: str, start: int, identifiers: tuple[_Identifier, ...], why: str) -> None:
        examples = self._left_out.setdefault(why, [])
        if len(examples) == _EXAMPLES:
            self._left_out_more[why] = self._left_out_more.get(why, 0) + 1
            return
        names = [f"VariationID {first}" if second else f"rs{first}" for first, second in reversed(identifiers)]
        examples.append(f"{names[0] if names else 'a row'} at {contig}:{start}")

    def _add_allele(self, allele: Allele, identifiers: tuple[_Identifier, ...]) -> None:
        newer, older = self._others[allele.sequence]
        stated = self._justify(allele)
        carried = self._lift(stated, newer)
        self._put_allele(stated if carried is None else carried, identifiers)
        rs = tuple(identifier for identifier in identifiers if not identifier[1])
        if rs and older != newer and carried is not None:
            difference = self._find_difference(stated, newer, older if allele.sequence == newer else None)
            if difference is not None:
                self._put_allele(difference, rs)
                self._put_allele(_unchanged(difference), rs)

    def _find_difference(self, stated: Allele, newer: str, older: str | None) -> Allele | None:
        """Return what GRCh37 has at the place of an allele as an allele of GRCh38; None when both have the same.

        Args:
            stated: a justified allele of GRCh37, or of GRCh38 when `older` is given.
            newer: the contig of GRCh38.
            older: the contig of GRCh37.
        """
        indel = len(stated.deleted) != len(stated.inserted)
        place: Allele | None = self._around(stated) if indel else _unchanged(stated)
        if older is not None and place is not None:
            carried = self._lift(place, older)
            if carried is None or carried.deleted == carried.inserted:
                return None
            place = _unchanged(carried)
        difference = None if place is None else self._lift(place, newer)
        if difference is None or difference.deleted == difference.inserted:
            return None
        # beside a repeat the assemblies may differ in a base as well; that is not of this place
        return difference if indel == (len(difference.deleted) != len(difference.inserted)) else None

    def _around(self, allele: Allele) -> Allele | None:
        """Return the unchanged place of an allele with a base on each side, so that a gap at its edge belongs to it."""
        start, end = allele.start - 1, allele.end + 1
        try:
            bases = self._reference.geometry.sequence(allele.sequence).bases(start, end)
        except RegionNotHeld:
            return None
        return Allele(allele.sequence, start, end, bases, bases)

    def _lift(self, allele: Allele, target: str) -> Allele | None:
        """Carry an allele to another assembly, fully justified there; None where there is no way."""
        try:
            carried = lift(self._reference, allele, target)
        except RegionNotHeld:
            return None
        return None if carried is None else self._justify(carried)

    def _justify(self, allele: Allele) -> Allele:
        if allele.deleted == allele.inserted:
            return allele
        sequence = self._reference.geometry.sequence(allele.sequence)
        return justify(sequence, slide(sequence, allele.start, allele.deleted, allele.inserted))

    # ---- what was gathered

    def _put_allele(self, allele: Allele, identifiers: tuple[_Identifier, ...]) -> None:
        count = len(identifiers)
        first = array("q", [one for one, _ in identifiers])
        second = array("i", [two for _, two in identifiers])
        text = ",".join([allele.inserted] * count).encode()
        self._put(
            allele.sequence,
            Laid(array("i", [allele.start] * count), array("i", [allele.end] * count), first, second, bytearray(text)),
        )

    def _put(self, contig: str, laid: Laid) -> None:
        """Put alleles aside that begin in one part of a contig."""
        if not laid.start:
            return
        columns = (laid.start, laid.end, laid.first, laid.second)
        head = _LAID.pack(len(laid.start), len(laid.text))
        data = b"".join([head, *(column.tobytes() for column in columns), laid.text])
        self._spool.add((self._numbers[contig], laid.start[0] // _PART), data)

    def entries(self, progress: Progress = be_silent) -> Iterator[tuple[str, Iterator[Entry]]]:
        """Yield the gathered alleles by contig, GRCh38 first, those of a contig in order of start."""
        keys = self._spool.list_keys()
        for number, own in groupby(enumerate(keys), lambda item: item[1][0]):
            contig = self._contigs[number].accession
            yield contig, self._sort(f"writing alleles of {contig}", own, len(keys), progress)

    def _sort(
        self, stage: str, keys: Iterable[tuple[int, tuple[int, int]]], total: int, progress: Progress
    ) -> Iterator[Entry]:
        for done, key in keys:
            progress(stage, done, total)
            yield from _gather(self._spool.read(key))


def _sum(fits: Iterable[Fit]) -> Fit:
    listed = list(fits)
    return Fit(sum(fit.fitting for fit in listed), sum(fit.compared for fit in listed))


def _unchanged(allele: Allele) -> Allele:
    """Return the allele of the same place that is the sequence's own bases."""
    return Allele(allele.sequence, allele.start, allele.end, allele.deleted, allele.deleted)


def _gather(part: bytes) -> Iterator[Entry]:
    """Yield the alleles that were put aside for a part of a contig, in order of start, each with all identifiers."""
    rows = [row for laid in _read_laid(part) for row in laid]
    rows.sort()
    for (start, end, inserted), group in groupby(rows, itemgetter(0, 1, 2)):
        rs: dict[int, None] = {}
        clinvar: dict[_Identifier, None] = {}
        for *_, first, second in group:
            if second:
                clinvar[first, second] = None
            else:
                rs[first] = None
        yield Entry(start, end, inserted, tuple(rs), tuple(clinvar))


def _read_laid(part: bytes) -> Iterator[Iterator[_Named]]:
    place = 0
    while place < len(part):
        count, size = _LAID.unpack_from(part, place)
        place += _LAID.size
        columns = []
        for code in "iiqi":
            column = array(code)
            column.frombytes(part[place : place + count * column.itemsize])
            columns.append(column)
            place += count * column.itemsize
        start, end, first, second = columns
        inserted = part[place : place + size].decode("ascii").split(",")
        place += size
        yield zip(start, end, inserted, first, second, strict=True)
