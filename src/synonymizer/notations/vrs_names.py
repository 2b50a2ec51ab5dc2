"""VRS: alleles, changes of copy number and junctions as JSON with computed identifiers.

Source: VRS 2.0.1 schemas (Allele, SequenceLocation, SequenceReference, LiteralSequenceExpression,
ReferenceLengthExpression, CopyNumberCount, CopyNumberChange, CisPhasedBlock, Adjacency) and
conventions/computed_identifiers: of an object its inherent fields are digested, and of identifiable ones among them
their digests. The accession of a sequence stands in the `id` of its SequenceReference, which is no part of a digest.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from synonymizer.model import JunctionProjection, Name, SetProjection, VrsProjection
from synonymizer.places import Contig
from synonymizer.spelling.digests import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.model import Projection
    from synonymizer.statements import EditKind

_Json = dict[str, object]

_CHANGES: dict[EditKind | None, str] = {"del": "loss", "dup": "gain"}
"""The copyChange of what was found; how many copies there are, and of how many, is not known."""


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the VRS object of a projection as one line of JSON; none for other projections."""
    match projection:
        case VrsProjection():
            return (_write(_describe(projection), projection),)
        case JunctionProjection():
            carrier, axis = projection.carriers[0], projection.axis
            assembly = carrier.assembly if isinstance(carrier, Contig) else None
            text = _spell(_adjoin(projection))
            return (Name(text, "computed", axis, assembly, scope="exon" if axis == "r" else "allele"),)
        case _:
            return ()


def write_phased(projection: SetProjection) -> tuple[Name, ...]:
    """Write alleles in cis as a CisPhasedBlock on each assembly that all of them have an object on."""
    return tuple(_write(block, parts[0]) for block, parts in _join(projection))


def identify(projections: Iterable[Projection]) -> str | None:
    """Return the computed identifier of a change: that of its first object, or of the one allele that a set makes."""
    for projection in projections:
        match projection:
            case VrsProjection():
                return str(_describe(projection)["id"])
            case JunctionProjection():
                return str(_adjoin(projection)["id"])
            case SetProjection(whole=whole):
                return identify(whole) or next((str(block["id"]) for block, _ in _join(projection)), None)
            case _:
                pass
    return None


def _write(found: _Json, projection: VrsProjection) -> Name:
    return Name(
        _spell(found),
        "computed",
        projection.axis,
        projection.assembly,
        projection.carrier,
        projection.tags,
        projection.scope,
    )


def _spell(found: _Json) -> str:
    return json.dumps(found, separators=(",", ":"))


def _join(projection: SetProjection) -> list[tuple[_Json, tuple[VrsProjection, ...]]]:
    """Return the blocks of a set in cis, each with its members; the order of members is that of their digests."""
    if projection.relation != "cis":
        return []
    members = [
        {part.assembly: part for part in member if isinstance(part, VrsProjection) and part.assembly}
        for member in projection.members
    ]
    blocks = []
    for assembly in members[0]:
        parts = tuple(member[assembly] for member in members if assembly in member)
        if len(parts) == len(members) and all(part.kind is None for part in parts):
            alleles = sorted((_describe(part) for part in parts), key=_digest_of)
            inherent: _Json = {"type": "CisPhasedBlock", "members": [_digest_of(allele) for allele in alleles]}
            block: _Json = {"id": _name("CPB", inherent), "type": "CisPhasedBlock", "members": alleles}
            blocks.append((block, parts))
    return blocks


def _describe(projection: VrsProjection) -> _Json:
    """Return the object of one projection, with its identifier and that of its location."""
    location = _locate(projection)
    match projection:
        case VrsProjection(kind=None):
            state = _state(projection)
            found = _identify("VA", "Allele", location, {"state": state})
            spelled: _Json = {} if projection.inserted is None else {"sequence": projection.inserted}
            return {**found, "state": {**state, **spelled}}
        case VrsProjection(copies=None, kind=kind):
            return _identify("CX", "CopyNumberChange", location, {"copyChange": _CHANGES[kind]})
        case _:
            return _identify("CN", "CopyNumberCount", location, {"copies": projection.copies})


def _identify(prefix: str, kind: str, location: _Json, said: _Json) -> _Json:
    """Return an object of inherent fields at a location, with its identifier."""
    computed = _name(prefix, {"type": kind, "location": _digest_of(location), **said})
    return {"id": computed, "type": kind, "location": location, **said}


def _adjoin(projection: JunctionProjection) -> _Json:
    """Return the Adjacency of a junction: of each side the one end it has, which is `end` where its left is kept.

    Where the breakpoint may move since both sides are alike, the ends are Ranges, and the homology is said.
    """
    junction, back, forth = projection.junction, projection.back, projection.forth
    locations = []
    for side, refget, toward in (
        (junction.first, projection.refgets[0], "left"),
        (junction.second, projection.refgets[1], "right"),
    ):
        low, high = (back, forth) if side.keeps == toward else (forth, back)
        place: _Json = {"start": None, "end": None}
        place["end" if side.keeps == "left" else "start"] = _bound(side.place - low, side.place + high)
        locations.append(_locate_on(side.sequence, refget, "na", place))
    linker: _Json | None = None
    if junction.linker:
        linker = {"type": "LiteralSequenceExpression", "sequence": junction.linker}
    digests = [_digest_of(location) for location in locations]
    computed = _name("AJ", {"type": "Adjacency", "adjoinedSequences": digests, "linker": linker})
    found: _Json = {"id": computed, "type": "Adjacency", "adjoinedSequences": locations, "linker": linker}
    return _drop_unstated({**found, "homology": True if back or forth else None})


def _locate(projection: VrsProjection) -> _Json:
    place: _Json = {"start": _bound(*projection.start), "end": _bound(*projection.end)}
    return _locate_on(projection.sequence, projection.refget, "aa" if projection.axis == "p" else "na", place)


def _locate_on(sequence: str, refget: str, alphabet: str, place: _Json) -> _Json:
    """Return a location with its identifier; a digest holds the end that is not stated too."""
    reference: _Json = {"type": "SequenceReference", "refgetAccession": refget}
    computed = _name("SL", {"type": "SequenceLocation", "sequenceReference": reference, **place})
    named = {"id": sequence, **reference, "residueAlphabet": alphabet}
    return _drop_unstated({"id": computed, "type": "SequenceLocation", "sequenceReference": named, **place})


def _drop_unstated(found: _Json) -> _Json:
    return {key: value for key, value in found.items() if value is not None}


def _state(projection: VrsProjection) -> _Json:
    """Return the inherent fields of a state: of the bases that a length of the reference makes, the length alone."""
    if projection.length is None:
        return {"type": "LiteralSequenceExpression", "sequence": projection.inserted}
    length = _bound(projection.length.low, projection.length.high)
    return {"type": "ReferenceLengthExpression", "length": length, "repeatSubunitLength": projection.unit}


def _bound(low: int | None, high: int | None) -> object:
    """Return an exact number, or a Range of two of which one may be unknown."""
    return low if low is not None and low == high else [low, high]


def _name(prefix: str, inherent: _Json) -> str:
    return f"ga4gh:{prefix}.{digest(inherent)}"


def _digest_of(found: _Json) -> str:
    """Return the digest of an object from its identifier."""
    return str(found["id"]).rpartition(".")[2]
