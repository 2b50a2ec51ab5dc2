"""Places in columns are those of the pipeline: the same key, kind, coordinates on both assemblies, and letters."""

from __future__ import annotations

import random
from array import array
from functools import cache
from types import ModuleType

import pytest

from synonymizer.alleles import Allele
from synonymizer.edits import classify, slide
from synonymizer.kernel import places as compiled
from synonymizer.kernel.tables import (
    DONE,
    LONGEST,
    MISMATCH,
    NOT_COVERED,
    NOT_HELD,
    TOO_LONG,
    Places,
)
from synonymizer.mapping import reverse_complement
from synonymizer.normalize import normalize_allele
from synonymizer.places import ASSEMBLIES
from synonymizer.project.genomic import place_everywhere, project_places
from synonymizer.reference.views import Oriented
from tests.kernel.drawing import draw_edits, find_places, make_table
from tests.kernel.joining import grounds, reference
from tests.kernel.kinds import KIND_NAMES, KINDS
from tests.kernel.plain import load_plain

GENES = ("STIM1", "BRCA1", "F5", "CFTR", "KRAS", "HBB", "TP53", "BRAF", "PTEN", "APOE", "MTHFR", "ABO")


@cache
def edits(count: int) -> list[Allele]:
    held = [gene for gene in GENES if reference().transcripts_of(gene)]
    return draw_edits(reference(), find_places(reference(), held), random.Random(7), count)


def place(alleles: list[Allele], module: ModuleType = compiled) -> Places:
    table = make_table(alleles, reference())
    regions: array[int] = module.assign_regions(table, grounds().ground)
    grounds().load(regions)
    found: Places = module.place(table, regions, grounds().ground)
    return found


def read_letters(places: Places, row: int, at: int) -> str:
    return places.letters[at : at + places.inserted[row]].decode()


def is_right(allele: Allele, places: Places, row: int) -> bool:
    """Whether a row says of an allele what the pipeline says."""
    normal = normalize_allele(allele, reference())
    contigs = [contig.accession for contig in reference().contigs()]
    home = contigs[grounds().ground.regions.contig[places.region[row]]]
    sequence = reference().geometry.sequence(home)
    start, deleted, left, right = places.start[row], places.deleted[row], places.left[row], places.right[row]
    here, there = (
        next(
            p.allele
            for p in project_places(place_everywhere(allele, normal.key, reference()), reference())
            if p.contig is not None and p.contig.assembly == assembly
        )
        for assembly in ASSEMBLIES
    )
    first, last = start - left, start + deleted + right
    forward, reverse = (read_letters(places, row, at[row]) for at in (places.forward_at, places.reverse_at))
    moved = slide(sequence, here.start, here.deleted, here.inserted)
    turned = slide(
        Oriented(sequence, -1), -here.end, reverse_complement(here.deleted), reverse_complement(here.inserted)
    )
    tail = sequence.bases(start + right + deleted, last)
    assert (
        normal.key
        == Allele(
            home, first, last, sequence.bases(first, last), sequence.bases(first, start + right) + forward + tail
        ).spdi
    )
    assert (start + right, start + right + deleted, forward) == (here.start, here.end, here.inserted)
    assert (moved.left + moved.right, turned.left + turned.right) == (left + right, left + right)
    assert (-(start - left) - deleted, reverse) == (turned.at(turned.right)[0], turned.at(turned.right)[2])
    shift = places.shift[row]
    assert (there.start, there.end, there.inserted) == (here.start + shift, here.end + shift, forward)
    for line, one in ((sequence, moved), (Oriented(sequence, -1), turned)):
        assert classify(line, *one.at(one.right))[2] == KIND_NAMES[places.kind[row]]
    return True


def test_what_is_covered_is_what_the_pipeline_says() -> None:
    alleles = edits(4000)
    places = place(alleles)
    covered = [row for row in range(len(alleles)) if places.state[row] == DONE]
    assert len(covered) > 2000
    assert all(is_right(alleles[row], places, row) for row in covered)
    assert {KIND_NAMES[places.kind[row]] for row in covered} == set(KINDS)


def test_bases_that_are_not_there_are_told_from_those_that_are() -> None:
    alleles = edits(4000)
    places = place(alleles)
    for allele, state in zip(alleles, places.state, strict=True):
        if state in (DONE, MISMATCH, NOT_COVERED):
            there = reference().geometry.sequence(allele.sequence).bases(allele.start, allele.end)
            assert (there != allele.deleted) is (state == MISMATCH)
        if state == NOT_COVERED:
            assert allele.deleted == allele.inserted or "N" in allele.inserted + allele.deleted


def test_what_is_too_long_or_not_held_is_left_alone() -> None:
    contig, start = "NC_000011.10", 4_060_000
    bases = reference().geometry.sequence(contig).bases(start, start + LONGEST + 1)
    alleles = [
        Allele(contig, start, start + LONGEST - 20, bases[:-21], ""),
        Allele(contig, start, start + LONGEST + 1, bases, ""),
        Allele(contig, start, start, "", "ACGT" * 245),
        Allele(contig, start, start, "", bases),
        Allele(contig, 0, 1, "N", "A"),
        Allele("NC_012920.1", 8992, 8993, "T", "G"),
    ]
    assert list(place(alleles).state) == [DONE, TOO_LONG, DONE, TOO_LONG, NOT_HELD, NOT_HELD]


def test_the_plain_kernel_says_the_same() -> None:
    alleles = edits(800)
    plain = load_plain("synonymizer.kernel.places")
    assert place(alleles, plain) == place(alleles)


@pytest.mark.parametrize("module", [compiled, load_plain("synonymizer.kernel.places")])
def test_a_table_may_be_empty(module: ModuleType) -> None:
    assert len(place([], module)) == 0
