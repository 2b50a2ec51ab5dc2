"""SPDI: `NC_000011.10:4055633:C:A`, counting from 0, on sequences and, as people also write it, on chromosomes.

Source: Holmes et al. 2020, SPDI: data model for variants and applications at NCBI, Bioinformatics 36:1902, doi
10.1093/bioinformatics/btz856: the deletion may be given by its length, and either allele may be empty; proteins are
sequences like others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.model import Name, PlaceProjection, TranscriptProjection
from synonymizer.spelling.accessions import read_label
from synonymizer.spelling.bases import read_bases, read_residues
from synonymizer.spelling.points import MAXIMUM_DIGITS
from synonymizer.spelling.spans import find_span
from synonymizer.statements import Expression, Hints, Issue, ProteinEdit, StatedAllele, StatedProtein

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.places import Transcript
    from synonymizer.statements import Point

_MESSAGES = ("NM_", "NR_")
_SPDI = re.compile(r"(?P<sequence>[^\s:]+):(?P<position>[0-9]{1,30}):(?P<deleted>[^\s:]*):(?P<inserted>[^\s:]*)")


def read(text: str) -> Expression | None:
    """Read SPDI on an accession or a chromosome; None for any other text.

    On a chromosome, four fields with bases are VCF with colons, which counts from 1: SPDI is then a meaning to fall
    back on. With the deletion as a length no base can tell, and SPDI it is.

    >>> read("NC_000011.10:4055633:C:A").stated
    StatedAllele(start=4055633, end=4055634, deleted='C', inserted='A')
    >>> read("11:4055633:C:A").is_fallback
    True

    Raises:
        InvalidResidues: when an allele holds letters that are no bases or residues.
    """
    span = find_span(text)
    found = _SPDI.fullmatch(text, *span)
    label = read_label(found["sequence"]) if found else None
    if found is None or label is None or label.kind in {"gene", "assembly"}:
        return None
    start = int(found["position"])
    if label.kind == "protein":
        return _read_protein(text, found, label.name, span)
    is_length = found["deleted"].isdecimal() and found["deleted"].isascii() and len(found["deleted"]) <= MAXIMUM_DIGITS
    deleted = None if is_length else read_bases(text, *found.span("deleted"))
    inserted = read_bases(text, *found.span("inserted"))
    size = int(found["deleted"]) if is_length else len(deleted or "")
    stated = StatedAllele(start, start + size, deleted, inserted)
    if label.kind != "chromosome" and label.name != "MT":
        return Expression(text, "spdi", stated, Hints(reference=label.name), span)
    message = f"Read as SPDI counts, from 0: the first base is {start + 1}; VCF counts from 1."
    issue = Issue("W2013", "warning", message, found.span("position"))
    return Expression(text, "spdi", stated, Hints(reference=label.name), span, (issue,), is_fallback=not is_length)


def _read_protein(text: str, found: re.Match[str], protein: str, span: tuple[int, int]) -> Expression | None:
    """Read residues replaced on a protein; None where they are given by their number alone, or not at all."""
    start = int(found["position"])
    deleted, inserted = (read_residues(text, *found.span(side)) for side in ("deleted", "inserted"))
    if not deleted and not inserted:
        return None
    edit = _make_protein_edit(start, deleted, inserted)
    return Expression(text, "spdi", StatedProtein(edit), Hints(protein=protein), span)


def _make_protein_edit(start: int, deleted: str, inserted: str) -> ProteinEdit:
    if not deleted:
        return ProteinEdit("ins", start - 1, start, inserted=inserted)
    ends = (start, start + len(deleted) - 1, deleted[0], deleted[-1])
    if deleted == inserted:
        return ProteinEdit("identity", *ends)
    if not inserted:
        return ProteinEdit("del", *ends)
    return ProteinEdit("sub" if len(deleted) == len(inserted) == 1 else "delins", *ends, inserted)


# ---------------------------------------------------------------- writing


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the fully justified allele on a genomic sequence, and as named on a transcript; those of NCBI alone."""
    match projection:
        case PlaceProjection(justified=allele, contig=contig) if allele.sequence.startswith("N"):
            assembly = contig.assembly if contig else None
            return (Name(allele.spdi, "computed", projection.axis, assembly, tags=projection.tags),)
        case TranscriptProjection(transcript=transcript) if transcript.accession.startswith(_MESSAGES):
            return _write_on_transcript(projection)
        case _:
            return ()


def _write_on_transcript(projection: TranscriptProjection) -> tuple[Name, ...]:
    """Write an allele inside the exons, counted on the message; none where its bases are not all of the message."""
    transcript = projection.transcript
    first, last = (_count(point, transcript) for point in (projection.first, projection.last))
    start = last if projection.kind == "ins" else last + 1 if projection.kind == "dup" else first
    end = start if projection.kind in {"ins", "dup"} else last + 1
    if not projection.is_exonic or projection.kind == "identity" or len(projection.deleted) != end - start:
        return ()
    allele = Allele(transcript.accession, start, end, projection.deleted, projection.inserted)
    return (Name(allele.spdi, "computed", "n", transcript=transcript.accession, tags=transcript.tags),)


def _count(point: Point, transcript: Transcript) -> int:
    """Return the base of the message, from 0, that a point in an exon names."""
    if transcript.cds is None or point.datum == "start":
        return point.base
    return point.base + (transcript.cds.start if point.datum == "cds_start" else transcript.cds.end)
