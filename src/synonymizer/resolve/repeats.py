"""Repeats: exact counts are alleles, others keep their bounds; a repeat without a place is looked for in its gene.

Source: HGVS nomenclature 21.0, DNA/repeated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import NoSinglePlace
from synonymizer.lift import complement_repeat
from synonymizer.mapping import number, reverse_complement
from synonymizer.model import Repeat
from synonymizer.resolve.coordinates import resolve_genomic
from synonymizer.resolve.lookup import tiers, title
from synonymizer.resolve.tracts import is_exact
from synonymizer.resolve.transcripts import resolve_transcript_edit
from synonymizer.statements import Hints, Issue, Point

if TYPE_CHECKING:
    from synonymizer.model import Candidate, Options
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import StatedRepeat

FEWEST_COPIES = 5
"""Copies in a row that make a tract of the reference a repeat people count, where a name gives no place."""


def resolve_repeat(stated: StatedRepeat, hints: Hints, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Return the alleles that a repeat of an exact count makes, or the repeat with its bounds.

    Raises:
        NoSinglePlace: when no place is stated and the gene has none, or several.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when the units do not stand where the name says.
        UnsupportedError: when the repeat is too long.
    """
    issues: tuple[Issue, ...] = ()
    if stated.first is None:
        stated, hints, issues = _find_place(stated, hints, reference, options)
    if stated.axis in {"g", "m", "o"}:
        found = resolve_genomic(stated, hints, reference)
    else:
        found = resolve_transcript_edit(stated, hints, reference, options)
    if not is_exact(stated):
        found = tuple(replace(candidate, change=_keep_bounds(stated, candidate, reference)) for candidate in found)
    return tuple(replace(candidate, issues=candidate.issues + issues) for candidate in found)


def _keep_bounds(stated: StatedRepeat, candidate: Candidate, reference: Reference) -> Repeat:
    """Return the repeat at the tract that was found, its units read on the forward strand."""
    tract = candidate.change
    assert isinstance(tract, Allele)
    transcript = None if candidate.transcript is None else reference.find_transcript(candidate.transcript)
    frame = None if transcript is None else reference.geometry.frame(transcript, tract.sequence)
    strand = 1 if frame is None else frame.strand
    units = stated.units
    if not units[0][0]:
        size = _count_bases(stated)
        unit = tract.deleted[:size] if strand > 0 else reverse_complement(tract.deleted[-size:])
        units = ((unit, units[0][1]), *units[1:])
    repeat = Repeat(tract.sequence, tract.start, tract.end, units)
    return repeat if strand > 0 else complement_repeat(repeat)


def _count_bases(stated: StatedRepeat) -> int:
    """Return the bases of a unit that is given by its positions alone, which lie in one exon or intron."""
    assert stated.first is not None
    assert stated.last is not None
    return stated.last.base - stated.first.base + stated.last.offset - stated.first.offset + 1


def _find_place(
    stated: StatedRepeat, hints: Hints, reference: Reference, options: Options
) -> tuple[StatedRepeat, Hints, tuple[Issue, ...]]:
    """Find the one tract of the first transcript that the units fill.

    Raises:
        NoSinglePlace: when there is none, or more than one.
        ResolveError: when what is named is unknown or not held.
    """
    ranked, issues = tiers(hints, reference, options, coding=False)
    transcript = ranked[0][0]
    units = tuple(unit for unit, _ in stated.units)
    tracts = (
        _find_mixed(transcript, units, reference) if len(units) > 1 else _find_tracts(transcript, units[0], reference)
    )
    written = "".join(f"({unit})" for unit in units)
    if len(tracts) != 1:
        raise NoSinglePlace(
            f"The repeat {written} states no place, and {title(transcript)} has {len(tracts) or 'no'} such tract(s) of "
            f"{FEWEST_COPIES} copies or more. Give the position of the repeat."
        )
    base, offset = tracts[0]
    place, datum = number(transcript, base)
    point = Point(place, offset, datum)
    message = f"The repeat {written} states no place; the one tract of it on {title(transcript)} was taken."
    found = replace(stated, axis="n" if transcript.cds is None else "c", first=point, last=point)
    return found, Hints(transcript=transcript.accession), (*issues, Issue("W1011", "warning", message))


def _find_tracts(transcript: Transcript, unit: str, reference: Reference) -> list[tuple[int, int]]:
    """Return where tracts of a unit begin on the spliced transcript, as bases with their offset into an intron."""
    return [(start, 0) for start, _ in _find_runs(reference.geometry.spliced(transcript), unit)]


def _find_mixed(transcript: Transcript, units: tuple[str, ...], reference: Reference) -> list[tuple[int, int]]:
    """Return where tracts of all the units in their order begin, introns included: few places have such a tract."""
    frame = reference.geometry.main_frame(transcript)
    bases = reference.geometry.unspliced(transcript, frame).bases(0, frame.length)
    runs = [dict(_find_runs(bases, unit)) for unit in units]
    found = []
    for start, place in runs[0].items():
        for others in runs[1:]:
            place = others.get(place, -1)
        if place >= 0:
            found.append(frame.locate(start))
    return found


def _find_runs(bases: str, unit: str) -> list[tuple[int, int]]:
    """Return (start, end) of the runs of at least `FEWEST_COPIES` of a unit.

    >>> _find_runs("GTTTTTTACTTTTT", "T")
    [(1, 7), (9, 14)]
    """
    seed = unit * FEWEST_COPIES
    found: list[tuple[int, int]] = []
    place = bases.find(seed) if seed else -1
    while place >= 0:
        end = place + len(seed)
        while bases.startswith(unit, end):
            end += len(unit)
        found.append((place, end))
        place = bases.find(seed, end)
    return found
