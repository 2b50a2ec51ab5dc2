"""The texts of a list that the kernel covers, with what is asked of each; who asks gives the others to the pipeline.

It is for those who need of the other texts more than a brief: every reading, or the sentences of the issues. The engine
is loaded when the first block comes that is worth it.
"""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import TYPE_CHECKING

from synonymizer.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from synonymizer.batch.engine import Answers, Engine
    from synonymizer.model import Options
    from synonymizer.reference import Reference

FEWEST = 200
"""How many texts the pipeline answers in less time than it takes to load the engine."""

Row = tuple[str, ...]
"""The fields of a text that are asked for, in their order."""


class Covering:
    """Answers texts with the same fields on the same reference."""

    def __init__(self, reference: Reference, options: Options, fields: tuple[str, ...]) -> None:
        """Remember what is asked; nothing is loaded yet.

        Args:
            reference: the reference data, which is used while texts are answered.
            options: hints for every text.
            fields: fields of `engine.FIELDS`; those of a transcript are of the one that the answer speaks of.
        """
        self._reference = reference
        self._options = options
        self._fields = fields
        self._engine: Engine | None = None

    def answer(self, texts: Sequence[str]) -> list[Row | None]:
        """Return the fields of every text, None for one that is left to the pipeline."""
        if self._options.strict or (self._engine is None and len(texts) < FEWEST):
            return [None] * len(texts)
        from synonymizer.batch.engine import Engine, Spec
        from synonymizer.kernel.tables import Column

        if self._engine is None:
            self._engine = Engine(Spec(options=self._options, fields=self._fields), self._reference)
        data = bytearray("".join(texts).encode("ascii", "replace"))  # a letter of no plain name becomes another one
        column = Column(data, array("q", accumulate(map(len, texts))))
        try:
            answers = self._engine.cover_texts(column)
        except DataError:  # the pipeline says so at the very text that needs what is damaged
            return [None] * len(texts)
        return self._list_rows(answers)

    def _list_rows(self, answers: Answers) -> list[Row | None]:
        from synonymizer.batch.engine import ROW_FIELDS

        firsts = [0, *answers.carried_end[:-1]]
        carried = [first < end for first, end in zip(firsts, answers.carried_end, strict=True)]
        columns = []
        for name in self._fields:
            texts = answers.columns[name].texts()
            if name not in ROW_FIELDS:
                texts = [texts[first] if held else "" for first, held in zip(firsts, carried, strict=True)]
            columns.append(texts)
        rows = zip(*columns, strict=True)
        return [None if state else row for state, row in zip(answers.state, rows, strict=True)]
