"""The vocabulary of comparing: what is compared, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from synonymizer.model import Category

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synonymizer.model import Reading
    from synonymizer.statements import ProteinEdit

Verdict = Literal["same", "same protein", "contains", "same position", "related", "cannot tell", "different"]
"""What can be said of two names, the strongest first. "same protein": one protein change, and different DNA."""

_SHOWN = 60
"""How many characters of a text a sentence shows."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One reading of one of the two texts, with the protein changes it makes, each by the residues it is made in."""

    text: str
    reading: Reading
    proteins: Mapping[str, tuple[ProteinEdit, ...]]

    def __str__(self) -> str:
        return self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"

    @property
    def states_protein(self) -> bool:
        """Whether the text states a protein change alone, whose DNA is read out of it."""
        return self.reading.scope == "protein"


class Finding(NamedTuple):
    """A verdict with the sentence that says what was compared; what is `missing` to tell; the one that contains."""

    verdict: Verdict
    reason: str
    missing: str = ""
    larger: Subject | None = None


def choose_meant(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return the readings that a text states: the first, with those that it does not tell apart from that.

    These are the changes of DNA that make one protein change, and the alleles of one identifier.
    """
    scope, notation = readings[0].scope, readings[0].notation
    if scope not in {"protein", "position"}:
        return readings[:1]
    return tuple(reading for reading in readings if (reading.scope, reading.notation) == (scope, notation))


def name_reading(reading: Reading) -> str:
    """Return what a reading is called among others: its key, or the label of a class."""
    return reading.change.label if isinstance(reading.change, Category) else reading.key or ""
