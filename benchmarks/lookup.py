"""Time to the first answer: one lookup in a fresh process, against what importing the command's libraries costs alone.

    python -m benchmarks.lookup [--runs 15] [--variant "STIM1 c.494C>A"] [--reference SPEC]

Runs of each kind alternate, so that a busy machine slows all of them; medians are compared. Byte code is compiled
first, as in an installed package. Budgets: a lookup takes at most twice the imports; opening the reference with a query
for one transcript takes at most 25 ms beyond the bare interpreter.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

IMPORTS = "import click, rich.table, hgvs.parser"
QUERY = (
    "import sys; from synonymizer.reference import open_reference;"
    " assert open_reference(sys.argv[1] or None).find_transcript('NM_003156.3')"
)


def measure(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Return the median milliseconds of each command over alternating runs, leaving out the first, which compiles."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": ""}
        for _ in range(runs + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
                taken[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time a lookup in a fresh process.")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--variant", default="STIM1 c.494C>A")
    parser.add_argument("--reference", default="")
    options = parser.parse_args()
    lookup = [sys.executable, "-m", "synonymizer", "names", options.variant]
    if options.reference:
        lookup += ["--reference", options.reference]
    median = measure(
        {
            "interpreter": [sys.executable, "-c", "pass"],
            "imports": [sys.executable, "-c", IMPORTS],
            "query": [sys.executable, "-c", QUERY, options.reference],
            "lookup": lookup,
        },
        options.runs,
    )
    for name, milliseconds in median.items():
        print(f"{name:12} {milliseconds:8.1f} ms")
    print(f"lookup / imports: {median['lookup'] / median['imports']:.2f} (at most 2)")
    print(f"query beyond the interpreter: {median['query'] - median['interpreter']:.1f} ms (at most 25)")


if __name__ == "__main__":
    main()
