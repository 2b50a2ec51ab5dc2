"""A change among its neighbours: two sequences place by place, as they are and as they become.

Bases are those of the line on which a transcript's names are made (`mapping`), introns in small letters; residues are
those of its protein. What stands behind a frameshift or a lost stop is read from the changed message.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Protocol

from synonymizer.codons import translate
from synonymizer.errors import RegionNotHeld
from synonymizer.mapping import unnumber
from synonymizer.model import EventProjection, ProteinProjection, TranscriptProjection
from synonymizer.project.transcripts import make_point
from synonymizer.spelling.points import write_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import ProteinEdit

FLANK = 7
"""Places shown on each side of a change: as many as fit the width of a phone."""

MOST_CHANGED = 20
"""Changed places that are shown; of a longer change its ends are."""

ELLIPSIS = "…"


Told = TranscriptProjection | EventProjection | ProteinProjection
"""The projections by which a transcript tells a change."""


@dataclass(frozen=True, slots=True)
class Column:
    """One place: its number as printed ("" where it has none), what stands there and what will; "" is nothing."""

    label: str
    before: str
    after: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """A change among its neighbours on `accession`. `tail`: all the residues behind a frameshift or a lost stop."""

    accession: str
    columns: tuple[Column, ...]
    tail: str = ""


def align_bases(projection: TranscriptProjection, reference: Reference) -> Alignment | None:
    """Return an edit among the bases of its transcript, None where nothing changes or the bases are not held."""
    transcript = projection.transcript
    frame = reference.geometry.frame(transcript, projection.reference)
    if frame is None or projection.kind == "identity":
        return None
    first, last = (
        frame.find(unnumber(transcript, point.base, point.datum), point.offset)
        for point in (projection.first, projection.last)
    )
    start = {"ins": last, "dup": last + 1}.get(projection.kind, first)
    end = max(start, last + (projection.kind != "ins"))
    inserted = projection.inserted if projection.is_exonic else projection.inserted.lower()
    line = _Bases(transcript, frame, reference)
    window = max(start - FLANK, 0), min(end + FLANK, frame.length)
    try:
        return Alignment(transcript.accession, tuple(_lay(line, _Edit(start, end, inserted), *window)))
    except RegionNotHeld:
        return None


def align_residues(projection: Told, reference: Reference) -> Alignment | None:
    """Return a change of residues among those beside it, None where there is none that can be shown place by place."""
    transcript = projection.transcript
    change = projection.edit if isinstance(projection, ProteinProjection) else projection.protein
    if transcript is None or change is None or change.first < 0 or change.is_within:
        return None
    residues = reference.geometry.protein(transcript)
    tail = ""
    if change.kind == "frameshift" or (change.kind == "extension" and change.inserted):
        tail = _read_tail(projection, change, reference) or change.inserted + ELLIPSIS
        edit: _Edit | None = _Edit(
            change.first, min(change.first + 2 * FLANK, len(residues)), tail[: 2 * FLANK], is_end=True
        )
    else:
        edit = _find_edit(change, residues)
    if edit is None:
        return None
    window = max(edit.start - FLANK, 0), edit.end if tail else min(edit.end + FLANK, len(residues))
    return Alignment(transcript.protein or transcript.accession, tuple(_lay(_Residues(residues), edit, *window)), tail)


def _find_edit(change: ProteinEdit, residues: str) -> _Edit | None:
    """Return which residues become which, None for a change that does not say; new ones end at a stop."""
    first, last, new = change.first, change.last, change.inserted
    match change.kind:
        case "sub" | "delins" if new:
            return _Edit(first, last + 1, new, is_end=new.endswith("*"))
        case "ins" if new:
            return _Edit(last, last, new, is_end=new.endswith("*"))
        case "del":
            return _Edit(first, last + 1, "")
        case "dup":
            return _Edit(last + 1, last + 1, residues[first : last + 1])
        case _:
            return None


def _read_tail(projection: Told, change: ProteinEdit, reference: Reference) -> str:
    """Return the residues of the changed message from the first new one to the stop, "" where it is not known."""
    transcript = projection.transcript
    changed = "" if transcript is None else _change_message(projection, transcript, reference)
    if transcript is None or transcript.cds is None:
        return ""
    made = translate(changed[transcript.cds.start + 3 * change.first :], transcript.code)
    before, stop, _ = made.partition("*")
    return before + stop


def _change_message(projection: Told, transcript: Transcript, reference: Reference) -> str:
    """Return the bases of a spliced transcript with the change made, "" where its place on the message is not known."""
    spliced = reference.geometry.spliced(transcript)
    match projection:
        case TranscriptProjection(first=first, last=last, inserted=inserted):
            pass
        case EventProjection(coding=(first, last)):
            inserted = ""
        case _:
            return ""
    start, end = unnumber(transcript, first.base, first.datum), unnumber(transcript, last.base, last.datum) + 1
    match projection.kind:
        case "ins":
            return spliced[: start + 1] + inserted + spliced[start + 1 :]
        case "dup":
            return spliced[:end] + spliced[start:end] + spliced[end:]
        case _:
            return spliced[:start] + inserted + spliced[end:]


# ---------------------------------------------------------------- laying out


@dataclass(frozen=True, slots=True)
class _Edit:
    """Letters [start, end) become `inserted`; with `is_end` nothing comes behind those."""

    start: int
    end: int
    inserted: str
    is_end: bool = False


class _Line(Protocol):
    """Letters side by side, each place with a number."""

    def read(self, start: int, end: int) -> str:
        """Return the letters of [start, end)."""

    def label(self, place: int) -> str:
        """Return the number of a place, as printed."""


class _Residues:
    def __init__(self, residues: str) -> None:
        self._residues = residues

    def read(self, start: int, end: int) -> str:
        return self._residues[start:end]

    def label(self, place: int) -> str:
        return str(place + 1)


class _Bases:
    def __init__(self, transcript: Transcript, frame: Frame, reference: Reference) -> None:
        self._transcript = transcript
        self._frame = frame
        self._line = reference.geometry.unspliced(transcript, frame)

    def read(self, start: int, end: int) -> str:
        bases = enumerate(self._line.bases(start, end), start)
        return "".join(base.lower() if self._frame.exon_of(place) is None else base for place, base in bases)

    def label(self, place: int) -> str:
        return write_point(make_point(self._transcript, *self._frame.locate(place)))


def _lay(line: _Line, edit: _Edit, low: int, high: int) -> Iterator[Column]:
    """Yield the columns of [low, high), and those that the edit adds."""
    yield from _pair(line, low, line.read(low, edit.start), None)
    half = MOST_CHANGED // 2
    start, end, new = edit.start, edit.end, edit.inserted
    if max(end - start, len(new)) <= MOST_CHANGED:
        yield from _pair(line, start, line.read(start, end), new)
    else:
        last = max(end - half, min(start + half, end))
        yield from _pair(line, start, line.read(start, min(start + half, end)), new[:half])
        yield Column("", ELLIPSIS if last > start + half else "", ELLIPSIS if len(new) > MOST_CHANGED else "", True)
        yield from _pair(line, last, line.read(last, end), new[max(len(new) - half, half) :])
    yield from _pair(line, end, line.read(end, high), "" if edit.is_end else None)


def _pair(line: _Line, start: int, before: str, after: str | None) -> Iterator[Column]:
    """Yield the columns of letters and those that replace them; None leaves them as they are."""
    pairs = zip_longest(before, before if after is None else after, fillvalue="")
    for place, (old, new) in enumerate(pairs, start):
        yield Column(line.label(place) if old else "", old, new, old != new)
