"""The names of alleles on transcripts, in columns: the same transcripts as in the pipeline, in the same order."""

from __future__ import annotations

import random
from array import array
from contextlib import suppress
from functools import cache
from types import ModuleType

import pytest

from synonymizer.alleles import Allele
from synonymizer.briefs import EXTENTS, Extent
from synonymizer.errors import RegionNotHeld
from synonymizer.kernel import joins as compiled
from synonymizer.kernel.tables import DONE, NEAR_DIFFERENCE, NOT_COVERED, Hits, Places
from synonymizer.model import TranscriptProjection
from synonymizer.places import Interval
from synonymizer.project.transcripts import make_point
from synonymizer.statements import Point
from tests.kernel.joining import grounds, place_edits, project, reference
from tests.kernel.plain import load_plain
from tests.oracle.batch import read_clinvar
from tests.oracle.clinvar import TABLE

Named = tuple[str, Point, Point]
"""A transcript, and the first and last base that the name on it gives."""


def join(places: Places, extent: Extent, module: ModuleType = compiled) -> Hits:
    found: Hits = module.join(places, grounds().ground, EXTENTS.index(extent))
    return found


def within(projections: tuple[TranscriptProjection, ...], extent: Extent, own: str) -> list[Named]:
    """The names that the answer tells of, as `Brief.within` chooses them."""
    first = [one for one in projections if one.transcript.accession == own] or list(projections[:1])
    others = [one for one in projections if one not in first]
    genes = {one.transcript.gene for one in first}
    wanted = {
        "one": [],
        "gene": [one for one in others if one.is_main and one.transcript.gene not in genes],
        "all": others,
    }
    return [(one.transcript.accession, one.first, one.last) for one in (*first, *wanted[extent])]


def read_hits(hits: Hits, row: int) -> list[Named]:
    return [read_hit(hits, hit) for hit in range(hits.row_end[row - 1] if row else 0, hits.row_end[row])]


def read_hit(hits: Hits, hit: int) -> Named:
    """A hit's name; its exons are those of the transcript."""
    found = grounds().ground.labels.text(grounds().ground.transcripts.label[hits.transcript[hit]])
    transcript = reference().find_transcript(found)
    assert transcript is not None
    ends = (
        (hits.first[hit], hits.first_offset[hit], hits.first_exon[hit]),
        (hits.last[hit], hits.last_offset[hit], hits.last_exon[hit]),
    )
    for base, offset, exon in ends:
        assert exon == (-1 if offset else next(i for i, e in enumerate(transcript.exons) if holds(e, base)))
    first, last = (make_point(transcript, base, offset) for base, offset, _ in ends)
    return found, first, last


def holds(exon: Interval, base: int) -> bool:
    return exon.start <= base < exon.end


@pytest.mark.parametrize("extent", EXTENTS)
def test_names_are_those_of_the_pipeline(extent: Extent) -> None:
    edits, places = place_edits(3000)
    placed = sum(state == DONE for state in places.state)
    hits = join(places, extent)
    covered = [row for row in range(len(edits)) if places.state[row] == DONE]
    assert len(covered) > 0.9 * placed > 1000
    for row in covered:
        assert read_hits(hits, row) == within(project(edits[row]), extent, ""), edits[row]


@pytest.mark.parametrize("extent", EXTENTS)
def test_the_transcript_that_a_text_names_comes_first(extent: Extent) -> None:
    edits, places = place_edits(1500)
    chance = random.Random(3)
    owned = [project(edit) if state == DONE else () for edit, state in zip(edits, places.state, strict=True)]
    owns = [chance.choice(named).transcript.accession if named else "" for named in owned]
    places.own = array("i", [grounds().find_transcript(own) if own else -1 for own in owns])
    hits = join(places, extent)
    rows = [row for row in range(len(edits)) if owns[row] and places.state[row] == DONE]
    assert len(rows) > 700
    for row in rows:
        assert read_hits(hits, row) == within(owned[row], extent, owns[row]), edits[row]
    assert not any(read_hits(hits, row) for row in range(len(edits)) if places.state[row] != DONE)


def test_a_transcript_that_does_not_carry_the_allele_is_for_the_pipeline() -> None:
    edits, places = place_edits(300)
    elsewhere = reference().transcripts_of("MLH1")[0]
    own = grounds().find_transcript(elsewhere.accession)
    assert own >= 0
    places.own = array("i", [own]) * len(edits)
    join(places, "all")
    for edit, state in zip(edits, places.state, strict=True):
        if state == DONE:
            assert elsewhere in {one.transcript for one in project(edit)}
    assert NOT_COVERED in places.state


