"""Variants nobody reported, at the places where names go wrong: what a table of real variants holds too little of.

Deletions, copies, insertions, inversions and delins are put at the exon borders of a transcript, into its exons and
introns (those of the untranslated regions too), and where it differs from the genome. Each becomes a row of the shape
of the ClinVar table, its names written by the judge, so that the same measure applies.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

from tests.oracle.clinvar import ASSEMBLY, Row
from tests.oracle.edits import Edit, reverse_complement, trim
from tests.oracle.justify import Judge, Spoken, UnjudgedError, Unspliced, Window
from tests.oracle.proteins import describe, predict

_SHAPES = ("del", "copy", "ins", "inv", "delins")


def invent_rows(judge: Judge, accession: str, count: int, seed: int = 0) -> Iterator[Row]:
    """Invent rows for a coding transcript; the same seed gives the same rows."""
    chance = random.Random(f"{accession} {seed}")
    line = judge.unspliced(accession, ASSEMBLY)
    window = judge.find_window(line.record, ASSEMBLY)
    kinds = [places for places in _hard_places(line) if places]
    for number in range(count if window else 0):
        place = chance.choice(chance.choice(kinds)) + chance.randint(-4, 4)
        edit = _invent(line.bases, place, chance.choice(_SHAPES), chance)
        if window and edit.start > 0 and edit.end < len(line.bases):
            yield from _write_row(judge, line, window, edit, number)


def invent_all(judge: Judge, count: int, seed: int = 0) -> Iterator[Row]:
    """Invent rows for every coding RefSeq transcript, in the order of their accessions."""
    for accession in judge.coding_transcripts():
        if accession.startswith("NM_"):
            yield from invent_rows(judge, accession, count, seed)


def _hard_places(line: Unspliced) -> Iterator[list[int]]:
    """Yield the exon borders, the middles of exons, places in introns, and the differences from either assembly."""
    introns = [(left[1], right[0]) for left, right in pairwise(line.exons)]
    yield [place for start, end, _ in line.exons for place in (start, end)]
    yield [(start + end) // 2 for start, end, _ in line.exons]
    yield [place for start, end in introns for place in (start + 20, (start + end) // 2, end - 20)]
    differences = [d for placement in line.record.placements for d in placement.differences]
    places = [line.molecule.from_record(d.start)[0] for d in (*differences, *line.transcript.differences)]
    yield [place for place in places if 0 < place < len(line.bases)]


def _invent(bases: str, place: int, shape: str, chance: random.Random) -> Edit:
    length = chance.choice((1, 1, 1, 2, 2, 3, 4, 6))
    text = "".join(chance.choices("ACGT", k=length))
    match shape:
        case "del":
            return Edit(place, place + length, "")
        case "copy":
            return Edit(place, place, bases[place - length : place])
        case "ins":
            return Edit(place, place, text)
        case "inv":
            return Edit(place, place + length + 1, reverse_complement(bases[place : place + length + 1]))
        case _:
            return Edit(place, place + chance.randint(1, 3), text)


def _write_row(judge: Judge, line: Unspliced, window: Window, edit: Edit, number: int) -> Iterator[Row]:
    """Write an edit of the transcript as a row, where it is the same edit, and only that, on both assemblies."""
    spoken = Spoken(line.transcript.accession, "c", edit, line)
    least = trim(line.bases, edit)
    if least.bases == line.bases[least.start : least.end] or not _is_same_on(judge, line, least):
        return
    least = trim(window.bases, window.turn(line.molecule.carry(least, window.molecule).pop()))
    anchor = window.bases[least.start - 1]
    try:
        description = f"{spoken.axis}.{spoken.canonical}"
        effect = predict(spoken)
    except UnjudgedError:
        return
    in_intron = re.search(r"\d[+-]\d", description)
    reference = f"{window.placement.contig}({spoken.reference})" if in_intron else spoken.reference
    yield Row(
        number,
        window.placement.chromosome,
        window.placement.start + least.start,
        anchor + window.bases[least.start : least.end],
        anchor + least.bases,
        "",
        "",
        f"{reference}:{description}",
        (describe(effect) or "") if effect else "",
        line.transcript.protein or "",
    )


def _is_same_on(judge: Judge, line: Unspliced, edit: Edit) -> bool:
    """Say whether each assembly has one place for an edit, and nothing of it beforehand."""
    for assembly in {placement.assembly for placement in line.record.placements}:
        window = judge.find_window(line.record, assembly)
        carried = [trim(window.molecule.bases, e) for e in line.molecule.carry(edit, window.molecule)] if window else []
        if [(e.end - e.start, len(e.bases)) for e in carried] != [(edit.end - edit.start, len(edit.bases))]:
            return False
    return True
