"""`synonymizer explain`: what a code means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from synonymizer.cli import console, options, records
from synonymizer.errors import CODES

if TYPE_CHECKING:
    from synonymizer.cli.options import Form


@click.command(epilog="\b\nExample:\n  synonymizer explain W2003")
@click.argument("code", metavar="[CODE]", required=False, type=click.Choice(list(CODES), case_sensitive=False))
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
