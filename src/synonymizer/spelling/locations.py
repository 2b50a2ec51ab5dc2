"""Where a VRS object lies: its SequenceLocation of any version, and the sequence that this names.

Sources: VRS 2.0.1 schemas (SequenceLocation, SequenceReference, Range) and those of VRS 1.3 (SequenceInterval, Number,
IndefiniteRange, DefiniteRange). Positions are interbase. A sequence is named by its refget digest, `SQ.…`, by an
accession with the name of its registry before a colon, or by both.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from synonymizer.spelling.accessions import get_assembly, read_label
from synonymizer.statements import Bounds, Hints, Piece, Point

if TYPE_CHECKING:
    from synonymizer.statements import Axis

Ends = tuple[int | None, int | None]
"""The lowest and the highest place that a bound may have: equal where it is exact, None where it is unknown."""

_DIGEST = re.compile(r"SQ\.[\w-]{32}", re.ASCII)
_ASSEMBLY = re.compile(r"(?:GRCh|hg)[0-9]{2}(?:\.p[0-9]{1,2})?", re.IGNORECASE | re.ASCII)
_RECORDS = {"mitochondrion", "genomic", "coding", "noncoding", "protein"}


class Location(NamedTuple):
    """A stretch of a sequence between two interbase places."""

    start: Ends
    end: Ends
    hints: Hints

    @property
    def axis(self) -> Axis:
        """The axis that counts the bases or residues of the sequence from its first."""
        return "p" if self.hints.protein else "n" if self.hints.transcript else "g"

    @property
    def exact(self) -> tuple[int, int] | None:
        """Start and end, where both are exact and in this order."""
        (start, low), (high, end) = self.start, self.end
        if start is None or end is None or (start, end) != (low, high) or start > end:
            return None
        return start, end

    @property
    def bases(self) -> tuple[Bounds, Bounds]:
        """The bases beside the places that start and end may have, as HGVS names them: `(a_b)_(c_d)`."""
        (outer_start, inner_start), (inner_end, outer_end) = self.start, self.end
        if inner_start is not None and outer_start not in {None, inner_start}:
            inner_start -= 1
        if inner_end is not None and outer_end in {None, inner_end}:
            inner_end -= 1
        left = Bounds(_point(outer_start), _point(inner_start))
        return left, Bounds(_point(inner_end), None if outer_end is None else Point(outer_end - 1))


class Cut(NamedTuple):
    """What is left of a sequence that ends or begins at an interbase place: of which the left or the right is kept."""

    place: Ends
    is_left_kept: bool
    hints: Hints

    def to_piece(self, *, is_first: bool, is_alike: bool) -> Piece:
        """Return the stretch that is left, as one of two that are joined.

        Args:
            is_first: whether it is read first.
            is_alike: whether the place is a range because both sequences are alike there; its ends are then those of
                both ranges that belong together, else they are bounds.
        """
        low, high = self.place
        if is_alike:
            low = high = low if self.is_left_kept is is_first else high
        is_transcript = self.hints.transcript is not None
        axis: Axis = "r" if is_transcript else "g"
        inner = Bounds(*(None if base is None else Point(base - self.is_left_kept) for base in (low, high)))
        outer = Bounds(None, None)
        left, right = (outer, inner) if self.is_left_kept else (inner, outer)
        return Piece(
            source=self.hints, axis=axis, left=left, right=right, is_inverted=self.is_left_kept is not is_first
        )


def _point(base: int | None) -> Point | None:
    return None if base is None else Point(base)


def read_location(location: object) -> Location | None:
    """Read a location; None when it lacks an end or its sequence.

    Raises:
        UnknownAssembly: when its sequence is named by an assembly that is not held.
    """
    interval = get_first(location, "interval") or location
    start, end = (read_ends(get_first(interval, side)) for side in ("start", "end"))
    hints = _read_reference(get_first(location, "sequenceReference", "sequence_id", "sequence"))
    if start is None or end is None or hints is None:
        return None
    return Location(start, end, hints)


def read_cut(location: object) -> Cut | None:
    """Read a location that has one end; None for any other, and where its sequence is not named.

    Raises:
        UnknownAssembly: when its sequence is named by an assembly that is not held.
    """
    stated = [side for side in ("start", "end") if get_first(location, side) is not None]
    place = read_ends(get_first(location, *stated)) if len(stated) == 1 else None
    hints = _read_reference(get_first(location, "sequenceReference"))
    return None if place is None or hints is None else Cut(place, stated == ["end"], hints)


def get_first(found: object, *keys: str) -> object:
    """Return what lies at the first of several keys of an object; None where there is no object or key."""
    if not isinstance(found, dict):
        return None
    return next((found[key] for key in keys if key in found), None)


def read_ends(value: object) -> Ends | None:
    """Return a number or a range of any version of VRS as (low, high); None for anything else.

    >>> read_ends(9), read_ends([None, 9]), read_ends({"comparator": ">=", "value": 9}), read_ends("9")
    ((9, 9), (None, 9), (9, None), None)
    """
    match value:
        case [low, high] | {"min": low, "max": high}:
            pass
        case {"comparator": "<=", "value": high}:
            low = None
        case {"comparator": ">=", "value": low}:
            high = None
        case {"value": low} | low:
            high = low
    if not (_is_place(low) and _is_place(high)) or low is None is high:
        return None
    return (low, high) if low is None or high is None or low <= high else None


def _is_place(value: object) -> TypeGuard[int | None]:
    return value is None or (isinstance(value, int) and value >= 0)


def _read_reference(named: object) -> Hints | None:
    """Return what the reference of a location says: a name, or an object with its digest, its accession, or both."""
    if isinstance(named, str):
        return _read_sequence(named)
    found = [get_first(named, key) for key in ("id", "name", "refgetAccession")]
    names = [name for name in found if isinstance(name, str)]
    records = [name for name in names if _is_record(name)]
    digests = [name for name in names if _DIGEST.fullmatch(name)]
    if records and digests:
        return replace(_read_sequence(records[0]), refget=digests[0])
    return _read_sequence((records or digests or names)[0]) if names else None


def _is_record(name: str) -> bool:
    label = read_label(name.rpartition(":")[2])
    return label is not None and label.kind in _RECORDS


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
    if label is None:
        return Hints(reference=rest, assembly=assembly)
    match label.kind:
        case "protein":
            return Hints(protein=label.name)
        case "coding" | "noncoding":
            return Hints(transcript=label.name)
        case _:
            return Hints(reference=label.name, assembly=assembly)
