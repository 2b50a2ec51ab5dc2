"""What hgvs.parser finds in a change (its `PosEdit`), in this program's vocabulary.

The parser itself is called in `hgvs` alone; here its values are only looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synonymizer.model import Point, ProteinEdit, StatedEdit
from synonymizer.notations.points import make_point

if TYPE_CHECKING:
    from synonymizer.model import Axis, Datum, EditKind, ProteinKind

_DATUMS: dict[str, Datum] = {"SEQ_START": "start", "CDS_START": "cds_start", "CDS_END": "cds_end"}
_KINDS: dict[str, ProteinKind] = {
    "sub": "sub",
    "identity": "identity",
    "del": "del",
    "ins": "ins",
    "dup": "dup",
    "delins": "delins",
    "fs": "frameshift",
    "ext": "extension",
}


def convert_edit(posedit: Any, axis: Axis, kind: EditKind) -> StatedEdit:
    """Convert a change of bases; bases or a number stated as deleted are kept, for the reference to check."""
    stated = _bases(getattr(posedit.edit, "ref", None))
    is_number = stated.isdecimal()
    return StatedEdit(
        axis,
        _convert_position(posedit.pos.start),
        _convert_position(posedit.pos.end),
        kind,
        None if is_number or not stated else stated,
        int(stated) if is_number else None,
        _bases(getattr(posedit.edit, "alt", None)) if kind in {"sub", "ins", "delins"} else "",
    )


def _bases(stated: str | None) -> str:
    return (stated or "").upper().replace("U", "T")


def _convert_position(position: Any) -> Point:
    datum = getattr(position, "datum", None)
    return make_point(position.base, getattr(position, "offset", 0), _DATUMS[datum.name] if datum else "start")


def convert_protein(posedit: Any) -> ProteinEdit:
    """Convert a change of residues. Statements about the whole protein are `=`, `0` and, as None, `?`."""
    if posedit is None:
        return ProteinEdit("unknown")
    predicted: bool = posedit.uncertain
    if posedit.pos is None:
        return ProteinEdit("identity" if posedit.edit == "=" else "none", predicted=predicted)
    edit = posedit.edit
    start, end = posedit.pos.start, posedit.pos.end
    kind, inserted = _convert_residues(edit.type, start.aa, getattr(edit, "alt", None) or "")
    length = getattr(edit, "length", None) if kind in {"frameshift", "extension"} else None
    return ProteinEdit(
        kind,
        start.base - 1,
        end.base - 1,
        start.aa,
        end.aa,
        inserted,
        length if isinstance(length, int) else None,
        stop_stated=length is not None or kind not in {"frameshift", "extension"},
        predicted=predicted,
    )


def _convert_residues(kind: str, residue: str, new: str) -> tuple[ProteinKind, str]:
    """Return the kind of a change and its new residues, special cases of a substitution by their own kind."""
    match kind, new:
        case "sub", "?":
            return "start_lost", ""
        case "sub", _ if new == residue:
            return "identity", ""
        case "fs", "*":  # a frameshift that makes a stop at once is written as a substitution (protein/frameshift)
            return "sub", "*"
        case _:
            return _KINDS[kind], new
