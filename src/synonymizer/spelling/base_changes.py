"""What happens to bases at a place, in the signs and words of papers: the half that cdna and splice names share.

`C>A`, `C-->A`, `C/A`, `(g-a)`, `C to A`, `delAG`, `del 13`, `insC`, `ins29-bp`, `dup11`, `delAAinsG`. Sources: HGVS
nomenclature 21.0, DNA, for what they mean, and the older habit of stating bases and lengths; the collections named in
`words`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.spelling.bare import note_reading
from synonymizer.spelling.points import shift
from synonymizer.spelling.words import ARROW, BASE, BASES, read_base, read_number
from synonymizer.statements import Count, Issue, Piece, Point, StatedEdit

if TYPE_CHECKING:
    from synonymizer.statements import Axis, EditKind

SIZE = r"[1-9][0-9]{0,5}~-?~(?:bps?|nts?|b|bases?|nucleotides?)?"
_ACT = r"(?:del(?:etion)?|ins(?:ertion)?|dup(?:lication)?|inv(?:ersion)?)"
CHANGES = (
    (rf"~\(?(?P<old>{BASE}|{BASES})(?:~{ARROW}~|~-?~to~-?~)(?P<new>{BASES}|{BASE})\)?", "becomes"),
    (rf"~\(?(?:(?P<act>{_ACT})~\(?(?:(?P<what>{BASES})|(?P<size>{SIZE}))?\)?)", "act"),
    (rf"~del~(?:(?P<what>{BASES})|(?P<size>{SIZE}))?~(?:ins|>|->)~(?:(?P<new>{BASES})|(?P<new_size>{SIZE}))", "act"),
)
"""What stands behind a place, with its telltale: a substitution; a deletion, insertion, duplication or inversion; bases
for bases."""

_KINDS: dict[str, EditKind] = {"del": "del", "ins": "ins", "dup": "dup", "inv": "inv"}
"""What an act is, by its first letters: delta is a deletion."""
_DIGITS = re.compile(r"[0-9]+")
_LONGEST_STATED = 10_000
"""The most bases a single position can stand for; a greater number is a slip."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a change lies: its first and last base; `is_range` when both were written."""

    first: Point
    last: Point
    is_range: bool = False


def say_change(found: re.Match[str], axis: Axis, stretch: Stretch) -> tuple[StatedEdit, tuple[Issue, ...]] | None:
    """Say what a match of one of `CHANGES` does to a stretch of bases; None when it does nothing that can be.

    A single position stands for all the bases that are stated to be deleted from it on.
    """
    groups = found.groupdict()
    old, new = read_base(groups.get("old") or ""), read_base(groups.get("new") or "")
    what, size = read_base(groups.get("what") or ""), groups.get("size")
    pieces = _read_unknown(groups.get("new_size"))
    kind: EditKind
    if old:
        kind = "identity" if old == new else "sub" if len(old) == len(new) == 1 else "delins"
        what = old
    elif new or pieces:
        kind = "delins"
    else:
        kind = _KINDS[groups["act"][:3].lower()]
    if kind == "ins":
        return _say_insertion(found, axis, stretch, what, _read_unknown(size))
    length = len(what) or (_read_size(size) if size else 0)
    span = _cover(stretch, length)
    if span is None:
        return None
    deleted_length = length if size else None
    edit = StatedEdit(
        axis, *span, kind, what or None, deleted_length, "" if kind == "identity" else new, pieces, is_bare=True
    )
    return edit, _note_sign(found)


def _cover(stretch: Stretch, length: int) -> tuple[Point, Point] | None:
    """Return the first and last base of a change of `length` bases (0: not stated); None when they do not fill it."""
    first, last = stretch.first, stretch.last
    if not length or (stretch.is_range and first != last):
        return first, last
    return (first, shift(first, length - 1)) if length <= _LONGEST_STATED else None


def _say_insertion(
    found: re.Match[str], axis: Axis, stretch: Stretch, new: str, pieces: tuple[Piece, ...]
) -> tuple[StatedEdit, tuple[Issue, ...]] | None:
    """Say that bases come between two neighbours; where one was written, they come behind it."""
    if not new and not pieces:
        return None
    first, last, issues = stretch.first, stretch.last, _note_sign(found)
    if not stretch.is_range:
        last = shift(first, 1)
        message = "An insertion lies between two positions; it was read behind the one that is written."
        issues = (*issues, Issue("W1009", "warning", message, found.span()))
    return StatedEdit(axis, first, last, "ins", inserted=new, pieces=pieces, is_bare=True), issues


def _read_unknown(size: str | None) -> tuple[Piece, ...]:
    """Read a number of bases that are not spelled out."""
    if not size:
        return ()
    number = _read_size(size)
    return (Piece("N", count=Count(number, number)),)


def _read_size(size: str) -> int:
    return read_number(_DIGITS.findall(size)[0])


def _note_sign(found: re.Match[str]) -> tuple[Issue, ...]:
    """Return the issue that another sign or word than `>`, or one that joins several bases, deserves."""
    old, new = found.groupdict().get("old"), found.groupdict().get("new")
    if not old or not new or (f"{old}>{new}" in found[0] and len(old) == len(new) == 1):
        return ()
    bases = f"{read_base(old)}>{read_base(new)}"
    read_as = bases if len(bases) == len("C>A") else f"del{read_base(old)}ins{read_base(new)}"
    return (note_reading(found, f"the change {read_as}", "W1008"),)
