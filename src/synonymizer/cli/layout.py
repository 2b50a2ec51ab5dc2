"""The answer as a person reads it: names in sections, as many on a line as the terminal has room for.

A variant has hundreds of names. Unless some were chosen, a section shows the recommended ones on the transcripts that
people ask for and the most used of the others, and says how many more there are and by which option they are shown.
"""

from __future__ import annotations

import textwrap
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import click

from synonymizer.cli.console import printable
from synonymizer.serialize import count_releases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.model import Choice, ExonEffect, Name, NameClass, Reading, Result

GAP = "   "
"""What stands between two names of a line; no name holds it."""

_MARGIN = "  "

_SOURCES = ("RefSeq", "Ensembl", "LRG")
"""Tags that accessions say already."""

_MEMBER_LINES = 3
"""Lines of the members of a class that are shown when nothing was chosen."""


class Section(NamedTuple):
    """Names that stand together: those of a class, and of the levels given. `lines`: how many others are shown of."""

    group: int
    heading: str
    cls: NameClass
    levels: str = ""
    lines: int = 1

    def holds(self, name: Name) -> bool:
        """Whether a name belongs here; of several sections that hold it, the first one shows it."""
        return name.cls == self.cls and (name.level or "") in (self.levels or name.level or "")


_SECTIONS = (
    Section(0, "Genomic", "hgvs", "gmo"),
    Section(1, "Transcript", "hgvs", "cn"),
    Section(1, "RNA", "hgvs", "r"),
    Section(1, "Protein (of other alleles, too)", "hgvs", "p"),
    Section(2, "Coordinates", "coordinate"),
    Section(2, "Computed", "computed"),
    Section(2, "Identifiers", "identifier"),
    Section(3, "Exons", "exon"),
    Section(3, "As papers write it", "literature", "gmocnr", lines=2),
    Section(3, "As papers write the protein", "literature", "p", lines=2),
    Section(3, "Older numbering", "legacy"),
    Section(3, "Withdrawn spellings", "hgvs-deprecated"),
    Section(4, "Searches", "query"),
)

Drawer: TypeAlias = "Callable[[Reading], Iterable[str]]"
"""What draws a reading, as lines."""


def chooses(choice: Choice) -> bool:
    """Whether names were chosen, so that all of them are wanted."""
    return bool(
        choice.classes or choice.levels or choice.scopes or choice.transcript or choice.recommended or choice.limit
    )


def describe(result: Result, width: int, *, is_whole: bool = True, draw: Drawer | None = None) -> str:
    """Return an answer as text for a terminal of `width` columns; every name that is in it is there whole.

    A line that begins with an asterisk holds recommended spellings.

    Args:
        result: the answer.
        width: columns of the terminal.
        is_whole: whether every name is shown, or the most used ones.
        draw: what draws a reading, as lines; None draws nothing.
    """
    return "\n".join(_describe(result, width, is_whole=is_whole, draw=draw))


def _describe(result: Result, width: int, *, is_whole: bool, draw: Drawer | None) -> Iterator[str]:
    yield click.style(printable(result.input), bold=True)
    if not result.readings:
        yield "  no answer"
    for reading in result.readings:
        if len(result.readings) > 1:
            yield ""
            yield click.style(f"Reading {reading.rank} of {len(result.readings)}", bold=True)
        yield from _describe_facts(reading, width)
        if draw is not None:
            yield from ("", *draw(reading))
        yield from _describe_names(reading, width, is_whole=is_whole)
        yield from _describe_members(reading.members, width, is_whole=is_whole)
    yield from _describe_releases(result)


def _describe_facts(reading: Reading, width: int) -> Iterator[str]:
    facts = (reading.gene, *reading.consequence, reading.key, reading.state)
    effect = _describe_effect(reading.effect) if reading.effect else ""
    for paragraph in (", ".join(fact for fact in facts if fact), "; ".join(reading.why), effect):
        yield from textwrap.wrap(
            paragraph, width, initial_indent=_MARGIN, subsequent_indent=_MARGIN, break_on_hyphens=False
        )


def _describe_names(reading: Reading, width: int, *, is_whole: bool) -> Iterator[str]:
    sections: dict[Section, list[Name]] = {}
    for name in reading.names:
        sections.setdefault(next(section for section in _SECTIONS if section.holds(name)), []).append(name)
    usual = _find_usual(reading)
    for _, group in groupby(sorted(sections, key=_SECTIONS.index), key=lambda section: section.group):
        yield ""
        for section in group:
            names = sections[section]
            chosen = names if is_whole else list(_choose(section, names, usual, width))
            lines, shown = _lay_out(chosen, width, None if is_whole else section.lines)
            yield click.style(section.heading, fg="cyan") + _count_hidden(section, [n for n in names if n not in shown])
            yield from lines


