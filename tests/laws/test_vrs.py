"""VRS objects lead back to the change they are names of, and say the same as its other names."""

from __future__ import annotations

import json
from functools import cache

import pytest

from synonymizer import Synonymizer, open_reference
from synonymizer.identify import identify, parse_in_gene
from synonymizer.model import Name, Options
from synonymizer.normalize import Normal
from synonymizer.project import project
from synonymizer.proof import prove
from synonymizer.reference import Reference
from synonymizer.render import render

CHANGES = {
    "NC_000010.11:g.87894077C>T": {"g": 2, "n": 1, "p": 1},
    "NM_004333.6:c.1799_1800delinsAA": {"g": 2, "n": 1, "p": 1},
    "NM_000492.4:c.1521_1523del": {"g": 2, "n": 1, "p": 1},
    "NM_000492.4:c.1521_1523dup": {"g": 2, "n": 1, "p": 1},
    "NM_000492.4:c.1522_1620dup": {"g": 2},
    "NM_000492.4:c.3201_3260dup": {"g": 2, "n": 1, "p": 1},
    "NM_000492.4:c.3201_3260del": {"g": 2, "n": 1, "p": 1},
    "NM_000492.4:c.3201_3260=": {"g": 2, "n": 1, "p": 1},
    "NM_000492.4:c.1624G>T": {"g": 2, "n": 1, "p": 1},
    "NM_007294.4:c.5266dup": {"g": 2, "n": 1},
    "NM_000492.4:c.489+1G>T": {"g": 2},
    "NM_000492.4:c.1210-12T[5]": {"g": 2},
    "NM_000492.4:c.1210-12T[(5_10)]": {"g": 2},
    "NC_012920.1:m.8993T>G": {"m": 1, "p": 1},
    "NP_000483.3:p.Phe508dup": {"p": 1},
    "NP_000483.3:p.Ile506_Phe508delinsSerSerTer": {"p": 1},
    "STIM1 exon 2 deletion": {"g": 2},
    "STIM1 exon 1 duplication": {"g": 2},
    "NC_000011.10:g.(?_4055634)_(4055644_?)[4]": {"g": 2},
    "NM_000492.4:c.[350G>A;1521_1523del]": {"g": 2},
    "NM_000518.5:c.[20A>T;23A>G]": {"g": 4, "n": 1, "p": 1},
}
"""Changes, and how many objects each has on each axis."""

WITHOUT = (
    "NC_000011.10:g.(4055634_4055644)insG",
    "NP_000483.3:p.Lys684AsnfsTer38",
    "NP_000483.3:p.Met1?",
    "KRAS G12",
)
"""What VRS has no object for, or is no one change."""


@cache
def reference() -> Reference:
    return open_reference()


def mean(text: str) -> Normal:
    return identify(parse_in_gene(text, reference(), Options()), reference(), Options())[0]


def objects(normal: Normal) -> list[Name]:
    names = render(project(normal, reference()), key=normal.key, gene=None, classes=("computed",))
    return [name for name in names if name.text.startswith("{")]


@pytest.mark.parametrize("text", CHANGES)
def test_every_object_leads_back_to_its_change(text: str) -> None:
    normal = mean(text)
    proof = prove(objects(normal), normal, project(normal, reference()), reference(), gene=None, is_whole=True)
    assert proof.lost == ()
    levels = [name.level for name in proof.proved]
    assert {level: levels.count(level) for level in levels} == CHANGES[text]


@pytest.mark.parametrize("text", WITHOUT)
def test_what_vrs_cannot_say_has_no_object_and_no_identifier(text: str) -> None:
    readings = Synonymizer(reference()).names(text).readings
    assert readings
    for reading in readings:
        assert reading.vrs is None
        assert not [name for name in reading.names if name.text.startswith("{")]


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("NC_000010.11:g.87894077C>T", "ga4gh:VA.K7akyz9PHB0wg8wBNVlWAAdvMbJUJJfU"),
        ("NP_004324.2:p.Val600Glu", "ga4gh:VA.j4XnsLZcdzDIYa5pvvXM7t1wn9OITr0L"),
    ],
)
def test_published_identifiers_are_computed(text: str, identifier: str) -> None:
    assert identifier in {json.loads(name.text)["id"] for name in objects(mean(text))}


def test_the_identifier_of_a_reading_is_that_of_its_key() -> None:
    for text in ("STIM1 c.494C>A", "NC_000011.9:g.4076864C>A"):
        (reading,) = Synonymizer(reference()).names(text).readings
        first = next(name for name in reading.names if name.text.startswith("{"))
        assert (reading.vrs, first.assembly) == (json.loads(first.text)["id"], "GRCh38")


def test_an_object_is_refused_where_its_digest_is_not_that_of_its_accession() -> None:
    (name, *_) = objects(mean("NM_000518.5:c.20A>T"))
    found = json.loads(name.text)
    found["location"]["sequenceReference"]["id"] = "NC_000011.9"
    result = Synonymizer(reference()).names(json.dumps(found))
    assert [issue.code for issue in result.issues] == ["E3006"]
