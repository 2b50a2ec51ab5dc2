"""Tables of text in every format: what `gene`, `explain` and `doctor` print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from synonymizer.cli import console
from synonymizer.serialize import tab_separated

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from synonymizer.cli.options import Form


Field = str | int | None
"""What a cell holds; None is an empty cell, and null in JSON."""


def write(form: Form, columns: Sequence[str], rows: Sequence[Sequence[Field]]) -> None:
    """Write rows to stdout: aligned, as bare fields, tab-separated under a header, or as JSON objects."""
    texts = [["" if field is None else str(field) for field in row] for row in rows]
    match form:
        case "table":
            align(columns, texts)
        case "plain":
            for fields in texts:
                console.write_line(" ".join(filter(None, fields)))
        case "tsv":
            console.write_line(tab_separated(columns))
            for fields in texts:
                console.write_line(tab_separated(fields))
        case "json":
            console.write_line(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], indent=2))
        case "jsonl":
            for row in rows:
                console.write_line(json.dumps(dict(zip(columns, row, strict=True))))


def align(columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Collection[str] = ()) -> None:
    """Write rows to stdout as aligned columns under a header; `numeric` columns align right."""
    widths = [max(map(len, fields)) for fields in zip(columns, *rows, strict=True)]

    def lay_out(fields: Sequence[str]) -> str:
        cells = zip(columns, fields, widths, strict=True)
        return "  ".join(
            field.rjust(width) if column in numeric else field.ljust(width) for column, field, width in cells
        ).rstrip()

    click.secho(lay_out(columns), bold=True)
    for row in rows:
        click.echo(lay_out(row))
