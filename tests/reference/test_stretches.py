"""A contig stored in stretches reads as one sequence: nothing can be told from where it is cut."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pytest

from synonymizer import Synonymizer
from synonymizer.alleles import Allele
from synonymizer.edits import Letters, classify, justify, slide
from synonymizer.errors import RegionNotHeld
from synonymizer.lift import lift
from synonymizer.normalize import normalize_allele, widen
from synonymizer.places import Interval
from synonymizer.reference import Reference
from synonymizer.reference.stretches import LENGTH, cut, is_stretch, name_stretch, parse_stretch
from synonymizer.reference.views import HORIZON
from tests.reference.invented import draw_bases, lay, make_store

if TYPE_CHECKING:
    from synonymizer.places import Placement, Sequence
    from synonymizer.reference.contract import Store

CONTIG, OLDER = "NC_000001.2", "NC_000001.1"
TANDEM = Interval(LENGTH - 30, LENGTH + 30)
UNKNOWN = Interval(2_400_000, 2_400_200)
DOUBT = Interval(2_300_000, 2_300_020)
SHIFT = 7


def make_contig() -> bytes:
    """Draw a contig of three stretches, with a repeat over the first border, unknown bases, and a copy of its end."""
    bases = bytearray(draw_bases(random.Random(11), 3_200_000))
    bases[TANDEM.start : TANDEM.end] = b"CAG" * (len(TANDEM) // 3)
    bases[TANDEM.start - 1], bases[TANDEM.end] = b"TT"
    bases[UNKNOWN.start : UNKNOWN.end] = b"N" * len(UNKNOWN)
    bases[DOUBT.start : DOUBT.end] = b"N" * len(DOUBT)
    bases[-40:] = b"GT" * 20
    return bytes(bases)


@pytest.fixture(scope="module")
def contig() -> bytes:
    return make_contig()


@pytest.fixture(scope="module")
def reference(contig: bytes) -> Reference:
    """The contig, and an older one that begins seven bases earlier; transcripts lie left and right of the border."""
    places = {"NR_000001.1": LENGTH - 2_000, "NR_000002.1": LENGTH + 1_000, "NR_000003.1": 2_500_000}
    newer = [lay(name, CONTIG, 1, [(start, start + 500)]) for name, start in places.items()]
    older = [lay(name, OLDER, 1, [(start + SHIFT, start + SHIFT + 500)]) for name, start in places.items()]
    return Reference(
        (
            make_store("GRCh38", {CONTIG: contig}, newer),
            make_store("GRCh37", {OLDER: b"GATTACA" + contig}, older),
        )
    )


@pytest.fixture(scope="module")
def sequence(reference: Reference) -> Sequence:
    return reference.geometry.sequence(CONTIG)


def test_a_contig_is_cut_where_it_may_be(reference: Reference) -> None:
    stretches = [parse_stretch(window.source)[1] for window in reference.geometry.windows(CONTIG)]
    assert stretches == [
        Interval(0, LENGTH),
        Interval(LENGTH, 2 * LENGTH),
        Interval(2 * LENGTH, UNKNOWN.start),
        Interval(UNKNOWN.end, 3_200_000),
    ]


def test_bases_are_read_across_borders(contig: bytes, sequence: Sequence) -> None:
    draw = random.Random(5)
    for border in (LENGTH, 2 * LENGTH):
        for _ in range(200):
            start, end = border - draw.randrange(900), border + draw.randrange(900)
            assert sequence.bases(start, end) == contig[start:end].decode("ascii")
    assert sequence.bases(5, UNKNOWN.start) == contig[5 : UNKNOWN.start].decode("ascii")
    assert "N" in sequence.bases(DOUBT.start, DOUBT.end)
    with pytest.raises(RegionNotHeld):
        sequence.bases(UNKNOWN.start - 1, UNKNOWN.end + 1)


@pytest.mark.parametrize("place", [0, 10, LENGTH - 1, LENGTH, LENGTH + 1, 2_399_999, 2_400_200, 3_200_000])
def test_what_is_held_reaches_as_far_as_is_looked(sequence: Sequence, place: int) -> None:
    held = sequence.held(place, place)
    low, high = (0, UNKNOWN.start) if place <= UNKNOWN.start else (UNKNOWN.end, 3_200_000)
    assert low <= held.start <= max(low, place - HORIZON)
    assert min(high, place + HORIZON) <= held.end <= high


@pytest.mark.parametrize("place", [UNKNOWN.start + 1, UNKNOWN.end - 1, 3_200_001])
def test_what_is_not_held_is_not(sequence: Sequence, place: int) -> None:
    with pytest.raises(RegionNotHeld):
        sequence.held(place, place)


@pytest.mark.parametrize("start", [LENGTH - 30, LENGTH - 3, LENGTH - 1, LENGTH, LENGTH + 12])
def test_an_edit_slides_over_a_border(contig: bytes, sequence: Sequence, start: int) -> None:
    text = Letters(CONTIG, contig.decode("ascii"))
    deleted = text.bases(start, start + 3)
    for one, other in (((start, deleted, ""), (start, deleted, "")), ((start, "", deleted), (start, "", deleted))):
        found, expected = slide(sequence, *one), slide(text, *other)
        assert found == expected
        assert justify(sequence, found) == justify(text, expected)
        moved = found.at(found.right)
        assert classify(sequence, *moved) == classify(text, *moved)


def test_a_copy_longer_than_is_looked_is_still_a_copy(contig: bytes, sequence: Sequence) -> None:
    start, end = 200_000, 2_300_000
    assert sequence.held(end, end).start > start
    assert classify(sequence, end, "", contig[start:end].decode("ascii")) == (start, end, "dup")


def test_an_edit_at_the_end_of_a_contig_is_complete(reference: Reference) -> None:
    _, complete = widen(Allele(CONTIG, 3_199_998, 3_200_000, "GT", ""), reference)
    assert complete
    base = reference.geometry.sequence(CONTIG).bases(UNKNOWN.start - 1, UNKNOWN.start)
    _, complete = widen(Allele(CONTIG, UNKNOWN.start - 1, UNKNOWN.start, base, ""), reference)
    assert not complete


def test_transcripts_on_both_sides_of_a_border_are_found(reference: Reference) -> None:
    found = reference.geometry.transcripts_over(CONTIG, LENGTH - 1_600, LENGTH + 1_001)
    assert [transcript.accession for transcript in found] == ["NR_000001.1", "NR_000002.1"]


@pytest.mark.parametrize(("start", "end"), [(LENGTH - 2, LENGTH), (LENGTH - 400, LENGTH + 400), (LENGTH, LENGTH + 1)])
def test_a_deletion_over_a_border_is_carried_to_the_other_assembly(reference: Reference, start: int, end: int) -> None:
    deleted = reference.geometry.sequence(CONTIG).bases(start, end)
    there = lift(reference, Allele(CONTIG, start, end, deleted, ""), OLDER)
    assert there is not None
    assert len(there.deleted) == end - start
    back = normalize_allele(there, reference).key
    assert back == normalize_allele(Allele(CONTIG, start, end, deleted, ""), reference).key


def test_no_name_is_one_of_a_stretch(reference: Reference, contig: bytes) -> None:
    synonymizer = Synonymizer(reference)
    for start in (LENGTH - 1_900, LENGTH - 1, LENGTH, 2_500_100):
        base = chr(contig[start])
        texts = [f"{CONTIG}:g.{start + 1}del", f"{CONTIG}:g.{start + 1}{base}>{'A' if base != 'A' else 'C'}"]
        for text in texts:
            result = synonymizer.names(text)
            names = [name.text for reading in result.readings for name in reading.names]
            assert any(name.startswith(f"{OLDER}:g.") for name in names), text
            assert not [name for name in names if re.search(r"NC_000001\.\d:\d+-\d", name)], text
    home = reference.transcripts_of("NR_000001")[0].home
    assert is_stretch(home)
    assert reference.geometry.is_genomic(home)
    assert not reference.geometry.is_named(home)


def test_a_look_up_asks_for_what_lies_around_its_place(reference: Reference, contig: bytes) -> None:
    asked: list[tuple[int, int]] = []

    class Watched:
        """A store that notes which places of contigs it is asked for."""

        def __init__(self, store: Store) -> None:
            self._store = store

        def __getattr__(self, name: str) -> object:
            return getattr(self._store, name)

        def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
            asked.append((start, end))
            return self._store.placements_over(contig, start, end)

    watched = Reference(tuple(cast("Store", Watched(store)) for store in reference.stores))
    start = 2_800_000
    base = chr(contig[start])
    assert Synonymizer(watched).names(f"{CONTIG}:g.{start + 1}{base}>{'A' if base != 'A' else 'C'}").readings
    assert min(low for low, _ in asked) > UNKNOWN.end - HORIZON
    assert max(high - low for low, high in asked) < HORIZON


# ---- where contigs are cut


@pytest.mark.parametrize("seed", range(30))
def test_stretches_cover_what_is_held_and_cut_no_transcript(seed: int) -> None:
    draw = random.Random(seed)
    held = [Interval(0, 4_000), Interval(4_060, 5_000), Interval(5_100, 30_000)]
    starts = sorted(draw.randrange(30_000) for _ in range(draw.randrange(40)))
    extents = [(start, min(30_000, start + draw.randrange(1, 2_000))) for start in starts]
    stretches = list(cut(held, extents, 1_000))
    for whole in held:
        inside = [one for one in stretches if whole.start <= one.start and one.end <= whole.end]
        assert inside[0].start == whole.start
        assert inside[-1].end == whole.end
        assert all(one.end == other.start for one, other in pairwise(inside))
    for start, end in extents:
        if any(whole.start <= start and end <= whole.end for whole in held):
            assert any(one.start <= start and end <= one.end for one in stretches), (start, end)


def test_the_name_of_a_stretch_tells_its_place() -> None:
    assert parse_stretch(name_stretch("NC_000001.2", 5, 90)) == ("NC_000001.2", Interval(5, 90))
