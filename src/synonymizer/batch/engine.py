"""The engine: rows of alleles or texts in, text columns out. What the kernel does not cover, the pipeline answers.

The law: for every row and the same options, an answer is the pipeline's brief of that row (`briefs.Brief`), field by
field. `answer_alleles` is given rows that are already columns, and the text of a row only when the pipeline needs it.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING

from synonymizer.batch.ground import Grounds
from synonymizer.batch.labels import Book
from synonymizer.briefs import EXTENTS, Extent
from synonymizer.consequence import TERMS
from synonymizer.errors import RegionNotHeld
from synonymizer.kernel import digests, effects, joins, lines, messages, places, proteins, residues, writing
from synonymizer.kernel.outside import mark_outside
from synonymizer.kernel.tables import DONE, NOT_HELD, OUTSIDE, Column, make_column
from synonymizer.model import Options
from synonymizer.pipeline import Synonymizer
from synonymizer.recent import Recent
from synonymizer.reference import open_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synonymizer.briefs import Brief, Carried
    from synonymizer.kernel.tables import Alleles, Hits, Names, Places, Proteins
    from synonymizer.reference import Reference

ROW_FIELDS = ("status", "key", "vrs", "g38", "g37", "spdi", "codes")
"""What is said of a row once."""

CARRIED_FIELDS = ("gene", "transcript", "consequence", "c", "r", "p")
"""What is said of a row on each transcript that is told of."""

FIELDS = (*ROW_FIELDS, *CARRIED_FIELDS)

_TERMS = make_column(TERMS)

_CODE = re.compile(b"[EW][0-9]{4}")
_IS_OUTSIDE = re.compile(re.escape(bytes([OUTSIDE])))
_IS_LEFT = re.compile(b"[^" + re.escape(bytes([DONE, OUTSIDE])) + b"]", re.DOTALL)

REMEMBERED = 10_000
"""How many answers of the pipeline are remembered, so that a text that comes again is not worked again."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What an engine is made from: small, and fit to be sent to another process.

    Args:
        reference: references to ask, as `open_reference` takes them.
        options: hints for every row; which names are chosen has no part in it.
        extent: the transcripts to tell of.
        fields: the fields that are wanted, of `FIELDS`.

    Raises:
        ValueError: when a field or the extent is none.
    """

    reference: str | None = None
    options: Options = field(default=Options())
    extent: Extent = "one"
    fields: tuple[str, ...] = FIELDS

    def __post_init__(self) -> None:
        unknown = [name for name in self.fields if name not in FIELDS]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no field of an answer. Choose from: {', '.join(FIELDS)}.")
        if self.extent not in EXTENTS:
            raise ValueError(f"{self.extent!r} is no extent. Choose from: {', '.join(EXTENTS)}.")


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to a block of rows: one text a row in the columns of `ROW_FIELDS`.

    The columns of `CARRIED_FIELDS` have one text for each transcript told of: those of row `i` stand from
    `carried_end[i - 1]` (0 for the first) to `carried_end[i]`, the one that the answer speaks of first. `state` says of
    each row whether the kernel covered it (`DONE`, or `OUTSIDE` where nothing is held), or why not.
    """

    size: int
    columns: dict[str, Column]
    carried_end: array[int]
    state: bytearray

    def count(self) -> Counter[str]:
        """Return how many rows there are, are answered, and are covered by the kernel, and how often each code is said.

        The columns of `status` and `codes` must be among those that were asked for.
        """
        tally = Counter(rows=self.size, covered=self.state.count(DONE))
        tally["answered"] = self.size - self.columns["status"].data.count(b"error")
        rest = bytes(self.columns["codes"].data)
        while found := _CODE.search(rest):  # few are said, most of them often
            tally[found[0].decode()] = rest.count(found[0])
            rest = rest.replace(found[0], b"")
        return +tally


