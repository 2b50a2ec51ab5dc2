"""HGVS names: `NM_003156.3:c.494C>A`, `NC_000011.10:g.4055634C>A`, `NP_003147.2:p.(Pro165Gln)`, and all other forms.

A name is taken apart into its reference (`description`), the changes it joins (`sets`), and each change, which is read
in a form of its own (`forms`, `protein_forms`) or by hgvs.parser (`exact`).
Sources: HGVS nomenclature 21.0, recommendations for DNA, RNA and protein, and the checklist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName
from synonymizer.grammar.changes import Change, drop_gaps
from synonymizer.grammar.description import Description, describe, note_repairs
from synonymizer.grammar.emit import Member, emit, join, write_change
from synonymizer.grammar.exact import read_edit, read_protein
from synonymizer.grammar.forms import Reading, read_form
from synonymizer.grammar.sets import is_compound, split
from synonymizer.model import Name, PlaceProjection, TranscriptProjection
from synonymizer.spelling.accessions import read_label, write_chromosome
from synonymizer.spelling.heads import read_head
from synonymizer.spelling.points import write_range
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import Expression, Hints, Issue, Point, StatedProtein, StatedSet

if TYPE_CHECKING:
    from synonymizer.grammar.sets import Node
    from synonymizer.model import Projection

_NUMBERED = re.compile(r"[\s(]*(?:IVS|EX|intron|exon)[\s\d-]", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_OUTSIDE = re.compile(r"(?<=\d)(?:-u|\+d)(?=\d)", re.IGNORECASE)
"""Marks of bases outside a transcript, `-244-u147`: offsets from its ends (doi 10.1186/1471-2105-12-S4-S5)."""

_OWN = re.compile(
    r"(?!pter|qter|cen)(?P<head>[A-Za-z][^\s:;^>=\[\]]{0,80}:(?!:))?\s?(?P<axis>[cgmnopr]\.)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A change, or a set of changes, as read; `body` is its text, in which a prediction has no parentheses."""

    expression: Expression
    body: str
    withdrawn: bool = False
    is_predicted: bool = False


# ---------------------------------------------------------------- reading


def read(text: str) -> Expression | None:
    """Read an HGVS name, of one change or of several, or a protein change without `p.`; None for any other text.

    >>> read("NM_003156.3:c.494C>A").stated.deleted, read("BRAF V600E").stated.edit.inserted
    ('C', 'E')
    >>> [member.stated.first.base for member in read("NM_003156.3:c.[494C>A;500G>T]").stated.members]
    [493, 499]

    Raises:
        ParseError: when the text is an HGVS name and broken; the span shows where.
        UnknownAssembly: when it states an assembly that is not held.
    """
    start, end = find_span(text)
    if text.startswith("[", start):
        return _read_bracketed(text, start, end)
    description = describe(text)
    if description is None or _NUMBERED.match(description.body):
        return None
    end = description.start + len(description.body)
    part = _read_one(description) if not is_compound(description.body) else _read_compound(description, end)
    body = f"({part.body})" if part.is_predicted else part.body
    repairs = note_repairs(description, body, withdrawn=part.withdrawn)
    stated = part.expression.stated
    if description.is_bare and isinstance(stated, StatedProtein):
        stated = replace(stated, is_bare=True)
    return replace(
        part.expression,
        stated=stated,
        notation="protein" if description.is_bare else "hgvs",
        span=description.span,
        issues=tuple(dict.fromkeys((*description.issues, *repairs, *part.expression.issues))),
    )


def _read_compound(description: Description, end: int) -> _Part:
    """Read what stands behind a reference and may be several changes.

    Raises:
        ParseError: when its signs do not join changes as the nomenclature does, or one of them is none.
    """
    node = split(description.text, description.start, end)
    is_said = node is not None and (node.members or node.body)
    part = _read_node(node, description, description.text) if node is not None and is_said else None
    if part is not None:
        return part
    drop_gaps(description)
    message = (
        f"{quote(description.written + description.body)} joins its changes in no way that is known. Write [a;b] for "
        "one allele, [a];[b] for two, and a(;)b where that is unknown."
    )
    raise MalformedName(message, text=description.text, span=(description.start, end))


