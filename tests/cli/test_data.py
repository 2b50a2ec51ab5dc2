"""`synonymizer data build`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from synonymizer import open_reference

Run = Callable[..., Any]

ROOT = Path(__file__).parents[2]
FILES = Path(os.environ.get("SYNONYMIZER_SHARED", ROOT.parent / "shared")).resolve() / "refdata"
needs_files = pytest.mark.skipif(not FILES.is_dir(), reason=f"the public files are not in {FILES}")


@needs_files
@pytest.mark.parametrize("listed", ["GOK,MT-ND1", "genes.txt"])
def test_a_bundle_of_some_genes_is_built_and_answers(run: Run, tmp_path: Path, listed: str) -> None:
    (tmp_path / "genes.txt").write_text("# ours\nSTIM1\n", encoding="utf-8")
    outcome = run("data", "build", "--from", str(FILES), "-o", "mine.bundle", "--genes", listed)
    assert outcome.status == 0, outcome.messages
    bundle = open_reference(str(tmp_path / "mine.bundle")).bundles[0]
    assert bundle.digest in outcome.output
    assert "STIM1" in bundle.genes()
    assert "BRCA1" not in bundle.genes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["genes.txt", "mine.bundle"]


def test_a_folder_without_the_files_says_which_is_missing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = run("data", "build", "--from", "empty", "-o", "mine.bundle")
    assert outcome.status == 3
    assert outcome.messages.startswith("E9001: ")
    assert not (tmp_path / "mine.bundle").exists()


def test_an_empty_list_of_genes_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    outcome = run("data", "build", "--from", str(tmp_path), "-o", "mine.bundle", "--genes", " , ")
    assert outcome.status == 2
