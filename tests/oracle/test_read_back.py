"""Names of real variants lead back, and neighbours are told apart: a sample of what the scripts run over all rows.

All rows: `python -m tests.oracle.read_back` and `python -m tests.oracle.sameness`.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from synonymizer import Options, Result, Synonymizer, open_reference
from tests.oracle import read_back, sameness
from tests.oracle.clinvar import TABLE
from tests.oracle.strata import Drawn, draw_part

SAMPLE = 40
SEED = 4

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason=f"the ClinVar table is not under {TABLE.parents[1]}")


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference(os.environ.get("SYNONYMIZER_BUNDLE")))


@pytest.fixture(scope="module")
def drawn(synonymizer: Synonymizer) -> list[Drawn]:
    return draw_part(synonymizer.reference, SEED, 0, SAMPLE)


def test_the_sample_is_of_many_kinds_and_regions_on_both_strands(drawn: list[Drawn]) -> None:
    assert len(drawn) == SAMPLE
    assert len({row.gene for row in drawn}) > SAMPLE // 3
    assert {row.stratum.strand for row in drawn} == {1, -1}
    assert {row.stratum.kind for row in drawn} >= {">", "del", "dup", "ins", "delins"}
    assert {row.stratum.region for row in drawn} >= {"coding", "junction", "splice", "intron", "3' UTR"}


def test_every_printed_name_of_the_sample_leads_back(synonymizer: Synonymizer, drawn: list[Drawn]) -> None:
    total = read_back.Judged()
    for row in drawn:
        total.add(read_back.judge(row.name, synonymizer))
    assert total.lost == []
    assert total.asked.total() > 50 * SAMPLE


def test_nothing_of_the_sample_is_merged_with_a_neighbour_or_split(
    synonymizer: Synonymizer, drawn: list[Drawn]
) -> None:
    total = sameness.Tally()
    for row in drawn[::4]:
        total.add(sameness.judge(row.name, synonymizer))
    assert (total.merges, total.splits) == ([], [])
    assert len(total.compared) == 4
    assert total.compared.total() > 100 * len(drawn[::4])


def test_a_wrong_name_is_found(synonymizer: Synonymizer) -> None:
    class Misnaming(Synonymizer):
        def names(self, text: str, options: Options | None = None) -> Result:
            result = super().names(text, options)
            reading = result.readings[0]
            wrong = tuple(replace(name, text=name.text.replace("C>A", "C>G")) for name in reading.names)
            return replace(result, readings=(replace(reading, names=wrong),))

    judged = read_back.judge("STIM1 c.494C>A", Misnaming(synonymizer.reference))
    assert {lost.name.text for lost in judged.lost} >= {"NC_000011.10:g.4055634C>G", "STIM1 c.494C>G"}
    assert judged.withheld.total() > 10


def test_a_wrong_merge_and_a_wrong_split_are_found(synonymizer: Synonymizer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sameness, "find_class", lambda *_: "NC_000011.10:4055633:C:A")
    merged = sameness.judge("STIM1 c.494C>A", synonymizer)
    assert merged.merges
    assert not merged.splits
    monkeypatch.setattr(sameness, "find_class", lambda text, *_: text)
    assert sameness.judge("STIM1 c.494C>A", synonymizer).splits
