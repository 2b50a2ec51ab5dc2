"""Tables of text in every format: what `gene`, `explain` and `doctor` print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from synonymizer.cli import console
from synonymizer.serialize import tab_separated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synonymizer.cli.options import Form


def write(form: Form, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows to stdout: aligned, as bare fields, tab-separated under a header, or as JSON objects."""
    match form:
        case "table":
            align(columns, rows)
        case "plain":
            for row in rows:
                console.write_line(" ".join(filter(None, row)))
        case "tsv":
            for fields in (columns, *rows):
                console.write_line(tab_separated(fields))
        case "json":
            console.write_line(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], indent=2))
        case "jsonl":
            for row in rows:
                console.write_line(json.dumps(dict(zip(columns, row, strict=True))))


def align(columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[str] = ()) -> None:
    """Write rows to stdout as aligned columns, folded to the width of the terminal; `numeric` ones align right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in numeric else "left")
    for row in rows:
        table.add_row(*(Text(field) for field in row))
    Console(width=console.width()).print(table)
