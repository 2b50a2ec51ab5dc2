"""A server of rsync on this machine."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_rsync = pytest.mark.skipif(shutil.which("rsync") is None, reason="rsync is not on this machine")

_SENT = re.compile(r" sent (\d+) bytes")
_LISTED = 100_000
"""More bytes than a list of few files has."""


@dataclass(frozen=True)
class Daemon:
    """A running server: its address, and the file in which it says what it did."""

    url: str
    log: Path

    def find_most_sent(self) -> int:
        """Return how many bytes were sent to the client that was sent most, as soon as there is one that has gone."""
        for _ in range(100):
            sent = [int(count) for count in _SENT.findall(self.log.read_text())]
            if max(sent, default=0) > _LISTED:
                return max(sent)
            time.sleep(0.05)
        raise AssertionError("nothing was sent")


@contextmanager
def serving(module: str, folder: Path, work: Path, *, rate: int = 0) -> Iterator[Daemon]:
    """Serve a folder as a module for as long as the context lasts.

    Args:
        module: the name of the module.
        folder: what it holds.
        work: a folder for what the server needs.
        rate: thousands of bytes that it sends in a second, at most; 0 is any number.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings, log = work / "rsyncd.conf", work / "rsyncd.log"
    settings.write_text(f"use chroot = no\nlog file = {log}\n[{module}]\npath = {folder}\nread only = yes\n")
    words = ["rsync", "--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}", f"--config={settings}"]
    server = subprocess.Popen([*words, f"--bwlimit={rate}"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Daemon(f"rsync://127.0.0.1:{port}", log)
    finally:
        server.terminate()
        server.wait(10)


def _wait(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("rsync does not answer")
