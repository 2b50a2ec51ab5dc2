"""Names that stand for a description: what a row of the tables of names says, read as any description is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.statements import Expression, Issue

if TYPE_CHECKING:
    from collections.abc import Callable

    Describe = Callable[[str], Expression | None]
    """Reads the description of a change: `HBB c.20A>T`, `NC_000002.12:g.233760247_233760248dup`."""


def follow(
    row: dict[str, str], text: str, span: tuple[int, int], notation: str, message: str, describe: Describe
) -> Expression | None:
    """Return what the change of a row says, as an expression of the text that names it; None when it cannot be read.

    A change of a transcript is read on the gene, so that it answers on whatever version of the transcript is held.

    Args:
        row: has the columns gene, reference and change.
        text: holds the name.
        span: where the name stands in it.
        notation: of the name.
        message: says what the name is, and where that is published.
        describe: reads a description.
    """
    reference = f"{row['reference']}:" if row["change"].startswith("g.") else f"{row['gene']} "
    described = describe(reference + row["change"])
    if described is None:
        return None
    hints = replace(described.hints, gene=row["gene"])
    return Expression(text, notation, described.stated, hints, span, (Issue("W2010", "warning", message, span),))
