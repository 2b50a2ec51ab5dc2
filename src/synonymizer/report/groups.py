"""The names of a reading in the groups a person looks for them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from synonymizer.model import Name, NameClass, Reading

_SAID = ("RefSeq", "Ensembl", "LRG", "MANE Select")
"""Tags that an accession or the heading of a group says already."""

_OWN_KINDS: dict[NameClass, str] = {
    "coordinate": "Coordinates",
    "computed": "Computed names",
    "identifier": "Identifiers",
    "exon": "Whole exons",
    "literature": "As papers write it",
    "legacy": "Older numbering",
    "hgvs-deprecated": "Withdrawn HGVS forms",
    "query": "Searches",
}
"""Classes that make a group of their own, in order; HGVS names come before them, by what they are counted on."""


class _Kind(NamedTuple):
    """What names of a group have in common, in the order of the groups."""

    place: int
    heading: str
    is_side: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Names that belong together. `is_side`: names beside the point, which are shown when asked for."""

    heading: str
    names: tuple[Name, ...]
    is_side: bool

    @property
    def is_shared(self) -> bool:
        """Whether every name of it is one of other alleles, too."""
        return all(name.scope == "protein" for name in self.names)


def group_names(reading: Reading) -> tuple[Group, ...]:
    """Return the names in groups; within one they keep their order."""
    kinds: dict[_Kind, list[Name]] = {}
    for name in reading.names:
        kinds.setdefault(_find_kind(name, reading.transcript), []).append(name)
    return tuple(Group(kind.heading, tuple(kinds[kind]), kind.is_side) for kind in sorted(kinds))


def _find_kind(name: Name, transcript: str | None) -> _Kind:
    if name.cls in _OWN_KINDS:
        return _Kind(list(_OWN_KINDS).index(name.cls) + 10, _OWN_KINDS[name.cls])
    place, what = (5, "Protein") if name.level == "p" else (1, "Transcript")
    if name.transcript is None:
        return _Kind(place, what) if name.level == "p" else _Kind(0, "Genomic")
    if "MANE Select" in name.tags:
        return _Kind(place, f"{what}, MANE Select")
    if name.transcript == transcript:
        return _Kind(place + 1, f"{what}, {transcript}")
    return _Kind(place + 2, f"{what}, other transcripts" if what == "Protein" else "Other transcripts", is_side=True)


def label(name: Name) -> tuple[str, ...]:
    """Return in words what must be known about a name and its text does not say."""
    labels: list[str] = [name.assembly] if name.assembly else []
    labels += [tag for tag in name.tags if tag not in _SAID]
    if name.needs:
        labels.append(f"with its {name.needs}")
    if name.scope == "position":
        labels.append("several alleles")
    return tuple(labels)
