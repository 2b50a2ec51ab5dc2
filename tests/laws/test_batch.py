"""The law of the batch engine: for every row and the same options, its answer is the pipeline's, field by field.

The rows are drawn at every kind of place, taken from the ClinVar table where that is present, and given as columns and
as texts; the kernel answers compiled, where it is, and plain.
"""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synonymizer import Options, Reference, open_reference
from synonymizer.alleles import Allele
from synonymizer.batch import engine
from synonymizer.batch.engine import Engine, Spec
from synonymizer.kernel.tables import make_column
from tests.kernel.drawing import draw_edits, find_places, make_table
from tests.kernel.plain import load_plain
from tests.laws.test_road import edits
from tests.oracle.batch import Judge, draw_hints, read_answers, read_clinvar, spell
from tests.oracle.clinvar import TABLE

GENES = ("STIM1", "BRCA1", "F5", "KRAS", "HBB", "TP53", "CFTR", "MTHFR", "PTEN", "APOE")
"""Genes of both strands, long and short, with and without differences between assemblies and transcripts."""

FEWER = settings(max_examples=40)

OPTIONS = (Options(), Options(strict=True), Options(assembly="GRCh37"), Options(gene="BRCA1"))


@cache
def reference() -> Reference:
    return open_reference()


def find_assembly(allele: Allele) -> str | None:
    contig = reference().find_contig(allele.sequence)
    return contig.assembly if contig is not None else None


def draw(count: int, seed: int, genes: tuple[str, ...] = GENES) -> list[Allele]:
    return draw_edits(reference(), find_places(reference(), genes), random.Random(seed), count)


def judge(options: Options = OPTIONS[0], *, plain: bool = False) -> Judge:
    return Judge(reference(), options, load_plain("synonymizer.batch.engine") if plain else engine)


def test_alleles_at_every_kind_of_place_are_answered_as_by_the_pipeline() -> None:
    asked = judge()
    asked.judge_alleles("drawn", draw(1000, 1))
    assert asked.differences == []


def test_names_right_and_wrong_are_answered_as_by_the_pipeline() -> None:
    asked, chance = judge(), random.Random(2)
    alleles = draw(300, 2)
    names = list(spell(alleles, asked.judge_alleles("drawn", alleles), reference(), chance))
    asked.judge_texts("names", chance.sample(names, 600))
    assert asked.differences == []


@pytest.mark.parametrize("options", OPTIONS[1:])
def test_every_hint_is_heeded_as_by_the_pipeline(options: Options) -> None:
    asked, chance = judge(options), random.Random(3)
    alleles = [allele for allele in draw(100, 3) if options.assembly in (None, find_assembly(allele))]
    names = list(spell(alleles, asked.judge_alleles("drawn", alleles), reference(), chance))
    asked.judge_texts("names", chance.sample(names, 120))
    assert asked.differences == []


def test_the_hint_of_a_row_is_heeded_as_by_the_pipeline() -> None:
    asked, chance = judge(), random.Random(8)
    alleles = draw(100, 8)
    names = list(spell(alleles, asked.judge_alleles("drawn", alleles), reference(), chance))
    names = chance.sample(names, 200)
    asked.judge_texts("with hints", names, draw_hints(asked.judge_texts("names", names), chance))
    assert asked.differences == []


def test_the_fields_that_are_wanted_are_those_that_are_answered() -> None:
    alleles = draw(50, 9)
    table, texts = make_table(alleles, reference()), [allele.spdi for allele in alleles]
    whole = Engine(Spec(), reference()).answer_alleles(table, texts.__getitem__)
    part = Engine(Spec(fields=("c", "g38")), reference()).answer_alleles(table, texts.__getitem__)
    assert part.columns == {name: whole.columns[name] for name in ("c", "g38")}


@pytest.mark.skipif(not TABLE.exists(), reason=f"the ClinVar table is not at {TABLE}")
def test_real_alleles_are_answered_as_by_the_pipeline_nearly_all_by_the_kernel() -> None:
    asked = judge()
    asked.judge_alleles("ClinVar", read_clinvar(reference(), random.Random(4), 600))
    assert asked.differences == []
    assert all(states["covered"] >= 0.98 * states.total() for states in asked.states.values())


def test_the_plain_kernel_answers_as_the_pipeline_does() -> None:
    asked, chance = judge(plain=True), random.Random(5)
    alleles = draw(150, 5, ("APOE", "TP53"))
    names = list(spell(alleles, asked.judge_alleles("drawn", alleles), reference(), chance))
    asked.judge_texts("names", chance.sample(names, 150))
    assert asked.differences == []


@cache
def fresh() -> Judge:
    return judge()


@FEWER
@given(st.lists(edits(), min_size=1, max_size=6))
def test_any_edits_are_answered_as_by_the_pipeline(drawn: list[tuple[str, int, str, str]]) -> None:
    alleles = [
        Allele(contig, start, start + len(deleted), deleted, inserted) for contig, start, deleted, inserted in drawn
    ]
    fresh().judge_alleles("drawn", alleles)
    fresh().judge_texts("as text", [allele.spdi for allele in alleles])
    assert fresh().differences == []


def test_a_row_is_answered_alike_whatever_stands_beside_it_and_whoever_asks() -> None:
    one = Engine(Spec(extent="all"), reference())
    alleles = draw(300, 6)
    texts = [allele.spdi for allele in alleles]
    whole = list(read_answers(one.answer_alleles(make_table(alleles, reference()), texts.__getitem__)))
    parts = [texts[start : start + 50] * 2 for start in range(0, len(texts), 50)]
    with ThreadPoolExecutor(2) as pool:
        answered = list(pool.map(lambda part: list(read_answers(one.answer_texts(make_column(part)))), parts))
    for number, rows in enumerate(answered):
        assert rows == whole[50 * number : 50 * number + 50] * 2
