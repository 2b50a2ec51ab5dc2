"""Grouping a long list: rows per second and peak memory, which must not grow with the list.

    python -m benchmarks.group [--rows 1000000] [--distinct 200000] [--reference SPEC] [--summary] [--trace]

Rows are names of the ClinVar table in the shared data (SYNONYMIZER_SHARED, default ../shared): the c. name, the p. name
with its gene, and the VCF coordinates, in turn, at random with repeats (seeded), as a list of mentions has them. Memory
is reported at each tenth of the list, as the resident set; --trace counts Python's own allocations, too, which is slow.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import resource
import time
import tracemalloc
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer import Synonymizer, open_reference, summarize
from synonymizer.identity.grouping import BLOCK, group_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer import Grouped, Reference

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[2] / "shared"))
TABLE = SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz"
SEED = 4


def read_names(reference: Reference, count: int) -> list[str]:
    """Return distinct names of several notations, drawn from all rows whose transcript is held."""
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    random.Random(SEED).shuffle(rows)
    found: list[str] = []
    for row in rows:
        if reference.find_transcript(row["hgvs_c"].partition(":")[0]) is None:
            continue
        protein = row["hgvs_p"].partition(":")[2]
        found.append(row["hgvs_c"])
        found.append(f"hg19 {row['chrom']}-{row['pos']}-{row['ref']}-{row['alt']}")
        if protein:
            found.append(f"{row['gene']} {protein}")
        if len(found) >= count:
            break
    return found[:count]


def draw(names: list[str], rows: int) -> Iterator[str]:
    """Yield names at random: some often and most seldom, as in the literature."""
    dice = random.Random(SEED)
    for _ in range(rows):
        yield names[int(len(names) * dice.random() ** 2)]


def take_blocks(names: Iterator[str]) -> Iterator[list[str]]:
    """Yield names in blocks, as a fast file gives them."""
    while block := list(islice(names, BLOCK)):
        yield block


def report(done: int, began: float) -> None:
    """Print how far it has come, and what memory it took."""
    seconds = time.perf_counter() - began
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    traced = f", {tracemalloc.get_traced_memory()[1] / 2**20:7.1f} MiB traced" if tracemalloc.is_tracing() else ""
    print(f"{done:9,} rows {seconds:8.1f} s {done / seconds:9.0f} rows/s {resident:8.1f} MiB peak resident{traced}")


def watch(grouped: Iterator[Grouped], rows: int, outcome: Counter[str]) -> Iterator[Grouped]:
    """Pass on what is grouped; count it, and report every tenth."""
    began = time.perf_counter()
    for done, one in enumerate(grouped, 1):
        outcome["alone" if one.cls.startswith("!") else "in a class"] += 1
        if done % max(1, rows // 10) == 0:
            report(done, began)
        yield one


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Group a long list of names.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--distinct", type=int, default=200_000)
    parser.add_argument("--reference")
    parser.add_argument("--summary", action="store_true")
    parser.add_argument("--trace", action="store_true")
    options = parser.parse_args()
    synonymizer = Synonymizer(open_reference(options.reference))
    names = read_names(synonymizer.reference, options.distinct)
    if options.trace:
        tracemalloc.start()
    outcome: Counter[str] = Counter()
    grouped = watch(group_blocks(take_blocks(draw(names, options.rows)), synonymizer), options.rows, outcome)
    found = sum(1 for _ in (summarize(grouped) if options.summary else grouped))
    counts = ", ".join(f"{kind} {count:,}" for kind, count in outcome.most_common())
    print(f"{len(names):,} distinct names: {counts}; {found:,} {'classes' if options.summary else 'rows'}")


if __name__ == "__main__":
    main()
