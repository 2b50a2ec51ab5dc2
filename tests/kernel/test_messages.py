"""Names laid on their contigs in columns: what the engine says of a text it covers is what the pipeline says of it.

Names are drawn on transcripts of every kind and on contigs, near the edges of exons and codes, right ones and wrong
ones: with other bases than the reference has, beyond the intron or the end, hanging on no exon boundary.
"""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest

from synonymizer import Synonymizer
from synonymizer.batch.engine import Engine, Spec
from synonymizer.errors import OutOfRange, RegionNotHeld
from synonymizer.kernel.tables import DONE, make_column
from synonymizer.mapping import number, reverse_complement
from synonymizer.model import Options
from synonymizer.reference import Reference, open_reference
from synonymizer.spelling.points import write_point
from synonymizer.statements import Point
from tests.kernel.plain import load_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from synonymizer.briefs import Brief
    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript

FIELDS = ("key", "g38", "g37", "codes", "transcript", "c")
KINDS = ("sub", "sub", "del", "dup", "ins", "inv", "delins")
DRAWN = 1500
DRAWN_PLAIN = 250


@cache
def reference() -> Reference:
    return open_reference()


@cache
def transcripts() -> tuple[Transcript, ...]:
    return tuple(one for gene in reference().genes() for one in reference().transcripts_of(gene))


def draw_names(count: int, seed: int) -> list[str]:
    """Return names of changes on transcripts and on contigs, some of which are none."""
    dice = random.Random(seed)
    names: list[str] = []
    while len(names) < count:
        transcript = dice.choice(transcripts())
        frame = next(iter(reference().geometry.frames(transcript)))
        try:
            names += _draw_on(transcript, frame, dice)
        except (OutOfRange, RegionNotHeld):
            continue
    return names[:count]


def _draw_on(transcript: Transcript, frame: Frame, dice: random.Random) -> Iterator[str]:
    line = reference().geometry.unspliced(transcript, frame)
    first = _draw_place(transcript, frame, dice)
    kind = dice.choice(KINDS)
    size = 1 if kind == "sub" else 2 if kind == "ins" else dice.choice((1, 1, 2, 3, 4, 7, 30))
    axis = "n" if transcript.cds is None else "c"
    points = [_write_point(transcript, frame.locate(place), dice) for place in (first, first + size - 1)]
    labels = [transcript.accession, transcript.accession, f"{frame.sequence}({transcript.accession})"]
    labels += [f"{transcript.accession}({transcript.gene})", *transcript.synonyms]
    change = _write_change(kind, "_".join(dict.fromkeys(points)), line.bases(first, first + size), dice)
    yield f"{dice.choice(labels)}:{axis}.{change}"
    contig = reference().find_contig(frame.sequence)
    if contig is None:
        return
    sequence, start = reference().geometry.sequence(contig.accession), _leave(frame, first, size)
    bases = sequence.bases(start, start + size)
    places = dict.fromkeys((str(start + 1), str(start + size)))
    yield f"{contig.accession}:g.{_write_change(kind, '_'.join(places), bases, dice)}"
    yield _write_coordinates(contig.accession, contig.name, start, bases, dice)


def _draw_place(transcript: Transcript, frame: Frame, dice: random.Random) -> int:
    """Draw a base of the line near the edge of an exon or of the code, or anywhere in one."""
    exon = dice.choice(frame.exons)
    edges = [exon.start, exon.end, dice.randint(exon.start, exon.end)]
    if transcript.cds is not None:
        edges += [frame.find(transcript.cds.start, 0), frame.find(transcript.cds.end - 1, 0)]
    return max(0, dice.choice(edges) + dice.choice((0, -1, 1, -2, 2, -3, 3, -17, 40, -400)))


def _leave(frame: Frame, first: int, size: int) -> int:
    """Return the place on the contig of the leftmost of some bases of the line, where no gap lies among them."""
    for block in frame.blocks:
        if block.start <= first and first + size <= block.start + block.length:
            place = block.source + first - block.start
            return place if frame.strand > 0 else -place - size
    raise OutOfRange("The bases lie on both sides of a gap.")


