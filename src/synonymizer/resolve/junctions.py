"""Sequences joined to one (`::`): where the exact ends of two meet, on chromosomes or on messages.

Sources: HGVS nomenclature 21.0, DNA/complex, by which a translocation replaces the end of a chromosome with that of
another (`g.pter_8247756delins[NC_000011.10:g.pter_15825272]`), and SVD-WG004, by which it joins them; RNA/fusion, whose
ranges are written with `?` where only the junction was analysed; VCF 4.5, 5.4 (breakends). What is joined in the
forward order of one sequence has lost the bases between, and is an allele.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from synonymizer.errors import UnsupportedNotation
from synonymizer.junctions import reverse
from synonymizer.mapping import unnumber
from synonymizer.model import Candidate, Junction
from synonymizer.places import Side
from synonymizer.placing import find_base, find_position
from synonymizer.resolve.coordinates import resolve_coordinates
from synonymizer.resolve.digests import check_digest
from synonymizer.resolve.insertions import check_letters
from synonymizer.resolve.lookup import tiers
from synonymizer.resolve.sequences import find_sequence
from synonymizer.resolve.unsupported import refuse
from synonymizer.spelling.points import shift, write_point
from synonymizer.statements import Bounds, Count, Hints, Issue, Piece, Point, StatedAllele, StatedJunction

if TYPE_CHECKING:
    from synonymizer.model import Options
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, Expression, StatedEdit

Ends: TypeAlias = "tuple[Piece, str, Piece]"
"""The stretch that is read first, the bases behind it, and the stretch behind those."""

_ONE = Count(1, 1)
_FIRST, _LAST = Point(0, 0, "pter"), Point(0, 0, "qter")


class _Found(NamedTuple):
    """One side of a junction, how a sentence names its last kept base, and what was assumed."""

    side: Side
    place: str
    transcript: Transcript | None
    issues: tuple[Issue, ...]


def resolve_junction(
    expression: Expression, stated: StatedJunction, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the junction that a statement makes of two sequences.

    Raises:
        UnsupportedNotation: when it joins more than two, or at ends that are not exact.
        ResolveError: when a sequence is unknown or not held.
        MismatchError: when it has no such place.
    """
    if any(not piece.bases and piece.left is None for piece in stated.pieces):
        raise UnsupportedNotation(
            "The name states one side of a junction, and not what it is joined to: valid, but not computed with. "
            "Give both sides, with their sequences and positions."
        )
    ends = None if stated.is_extra else _find_ends(stated.pieces)
    if ends is None:
        return refuse(expression, stated)
    return _join(ends, stated.axis, expression.hints, reference, options)


