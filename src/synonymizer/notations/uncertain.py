"""Deletions and duplications between bounded breakpoints: `c.(139+1_140-1)_(270+1_271-1)del`, `g.(?_A)_(B_?)dup`.

Sources: HGVS nomenclature 21.0, DNA/deletion and DNA/duplication (exon deletions, unknown breakpoints),
recommendations/uncertain; SVD-WG003, which withdrew `c.a-?_b+?del`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName, ReversedInterval, UnsupportedNotation
from synonymizer.model import EventProjection, Name
from synonymizer.notations.accessions import write_chromosome
from synonymizer.notations.description import describe, note_repairs
from synonymizer.notations.points import find_bounded, is_reversed, read_point, write_point, write_range
from synonymizer.notations.spans import quote
from synonymizer.statements import Bounds, Expression, Issue, StatedUncertain

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.notations.description import Description
    from synonymizer.statements import EventKind, Point


def read(text: str) -> Expression | None:
    """Read a deletion or duplication of which at least one breakpoint is bounded; None for any other text.

    The older `a-?_b+?` is read as bounds that are unknown on the outside, and marked as such.

    >>> read("NM_003156.3:c.(139+1_140-1)_(270+1_271-1)del").stated.left.last
    Point(base=139, offset=-1, datum='cds_start')

    Raises:
        ParseError: when a bound is no position, or the bounds are not in ascending order.
        UnsupportedNotation: on the r. and p. axes.
        UnknownAssembly: when an assembly is named that is not held.
    """
    description = describe(text)
    found = find_bounded(description.body) if description else None
    if description is None or found is None:
        return None
    span = (description.start, description.start + len(description.body))
    if description.axis in "rp":
        message = (
            f"{description.axis}. names with uncertain places are valid, but not computed with. Give the DNA change."
        )
        raise UnsupportedNotation(message, text=text, span=span)
    sides = found["left"], found["right"]
    left, right = (_read_side(side, description) for side in sides)
    known = [point for point in (left.first, left.last, right.first, right.last) if point is not None]
    if any(is_reversed(first, last) for first, last in pairwise(known)):
        message = (
            f"The bounds of {quote(description.body)} are not in ascending order. Write the lower positions first."
        )
        raise ReversedInterval(message, text=text, span=span)
    kind: EventKind = "del" if found["kind"].lower() == "del" else "dup"
    flanked = any(_is_open(side) for side in sides)
    stated = StatedUncertain(description.axis, left, right, kind, flanked)
    issues = (*description.issues, *note_repairs(description, f"{sides[0]}_{sides[1]}{kind}{found['size']}"))
    issues += tuple(_note_older_forms(found["size"], span, flanked=flanked))
    return Expression(text, "hgvs", stated, description.hints, description.span, issues)


def _is_open(side: str) -> bool:
    return side.endswith(("+?", "-?"))


def _read_side(side: str, description: Description) -> Bounds:
    """Read one breakpoint: `(a_b)`, a single position, or the older `a-?` and `b+?`."""
    if _is_open(side):
        point = _read_bound(side[:-2], description)
        return Bounds(None, point) if side[-2] == "-" else Bounds(point, None)
    star = "*" if side.startswith("*(") else ""
    bounds = side.removeprefix("*").strip("()").split("_") if "(" in side else [side, side]
    first, last = (None if bound == "?" else _read_bound(star + bound, description) for bound in bounds)
    return Bounds(first, last)


def _read_bound(bound: str, description: Description) -> Point:
    point = read_point(bound, description.axis)
    if point is None:
        place = max(description.body.find(bound), 0)
        message = (
            f"{quote(bound)} is no {description.axis}. position. Bounds are written (139+1_140-1), or ? where unknown."
        )
        span = (description.start + place, description.start + place + len(bound))
        raise MalformedName(message, text=description.text, span=span)
    return point


def _note_older_forms(size: str, span: tuple[int, int], *, flanked: bool) -> list[Issue]:
    issues = []
    if flanked:
        message = (
            "The older form a-?_b+? does not say whether the flanking exons are present; they were taken to be. "
            "Write the bounds that were tested."
        )
        issues.append(Issue("W2006", "warning", message, span))
    if size:
        message = f"The size {size} was set aside: the bounds say what is affected. Compare it with the answer."
        issues.append(Issue("W1005", "warning", message, span))
    return issues


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the HGVS names of a bounded event, the recommended one first; none for other projections."""
    if not isinstance(projection, EventProjection):
        return ()
    change = f"{projection.axis}.{_write_side(projection.left)}_{_write_side(projection.right)}{projection.kind}"
    name = Name("", "hgvs", projection.axis, scope="exon")
    if projection.contig is not None:
        contig = projection.contig
        name = replace(name, text=f"{contig.accession}:{change}", assembly=contig.assembly)
        chromosome = replace(name, text=f"{write_chromosome(contig)}:{change}", cls="coordinate")
        return replace(name, recommended=True), chromosome
    if projection.transcript is None:
        return (replace(name, text=f"{projection.reference}:{change}"),)
    return (*_write_on_transcript(projection, change), *_write_rna(projection))


def _write_side(bounds: Bounds) -> str:
    if bounds.first == bounds.last and bounds.first is not None:
        return write_point(bounds.first)
    first, last = ("?" if point is None else write_point(point) for point in (bounds.first, bounds.last))
    return f"({first}_{last})"


def _write_on_transcript(projection: EventProjection, change: str) -> tuple[Name, ...]:
    """Write c. names; an event with an unknown bound leaves the transcript, and has a g. name only (DNA/deletion)."""
    transcript = projection.transcript
    bounds = (projection.left.first, projection.left.last, projection.right.first, projection.right.last)
    if transcript is None or None in bounds:
        return ()
    accession = transcript.accession
    name = Name("", "hgvs", projection.axis, transcript=accession, tags=transcript.tags, scope="exon")
    references = [accession, *transcript.synonyms]
    if "MANE Select" in transcript.tags:
        references.append(transcript.gene)
    on_genome = replace(name, text=f"{projection.reference}({accession}):{change}", recommended=True)
    return (on_genome, *(replace(name, text=f"{reference}:{change}") for reference in references))


def _write_rna(projection: EventProjection) -> tuple[Name, ...]:
    """Write the predicted loss or gain of the exons in the RNA; it does not say where the DNA broke."""
    if projection.transcript is None or projection.coding is None:
        return ()
    accession, tags = projection.transcript.accession, projection.transcript.tags
    text = f"{accession}:r.({write_range(*projection.coding)}{projection.kind})"
    return (Name(text, "hgvs", "r", transcript=accession, tags=tags, scope="category", recommended=True),)
