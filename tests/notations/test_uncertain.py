"""Bounded breakpoints: which names are written, and what is not put into words."""

from __future__ import annotations

from synonymizer.model import EventProjection
from synonymizer.notations.hgvs import read
from synonymizer.notations.uncertain import write
from synonymizer.statements import Bounds, Point
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


def test_an_event_on_a_transcript_is_recommended_with_its_genomic_sequence() -> None:
    names = write(EventProjection("c", "NC_000011.10", None, FIXED, LEFT, RIGHT, "del", (1, 1), coding=CODING))
    assert [name.text for name in names] == [
        "NC_000011.10(NM_003156.3):c.(139+1_140-1)_(270+1_271-1)del",
        "NM_003156.3:c.(139+1_140-1)_(270+1_271-1)del",
        "LRG_164t1:c.(139+1_140-1)_(270+1_271-1)del",
        "NM_003156.3:r.(140_270del)",
    ]
    assert [name.recommended for name in names] == [True, False, False, True]
    assert [name.scope for name in names] == ["exon", "exon", "exon", "category"]


def test_the_gene_stands_for_its_mane_select_transcript() -> None:
    names = write(EventProjection("c", "NC_000011.10", None, SELECT, LEFT, RIGHT, "dup"))
    assert names[-1].text == "STIM1:c.(139+1_140-1)_(270+1_271-1)dup"


def test_an_event_that_leaves_the_transcript_has_no_c_name() -> None:
    left = Bounds(None, Point(-244, 0, "cds_start"))
    names = write(EventProjection("c", "NC_000011.10", None, FIXED, left, RIGHT, "del", (0, 1), coding=CODING))
    assert [name.text for name in names] == ["NM_003156.3:r.(140_270del)"]


def test_the_older_form_says_that_flanking_exons_were_taken_to_be_present() -> None:
    expression = read("NM_003156.3:c.140-?_270+?del")
    assert expression is not None
    (issue,) = expression.issues
    assert (issue.code, issue.span) == ("W2006", (14, 28))
    assert "taken to be" in issue.message
