"""The parts of an inserted or joined sequence: `T`, `N[100]`, `858_895`, `850_900inv`, `NC_000004.11:g.5_9`, `A[26]`.

Sources: HGVS nomenclature 21.0, DNA/insertion, DNA/delins, DNA/complex, RNA/insertion and RNA/fusion, and
recommendations/uncertain; withdrawn are a bare number of bases (`ins6`, now `insN[6]`) and an `o` before an accession
for its other strand (now `inv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.errors import InvalidResidues
from synonymizer.grammar.stretches import STRETCH, read_stretch, write_stretch
from synonymizer.spelling.accessions import read_label
from synonymizer.spelling.counts import COUNT, read_count, write_count
from synonymizer.spelling.heads import find_labels, read_head
from synonymizer.statements import Count, Hints, Piece

if TYPE_CHECKING:
    from synonymizer.grammar.changes import Change
    from synonymizer.statements import Axis

BASES = "ACGTRYMKWSBDHVN"
"""The letters of DNA; one of them may stand for several bases (IUPAC-IUB 1984)."""

EXPECTED = "bases, positions or a reference with positions were expected, as in ACGT, N[100], 858_895 or [NC_…:g.5_9]"

_AXES: dict[str, Axis] = {"c": "c", "g": "g", "m": "m", "n": "n", "o": "o", "r": "r"}
_SOURCE = r"(?P<opposite>o(?=[A-Z]))?(?P<head>[A-Z][A-Z0-9_.-]{0,40}(?:\([A-Z0-9_.-]{1,40}\))?:(?!:))?"
_COPY = re.compile(
    rf"{_SOURCE}(?:(?P<axis>[cgmnor])\.)?{STRETCH}(?P<change>inv|del)?(?:\[(?P<count>{COUNT})\])?", re.IGNORECASE
)
_SPELLED = re.compile(rf"(?P<bases>[A-Z]+)(?:\[(?P<count>{COUNT})\])?", re.IGNORECASE)
_SIZE = re.compile(r"(?P<size>[0-9]{1,9})")
_RECORD = re.compile(r"[A-Z][A-Z0-9_]{1,20}\.[0-9]{1,3}", re.IGNORECASE)
_RECORD_KINDS = {"chromosome", "mitochondrion", "genomic", "coding", "noncoding", "other"}


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces as read; `withdrawn`: one of them is spelled as the nomenclature spelled it once."""

    pieces: tuple[Piece, ...]
    withdrawn: bool = False


def read_pieces(text: str, change: Change, place: int) -> Pieces:
    """Read pieces: one, or several in brackets, of which `text` begins at `place` of the change.

    Raises:
        ParseError: when one of them is no piece.
    """
    if text.startswith("[") and text.endswith("]"):
        text, place = text[1:-1], place + 1
    return _read_list(text, ";", change, place)


def read_joined(text: str, change: Change, place: int) -> Pieces:
    """Read pieces joined by `::`.

    Raises:
        ParseError: when one of them is no piece.
    """
    return _read_list(text, "::", change, place)


def _read_list(text: str, separator: str, change: Change, place: int) -> Pieces:
    pieces, withdrawn = [], False
    for part in text.split(separator):
        piece, is_old = _read_piece(part, change, place)
        pieces.append(piece)
        withdrawn |= is_old
        place += len(part) + len(separator)
    return Pieces(tuple(pieces), withdrawn)


def _read_piece(text: str, change: Change, place: int) -> tuple[Piece, bool]:
    """Read one piece; return whether its spelling is withdrawn."""
    if text.startswith("[") and text.endswith("]"):
        text, place = text[1:-1], place + 1
    size = _SIZE.fullmatch(text)
    if size is not None:
        return Piece("N", count=Count(int(size[0]), int(size[0]))), True
    spelled = _SPELLED.fullmatch(text)
    if spelled is not None:
        bases = check_letters(spelled["bases"], change, place)
        return Piece(bases, count=_read_times(spelled["count"], change, place)), False
    copy = _COPY.fullmatch(text)
    if copy is not None:
        return _read_copy(copy, change, place), copy["opposite"] is not None
    label = read_label(text) if _RECORD.fullmatch(text) else None
    if label is None or label.kind not in _RECORD_KINDS:
        raise change.mistake(place, EXPECTED)
    return Piece(source=read_head(text, 0, len(text)).hints), False


