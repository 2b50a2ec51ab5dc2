"""Where a coordinate lies, as printed: an assembly, a chromosome or genomic accession, and positions that count from 1.

Sources: VCF 4.5 specification, 1.6.1 (CHROM, POS; `chrM`, `MT`); UCSC and Ensembl names of chromosomes and assemblies.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName
from synonymizer.spelling.accessions import get_assembly, read_label
from synonymizer.spelling.points import MAXIMUM_DIGITS
from synonymizer.spelling.spans import find_span
from synonymizer.statements import Hints

if TYPE_CHECKING:
    from synonymizer.statements import Axis

_ASSEMBLY = r"(?:(?:GRC[a-z]|hg|NCBI|b)[0-9]{2}(?:\.p[0-9]{1,2})?|hs1|T2T-CHM13(?:v[0-9.]{1,4})?)"
_CHROMOSOME = r"(?:(?:chr(?:omosome)? ?)?(?:[0-9]{1,2}|X|Y|MT?)|chr(?:[IVX]{1,5}|[0-9]{1,2}[LR]))"
_ACCESSION = r"N[CGTW]_[0-9]{6,9}(?:\.[0-9]{1,2})?|LRG_[0-9]{1,5}"

CONTIG = (
    rf"(?:(?P<before>{_ASSEMBLY})[\s:_-]{{1,2}})?"
    rf"(?P<contig>{_CHROMOSOME}|{_ACCESSION})(?:\((?P<inside>[A-Za-z0-9.]{{2,12}})\))?"
)
"""A chromosome or genomic accession; an assembly may stand before it, or in parentheses behind it."""

AFTER = rf"(?:[\s,]{{0,2}}\(?(?P<after>{_ASSEMBLY})\)?)?"
"""An assembly that stands behind the whole coordinate."""

POSITION = rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,9}}|[0-9]{{1,{MAXIMUM_DIGITS}}})"
"""A position, with or without separators of thousands."""

_BEGINNING = re.compile(rf"{CONTIG} ?[-_:\s]", re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=16)
def begins_with_contig(text: str) -> bool:
    """Whether a text begins with what may be a contig, and a sign behind which a position may stand.

    >>> [begins_with_contig(text) for text in ("11-4055634-C-A", " chr11:4055634", "494C>A")]
    [True, True, False]
    """
    return _BEGINNING.match(text, find_span(text)[0]) is not None


def read_contig(text: str, found: re.Match[str]) -> Hints:
    """Return the contig and assembly of a match of `CONTIG`, and of `AFTER` where it is part of the pattern.

    >>> import re
    >>> read_contig("hg19 chrM", re.fullmatch(CONTIG, "hg19 chrM", re.IGNORECASE))
    Hints(reference='MT', transcript=None, protein=None, gene=None, assembly='GRCh37', refget=None)

    Raises:
        MalformedName: when two assemblies are stated.
        UnknownAssembly: when an assembly is named that is not held.
    """
    places = {group: found.span(group) for group in ("before", "inside", "after") if found.groupdict().get(group)}
    assemblies = {group: get_assembly(text, *span) for group, span in places.items()}
    if len(set(assemblies.values())) > 1:
        message = "Two assemblies are stated. State one."
        raise MalformedName(message, text=text, span=list(places.values())[-1])
    label = read_label("".join(found["contig"].split()))
    reference = found["contig"].upper().removeprefix("CHR") if label is None or label.kind == "gene" else label.name
    return Hints(reference=reference, assembly=next(iter(assemblies.values()), None))


def is_accession(hints: Hints) -> bool:
    """Whether a contig is named by an accession, rather than as a chromosome."""
    return hints.reference is not None and "_" in hints.reference


def get_axis(hints: Hints) -> Axis:
    """Return the axis that positions on a contig are counted on."""
    is_mitochondrial = hints.reference == "MT" or (hints.reference or "").startswith("NC_012920")
    return "m" if is_mitochondrial else "g"


def get_position(text: str, span: tuple[int, int]) -> int:
    """Return a printed position, which counts from 1.

    Raises:
        MalformedName: when it is 0.
    """
    position = int(text[slice(*span)].replace(",", ""))
    if position == 0:
        message = "Coordinates of this kind count from 1; there is no position 0. SPDI counts from 0."
        raise MalformedName(message, text=text, span=span)
    return position


def is_last_of(column: str | None, position: int, deleted: str) -> bool:
    """Whether a column states the last position of the bases from `position` on, as ANNOVAR rows do and VCF does not.

    >>> is_last_of("948921", 948921, "T"), is_last_of("948921", 948921, "-"), is_last_of("rs334", 948921, "T")
    (True, True, False)
    """
    if column is None or not re.fullmatch("[0-9]{1,30}", column):
        return False
    return int(column) - position + 1 == max(len(deleted), 1)
