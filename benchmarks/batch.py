"""Where the time of the batch engine goes: stage by stage, column by column, and what is left to the pipeline.

    python -m benchmarks.batch --reference lrg803.bundle [--rows 200000] [--extent one] [--genic]

Rows are drawn as in `benchmarks.data` and answered in blocks, as files are. Regions are loaded before the clock runs.
Seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from benchmarks.data import draw, list_main
from synonymizer import open_reference
from synonymizer.batch.engine import Engine, Spec
from synonymizer.briefs import EXTENTS
from synonymizer.kernel import digests, effects, find_uncompiled, joins, places, proteins, residues, tables, writing
from synonymizer.kernel.tables import DONE, Column, Ground, make_column
from synonymizer.kernel.vcf_lines import Contigs, scan

BLOCK = 1 << 15
"""Rows that are answered at once."""

REASONS = ("UNREAD", "NOT_HELD", "MISMATCH", "NEAR_DIFFERENCE", "TOO_LONG", "NOT_COVERED", "OUTSIDE")
"""The names of the states of rows that a stage does not cover."""

Made = TypeVar("Made")


class Stopwatch:
    """Seconds of the processor by stage."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def time(self, stage: str, work: Callable[[], Made]) -> Made:
        """Do the work of a stage and add what it took."""
        start = time.process_time()
        made = work()
        self.seconds[stage] += time.process_time() - start
        return made


def list_contigs(engine: Engine) -> Contigs:
    """Return the accessions of the contigs of GRCh38."""
    index: dict[str, int] = {}
    for number, contig in enumerate(engine.reference.contigs()):
        index.setdefault(contig.accession, number)
    names = sorted(index)
    return Contigs(make_column(names), array("i", [index[name] for name in names]))


def make_blocks(rows: Iterable[Sequence[object]]) -> list[bytes]:
    """Return rows that begin with contig, position, REF and ALT as blocks of lines of a VCF file."""
    lines = [f"{row[0]}\t{row[1]}\t.\t{row[2]}\t{row[3]}\t.\t.\t.\n" for row in rows]
    return ["".join(lines[start : start + BLOCK]).encode() for start in range(0, len(lines), BLOCK)]


def walk(engine: Engine, contigs: Contigs, block: bytes, watch: Stopwatch, states: Counter[int]) -> int:
    """Take a block through all stages; return how many transcripts its rows are told on."""
    ground = engine.grounds.ground
    extent = EXTENTS.index(engine.spec.extent)
    _, alleles = watch.time("scan the lines", lambda: scan(block, contigs))
    regions = watch.time("assign regions", lambda: places.assign_regions(alleles, ground))
    engine.grounds.load(regions)
    placed = watch.time("place", lambda: places.place(alleles, regions, ground))
    hits = watch.time("join transcripts", lambda: joins.join(placed, ground, extent))
    made = watch.time("predict proteins", lambda: proteins.predict(placed, hits, ground))
    watch.time("find consequences", lambda: effects.find_terms(placed, hits, made, ground))
    write_columns(placed, hits, made, ground, watch)
    states.update(placed.state)
    return hits.row_end[-1]


def write_columns(
    placed: tables.Places, hits: tables.Hits, made: tables.Proteins, ground: Ground, watch: Stopwatch
) -> None:
    """Write each column that an answer may have."""
    writers: dict[str, Callable[[], Column]] = {
        "write key and SPDI": lambda: writing.write_spdi(placed, ground),
        "write g. (GRCh38)": lambda: writing.write_genomic(placed, ground, 38),
        "write g. (GRCh37)": lambda: writing.write_genomic(placed, ground, 37),
        "write c.": lambda: writing.write_coding(placed, hits, ground),
        "write r.": lambda: writing.write_rna(placed, hits, ground),
        "write p.": lambda: residues.write_protein(hits, made, ground),
        "write transcripts": lambda: writing.write_labels(hits, ground, "transcript"),
        "write VRS": lambda: digests.write_vrs(placed, ground),
    }
    for stage, write in writers.items():
        watch.time(stage, write)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the stages of the batch engine.")
    parser.add_argument("--reference")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--extent", choices=EXTENTS, default="one")
    parser.add_argument("--genic", action="store_true", help="draw anywhere in genes, and not nine of ten in exons")
    options = parser.parse_args()
    reference = open_reference(options.reference)
    rows = sorted(draw(reference, list_main(reference), options.rows, exonic=not options.genic))
    engine = Engine(Spec(options.reference, extent=options.extent))
    contigs, blocks = list_contigs(engine), make_blocks(rows)
    for block in blocks:
        engine.grounds.load(places.assign_regions(scan(block, contigs)[1], engine.grounds.ground))
    watch, states = Stopwatch(), Counter[int]()
    told = sum(walk(engine, contigs, block, watch, states) for block in blocks)
    for stage, seconds in watch.seconds.items():
        print(f"{stage:20} {len(rows) / max(seconds, 1e-9) / 1e6:8.2f} million rows/s")
    left = len(rows) - states[DONE]
    print(f"{'all of it':20} {len(rows) / sum(watch.seconds.values()) / 1e6:8.2f} million rows/s, {told:,} output rows")
    reasons = ((name, states[getattr(tables, name)]) for name in REASONS)
    print(
        f"not covered: {left / len(rows):.3%} ("
        + ", ".join(f"{name} {count:,}" for name, count in reasons if count)
        + ")"
    )
    if uncompiled := find_uncompiled():
        print(f"plain Python: {', '.join(uncompiled)}")


if __name__ == "__main__":
    main()
