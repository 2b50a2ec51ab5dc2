"""Statements that are valid and not computed with: what they are called, and what to give instead.

Source: HGVS nomenclature 21.0, DNA/other (methylation), RNA/splicing, DNA/complex (supernumerary chromosomes, and
junctions of other than two sequences).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from synonymizer.errors import UnsupportedNotation
from synonymizer.grammar.emit import emit
from synonymizer.statements import StatedModification, StatedWhole

if TYPE_CHECKING:
    from synonymizer.statements import Expression, StatedJunction

_MODIFICATIONS = {"gom": "gained methylation", "lom": "lost methylation", "met=": "unchanged methylation"}
_WHOLES = {
    "same": "that nothing is changed",
    "unknown": "that the effect is unknown",
    "absent": "that there is no product",
    "spliced": "that the splicing is changed",
}


def refuse(expression: Expression, stated: StatedWhole | StatedModification | StatedJunction) -> NoReturn:
    """Say what a valid statement is, by its name in today's spelling, and what to give instead of it.

    Raises:
        UnsupportedNotation: always.
    """
    match stated:
        case StatedWhole():
            what = f"states of the whole {'RNA' if stated.axis == 'r' else 'sequence'} {_WHOLES[stated.state]}"
            instead = "Give the change of the DNA."
        case StatedModification():
            what = f"states {_MODIFICATIONS.get(stated.state, 'a modification')} of bases that stay the same"
            instead = "Its place alone can be answered."
        case _:
            what = "adds" if len(stated.pieces) == 1 else f"joins {len(stated.pieces)} sequences (::), and adds"
            what = f"{what} a chromosome (sup)" if stated.is_extra else f"joins {len(stated.pieces)} sequences (::)"
            instead = "Give its deletions, duplications and inversions one by one."
    name = emit(expression) or "The name"
    raise UnsupportedNotation(f"{name} {what}; that is valid, but not computed with. {instead}")
