"""The log of a table: every row that was repaired, guessed, read in several ways, or not answered.

Columns hold codes alone. For the log, a row that has one is asked about once more, so that it says what was wrong in
words, and what the row was taken for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.briefs import ENOUGH, describe
from synonymizer.pipeline import Synonymizer
from synonymizer.reference import open_reference
from synonymizer.serialize import tab_separated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from synonymizer.batch.engine import Answers, Spec
    from synonymizer.formats.blocks import Done
    from synonymizer.formats.rows import Hint, Rows

COLUMNS = ("line", "code", "message", "before", "after")
"""The columns of the log."""

REMEMBERED = 10_000
"""How many texts are remembered with what is said of them."""

_NOT_NOTED = "W4"
"""How codes begin that say nothing of how a text was read, but of what could not be computed."""


class Note(NamedTuple):
    """A row to be noted: its line, from 0 in its block, and what it asks."""

    line: int
    text: str
    hint: Hint


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a block, how many lines it had, and what lists the rows of it that are to be noted."""

    done: Done
    lines: int = 0
    list_notes: Callable[[], tuple[Note, ...]] = tuple


def list_notes(rows: Rows, answers: Answers, lines: Sequence[int]) -> tuple[Note, ...]:
    """Return the rows that are to be noted, in their order."""
    codes = answers.columns["codes"]
    return tuple(
        Note(lines[row], rows.state(row), rows.hints[row] if rows.hints else (None, None))
        for row, said in enumerate(codes.texts())
        if any(not code.startswith(_NOT_NOTED) for code in said.split(",") if code)
    )


def write_log(made: Iterable[Made], spec: Spec, write: Callable[[str], object]) -> Iterator[Made]:
    """Give what was made of a table on, block by block, and write its log, one line for each issue."""
    ask = _make_ask(spec)
    write(tab_separated(COLUMNS) + "\n")
    line = 1
    for one in made:
        for note in one.list_notes():
            for code, message, after in ask(note.text, note.hint):
                write(tab_separated((str(line + note.line), code, message, note.text, after)) + "\n")
        line += one.lines
        yield one


def _make_ask(spec: Spec) -> Callable[[str, Hint], tuple[tuple[str, str, str], ...]]:
    """Return what tells of a text, in its own thread: codes, messages, and what the text was taken for."""
    synonymizer = Synonymizer(open_reference(spec.reference))

    @lru_cache(maxsize=REMEMBERED)
    def ask(text: str, hint: Hint) -> tuple[tuple[str, str, str], ...]:
        gene, transcript = hint
        options = replace(
            spec.options,
            gene=gene or spec.options.gene,
            transcript=transcript or spec.options.transcript,
            choice=ENOUGH,
        )
        result = synonymizer.names(text, options)
        brief = describe(result)
        named = brief.carried[0].coding if brief.carried else ""
        after = named or brief.grch38 or brief.key
        return tuple(
            (issue.code, issue.message, after) for issue in result.issues if not issue.code.startswith(_NOT_NOTED)
        )

    return ask
