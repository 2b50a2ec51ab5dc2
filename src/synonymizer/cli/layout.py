"""The answer as a person reads it: names grouped by kind, as many on a line as the terminal has room for."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import click

from synonymizer.cli.console import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import ExonEffect, Name, NameClass, Reading, Result

GAP = "   "
"""What stands between two names of a line; no name holds it."""

_SOURCES = ("RefSeq", "Ensembl", "LRG")
"""Tags that accessions say already."""

_OWN_KINDS: dict[NameClass, str] = {
    "exon": "Exons",
    "literature": "As papers write it",
    "legacy": "Older numbering",
    "computed": "Computed",
    "identifier": "Identifiers",
    "query": "Searches",
}
"""Classes that are a kind of their own, in the order of their sections."""


class Section(NamedTuple):
    """Where a name stands: the kind decides the order, the heading the group."""

    kind: int
    heading: str


def describe(result: Result, width: int) -> str:
    """Return an answer as text for a terminal of `width` columns; every name is in it, whole.

    A line that begins with an asterisk holds recommended spellings.
    """
    return "\n".join(_describe(result, width))


def _describe(result: Result, width: int) -> Iterator[str]:
    yield click.style(printable(result.input), bold=True)
    if not result.readings:
        yield "  no answer"
    for reading in result.readings:
        if len(result.readings) > 1:
            yield ""
            yield click.style(f"Reading {reading.rank} of {len(result.readings)}", bold=True)
        yield from _describe_reading(reading, width)


def _describe_reading(reading: Reading, width: int) -> Iterator[str]:
    facts = (reading.gene, *reading.consequence, reading.key, reading.state)
    effect = _describe_effect(reading.effect) if reading.effect else ""
    for paragraph in (", ".join(fact for fact in facts if fact), "; ".join(reading.why), effect):
        yield from textwrap.wrap(paragraph, width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    sections: dict[Section, list[Name]] = {}
    for name in reading.names:
        sections.setdefault(_section(name), []).append(name)
    for _, kind in groupby(sorted(sections, key=lambda section: section.kind), key=lambda section: section.kind):
        yield ""
        for section in kind:
            names = sections[section]
            yield click.style(section.heading, fg="cyan")
            recommended = flow((_label(name) for name in names if name.recommended), width, "* ")
            yield from (click.style(line, bold=True) for line in recommended)
            yield from flow((name.text for name in names if not name.recommended), width, "  ")
    if reading.members:
        yield ""
        yield click.style("Members", fg="cyan")
        yield from flow(reading.members, width, "  ")


def _describe_effect(effect: ExonEffect) -> str:
    frame = {None: "", True: ", in frame", False: ", out of frame"}[effect.in_frame]
    return f"{effect.size:,} bases of {effect.transcript} ({effect.place}){frame}"


def _section(name: Name) -> Section:
    if name.cls in _OWN_KINDS:
        return Section(3 + list(_OWN_KINDS).index(name.cls), _OWN_KINDS[name.cls])
    if name.level == "p":
        return Section(2, "Protein (other alleles share these names)")
    if name.transcript:
        return Section(1, " ".join((name.transcript, *(f"[{tag}]" for tag in _tags(name)))))
    return Section(0, f"Genomic, {name.assembly}" if name.assembly else "Genomic, gene region")


def _label(name: Name) -> str:
    """Return a name with what must be known about it, unless its heading says so."""
    labels = ["several alleles"] if name.scope == "position" else []
    if not (name.level in ("c", "n", "r") and name.transcript):
        labels += _tags(name)
    return f"{name.text} [{', '.join(labels)}]" if labels else name.text


def _tags(name: Name) -> list[str]:
    return [tag for tag in name.tags if tag not in _SOURCES]


def flow(texts: Iterable[str], width: int, margin: str) -> Iterator[str]:
    """Yield lines that hold the texts side by side, none of them cut; a text longer than `width` has its own line.

    >>> list(flow(["one", "two", "three"], 12, "- "))
    ['- one   two', '- three']
    """
    line = ""
    for text in texts:
        if line and len(line) + len(GAP) + len(text) > width:
            yield line
            line = ""
        line = f"{line}{GAP}{text}" if line else margin + text
    if line:
        yield line
