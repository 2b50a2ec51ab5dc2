"""What is right and what is wrong in the table of ClinVar alleles, decided by the judge alone.

The table (May 2016, GRCh37) gives each allele three times: as VCF columns, as a c. name and as a p. name. Where they
disagree the row is wrong, and no program should be fitted to it. The list of such rows is made here, by rule.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.edits import Edit, classify, trim
from tests.oracle.justify import Denoted, Judge, Spoken, UnjudgedError
from tests.oracle.proteins import Effect, fits, predict
from tests.oracle.records import SHARED

TABLE = SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz"
ASSEMBLY = "GRCh37"

SAME = "the c. name and the VCF columns denote the same bases"
EARLY = "the VCF columns hold the insertion one base early"
DIFFERENT = "the c. name and the VCF columns name different variants"

CANONICAL = "canonical"
_SPELLINGS = {
    ("ins", "dup"): "an insertion that is a duplication",
    ("delins", "inv"): "a delins that is an inversion",
}

NO_PROTEIN = "no p. name given"
FITS = "the p. name denotes what the c. name makes"
FROM_RNA = "the p. name cannot follow from the sequence (introns, exon borders, untranslated regions)"
MISFIT = "the p. name denotes other residues than the c. name makes"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; `position` as printed in VCF."""

    number: int
    chromosome: str
    position: int
    reference: str
    alternative: str
    variation: str
    gene: str
    name: str
    protein: str

    @property
    def transcript(self) -> str:
        """Accession and version of the transcript."""
        return self.name.partition(":")[0]

    @property
    def vcf(self) -> str:
        """The VCF columns as one text."""
        return f"{self.chromosome}-{self.position}-{self.reference}-{self.alternative}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says about a row.

    `bases` compares c. name and VCF columns, `spelling` is about the form of the c. name, `residues` about the p. name;
    each is one of a few fixed phrases. `canonical` is the c. name the nomenclature asks for.
    """

    row: Row
    bases: str
    spelling: str = ""
    residues: str = ""
    canonical: str = ""
    denoted: frozenset[Denoted] = frozenset()
    effect: Effect | None = None

    @property
    def is_right(self) -> bool:
        """Whether c. name and VCF columns agree, so that the row can measure a program."""
        return self.bases == SAME


def read_table(path: Path = TABLE) -> Iterator[Row]:
    """Read the rows that carry a c. name, in the order of the table; rows are numbered from 1, behind the header."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for number, cells in enumerate(csv.DictReader(lines, delimiter="\t"), start=1):
            if ":" in cells["hgvs_c"]:
                yield Row(
                    number,
                    cells["chrom"],
                    int(cells["pos"]),
                    cells["ref"],
                    cells["alt"],
                    cells["variation_id"],
                    cells["gene"],
                    cells["hgvs_c"],
                    cells["hgvs_p"].rpartition(":p.")[2],
                )


def judge_row(judge: Judge, row: Row) -> Verdict:
    """Compare the three names of a row with each other and with the nomenclature."""
    start = row.position - 1
    stated = Edit(start, start + len(row.reference), row.alternative)
    try:
        spoken = judge.read(row.name, ASSEMBLY)
        denoted = judge.denotes(row.name, ASSEMBLY)
        canonical = judge.canonical(row.name, ASSEMBLY)
    except UnjudgedError as error:
        return Verdict(row, f"the c. name is refused: {error.reason}")
    try:
        columns = judge.denotes_on_contig(row.transcript, ASSEMBLY, stated, row.reference)
    except UnjudgedError as error:
        return Verdict(row, f"the VCF columns are refused: {error.reason}")
    effect = predict(spoken)
    bases = SAME if denoted & columns else EARLY if _is_early(judge, row, denoted, columns) else DIFFERENT
    spelling = CANONICAL if fold(row.name) == canonical else _misspelling(spoken, row.name)
    return Verdict(row, bases, spelling, _residues(row, effect), canonical, denoted, effect)


def fold(name: str) -> str:
    """Return a c. name as it is written today: without the bases or lengths that del, dup, inv and = used to state."""
    return re.sub(r"[ACGT]+=", "=", re.sub(r"(del|dup|inv)(?:[ACGT]+|\d+)", r"\1", name))


def _is_early(judge: Judge, row: Row, denoted: frozenset[Denoted], columns: frozenset[Denoted]) -> bool:
    """Say whether the insertion of the c. name, put one base before any of its places, is that of the VCF columns."""
    for allele in denoted:
        length = len(allele.bases) - (allele.end - allele.start)
        for step in range(allele.end - allele.start + 1) if length > 0 else ():
            place = allele.start + step - 1
            inserted = allele.bases[step : step + length]
            if columns & judge.denotes_on_contig(row.transcript, ASSEMBLY, Edit(place, place, inserted), ""):
                return True
    return False


def _misspelling(spoken: Spoken, name: str) -> str:
    found = re.search(r"delins|del.*ins|del|dup|ins|inv|>|=", name.partition(":")[2])
    stated = "delins" if found and "ins" in found[0] and "del" in found[0] else found[0] if found else ""
    kind, edit = classify(spoken.line.bases, spoken.edit)
    if (stated, kind) in _SPELLINGS:
        return _SPELLINGS[stated, kind]
    if stated != kind.replace("sub", ">"):
        return "bases that do not change are stated"
    return "not at the 3'-most place" if edit != trim(spoken.line.bases, spoken.edit) else "not from the nearest exon"


def _residues(row: Row, effect: Effect | None) -> str:
    if not row.protein:
        return NO_PROTEIN
    if effect is None:
        return FROM_RNA
    return FITS if fits(row.protein, effect) else MISFIT
