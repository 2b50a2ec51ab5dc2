"""The picture of a gene: transcripts on one scale, with introns compressed, and where a change lies on them. Geometry.

Exons are drawn to scale, base for base. An intron is drawn as wide as the logarithm of its length, and a place in it as
deep as the logarithm of its distance from the nearer exon, so that +1, +5 and +10,000 can be told apart. The unit is
one exonic base; whoever draws the picture chooses how many of them a column or a pixel holds.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, Literal, assert_never

from synonymizer.mapping import unnumber
from synonymizer.model import (
    BoundedProjection,
    Category,
    EventProjection,
    ProteinProjection,
    RepeatProjection,
    SetProjection,
    TranscriptProjection,
)
from synonymizer.normalize import Normal
from synonymizer.places import Interval
from synonymizer.project import project
from synonymizer.project.categories import project_member
from synonymizer.statements import Bounds, Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.mapping import Frame
    from synonymizer.model import Projection, Reading
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import ProteinEdit

INTRON_SCALE = 15.0
"""Units per natural logarithm of an intron's length: one of 5,000 bases is as wide as a usual exon."""


@dataclass(frozen=True, slots=True)
class Part:
    """An exon, or the intron behind it, `start` to `end` in units from the 5' end; `number` counts from 1.

    `coding` is the stretch of an exon that codes, None where nothing of it does.
    """

    kind: Literal["exon", "intron"]
    number: int
    start: float
    end: float
    coding: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a change lies: `start` to `end` is changed for certain; an insertion is the place where they are equal.

    Breakpoints that are only bounded lie between `low` and `start`, and between `end` and `high`; None is a bound that
    is unknown. Those of an exact change are `start` and `end` themselves.
    """

    start: float
    end: float
    low: float | None
    high: float | None

    @property
    def is_exact(self) -> bool:
        """Whether both breakpoints are known."""
        return (self.low, self.high) == (self.start, self.end)


@dataclass(frozen=True, slots=True)
class Track:
    """One transcript from 5' to 3': exons and introns in turn, without gaps between them, and the marks on it."""

    transcript: Transcript
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Transcripts under each other on one scale, `width` units wide, as they lie on `sequence`."""

    sequence: str
    strand: Literal[1, -1]
    width: float
    tracks: tuple[Track, ...]


def draw_reading(reading: Reading, reference: Reference, *, is_alone: bool = True) -> Picture | None:
    """Return the transcript that a reading is told by, with its change; None where it lies on no transcript held.

    Args:
        reading: one meaning of an input.
        reference: the reference data.
        is_alone: whether the transcript is drawn alone, or above the other transcripts of its gene.
    """
    projections = tuple(_find_projections(reading, reference))
    chosen = reference.find_transcript(reading.transcript) if reading.transcript else None
    if chosen is None:
        chosen = next((one.transcript for one in projections if one.transcript is not None), None)
    if chosen is None:
        return None
    others = () if is_alone else reference.transcripts_of(chosen.gene)
    return draw((chosen, *(other for other in others if other != chosen)), reference, projections)


def draw(
    transcripts: tuple[Transcript, ...], reference: Reference, projections: tuple[Projection, ...] = ()
) -> Picture:
    """Return transcripts of one gene on one scale, each with the marks of the projections on it.

    The first transcript decides the genomic sequence; one that does not lie on it in the same direction is left out.
    """
    main = reference.geometry.main_frame(transcripts[0])
    laid = [(one, reference.geometry.frame(one, main.sequence)) for one in transcripts]
    frames = [(one, frame) for one, frame in laid if frame is not None and frame.strand == main.strand]
    scale = _Scale(exon for _, frame in frames for exon in _place_exons(frame))
    tracks = tuple(
        Track(one, tuple(_lay_parts(one, frame, scale)), tuple(_find_marks(one, frame, scale, projections)))
        for one, frame in frames
    )
    return Picture(main.sequence, main.strand, scale.width, tracks)


class _Scale:
    """Genomic places, oriented as the transcripts are, to units: exons base for base, what lies between compressed."""

    def __init__(self, exons: Iterable[Interval]) -> None:
        self._exons: list[Interval] = []
        for exon in sorted(exons, key=lambda one: one.start):
            if self._exons and exon.start <= self._exons[-1].end:
                last = self._exons.pop()
                exon = Interval(last.start, max(last.end, exon.end))
            self._exons.append(exon)
        self._starts = [exon.start for exon in self._exons]
        self._units = [0.0]
        for left, right in zip(self._exons, self._exons[1:], strict=False):
            self._units.append(self._units[-1] + len(left) + _compress(right.start - left.end))

    @property
    def width(self) -> float:
        """The width of all."""
        return self._units[-1] + len(self._exons[-1])

    def at(self, place: int) -> float:
        """Return where an interbase place is drawn; one outside is drawn at the end."""
        index = bisect_right(self._starts, place) - 1
        if index < 0:
            return 0.0
        exon, unit = self._exons[index], self._units[index]
        if place <= exon.end or index + 1 == len(self._exons):
            return unit + min(place - exon.start, len(exon))
        gap = self._starts[index + 1] - exon.end
        return unit + len(exon) + _compress(gap) * _deepen(place - exon.end, gap)


def _compress(length: int) -> float:
    return INTRON_SCALE * log1p(length)


