"""What a run of a tool is: rows of a file in, texts of a file out, and what it took, as JSON, on stdout.

This module is imported by programs that run in the environments of other tools; it needs nothing but Python.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = list[str]
"""Contig, position, REF, ALT and transcript; or a name alone."""

SAMPLED = 10
"""Every one of so many rows is answered before the clock runs, so that what a tool loads when first needed is there."""


def _leave(given: Any) -> Any:
    return given


@dataclass(frozen=True)
class Tool:
    """What answers rows in the form that is its own.

    Only `work` is timed: `prepare` gives it the rows as the tool takes them, and `write` makes a line of each answer,
    with a tab between its fields.
    """

    work: Callable[[Any], Any]
    prepare: Callable[[list[Row]], Any] = _leave
    write: Callable[[Any], Iterable[str]] = _leave


def read_peak(status: Path) -> int:
    """Return the most memory that a process has used, in kilobytes, and not what its parent used."""
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM:"))


def run(tasks: dict[str, Callable[[Path], Tool]]) -> None:
    """Answer the rows of a file by one of the tasks, whose tools are opened on a folder of reference data."""
    parser = argparse.ArgumentParser()
    parser.add_argument("task", choices=sorted(tasks))
    parser.add_argument("reference", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("answers", type=Path)
    options = parser.parse_args()
    with options.rows.open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    tool = tasks[options.task](options.reference)
    tool.work(tool.prepare(rows[::SAMPLED]))
    prepared = tool.prepare(rows)
    gc.collect()
    gc.disable()
    wall, processor = time.perf_counter(), time.process_time()
    found = tool.work(prepared)
    taken = {"seconds": time.perf_counter() - wall, "processor": time.process_time() - processor}
    peak = read_peak(Path("/proc/self/status"))
    answers = 0
    with options.answers.open("w", encoding="utf-8") as file:
        for answer in tool.write(found):
            answers += 1
            file.write(f"{answer}\n")
    print(json.dumps({"rows": len(rows), "answers": answers, "peak": peak, **taken}))
