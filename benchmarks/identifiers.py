"""An invented dbSNP file of a hundred million rs numbers: what it costs to build a bundle of it, and to ask that.

    python -m benchmarks.identifiers FOLDER [--rows 100000000] [--seed 1] [--drop]

Writes `genome.bundle`, contigs of GRCh38 in their order as far as the rows reach, and `dbsnp.vcf.gz`, rows in dbSNP's
form as dense as dbSNP has them (1.1 billion on 3.1 Gb); 88 % change a single base, 13 % have several alternates, and
numbers are drawn from 2**31 without any order. Both stay in the folder and are taken again. Then a child builds
`dbsnp.bundle`, whose time and memory are measured, and fresh processes ask it; with `--drop` (as root, on Linux) also
after the system has forgotten the file. Alleles that are asked for are checked against the rows.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import subprocess
import sys
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer import open_reference
from synonymizer.build.writer import create, finish, write_contigs, write_sequence
from synonymizer.formats import bgzf
from synonymizer.output import replacing
from synonymizer.places import Block as Aligned
from synonymizer.places import Placement
from synonymizer.reference.contract import Origin
from synonymizer.reference.seal import write_seal
from synonymizer.reference.stretches import name_stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.places import Contig

DISTANCE = 3_100_000_000 / 1_100_000_000
"""Bases from one rs number to the next, on average."""

STRETCH = 1_000_000
ASKED = 20
_BASES = bytes(b"ACGT"[(number * 5 >> 8) & 3] if number < 205 else b"AT"[number & 1] for number in range(256))
_OTHERS = {base: tuple(other for other in "ACGT" if other != base) for base in "ACGT"}
_HEADER = """##fileformat=VCFv4.2
##fileDate=20250101
##source=dbSNP
##dbSNP_BUILD_ID=999
##reference=GRCh38.p14
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO
"""

_BUILD = """
import json, resource, sys, time
from pathlib import Path
from synonymizer.build.identifiers import build_identifiers
from synonymizer.reference import Reference
from synonymizer.reference.store import Bundle
stages, begin = {}, time.monotonic()
def note(stage, done, total):
    stages[stage.rpartition(" ")[0]] = round(time.monotonic() - begin)
vcf, genome, output = map(Path, sys.argv[1:])
report = build_identifiers([vcf], Reference((Bundle.open(genome),)), output, name="dbsnp", progress=note)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": round(time.monotonic() - begin), "until": stages, "MiB": memory >> 10,
                  "fit": [report.checks[0].passed, report.checks[0].total], "left_out": len(report.left_out)}))