def _deepen(distance: int, length: int) -> float:
    """Return how far into a compressed intron a place is drawn, as a fraction of its width."""
    half = length / 2
    if distance > half:
        return 1 - _deepen(length - distance, length)
    return log1p(distance) / log1p(half) / 2


def _place_exons(frame: Frame) -> Iterator[Interval]:
    for exon in frame.exons:
        yield Interval(_to_genome(frame, exon.start), _to_genome(frame, exon.end))


def _to_genome(frame: Frame, place: int) -> int:
    """Return the oriented genomic place of a place of the line; inside bases the genome lacks, the one before them."""
    blocks = frame.blocks
    block = blocks[bisect_right(blocks, place, key=lambda one: one.start) - 1]
    return block.source + min(place - block.start, block.length)


def _lay_parts(transcript: Transcript, frame: Frame, scale: _Scale) -> Iterator[Part]:
    end = 0.0
    for index, exon in enumerate(_place_exons(frame)):
        start = scale.at(exon.start)
        if index:
            yield Part("intron", index, end, start)
        end = scale.at(exon.end)
        coding = _find_coding(transcript, index, frame)
        stretch = None if coding is None else (scale.at(coding.start), scale.at(coding.end))
        yield Part("exon", index + 1, start, end, stretch)


def _find_coding(transcript: Transcript, index: int, frame: Frame) -> Interval | None:
    """Return the genomic stretch of an exon that codes."""
    exon, cds = transcript.exons[index], transcript.cds
    if cds is None or exon.end <= cds.start or cds.end <= exon.start:
        return None
    shift = frame.exons[index].start - exon.start
    start, end = max(exon.start, cds.start), min(exon.end, cds.end)
    return Interval(_to_genome(frame, start + shift), _to_genome(frame, end + shift))


# ---------------------------------------------------------------- marks


def _find_projections(reading: Reading, reference: Reference) -> Iterator[_OnTranscript]:
    """Yield the projections of a reading that lie on transcripts; of a class, those of its members."""
    change = reading.change
    if change is None:
        return
    if isinstance(change, Category):
        for member in change.members:
            yield from _flatten(project_member(member, reading.transcript, reference))
    yield from _flatten(project(Normal(change, reading.key or ""), reference))


_OnTranscript = TranscriptProjection | EventProjection | BoundedProjection | RepeatProjection | ProteinProjection


def _flatten(projections: Iterable[Projection]) -> Iterator[_OnTranscript]:
    for projection in projections:
        if isinstance(projection, SetProjection):
            for member in projection.members:
                yield from _flatten(member)
        elif isinstance(projection, _OnTranscript) and projection.transcript is not None:
            yield projection


def _find_marks(
    transcript: Transcript, frame: Frame, scale: _Scale, projections: Iterable[Projection]
) -> Iterator[Mark]:
    """Yield the marks of the projections on a transcript, each once."""
    seen: set[Mark] = set()
    for projection in _flatten(projections):
        if projection.transcript != transcript or not _counts_on(projection, frame):
            continue
        mark = _mark(projection, transcript, frame, scale)
        if mark is not None and mark not in seen:
            seen.add(mark)
            yield mark


def _counts_on(projection: _OnTranscript, frame: Frame) -> bool:
    """Whether offsets into introns count on the sequence of the frame; introns may differ between assemblies."""
    if isinstance(projection, ProteinProjection):
        return True
    if isinstance(projection, TranscriptProjection) and projection.is_exonic:
        return True
    return projection.reference == frame.sequence


def _mark(projection: _OnTranscript, transcript: Transcript, frame: Frame, scale: _Scale) -> Mark | None:
    def before(point: Point) -> float:
        return scale.at(_to_genome(frame, _find(point, transcript, frame)))

    def behind(point: Point) -> float:
        return scale.at(_to_genome(frame, _find(point, transcript, frame)) + 1)

    match projection:
        case ProteinProjection(edit=edit):
            codons = _find_codons(edit, transcript)
            return None if codons is None else _exact(before(codons[0]), behind(codons[1]))
        case TranscriptProjection(kind="ins", first=point):
            return _exact(behind(point), behind(point))
        case TranscriptProjection(first=first, last=last) | RepeatProjection(first=first, last=last):
            return _exact(before(first), behind(last))
        case BoundedProjection(is_within=True, left=Bounds(first, last)) if first and last:
            return _exact(before(first), behind(last))
        case EventProjection(left=left, right=right) | BoundedProjection(left=left, right=right):
            if left.last is None or right.first is None:
                return None
            return Mark(
                start=before(left.last) if left.first in {None, left.last} else behind(left.last),
                end=behind(right.first) if right.last in {None, right.first} else before(right.first),
                low=None if left.first is None else before(left.first),
                high=None if right.last is None else behind(right.last),
            )
        case _:
            assert_never(projection)


def _exact(start: float, end: float) -> Mark:
    return Mark(start, end, start, end)


def _find_codons(edit: ProteinEdit, transcript: Transcript) -> tuple[Point, Point] | None:
    """Return the first base of the first codon that a protein change names, and the last base of the last one."""
    if transcript.cds is None or edit.first < 0:
        return None
    last = max(edit.first, edit.last)
    return Point(3 * edit.first, datum="cds_start"), Point(3 * last + 2, datum="cds_start")


def _find(point: Point, transcript: Transcript, frame: Frame) -> int:
    """Return the base of the line that a point of the transcript names."""
    return frame.find(unnumber(transcript, point.base, point.datum), point.offset)
