"""Names per second and memory, with all classes and with HGVS only, beside biocommons hgvs on the same rows.

    python -m benchmarks.names [--rows 300] [--reference SPEC]

The rows are those of `benchmarks.pipeline`. This program writes every name of each and proves those that rest on
reading; hgvs makes three names: g. on GRCh38, c. on the stated transcript again, and p. Each side runs in a process of
its own, whose peak memory is printed beside what it used before the first row. Seconds are those of the processor; the
sides take turns, in slices of rows, so that a busy machine slows all of them.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.pool import Pool

from hgvs.exceptions import HGVSError

from benchmarks.pipeline import SLICE, HgvsSide, read_rows
from synonymizer.model import Choice, Options
from synonymizer.pipeline import Synonymizer
from synonymizer.reference import open_reference
from synonymizer.reference.hgvs_provider import BundleProvider

Count = Callable[[str], int]
"""What names a row and returns how many names there are of it."""

KILOBYTES_PER_MEGABYTE = 1024


@dataclass
class Measured:
    """What a side did: names of rows in seconds of its processor; memory in kilobytes, at the start and at most."""

    names: int = 0
    rows: int = 0
    seconds: float = 0.0
    memory: int = 0
    peak: int = 0


def count_all(spec: str | None) -> Count:
    """Return what writes and proves the names of all classes."""
    synonymizer = Synonymizer(open_reference(spec))
    return lambda row: sum(len(reading.names) for reading in synonymizer.names(row).readings)


def count_hgvs_only(spec: str | None) -> Count:
    """Return what writes HGVS names alone."""
    synonymizer, options = Synonymizer(open_reference(spec)), Options(choice=Choice(classes=("hgvs",)))
    return lambda row: sum(len(reading.names) for reading in synonymizer.names(row, options).readings)


def count_by_hgvs(spec: str | None) -> Count:
    """Return what names a row by biocommons hgvs: g., c. and p. on the stated transcript."""
    side = HgvsSide(BundleProvider(open_reference(spec)))

    def count(row: str) -> int:
        try:
            variant = side.parser.parse_hgvs_variant(row)
            genomic = side.mappers[0].c_to_g(variant)
            coding = side.mappers[0].g_to_c(genomic, variant.ac)
            return len({str(genomic), str(coding), str(side.mappers[0].c_to_p(coding))})
        except (HGVSError, NotImplementedError):
            return 0

    return count


SIDES: dict[str, Callable[[str | None], Count]] = {
    "all classes": count_all,
    "HGVS only": count_hgvs_only,
    "biocommons hgvs": count_by_hgvs,
}

_COUNTS: list[Count] = []
"""The side that a process runs."""


def _open(side: str, spec: str | None) -> None:
    _COUNTS.append(SIDES[side](spec))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _run(rows: list[str]) -> Measured:
    start, memory = time.process_time(), _peak()
    names = sum(_COUNTS[0](row) for row in rows)
    return Measured(names, len(rows), time.process_time() - start, memory, _peak())


def measure(rows: list[str], spec: str | None) -> dict[str, Measured]:
    """Let every side name all rows, a slice at a time in turn."""
    context = get_context("spawn")
    pools: dict[str, Pool] = {side: context.Pool(1, _open, (side, spec)) for side in SIDES}
    total = {side: Measured() for side in SIDES}
    for place in range(0, len(rows), SLICE):
        for side, pool in pools.items():
            found, sum_of_side = pool.apply(_run, (rows[place : place + SLICE],)), total[side]
            sum_of_side.names += found.names
            sum_of_side.rows += found.rows
            sum_of_side.seconds += found.seconds
            sum_of_side.memory = sum_of_side.memory or found.memory
            sum_of_side.peak = found.peak
    for pool in pools.values():
        pool.terminate()
    return total


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure names per second and memory.")
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--reference")
    options = parser.parse_args()
    total = measure(read_rows(open_reference(options.reference), options.rows), options.reference)
    theirs = total["biocommons hgvs"]
    for side, one in total.items():
        print(
            f"{side:16} {one.names / one.rows:6.1f} names a row, {one.names / one.seconds:8.0f} names/s, "
            f"{one.rows / one.seconds:7.1f} rows/s, {one.memory / KILOBYTES_PER_MEGABYTE:4.0f} MB at the start, "
            f"{one.peak / KILOBYTES_PER_MEGABYTE:4.0f} MB at most, "
            f"{one.names / one.seconds / (theirs.names / theirs.seconds):5.1f} times the names/s of hgvs"
        )


if __name__ == "__main__":
    main()
