"""Changes of bases that hgvs.parser does not know: one pattern and one function for each form of the nomenclature.

Sources: HGVS nomenclature 21.0, DNA (deletion, duplication, insertion, delins, repeated, complex, other) and RNA
(splicing, fusion, repeated), recommendations/uncertain; SVD-WG003, SVD-WG005 (methylation), SVD-WG006 (circular), and
SVD-WG009, which withdrew `con`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.grammar.emit import write_statement
from synonymizer.grammar.pieces import check_letters, read_joined, read_pieces
from synonymizer.grammar.posedits import check_edit
from synonymizer.grammar.stretches import STRETCH, is_numbered, read_stretch
from synonymizer.spelling.counts import COUNT, read_count
from synonymizer.spelling.points import shift
from synonymizer.statements import (
    Bounds,
    Count,
    Expression,
    Issue,
    Piece,
    Point,
    StatedEdit,
    StatedJunction,
    StatedModification,
    StatedPlace,
    StatedRepeat,
    StatedSet,
    StatedUncertain,
    StatedWhole,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.grammar.changes import Change
    from synonymizer.grammar.stretches import Stretch
    from synonymizer.statements import EditKind, Statement, WholeState

_STATES: dict[str, WholeState] = {"=": "same", "?": "unknown", "0": "absent", "spl": "spliced"}
_KINDS: dict[str, EditKind] = {"del": "del", "ins": "ins", "dup": "dup", "inv": "inv", "con": "delins", "=": "identity"}
_BRACKET = rf"\[{COUNT}\]|\{{{COUNT}\}}"

_JOINED = re.compile(r"(?:\[(?P<listed>.+)\]|(?P<pieces>.+?))(?P<extra>sup|add)?", re.IGNORECASE)
_WHOLE = re.compile(r"(?P<state>spl|[=0])(?P<doubt>\??)|\?", re.IGNORECASE)
_MODIFIED = re.compile(rf"{STRETCH}(?P<letters>[A-Z]{{0,200}})\|(?P<state>gom|lom|met=|edt|@)", re.IGNORECASE)
_PLACE = re.compile(rf"{STRETCH}(?P<letter>[ACGTU])?", re.IGNORECASE)
_REPEATED = re.compile(rf"{STRETCH}(?P<units>(?:[A-Z]*(?:{_BRACKET}))+)", re.IGNORECASE)
_UNIT = re.compile(rf"(?P<unit>[A-Z]*)[\[{{](?P<count>{COUNT})[\]}}]", re.IGNORECASE)
_ADJOINING = re.compile(rf"(?:[^\[\]();]{{3,90}}\[{COUNT}\]){{2,50}}", re.IGNORECASE)
_SUBSTITUTED = re.compile(rf"{STRETCH}(?P<deleted>[A-Z]+)>(?P<inserted>[A-Z]+)", re.IGNORECASE)
_CHANGED = re.compile(rf"{STRETCH}(?P<kind>dupinv|invdup|del|ins|dup|inv|con|=)(?P<rest>.*)", re.IGNORECASE)
_REST = re.compile(
    rf"(?:(?P<letters>(?:(?!ins)[A-Z])+)?(?P<size>[0-9]{{1,9}}|\[{COUNT}\])?)(?:ins(?P<inserted>.+))?", re.IGNORECASE
)
_SPELLED = re.compile(r"[A-Z]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A change as read: what it states, its text as read, and whether its spelling is one that was withdrawn."""

    stated: Statement
    body: str
    withdrawn: bool = False
    issues: tuple[Issue, ...] = ()
    is_predicted: bool = False


def read_form(change: Change) -> Reading | None:
    """Read a change of bases in a form of its own; None for one that hgvs.parser reads, or that nothing reads.

    Raises:
        ParseError: when the form is known and broken.
    """
    for pattern, read in _FORMS:
        found = pattern.fullmatch(change.text)
        reading = read(found, change) if found else None
        if reading is not None:
            return reading
    return None


def _say(stated: Statement, *, withdrawn: bool = False, issues: tuple[Issue, ...] = ()) -> Reading:
    return Reading(stated, write_statement(stated), withdrawn, issues)


