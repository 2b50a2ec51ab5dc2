"""Make the embedded bundle and its page of provenance: `python scripts/build_embedded.py [FOLDER]`.

FOLDER holds the source files; without it they are looked for in `refdata` of the folder that SYNONYMIZER_SHARED names,
`../shared` when it names none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer.build import build
from synonymizer.build.facts import TABLES
from synonymizer.build.sources import SOURCES, find_sources
from synonymizer.facts import read_facts
from synonymizer.reference.store import Bundle

if TYPE_CHECKING:
    from synonymizer.build import BuildReport

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "data" / "embedded.bundle"
FACTS = ROOT / "data" / "facts"
LARGEST = 8_000_000

GENES = frozenset(
    [
        "STIM1",
        "ORAI1",
        "BRCA1",
        "BRCA2",
        "TP53",
        "CFTR",
        "MLH1",
        "MSH2",
        "MSH6",
        "PMS2",
        "APC",
        "PTEN",
        "RET",
        "VHL",
        "MEN1",
        "NF1",
        "NF2",
        "LDLR",
        "MYH7",
        "MYBPC3",
        "SCN5A",
        "KCNQ1",
        "KCNH2",
        "RYR1",
        "FBN1",
        "DMD",
        "G6PD",
        "MUTYH",
        "ATM",
        "PALB2",
        "STK11",
        "CDH1",
        "SDHB",
        "TSC1",
        "TSC2",
        "RB1",
        "LMNA",
        "COL1A1",
        "COL3A1",
        "HFE",
        "F2",
        "F5",
        "F9",
        "CYP2D6",
        "CYP2C9",
        "DPYD",
        "SLCO1B1",
        "BRAF",
        "EGFR",
        "PIK3CA",
        "NRAS",
        "KIT",
        "JAK2",
        "FLT3",
        "IDH1",
        "IDH2",
        "GLA",
        "BTK",
        "WAS",
        "PKP2",
        "DSP",
        "MTHFR",
        "TTR",
        "CDKN2A",
        "FH",
        "WT1",
        "TXNRD2",
        "HBB",
        "KRAS",
    ]
)
"""The genes people look up most; HBB and KRAS without introns."""


def main() -> None:
    """Build, check the size, and say what was made."""
    shared = os.environ.get("SYNONYMIZER_SHARED") or str(ROOT.parent / "shared")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(shared) / "refdata"
    report = build(folder, BUNDLE, genes=GENES, name="panel")
    size = BUNDLE.stat().st_size
    if size > LARGEST:
        sys.exit(f"{BUNDLE} has {size:,} bytes; at most {LARGEST:,} are embedded.")
    (ROOT / "data" / "PROVENANCE.md").write_text(_describe(folder, report), encoding="utf-8")
    print(f"{BUNDLE}: {size:,} bytes, sha256:{report.digest}")


def _describe(folder: Path, report: BuildReport) -> str:
    """Return the page that says where the facts of the embedded bundle come from."""
    bundle = Bundle.open(BUNDLE)
    titles = {path.name: SOURCES[role].title for role, path in find_sources(folder).items()} | TABLES
    lines = [
        "# Where the embedded data comes from",
        "",
        f"`embedded.bundle` ({bundle.name} {bundle.release}) holds {len(GENES)} genes, the mitochondrial genome and",
        "every gene symbol. It is compiled by `scripts/build_embedded.py` from the public files below: coordinates,",
        "sequences and identifiers, in the program's own format.",
        "",
        f"Content digest: `sha256:{report.digest}`",
        "",
        "| file | what it is | release | date | licence | sha256 |",
        "|---|---|---|---|---|---|",
    ]
    for source, release, date, licence, checksum in bundle.provenance():
        lines.append(f"| {source} | {titles[source]} | {release} | {date} | {licence} | `{checksum}` |")
    lines += ["", "## Facts from the literature", ""]
    lines += ["The tables in `facts` hold facts, not texts: who called a variant what, and how positions were counted."]
    lines += ["Every row cites where it is published. `star_alleles.tsv` is read by the program itself; the others are"]
    lines += ["compiled into the bundle where they hold on its sequences.", "", "| table | rows |", "|---|---:|"]
    lines += [f"| {table.name} | {len(read_facts(table.stem))} |" for table in sorted(FACTS.glob("*.tsv"))]
    lines += ["", "## Verified when it was built", "", "| check | passed | of |", "|---|---:|---:|"]
    lines += [f"| {check.what} | {check.passed:,} | {check.total:,} |" for check in report.checks]
    lines += ["", "## Left out", ""]
    reasons: dict[str, list[str]] = {}
    for left_out in report.left_out:
        reasons.setdefault(left_out.why, []).append(left_out.what)
    lines += [f"- {why}: {', '.join(sorted(what))}" for why, what in sorted(reasons.items())]
    bundle.close()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
