"""A junction on both assemblies, or on the messages that it joins."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from synonymizer.errors import RegionNotHeld
from synonymizer.junctions import reverse
from synonymizer.model import JunctionProjection
from synonymizer.normalize import find_assemblies, place_junction, settle_junction
from synonymizer.project.transcripts import make_point
from synonymizer.statements import Point

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.model import Junction
    from synonymizer.places import Side
    from synonymizer.reference import Reference

_Record = TypeVar("_Record")


def project_junction(change: Junction, reference: Reference) -> tuple[JunctionProjection, ...]:
    """Return a junction on the contigs of each assembly that has both its sides; one of messages on these alone."""
    if reference.find_transcript(change.first.sequence) is not None:
        return _project(change, reference)
    placed = (place_junction(change, assembly, reference) for assembly in find_assemblies(change, reference))
    return tuple(one for there in placed if there is not None for one in _project(there, reference))


def _project(change: Junction, reference: Reference) -> tuple[JunctionProjection, ...]:
    """Return a junction where it lies, at the one of its places that is chosen there."""
    junction, back, forth, _ = settle_junction(change, reference)
    sides = junction.first, junction.second
    refgets = _find_both(sides, reference.geometry.refget)
    contigs = _find_both(sides, reference.find_contig)
    messages = _find_both(sides, reference.find_transcript)
    if refgets is not None and contigs is not None:
        stretches = _describe_end(sides[0]), _describe_end(sides[1])
        bases = _read_base(sides[0], reference), _read_base(sides[1], reference)
        found = JunctionProjection(
            "g", junction, reverse(junction), contigs, refgets, stretches, bases, back=back, forth=forth
        )
        return (found,)
    if refgets is not None and messages is not None:
        first, second = messages
        parts = (
            (make_point(first, 0, 0), make_point(first, sides[0].place - 1, 0)),
            (make_point(second, sides[1].place, 0), make_point(second, second.length - 1, 0)),
        )
        return (JunctionProjection("r", junction, None, messages, refgets, parts, ("N", "N"), back=back, forth=forth),)
    return ()


def _find_both(sides: tuple[Side, Side], find: Callable[[str], _Record | None]) -> tuple[_Record, _Record] | None:
    """Return what is found of the sequences of both sides, None where it is not found of one."""
    first, second = (find(side.sequence) for side in sides)
    return None if first is None or second is None else (first, second)


def _describe_end(side: Side) -> tuple[Point, Point]:
    """Return the first and the last base of a chromosome's kept end."""
    if side.keeps == "left":
        return Point(0, 0, "pter"), Point(side.place - 1)
    return Point(side.place), Point(0, 0, "qter")


def _read_base(side: Side, reference: Reference) -> str:
    """Return the kept base beside a breakpoint, on the forward strand; "N" where it is not held."""
    base = side.place - (side.keeps == "left")
    try:
        return reference.geometry.sequence(side.sequence).bases(base, base + 1)
    except RegionNotHeld:
        return "N"