def _read_bracketed(text: str, start: int, end: int) -> Expression | None:
    """Read a set whose members each name their own reference: `[GJB2:c.35del];[GJB6:c.689_690insT]`."""
    node = split(text, start, end)
    part = _read_node(node, None, text) if node is not None and node.members else None
    if part is None:
        return None
    typed, read_as = text[start:end], emit(part.expression)
    if typed == read_as:
        return part.expression
    message = f"{quote(typed)} was read as {quote(read_as)}."
    repair = Issue("W1003" if part.withdrawn else "W1001", "warning", message, (start, end))
    return replace(part.expression, issues=(repair, *part.expression.issues))


def _read_node(node: Node, outer: Description | None, text: str) -> _Part | None:
    """Read one change, or a set of them, on the reference that stands before them all, if one does."""
    if node.relation is None:
        own = _describe_own(node, outer, text)
        if own is None:
            return None
        part = _read_one(own, is_predicted=node.is_predicted)
        return replace(part, body=own.written + part.body) if outer and own.hints != outer.hints else part
    parts: list[_Part] = []
    for member in node.members:
        read_member = _read_node(replace(member, is_predicted=member.is_predicted or node.is_predicted), outer, text)
        if read_member is None:
            return None
        parts.append(read_member)
    members = tuple(part.expression for part in parts)
    shared = members[0].hints if len({member.hints for member in members}) == 1 else Hints()
    expression = Expression(
        text,
        "hgvs",
        StatedSet(node.relation, members),
        outer.hints if outer else shared,
        (node.start, node.end),
        tuple(dict.fromkeys(issue for member in members for issue in member.issues)),
    )
    relations = [member.stated.relation if isinstance(member.stated, StatedSet) else None for member in members]
    told = [Member(part.body, relation, part.is_predicted) for part, relation in zip(parts, relations, strict=True)]
    withdrawn = node.is_old or any(part.withdrawn for part in parts)
    if node.body and not withdrawn:
        return _Part(expression, node.body, is_predicted=node.is_predicted)
    return _Part(expression, join(node.relation, told), withdrawn)


def _describe_own(node: Node, outer: Description | None, text: str) -> Description | None:
    """Take one change of several apart: with a reference of its own, or on the one before them all.

    Raises:
        ParseError: when its reference is none, or its axis is not that of the others on the same reference.
    """
    own = _OWN.match(node.body) if node.end - node.start == len(node.body) else None
    if own is not None and own["axis"]:
        found = describe(text, (node.start, node.end))
        if found is None or outer is None or own["head"]:
            return None if found is None or found.is_bare else found
        if found.axis != outer.axis:
            message = f"{quote(node.body)} counts on another axis than the name before it. Name its reference."
            raise MalformedName(message, text=text, span=(node.start, node.end))
        return replace(outer, body=found.body, start=found.start, issues=())
    if outer is None:
        return None
    head = own["head"] if own is not None else None
    label = read_label(head[:-1]) if head else None
    if head is not None and label is not None and label.kind != "gene":
        found_head = read_head(text, node.start, node.start + len(head))
        place = node.start + len(head)
        written = f"{found_head.written}{outer.axis}."
        return Description(text, written, found_head.hints, outer.axis, node.body[len(head) :], place)
    return replace(outer, body=node.body, start=max(0, node.end - len(node.body)), issues=())


def _read_one(description: Description, *, is_predicted: bool = False) -> _Part:
    """Read one change.

    Raises:
        ParseError: when it is none.
    """
    outside = _OUTSIDE.sub(lambda mark: mark[0][0], description.body)
    if outside != description.body and description.axis in "cnr":
        part = _read_one(replace(description, body=outside), is_predicted=is_predicted)
        return replace(part, withdrawn=True)
    if description.axis == "p":
        reading: Reading | None = read_protein(description, predicted=is_predicted)
    else:
        reading = read_form(Change(description, _THOUSANDS.sub("", drop_gaps(description))))
    reading = reading or read_edit(description)
    expression = Expression(
        description.text,
        "hgvs",
        reading.stated,
        description.hints,
        (description.start, description.start + len(description.body)),
        (*description.issues, *reading.issues),
        is_predicted=is_predicted and not isinstance(reading.stated, StatedProtein),
    )
    return _Part(expression, reading.body, reading.withdrawn, is_predicted)


