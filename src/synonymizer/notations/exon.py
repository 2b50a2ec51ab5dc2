"""Deletions and duplications of whole exons as text: `STIM1 exon 2 deletion`, `EX2-4DEL`, `del ex2`.

Sources: the spellings of OMIM allelic variants (`GLA, EX3-4DEL`), of ClinVar's exon-level names and of abstracts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.errors import ReversedInterval
from synonymizer.model import EventProjection, Name
from synonymizer.notations.heads import read_head
from synonymizer.notations.spans import find_span, quote
from synonymizer.statements import Expression, Hints, Issue, StatedExons

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.statements import EventKind

_GAP, _ANY_GAP = r"\s{1,4}", r"\s{0,4}"
_WORD = r"[A-Z0-9][A-Z0-9._@/-]{0,40}"
_NAME = rf"{_WORD}(?:\s?\({_WORD}\))?"
_BEFORE = rf"(?:(?P<before>{_NAME})(?:{_ANY_GAP}[,:]{_ANY_GAP}|{_GAP}))?"
_AFTER = rf"(?:{_GAP}(?:of|in|from)(?:{_GAP}the)?{_GAP}(?P<after>{_NAME})(?:{_GAP}gene)?|{_GAP}\((?P<aside>{_WORD})\))?"
_KIND = r"(?P<kind>deletions?|deleted|del|duplications?|duplicated|dup)"
_LABEL = r"[0-9]{1,30}[A-Z]?"
_TO = rf"{_ANY_GAP}(?:[-_–—‑−]|to|through|and){_ANY_GAP}(?:exons?|ex)?{_ANY_GAP}"
_EXONS = rf"(?:exons?|ex)[\s_-]?(?P<first>{_LABEL})(?:{_TO}(?P<last>{_LABEL}))?"
_SHAPES = tuple(
    re.compile(_BEFORE + event + _AFTER, re.IGNORECASE)
    for event in (
        rf"{_EXONS}[\s_-]?{_KIND}",
        rf"{_KIND}(?:{_GAP}of(?:{_GAP}the)?{_GAP}|[\s_-]?\(?){_EXONS}\)?",
    )
)


def read(text: str) -> Expression | None:
    """Read a deletion or duplication of whole exons, with or without its gene or transcript; None for any other text.

    >>> read("deletion of exons 2-4 of STIM1").stated
    StatedExons(first='2', last='4', kind='del')
    >>> read("STIM1 ex2del").hints.gene
    'STIM1'

    Raises:
        ReversedInterval: when the second exon comes before the first.
        MalformedName: when the words beside the exons name no gene or transcript.
        UnknownAssembly: when an assembly is named that is not held.
    """
    span = find_span(text)
    found = next((match for shape in _SHAPES if (match := shape.fullmatch(text, *span))), None)
    groups = [group for group in ("before", "after", "aside") if found and found[group]]
    if found is None or len(groups) > 1:
        return None
    first, last = found["first"], found["last"] or found["first"]
    if first.isdecimal() and last.isdecimal() and int(last) < int(first):
        message = f"Exons {first} to {last} are not in ascending order. Write the lower number first."
        raise ReversedInterval(message, text=text, span=(found.start("first"), found.end("last")))
    kind: EventKind = "del" if found["kind"].lower().startswith("del") else "dup"
    hints, issues = _read_place(text, found.span(groups[0])) if groups else (Hints(), ())
    return Expression(text, "exon", StatedExons(first, last, kind), hints, span, issues)


def _read_place(text: str, span: tuple[int, int]) -> tuple[Hints, tuple[Issue, ...]]:
    """Read the gene or transcript that stands beside the exons."""
    head = read_head(text, *span)
    typed, read_as = text[slice(*span)], head.written.rstrip(": ")
    if typed == read_as:
        return head.hints, ()
    return head.hints, (Issue("W1001", "warning", f"{quote(typed)} was read as {quote(read_as)}.", span),)


def write(projection: Projection) -> tuple[Name, ...]:
    """Write an event of whole exons, by the numbers of its transcript and, on MANE Select, of its gene; else none."""
    if not isinstance(projection, EventProjection) or projection.exons is None or projection.transcript is None:
        return ()
    transcript = projection.transcript
    first, last = (exon + 1 for exon in projection.exons)
    numbers, exons = (str(first), "exon") if first == last else (f"{first}-{last}", "exons")
    event = "deletion" if projection.kind == "del" else "duplication"
    name = Name(
        f"{transcript.accession} {exons} {numbers} {event}",
        "exon",
        None,
        transcript=transcript.accession,
        tags=transcript.tags,
        scope="exon",
    )
    if "MANE Select" not in transcript.tags:
        return (name,)
    gene = transcript.gene
    texts = (
        f"{gene} {exons} {numbers} {event}",
        f"{event} of {exons} {numbers} of {gene}",
        f"{gene} EX{numbers}{projection.kind.upper()}",
        f"{gene} ex{numbers.replace('-', '_')}{projection.kind}",
    )
    names = [name.respell(text, recommended=text is texts[0]) for text in texts]
    return (*names, name)
