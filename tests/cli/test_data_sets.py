"""`synonymizer data list`, `install`, `verify` and `remove`."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.install.server import Answer, Publisher, publishing
from tests.publication import publish

from synonymizer.install import SETS

Run = Callable[..., Any]

CDOT = urlsplit(SETS["cdot-refseq"].files[0].locate(SETS["cdot-refseq"].release))
AT = f"/{CDOT.hostname}{CDOT.path}"
NAME = CDOT.path.rpartition("/")[2]
DATA = random.Random(4).randbytes(100_000)


@pytest.fixture
def folder(tmp_path: Path, environment: dict[str, str]) -> Path:
    environment["SYNONYMIZER_DATA_DIR"] = str(tmp_path / "data")
    environment.pop("http_proxy", None)
    return tmp_path / "data"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as served:
        served.files[AT] = DATA
        yield served


def test_one_command_installs_what_every_command_asks(run: Run, folder: Path, tmp_path: Path) -> None:
    publish(tmp_path / "files")
    outcome = run("data", "install", "lrg", "--release", "current", "--from", "files")
    assert outcome.status == 0, outcome.messages
    assert outcome.output == f"lrg current: {folder}/sets/lrg/current\n"
    bundle = f"{folder}/sets/lrg/current/lrg.bundle"
    assert bundle in run("doctor", "--format", "tsv").output
    assert bundle not in run("doctor", "--format", "tsv", "--reference", "embedded").output
    assert run("data", "verify").output == "lrg current: 2 files are as they were installed\n"
    assert run("data", "remove", "lrg").status == 0
    assert bundle not in run("doctor", "--format", "tsv").output
    assert run("data", "verify").output == f"No set is installed in {folder}.\n"


def test_the_list_tells_of_every_set(run: Run, environment: dict[str, str], folder: Path, publisher: Publisher) -> None:
    environment["SYNONYMIZER_MIRROR"] = publisher.url
    before = json.loads(run("data", "list", "--format", "json").output)
    assert [row["set"] for row in before] == [*SETS]
    assert {row["installed"] for row in before} == {""}
    installed = run("data", "install", "cdot-refseq")
    assert installed.messages == "Name it with what it lacks: --reference cdot-refseq+seqrepo\n"
    after = json.loads(run("data", "list", "--format", "json").output)
    (row,) = (row for row in after if row not in before)
    assert (row["set"], row["checksum"], row["size"]) == ("cdot-refseq", "first seen", len(DATA))
    assert (folder / "sets" / "cdot-refseq" / row["release"] / NAME).read_bytes() == DATA
    assert "0.1 MB" in run("data", "list", "--format", "table").output


def test_the_folder_of_sets_may_be_named(run: Run, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / NAME).write_bytes(DATA)
    run("data", "install", "cdot-refseq", "--from", "files", "--data-dir", "elsewhere")
    assert (tmp_path / "elsewhere" / "sets" / "cdot-refseq.json").exists()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["install"], 2, ""),
        (["install", "lrgs"], 2, ""),
        (["install", "lrg", "mane", "--release", "1"], 2, ""),
        (["install", "lrg", "--mirror", "http://127.0.0.1:1", "--from", "."], 2, ""),
        (["install", "lrg", "--release", "1"], 3, "E9007"),
        (["install", "lrg", "--mirror", "nowhere"], 3, "E9007"),
        (["install", "lrg", "--from", "."], 3, "E9008"),
        (["verify", "lrg"], 3, "E9001"),
        (["remove", "lrg"], 3, "E9001"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_done_is_said_in_a_sentence(run: Run, words: list[str], status: int, code: str) -> None:
    outcome = run("data", *words)
    assert outcome.status == status
    if code:
        assert outcome.messages.startswith(f"{code}: ")
        assert len(outcome.messages.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="processes are not asked to end by signals on this system")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_is_stopped_goes_on_the_next_time(
    command: list[str],
    environment: dict[str, str],
    run: Run,
    folder: Path,
    publisher: Publisher,
    number: signal.Signals,
    status: int,
) -> None:
    publisher.plans[AT] = [Answer(cut=len(DATA) // 2), Answer(pause=5)]
    words = [*command, "data", "install", "cdot-refseq", "--mirror", publisher.url]
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE) as process:
        while len(publisher.asked()) < 3:  # the list of checksums, half of the file, and the other half
            assert process.poll() is None
        process.send_signal(number)
        assert process.wait() == status
        assert process.stderr
        said = process.stderr.read().decode()
    assert said == ("Stopped. Run the same command again to go on.\n" if number == signal.SIGINT else "")
    assert not (folder / "sets" / "cdot-refseq.json").exists()
    assert run("data", "install", "cdot-refseq", "--mirror", publisher.url).status == 0
    assert publisher.asked()[-1] == (AT, f"bytes={len(DATA) // 2}-")
