"""The answer as a person reads it: names grouped by kind, as many on a line as the terminal has room for."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from synonymizer.cli.console import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import Name, Reading, Result

_GAP = "   "

_KINDS = {
    "exon": "Exons",
    "literature": "As papers write it",
    "legacy": "Older numbering",
    "computed": "Computed",
    "identifier": "Identifiers",
    "query": "Searches",
}
"""Headings of the classes that are their own kind, in the order of their sections."""


def describe(result: Result, width: int) -> str:
    """Return an answer as text for a terminal of `width` columns; every name is in it, whole.

    A name of its own line with an asterisk is the recommended spelling of its kind; others flow after it.
    """
    return "\n".join(_lines(result, width))


def _lines(result: Result, width: int) -> Iterator[str]:
    yield click.style(printable(result.input), bold=True)
    if not result.readings:
        yield "  no answer"
    for reading in result.readings:
        if len(result.readings) > 1:
            yield ""
            yield click.style(f"Reading {reading.rank} of {len(result.readings)}", bold=True)
        yield from _reading(reading, width)


def _reading(reading: Reading, width: int) -> Iterator[str]:
    facts = (reading.gene, *reading.consequence, reading.key)
    for paragraph in (", ".join(fact for fact in facts if fact), "; ".join(reading.why)):
        yield from textwrap.wrap(paragraph, width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    for heading, names in _sections(reading).items():
        yield ""
        yield click.style(heading, fg="cyan")
        yield from _flow(names, width)


def _sections(reading: Reading) -> dict[str, list[Name]]:
    """Group the names: genomic by sequence, then by transcript, protein and the other kinds; order within is kept."""
    sections: dict[tuple[int, str], list[Name]] = {}
    for name in reading.names:
        sections.setdefault(_section(name), []).append(name)
    places = sorted(sections, key=lambda section: section[0])  # stable: transcripts keep their order
    return {f"{heading}": sections[rank, heading] for rank, heading in places}


def _section(name: Name) -> tuple[int, str]:
    if name.cls in _KINDS:
        return 10 + list(_KINDS).index(name.cls), _KINDS[name.cls]
    if name.level == "p":
        return 9, "Protein (other alleles share these names)"
    if name.level in ("c", "n", "r") and name.transcript:
        return 8, name.transcript
    return 7, f"Genomic, {name.assembly}" if name.assembly else "Genomic, gene region"


def _flow(names: list[Name], width: int) -> Iterator[str]:
    """Lay out names: each recommended one on a line of its own, the others side by side."""
    for name in names:
        if name.recommended:
            yield "* " + click.style(_labelled(name), bold=True)
    line = ""
    for name in names:
        if name.recommended:
            continue
        text = _labelled(name)
        if line and len(line) + len(_GAP) + len(text) > width:
            yield line
            line = ""
        line = f"{line}{_GAP}{text}" if line else f"  {text}"
    if line:
        yield line


def _labelled(name: Name) -> str:
    labels = ["several alleles"] if name.scope == "position" else []
    labels += [tag for tag in name.tags if tag not in ("RefSeq", "Ensembl")]
    return f"{name.text} [{', '.join(labels)}]" if labels else name.text
