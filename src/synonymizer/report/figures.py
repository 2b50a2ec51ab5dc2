"""The figures of a reading: its change on the gene, and among the residues and bases beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import VariantError
from synonymizer.model import SetProjection, TranscriptProjection
from synonymizer.normalize import Normal
from synonymizer.picture import draw_reading
from synonymizer.project import project
from synonymizer.report.alignment import Told, align_bases, align_residues
from synonymizer.report.drawing import describe, draw_gene, draw_track
from synonymizer.report.markup import Markup, element, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Projection, Reading
    from synonymizer.picture import Picture
    from synonymizer.reference import Reference
    from synonymizer.report.alignment import Alignment, Column


def write_figures(reading: Reading, change: str, identity: str, reference: Reference) -> Iterator[Markup]:
    """Yield the figures of a reading, none where the bases they need are not held.

    Args:
        reading: one meaning of an input.
        change: what its change is called on the picture.
        identity: tells the reading from others of the page.
        reference: the reference data.
    """
    try:
        picture = draw_reading(reading, reference, is_alone=False)
        told = tuple(_find_told(_project(reading, reference), reading.transcript))
    except VariantError:
        return
    if picture is not None:
        yield _write_gene(picture, change, identity)
    alignments = tuple(figure for one in told for figure in _write_alignments(one, reference))
    if alignments:
        yield element("div", {"class": "alignments"}, *alignments)


def _project(reading: Reading, reference: Reference) -> tuple[Projection, ...]:
    return () if reading.change is None else project(Normal(reading.change, reading.key or ""), reference)


def _find_told(projections: Iterable[Projection], transcript: str | None) -> Iterator[Told]:
    """Yield the projection on the transcript that the reading is told by; of a set, that of each member."""
    found: dict[str, Told] = {}
    for projection in projections:
        if isinstance(projection, SetProjection):
            for member in projection.members:
                yield from _find_told(member, transcript)
        elif isinstance(projection, Told) and projection.transcript is not None:
            found.setdefault(projection.transcript.accession, projection)
    chosen = found.get(transcript or "") or next(iter(found.values()), None)
    if chosen is not None:
        yield chosen


def _write_gene(picture: Picture, change: str, identity: str) -> Markup:
    first, *others = picture.tracks
    gene = first.transcript.gene
    direction = "forward" if picture.strand > 0 else "reverse"
    legend = f"Exons to scale, coding parts high; introns compressed. {picture.sequence}, {direction} strand."
    rows = (element("li", None, describe(track), draw_track(track, picture.width)) for track in others)
    return element(
        "figure",
        {"class": "gene"},
        element("h4", None, f"On the gene {gene}"),
        draw_gene(picture, change, identity),
        element("figcaption", None, f"{describe(first)} {legend}"),
        fold(f"Other transcripts of {gene} ({len(others)})", element("ul", None, *rows)) if others else "",
    )


# ---------------------------------------------------------------- alignments


def _write_alignments(told: Told, reference: Reference) -> Iterator[Markup]:
    residues = align_residues(told, reference)
    if residues is not None:
        yield _write_alignment(residues, "Protein", "Residue", _describe_tail(residues.tail))
    bases = align_bases(told, reference) if isinstance(told, TranscriptProjection) else None
    if bases is not None:
        has_intron = any(column.before.islower() for column in bases.columns)
        yield _write_alignment(bases, "DNA", "Base", ("Small letters are an intron.",) if has_intron else ())


def _write_alignment(alignment: Alignment, heading: str, unit: str, caption: tuple[str | Markup, ...]) -> Markup:
    columns = alignment.columns
    shown = _choose_numbers(columns)
    numbers = (
        element("span", None if index in shown else {"class": "unseen"}, column.label or "new")
        for index, column in enumerate(columns)
    )
    table = element(
        "table",
        None,
        element(
            "tr",
            None,
            element("th", {"scope": "col"}, element("span", {"class": "unseen"}, unit)),
            *(element("th", {"scope": "col"}, number) for number in numbers),
        ),
        _write_row("Before", "del", ((column.before, column.is_changed) for column in columns)),
        _write_row("After", "ins", ((column.after, column.is_changed) for column in columns)),
    )
    name = f"{heading} around the change, {alignment.accession}"
    return element(
        "figure",
        {"class": "alignment"},
        element("h4", None, name),
        element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": name}, table),
        element("figcaption", None, *caption) if caption else "",
    )


def _choose_numbers(columns: tuple[Column, ...]) -> set[int]:
    """Return the columns whose numbers are seen: both ends, and the first that is changed, or the one before it."""
    numbered = [index for index, column in enumerate(columns) if column.label]
    first_changed = next((index for index, column in enumerate(columns) if column.is_changed), 0)
    return {*numbered[:1], *[index for index in numbered if index <= first_changed][-1:], *numbered[-1:]}


def _write_row(heading: str, look: str, cells: Iterable[tuple[str, bool]]) -> Markup:
    letters = (element(look, None, letter or "–") if is_changed else letter for letter, is_changed in cells)
    return element(
        "tr", None, element("th", {"scope": "row"}, heading), *(element("td", None, letter) for letter in letters)
    )


def _describe_tail(tail: str) -> tuple[str | Markup, ...]:
    """Return new residues in tens, so that they can be counted and break over lines."""
    if not tail:
        return ()
    tens = " ".join(tail[start : start + 10] for start in range(0, len(tail), 10))
    count = len(tail.rstrip("*…"))
    ending = " and a stop" if tail.endswith("*") else "; no stop is known"
    return f"New: {count} residue{'s'[: count != 1]}{ending}. ", element("code", None, tens)
