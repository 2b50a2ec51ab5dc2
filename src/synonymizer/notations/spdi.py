"""SPDI: `NC_000011.10:4055633:C:A`, counting from 0.

Source: Holmes et al. 2020, SPDI: data model for variants and applications at NCBI, Bioinformatics 36:1902, doi
10.1093/bioinformatics/btz856: the deletion may be given by its length, and either allele may be empty.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.model import Name, PlaceProjection
from synonymizer.notations.accessions import read_label
from synonymizer.notations.bases import read_bases
from synonymizer.notations.points import MAXIMUM_DIGITS
from synonymizer.notations.spans import find_span
from synonymizer.statements import Expression, Hints, StatedAllele

if TYPE_CHECKING:
    from synonymizer.model import Projection

_SPDI = re.compile(r"(?P<sequence>[^\s:]+):(?P<position>[0-9]{1,30}):(?P<deleted>[^\s:]*):(?P<inserted>[^\s:]*)")


def read(text: str) -> Expression | None:
    """Read SPDI on an accession, or, with the deletion as a length, on a chromosome; None for any other text.

    >>> read("NC_000011.10:4055633:C:A").stated
    StatedAllele(start=4055633, end=4055634, deleted='C', inserted='A')

    Raises:
        InvalidResidues: when an allele holds letters that are no bases.
        UnsupportedNotation: when an allele holds ambiguous bases.
    """
    span = find_span(text)
    found = _SPDI.fullmatch(text, *span)
    label = read_label(found["sequence"]) if found else None
    if found is None or label is None or label.kind in {"gene", "assembly"}:
        return None
    is_length = found["deleted"].isdecimal() and found["deleted"].isascii() and len(found["deleted"]) <= MAXIMUM_DIGITS
    if not is_length and (label.kind == "chromosome" or label.name == "MT"):
        return None  # chr11:4055634:C:A is VCF with colons, and counts from 1
    deleted = None if is_length else read_bases(text, *found.span("deleted"))
    inserted = read_bases(text, *found.span("inserted"))
    start = int(found["position"])
    size = int(found["deleted"]) if is_length else len(deleted or "")
    stated = StatedAllele(start, start + size, deleted, inserted)
    return Expression(text, "spdi", stated, Hints(reference=label.name), span)


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the fully justified allele; none on sequences outside NCBI's accessions, and none for transcripts."""
    if not isinstance(projection, PlaceProjection) or not projection.justified.sequence.startswith("N"):
        return ()
    allele, contig = projection.justified, projection.contig
    return (Name(allele.spdi, "computed", projection.axis, contig.assembly if contig else None, tags=projection.tags),)
