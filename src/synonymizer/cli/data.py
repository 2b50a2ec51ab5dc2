"""`synonymizer data`: reference data beyond what is embedded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from synonymizer.cli import console, data_sets, options
from synonymizer.output import find_target, replacing
from synonymizer.places import ASSEMBLIES

if TYPE_CHECKING:
    from synonymizer.places import Assembly
    from synonymizer.reference.records import LeftOut

_MOST_TOLD = 20
"""How many things that were left out, or reasons for it, are told on the terminal."""

Written = Literal["fasta", "rna", "protein", "gff3", "gtf", "cdot", "uta", "vcf"]


@click.group(epilog="\b\nExample:\n  synonymizer data list")
def data() -> None:
    """Make and manage reference data beyond what is embedded."""


for command in (data_sets.list_sets, data_sets.install, data_sets.verify, data_sets.remove):
    data.add_command(command)


def _read_genes(ctx: click.Context, parameter: click.Parameter, value: str | None) -> frozenset[str] | None:
    """Read gene symbols from the file of that name, or from the option itself."""
    if value is None:
        return None
    lines = console.read_lines(value) if Path(value).is_file() else [value]
    words = " ".join(line.partition("#")[0] for line in lines).replace(",", " ").split()
    if not words:
        raise click.BadParameter(f"{value} names no gene.", ctx=ctx, param=parameter)
    return frozenset(words)


@data.command(epilog="\b\nExample:\n  synonymizer data build --from downloads -o mine.bundle --genes STIM1,ORAI1")
@click.option(
    "--from",
    "sources",
    required=True,
    metavar="FOLDER|SPEC",
    help="Folder that holds the public files, or the files themselves, as for --reference.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="BUNDLE",
    type=click.Path(path_type=Path),
    help="The bundle to write; it appears under this name only when it is complete.",
)
@click.option(
    "--genes",
    metavar="LIST",
    callback=_read_genes,
    help="With a folder: only these genes, symbols joined by commas or a file of them.  [default: all]",
)
@click.option(
    "--left-out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what was left out to FILE, tab-separated: what, and why.  [default: told on stderr]",
)
@options.reference
def build(
    *, sources: str, output: Path, genes: frozenset[str] | None, left_out: Path | None, reference: str | None
) -> None:
    """Make a reference bundle from public files in their published formats.

    FOLDER holds LRG_public_xml_files.zip and, where they are at hand, MANE.GRCh38.bed.gz, the ClinVar VCF and rsID
    table, the HGNC symbols, contigs.tsv and the mitochondrial genome. A symbol they do not know, or no gene left, is an
    error.

    SPEC joins a genome, annotation, the bases of transcripts (rna) where they differ from the genome, their proteins
    and VCF files with identifiers by plus signs, and several assemblies by commas:

    
      fasta:GRCh38.fa+gff3:genes.gff3.gz+rna:rna.fa+protein:protein.fa+vcf:clinvar.vcf.gz

    VCF files alone make a bundle of identifiers, of the alleles whose places --reference holds.

    What fails verification is left out, and told with the reason; of very much, only how often for each reason.
    """
    from synonymizer.build import build as build_of_records
    from synonymizer.build.annotated import build_named
    from synonymizer.build.reports import list_left_out

    folder = Path(sources)
    if genes is not None and not folder.is_dir():
        raise click.UsageError(f"--genes goes with a folder of records, and {sources} is none.")
    if left_out is not None and find_target(left_out) == find_target(output):
        raise click.UsageError(f"--left-out and --output are one file, {output}. Name another for the list.")
    with console.ending_in_order(), console.progress() as progress:
        if folder.is_dir():
            report = build_of_records(folder, output, genes=genes, name=output.stem, progress=progress)
        else:
            report = build_named(sources, output, name=output.stem, over=reference, progress=progress)
    for check in report.checks:
        console.write_line(f"{check.what}: {check.passed:,} of {check.total:,}")
    if left_out is None:
        _tell_left_out(report.left_out)
    else:
        with replacing(left_out) as partial:
            partial.write_text("".join(list_left_out(report.left_out)), encoding="utf-8")
        click.echo(f"{len(report.left_out):,} things were left out; {left_out} says why.", err=True)
    console.write_line(f"{output}: {report.genes:,} genes, {report.transcripts:,} transcripts, sha256:{report.digest}")


def _tell_left_out(left_out: tuple[LeftOut, ...]) -> None:
    """Tell what was left out of a bundle one by one, or how often for each of the commonest reasons."""
    if len(left_out) <= _MOST_TOLD:
        for one in left_out:
            click.echo(f"left out: {one.what}: {one.why}", err=True)
        return
    reasons: dict[str, list[str]] = {}
    for one in left_out:
        reasons.setdefault(one.why, []).append(one.what)
    commonest = sorted(reasons.items(), key=lambda told: -len(told[1]))[:_MOST_TOLD]
    for why, what in commonest:
        click.echo(f"left out: {what[0]}{f' and {len(what) - 1:,} more' if len(what) > 1 else ''}: {why}", err=True)
    untold = len(left_out) - sum(len(what) for _, what in commonest)
    others = f", {untold:,} of them for other reasons" if untold else ""
    click.echo(f"{len(left_out):,} things were left out{others}; --left-out FILE lists them.", err=True)


@data.command(epilog="\b\nExample:\n  synonymizer data export --format gff3 --assembly GRCh37")
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(get_args(Written)),
    help="fasta: chromosomes, N where nothing is held; rna and protein: FASTA of transcripts and proteins; cdot: JSON "
    "of both assemblies; uta: a script for psql that loads both assemblies into PostgreSQL; vcf: alleles with rs "
    "numbers and ClinVar records.",
)
@click.option(
    "--assembly",
    type=click.Choice(ASSEMBLIES),
    default=ASSEMBLIES[0],
    show_default=True,
    help="Assembly whose coordinates are written.",
)
@click.option(
    "--windows",
    is_flag=True,
    help="With fasta: only the stretches that are held, each named by its place, such as NC_000011.10:3850001-4095000.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to FILE instead of stdout; blocked gzip when it ends in .gz. FASTA gets its index beside it.",
)
@options.reference
def export(*, form: Written, assembly: Assembly, windows: bool, output: Path | None, reference: str | None) -> None:
    """Write the reference data in a format that other programs read.

    Coordinates are those of whole chromosomes, which are named by their accession. The same data give the same bytes.
    """
    from synonymizer.export import export as write

    if windows and form != "fasta":
        raise click.UsageError(f"--windows goes with --format fasta, not with {form}.")
    with console.ending_in_order(), console.progress() as progress:
        data = options.open_reference(reference)
        write(data, "windows" if windows else form, output, assembly=assembly, progress=progress)
