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
from typing import Literal

from tests.oracle.edits import Edit, classify, justify, trim
from tests.oracle.justify import Denoted, Judge, Spoken, UnjudgedError, Unspliced
from tests.oracle.proteins import Effect, fits, predict
from tests.oracle.records import SHARED

TABLE = SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz"
ASSEMBLY: Literal["GRCh37"] = "GRCh37"

SAME = "the c. name and the VCF columns denote the same bases"
EARLY = "the VCF columns hold the insertion one base early"
REFUSED = "the c. name is refused"
DIFFERENT = "the c. name and the VCF columns name different variants"

CANONICAL = "canonical"
_SPELLINGS = {
    ("ins", "dup"): "an insertion that is a duplication",
    ("delins", "inv"): "a delins that is an inversion",
}

OUTSIDE = "a position outside the transcript"
DIFFERS = "a transcript that differs from the genome within 30 bases"
MINUS_INTRON = "a minus-strand indel in an intron"
MINUS_START = "a minus-strand indel at an exon's first base"
MINUS_CODING = "a minus-strand indel in the coding sequence"
UTR_INTRON = "an indel in an intron of an untranslated region"
REPEAT = "an indel in a repeat of the coding sequence"
DELINS = "a delins"
INVERSION = "an inversion"
PLAIN = "another indel"
SUBSTITUTION = "a substitution"
TRAITS = (
    SUBSTITUTION,
    MINUS_INTRON,
    MINUS_START,
    MINUS_CODING,
    UTR_INTRON,
    REPEAT,
    DELINS,
    INVERSION,
    DIFFERS,
    OUTSIDE,
    PLAIN,
)
_OUTSIDE_REASONS = {"outside the transcript", "no such intron position"}

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
    protein_accession: str = ""

    @property
    def transcript(self) -> str:
        """Accession and version of the transcript."""
        return self.name.partition(":")[0].rpartition("(")[2].removesuffix(")")

    @property
    def edit(self) -> Edit:
        """The VCF columns as an edit of the contig."""
        start = self.position - 1
        return Edit(start, start + len(self.reference), self.alternative)

    @property
    def vcf(self) -> str:
        """The VCF columns as one text."""
        return f"{self.chromosome}-{self.position}-{self.reference}-{self.alternative}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says about a row.

    `bases` compares c. name and VCF columns, `spelling` is about the form of the c. name, `residues` about the p. name;
    each is one of a few fixed phrases. `canonical` is the c. name the nomenclature asks for; `denoted` and `columns` is
    what the c. name and the VCF columns denote; `traits` is what makes the row hard.
    """

    row: Row
    bases: str
    spelling: str = ""
    residues: str = ""
    canonical: str = ""
    denoted: frozenset[Denoted] = frozenset()
    columns: frozenset[Denoted] = frozenset()
    effect: Effect | None = None
    traits: tuple[str, ...] = (PLAIN,)

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
                    cells["hgvs_p"].partition(":")[0],
                )


def judge_row(judge: Judge, row: Row) -> Verdict:
    """Compare the three names of a row with each other and with the nomenclature."""
    try:
        spoken = judge.read(row.name, ASSEMBLY)
        denoted = judge.denotes(row.name, ASSEMBLY)
        canonical = judge.canonical(row.name, ASSEMBLY)
    except UnjudgedError as error:
        traits = (OUTSIDE if error.reason in _OUTSIDE_REASONS else PLAIN,)
        return Verdict(row, f"{REFUSED}: {error.reason}", columns=_columns(judge, row), traits=traits)
    columns = _columns(judge, row)
    is_same = judge.agrees(row.name, ASSEMBLY, row.edit, row.reference)
    bases = SAME if is_same else EARLY if _is_early(judge, row, denoted, columns) else DIFFERENT
    spelling = CANONICAL if fold(row.name) == canonical else _misspelling(spoken, row.name)
    effect = predict(spoken)
    return Verdict(
        row, bases, spelling, _residues(row, effect), canonical, denoted, columns, effect, tuple(_find_traits(spoken))
    )


def _columns(judge: Judge, row: Row) -> frozenset[Denoted]:
    return judge.denotes_on_contig(row.transcript, ASSEMBLY, row.edit, row.reference)


def _find_traits(spoken: Spoken) -> Iterator[str]:
    """Say what makes an edit hard to name; "minus strand" is that of the transcript on the assembly."""
    line = spoken.line
    assert isinstance(line, Unspliced)
    placement = next(p for p in line.record.placements if p.assembly == ASSEMBLY)
    kind, edit = classify(line.bases, spoken.edit)
    wide = justify(line.bases, spoken.edit)
    base, offset = line.count(min(edit.start, len(line.bases) - 1))
    start, end = line.coding or (0, 0)
    is_minus, is_indel, is_coding = placement.strand < 0, kind in {"del", "ins", "dup"}, start <= base < end
    places = [line.molecule.to_record(place)[0] for place in (edit.start, edit.end)]
    differences = (*line.transcript.differences, *(d for p in line.record.placements for d in p.differences))
    checks = {
        SUBSTITUTION: kind == "sub",
        DELINS: kind == "delins",
        INVERSION: kind == "inv",
        MINUS_INTRON: is_minus and is_indel and offset != 0,
        MINUS_START: is_minus and is_indel and any(wide.start <= first < wide.end for first, _, _ in line.exons[1:]),
        MINUS_CODING: is_minus and is_indel and offset == 0 and is_coding,
        UTR_INTRON: is_indel and offset != 0 and not is_coding,
        REPEAT: is_indel and offset == 0 and is_coding and wide.end - wide.start > 2 * (edit.end - edit.start),
        DIFFERS: any(d.start - 30 <= places[1] and places[0] <= d.end + 30 for d in differences),
    }
    yield from [trait for trait, holds in checks.items() if holds] or [PLAIN]


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
        return "a change that states bases which stay as they are"
    return "not at the 3'-most place" if edit != trim(spoken.line.bases, spoken.edit) else "not from the nearest exon"


def _residues(row: Row, effect: Effect | None) -> str:
    if not row.protein:
        return NO_PROTEIN
    if effect is None:
        return FROM_RNA
    return FITS if fits(row.protein, effect) else MISFIT
