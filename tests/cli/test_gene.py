"""`synonymizer gene`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from synonymizer.cli.exon_table import COLUMNS

Run = Callable[..., Any]


def _rows(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(output.splitlines(), delimiter="\t"))


def test_rows_are_the_exons_of_every_transcript(run: Run) -> None:
    rows = _rows(run("gene", "STIM1").output)
    assert tuple(rows[0]) == COLUMNS
    assert {"NM_001382567.1", "NM_003156.3"} <= {row["transcript"] for row in rows}
    (second,) = (row for row in rows if row["transcript"] == "NM_003156.3" and row["exon"] == "2")
    assert second == {
        "gene": "STIM1",
        "transcript": "NM_003156.3",
        "protein": "NP_003147.2",
        "tags": "LRG_164t1",
        "exon": "2",
        "first": "c.140",
        "last": "c.270",
        "size": "131",
        "phase": "1",
        "GRCh38": "NC_000011.10:g.3967552_3967682",
        "GRCh37": "NC_000011.9:g.3988782_3988912",
    }


def test_the_table_shows_all_transcripts_and_the_exons_of_mane_select(run: Run) -> None:
    output = run("gene", "STIM1", "--format", "table").output
    assert "Exons of NM_001382567.1 (MANE Select)" in output
    assert "NM_003156.3" in output


def test_the_symbols_of_a_gene_keep_to_the_width_of_the_terminal(run: Run) -> None:
    lines = run("gene", "CDKN2A", "--format", "table").output.splitlines()
    assert any(line.startswith("  aliases:") for line in lines)
    assert max(len(line) for line in lines) <= 80


def test_a_transcript_can_be_chosen_without_its_version(run: Run) -> None:
    assert {row["transcript"] for row in _rows(run("gene", "STIM1", "--transcript", "NM_003156").output)} == {
        "NM_003156.3"
    }
    assert "Exons of NM_003156.3" in run("gene", "STIM1", "--transcript", "LRG_164t1", "--format", "table").output


def test_an_older_symbol_finds_the_gene(run: Run) -> None:
    assert _rows(run("gene", "GOK").output)[0]["gene"] == "STIM1"


def test_a_mitochondrial_gene_has_one_contig_for_both_assemblies(run: Run) -> None:
    (row,) = _rows(run("gene", "MT-ND1").output)
    assert row["GRCh38"] == "NC_012920.1:m.3307_4262"


def test_json_lines_hold_the_same_rows(run: Run) -> None:
    rows = _rows(run("gene", "STIM1").output)
    objects = [json.loads(line) for line in run("gene", "STIM1", "--format", "jsonl").output.splitlines()]
    assert [{key: "" if value is None else str(value) for key, value in one.items()} for one in objects] == rows
    assert objects[1]["size"] == 131


def test_a_gene_that_is_unknown_or_not_installed_says_which(run: Run) -> None:
    unknown, absent = run("gene", "STIMM1"), run("gene", "TTN")
    assert (unknown.status, unknown.messages[:6]) == (1, "E2001:")
    assert (absent.status, absent.messages[:6]) == (1, "E2002:")


def test_a_transcript_of_another_gene_is_refused_with_those_that_are_held(run: Run) -> None:
    outcome = run("gene", "STIM1", "--transcript", "NM_000130.4")
    assert outcome.status == 1
    assert "NM_003156.3" in outcome.messages


def test_the_drawing_has_the_number_of_each_exon_that_finds_room(run: Run) -> None:
    output = run("gene", "STIM1", "--format", "table").output
    track, numbers = next(
        (track, numbers) for track, numbers in pairwise(output.splitlines()) if track.startswith("5' ")
    )
    assert track.endswith(" 3'")
    assert numbers.split()[:9] == [str(number) for number in range(1, 10)]
    assert all(track[numbers.index(f" {number} ") + 1] == "█" for number in range(2, 9))
