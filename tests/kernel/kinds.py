"""Kinds of edits and of protein changes: what the pipeline calls them, and their numbers in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.kernel.tables import DEL, DELINS, DUP, INS, INV, SUB

if TYPE_CHECKING:
    from synonymizer.statements import EditKind, ProteinKind

KINDS: dict[EditKind, int] = {"sub": SUB, "del": DEL, "dup": DUP, "ins": INS, "inv": INV, "delins": DELINS}

KIND_NAMES: dict[int, EditKind] = {number: name for name, number in KINDS.items()}

PROTEIN_KINDS: tuple[ProteinKind | None, ...] = (
    None,
    "sub",
    "identity",
    "del",
    "dup",
    "ins",
    "delins",
    "frameshift",
    "extension",
    "start_lost",
    "unknown",
    "none",
)
"""In the order of the constants of the tables; None where there is no protein change."""
