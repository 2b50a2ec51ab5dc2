"""What an answer must add about itself: where it departs from the text, what it could not compute, where it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import ResolveError
from synonymizer.model import (
    AlleleSet,
    BoundedProjection,
    CircularProjection,
    EventProjection,
    ExonEvent,
    PlaceProjection,
    Repeat,
    RepeatProjection,
    SetProjection,
    TranscriptProjection,
    UncertainInterval,
)
from synonymizer.places import ASSEMBLIES
from synonymizer.placing import describe, quote
from synonymizer.statements import LONGEST, Hints, Issue, Point, StatedEdit, StatedSet, StatedWhole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.errors import VariantError
    from synonymizer.model import Candidate, Change, Name, Projection, Reading
    from synonymizer.normalize import Normal
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, Expression, Statement


def review(
    expression: Expression,
    candidate: Candidate,
    reading: Reading,
    normal: Normal,
    projections: tuple[Projection, ...],
) -> tuple[Issue, ...]:
    """Return the issues of one reading, in the order of the road."""
    return (
        *_describe_departure(expression, candidate, reading, projections),
        *_describe_limits(reading, normal, projections),
    )


def compare_stores(reading: Reading, reference: Reference) -> tuple[Issue, ...]:
    """Return an issue for each transcript that a reading rests on and of which two stores say different things.

    It rests on the transcript that was read, and on the main one of each gene.
    """
    mains = (carrier.transcript for carrier in reading.carriers if carrier.is_main)
    found = map(reference.disagreeing, dict.fromkeys((reading.transcript, *mains)) if reading.transcript else mains)
    return tuple(Issue("W3004", "warning", one.message) for one in found if one is not None)


def locate(error: VariantError, expression: Expression) -> tuple[int, int]:
    """Return the part of a text an error is about, half-open: what could not be found, else what does not fit it.

    An unknown gene or sequence is pointed at itself; a mismatch is one of the description behind it.
    """
    text, hints = expression.text, expression.hints
    ends = [0]
    for hint in (hints.gene, hints.transcript, hints.protein, hints.reference):
        start = text.upper().find(hint.upper()) if hint else -1
        if start >= 0 and hint:
            if isinstance(error, ResolveError) and hint.upper() in error.message.upper():
                return start, start + len(hint)
            ends.append(start + len(hint))
    start = max(ends)
    while start < len(text) and (text[start].isspace() or text[start] in "():,"):
        start += 1
    return (start, len(text.rstrip())) if start < len(text.rstrip()) else (0, len(text))


def _describe_departure(
    expression: Expression, candidate: Candidate, reading: Reading, projections: tuple[Projection, ...]
) -> Iterator[Issue]:
    """Say so when the text is not the nomenclature's description on its own reference."""
    edits = _list_edits(expression.stated)
    if not edits or candidate.numbering:
        return
    for stated in edits:
        if stated.kind in {"del", "dup", "inv", "delins"} and (stated.deleted or stated.deleted_length):
            what = quote(stated.deleted) if stated.deleted else f"the number {stated.deleted_length}"
            message = f"Beside its positions {describe(stated)} need not state {what}, which fits the reference."
            yield Issue("W1002", "warning", message)
    axis = edits[0].axis
    described = set(_describe_like(axis, candidate, projections))
    if described and described != {(stated.first, stated.last, stated.kind) for stated in edits}:
        name = _find_name(axis, candidate, reading)
        if name is not None:
            message = f"The nomenclature describes this change as {name.text}, which is the recommended name."
            yield Issue("W1004", "warning", message)


def _list_edits(stated: Statement) -> tuple[StatedEdit, ...]:
    """Return the edits a text states on the one sequence it names; none where it states anything but changes."""
    if isinstance(stated, StatedSet):
        changing = [member for member in stated.members if not _is_silent(member.stated)]
        found = tuple(edit for member in changing for edit in _list_edits(member.stated))
        is_whole = all(_list_edits(member.stated) for member in changing)
        has_one_sequence = all(member.hints in (Hints(), stated.members[0].hints) for member in stated.members)
        return found if is_whole and has_one_sequence and len({edit.axis for edit in found}) == 1 else ()
    if not isinstance(stated, StatedEdit) or stated.kind == "identity":
        return ()
    is_over_origin = stated.axis in {"m", "o"} and stated.last.base < stated.first.base
    return () if is_over_origin else (stated,)  # over the origin its ends are not those of a line


