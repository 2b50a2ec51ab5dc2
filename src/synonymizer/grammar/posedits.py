"""What hgvs.parser finds in a change (its `PosEdit`), in this program's vocabulary, checked as far as text can be.

The parser itself is called in `exact` alone; here its values are only looked at. Sources: HGVS nomenclature 21.0,
DNA/insertion and protein/insertion (two flanking positions), DNA/inversion (two bases at least), general (the lower
position first), SVD-WG006 (circular sequences).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synonymizer.errors import InsertionPlace, MalformedName, ReversedInterval
from synonymizer.grammar.stretches import is_out_of_order
from synonymizer.spelling.points import are_apart, is_reversed, make_point, write_range
from synonymizer.statements import Point, ProteinEdit, StatedEdit

if TYPE_CHECKING:
    from synonymizer.grammar.changes import Change
    from synonymizer.statements import Datum, EditKind, ProteinKind

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
_OF_ONE_RESIDUE = {"sub", "frameshift", "extension", "start_lost"}


def convert_edit(posedit: Any, change: Change, kind: EditKind) -> StatedEdit:
    """Convert a change of bases; bases or a number stated as deleted are kept, for the reference to check."""
    stated = _bases(getattr(posedit.edit, "ref", None))
    is_number = stated.isdecimal()
    return StatedEdit(
        change.description.axis,
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


def check_edit(stated: StatedEdit, change: Change) -> None:
    """Check the order and number of positions.

    Raises:
        ReversedInterval: when the last comes before the first.
        InsertionPlace: when those of an insertion are no neighbours.
        MalformedName: when a substitution has several, or an inversion one.
    """
    text, span = change.description.text, change.find_span(0, len(change.text))
    where = f"{stated.axis}.{write_range(stated.first, stated.last)}"
    if is_out_of_order(stated.first, stated.last, stated.axis):
        raise ReversedInterval(f"{where} ends before it starts. Write the lower position first.", text=text, span=span)
    meets_origin = stated.last.base == 0 and is_reversed(stated.first, stated.last)
    if stated.kind == "ins" and are_apart(stated.first, stated.last) and not meets_origin:
        message = (
            f"An insertion lies between two neighbouring positions; {where} names none. Write both, as in c.5_6insA."
        )
        raise InsertionPlace(message, text=text, span=span)
    if stated.kind == "sub" and stated.first != stated.last:
        message = f"{where} covers several bases, and one is stated. Write one position, or delins for several bases."
        raise MalformedName(message, text=text, span=span)
    if stated.kind == "inv" and stated.first == stated.last:
        message = f"{where} is one base, and an inversion needs two at least. Write it as a substitution."
        raise MalformedName(message, text=text, span=span)


def convert_protein(posedit: Any, *, predicted: bool) -> ProteinEdit:
    """Convert a change of residues. Statements about the whole protein are `=`, `0` and, as None, `?`."""
    if posedit is None:
        return ProteinEdit("unknown", predicted=predicted)
    predicted = predicted or posedit.uncertain
    if posedit.pos is None:
        return ProteinEdit("identity" if posedit.edit == "=" else "none", predicted=predicted)
    start, end = posedit.pos.start, posedit.pos.end
    kind, inserted = _convert_residues(posedit.edit.type, start.aa, getattr(posedit.edit, "alt", None) or "")
    if kind == "start_lost" and start.base != 1:
        kind = "unknown"
    has_stop = kind in {"frameshift", "extension"}
    length = posedit.edit.length if has_stop else None
    return ProteinEdit(
        kind,
        start.base - 1,
        end.base - 1,
        start.aa,
        end.aa,
        inserted,
        length if isinstance(length, int) else None,
        stop_stated=length is not None or not has_stop,
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


def check_protein(edit: ProteinEdit, change: Change) -> None:
    """Check the order and number of residues.

    Raises:
        ReversedInterval: when the last comes before the first.
        InsertionPlace: when those of an insertion are no neighbours.
        MalformedName: when a change of one residue has several.
    """
    text, span = change.description.text, change.find_span(0, len(change.text))
    if edit.last < edit.first:
        message = f"p.{edit.first + 1}_{edit.last + 1} ends before it starts. Write the lower position first."
        raise ReversedInterval(message, text=text, span=span)
    if edit.kind == "ins" and edit.last != edit.first + 1:
        message = "An insertion lies between two neighbouring residues, as in p.His4_Gln5insAla. Write both."
        raise InsertionPlace(message, text=text, span=span)
    if edit.kind in _OF_ONE_RESIDUE and edit.first != edit.last:
        message = "A substitution, frameshift or extension names one residue. Write one, or delins for several."
        raise MalformedName(message, text=text, span=span)
