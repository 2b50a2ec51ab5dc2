"""The ground holds what the reference says: bases, shared stretches, transcripts over a place, exons."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from synonymizer.batch.ground import Grounds
from synonymizer.batch.regions import find_linked, find_regions, find_stretches, find_windows, list_outlines
from synonymizer.reference import open_reference

if TYPE_CHECKING:
    from synonymizer.kernel.tables import Ground
    from synonymizer.reference import Reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.fixture(scope="module")
def grounds(reference: Reference) -> Grounds:
    grounds = Grounds(reference)
    grounds.load(range(len(grounds.ground.regions.start)))
    return grounds


def _list_segments(ground: Ground, row: int) -> list[tuple[int, int, int]]:
    at, count = ground.regions.segment_at[row], ground.regions.segment_count[row]
    table = ground.segments
    return [(table.start[i], table.end[i], table.shift[i]) for i in range(at, at + count)]


def test_bases_of_a_region_are_those_of_both_contigs_where_they_are_shared(
    reference: Reference, grounds: Grounds
) -> None:
    ground, contigs = grounds.ground, reference.contigs()
    shared = 0
    for row in range(len(ground.regions.start)):
        here = reference.geometry.sequence(contigs[ground.regions.contig[row]].accession)
        at = ground.regions.bases_at[row] - ground.regions.start[row]
        for start, end, shift in _list_segments(ground, row):
            bases = here.bases(start, end)
            assert ground.bases[at + start : at + end].decode() == bases
            there = reference.geometry.sequence(contigs[ground.regions.other_contig[row]].accession)
            assert there.bases(start + shift, end + shift) == bases
            shared += end - start
    held = sum(ground.regions.end) - sum(ground.regions.start)
    assert shared > 0.99 * held


def test_segments_are_in_order_and_do_not_overlap(grounds: Grounds) -> None:
    for row in range(len(grounds.ground.regions.start)):
        segments = _list_segments(grounds.ground, row)
        assert all(start < end for start, end, _ in segments)
        assert all(one[1] <= other[0] for one, other in pairwise(segments))


def test_transcripts_over_a_place_are_those_of_the_pipeline_in_its_order(
    reference: Reference, grounds: Grounds
) -> None:
    ground, contigs = grounds.ground, reference.contigs()
    draw = random.Random(5)
    cuts, labels = ground.cuts, ground.labels
    compared = 0
    for row in range(len(ground.regions.start)):
        segments = _list_segments(ground, row)
        contig = contigs[ground.regions.contig[row]].accession
        for _ in range(20 if segments else 0):
            start, end, _ = draw.choice(segments)
            place = draw.randrange(start, end)
            at, count = ground.regions.cut_at[row], ground.regions.cut_count[row]
            cut = max(i for i in range(at, at + count) if cuts.start[i] <= place)
            rows = ground.over[cuts.over_at[cut] : cuts.over_at[cut] + cuts.over_count[cut]]
            found = [labels.text(ground.transcripts.label[one]) for one in rows]
            over = reference.geometry.transcripts_over(contig, place, place + 1)
            frames = [(one, reference.geometry.frame(one, contig)) for one in over]
            expected = [one.accession for one, frame in frames if frame is not None and _is_over(frame, place)]
            assert found == expected
            compared += len(found)
    assert compared


def _is_over(frame: object, place: int) -> bool:
    from synonymizer.mapping import Frame, orient

    assert isinstance(frame, Frame)
    base = orient(place, place + 1, frame.strand)[0]
    first, last = frame.blocks[0], frame.blocks[-1]
    return first.source - first.start <= base < last.source + frame.length - last.start


def test_exons_are_those_of_the_frame_and_messages_those_of_the_geometry(
    reference: Reference, grounds: Grounds
) -> None:
    ground, table = grounds.ground, grounds.ground.transcripts
    for row in range(table.used):
        name = ground.labels.text(table.label[row])
        transcript = reference.find_transcript(name)
        assert transcript is not None
        message = ground.messages[table.message_at[row] : table.message_at[row] + table.length[row]].decode()
        assert message == reference.geometry.spliced(transcript)
        frame = reference.geometry.frame(transcript, reference.contigs()[table.contig[row]].accession)
        assert frame is not None
        assert frame.strand == table.strand[row]
        exons = ground.exons
        for block in range(table.exon_at[row], table.exon_at[row] + table.exon_count[row]):
            first = exons.first[block]
            size = exons.end[block] - exons.start[block]
            for base, place in ((first, exons.start[block]), (first + size - 1, exons.end[block] - 1)):
                on_line = frame.find(base, 0)
                held = next(b for b in frame.blocks if b.start <= on_line < b.start + b.length)
                assert held.source + on_line - held.start == place
                assert frame.exon_of(on_line) == exons.number[block]


def test_differences_are_where_a_message_is_not_its_contig_in_a_segment(reference: Reference, grounds: Grounds) -> None:
    ground, table, exons = grounds.ground, grounds.ground.transcripts, grounds.ground.exons
    shared = {
        (ground.regions.contig[row], start, end)
        for row in range(len(ground.regions.start))
        for start, end, _ in _list_segments(ground, row)
    }
    for row in range(table.used):
        sequence = reference.geometry.sequence(reference.contigs()[table.contig[row]].accession)
        at, count = table.difference_at[row], table.difference_count[row]
        differences = [(ground.differences.start[i], ground.differences.end[i]) for i in range(at, at + count)]
        assert differences == sorted(differences)
        strand = table.strand[row]
        for block in range(table.exon_at[row], table.exon_at[row] + table.exon_count[row]):
            low, high = exons.start[block], exons.end[block]
            start, end = (low, high) if strand > 0 else (-high, -low)
            bases = sequence.bases(start, end)
            first = table.message_at[row] + exons.first[block]
            message = ground.messages[first : first + high - low].decode()
            if strand < 0:
                message = message.translate(str.maketrans("ACGT", "TGCA"))[::-1]
            unlike = {start + i for i, (one, other) in enumerate(zip(bases, message, strict=True)) if one != other}
            in_segments = {
                place
                for place in unlike
                if any(c == table.contig[row] and left <= place < right for c, left, right in shared)
            }
            assert all(any(left <= place < right for left, right in differences) for place in in_segments)
    assert ground.differences.used


def test_a_place_where_the_assemblies_differ_is_in_no_segment(reference: Reference) -> None:
    contigs, outlines = reference.contigs(), list_outlines(reference)
    region = next(
        one
        for one in find_regions(reference, outlines)
        if contigs[one.contig].accession == "NC_000001.11" and one.start <= 169549810 < one.end
    )
    windows = find_windows(region, contigs[region.contig].accession, reference)
    stretches = find_stretches(windows, find_linked(windows, reference, outlines), reference, outlines)
    assert not any(one.start <= 169549810 < one.end for one in stretches)  # Factor V Leiden
    assert any(one.end <= 169549810 for one in stretches)
    assert any(one.start > 169549810 for one in stretches)


def test_a_transcript_is_found_with_its_region(reference: Reference) -> None:
    grounds = Grounds(reference)
    row = grounds.find_transcript("NM_003156.3")
    assert grounds.ground.labels.text(grounds.ground.transcripts.label[row]) == "NM_003156.3"
    assert grounds.ground.genes.text(grounds.ground.transcripts.gene[row]) == "STIM1"
    beta = grounds.find_transcript("NM_000518.5")  # stored without its introns
    assert (grounds.ground.transcripts.exon_count[beta], grounds.ground.transcripts.length[beta]) == (3, 628)
    assert grounds.find_transcript("none") == -1
