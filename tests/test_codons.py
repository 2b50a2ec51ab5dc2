import doctest

import pytest

from synonymizer import codons
from synonymizer.codons import ONE_LETTER, THREE_LETTERS, back_translate, to_one, to_three, translate
from synonymizer.errors import InvalidResidues
from synonymizer.places import GeneticCode

CODES: tuple[GeneticCode, ...] = ("standard", "mitochondrial")


@pytest.mark.parametrize("code", CODES)
def test_every_codon_belongs_to_exactly_one_residue(code: GeneticCode) -> None:
    codons_of_all = [codon for residue in THREE_LETTERS for codon in back_translate(residue, code)]
    assert len(codons_of_all) == len(set(codons_of_all)) == 64


@pytest.mark.parametrize("code", CODES)
def test_back_translation_gives_sorted_codons_that_translate_to_the_residue(code: GeneticCode) -> None:
    for residue in THREE_LETTERS:
        found = back_translate(residue, code)
        assert list(found) == sorted(found)
        assert all(translate(codon, code) == residue for codon in found)


def test_the_mitochondrial_code_differs_in_four_codons() -> None:
    every = [codon for residue in THREE_LETTERS for codon in back_translate(residue)]
    differing = {codon: translate(codon, "mitochondrial") for codon in every}
    assert {codon: residue for codon, residue in differing.items() if residue != translate(codon)} == {
        "ATA": "M",
        "TGA": "W",
        "AGA": "*",
        "AGG": "*",
    }


def test_residues_without_codons_have_no_back_translation() -> None:
    assert [residue for residue in THREE_LETTERS if not back_translate(residue)] == ["O", "U", "X"]


def test_incomplete_and_unknown_codons_are_not_guessed() -> None:
    assert translate("ATGC") == "M"
    assert translate("AT") == ""
    assert translate("GCNATG") == "XM"


def test_spellings_are_each_others_inverse() -> None:
    letters = "".join(THREE_LETTERS)
    assert to_one(to_three(letters)) == letters
    assert len(ONE_LETTER) == len(THREE_LETTERS) == 24


def test_any_letter_case_of_three_letter_code_is_read() -> None:
    assert to_one("METgluTer") == "ME*"


@pytest.mark.parametrize("text", ["ProG", "Foo", "Pr"])
def test_broken_three_letter_code_is_refused_with_the_group_at_fault(text: str) -> None:
    with pytest.raises(InvalidResidues, match="no three-letter residue code"):
        to_one(text)


def test_unknown_one_letter_code_is_refused() -> None:
    with pytest.raises(InvalidResidues, match="'J'"):
        to_three("AJ")


def test_the_examples_of_the_module_run() -> None:
    assert doctest.testmod(codons).failed == 0
