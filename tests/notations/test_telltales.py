"""A shape that fits a text has all its telltales in it, so that none is passed over."""

from __future__ import annotations

import pytest

from synonymizer.notations import categories, cdna, introns, repeat_names, spoken
from synonymizer.spelling.telltales import TELLTALES, find_telltales
from tests.fuzz.seeds import read_cases

NOTATIONS = {
    "category": categories.SHAPES,
    "cdna": cdna.SHAPES,
    "splice": introns.SHAPES,
    "repeat": repeat_names.SHAPES,
    "protein": spoken.SHAPES,
}
CASES = sorted(
    {part for text in read_cases() for part in (text, text.partition(" ")[2], text.rpartition(" ")[0]) if part}
)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_no_text_has_a_shape_without_its_telltales(notation: str) -> None:
    fitting = 0
    for text in CASES:
        telltales = find_telltales(text)
        for pattern, _ in NOTATIONS[notation]:
            if pattern.fullmatch(text):
                fitting += 1
                assert pattern.needs <= telltales, (text, pattern.needs - telltales)
    assert fitting


def test_shapes_name_telltales_that_there_are() -> None:
    named = {need for shapes in NOTATIONS.values() for pattern, _ in shapes for need in pattern.needs}
    assert named <= {*TELLTALES, "bases"}
