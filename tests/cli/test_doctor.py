"""`synonymizer doctor`."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from synonymizer import __version__, open_reference

Run = Callable[..., Any]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A copy of the embedded bundle."""
    copy = tmp_path / "copy.bundle"
    shutil.copyfile(open_reference().stores[0].path, copy)
    return copy


def _rows(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(output.splitlines(), delimiter="\t"))


def test_a_sound_installation_is_reported_with_versions_and_provenance(run: Run) -> None:
    outcome = run("doctor")
    rows = _rows(outcome.output)
    assert outcome.status == 0
    assert {row["state"] for row in rows} == {"ok"}
    assert ("synonymizer", __version__) in {(row["item"], row["detail"]) for row in rows}
    assert "LRG_public_xml_files.zip" in {row["item"] for row in rows if row["kind"] == "source"}


def test_a_changed_row_is_found_by_the_seal(run: Run, bundle: Path) -> None:
    with closing(sqlite3.connect(bundle)) as connection, connection:
        connection.execute("UPDATE transcript SET cds_start = cds_start + 1 WHERE accession = 'NM_003156.3'")
    outcome = run("doctor", "--reference", bundle.name)
    assert outcome.status == 3
    (fault,) = (row for row in _rows(outcome.output) if row["state"] == "damaged")
    assert fault["item"] == bundle.name
    assert str(bundle) in fault["detail"]


def test_a_cut_file_is_damaged(run: Run, bundle: Path) -> None:
    content = bundle.read_bytes()
    bundle.write_bytes(content[: len(content) // 2])
    outcome = run("doctor", "--reference", bundle.name)
    assert outcome.status == 3
    assert "damaged" in {row["state"] for row in _rows(outcome.output)}


def test_a_missing_bundle_is_missing(run: Run) -> None:
    outcome = run("doctor", "--reference", "nowhere.bundle")
    assert outcome.status == 3
    assert ("nowhere.bundle", "missing") in {(row["item"], row["state"]) for row in _rows(outcome.output)}


def test_the_self_test_counts_the_names_of_each_class_that_lead_back(run: Run) -> None:
    outcome = run("doctor", "--self-test")
    tested = {row["item"]: row for row in _rows(outcome.output) if row["kind"] == "self-test"}
    assert [row for row in tested.values() if row["state"] != "ok"] == []
    assert outcome.status == 0
    assert {"hgvs", "coordinate", "computed", "identifier", "exon", "literature"} < set(tested)
    assert " 0 fail" in tested["names read back"]["detail"]


def test_damaged_data_is_not_tested(run: Run, damaged: str) -> None:
    outcome = run("doctor", "--self-test", "--reference", damaged)
    assert outcome.status == 3
    assert not [row for row in _rows(outcome.output) if row["kind"] == "self-test"]
