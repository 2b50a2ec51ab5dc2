"""Reading plain names: `synonymizer.parse` against the parser of biocommons hgvs, on the same strings in one run.

    python -m benchmarks.reading [--names 3000] [--rounds 7]

The names are c., g. and p. names of the ClinVar table in the shared data (SYNONYMIZER_SHARED, default ../shared),
mixed; only those that both read are timed, and the share of the others is printed. The two take turns, so that a busy
machine slows both; medians are compared. Budget: seven times as fast as hgvs, and about 20,000 names a second.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hgvs.exceptions import HGVSParseError
from hgvs.parser import Parser

from synonymizer.errors import SynonymizerError
from synonymizer.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[2] / "shared"))
TABLE = SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz"
CHROMOSOMES = {"1": "NC_000001.10", "2": "NC_000002.11", "7": "NC_000007.13", "11": "NC_000011.9", "17": "NC_000017.10"}


def read_names(count: int) -> list[str]:
    """Return c., p. and g. names in turn, evenly spread over the table."""
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    names = []
    for row in rows[:: max(1, 2 * len(rows) // count)]:
        names += [name for name in (row["hgvs_c"], row["hgvs_p"]) if ":" in name]
        if row["chrom"] in CHROMOSOMES and len(row["ref"]) == len(row["alt"]) == 1:
            names.append(f"{CHROMOSOMES[row['chrom']]}:g.{row['pos']}{row['ref']}>{row['alt']}")
    return names[:count]


def is_read(read: Callable[[str], object], name: str) -> bool:
    """Whether a parser reads a name."""
    try:
        read(name)
    except (SynonymizerError, HGVSParseError):
        return False
    return True


def measure(read: Callable[[str], object], names: list[str]) -> float:
    """Return how many names are read in a second."""
    start = time.perf_counter()
    for name in names:
        read(name)
    return len(names) / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare reading plain names with hgvs.parser.")
    parser.add_argument("--names", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    sides: dict[str, Callable[[str], object]] = {"synonymizer": parse, "hgvs": Parser().parse_hgvs_variant}
    names = read_names(options.names)
    shared = [name for name in names if all(is_read(read, name) for read in sides.values())]
    print(f"{len(shared)} of {len(names)} names are read by both")
    rates: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(options.rounds):
        for side, read in sides.items():
            rates[side].append(measure(read, shared))
    median = {side: statistics.median(values) for side, values in rates.items()}
    for side, rate in median.items():
        print(f"{side:12} {rate:10,.0f} names/s")
    print(f"ratio: {median['synonymizer'] / median['hgvs']:.1f} (at least 7)")


if __name__ == "__main__":
    main()
