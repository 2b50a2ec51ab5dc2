"""`synonymizer names`: every equivalent name of each variant."""

from __future__ import annotations

import json
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, layout, options
from synonymizer.serialize import COLUMNS, no_answer, tab_separated, to_json, to_rows, to_vrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.cli.options import NamesForm
    from synonymizer.model import NameClass, Options, Reading, Result, Scope
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis


def _check_variants(ctx: click.Context, parameter: click.Parameter, variants: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a command that stands behind its options, where it would be read as a variant."""
    program = ctx.find_root().command
    if variants and isinstance(program, click.Group) and variants[0] in program.list_commands(ctx):
        command = variants[0]
        raise click.BadParameter(
            f"{command} is a command. Write its options behind it: synonymizer {command} …", ctx=ctx, param=parameter
        )
    return variants


@click.command(epilog='\b\nExample:\n  synonymizer names "STIM1 c.494C>A" rs6025')
@click.argument("variants", nargs=-1, required=True, metavar="VARIANT...", callback=_check_variants)
@options.hints
@options.choice
@click.option("--draw", is_flag=True, help="Draw the transcript with the variant on it, too (in a table).")
@options.reference
@options.output
@options.names_form
@click.pass_context
def names(
    ctx: click.Context,
    *,
    variants: tuple[str, ...],
    stated: Options,
    classes: tuple[NameClass, ...],
    levels: tuple[Axis, ...],
    scopes: tuple[Scope, ...],
    limit: int | None,
    recommended: bool,
    draw: bool,
    reference: str | None,
    output: str | None,
    form: NamesForm,
) -> None:
    """Print every equivalent name of each VARIANT.

    `-` reads variants from stdin, one per line. With `--format json`, one VARIANT gives one object; several, or
    stdin, give an array.

    What a paper counts by an older numbering of its gene is read by it where the stated base or residue fits. A
    spelling that was repaired is said by a code W1…, and --strict refuses it; `synonymizer explain CODE` explains one.

    --class, --level, --scope, --recommended and --limit choose among the names. So do --assembly and --transcript,
    unless a text had to be read with them: coordinates of GRCh37 are asked for what they are on GRCh38.

    \b
    A variant may be written as
      HGVS             NM_003156.3:c.494C>A  NC_000011.10:g.4055634C>A
                       NC_000011.10(NM_003156.3):c.139+1G>A  LRG_164t1:c.494C>A
      gene, change     STIM1 c.494C>A  STIM1 p.Pro165Gln  BRAF V600E
      coordinates      11-4055634-C-A  chr11:4055634 C>A  hg19 chr11:4076864 C>A
      SPDI             NC_000011.10:4055633:C:A
      identifier       rs6025  VCV000017661
      exons            STIM1 exon 2 deletion  STIM1 EX2DEL
                       NM_003156.3:c.(139+1_140-1)_(270+1_271-1)del
      paper            STIM1 494C>A  CFTR 621+1G>T  CFTR IVS4+1G>T  CFTR F508del
                       HBB E6V  proline 165 to glutamine in STIM1
      class            KRAS G12  KIT exon 11 mutation  TP53 truncating
    """
    from synonymizer.model import Choice

    if draw and form != "table":
        raise click.UsageError(f"--draw draws into a table, and the format is {form}. Add --format table.")
    engine = options.open_engine(reference)
    if form == "vrs":
        if classes or recommended or limit:
            raise click.UsageError(
                "--format vrs prints every VRS object. Leave out --class, --recommended and --limit."
            )
        classes = ("computed",)
    choice = Choice(classes, levels, scopes, stated.assembly, stated.transcript, recommended, limit)
    stated = replace(stated, choice=choice)
    unanswered = 0

    def answers() -> Iterator[Result]:
        nonlocal unanswered
        for text in console.track(_texts(variants), "names"):
            result = engine.names(text, stated)
            unanswered += result.status == "error"
            yield result

    is_single = len(variants) == 1 and variants[0] != console.STANDARD_INPUT
    write: Callable[[Iterator[Result]], None]
    match form:
        case "html":
            write = partial(_write_page, options=stated, reference=engine.reference)
        case "table":
            drawing_of = partial(_draw, reference=engine.reference) if draw else None
            write = partial(_write_table, is_whole=layout.chooses(choice), draw=drawing_of)
        case "query":
            write = partial(_write_queries, reference=engine.reference)
        case _:
            write = _write_object if form == "json" and is_single else _WRITERS[form]
    with _writing_to(output):
        write(answers())
    ctx.exit(1 if unanswered else 0)


@contextmanager
def _writing_to(output: str | None) -> Iterator[None]:
    """Let what is written to stdout go to a file, which appears under its name only when it is complete."""
    if output is None:
        yield
        return
    from pathlib import Path

    from synonymizer.output import replacing

    with (
        console.ending_in_order(),
        replacing(Path(output)) as partial_file,
        partial_file.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as file,
        redirect_stdout(file),
    ):
        yield


def _texts(variants: Iterable[str]) -> Iterator[str]:
    for variant in variants:
        if variant == console.STANDARD_INPUT:
            yield from console.read_lines(variant)
        else:
            yield variant


def _write_table(results: Iterator[Result], *, is_whole: bool, draw: layout.Drawer | None) -> None:
    for number, result in enumerate(results):
        block = layout.describe(result, console.width(), is_whole=is_whole, draw=draw)
        click.echo(("\n" if number else "") + block)
        console.show_issues(result.issues, result.input)


def _draw(reading: Reading, reference: Reference) -> Iterator[str]:
    """Yield the lines of the drawing of a reading, or of why it has none."""
    from synonymizer.cli import drawing
    from synonymizer.picture import draw_reading

    picture = draw_reading(reading, reference)
    if picture is None:
        yield "  no drawing: it lies on no transcript that is held"
        return
    transcript = picture.tracks[0].transcript
    called = (name.text for name in reading.names if name.recommended and name.transcript == transcript.accession)
    yield click.style(f"  {transcript.accession}, {len(transcript.exons)} exons", fg="cyan")
    yield from drawing.render(picture, console.width(), drawing.choose_pen(), next(called, "").rpartition(":")[2])


def _write_plain(results: Iterator[Result]) -> None:
    for result in results:
        texts = dict.fromkeys(name.text for reading in result.readings for name in reading.names)
        for text in texts or (no_answer(result),):
            console.write_line(text)
        console.show_issues(result.issues, result.input)


def _write_tsv(results: Iterator[Result]) -> None:
    console.write_line(tab_separated(COLUMNS))
    for result in results:
        for row in to_rows(result):
            console.write_line(tab_separated(row))
        console.show_issues(result.issues, result.input)


def _write_object(results: Iterator[Result]) -> None:
    for result in results:
        console.write_line(json.dumps(to_json(result), indent=2))


def _write_array(results: Iterator[Result]) -> None:
    console.write_line("[")
    comma = ""
    try:
        for result in results:
            console.write_line(comma + json.dumps(to_json(result), indent=2))
            comma = ","
    finally:
        console.write_line("]")  # what was answered before an error can be read


def _write_lines(results: Iterator[Result]) -> None:
    for result in results:
        console.write_line(json.dumps(to_json(result)))


def _write_objects(results: Iterator[Result]) -> None:
    for result in results:
        for found in to_vrs(result):
            console.write_line(json.dumps(found))


def _write_queries(results: Iterator[Result], *, reference: Reference) -> None:
    """Write one row for each search; a query, which is the last field, is written as it is, ready to be used."""
    from synonymizer.query import write_queries

    console.write_line(tab_separated(("input", "rank", "search", "query")))
    for result in results:
        is_answered = False
        for reading in result.readings:
            gene = reference.find_gene(reading.gene) if reading.gene else None
            aliases = () if gene is None else (*gene.previous, *gene.aliases)
            for query in write_queries(reading, aliases):
                fields = tab_separated((result.input, str(reading.rank), query.search))
                console.write_line(f"{fields}\t{query.text}")
                is_answered = True
        if not is_answered:
            console.write_line(tab_separated((result.input, "", "", "")))
        console.show_issues(result.issues, result.input)


def _write_page(results: Iterator[Result], *, options: Options, reference: Reference) -> None:
    from synonymizer.report import write_report

    for part in write_report(results, reference, options):
        console.write_line(part)


_WRITERS: dict[NamesForm, Callable[[Iterator[Result]], None]] = {
    "plain": _write_plain,
    "tsv": _write_tsv,
    "json": _write_array,
    "jsonl": _write_lines,
    "vrs": _write_objects,
}
