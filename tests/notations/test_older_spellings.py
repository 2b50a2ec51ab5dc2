"""Numbered introns and older numberings: which spellings are written."""

from __future__ import annotations

import pytest

from synonymizer.model import LegacyProjection, NamedProjection
from synonymizer.notations import introns, legacy
from synonymizer.statements import EditKind, Point, ProteinEdit, StatedEdit, StatedNumbered, StatedProtein
from tests.notations.samples import SELECT

RULE = "an older rule"
DONOR, ACCEPTOR = Point(0, 0, "part_start"), Point(-2, 0, "part_end")


def _count_in_intron(edit: StatedEdit, numbering: str = "") -> LegacyProjection:
    return LegacyProjection(SELECT, StatedNumbered("intron", "4", edit), numbering, "allele")


def test_a_substitution_in_a_numbered_intron_is_spelled_as_papers_do() -> None:
    names = introns.write(_count_in_intron(StatedEdit("c", DONOR, DONOR, "sub", "G", inserted="T")))
    assert [name.text for name in names if name.needs] == [
        "IVS4+1G>T",
        "IVS4+1G→T",
        "IVS4+1G->T",
        "IVS4+1 G to T",
        "IVS4+1G-->T",
        "IVS4+1G/T",
        "IVS4+1 G>T",
        "IVS4+1(G>T)",
        "IVS4 +1G>T",
        "IVS-4+1G>T",
        "IVS4DS+1G>T",
        "intron 4 +1G>T",
        "intron 4+1G>T",
        "IVS4DS, G-T, +1",
        "c.IVS4+1G>T",
        "IVS4+1",
        "IVS4 +1",
    ]
    assert {name.text: name.cls for name in names if name.cls != "literature"} == {
        "STIM1:c.IVS4+1G>T": "hgvs-deprecated",
        "c.IVS4+1G>T": "hgvs-deprecated",
    }
    assert [name.text for name in names if name.scope == "position"] == ["IVS4+1", "IVS4 +1"]
    assert "STIM1 IVS4+1G>T" in {name.text for name in names if not name.needs}


def test_the_acceptor_side_counts_back_from_the_next_exon() -> None:
    names = introns.write(_count_in_intron(StatedEdit("c", ACCEPTOR, ACCEPTOR, "sub", "A", inserted="G")))
    assert {"IVS4-2A>G", "IVS4AS-2A>G", "IVS4AS, A-G, -2"} <= {name.text for name in names}


@pytest.mark.parametrize(
    ("kind", "last", "deleted", "inserted", "expected"),
    [
        ("del", Point(1, 0, "part_start"), "GT", "", ["IVS4+1delGT", "IVS4+1_+2delGT", "IVS4+1_+2del", "IVS4+1del2"]),
        ("ins", Point(1, 0, "part_start"), "", "A", ["IVS4+1insA", "IVS4+1_+2insA"]),
        ("dup", DONOR, "", "G", ["IVS4+1dupG", "IVS4+1dup"]),
    ],
)
def test_other_changes_state_their_bases_or_how_many_they_are(
    kind: EditKind, last: Point, deleted: str, inserted: str, expected: list[str]
) -> None:
    edit = StatedEdit("c", DONOR, last, kind, deleted or None, inserted=inserted)
    texts = [name.text for name in introns.write(_count_in_intron(edit)) if name.needs]
    assert texts[: len(expected)] == expected


def test_an_intron_of_an_older_scheme_is_named_by_it_and_was_never_hgvs() -> None:
    edit = StatedEdit("c", DONOR, DONOR, "sub", "G", inserted="T")
    names = introns.write(_count_in_intron(edit, RULE))
    assert {name.cls for name in names} == {"legacy"}
    assert {name.tags for name in names} == {(RULE,)}


def test_what_is_too_long_to_spell_has_no_name() -> None:
    last = Point(99, 0, "part_start")
    long = StatedEdit("c", DONOR, last, "delins", "A" * 100, inserted="C" * 50)
    assert introns.write(_count_in_intron(long)) == ()


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            StatedEdit("c", Point(676, 0, "cds_start"), Point(676, 0, "cds_start"), "sub", "C", inserted="T"),
            ["677C>T", "677C→T", "677C->T", "C677T", "677C/T", "677C-->T", "677 C>T", "677 C to T"],
        ),
        (
            StatedEdit("c", Point(184, 0, "cds_start"), Point(185, 0, "cds_start"), "del", "AG"),
            ["185delAG", "185_186delAG", "185del2"],
        ),
        (
            StatedEdit("c", Point(5381, 0, "cds_start"), Point(5382, 0, "cds_start"), "ins", inserted="C"),
            ["5382insC", "5382_5383insC"],
        ),
    ],
)
def test_a_change_by_an_older_rule_is_spelled_with_its_gene_and_without(edit: StatedEdit, expected: list[str]) -> None:
    names = legacy.write(LegacyProjection(SELECT, edit, RULE, "allele"))
    assert [name.text for name in names] == [*(f"STIM1 {text}" for text in expected), *expected]
    assert {(name.cls, name.scope, name.tags) for name in names} == {("legacy", "allele", (RULE,))}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("V", "M", ["V30M", "Val30Met", "p.V30M", "p.Val30Met"]),
        ("A", "T", ["Ala30Thr", "p.A30T", "p.Ala30Thr"]),
    ],
)
def test_letters_that_could_be_bases_are_spelled_out(old: str, new: str, expected: list[str]) -> None:
    edit = ProteinEdit("sub", 29, 29, old, old, new)
    names = legacy.write(LegacyProjection(SELECT, StatedProtein(edit, is_bare=True), RULE, "protein"))
    assert [name.text for name in names if name.needs] == expected
    assert {(name.level, name.scope) for name in names} == {("p", "protein")}


def test_a_given_name_is_written_as_it_is() -> None:
    (name,) = legacy.write(NamedProjection("Factor V Leiden", "F5"))
    assert (name.text, name.cls, name.needs) == ("Factor V Leiden", "legacy", "")
