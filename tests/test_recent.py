"""What is let go when there is no more room is made again, and is the same."""

from __future__ import annotations

import pytest

from synonymizer import Synonymizer, open_reference
from synonymizer.recent import Recent
from synonymizer.reference import geometry, linking, placed, store, ways

TEXTS = ("STIM1 c.494C>A", "NM_000546.6:c.215C>G", "VHL c.340+1G>A", "NC_000007.13:g.140453136A>T", "ORAI1 p.Arg91Trp")


def test_holds_no_more_than_there_is_room_for() -> None:
    kept: Recent[int, int] = Recent(3)
    for number in range(10):
        kept[number] = number
        kept[number] = -number  # takes no room
    assert kept == {7: -7, 8: -8, 9: -9}


def test_answers_do_not_depend_on_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    ample = Synonymizer(open_reference())
    expected = [ample.names(text) for text in TEXTS]
    for module in (store, geometry, placed, ways, linking):
        for name in [name for name in vars(module) if name.endswith("_KEPT")]:
            monkeypatch.setattr(module, name, 1)
    scarce = Synonymizer(open_reference())
    assert [scarce.names(text) for text in TEXTS] == expected
    bundle = scarce.reference.stores[0]
    assert isinstance(bundle, store.Bundle)
    assert {len(kept) for kept in vars(bundle).values() if isinstance(kept, Recent)} <= {0, 1}