def _read_joined(found: re.Match[str], change: Change) -> Reading | None:
    """Read sequences joined to one (RNA/fusion, DNA/complex), or present beside the normal ones (`sup`)."""
    group = "listed" if found["listed"] else "pieces"
    if "::" not in found[group] and not found["extra"]:
        return None
    joined = read_joined(found[group], change, found.start(group))
    stated = StatedJunction(joined.pieces, found["extra"] is not None, change.description.axis)
    body = write_statement(stated)
    return Reading(stated, body, joined.withdrawn or body.lower() != change.text.lower())


def _read_whole(found: re.Match[str], change: Change) -> Reading:
    state = _STATES[(found["state"] or "?").lower()]
    return _say(StatedWhole(change.description.axis, state, bool(found["doubt"])))


def _read_modified(found: re.Match[str], change: Change) -> Reading | None:
    axis = change.description.axis
    ends = read_stretch(found, change, axis).find_ends()
    if ends is None:
        return None
    letters = check_letters(found["letters"], change, found.start("letters"))
    return _say(StatedModification(axis, *ends, found["state"].lower(), letters))


def _read_place(found: re.Match[str], change: Change) -> Reading | None:
    """Read a place alone; one base may be said to stand there."""
    axis = change.description.axis
    ends = read_stretch(found, change, axis).find_ends()
    letter = check_letters(found["letter"] or "", change, max(found.start("letter"), 0))
    return _say(StatedPlace(axis, *ends, letter)) if ends and not (letter and found["right"]) else None


def _read_repeated(found: re.Match[str], change: Change) -> Reading | None:
    """Read a tandem repeat (DNA/repeated), or the number of copies of a stretch with bounded ends (DNA/duplication)."""
    axis = change.description.axis
    stretch = read_stretch(found, change, axis)
    units = tuple(_read_unit(unit, change) for unit in _UNIT.finditer(change.text, found.start("units")))
    ends = stretch.find_ends()
    is_older = "{" in found["units"]
    if ends is not None:
        issues = _note_frame(ends, units, change) + _note_unit(ends, units, change)
        return _say(StatedRepeat(axis, *ends, units), withdrawn=is_older, issues=issues)
    (unit, count), *others = units
    if unit or others or count.low != count.high or count.low is None:
        raise change.mistake(found.start("units"), "a number of copies in brackets was expected, as in [3]")
    kind: EditKind = "dup" if count.low > 1 else "identity" if count.low else "del"
    stated = StatedUncertain(axis, stretch.left, stretch.right, kind, stretch.flanked, copies=count.low)
    stated = replace(stated, is_within=stretch.is_single)
    return _say(stated, withdrawn=is_older, issues=_note_flanked(stretch, change))


def _note_frame(ends: tuple[Point, Point], units: tuple[tuple[str, Count], ...], change: Change) -> tuple[Issue, ...]:
    """Say that a repeat in coding sequence is none of whole codons, and so is named otherwise (DNA/repeated)."""
    is_coding = all(end.datum == "cds_start" and end.base >= 0 and not end.offset for end in ends)
    if not is_coding or all(len(unit) % 3 == 0 for unit, _ in units):
        return ()
    message = "In coding sequence only units of three bases, or a multiple of it, are named as repeats; use dup or ins."
    return (Issue("W1004", "warning", message, change.find_span(0, len(change.text))),)


def _note_unit(ends: tuple[Point, Point], units: tuple[tuple[str, Count], ...], change: Change) -> tuple[Issue, ...]:
    """Say that the place of one unit of RNA is stated, and its bases besides: one of them is enough (RNA/repeated)."""
    first, last = ends
    (unit, _), *others = units
    is_one = first.offset == last.offset == 0 and last.base - first.base + 1 == len(unit) > 1
    if change.description.axis != "r" or others or not is_one:
        return ()
    message = "The place is that of one unit, whose bases say the same again; write r.-125_-123[4] or r.-125cug[4]."
    return (Issue("W1004", "warning", message, change.find_span(0, len(change.text))),)


