"""Positions as printed: which texts are positions, and what two of them show about each other."""

from __future__ import annotations

import pytest

from synonymizer.spelling.points import are_apart, is_reversed, read_point, write_range
from synonymizer.statements import Axis, Point


@pytest.mark.parametrize(
    ("text", "axis", "point"),
    [
        ("1", "c", Point(0, 0, "cds_start")),
        ("-1", "c", Point(-1, 0, "cds_start")),
        ("*1", "c", Point(0, 0, "cds_end")),
        ("93+1", "c", Point(92, 1, "cds_start")),
        ("-85+3", "c", Point(-85, 3, "cds_start")),
        ("*37-2", "c", Point(36, -2, "cds_end")),
        ("-14", "r", Point(-14, 0, "cds_start")),
        ("345", "n", Point(344)),
        ("345-12", "n", Point(344, -12)),
        ("4055634", "g", Point(4055633)),
        ("3243", "m", Point(3242)),
    ],
)
def test_a_position_is_a_point_counted_from_0(text: str, axis: Axis, point: Point) -> None:
    assert read_point(text, axis) == point


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("0", "c"),
        ("-0", "c"),
        ("05", "c"),
        ("93+0", "c"),
        ("+5", "c"),
        ("*-5", "c"),
        ("", "c"),
        ("5 ", "c"),
        ("٣", "c"),
        ("-5", "n"),
        ("*5", "n"),
        ("-5", "g"),
        ("5+1", "g"),
        ("5-1", "m"),
        ("9" * 31, "g"),
    ],
)
def test_what_no_axis_has_is_no_position(text: str, axis: Axis) -> None:
    assert read_point(text, axis) is None


@pytest.mark.parametrize(
    ("first", "last", "is_so"),
    [
        ("5", "3", True),
        ("3", "5", False),
        ("5", "5", False),
        ("-1", "1", False),
        ("1", "-1", True),
        ("500", "*1", False),
        ("*1", "500", True),
        ("93+5", "94-6", False),
        ("93+5", "93+1", True),
        ("94-1", "94-6", True),
        ("93+1", "93", True),
        ("94-1", "94", False),
    ],
)
def test_the_text_alone_shows_which_of_two_positions_comes_first(first: str, last: str, is_so: bool) -> None:
    assert is_reversed(point(first), point(last)) is is_so


@pytest.mark.parametrize(
    ("first", "last", "is_so"),
    [
        ("5", "6", False),
        ("5", "5", True),
        ("5", "7", True),
        ("-1", "1", False),
        ("93", "93+1", False),
        ("93+1", "93+2", False),
        ("93+1", "93+3", True),
        ("94-1", "94", False),
        ("93+5", "94-6", False),
        ("500", "*1", False),
    ],
)
def test_the_text_alone_shows_some_positions_to_be_no_neighbours(first: str, last: str, is_so: bool) -> None:
    assert are_apart(point(first), point(last)) is is_so


def point(text: str) -> Point:
    found = read_point(text, "c")
    assert found is not None
    return found


def test_one_position_is_written_once() -> None:
    assert write_range(Point(4), Point(4)) == "5"
    assert write_range(Point(-1, 0, "cds_start"), Point(0, 0, "cds_end")) == "-1_*1"
