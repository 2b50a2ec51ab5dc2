"""`synonymizer names`, and `synonymizer` alone."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from synonymizer.serialize import COLUMNS

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "reference" / "result.schema.json").read_text(encoding="utf-8")
)
VARIANT = "STIM1 c.494C>A"
SAME = {
    "NM_003156.3:c.494C>A",
    "NM_001382567.1:c.494C>A",
    "NP_003147.2:p.(Pro165Gln)",
    "NC_000011.10:g.4055634C>A",
    "NC_000011.9:g.4076864C>A",
    "NC_000011.10:4055633:C:A",
    "STIM1 P165Q",
}

Run = Callable[..., Any]


def _rows(output: str) -> list[dict[str, str]]:
    rows = csv.DictReader(output.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [{column: field.replace(r"\\", "\\") for column, field in row.items()} for row in rows]


def test_a_variant_gives_its_names_as_rows_in_a_pipe(run: Run) -> None:
    outcome = run("names", VARIANT)
    rows = _rows(outcome.output)
    assert outcome.status == 0
    assert tuple(rows[0]) == COLUMNS
    assert {row["text"] for row in rows} >= SAME
    assert {row["key"] for row in rows} == {"NC_000011.10:4055633:C:A"}


def test_names_is_the_command_when_none_is_given(run: Run) -> None:
    assert run(VARIANT) == run("names", VARIANT)


def test_options_may_come_before_the_variant_without_a_command(run: Run) -> None:
    assert (
        run("--gene", "STIM1", "c.494C>A", "--format", "plain").output
        == run("names", "c.494C>A", "--gene", "STIM1", "--format", "plain").output
    )


def test_a_variant_that_begins_with_a_hyphen_follows_two(run: Run) -> None:
    outcome = run("--", "-5C>A")
    assert outcome.status == 1
    assert outcome.output.splitlines()[1].startswith("-5C>A\t")


def test_every_format_holds_every_name(run: Run) -> None:
    texts = [row["text"] for row in _rows(run("names", VARIANT).output)]
    plain = run("names", VARIANT, "--format", "plain").output.splitlines()
    table = run("names", VARIANT, "--format", "table", "--limit", "10000").output
    document = json.loads(run("names", VARIANT, "--format", "json").output)
    assert plain == list(dict.fromkeys(texts))
    assert [name["text"] for name in document["readings"][0]["names"]] == texts
    assert [text for text in texts if text not in table] == []


@pytest.mark.parametrize(
    "variant",
    [
        VARIANT,
        "NM_003156:c.494C>A",
        "NM_003156.3:c.494G>A",
        "rs6025",
        "STIM1 exon 2 deletion",
        "STIM1 exon 2 duplication",
        "BRAF V600E",
        "NC_000011.10(NM_003156.3):c.139+1G>A",
        "NC_012920.1:m.3243A>G",
        "STIM1 p.Glu47fs",
        "GRCh37-11-4076864-C-A",
        "TTN c.100C>T",
        "hello world",
        "",
    ],
)
def test_json_follows_the_published_schema(run: Run, variant: str) -> None:
    outcome = run("names", "--format", "json", "--", variant)
    document = json.loads(outcome.output)
    jsonschema.validate(document, SCHEMA)
    assert document["input"] == variant
    assert outcome.status == (1 if document["status"] == "error" else 0)


def test_several_variants_give_one_json_array(run: Run) -> None:
    documents = json.loads(run("names", VARIANT, "nonsense", "--format", "json").output)
    assert [document["status"] for document in documents] == ["ok", "error"]
    assert json.loads(run("names", "-", "--format", "json", stdin="").output) == []


def test_json_lines_hold_one_object_for_each_line_of_stdin(run: Run) -> None:
    outcome = run("names", "-", "--format", "jsonl", stdin=f"{VARIANT}\nnonsense\n\nrs6025\n")
    documents = [json.loads(line) for line in outcome.output.splitlines()]
    assert [document["input"] for document in documents] == [VARIANT, "nonsense", "", "rs6025"]
    assert outcome.status == 1


def test_an_input_without_an_answer_keeps_its_row_and_the_next_is_answered(run: Run) -> None:
    outcome = run("names", "NM_003156.3:c.494G>A", VARIANT)
    first, second, *_ = _rows(outcome.output)
    assert outcome.status == 1
    assert (first["input"], first["text"], first["codes"]) == ("NM_003156.3:c.494G>A", "", "E3001")
    assert second["input"] == VARIANT


def test_an_error_is_a_sentence_on_stderr_with_a_caret(run: Run) -> None:
    outcome = run("names", "NM_003156.3:c.494C>", "--format", "plain")
    assert outcome.output == "!E1003\tNM_003156.3:c.494C>\n"
    sentence, text, caret = outcome.messages.splitlines()
    assert sentence.startswith("E1003: ")
    assert text == "    NM_003156.3:c.494C>"
    assert set(caret) == {" ", "^"}


def test_bytes_that_are_no_text_are_refused_and_come_back_unchanged(run: Run) -> None:
    outcome = run("names", "-", "--format", "plain", stdin="\udcff\udcfe\n")
    assert outcome.output == "!E1008\t\udcff\udcfe\n"
    assert json.loads(run("names", "-", "--format", "jsonl", stdin="\udcff\n").output)["input"] == "\udcff"


def test_a_gene_hint_serves_a_bare_change_and_yields_to_a_stated_gene(run: Run) -> None:
    hinted = _rows(run("names", "c.494C>A", "--gene", "STIM1").output)
    assert hinted[0]["key"] == "NC_000011.10:4055633:C:A"
    stated = _rows(run("names", VARIANT, "--gene", "F5").output)
    assert stated[0]["key"] == "NC_000011.10:4055633:C:A"


def test_an_assembly_hint_serves_a_bare_coordinate(run: Run) -> None:
    rows = _rows(run("names", "11-4076864-C-A", "--assembly", "GRCh37").output)
    assert rows[0]["key"] == "NC_000011.10:4055633:C:A"
    assert "W2003" not in rows[0]["codes"]


@pytest.mark.parametrize("assembly", ["hg19", "grch37", "GRCH37.p13", "b37"])
def test_an_assembly_may_be_given_by_any_name_it_has_in_a_text(run: Run, assembly: str) -> None:
    hinted = run("names", "11-4076864-C-A", "--assembly", assembly)
    assert hinted == run("names", "11-4076864-C-A", "--assembly", "GRCh37")
    assert hinted.status == 0


def test_an_assembly_that_is_not_held_is_wrong_usage_and_says_which_are(run: Run) -> None:
    outcome = run("names", "11-4076864-C-A", "--assembly", "hg18")
    assert outcome.status == 2
    assert "hg18 is not held; GRCh37 (hg19) and GRCh38 (hg38) are." in outcome.messages


@pytest.mark.parametrize("words", [("names", VARIANT), ("doctor",), ("data", "list")])
def test_a_command_behind_its_options_is_wrong_usage_and_no_variant(run: Run, words: tuple[str, ...]) -> None:
    outcome = run("--reference", "embedded", *words)
    assert (outcome.status, outcome.output) == (2, "")
    assert f"{words[0]} is a command." in outcome.messages


def test_a_laboratory_list_goes_before_the_tiers(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.txt").write_text("# our transcripts\nNM_003156.3  # STIM1\n\n", encoding="utf-8")
    outcome = run("names", VARIANT, "--transcripts", "ours.txt", "--format", "json")
    assert json.loads(outcome.output)["readings"][0]["transcript"] == "NM_003156.3"


def test_a_laboratory_list_with_two_words_on_a_line_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.txt").write_text("STIM1 NM_003156.3\n", encoding="utf-8")
    outcome = run("names", VARIANT, "--transcripts", "ours.txt")
    assert outcome.status == 2
    assert "line 1 of ours.txt" in outcome.messages


def test_strict_refuses_a_repair(run: Run) -> None:
    assert run("names", "stim1 c.494c>a").status == 0
    assert run("names", "stim1 c.494c>a", "--strict").status == 1
    assert run("names", "stim1 c.494c>a", "--lenient").status == 0


@pytest.mark.parametrize("arguments", [(), ("names",), ("names", VARIANT, "--format", "xml"), ("names", "--nonsense")])
def test_wrong_usage_is_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    outcome = run(*arguments)
    assert outcome.status == 2
    assert outcome.output == ""
    assert "Usage: synonymizer" in outcome.messages


@pytest.mark.parametrize(("content", "code"), [(None, "E9001"), ("not a bundle", "E9002")])
def test_missing_or_damaged_reference_data_is_status_3(
    run: Run, tmp_path: Path, content: str | None, code: str
) -> None:
    if content:
        (tmp_path / "some.bundle").write_text(content, encoding="utf-8")
    outcome = run("names", VARIANT, "--reference", "some.bundle")
    assert outcome.status == 3
    assert outcome.messages.startswith(f"{code}: ")
    assert outcome.output == ""


@pytest.mark.parametrize("form", ["table", "plain", "tsv", "jsonl"])
def test_damage_found_on_the_way_is_status_3_and_what_was_answered_before_is_written(
    run: Run, damaged: str, form: str
) -> None:
    outcome = run("names", "-", "--reference", damaged, "--format", form, stdin=f"{VARIANT}\nrs6025\nhello\n")
    assert outcome.status == 3
    assert outcome.output == run("names", "-", "--reference", damaged, "--format", form, stdin=f"{VARIANT}\n").output
    assert [line[:7] for line in outcome.messages.splitlines()] == ["E9002: "]


def test_damage_found_on_the_way_leaves_json_that_can_be_read(run: Run, damaged: str) -> None:
    outcome = run("names", VARIANT, "rs6025", "--reference", damaged, "--format", "json")
    assert outcome.status == 3
    assert [document["status"] for document in json.loads(outcome.output)] == ["ok"]
    assert json.loads(run("names", "rs6025", "-", "--reference", damaged, "--format", "json").output) == []


def test_a_class_shows_its_members_and_a_carrier_its_state(run: Run) -> None:
    table = run("names", "KRAS G12", "--format", "table").output
    assert "\nMembers\n" in table
    assert "NM_004985.5:c.34G>T" in table
    (reading,) = json.loads(run("names", "KRAS G12", "--format", "json").output)["readings"]
    assert (reading["key"], reading["scope"]) == (None, "category")
    assert "NM_004985.5:c.34G>T" in reading["members"]
    assert "homozygous" in run("names", "homozygous STIM1 c.494C>A", "--format", "table").output


def test_a_table_is_short_and_tells_how_many_names_are_not_in_it(run: Run) -> None:
    rows = _rows(run("names", VARIANT).output)
    table = run("names", VARIANT, "--format", "table").output
    assert len(table.splitlines()) <= 50
    assert [row["text"] for row in rows if row["text"] in SAME and row["text"] not in table] == [
        "NM_003156.3:c.494C>A",
        "NP_003147.2:p.(Pro165Gln)",
    ]
    counted = re.findall(r"^(.*) … (\d+) more(?: \(\d+ other transcripts?\))?: --class (\S+)$", table, re.MULTILINE)
    assert {cls for _, _, cls in counted} >= {"coordinate"}
    for heading, hidden, cls in counted:
        names = [row["text"] for row in rows if row["class"] == cls]
        section = table.partition(f"{heading} …")[2].partition("\n")[2].splitlines()
        lines = list(takewhile(lambda line: line[:2] in ("* ", "  "), section))
        shown = sum(len(line[2:].split("   ")) for line in lines)
        assert shown + int(hidden) == len(names)


@pytest.mark.parametrize(
    "chosen",
    [("--class", "literature"), ("--level", "p"), ("--scope", "protein"), ("--recommended",), ("--limit", "7")],
)
def test_what_was_chosen_is_in_the_table_whole(run: Run, chosen: tuple[str, ...]) -> None:
    table = run("names", VARIANT, *chosen, "--format", "table").output
    assert "more:" not in table
    assert [row["text"] for row in _rows(run("names", VARIANT, *chosen).output) if row["text"] not in table] == []


def test_a_drawing_stands_above_the_names(run: Run) -> None:
    table = run("names", VARIANT, "--draw", "--format", "table").output
    assert table.index("▼") < table.index("\nGenomic")
    assert "13 exons" in table
    assert "no drawing" in run("names", "NC_012920.1:m.263A>G", "--draw", "--format", "table").output


def test_a_drawing_is_for_a_table(run: Run) -> None:
    outcome = run("names", VARIANT, "--draw")
    assert outcome.status == 2
    assert "--format table" in outcome.messages


def test_a_terminal_without_unicode_gets_a_drawing_in_ascii(run: Run, environment: dict[str, str]) -> None:
    environment["LC_ALL"] = "C"
    assert (
        run("names", VARIANT, "--draw", "--format", "table", "--class", "computed")
        .output.partition("\nComputed")[0]
        .isascii()
    )


def test_vrs_objects_are_one_line_for_each_reading(run: Run) -> None:
    outcome = run("names", "NC_000010.11:g.87894077C>T", "nonsense", "--format", "vrs")
    found, refused = (json.loads(line) for line in outcome.output.splitlines())
    assert found["vrs"] == found["variations"][0]["id"] == "ga4gh:VA.K7akyz9PHB0wg8wBNVlWAAdvMbJUJJfU"
    assert {variation["type"] for variation in found["variations"]} == {"Allele"}
    assert (refused["codes"], refused["vrs"], refused["variations"]) == (["E1002"], None, [])


def test_vrs_objects_are_not_chosen_by_what_they_have_not(run: Run) -> None:
    outcome = run("names", VARIANT, "--format", "vrs", "--recommended")
    assert (outcome.status, "--recommended" in outcome.messages) == (2, True)


@pytest.mark.parametrize(("form", "line"), [("plain", "!W4009\trs6025"), ("query", "rs6025\t\t\t")])
def test_a_choice_that_leaves_no_name_is_said(run: Run, form: str, line: str) -> None:
    outcome = run("names", "rs6025", "--class", "exon", "--format", form)
    assert outcome.output.splitlines()[-1] == line
    assert outcome.messages.startswith("W4009: Reading 1 has no name of the kind asked for")
    assert outcome.status == 0
