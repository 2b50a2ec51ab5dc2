"""Blocks, carried edits and frames, on alignments small enough to check by eye."""

from __future__ import annotations

import pytest

from synonymizer.errors import NotAnExonBoundary, OutOfRange
from synonymizer.mapping import Frame, carry, carry_base, compose, flip, invert, join, lay_frame, number, unnumber
from synonymizer.places import Block, Interval, Transcript
from tests.sequences import Text

SOURCE = Text("AACCGGTTAACC")
GAP_IN_TARGET = (Block(100, 0, 4), Block(104, 6, 6))
GAP_IN_SOURCE = (Block(100, 0, 4), Block(107, 4, 8))


def test_composition_keeps_only_what_all_three_share() -> None:
    first = (Block(0, 10, 5), Block(5, 20, 5))
    second = (Block(12, 100, 9), Block(21, 200, 2))
    assert compose(first, second) == (Block(2, 100, 3), Block(5, 108, 1), Block(6, 200, 2))


def test_flipping_twice_and_inverting_twice_change_nothing() -> None:
    assert flip(flip(GAP_IN_SOURCE)) == GAP_IN_SOURCE
    assert invert(invert(GAP_IN_SOURCE)) == GAP_IN_SOURCE


def test_joined_blocks_are_the_longest_ungapped_stretches() -> None:
    assert join((Block(0, 0, 3), Block(3, 3, 4), Block(8, 7, 1), Block(9, 8, 0))) == (Block(0, 0, 7), Block(8, 7, 1))


def test_a_base_that_the_target_lacks_has_no_place_there() -> None:
    assert carry_base(GAP_IN_TARGET, 3) == 103
    assert carry_base(GAP_IN_TARGET, 4) is None
    assert carry_base(GAP_IN_TARGET, 6) == 104
    assert carry_base(GAP_IN_TARGET, 12) is None


def test_an_edge_inside_a_gap_moves_outward_and_takes_the_bases_it_passes() -> None:
    assert carry(GAP_IN_TARGET, SOURCE, 5, 7, "T", flanks=False) == (104, 105, "GT")
    assert carry(GAP_IN_TARGET, SOURCE, 3, 5, "T", flanks=False) == (103, 104, "TG")


def test_an_insertion_carried_by_its_flanks_replaces_what_the_target_has_in_its_place() -> None:
    assert carry(GAP_IN_SOURCE, SOURCE, 4, 4, "TTT", flanks=True) == (104, 107, "TTT")


def test_a_substitution_beside_a_gap_leaves_the_gap_alone() -> None:
    assert carry(GAP_IN_SOURCE, SOURCE, 4, 5, "T", flanks=False) == (107, 108, "T")
    assert carry(GAP_IN_SOURCE, SOURCE, 3, 4, "T", flanks=False) == (103, 104, "T")


def test_nothing_is_carried_beyond_the_last_shared_base() -> None:
    assert carry(GAP_IN_SOURCE, SOURCE, 12, 12, "T", flanks=True) is None
    assert carry((Block(0, 5, 3),), SOURCE, 1, 2, "T", flanks=False) is None


EXONS = (Interval(0, 4), Interval(4, 10), Interval(10, 12))
BLOCKS = (Block(0, 100, 4), Block(4, 110, 6), Block(10, 121, 2))


def frame() -> Frame:
    laid = lay_frame("NC_1.1", 1, EXONS, BLOCKS)
    assert laid is not None
    return laid


def test_a_frame_sets_introns_between_the_exons() -> None:
    laid = frame()
    assert laid.exons == (Interval(0, 4), Interval(10, 16), Interval(21, 23))
    assert len(laid.blocks) == 1
    assert laid.length == 23


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (0, (0, 0)),
        (3, (3, 0)),
        (4, (3, 1)),
        (6, (3, 3)),
        (7, (4, -3)),
        (9, (4, -1)),
        (10, (4, 0)),
        (16, (9, 1)),
        (18, (9, 3)),  # the middle of an intron of five counts from the exon before it
        (19, (10, -2)),
        (22, (11, 0)),
    ],
)
def test_every_base_of_a_frame_is_named_from_the_nearer_exon_and_found_again(
    base: int, expected: tuple[int, int]
) -> None:
    assert frame().locate(base) == expected
    assert frame().find(*expected) == base


def test_places_outside_the_transcript_have_no_name() -> None:
    for base in (-1, 23):
        with pytest.raises(OutOfRange):
            frame().locate(base)


def test_an_offset_hangs_on_its_own_side_of_an_exon() -> None:
    with pytest.raises(NotAnExonBoundary):
        frame().find(2, 1)
    with pytest.raises(NotAnExonBoundary):
        frame().find(3, -1)
    with pytest.raises(OutOfRange, match="6 bases"):
        frame().find(3, 7)
    with pytest.raises(OutOfRange):
        frame().find(11, 1)
    with pytest.raises(OutOfRange):
        frame().find(12, 0)


def test_a_transcript_with_a_base_the_genome_lacks_keeps_it_on_its_line() -> None:
    laid = lay_frame("NC_1.1", 1, (Interval(0, 6), Interval(6, 9)), (Block(0, 50, 3), Block(4, 53, 2), Block(6, 60, 3)))
    assert laid is not None
    assert laid.exons == (Interval(0, 6), Interval(11, 14))
    assert carry_base(laid.blocks, 53) == 4
    assert laid.find(3, 0) == 3


def test_an_exon_without_a_shared_base_leaves_no_frame() -> None:
    assert lay_frame("NC_1.1", 1, EXONS, BLOCKS[:2]) is None
    assert lay_frame("NC_1.1", 1, EXONS, ()) is None


def test_positions_count_from_the_coding_sequence_and_back() -> None:
    transcript = Transcript("NM_1.1", "G", "NC_1.1", 1, EXONS, BLOCKS, cds=Interval(2, 8))
    assert [number(transcript, base) for base in (0, 1, 2, 7, 8, 11)] == [
        (-2, "cds_start"),
        (-1, "cds_start"),
        (0, "cds_start"),
        (5, "cds_start"),
        (0, "cds_end"),
        (3, "cds_end"),
    ]
    assert all(unnumber(transcript, *number(transcript, base)) == base for base in range(12))
