"""How two single changes of DNA lie to each other, where they are not one change.

An exact change is taken with all the places it may slide to (VOCA justification), an event between bounds with its
bounds, so that the spelling of neither matters. Coordinates are interbase, on the sequence that decides identity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import Allele
from synonymizer.edits import trim
from synonymizer.model import Repeat, UncertainInterval

if TYPE_CHECKING:
    from synonymizer.identity.findings import Verdict
    from synonymizer.statements import Count

Single = Allele | UncertainInterval | Repeat
"""What has a place of its own; an exon event is compared by its bounds."""


class Relation(NamedTuple):
    """A verdict, how a sentence says it of the first and the second change, and which of them contains the other.

    `how` has the places {0} and {1} for the two; `missing` is what would have to be known to tell more.
    """

    verdict: Verdict
    how: str
    missing: str = ""
    larger: int | None = None


def turn(relation: Relation) -> Relation:
    """Return what is said of two changes as it is said of them in the other order."""
    how = relation.how.replace("{0}", "{2}").replace("{1}", "{0}").replace("{2}", "{1}")
    return relation._replace(how=how, larger=None if relation.larger is None else 1 - relation.larger)


_APART = Relation("different", "{0} and {1} are changes of different places.")
_OVERLAPPING = Relation("related", "{0} and {1} change bases of one stretch, and are different changes.")
_OTHER_BASES = Relation("same position", "{0} and {1} are different changes at one place.")
_POSSIBLE = Relation("related", "{0} may be {1}, whose exact breakpoints {0} does not state.")
_COUNTED = Relation("related", "{0} may be {1}, whose exact number of units {0} does not state.")
_LARGER = Relation("contains", "The bases changed by {0} contain all that {1} changes.", larger=0)
_BREAKPOINTS = Relation(
    "cannot tell", "The breakpoints of {0} and {1} are not known exactly, and may be the same.", "the exact breakpoints"
)
_COUNTS = Relation(
    "cannot tell", "{0} and {1} are one repeat, whose numbers of units may be the same.", "the exact number of units"
)


def relate(one: Single, other: Single) -> Relation:
    """Say how two different changes of one sequence lie to each other; alleles are fully justified.

    >>> relate(Allele("NC_1.1", 9, 10, "C", "A"), Allele("NC_1.1", 9, 10, "C", "T")).verdict
    'same position'
    """
    match one, other:
        case Allele(), Allele():
            return _relate_alleles(one, other)
        case UncertainInterval(), UncertainInterval():
            return _relate_events(one, other)
        case Repeat(), Repeat():
            return _relate_repeats(one, other)
        case UncertainInterval(), Allele():
            return _relate_event_to_allele(one, other)
        case Repeat(), Allele():
            return _relate_repeat_to_allele(one, other)
        case Repeat(), UncertainInterval():
            return _OVERLAPPING if _overlap((one.start, one.end), _certain(other)) else _APART
        case _:
            return turn(relate(other, one))


# ---------------------------------------------------------------- exact changes


def _relate_alleles(one: Allele, other: Allele) -> Relation:
    first, second = _shorten(one), _shorten(other)
    if (one.start, one.end) == (other.start, other.end) or (first.start, first.end) == (second.start, second.end):
        return _OTHER_BASES
    if _includes(first, second) or _deletes_more(one, other):
        return _LARGER
    if _includes(second, first) or _deletes_more(other, one):
        return turn(_LARGER)
    return _OVERLAPPING if _overlap((one.start, one.end), (other.start, other.end)) else _APART


def _shorten(allele: Allele) -> Allele:
    """Return an allele without the bases that both sides share; one that changes nothing as it is."""
    if allele.deleted == allele.inserted:
        return allele
    start, deleted, inserted = trim(allele.start, allele.deleted, allele.inserted)
    return Allele(allele.sequence, start, start + len(deleted), deleted, inserted)


def _includes(one: Allele, other: Allele) -> bool:
    """Whether a replacement of bases, as many as before, makes all that another such one makes."""
    is_replacement = all(len(allele.deleted) == len(allele.inserted) for allele in (one, other))
    if not is_replacement or not one.start <= other.start <= other.end <= one.end:
        return False
    return one.inserted[other.start - one.start : other.end - one.start] == other.inserted


def _deletes_more(one: Allele, other: Allele) -> bool:
    lost = [len(allele.deleted) - len(allele.inserted) for allele in (one, other)]
    is_deletion = all(not _shorten(allele).inserted for allele in (one, other))
    return is_deletion and lost[0] > lost[1] and one.start <= other.start <= other.end <= one.end


class _Slot(NamedTuple):
    """The bases an exact deletion or copy concerns, [start, end), and how far they may be said to lie to the right."""

    start: int
    end: int
    room: int = 0


def _find_slot(allele: Allele, kind: str) -> _Slot | None:
    """Return the bases that an allele deletes or copies; None where that is not what it does."""
    short = _shorten(allele)
    gained = len(allele.inserted) - len(allele.deleted)
    if kind == "del" and short.deleted and not short.inserted:
        return _Slot(allele.start, allele.start - gained, len(allele.inserted))
    if kind == "dup" and short.inserted and not short.deleted and len(allele.deleted) >= gained:
        return _Slot(allele.start, allele.start + gained, len(allele.deleted) - gained)
    return None


# ---------------------------------------------------------------- events between bounds


def _certain(event: UncertainInterval) -> tuple[int, int] | None:
    """Return the bases that an event concerns wherever its breakpoints lie, None where none is certain."""
    start, end = event.left[1], event.right[0]
    return None if event.is_within or start is None or end is None or start >= end else (start, end)


def _relate_events(one: UncertainInterval, other: UncertainInterval) -> Relation:
    is_one_kind = (one.kind, one.copies or 0, one.deleted) == (other.kind, other.copies or 0, other.deleted)
    if is_one_kind and _may_coincide(one, other):
        return _BREAKPOINTS
    first, second = _certain(one), _certain(other)
    if one.kind == other.kind and first is not None and second is not None:
        if first == second:
            return _OTHER_BASES
        if _covers(first, second):
            return _LARGER
        if _covers(second, first):
            return turn(_LARGER)
    return _OVERLAPPING if first is not None and _overlap(first, second) else _APART


def _may_coincide(one: UncertainInterval, other: UncertainInterval) -> bool:
    if one.is_within or other.is_within:
        places = _meet((one.left[0], one.right[1]), (other.left[0], other.right[1]))
    else:
        places = _meet(one.left, other.left) and _meet(one.right, other.right)
    has_room = one.size is None or other.size is None or _share(one.size, other.size)
    return places and has_room and (one.inserted == other.inserted or "" in {one.inserted, other.inserted})


def _relate_event_to_allele(event: UncertainInterval, allele: Allele) -> Relation:
    slot = _find_slot(allele, event.kind)
    certain = _certain(event)
    if slot is None:
        if event.kind not in {"del", "dup"} and _lies_within(event, allele):
            return _POSSIBLE
        return _OVERLAPPING if _overlap((allele.start, allele.end), certain) else _APART
    if _may_be(event, slot):
        return _POSSIBLE
    if certain is not None and _fits(slot, *certain):
        return _LARGER
    start, end = event.left[0], event.right[1]
    if start is not None and end is not None and slot.start <= start and end <= slot.end + slot.room:
        return turn(_LARGER)
    return _OVERLAPPING if _overlap((slot.start, slot.end), certain) else _APART


def _may_be(event: UncertainInterval, slot: _Slot) -> bool:
    """Whether the bases of an exact change lie inside the bounds of an event, at one of the places they may be said."""
    length = slot.end - slot.start
    if event.size is not None and not _holds(event.size, length):
        return False
    if event.is_within:
        return _fits(slot, event.left[0], event.right[1])
    low = max(0, _limit(event.left[0], slot.start), _limit(event.right[0], slot.end))
    high = min(slot.room, _limit(event.left[1], slot.start, slot.room), _limit(event.right[1], slot.end, slot.room))
    return low <= high


def _fits(slot: _Slot, start: int | None, end: int | None) -> bool:
    """Whether the bases lie inside a stretch, at one of the places they may be said to be."""
    return max(0, _limit(start, slot.start)) <= min(slot.room, _limit(end, slot.end, slot.room))


def _limit(bound: int | None, place: int, otherwise: int = 0) -> int:
    """Return how far to the right of a place its bound lies, and something else for an unknown bound."""
    return otherwise if bound is None else bound - place


def _lies_within(event: UncertainInterval, allele: Allele) -> bool:
    fits = event.inserted in {"", _shorten(allele).inserted} and event.deleted in {"", _shorten(allele).deleted}
    return fits and _reaches(event.left[0], allele.start) and _reaches(allele.end, event.right[1])


# ---------------------------------------------------------------- repeats of a bounded number of units


def _relate_repeats(one: Repeat, other: Repeat) -> Relation:
    if [unit for unit, _ in one.units] != [unit for unit, _ in other.units]:
        return _OVERLAPPING if _overlap((one.start, one.end), (other.start, other.end)) else _APART
    if (one.start, one.end) != (other.start, other.end):
        return _APART
    is_shared = all(_share(first, second) for (_, first), (_, second) in zip(one.units, other.units, strict=True))
    return _COUNTS if is_shared else _OTHER_BASES


def _relate_repeat_to_allele(repeat: Repeat, allele: Allele) -> Relation:
    unit, count = repeat.units[0]
    touches = allele.start <= repeat.end + len(unit) and repeat.start - len(unit) <= allele.end
    gained = len(allele.inserted) - len(allele.deleted)
    short = _shorten(allele)
    if not touches or len(repeat.units) != 1 or (short.deleted and short.inserted):
        return _OVERLAPPING if _overlap((allele.start, allele.end), (repeat.start, repeat.end)) else _APART
    units, rest = divmod(repeat.end - repeat.start + gained, len(unit))
    return _COUNTED if not rest and _holds(count, units) else _OTHER_BASES


# ---------------------------------------------------------------- places and counts


def _overlap(one: tuple[int, int], other: tuple[int, int] | None) -> bool:
    return other is not None and one[0] < other[1] and other[0] < one[1]


def _covers(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]


def _reaches(low: int | None, high: int | None) -> bool:
    """Whether a place is not behind another; an unknown one may lie anywhere."""
    return low is None or high is None or low <= high


def _meet(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    return _reaches(one[0], other[1]) and _reaches(other[0], one[1])


def _share(one: Count, other: Count) -> bool:
    return _meet((one.low, one.high), (other.low, other.high))


def _holds(count: Count, number: int) -> bool:
    return _meet((count.low, count.high), (number, number))
