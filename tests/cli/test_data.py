"""`synonymizer data build`."""

from __future__ import annotations

import gzip
import os
import shlex
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.publication import publish

from synonymizer.reference.store import Bundle

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
    bundle = Bundle.open(tmp_path / "mine.bundle")
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


def test_an_output_that_cannot_be_written_is_named_as_it_was_given(run: Run, tmp_path: Path) -> None:
    publish(tmp_path / "published")
    outcome = run("data", "build", "--from", "published", "-o", "nowhere/mine.bundle")
    assert outcome.status == 3
    assert outcome.messages.startswith("E9005: nowhere/mine.bundle cannot be written: ")
    assert len(outcome.messages.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="file sizes cannot be limited on this system")
@pytest.mark.parametrize("blocks", [0, 16, 64])
def test_a_full_disk_leaves_nothing_behind(
    command: list[str], environment: dict[str, str], tmp_path: Path, blocks: int
) -> None:
    publish(tmp_path / "published")
    build = shlex.join([*command, "data", "build", "--from", "published", "-o", "mine.bundle"])
    line = f"ulimit -f {blocks}; {build}"
    outcome = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, check=False)
    messages = outcome.stderr.decode()
    assert outcome.returncode == 3, messages
    assert messages.startswith("E9005: mine.bundle cannot be written: ")
    assert "Errno" not in messages
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


@pytest.mark.skipif(os.name == "nt", reason="processes are not asked to end by signals on this system")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_build_that_is_ended_leaves_nothing_behind(
    command: list[str], environment: dict[str, str], tmp_path: Path, number: signal.Signals, status: int
) -> None:
    # the source is a pipe that nothing comes out of, so the build is under way for as long as it is let
    folder = publish(tmp_path / "published")
    (folder / "NC_012920.1.fasta").unlink()
    os.mkfifo(folder / "NC_012920.1.fasta")
    with subprocess.Popen(
        [*command, "data", "build", "--from", "published", "-o", "mine.bundle"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
    ) as process:
        with open(folder / "NC_012920.1.fasta", "w", encoding="utf-8"):  # opens when the build has come to it
            assert len([*tmp_path.iterdir()]) == 2
            process.send_signal(number)
            assert process.wait() == status
        assert process.stderr
        assert process.stderr.read() == b""
    assert [path.name for path in tmp_path.iterdir()] == ["published"]


@pytest.mark.parametrize(("listed", "code"), [("OLDA,NOGENE", "E2001"), ("OTHER", "E2002")])
def test_a_gene_that_cannot_be_had_is_an_error(run: Run, tmp_path: Path, listed: str, code: str) -> None:
    publish(tmp_path / "published")
    outcome = run("data", "build", "--from", "published", "-o", "mine.bundle", "--genes", listed)
    assert outcome.status == 1
    assert outcome.messages.startswith(f"{code}: ")
    assert not (tmp_path / "mine.bundle").exists()


def test_a_gene_without_a_record_among_others_is_left_out_and_said(run: Run, tmp_path: Path) -> None:
    publish(tmp_path / "published")
    outcome = run("data", "build", "--from", "published", "-o", "mine.bundle", "--genes", "OTHER,OLDA")
    assert outcome.status == 0
    assert "left out: OTHER: no source holds the sequence of this gene\n" in outcome.messages


def test_much_that_is_left_out_is_counted_by_reason_or_listed_in_a_file(run: Run, tmp_path: Path) -> None:
    publish(tmp_path / "published")
    symbols = [f"NONE{number}" for number in range(30)]
    with gzip.open(tmp_path / "published/hgnc_gene_synonyms.tsv.gz", "at") as file:
        file.writelines(f"{symbol}\t\t\t2\t\t\n" for symbol in symbols)
    genes = ",".join(["OLDA", *symbols])
    build = ("data", "build", "--from", "published", "-o", "mine.bundle", "--genes", genes)
    told = run(*build).messages.splitlines()
    assert "left out: NONE0 and 29 more: no source holds the sequence of this gene" in told
    assert sum(line.startswith("left out") for line in told) < 20
    assert told[-1].endswith("things were left out; --left-out FILE lists them.")
    outcome = run(*build, "--left-out", "left.tsv")
    count = int(told[-1].split()[0])
    assert f"{count} things were left out; left.tsv says why." in outcome.messages
    lines = (tmp_path / "left.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == count
    assert "NONE7\tno source holds the sequence of this gene" in lines


def test_what_is_left_out_is_not_written_over_the_bundle(run: Run, tmp_path: Path) -> None:
    publish(tmp_path / "published")
    (tmp_path / "same").symlink_to("mine.bundle")
    outcome = run("data", "build", "--from", "published", "-o", "mine.bundle", "--left-out", "same")
    assert (outcome.status, outcome.messages.splitlines()[-1]) == (
        2,
        "Error: --left-out and --output are one file, mine.bundle. Name another for the list.",
    )
    assert not (tmp_path / "mine.bundle").exists()


def test_where_what_is_left_out_goes_is_looked_at_before_building(run: Run, tmp_path: Path) -> None:
    publish(tmp_path / "published")
    outcome = run("data", "build", "--from", "published", "-o", "mine.bundle", "--left-out", "nowhere/left.tsv")
    assert outcome.status == 3
    assert outcome.messages.startswith("E9005: nowhere/left.tsv cannot be written: ")
    assert not (tmp_path / "mine.bundle").exists()
