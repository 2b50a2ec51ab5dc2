"""A process that dies while it installs a set: at any moment, the older release is in use, or the newer one."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from synonymizer.build.reports import be_silent
from synonymizer.install import SETS, read_manifest, verify
from tests.install.server import Publisher

ROUNDS = 50
SIZE = 2_000_000
FILE = SETS["cdot-refseq"].files[0]
RELEASES = {release: random.Random(release).randbytes(SIZE) for release in ("0.2.32", "0.2.33")}


def _locate(release: str) -> str:
    parts = urlsplit(FILE.locate(release))
    return f"/{parts.hostname}{parts.path}"


def _end(process: subprocess.Popen[bytes], stop: int, delay: float, _: str, sent: int) -> None:
    """End a process some seconds after so many bytes were sent to it."""
    if sent >= stop:
        threading.Timer(delay, process.kill).start()


@pytest.mark.skipif(os.name == "nt", reason="processes are not ended by signals on this system")
def test_fifty_interruptions_leave_every_checksum_right(publisher: Publisher, tmp_path: Path) -> None:
    draw = random.Random(50)
    folder = tmp_path / "data"
    for release, data in RELEASES.items():
        publisher.files[_locate(release)] = data
    words = [sys.executable, "-m", "synonymizer", "data", "install", "cdot-refseq"]
    words += ["--mirror", publisher.url, "--data-dir", str(folder)]
    wanted, killed = "0.2.32", 0
    for _ in range(4 * ROUNDS):
        if killed == ROUNDS:
            break
        # half of the times while bytes come, at a random one, and half of the times soon after the last
        stop = draw.choice((draw.randrange(SIZE), SIZE))
        delay = draw.uniform(0, 0.03) if stop == SIZE else 0
        process = subprocess.Popen([*words, "--release", wanted], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        publisher.sent = partial(_end, process, stop, delay)
        status = process.wait(60)
        assert status in (0, -signal.SIGKILL)
        killed += status != 0
        manifest = read_manifest(folder, "cdot-refseq")
        if manifest is not None:
            verify("cdot-refseq", folder, be_silent)
            assert manifest.sources[0].sha256 == hashlib.sha256(RELEASES[manifest.release]).hexdigest()
        if manifest is not None and manifest.release == wanted:
            wanted = next(release for release in RELEASES if release != wanted)
    assert killed == ROUNDS
    publisher.sent = lambda *_: None
    subprocess.run([*words, "--release", wanted], check=True, capture_output=True)
    manifest = verify("cdot-refseq", folder, be_silent)
    assert manifest.release == wanted
    assert (folder / "sets" / manifest.files[0].path).read_bytes() == RELEASES[wanted]
    resumed = sum(part is not None for _, part in publisher.asked())
    assert resumed > ROUNDS / 10
    named = {f"sets/{manifest.files[0].path}", "sets/cdot-refseq.json", "lock"}
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == named
