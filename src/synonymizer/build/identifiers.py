"""Reads alleles with public identifiers, and lays them fully justified on GRCh38.

Sources: a table of alleles with rs numbers on GRCh37 (chrom, pos, rsid, ref, alt) and ClinVar's VCF on GRCh38 (ID is the
VariationID; INFO holds ALLELEID and RS). What is carried between assemblies is (interval, resulting bases): an rs number
means the union of the resulting bases over both assemblies, so where the assemblies differ, what one of them has is an
allele on the other. A VariationID or AlleleID means the stated allele alone.
"""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.build.drafts import LeftOut
from synonymizer.edits import justify, slide
from synonymizer.errors import BadSource, RegionNotHeld
from synonymizer.lift import lift
from synonymizer.places import Allele
from synonymizer.reference.known import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from synonymizer.places import Assembly, Contig
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
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not set(_COLUMNS) <= set(reader.fieldnames or ()):
                raise BadSource(f"{path.name} lacks one of the columns {', '.join(_COLUMNS)}.")
            for row in reader:
                chromosome, position, name, deleted, inserted = (row[column] for column in _COLUMNS)
                yield Row(chromosome, int(position) - 1, deleted, inserted, (int(name.removeprefix("rs")),))
    except (OSError, EOFError, ValueError, TypeError) as fault:
        raise BadSource(f"{path.name} is not a table of rs numbers: {fault}.") from None


def read_clinvar(path: Path) -> Iterator[Row]:
    """Yield the rows of a ClinVar VCF that have an alternative allele in plain bases.

    Raises:
        BadSource: when the file is not in its format.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("#"):
                    continue
                fields = line.rstrip("\n").split("\t", _FIXED_FIELDS)
                chromosome, position, variation, deleted, inserted = fields[:5]
                information = dict(pair.partition("=")[::2] for pair in fields[7].split(";"))
                numbers = re.split("[|,]", information["RS"]) if "RS" in information else []
                clinvar = int(variation), int(information["ALLELEID"])
                yield Row(chromosome, int(position) - 1, deleted, inserted, tuple(map(int, numbers)), clinvar)
    except (OSError, EOFError, ValueError, KeyError, IndexError) as fault:
        raise BadSource(f"{path.name} is not a ClinVar VCF: {fault}. Fetch it again from its publisher.") from None


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
            sequence = self._reference.sequence(contig)
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
            self._reference.sequence(contig).held(row.start, row.start + len(row.deleted))
        except RegionNotHeld:
            return False
        return True

    def _leave_out(self, contig: str, row: Row, why: str) -> None:
        what = f"rs{row.rs[0]}" if row.clinvar is None else f"VariationID {row.clinvar[0]}"
        self.left_out.append(LeftOut(f"{what} at {contig}:{row.start}", why))

    def _add(self, assembly: Assembly, contig: str, row: Row) -> None:
        stated = self._justify(Allele(contig, row.start, row.start + len(row.deleted), row.deleted, row.inserted))
        newer = self._contigs["GRCh38", row.chromosome]
        older = self._contigs["GRCh37", row.chromosome]
        carried = self._lift(stated, newer)
        known = self._find(carried if carried is not None else stated)
        known.rs.update(row.rs)
        if row.clinvar is not None:
            known.clinvar.add(row.clinvar)
        if row.rs and older != newer and carried is not None:
            whole = stated if assembly == "GRCh37" else self._lift(_unchanged(stated), older)
            difference = None if whole is None else self._lift(_unchanged(whole), newer)
            if difference is not None and difference.deleted != difference.inserted:
                for allele in (difference, _unchanged(difference)):
                    self._find(allele).rs.update(row.rs)

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
        sequence = self._reference.sequence(allele.sequence)
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
