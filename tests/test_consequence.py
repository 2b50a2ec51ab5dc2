import csv
import doctest
import re
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from synonymizer import consequence
from synonymizer.codons import back_translate, to_three, translate
from synonymizer.consequence import consequence_terms, predict_protein
from synonymizer.places import Block, GeneticCode, Interval, Transcript
from synonymizer.reference import open_reference
from synonymizer.statements import EditKind, ProteinEdit, ProteinKind

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
        case "del" | "dup" | "ins" | "delins" | "repeat":
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
    code = cast("GeneticCode", case["code"])
    assert spell(predict_protein(bases, cds, *edit, code=code, exceptions=exceptions)) == case["expected"], case["why"]


@pytest.mark.parametrize("case", read_cases("proteins_real.tsv"), ids=lambda case: case["id"])
def test_a_protein_change_of_a_real_transcript_is_the_published_one(case: dict[str, str]) -> None:
    reference = open_reference()
    transcript = reference.find_transcript(case["transcript"])
    assert transcript is not None
    assert transcript.cds is not None
    bases = reference.geometry.spliced(transcript)
    edit = apply(case["edit"], bases, transcript.cds)
    code, exceptions = transcript.code, transcript.exceptions
    predicted = predict_protein(bases, transcript.cds, *edit, code=code, exceptions=exceptions)
    assert spell(predicted) == case["expected"], case["why"]


RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
SENSE = sorted(codon for residue in RESIDUES for codon in back_translate(residue))
STOPS = sorted(back_translate("*"))


@st.composite
def edited_transcripts(draw: st.DrawFn) -> tuple[str, Interval, int, int, str]:
    """A short coding transcript with one edit; few letters in the codons, so that edits slide."""
    letters = draw(st.sampled_from(["ACGT", "AT", "GT"]))
    sense = [codon for codon in SENSE if set(codon) <= set(letters)]
    body = draw(st.lists(st.sampled_from(sense), max_size=12))
    bases = st.text(letters, max_size=9)
    before, after, inserted = draw(bases), draw(bases), draw(bases)
    coding = "".join(["ATG", *body, draw(st.sampled_from(STOPS))])
    text = before + coding + after
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(start + 9, len(text))))
    return text, Interval(len(before), len(before) + len(coding)), start, end, inserted


def made(bases: str, start: int) -> str:
    """The residues made from the start codon on, the stop included where there is one."""
    residues = translate(bases[start:])
    return residues[: residues.index("*") + 1] if "*" in residues else residues


def changed_protein(edit: ProteinEdit, protein: str) -> str:
    """The residues that a description denotes; of a frameshift or extension, those that it tells."""
    before, behind = protein[: edit.first], protein[edit.last + 1 :]
    match edit.kind:
        case "sub" | "delins":
            denoted = before + edit.inserted + behind
        case "del":
            denoted = before + behind
        case "dup":
            denoted = protein[: edit.last + 1] + protein[edit.first :]
        case "ins":
            denoted = protein[: edit.last] + edit.inserted + protein[edit.last :]
        case "frameshift" | "extension":
            denoted = before + edit.inserted
        case _:
            denoted = protein
    return denoted[: denoted.index("*") + 1] if "*" in denoted else denoted


