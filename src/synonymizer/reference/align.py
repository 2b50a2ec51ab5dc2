"""Aligns two sequences that are known to share some stretches, by bases alone; what is not plainly alike is left out.

Between two stretches that are shared, bases are compared from both ends. What then differs is one block where it has
the length of the other and few of its bases differ, and else is parted at short pieces that either side has once
(anchors as in the patience difference of texts) and treated the same way. What no such piece parts stays unaligned:
a gap on both sides, through which nothing is said to be the same.

Blocks are target ← source. Bases are upper case; the callers see to it that an unknown base of one side never equals
one of the other.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.mapping import join
from synonymizer.places import Block, Patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDEST_DIFFERENCE = 1_000
"""Bases that two sequences may have in the place of each other and still be said to be aligned around them."""

_CROWD, _CROWDED = 8, 24
"""So many differences within so many bases: the sequences are no longer alike."""

_PIECES = 32
_PIECE, _SHORT_PIECE = 24, 12
_SHORT = 512
"""Stretches of up to so many bases are parted at short pieces."""

_REACH = 1 << 15
"""How far from its place a piece is looked for, beyond what the lengths of the stretches tell."""

_ROUNDS = 12
"""How often a stretch is parted before what is left of it is given up."""

_STEP = 32


class Span(NamedTuple):
    """A stretch of a source and the stretch of a target that it is compared with, interbase."""

    source: int
    source_end: int
    target: int
    target_end: int


def align(source: bytes, target: bytes, shared: Sequence[Block]) -> tuple[Block, ...]:
    """Return the ungapped stretches that two sequences share.

    Args:
        source: bases of the one.
        target: bases of the other.
        shared: stretches known to be shared, increasing on both sides; at least one. Before the first and behind the
            last, the sequences are followed as long as they are alike.

    >>> align(b"TTGATTACAGCCTAGACC", b"GATTACAGTCTAAGACCAAA", (Block(0, 2, 3), Block(13, 14, 4)))
    (Block(start=0, source=2, length=8), Block(start=12, source=13, length=5))
    """
    first, last = shared[0], shared[-1]
    blocks = list(shared)
    for one, other in pairwise(shared):
        span = Span(one.source + one.length, other.source, one.start + one.length, other.start)
        blocks.extend(_align_between(source, target, span))
    end = Span(last.source + last.length, len(source), last.start + last.length, len(target))
    blocks.extend(_follow(source, target, end))
    head, stem = source[: first.source][::-1], target[: first.start][::-1]
    blocks.extend(
        Block(len(stem) - start - length, len(head) - place - length, length)
        for start, place, length in _follow(head, stem, Span(0, len(head), 0, len(stem)))
    )
    return join(tuple(sorted(blocks)))


def find_patches(source: bytes, target: bytes, blocks: Sequence[Block]) -> tuple[Patch, ...]:
    """Return the target's bases that its source does not supply, inside of blocks and in small gaps between them.

    >>> find_patches(b"GATTACA", b"GACTTACCA", (Block(0, 0, 2), Block(3, 2, 5)))
    (Patch(start=2, bases='C'), Patch(start=7, bases='C'))
    """
    spans: list[tuple[int, int]] = []
    for block in blocks:
        for place in _differences(source, block.source, target, block.start, block.length):
            start = block.start + place
            if spans and spans[-1][1] == start:
                spans[-1] = spans[-1][0], start + 1
            else:
                spans.append((start, start + 1))
    for one, other in pairwise(blocks):
        if 0 < other.start - one.start - one.length <= WIDEST_DIFFERENCE:
            spans.append((one.start + one.length, other.start))
    return tuple(Patch(start, target[start:end].decode("ascii")) for start, end in sorted(spans))


def climb(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the longest run of blocks that increase on both sides, cut where they overlap.

    >>> climb([Block(10, 0, 4), Block(90, 5, 4), Block(20, 10, 4), Block(22, 12, 9)])
    (Block(start=10, source=0, length=4), Block(start=20, source=10, length=4), Block(start=24, source=14, length=7))
    """
    ordered = sorted(set(blocks), key=_by_source)
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for row, block in enumerate(ordered):
        height = bisect_left(ends, block.start)
        before.append(tops[height - 1] if height else -1)
        ends[height : height + 1] = [block.start]
        tops[height : height + 1] = [row]
    run: list[Block] = []
    row = tops[-1] if tops else -1
    while row >= 0:
        run.append(ordered[row])
        row = before[row]
    climbed: list[Block] = []
    for start, source, length in reversed(run):
        last = climbed[-1] if climbed else Block(start, source, 0)
        cut = max(0, last.start + last.length - start, last.source + last.length - source)
        if cut < length:
            climbed.append(Block(start + cut, source + cut, length - cut))
    return tuple(climbed)


def _by_source(block: Block) -> tuple[int, int]:
    return block.source, -block.start


