"""Reads alleles with public identifiers, and lays them fully justified on GRCh38.

Sources: a table of alleles with rs numbers on GRCh37 (chrom, pos, rsid, ref, alt) and ClinVar's VCF (ID is the
VariationID; INFO holds ALLELEID and RS). What is carried between assemblies is (interval, resulting bases): an rs
number means the union of the resulting bases over both assemblies, so where the assemblies differ, what one of them has
is an allele on the other. A VariationID or AlleleID means the stated allele alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import Allele
from synonymizer.build.drafts import LeftOut
from synonymizer.build.sources import open_table, open_text
from synonymizer.edits import justify, slide
from synonymizer.errors import BadSource, RegionNotHeld
from synonymizer.lift import lift
from synonymizer.places import ASSEMBLIES
from synonymizer.reference.known import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from synonymizer.places import Assembly
    from synonymizer.reference import Reference

_BASES = re.compile("[ACGT]+")
_COLUMNS = ("chrom", "pos", "rsid", "ref", "alt")
_FIXED_FIELDS = 8


class Row(NamedTuple):
    """An allele as a source states it; `start` is interbase."""

    chromosome: str
    start: int
    deleted: str
    inserted: str
    rs: tuple[int, ...] = ()
    clinvar: tuple[int, int] | None = None


@dataclass(slots=True)
class _Known:
    """The identifiers of one allele while they are gathered."""

    rs: set[int] = field(default_factory=set)
    clinvar: set[tuple[int, int]] = field(default_factory=set)


def read_rs_table(path: Path) -> Iterator[Row]:
    """Yield the rows of the GRCh37 table of rs numbers.

    Raises:
        BadSource: when the file is not in its format.
    """
    with open_table(path, "a table of rs numbers", _COLUMNS) as rows:
        for chromosome, position, name, deleted, inserted in rows:
            yield Row(chromosome, int(position) - 1, deleted, inserted, (int(name.removeprefix("rs")),))


def find_assembly(path: Path) -> Assembly:
    """Return the assembly that a VCF states as its reference.

    Raises:
        BadSource: when it states none of the two.
    """
    with open_text(path, "a ClinVar VCF") as lines:
        for line in lines:
            if line.startswith("##reference="):
                for assembly in ASSEMBLIES:
                    if assembly in line:
                        return assembly
            elif not line.startswith("##"):
                break
    raise BadSource(f"{path.name} is not a ClinVar VCF: it states no reference, GRCh37 or GRCh38.")


def read_clinvar(path: Path) -> Iterator[Row]:
    """Yield the rows of a ClinVar VCF that have an alternative allele in plain bases.

    Raises:
        BadSource: when the file is not in its format.
    """
    with open_text(path, "a ClinVar VCF") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            fields = line.rstrip("\r\n").split("\t", _FIXED_FIELDS)
            chromosome, position, variation, deleted, inserted = fields[:5]
            information = dict(pair.partition("=")[::2] for pair in fields[7].split(";"))
            numbers = re.split("[|,]", information["RS"]) if "RS" in information else []
            clinvar = int(variation), int(information["ALLELEID"])
            yield Row(chromosome, int(position) - 1, deleted, inserted, tuple(map(int, numbers)), clinvar)


class Catalogue:
    """Gathers alleles with identifiers; one place may be stated by several sources."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._contigs = {(contig.assembly, contig.name): contig.accession for contig in reference.contigs()}
        self._known: dict[tuple[str, int, int, str], _Known] = {}
        self.left_out: list[LeftOut] = []

    def add(self, assembly: Assembly, rows: Iterable[Row]) -> tuple[int, int]:
        """Add the rows of one assembly that lie on stored sequence.

        Returns:
            How many reference bases fit, of how many that were compared. Rows that do not fit are left out.
        """
        fitting = compared = 0
        for row in rows:
            contig = self._contigs.get((assembly, row.chromosome))
            if contig is None or not self._is_held(contig, row):
                continue
            compared += 1
            sequence = self._reference.geometry.sequence(contig)
            if sequence.bases(row.start, row.start + len(row.deleted)) != row.deleted:
                self._leave_out(contig, row, "its reference bases are not those of the assembly")
                continue
            fitting += 1
            if _BASES.fullmatch(row.deleted) and _BASES.fullmatch(row.inserted):
                self._add(assembly, contig, row)
            else:
                self._leave_out(contig, row, "its alternative is not in plain bases")
        return fitting, compared

    def _is_held(self, contig: str, row: Row) -> bool:
        try:
            self._reference.geometry.sequence(contig).held(row.start, row.start + len(row.deleted))
        except RegionNotHeld:
            return False
        return True

    def _leave_out(self, contig: str, row: Row, why: str) -> None:
        what = f"rs{row.rs[0]}" if row.clinvar is None else f"VariationID {row.clinvar[0]}"
        self.left_out.append(LeftOut(f"{what} at {contig}:{row.start}", why))

    def _add(self, assembly: Assembly, contig: str, row: Row) -> None:
        stated = self._justify(Allele(contig, row.start, row.start + len(row.deleted), row.deleted, row.inserted))
        newer = self._contigs.get(("GRCh38", row.chromosome), contig)
        older = self._contigs.get(("GRCh37", row.chromosome), contig)
        carried = self._lift(stated, newer)
        known = self._find(carried if carried is not None else stated)
        known.rs.update(row.rs)
        if row.clinvar is not None:
            known.clinvar.add(row.clinvar)
        if row.rs and older != newer and carried is not None:
            difference = self._find_difference(stated, newer, older if assembly == "GRCh38" else None)
            if difference is not None:
                for allele in (difference, _unchanged(difference)):
                    self._find(allele).rs.update(row.rs)

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

    def _find(self, allele: Allele) -> _Known:
        return self._known.setdefault((allele.sequence, allele.start, allele.end, allele.inserted), _Known())

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

    def entries(self) -> dict[str, list[Entry]]:
        """Return the gathered alleles by contig, GRCh38 first, each contig in order of start."""
        found: dict[str, list[Entry]] = {contig.accession: [] for contig in self._reference.contigs()}
        for (contig, start, end, inserted), known in sorted(self._known.items()):
            found[contig].append(Entry(start, end, inserted, tuple(sorted(known.rs)), tuple(sorted(known.clinvar))))
        return {contig: entries for contig, entries in found.items() if entries}


def _unchanged(allele: Allele) -> Allele:
    """Return the allele of the same place that is the sequence's own bases."""
    return Allele(allele.sequence, allele.start, allele.end, allele.deleted, allele.deleted)
