"""Whole exons and identifiers: which names are written."""

from __future__ import annotations

import pytest

from synonymizer.model import EventProjection, IdentifierProjection
from synonymizer.notations import exon, identifiers
from synonymizer.places import Namespace
from synonymizer.statements import Bounds
from tests.notations.samples import FIXED, SELECT

NOWHERE = Bounds(None, None)


def test_exons_are_counted_from_1_and_named_by_the_gene_on_mane_select_alone() -> None:
    event = EventProjection("c", "NC_000011.10", None, SELECT, NOWHERE, NOWHERE, "del", (1, 1))
    assert [name.text for name in exon.write(event)] == [
        "STIM1 exon 2 deletion",
        "deletion of exon 2 of STIM1",
        "STIM1 EX2DEL",
        "STIM1 ex2del",
        "NM_001382567.1 exon 2 deletion",
    ]
    assert [name.recommended for name in exon.write(event)] == [True, False, False, False, False]
    other = EventProjection("c", "NC_000011.10", None, FIXED, NOWHERE, NOWHERE, "del", (1, 1))
    assert [name.text for name in exon.write(other)] == ["NM_003156.3 exon 2 deletion"]


def test_several_exons_are_a_range() -> None:
    event = EventProjection("c", "NC_000011.10", None, SELECT, NOWHERE, NOWHERE, "dup", (1, 3))
    assert [name.text for name in exon.write(event)][:4] == [
        "STIM1 exons 2-4 duplication",
        "duplication of exons 2-4 of STIM1",
        "STIM1 EX2-4DUP",
        "STIM1 ex2_4dup",
    ]


def test_an_event_between_other_bounds_has_no_exon_name() -> None:
    assert exon.write(EventProjection("c", "NC_000011.10", None, SELECT, NOWHERE, NOWHERE, "del")) == ()


@pytest.mark.parametrize(
    ("namespace", "value", "inserted", "written"),
    [
        ("rs", 6025, "", ["rs6025"]),
        ("rs", 6025, "T", ["rs6025", "rs6025:T"]),
        ("variation", 13961, "T", ["VCV000013961"]),
        ("allele", 28999, "T", ["ClinVar AlleleID 28999"]),
    ],
)
def test_an_identifier_is_written_as_its_database_does(
    namespace: Namespace, value: int, inserted: str, written: list[str]
) -> None:
    names = identifiers.write(IdentifierProjection(namespace, value, "position", inserted))
    assert [name.text for name in names] == written
    assert [name.scope for name in names] == ["position", "allele"][: len(written)]
    assert [name.recommended for name in names] == [True, False][: len(written)]
