"""The identity key of every kind of change but alleles, whose key is their SPDI: equal keys, same variant.

Pure text from values that are already normalized; the form of each key is part of the output schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synonymizer.model import ProteinChange, UncertainInterval


def uncertain_key(change: UncertainInterval) -> str:
    """Return the key of a bounded event: outer and inner bound of each side, `?` where unknown.

    >>> from synonymizer.model import UncertainInterval
    >>> uncertain_key(UncertainInterval("NC_1.1", (None, 9), (20, 31), "del"))
    'NC_1.1:(?,9)_(20,31):DEL'
    """
    return f"{change.sequence}:{_side(change.left)}_{_side(change.right)}:{change.kind.upper()}"


def _side(bounds: tuple[int | None, int | None]) -> str:
    first, last = ("?" if bound is None else str(bound) for bound in bounds)
    return f"({first},{last})"


def protein_key(change: ProteinChange, reference: str) -> str:
    """Return the key of a change that is known on the protein alone.

    Args:
        change: the change.
        reference: the residues of the protein from `edit.first` to `edit.last`.

    >>> from synonymizer.model import ProteinChange
    >>> from synonymizer.statements import ProteinEdit
    >>> protein_key(ProteinChange("NM_1.1", "NP_1.1", ProteinEdit("del", 507, 507, "F", "F")), "F")
    'NP_1.1:507:F:'
    """
    edit = change.edit
    if edit.kind in {"frameshift", "extension"}:
        stop = "?" if edit.stop is None else str(edit.stop)
        return f"{change.protein}:{edit.first}:{reference}:{edit.inserted}{edit.kind}{stop}"
    if edit.kind in {"start_lost", "unknown", "none"}:
        return f"{change.protein}:{max(edit.first, 0)}:{edit.kind}"
    if edit.kind == "ins":
        return f"{change.protein}:{edit.first + 1}::{edit.inserted}"
    if edit.kind == "dup":
        return f"{change.protein}:{edit.last + 1}::{reference}"
    inserted = reference if edit.kind == "identity" else edit.inserted
    return f"{change.protein}:{edit.first}:{reference}:{inserted}"