def resolve_replaced_end(
    stated: StatedEdit, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the junction that is made where the end of a chromosome is replaced by the end of another; else none."""
    if stated.kind != "delins":
        return ()
    if stated.first.datum == "pter":
        pieces = (*stated.pieces, Piece(left=_exact(shift(stated.last, 1)), right=_exact(_LAST)))
    elif stated.last.datum == "qter":
        pieces = (Piece(left=_exact(_FIRST), right=_exact(shift(stated.first, -1))), *stated.pieces)
    else:
        return ()
    ends = _find_ends(pieces)
    return () if ends is None else _join(ends, stated.axis, hints, reference, options)


def _exact(point: Point) -> Bounds:
    return Bounds(point, point)


def _find_ends(pieces: tuple[Piece, ...]) -> Ends | None:
    """Return the two stretches of a junction, and the bases between them; None for any other statement.

    What is left of a ring has no ends beside its junction, and more than that is stated of it.
    """
    stretches = [piece for piece in pieces if piece.left is not None and piece.count == _ONE and not piece.is_deleted]
    between = pieces[1:-1]
    if len(stretches) != 2 or [pieces[0], pieces[-1]] != stretches:
        return None
    if not all(piece.bases and piece.count == _ONE for piece in between):
        return None
    return stretches[0], "".join(piece.bases for piece in between), stretches[1]


def _join(ends: Ends, axis: Axis, hints: Hints, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    first, linker, second = ends
    check_letters(linker)
    one, other = (
        _find_side(piece, axis, hints, reference, options, is_first=piece is first) for piece in (first, second)
    )
    junction = Junction(one.side, other.side, linker)
    why = (f"{one.place} and {other.place} exist",)
    issues = tuple(dict.fromkeys((*one.issues, *other.issues)))
    if one.transcript is not None and other.transcript is not None:
        return (_join_messages(junction, one.transcript, other.transcript, why, issues),)
    if one.transcript is not None or other.transcript is not None:
        raise UnsupportedNotation(
            f"{one.place} and {other.place} are joined, a message and DNA; that is not computed with. "
            "Give both on chromosomes (g.) or both on transcripts (r.)."
        )
    return _join_genomic(junction, why, issues, reference)


def _join_genomic(
    junction: Junction, why: tuple[str, ...], issues: tuple[Issue, ...], reference: Reference
) -> tuple[Candidate, ...]:
    """Return a junction of DNA; the allele that it is where bases of one sequence are lost."""
    if (junction.first.keeps, junction.second.keeps) == ("right", "left"):
        junction = reverse(junction)
    one, other = junction.first, junction.second
    is_in_order = (one.keeps, other.keeps) == ("left", "right") and one.place <= other.place
    if not is_in_order or one.sequence != other.sequence:
        return (Candidate(junction, why, issues=issues),)
    if one.place == other.place and not junction.linker:
        raise UnsupportedNotation(
            f"The junction at position {one.place:,} of {one.sequence} is that of the reference itself, "
            "so there is nothing to name. Check the positions."
        )
    lost = StatedAllele(one.place, other.place, None, junction.linker)
    found = resolve_coordinates(lost, Hints(reference=one.sequence), reference)
    return tuple(replace(candidate, issues=issues + candidate.issues) for candidate in found)


def _join_messages(
    junction: Junction, one: Transcript, other: Transcript, why: tuple[str, ...], issues: tuple[Issue, ...]
) -> Candidate:
    """Return a junction of two messages, each in its own direction."""
    if (junction.first.keeps, junction.second.keeps) == ("right", "left"):
        junction, one, other = reverse(junction), other, one
    if (junction.first.keeps, junction.second.keeps) != ("left", "right"):
        raise UnsupportedNotation(
            f"A message joined to the other strand of {other.accession} is valid, but not computed with. "
            "Give the junction of the DNA."
        )
    if one == other:
        raise UnsupportedNotation(
            f"{one.accession} is joined to itself, which the nomenclature describes as a deletion or duplication of "
            "its own bases (r.…del, r.…dup). Give that."
        )
    message = (
        f"The name says how the messages of {one.gene} and {other.gene} are joined, and not where the DNA is: "
        "there the breakpoints are unknown, so it has no names. Give the junction of the chromosomes to have them."
    )
    gene = one.gene if one.gene == other.gene else None
    return Candidate(junction, why, gene, None, "exon", (*issues, Issue("W4008", "warning", message)))


def _find_side(
    piece: Piece, axis: Axis, hints: Hints, reference: Reference, options: Options, *, is_first: bool
) -> _Found:
    """Return the side of a junction that a stretch is, as the one read first or second."""
    is_right = is_first is not piece.is_inverted
    inner, outer = (piece.right, piece.left) if is_right else (piece.left, piece.right)
    source, axis = _complete(piece.source, hints), piece.axis or axis
    check_digest(source, reference)
    if inner is None or inner.first is None or inner.first != inner.last:
        raise UnsupportedNotation(
            "The joined ends are only bounded, so that the junction is not known to the base: valid, but not computed "
            "with. Give exact ends."
        )
    point = inner.first
    if axis == "r":
        base, transcript, issues = _find_base(point, source, reference, options)
        accession = transcript.accession
    else:
        transcript = None
        accession, base, issues = _find_position(point, outer, source, axis, reference)
    side = Side(accession, base + is_right, "left" if is_right else "right")
    return _Found(side, f"{accession}:{axis}.{write_point(point)}", transcript, issues)


def _complete(source: Hints | None, hints: Hints) -> Hints:
    """Return what is said of the sequence of a stretch: its own name, else that of the whole."""
    return hints if source is None else replace(source, assembly=source.assembly or hints.assembly)


def _find_position(
    point: Point, outer: Bounds | None, hints: Hints, axis: Axis, reference: Reference
) -> tuple[str, int, tuple[Issue, ...]]:
    """Return the sequence and the base that a point of DNA names.

    Raises:
        UnsupportedNotation: when the stretch is not one to the end of its chromosome, or is counted on a transcript.
    """
    if axis in {"c", "n"}:
        raise UnsupportedNotation(
            f"Sequences are joined on chromosomes (g.) or as messages (r.), and not on {axis}.: valid, but not "
            "computed with. Write r. for a fusion transcript."
        )
    sequence, length, issues = find_sequence(hints, axis, reference)
    ends = {0, length - 1}
    for end in (outer.first, outer.last) if outer is not None else ():
        if end is not None and find_position(end, sequence.accession, length) not in ends:
            raise UnsupportedNotation(
                f"The stretch of {sequence.accession} that is joined ends at {write_point(end)}, short of the end of "
                "the chromosome: valid, but not computed with. Write pter or qter for the end of a chromosome."
            )
    return sequence.accession, find_position(point, sequence.accession, length), issues


def _find_base(
    point: Point, hints: Hints, reference: Reference, options: Options
) -> tuple[int, Transcript, tuple[Issue, ...]]:
    """Return the base of a message that a point names, and its transcript, of several the first in rank.

    Raises:
        UnsupportedNotation: when the point lies in an intron, which the message lacks.
    """
    if point.offset:
        raise UnsupportedNotation(
            f"r.{write_point(point)} lies in an intron; a message joined there is valid, but not computed with. "
            "Give the junction of the DNA."
        )
    ranked, issues = tiers(hints, reference, options, coding=False)
    transcript = ranked[0][0]
    find_base(point, transcript, reference.geometry.main_frame(transcript))
    return unnumber(transcript, point.base, point.datum), transcript, issues
