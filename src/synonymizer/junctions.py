"""Where two joined sequences may be said to meet: the sides of a junction may be alike at many places, and one decides.

A base at the breakpoint that both sequences have may be told to come from either. All such places make the same bases;
the one farthest 3' on the first sequence is chosen (HGVS nomenclature 21.0, DNA/complex: the 3' rule, from the sequence
that is listed first), so that it does not matter which was written. Bases between the sequences that one of them goes
on with are taken to be its own. Read backwards a junction of DNA is the same one: a side whose left is kept comes
first, and of two alike that of the lower accession or place. A junction of messages lies between exons where it may.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.errors import RegionNotHeld
from synonymizer.mapping import orient, reverse_complement
from synonymizer.model import Junction
from synonymizer.reference.views import Oriented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.places import Sequence, Side

_STRIDE = 64


class Meeting(NamedTuple):
    """A junction at one of its places, and how far it may move to others: towards its first side, and its second.

    `complete` is False where the bases that decide it are not all held.
    """

    junction: Junction
    back: int = 0
    forth: int = 0
    complete: bool = True

    def at(self, shift: int) -> Meeting:
        """Return the same junction where `shift` more bases, in [-back, forth], are the first side's."""
        return Meeting(move(self.junction, shift, shift), self.back + shift, self.forth - shift, self.complete)


def meet(junction: Junction, first: Sequence, second: Sequence) -> Meeting:
    """Return a junction without linker bases that its sides go on with, and how far it may move.

    Args:
        junction: the junction.
        first: the sequence of its first side.
        second: that of its second side.
    """
    one, place = _read(first, junction.first, junction.first.keeps == "left")
    other, start = _read(second, junction.second, junction.second.keeps == "right")
    try:
        held, kept = one.held(place, place), other.held(start, start)
    except RegionNotHeld:
        return Meeting(junction, complete=False)
    linker = junction.linker
    ahead = _count_alike(linker, one.bases(place, min(place + len(linker), held.end)))
    linker = linker[ahead:]
    behind = _count_alike(linker[::-1], other.bases(max(start - len(linker), kept.start), start)[::-1])
    linker = linker[: len(linker) - behind]
    junction = replace(move(junction, ahead, -behind), linker=linker)
    place, start = place + ahead, start - behind
    room = min(held.end - place, kept.end - start)
    room_back = min(place - held.start, start - kept.start)
    forth = 0 if linker else _follow(one, place, other, start, room)
    back = 0 if linker else _follow(one, place, other, start, -room_back)
    return Meeting(junction, back, forth, forth < room and back < room_back)


def move(junction: Junction, first: int, second: int) -> Junction:
    """Return a junction with its first side longer, and its second side shorter, by numbers of bases."""
    one, other = junction.first, junction.second
    return replace(
        junction,
        first=replace(one, place=one.place + (first if one.keeps == "left" else -first)),
        second=replace(other, place=other.place + (second if other.keeps == "right" else -second)),
    )


def reverse(junction: Junction) -> Junction:
    """Return a junction of DNA read backwards, on the other strand.

    >>> from synonymizer.places import Side
    >>> reverse(Junction(Side("NC_2.1", 9, "left"), Side("NC_1.1", 5, "right"), "AAC")).linker
    'GTT'
    """
    return Junction(junction.second, junction.first, reverse_complement(junction.linker))


def choose(meeting: Meeting) -> Meeting:
    """Return a junction of DNA in the direction and at the place that decide its identity."""
    extremes = (_direct(meeting.at(shift)) for shift in (-meeting.back, meeting.forth))
    return max(extremes, key=lambda one: (one.junction.first.place, one.junction.second.place))


def choose_on_exons(meeting: Meeting, first: Iterable[int], second: Iterable[int]) -> Meeting:
    """Return a junction of messages at its place between exons, whose ends are given; else as far 3' as it goes."""
    offsets = {end - meeting.junction.first.place for end in first}
    offsets &= {start - meeting.junction.second.place for start in second}
    between = [offset for offset in offsets if -meeting.back <= offset <= meeting.forth]
    return meeting.at(max(between, default=meeting.forth))


def _direct(meeting: Meeting) -> Meeting:
    """Return a junction in the direction of the two that decides; a palindrome of sides leaves it to the linker."""
    backwards = Meeting(reverse(meeting.junction), meeting.forth, meeting.back, meeting.complete)
    return min(meeting, backwards, key=lambda one: _order(one.junction))


def _order(junction: Junction) -> tuple[str, str, int, str]:
    first = junction.first
    return first.keeps, first.sequence, first.place, junction.linker


def _read(sequence: Sequence, side: Side, is_forward: bool) -> tuple[Oriented, int]:
    """Return a sequence in the direction in which a junction is read, and the breakpoint in that direction."""
    strand = 1 if is_forward else -1
    return Oriented(sequence, strand), orient(side.place, side.place, strand)[0]


def _count_alike(one: str, other: str) -> int:
    """Return how many letters two texts have in common from their beginning."""
    pairs = zip(one, other, strict=False)
    return next((count for count, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _follow(one: Oriented, place: int, other: Oriented, start: int, limit: int) -> int:
    """Return how many bases two sequences have in common from two places on; backwards where the limit is negative."""
    step = 1 if limit > 0 else -1
    reached = 0
    while reached < abs(limit):
        size = min(_STRIDE, abs(limit) - reached)
        stretches = [
            sequence.bases(*sorted((at + step * reached, at + step * (reached + size))))[::step]
            for sequence, at in ((one, place), (other, start))
        ]
        alike = _count_alike(*stretches)
        reached += alike
        if alike < size:
            break
    return reached
