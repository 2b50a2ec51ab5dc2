"""Say what a stated base that does not fit would fit: another transcript, the other assembly or strand, a neighbour.

One sentence, checked against the data; nothing is changed by it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import VariantError
from synonymizer.mapping import reverse_complement
from synonymizer.places import ASSEMBLIES
from synonymizer.placing import describe, place_on_frame
from synonymizer.resolve.lookup import split_version

if TYPE_CHECKING:
    from synonymizer.places import Contig, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Point, StatedEdit


def diagnose_transcript_edit(stated: StatedEdit, transcript: Transcript, reference: Reference) -> str:
    """Return the sentence that says where a transcript edit would fit, "" when nowhere near."""
    others = [other for other in reference.transcripts_of(transcript.gene) if other.accession != transcript.accession]
    base = split_version(transcript.accession)[0]
    others.sort(key=lambda other: split_version(other.accession)[0] != base)
    for other in others:
        if _fits(stated, other, reference):
            return f"It fits {other.accession}."
    if not stated.deleted:
        return ""
    if _fits(replace(stated, deleted=reverse_complement(stated.deleted)), transcript, reference):
        return "It fits the other strand: the bases may have been written on the genomic strand."
    for shift in (1, -1):
        moved = replace(stated, first=_shift(stated.first, shift), last=_shift(stated.last, shift))
        if _fits(moved, transcript, reference):
            return f"It fits {describe(moved)}, one position {'later' if shift > 0 else 'earlier'}."
    return ""


def _shift(point: Point, by: int) -> Point:
    if point.offset:
        return replace(point, offset=point.offset + by)
    return replace(point, base=point.base + by)


def _fits(stated: StatedEdit, transcript: Transcript, reference: Reference) -> bool:
    frame = reference.geometry.main_frame(transcript)
    try:
        place_on_frame(stated, transcript, frame, reference.geometry.unspliced(transcript, frame))
    except VariantError:
        return False
    return True


def diagnose_coordinates(contig: Contig, start: int, deleted: str, reference: Reference) -> str:
    """Return the sentence that says where stated bases of a coordinate would fit, "" when nowhere near."""
    for assembly in ASSEMBLIES:
        other = reference.find_contig_by_name(contig.name, assembly)
        if other is not None and other != contig and _reads(other.accession, start, deleted, reference):
            return f"It fits {other.accession}: the coordinate may be one of {assembly}."
    if _reads(contig.accession, start, reverse_complement(deleted), reference):
        return "It fits the other strand: the bases may have been written on the transcript's strand."
    for shift, words in ((1, "later: the coordinate may be 0-based"), (-1, "earlier")):
        if _reads(contig.accession, start + shift, deleted, reference):
            return f"It fits one position {words}."
    return ""


def _reads(accession: str, start: int, bases: str, reference: Reference) -> bool:
    try:
        return reference.geometry.sequence(accession).bases(start, start + len(bases)) == bases
    except VariantError:
        return False
