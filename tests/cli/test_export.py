"""`synonymizer data export`."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_file_holds_what_stdout_does(run: Run, tmp_path: Path) -> None:
    printed = run("data", "export", "--format", "gff3")
    assert printed.status == 0, printed.messages
    assert printed.output.startswith("##gff-version 3\n#!genome-build GRCh38\n##sequence-region NC_000001.11 1 ")
    outcome = run("data", "export", "--format", "gff3", "-o", "a.gff3.gz")
    assert (outcome.status, outcome.output, outcome.messages) == (0, "", "")
    assert gzip.decompress((tmp_path / "a.gff3.gz").read_bytes()).decode() == printed.output


def test_windows_of_the_other_assembly_have_their_index_beside_them(run: Run, tmp_path: Path) -> None:
    outcome = run("data", "export", "--format", "fasta", "--windows", "--assembly", "GRCh37", "-o", "w.fa")
    assert outcome.status == 0, outcome.messages
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w.fa", "w.fa.fai"]
    assert (tmp_path / "w.fa").read_text(encoding="ascii").startswith(">NC_000001.10:")


@pytest.mark.parametrize("form", ["gff3", "vcf", "rna"])
def test_only_chromosomes_have_windows(run: Run, form: str) -> None:
    outcome = run("data", "export", "--format", form, "--windows")
    assert outcome.status == 2
    assert "--windows goes with --format fasta" in outcome.messages


def test_an_output_that_cannot_be_written_is_an_error(run: Run, tmp_path: Path) -> None:
    outcome = run("data", "export", "--format", "gtf", "-o", "nowhere/a.gtf")
    assert outcome.status == 3
    assert outcome.messages.startswith("E9005: nowhere/a.gtf cannot be written: ")
    assert list(tmp_path.iterdir()) == []
