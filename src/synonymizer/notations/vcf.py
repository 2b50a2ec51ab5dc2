"""Coordinates with alleles, counting from 1: VCF fields, gnomAD's `11-4055634-C-A`, `chr11:4055634 C>A`.

Sources: VCF 4.5 specification (POS, REF, ALT; symbolic alleles and breakends; `chrM`, `MT`), gnomAD identifiers. An
empty allele is written `-` or `.` or left out, as ANNOVAR does; an insertion then follows the base at the position.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.alleles import MOST_SPELLED
from synonymizer.errors import MalformedName, UnsupportedNotation
from synonymizer.model import Name, PlaceProjection
from synonymizer.notations.accessions import get_assembly
from synonymizer.notations.bases import read_bases
from synonymizer.notations.spans import find_span, quote
from synonymizer.statements import Expression, Hints, Issue, StatedAllele

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.places import Assembly

_ASSEMBLY = r"(?:(?P<assembly>(?:GRCh|hg|NCBI|b)[0-9]{2}(?:\.p[0-9]+)?)[\s:_-]{1,2})?"
_CHROMOSOME = r"(?:chr(?:omosome ?)?)?(?P<name>[0-9]{1,2}|X|Y|MT?)(?:\((?P<other>[A-Za-z0-9.]{2,12})\))?"
_POSITION = r"(?P<position>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,30})"
_ALLELE = r"[A-Z*.]*|<[^<>\s]*>"
_PLAIN = rf"(?P<deleted>{_ALLELE}|-)"
_SHAPES = tuple(
    re.compile(f"{_ASSEMBLY}{_CHROMOSOME}{shape}", re.IGNORECASE | re.ASCII)
    for shape in (
        rf"(?P<mark>[-_:]){_POSITION}(?P=mark){_PLAIN}(?P=mark)(?P<inserted>[A-Z*.,<>:_]*|-)",
        rf" ?[:\s] ?{_POSITION}[-\s:]? ?{_PLAIN} ?[>/] ?(?P<inserted>[A-Z*.,]*|<[^<>\s]*>|-)",
        rf"[ \t]+{_POSITION}[ \t]+(?:[^\s]+[ \t]+)?(?P<deleted>[A-Z*.]+|-)[ \t]+(?P<inserted>\S+)(?:\t.*)?",
    )
)
_EMPTY = {"", "-", "."}


def read(text: str) -> Expression | None:
    """Read a chromosome, a position and two alleles; None for any other text.

    >>> read("GRCh37-11-4076864-C-A").stated, read("chr11:4055634 C>A").hints.reference
    (StatedAllele(start=4076863, end=4076864, deleted='C', inserted='A'), '11')

    Raises:
        MalformedName: when the position is 0, or there is no allele at all.
        InvalidResidues: when an allele holds letters that are no bases.
        UnsupportedNotation: for symbolic, ambiguous, missing or several alleles.
        UnknownAssembly: when an assembly is named that is not held.
    """
    span = find_span(text)
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(text, *span))), None)
    if found is None:
        return None
    position = int(found["position"].replace(",", ""))
    if position == 0:
        message = "Coordinates of this kind count from 1; there is no position 0. SPDI counts from 0."
        raise MalformedName(message, text=text, span=found.span("position"))
    deleted, inserted = _read_allele(text, found, "deleted"), _read_allele(text, found, "inserted")
    if not deleted and not inserted:
        message = "Both alleles are empty. Write the bases on one side at least."
        raise MalformedName(message, text=text, span=(found.start("deleted"), span[1]))
    start = position - 1 if deleted else position
    stated = StatedAllele(start, start + len(deleted), deleted, inserted)
    name = found["name"].upper()
    hints = Hints(reference="MT" if name == "M" else name, assembly=_read_assembly(text, found))
    issues = _note_empty(position, deleted, inserted, (found.start("deleted"), found.end("inserted")))
    return Expression(text, "vcf", stated, hints, span, issues)


def _read_allele(text: str, found: re.Match[str], side: str) -> str:
    allele, span = found[side], found.span(side)
    if "," in allele:
        message = "Several alternate alleles in one name are valid, but not computed with together. Give one per line."
        raise UnsupportedNotation(message, text=text, span=span)
    if any(mark in allele for mark in "<>[]*:") or (allele == "." and found.re is _SHAPES[-1]):
        message = f"The allele {quote(allele)} states no bases: valid, but not computed with. Give the bases."
        raise UnsupportedNotation(message, text=text, span=span)
    return "" if allele in _EMPTY else read_bases(text, *span)


def _read_assembly(text: str, found: re.Match[str]) -> Assembly | None:
    """Return the assembly stated before the chromosome or in parentheses after it."""
    assemblies = {get_assembly(text, *found.span(group)) for group in ("assembly", "other") if found[group]}
    if len(assemblies) > 1:
        message = "Two assemblies are stated. State one."
        raise MalformedName(message, text=text, span=found.span("other"))
    return next(iter(assemblies), None)


def _note_empty(position: int, deleted: str, inserted: str, span: tuple[int, int]) -> tuple[Issue, ...]:
    if deleted and inserted:
        return ()
    what = f"{deleted} at {position} is deleted" if deleted else f"{inserted} is inserted after the base at {position}"
    message = f"An empty allele is not VCF; it was read as ANNOVAR writes it: {what}."
    return (Issue("W1003", "warning", message, span),)


def write(projection: Projection) -> tuple[Name, ...]:
    """Write an anchored, left-aligned allele on a chromosome; none for no change and for other projections."""
    if not isinstance(projection, PlaceProjection) or projection.contig is None or projection.kind == "identity":
        return ()
    contig, allele = projection.contig, projection.anchored
    if allele is None or max(len(allele.deleted), len(allele.inserted)) > MOST_SPELLED:
        return ()
    is_plain = contig.assembly == "GRCh38" or contig.name == "MT"
    assembly, ucsc = ("", "") if is_plain else ("GRCh37", "hg19 ")
    fields = (contig.name, str(allele.start + 1), allele.deleted, allele.inserted)
    name = Name(
        "-".join((assembly, *fields)).removeprefix("-"),
        "coordinate",
        projection.axis,
        contig.assembly,
        tags=projection.tags,
        recommended=True,
    )
    chromosome = "chrM" if contig.name == "MT" else f"chr{contig.name}"
    others = (
        f"{ucsc}{chromosome}:{fields[1]} {allele.deleted}>{allele.inserted}",
        f"{assembly} {contig.name} {fields[1]} . {allele.deleted} {allele.inserted}".lstrip(),
    )
    return (name, *(name.respell(text) for text in others))
