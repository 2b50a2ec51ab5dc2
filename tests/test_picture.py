"""The geometry of the picture of a gene."""

from __future__ import annotations

from itertools import pairwise

import pytest

from synonymizer import Reference, Synonymizer, open_reference
from synonymizer.picture import Mark, Part, Picture, Track, draw, draw_reading


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


def _draw(text: str, reference: Reference) -> Picture:
    reading = Synonymizer(reference).names(text).readings[0]
    picture = draw_reading(reading, reference)
    assert picture is not None
    return picture


def _part(picture: Picture, kind: str, number: int) -> Part:
    (part,) = (part for part in picture.tracks[0].parts if (part.kind, part.number) == (kind, number))
    return part


def _lies_in(mark: Mark, part: Part) -> bool:
    return part.start <= mark.start <= mark.end <= part.end


@pytest.mark.parametrize("symbol", ["STIM1", "BRCA1", "CFTR", "HBB", "MT-ND1", "BRCA2"])
def test_parts_follow_each_other_and_exons_are_as_wide_as_their_bases(symbol: str, reference: Reference) -> None:
    transcripts = reference.transcripts_of(symbol)
    assert transcripts
    for transcript in transcripts:
        picture = draw((transcript,), reference)
        (track,) = picture.tracks
        assert (track.parts[0].start, track.parts[-1].end) == (0.0, picture.width)
        assert all(left.end == right.start for left, right in pairwise(track.parts))
        exons = [part for part in track.parts if part.kind == "exon"]
        assert [part.number for part in exons] == list(range(1, len(transcript.exons) + 1))
        if not transcript.patches and len(transcript.blocks) == len(exons):
            assert [part.end - part.start for part in exons] == pytest.approx([len(one) for one in transcript.exons])


def test_what_codes_is_as_wide_as_the_coding_sequence(reference: Reference) -> None:
    transcript = reference.transcripts_of("STIM1")[0]
    picture = draw((transcript,), reference)
    coding = [part.coding for part in picture.tracks[0].parts if part.coding]
    assert transcript.cds is not None
    assert sum(end - start for start, end in coding) == pytest.approx(len(transcript.cds))


def test_all_transcripts_of_a_gene_are_drawn_on_one_scale(reference: Reference) -> None:
    transcripts = reference.transcripts_of("STIM1")
    picture = draw(transcripts, reference)
    assert [track.transcript for track in picture.tracks] == list(transcripts)
    second = {_exon(track, transcripts[0].exons[1].end - transcripts[0].exons[1].start) for track in picture.tracks}
    assert len(second - {None}) == 1
    assert min(track.parts[0].start for track in picture.tracks) == 0.0
    assert max(track.parts[-1].end for track in picture.tracks) == picture.width


def _exon(track: Track, size: int) -> tuple[float, float] | None:
    """The place of the first exon of a size."""
    return next(((p.start, p.end) for p in track.parts if p.kind == "exon" and p.end - p.start == size), None)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("STIM1 c.494C>A", "exon", 4),
        ("STIM1 p.Pro165Gln", "exon", 4),
        ("CFTR c.1521_1523del", "exon", 11),
        ("BRCA1 c.5266dup", "exon", 19),
        ("CFTR c.489+1G>T", "intron", 4),
        ("CFTR 3849+10kbC>T", "intron", 22),
        ("STIM1 exon 2 deletion", "exon", 2),
        ("KRAS G12", "exon", 2),
        ("NC_012920.1:m.3243A>G", "exon", 1),
    ],
)
def test_a_mark_lies_in_the_part_that_is_changed(text: str, kind: str, number: int, reference: Reference) -> None:
    picture = _draw(text, reference)
    marks = picture.tracks[0].marks
    assert marks
    assert all(_lies_in(mark, _part(picture, kind, number)) for mark in marks)


def test_a_substitution_is_as_wide_as_a_base_and_an_insertion_has_no_width(reference: Reference) -> None:
    (base,) = _draw("STIM1 c.494C>A", reference).tracks[0].marks
    assert base.end - base.start == 1.0
    (place,) = _draw("STIM1 c.494_495insG", reference).tracks[0].marks
    assert place.start == place.end == base.end
    assert base.is_exact
    assert place.is_exact


def test_the_bounds_of_an_exon_event_lie_at_the_neighbouring_exons(reference: Reference) -> None:
    picture = _draw("STIM1 exon 2 deletion", reference)
    (mark,) = picture.tracks[0].marks
    second = _part(picture, "exon", 2)
    assert (mark.start, mark.end) == (second.start, second.end)
    assert (mark.low, mark.high) == (_part(picture, "exon", 1).end, _part(picture, "exon", 3).start)
    assert not mark.is_exact


def test_the_bounds_of_a_whole_gene_are_unknown(reference: Reference) -> None:
    picture = _draw("STIM1 whole gene deletion", reference)
    (mark,) = picture.tracks[0].marks
    assert mark == Mark(0.0, picture.width, None, None)


def test_the_deeper_in_an_intron_the_farther_from_its_exon(reference: Reference) -> None:
    changes = ("c.489+1G>T", "c.489+5G>A", "c.489+20G>A")
    readings = (Synonymizer(reference).names(f"CFTR {change}").readings for change in changes)
    pictures = (draw_reading(found[0], reference) for found in readings if found)
    starts = [picture.tracks[0].marks[0].start for picture in pictures if picture]
    assert len(starts) > 1
    assert starts == sorted(set(starts))


def test_each_change_of_a_set_has_its_mark(reference: Reference) -> None:
    assert len(_draw("CFTR c.[1521_1523del;350G>A]", reference).tracks[0].marks) == 2


def test_a_change_on_no_transcript_has_no_picture(reference: Reference) -> None:
    reading = Synonymizer(reference).names("NC_012920.1:m.263A>G").readings[0]
    assert draw_reading(reading, reference) is None
