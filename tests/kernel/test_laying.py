"""Transcripts are laid and spliced in columns as `mapping.compose` and `views.read_view` do it one by one."""

from __future__ import annotations

import random
from array import array

import pytest

from synonymizer.kernel.laying import lay, list_over, read_numbers, splice
from synonymizer.kernel.tables import LACKING, PARTED, WHOLE, Drafts
from synonymizer.mapping import compose, flip, invert, reverse_complement
from synonymizer.places import Block, Interval
from synonymizer.reference.views import read_view
from tests.kernel.plain import load_plain

HOME = "".join(random.Random(3).choices("ACGT", k=4000))


def _draw_blocks(chance: random.Random, count: int, start: int, source: int) -> tuple[Block, ...]:
    """Return blocks that increase on both sides, with gaps on one, the other or both."""
    blocks: list[Block] = []
    for _ in range(count):
        length = chance.randrange(5, 60)
        blocks.append(Block(start, source, length))
        start += length + chance.choice((0, 0, 3))
        source += length + chance.choice((0, 40, 90))
    return tuple(blocks)


def _draw_transcript(chance: random.Random) -> tuple[int, tuple[Block, ...], tuple[Interval, ...]]:
    """Return strand, blocks on the home, and exons, which end anywhere."""
    strand = chance.choice((1, -1))
    first = chance.randrange(200, 1500)
    blocks = _draw_blocks(chance, chance.randrange(1, 9), chance.choice((0, 0, 2)), first)
    if strand < 0:
        shift = -first - 3500
        blocks = tuple(block._replace(source=block.source + shift) for block in blocks)
    length = blocks[-1].start + blocks[-1].length + chance.choice((0, 0, 4))
    ends = sorted({length, *(chance.randrange(1, length) for _ in range(chance.randrange(4)))})
    return strand, blocks, tuple(Interval(one, other) for one, other in zip([0, *ends], ends, strict=False))


def _make_drafts(drawn: list[tuple[int, tuple[Block, ...], tuple[Interval, ...]]]) -> Drafts:
    exons, exon_end = read_numbers("".join(",".join(str(len(e)) for e in one[2]) + "\n" for one in drawn).encode())
    texts = (",".join(" ".join(map(str, block)) for block in one[1]) for one in drawn)
    blocks, block_end = read_numbers("".join(f"{text}\n" for text in texts).encode())
    return Drafts(array("i", [one[0] for one in drawn]), exons, exon_end, blocks, block_end)


def test_transcripts_are_laid_as_alignments_are_composed() -> None:
    chance = random.Random(11)
    shapes: set[int] = set()
    for _ in range(60):
        drawn = [_draw_transcript(chance) for _ in range(20)]
        window = _draw_blocks(chance, chance.randrange(1, 30), 10_000, chance.randrange(0, 400))
        way = chance.choice((1, -1))
        laid = lay(_make_drafts(drawn), array("q", [number for block in window for number in block]), way)
        for row, (strand, blocks, exons) in enumerate(drawn):
            onto = invert(window)
            composed = compose(blocks, onto if strand > 0 else flip(onto))
            bases = {block.start + i: block.source + i for block in composed for i in range(block.length)}
            first = laid.piece_end[row - 1] if row else 0
            pieces = range(first, laid.piece_end[row])
            found = {
                laid.first[at] + i: laid.start[at] + i for at in pieces for i in range(laid.end[at] - laid.start[at])
            }
            assert found == bases
            places = [*bases.values()] if strand * way > 0 else [-place - 1 for place in bases.values()]
            extent = (min(places), max(places) + 1) if places else (0, 0)
            assert (laid.strand[row], laid.low[row], laid.high[row]) == (strand * way, *extent)
            assert all(
                exons[laid.number[at]].start <= laid.first[at] < exons[laid.number[at]].end
                and laid.first[at] + laid.end[at] - laid.start[at] <= exons[laid.number[at]].end
                for at in pieces
            )
            assert laid.length[row] == exons[-1].end
            held = [sum(base in bases for base in range(exon.start, exon.end)) for exon in exons]
            if not all(held):
                assert laid.shape[row] == LACKING
            elif sum(held) < exons[-1].end or len(pieces) > len(exons):
                assert laid.shape[row] == PARTED
            else:
                assert laid.shape[row] == WHOLE
            shapes.add(laid.shape[row])
    assert shapes == {LACKING, PARTED, WHOLE}


def test_messages_are_those_that_are_read_one_by_one() -> None:
    chance = random.Random(12)
    drawn = [_draw_transcript(chance) for _ in range(300)]
    lengths = [exons[-1].end for _, _, exons in drawn]
    message_at = array("q", [7])
    for length in lengths:
        message_at.append(message_at[-1] + length)
    out = bytearray(message_at[-1])
    splice(_make_drafts(drawn), f"##{HOME}##".encode(), 2, len(HOME), out, message_at)
    assert out[:7] == bytes(7)
    for row, (strand, blocks, _) in enumerate(drawn):

        def read(start: int, end: int, strand: int = strand) -> str:
            return HOME[start:end] if strand > 0 else reverse_complement(HOME[-end:-start])

        bases = "".join(read_view(blocks, (), read, 0, lengths[row]))
        expected = list(bases)
        covered = {block.start + i for block in blocks for i in range(block.length)}
        for base in range(lengths[row]):
            if base not in covered:
                expected[base] = "N"
        assert out[message_at[row] : message_at[row + 1]].decode() == "".join(expected)


@pytest.mark.parametrize("block", [Block(0, 3990, 20), Block(0, -3, 10), Block(5, 100, 20)])
def test_a_transcript_that_leaves_its_home_or_itself_is_refused(block: Block) -> None:
    drafts = _make_drafts([(1, (block,), (Interval(0, 20),))])
    with pytest.raises(ValueError, match="leaves"):
        splice(drafts, HOME.encode(), 0, len(HOME), bytearray(20), array("q", [0, 20]))


def test_transcripts_over_a_place_are_listed_in_their_order() -> None:
    chance = random.Random(13)
    starts = array("q", [chance.randrange(1000) for _ in range(50)])
    ends = array("q", [start + chance.randrange(1, 300) for start in starts])
    order = array("i", chance.sample(range(50), 30))
    places = array("q", sorted({*starts, *ends}))
    count, over = list_over(places, order, starts, ends)
    expected = [[one for one in order if starts[one] <= place < ends[one]] for place in places]
    assert list(over) == [one for listed in expected for one in listed]
    assert list(count) == [len(listed) for listed in expected]
    count, over = list_over(places, order, starts, ends, touching=True)
    expected = [[one for one in order if starts[one] <= place <= ends[one]] for place in places]
    assert list(over) == [one for listed in expected for one in listed]
    assert list(count) == [len(listed) for listed in expected]


def test_plain_python_says_the_same() -> None:
    chance = random.Random(14)
    drafts = _make_drafts([_draw_transcript(chance) for _ in range(30)])
    window = array("q", [number for block in _draw_blocks(chance, 20, 10_000, 300) for number in block])
    assert load_plain("synonymizer.kernel.laying").lay(drafts, window, -1) == lay(drafts, window, -1)
