"""VRS objects equal those of ga4gh.vrs: a sample for every run; `compare_vrs` compares thousands."""

from __future__ import annotations

import json
import random
from functools import cache

import pytest

from synonymizer import Synonymizer, open_reference

pytest.importorskip("ga4gh.vrs")

from ga4gh.core import ga4gh_identify
from ga4gh.vrs import models

from tests.oracle.compare_vrs import Compared, Oracle, compare, invent

SEEDS = (
    "NM_003156.3:c.494C>A",
    "NM_000492.4:c.1521_1523del",
    "NM_000492.4:c.1624G>T",
    "NM_007294.4:c.5266dup",
    "NM_007294.4:c.68_69del",
    "NM_000059.4:c.5946del",
    "NM_004333.6:c.1799_1800delinsAA",
    "NM_000518.5:c.20A>T",
    "NM_000546.6:c.215C>G",
    "NC_012920.1:m.8993T>G",
)
OTHERS = (
    "NM_000492.4:c.1521_1523dup",
    "NM_000492.4:c.1521_1523inv",
    "NM_000492.4:c.1516_1527=",
    "NM_000492.4:c.1210-12T[5]",
    "NM_000492.4:c.1520_1521insTCTTCT",
    "NM_000492.4:c.1521_1523delinsCTTCTT",
    "NM_000492.4:c.1522_1620del",
    "NM_000492.4:c.1522_1620dup",
    "NM_000492.4:c.3909C>G",
    "NM_000492.4:c.*3del",
    "NM_000492.4:c.-3dup",
)
"""Every kind of change and of state, exonic and intronic, in and outside the coding sequence, long and short."""


@cache
def sample() -> tuple[Compared, ...]:
    synonymizer = Synonymizer(open_reference())
    oracle, chance = Oracle(synonymizer.reference), random.Random(7)
    rows = [*SEEDS, *OTHERS, *(row for seed in SEEDS for row in invent(seed, synonymizer, chance))]
    return tuple(compared for row in rows for compared in compare(row, synonymizer, oracle))


def test_objects_and_identifiers_are_those_of_the_reference_implementation() -> None:
    assert [one for one in sample() if not one.is_equal] == []


def test_the_sample_has_every_state_on_every_axis() -> None:
    states = {"LiteralSequenceExpression", "ReferenceLengthExpression"}
    assert {(one.axis, one.state) for one in sample() if one.axis != "m"} == {
        (axis, state) for axis in "gnp" for state in states
    }
    assert len({one.row for one in sample()}) >= 60


def test_an_object_that_differs_is_seen() -> None:
    one = sample()[0]
    assert not one._replace(theirs={**one.theirs, "id": "ga4gh:VA.another"}).is_equal


@pytest.mark.parametrize(
    "text",
    [
        "11 4055634 . C C[7:140753336[",
        "11 4055634 . C C]7:140753336]",
        "11 4055634 . C [7:140753336[ATGC",
        "GRCh37 11 4076864 . C ]11:4076930]C",
        "2 321681 . G GACGT[11:4055634[",
        "NM_003156.3:r.?_494::BRAF:r.1381_?",
        "NM_003156.3:r.?_494::acgu::NM_004333.6:r.1381_?",
    ],
)
def test_a_junction_has_the_identifier_of_the_reference_implementation(text: str) -> None:
    (reading,) = Synonymizer(open_reference()).names(text).readings
    objects = [json.loads(name.text) for name in reading.names if name.text.startswith("{")]
    assert reading.vrs == objects[0]["id"]
    assert len(objects) == len({name.assembly for name in reading.names})
    for found in objects:
        stated = [found.pop("id"), *(one.pop("id") for one in found["adjoinedSequences"])]
        theirs = models.Adjacency(**found)
        assert stated == [ga4gh_identify(theirs), *map(ga4gh_identify, theirs.adjoinedSequences)]
