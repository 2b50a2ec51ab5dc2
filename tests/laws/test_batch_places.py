"""The law of the batch engine where a sequence lies on GRCh37 turned, twice, in part or not at all, and on X and Y."""

from __future__ import annotations

import random
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from synonymizer import Options
from synonymizer.batch import engine
from synonymizer.lift import LONGEST_GAP
from tests.kernel.drawing import draw_edits, find_places
from tests.kernel.plain import load_plain
from tests.kernel.rearranged import lose, move, open_rearranged, turn
from tests.oracle.batch import Judge, lift_back, spell

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.reference import Reference
    from tests.kernel.drawing import Places
    from tests.kernel.rearranged import Placements

AT = 4_000
"""Where a window loses bases: before its gene or in it."""

GAINED = "GATTACA" * 100

COPY = 70_000_000
"""Where a copy of a window begins: on a stretch of each contig that holds nothing else."""

ON_Y = (5_000_000, 9_000_000)


def copy_to_y(placements: Placements) -> Placements:
    here, there = placements
    return (
        here,
        move(here, "NC_000024.10", ON_Y[0], here.strand),
        move(there, "NC_000024.9", ON_Y[1], there.strand),
        there,
    )


LAID: dict[str, Callable[[Placements], Placements]] = {
    "turned": lambda places: (places[0], turn(places[1])),
    "turned on both": lambda places: (turn(places[0]), turn(places[1])),
    "turned and in part": lambda places: (places[0], turn(lose(places[1], AT, 3 * LONGEST_GAP))),
    "in part": lambda places: (places[0], lose(places[1], AT, 2 * LONGEST_GAP)),
    "in part, the shortest that has no place": lambda places: (places[0], lose(places[1], AT, LONGEST_GAP + 1)),
    "in part, the longest that has a place": lambda places: (places[0], lose(places[1], AT, LONGEST_GAP)),
    "in part, and other bases instead": lambda places: (places[0], lose(places[1], AT, 2 * LONGEST_GAP, "ACGTC")),
    "in part, and more elsewhere": lambda places: (
        places[0],
        lose(lose(places[1], AT, LONGEST_GAP + 500), AT - 500, 0, GAINED),
    ),
    "on GRCh38 in part": lambda places: (lose(places[0], AT, 2 * LONGEST_GAP), places[1]),
    "not": lambda places: places[:1],
    "twice": lambda places: (*places, move(places[1], places[1].contig, COPY, 1)),
    "twice, the first elsewhere": lambda places: (places[0], move(places[1], places[1].contig, COPY, -1), places[1]),
    "twice on GRCh38": lambda places: (places[0], move(places[0], places[0].contig, COPY, -1), places[1]),
    "twice on both": lambda places: (
        places[0],
        move(places[0], places[0].contig, COPY, 1),
        places[1],
        move(places[1], places[1].contig, COPY, 1),
    ),
    "on Y too": copy_to_y,
}


def find_all(reference: Reference, gene: str) -> Places:
    """Return the special places of a gene, also in and beside what an assembly lacks, and places on every copy."""
    places = find_places(reference, [gene])
    del places["anywhere"]
    placements = reference.geometry.placements_of(reference.transcripts_of(gene)[0].home)
    for one in placements:
        shift = one.blocks[0].start - one.blocks[0].source
        for other in placements:
            edges = [edge for block in other.blocks for edge in (block.source, block.source + block.length)]
            places["edge of a block"] += [(one.contig, one.strand * (shift + edge)) for edge in edges]
            for end, start in zip(edges[1::2], edges[2::2], strict=False):
                for place in range(shift + end, shift + start, 97):
                    places["lacked"].append((one.contig, one.strand * place))
        for source in range(0, one.end - one.start, 97):
            places["in a window"].append((one.contig, one.start + source))
    return places


def judge(gene: str, laid: str, count: int, seed: int, *, plain: bool = False) -> Judge:
    reference, chance = open_rearranged(gene, LAID[laid]), random.Random(seed)
    asked = Judge(reference, Options(), load_plain("synonymizer.batch.engine") if plain else engine)
    alleles = draw_edits(reference, find_all(reference, gene), chance, count)
    briefs = asked.judge_alleles(laid, alleles)
    asked.judge_alleles(f"{laid}, by key", lift_back(briefs))
    names = list(spell(alleles, briefs, reference, chance))
    asked.judge_texts(f"{laid}, as names", chance.sample(names, min(count, len(names))))
    return asked


@pytest.mark.parametrize(("gene", "laid"), list(zip(cycle(("VHL", "G6PD")), LAID, strict=False)))
def test_however_a_window_is_laid_its_rows_are_answered_as_by_the_pipeline(gene: str, laid: str) -> None:
    assert judge(gene, laid, 100, 11).differences == []


def test_exonic_names_are_asked_on_grch37_where_it_has_a_part() -> None:
    reference, chance = open_rearranged("VHL", LAID["in part"]), random.Random(14)
    alleles = draw_edits(reference, find_all(reference, "VHL"), chance, 60)
    briefs = Judge(reference, Options()).judge_alleles("drawn", alleles)
    asked = Judge(reference, Options(assembly="GRCh37"))
    asked.judge_texts("on GRCh37", list(spell(alleles, briefs, reference, chance)))
    assert asked.differences == []


@pytest.mark.parametrize("laid", ["turned", "in part", "on Y too"])
def test_the_plain_kernel_answers_as_the_pipeline_does(laid: str) -> None:
    assert judge("VHL", laid, 40, 12, plain=True).differences == []


@pytest.mark.parametrize("laid", ["turned", "in part", "not", "twice", "on Y too"])
def test_most_rows_are_covered(laid: str) -> None:
    reference, chance = open_rearranged("MEN1", LAID[laid]), random.Random(13)
    home = reference.geometry.placements_of(reference.transcripts_of("MEN1")[0].home)[0]
    places: Places = {"anywhere": [(home.contig, place) for place in range(home.start + 99, home.end - 99, 53)]}
    asked = Judge(reference, Options())
    asked.judge_alleles(laid, draw_edits(reference, places, chance, 150))
    assert asked.differences == []
    assert all(states["covered"] > 0.8 * states.total() for states in asked.states.values())