@given(edited_transcripts())
def test_a_description_denotes_the_protein_that_the_edited_transcript_makes(
    edited: tuple[str, Interval, int, int, str],
) -> None:
    bases, cds, start, end, inserted = edited
    edit = predict_protein(*edited)
    variant = bases[:start] + inserted + bases[end:]
    shift = len(variant) - len(bases)
    protein = made(bases, cds.start)
    starts = {begin for begin in (cds.start, cds.start + shift) if begin >= 0 and variant[begin : begin + 3] == "ATG"}
    frames = {made(variant, begin) for begin in starts}
    if edit is None:
        assert protein in frames
        return
    assert 0 <= edit.first <= edit.last < len(protein) or edit.kind in ("none", "unknown")
    assert (edit.first_residue, edit.last_residue) == (protein[edit.first], protein[edit.last]) or edit.first < 0
    denoted = changed_protein(edit, protein)
    match edit.kind:
        case "none":
            assert start <= cds.start
            assert end >= cds.end
        case "start_lost":
            assert start < cds.start or cds.start not in starts
            assert not variant.endswith(bases[cds.start :])
        case "unknown":
            assert all("*" not in residues for residues in frames)
        case "frameshift" | "extension" if edit.stop is None:
            assert any(residues.startswith(denoted) and "*" not in residues for residues in frames)
        case "frameshift" | "extension":
            size = edit.first + cast("int", edit.stop) + (edit.kind == "extension")
            assert any(residues.startswith(denoted) and len(residues) == size for residues in frames)
        case _:
            assert denoted in frames


@given(edited_transcripts(), st.integers(0, 6), st.integers(0, 6))
@example(("CCGACATGAAATAA", Interval(5, 14), 6, 6, "A"), 1, 0)
def test_the_spelling_of_an_edit_does_not_matter(
    edited: tuple[str, Interval, int, int, str], left: int, right: int
) -> None:
    bases, cds, start, end, inserted = edited
    low, high = max(start - left, 0), min(end + right, len(bases))
    widened = bases[low:start] + inserted + bases[end:high]
    if bases[start:end] != inserted:
        assert predict_protein(bases, cds, low, high, widened) == predict_protein(*edited)


def test_a_frameshift_is_read_to_its_stop_however_far_it_is() -> None:
    coding = "ATG" + "GCA" * 200 + "TAA"
    edit = predict_protein(coding + "CTGA", Interval(0, len(coding)), 4, 5, "")
    assert spell(edit) == "Ala2GlufsTer202"


TRANSCRIPT = Transcript(
    accession="NM_000000.1",
    gene="GENE",
    home="NG_000000.1",
    strand=1,
    exons=(Interval(0, 60), Interval(60, 100), Interval(100, 160)),
    blocks=(Block(0, 1000, 60), Block(60, 2000, 40), Block(100, 3000, 60)),
    cds=Interval(20, 120),
)


def read_place(text: str) -> tuple[int, int]:
    """Read `59+1` as transcript base 59, from 0, and one base into the intron."""
    found = re.fullmatch(r"(\d+)([+-]\d+)?", text)
    assert found
    return int(found[1]), int(found[2] or 0)


def read_protein(text: str) -> ProteinEdit | None:
    """Read a kind of protein change and its new residues."""
    kind, _, residues = text.partition(" ")
    if not kind:
        return None
    if kind == "identity":
        return ProteinEdit("identity", 0 if residues == "M" else 9, 0 if residues == "M" else 9, residues, residues)
    return ProteinEdit(
        cast("ProteinKind", kind),
        9,
        9 + (kind == "delins" and len(residues) > 1 and "*" not in residues),
        inserted=residues,
    )


@pytest.mark.parametrize("case", read_cases("consequence_terms.tsv"), ids=lambda case: case["id"])
def test_consequences_are_named_most_severe_first(case: dict[str, str]) -> None:
    terms = consequence_terms(
        TRANSCRIPT,
        read_place(case["first"]),
        read_place(case["last"]),
        cast("EditKind", case["kind"]),
        int(case["change"]),
        read_protein(case["protein"]),
    )
    assert " ".join(terms) == case["expected"].replace("-", ""), case["why"]


def test_a_transcript_without_coding_sequence_has_neither_utr_nor_protein_terms() -> None:
    silent = replace(TRANSCRIPT, cds=None)
    assert consequence_terms(silent, (5, 0), (5, 0), "sub", 0, None) == ("non_coding_transcript_exon_variant",)
    assert consequence_terms(silent, (59, 20), (59, 20), "sub", 0, None) == ("intron_variant",)


def test_the_examples_of_the_module_run() -> None:
    assert doctest.testmod(consequence).failed == 0
