"""Tandem repeats on a sequence: the tract that a name states, and what its new count makes of it.

Source: HGVS nomenclature 21.0, DNA/repeated: the positions are those of the whole repeat of the reference; a single
position, or one unit's, is where it starts. In a mixed repeat each unit stands as often as the reference has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import BaseMismatch, LengthMismatch, ReversedInterval, UnsupportedNotation
from synonymizer.placing import describe, quote
from synonymizer.statements import LONGEST

if TYPE_CHECKING:
    from synonymizer.places import Sequence
    from synonymizer.placing import Ruler
    from synonymizer.statements import StatedRepeat

_CODES = {
    **{base: base for base in "ACGT"},
    "R": "AG",
    "Y": "CT",
    "S": "CG",
    "W": "AT",
    "K": "GT",
    "M": "AC",
    "B": "CGT",
    "D": "AGT",
    "H": "ACT",
    "V": "ACG",
    "N": "ACGT",
}
"""The bases that a letter of the IUPAC code stands for (doi 10.1093/nar/13.9.3021)."""

_STRIDE = 600


def is_exact(stated: StatedRepeat) -> bool:
    """Whether a repeat says base for base what stands in its place: exact counts of units without ambiguity letters."""
    return all(count.low is not None and count.low == count.high for _, count in stated.units) and all(
        set(unit) <= set("ACGT") for unit, _ in stated.units
    )


def measure(stated: StatedRepeat, ruler: Ruler) -> Allele:
    """Return the allele that a repeat makes of the tract it states; the unchanged tract where its count is bounded.

    Raises:
        BaseMismatch: when the units are not what stands there.
        LengthMismatch: when they do not fill the positions.
        ReversedInterval: when the last base comes before the first.
        UnsupportedNotation: when the repeat has more bases than a name may spell out.
    """
    assert stated.first is not None
    assert stated.last is not None
    start, end = ruler.find(stated.first), ruler.find(stated.last) + 1
    label = f"{ruler.sequence.accession}:{describe(stated)}"
    if end <= start:
        raise ReversedInterval(f"{label} ends before it starts. Write the lower position first.")
    first_unit = ruler.sequence.bases(start, end)
    units = tuple((unit or first_unit, count) for unit, count in stated.units)
    is_start_alone = end - start in {1, len(units[0][0])}
    tract = find_tract(ruler.sequence, start, tuple(unit for unit, _ in units), None if is_start_alone else end)
    if tract == start:
        wanted = "".join(unit for unit, _ in units)
        there = ruler.sequence.bases(start, start + len(wanted))
        message = f"{label} is {quote(there)} in the reference, not {quote(wanted)}. Check the position and the strand."
        raise BaseMismatch(message)
    if not is_start_alone and tract != end:
        raise LengthMismatch(
            f"{label} covers {end - start:,} bases, of which the units fill the first {tract - start:,} only. "
            "Give the first and the last base of the repeat."
        )
    deleted = ruler.sequence.bases(start, tract)
    if not is_exact(stated):
        return Allele(ruler.sequence.accession, start, tract, deleted, deleted)
    length = sum(len(unit) * (count.low or 0) for unit, count in units)
    if length > LONGEST:
        message = f"The repeat has {length:,} bases, more than the {LONGEST:,} a name may spell out."
        raise UnsupportedNotation(f"{message} Give it with a bounded count.")
    inserted = "".join(unit * (count.low or 0) for unit, count in units)
    return Allele(ruler.sequence.accession, start, tract, deleted, inserted)


def find_tract(sequence: Sequence, start: int, units: tuple[str, ...], end: int | None) -> int:
    """Return how far copies of the units, in their order, fill a sequence from `start`; `start` itself when none does.

    Args:
        sequence: the sequence.
        start: where the first copy begins, interbase.
        units: the units, whose letters may be those of the IUPAC code.
        end: where the tract should end, None for as far as it goes.
    """
    limit = sequence.held(start, start).end if end is None else end
    reached = {start}
    for unit in units:
        for place in sorted(reached):
            while place + len(unit) <= limit and _fits(unit, sequence, place):
                place += len(unit)
                if place in reached:
                    break
                reached.add(place)
    return end if end in reached and end is not None else max(reached)


def _fits(unit: str, sequence: Sequence, place: int) -> bool:
    bases = sequence.bases(place, place + len(unit))
    return all(base in _CODES[letter] for letter, base in zip(unit, bases, strict=True))