def _find_usual(reading: Reading) -> set[str | None]:
    """Return the transcripts people ask for: the one of the reading and MANE Select, else the first; and none."""
    carried = [name for name in reading.names if name.transcript]
    select = [name.transcript for name in carried if "MANE Select" in name.tags]
    own = [reading.transcript] if reading.transcript else []
    return {None, *own, *select[:1], *(name.transcript for name in carried[:1] if not own and not select)}


def _choose(section: Section, names: list[Name], usual: set[str | None], width: int) -> Iterator[Name]:
    """Yield the names of a section that may be shown when nothing was chosen: on a usual transcript, and to be read.

    The others are those that say their gene, where any does, and fit on a line.
    """
    kept = [name for name in names if section.cls != "hgvs" or name.transcript in usual]
    is_said = any(not (name.needs or name.recommended) for name in kept)
    for name in kept:
        if name.recommended or (len(_MARGIN) + len(name.text) <= width and not (is_said and name.needs)):
            yield name


def _lay_out(names: list[Name], width: int, most: int | None) -> tuple[list[str], set[Name]]:
    """Return the lines of the recommended names and at most so many of the others, and the names that are on them."""
    recommended = [name for name in names if name.recommended]
    others = [name for name in names if not name.recommended]
    lines = [click.style(f"* {GAP.join(row)}", bold=True) for row in arrange(map(_label, recommended), width)]
    rows = list(islice(arrange((name.text for name in others), width), most))
    return [*lines, *(f"{_MARGIN}{GAP.join(row)}" for row in rows)], {*recommended, *others[: sum(map(len, rows))]}


def _count_hidden(section: Section, names: list[Name]) -> str:
    """Return how many names of a section are not shown, and the option that shows them; "" where all are."""
    if not names:
        return ""
    levels = sorted({name.level for name in names if name.level}, key=section.levels.find) if section.levels else []
    options = ([] if section.cls == "hgvs" else [f"--class {section.cls}"]) + [f"--level {level}" for level in levels]
    transcripts = len({name.transcript for name in names if name.recommended})
    where = f" ({transcripts} other transcript{'s' if transcripts > 1 else ''})" if transcripts else ""
    return _dim(f" … {len(names)} more{where}: {' '.join(options)}")


def _describe_members(members: tuple[str, ...], width: int, *, is_whole: bool) -> Iterator[str]:
    if not members:
        return
    rows = list(islice(arrange(members, width), None if is_whole else _MEMBER_LINES))
    hidden = len(members) - sum(map(len, rows))
    yield ""
    yield click.style("Members", fg="cyan") + (_dim(f" … {hidden} more: --format json") if hidden else "")
    yield from (f"{_MARGIN}{GAP.join(row)}" for row in rows)


def _describe_releases(result: Result) -> Iterator[str]:
    """Yield how many names each release made, where several took part."""
    counted = count_releases(result)
    if len(counted) > 1:
        yield ""
        yield click.style("Reference data", fg="cyan")
        yield from (f"{_MARGIN}{release}: {count} name{'s' if count > 1 else ''}" for release, count in counted)


def _dim(text: str) -> str:
    return click.style(text, dim=True)


def _describe_effect(effect: ExonEffect) -> str:
    frame = {None: "", True: ", in frame", False: ", out of frame"}[effect.in_frame]
    return f"{effect.size:,} bases of {effect.transcript} ({effect.place}){frame}"


def _label(name: Name) -> str:
    """Return a name with what must be known about it."""
    labels = ["several alleles"] if name.scope == "position" else []
    labels += [tag for tag in name.tags if tag not in _SOURCES]
    return f"{name.text} [{', '.join(labels)}]" if labels else name.text


def arrange(texts: Iterable[str], width: int) -> Iterator[tuple[str, ...]]:
    """Yield the texts that stand side by side on each line, none of them cut; a longer one has its own line.

    >>> list(arrange(["one", "two", "three"], 12))
    [('one', 'two'), ('three',)]
    """
    row: list[str] = []
    for text in texts:
        if row and len(_MARGIN) + len(GAP.join((*row, text))) > width:
            yield tuple(row)
            row = []
        row.append(text)
    if row:
        yield tuple(row)
