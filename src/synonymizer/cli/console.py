"""The terminal: streams, input lines, messages with a caret, progress. Data goes to stdout, all else to stderr."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain
from typing import TYPE_CHECKING, NoReturn, TextIO, TypeVar, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader

    from rich.progress import TaskID

    from synonymizer.errors import SynonymizerError
    from synonymizer.statements import Issue, Severity

PATIENCE = 2.0
"""Seconds after which a progress bar appears."""

BLOCK = 1 << 18
"""The most bytes that are read at once."""

STANDARD_INPUT = "-"

UNWRITABLE = 3
"""Exit status when the output cannot be written, which says nothing of what was asked."""

Item = TypeVar("Item")

_SEVERITY_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow"}


def prepare_streams() -> None:
    """Let any bytes pass from stdin to stdout; where stdin or stderr is closed, read nothing and say it to nobody.

    Without a stdout there is nothing to do, and the process ends.
    """
    if sys.stdout is None:
        end_without_output("Standard output is closed. Send it to a file, or to /dev/null.")
    for name in ("stdin", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115 (open until the process ends)
    _reconfigure(sys.stdout, "surrogateescape")
    _reconfigure(sys.stderr, "backslashreplace")


def end_without_output(reason: str) -> NoReturn:
    """End the process because its answer cannot be written, with a status that is no answer itself."""
    print(f"Error: {reason}", file=sys.stderr)  # noqa: T201 (click would look for the stdout that is not there)
    sys.exit(UNWRITABLE)


def _reconfigure(stream: TextIO, errors: str) -> None:
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors=errors, line_buffering=True)


def flush() -> None:
    """Write what is still buffered, so that a closed pipe is noticed here and not when the interpreter ends."""
    sys.stdout.flush()


def discard_output() -> None:
    """Give what is still buffered to nobody."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def describe_fault(fault: OSError) -> str:
    """Return a sentence on a fault of the system: about the file it names, or else about stdout.

    >>> describe_fault(OSError(28, "No space left on device"))
    'The output cannot be written: no space left on device. Send it to a place that has space and may be written.'
    """
    reason = fault.strerror or str(fault)
    reason = reason[:1].lower() + reason[1:]
    if fault.filename is not None:
        return f"{fault.filename} cannot be used: {reason}."
    return f"The output cannot be written: {reason}. Send it to a place that has space and may be written."


def is_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout.isatty()


def width() -> int:
    """Columns of the terminal; 80 when it does not say."""
    return shutil.get_terminal_size().columns


def write_line(line: str) -> None:
    """Write a line of data, as it is, at once: the reader may be waiting for it."""
    sys.stdout.write(line + "\n")


def read_lines(path: str) -> Iterator[str]:
    """Yield the lines of a file, or of stdin for `-`, without their ends; bytes that are no UTF-8 become surrogates.

    A line ends at a line feed and nowhere else, so that the count of lines is that of `wc -l`.
    """
    return chain.from_iterable(read_blocks(path))


def read_blocks(path: str) -> Iterator[list[str]]:
    """Yield the lines that `read_lines` yields as they come, in blocks; a line that comes alone is a block alone."""
    try:
        if path == STANDARD_INPUT:
            yield from _decode(cast("BufferedReader", sys.stdin.buffer))
            return
        with open(path, "rb") as file:
            yield from _decode(file)
    except OSError as fault:
        name = "standard input" if path == STANDARD_INPUT else path
        raise click.FileError(name, fault.strerror) from None


def _decode(file: BufferedReader) -> Iterator[list[str]]:
    mark = "\ufeff"  # a byte order mark is no part of the first name
    pieces: list[bytes] = []
    while piece := file.read1(BLOCK):
        ended, line_feed, rest = piece.rpartition(b"\n")
        if line_feed:
            text = b"".join((*pieces, ended)).decode("utf-8", "surrogateescape").removeprefix(mark)
            yield [line.removesuffix("\r") for line in text.split("\n")]
            mark = ""
            pieces = []
        if rest:
            pieces.append(rest)
    if pieces:
        text = b"".join(pieces).decode("utf-8", "surrogateescape").removeprefix(mark)
        yield [text.removesuffix("\r")]


def show_error(error: SynonymizerError, *, prefix: str = "") -> None:
    """Print an error of the program to stderr."""
    show(error.code, "error", error.message, error.text, error.span, prefix=prefix)


def show_issues(issues: Iterable[Issue], text: str, *, prefix: str = "") -> None:
    """Print the issues of an answer to stderr, each with a caret under what it is about."""
    for issue in issues:
        show(issue.code, issue.severity, issue.message, text, issue.span, prefix=prefix)


def show(
    code: str, severity: Severity, message: str, text: str, span: tuple[int, int] | None, *, prefix: str = ""
) -> None:
    """Print one message to stderr: the sentence, which ends in what to do, and the text with a caret."""
    flush()
    lines = [f"{prefix}{click.style(code, fg=_SEVERITY_COLOURS[severity], bold=True)}: {printable(message)}"]
    if text and span:
        lines.extend(f"    {line}" for line in underline(text, span, width() - 4))
    click.echo("\n".join(lines), err=True)


def underline(text: str, span: tuple[int, int], columns: int) -> tuple[str, str]:
    """Return the part of a text around a span that fits into some columns, and a line with carets under the span.

    >>> underline("NM_003156.3:c.494C>Q", (19, 20), 76)
    ('NM_003156.3:c.494C>Q', '                   ^')
    """
    start, end = span
    first = max(0, min(start - columns // 2, len(text) - columns))
    shown = text[first : first + columns]
    length = max(1, min(end, first + len(shown)) - start)
    return printable(shown), " " * (start - first) + "^" * length


def printable(text: str) -> str:
    """Return a text with every character that a terminal could obey or not show replaced, one for one."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def count_one(item: object) -> int:  # noqa: ARG001 (whatever it is)
    """Count an item as one."""
    return 1


def track(items: Iterable[Item], label: str, count: Callable[[Item], int] = count_one) -> Iterator[Item]:
    """Yield the items; count them on stderr when it takes long and stderr, but not stdout, is a terminal.

    Args:
        items: texts, or blocks of them.
        label: what is done with them.
        count: returns how many texts an item is.
    """
    remaining = iter(items)
    if is_terminal() or not sys.stderr.isatty():
        yield from remaining
        return
    began = time.monotonic()
    done = 0
    for item in remaining:
        yield item
        done += count(item)
        if time.monotonic() - began > PATIENCE:
            break
    else:
        return
    with progress() as report:
        for item in remaining:
            yield item
            done += count(item)
            report(label, done, 0)


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let a request to end the process (SIGTERM) end the work as Ctrl-C does, so that nothing is left behind."""

    def end(number: int, frame: object) -> None:  # noqa: ARG001 (the signature is Python's)
        sys.exit(128 + number)

    previous = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show progress bars on stderr, when it is a terminal, for as long as the context lasts.

    Its value reports (label, done, total), each label having its own bar; a total of 0 is unknown.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    is_hidden = not sys.stderr.isatty()
    # stdout is left alone: what is written there is data
    with Progress(*columns, console=Console(stderr=True), disable=is_hidden, redirect_stdout=False) as bars:
        tasks: dict[str, TaskID] = {}

        def report(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label)
            bars.update(tasks[label], completed=done, total=total or None)

        yield report
