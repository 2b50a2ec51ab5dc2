"""Whole exons and identifiers: which names are written."""

from __future__ import annotations

import pytest

from synonymizer.model import EventProjection, IdentifierProjection, LegacyProjection
from synonymizer.notations import exon, identifiers
from synonymizer.places import Namespace, Transcript
from synonymizer.statements import Bounds, EditKind, StatedExons
from tests.notations.samples import FIXED, SELECT

NOWHERE = Bounds(None, None)


ONE = [
    "STIM1 exon 2 deletion",
    "deletion of exon 2 of STIM1",
    "STIM1 exon 2 del",
    "STIM1 del exon 2",
    "STIM1 del ex2",
    "STIM1 delEx2",
    "STIM1 Ex2del",
    "STIM1 EX2DEL",
    "STIM1 ex2del",
    "STIM1 Δexon2",
    "STIM1 Δexon 2",
    "STIM1 Δex2",
    "STIM1 delta exon 2",
    "loss of exon 2 of STIM1",
]
SEVERAL = [
    "exons 2-4 duplication",
    "duplication of exons 2-4",
    "exons 2-4 dup",
    "dup exons 2-4",
    "dup ex2-4",
    "dupEx2-4",
    "Ex2_4dup",
    "Ex2-4dup",
    "EX2-4DUP",
    "ex2_4dup",
    "exons 2–4 duplication",
    "duplication of exons 2–4",
    "duplication of exons 2 to 4",
]


def _make_event(transcript: Transcript, kind: EditKind, exons: tuple[int, int], *, is_main: bool) -> EventProjection:
    return EventProjection("c", "NC_000011.10", None, transcript, NOWHERE, NOWHERE, kind, exons, is_main=is_main)


def test_exons_are_counted_from_1_and_named_by_the_gene_on_its_main_transcript_alone() -> None:
    names = exon.write(_make_event(SELECT, "del", (1, 1), is_main=True))
    assert [name.text for name in names if not name.needs and name.level is None] == [
        *ONE,
        "NM_001382567.1 exon 2 deletion",
    ]
    assert [name.text for name in names if name.recommended] == ["STIM1 exon 2 deletion"]
    other = exon.write(_make_event(FIXED, "del", (1, 1), is_main=False))
    assert [name.text for name in other] == ["NM_003156.3 exon 2 deletion"]


def test_several_exons_are_a_range_and_without_the_gene_a_name_needs_it() -> None:
    names = exon.write(_make_event(SELECT, "dup", (1, 3), is_main=True))
    assert [name.text for name in names if name.needs] == SEVERAL
    assert {name.scope for name in names} == {"exon"}


def test_a_deletion_is_skipped_in_the_message_which_does_not_say_what_the_dna_is() -> None:
    names = exon.write(_make_event(SELECT, "del", (1, 1), is_main=True))
    assert [name.text for name in names if name.scope == "category"] == [
        "STIM1 exon 2 skipping",
        "skipping of exon 2 of STIM1",
        "exon 2 skipping",
        "skipping of exon 2",
    ]
    assert {name.level for name in names if name.scope == "category"} == {"r"}


def test_all_exons_are_the_whole_gene() -> None:
    last = len(SELECT.exons) - 1
    texts = {name.text for name in exon.write(_make_event(SELECT, "dup", (0, last), is_main=True))}
    assert {"STIM1 whole gene duplication", "entire gene duplication"} <= texts


def test_an_older_numbering_of_the_exons_is_named_by_its_scheme() -> None:
    names = exon.write(LegacyProjection(FIXED, StatedExons("6b", "7", "del"), "traditional", "exon"))
    assert [name.text for name in names[:2]] == ["STIM1 exons 6b-7 deletion", "deletion of exons 6b-7 of STIM1"]
    assert {(name.cls, name.tags, name.scope) for name in names} == {("legacy", ("traditional",), "exon")}


def test_an_event_between_other_bounds_has_no_exon_name() -> None:
    assert exon.write(EventProjection("c", "NC_000011.10", None, SELECT, NOWHERE, NOWHERE, "del")) == ()


@pytest.mark.parametrize(
    ("namespace", "value", "inserted", "written"),
    [
        ("rs", 6025, "", ["rs6025", "dbSNP:rs6025"]),
        ("rs", 6025, "T", ["rs6025", "dbSNP:rs6025", "rs6025:T", "rs6025-T", "rs6025(T)"]),
        ("variation", 13961, "T", ["VCV000013961", "ClinVar VariationID 13961"]),
        ("allele", 28999, "T", ["ClinVar AlleleID 28999"]),
    ],
)
def test_an_identifier_is_written_as_its_database_does_and_with_the_allele_meant(
    namespace: Namespace, value: int, inserted: str, written: list[str]
) -> None:
    names = identifiers.write(IdentifierProjection(namespace, value, "position", inserted))
    assert [name.text for name in names] == written
    assert [name.text for name in names if name.recommended] == written[:1]
    assert [name.text for name in names if name.scope == "allele"] == written[2:]


def test_a_retired_identifier_says_which_one_replaced_it_and_is_not_recommended() -> None:
    names = identifiers.write(IdentifierProjection("rs", 77121243, "position", "A", current=334))
    assert [name.text for name in names if name.scope == "position"] == ["rs77121243", "dbSNP:rs77121243"]
    assert {(name.tags, name.recommended) for name in names} == {(("merged into rs334",), False)}
