"""Coordinates with alleles, counting from 1: VCF lines, gnomAD's `11-4055634-C-A`, `chr11:4055634 C>A`.

Sources: VCF 4.5 specification (POS, REF, ALT; several alternates; `*`, `<NON_REF>` and `<*>`; symbolic alleles and
breakends), gnomAD identifiers. An empty allele is written `-` or `.` or left out, as ANNOVAR does; an insertion then
follows the base at the position.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from synonymizer.alleles import MOST_SPELLED
from synonymizer.errors import MalformedName, ReversedInterval, UnknownNotation, UnsupportedNotation
from synonymizer.model import EventProjection, JunctionProjection, Name, PlaceProjection
from synonymizer.places import Contig
from synonymizer.spelling.accessions import name_chromosome
from synonymizer.spelling.bases import read_bases
from synonymizer.spelling.contigs import (
    AFTER,
    CONTIG,
    POSITION,
    begins_with_contig,
    get_axis,
    get_position,
    is_accession,
    is_last_of,
    read_contig,
)
from synonymizer.spelling.spans import find_span, quote
from synonymizer.spelling.structural import (
    Extent,
    is_assumed_exact,
    read_breakend,
    read_extent,
    read_symbol,
    write_breakend,
)
from synonymizer.statements import Expression, Issue, StatedAllele, StatedCategory, StatedSet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.alleles import Allele
    from synonymizer.model import Projection
    from synonymizer.places import Assembly, Side
    from synonymizer.statements import CategoryKind, Hints, Statement

_POSITION = rf"(?P<position>{POSITION})"
_ALTERNATES = r"(?P<inserted>[A-Z*.,<>:_-]*)"
_LINE_ALTERNATES = r"(?P<inserted>[^\s0-9][^\s]*)"
_REST = r"(?:[ \t]+(?P<quality>\.|[0-9][0-9.eE+-]{0,20})(?:[ \t]+(?P<filter>[^\s]+)(?:[ \t]+(?P<info>.*))?)?)?"
_SHAPES = (
    rf"(?:(?P<colon>:)|[-_]){_POSITION}(?P<mark>[-_:])(?P<deleted>[A-Z*.]*|-)(?P=mark){_ALTERNATES}{AFTER}",
    rf" ?[-:\s] ?{_POSITION}[-\s:]? ?(?P<deleted>[A-Z*.]*|-) ?(?:-{{0,3}}>|/) ?{_ALTERNATES}{AFTER}",
    rf"[ \t]+{_POSITION}[ \t]+(?P<deleted>[A-Z*]+|-)[ \t]+{_LINE_ALTERNATES}{_REST}",
    rf"[ \t]+{_POSITION}[ \t]+(?P<id>[^\s]+)[ \t]+(?P<deleted>[A-Z*.]+|-)[ \t]+{_LINE_ALTERNATES}{_REST}",
)
"""What stands behind the contig."""
_HEADER = re.compile(r"##[A-Za-z]|#CHROM\b", re.ASCII)
_BROKEN = re.compile(r"[\[\]]|[A-Z]\.|\.[A-Z]", re.IGNORECASE)
_ALONE = re.compile(
    r"<(?P<kind>DEL|DUP|INV|INS|CNV)(?::[^<>\s]{1,60})?>"
    r"|(?:BND )?(?P<breakend>[A-Z]*[\[\]][^\s\[\]]{3,90}[\[\]][A-Z]*)",
    re.IGNORECASE | re.ASCII,
)
_CLASSES: dict[str, CategoryKind] = {
    "DEL": "loss",
    "DUP": "gain",
    "INV": "mutation",
    "INS": "mutation",
    "CNV": "mutation",
}
_NO_ALTERNATE = {"*", "<*>", "<NON_REF>"}
_EMPTY = {"", "-", "."}


@cache
def _compile_shapes() -> tuple[re.Pattern[str], ...]:
    """Return the shapes, compiled for the first text that begins with a contig."""
    return tuple(re.compile(CONTIG + shape, re.IGNORECASE | re.ASCII) for shape in _SHAPES)


def read(text: str) -> Expression | None:
    """Read a contig, a position and two or more alleles; None for any other text.

    Several alternates are a choice. Colons throughout behind an accession are how SPDI is written, so that counting
    from 1 is then a meaning to fall back on.

    >>> read("GRCh37-11-4076864-C-A").stated, read("chr11:4055634 C>A").hints.reference
    (StatedAllele(start=4076863, end=4076864, deleted='C', inserted='A'), '11')

    Raises:
        UnknownNotation: for a header line.
        MalformedName: when the position is 0, or there is no allele at all.
        ReversedInterval: when END comes before the position.
        InvalidResidues: when an allele holds letters that are no bases.
        UnsupportedNotation: for alleles that state no change.
        UnknownAssembly: when an assembly is named that is not held.
    """
    span = find_span(text)
    if _HEADER.match(text, *span):
        message = "This is a header line of a VCF file, which names no variant. Give the lines below it."
        raise UnknownNotation(message, text=text, span=span)
    matches = (shape.fullmatch(text, *span) for shape in _compile_shapes()) if begins_with_contig(text) else ()
    found = next(filter(None, matches), None)
    if found is None:
        return _read_alone(text, span)
    position = get_position(text, found.span("position"))
    if is_last_of(found.groupdict().get("id"), position, found["deleted"]):
        return None  # a row of ANNOVAR, whose third column is the end
    hints = read_contig(text, found)
    is_fallback = is_accession(hints) and found.re is _compile_shapes()[0] and found["colon"] == found["mark"]
    alternates, issues = _select_alternates(text, found)
    extent = read_extent(found.groupdict().get("info") or "")
    if "<" in found["inserted"]:
        issues += _note_extent(text, found, extent, position)
    if is_fallback:
        message = f"Read as VCF counts: {position} is the first base at 1; SPDI counts from 0."
        issues += (Issue("W2013", "warning", message, found.span("position")),)
    stated = [_read_change(text, found, place, position, hints, extent) for place in alternates]
    issues += _note_empty(stated[0], position, (found.start("deleted"), found.end("inserted")))
    if len(stated) == 1:
        return Expression(text, "vcf", stated[0], hints, span, issues, is_fallback=is_fallback)
    members = tuple(Expression(text, "vcf", change, hints, span) for change in stated)
    return Expression(text, "vcf", StatedSet("choice", members), hints, span, issues, is_fallback=is_fallback)


def _read_alone(text: str, span: tuple[int, int]) -> Expression | None:
    """Read a symbolic allele without its place, which is a class of variants, or a breakend without its own side."""
    found = _ALONE.fullmatch(text, *span)
    if found is None:
        return None
    if found["kind"]:
        return Expression(text, "vcf", StatedCategory(_CLASSES[found["kind"].upper()], found[0]), span=span)
    junction = read_breakend(found["breakend"], None, "g")
    return None if junction is None else Expression(text, "vcf", junction, span=span)


def _select_alternates(text: str, found: re.Match[str]) -> tuple[list[tuple[int, int]], tuple[Issue, ...]]:
    """Return where the alternates stand, those left out that state no change of their own.

    Raises:
        UnsupportedNotation: when none is left.
    """
    start = found.start("inserted")
    places = []
    for alternate in found["inserted"].split(","):
        places.append((start, start + len(alternate)))
        start += len(alternate) + 1
    kept = [place for place in places if text[slice(*place)].upper() not in _NO_ALTERNATE]
    if not kept or (found["inserted"] == "." and found.re in _compile_shapes()[2:]):
        message = f"The alternate {quote(found['inserted'])} states no change: valid, but there is nothing to name."
        raise UnsupportedNotation(message, text=text, span=found.span("inserted"))
    if len(kept) == len(places):
        return kept, ()
    message = "Alternates that state no change of their own (*, <*>, <NON_REF>) were set aside."
    return kept, (Issue("W1012", "warning", message, found.span("inserted")),)


def _read_change(
    text: str, found: re.Match[str], place: tuple[int, int], position: int, hints: Hints, extent: Extent
) -> Statement:
    """Read what one alternate states: bases, a symbol, or a breakend.

    Raises:
        ParseError: when it is none of them.
        UnsupportedNotation: when it is a symbol of another kind.
    """
    alternate = text[slice(*place)]
    axis = get_axis(hints)
    if _BROKEN.search(alternate):
        junction = read_breakend(alternate, position, axis)
        if junction is None:
            message = f"{quote(alternate)} is no breakend. Breakends are written like C[chr2:321681[ or ]chr2:321681]C."
            raise MalformedName(message, text=text, span=place)
        return junction
    if alternate.startswith("<"):
        symbol = read_symbol(alternate, position, extent, axis)
        if symbol is None:
            message = f"The allele {quote(alternate)} states no bases: valid, but not computed with. Give the bases."
            raise UnsupportedNotation(message, text=text, span=place)
        return symbol
    deleted = "" if found["deleted"] in _EMPTY else read_bases(text, *found.span("deleted"))
    inserted = "" if alternate in _EMPTY else read_bases(text, *place)
    if not deleted and not inserted:
        message = "Both alleles are empty. Write the bases on one side at least."
        raise MalformedName(message, text=text, span=(found.start("deleted"), place[1]))
    start = position - 1 if deleted else position
    return StatedAllele(start, start + len(deleted), deleted, inserted)


def _note_extent(text: str, found: re.Match[str], extent: Extent, position: int) -> tuple[Issue, ...]:
    """Say where the breakpoints of a symbolic allele were taken to be exact.

    Raises:
        ReversedInterval: when END comes before the position.
    """
    if extent.end is not None and extent.end < position:
        message = f"END={extent.end} comes before the position {position}. END is the last affected base."
        raise ReversedInterval(message, text=text, span=found.span("info"))
    if not is_assumed_exact(extent):
        return ()
    message = "The line is IMPRECISE and gives neither CIPOS nor CIEND; its breakpoints were read as exact."
    return (Issue("W1011", "warning", message, found.span("info")),)


def _note_empty(stated: Statement, position: int, span: tuple[int, int]) -> tuple[Issue, ...]:
    """Say how an empty allele was read."""
    if not isinstance(stated, StatedAllele) or (stated.deleted and stated.inserted):
        return ()
    what = f"{stated.inserted} is inserted after the base at {position}"
    if stated.deleted:
        what = f"{stated.deleted} at {position} is deleted"
    message = f"An empty allele is not VCF; it was read as ANNOVAR writes it: {what}."
    return (Issue("W1011", "warning", message, span),)


# ---------------------------------------------------------------- writing

_STYLES = (
    "{name}-{position}-{old}-{new}",
    "{chromosome}:{position} {old}>{new}",
    "{chromosome}:{position}{old}>{new}",
    "{chromosome}-{position}-{old}-{new}",
    "{name}:{position}:{old}:{new}",
    "{chromosome}:{position}:{old}:{new}",
    "{name} {position} . {old} {new}",
    "{chromosome} {position} . {old} {new}",
)
"""How people write an allele at a position, the most used first; GRCh38 is what they are read on."""

_STYLES_WITH_ASSEMBLY = (
    "{assembly}-{name}-{position}-{old}-{new}",
    "{build} {chromosome}:{position} {old}>{new}",
    "{chromosome}:{position}{old}>{new} ({assembly})",
    "{build}:{chromosome}:{position}:{old}:{new}",
    "{assembly}:{name}:{position}:{old}:{new}",
    "{build} {chromosome}:{position}{old}>{new}",
    "{assembly} {name} {position} . {old} {new}",
)
_BUILDS: dict[Assembly, str] = {"GRCh37": "hg19", "GRCh38": "hg38"}


def write(projection: Projection) -> tuple[Name, ...]:
    """Write an anchored, left-aligned allele on a chromosome, the symbolic one of a bounded event, or breakends.

    A coordinate on GRCh37 states its assembly, since it would be read on GRCh38. The mitochondrial genome is one for
    both, so that no assembly is stated there: `chrM` of hg19 is another sequence.
    """
    match projection:
        case PlaceProjection(contig=contig, anchored=allele) if contig is not None and allele is not None:
            return _write_allele(projection, contig, allele)
        case EventProjection(contig=contig) if contig is not None:
            return _write_symbol(projection, contig)
        case JunctionProjection():
            return tuple(_write_breakends(projection))
        case _:
            return ()


def _write_allele(projection: PlaceProjection, contig: Contig, allele: Allele) -> tuple[Name, ...]:
    if projection.kind == "identity" or max(len(allele.deleted), len(allele.inserted)) > MOST_SPELLED:
        return ()
    name = Name("", "coordinate", projection.axis, contig.assembly, tags=projection.tags)
    styles = (
        *(_STYLES if _is_assumed(contig) else ()),
        *(_STYLES_WITH_ASSEMBLY if contig.name != "MT" else ()),
    )
    texts = (
        style.format(
            name=contig.name,
            chromosome=name_chromosome(contig),
            position=allele.start + 1,
            old=allele.deleted,
            new=allele.inserted,
            assembly=contig.assembly,
            build=_BUILDS.get(contig.assembly, contig.assembly),
        )
        for style in styles
    )
    first, *others = (name.respell(text) for text in texts)
    return replace(first, recommended=True), *others


def _write_symbol(event: EventProjection, contig: Contig) -> tuple[Name, ...]:
    """Write a symbolic allele whose CIPOS and CIEND are the bounds; none where one is unknown.

    POS and END are the bounds nearest to each other, and the base at POS, on which nothing rests, is N.
    """
    points = (event.left.first, event.left.last, event.right.first, event.right.last)
    bases = [point.base for point in points if point is not None]
    if len(bases) < len(points):
        return ()
    outer_left, inner_left, inner_right, outer_right = bases
    kind = event.kind.upper()
    ranges = f"CIPOS={outer_left - inner_left},0;CIEND=0,{outer_right - inner_right}"
    line = f"{contig.name} {inner_left} . N <{kind}> . . IMPRECISE;SVTYPE={kind};END={inner_right + 1};{ranges}"
    text = line if _is_assumed(contig) else f"{contig.assembly} {line}"
    return (Name(text, "coordinate", event.axis, contig.assembly, scope="exon"),)


def _write_breakends(projection: JunctionProjection) -> Iterator[Name]:
    """Yield the record of each side of a junction, on whose base stands what it is joined to."""
    contigs = {one.accession: one for one in projection.carriers if isinstance(one, Contig)}
    bases = dict(zip((projection.junction.first, projection.junction.second), projection.bases, strict=True))
    for junction, own in projection.views if contigs else ():
        side, mate = (junction.first, junction.second) if own == 0 else (junction.second, junction.first)
        contig = contigs[side.sequence]
        place = f"{contigs[mate.sequence].name}:{_count_side(mate)}"
        allele = write_breakend(
            bases[side], place, junction.linker, is_kept_left=own == 0, extends_right=mate.keeps == "right"
        )
        line = f"{contig.name} {_count_side(side)} . {bases[side]} {allele}"
        text = line if _is_assumed(contig) else f"{contig.assembly} {line}"
        yield Name(text, "coordinate", "g", contig.assembly)


def _count_side(side: Side) -> int:
    """Return the position of the last base of a side."""
    return side.place if side.keeps == "left" else side.place + 1


def _is_assumed(contig: Contig) -> bool:
    """Whether coordinates that state no assembly are read on this one."""
    return contig.assembly != "GRCh37" or contig.name == "MT"
