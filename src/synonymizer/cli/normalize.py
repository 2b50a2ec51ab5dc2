"""`synonymizer normalize`: one line in, one line out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, options
from synonymizer.errors import NoSuchName
from synonymizer.serialize import NO_ANSWER, get_canonical, no_answer

if TYPE_CHECKING:
    from synonymizer import Synonymizer
    from synonymizer.model import Options, Result
    from synonymizer.serialize import Target

_FIELDS: dict[Target, str] = {"g": "g38"}
"""What an answer of the batch engine calls a target, where that has another name."""


@click.command(epilog="\b\nExample:\n  echo 'STIM1 c.494C>A' | synonymizer normalize --to spdi")
@click.argument(
    "path",
    metavar="[FILE]",
    default=console.STANDARD_INPUT,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--to",
    "target",
    type=click.Choice(["g", "c", "p", "key", "spdi", "vrs"]),
    default="g",
    show_default=True,
    help="Which name: genomic on GRCh38, coding or protein on the transcript of the answer, the identity key, SPDI, or "
    "the VRS identifier.",
)
@options.hints
@options.reference
@click.pass_context
def normalize(
    ctx: click.Context,
    *,
    path: str,
    target: Target,
    stated: Options,
    reference: str | None,
) -> None:
    """Print the canonical name of the variant on each line.

    The lines are those of FILE, or of stdin. Line n of the output is always the answer to line n of the input: a blank
    line stays blank, and a line without an answer gives `!CODE`, a tab and the line. Messages go to stderr with the
    number of their line. A class of variants, such as KRAS G12, has no canonical name (E4002).
    """
    from synonymizer.batch.covering import Covering

    engine = options.open_engine(reference)
    covering = Covering(engine.reference, stated, (_FIELDS.get(target, target), "codes"))
    number = unanswered = 0
    for block in console.track(console.read_blocks(path), "normalize", len):
        known: list[str] = []
        for text, row in zip(block, covering.answer(block), strict=True):
            number += 1
            if row is not None and _is_plain(row, target):
                known.append(row[0])
                continue
            _write(known)
            line = _answer(_ask(engine, text, stated, target), target, f"line {number}: ") if text.strip() else ""
            console.write_line(line)
            unanswered += line.startswith(NO_ANSWER)
        _write(known)
    ctx.exit(1 if unanswered else 0)


def _is_plain(row: tuple[str, ...], target: Target) -> bool:
    """Whether a row has the very name asked for, and nothing is to be said of it; n. names are no c. names."""
    name, codes = row
    return bool(name) and not codes and (target != "c" or ":c." in name)


def _ask(engine: Synonymizer, text: str, stated: Options, target: Target) -> Result:
    """Return the answer with the names that can be the canonical one, which are proved in a fraction of the time.

    Where there is none of them, other names may be: all are asked for.
    """
    from synonymizer.briefs import ENOUGH

    if target != "spdi":
        result = engine.names(text, replace(stated, choice=ENOUGH))
        if all(reading.names for reading in result.readings):
            return result
    return engine.names(text, stated)


def _write(lines: list[str]) -> None:
    """Write lines that are known together, and forget them."""
    if lines:
        console.write_line("\n".join(lines))
        lines.clear()


def _answer(result: Result, target: Target, prefix: str) -> str:
    console.show_issues(result.issues, result.input, prefix=prefix)
    if result.status == "error":
        return no_answer(result)
    try:
        return get_canonical(result, target)
    except NoSuchName as error:
        console.show_error(error, prefix=prefix)
        return f"{NO_ANSWER}{error.code}\t{result.input}"
