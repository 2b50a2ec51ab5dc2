"""The command as its users run it: a process of its own, with pipes or a terminal on its ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.resealing import change

import synonymizer
from synonymizer import open_reference


class Outcome(NamedTuple):
    """What a run of the command left behind."""

    status: int
    output: str
    messages: str


Run = Callable[..., Outcome]


@pytest.fixture
def command() -> list[str]:
    """The words that start the command under test."""
    return [sys.executable, "-m", "synonymizer"]


@pytest.fixture
def environment() -> dict[str, str]:
    """An environment in which the package under test is found and nothing from the caller's shell styles output."""
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    return kept | {"PYTHONPATH": str(Path(synonymizer.__file__).parent.parent), "COLUMNS": "80"}


@pytest.fixture
def run(command: list[str], environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the command in an empty folder with pipes on all ends."""

    def run(*arguments: str | bytes, stdin: str = "") -> Outcome:
        outcome = subprocess.run(
            [*command, *arguments],
            input=stdin.encode("utf-8", "surrogateescape"),
            capture_output=True,
            cwd=tmp_path,
            env=environment,
            check=False,
        )
        messages = outcome.stderr.decode()
        assert "Traceback" not in messages, messages
        return Outcome(outcome.returncode, outcome.stdout.decode("utf-8", "surrogateescape"), messages)

    return run


@pytest.fixture
def damaged(tmp_path: Path) -> str:
    """The name of a copy of the embedded bundle whose pages of identifiers cannot be read."""
    copy = tmp_path / "damaged.bundle"
    shutil.copyfile(open_reference().stores[0].path, copy)
    change(copy, "UPDATE identifier_page SET identifiers = x'00'")
    return copy.name
