"""The options of `annotate` that say how the rows of a table are read."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., None]], Callable[..., None]]

_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";"}


def _column(name: str, parameter: str, text: str) -> Decorator:
    return click.option(f"--{name}", parameter, metavar="NAME|NUMBER", help=text)


_OPTIONS: tuple[Decorator, ...] = (
    _column("column", "column", "Column of names, of a table or of JSON objects."),
    _column("chrom-column", "chrom", "Column of contigs.  [default: the usual names of the four columns]"),
    _column("pos-column", "pos", "Column of positions, as VCF counts them."),
    _column("ref-column", "ref", "Column of the bases of the reference."),
    _column("alt-column", "alt", "Column of the bases of the variant."),
    _column("gene-column", "gene_column", "Column of the genes of names that state none."),
    _column("transcript-column", "transcript_column", "Column of the transcripts of names that state none."),
    _column("protein-column", "protein", "Column of protein changes, compared with those that the names make (W3003)."),
    click.option(
        "--delimiter",
        type=click.Choice(tuple(_DELIMITERS)),
        help="What separates the fields of a table.  [default: what is most frequent in its first line]",
    ),
    click.option("--header/--no-header", "has_header", default=True, help="Whether a table begins with its header."),
    click.option(
        "--quotes/--no-quotes",
        "has_quotes",
        default=True,
        help="Whether a field of a table may be quoted, or a quote is a letter like any other.",
    ),
)


def table(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of tables, which it takes together as its parameter `asked`."""

    @wraps(command)
    def gather(
        *arguments: object,
        column: str | None,
        chrom: str | None,
        pos: str | None,
        ref: str | None,
        alt: str | None,
        gene_column: str | None,
        transcript_column: str | None,
        protein: str | None,
        delimiter: str | None,
        has_header: bool,
        has_quotes: bool,
        **others: object,
    ) -> None:
        from synonymizer.formats.forms import Table
        from synonymizer.formats.layout import Layout
        from synonymizer.formats.records import Dialect

        layout = Layout(column, chrom, pos, ref, alt, gene_column, transcript_column, protein)
        sign = _DELIMITERS[delimiter] if delimiter else None
        command(*arguments, asked=Table(layout, Dialect(sign, has_header, has_quotes)), **others)

    decorated: Callable[..., None] = gather
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
