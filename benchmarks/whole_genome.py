"""A whole genome against a small bundle: the build, a lookup in a fresh process, and rows of a file by the second.

    python -m benchmarks.genome FOLDER
    python -m benchmarks.whole_genome FOLDER --small lrg803.bundle [--build] [--lookup] [--rows 10000000] [--rounds 3]

Rows are drawn anywhere in what a bundle holds of GRCh38, or nine of ten in exons and 20 bases beside them; both bundles
get as many. Commands take turns, so that a busy machine slows all of them; the least seconds of the processor and the
median of seconds are compared. Memory is the most that a process held. Budgets: build 30 minutes and 6 GiB, lookup 1.3
times the embedded bundle's, rows a second 0.8 times the small bundle's, 1.5 GB.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.lookup import measure
from synonymizer.places import ASSEMBLIES
from synonymizer.reference.store import Bundle
from synonymizer.reference.stretches import is_stretch, parse_stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

SINGLE_BASES = 0.85
NEAR_EXONS = 0.9
FLANK = 20
LONGEST = 12

_OTHERS = {base: b"ACGT".replace(bytes([base]), b"").decode() for base in b"ACGT"}


class Cost(NamedTuple):
    """What a command took: seconds, seconds of the processor, and the most bytes it held."""

    seconds: float
    processor: float
    memory: int


class Held(NamedTuple):
    """A stored sequence laid forward on a contig, and the places on it that rows are drawn from."""

    source: str
    contig: str
    start: int
    length: int
    exons: tuple[tuple[int, int], ...]


def run(command: list[str]) -> Cost:
    """Run a command; one that fails ends this program."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def list_held(bundle: Bundle) -> list[Held]:
    """Return what a bundle holds of GRCh38, in order, each base once, with the exons of its transcripts."""
    found: list[Held] = []
    for contig in bundle.contigs():
        if contig.assembly != ASSEMBLIES[0]:
            continue
        reached = 0
        for source, start, end in bundle.outlines(contig.accession):
            is_own = not is_stretch(source) or parse_stretch(source)[0] == contig.accession
            if start < reached or not is_own or end - start < 10_000:
                continue
            places = [
                place
                for place in bundle.placements_of(source)
                if (place.contig, place.start) == (contig.accession, start)
            ]
            if places[0].strand > 0 and len(places[0].blocks) == 1 and not places[0].patches:
                found.append(
                    Held(source, contig.accession, start, end - start, list_exons(bundle, source, end - start))
                )
                reached = end
    return found


def list_exons(bundle: Bundle, source: str, length: int) -> tuple[tuple[int, int], ...]:
    """Return the exons on a stored sequence, each with a flank, as often as transcripts have it."""
    found: list[tuple[int, int]] = []
    for row in bundle.transcript_rows(source):
        for block in row[7].split(","):
            _, at, size = map(int, block.split())
            low = at if row[2] > 0 else -at - size
            found.append((max(low - FLANK, 0), min(low + size + FLANK, length)))
    return tuple(found)


def write_rows(bundle: Bundle, path: Path, count: int, *, exonic: bool, is_sorted: bool, seed: int = 1) -> None:
    """Write a VCF file of rows; those of unknown bases are fewer than asked for."""
    random = Random(seed)
    held = list_held(bundle)
    weights = [sum(end - start for start, end in one.exons) if exonic else one.length for one in held]
    shares = list(accumulate(weights, initial=0))
    lines: list[str] = []
    with path.open("w", encoding="ascii") as file:
        file.write("##fileformat=VCFv4.4\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n")
        for index, one in enumerate(held):
            size = count * shares[index + 1] // shares[-1] - count * shares[index] // shares[-1]
            bases = bundle.read(one.source, 0, one.length)
            made = draw_lines(one, bases, sorted(draw_places(one, size, exonic, random)), random)
            if is_sorted:
                file.writelines(made)
            else:
                lines += made
        random.shuffle(lines)
        file.writelines(lines)


def draw_places(held: Held, count: int, exonic: bool, random: Random) -> Iterator[int]:
    """Yield places on a stored sequence."""
    ends = list(accumulate(end - start for start, end in held.exons))
    for _ in range(count):
        if exonic and random.random() < NEAR_EXONS:
            number = int(random.random() * ends[-1])
            index = bisect_right(ends, number)
            yield held.exons[index][1] - ends[index] + number
        else:
            yield int(random.random() * held.length)


