"""VRS: the JSON form of alleles and copy numbers of the GA4GH Variation Representation Specification.

Sources: VRS 1.3 and 2.0.1 schemas (Allele, SequenceLocation, LiteralSequenceExpression, ReferenceLengthExpression,
LengthExpression, CopyNumberCount, CopyNumberChange, CisPhasedBlock, Adjacency). Positions are interbase.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName, SequenceNotStated, UnsupportedNotation
from synonymizer.spelling.bases import read_bases, read_residues
from synonymizer.spelling.locations import get_first, read_cut, read_ends, read_location
from synonymizer.spelling.spans import find_span, quote
from synonymizer.spelling.structural import kind_of_copies
from synonymizer.statements import (
    Bounds,
    Count,
    Expression,
    Hints,
    Piece,
    Point,
    ProteinEdit,
    StatedAllele,
    StatedEdit,
    StatedJunction,
    StatedProtein,
    StatedRepeat,
    StatedSet,
    StatedUncertain,
)

if TYPE_CHECKING:
    from synonymizer.spelling.locations import Location
    from synonymizer.statements import Axis, EditKind, Statement

_CHANGES: dict[str, EditKind] = {
    "complete genomic loss": "del",
    "high-level loss": "del",
    "low-level loss": "del",
    "loss": "del",
    "gain": "dup",
    "low-level gain": "dup",
    "high-level gain": "dup",
    "efo:0030069": "del",
    "efo:0020073": "del",
    "efo:0030068": "del",
    "efo:0030067": "del",
    "efo:0030070": "dup",
    "efo:0030071": "dup",
    "efo:0030072": "dup",
}
"""What a change of copy number says happened: the words of VRS 2.0, and the EFO terms that VRS 1.3 has for them."""

_Json = dict[str, object]


def read(text: str) -> Expression | None:
    """Read a VRS object as JSON; None for any other text.

    >>> location = '{"start": 140753335, "end": 140753336, "sequenceReference": {"refgetAccession": "SQ.…"}}'
    >>> state = '{"type": "LiteralSequenceExpression", "sequence": "T"}'
    >>> read(f'{{"type": "Allele", "location": {location}, "state": {state}}}').stated
    StatedAllele(start=140753335, end=140753336, deleted=None, inserted='T')

    Raises:
        MalformedName: when it is no JSON, or lacks what its class requires.
        InvalidResidues: when its sequence holds letters that are no bases.
        UnsupportedError: for classes that state no change, and sequences known by their length alone.
        UnknownAssembly: when its sequence is named by an assembly that is not held.
    """
    span = find_span(text)
    if not text.startswith("{", span[0]) or '"type"' not in text:
        return None
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"The JSON is broken: {error.msg} at character {error.pos + 1}. Give one whole VRS object."
        raise MalformedName(message, text=text, span=(min(error.pos, span[1] - 1), span[1])) from None
    except (RecursionError, ValueError):
        message = "The JSON is nested too deeply, or holds a number too long, for a VRS object. Give one VRS object."
        raise MalformedName(message, text=text, span=span) from None
    return _read_object(text, span, found)


def _read_object(text: str, span: tuple[int, int], found: _Json) -> Expression:
    """Read a VRS object by its class."""
    match found.get("type"):
        case "Allele":
            stated, hints = _read_allele(text, span, found)
        case "CopyNumberCount" | "CopyNumberChange":
            stated, hints = _read_copies(text, span, found)
        case "Adjacency":
            stated, hints = _read_adjacency(text, span, found), Hints()
        case "CisPhasedBlock" | "Haplotype":
            members = found.get("members")
            if not isinstance(members, list) or not members or not all(_is_allele(member) for member in members):
                raise _lacking(text, span, "members, each an Allele")
            stated, hints = StatedSet("cis", tuple(_read_object(text, span, member) for member in members)), Hints()
        case _:
            kind = found.get("type")
            if not isinstance(kind, str):
                raise _lacking(text, span, "its type")
            message = f"VRS objects of the type {quote(kind)} are not computed with. Give an Allele."
            raise UnsupportedNotation(message, text=text, span=span)
    return Expression(text, "vrs", stated, hints, span)


def _is_allele(found: object) -> bool:
    return isinstance(found, dict) and found.get("type") == "Allele"


def _lacking(text: str, span: tuple[int, int], what: str) -> MalformedName:
    return MalformedName(f"The VRS object lacks {what}. See the VRS schema.", text=text, span=span)


def _read_allele(text: str, span: tuple[int, int], found: _Json) -> tuple[Statement, Hints]:
    """Read the state of an allele at its location.

    Raises:
        SequenceNotStated: when only the length of its sequence is stated.
    """
    location = _get_location(text, span, found.get("location"))
    if location.exact is None:
        raise _lacking(text, span, "a location with a start and an end, each one number")
    start, end = location.exact
    state = found.get("state")
    sequence = get_first(state, "sequence")
    if isinstance(sequence, str):
        place = max(text.find(f'"{sequence}"'), 0) + 1
        read_letters = read_residues if location.axis == "p" else read_bases
        return StatedAllele(start, end, None, read_letters(text, place, place + len(sequence))), location.hints
    match get_first(state, "type"):
        case "ReferenceLengthExpression":
            length, unit = read_ends(get_first(state, "length")), get_first(state, "repeatSubunitLength")
            if length is None or not isinstance(unit, int) or not 0 < unit <= end - start:
                raise _lacking(text, span, "a length and a repeatSubunitLength that fit its location")
            stated = _read_repetition(start, end, length, unit, location.axis)
            if stated is None:
                message = "The new residues are known by their number alone. Write the sequence of the state."
                raise SequenceNotStated(message, text=text, span=span)
            return stated, location.hints
        case "LengthExpression":
            message = "The new sequence is known by its length alone. Write its bases."
            raise SequenceNotStated(message, text=text, span=span)
        case _:
            raise _lacking(text, span, "a state with a sequence")


def _read_repetition(
    start: int, end: int, length: tuple[int | None, int | None], unit: int, axis: Axis
) -> Statement | None:
    """Return the change that makes a stretch, which repeats its first `unit` letters, `length` letters long.

    None where residues would have to be copied. A range of lengths is a range of copies beside the rest of a unit.
    """
    low, high = length
    first, last = Point(start), Point(end - 1)
    if low is not None and low == high and low <= end - start:
        if low < end - start:
            return StatedAllele(start + low, end, None, "")
        if axis == "p":
            return StatedProtein(ProteinEdit("identity", start, end - 1))
        return StatedEdit(axis, first, last, "identity")
    if axis == "p":
        return None
    if low is None or low != high:
        rest = (end - start) % unit
        count = Count(*(None if bound is None else max(bound - rest, 0) // unit for bound in length))
        return StatedRepeat(axis, first, Point(start + unit - 1), (("", count),))
    copies, rest = divmod(low - (end - start), unit)
    pieces = [_copy(end - unit, end, copies, axis)] if copies else []
    pieces += [_copy(end - unit, end - unit + rest, 1, axis)] if rest else []
    return StatedEdit(axis, last, Point(end), "ins", pieces=tuple(pieces))


def _copy(start: int, end: int, count: int, axis: Axis) -> Piece:
    first, last = Point(start), Point(end - 1)
    return Piece(axis=axis, left=Bounds(first, first), right=Bounds(last, last), count=Count(count, count))


def _read_copies(text: str, span: tuple[int, int], found: _Json) -> tuple[Statement, Hints]:
    """Read a number of copies of a location, or how it changed."""
    location = _get_location(text, span, get_first(found, "location", "subject"))
    if location.axis == "p":
        message = "The copies of a protein are not those of its gene. Give the location of the gene."
        raise UnsupportedNotation(message, text=text, span=span)
    copies, change = found.get("copies"), found.get("copyChange", found.get("copy_change"))
    counted = get_first(copies, "value") if isinstance(copies, dict) else copies
    kind = kind_of_copies(counted) if isinstance(counted, int) else None
    change = get_first(change, "code", "primaryCode") if isinstance(change, dict) else change
    if isinstance(change, str):
        kind = _CHANGES.get(change.lower())
    if kind is None:
        message = "The VRS object states no loss and no gain of copies. Give another number of copies, or an Allele."
        raise UnsupportedNotation(message, text=text, span=span)
    number = counted if isinstance(counted, int) else None
    return StatedUncertain(location.axis, *location.bases, kind, copies=number), location.hints


def _read_adjacency(text: str, span: tuple[int, int], found: _Json) -> StatedJunction:
    """Read two sequences that are joined, each by the one end of it that is stated."""
    adjoined = found.get("adjoinedSequences")
    cuts = [read_cut(location) for location in adjoined] if isinstance(adjoined, list) else []
    if len(cuts) != 2 or cuts[0] is None or cuts[1] is None:
        raise _lacking(text, span, "two adjoinedSequences, each with a sequence and either a start or an end")
    if cuts[0].hints.protein or cuts[1].hints.protein:
        message = "Proteins that are joined are not computed with. Give the junction of the DNA or of the messages."
        raise UnsupportedNotation(message, text=text, span=span)
    linker = found.get("linker")
    bases = "" if linker is None else get_first(linker, "sequence")
    if not isinstance(bases, str):
        message = "The linker between the sequences is known by its length alone. Write its bases."
        raise SequenceNotStated(message, text=text, span=span)
    place = max(text.find(f'"{bases}"'), 0) + 1
    middle = (Piece(read_bases(text, place, place + len(bases))),) if bases else ()
    is_alike = found.get("homology") is True
    first, second = (cut.to_piece(is_first=cut is cuts[0], is_alike=is_alike) for cut in (cuts[0], cuts[1]))
    return StatedJunction((first, *middle, second), axis=first.axis or "g")


def _get_location(text: str, span: tuple[int, int], found: object) -> Location:
    """Read a location.

    Raises:
        MalformedName: when an end or the sequence is not stated.
    """
    location = read_location(found)
    if location is None:
        raise _lacking(text, span, "a location with a start, an end, and its sequence (refgetAccession)")
    return location
