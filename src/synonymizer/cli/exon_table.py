"""The drawing and the exon table of a gene as `synonymizer gene` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, drawing, records
from synonymizer.errors import UnknownAccession
from synonymizer.picture import draw
from synonymizer.places import ASSEMBLIES
from synonymizer.project.tables import exon_table
from synonymizer.resolve.lookup import find_gene, find_transcript
from synonymizer.spelling.points import write_point
from synonymizer.statements import Point

if TYPE_CHECKING:
    from synonymizer.cli.options import Form
    from synonymizer.places import Assembly, Gene, Transcript
    from synonymizer.project.tables import ExonRow
    from synonymizer.reference import Reference

COLUMNS = ("gene", "transcript", "protein", "tags", "exon", "first", "last", "size", "phase", "GRCh38", "GRCh37")
"""Columns of every format but the table: one row per exon of every transcript."""

_SOURCES = ("RefSeq", "Ensembl", "LRG")
"""Tags that the accessions say already."""


def write(reference: Reference, symbol: str, transcript: str | None, form: Form) -> None:
    """Write the exons of a gene, or of one of its transcripts, to stdout, and what was assumed to stderr.

    Raises:
        UnknownGene: when no gene has that symbol.
        GeneNotInstalled: when the gene exists and is not held.
        VersionNotHeld: when the transcript is held in other versions only.
        UnknownAccession: when the transcript is not held, or is one of another gene.
    """
    gene, issues = find_gene(symbol, reference)
    console.show_issues(issues, symbol)
    transcripts = reference.transcripts_of(gene.symbol)
    chosen = (_choose(transcript, gene.symbol, reference),) if transcript else transcripts
    if form == "table":
        _show(gene, transcripts, chosen[0], reference)
    else:
        records.write(form, COLUMNS, [row for one in chosen for row in _exons(one, reference)])


def _choose(accession: str, symbol: str, reference: Reference) -> Transcript:
    chosen, issues = find_transcript(accession, reference)
    console.show_issues(issues, accession)
    if chosen.gene != symbol:
        held = ", ".join(one.accession for one in reference.transcripts_of(symbol))
        raise UnknownAccession(f"{chosen.accession} is a transcript of {chosen.gene}. Choose one of {symbol}: {held}.")
    return chosen


def _show(gene: Gene, transcripts: tuple[Transcript, ...], chosen: Transcript, reference: Reference) -> None:
    click.secho(gene.symbol, bold=True)
    for label, symbols in (("previous", gene.previous), ("aliases", gene.aliases)):
        if symbols:
            click.echo(click.wrap_text(f"{label}: {', '.join(symbols)}", console.width(), "  ", "    "))
    click.echo()
    listed = [
        (one.accession, one.protein or "", str(len(one.exons)), str(one.length), ", ".join(_tags(one)))
        for one in transcripts
    ]
    records.align(("Transcript", "Protein", "Exons", "Bases", ""), listed, numeric=("Exons", "Bases"))
    rows = exon_table(chosen, reference)
    click.echo()
    click.secho(" ".join((f"Exons of {chosen.accession}", *(f"({tag})" for tag in _tags(chosen)))), bold=True)
    for line in drawing.render(draw((chosen,), reference), console.width(), drawing.choose_pen()):
        click.echo(line)
    click.echo()
    contigs = {place.assembly: place.contig for row in rows for place in row.places}
    columns = ("Exon", _axis(chosen), "Size", "Phase", *(f"{assembly} {name}" for assembly, name in contigs.items()))
    records.align(
        columns,
        [
            (
                str(row.number),
                _span(row.first, row.last),
                str(row.size),
                _phase(row),
                *(_place(row, assembly) for assembly in contigs),
            )
            for row in rows
        ],
        numeric=("Exon", "Size", "Phase"),
    )


def _exons(transcript: Transcript, reference: Reference) -> list[tuple[records.Field, ...]]:
    return [
        (
            transcript.gene,
            transcript.accession,
            transcript.protein,
            ",".join(_tags(transcript)),
            row.number,
            f"{_axis(transcript)}{write_point(row.first)}",
            f"{_axis(transcript)}{write_point(row.last)}",
            row.size,
            row.phase,
            *(_locus(row, assembly, reference) for assembly in ASSEMBLIES),
        )
        for row in exon_table(transcript, reference)
    ]


def _tags(transcript: Transcript) -> tuple[str, ...]:
    return tuple(tag for tag in (*transcript.tags, *transcript.synonyms) if tag not in _SOURCES)


def _axis(transcript: Transcript) -> str:
    return "c." if transcript.cds else "n."


def _phase(row: ExonRow) -> str:
    return "" if row.phase is None else str(row.phase)


def _span(first: Point, last: Point) -> str:
    return write_point(first) if first == last else f"{write_point(first)}_{write_point(last)}"


def _place(row: ExonRow, assembly: Assembly) -> str:
    """Return the positions of an exon on the contig of an assembly, as printed; "" where it has none."""
    for place in row.places:
        if place.assembly == assembly:
            return _span(Point(place.interval.start), Point(place.interval.end - 1))
    return ""


def _locus(row: ExonRow, assembly: Assembly, reference: Reference) -> str | None:
    """Return the place of an exon as HGVS would write it, None where it has none."""
    for place in row.places:
        contig = reference.find_contig(place.contig)
        if place.assembly == assembly and contig is not None:
            return f"{contig.accession}:{'m' if contig.name == 'MT' else 'g'}.{_place(row, assembly)}"
    return None
