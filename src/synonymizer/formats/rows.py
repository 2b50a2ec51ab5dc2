"""Rows of a table as questions, and their answers as the columns that are appended.

A protein change stated beside a name is compared with the one that the name makes. Most are the very text that was
computed, and need no second look; any other row is read again as `name (p.…)`, which is how papers state a change
twice, and the pipeline says what it thinks of that.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from synonymizer.batch.engine import CARRIED_FIELDS, Answers
from synonymizer.kernel.lines import join_groups, splice, splice_groups

if TYPE_CHECKING:
    from synonymizer.batch.engine import Engine
    from synonymizer.kernel.tables import Column

PREFIX = "syn_"
"""How the columns are called that are appended."""

ADDED = ("status", "key", "g38", "g37", "gene", "transcript", "c", "p", "spdi", "codes")
"""What is appended unless it is said otherwise."""

BETWEEN = b"|"
"""What separates the transcripts of a row."""

JOINT = "-"
"""What joins the four parts of coordinates to a text: `11-4055634-C-A`."""

_MISSING = frozenset({"", ".", "-", "?", "NA", "N/A", "NULL", "None", "nan", "p.?"})
"""Fields that state nothing."""


@dataclass(slots=True)
class Rows:
    """What the rows of a table ask: a text each, and what is stated beside it."""

    texts: Column
    genes: Column | None = None
    transcripts: Column | None = None
    proteins: Column | None = None

    def __len__(self) -> int:
        return len(self.texts)


def answer(rows: Rows, engine: Engine) -> Answers:
    """Return the answers to rows, in their order."""
    hints = _list_hints(rows)
    answers = engine.answer_texts(rows.texts, hints)
    if rows.proteins is None:
        return answers
    doubted, texts = _find_doubted(rows.texts, rows.proteins, answers)
    if not texts:
        return answers
    again = engine.answer_texts(texts, [hints[row] for row in doubted] if hints else None)
    return _replace(answers, doubted, again)


def list_columns(answers: Answers, fields: tuple[str, ...]) -> list[Column]:
    """Return one column of texts for each field; the transcripts of a row are joined by `|`."""
    return [
        join_groups(answers.columns[field], answers.carried_end, BETWEEN)
        if field in CARRIED_FIELDS
        else answers.columns[field]
        for field in fields
    ]


def _list_hints(rows: Rows) -> list[tuple[str | None, str | None]] | None:
    if rows.genes is None and rows.transcripts is None:
        return None
    return list(zip(_list_stated(rows.genes, len(rows)), _list_stated(rows.transcripts, len(rows)), strict=True))


def _list_stated(column: Column | None, size: int) -> list[str | None]:
    """Return what each row states in a column, None where it is nothing."""
    if column is None:
        return list(repeat(None, size))
    return [None if text in _MISSING else text for text in map(str.strip, column.texts())]


def _find_doubted(texts: Column, proteins: Column, answers: Answers) -> tuple[array[int], list[str]]:
    """Return the rows whose protein change is not the one computed, and what to read for each instead."""
    doubted, again = array("i"), []
    start = 0
    for row, (stated, end) in enumerate(zip(_list_stated(proteins, len(texts)), answers.carried_end, strict=True)):
        if stated is not None:
            change = stated.rpartition(":")[2]
            if start == end or _strip(answers.columns["p"].text(start)) != _strip(change):
                doubted.append(row)
                again.append(f"{texts.text(row)} ({change})")
        start = end
    return doubted, again


def _strip(name: str) -> str:
    """Return a protein change without its accession and without the parentheses of a prediction."""
    return name.rpartition(":")[2].replace("(", "").replace(")", "")


def _replace(answers: Answers, rows: array[int], again: Answers) -> Answers:
    """Return answers in which those of some rows are others."""
    columns, ends, state = dict(answers.columns), answers.carried_end, answers.state[:]
    for field, texts in again.columns.items():
        if field in CARRIED_FIELDS:
            columns[field], ends = splice_groups(columns[field], answers.carried_end, rows, texts, again.carried_end)
        else:
            columns[field] = splice(columns[field], rows, texts)
    for row, found in zip(rows, again.state, strict=True):
        state[row] = found
    return Answers(answers.size, columns, ends, state)
