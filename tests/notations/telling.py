"""What an expression says, in one line of plain words, so that tables of cases can hold it.

Points are told from 0 as the vocabulary holds them: `493` from the start codon, `*36` behind the stop codon, `n344`
from the first base of the sequence, `92+1` in an intron.
"""

from __future__ import annotations

from typing import assert_never

from synonymizer.statements import (
    Bounds,
    Expression,
    Hints,
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

_DATUMS = {"start": "n", "cds_start": "", "cds_end": "*"}


def tell_point(point: Point | None) -> str:
    if point is None:
        return "?"
    return f"{_DATUMS[point.datum]}{point.base}" + (f"{point.offset:+d}" if point.offset else "")


def tell_bounds(bounds: Bounds) -> str:
    return f"({tell_point(bounds.first)} {tell_point(bounds.last)})"


def tell(stated: Statement) -> str:
    match stated:
        case StatedEdit():
            deleted = stated.deleted if stated.deleted_length is None else str(stated.deleted_length)
            places = f"{tell_point(stated.first)} {tell_point(stated.last)}"
            return f"{stated.axis} {places} {stated.kind} {deleted or ''}>{stated.inserted}"
        case StatedAllele():
            deleted = "?" if stated.deleted is None else stated.deleted
            return f"{stated.start} {stated.end} {deleted}>{stated.inserted}"
        case StatedUncertain():
            flanked = " flanked" if stated.flanked else ""
            return f"{stated.axis} {tell_bounds(stated.left)} {tell_bounds(stated.right)} {stated.kind}{flanked}"
        case StatedExons():
            return f"{stated.first} {stated.last} {stated.kind}"
        case StatedProtein():
            edit = stated.edit
            residues = f"{edit.first_residue}{edit.first} {edit.last_residue}{edit.last}"
            stop = "" if edit.kind not in {"frameshift", "extension"} else f" stop {edit.stop}"
            unstated = "" if edit.stop_stated else " unstated"
            predicted = " predicted" if edit.predicted else ""
            return f"{residues} {edit.kind} >{edit.inserted}{stop}{unstated}{predicted}"
        case StatedIdentifier():
            change = "" if stated.inserted is None else f" {stated.deleted or ''}>{stated.inserted}"
            return f"{stated.namespace} {stated.value}{change}"
        case (
            StatedRepeat()
            | StatedWhole()
            | StatedModification()
            | StatedJunction()
            | StatedSet()
            | StatedNumbered()
            | StatedPlace()
            | StatedRecord()
            | StatedCategory()
        ):
            return repr(stated)
        case _:
            assert_never(stated)


def tell_hints(hints: Hints) -> str:
    parts = {
        "reference": hints.reference,
        "transcript": hints.transcript,
        "protein": hints.protein,
        "gene": hints.gene,
        "assembly": hints.assembly,
    }
    return " ".join(f"{name}={value}" for name, value in parts.items() if value is not None)


def tell_codes(expression: Expression) -> str:
    return " ".join(issue.code for issue in expression.issues)
