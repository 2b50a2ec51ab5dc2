"""VRS: the JSON form of alleles and copy numbers of the GA4GH Variation Representation Specification.

Sources: VRS 1.3 and 2.0.1 schemas (Allele, SequenceLocation, LiteralSequenceExpression, ReferenceLengthExpression,
LengthExpression, CopyNumberCount, CopyNumberChange, CisPhasedBlock). Positions are interbase. A sequence is named by
its refget digest, `SQ.…`, or by an accession with the name of its registry before a colon.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName, SequenceNotStated, UnsupportedNotation
from synonymizer.spelling.accessions import get_assembly, read_label
from synonymizer.spelling.bases import read_bases
from synonymizer.spelling.spans import find_span, quote
from synonymizer.spelling.structural import kind_of_copies
from synonymizer.statements import (
    Bounds,
    Count,
    Expression,
    Hints,
    Piece,
    Point,
    StatedAllele,
    StatedEdit,
    StatedSet,
    StatedUncertain,
)

if TYPE_CHECKING:
    from synonymizer.statements import EditKind, Statement

_DIGEST = re.compile(r"SQ\.[\w-]{32}", re.ASCII)
_ASSEMBLY = re.compile(r"(?:GRCh|hg)[0-9]{2}(?:\.p[0-9]{1,2})?", re.IGNORECASE | re.ASCII)
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
        UnsupportedError: for classes that state no change, proteins, and sequences known by their length alone.
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


def _get(found: object, *path: str) -> object:
    """Return what lies at the first of several keys of an object; None where there is no object or key."""
    if not isinstance(found, dict):
        return None
    return next((found[key] for key in path if key in found), None)


def _read_allele(text: str, span: tuple[int, int], found: _Json) -> tuple[Statement, Hints]:
    """Read the state of an allele at its location.

    Raises:
        SequenceNotStated: when only the length of its sequence is stated.
    """
    start, end, hints = _read_location(text, span, found.get("location"))
    state = found.get("state")
    sequence = _get(state, "sequence")
    if isinstance(sequence, str):
        place = max(text.find(f'"{sequence}"'), 0) + 1
        return StatedAllele(start, end, None, read_bases(text, place, place + len(sequence))), hints
    match _get(state, "type"):
        case "ReferenceLengthExpression":
            length, unit = _get(state, "length"), _get(state, "repeatSubunitLength")
            if not isinstance(length, int) or not isinstance(unit, int) or not 0 < unit <= end - start or length < 0:
                raise _lacking(text, span, "a length and a repeatSubunitLength that fit its location")
            return _read_repetition(start, end, length, unit), hints
        case "LengthExpression":
            message = "The new sequence is known by its length alone. Write its bases."
            raise SequenceNotStated(message, text=text, span=span)
        case _:
            raise _lacking(text, span, "a state with a sequence")


def _read_repetition(start: int, end: int, length: int, unit: int) -> Statement:
    """Return the change that makes a stretch, which repeats its first `unit` bases, `length` bases long."""
    if length <= end - start:
        return StatedAllele(start + length, end, None, "")
    copies, rest = divmod(length - (end - start), unit)
    first = end - unit
    pieces = [_copy(first, end, copies)] if copies else []
    pieces += [_copy(first, first + rest, 1)] if rest else []
    return StatedEdit("g", Point(end - 1), Point(end), "ins", pieces=tuple(pieces))


def _copy(start: int, end: int, count: int) -> Piece:
    first, last = Point(start), Point(end - 1)
    return Piece(axis="g", left=Bounds(first, first), right=Bounds(last, last), count=Count(count, count))


def _read_copies(text: str, span: tuple[int, int], found: _Json) -> tuple[Statement, Hints]:
    """Read a number of copies of a location, or how it changed."""
    start, end, hints = _read_location(text, span, _get(found, "location", "subject"))
    copies, change = found.get("copies"), found.get("copyChange", found.get("copy_change"))
    counted = _get(copies, "value") if isinstance(copies, dict) else copies
    kind = kind_of_copies(counted) if isinstance(counted, int) else None
    change = _get(change, "code", "primaryCode") if isinstance(change, dict) else change
    if isinstance(change, str):
        kind = _CHANGES.get(change.lower())
    if kind is None:
        message = "The VRS object states no loss and no gain of copies. Give another number of copies, or an Allele."
        raise UnsupportedNotation(message, text=text, span=span)
    first, last = Point(start), Point(end - 1)
    number = counted if isinstance(counted, int) else None
    return StatedUncertain("g", Bounds(first, first), Bounds(last, last), kind, copies=number), hints


def _read_location(text: str, span: tuple[int, int], location: object) -> tuple[int, int, Hints]:
    """Return the interbase ends of a location and the sequence it lies on, of any version of VRS.

    Raises:
        MalformedName: when an end or the sequence is not stated.
        UnsupportedNotation: when the sequence is a protein.
    """
    interval = _get(location, "interval") or location
    ends = [_get(interval, side) for side in ("start", "end")]
    start, end = (_get(value, "value") if isinstance(value, dict) else value for value in ends)
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        raise _lacking(text, span, "a location with a start and an end, each one number")
    named = _get(location, "sequenceReference", "sequence_id", "sequence")
    name = _get(named, "refgetAccession", "id") if isinstance(named, dict) else named
    if not isinstance(name, str):
        raise _lacking(text, span, "the sequence of its location (refgetAccession)")
    hints = _read_sequence(name)
    if hints.protein is not None:
        message = f"VRS objects on a protein ({quote(name)}) are not computed with. Write the change in HGVS."
        raise UnsupportedNotation(message, text=text, span=span)
    return start, end, hints


def _read_sequence(name: str) -> Hints:
    """Return what a name such as `ga4gh:SQ.…`, `refseq:NC_000007.14` or `GRCh38:7` says.

    Raises:
        UnknownAssembly: when the registry is an assembly that is not held.
    """
    registry, _, rest = name.rpartition(":")
    if _DIGEST.fullmatch(rest):
        return Hints(reference=rest)
    assembly = get_assembly(registry, 0, len(registry)) if _ASSEMBLY.fullmatch(registry) else None
    label = read_label(rest)
    if label is not None and label.kind == "protein":
        return Hints(protein=label.name)
    return Hints(reference=rest if label is None else label.name, assembly=assembly)
