"""`synonymizer explain`: what a code means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, options, records
from synonymizer.codes import CODES

if TYPE_CHECKING:
    from synonymizer.cli.options import Form


def _read_code(ctx: click.Context, parameter: click.Parameter, word: str | None) -> str | None:
    """Read a code in any letter case; another word is answered with the codes nearest to it."""
    if word is None or word.upper() in CODES:
        return word and word.upper()
    from difflib import get_close_matches

    near = get_close_matches(word.upper(), CODES)
    hint = f"the nearest are {', '.join(near)}, and " if near else ""
    message = f"There is no code {word}; {hint}`synonymizer explain` lists all."
    raise click.BadParameter(message, ctx=ctx, param=parameter)


@click.command(epilog="\b\nExample:\n  synonymizer explain W2003")
@click.argument(
    "code", metavar="[CODE]", required=False, callback=_read_code, shell_complete=options.complete_from(CODES)
)
@options.form
def explain(*, code: str | None, form: Form) -> None:
    """Print what a code means, an example of it, and its remedy.

    Without CODE, list all codes.
    """
    if code is None:
        records.write(form, ("code", "title"), [(key, entry.title) for key, entry in CODES.items()])
        return
    entry = CODES[code]
    if form != "table":
        row = (code, entry.title, entry.meaning, entry.remedy, entry.example)
        records.write(form, ("code", "title", "meaning", "remedy", "example"), [row])
        return
    click.secho(f"{code}: {entry.title}", bold=True)
    for label, text in (("Meaning", entry.meaning), ("Example", entry.example), ("Remedy", entry.remedy)):
        click.echo(click.wrap_text(f"{label}: {text}", console.width(), "  ", " " * (len(label) + 4)))
