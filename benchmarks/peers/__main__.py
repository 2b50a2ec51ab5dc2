"""Compares this program with others, and writes docs/reference/benchmarks.md and its chart.

    python -m benchmarks.peers --reference lrg803.bundle --cache build/peers [--rows 1000000] [--rounds 3]

Installs each tool into an environment of its own, exports the reference data for it, draws the rows, lets the tools
answer in turn, and compares their answers. What is installed, exported and drawn stays in the cache.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
from pathlib import Path

from benchmarks.peers.agreement import FIELDS, Agreement, compare
from benchmarks.peers.places import Places, export_all, install, list_versions
from benchmarks.peers.report import OURS, Race, draw_chart, write_page
from benchmarks.peers.rows import make_rows
from benchmarks.peers.runs import ROOT, Entry, Taken, race, time_command
from synonymizer import open_reference
from synonymizer.kernel import find_uncompiled

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"

ONE_CORE = (
    (
        "Rows of VCF on transcripts that equal the genome",
        "g., c., p. and SPDI, on one transcript.",
        (("names", "equal"), ("names_as_strings", "equal")),
        (("ferro", "names", "equal-ten"), ("hgvs", "names", "equal-thousand")),
    ),
    (
        "Rows of VCF on all transcripts, exonic",
        "g., c., p. and SPDI, on one transcript.",
        (("names", "exonic"), ("names_as_strings", "exonic")),
        (("ferro", "names", "exonic-ten"), ("hgvs", "names", "exonic-thousand")),
    ),
    (
        "Every transcript over a row",
        "g., c., p., SPDI on as many transcripts as there are; ferro-hgvs leaves out older versions and those of "
        "Ensembl.",
        (("all", "exonic-all"),),
        (("ferro", "all", "exonic-hundred"),),
    ),
    (
        "Lines of HGVS names",
        "The canonical names of c., g. and n. names; this program writes the g. name as well.",
        (("normalize", "names"), ("normalize_as_strings", "names")),
        (("ferro", "normalize", "names-ten"), ("hgvs", "normalize", "names-thousand")),
    ),
    (
        "VRS identifiers",
        "Of g. names; ga4gh.vrs reads them as SPDI.",
        (("vrs", "genomic"),),
        (("weaver", "vrs", "genomic-ten"), ("vrs", "vrs", "genomic-hundred")),
    ),
)
"""Title, output, our tasks and rows, and the others' tools, tasks and rows."""


def run_one_core(places: Places, rounds: int) -> list[Race]:
    """Let the tools answer in turn."""
    races = []
    for title, output, own, others in ONE_CORE:
        entries = [Entry(OURS, *one) for one in own] + [Entry(*other) for other in others]
        print(title, file=sys.stderr, flush=True)
        taken = race(places, entries, rounds)
        names = [OURS if entry.task == own[0][0] else f"{OURS}, as strings" for entry in entries[: len(own)]]
        names += [entry.tool for entry in entries[len(own) :]]
        races.append(Race(title, output, "", dict(zip(names, taken.values(), strict=True))))
    return races


def run_files(places: Places, spec: str, rows: int, rounds: int) -> tuple[list[Race], list[str]]:
    """Annotate files from the start of the process to its end; return the races and the command lines."""
    annotate = [sys.executable, "-m", "synonymizer", "annotate", "--reference", spec, "--threads", "2"]
    ours = [*annotate, "--carriers", "one", str(places.root / "genic.vcf.gz"), "-o", str(places.root / "ours.vcf.gz")]
    commands = {OURS: ours}
    if shutil.which("bcftools"):
        files = ["-f", str(places.reference / "genome/GRCh38.fa"), "-g", str(places.reference / "GRCh38.gff3")]
        output = ["-Oz1", "-o", str(places.root / "csq.vcf.gz"), str(places.root / "genic.vcf.gz")]
        commands["bcftools csq"] = ["bcftools", "csq", "--force", "--local-csq", "-p", "a", *files, *output]
    total = {name: Taken() for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            time_command(command, rows, total[name])
    tenfold = Taken()
    longer = [word.replace("genic.vcf.gz", "genic-tenfold.vcf.gz") for word in ours]
    time_command(longer, 10 * rows, tenfold)
    told = [f"- {name}: `{_tell(command, places, spec)}`" for name, command in commands.items()]
    title = "Files of VCF, genic-wide, from start to end"
    output_of = "A bgzipped file in, a bgzipped file out, with two threads; time of the clock."
    note = "bcftools csq works in one thread. Ten times as many rows are there for their memory."
    return [Race(title, output_of, note, total, is_by_clock=True, alone={f"{OURS}, tenfold": tenfold})], told


def _tell(command: list[str], places: Places, spec: str) -> str:
    """Write a command line without the folders of this machine."""
    shown = [word.replace(str(places.root) + "/", "").replace(spec, Path(spec).name) for word in command]
    return shlex.join(shown).replace(f"{sys.executable} -m ", "")


def run_agreement(places: Places) -> dict[str, Agreement]:
    """Compare the answers to the ClinVar rows."""
    stated = Entry(OURS, "stated", "clinvar")
    others = [
        Entry("ferro", "names", "clinvar"),
        Entry("ferro", "settled", "clinvar"),
        Entry("hgvs", "names", "clinvar"),
    ]
    race(places, [stated, *others], 1)
    ours = _read(places, stated)
    titles = ("ferro-hgvs", "ferro-hgvs, its c. names normalized again", "biocommons hgvs")
    return {
        f"Agreement with {title} on ClinVar": compare(ours, _read(places, other), FIELDS[:3])
        for title, other in zip(titles, others, strict=True)
    }


def _read(places: Places, entry: Entry) -> list[str]:
    path = places.answers(f"{entry.task}.{entry.rows}", entry.tool)
    return path.read_text(encoding="utf-8").splitlines()


def main() -> None:
    """Compare and write."""
    parser = argparse.ArgumentParser(description="Compare this program with others.")
    parser.add_argument("--reference", required=True, help="the bundle that all tools work on")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "peers")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    if uncompiled := find_uncompiled():
        print(f"The kernel is not compiled: {', '.join(uncompiled)}", file=sys.stderr)
    places = Places(options.cache.resolve())
    reference = open_reference(options.reference)
    install(places)
    export_all(places, reference, options.reference)
    marker = places.root / "rows" / f"{options.rows}.done"
    if not marker.exists():
        make_rows(places, reference, options.rows)
        marker.touch()
    races = run_one_core(places, options.rounds)
    files, commands = run_files(places, options.reference, options.rows, options.rounds)
    agreements = run_agreement(places)
    stated = [
        f"Reference data: {reference.description}. {options.rows:,} variants are drawn over its genes: 85 % exchanges "
        "of one base and 15 % indels, nine of ten in exons or 20 bases beside them; genic-wide ones anywhere.",
        "",
        *commands,
    ]
    command = f"python -m benchmarks.peers --reference {Path(options.reference).name} --rows {options.rows}"
    page = write_page(races + files, agreements, list_versions(places), stated, command)
    options.page.write_text(page, encoding="utf-8")
    options.page.with_suffix(".svg").write_text(draw_chart(races + files), encoding="utf-8")
    print(f"{options.page} is written.", file=sys.stderr)


if __name__ == "__main__":
    main()
