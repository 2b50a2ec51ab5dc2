"""How far a long run is: rows, rate and time left, on stderr when that is a terminal and it takes long."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from synonymizer.cli.console import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress

    Report = Callable[[int, int], None]
    """Takes how many rows are answered, and how many bytes of the input are read."""


@contextmanager
def measuring(label: str, size: int) -> Iterator[Report]:
    """Give what is told how far a run is, and shows it.

    Args:
        label: what is being done.
        size: bytes of the input, 0 where that is not known.
    """
    began = time.monotonic()
    shown: list[Progress] = []

    def report(rows: int, read: int) -> None:
        seconds = time.monotonic() - began
        if not shown:
            if seconds < PATIENCE or not sys.stderr.isatty():
                return
            shown.append(_show(label, size))
        rate = f"{rows:,} rows, {rows / seconds:,.0f}/s"
        shown[0].update(shown[0].task_ids[0], completed=read, rate=rate)

    try:
        yield report
    finally:
        for one in shown:
            one.stop()


def _show(label: str, size: int) -> Progress:
    """Begin a bar that is as long as the bytes of the input."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    bar = Progress(*columns, console=Console(stderr=True), redirect_stdout=False)
    bar.add_task(label, total=size or None, rate="")
    bar.start()
    return bar
