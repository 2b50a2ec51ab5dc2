"""Place a stated edit on a sequence: turn its points into an interval, check what it states, make the allele."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from synonymizer.alleles import Allele
from synonymizer.errors import (
    BaseMismatch,
    InsertionPlace,
    LengthMismatch,
    NoSinglePlace,
    NotAnExonBoundary,
    OutOfRange,
    ReversedInterval,
)
from synonymizer.mapping import carry_base, invert, orient, reverse_complement, unnumber
from synonymizer.spelling.points import write_point

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.mapping import Frame
    from synonymizer.places import Sequence, Transcript
    from synonymizer.statements import Axis, Point, StatedEdit, StatedRepeat

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Ruler:
    """A sequence and how a name counts on it: `find` gives the base a point names, `label` stands before the point.

    On a transcript the sequence is the line of a frame.
    """

    axis: Axis
    sequence: Sequence
    find: Callable[[Point], int]
    label: str


def count_on_sequence(sequence: Sequence, length: int, axis: Axis) -> Ruler:
    """Return the ruler of a contig or stored sequence of `length` bases."""
    return Ruler(
        axis, sequence, lambda point: find_position(point, sequence.accession, length), f"{sequence.accession}:{axis}."
    )


def count_on_frame(transcript: Transcript, frame: Frame, line: Sequence, axis: Axis) -> Ruler:
    """Return the ruler of a transcript, as laid by a frame whose bases are `line`."""
    return Ruler(axis, line, lambda point: find_base(point, transcript, frame), f"{transcript.accession}:{axis}.")


def find_position(point: Point, accession: str, length: int) -> int:
    """Return the base of a genomic sequence that a point names.

    Raises:
        OutOfRange: when the sequence has no such base.
        NoSinglePlace: when it is the centromere, whose place is not known to the base.
    """
    match point.datum:
        case "pter":
            return point.base
        case "qter":
            return length - 1 + point.base
        case "cen":
            raise NoSinglePlace(f"The centromere of {accession} has no place to the base. Give a position.")
        case _ if 0 <= point.base < length:
            return point.base
    raise OutOfRange(
        f"{accession} has {length:,} bases; position {point.base + 1:,} is not one of them. "
        "Check the position and the assembly."
    )


def quote(bases: str) -> str:
    """Return bases as a message shows them: whole, or the ends of a long stretch.

    >>> quote("ACGTACGTACGTA")
    'ACGTAC…CGTA (13 bases)'
    """
    return bases if len(bases) <= _SHOWN else f"{bases[:6]}…{bases[-4:]} ({len(bases):,} bases)"


def find_base(point: Point, transcript: Transcript, frame: Frame) -> int:
    """Return the base of the frame's line that a point names.

    Raises:
        OutOfRange: when the transcript has no such base.
        NotAnExonBoundary: when an intron offset hangs on no exon boundary.
    """
    label = f"{transcript.accession}:{'n' if point.datum == 'start' else 'c'}.{write_point(point)}"
    base = unnumber(transcript, point.base, point.datum)
    try:
        return frame.find(base, point.offset)
    except OutOfRange as error:
        raise OutOfRange(
            f"{label} does not exist: {_lower(error.message)} {_describe_length(transcript)} "
            f"{_offer_genomic(base, point.offset, transcript, frame)}Check the position and the transcript version."
        ) from None
    except NotAnExonBoundary:
        raise NotAnExonBoundary(
            f"{label} names an intron, but no intron touches that base of {transcript.accession}. "
            f"Check the exon table: synonymizer gene {transcript.gene}."
        ) from None


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _offer_genomic(base: int, offset: int, transcript: Transcript, frame: Frame) -> str:
    """Return the sentence that names, on the genome, a position counted on beyond the transcript; "" inside it."""
    line = base + offset if base <= 0 else base + offset - transcript.length + frame.length
    if 0 < base < transcript.length - 1 or 0 <= line < frame.length:
        return ""
    place = carry_base(invert(frame.blocks), line)
    if place is None:
        return ""
    position = orient(place, place + 1, frame.strand)[0] + 1
    return f"Counted on along the genome it is {frame.sequence}:g.{position}, which is the name to use there. "


def _describe_length(transcript: Transcript) -> str:
    if transcript.cds is None:
        return f"Its positions are n.1 to n.{transcript.length}."
    cds, end = transcript.cds, transcript.length
    first = f"c.-{cds.start}" if cds.start else "c.1"
    last = f"c.*{end - cds.end}" if end > cds.end else f"c.{len(cds)}"
    return f"Its positions are {first} to {last}, the coding sequence ending at c.{len(cds)}."


def place_on_frame(
    stated: StatedEdit, transcript: Transcript, frame: Frame, line: Sequence, *, spliced: bool = True
) -> tuple[Allele, ...]:
    """Place an edit of a transcript axis on the line of a frame.

    An insertion between the last base of an exon and the first of the next has two places, one at each end of the
    intron: on the message they are one. Any other edit has one place.

    Args:
        stated: the edit.
        transcript: the transcript it counts on.
        frame: where that is laid.
        line: the bases of the frame.
        spliced: whether the name counts on the message alone, and not on the introns of a genomic sequence it states.

    Raises:
        MismatchError: when a stated position, base or length does not fit.
        ReversedInterval: when the last base comes before the first.
        InsertionPlace: when an insertion's bases are not neighbours.
        RegionNotHeld: when bases of an intron are not held.
    """
    first = find_base(stated.first, transcript, frame)
    last = first if stated.last == stated.first else find_base(stated.last, transcript, frame)
    if stated.kind == "ins" and spliced and _is_junction(first, last, frame):
        places = (first + 1, last)
        return tuple(Allele(line.accession, place, place, "", stated.inserted) for place in places)
    return (make_allele(stated, first, last, line, lambda: f"{transcript.accession}:{describe(stated)}"),)


def _is_junction(first: int, last: int, frame: Frame) -> bool:
    """Whether two bases of the line are the last of an exon and the first of the next."""
    index = frame.exon_of(first)
    if index is None or index + 1 == len(frame.exons) or last == first + 1:
        return False
    return (first + 1, last) == (frame.exons[index].end, frame.exons[index + 1].start)


def place_on_sequence(stated: StatedEdit, ruler: Ruler) -> Allele:
    """Place an edit of a genomic axis on a contig or stored sequence.

    Raises:
        MismatchError: when a stated position, base or length does not fit.
        ReversedInterval: when the last base comes before the first.
        InsertionPlace: when an insertion's bases are not neighbours.
        RegionNotHeld: when the place is not held.
    """
    first, last = ruler.find(stated.first), ruler.find(stated.last)
    return make_allele(stated, first, last, ruler.sequence, lambda: f"{ruler.sequence.accession}:{describe(stated)}")


def describe(stated: StatedEdit | StatedRepeat) -> str:
    """Return the place of an edit or a repeat as printed: c.5, g.10_12, with the axis of its points."""
    if stated.first is None or stated.last is None:
        return "the repeat"
    axis = "n" if stated.first.datum == "start" and stated.axis in "cnr" else "c" if stated.axis == "r" else stated.axis
    first, last = write_point(stated.first), write_point(stated.last)
    return f"{axis}.{first}" if first == last else f"{axis}.{first}_{last}"


def make_allele(stated: StatedEdit, first: int, last: int, sequence: Sequence, label: Callable[[], str]) -> Allele:
    """Make the allele of an edit whose first and last base are known places of a sequence.

    Raises:
        ReversedInterval: when the last base comes before the first.
        InsertionPlace: when an insertion's bases are not neighbours.
        BaseMismatch: when the stated bases are not those of the sequence.
        LengthMismatch: when the stated bases or number do not fill the positions.
        RegionNotHeld: when the bases are not held.
    """
    if last < first:
        raise ReversedInterval(f"{label()} ends before it starts. Write the lower position first.")
    if stated.kind == "ins":
        if last != first + 1:
            raise InsertionPlace(
                f"{label()}: an insertion lies between two neighbouring bases, and on {sequence.accession} with its "
                "introns these are not. Write the two positions that flank it."
            )
        return Allele(sequence.accession, last, last, "", stated.inserted)
    start, end = first, last + 1
    reference = sequence.bases(start, end)
    _check(stated, reference, label)
    match stated.kind:
        case "sub" | "delins":
            return Allele(sequence.accession, start, end, reference, stated.inserted)
        case "del":
            return Allele(sequence.accession, start, end, reference, "")
        case "dup":
            return Allele(sequence.accession, end, end, "", reference)
        case "inv":
            return Allele(sequence.accession, start, end, reference, reverse_complement(reference))
        case "identity":
            return Allele(sequence.accession, start, end, reference, reference)
        case _:
            assert_never(stated.kind)


def _check(stated: StatedEdit, reference: str, label: Callable[[], str]) -> None:
    size = len(stated.deleted) if stated.deleted else stated.deleted_length
    if size is not None and size != len(reference):
        raise LengthMismatch(
            f"{label()} covers {len(reference):,} bases, and {size:,} are stated. Correct the positions or the length."
        )
    if stated.deleted and stated.deleted != reference:
        raise BaseMismatch(
            f"{label()} is {quote(reference)} in the reference, not {quote(stated.deleted)}. "
            "Check the position, the transcript version, the assembly and the strand."
        )
