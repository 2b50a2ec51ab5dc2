"""Runs of the tools, in turn: each in a process of its own, several times, so that a busy machine slows all of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

from benchmarks.peers.places import Places
from benchmarks.peers.protocol import read_peak

ROOT = Path(__file__).parents[2]

LOOK = 0.02
"""Seconds between two looks at the memory of a program."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A tool in a race: which task it runs, on which rows."""

    tool: str
    task: str
    rows: str

    @property
    def label(self) -> str:
        """What tells it from the other entries."""
        return f"{self.tool} {self.task} {self.rows}"


@dataclass(slots=True)
class Taken:
    """What the runs of an entry took, run by run; memory is the most of all runs, in kilobytes."""

    rows: int = 0
    answers: int = 0
    processor: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    @property
    def rate(self) -> float:
        """Rows in a second of the processor, by the median run."""
        return self.rows / median(self.processor)


def race(places: Places, entries: list[Entry], rounds: int) -> dict[str, Taken]:
    """Run every entry once a round."""
    total = {entry.label: Taken() for entry in entries}
    for number in range(rounds):
        for entry in entries:
            print(f"  round {number + 1}: {entry.label}", file=sys.stderr, flush=True)
            _add(total[entry.label], run_entry(places, entry))
    return total


def run_entry(places: Places, entry: Entry) -> dict[str, float]:
    """Run a tool on its rows and return what it says that it took."""
    answers = places.answers(f"{entry.task}.{entry.rows}", entry.tool)
    answers.parent.mkdir(parents=True, exist_ok=True)
    words = [entry.task, str(places.reference), str(places.rows(entry.rows)), str(answers)]
    command = [str(places.python(entry.tool)), "-m", f"benchmarks.peers.run_{entry.tool}", *words]
    path = os.pathsep.join((str(ROOT), str(ROOT / "src"))) if entry.tool == "synonymizer" else str(ROOT)
    environment = os.environ | {"PYTHONPATH": path, "PYTHONWARNINGS": "ignore"}
    outcome = subprocess.run(command, env=environment, cwd=places.root, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise SystemExit(f"{entry.label} failed:\n{outcome.stderr[-2000:]}")
    found: dict[str, float] = json.loads(outcome.stdout.splitlines()[-1])
    return found


def _add(total: Taken, found: dict[str, float]) -> None:
    total.rows, total.answers = int(found["rows"]), int(found["answers"])
    total.processor.append(found["processor"])
    total.seconds.append(found["seconds"])
    total.peak = max(total.peak, int(found["peak"]))


def time_command(command: list[str], rows: int, total: Taken, output: Path | None = None) -> None:
    """Run a program once, from its start to its end, and add what it took."""
    start = time.perf_counter()
    with TemporaryFile() as messages:
        writing = output.open("wb") if output else None
        process = subprocess.Popen(command, stdout=writing or subprocess.DEVNULL, stderr=messages)
        while True:
            found, status, usage = os.wait4(process.pid, os.WNOHANG)
            if found:
                break
            total.peak = max(total.peak, _read_peak(process.pid))
            time.sleep(LOOK)
        if status:
            messages.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{messages.read()[-2000:].decode()}")
    total.rows = total.answers = rows
    total.seconds.append(time.perf_counter() - start)
    total.processor.append(usage.ru_utime + usage.ru_stime)


def _read_peak(process: int) -> int:
    """Return the most memory that a process has used until now, 0 when it has just ended."""
    try:
        return read_peak(Path(f"/proc/{process}/status"))
    except (OSError, StopIteration):
        return 0
