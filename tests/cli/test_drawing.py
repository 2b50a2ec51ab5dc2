"""A picture in characters."""

from __future__ import annotations

from dataclasses import replace

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer import Reference, Synonymizer, open_reference
from synonymizer.cli.drawing import BLOCKS, LETTERS, Pen, render, share
from synonymizer.picture import Mark, Part, Picture, Track, draw, draw_reading


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


def _picture(reference: Reference, *sizes: int, marks: tuple[Mark, ...] = ()) -> Picture:
    """A picture of exons that code and introns in turn, of these sizes."""
    parts: list[Part] = []
    for index, size in enumerate(sizes):
        start = parts[-1].end if parts else 0.0
        end = start + size
        number = index // 2 + 1
        parts.append(
            Part("intron", number, start, end) if index % 2 else Part("exon", number, start, end, (start, end))
        )
    track = Track(reference.transcripts_of("STIM1")[0], tuple(parts), marks)
    return Picture("NC_000011.10", 1, parts[-1].end, (track,))


def _lines(picture: Picture, columns: int, pen: Pen = BLOCKS, label: str = "") -> list[str]:
    return [click.unstyle(line).rstrip() for line in render(picture, columns + 6, pen, label)][:-1]


def test_a_drawing_is_to_scale_and_numbered(reference: Reference) -> None:
    assert _lines(_picture(reference, 4, 10, 6), 20) == ["5' ████──────────██████ 3'", "    1              2"]


def test_what_is_too_narrow_for_a_column_has_one(reference: Reference) -> None:
    assert _lines(_picture(reference, 1, 1000, 1), 12)[0] == "5' █──────────█ 3'"


def test_untranslated_ends_are_thin(reference: Reference) -> None:
    picture = _picture(reference, 10)
    (part,) = picture.tracks[0].parts
    track = replace(picture.tracks[0], parts=(replace(part, coding=(2.0, 7.0)),))
    assert _lines(replace(picture, tracks=(track,)), 10)[0] == "5' ▄▄█████▄▄▄ 3'"


def test_a_point_has_its_name_above_and_the_number_of_its_exon_beneath(reference: Reference) -> None:
    mark = Mark(15.0, 16.0, 15.0, 16.0)
    assert _lines(_picture(reference, 4, 10, 6, marks=(mark,)), 20, label="c.9A>C") == [
        "                c.9A>C",
        "                  ▼",
        "5' ████──────────██████ 3'",
        "    1              2",
    ]


def test_an_event_is_a_bracket_and_how_far_its_ends_may_lie(reference: Reference) -> None:
    picture = _picture(reference, 4, 4, 4, 4, 4, marks=(Mark(8.0, 12.0, 4.0, 16.0),))
    assert _lines(picture, 20)[:2] == ["       ┄┄┄┄┏━━┓┄┄┄┄", "5' ████────████────████ 3'"]
    assert _lines(picture, 20, LETTERS)[:2] == ["       ....[__]....", "5' ####----####----#### 3'"]


def test_unknown_bounds_reach_the_ends(reference: Reference) -> None:
    picture = _picture(reference, 4, 4, 4, marks=(Mark(8.0, 12.0, None, None),))
    assert _lines(picture, 12)[0] == "   ┄┄┄┄┄┄┄┄┏━━┓"


def test_many_exons_go_on_over_several_lines(reference: Reference) -> None:
    lines = _lines(_picture(reference, *([1] * 41)), 20)
    tracks = [line for line in lines if "█" in line]
    assert len(tracks) == 4
    assert [line[:3] for line in tracks] == ["5' ", "   ", "   ", "   "]
    assert [line.endswith(" 3'") for line in tracks] == [False, False, False, True]
    assert "".join(line[3:23] for line in tracks).count("█") >= 21


def test_a_name_that_is_longer_than_a_line_is_cut(reference: Reference) -> None:
    picture = _picture(reference, 10, marks=(Mark(1.0, 2.0, 1.0, 2.0),))
    assert _lines(picture, 10, label="c.1_2insACGTACGT")[0] == "   c.1_2insA…"


@pytest.mark.parametrize("symbol", ["STIM1", "BRCA2", "HBB", "MT-ND1"])
@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_real_gene_fits_any_width(symbol: str, width: int, reference: Reference) -> None:
    transcript = reference.transcripts_of(symbol)[0]
    lines = _lines(draw((transcript,), reference), width - 6)
    assert max(map(len, lines)) <= width
    exons = [part for part in "".join(line[3 : width - 3] for line in lines).split("─") if part.strip(" 0123456789")]
    assert len(exons) >= len(transcript.exons)


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_mark_of_a_variant_stands_above_its_exon(width: int, reference: Reference) -> None:
    picture = draw_reading(Synonymizer(reference).names("STIM1 c.494C>A").readings[0], reference)
    assert picture is not None
    marks, track, numbers = _lines(picture, width - 6)
    column = marks.index("▼")
    assert track[column] == "█"
    assert numbers[track.rindex("─", 0, column) : track.index("─", column)].strip("─ ") == "4"


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=80).filter(any), st.integers(80, 400))
def test_columns_are_shared_out_whole_and_each_has_one(sizes: list[int], columns: int) -> None:
    shares = share(sizes, columns)
    assert min(shares) >= 1
    assert sum(shares) == columns
