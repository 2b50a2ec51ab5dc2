"""New bases that are stated as copies of others: `ins850_900inv`, `ins[NC_000022.11:g.17178616_17178886;A[26]]`.

Source: HGVS nomenclature 21.0, DNA/insertion and DNA/delins ("complex insertions"). Bases that are known by number
alone make no allele.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import ReversedInterval, SequenceNotStated, UnsupportedNotation
from synonymizer.mapping import reverse_complement
from synonymizer.model import Options
from synonymizer.placing import count_on_frame, count_on_sequence
from synonymizer.resolve.lookup import tiers
from synonymizer.resolve.sequences import find_sequence
from synonymizer.spelling.points import write_range
from synonymizer.statements import LONGEST

if TYPE_CHECKING:
    from synonymizer.placing import Ruler
    from synonymizer.reference import Reference
    from synonymizer.statements import Bounds, Hints, Piece, Point, StatedEdit


def spell_out(stated: StatedEdit, ruler: Ruler, reference: Reference) -> StatedEdit:
    """Return the edit with all its new bases spelled out.

    Raises:
        UnsupportedError: when bases are not stated, or by a letter that stands for several.
        ResolveError: when a sequence that is copied from is not held.
        MismatchError: when it has no such place.
    """
    if stated.pieces:
        return replace(stated, pieces=(), inserted=read_pieces(stated.pieces, ruler, reference))
    check_letters(stated.inserted)
    return stated


def check_letters(bases: str) -> None:
    """Check that new bases are known one by one.

    Raises:
        SequenceNotStated: when they are N.
        UnsupportedNotation: when a letter stands for two or three bases.
    """
    unknown = bases.strip("ACGT")
    if not unknown:
        return
    if set(unknown) <= set("NACGT"):
        raise _unstated(f"{bases.count('N'):,} inserted bases are stated as N")
    raise UnsupportedNotation(
        f"{unknown[0]} stands for more than one base, so the name is of more than one change. Write each with its base."
    )


def _unstated(what: str) -> SequenceNotStated:
    return SequenceNotStated(
        f"The change is not known to the base: {what}. Find the inserted bases in the report, and write them out."
    )


def read_pieces(pieces: tuple[Piece, ...], ruler: Ruler, reference: Reference) -> str:
    """Return the bases of pieces, joined in their order; stretches are read as `ruler` counts unless they say where.

    Raises:
        UnsupportedError: when bases are not stated, or there are more than a name may hold.
        ResolveError: when a sequence that is copied from is not held.
        MismatchError: when it has no such place.
    """
    bases = ""
    for piece in pieces:
        bases += _read_piece(piece, ruler, reference)
        _check_length(len(bases))
    return bases


def _check_length(length: int) -> None:
    if length > LONGEST:
        raise UnsupportedNotation(
            f"The change brings {length:,} new bases, more than the {LONGEST:,} a name may spell out; it is valid, "
            "but not computed with. Give its parts one by one."
        )


def _read_piece(piece: Piece, ruler: Ruler, reference: Reference) -> str:
    low, high = piece.count.low, piece.count.high
    if piece.bases:
        if low is None or low != high or not set(piece.bases) <= set("ACGT"):
            raise _unstated(f"of {_write_number(piece)} inserted bases only {piece.bases} is stated")
        _check_length(len(piece.bases) * low)
        return piece.bases * low
    if piece.left is None or piece.right is None:
        raise _unstated("of an inserted sequence only the record is named")
    first, last = _exact(piece.left), _exact(piece.right)
    where = ruler if piece.source is None else _find_ruler(piece, piece.source, reference)
    bases = _read_stretch(first, last, where, is_inverted=piece.is_inverted)
    if low is None or low != high:
        raise _unstated(f"how often the {len(bases):,} copied bases are inserted is not stated")
    _check_length(len(bases) * low)
    return bases * low


def _write_number(piece: Piece) -> str:
    low, high = piece.count.low, piece.count.high
    if low is None and high is None:
        return "an unknown number of"
    if low == high:
        return f"{(low or 0) * len(piece.bases):,}"
    return f"{'?' if low is None else f'{low:,}'} to {'?' if high is None else f'{high:,}'}"


def _exact(bounds: Bounds) -> Point:
    """Return the one base a side of a stretch names.

    Raises:
        SequenceNotStated: when it is only bounded.
    """
    if bounds.first is None or bounds.first != bounds.last:
        raise _unstated("the ends of the copied stretch are only bounded")
    return bounds.first


def _read_stretch(first: Point, last: Point, where: Ruler, *, is_inverted: bool) -> str:
    """Read a stretch; an inverted one may be written from its last base to its first (DNA/complex)."""
    start, end = where.find(first), where.find(last)
    if start > end and is_inverted:
        start, end = end, start
    if start > end:
        raise ReversedInterval(
            f"{where.label}{write_range(first, last)} ends before it starts. Write the lower position first, "
            "or inv behind it."
        )
    _check_length(end + 1 - start)
    bases = where.sequence.bases(start, end + 1)
    return reverse_complement(bases) if is_inverted else bases


def _find_ruler(piece: Piece, source: Hints, reference: Reference) -> Ruler:
    """Return the ruler of the sequence a piece is copied from; introns are those of the genomic one it names."""
    axis = piece.axis or "g"
    if axis in {"c", "n", "r"}:
        ranked, _ = tiers(source, reference, Options(), coding=axis == "c")
        transcript = ranked[0][0]
        frames = tuple(reference.geometry.frames(transcript))
        frame = next((frame for frame in frames if frame.sequence == source.reference), frames[0])
        return count_on_frame(transcript, frame, reference.geometry.unspliced(transcript, frame), axis)
    sequence, length, _ = find_sequence(source, axis, reference)
    return count_on_sequence(sequence, length, axis)
