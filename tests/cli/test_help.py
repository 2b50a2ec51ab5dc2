"""What `--help` shows is answered from the embedded data."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click
import pytest

from synonymizer import Synonymizer, open_reference
from synonymizer.cli.main import main

Run = Callable[..., Any]


def _help_of_names() -> str:
    command = main.get_command(click.Context(main), "names")
    assert command is not None
    assert command.help is not None
    return command.help


def _examples() -> list[str]:
    """Return the names in the table of notations, in which two spaces or more separate columns."""
    _, _, table = _help_of_names().partition("A variant may be written as\n")
    rows = [re.split(r" {2,}", line.strip()) for line in table.splitlines()]
    return [cell for row in rows for cell in row if re.search(r"\d", cell)]


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference())


def test_the_table_of_notations_is_found() -> None:
    assert len(_examples()) >= 15


@pytest.mark.parametrize("text", _examples())
def test_every_notation_that_help_lists_is_read_and_answered(synonymizer: Synonymizer, text: str) -> None:
    result = synonymizer.names(text)
    assert result.status in ("ok", "ambiguous"), result.issues
    assert result.readings[0].names


def test_the_transcript_that_help_gives_as_an_example_is_held(run: Run) -> None:
    (accession,) = set(re.findall(r"NM_\d+\.\d+(?=\.?$)", run("names", "--help").output, re.MULTILINE))
    assert run("names", "c.494C>A", "--transcript", accession).status == 0
