"""Amino acids as printed: what has the shape of a protein change, and how it is tidied and written."""

from __future__ import annotations

import pytest

from synonymizer.spelling.residues import Style, has_withdrawn_stop, is_bare_change, tidy_residues, write_edit
from synonymizer.statements import ProteinEdit


@pytest.mark.parametrize(
    "text",
    [
        "P165Q",
        "Pro165Gln",
        "PRO165GLN",
        "pro165gln",
        "v600e",
        "R179*",
        "R179X",
        "R179Ter",
        "Arg179Stop",
        "W24=",
        "Leu54=",
        "F508del",
        "E746_A750del",
        "L747_T751delLREAT",
        "V7dup",
        "H4_Q5insA",
        "C28delinsWV",
        "K426fs",
        "Lys426fs*23",
        "K426RfsX23",
        "K426fs*?",
        "Met1?",
        "*110Qext*17",
        "M1ext-5",
        "Ter110GlnextTer17",
        "(P165Q)",
        "U5C",
    ],
)
def test_a_protein_change_is_known_without_its_prefix(text: str) -> None:
    assert is_bare_change(text)


@pytest.mark.parametrize(
    "text",
    [
        "STIM1",
        "P165",
        "165Q",
        "PQ",
        "A1",
        "V600Glu",
        "B600E",
        "V600Z",
        "HLA-B*57:01",
        "rs334",
        "EX2DEL",
        "exon",
        "11-4055634-C-A",
        "c.494C>A",
        "D10S1652",
        "P165Q165",
        "(P165Q",
        "P165Q)",
        "46,XX",
        "G_V",
    ],
)
def test_other_words_are_no_protein_change(text: str) -> None:
    assert not is_bare_change(text)


@pytest.mark.parametrize(
    "text", ["Ala5" + "Ala" * 20_000 + "!", "M1del" + "ala" * 20_000 + "!", "M1ins" + "TER" * 20_000 + "1"]
)
def test_a_long_word_that_is_none_ends_the_search_at_once(text: str) -> None:
    assert not is_bare_change(text)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("PRO165GLN", "Pro165Gln"),
        ("(pro165gln)", "(Pro165Gln)"),
        ("p165q", "P165Q"),
        ("Arg97ProfsX23", "Arg97Profs*23"),
        ("R97fsx", "R97fs*"),
        ("W24stop", "W24Ter"),
        ("W24TER", "W24Ter"),
        ("H4_Q5insALA", "H4_Q5insALA"),
        ("His4_Gln5INSALA", "His4_Gln5insAla"),
        ("phe508DEL", "Phe508del"),
        ("Arg782Xaa", "Arg782Xaa"),
        ("x110qextx17", "*110Qext*17"),
        ("Zzz165Gln", "Zzz165Gln"),
        ("?", "?"),
    ],
)
def test_letter_case_and_stops_are_tidied(typed: str, tidied: str) -> None:
    assert tidy_residues(typed) == tidied


def test_a_stop_written_x_is_withdrawn_and_an_unknown_residue_is_not() -> None:
    assert has_withdrawn_stop("R179X")
    assert has_withdrawn_stop("p.W24stop")
    assert not has_withdrawn_stop("Arg782Xaa")
    assert not has_withdrawn_stop("R179*")


@pytest.mark.parametrize(
    ("edit", "style", "written"),
    [
        (ProteinEdit("sub", 178, 178, "R", "R", "*"), "three", "Arg179Ter"),
        (ProteinEdit("sub", 178, 178, "R", "R", "*"), "star", "Arg179*"),
        (ProteinEdit("sub", 178, 178, "R", "R", "*"), "one", "R179*"),
        (ProteinEdit("identity", 53, 53, "L", "L"), "three", "Leu54="),
        (ProteinEdit("del", 507, 507, "F", "F"), "one", "F508del"),
        (ProteinEdit("del", 745, 749, "E", "A"), "three", "Glu746_Ala750del"),
        (ProteinEdit("dup", 3, 10, "A", "P"), "three", "Ala4_Pro11dup"),
        (ProteinEdit("ins", 3, 4, "H", "Q", "A"), "three", "His4_Gln5insAla"),
        (ProteinEdit("delins", 46, 46, "N", "N", "SS*"), "star", "Asn47delinsSerSer*"),
        (ProteinEdit("frameshift", 96, 96, "R", "R", "P", 23), "three", "Arg97ProfsTer23"),
        (ProteinEdit("frameshift", 96, 96, "R", "R", "P", None), "one", "R97Pfs*?"),
        (ProteinEdit("frameshift", 96, 96, "R", "R", stop_stated=False), "three", "Arg97fs"),
        (ProteinEdit("extension", 109, 109, "*", "*", "Q", 17), "three", "Ter110GlnextTer17"),
        (ProteinEdit("extension", 109, 109, "*", "*", "Q", None), "one", "*110Qext*?"),
        (ProteinEdit("extension", 0, 0, "M", "M", "", -5), "three", "Met1ext-5"),
        (ProteinEdit("start_lost", 0, 0, "M", "M"), "three", "Met1?"),
        (ProteinEdit("identity"), "three", "="),
        (ProteinEdit("unknown"), "three", "?"),
        (ProteinEdit("none"), "three", "0"),
        (ProteinEdit("none", predicted=True), "three", "0?"),
    ],
)
def test_an_edit_is_written_in_each_style(edit: ProteinEdit, style: Style, written: str) -> None:
    assert write_edit(edit, style) == written
