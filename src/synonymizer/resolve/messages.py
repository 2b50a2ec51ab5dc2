"""Where two messages have the same bases: the ungapped stretches that two versions of a transcript share. Pure.

Words that occur once in each message anchor them to each other; anchors in one order are widened to whole stretches.
What two neighbouring stretches both claim, as where one version has a unit of a repeat more, is left to neither.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from synonymizer.places import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = 24
"""Bases of a word that anchors: by chance none recurs in a message, 4^24 being far more than its words."""


def align(target: str, source: str) -> tuple[Block, ...]:
    """Return the stretches that two messages share, target ← source, increasing on both.

    >>> align("ACGT" * 9, "ACGT" * 9)
    (Block(start=0, source=0, length=36),)
    >>> first, second = "ACGTTGCAAGGATCCATTGCCGTAAC", "TTAGCGCCATATGGACCTTAAGGCCA"
    >>> align(first + second, first + "G" + second)
    (Block(start=0, source=0, length=26), Block(start=26, source=27, length=26))
    """
    if target == source:
        return (Block(0, 0, len(target)),)
    blocks: list[Block] = []
    for start, place in _chain(target, source):
        if blocks and start < blocks[-1].start + blocks[-1].length and start - place == _shift(blocks[-1]):
            continue
        blocks.append(_widen(target, source, start, place))
    return tuple(_part(blocks))


def _shift(block: Block) -> int:
    return block.start - block.source


def _chain(target: str, source: str) -> Iterator[tuple[int, int]]:
    """Yield the longest run of anchors that increases on both: patience sorting of words that are unique in each."""
    there = _find_unique(source)
    pairs = [(start, there[word]) for word, start in _find_unique(target).items() if word in there]
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for turn, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1], ends[pile : pile + 1] = [place], [turn]
    chain: list[tuple[int, int]] = []
    turn = ends[-1] if ends else -1
    while turn >= 0:
        chain.append(pairs[turn])
        turn = before[turn]
    return reversed(chain)


def _find_unique(message: str) -> dict[str, int]:
    """Return the words that occur once, each with its place, in order of place."""
    places: dict[str, int] = {}
    for start in range(len(message) - WORD + 1):
        word = message[start : start + WORD]
        places[word] = -1 if word in places else start
    return {word: start for word, start in places.items() if start >= 0}


def _widen(target: str, source: str, start: int, place: int) -> Block:
    """Return the longest stretch of equal bases around an anchor."""
    left = right = 0
    while left < min(start, place) and target[start - left - 1] == source[place - left - 1]:
        left += 1
    room = min(len(target) - start, len(source) - place)
    while right < room and target[start + right] == source[place + right]:
        right += 1
    return Block(start - left, place - left, left + right)


def _part(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks without the bases that two neighbours both claim on either message."""
    claimed = [
        max(one.start + one.length - other.start, one.source + one.length - other.source, 0)
        for one, other in pairwise(blocks)
    ]
    for block, before, behind in zip(blocks, [0, *claimed], [*claimed, 0], strict=False):
        if block.length > before + behind:
            yield Block(block.start + before, block.source + before, block.length - before - behind)
