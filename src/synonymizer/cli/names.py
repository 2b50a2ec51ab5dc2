"""`synonymizer names`: every equivalent name of each variant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, layout, options
from synonymizer.serialize import COLUMNS, no_answer, tab_separated, to_json, to_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.cli.options import Form
    from synonymizer.model import NameClass, Result, Scope
    from synonymizer.places import Assembly
    from synonymizer.statements import Axis


@click.command(epilog='\b\nExample:\n  synonymizer names "STIM1 c.494C>A" rs6025')
@click.argument("variants", nargs=-1, required=True, metavar="VARIANT...")
@options.hints
@options.choice
@options.reference
@options.form
@click.pass_context
def names(
    ctx: click.Context,
    *,
    variants: tuple[str, ...],
    gene: str | None,
    transcript: str | None,
    assembly: Assembly | None,
    transcripts: tuple[str, ...],
    strict: bool,
    classes: tuple[NameClass, ...],
    levels: tuple[Axis, ...],
    scopes: tuple[Scope, ...],
    limit: int | None,
    recommended: bool,
    reference: str | None,
    form: Form,
) -> None:
    """Print every equivalent name of each VARIANT.

    `-` reads variants from stdin, one per line. With `--format json`, one VARIANT gives one object; several, or
    stdin, give an array.

    What a paper counts by an older numbering of its gene is read by it where the stated base or residue fits. A
    spelling that was repaired is said by a code W1…, and --strict refuses it; `synonymizer explain CODE` explains one.

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
    from synonymizer.model import Choice, Options

    engine = options.open_engine(reference)
    choice = Choice(classes, levels, scopes, assembly, transcript, recommended, limit)
    stated = Options(gene, transcript, assembly, transcripts, strict, choice)
    unanswered = 0

    def answers() -> Iterator[Result]:
        nonlocal unanswered
        for text in console.track(_texts(variants), "names"):
            result = engine.names(text, stated)
            unanswered += result.status == "error"
            yield result

    is_single = len(variants) == 1 and variants[0] != console.STANDARD_INPUT
    write = _write_object if form == "json" and is_single else _WRITERS[form]
    write(answers())
    ctx.exit(1 if unanswered else 0)


def _texts(variants: Iterable[str]) -> Iterator[str]:
    for variant in variants:
        if variant == console.STANDARD_INPUT:
            yield from console.read_lines(variant)
        else:
            yield variant


def _write_table(results: Iterator[Result]) -> None:
    for number, result in enumerate(results):
        block = layout.describe(result, console.width())
        click.echo(("\n" if number else "") + block)
        console.show_issues(result.issues, result.input)


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


_WRITERS: dict[Form, Callable[[Iterator[Result]], None]] = {
    "table": _write_table,
    "plain": _write_plain,
    "tsv": _write_tsv,
    "json": _write_array,
    "jsonl": _write_lines,
}
