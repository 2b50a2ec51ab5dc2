"""Rows of a table as questions, and their answers as the columns that are appended.

A protein change stated beside a name is compared with the one that the name makes. Most are the very text that was
computed, and need no second look; any other row is read again as `name (p.…)`, which is how papers state a change
twice, and the pipeline says what it thinks of that.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from synonymizer.batch.engine import CARRIED_FIELDS, Answers
from synonymizer.errors import NoSuchName
from synonymizer.kernel.lines import join_columns, join_groups, splice, splice_ends, splice_groups
from synonymizer.kernel.tables import Column, make_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synonymizer.batch.engine import Engine
    from synonymizer.formats.layout import Indexes

PREFIX = "syn_"
"""How the columns are called that are appended."""

ADDED = ("status", "key", "g38", "g37", "gene", "transcript", "c", "p", "spdi", "codes")
"""What is appended unless it is said otherwise."""

BETWEEN = "|"
"""What separates the transcripts of a row."""

JOINT = "-"
"""What joins the four parts of coordinates to a text: `11-4055634-C-A`."""

_MISSING = frozenset({"", ".", "-", "?", "NA", "N/A", "NULL", "None", "nan", "p.?"})
"""Fields that state nothing."""

_AXES = ("c.", "n.")

_ON_TRANSCRIPT = re.compile(r"(?:N[MR]_|ENST)\d+\.\d+:[cn]\.")
"""A name that states its transcript with its version."""

Hint: TypeAlias = tuple[str | None, str | None]

OnError = Literal["keep", "drop", "fail"]
"""What becomes of rows without an answer."""


@dataclass(slots=True)
class Rows:
    """What the rows of a table ask: a text each, what it is to be read with, and a protein change stated beside it."""

    texts: Column
    hints: list[Hint] | None = None
    proteins: list[str | None] | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def state(self, row: int) -> str:
        """Return the text of a row with the protein change beside it."""
        protein = self.proteins[row] if self.proteins else None
        return self.texts.text(row) + (f" ({protein})" if protein else "")


def make_rows(fields: Mapping[int, Column], indexes: Indexes) -> Rows:
    """Return what rows ask, whose fields are given by the indexes of their columns."""
    parts = [fields[index] for index in indexes.texts]
    texts = parts[0] if len(parts) == 1 else join_columns(parts, JOINT)
    proteins = None
    if indexes.protein is not None:
        stated = _list_stated(fields[indexes.protein])
        proteins = [None if one is None else one.rpartition(":")[2] for one in stated]
    if indexes.gene is None and indexes.transcript is None:
        return Rows(texts, None, proteins)
    genes, transcripts = (
        [None] * len(texts) if index is None else _list_stated(fields[index])
        for index in (indexes.gene, indexes.transcript)
    )
    settled = [settle(text, (gene, name)) for text, gene, name in zip(texts.texts(), genes, transcripts, strict=True)]
    return Rows(make_column([text for text, _ in settled]), [hint for _, hint in settled], proteins)


def settle(text: str, hint: Hint) -> tuple[str, Hint]:
    """Return a text with the gene and transcript to read it with, none where they make no difference.

    What a name states itself always wins, so that one on a transcript needs neither; and one without a transcript is
    read as if it began with that stated beside it. Plain names on transcripts are what the kernel reads.

    >>> settle("c.494C>A", ("STIM1", "NM_003156.3"))
    ('NM_003156.3:c.494C>A', (None, None))
    """
    gene, transcript = hint
    named = f"{transcript}:{text}" if transcript and text.startswith(_AXES) else text
    return (named, (None, None)) if _ON_TRANSCRIPT.match(named) else (text, (gene, transcript))


def answer(rows: Rows, engine: Engine) -> Answers:
    """Return the answers to rows, in their order."""
    answers = engine.answer_texts(rows.texts, rows.hints)
    doubted = _find_doubted(rows, answers)
    if not doubted:
        return answers
    texts = make_column([rows.state(row) for row in doubted])
    again = engine.answer_texts(texts, [rows.hints[row] for row in doubted] if rows.hints else None)
    return _replace(answers, doubted, again)


def name_columns(names: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    """Return the names of a table's columns with those that are appended.

    Raises:
        ValueError: when the table has one of these already.

    >>> name_columns(["name"], ["syn_key"])
    ('name', 'syn_key')
    """
    taken = next((name for name in added if name in names), None)
    if taken:
        raise ValueError(f"The table has a column {taken!r} already. Rename it or leave it out: one is to be appended.")
    return *names, *added


def list_columns(answers: Answers, fields: tuple[str, ...]) -> list[Column]:
    """Return one column of texts for each field; the transcripts of a row are joined by `|`."""
    return [
        join_groups(answers.columns[field], answers.carried_end, BETWEEN)
        if field in CARRIED_FIELDS
        else answers.columns[field]
        for field in fields
    ]


def list_kept(rows: Rows, answers: Answers, on_error: OnError) -> array[int]:
    """Return the rows that are written: all of them, or those with an answer.

    Raises:
        NoSuchName: when a row has no answer, and that is to be the end.
    """
    status = answers.columns["status"]
    if on_error == "keep" or b"error" not in status.data:
        return array("i", range(len(rows)))
    statuses = status.texts()
    if on_error == "fail":
        row = statuses.index("error")
        text, codes = rows.texts.text(row), answers.columns["codes"].text(row)
        raise NoSuchName(f"{text!r} has no answer ({codes}). Mend it, or keep or drop such rows.", text=text)
    return array("i", [row for row, found in enumerate(statuses) if found != "error"])


def _list_stated(column: Column) -> list[str | None]:
    """Return what each row states in a column, None where it is nothing."""
    return [None if text in _MISSING else text for text in map(str.strip, column.texts())]


def _find_doubted(rows: Rows, answers: Answers) -> array[int]:
    """Return the rows whose protein change is not, letter by letter, the one computed."""
    doubted = array("i")
    made = answers.columns.get("p")
    start = 0
    for row, (stated, end) in enumerate(zip(rows.proteins or (), answers.carried_end, strict=False)):
        if stated is not None and (made is None or start == end or _strip(made.text(start)) != _strip(stated)):
            doubted.append(row)
        start = end
    return doubted


def _strip(name: str) -> str:
    """Return a protein change without its accession and without the parentheses of a prediction."""
    return name.rpartition(":")[2].replace("(", "").replace(")", "")


def _replace(answers: Answers, rows: array[int], again: Answers) -> Answers:
    """Return answers in which those of some rows are others."""
    columns = {
        field: splice_groups(column, answers.carried_end, rows, again.columns[field], again.carried_end)
        if field in CARRIED_FIELDS
        else splice(column, rows, again.columns[field])
        for field, column in answers.columns.items()
    }
    state = answers.state[:]
    for row, found in zip(rows, again.state, strict=True):
        state[row] = found
    return Answers(answers.size, columns, splice_ends(answers.carried_end, rows, again.carried_end), state)