def test_only_where_a_transcript_differs_from_its_contig_is_it_left_to_the_pipeline() -> None:
    """All transcripts of a row that is left differ, or one of them has a difference near; no other row is left."""
    edits, before = place_edits(3000)
    _, places = place_edits(3000)
    join(places, "all")
    left = [row for row in range(len(edits)) if places.state[row] != before.state[row]]
    differing = {row for row in left if places.state[row] == NEAR_DIFFERENCE}
    table = grounds().ground.transcripts
    for row in differing:
        place = before.start[row]
        over = [one for one in range(table.used) if table.start[one] - 50 <= place <= table.end[one] + 50]
        assert any(table.difference_count[one] for one in over)
    assert differing
    assert len(left) - len(differing) < 10


def test_the_plain_kernel_says_the_same() -> None:
    _, places = place_edits(400)
    _, again = place_edits(400)
    assert join(again, "all", load_plain("synonymizer.kernel.joins")) == join(places, "all")
    assert again == places


@pytest.mark.parametrize("module", [compiled, load_plain("synonymizer.kernel.joins")])
def test_a_table_may_be_empty(module: ModuleType) -> None:
    _, places = place_edits(0)
    assert len(join(places, "all", module)) == 0


@cache
def find_boundaries() -> list[Allele]:
    """Changes of one, two, or copied bases at both ends of transcripts of either strand."""
    found: list[Allele] = []
    for gene in ("BRCA1", "EGFR", "MLH1", "TSC2", "PKD1"):
        for transcript in reference().transcripts_of(gene)[::6]:
            row = grounds().find_transcript(transcript.accession)
            contig = reference().geometry.main_frame(transcript).sequence
            table = grounds().ground.transcripts
            for edge in (table.start[row], table.end[row]):
                for start in range(edge - 3, edge + 3):
                    bases = reference().geometry.sequence(contig).bases(start, start + 3)
                    found += [
                        Allele(contig, start, start + 2, bases[:2], ""),
                        Allele(contig, start, start + 1, bases[0], "AC"[bases[0] == "A"]),
                        Allele(contig, start, start, "", bases[:1]),
                        Allele(contig, start, start, "", bases[::-1]),
                        Allele(contig, start, start + 3, bases, bases[::-1]),
                    ]
    return found


def test_names_end_with_the_transcript() -> None:
    edits, places = place_edits(0, find_boundaries())
    hits = join(places, "all")
    covered = [row for row in range(len(edits)) if places.state[row] == DONE]
    assert len(covered) > 0.8 * len(edits) > 500
    for row in covered:
        assert read_hits(hits, row) == within(project(edits[row]), "all", ""), edits[row]


@cache
def find_sliding() -> list[Allele]:
    """Deletions in runs of one base over an end of a transcript, whose rightmost place begins where that ends."""
    found: list[Allele] = []
    for gene in reference().genes():
        for transcript in reference().transcripts_of(gene):
            row = grounds().find_transcript(transcript.accession)
            contig = reference().geometry.main_frame(transcript).sequence
            table = grounds().ground.transcripts
            for edge in (table.start[row], table.end[row]) if row >= 0 else ():
                with suppress(RegionNotHeld):
                    bases = reference().geometry.sequence(contig).bases(edge - 1, edge + 12)
                    size = len(bases) - len(bases.lstrip(bases[0])) - 1
                    found.append(Allele(contig, edge - 1, edge - 1 + size, bases[0] * size, ""))
    return [edit for edit in dict.fromkeys(found) if edit.deleted]


@pytest.mark.parametrize("extent", EXTENTS)
def test_a_deletion_may_slide_behind_a_transcript(extent: Extent) -> None:
    """On the reverse strand it is named inside, where no transcript differs beside it."""
    edits, places = place_edits(0, find_sliding())
    placed = [row for row in range(len(edits)) if places.state[row] == DONE]
    hits = join(places, extent)
    covered = [row for row in placed if places.state[row] == DONE]
    assert len(covered) > 0.9 * len(placed) > 100
    for row in covered:
        assert read_hits(hits, row) == within(project(edits[row]), extent, ""), edits[row]


@pytest.mark.skipif(not TABLE.exists(), reason=f"{TABLE} is not there")
def test_real_variants_are_named_as_by_the_pipeline() -> None:
    edits, places = place_edits(0, read_clinvar(reference(), random.Random(5), 600))
    placed = places.state.count(DONE)
    hits = join(places, "all")
    covered = [row for row in range(len(edits)) if places.state[row] == DONE]
    assert len(covered) > 0.99 * placed > 500
    for row in covered:
        assert read_hits(hits, row) == within(project(edits[row]), "all", ""), edits[row]
