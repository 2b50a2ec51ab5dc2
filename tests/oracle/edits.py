"""Edits of one sequence: trimmed, moved, justified and given their type.

Rules: HGVS nomenclature 21.0, general (3' rule, priority of types) and DNA (duplication, insertion, inversion, delins);
full justification is the variant overprecision correction of SPDI (Holmes et al., Bioinformatics 2020).
All coordinates are interbase.
"""

from __future__ import annotations

from dataclasses import dataclass

_COMPLEMENT = str.maketrans("ACGTN", "TGCAN")


@dataclass(frozen=True, slots=True)
class Edit:
    """Bases [start, end) of a sequence replaced by `bases`."""

    start: int
    end: int
    bases: str


def reverse_complement(bases: str) -> str:
    """Return the other strand, read in its own direction."""
    return bases.translate(_COMPLEMENT)[::-1]


def trim(sequence: str, edit: Edit) -> Edit:
    """Return the edit without the bases it leaves as they are; an edit that changes nothing is left whole."""
    start, end, bases = edit.start, edit.end, edit.bases
    if sequence[start:end] == bases:
        return edit
    while start < end and bases and sequence[start] == bases[0]:
        start, bases = start + 1, bases[1:]
    while start < end and bases and sequence[end - 1] == bases[-1]:
        end, bases = end - 1, bases[:-1]
    return Edit(start, end, bases)


def slack(sequence: str, edit: Edit) -> tuple[int, int]:
    """Return how many bases a trimmed edit can move to the left and to the right and still make the same sequence."""
    start, end, bases = edit.start, edit.end, edit.bases
    if (start < end) == bool(bases):
        return 0, 0
    unit = bases or sequence[start:end]
    left = right = 0
    while start > left and sequence[start - 1 - left] == unit[-1 - left % len(unit)]:
        left += 1
    while end + right < len(sequence) and sequence[end + right] == unit[right % len(unit)]:
        right += 1
    return left, right


def shift(edit: Edit, distance: int) -> Edit:
    """Return a trimmed edit moved by `distance` bases within its slack; inserted bases turn as they move."""
    turn = distance % len(edit.bases) if edit.bases else 0
    return Edit(edit.start + distance, edit.end + distance, edit.bases[turn:] + edit.bases[:turn])


def justify(sequence: str, edit: Edit) -> Edit:
    """Return the edit with every base it could be moved over included: equal for equal results, and only for them."""
    edit = trim(sequence, edit)
    left, right = slack(sequence, edit)
    before, after = sequence[edit.start - left : edit.start], sequence[edit.end : edit.end + right]
    return Edit(edit.start - left, edit.end + right, before + edit.bases + after)


def classify(sequence: str, edit: Edit) -> tuple[str, Edit]:
    """Return the type of an edit (sub, del, dup, ins, inv, delins or =) and its minimal, 3'-most form.

    A duplication stays the insertion it is: behind the original, of the same bases.
    """
    edit = trim(sequence, edit)
    edit = shift(edit, slack(sequence, edit)[1])
    old, new = sequence[edit.start : edit.end], edit.bases
    if old == new:
        return "=", edit
    if not old:
        return ("dup" if sequence[: edit.start].endswith(new) else "ins"), edit
    if not new:
        return "del", edit
    if len(old) == len(new) == 1:
        return "sub", edit
    return ("inv" if new == reverse_complement(old) else "delins"), edit