def draw_lines(held: Held, bases: bytes, places: list[int], random: Random) -> Iterator[str]:
    """Yield a line for each place whose bases are known."""
    for place in places:
        deleted = bases[place : place + 1]
        if random.random() < SINGLE_BASES:
            inserted = _OTHERS.get(deleted[0] if deleted else 0, "")[int(random.random() * 3) :][:1]
        else:
            length = min(int(random.expovariate(0.5)) + 1, LONGEST)
            around = bases[place : place + 1 + length]
            deleted, inserted = (
                (around, around[:1].decode()) if random.random() < 0.5 else (around[:1], around.decode())
            )
        if inserted and b"N" not in deleted and "N" not in inserted and deleted.decode() != inserted:
            yield f"{held.contig}\t{held.start + place + 1}\t.\t{deleted.decode()}\t{inserted}\t.\t.\t.\n"


def measure_build(folder: Path) -> None:
    """Build the bundle through the command line."""
    parts = "+".join(
        f"{kind}:{folder / name}" for kind, name in (("fasta", "genome.fa"), ("gff3", "genome.gff3"), ("rna", "rna.fa"))
    )
    cost = run(
        [sys.executable, "-m", "synonymizer", "data", "build", "--from", parts, "-o", str(folder / "genome.bundle")]
    )
    print(f"build: {cost.seconds:.0f} s, {cost.processor:.0f} s of the processor, {cost.memory / 2**30:.2f} GiB")


def measure_lookup(genome: Path, rounds: int) -> None:
    """Time a lookup with and without the genome, for a gene of the embedded bundle and one of the genome."""
    name = Bundle.open(genome).transcript_rows(list_held(Bundle.open(genome))[0].source)[0][0]
    lookup = [sys.executable, "-m", "synonymizer", "names"]
    commands = {
        "embedded": [*lookup, "STIM1 c.494C>A"],
        "with a genome": [*lookup, "STIM1 c.494C>A", "--reference", str(genome)],
        "on the genome": [
            *lookup,
            f"{name}:c.7_9del" if name.startswith("NM") else f"{name}:n.7_9del",
            "--reference",
            str(genome),
        ],
    }
    median = measure(commands, 5 * rounds)
    for kind, milliseconds in median.items():
        print(f"lookup {kind:14} {milliseconds:8.1f} ms, {milliseconds / median['embedded']:.2f} x (at most 1.3)")


def measure_rows(small: Path, genome: Path, folder: Path, rows: int, rounds: int, *, is_sorted: bool) -> None:
    """Time files of rows on both bundles."""
    for exonic in (False, True):
        kind = "exonic" if exonic else "anywhere"
        found: dict[Path, list[Cost]] = {small: [], genome: []}
        for bundle in found:
            write_rows(Bundle.open(bundle), folder / f"{bundle.stem}.vcf", rows, exonic=exonic, is_sorted=is_sorted)
        for _ in range(rounds):
            for bundle, costs in found.items():
                source, output = folder / f"{bundle.stem}.vcf", folder / f"{bundle.stem}.out.vcf"
                command = [sys.executable, "-m", "synonymizer", "annotate", str(source), "-o", str(output)]
                costs.append(run([*command, "--reference", str(bundle)]))
        for bundle, costs in found.items():
            seconds = statistics.median(cost.seconds for cost in costs)
            processor = min(cost.processor for cost in costs)
            print(
                f"{rows:,} rows {kind:8} {bundle.stem:10} {rows / seconds:10,.0f} rows/s, {rows / processor:10,.0f} "
                f"by second of the processor, {max(cost.memory for cost in costs) / 1e9:.2f} GB"
            )
        ratios = [one.seconds / other.seconds for one, other in zip(found[small], found[genome], strict=True)]
        processor = min(one.processor for one in found[small]) / min(one.processor for one in found[genome])
        print(
            f"{rows:,} rows {kind:8} ratio {statistics.median(ratios):.2f} (of the processor {processor:.2f}; "
            "at least 0.8)"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Compare a whole genome with a small bundle.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--small", type=Path, required=True)
    parser.add_argument("--genome", type=Path)
    parser.add_argument("--build", action="store_true")
    parser.add_argument("--lookup", action="store_true")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--unsorted", action="store_true")
    options = parser.parse_args()
    if options.build:
        measure_build(options.folder)
    genome = options.genome or options.folder / "genome.bundle"
    if options.lookup:
        measure_lookup(genome, options.rounds)
    if options.rows:
        measure_rows(
            options.small, genome, options.folder, options.rows, options.rounds, is_sorted=not options.unsorted
        )


if __name__ == "__main__":
    main()
