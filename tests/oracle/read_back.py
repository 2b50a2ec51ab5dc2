"""Give every printed name back to the program: `python -m tests.oracle.read_back --bundle PATH [--rows N] [--seed S]`.

Takes c. names at random from the ClinVar table, and half as many again from the genes that have names of older kinds;
prints how many names of each class lead back to their key, and every one that does not. Needs the shared data.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from synonymizer import Synonymizer, open_reference
from synonymizer.model import Options
from tests.oracle.clinvar import TABLE

if TYPE_CHECKING:
    from synonymizer.model import Name, Reading

BOUND = {"allele", "exon"}
"""The scopes whose names must lead back to the same key first; a protein name must lead to some reading."""


class Lost(NamedTuple):
    """A name that does not lead back: the row it is a name of, its text, and the keys it leads to."""

    row: str
    name: str
    keys: tuple[str | None, ...]


def read_back(synonymizer: Synonymizer, rows: list[str]) -> tuple[Counter[str], list[Lost]]:
    """Return how many names of each class were given back, and those that lead elsewhere."""
    asked: Counter[str] = Counter()
    lost: list[Lost] = []
    for row in rows:
        for reading in synonymizer.names(row).readings[:1]:
            for name in reading.names:
                if name.scope in {*BOUND, "protein"}:
                    asked[name.cls] += 1
                    keys = _find_keys(synonymizer, name, reading)
                    if not _leads_back(name, reading, keys):
                        lost.append(Lost(row, name.text, keys))
    return asked, lost


def _find_keys(synonymizer: Synonymizer, name: Name, reading: Reading) -> tuple[str | None, ...]:
    options = Options(gene=reading.gene if name.needs == "gene" else None)
    return tuple(found.key for found in synonymizer.names(name.text, options).readings)


def _leads_back(name: Name, reading: Reading, keys: tuple[str | None, ...]) -> bool:
    return keys[:1] == (reading.key,) if name.scope in BOUND else bool(keys)


def draw_rows(synonymizer: Synonymizer, count: int, seed: int) -> list[str]:
    """Return c. names drawn from the table."""
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    random.Random(seed).shuffle(rows)
    is_older = synonymizer.reference.legacy_rules
    older = [row["hgvs_c"] for row in rows if is_older(row["gene"])]
    return [*(row["hgvs_c"] for row in rows[:count]), *older[: count // 2]]


def main() -> None:
    """Draw, ask, and print."""
    parser = argparse.ArgumentParser(description="Give every printed name back to the program.")
    parser.add_argument("--bundle")
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    synonymizer = Synonymizer(open_reference(options.bundle))
    asked, lost = read_back(synonymizer, draw_rows(synonymizer, options.rows, options.seed))
    lines = [f"{kind:16} {number:8,}" for kind, number in sorted(asked.items())]
    lines.append(f"{asked.total():,} names, {len(lost)} that do not lead back")
    lines += (f"  {one.row}: {one.name}: {', '.join(map(str, one.keys)) or 'no answer'}" for one in lost)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
