"""Owners have places of their own; those that are held keep theirs, and what they wrote."""

from __future__ import annotations

import itertools
import random

from synonymizer.batch.arena import Arena


def test_what_is_held_stays_as_it_was_written() -> None:
    chance = random.Random(7)
    arena = Arena(4096)
    places: dict[int, tuple[int, bytes]] = {}
    evicted = grown = 0
    for owner in range(2000):
        held = set(chance.sample(sorted(places), min(len(places), chance.randrange(6))))
        written = chance.randbytes(chance.randrange(1, 700))
        room = len(arena.data)
        at, gone = arena.take(owner, len(written), held)
        assert held.isdisjoint(gone)
        evicted, grown = evicted + len(gone), grown + (len(arena.data) > room)
        for other in gone:
            del places[other]
        arena.data[at : at + len(written)] = written
        places[owner] = at, written
        assert all(arena.data[place : place + len(text)] == text for place, text in places.values())
    assert evicted > 1000
    assert grown <= 2


def test_there_is_more_room_when_everything_is_held() -> None:
    arena = Arena(100)
    places = {owner: arena.take(owner, 60, range(owner)) for owner in range(5)}
    assert not any(gone for _, gone in places.values())
    spans = sorted((at, at + 60) for at, _ in places.values())
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert len(arena.data) >= 300
