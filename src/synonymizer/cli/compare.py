"""`synonymizer compare`: whether two names are one variant, and why."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, options, records
from synonymizer.serialize import SCHEMA, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.cli.options import Form
    from synonymizer.identity import Comparison
    from synonymizer.model import Options, Result
    from synonymizer.serialize import Json

COLUMNS = ("left", "right", "verdict", "reason", "missing", "larger", "left_keys", "right_keys")

SAME, NOT_THE_SAME, CANNOT_TELL = 0, 1, 4
"""Exit statuses."""

_COLOURS = {"same": "green", "cannot tell": "yellow"}


@click.command(epilog='\b\nExample:\n  synonymizer compare "STIM1 c.494C>A" "hg19 chr11:4076864 C>A"')
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@options.hints
@options.reference
@options.form
@click.pass_context
def compare(
    ctx: click.Context,
    *,
    left: str,
    right: str,
    stated: Options,
    reference: str | None,
    form: Form,
) -> None:
    """Say whether A and B are one variant, and why.

    A and B are names in any notation, on any assembly and any transcript; the options hold for both.

    \b
    Verdict:
      same            both name one variant, or both state the very same thing
      same protein    one protein change; the DNA differs, or one does not state it
      contains        one contains the other: a set its members, a class or an rs
                      number of several alleles one of them, a deletion a shorter one
      same position   other bases or residues at one place
      related         they change bases of one stretch, or the exact one is what the
                      other may be: an exon deletion and one with known breakpoints
      cannot tell     something is missing, which is named; a name that has no answer
      different       none of these

    \b
    Exit status:
      0  same
      1  not the same
      2  wrong usage
      3  reference data is missing or damaged
      4  cannot tell
    """
    import synonymizer

    comparison = synonymizer.compare(left, right, options.open_engine(reference), stated)
    _write(comparison, form)
    for result in (comparison.left, comparison.right):
        console.show_issues(result.issues, result.input)
    ctx.exit({"same": SAME, "cannot tell": CANNOT_TELL}.get(comparison.verdict, NOT_THE_SAME))


def _write(comparison: Comparison, form: Form) -> None:
    match form:
        case "table":
            click.echo("\n".join(_describe(comparison)))
        case "plain":
            console.write_line(comparison.verdict)
        case "tsv":
            records.write(form, COLUMNS, [_row(comparison)])
        case "json":
            console.write_line(json.dumps(_to_json(comparison), indent=2))
        case "jsonl":
            console.write_line(json.dumps(_to_json(comparison)))


def _describe(comparison: Comparison) -> Iterator[str]:
    yield click.style(comparison.verdict, bold=True, fg=_COLOURS.get(comparison.verdict))
    missing = f"Missing: {comparison.missing}." if comparison.missing else ""
    for sentence in filter(None, (console.printable(comparison.reason), console.printable(missing))):
        yield from textwrap.wrap(
            sentence, console.width(), initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
        )
    for label, result in (("A", comparison.left), ("B", comparison.right)):
        yield ""
        yield f"{click.style(label, fg='cyan')}  {console.printable(result.input)}"
        yield from (f"   {key}" for key in _list_keys(result) or ("no answer",))


def _list_keys(result: Result) -> tuple[str, ...]:
    from synonymizer.identity import name_reading

    return tuple(name_reading(reading) for reading in result.readings)


def _row(comparison: Comparison) -> tuple[str, ...]:
    return (
        comparison.left.input,
        comparison.right.input,
        comparison.verdict,
        comparison.reason,
        comparison.missing,
        comparison.larger or "",
        " | ".join(_list_keys(comparison.left)),
        " | ".join(_list_keys(comparison.right)),
    )


def _to_json(comparison: Comparison) -> dict[str, Json]:
    return {
        "schema": SCHEMA,
        "verdict": comparison.verdict,
        "reason": comparison.reason,
        "missing": comparison.missing,
        "larger": comparison.larger,
        "left": to_json(comparison.left),
        "right": to_json(comparison.right),
    }
