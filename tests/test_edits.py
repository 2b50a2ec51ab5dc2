"""Shifts, justified alleles, kinds and anchors on sequences small enough to check by eye."""

from __future__ import annotations

import pytest

from synonymizer.alleles import Allele
from synonymizer.edits import anchor, classify, justify, slide, trim
from tests.sequences import Text


@pytest.mark.parametrize(
    ("start", "deleted", "inserted", "expected"),
    [
        (10, "A", "T", (10, "A", "T")),
        (10, "CAG", "CTG", (11, "A", "T")),
        (10, "AAA", "AA", (12, "A", "")),
        (10, "AA", "AAA", (12, "", "A")),
        (10, "ACGT", "ACGT", (14, "", "")),
        (10, "ATA", "ACCA", (11, "T", "CC")),
    ],
)
def test_trim_drops_what_both_sides_share(
    start: int, deleted: str, inserted: str, expected: tuple[int, str, str]
) -> None:
    assert trim(start, deleted, inserted) == expected


def test_a_deletion_in_a_run_slides_to_both_ends_of_the_run() -> None:
    moved = slide(Text("GCAAAATC"), 3, "A", "")
    assert (moved.left, moved.right, moved.complete) == (1, 2, True)
    assert moved.at(moved.right) == (5, "A", "")
    assert moved.at(-moved.left) == (2, "A", "")


def test_a_repeat_unit_turns_as_it_slides() -> None:
    moved = slide(Text("TTCAGCAGCACTT"), 2, "CAG", "")
    assert moved.right == 5
    assert moved.at(moved.right) == (7, "GCA", "")


def test_a_slide_that_meets_the_end_of_what_is_held_is_incomplete() -> None:
    assert not slide(Text("GCAAAA"), 3, "A", "").complete
    assert not slide(Text("AAAAGC"), 1, "A", "").complete
    assert slide(Text("AAAAGC"), 1, "A", "T").complete


def test_the_justified_allele_covers_the_whole_run() -> None:
    text = Text("GCAAAATC")
    assert justify(text, slide(text, 3, "A", "")) == Allele("TEXT_1.1", 2, 6, "AAAA", "AAA")
    assert justify(text, slide(text, 4, "", "A")) == Allele("TEXT_1.1", 2, 6, "AAAA", "AAAAA")
    assert justify(text, slide(text, 1, "C", "T")) == Allele("TEXT_1.1", 1, 2, "C", "T")


@pytest.mark.parametrize(
    ("start", "deleted", "inserted", "expected"),
    [
        (4, "A", "T", (4, 5, "sub")),
        (4, "AC", "", (4, 6, "del")),
        (4, "", "A", (4, 4, "ins")),
        (4, "", "GT", (2, 4, "dup")),
        (4, "AC", "TTT", (4, 6, "delins")),
        (2, "GTAA", "TTAC", (2, 6, "inv")),
        (4, "A", "A", (4, 5, "identity")),
    ],
)
def test_kinds_follow_the_priority_of_the_nomenclature(
    start: int, deleted: str, inserted: str, expected: tuple[int, int, str]
) -> None:
    text = Text("CCGTACGG") if expected[2] != "inv" else Text("CCGTAAGG")
    assert classify(text, start, deleted, inserted) == expected


def test_a_single_base_is_never_an_inversion() -> None:
    assert classify(Text("CCGTACGG"), 4, "A", "T")[2] == "sub"


def test_vcf_anchors_an_indel_on_the_base_before_its_leftmost_place() -> None:
    text = Text("GCAAAATC")
    assert anchor(text, slide(text, 4, "A", "")) == Allele("TEXT_1.1", 1, 3, "CA", "C")
    assert anchor(text, slide(text, 6, "", "A")) == Allele("TEXT_1.1", 1, 2, "C", "CA")
    assert anchor(text, slide(text, 1, "C", "G")) == Allele("TEXT_1.1", 1, 2, "C", "G")
