"""Names of events between bounded breakpoints: `c.(139+1_140-1)_(270+1_271-1)del`, `g.(?_A)_(B_?)dup`.

HGVS reads them back. Sources: HGVS nomenclature 21.0, DNA/deletion and DNA/duplication (exon deletions, unknown
breakpoints), recommendations/uncertain.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.grammar.emit import write_statement
from synonymizer.grammar.stretches import write_bounds
from synonymizer.model import EventProjection, Name
from synonymizer.spelling.accessions import write_chromosome
from synonymizer.spelling.points import write_range
from synonymizer.statements import Bounds, StatedUncertain

if TYPE_CHECKING:
    from synonymizer.model import Projection

_REFSEQ = ("NM_", "NR_")
"""Transcripts whose gene is written behind them in parentheses."""


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
    return (
        *_write_on_transcript(projection, change),
        *_write_withdrawn(projection),
        *_write_rna(projection),
    )


def _write_on_transcript(projection: EventProjection, change: str) -> tuple[Name, ...]:
    """Write c. names; an event with an unknown bound leaves the transcript, and has a g. name only (DNA/deletion)."""
    transcript = projection.transcript
    bounds = (projection.left.first, projection.left.last, projection.right.first, projection.right.last)
    if transcript is None or None in bounds:
        return ()
    accession = transcript.accession
    name = Name("", "hgvs", projection.axis, transcript=accession, tags=transcript.tags, scope="exon")
    references = [accession]
    if accession.startswith(_REFSEQ):
        references.append(f"{accession}({transcript.gene})")
    references += transcript.synonyms
    if projection.is_main:
        references.append(transcript.gene)
    on_genome = replace(name, text=f"{projection.reference}({accession}):{change}", recommended=True)
    own = (replace(name, text=change, needs="gene"),) if projection.is_main else ()
    return (on_genome, *(replace(name, text=f"{reference}:{change}") for reference in references), *own)


def _write_withdrawn(projection: EventProjection) -> tuple[Name, ...]:
    """Write `a-?_b+?`, which took the exons beside those affected to be present, where that is so (SVD-WG003)."""
    transcript = projection.transcript
    if transcript is None or projection.coding is None:
        return ()
    first, last = projection.coding
    stated = StatedUncertain(projection.axis, Bounds(None, first), Bounds(last, None), projection.kind, flanked=True)
    change = f"{projection.axis}.{write_statement(stated)}"
    accession = transcript.accession
    name = Name("", "hgvs-deprecated", projection.axis, transcript=accession, tags=transcript.tags, scope="exon")
    names = [replace(name, text=f"{reference}:{change}") for reference in (accession, *transcript.synonyms)]
    if projection.is_main:
        names += [replace(name, text=f"{transcript.gene}:{change}"), replace(name, text=change, needs="gene")]
    return tuple(names)


def _write_rna(projection: EventProjection) -> tuple[Name, ...]:
    """Write the loss or gain of exons in the RNA, predicted and observed; it does not say where the DNA broke.

    Of a transcript that loses all its exons no RNA is left; where it loses or doubles its first or last one, what the
    message becomes is not known, since the event leaves the transcript (RNA/deletion).
    """
    transcript, exons = projection.transcript, projection.exons
    if transcript is None or exons is None or projection.coding is None:
        return ()
    accession, tags = transcript.accession, transcript.tags
    name = Name("", "hgvs", "r", transcript=accession, tags=tags, scope="category")
    first, last = exons[0] == 0, exons[1] == len(transcript.exons) - 1
    if first or last:
        is_lost = first and last and projection.kind == "del"
        return (replace(name, text=f"{accession}:r.{'0?' if is_lost else '?'}", recommended=True),)
    change = f"{write_range(*projection.coding)}{projection.kind}"
    predicted = replace(name, text=f"{accession}:r.({change})", recommended=True)
    return predicted, replace(name, text=f"{accession}:r.{change}")