class Engine:
    """Answers blocks of rows. Threads may share it."""

    def __init__(self, spec: Spec, reference: Reference | None = None) -> None:
        """Open the reference data of a specification.

        Args:
            spec: what is asked of every row.
            reference: the reference, where it is open already; no one else may use it meanwhile.

        Raises:
            DataError: when the reference data is missing or damaged.
        """
        self.spec = spec
        self._lock = Lock()
        self.reference = reference or open_reference(spec.reference)
        self.grounds = Grounds(self.reference, self._lock)
        self._book = Book(self.reference, self.grounds, spec.options)
        self._pipeline = Synonymizer(self.reference)
        self._remembered: Recent[tuple[str, Options], Brief] = Recent(REMEMBERED)

    def answer_alleles(self, alleles: Alleles, text_of: Callable[[int], str]) -> Answers:
        """Answer rows of alleles.

        Args:
            alleles: the rows; one whose state is not `DONE` goes to the pipeline.
            text_of: returns the text of a row for the pipeline.

        Raises:
            DataError: when the reference data turns out to be damaged.
        """
        regions = places.assign_regions(alleles, self.grounds.ground)
        mark_outside(alleles, regions, self.grounds.held)
        return self._complete(self._cover(alleles, regions, None), text_of, None)

    def answer_texts(self, texts: Column, hints: Sequence[tuple[str | None, str | None]] | None = None) -> Answers:
        """Answer texts in any notation; plain ones are read in columns.

        Args:
            texts: one text a row.
            hints: gene and transcript of each row, for texts that name neither a transcript nor a contig.

        Raises:
            DataError: when the reference data turns out to be damaged.
        """
        return self._complete(self.cover_texts(texts), texts.text, hints)

    def cover_texts(self, texts: Column) -> Answers:
        """Answer the texts that the kernel covers; of a row whose state is not `DONE` nothing is said.

        Raises:
            DataError: when the reference data turns out to be damaged.
        """
        names = self._book.read(texts)
        alleles = messages.place_names(names, self.grounds.ground)
        return self._cover(alleles, places.assign_regions(alleles, self.grounds.ground), names)

    def _cover(self, alleles: Alleles, regions: array[int], names: Names | None) -> Answers:
        """Answer alleles, and the names that they were read from, in groups whose regions are loaded at once."""
        groups = self.grounds.share_out(regions)
        if len(groups) == 1:
            return self._answer(alleles, regions, names)
        answers: Answers | None = None
        state = alleles.state
        for group in groups:
            rows = array("i", [row for row, region in enumerate(regions) if region in group])
            alleles.state = bytearray([NOT_HELD]) * len(state)
            for row in rows:
                alleles.state[row] = state[row]
            found = self._answer(alleles, array("i", [one if one in group else -1 for one in regions]), names)
            answers = found if answers is None else _take(answers, found, rows)
        assert answers is not None
        return answers

    def _answer(self, alleles: Alleles, regions: array[int], names: Names | None) -> Answers:
        ground = self.grounds.ground
        with self.grounds.hold(regions):
            if names is not None:
                messages.copy_bases(names, alleles, regions, ground)
            placed = places.place(alleles, regions, ground)
            hits = joins.join(placed, ground, EXTENTS.index(self.spec.extent))
            made = proteins.predict(placed, hits, ground)
            effects.find_terms(placed, hits, made, ground)
            notes = bytearray(len(alleles)) if names is None else messages.note(names, placed, hits, ground)
            return self._write(placed, hits, made, notes)

    def _write(self, placed: Places, hits: Hits, made: Proteins, notes: bytearray) -> Answers:
        """Write the columns of the rows that are covered."""
        ground = self.grounds.ground
        size = len(placed)
        writers: dict[str, Callable[[], Column]] = {
            "status": lambda: _repeat("ok", size),
            "key": lambda: writing.write_spdi(placed, ground),
            "spdi": lambda: writing.write_spdi(placed, ground),
            "vrs": lambda: digests.write_vrs(placed, ground),
            "g38": lambda: writing.write_genomic(placed, ground, 38),
            "g37": lambda: writing.write_genomic(placed, ground, 37),
            "codes": lambda: writing.write_codes(placed, hits, made, notes),
            "gene": lambda: writing.write_labels(hits, ground, "gene"),
            "transcript": lambda: writing.write_labels(hits, ground, "transcript"),
            "consequence": lambda: writing.write_terms(hits, _TERMS),
            "c": lambda: writing.write_coding(placed, hits, ground),
            "r": lambda: writing.write_rna(placed, hits, ground),
            "p": lambda: residues.write_protein(hits, made, ground),
        }
        columns: dict[str, Column] = {}
        for name in FIELDS:
            if name in self.spec.fields:
                columns[name] = columns["key"] if name == "spdi" and "key" in columns else writers[name]()
        outside = _find_rows(_IS_OUTSIDE, placed.state)
        for name, text in (("status", "error"), ("codes", RegionNotHeld.code)):
            if outside and name in columns:
                columns[name] = lines.splice(columns[name], outside, _repeat(text, len(outside)))
        return Answers(size, columns, hits.row_end, placed.state)

    def _complete(
        self,
        answers: Answers,
        text_of: Callable[[int], str],
        hints: Sequence[tuple[str | None, str | None]] | None,
    ) -> Answers:
        """Put the answers of the pipeline into the rows that are not covered."""
        left = _find_rows(_IS_LEFT, answers.state)
        if not left:
            return answers
        briefs = [self._ask(text_of(row), hints[row] if hints else (None, None)) for row in left]
        return _merge(answers, left, briefs, self.spec.extent)

    def _ask(self, text: str, hint: tuple[str | None, str | None]) -> Brief:
        """Return the pipeline's answer, which is remembered."""
        options = self.spec.options
        if any(hint):
            gene, transcript = hint
            options = replace(options, gene=gene or options.gene, transcript=transcript or options.transcript)
        with self._lock:
            found = self._remembered.get((text, options))
            if found is None:
                found = self._pipeline.brief(text, options, self.spec.extent)
                self._remembered[text, options] = found
        return found


