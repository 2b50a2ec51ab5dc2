"""The program's own test: varied variants of the installed data, and names that fail are found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synonymizer import Options, Result, Synonymizer, open_reference, self_test
from synonymizer.self_test import draw_variants, run


class Misnaming(Synonymizer):
    """The program with one wrong name in every reading."""

    def names(self, text: str, options: Options | None = None) -> Result:
        """Return the true names, the first of them spelled as another variant."""
        result = super().names(text, options)
        reading = result.readings[0]
        wrong = replace(reading.names[0], text="NC_000011.10:g.4055634C>G")
        return replace(result, readings=(replace(reading, names=(wrong, *reading.names[1:5])),))


@pytest.fixture(autouse=True)
def _few_genes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "MOST_GENES", 6)


def test_the_variants_are_of_many_kinds_and_always_the_same() -> None:
    reference = open_reference()
    drawn = list(draw_variants(reference))
    assert drawn == list(draw_variants(reference))
    assert len(drawn) == len(set(drawn)) >= 8
    assert any(text.endswith(("deletion", "duplication")) for text in drawn)
    assert any(text.startswith("NC_012920.1") for text in drawn)


def test_a_sound_program_passes() -> None:
    outcome = run(Synonymizer(open_reference()))
    assert outcome.failed == []
    assert outcome.proved.total() > 500


def test_a_wrong_name_is_found_with_its_variant() -> None:
    engine = Misnaming(open_reference())
    outcome = run(engine)
    assert outcome.failed == [(text, "NC_000011.10:g.4055634C>G") for text in draw_variants(engine.reference)]


def test_a_variant_that_is_not_read_is_a_failure() -> None:
    class Mute(Synonymizer):
        def names(self, text: str, options: Options | None = None) -> Result:
            return replace(super().names(text, options), readings=())

    engine = Mute(open_reference())
    assert run(engine).failed == [(text, text) for text in draw_variants(engine.reference)]