# ---------------------------------------------------------------- writing


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the HGVS names of an allele on a genomic sequence or a transcript, the recommended one first; else none."""
    match projection:
        case PlaceProjection():
            return _write_place(projection)
        case TranscriptProjection():
            return (*_write_transcript(projection), *_write_rna(projection))
        case _:
            return ()


def _write_place(projection: PlaceProjection) -> tuple[Name, ...]:
    allele, contig, kind = projection.allele, projection.contig, projection.kind
    first, last = projection.ends
    place = write_range(Point(first), Point(last))
    change = f"{projection.axis}.{write_change(kind, place, allele.deleted, allele.inserted)}"
    assembly = contig.assembly if contig else None
    name = Name(f"{allele.sequence}:{change}", "hgvs", projection.axis, assembly, tags=projection.tags)
    if contig is None:
        return (name, *(name.respell(f"{synonym}:{change}") for synonym in projection.synonyms))
    chromosome = f"{write_chromosome(contig)}:{change}"
    return name.respell(name.text, recommended=True), name.respell(chromosome, "coordinate")


def _write_change(projection: TranscriptProjection) -> str:
    place = write_range(projection.first, projection.last)
    return write_change(projection.kind, place, projection.deleted, projection.inserted)


def _write_transcript(projection: TranscriptProjection) -> tuple[Name, ...]:
    """Write a c. or n. name on a transcript; one that counts into an intron needs the genomic sequence with it."""
    transcript, is_exonic, is_on_contig = (
        projection.transcript,
        projection.is_exonic,
        projection.reference.startswith("NC_"),
    )
    accession = transcript.accession
    change = f"{projection.axis}.{_write_change(projection)}"
    name = Name("", "hgvs", projection.axis, transcript=accession, tags=transcript.tags)
    plain = name.respell(f"{accession}:{change}", recommended=is_exonic)
    if "(" in accession:  # a gene of the mitochondrial genome has no transcript record; m. is its recommended name
        return (plain.respell(plain.text),)
    text = f"{projection.reference}({accession}):{change}"
    on_genome = (name.respell(text, recommended=is_on_contig),) if not is_exonic else ()
    on_contig = (name.respell(text),) if is_exonic and is_on_contig else ()
    references = [f"{accession}({transcript.gene})"] if accession.startswith(("NM_", "NR_")) else []
    if references and is_exonic and transcript.home.startswith("NG_"):
        references.append(f"{transcript.home}({accession})")
    others = [name.respell(f"{reference}:{change}") for reference in (*references, *transcript.synonyms)]
    return (*on_genome, plain, *others, *on_contig, *_write_with_gene(projection, name, change))


def _write_with_gene(projection: TranscriptProjection, name: Name, change: str) -> tuple[Name, ...]:
    """Write a change behind its gene, which stands for the main transcript, and without."""
    if not projection.is_main:
        return ()
    gene = projection.transcript.gene
    return (
        name.respell(f"{gene}:{change}"),
        name.respell(change, needs="gene"),
        name.respell(f"{gene} {change}", "literature"),
    )


def _write_rna(projection: TranscriptProjection) -> tuple[Name, ...]:
    """Write the predicted RNA: the change itself, or what is said when it cannot be derived (RNA/splicing)."""
    accession = projection.transcript.accession
    is_coding = projection.axis == "c"
    if not is_coding and not accession.startswith(("NR_", "XR_")):
        return ()
    name = Name("", "hgvs", "r", transcript=accession, tags=projection.transcript.tags)
    if projection.rna:
        shared = replace(name, scope="category")
        text = "(=)" if projection.rna == "=" else projection.rna
        return (shared.respell(f"{accession}:r.{text}", recommended=True),)
    if not projection.is_exonic:
        return ()
    change = f"r.({_write_change(projection).lower().replace('t', 'u')})"
    plain = name.respell(f"{accession}:{change}", recommended=True)
    with_gene = _write_with_gene(projection, name, change) if is_coding and "(" not in accession else ()
    return (plain, *with_gene)
