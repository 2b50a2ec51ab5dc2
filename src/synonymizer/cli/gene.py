"""`synonymizer gene`: the transcripts of a gene, a drawing, and its exon table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, options, records
from synonymizer.errors import GeneNotInstalled, UnknownAccession, UnknownGene
from synonymizer.model import Point
from synonymizer.notations.points import write_point
from synonymizer.places import ASSEMBLIES

if TYPE_CHECKING:
    from synonymizer.cli.options import Form
    from synonymizer.places import Assembly, Gene, Transcript
    from synonymizer.project.tables import ExonRow
    from synonymizer.reference import Reference

COLUMNS = ("gene", "transcript", "protein", "tags", "exon", "first", "last", "size", "phase", "GRCh38", "GRCh37")
"""Columns of every format but the table: one row per exon of every transcript."""

_SOURCES = ("RefSeq", "Ensembl", "LRG")
"""Tags that the accessions say already."""

_CODING, _UNTRANSLATED, _INTRON = "█", "▄", "─"


@click.command(epilog="\b\nExample:\n  synonymizer gene STIM1")
@click.argument("symbol")
@options.transcript
@options.reference
@options.form
def gene(*, symbol: str, transcript: str | None, reference: str | None, form: Form) -> None:
    """Print the transcripts of a gene and an exon table.

    SYMBOL is the approved symbol, a previous one or an alias. The table on a terminal shows the exons of --transcript,
    or else of the first transcript; the other formats hold the exons of every transcript, or of --transcript.
    Positions are c. (n. on a non-coding transcript) and g.; phase is the number of bases of a codon that come before
    the exon's first coding base.
    """
    held = options.open_reference(reference)
    found = _get_gene(held, symbol)
    transcripts = held.transcripts_of(found.symbol)
    chosen = _choose(transcripts, transcript, found.symbol) if transcript else transcripts
    if form == "table":
        _show(found, transcripts, chosen[0], held)
    else:
        records.write(form, COLUMNS, [row for one in chosen for row in _exons(found, one, held)])


def _get_gene(reference: Reference, symbol: str) -> Gene:
    found = reference.find_gene(symbol)
    if found is None:
        raise UnknownGene(f"{symbol} is no approved, previous or alias symbol of a gene. Check the spelling.")
    if not found.installed:
        raise GeneNotInstalled(
            f"{found.symbol} is a gene, but {reference.description} holds no transcript of it. "
            "Name a bundle that does with --reference."
        )
    return found


def _choose(transcripts: tuple[Transcript, ...], accession: str, symbol: str) -> tuple[Transcript, ...]:
    """Return the transcripts of that accession, newest version first when it states none."""
    chosen = tuple(
        one for one in transcripts if accession in (one.accession, one.accession.partition(".")[0], *one.synonyms)
    )
    if not chosen:
        held = ", ".join(one.accession for one in transcripts)
        raise UnknownAccession(f"{accession} is no transcript of {symbol} that is held. Held are {held}.")
    return chosen


def _show(found: Gene, transcripts: tuple[Transcript, ...], chosen: Transcript, reference: Reference) -> None:
    from synonymizer.project.tables import exon_table

    click.secho(found.symbol, bold=True)
    for label, symbols in (("previous", found.previous), ("aliases", found.aliases)):
        if symbols:
            click.echo(f"  {label}: {', '.join(symbols)}")
    click.echo()
    listed = [
        (one.accession, one.protein or "", str(len(one.exons)), str(one.length), ", ".join(_tags(one)))
        for one in transcripts
    ]
    records.align(("Transcript", "Protein", "Exons", "Bases", ""), listed, numeric=("Exons", "Bases"))
    rows = exon_table(chosen, reference)
    click.echo()
    click.secho(" ".join((f"Exons of {chosen.accession}", *(f"({tag})" for tag in _tags(chosen)))), bold=True)
    if all(row.places for row in rows):
        click.echo("  " + draw(rows, console.width() - 2))
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


def draw(rows: tuple[ExonRow, ...], width: int) -> str:
    """Return the exons to scale, 5' to 3', as one line: coding and untranslated blocks on a line of introns.

    An exon that is narrower than a column still gets one.
    """
    spans = [row.places[0].interval for row in rows]
    low, high = min(span.start for span in spans), max(span.end for span in spans)
    is_reverse = spans[0].start > spans[-1].start
    line = _INTRON * width
    for row, span in zip(rows, spans, strict=True):
        start, end = (high - span.end, high - span.start) if is_reverse else (span.start - low, span.end - low)
        first, last = start * width // (high - low), (end - 1) * width // (high - low)
        mark = _UNTRANSLATED if row.phase is None else _CODING
        line = line[:first] + mark * (last + 1 - first) + line[last + 1 :]
    return line


def _exons(found: Gene, transcript: Transcript, reference: Reference) -> list[tuple[str, ...]]:
    from synonymizer.project.tables import exon_table

    return [
        (
            found.symbol,
            transcript.accession,
            transcript.protein or "",
            ",".join(_tags(transcript)),
            str(row.number),
            f"{_axis(transcript)}{write_point(row.first)}",
            f"{_axis(transcript)}{write_point(row.last)}",
            str(row.size),
            _phase(row),
            *(_locus(row, assembly) for assembly in ASSEMBLIES),
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


def _locus(row: ExonRow, assembly: Assembly) -> str:
    place = _place(row, assembly)
    contig = next((place.contig for place in row.places if place.assembly == assembly), "")
    return place and f"{contig}:g.{place}"
