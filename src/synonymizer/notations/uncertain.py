"""Names of events between bounded breakpoints: `c.(139+1_140-1)_(270+1_271-1)del`, `g.(?_A)_(B_?)dup`.

HGVS reads them back. Sources: HGVS nomenclature 21.0, DNA/deletion and DNA/duplication (exon deletions, unknown
breakpoints), recommendations/uncertain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.grammar.stretches import write_bounds
from synonymizer.model import EventProjection, Name
from synonymizer.spelling.accessions import write_chromosome
from synonymizer.spelling.points import write_range

if TYPE_CHECKING:
    from synonymizer.model import Projection


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the HGVS names of a bounded event, the recommended one first; none for other projections."""
    if not isinstance(projection, EventProjection):
        return ()
    change = f"{projection.axis}.{write_bounds(projection.left)}_{write_bounds(projection.right)}{projection.kind}"
    name = Name("", "hgvs", projection.axis, scope="exon")
    if projection.contig is not None:
        contig = projection.contig
        name = replace(name, text=f"{contig.accession}:{change}", assembly=contig.assembly)
        chromosome = replace(name, text=f"{write_chromosome(contig)}:{change}", cls="coordinate")
        return replace(name, recommended=True), chromosome
    if projection.transcript is None:
        return (replace(name, text=f"{projection.reference}:{change}"),)
    return (*_write_on_transcript(projection, change), *_write_rna(projection))


def _write_on_transcript(projection: EventProjection, change: str) -> tuple[Name, ...]:
    """Write c. names; an event with an unknown bound leaves the transcript, and has a g. name only (DNA/deletion)."""
    transcript = projection.transcript
    bounds = (projection.left.first, projection.left.last, projection.right.first, projection.right.last)
    if transcript is None or None in bounds:
        return ()
    accession = transcript.accession
    name = Name("", "hgvs", projection.axis, transcript=accession, tags=transcript.tags, scope="exon")
    references = [accession, *transcript.synonyms]
    if projection.is_main:
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
