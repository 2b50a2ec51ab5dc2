"""One row of a table of variants: ANNOVAR, MAF, the default input of VEP, and the regions of its REST service.

Sources: ANNOVAR input (chromosome, start, end, reference, observed; `-` for no bases); GDC MAF format 1.0.0
(Hugo_Symbol, …, Tumor_Seq_Allele2; an insertion lies behind its start); Ensembl VEP default input and the end point
vep/:species/region (alleles `A/T`, strand + or -, 1 or -1; the end of an insertion comes before its start).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName, ReversedInterval, UnknownAssembly, UnknownNotation
from synonymizer.places import ASSEMBLIES
from synonymizer.spelling.bases import read_bases, reverse_complement
from synonymizer.spelling.contigs import (
    CONTIG,
    POSITION,
    begins_with_contig,
    get_axis,
    get_position,
    is_last_of,
    read_contig,
)
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import Expression, Point, StatedAllele, StatedEdit, StatedSet

if TYPE_CHECKING:
    from synonymizer.statements import EventKind, Hints, Statement

_GAP = r"[ \t]+"
_ENDS = rf"(?P<start>{POSITION}){_GAP}(?P<end>{POSITION})"
_BASES = r"(?:[A-Z]+|-)"
_PAIR = rf"(?P<deleted>{_BASES}){_GAP}(?P<inserted>{_BASES})"
_ALLELES = rf"(?P<deleted>{_BASES})/(?P<inserted>{_BASES}(?:/{_BASES})*)"
_EVENT = r"(?P<event>DEL|DUP|INV)"
_STRAND = rf"(?:{_GAP}(?P<strand>[-+]1?|1))?"
_REST = rf"(?:{_GAP}.*)?"
_GENE = rf"(?P<gene>[A-Z0-9][A-Z0-9._@-]{{0,30}}){_GAP}(?:[0-9]{{1,12}}{_GAP})?(?:[A-Z][^\s]{{0,40}}{_GAP})?"
_BUILD = rf"(?:(?P<build>3[678]){_GAP})?"
_CLASS = rf"(?:{_GAP}(?P<strand>[-+]){_GAP}[A-Z][^\s]{{2,40}}{_GAP}(?:SNP|DNP|TNP|ONP|INS|DEL))?"

_SHAPES = {
    "annovar": rf"{CONTIG}{_GAP}{_ENDS}{_GAP}{_PAIR}{_REST}",
    "vep": rf"{CONTIG}{_GAP}{_ENDS}{_GAP}{_ALLELES}{_STRAND}{_REST}",
    "vep event": rf"{CONTIG}{_GAP}{_ENDS}{_GAP}{_EVENT}{_GAP}(?P<strand>[-+]1?|1){_REST}",
    "region": rf"{CONTIG}:(?P<start>{POSITION})-(?P<end>{POSITION})(?::(?P<strand>[-+]?1))?"
    rf"/(?:{_EVENT}|(?P<inserted>{_BASES}))",
    "maf": rf"{_GENE}{_BUILD}{CONTIG}{_GAP}{_ENDS}{_CLASS}{_GAP}{_PAIR}(?:{_GAP}(?P<second>{_BASES}){_REST})?",
}
_FEWEST_OF_MAF = 6
"""The columns that a row of a MAF has at least: gene, contig, start, end, and two alleles."""
_HEADER = re.compile(r"Hugo_Symbol\b|#?Chr[ \t]Start[ \t]End\b|#?Uploaded_variation\b", re.IGNORECASE)


@cache
def _compile_shapes() -> dict[str, re.Pattern[str]]:
    """Return the shapes, compiled for the first text that may be a row."""
    return {name: re.compile(shape, re.IGNORECASE | re.ASCII) for name, shape in _SHAPES.items()}


def read(text: str) -> Expression | None:
    """Read a row that gives the start and the end of its bases; None for any other text. Columns behind are ignored.

    >>> read("7 140753336 140753336 A/T +").stated
    StatedAllele(start=140753335, end=140753336, deleted='A', inserted='T')
    >>> read("BRAF 7 140753336 140753336 A A T").hints.gene
    'BRAF'

    Raises:
        UnknownNotation: for the line with the names of the columns.
        MalformedName: when the bases do not fill the positions, or nothing is changed.
        ReversedInterval: when the end comes before the start.
        InvalidResidues: when an allele holds letters that are no bases.
        UnknownAssembly: when an assembly is named that is not held.
    """
    span = find_span(text)
    if _HEADER.match(text, *span):
        message = "This line holds the names of columns, and no variant. Give the rows below it."
        raise UnknownNotation(message, text=text, span=span)
    if not begins_with_contig(text) and len(text.split()) < _FEWEST_OF_MAF:
        return None
    for name, shape in _compile_shapes().items():
        found = shape.fullmatch(text, *span)
        if found is None or (name == "annovar" and not _is_annovar(text, found)):
            continue
        groups = {key: value for key, value in found.groupdict().items() if value is not None}
        hints = _read_hints(text, found, groups)
        stated = _read_event(text, found, groups, hints) or _read_alleles(text, found, groups, hints)
        return Expression(text, "row", stated, hints, span)
    return None


def _is_annovar(text: str, found: re.Match[str]) -> bool:
    """Whether the third column is an end, rather than the number that names a variant in a VCF line."""
    return is_last_of(found["end"], get_position(text, found.span("start")), found["deleted"])


def _read_hints(text: str, found: re.Match[str], groups: dict[str, str]) -> Hints:
    """Return the contig, with the gene and the assembly that a MAF row gives in columns of their own."""
    hints = read_contig(text, found)
    if "build" in groups:
        assembly = next((name for name in ASSEMBLIES if name.endswith(groups["build"])), None)
        if assembly is None:
            message = f"Build {groups['build']} is not held; GRCh37 and GRCh38 are. Lift the coordinate to one."
            raise UnknownAssembly(message, text=text, span=found.span("build"))
        hints = replace(hints, assembly=assembly)
    return replace(hints, gene=groups.get("gene"))


def _read_ends(text: str, found: re.Match[str], *, is_empty: bool) -> tuple[int, int]:
    """Return the interbase ends of a row; no bases lie behind the lower of its two positions.

    Raises:
        ReversedInterval: when the end comes before the start, and not as of an insertion.
    """
    start, end = get_position(text, found.span("start")), int(found["end"].replace(",", ""))
    if is_empty or end == start - 1:
        return min(start, end), min(start, end)
    if end < start:
        message = f"The end {end} comes before the start {start}. Write the lower position first."
        raise ReversedInterval(message, text=text, span=(found.start("start"), found.end("end")))
    return start - 1, end


def _read_event(text: str, found: re.Match[str], groups: dict[str, str], hints: Hints) -> Statement | None:
    """Read a row whose allele is a word for what happened to its bases; None for other rows."""
    if "event" not in groups:
        return None
    words: dict[str, EventKind] = {"DEL": "del", "DUP": "dup", "INV": "inv"}
    start, end = _read_ends(text, found, is_empty=False)
    return StatedEdit(get_axis(hints), Point(start), Point(end - 1), words[groups["event"].upper()])


def _read_alleles(text: str, found: re.Match[str], groups: dict[str, str], hints: Hints) -> Statement:
    """Read the alleles of a row, on the forward strand; several that differ from the reference are a choice.

    Raises:
        MalformedName: when the bases do not fill the positions, or none differ from the reference.
    """
    is_reverse = groups.get("strand", "").startswith("-")
    deleted = _read_allele(text, found.span("deleted"), is_reverse) if "deleted" in groups else None
    start, end = _read_ends(text, found, is_empty=deleted == "")
    if deleted is not None and len(deleted) != end - start:
        message = f"{quote(deleted)} does not fill the {end - start} positions stated. Correct the end or the bases."
        raise MalformedName(message, text=text, span=(found.start("start"), found.end("deleted")))
    new: dict[str, None] = {}
    place = found.start("inserted")
    for allele in found["inserted"].split("/"):
        new[_read_allele(text, (place, place + len(allele)), is_reverse)] = None
        place += len(allele) + 1
    if "second" in groups:
        new[_read_allele(text, found.span("second"), is_reverse)] = None
    members = tuple(StatedAllele(start, end, deleted, inserted) for inserted in new if inserted != deleted)
    if not members:
        message = "No allele of the row differs from the reference. Write the other allele."
        raise MalformedName(message, text=text, span=found.span("inserted"))
    if len(members) == 1:
        return members[0]
    return StatedSet("choice", tuple(Expression(text, "row", member, hints, found.span()) for member in members))


def _read_allele(text: str, span: tuple[int, int], is_reverse: bool) -> str:
    bases = "" if text[slice(*span)] == "-" else read_bases(text, *span)
    return reverse_complement(bases) if is_reverse else bases
