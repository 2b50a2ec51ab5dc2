import doctest

import pytest

from synonymizer import codons
from synonymizer.codons import ONE_LETTER, THREE_LETTERS, back_translate, to_three, translate
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
    assert {three: one for one, three in THREE_LETTERS.items()} == ONE_LETTER
    assert to_three("".join(THREE_LETTERS)) == "".join(ONE_LETTER)
    assert len(ONE_LETTER) == len(THREE_LETTERS) == 24


def test_unknown_one_letter_code_is_refused() -> None:
    with pytest.raises(InvalidResidues, match="'J'"):
        to_three("AJ")


def test_the_examples_of_the_module_run() -> None:
    assert doctest.testmod(codons).failed == 0
