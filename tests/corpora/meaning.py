"""What an expression means, in the words of the tables of literature names: positions as printed, residues as letters.

    c.494C>A · c.1397_1401delAGAAC · c.943_944insN[10] · intron 4 +1G>T · p.P165Q · p.K426Rfs*23 · exon 2-4 del

Kept apart from the writers of the program, which it judges.
"""

from __future__ import annotations

from synonymizer.statements import (
    Expression,
    Piece,
    Point,
    ProteinEdit,
    StatedEdit,
    StatedExons,
    StatedNumbered,
    StatedPlace,
    StatedProtein,
    StatedSet,
    Statement,
)


def describe(stated: Statement) -> str:
    """Say what a statement means; "" for a kind that the tables tell by its notation alone."""
    match stated:
        case StatedEdit():
            return f"{stated.axis}.{_describe_edit(stated)}"
        case StatedProtein():
            return f"p.{_describe_residues(stated.edit)}"
        case StatedNumbered(part=part, label=label, stated=StatedEdit() as edit):
            return f"{part} {label} {_describe_edit(edit)}"
        case StatedNumbered(part=part, label=label, stated=StatedPlace() as place):
            return f"{part} {label} {_describe_range(place.first, place.last)}"
        case StatedExons(first="first", last="last"):
            return f"whole gene {stated.kind}"
        case StatedExons():
            exons = stated.first if stated.first == stated.last else f"{stated.first}-{stated.last}"
            return f"exon {exons} {'skipped' if stated.is_skipped else stated.kind}"
        case StatedSet():
            return " / ".join(describe(member.stated) for member in stated.members)
        case _:
            return ""


def describe_all(expression: Expression) -> str:
    """Say what an expression means, with the gene it states before it."""
    gene = f"{expression.hints.gene}: " if expression.hints.gene else ""
    return gene + describe(expression.stated)


def _describe_edit(edit: StatedEdit) -> str:
    place, deleted = _describe_range(edit.first, edit.last), edit.deleted or ""
    inserted = edit.inserted or "".join(map(_describe_piece, edit.pieces))
    match edit.kind:
        case "sub":
            return f"{place}{deleted}>{inserted}"
        case "identity":
            return f"{place}{deleted}="
        case "ins":
            return f"{place}ins{inserted}"
        case "delins":
            return f"{place}del{deleted}ins{inserted}"
        case "del" | "dup" | "inv":
            return f"{place}{edit.kind}{deleted or edit.deleted_length or ''}"


def _describe_piece(piece: Piece) -> str:
    return f"{piece.bases}[{piece.count.low}]"


def _describe_range(first: Point, last: Point) -> str:
    return _describe_point(first) if first == last else f"{_describe_point(first)}_{_describe_point(last)}"


def _describe_point(point: Point) -> str:
    offset = f"{point.offset:+d}" if point.offset else ""
    match point.datum:
        case "part_start":
            return f"+{point.base + 1}"
        case "part_end":
            return str(point.base)
        case "cds_end":
            return f"*{point.base + 1}{offset}"
        case _:
            return f"{point.base + 1 if point.base >= 0 else point.base}{offset}"


def _describe_residues(edit: ProteinEdit) -> str:
    place = f"{edit.first_residue}{edit.first + 1}"
    if edit.last != edit.first and edit.last >= 0:
        place += f"_{edit.last_residue}{edit.last + 1}"
    match edit.kind:
        case "sub":
            return place + edit.inserted
        case "frameshift":
            return f"{place}{edit.inserted}fs" + ("" if edit.stop is None else f"*{edit.stop}")
        case "ins" | "delins":
            return f"{place}{edit.kind}{edit.inserted}"
        case "del" | "dup":
            return place + edit.kind
        case _:
            return f"{place} {edit.kind}"
