"""What an answer must add about itself: where it departs from the text, what it could not compute, where it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import ResolveError
from synonymizer.model import (
    BoundedProjection,
    EventProjection,
    ExonEvent,
    PlaceProjection,
    Repeat,
    RepeatProjection,
    TranscriptProjection,
    UncertainInterval,
)
from synonymizer.places import ASSEMBLIES
from synonymizer.placing import describe, quote
from synonymizer.statements import LONGEST, Issue, Point, StatedEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.errors import VariantError
    from synonymizer.model import Candidate, Name, Projection, Reading
    from synonymizer.normalize import Normal
    from synonymizer.statements import Expression


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
    stated = expression.stated
    if not isinstance(stated, StatedEdit) or stated.kind == "identity" or candidate.numbering:
        return
    if stated.kind in {"del", "dup", "inv", "delins"} and (stated.deleted or stated.deleted_length):
        what = quote(stated.deleted) if stated.deleted else f"the number {stated.deleted_length}"
        message = f"Beside its positions {describe(stated)} need not state {what}, which fits the reference."
        yield Issue("W1002", "warning", message)
    if stated.axis == "r":
        return
    for projection in projections:
        described = _describe_like(stated, candidate, projection)
        if described is None:
            continue
        if described != (stated.first, stated.last, stated.kind):
            name = _find_name(reading, stated, projection)
            if name is not None:
                message = f"The nomenclature describes this change as {name.text}, which is the recommended name."
                yield Issue("W1004", "warning", message)
        return


def _describe_like(stated: StatedEdit, candidate: Candidate, projection: Projection) -> tuple[Point, Point, str] | None:
    """Return (first, last, kind) of a projection on the axis and the sequence of the text, None for any other."""
    change = candidate.change
    if isinstance(projection, TranscriptProjection):
        same = projection.transcript.accession == candidate.transcript and projection.axis == stated.axis
        if not projection.is_exonic and isinstance(change, Allele):
            same = same and projection.reference == change.sequence
        return (projection.first, projection.last, projection.kind) if same else None
    if isinstance(projection, PlaceProjection) and stated.axis in {"g", "m"} and isinstance(change, Allele):
        if projection.allele.sequence != change.sequence:
            return None
        first, last = projection.ends
        return Point(first), Point(last), projection.kind
    return None


def _find_name(reading: Reading, stated: StatedEdit, projection: Projection) -> Name | None:
    for name in reading.names:
        if name.level != stated.axis or not name.recommended:
            continue
        if isinstance(projection, TranscriptProjection):
            on_sequence = projection.is_exonic or name.text.startswith(projection.reference)
            if name.transcript == projection.transcript.accession and on_sequence:
                return name
        elif isinstance(projection, PlaceProjection) and name.text.startswith(f"{projection.allele.sequence}:"):
            return name
    return None


def _describe_missing_places(normal: Normal, projections: tuple[Projection, ...]) -> Iterator[Issue]:
    """Name the assemblies a change with a place could not be carried to; the mitochondrial genome serves both."""
    if not isinstance(normal.change, Allele | ExonEvent | UncertainInterval | Repeat):
        return
    kinds = PlaceProjection | EventProjection | BoundedProjection | RepeatProjection
    placed = {p.contig.assembly for p in projections if isinstance(p, kinds) and p.contig is not None}
    if any(p.axis == "m" for p in projections if isinstance(p, kinds)):
        return
    for assembly in ASSEMBLIES:
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
