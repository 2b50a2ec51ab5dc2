"""Compare what two references say of the ClinVar table: the same rows, the same names.

    python -m tests.oracle.references --bundle ORIGINAL --reference SPEC [--count 1000] [--seed 1] [--gene GENE]

SPEC describes what ORIGINAL holds, read in another way: a bundle built from an export of it, or the exported files
themselves. Each row is asked for as its VCF row of GRCh37 and as its c. name. Compared are the key and the names on
contigs, transcripts and proteins; names on what an export does not carry (NG_, LRG_, identifiers, names that people
gave) are not. A row is covered where both hold its transcript. Printed are how many rows agree, and how others differ.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from synonymizer import Options, Synonymizer, open_reference
from tests.oracle.clinvar import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.clinvar import Row

_COMPARED = ("hgvs", "coordinate", "computed", "exon")
_NOT_CARRIED = ("NG_", "LRG_", "U14680", "U43746")


class Said(NamedTuple):
    """What a reference says of a text: the key of its first reading, and the names of it that are compared."""

    key: str | None
    names: frozenset[str]


def ask(synonymizer: Synonymizer, text: str, options: Options) -> Said:
    """Return what a reference says of a text."""
    readings = synonymizer.names(text, options).readings
    if not readings:
        return Said(None, frozenset())
    names = (name for name in readings[0].names if name.cls in _COMPARED)
    kept = (name.text for name in names if not any(prefix in name.text for prefix in _NOT_CARRIED))
    return Said(readings[0].key, frozenset(kept))


def write_questions(row: Row) -> Iterator[tuple[str, Options]]:
    """Yield a row as it may be asked for."""
    yield f"{row.chromosome}-{row.position}-{row.reference}-{row.alternative}", Options(assembly="GRCh37")
    yield row.name, Options()


def main() -> int:
    """Compare two references; the exit status is 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gene")
    parser.add_argument("--show", type=int, default=20)
    arguments = parser.parse_args()
    original = Synonymizer(open_reference(f"{arguments.bundle},embedded"))
    other = Synonymizer(open_reference(f"{arguments.reference},embedded"))
    rows = [row for row in read_table() if arguments.gene in {None, row.gene}]
    rows = [row for row in rows if original.reference.find_transcript(row.transcript) is not None]
    random.Random(arguments.seed).shuffle(rows)
    counts: Counter[str] = Counter()
    spent = [0.0, 0.0]
    shown = 0
    for row in rows[: arguments.count]:
        if other.reference.find_transcript(row.transcript) is None:
            counts["not covered"] += 1
            continue
        for text, options in write_questions(row):
            said = []
            for turn, synonymizer in enumerate((original, other)):
                begun = time.process_time()
                said.append(ask(synonymizer, text, options))
                spent[turn] += time.process_time() - begun
            kind = describe(*said)
            counts[kind] += 1
            if kind != "the same" and shown < arguments.show:
                shown += 1
                _show(text, kind, *said)
    for kind, count in counts.most_common():
        sys.stdout.write(f"{kind}: {count:,}\n")
    sys.stdout.write(f"processor time, of the other to the original: {spent[1] / max(spent[0], 1e-9):.2f}\n")
    return int(bool(set(counts) - {"the same", "not covered"}))


def describe(original: Said, other: Said) -> str:
    """Say how two references differ about a text."""
    if original == other:
        return "the same"
    if original.key != other.key:
        return "another key" if other.key else "no answer"
    lost, gained = original.names - other.names, other.names - original.names
    return " and ".join(word for word, part in (("names lost", lost), ("names gained", gained)) if part)


def _show(text: str, kind: str, original: Said, other: Said) -> None:
    sys.stdout.write(f"{text}: {kind}: {original.key} {other.key}\n")
    for sign, names in (("-", original.names - other.names), ("+", other.names - original.names)):
        sys.stdout.writelines(f"    {sign} {name}\n" for name in sorted(names)[:6])


if __name__ == "__main__":
    sys.exit(main())
