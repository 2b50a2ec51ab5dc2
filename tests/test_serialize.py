"""An answer as JSON, as rows, and as one canonical line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from synonymizer.errors import NoSuchName
from synonymizer.model import Carrier, Name, Reading, Result
from synonymizer.serialize import COLUMNS, Target, get_canonical, no_answer, tab_separated, to_json, to_rows, to_vrs
from synonymizer.statements import Issue

SCHEMA = json.loads((Path(__file__).parent.parent / "docs" / "reference" / "result.schema.json").read_text("utf-8"))

GENOMIC = Name("NC_000011.10:g.4055634C>A", "hgvs", "g", "GRCh38", recommended=True)
OLDER = Name("NC_000011.9:g.4076864C>A", "hgvs", "g", "GRCh37", recommended=True)
SHORT = Name("STIM1:c.494C>A", "hgvs", "c", transcript="NM_001382567.1")
SELECT = Name("NM_001382567.1:c.494C>A", "hgvs", "c", transcript="NM_001382567.1", recommended=True)
OTHER = Name("NM_003156.3:c.494C>A", "hgvs", "c", transcript="NM_003156.3", tags=("LRG",), recommended=True)
PROTEIN = Name("NP_003147.2:p.(Pro165Gln)", "hgvs", "p", transcript="NM_003156.3", scope="protein", recommended=True)
SPDI = Name("NC_000011.10:4055633:C:A", "computed", "g", "GRCh38", recommended=True)
READING = Reading(
    rank=1,
    why=("c.494 is C on NM_003156.3, as stated",),
    notation="hgvs",
    scope="allele",
    consequence=("missense_variant",),
    key="NC_000011.10:4055633:C:A",
    key_complete=True,
    gene="STIM1",
    transcript="NM_003156.3",
    names=(GENOMIC, OLDER, SHORT, SELECT, OTHER, PROTEIN, SPDI),
    vrs="ga4gh:VA.V3pGwS9Hbzz3AXldgeLIhd2zoPkOiqaV",
)
WARNING = Issue("W2001", "warning", "NM_003156 carries no version; NM_003156.3 was used.", (0, 9))
ANSWER = Result("NM_003156:c.494C>A", "ok", (READING,), (WARNING,), "panel 2026.11 sha256:0123456789ab")
REFUSAL = Result("hello", "error", (), (Issue("E1002", "error", "hello is no name."),), ANSWER.reference)


@pytest.mark.parametrize("result", [ANSWER, REFUSAL, replace(ANSWER, status="ambiguous", readings=(READING, READING))])
def test_json_follows_the_published_schema(result: Result) -> None:
    jsonschema.validate(json.loads(json.dumps(to_json(result))), SCHEMA)


@pytest.mark.parametrize(
    "result", [replace(ANSWER, readings=()), replace(REFUSAL, issues=()), replace(ANSWER, status="ambiguous")]
)
def test_the_schema_refuses_an_answer_that_contradicts_itself(result: Result) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(to_json(result), SCHEMA)


def test_json_says_what_is_said_of_the_carrier_and_lists_the_members_of_a_class() -> None:
    reading = replace(READING, state="homozygous", members=("NM_003156.3:c.494C>A",), key=None)
    (document,) = json.loads(json.dumps(to_json(replace(ANSWER, readings=(reading,)))))["readings"]
    assert (document["state"], document["members"]) == ("homozygous", ["NM_003156.3:c.494C>A"])
    jsonschema.validate(to_json(replace(ANSWER, readings=(reading,))), SCHEMA)


def test_json_keeps_every_name_in_order() -> None:
    document = json.loads(json.dumps(to_json(ANSWER)))
    assert [name["text"] for name in document["readings"][0]["names"]] == [name.text for name in READING.names]


def test_vrs_objects_are_one_line_for_each_reading_and_for_an_answer_without_any() -> None:
    vrs = Name('{"id":"ga4gh:VA.x","type":"Allele"}', "computed", "g", "GRCh38")
    (found,) = to_vrs(replace(ANSWER, readings=(replace(READING, names=(SPDI, vrs)),)))
    assert found == {
        "input": "NM_003156:c.494C>A",
        "codes": ["W2001"],
        "rank": 1,
        "key": READING.key,
        "vrs": READING.vrs,
        "variations": [{"id": "ga4gh:VA.x", "type": "Allele"}],
    }
    (refused,) = to_vrs(REFUSAL)
    assert refused == {"input": "hello", "codes": ["E1002"], "rank": None, "key": None, "vrs": None, "variations": []}


def test_there_is_one_row_for_each_name() -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in to_rows(ANSWER)]
    assert [row["text"] for row in rows] == [name.text for name in READING.names]
    assert rows[4] == {
        "input": "NM_003156:c.494C>A",
        "rank": "1",
        "text": "NM_003156.3:c.494C>A",
        "class": "hgvs",
        "level": "c",
        "assembly": "",
        "transcript": "NM_003156.3",
        "scope": "allele",
        "recommended": "true",
        "key": "NC_000011.10:4055633:C:A",
        "codes": "W2001",
    }


def test_an_input_without_an_answer_is_one_row_with_its_code() -> None:
    (row,) = to_rows(REFUSAL)
    assert {field: value for field, value in zip(COLUMNS, row, strict=True) if value} == {
        "input": "hello",
        "codes": "E1002",
    }
    assert no_answer(REFUSAL) == "!E1002\thello"


def test_a_row_stays_one_line_whatever_it_holds() -> None:
    assert tab_separated(("a\tb\nc\rd\\e", "f")) == "a\\tb\\nc\\rd\\\\e\tf"


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("g", "NC_000011.10:g.4055634C>A"),
        ("c", "NM_003156.3:c.494C>A"),
        ("p", "NP_003147.2:p.(Pro165Gln)"),
        ("key", "NC_000011.10:4055633:C:A"),
        ("spdi", "NC_000011.10:4055633:C:A"),
        ("vrs", "ga4gh:VA.V3pGwS9Hbzz3AXldgeLIhd2zoPkOiqaV"),
    ],
)
def test_the_canonical_name_is_the_recommended_one_of_its_kind(target: Target, text: str) -> None:
    assert get_canonical(ANSWER, target) == text


def test_a_reading_without_a_transcript_takes_the_first_recommended_name() -> None:
    result = replace(ANSWER, readings=(replace(READING, transcript=None),))
    assert get_canonical(result, "c") == "NM_001382567.1:c.494C>A"


def test_a_protein_that_transcripts_share_is_that_of_the_own_one() -> None:
    own = Carrier("NM_003156.3", "STIM1", (), protein="NP_003147.2:p.(Pro165Gln)")
    names = [replace(name, transcript="NM_003156.2") if name.level == "p" else name for name in READING.names]
    first = Name("NP_001369496.1:p.(Pro165Gln)", "hgvs", "p", transcript="NM_001382567.1", recommended=True)
    result = replace(ANSWER, readings=(replace(READING, names=(first, *names), carriers=(own,)),))
    assert get_canonical(result, "p") == "NP_003147.2:p.(Pro165Gln)"


@pytest.mark.parametrize("target", ["g", "c", "p", "key", "spdi", "vrs"])
def test_a_missing_kind_of_name_is_an_error_that_names_it(target: Target) -> None:
    result = replace(ANSWER, readings=(replace(READING, key=None, vrs=None, names=(OLDER, SHORT)),))
    with pytest.raises(NoSuchName, match="has no "):
        get_canonical(result, target)