"""

_ASK = """
import json, sys, time
begin = time.perf_counter()
from synonymizer.reference.store import Bundle
from synonymizer.reference import known
loaded = time.perf_counter()
bundle = Bundle.open(sys.argv[1])
opened = time.perf_counter()
found = bundle.known_alleles("rs", int(sys.argv[2])) if len(sys.argv) == 3 else bundle.known_over(
    sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
asked = time.perf_counter()
print(json.dumps({"import": 1e3 * (loaded - begin), "open": 1e3 * (opened - loaded), "ask": 1e3 * (asked - opened),
                  "found": [[one.sequence, one.start, one.end, one.inserted, one.rs] for one in found]}))
"""


def scramble(index: int) -> int:
    """Return a number from 1 to 2**31 for one below 2**31 - 1, without order and never the same twice.

    >>> len({scramble(index) for index in range(10_000)})
    10000
    """
    mask = 0x7FFFFFFF
    value = (index * 0x9E3779B1) & mask
    value = ((value ^ (value >> 15)) * 0x85EBCA6B) & mask
    value = ((value ^ (value >> 13)) * 0xC2B2AE35) & mask
    return (value ^ (value >> 16)) + 1


def read_contigs(rows: int) -> list[tuple[Contig, int]]:
    """Return the contigs of GRCh38 that the rows need, and how many bases of each."""
    remaining, found = int(rows * DISTANCE) + STRETCH, []
    for contig in open_reference().contigs():
        if contig.assembly == "GRCh38" and remaining > 0:
            found.append((contig, min(contig.length, remaining)))
            remaining -= contig.length
    return found


def make_bases(contig: Contig, length: int, seed: int) -> str:
    """Return the bases of a contig."""
    return random.Random(f"{seed} {contig.name}").randbytes(length).translate(_BASES).decode()


def write_genome(path: Path, rows: int, seed: int) -> None:
    """Write a bundle of the contigs' bases."""
    with replacing(path) as partial:
        with closing(create(partial)) as connection:
            write_contigs(connection, open_reference().contigs())
            for contig, length in read_contigs(rows):
                bases = make_bases(contig, length, seed)
                for start in range(0, length, STRETCH):
                    end = min(start + STRETCH, length)
                    place = Placement(
                        name_stretch(contig.accession, start, end), contig.accession, 1, start, end,
                        (Aligned(start, 0, end - start),), (),
                    )  # fmt: skip
                    write_sequence(connection, place.source, None, bases[start:end], (place,))
            finish(connection, "invented", "2025.01", [Origin("invented")])
        write_seal(partial)


def list_rows(rows: int, seed: int) -> Iterator[tuple[str, int, int, str, str]]:
    """Yield contig, position, rs number, REF and ALT of each row, in order."""
    return islice(_list_rows(rows, seed), rows)


def _list_rows(rows: int, seed: int) -> Iterator[tuple[str, int, int, str, str]]:
    chance = random.Random(seed)
    draw, count = chance.random, 0
    for contig, length in read_contigs(rows):
        bases = make_bases(contig, length, seed)
        place = 0.0
        while place + 100 < length:
            place += 1 + draw() * 2 * (DISTANCE - 1)
            start, kind = int(place), draw()
            base = bases[start]
            if kind < 0.77:
                deleted, inserted = base, _OTHERS[base][int(draw() * 3)]
            elif kind < 0.88:
                deleted, inserted = base, ",".join(_OTHERS[base][: 2 if draw() < 0.8 else 3])
            elif kind < 0.94:
                deleted, inserted = bases[start : start + 2 + int(draw() * draw() * 20)], base
            elif kind < 0.98:
                deleted, inserted = base, base + bases[start + 20 : start + 21 + int(draw() * draw() * 12)]
            else:
                deleted, inserted = bases[start : start + 2], bases[start + 1 : start - 1 : -1] + "G"
            yield contig.accession, start + 1, scramble(count), deleted, inserted
            count += 1


def write_rows(path: Path, rows: int, seed: int) -> None:
    """Write the rows as dbSNP does."""
    with replacing(path) as partial, partial.open("wb") as file:
        file.write(bgzf.compress(_HEADER.encode()))
        remaining = list_rows(rows, seed)
        while some := list(islice(remaining, 50_000)):
            text = "".join([
                f"{contig}\t{position}\trs{number}\t{deleted}\t{inserted}\t.\t.\t"
                f"RS={number};dbSNPBuildIDBackRef=151;SSR=0;GENEINFO=DDX11L1:100287102;VC=SNV;R5;GNO;"
                "FREQ=KOREAN:0.9891,0.0109|dbGaP_PopFreq:1,0\n"
                for contig, position, number, deleted, inserted in some
            ])  # fmt: skip
            file.write(bgzf.compress(text.encode()))
        file.write(bgzf.END)


def _run(code: str, *arguments: object) -> dict[str, object]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)  # type: ignore[no-any-return]


def measure(bundle: Path, asked: list[tuple[str, int, int, int]], *, drop: bool) -> None:
    """Ask fresh processes for alleles by number and by place, and print how long that took."""
    for what in ("rs", "place"):
        times: dict[str, list[float]] = {"import": [], "open": [], "ask": []}
        for contig, start, end, number in asked:
            if drop:
                subprocess.run(["sync"], check=True)
                Path("/proc/sys/vm/drop_caches").write_text("1")
                _run("import json, synonymizer.reference.known, synonymizer.reference.store; print(json.dumps({}))")
            answer = _run(_ASK, bundle, *((number,) if what == "rs" else (contig, start, end)))
            assert any(one[0] == contig and one[4] == number for one in answer["found"]), (what, number, answer)  # type: ignore[attr-defined]
            for step, found in times.items():
                found.append(answer[step])  # type: ignore[arg-type]
        spread = {step: f"{statistics.median(found):.1f} (at most {max(found):.1f})" for step, found in times.items()}
        print(f"{what}{', nothing in memory' if drop else ''}, milliseconds: {spread}", flush=True)


def main() -> None:
    """Make what is not there yet, build the bundle and ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drop", action="store_true", help="also ask after the system has dropped its caches")
    parser.add_argument("--keep", action="store_true", help="ask the bundle that is there")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    genome, vcf, bundle = (options.folder / name for name in ("genome.bundle", "dbsnp.vcf.gz", "dbsnp.bundle"))
    for path, write in ((genome, write_genome), (vcf, write_rows)):
        if not path.exists():
            begin = time.monotonic()
            write(path, options.rows, options.seed)
            print(f"{path.name}: {path.stat().st_size:,} bytes in {time.monotonic() - begin:.0f} s", flush=True)
    if not (options.keep and bundle.exists()):
        print(_run(_BUILD, vcf, genome, bundle), flush=True)
    size = bundle.stat().st_size
    print(f"{bundle.name}: {size:,} bytes, {size / options.rows:.2f} for each rs number", flush=True)
    asked = []
    with gzip.open(vcf, "rt") as lines:
        for line in islice(lines, 6, min(options.rows, 2_000_000), max(1, min(options.rows, 2_000_000) // ASKED)):
            contig, position, name, deleted, *_ = line.split("\t", 4)
            start = int(position) - 1
            asked.append((contig, start, start + len(deleted), int(name.removeprefix("rs"))))
    for drop in (False, True) if options.drop else (False,):
        measure(bundle, asked, drop=drop)


if __name__ == "__main__":
    main()
