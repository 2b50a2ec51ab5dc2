"""Laws of junctions, on real sequences: one key however they are told, the same bases, and names that lead back."""

from __future__ import annotations

from functools import cache
from typing import Literal

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from synonymizer import Reference, open_reference
from synonymizer.edits import Letters
from synonymizer.identify import identify, parse_in_gene
from synonymizer.junctions import Meeting, meet, move, reverse
from synonymizer.mapping import carry_base, invert, orient, reverse_complement
from synonymizer.model import Junction, JunctionProjection, Options
from synonymizer.normalize import normalize, place_junction
from synonymizer.places import ASSEMBLIES, Assembly, Interval, Side
from synonymizer.project import project
from synonymizer.render import render

FEWER = settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
FLANK = 60
"""Bases on each side of a junction that are compared; it moves by fewer where sequences are drawn at random."""

KEEPS: st.SearchStrategy[Literal["left", "right"]] = st.sampled_from(("left", "right"))


@cache
def reference() -> Reference:
    return open_reference()


@cache
def windows(assembly: Assembly) -> tuple[tuple[str, Interval], ...]:
    """Return the stretches of an assembly that the embedded genes are held on."""
    found = set()
    for symbol in reference().genes():
        for transcript in reference().transcripts_of(symbol)[:1]:
            for frame in reference().geometry.frames(transcript):
                contig = reference().find_contig(frame.sequence)
                base = carry_base(invert(frame.blocks), frame.exons[0].start)
                if contig is not None and contig.assembly == assembly and contig.name != "MT" and base is not None:
                    start, end = orient(base, base + 1, frame.strand)
                    found.add((contig.accession, reference().geometry.sequence(contig.accession).held(start, end)))
    return tuple(sorted((one for one in found if len(one[1]) > 9 * FLANK), key=str))


@st.composite
def sides(draw: st.DrawFn, assembly: Assembly) -> Side:
    accession, window = draw(st.sampled_from(windows(assembly)))
    place = draw(st.integers(window.start + 4 * FLANK, window.end - 4 * FLANK))
    return Side(accession, place, draw(KEEPS))


@st.composite
def junctions(draw: st.DrawFn) -> Junction:
    """Draw a junction, often with bases between its sides that one of them goes on with."""
    assembly = draw(st.sampled_from(ASSEMBLIES))
    first, second = draw(sides(assembly)), draw(sides(assembly))
    ahead = read(Side(first.sequence, first.place, first.keeps), 0, draw(st.integers(0, 6)), is_first=True)
    behind = read(second, -draw(st.integers(0, 6)), 0, is_first=False)
    linker = ahead + draw(st.text("ACGT", max_size=3)) + behind
    junction = Junction(first, second, linker)
    assume(not runs_on(junction))
    return junction


def runs_on(junction: Junction) -> bool:
    """Whether a junction is a deletion of its one sequence, or no change of it."""
    one, other = sorted((junction.first, junction.second), key=lambda side: side.keeps)
    is_in_order = (one.keeps, other.keeps) == ("left", "right") and one.place <= other.place + FLANK
    return one.sequence == other.sequence and is_in_order


def read(side: Side, start: int, end: int, *, is_first: bool) -> str:
    """Return bases of a sequence beside a breakpoint, counted from there in the direction in which it is read."""
    sequence = reference().geometry.sequence(side.sequence)
    if is_first == (side.keeps == "left"):
        return sequence.bases(side.place + start, side.place + end)
    return reverse_complement(sequence.bases(side.place - end, side.place - start))


def spell(junction: Junction, flank: int) -> str:
    """Return the bases that a junction makes."""
    before = read(junction.first, -flank, 0, is_first=True)
    return before + junction.linker + read(junction.second, 0, flank, is_first=False)


def find(junction: Junction) -> Meeting:
    first, second = (reference().geometry.sequence(side.sequence) for side in (junction.first, junction.second))
    return meet(junction, first, second)


def mean(text: str) -> str:
    return identify(parse_in_gene(text, reference(), Options()), reference(), Options())[0].key


@FEWER
@given(junctions())
def test_a_junction_read_backwards_has_the_same_key(junction: Junction) -> None:
    assert normalize(junction, reference()).key == normalize(reverse(junction), reference()).key


@FEWER
@given(junctions())
def test_a_junction_is_normalized_once_and_keeps_its_bases(junction: Junction) -> None:
    normal = normalize(junction, reference())
    assert normal.complete
    assert isinstance(normal.change, Junction)
    assert normalize(normal.change, reference()).key == normal.key
    there = next(filter(None, (place_junction(junction, assembly, reference()) for assembly in ASSEMBLIES)))
    made = spell(there, 2 * FLANK)
    kept = spell(normal.change, FLANK)
    assert kept in made or reverse_complement(kept) in made


@FEWER
@given(junctions())
def test_it_does_not_matter_at_which_of_its_places_a_junction_is_told(junction: Junction) -> None:
    meeting = find(junction)
    for shift in range(-min(meeting.back, FLANK), min(meeting.forth, FLANK) + 1):
        told = meeting.at(shift).junction
        assert spell(told, FLANK) in spell(meeting.junction, 3 * FLANK)
        assert normalize(told, reference()).key == normalize(junction, reference()).key


@FEWER
@given(junctions(), st.integers(1, 6))
def test_bases_that_a_side_goes_on_with_may_be_told_as_linker(junction: Junction, count: int) -> None:
    junction = find(junction).junction
    last = read(junction.first, -count, 0, is_first=True)
    told = Junction(move(junction, -count, 0).first, junction.second, last + junction.linker)
    assert normalize(told, reference()).key == normalize(junction, reference()).key


@settings(FEWER, max_examples=20)
@given(junctions())
def test_every_name_of_a_junction_leads_back_to_it(junction: Junction) -> None:
    normal = normalize(junction, reference())
    projections = project(normal, reference())
    assert {type(projection) for projection in projections} == {JunctionProjection}
    names = render(projections, key=normal.key, gene=None)
    assert len(names) >= 3 * len(projections)
    assert [name.text for name in names if mean(name.text) != normal.key] == []


def test_a_fusion_of_messages_lies_between_exons_where_it_may() -> None:
    first, second = (reference().find_transcript(name) for name in ("NM_003156.3", "NM_004333.6"))
    assert first is not None
    assert second is not None
    for exon in first.exons[:-1]:
        for other in second.exons[1:]:
            junction = Junction(Side(first.accession, exon.end, "left"), Side(second.accession, other.start, "right"))
            meeting = meet(
                junction,
                Letters(first.accession, reference().geometry.spliced(first)),
                Letters(second.accession, reference().geometry.spliced(second)),
            )
            for shift in range(-meeting.back, meeting.forth + 1):
                normal = normalize(meeting.at(shift).junction, reference())
                assert normal.change == junction
