"""Packed bases are written as letters, from any base to any other, to any place of a buffer."""

from __future__ import annotations

import random
from types import ModuleType

import pytest

from synonymizer.kernel import unpack as compiled
from synonymizer.reference.store import unpack as unpack_whole
from tests.kernel.plain import load_plain

PACKED = random.Random(5).randbytes(40)
LETTERS = unpack_whole(PACKED).encode()

MODULES = pytest.mark.parametrize("module", [compiled, load_plain("synonymizer.kernel.unpack")])


@MODULES
def test_every_stretch_is_written_where_it_belongs(module: ModuleType) -> None:
    chance = random.Random(6)
    for _ in range(2000):
        start, end = sorted(chance.choices(range(len(LETTERS) + 1), k=2))
        at = chance.randrange(20)
        out = bytearray(b"." * (len(LETTERS) + 20))
        module.unpack(PACKED, start, end, out, at)
        assert out == b"." * at + LETTERS[start:end] + b"." * (len(out) - at - end + start)


@MODULES
@pytest.mark.parametrize(("start", "end", "at"), [(-1, 4, 0), (8, 4, 0), (0, 161, 0), (0, 4, -1), (0, 8, 3)])
def test_what_does_not_fit_is_refused(module: ModuleType, start: int, end: int, at: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        module.unpack(PACKED, start, end, bytearray(10), at)
