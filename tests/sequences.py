"""Plain sequences for tests, and the one thing identity rests on: the bases after an edit."""

from __future__ import annotations

import random
from dataclasses import dataclass

from synonymizer.errors import RegionNotHeld
from synonymizer.places import Interval


@dataclass(frozen=True)
class Text:
    """A sequence held whole, from its text; places before 0 do not exist."""

    text: str
    accession: str = "TEXT_1.1"

    def bases(self, start: int, end: int) -> str:
        self.held(start, end)
        return self.text[start:end]

    def held(self, start: int, end: int) -> Interval:
        if not 0 <= start <= end <= len(self.text):
            raise RegionNotHeld(f"[{start}, {end}) is not in a text of {len(self.text)} bases.")
        return Interval(0, len(self.text))


def apply(text: str, start: int, deleted: str, inserted: str) -> str:
    """Return the text after an edit, which must delete what is there."""
    assert text[start : start + len(deleted)] == deleted
    return text[:start] + inserted + text[start + len(deleted) :]


def draw_repetitive(chance: random.Random, length: int) -> str:
    """Return bases with many repeats, in which most insertions and deletions slide."""
    bases = ""
    while len(bases) < length:
        unit = "".join(chance.choices("ACGT", k=chance.choice((1, 1, 2, 3, 7))))
        bases += unit * chance.choice((1, 1, 2, 3, 9, 40))
    return bases[:length]
