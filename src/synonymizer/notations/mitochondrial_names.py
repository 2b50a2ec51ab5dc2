"""Writes names of changes of the mitochondrial genome, which people count on the rCRS without saying so: `m.3243A>G`.

The readers of HGVS and of bare changes read them. Source: the spellings of MITOMAP, whose reference is the rCRS
(NC_012920.1); the `chrM` of hg19 is another sequence, on which nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.grammar.emit import write_change
from synonymizer.model import Name, PlaceProjection
from synonymizer.spelling.points import write_range
from synonymizer.statements import Point

if TYPE_CHECKING:
    from synonymizer.model import Projection

_STYLES = ("m.{change}", "rCRS:m.{change}", "MT:m.{change}", "mtDNA m.{change}", "mtDNA {change}")
_STYLES_OF_SUBSTITUTION = ("m.{old}{place}{new}", "mtDNA {old}{place}{new}", "mtDNA nt {place} {old} to {new}")


def write(projection: Projection) -> tuple[Name, ...]:
    """Write a change of the mitochondrial genome without its accession; none for other projections."""
    if not isinstance(projection, PlaceProjection) or projection.axis != "m" or projection.contig is None:
        return ()
    first, last = projection.ends
    place, allele = write_range(Point(first), Point(last)), projection.allele
    change = write_change(projection.kind, place, allele.deleted, allele.inserted)
    styles = _STYLES + (_STYLES_OF_SUBSTITUTION if projection.kind == "sub" else ())
    texts = (style.format(change=change, place=place, old=allele.deleted, new=allele.inserted) for style in styles)
    return tuple(Name(text, "literature", "m", projection.contig.assembly) for text in texts)
