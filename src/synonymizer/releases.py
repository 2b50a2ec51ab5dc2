"""Which release made a name: that of the store whose transcript it counts on, whose bases it replaces, or whose it is.

A name on a transcript is of the store that holds the transcript; one on a sequence or at coordinates, of the store that
holds the bases there; an identifier, of the store that knows it. What rests on a gene or on nothing is of the store of
the transcript that was read, else of the one that is asked first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.model import (
    BoundedProjection,
    CircularProjection,
    EventProjection,
    PlaceProjection,
    RepeatProjection,
    SetProjection,
)
from synonymizer.notations import identifiers
from synonymizer.statements import StatedIdentifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Name, Projection
    from synonymizer.places import Assembly
    from synonymizer.reference import Reference
    from synonymizer.reference.contract import Store


def credit(
    names: Iterable[Name], projections: tuple[Projection, ...], transcript: str | None, reference: Reference
) -> tuple[Name, ...]:
    """Return the names of a reading, each with the release that made it.

    Args:
        names: the names.
        projections: the change on every axis, which hold its places.
        transcript: the transcript that was read.
        reference: the reference data.
    """
    if len(reference.stores) == 1:
        return tuple(replace(name, release=reference.description) for name in names)
    sources = _Sources(projections, transcript, reference)
    return tuple(replace(name, release=sources.find(name)) for name in names)


class _Sources:
    """The stores of the names of one reading."""

    def __init__(self, projections: tuple[Projection, ...], transcript: str | None, reference: Reference) -> None:
        self._reference = reference
        self._places: dict[Assembly, tuple[str, int]] = {}
        for assembly, sequence, place in _find_places(projections):
            self._places.setdefault(assembly, (sequence, place))
        self._holders: dict[str, str] = {}
        self._default = self._hold(transcript) if transcript else reference.description

    def find(self, name: Name) -> str:
        """Return the description of the store that a name is of."""
        if name.transcript is not None:
            return self._hold(name.transcript)
        if name.cls == "identifier":
            return self._describe(self._know(name.text))
        if name.assembly in self._places:
            return self._describe(self._cover(*self._places[name.assembly]))
        sequence = name.text.partition(":")[0]
        if self._reference.find_source(sequence) is not None:
            return self._reference.owner(sequence).description
        return self._default

    def _hold(self, transcript: str) -> str:
        found = self._holders.get(transcript)
        if found is None:
            holder = self._reference.find_holder(transcript)
            found = self._holders[transcript] = self._reference.description if holder is None else holder.description
        return found

    def _describe(self, store: Store | None) -> str:
        return self._default if store is None else store.description

    def _cover(self, contig: str, place: int) -> Store | None:
        return next((store for store in self._reference.stores if store.placements_over(contig, place, place)), None)

    def _know(self, text: str) -> Store | None:
        expression = identifiers.read(text)
        if expression is None or not isinstance(expression.stated, StatedIdentifier):
            return None
        namespace, value = expression.stated.namespace, expression.stated.value
        for store in self._reference.stores:
            if store.known_alleles(namespace, value) or store.merged_into(namespace, value) is not None:
                return store
        return None


def _find_places(projections: Iterable[Projection]) -> Iterator[tuple[Assembly, str, int]]:
    """Yield a place of the change on each contig: (assembly, contig, interbase place)."""
    for projection in projections:
        match projection:
            case PlaceProjection(contig=contig, allele=allele) if contig is not None:
                yield contig.assembly, contig.accession, allele.start
            case EventProjection(contig=contig) | BoundedProjection(contig=contig) if contig is not None:
                sides = projection.left, projection.right
                known = [point for side in sides for point in (side.first, side.last) if point is not None]
                yield from ((contig.assembly, contig.accession, point.base) for point in known)
            case RepeatProjection(contig=contig, first=first) | CircularProjection(contig=contig, first=first) if (
                contig
            ):
                yield contig.assembly, contig.accession, first.base
            case SetProjection():
                yield from _find_places(one for member in projection.members for one in member)
            case _:
                pass
