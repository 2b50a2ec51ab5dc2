"""Where everything is: environments of the tools, reference data made for them, rows to answer, and answers.

All of it lies in one folder, so that a second run installs and exports nothing that is there already.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import list_main
from synonymizer.export import export
from synonymizer.places import ASSEMBLIES
from synonymizer.reference import Reference

PACKAGES: dict[str, tuple[str, ...]] = {
    "ferro": ("ferro-hgvs",),
    "weaver": ("hgvs-weaver",),
    "hgvs": ("hgvs", "cdot[fasta]"),
    "vrs": ("ga4gh.vrs[extras]",),
}
"""What is installed into the environment of each tool."""

PROGRAMS = ("bcftools", "snpEff")
"""Programs of the system that take part where they are installed."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of a benchmark."""

    root: Path

    @property
    def reference(self) -> Path:
        """The reference data in the formats of the tools."""
        return self.root / "reference"

    def rows(self, name: str) -> Path:
        """A file of rows to answer."""
        return self.root / "rows" / f"{name}.tsv"

    def answers(self, task: str, tool: str) -> Path:
        """The answers of a tool."""
        return self.root / "answers" / f"{task}.{tool}.tsv"

    def python(self, tool: str) -> Path:
        """The interpreter that has a tool; this program's is that of the benchmark itself."""
        return Path(sys.executable) if tool == "synonymizer" else self.root / "environments" / tool / "bin" / "python"


def install(places: Places) -> None:
    """Make the environment of each tool that has none."""
    for tool, packages in PACKAGES.items():
        python = places.python(tool)
        if not python.exists():
            venv.create(python.parents[1], with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)


def list_versions(places: Places) -> dict[str, str]:
    """Return the version of every tool that takes part."""
    code = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    versions: dict[str, str] = {}
    for tool, packages in PACKAGES.items():
        names = [package.partition("[")[0] for package in packages]
        found = _run([str(places.python(tool)), "-c", code, *names]).split()
        versions |= dict(zip(names, found, strict=True))
    for program in PROGRAMS:
        if shutil.which(program):
            versions[program] = _run([program, "--version" if program == "bcftools" else "-version"]).split()[1]
    return versions


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def export_all(places: Places, reference: Reference, spec: str | None) -> None:
    """Export the reference data once, and lay it out as each tool wants it."""
    files = {
        **{f"genome/{assembly}.fa": _export(reference, "fasta", assembly) for assembly in ASSEMBLIES},
        "transcripts/rna.fna": _export(reference, "rna", ASSEMBLIES[0]),
        "proteins/protein.faa": _export(reference, "protein", ASSEMBLIES[0]),
        "GRCh38.gff3": _export(reference, "gff3", ASSEMBLIES[0]),
        "GRCh38.gtf": _export(reference, "gtf", ASSEMBLIES[0]),
        "cdot.json": _export(reference, "cdot", ASSEMBLIES[0]),
    }
    for name, write in files.items():
        path = places.reference / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            write(path)
    _describe(places, reference, spec)


def _export(reference: Reference, form: str, assembly: str) -> Callable[[Path], None]:
    return lambda path: export(reference, form, path, assembly=assembly)  # type: ignore[arg-type]


def _describe(places: Places, reference: Reference, spec: str | None) -> None:
    """Write what the tools are told beside the sequences: where things lie, digests, the transcript of each gene."""
    manifest = {
        "prepared_at": "2026-01-01T00:00:00Z",
        "transcript_fastas": ["transcripts/rna.fna"],
        "protein_fastas": ["proteins/protein.faa"],
        "genome_fasta": "genome/GRCh38.fa",
        "genome_grch37_fasta": "genome/GRCh37.fa",
        "cdot_json": "cdot.json",
        "cdot_grch37_json": "cdot.json",
        "transcript_count": len(reference.genes()),
        "available_prefixes": ["NM_", "NR_", "ENST"],
    }
    transcripts = [placed.transcript.accession for placed in list_main(reference)]
    stated = {"reference": spec and str(Path(spec).resolve()), "transcripts": transcripts}
    refgets = {contig.accession: contig.refget for contig in reference.contigs()}
    for name, content in (("manifest.json", manifest), ("synonymizer.json", stated), ("refgets.json", refgets)):
        (places.reference / name).write_text(json.dumps(content, indent=1), encoding="ascii")
