"""Protein names on accessions: every spelling once, the predicted one recommended."""

from __future__ import annotations

from synonymizer.model import EventProjection, ProteinProjection, TranscriptProjection
from synonymizer.notations.protein import write
from synonymizer.statements import Bounds, Point, ProteinEdit
from tests.notations.samples import ENSEMBL, FIXED, SELECT

MISSENSE = ProteinEdit("sub", 164, 164, "P", "P", "Q", predicted=True)
NONSENSE = ProteinEdit("sub", 178, 178, "R", "R", "*", predicted=True)


def test_a_protein_is_named_in_both_codes_with_and_without_prediction() -> None:
    names = write(ProteinProjection(FIXED, MISSENSE))
    assert [name.text for name in names] == [
        "NP_003147.2:p.(Pro165Gln)",
        "NP_003147.2:p.Pro165Gln",
        "NP_003147.2:p.(P165Q)",
        "NP_003147.2:p.P165Q",
        "LRG_164p1:p.(Pro165Gln)",
    ]
    assert [name.recommended for name in names] == [True, False, False, False, False]
    assert {name.scope for name in names} == {"protein"}
    assert {name.level for name in names} == {"p"}


def test_a_stop_is_also_a_star() -> None:
    names = {name.text: name for name in write(ProteinProjection(SELECT, NONSENSE))}
    assert names["NP_001369496.1:p.(Arg179Ter)"].recommended
    assert {"NP_001369496.1:p.(Arg179*)", "NP_001369496.1:p.R179*"} <= set(names)


def test_each_text_is_written_once() -> None:
    for edit in (MISSENSE, NONSENSE, ProteinEdit("identity", 53, 53, "L", "L", predicted=True)):
        texts = [name.text for name in write(ProteinProjection(SELECT, edit))]
        assert len(set(texts)) == len(texts)


def test_a_statement_about_the_whole_protein_is_one_name_that_many_changes_share() -> None:
    for edit, written in (
        (ProteinEdit("unknown", predicted=True), "p.?"),
        (ProteinEdit("none", predicted=True), "p.0?"),
        (ProteinEdit("identity", predicted=True), "p.(=)"),
    ):
        (name,) = write(ProteinProjection(SELECT, edit))
        assert (name.text, name.scope, name.recommended) == (f"NP_001369496.1:{written}", "category", True)


def test_a_transcript_and_an_event_carry_their_protein() -> None:
    point, nowhere = Point(493, 0, "cds_start"), Bounds(None, None)
    of_transcript = TranscriptProjection("c", FIXED, "NC_000011.10", point, point, "sub", "C", "A", MISSENSE)
    of_event = EventProjection("c", "NC_000011.10", None, FIXED, nowhere, nowhere, "del", protein=MISSENSE)
    assert write(of_transcript) == write(of_event) == write(ProteinProjection(FIXED, MISSENSE))


def test_no_protein_has_no_name() -> None:
    point = Point(493, 0, "cds_start")
    assert write(TranscriptProjection("c", FIXED, "NC_000011.10", point, point, "sub", "C", "A")) == ()
    assert write(ProteinProjection(ENSEMBL, MISSENSE)) == ()
