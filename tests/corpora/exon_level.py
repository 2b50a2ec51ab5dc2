"""Judge the answers to exon-level names: `python -m tests.corpora.exon_level --bundle PATH`.

The judge works out from public exon tables (the LRG files; MANE for names that give a gene alone) which bases a name
bounds, carries the bounds to both assemblies, and compares them with the g. names the program prints. It shares no code
and no data with the program. Exits 1 when a target is missed. Needs the shared data (SYNONYMIZER_SHARED).

Conventions: HGVS SVD-WG003 and DNA/deletion. A side that names the edge of an exon (`a-?`, `b+?`, or the exon by its
number) lies in the intron beside it: its outer bound is the neighbouring exon, and unknown at the ends of a transcript.
A side in parentheses with `?`, `(?_a)` or `(b_?)`, has no outer bound. Places are interbase.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from synonymizer import Synonymizer, open_reference
from synonymizer.model import Result
from tests.oracle.justify import Judge, UnjudgedError, Window
from tests.oracle.records import ASSEMBLIES, SHARED, Record, read_archive

CORPUS = SHARED / "cases" / "clinvar_exon_level_names.dev.txt"
MANE = SHARED / "refdata" / "MANE.GRCh38.bed.gz"
TARGET = 0.97

Stretch = tuple[int, int]
Side = tuple[int | None, int]
"""The outer and the inner bound of a breakpoint."""
Bounds = dict[str, tuple[str, str]]
"""The left and the right side as g. names print them, by assembly."""

_POSITION = r"[-*]?\d+"
_STATED = re.compile(
    rf"(?P<transcript>[NX]M_\d+\.\d+)(?:\(\w+\))?:c\.(?:(?P<first>{_POSITION})-\?|\(\?_(?P<open_first>{_POSITION})\))"
    r"_(?:(?P<last>\*?\d+)\+\?|(?P<star>\*?)\((?P<open_last>\*?\d+)_\?\))(?:del|dup)\d*"
)
_NUMBERED = re.compile(r"(?P<gene>\w+)(?:, EX|: exon )(?P<first>\d+)(?:-(?P<last>\d+))?(?:DEL|DUP| deletion)")
_PRINTED = re.compile(r"NC_\d+\.\d+:g\.(\([\d?]+_\d+\)|\d+)_(\(\d+_[\d?]+\)|\d+)(?:del|dup)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a name: `group` is what it states, `outcome` is "right" or says what is wrong."""

    name: str
    group: str
    outcome: str


class ExonTables:
    """The exons of transcripts on the records that hold them, and what they bound on both assemblies."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = list(records)
        self._judge = Judge(self._records)
        with gzip.open(MANE, "rt", encoding="ascii") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        self._selected = {row[18]: row for row in rows if row[-1] == "MANE Select"}

    def expect(self, name: str) -> Bounds | None:
        """Return the bounds that a name states; None when it states none, or its transcript lies on no record.

        Raises:
            UnjudgedError: when the name does not fit its transcript.
        """
        if stated := _STATED.fullmatch(name):
            return self._expect_stated(stated) if self._judge.has_transcript(stated["transcript"]) else None
        numbered = _NUMBERED.fullmatch(name)
        placed = self._find_selected(numbered["gene"]) if numbered else None
        if numbered is None or placed is None:
            return None
        record, exons = placed
        first, last = int(numbered["first"]) - 1, int(numbered["last"] or numbered["first"]) - 1
        if last >= len(exons):
            raise UnjudgedError("no such exon", name)
        return self._print(record, _outer(exons, first, exons[first][0]), _beyond(exons, last, exons[last][1]))

    def _expect_stated(self, stated: re.Match[str]) -> Bounds:
        line = self._judge.unspliced(stated["transcript"], "")
        exons = [(exon.start, exon.end) for exon in line.transcript.exons]

        def find(position: str) -> tuple[int, int]:
            place = line.molecule.to_record(line.read_point("c", position))[1]
            return next(number for number, (start, end) in enumerate(exons) if start <= place < end), place

        first, start = find(stated["first"] or stated["open_first"])
        last, base = find(stated["last"] or stated["star"] + stated["open_last"])
        left = (None, start) if stated["open_first"] else _outer(exons, first, start)
        right = (None, base + 1) if stated["open_last"] else _beyond(exons, last, base + 1)
        return self._print(line.record, left, right)

    def _find_selected(self, gene: str) -> tuple[Record, list[Stretch]] | None:
        """Return the exons of the gene's MANE Select transcript, in its order, on the record that holds all of it."""
        if gene not in self._selected:
            return None
        chromosome, start, end, *_ = row = self._selected[gene]
        starts = [int(start) + int(offset) for offset in row[11].strip(",").split(",")]
        exons = [(s, s + int(size)) for s, size in zip(starts, row[10].strip(",").split(","), strict=True)]
        for record in self._records:
            window = (
                self._judge.find_window(record, "GRCh38") if _covers(record, chromosome, int(start), int(end)) else None
            )
            if window:
                turned = [tuple(sorted(map(partial(_turn, window), exon))) for exon in exons]
                onto = window.molecule.to_record
                return record, sorted((onto(first)[1], onto(last)[0]) for first, last in turned)
        return None

    def _print(self, record: Record, left: Side, right: Side) -> Bounds:
        found = {}
        for assembly in ASSEMBLIES.values():
            if window := self._judge.find_window(record, assembly):
                sides = [tuple(None if p is None else _carry(window, p) for p in side) for side in (left, right)]
                (outer, inner), (beyond, until) = sides if window.placement.strand > 0 else reversed(sides)
                assert inner is not None
                before = f"(?_{inner + 1})" if outer is None else f"({outer + 1}_{inner})"
                behind = f"({until}_?)" if beyond is None else f"({(until or 0) + 1}_{beyond})"
                found[assembly] = before, behind
        return found


