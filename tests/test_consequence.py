import csv
import doctest
import re
from pathlib import Path

import pytest

from synonymizer import consequence
from synonymizer.codons import to_three
from synonymizer.consequence import predict_protein
from synonymizer.model import ProteinEdit
from synonymizer.places import Interval

CASES = Path(__file__).parent / "cases"
EDIT = re.compile(r"([-*]?)(\d+)(?:_([-*]?)(\d+))?(?:[ACGT]>([ACGT])|(del)?(?:ins([ACGT]+))?|(dup))")


def read_cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def place(datum: str, number: str, cds: Interval) -> int:
    """The base that a c. position names, from 0 on the transcript."""
    if datum == "-":
        return cds.start - int(number)
    return (cds.end if datum == "*" else cds.start) + int(number) - 1


def apply(edit: str, bases: str, cds: Interval) -> tuple[int, int, str]:
    """The interbase edit that a c. description names."""
    found = EDIT.fullmatch(edit)
    assert found, edit
    datum, number, last_datum, last_number, base, deleted, inserted, copied = found.groups()
    first = place(datum, number, cds)
    last = place(last_datum, last_number, cds) if last_number else first
    if copied:
        return last + 1, last + 1, bases[first : last + 1]
    if inserted and not deleted:
        return last, last, inserted
    return first, last + 1, base or inserted or ""


def spell(edit: ProteinEdit | None) -> str:
    """The description without prefix and parentheses."""
    if edit is None:
        return ""
    assert edit.predicted
    first = f"{to_three(edit.first_residue)}{edit.first + 1}"
    last = f"{to_three(edit.last_residue)}{edit.last + 1}"
    span = first if edit.first == edit.last else f"{first}_{last}"
    new = to_three(edit.inserted)
    stop = "?" if edit.stop is None else str(edit.stop)
    match edit.kind:
        case "sub":
            return f"{span}{new}"
        case "identity":
            return f"{span}="
        case "del" | "dup" | "ins" | "delins":
            return f"{span}{edit.kind}{new}"
        case "frameshift":
            return f"{first}{new}fsTer{stop}"
        case "extension":
            return f"{first}{new}extTer{stop}"
        case "start_lost":
            return f"{first}?"
        case "unknown":
            return "?"
        case "none":
            return "0?"


@pytest.mark.parametrize("case", read_cases("proteins.tsv"), ids=lambda case: case["id"])
def test_a_protein_change_is_described_as_the_nomenclature_asks(case: dict[str, str]) -> None:
    bases = case["utr5"] + case["cds"] + case["utr3"]
    cds = Interval(len(case["utr5"]), len(case["utr5"]) + len(case["cds"]))
    exceptions = tuple((int(item[:-1]), item[-1]) for item in case["exceptions"].split())
    edit = apply(case["edit"], bases, cds)
    code = "mitochondrial" if case["code"] == "mitochondrial" else "standard"
    assert spell(predict_protein(bases, cds, *edit, code=code, exceptions=exceptions)) == case["expected"], case["why"]


def test_the_examples_of_the_module_run() -> None:
    assert doctest.testmod(consequence).failed == 0
