"""Exon events on a small frame, both strands: bounds, matching back, and what is left of the message."""

from __future__ import annotations

from typing import Literal

import pytest

from synonymizer.errors import UnknownExon
from synonymizer.exons import (
    coding_part,
    edges,
    edges_from_genome,
    edges_to_genome,
    find_exons,
    match_edges,
    spliced_interval,
)
from synonymizer.mapping import Frame, lay_frame
from synonymizer.model import UncertainInterval
from synonymizer.places import Block, Interval, Transcript

EXONS = (Interval(0, 4), Interval(4, 10), Interval(10, 12))
FORWARD = (Block(0, 100, 4), Block(4, 110, 6), Block(10, 121, 2))
BACKWARD = (Block(0, -200, 4), Block(4, -190, 6), Block(10, -179, 2))
TRANSCRIPT = Transcript("NM_1.1", "G", "NC_1.1", 1, EXONS, FORWARD, cds=Interval(2, 8))


def frame(strand: Literal[1, -1]) -> Frame:
    laid = lay_frame("NC_1.1", strand, EXONS, FORWARD if strand > 0 else BACKWARD)
    assert laid is not None
    return laid


def test_an_inner_exon_is_bounded_by_its_neighbours() -> None:
    assert edges(frame(1), 1, 1) == ((4, 10), (16, 21))
    expected = UncertainInterval("NC_1.1", (104, 110), (116, 121), "del")
    assert edges_to_genome(frame(1), edges(frame(1), 1, 1), "del") == expected


def test_on_the_minus_strand_left_and_right_change_places() -> None:
    expected = UncertainInterval("NC_1.1", (179, 184), (190, 196), "del")
    assert edges_to_genome(frame(-1), edges(frame(-1), 1, 1), "del") == expected


def test_beyond_the_first_and_last_exon_the_bound_is_unknown() -> None:
    assert edges(frame(1), 0, 0) == ((None, 0), (4, 10))
    assert edges(frame(1), 0, 2) == ((None, 0), (23, None))


@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize("exons", [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (0, 2)])
def test_bounds_carried_to_the_genome_and_back_name_the_same_exons(
    strand: Literal[1, -1], exons: tuple[int, int]
) -> None:
    laid = frame(strand)
    there = edges_to_genome(laid, edges(laid, *exons), "dup")
    assert match_edges(laid, edges_from_genome(laid, there)) == exons


def test_other_bounds_are_no_whole_exons() -> None:
    assert match_edges(frame(1), ((5, 10), (16, 21))) is None
    assert match_edges(frame(1), ((None, 10), (16, 21))) is None


@pytest.mark.parametrize(
    ("first", "last"), [("0", "1"), ("4", "4"), ("1", "9"), ("14b", "14b"), ("3", "2"), ("²", "²")]
)
def test_exons_the_transcript_lacks_are_refused_by_name(first: str, last: str) -> None:
    with pytest.raises(UnknownExon, match=f"{first}|{last}"):
        find_exons(TRANSCRIPT, first, last)


def test_exon_numbers_count_from_one() -> None:
    assert find_exons(TRANSCRIPT, "1", "3") == (0, 2)


def test_the_coding_part_of_an_exon_leaves_the_untranslated_bases_out() -> None:
    assert coding_part(TRANSCRIPT, spliced_interval(TRANSCRIPT, 0, 0)) == Interval(2, 4)
    assert coding_part(TRANSCRIPT, spliced_interval(TRANSCRIPT, 0, 2)) == Interval(2, 8)
    assert coding_part(TRANSCRIPT, spliced_interval(TRANSCRIPT, 2, 2)) is None


def test_an_intron_of_one_base_leaves_an_exact_end() -> None:
    laid = lay_frame("NC_1.1", 1, EXONS, (Block(0, 100, 4), Block(4, 105, 6), Block(10, 121, 2)))
    assert laid is not None
    assert edges(laid, 0, 0) == ((None, 0), (4, 4))
    assert edges(laid, 1, 1) == ((5, 5), (11, 21))
    assert match_edges(laid, edges(laid, 1, 1)) == (1, 1)