def _is_silent(stated: Statement) -> bool:
    """Whether a member of a set states no change: positions that stay as they are, or the whole of the other copy."""
    return isinstance(stated, StatedWhole) or (isinstance(stated, StatedEdit) and stated.kind == "identity")


def _describe_like(
    axis: Axis, candidate: Candidate, projections: tuple[Projection, ...]
) -> Iterator[tuple[Point, Point, str]]:
    """Yield (first, last, kind) of the change, or of each of a set, on the axis and the sequence of a text."""
    sequence = _find_sequence(candidate.change)
    for projection in projections:
        match projection:
            case CircularProjection() if axis == "m":
                yield projection.first, projection.last, projection.kind
                return
            case SetProjection() if candidate.transcript in projection.one_codon and axis not in {"g", "m"}:
                yield from _describe_like(axis, candidate, projection.whole)
                return
            case SetProjection():
                for member in projection.members:
                    yield from _describe_like(axis, candidate, member)
                return
            case TranscriptProjection() if _is_read(projection, axis, candidate.transcript, sequence):
                yield projection.first, projection.last, projection.kind
                return
            case PlaceProjection() if axis in {"g", "m"} and projection.allele.sequence == sequence:
                first, last = projection.ends
                yield Point(first), Point(last), projection.kind
                return


def _is_read(projection: TranscriptProjection, axis: Axis, transcript: str | None, sequence: str | None) -> bool:
    """Whether a projection is on the transcript and the axis of a text, and counts its introns where that does.

    The message has the places of the transcript's own axis, and no introns.
    """
    if projection.transcript.accession != transcript:
        return False
    if projection.is_exonic:
        return axis in {"r", projection.axis}
    return axis == projection.axis and sequence in {None, projection.reference}


def _find_sequence(change: Change) -> str | None:
    """Return the sequence a change was read on, the first of several."""
    match change:
        case Allele():
            return change.sequence
        case AlleleSet():
            return _find_sequence(change.members[0])
        case _:
            return None


def _find_name(axis: Axis, candidate: Candidate, reading: Reading) -> Name | None:
    """Return the recommended name on the axis and the sequence of a text."""
    names = [name for name in reading.names if name.recommended and name.level == axis]
    sequence = _find_sequence(candidate.change)
    on_sequence = [
        name for name in names if sequence is not None and name.text.startswith((f"{sequence}:", f"{sequence}("))
    ]
    if axis in {"g", "m"}:
        return next(iter(on_sequence), None)
    names = [name for name in names if name.transcript == candidate.transcript]
    return next((name for name in names if name in on_sequence), next(iter(names), None))


def _describe_missing_places(normal: Normal, projections: tuple[Projection, ...]) -> Iterator[Issue]:
    """Name the assemblies a change with a place could not be carried to; the mitochondrial genome serves both."""
    if not isinstance(normal.change, Allele | ExonEvent | UncertainInterval | Repeat):
        return
    kinds = PlaceProjection | EventProjection | BoundedProjection | RepeatProjection
    placed = {p.contig.assembly for p in projections if isinstance(p, kinds) and p.contig is not None}
    if any(p.axis == "m" for p in projections if isinstance(p, kinds)):
        return
    for assembly in ASSEMBLIES if placed <= {*ASSEMBLIES} else ():
        if assembly not in placed:
            message = f"The change has no place on {assembly} in the reference data in use."
            yield Issue("W4003", "warning", message)


def _describe_limits(reading: Reading, normal: Normal, projections: tuple[Projection, ...]) -> Iterator[Issue]:
    if isinstance(normal.change, Allele) and len(normal.change.inserted) > LONGEST:
        message = (
            f"The change inserts {len(normal.change.inserted):,} bases; names that spell them out are longer than a "
            "name may be, and were left out."
        )
        yield Issue("W4006", "warning", message)
    if not normal.complete:
        message = (
            f"The key {reading.key} may be incomplete: the change reaches the edge of the sequence that is held. "
            "Use reference data with more flanking sequence to compare it."
        )
        yield Issue("W4001", "warning", message)
    yield from _describe_missing_places(normal, projections)
    for projection in projections:
        if isinstance(projection, TranscriptProjection) and projection.transcript.accession == reading.transcript:
            protein = projection.protein
            if protein is not None and protein.kind == "unknown":
                message = (
                    f"The change may alter the splicing of {reading.transcript}; its protein cannot be predicted "
                    "from the sequence alone (p.?)."
                )
                yield Issue("W4002", "warning", message)
            return