def _outer(exons: list[Stretch], number: int, inner: int) -> Side:
    """Return the left side of an event that begins at an exon: the exon before it is there."""
    return (exons[number - 1][1] if number else None), inner


def _beyond(exons: list[Stretch], number: int, inner: int) -> Side:
    """Return the right side of an event that ends with an exon: the exon behind it is there."""
    return (exons[number + 1][0] if number + 1 < len(exons) else None), inner


def _covers(record: Record, chromosome: str, start: int, end: int) -> bool:
    places = [p for p in record.placements if p.assembly == "GRCh38" and f"chr{p.chromosome}" == chromosome]
    return any(place.start <= start and end <= place.end for place in places)


def _turn(window: Window, place: int) -> int:
    """Exchange a place of the contig for the own place of its window, or the other way round."""
    placement = window.placement
    return place - placement.start if placement.strand > 0 else placement.end - place


def _carry(window: Window, place: int) -> int:
    """Return where a place of the record lies on the contig."""
    placement, own = window.placement, window.molecule.from_record(place)[0]
    return placement.start + own if placement.strand > 0 else placement.end - own


def judge_names(tables: ExonTables, synonymizer: Synonymizer, names: Iterable[str]) -> Iterator[Verdict]:
    """Ask the program for each name and judge its answer."""
    for name in names:
        result = synonymizer.names(name)
        stated = _STATED.fullmatch(name)
        is_held = not stated or synonymizer.reference.find_transcript(stated["transcript"]) is not None
        try:
            expected = tables.expect(name) if is_held else None
        except UnjudgedError as error:
            yield Verdict(name, "exons", f"unjudged: {error}")
            continue
        if expected is not None:
            printed = _read_bounds(result)
            yield Verdict(
                name, "exons", "right" if printed == expected else f"{printed or _codes(result)}, not {expected}"
            )
        elif name.startswith(("NC_", "NG_")):
            yield Verdict(name, "genomic bounds", "right" if len(_read_bounds(result)) == 2 else _codes(result))
        else:
            kind = "transcript or gene not held" if stated or _NUMBERED.fullmatch(name) else "neither exons nor bounds"
            is_answered = bool(result.readings) or any(issue.code not in {"E1002", "E1003"} for issue in result.issues)
            yield Verdict(name, kind, "right" if is_answered else f"no answer: {_codes(result)}")


def _read_bounds(result: Result) -> Bounds:
    """Return the bounds of the first reading from its g. names on chromosomes."""
    names = result.readings[0].names if result.readings else ()
    found = [(str(name.assembly), _PRINTED.fullmatch(name.text)) for name in names]
    return {assembly: (match[1], match[2]) for assembly, match in reversed(found) if match}


def _codes(result: Result) -> str:
    return " ".join(issue.code for issue in result.issues) or "answered without a word"


def is_reached(verdicts: list[Verdict]) -> bool:
    """Say whether enough names of exons are right, and every other name is answered."""
    exons = [verdict.outcome == "right" for verdict in verdicts if verdict.group == "exons"]
    return sum(exons) >= TARGET * len(exons) and not any(v.outcome.startswith("no answer") for v in verdicts)


def report(verdicts: list[Verdict]) -> Iterator[str]:
    """Write the share of right answers by what the names state, and every answer that is not right."""
    for group, number in Counter(verdict.group for verdict in verdicts).most_common():
        right = sum(verdict.outcome == "right" for verdict in verdicts if verdict.group == group)
        yield f"{group}: {right}/{number} ({100 * right / number:.1f} %)"
    for verdict in verdicts:
        if verdict.outcome != "right":
            yield f"  {verdict.group}: {verdict.name}: {verdict.outcome}"


def main() -> int:
    """Run the measurement; exit 1 when the program misses the target or leaves a name without an answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True, help="a bundle of all LRG genes")
    synonymizer = Synonymizer(open_reference(parser.parse_args().bundle))
    names = CORPUS.read_text(encoding="utf-8").splitlines()
    verdicts = list(judge_names(ExonTables(read_archive()), synonymizer, names))
    sys.stdout.write("\n".join(report(verdicts)) + "\n")
    return int(not is_reached(verdicts))


if __name__ == "__main__":
    sys.exit(main())
