"""What an expression says, in one line of plain words, so that tables of cases can hold it.

Points are told from 0 as the vocabulary holds them: `493` from the start codon, `*36` behind the stop codon, `n344`
from the first base of the sequence, `92+1` in an intron.
"""

from __future__ import annotations

from typing import assert_never

from synonymizer.statements import (
    Bounds,
    Count,
    Expression,
    Hints,
    Piece,
    Point,
    StatedAllele,
    StatedCategory,
    StatedEdit,
    StatedExons,
    StatedIdentifier,
    StatedJunction,
    StatedModification,
    StatedNumbered,
    StatedPlace,
    StatedProtein,
    StatedRecord,
    StatedRepeat,
    StatedSet,
    StatedUncertain,
    StatedWhole,
    Statement,
)

_DATUMS = {
    "start": "n",
    "cds_start": "",
    "cds_end": "*",
    "part_start": "first",
    "part_end": "last",
    "pter": "pter",
    "cen": "cen",
    "qter": "qter",
}


def tell_point(point: Point | None) -> str:
    if point is None:
        return "?"
    return f"{_DATUMS[point.datum]}{point.base}" + (f"{point.offset:+d}" if point.offset else "")


def tell_bounds(bounds: Bounds) -> str:
    return f"({tell_point(bounds.first)} {tell_point(bounds.last)})"


def tell_count(count: Count) -> str:
    low, high = ("?" if number is None else str(number) for number in (count.low, count.high))
    return low if low == high else f"{low}-{high}"


def tell_piece(piece: Piece) -> str:
    source = "" if piece.source is None else f"{tell_hints(piece.source)} "
    sides = " ".join(tell_bounds(bounds) for bounds in (piece.left, piece.right) if bounds is not None)
    change = " inv" if piece.is_inverted else " del" if piece.is_deleted else ""
    stretch = f"{source}{piece.axis or ''}{sides}{change}"
    count = "" if piece.count == Count(1, 1) else f" x{tell_count(piece.count)}"
    return f"[{piece.bases or stretch}{count}]"


def tell(stated: Statement) -> str:  # noqa: C901 - one case for each kind of statement
    match stated:
        case StatedEdit():
            deleted = stated.deleted if stated.deleted_length is None else str(stated.deleted_length)
            places = f"{tell_point(stated.first)} {tell_point(stated.last)}"
            pieces = "".join(map(tell_piece, stated.pieces))
            return f"{stated.axis} {places} {stated.kind} {deleted or ''}>{stated.inserted}{pieces}"
        case StatedAllele():
            deleted = "?" if stated.deleted is None else stated.deleted
            return f"{stated.start} {stated.end} {deleted}>{stated.inserted}"
        case StatedUncertain():
            flanked = " flanked" if stated.flanked else ""
            copies = "" if stated.copies is None else f" x{stated.copies}"
            within = " within" if stated.is_within else ""
            size = "" if stated.size is None else f" size {tell_count(stated.size)}"
            pieces = "".join(map(tell_piece, stated.pieces))
            new = f" {stated.deleted or ''}>{stated.inserted}{pieces}" if stated.inserted or stated.pieces else ""
            sides = f"{tell_bounds(stated.left)} {tell_bounds(stated.right)}"
            return f"{stated.axis} {sides} {stated.kind}{flanked}{within}{size}{new}{copies}"
        case StatedExons():
            return f"{stated.first} {stated.last} {stated.kind}" + (" skipped" if stated.is_skipped else "")
        case StatedProtein():
            edit = stated.edit
            residues = f"{edit.first_residue}{edit.first} {edit.last_residue}{edit.last}"
            stop = "" if edit.kind not in {"frameshift", "extension"} else f" stop {edit.stop}"
            unstated = "" if edit.stop_stated else " unstated"
            count = "" if edit.count is None else f" x{tell_count(edit.count)}"
            copied = "" if edit.copied is None else " copied " + " ".join(f"{letter}{at}" for letter, at in edit.copied)
            marks = (" within" if edit.is_within else "") + (" predicted" if edit.predicted else "")
            return f"{residues} {edit.kind} >{edit.inserted}{count}{copied}{stop}{unstated}{marks}"
        case StatedIdentifier():
            change = "" if stated.inserted is None else f" {stated.deleted or ''}>{stated.inserted}"
            return f"{stated.namespace} {stated.value}{change}"
        case StatedPlace():
            return f"{stated.axis} {tell_point(stated.first)} {tell_point(stated.last)} {stated.letters}".strip()
        case StatedSet():
            return f"{stated.relation} {{{' | '.join(map(tell_member, stated.members))}}}"
        case StatedJunction():
            return "::".join(map(tell_piece, stated.pieces)) + (" extra" if stated.is_extra else "")
        case StatedRecord():
            return f"{stated.kind} {stated.value}"
        case StatedCategory():
            return " ".join(filter(None, (stated.kind, stated.exon, stated.partner, f"({stated.label})")))
        case StatedNumbered():
            return f"{stated.part} {stated.label}: {tell(stated.stated)}"
        case StatedRepeat():
            first, last = tell_point(stated.first), tell_point(stated.last)
            units = "".join(f"{unit}[{tell_count(count)}]" for unit, count in stated.units)
            return f"{stated.axis} {first} {last} {units}"
        case StatedWhole():
            return f"{stated.axis} whole {stated.state}" + (" uncertain" if stated.is_uncertain else "")
        case StatedModification():
            places = f"{tell_point(stated.first)} {tell_point(stated.last)}"
            return f"{stated.axis} {places} {stated.letters}|{stated.state}"
        case _:
            assert_never(stated)


def tell_member(member: Expression) -> str:
    """Tell what a member of a set says, and whether as a prediction."""
    return tell(member.stated) + (" predicted" if member.is_predicted else "")


def tell_hints(hints: Hints) -> str:
    parts = {
        "reference": hints.reference,
        "transcript": hints.transcript,
        "protein": hints.protein,
        "gene": hints.gene,
        "assembly": hints.assembly,
        "refget": hints.refget,
    }
    return " ".join(f"{name}={value}" for name, value in parts.items() if value is not None)


def tell_codes(expression: Expression) -> str:
    return " ".join(issue.code for issue in expression.issues)