def _find_rows(states: re.Pattern[bytes], state: bytearray) -> array[int]:
    """Return the rows whose state is one of some; there are few, so that the states are searched and not walked."""
    return array("i", [found.start() for found in states.finditer(state)])


def _repeat(text: str, size: int) -> Column:
    data = text.encode()
    return Column(bytearray(data * size), array("q", range(len(data), len(data) * size + 1, len(data))))


def _merge(answers: Answers, left: array[int], briefs: list[Brief], extent: Extent) -> Answers:
    """Put the answers of the pipeline into their rows."""
    carried = [brief.within(extent) for brief in briefs]
    ends = array("q")
    for group in carried:
        ends.append((ends[-1] if ends else 0) + len(group))
    merged: dict[str, Column] = {}
    for name, column in answers.columns.items():
        if name in ROW_FIELDS:
            merged[name] = lines.splice(column, left, make_column([_say(brief, name) for brief in briefs]))
        else:
            texts = make_column([_say_carried(one, name) for group in carried for one in group])
            merged[name] = lines.splice_groups(column, answers.carried_end, left, texts, ends)
    return Answers(answers.size, merged, lines.splice_ends(answers.carried_end, left, ends), answers.state)


def _take(answers: Answers, others: Answers, rows: array[int]) -> Answers:
    """Take the answers to some rows from other answers to all of them."""
    starts = [others.carried_end[row - 1] if row else 0 for row in rows]
    ends = array("q", accumulate(others.carried_end[row] - start for row, start in zip(rows, starts, strict=True)))
    taken: dict[str, Column] = {}
    for name, column in answers.columns.items():
        texts = others.columns[name].texts()
        if name in ROW_FIELDS:
            taken[name] = lines.splice(column, rows, make_column([texts[row] for row in rows]))
        else:
            told = [
                texts[index]
                for row, start in zip(rows, starts, strict=True)
                for index in range(start, others.carried_end[row])
            ]
            taken[name] = lines.splice_groups(column, answers.carried_end, rows, make_column(told), ends)
    for row in rows:
        answers.state[row] = others.state[row]
    return Answers(answers.size, taken, lines.splice_ends(answers.carried_end, rows, ends), answers.state)


def _say(brief: Brief, name: str) -> str:
    """Return the text of a row's field."""
    match name:
        case "status":
            return brief.status
        case "key":
            return brief.key
        case "vrs":
            return brief.vrs
        case "g38":
            return brief.grch38
        case "g37":
            return brief.grch37
        case "spdi":
            return brief.spdi
        case _:
            return ",".join(brief.codes)


def _say_carried(one: Carried, name: str) -> str:
    """Return the text of a field on one transcript."""
    match name:
        case "gene":
            return one.gene
        case "transcript":
            return one.transcript
        case "consequence":
            return "&".join(one.consequence)
        case "c":
            return one.coding
        case "r":
            return one.rna
        case _:
            return one.protein