def _align_between(source: bytes, target: bytes, span: Span) -> Iterator[Block]:
    """Yield the blocks of two stretches whose ends belong together, in no order."""
    spans = [(span, 0)]
    while spans:
        (i, i_end, j, j_end), rounds = spans.pop()
        front = _count_alike(source, i, target, j, min(i_end - i, j_end - j))
        i, j = i + front, j + front
        back = _count_alike_before(source, i_end, target, j_end, min(i_end - i, j_end - j))
        i_end, j_end = i_end - back, j_end - back
        yield from (Block(j - front, i - front, front), Block(j_end, i_end, back))
        if i == i_end or j == j_end or rounds == _ROUNDS:
            continue
        rest = Span(i, i_end, j, j_end)
        if i_end - i == j_end - j and _count_similar(source, target, rest) == i_end - i:
            yield Block(j, i, i_end - i)
            continue
        for at, there in _find_pieces(source, target, rest):
            spans.append((Span(i, at, j, there), rounds + 1))
            i, j = at, there
        if (i, j) != (rest.source, rest.target):
            spans.append((Span(i, i_end, j, j_end), rounds + 1))


def _follow(source: bytes, target: bytes, span: Span) -> Iterator[Block]:
    """Yield the blocks of two stretches whose starts belong together, as long as they are alike."""
    i, i_end, j, j_end = span
    while True:
        alike = _count_sure(source, target, Span(i, i_end, j, j_end))
        yield Block(j, i, alike)
        i, j = i + alike, j + alike
        ahead = Span(i, min(i + _REACH, i_end), j, min(j + _REACH, j_end))
        pieces = _find_pieces(source, target, ahead)
        if not pieces:
            return
        for at, there in pieces:
            yield from _align_between(source, target, Span(i, at, j, there))
            i, j = at, there


def _find_pieces(source: bytes, target: bytes, span: Span) -> list[tuple[int, int]]:
    """Return places that belong together in two stretches: of pieces that either has once near where it has them."""
    length, width = span.source_end - span.source, span.target_end - span.target
    size = _PIECE if min(length, width) > _SHORT else _SHORT_PIECE
    if min(length, width) < size:
        return []
    less, more = min(0, width - length) - _REACH, max(0, width - length) + _REACH + size
    step = max(size, (length - size) // _PIECES)
    found: list[Block] = []
    for place in range(span.source, span.source_end - size + 1, step):
        piece = source[place : place + size]
        shift = place - span.source + span.target
        low, high = max(span.target, shift + less), min(span.target_end, shift + more)
        there = target.find(piece, low, high)
        if there < 0 or target.find(piece, there + 1, high) >= 0:
            continue
        low, high = max(span.source, place - _REACH), min(span.source_end, place + _REACH + size)
        if source.find(piece, low, high) == place and source.find(piece, place + 1, high) < 0:
            found.append(Block(there, place, size))
    return [(block.source, block.start) for block in climb(found)]


def _count_similar(source: bytes, target: bytes, span: Span) -> int:
    """Count the bases from the starts of two stretches on before differences crowd."""
    length = min(span.source_end - span.source, span.target_end - span.target)
    recent: list[int] = []
    for place in _differences(source, span.source, target, span.target, length):
        recent.append(place)
        if len(recent) >= _CROWD and place - recent[-_CROWD] < _CROWDED:
            return recent[-_CROWD]
    return length


def _count_sure(source: bytes, target: bytes, span: Span) -> int:
    """Count the similar bases from the starts on, up to the end of the last piece of them that is equal."""
    similar = _count_similar(source, target, span)
    places = [-1, *_differences(source, span.source, target, span.target, similar), similar]
    for before, place in reversed(tuple(pairwise(places))):
        if place - before > _SHORT_PIECE:
            return place
    return 0


def _differences(source: bytes, i: int, target: bytes, j: int, length: int) -> Iterator[int]:
    """Yield the places, counted from the starts, at which two stretches of one length differ."""
    place = _count_alike(source, i, target, j, length)
    while place < length:
        yield place
        place += 1
        place += _count_alike(source, i + place, target, j + place, length - place)


def _count_alike(source: bytes, i: int, target: bytes, j: int, limit: int) -> int:
    """Count the equal bases from two places on: by growing steps as long as all are equal, then by halves."""
    low, step = 0, _STEP
    while low + step <= limit and source[i + low : i + low + step] == target[j + low : j + low + step]:
        low, step = low + step, 4 * step
    high = min(low + step, limit)
    while low < high:
        middle = (low + high + 1) // 2
        if source[i + low : i + middle] == target[j + low : j + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _count_alike_before(source: bytes, i: int, target: bytes, j: int, limit: int) -> int:
    """Count the equal bases before two places, as `_count_alike` does."""
    low, step = 0, _STEP
    while low + step <= limit and source[i - low - step : i - low] == target[j - low - step : j - low]:
        low, step = low + step, 4 * step
    high = min(low + step, limit)
    while low < high:
        middle = (low + high + 1) // 2
        if source[i - middle : i - low] == target[j - middle : j - low]:
            low = middle
        else:
            high = middle - 1
    return low
