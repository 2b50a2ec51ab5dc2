"""Rows where nothing is held are answered without the pipeline, and as it answers them."""

from __future__ import annotations

import random

import pytest

from synonymizer import Options, Synonymizer, open_reference
from synonymizer.batch.engine import Engine, Spec
from synonymizer.kernel.tables import OUTSIDE, make_alleles
from synonymizer.places import Assembly


@pytest.mark.parametrize("assembly", ["GRCh38", "GRCh37"])
def test_rows_outside_are_those_of_the_pipeline(assembly: Assembly) -> None:
    draw = random.Random(7)
    options = Options(assembly=assembly)
    engine = Engine(Spec(options=options))
    pipeline = Synonymizer(open_reference())
    contigs = [(row, one) for row, one in enumerate(engine.reference.contigs()) if one.assembly == assembly]
    edges = [(row, place) for row, one in contigs for place in (0, one.length - 1, one.length, one.length + 1)]
    for row, one in contigs:
        windows = engine.reference.geometry.windows(one.accession)
        edges += [(row, place + step) for w in windows for place in (w.start, w.end) for step in range(-3, 3)]
        edges += [(row, draw.randrange(one.length)) for _ in range(3)]
    alleles = make_alleles(len(edges), b"ACGT")
    texts = []
    names = dict(contigs)
    for index, (contig, place) in enumerate(edges):
        size = draw.choice([1, 1, 2])
        alleles.contig[index], alleles.start[index], alleles.end[index] = contig, place, place + size
        alleles.deleted_at[index], alleles.inserted_at[index], alleles.inserted_count[index] = 0, 2, 1
        texts.append(f"{names[contig].name}-{place + 1}-{'ACGT'[:size]}-G")
    answers = engine.answer_alleles(alleles, texts.__getitem__)
    outside = [row for row, state in enumerate(answers.state) if state == OUTSIDE]
    assert len(outside) > 100
    for row in [*outside, *range(0, len(edges), 7)]:
        brief = pipeline.brief(texts[row], options)
        assert answers.columns["status"].text(row) == brief.status, texts[row]
        assert answers.columns["codes"].text(row) == ",".join(brief.codes), texts[row]
        assert answers.columns["key"].text(row) == brief.key
