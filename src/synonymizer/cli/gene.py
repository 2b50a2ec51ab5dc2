"""`synonymizer gene`: the transcripts of a gene, a drawing, and its exon table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from synonymizer.cli import options

if TYPE_CHECKING:
    from synonymizer.cli.options import Form


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
    from synonymizer.cli import exon_table

    exon_table.write(options.open_reference(reference), symbol, transcript, form)