def _read_unit(found: re.Match[str], change: Change) -> tuple[str, Count]:
    count = read_count(found["count"])
    if count is None:
        raise change.mistake(found.start("count"), "a count such as 23, (50_60) or ? was expected in brackets")
    return check_letters(found["unit"], change, found.start("unit")), count


def _read_adjoining(found: re.Match[str], change: Change) -> Reading | None:
    """Read repeats one behind the other, `456_465[4]466_489[9]`, as the several repeats of one allele that they are."""
    members = []
    for part in re.finditer(r"[^\[\]]+\[[^\[\]]+\]", found[0]):
        repeat = _REPEATED.fullmatch(part[0])
        reading = _read_repeated(repeat, replace(change, text=part[0])) if repeat else None
        if reading is None:
            return None
        members.append(Expression(change.description.text, "hgvs", reading.stated, change.description.hints))
    return _say(StatedSet("cis", tuple(members)), withdrawn=True)


def _read_substituted(found: re.Match[str], change: Change) -> Reading | None:
    """Read a substitution at a place that is only bounded."""
    if is_numbered(found):
        return None
    axis = change.description.axis
    stretch = read_stretch(found, change, axis)
    deleted, inserted = (check_letters(found[group], change, found.start(group)) for group in ("deleted", "inserted"))
    if len(deleted) != 1 or len(inserted) != 1:
        raise change.mistake(found.start("deleted"), "one base on each side of > was expected")
    stated = StatedUncertain(axis, stretch.left, stretch.right, "sub", stretch.flanked, deleted=deleted)
    return _say(replace(stated, is_within=stretch.is_single, inserted=inserted))


def _read_changed(found: re.Match[str], change: Change) -> Reading | None:
    """Read a change at an exact place that the parser does not know in full, or at any bounded place."""
    kind, rest, place = found["kind"].lower(), found["rest"], found.start("rest")
    if kind in {"dupinv", "invdup"}:
        return _read_inverted_copy(found, change) if not rest else None
    if kind == "con" or kind == "ins":
        letters, size, new, place_of_new = "", None, rest, place
    else:
        parts = _REST.fullmatch(rest)
        if parts is None or (parts["inserted"] and kind != "del") or (rest and kind == "="):
            return None
        letters, size, new = parts["letters"] or "", parts["size"], parts["inserted"]
        place_of_new = place + max(parts.start("inserted"), 0)
    is_spelled = new is None or _SPELLED.fullmatch(new) is not None
    if is_numbered(found) and is_spelled and (size is None or size.isdecimal()) and kind != "con":
        return None
    stretch = read_stretch(found, change, change.description.axis)
    ends = stretch.find_ends()
    added = _read_added(new, change, place_of_new)
    stated_kind: EditKind = "delins" if kind == "del" and new else _KINDS[kind]
    if (kind in {"ins", "con"} or new is not None) and not new:
        raise change.mistake(place, "the inserted bases or their place were expected")
    if ends is not None:
        return _read_exact(ends, stated_kind, (letters, size), added, change, is_old=kind == "con")
    return _read_uncertain(stretch, stated_kind, (letters, size), added, change, is_old=kind == "con")


@dataclass(frozen=True, slots=True)
class _Added:
    """What is inserted: bases that are spelled out, or pieces."""

    bases: str = ""
    pieces: tuple[Piece, ...] = ()
    withdrawn: bool = False


def _read_added(new: str | None, change: Change, place: int) -> _Added:
    if not new:
        return _Added()
    if _SPELLED.fullmatch(new):
        return _Added(check_letters(new, change, place))
    found = read_pieces(new, change, place)
    only = found.pieces[0]
    if found.pieces == (Piece(only.bases),):  # brackets around plain bases
        return _Added(only.bases)
    return _Added("", found.pieces, found.withdrawn)


