"""What a text states, written in today's nomenclature, from the statement alone.

Sources: HGVS nomenclature 21.0, recommendations for DNA, RNA and protein. Bases and residues that the positions imply
are not repeated, redundant ones are dropped; a prediction stands in parentheses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from synonymizer.grammar.pieces import write_bases, write_piece, write_pieces, write_reference
from synonymizer.grammar.stretches import write_bounds, write_stretch
from synonymizer.spelling.counts import write_count
from synonymizer.spelling.points import write_point, write_range
from synonymizer.spelling.residues import write_edit, write_residue_place
from synonymizer.statements import (
    Expression,
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
)

if TYPE_CHECKING:
    from synonymizer.spelling.residues import Style
    from synonymizer.statements import Axis, Bounds, EditKind, Piece, Relation, Statement, WholeState

_RESIDUE_AT = re.compile(r"(?P<place>(?:[A-Z][a-z]{0,2}|\*)[0-9]+)(?P<new>[A-Z][a-z]{0,2}|\*)")
_STATES: dict[WholeState, str] = {"same": "=", "unknown": "?", "absent": "0", "spliced": "spl"}


def emit(expression: Expression) -> str:
    """Write the name of what an expression states, with its reference; "" for what the nomenclature has no name for."""
    stated = expression.stated
    axis = find_axis(stated)
    if axis is None:
        return _emit_apart(expression)
    if isinstance(stated, StatedJunction) and stated.pieces[0].source is not None:  # its reference opens the name
        own = (piece if piece.bases or piece.source else _place_on(piece, expression) for piece in stated.pieces)
        return write_statement(replace(stated, pieces=tuple(own)))
    reference = write_reference(expression.hints)
    return f"{reference}{':' if reference else ''}{axis}.{write_member(expression)}"


def find_axis(stated: Statement) -> Axis | None:
    """Return the axis a statement counts on; None where it has none, or its members differ in axis or reference."""
    match stated:
        case StatedSet():
            axes = {find_axis(member.stated) for member in stated.members}
            hints = {member.hints for member in stated.members}
            return axes.pop() if len(axes) == 1 and len(hints) == 1 else None
        case StatedProtein():
            return "p"
        case (
            StatedEdit()
            | StatedUncertain()
            | StatedRepeat()
            | StatedWhole()
            | StatedModification()
            | StatedJunction()
            | StatedPlace()
        ):
            return stated.axis
        case StatedAllele() | StatedExons() | StatedNumbered() | StatedIdentifier() | StatedRecord() | StatedCategory():
            return None
        case _:
            assert_never(stated)


def _place_on(piece: Piece, expression: Expression) -> Piece:
    return replace(piece, source=expression.hints, axis=find_axis(expression.stated))


def _emit_apart(expression: Expression) -> str:
    """Write a set whose members lie on different references; each is then written with its own."""
    if not isinstance(expression.stated, StatedSet):
        return ""
    members = expression.stated.members
    return join(expression.stated.relation, [Member(emit(member), find_relation(member)) for member in members])


# ---------------------------------------------------------------- statements


def write_member(expression: Expression, style: Style = "three") -> str:
    """Write what an expression states, without reference and axis; a prediction stands in parentheses."""
    body = write_statement(expression.stated, style)
    return f"({body})" if is_predicted(expression) and not isinstance(expression.stated, StatedSet) else body


def is_predicted(expression: Expression) -> bool:
    """Whether a change, or each of a set, is written as a prediction; `0?` says so by itself."""
    match expression.stated:
        case StatedSet():
            return all(is_predicted(member) for member in expression.stated.members)
        case StatedProtein():
            return expression.stated.edit.predicted and expression.stated.edit.kind != "none"
        case _:
            return expression.is_predicted


def write_statement(stated: Statement, style: Style = "three") -> str:
    """Write a statement without its reference and axis; "" for one that the nomenclature has no form for.

    >>> from synonymizer.statements import Count, Point
    >>> write_statement(StatedRepeat("g", Point(122), Point(190), (("CAG", Count(23, 23)),)))
    '123_191CAG[23]'
    """
    match stated:
        case StatedEdit():
            return _write_edit(stated)
        case StatedUncertain():
            return _write_uncertain(stated)
        case StatedRepeat():
            place = write_range(stated.first, stated.last) if stated.first and stated.last else ""
            units = (f"{write_bases(unit, stated.axis)}[{write_count(count)}]" for unit, count in stated.units)
            return place + "".join(units)
        case StatedWhole():
            return _STATES[stated.state] + ("?" if stated.is_uncertain else "")
        case StatedModification():
            letters = write_bases(stated.letters, stated.axis)
            return f"{write_range(stated.first, stated.last)}{letters}|{stated.state}"
        case StatedPlace():
            return _write_place(stated)
        case StatedJunction():
            body = "::".join(write_piece(piece, stated.axis) for piece in stated.pieces)
            return f"[{body}]sup" if stated.is_extra and len(stated.pieces) > 1 else body + "sup" * stated.is_extra
        case StatedProtein():
            return write_edit(stated.edit, style)
        case StatedSet():
            members = [
                Member(write_statement(member.stated, style), find_relation(member), is_predicted(member))
                for member in stated.members
            ]
            return join(stated.relation, members)
        case StatedAllele() | StatedExons() | StatedNumbered() | StatedIdentifier() | StatedRecord() | StatedCategory():
            return ""
        case _:
            assert_never(stated)


def write_change(kind: EditKind, place: str, deleted: str, inserted: str) -> str:
    """Write a change at a place; bases that the place implies are not repeated (DNA/deletion, duplication, inversion).

    >>> write_change("sub", "494", "C", "A"), write_change("del", "494", "C", "")
    ('494C>A', '494del')
    """
    match kind:
        case "sub":
            return f"{place}{deleted}>{inserted}"
        case "del" | "dup" | "inv":
            return f"{place}{kind}"
        case "ins" | "delins":
            return f"{place}{kind}{inserted}"
        case "identity":
            return f"{place}="
        case _:
            assert_never(kind)


def _write_edit(stated: StatedEdit) -> str:
    place = write_range(stated.first, stated.last)
    deleted, inserted = (write_bases(bases or "", stated.axis) for bases in (stated.deleted, stated.inserted))
    return write_change(stated.kind, place, deleted, inserted or write_pieces(stated.pieces, stated.axis))


def _write_uncertain(stated: StatedUncertain) -> str:
    if stated.is_within:
        place = write_bounds(stated.left)
    elif stated.flanked:
        place = f"{_write_flank(stated.left, '-')}_{_write_flank(stated.right, '+')}"
    else:
        place = write_stretch(stated.left, stated.right)
    is_loss = stated.kind == "del" and stated.copies  # of two copies one is left: no number of copies in tandem
    if stated.copies is not None and not is_loss:
        return f"{place}[{stated.copies}]"
    deleted, inserted = (write_bases(bases or "", stated.axis) for bases in (stated.deleted, stated.inserted))
    change = write_change(stated.kind, place, deleted, inserted or write_pieces(stated.pieces, stated.axis))
    size = (
        f"{write_bases('N', stated.axis)}[{write_count(stated.size)}]" if stated.size and stated.kind != "sub" else ""
    )
    return change.replace("delins", f"del{size}ins") if stated.kind == "delins" else change + size


def _write_flank(bounds: Bounds, sign: str) -> str:
    """Write an end of the older `a-?_b+?`, whose present form needs the exons of the transcript (SVD-WG003)."""
    point = bounds.last if bounds.first is None else bounds.first
    is_open = (bounds.first is None) is not (bounds.last is None)
    return f"{write_point(point)}{sign}?" if is_open and point is not None else write_bounds(bounds)


def _write_place(stated: StatedPlace) -> str:
    if stated.axis == "p":
        return write_residue_place(stated.letters, stated.first.base, stated.last.base)
    return write_range(stated.first, stated.last) + write_bases(stated.letters, stated.axis)


# ---------------------------------------------------------------- sets


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a set as text, without the parentheses of a prediction; `relation` is that of a set within."""

    body: str
    relation: Relation | None = None
    is_predicted: bool = False