def _write_point(transcript: Transcript, located: tuple[int, int], dice: random.Random) -> str:
    """Write a position, now and then a wrong one, or one that counts on into the part behind."""
    base, offset = located
    base += dice.choice((0,) * 30 + (1, -1))
    if offset:
        offset += dice.choice((0,) * 20 + (1, -1, 100_000))
    place, datum = number(transcript, base)
    if transcript.cds is not None and datum == "cds_end" and dice.random() < 0.1:
        place, datum = base - transcript.cds.start, "cds_start"
    return write_point(Point(place, offset, datum))


def _write_change(kind: str, place: str, bases: str, dice: random.Random) -> str:
    stated = dice.choice((bases, bases, bases, "".join(dice.choice("ACGT") for _ in bases)))
    new = "".join(dice.choice("ACGT") for _ in range(dice.choice((1, 1, 2, 3, 6))))
    if kind == "sub":
        return f"{place}{stated}>{new[0] if new[0] != stated else reverse_complement(stated)}"
    if kind == "ins":
        return f"{place}ins{dice.choice((new, bases, bases[:1]))}"
    beside = dice.choice(("", "", stated, str(len(bases))))
    if kind == "delins":
        return f"{place}del{beside}ins{dice.choice((new, new, reverse_complement(bases)))}"
    return f"{place}{kind}{beside}"


def _write_coordinates(accession: str, name: str, start: int, bases: str, dice: random.Random) -> str:
    inserted = "".join(dice.choice("ACGT") for _ in range(2))
    new = dice.choice((bases[:1] + inserted, inserted, bases[0] if len(bases) > 1 else reverse_complement(bases)))
    style = dice.choice(
        (
            "{accession}:{start}:{bases}:{new}",
            "{accession}:{start}:{size}:{new}",
            "{name}-{position}-{bases}-{new}",
            "chr{name}:{position}:{bases}:{new}",
            "chr{name}:{position} {bases}>{new}",
            "{name} {position} {bases} {new}",
            "{accession}-{position}-{bases}-{new}",
        )
    )
    position, size = start + 1, len(bases)
    return style.format(accession=accession, name=name, start=start, position=position, bases=bases, size=size, new=new)


def say(brief: Brief) -> dict[str, str]:
    """Return what a brief says in the fields that are compared."""
    found = {"key": brief.key, "g38": brief.grch38, "g37": brief.grch37, "codes": ",".join(brief.codes)}
    own = brief.carried[0] if brief.carried else None
    return found | {"transcript": own.transcript if own else "", "c": own.coding if own else ""}


def check(texts: list[str], options: Options, engine_module: ModuleType | None = None) -> float:
    """Check every row that the kernel covers, and return their share of those that have an answer."""
    spec = Spec(options=options, fields=FIELDS)
    maker = Engine if engine_module is None else engine_module.Engine
    answers = maker(spec, open_reference()).cover_texts(make_column(texts))
    pipeline = Synonymizer(reference())
    covered = answered = 0
    ends = [0, *answers.carried_end]
    for row, text in enumerate(texts):
        brief = pipeline.brief(text, options)
        answered += brief.status == "ok"
        if answers.state[row] != DONE:
            continue
        covered += 1
        found = {name: answers.columns[name].text(row) for name in ("key", "g38", "g37", "codes")}
        for name in ("transcript", "c"):
            found[name] = answers.columns[name].text(ends[row]) if ends[row] < ends[row + 1] else ""
        assert found == say(brief), text
    return covered / answered


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options("CFTR", "NM_000492.4"),
        Options(assembly="GRCh38"),
        Options(assembly="GRCh37"),
        Options(strict=True),
    ],
    ids=["nothing stated", "gene", "GRCh38", "GRCh37", "strict"],
)
def test_names_are_answered_as_the_pipeline_answers_them(options: Options) -> None:
    is_asked_whole = options == Options()
    share = check(draw_names(DRAWN if is_asked_whole else DRAWN // 4, 5), options)
    assert not is_asked_whole or share > 0.9


def test_the_plain_kernel_answers_alike() -> None:
    check(draw_names(DRAWN_PLAIN, 6), Options(), load_plain("synonymizer.batch.engine"))
