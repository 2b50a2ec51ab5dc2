"""Bounded breakpoints: which names are written, and what is not put into words."""

from __future__ import annotations

from dataclasses import replace

from synonymizer.model import EventProjection
from synonymizer.notations.hgvs import read
from synonymizer.notations.uncertain import write
from synonymizer.places import Interval, Transcript
from synonymizer.statements import Bounds, EditKind, Point
from tests.notations.samples import FIXED, GRCH37, GRCH38, SELECT

LEFT = Bounds(Point(138, 1, "cds_start"), Point(139, -1, "cds_start"))
RIGHT = Bounds(Point(269, 1, "cds_start"), Point(270, -1, "cds_start"))
CODING = (Point(139, 0, "cds_start"), Point(269, 0, "cds_start"))


def test_an_event_on_a_chromosome_is_written_with_its_bounds() -> None:
    left, right = Bounds(Point(3856409), Point(3967550)), Bounds(Point(3967682), Point(4023871))
    names = write(EventProjection("g", "NC_000011.10", GRCH38, None, left, right, "del"))
    assert [name.text for name in names] == [
        "NC_000011.10:g.(3856410_3967551)_(3967683_4023872)del",
        "chr11:g.(3856410_3967551)_(3967683_4023872)del",
    ]
    assert [name.recommended for name in names] == [True, False]
    assert {name.scope for name in names} == {"exon"}


def test_an_unknown_bound_is_a_question_mark_and_an_exact_one_stands_alone() -> None:
    left, right = Bounds(None, Point(122)), Bounds(Point(449), Point(449))
    names = write(EventProjection("g", "NC_000011.9", GRCH37, None, left, right, "dup"))
    assert [name.text for name in names] == ["NC_000011.9:g.(?_123)_450dup", "chr11(hg19):g.(?_123)_450dup"]


def _make_event(
    transcript: Transcript, kind: EditKind, exons: tuple[int, int] | None = None, left: Bounds = LEFT
) -> EventProjection:
    is_main = transcript is SELECT
    return EventProjection(
        "c", "NC_000011.10", None, transcript, left, RIGHT, kind, exons, coding=CODING, is_main=is_main
    )


def test_an_event_on_a_transcript_is_recommended_with_its_genomic_sequence() -> None:
    names = write(_make_event(FIXED, "del", (1, 1)))
    assert [(name.text, name.cls, name.scope) for name in names] == [
        ("NC_000011.10(NM_003156.3):c.(139+1_140-1)_(270+1_271-1)del", "hgvs", "exon"),
        ("NM_003156.3:c.(139+1_140-1)_(270+1_271-1)del", "hgvs", "exon"),
        ("NM_003156.3(STIM1):c.(139+1_140-1)_(270+1_271-1)del", "hgvs", "exon"),
        ("LRG_164t1:c.(139+1_140-1)_(270+1_271-1)del", "hgvs", "exon"),
        ("NM_003156.3:c.140-?_270+?del", "hgvs-deprecated", "exon"),
        ("LRG_164t1:c.140-?_270+?del", "hgvs-deprecated", "exon"),
        ("NM_003156.3:r.(140_270del)", "hgvs", "category"),
        ("NM_003156.3:r.140_270del", "hgvs", "category"),
    ]
    assert [name.text for name in names if name.recommended] == [names[0].text, "NM_003156.3:r.(140_270del)"]


def test_the_gene_stands_for_its_main_transcript() -> None:
    names = write(_make_event(SELECT, "dup"))
    assert [name.text for name in names if name.text.startswith("STIM1")] == [
        "STIM1:c.(139+1_140-1)_(270+1_271-1)dup",
        "STIM1:c.140-?_270+?dup",
    ]
    assert [name.text for name in names if name.needs] == ["c.(139+1_140-1)_(270+1_271-1)dup", "c.140-?_270+?dup"]


def test_an_event_that_leaves_the_transcript_has_no_c_name_of_today() -> None:
    names = write(_make_event(FIXED, "del", (0, 1), Bounds(None, Point(-244, 0, "cds_start"))))
    assert not [name.text for name in names if name.cls == "hgvs" and name.level == "c"]


def test_of_all_exons_no_message_is_left() -> None:
    names = write(_make_event(FIXED, "del", (0, len(FIXED.exons) - 1)))
    assert [name.text for name in names if name.level == "r"] == ["NM_003156.3:r.0?"]


def test_what_a_message_becomes_without_its_first_exon_is_not_known() -> None:
    longer = replace(FIXED, exons=(Interval(0, 100), Interval(100, 200), Interval(200, 300)))
    for exons, expected in (((0, 1), "?"), ((1, 2), "?"), ((0, 2), "0?")):
        names = write(_make_event(longer, "del", exons))
        assert [name.text for name in names if name.level == "r"] == [f"NM_003156.3:r.{expected}"]


def test_the_older_form_says_that_flanking_exons_were_taken_to_be_present() -> None:
    expression = read("NM_003156.3:c.140-?_270+?del")
    assert expression is not None
    (issue,) = expression.issues
    assert (issue.code, issue.span) == ("W2006", (14, 28))
    assert "taken to be" in issue.message