def _read_times(count: str | None, change: Change, place: int) -> Count:
    times = read_count(count) if count else Count(1, 1)
    if times is None:
        raise change.mistake(place, "a count such as 23, (50_60) or ? was expected in brackets")
    return times


def _read_copy(copy: re.Match[str], change: Change, place: int) -> Piece:
    """Read a stretch that is copied from the sequence of the name, or from another."""
    own = change.description.axis
    axis = _AXES[copy["axis"].lower()] if copy["axis"] else None
    is_inverted = (copy["change"] or "").lower() == "inv" or copy["opposite"] is not None
    stretch = read_stretch(copy, change, axis or own, place, is_turned=is_inverted)
    source = _read_source(copy["head"][:-1], change, place) if copy["head"] else None
    return Piece(
        source=source,
        axis=axis or (own if source else None),
        left=stretch.left,
        right=stretch.right,
        is_inverted=is_inverted,
        is_deleted=(copy["change"] or "").lower() == "del",
        count=_read_times(copy["count"], change, place),
    )


def _read_source(head: str, change: Change, place: int) -> Hints:
    if not all(find_labels(head, 0, len(head))):
        raise change.mistake(place, "the accession of a sequence was expected before the colon")
    return read_head(head, 0, len(head)).hints


def check_letters(bases: str, change: Change, place: int) -> str:
    """Return bases as DNA in capitals, after a check that they are bases of the change's axis.

    Raises:
        InvalidResidues: when one is not.
    """
    axis = change.description.axis
    letters = "ACGU" if axis == "r" else "ACGT"
    for at, letter in enumerate(bases.upper(), place):
        if letter not in BASES and letter not in letters:
            signs = " ".join(letters.lower() if axis == "r" else letters)
            message = f"{bases[at - place]} is no base; {axis}. changes are written with {signs}."
            raise InvalidResidues(message, text=change.description.text, span=change.find_span(at, at + 1))
    return bases.upper().replace("U", "T")


# ---------------------------------------------------------------- writing


def write_pieces(pieces: tuple[Piece, ...], axis: Axis) -> str:
    """Write pieces as they stand behind `ins`: in brackets where there are several, or one of another reference.

    >>> write_pieces((Piece("N", count=Count(100, 100)),), "g"), write_pieces((Piece("T"), Piece("A")), "g")
    ('N[100]', '[T;A]')
    """
    written = [write_piece(piece, axis) for piece in pieces]
    is_plain = len(pieces) == 1 and pieces[0].axis is None and pieces[0].source is None
    return written[0] if is_plain else f"[{';'.join(written)}]"


def write_piece(piece: Piece, axis: Axis) -> str:
    """Write one piece of a sequence on `axis`."""
    times = "" if piece.count == Count(1, 1) else f"[{write_count(piece.count)}]"
    if piece.bases:
        return f"{write_bases(piece.bases, axis)}{times}"
    source = write_reference(piece.source) if piece.source else ""
    if piece.left is None or piece.right is None:
        return source
    letter = f"{piece.axis}." if piece.axis else ""
    change = "inv" if piece.is_inverted else "del" if piece.is_deleted else ""
    return f"{source}{':' if source else ''}{letter}{write_stretch(piece.left, piece.right)}{change}{times}"


def write_bases(bases: str, axis: Axis) -> str:
    """Write bases in the letters of an axis: RNA is small, with u.

    >>> write_bases("ACGT", "g"), write_bases("ACGT", "r")
    ('ACGT', 'acgu')
    """
    return bases.lower().replace("t", "u") if axis == "r" else bases


def write_reference(hints: Hints) -> str:
    """Write what a change lies on, without the colon; "" where nothing is stated.

    >>> write_reference(Hints("NC_000011.10", "NM_003156.3")), write_reference(Hints("11", assembly="GRCh37"))
    ('NC_000011.10(NM_003156.3)', 'chr11(GRCh37)')
    """
    names = [name for name in (hints.reference, hints.transcript, hints.protein, hints.gene) if name]
    if hints.transcript and "(" in hints.transcript:  # a gene of the mitochondrial genome, which names its reference
        return hints.transcript
    if not names:
        return ""
    label = read_label(names[0])
    if label is not None and label.kind == "chromosome":
        names[0] = f"chr{label.name}"
    elif names[0] == "MT":
        names[0] = "chrM"
    inner = names[1:2] or ([hints.assembly] if hints.assembly else [])
    return f"{names[0]}({inner[0]})" if inner else names[0]