def _read_size(letters: str, size: str | None, change: Change) -> Count | None:
    """Read how many bases are changed: as a number, as bases, or today as `N[15]`."""
    if size is None:
        check_letters(letters.upper().replace("X", "N"), change, change.text.find(letters))
        return Count(len(letters), len(letters)) if letters else None
    count = read_count(size.strip("[]"))
    if count is None or letters.upper() != ("N" if size.startswith("[") else ""):
        raise change.mistake(change.text.rfind(size), "a number of bases was expected, as in N[15]")
    return count


def _read_exact(
    ends: tuple[Point, Point],
    kind: EditKind,
    gone: tuple[str, str | None],
    added: _Added,
    change: Change,
    *,
    is_old: bool,
) -> Reading:
    letters, size = gone
    count = _read_size(letters, size, change) if size else None
    stated = StatedEdit(
        change.description.axis,
        *ends,
        kind,
        deleted=check_letters(letters, change, change.text.find(letters)) if letters and not size else None,
        deleted_length=count.low if count is not None and count.low == count.high else None,
        inserted=added.bases,
        pieces=added.pieces,
    )
    check_edit(stated, change)
    copied = _find_tandem(stated)
    if copied is not None:
        message = "A copy that is inserted right behind its original is a duplication, and was read as one."
        span = change.find_span(0, len(change.text))
        return _say(copied, withdrawn=True, issues=(Issue("W1004", "warning", message, span),))
    return _say(stated, withdrawn=is_old or added.withdrawn)


def _find_tandem(stated: StatedEdit) -> StatedEdit | None:
    """Return the duplication that an inserted copy makes when it ends right before the insertion (DNA/insertion)."""
    if stated.kind != "ins" or len(stated.pieces) != 1:
        return None
    (piece,) = stated.pieces
    if piece.left is None or piece.right is None or piece.left.first is None:
        return None
    original = Piece(left=Bounds(piece.left.first, piece.left.first), right=Bounds(stated.first, stated.first))
    return StatedEdit(stated.axis, piece.left.first, stated.first, "dup") if piece == original else None


def _read_uncertain(
    stretch: Stretch, kind: EditKind, gone: tuple[str, str | None], added: _Added, change: Change, *, is_old: bool
) -> Reading:
    letters, size = gone
    stated = StatedUncertain(
        change.description.axis,
        stretch.left,
        stretch.right,
        kind,
        stretch.flanked,
        stretch.is_single,
        _read_size(letters, size, change),
        letters.upper().replace("U", "T") if letters and not size else None,
        added.bases,
        added.pieces,
    )
    issues = _note_flanked(stretch, change)
    if stretch.flanked and not added.pieces:  # today's form needs the exons of the transcript (SVD-WG003)
        return Reading(stated, change.text.replace(kind.upper(), kind), issues=issues)
    return _say(stated, withdrawn=is_old or added.withdrawn, issues=issues)


def _note_flanked(stretch: Stretch, change: Change) -> tuple[Issue, ...]:
    if not stretch.flanked:
        return ()
    message = (
        "The older form a-?_b+? does not say whether the flanking exons are present; they were taken to be. "
        "Write the bounds that were tested."
    )
    return (Issue("W2006", "warning", message, change.find_span(0, len(change.text))),)


def _read_inverted_copy(found: re.Match[str], change: Change) -> Reading:
    """Read `123_234dupinv`: today the inverted copy is inserted behind its original (DNA/duplication)."""
    axis = change.description.axis
    stretch = read_stretch(found, change, axis)
    copy = Piece(left=stretch.left, right=stretch.right, is_inverted=True)
    last = stretch.right.first
    if last is None or stretch.find_ends() is None:
        return _say(
            StatedUncertain(axis, stretch.right, stretch.right, "ins", is_within=True, pieces=(copy,)), withdrawn=True
        )
    return _say(StatedEdit(axis, last, shift(last, 1), "ins", pieces=(copy,)), withdrawn=True)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Change], Reading | None]], ...] = (
    (_WHOLE, _read_whole),
    (_PLACE, _read_place),
    (_SUBSTITUTED, _read_substituted),
    (_CHANGED, _read_changed),
    (_REPEATED, _read_repeated),
    (_ADJOINING, _read_adjoining),
    (_MODIFIED, _read_modified),
    (_JOINED, _read_joined),
)
