"""The picture of a gene in characters: exons as blocks on a line of introns, with the change above and numbers beneath.

A line of text has no fractions: every exon and every intron gets at least one column, and the columns left over are
shared out by width. A transcript of many exons goes on over several lines.
"""

from __future__ import annotations

import locale
from bisect import bisect_left, bisect_right
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synonymizer.picture import Mark, Part, Picture, Track

COLUMNS_PER_PART = 1.5
"""Columns that an exon or intron has on average, at the least; where there are fewer, another line is begun."""

_LEFT, _RIGHT = "5' ", " 3'"


class Pen(NamedTuple):
    """The characters of a drawing."""

    coding: str
    untranslated: str
    intron: str
    point: str
    first: str
    between: str
    last: str
    uncertain: str
    cut: str


BLOCKS = Pen("█", "▄", "─", "▼", "┏", "━", "┓", "┄", "…")
LETTERS = Pen("#", "=", "-", "v", "[", "_", "]", ".", "~")


def choose_pen() -> Pen:
    """Return what the terminal can show: blocks where its locale has all of Unicode, else what ASCII has."""
    return BLOCKS if locale.getencoding().lower().replace("-", "") == "utf8" else LETTERS


def render(picture: Picture, width: int, pen: Pen, label: str = "") -> Iterator[str]:
    """Yield the lines of a drawing of the first transcript of a picture, 5' to 3'.

    Args:
        picture: the geometry.
        width: columns of the terminal.
        pen: the characters to draw with.
        label: what stands above the first mark.
    """
    columns = width - len(_LEFT) - len(_RIGHT)
    rows = _draw(picture.tracks[0], columns, pen, label)
    for start in range(0, len(rows.track), columns):
        labels, marks, track, numbers = (row[start : start + columns].rstrip() for row in rows)
        left = _LEFT if start == 0 else " " * len(_LEFT)
        right = _RIGHT if start + columns == len(rows.track) else ""
        for text in (labels, marks):
            if text:
                yield click.style(" " * len(_LEFT) + text, fg="yellow", bold=True)
        yield f"{left}{track}{right}"
        yield " " * len(_LEFT) + numbers
    key = f"{pen.coding} coding   {pen.untranslated} untranslated   {pen.intron} intron, compressed"
    yield click.style(" " * len(_LEFT) + key, dim=True)


class _Rows(NamedTuple):
    """The rows of a drawing, each as one long line."""

    labels: str
    marks: str
    track: str
    numbers: str


def _draw(track: Track, columns: int, pen: Pen, label: str) -> _Rows:
    layout = _Layout(track.parts, columns * ceil(len(track.parts) * COLUMNS_PER_PART / columns))
    labels, marks, numbers = (_Row(layout.columns, columns) for _ in range(3))
    places = [layout.columns_of(mark.start, mark.end) for mark in track.marks]
    for mark, place in zip(track.marks, places, strict=True):
        marks.paint(*_draw_mark(mark, place, layout, pen))
    if places:
        labels.put(label if len(label) <= columns else label[: columns - 1] + pen.cut, places[0])
    for part in sorted(track.parts, key=lambda part: not any(_meets(part, mark) for mark in track.marks)):
        if part.kind == "exon":
            numbers.put(str(part.number), layout.columns_of(part.start, part.end))
    painted = "".join(_draw_part(part, layout, pen) for part in track.parts)
    return _Rows(str(labels), str(marks), painted, str(numbers))


def _meets(part: Part, mark: Mark) -> bool:
    return part.start <= mark.end and mark.start <= part.end


def _draw_part(part: Part, layout: _Layout, pen: Pen) -> str:
    """Return the characters of a part; a column that codes in any place of it is drawn as coding."""
    first, last = layout.columns_of(part.start, part.end)
    if part.kind == "intron":
        return pen.intron * (last + 1 - first)
    if part.coding is None:
        return pen.untranslated * (last + 1 - first)
    left, right = layout.columns_of(*part.coding)
    return pen.untranslated * (left - first) + pen.coding * (right + 1 - left) + pen.untranslated * (last - right)


def _draw_mark(mark: Mark, place: tuple[int, int], layout: _Layout, pen: Pen) -> tuple[int, str]:
    """Return the first column of a mark and its characters: a point, or a bracket, and how far its ends may lie."""
    first, last = place
    certain = pen.point if first == last else pen.first + pen.between * (last - first - 1) + pen.last
    low = 0 if mark.low is None else min(first, layout.columns_of(mark.low, mark.start)[0])
    high = layout.columns - 1 if mark.high is None else max(last, layout.columns_of(mark.end, mark.high)[1])
    if mark.is_exact:
        low, high = place
    return low, pen.uncertain * (first - low) + certain + pen.uncertain * (high - last)


class _Row:
    """A row of characters that is shown in lines of some columns."""

    def __init__(self, length: int, columns: int) -> None:
        self._characters = [" "] * length
        self._columns = columns

    def __str__(self) -> str:
        return "".join(self._characters)

    def paint(self, column: int, text: str) -> None:
        """Write a text from a column on."""
        self._characters[column : column + len(text)] = text

    def put(self, text: str, place: tuple[int, int]) -> None:
        """Write a text centred on a place, whole on its line; where another stands too near, leave it out."""
        middle = sum(place) // 2
        begin = middle // self._columns * self._columns
        end = begin + self._columns
        column = max(begin, min(middle - (len(text) - 1) // 2, end - len(text)))
        if not "".join(self._characters[max(begin, column - 1) : min(end, column + len(text) + 1)]).strip():
            self.paint(column, text)


class _Layout:
    """The columns of the parts of a transcript, which follow each other without gaps."""

    def __init__(self, parts: tuple[Part, ...], columns: int) -> None:
        self.columns = columns
        self._parts = parts
        self._ends = [part.end for part in parts]
        self._starts = (0, *accumulate(share([part.end - part.start for part in parts], columns)))

    def columns_of(self, start: float, end: float) -> tuple[int, int]:
        """Return the first and the last column that a stretch of units touches; a place lies before what follows it."""
        index = min(bisect_right(self._ends, start), len(self._ends) - 1)
        first = min(int(self._within(index, start)), self._starts[index + 1] - 1)
        index = bisect_left(self._ends, end)
        last = max(ceil(self._within(index, end)) - 1, self._starts[index])
        return first, max(first, last)

    def _within(self, index: int, unit: float) -> float:
        """Return where a unit of a part lies, in columns."""
        part, start, end = self._parts[index], self._starts[index], self._starts[index + 1]
        size = part.end - part.start
        return start + (end - start) * (unit - part.start) / size if size else start


def share(sizes: Sequence[float], columns: int) -> list[int]:
    """Return how many columns each size gets: at least one, and else its share.

    >>> share([10, 30, 1], 9)
    [2, 6, 1]
    """
    wide = set(range(len(sizes)))
    while True:
        scale = (columns - len(sizes) + len(wide)) / (sum(sizes[i] for i in wide) or 1)
        narrow = {i for i in wide if sizes[i] * scale < 1}
        if not narrow:
            break
        wide -= narrow
    shares = [int(size * scale) if i in wide else 1 for i, size in enumerate(sizes)]
    by_remainder: Iterable[int] = sorted(wide, key=lambda i: shares[i] - sizes[i] * scale)
    for _, i in zip(range(columns - sum(shares)), by_remainder, strict=False):
        shares[i] += 1
    return shares
