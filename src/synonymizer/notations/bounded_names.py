"""Names of changes that are only bounded: `g.(100_150)delN[15]`, `c.(222_226)insG`, `g.63912687_63912716AGC[(50_60)]`.

Sources: HGVS nomenclature 21.0, recommendations/uncertain, DNA/insertion, DNA/repeated, and DNA/duplication for copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.model import BoundedProjection, Name, RepeatProjection
from synonymizer.spelling.accessions import write_chromosome
from synonymizer.spelling.counts import write_count
from synonymizer.spelling.points import write_point, write_range

if TYPE_CHECKING:
    from synonymizer.model import Projection, Scope
    from synonymizer.statements import Bounds


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the HGVS names of a bounded change or repeat, the recommended one first; none for other projections."""
    match projection:
        case BoundedProjection():
            return _write(projection, _write_place(projection) + _write_change(projection), "exon")
        case RepeatProjection():
            units = "".join(f"{unit}[{write_count(count)}]" for unit, count in projection.units)
            return _write(projection, write_range(projection.first, projection.last) + units, "allele")
        case _:
            return ()


def _write_place(projection: BoundedProjection) -> str:
    left = _write_side(projection.left)
    return left if projection.is_within else f"{left}_{_write_side(projection.right)}"


def _write_side(bounds: Bounds) -> str:
    if bounds.first == bounds.last and bounds.first is not None:
        return write_point(bounds.first)
    first, last = ("?" if point is None else write_point(point) for point in (bounds.first, bounds.last))
    return f"({first}_{last})"


def _write_change(projection: BoundedProjection) -> str:
    if projection.copies is not None:
        return f"[{projection.copies}]"
    size = "" if projection.size is None else f"N[{write_count(projection.size)}]"
    if projection.kind == "sub":
        return f"{projection.deleted}>{projection.inserted}"
    return f"{projection.kind}{projection.inserted or size}"


def _write(projection: BoundedProjection | RepeatProjection, change: str, scope: Scope) -> tuple[Name, ...]:
    """Write a change on a contig, or on a transcript where its place does not leave it."""
    axis, contig, transcript = projection.axis, projection.contig, projection.transcript
    name = Name("", "hgvs", axis, scope=scope)
    if contig is not None:
        name = Name(f"{contig.accession}:{axis}.{change}", "hgvs", axis, contig.assembly, scope=scope, recommended=True)
        return name, name.respell(f"{write_chromosome(contig)}:{axis}.{change}", "coordinate")
    if transcript is None:
        return (name.respell(f"{projection.reference}:{axis}.{change}"),)
    if "?_" in change or "_?" in change.partition("[")[0]:
        return ()
    accession = transcript.accession
    name = Name("", "hgvs", axis, transcript=accession, tags=transcript.tags, scope=scope)
    on_genome = name.respell(f"{projection.reference}({accession}):{axis}.{change}", recommended=True)
    return on_genome, name.respell(f"{accession}:{axis}.{change}")
