"""Every name of many variants: this program against biocommons hgvs, on the same rows and the same bundle.

    python -m benchmarks.pipeline [--rows 2000] [--reference SPEC]

Rows are c. names of the ClinVar table in the shared data (SYNONYMIZER_SHARED, default ../shared), spread over all whose
transcript the bundle holds. Of each, both sides give g. on both assemblies, c. or n. and p. on every transcript there,
and SPDI; this program gives its other names as well. hgvs reads through `reference.hgvs_provider`, whose caches stay
warm. The two take turns, in slices of rows, so that a busy machine slows both. Budget: five times as fast as hgvs.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hgvs.assemblymapper import AssemblyMapper
from hgvs.exceptions import HGVSError
from hgvs.parser import Parser

from benchmarks.peers.spelling import write_spdi
from synonymizer.pipeline import Synonymizer
from synonymizer.places import ASSEMBLIES
from synonymizer.reference import open_reference
from synonymizer.reference.hgvs_provider import BundleProvider

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from synonymizer.reference import Reference

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[2] / "shared"))
TABLE = SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz"
SLICE = 100


def read_rows(reference: Reference, count: int) -> list[str]:
    """Return c. names whose transcript is held, evenly spread over the table."""
    with gzip.open(TABLE, "rt", encoding="utf-8") as lines:
        names = [row["hgvs_c"] for row in csv.DictReader(lines, delimiter="\t")]
    held = [name for name in names if ":" in name and reference.find_transcript(name.partition(":")[0])]
    return held[:: max(1, len(held) // count)][:count]


class HgvsSide:
    """The same answers by biocommons hgvs."""

    def __init__(self, provider: BundleProvider) -> None:
        self.parser = Parser()
        self.mappers = [AssemblyMapper(provider, assembly_name=assembly) for assembly in ASSEMBLIES]

    def names(self, text: str) -> str:
        """Name a variant everywhere; return "ok", or the class of the error that ended it."""
        try:
            variant = self.parser.parse_hgvs_variant(text)
            for mapper in self.mappers:
                self._on_assembly(mapper, mapper.c_to_g(variant))
        except HGVSError as error:
            return type(error).__name__
        return "ok"

    def _on_assembly(self, mapper: Any, genomic: Any) -> None:
        names = [str(genomic), write_spdi(genomic)]
        if mapper is not self.mappers[0]:
            return  # names on transcripts are the same from both assemblies
        for accession in mapper.relevant_transcripts(genomic):
            try:
                coding = mapper.g_to_t(genomic, accession)
                names += [str(coding), str(mapper.t_to_p(coding))]
            except (HGVSError, NotImplementedError):
                continue


def run(names: Callable[[str], str], rows: list[str], outcome: Counter[str]) -> float:
    """Name every row and count how it went; return the seconds it took."""
    start = time.perf_counter()
    for row in rows:
        outcome[names(row)] += 1
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare the pipeline with biocommons hgvs.")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--reference")
    options = parser.parse_args()
    reference = open_reference(options.reference)
    rows = read_rows(reference, options.rows)
    synonymizer = Synonymizer(reference)
    hgvs = HgvsSide(BundleProvider(open_reference(options.reference)))
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    our_seconds = their_seconds = 0.0
    for place in range(0, len(rows), SLICE):
        part = rows[place : place + SLICE]
        our_seconds += run(lambda text: synonymizer.names(text).status, part, ours)
        their_seconds += run(hgvs.names, part, theirs)
    for name, seconds, outcome in (("synonymizer", our_seconds, ours), ("hgvs", their_seconds, theirs)):
        counts = ", ".join(f"{status} {count}" for status, count in outcome.most_common())
        print(f"{name:12} {len(rows)} rows in {seconds:7.2f} s, {len(rows) / seconds:8.1f} rows/s ({counts})")
    print(f"ratio: {their_seconds / our_seconds:.2f} (at least 5)")


if __name__ == "__main__":
    main()
