"""What changes when a person, or nobody, is at the other end."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")

Run = Callable[..., Any]
VARIANT = "STIM1 c.494C>A"


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other end is closed
            return
        if not part:
            return
        yield part


@pytest.fixture
def show(command: list[str], environment: dict[str, str]) -> Callable[..., str]:
    """Run the command with a terminal as stdout and return what it showed."""

    def show(*arguments: str, **changes: str) -> str:
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [*command, *arguments], stdout=theirs, stderr=theirs, env=environment | {"TERM": "xterm-256color"} | changes
        ) as process:
            os.close(theirs)
            shown = b"".join(_read(ours)).decode()
            os.close(ours)
            process.wait()
        return shown.replace("\r\n", "\n")

    return show


@pytest.mark.parametrize("arguments", [(VARIANT,), ("gene", "STIM1"), ("explain",), ("doctor",)])
def test_a_terminal_gets_a_table_in_80_columns(show: Callable[..., str], arguments: tuple[str, ...]) -> None:
    shown = show(*arguments, NO_COLOR="1")
    assert "\t" not in shown
    assert [line for line in shown.splitlines() if len(line) > 80] == []


def test_a_wide_terminal_gets_more_on_a_line(show: Callable[..., str]) -> None:
    narrow, wide = (show(VARIANT, COLUMNS=columns).splitlines() for columns in ("80", "160"))
    assert len(wide) < len(narrow)


def test_colour_is_for_terminals_that_want_it(show: Callable[..., str], run: Run) -> None:
    assert "\x1b[" in show(VARIANT)
    assert "\x1b[" not in show(VARIANT, NO_COLOR="1")
    assert "\x1b[" not in run(VARIANT, "--format", "table").output


@contextmanager
def start(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command that reads stdin, give it one variant, and wait for the first line of its answer."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{VARIANT}\n".encode())
        process.stdin.flush()
        process.stdout.readline()
        yield process


def test_a_reader_that_leaves_ends_the_command_quietly(command: list[str], environment: dict[str, str]) -> None:
    with start([*command, "names", "-"], environment) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        try:
            process.stdin.write(f"{VARIANT}\n".encode() * 100)
            process.stdin.close()
        except BrokenPipeError:  # it has already gone
            pass
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.parametrize("redirection", ["<&-", "2>&-"])
def test_a_closed_stream_that_is_not_needed_does_no_harm(
    command: list[str], environment: dict[str, str], redirection: str
) -> None:
    line = f"{shlex.join([*command, 'names', VARIANT, '-'])} {redirection}"
    outcome = subprocess.run(["sh", "-c", line], input=b"", env=environment, capture_output=True, check=False)
    assert (outcome.returncode, outcome.stderr) == (0, b"")
    assert b"NC_000011.10:g.4055634C>A" in outcome.stdout


@pytest.mark.parametrize(("redirection", "reason"), [(">&-", "closed"), (">/dev/full", "no space left on device")])
@pytest.mark.parametrize(
    "arguments",
    [
        ("names", VARIANT),
        ("compare", VARIANT, VARIANT),
        ("normalize",),
        ("gene", "STIM1"),
        ("explain",),
        ("doctor",),
        ("--help",),
        ("--version",),
    ],
    ids=" ".join,
)
def test_output_that_cannot_be_written_is_an_error_in_one_sentence(
    command: list[str], environment: dict[str, str], arguments: tuple[str, ...], redirection: str, reason: str
) -> None:
    if "/dev/full" in redirection and not os.path.exists("/dev/full"):
        pytest.skip("there is no full device on this system")
    line = f"{shlex.join([*command, *arguments])} {redirection}"
    names = f"{VARIANT}\n".encode()
    outcome = subprocess.run(["sh", "-c", line], input=names, env=environment, capture_output=True, check=False)
    message = outcome.stderr.decode()
    assert outcome.returncode == 3, message
    assert message.startswith("Error: ")
    assert reason in message
    assert "Errno" not in message
    assert len(message.splitlines()) == 1


def test_an_interrupt_ends_the_command_quietly(command: list[str], environment: dict[str, str]) -> None:
    with start([*command, "normalize"], environment) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == b""
