"""Lists answered block by block say of every text what is said of it alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from synonymizer import Options, Synonymizer, group, open_reference
from synonymizer.batch.covering import FEWEST, Covering
from synonymizer.errors import DamagedData
from synonymizer.identity.grouping import group_blocks
from synonymizer.serialize import Target, get_canonical
from tests.kernel.test_messages import draw_names

TARGETS: dict[Target, str] = {"g": "g38", "c": "c", "p": "p", "key": "key", "spdi": "spdi", "vrs": "vrs"}
LEFT = ["", "  ", "STIM1 c.494C>A", "rs6025", "é 11-4055634-C-A", "\udcff", "CFTR F508del", "nonsense", "BRAF V600E"]


@pytest.fixture(scope="module")
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


@pytest.fixture(scope="module")
def texts() -> list[str]:
    drawn = draw_names(FEWEST, 8) + LEFT
    random.Random(8).shuffle(drawn)
    return drawn


def test_what_is_covered_is_the_canonical_name(engine: Synonymizer, texts: list[str]) -> None:
    rows = Covering(engine.reference, Options(), (*TARGETS.values(), "codes")).answer(texts)
    covered = 0
    for text, row in zip(texts, rows, strict=True):
        if row is None:
            continue
        covered += 1
        *names, codes = row
        result = engine.names(text)
        assert codes == ",".join(dict.fromkeys(issue.code for issue in result.issues)), text
        for target, name in zip(TARGETS, names, strict=True):
            if name and not (target == "c" and ":n." in name):
                assert get_canonical(result, target) == name, text
            else:
                assert target in {"c", "p"}, text
    assert covered > FEWEST // 2


def test_what_has_no_name_in_the_kernel_is_left(engine: Synonymizer) -> None:
    rows = Covering(engine.reference, Options(), ("key",)).answer(LEFT * FEWEST)
    assert not any(rows)


def test_few_texts_load_nothing(engine: Synonymizer) -> None:
    covering = Covering(engine.reference, Options(), ("key",))
    assert covering.answer(["11-4055634-C-A"]) == [None]
    assert covering.answer(["11-4055634-C-A"] * FEWEST) == [("NC_000011.10:4055633:C:A",)] * FEWEST
    assert covering.answer(["11-4055634-C-A"]) == [("NC_000011.10:4055633:C:A",)]


def test_damage_is_left_to_the_pipeline(engine: Synonymizer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise DamagedData("A page of the bundle cannot be read.")

    monkeypatch.setattr("synonymizer.batch.engine.Engine.cover_texts", fail)
    assert not any(Covering(engine.reference, Options(), ("key",)).answer(["11-4055634-C-A"] * FEWEST))


@pytest.mark.parametrize("options", [Options(), Options(strict=True), Options(gene="CFTR", assembly="GRCh37")])
def test_blocks_are_grouped_as_texts_that_come_alone(engine: Synonymizer, texts: list[str], options: Options) -> None:
    alone = list(group(iter(texts), engine, options))
    assert list(group(texts, engine, options)) == alone
    blocks = [texts[:3], texts[3:], texts[:5]]
    again = [replace(one, line=len(texts) + one.line) for one in alone[:5]]
    assert [one.cls.partition("@")[0] for one in group_blocks(blocks, engine, options)] == [
        one.cls.partition("@")[0] for one in (*alone, *again)
    ]