def join(relation: Relation, members: list[Member]) -> str:
    """Join members to a set; where all are predicted they share their parentheses, save those whose phase is open.

    >>> join("cis", [Member("76A>C"), Member("83G>C")]), join("trans", [Member("76A>C"), Member("83G>C")])
    ('[76A>C;83G>C]', '[76A>C];[83G>C]')
    """
    is_shared = relation not in {"trans", "unknown"} and all(m.is_predicted and not m.relation for m in members)
    if relation == "choice" and any(member.relation for member in members):
        return "^".join(_write_within(member, "trans", is_bare=False) for member in members)
    bodies = [_write_within(member, relation, is_bare=is_shared) for member in members]
    match relation:
        case "cis" | "together":
            body = (";" if relation == "cis" else ",").join(bodies)
            return f"[({body})]" if is_shared else f"[{body}]"
        case "trans":
            return ";".join(bodies)
        case "unknown":
            return "(;)".join(bodies)
        case "choice":
            body = _write_choice(bodies)
        case "mosaic":
            body = _write_beside(bodies, "/")
        case "chimeric":
            body = _write_beside(bodies, "//")
        case _:
            assert_never(relation)
    return f"({body})" if is_shared else body


def _write_within(member: Member, relation: Relation, *, is_bare: bool) -> str:
    """Write a member in brackets where its own signs would otherwise be taken for those of the set."""
    body = f"({member.body})" if member.is_predicted and member.relation is None and not is_bare else member.body
    if member.relation in {"cis", "together"}:
        return body
    return f"[{body}]" if relation == "trans" or (relation == "unknown" and member.relation == "choice") else body


def find_relation(expression: Expression) -> Relation | None:
    """Return how the members of a set go together; None for what is no set."""
    return expression.stated.relation if isinstance(expression.stated, StatedSet) else None


def _write_beside(bodies: list[str], sign: str) -> str:
    """Write what stands beside the unchanged sequence, `85=/T>C`: a place they share is written once."""
    unchanged, *others = bodies
    place = unchanged.removesuffix("=")
    return sign.join((unchanged, *(other.removeprefix(place) for other in others)))


def _write_choice(bodies: list[str]) -> str:
    """Write residues to choose from behind their place, which is written once: `Gly719Ala^Ser`."""
    found = [_RESIDUE_AT.fullmatch(body) for body in bodies]
    if len({part["place"] if part else None for part in found}) > 1 or None in found:
        return "^".join(bodies)
    return bodies[0] + "".join(f"^{part['new']}" for part in found[1:] if part)
