"""The law of linking: what is carried between assemblies of two stores comes to the very bases it came from.

One assembly is drawn, and the other is made of it by edits, so that the way of every base is known. Real assemblies are
compared with the chains of UCSC, which were made from whole genomes by other means.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pytest

from synonymizer import Synonymizer
from synonymizer.alleles import Allele
from synonymizer.build.chain import read_chains
from synonymizer.errors import RegionNotHeld
from synonymizer.lift import lift
from synonymizer.mapping import reverse_complement
from synonymizer.normalize import widen
from synonymizer.places import Block, Contig, Interval
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.align import align, climb, find_patches
from synonymizer.reference.contract import Origin, Record
from synonymizer.reference.live import Live
from synonymizer.reference.records import Contents, Listed
from synonymizer.reference.store import Bundle
from synonymizer.reference.views import splice
from tests.reference.invented import draw_bases, lay, make_store
from tests.test_build import SHARED, needs_shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.places import Assembly, Placement
    from synonymizer.reference.contract import Store

NEW, OLD = "NC_000001.2", "NC_000001.1"


LENGTH = 2_700_000
EXONS = {
    "NR_000001.1": (1, ((40_000, 40_300), (60_000, 60_150), (90_000, 90_800))),
    "NR_000002.1": (-1, ((300_000, 300_400), (310_000, 310_120))),
    "NR_000003.1": (1, ((510_000, 510_500), (515_000, 515_300))),
    "NR_000004.1": (1, ((2_300_000, 2_301_000),)),
    "NR_000005.1": (-1, ((2_500_000, 2_500_600), (2_510_000, 2_510_100))),
}
"""Transcripts of the new assembly: none in its middle stretch, and the third in what the old one has inverted."""

INVERTED, REPLACED = Interval(500_000, 530_000), Interval(700_000, 704_000)


@dataclass(frozen=True)
class Pair:
    """Both assemblies of an invented chromosome.

    `way` tells where the old one has each base of the new one: `~base` on the other strand, None where it lacks it.
    """

    new: bytes
    old: bytes
    way: list[int | None]


def make_pair(seed: int) -> Pair:
    """Draw a chromosome and change it: single bases, short and long gaps, a replaced stretch and an inverted one."""
    source = random.Random(seed)
    new = draw_bases(source, LENGTH)
    kept = sorted((start - 60, end + 60) for _, exons in EXONS.values() for start, end in exons)
    edits = [(INVERTED, "inv"), (REPLACED, "swap")]
    for start in sorted(source.sample(range(1_000, LENGTH - 5_000), 700)):
        end = start + source.choice((1, 1, 2, 5, 30, 400, 3_000))
        busy = [*kept, *((other.start - 100, other.end + 100) for other, _ in edits)]
        if not any(low < end and start < high for low, high in busy):
            edits.append((Interval(start, end), source.choice(("sub", "sub", "sub", "del", "ins"))))
    old = bytearray()
    way: list[int | None] = []
    for span, kind in sorted([*edits, (Interval(LENGTH, LENGTH), "ins")], key=lambda edit: edit[0].start):
        before = new[len(way) : span.start]
        way.extend(range(len(old), len(old) + len(before)))
        old += before
        bases = new[span.start : span.end]
        here = len(old)
        if kind == "sub":
            old += bytes(b"CGTA"[b"ACGT".index(bases[:1])] for _ in bases[:1]) + bases[1:]
            way.extend(range(here, here + len(bases)))
        elif kind == "inv":
            old += turn(bases)
            way.extend(~base for base in reversed(range(here, here + len(bases))))
        else:
            way.extend([None] * (0 if kind == "ins" else len(bases)))
            old += draw_bases(source, len(bases) + 500 * (kind == "swap")) if kind != "del" else b""
        if kind == "ins":
            way.extend(range(len(old), len(old) + len(bases)))
            old += bases
    return Pair(new, bytes(old), way)


def turn(bases: bytes) -> bytes:
    return reverse_complement(bases.decode("ascii")).encode("ascii")


def find_old(pair: Pair, start: int, end: int) -> tuple[int, int, bool]:
    """Return a stretch of the new contig that the old one has whole, there, and whether it is inverted."""
    first, last = pair.way[start], pair.way[end - 1]
    assert first is not None
    assert last is not None
    return (first, last + 1, False) if first >= 0 else (~last, ~first + 1, True)


@pytest.fixture(scope="module")
def pair() -> Pair:
    return make_pair(6)


@pytest.fixture(scope="module")
def linked(pair: Pair) -> Reference:
    """Two stores, one of each assembly; the old one has a transcript that the new one lacks."""
    on_new = [lay(accession, NEW, 1 if strand > 0 else -1, exons) for accession, (strand, exons) in EXONS.items()]
    on_old: list[Record] = []
    for accession, (strand, exons) in (*EXONS.items(), ("NR_000009.1", (1, ((100_000, 100_090), (105_000, 105_040))))):
        found = [find_old(pair, *exon) for exon in exons]
        way = strand * (-1 if found[0][2] else 1)
        on_old.append(lay(accession, OLD, 1 if way > 0 else -1, [(start, end) for start, end, _ in found]))
    return Reference((make_store("GRCh38", {NEW: pair.new}, on_new), make_store("GRCh37", {OLD: pair.old}, on_old)))


def change(base: str) -> str:
    return "C" if base != "C" else "A"


def carry(reference: Reference, sequence: str, base: int, target: str) -> Allele | None:
    letter = reference.geometry.sequence(sequence).bases(base, base + 1)
    inserted = change(letter)
    return lift(reference, Allele(sequence, base, base + 1, letter, inserted), target)


def test_every_base_is_carried_to_its_place_on_the_other_assembly(pair: Pair, linked: Reference) -> None:
    told: Counter[str] = Counter()
    for base in random.Random(1).sample(range(LENGTH), 4_000):
        there = pair.way[base]
        found = carry(linked, NEW, base, OLD)
        if there is None:
            assert found is None or len(found.deleted) != 1 or REPLACED.start - 40 < base < REPLACED.end + 40
            continue
        told["all"] += 1
        if found is None:
            continue
        old = pair.old[there] if there >= 0 else turn(pair.old[~there : ~there + 1])[0]
        inserted = change(chr(pair.new[base]))
        if chr(old) == inserted:
            assert found.deleted == found.inserted
        else:
            told["carried"] += 1
            assert found.start == (there if there >= 0 else ~there)
            assert found.inserted == (inserted if there >= 0 else reverse_complement(inserted))
        told["found"] += 1
    assert told["found"] > 0.995 * told["all"]


def test_what_is_carried_there_is_carried_back(linked: Reference) -> None:
    for base in random.Random(2).sample(range(LENGTH), 2_000):
        there = carry(linked, NEW, base, OLD)
        if there is not None and len(there.deleted) == 1 == len(there.inserted) and there.deleted != there.inserted:
            back = lift(linked, there, NEW)
            assert back is not None
            assert (back.start, back.end) == (base, base + 1)


def test_a_stretch_that_was_replaced_has_no_way(linked: Reference) -> None:
    inside = range(REPLACED.start + 100, REPLACED.end - 100, 50)
    assert [carry(linked, NEW, base, OLD) for base in inside] == [None] * len(inside)


def test_transcripts_of_either_assembly_are_found_on_both(pair: Pair, linked: Reference) -> None:
    only = linked.find_transcript("NR_000009.1")
    assert only is not None
    assert OLD in only.home
    over = linked.geometry.transcripts_over(NEW, 100_010, 100_020)
    assert [transcript.accession for transcript in over] == ["NR_000009.1"]
    assert [frame.sequence for frame in linked.geometry.frames(only)] == [NEW, OLD]
    for accession, (_, exons) in EXONS.items():
        place = find_old(pair, *exons[0])[0]
        assert [t.accession for t in linked.geometry.transcripts_over(OLD, place, place)] == [accession]


def test_names_are_made_on_both_assemblies_and_never_on_a_stretch(pair: Pair, linked: Reference) -> None:
    base = chr(pair.new[40_010])
    result = Synonymizer(linked).names(f"NR_000001.1:n.11{base}>{change(base)}")
    texts = [name.text for name in result.readings[0].names]
    place = pair.way[40_010]
    assert place is not None
    assert f"{NEW}:g.40011{base}>{change(base)}" in texts
    assert f"{OLD}:g.{place + 1}{base}>{change(base)}" in texts
    assert not [text for text in texts if ":1-" in text or text.count(":g.") > 1]


def test_stores_that_share_an_assembly_are_not_linked(pair: Pair, linked: Reference) -> None:
    newer, older = linked.stores
    both = Reference((newer, make_store("GRCh38", {NEW: pair.new, "NC_000002.2": pair.old}, [])))
    assert [place.contig for place in both.geometry.placements_of(newer.placements_over(NEW, 0, 9)[0].source)] == [NEW]
    places = linked.geometry.placements_of(older.placements_over(OLD, 0, 9)[0].source)
    assert sorted({place.contig for place in places}) == [OLD, NEW]


@pytest.mark.parametrize("turn", [1, -1])
def test_messages_of_one_store_lie_on_the_genome_of_the_other(pair: Pair, linked: Reference, turn: int) -> None:
    newer, _ = linked.stores
    found = {accession: [find_old(pair, *exon) for exon in exons] for accession, (_, exons) in EXONS.items()}
    records = []
    for accession, places in found.items():
        way = EXONS[accession][0] * (-1 if places[0][2] else 1)
        records.append(lay(accession, OLD, 1 if way > 0 else -1, [(start, end) for start, end, _ in places]))
    held = [transcript for accession in EXONS if (transcript := newer.find_transcript(accession)) is not None]
    messages = {transcript.accession: splice(newer, transcript).encode("ascii") for transcript in held}
    older = make_store("GRCh37", {OLD: pair.old}, records, messages)
    reference = Reference((newer, older)[::turn])
    for accession, (_, exons) in EXONS.items():
        transcript = reference.find_transcript(accession)
        assert transcript is not None
        assert [frame.sequence for frame in reference.geometry.frames(transcript)][:2] == [NEW, OLD]
        for start, end in exons:
            for base in (start, start + 30, end - 1):
                there = carry(reference, NEW, base, OLD)
                mapped = pair.way[base]
                assert there is not None
                assert mapped is not None
                assert there.start == (mapped if mapped >= 0 else ~mapped)
                back = lift(reference, there, NEW)
                assert back is not None
                assert back.start == base
                for contig, place in ((NEW, base), (OLD, there.start)):
                    assert transcript in reference.geometry.transcripts_over(contig, place, place + 1)


class Joined:
    """One store of what two hold and of the links between them, as a bundle keeps it that is built of them."""

    path = "joined"

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        contigs = [contig.accession for contig in reference.contigs()]
        sources = dict.fromkeys(window.source for contig in contigs for window in reference.geometry.windows(contig))
        self._placements = [place for source in sources for place in reference.geometry.placements_of(source)]

    def __getattr__(self, name: str) -> Callable[..., object]:
        return lambda *asked: next(
            (found for store in self._reference.stores if (found := getattr(store, name)(*asked))), ()
        )

    def find_source(self, accession: str) -> str | None:
        return self._reference.find_source(accession)

    def assemblies(self) -> frozenset[Assembly]:
        return frozenset({"GRCh38", "GRCh37"})

    def contigs(self) -> tuple[Contig, ...]:
        return self._reference.contigs()

    def bases(self, source: str, start: int, end: int) -> str:
        return self._reference.owner(source).bases(source, start, end)

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        return tuple(place for place in self._placements if place.source == source)

    def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        over = (one for one in self._placements if one.contig == contig and one.start <= end and start <= one.end)
        return tuple(sorted(over, key=lambda place: place.start))


def test_links_that_a_store_keeps_are_the_ones_that_were_found(linked: Reference) -> None:
    kept = Reference((cast("Store", Joined(linked)),))
    assert kept.geometry.windows(NEW) == linked.geometry.windows(NEW)
    for base in random.Random(4).sample(range(LENGTH - 100_000), 1_000):
        for here, there in ((NEW, OLD), (OLD, NEW)):
            assert carry(kept, here, base, there) == carry(linked, here, base, there)
    only = kept.find_transcript("NR_000009.1")
    assert only is not None
    assert [frame.sequence for frame in kept.geometry.frames(only)] == [NEW, OLD]
    assert kept.geometry.transcripts_over(NEW, 100_010, 100_020) == (only,)


def test_a_transcript_whose_bases_differ_proves_nothing(pair: Pair) -> None:
    other = draw_bases(random.Random(9), LENGTH)
    records = [lay(accession, NEW, 1, exons) for accession, (_, exons) in EXONS.items()]
    strange = [lay(accession, OLD, 1, exons) for accession, (_, exons) in EXONS.items()]
    reference = Reference((make_store("GRCh38", {NEW: pair.new}, records), make_store("GRCh37", {OLD: other}, strange)))
    for placement in reference.geometry.windows(NEW):
        assert reference.geometry.placements_of(placement.source) == (placement,)


# ---- bases


@pytest.mark.parametrize("seed", range(20))
def test_an_alignment_follows_the_edits_and_its_patches_complete_it(seed: int) -> None:
    source = random.Random(seed)
    target = draw_bases(source, 3_000)
    edited = bytearray(target)
    for place in sorted(source.sample(range(100, 2_900), 8), reverse=True):
        edited[place : place + source.choice((0, 1, 7))] = draw_bases(source, source.choice((0, 1, 7, 60)))
    blocks = align(bytes(edited), target, (Block(0, 0, 30), Block(2_970, len(edited) - 30, 30)))
    read = bytearray(b"?" * 3_000)
    for one, other in pairwise(blocks):
        assert one.start + one.length <= other.start
        assert one.source + one.length <= other.source
    for start, place, length in blocks:
        read[start : start + length] = edited[place : place + length]
    for start, bases in find_patches(bytes(edited), target, blocks):
        read[start : start + len(bases)] = bases.encode("ascii")
    assert read == target


@pytest.mark.parametrize("seed", range(20))
def test_the_longest_rise_is_as_long_as_one_found_step_by_step(seed: int) -> None:
    source = random.Random(seed)
    blocks = [Block(start, 3 * row, 1) for row, start in enumerate(source.sample(range(60), 25))]
    best = [1] * len(blocks)
    for row, block in enumerate(blocks):
        best[row] = 1 + max((best[before] for before in range(row) if blocks[before].start < block.start), default=0)
    found = climb(blocks)
    assert len(found) == max(best)
    assert all(one.start < other.start and one.source < other.source for one, other in pairwise(found))


# ---- real assemblies

GENES = ("STIM1", "HBB", "BRCA1", "TP53", "DMD")


class Genome:
    """The contigs of a reference as far as it holds them, and its messages: `Bases`."""

    origins = (Origin("windows"),)

    def __init__(self, reference: Reference, assembly: Assembly) -> None:
        self._reference = reference
        self.transcripts = [one for gene in GENES for one in reference.transcripts_of(gene)]
        self.frames = [
            (transcript, frame)
            for transcript in self.transcripts
            for frame in reference.geometry.frames(transcript)
            if (contig := reference.find_contig(frame.sequence)) is not None and contig.assembly == assembly
        ]
        self.contigs = {frame.sequence for _, frame in self.frames}

    def names(self) -> tuple[str, ...]:
        return (*self.contigs, *(transcript.accession for transcript in self.transcripts))

    def length(self, name: str) -> int | None:
        if name in self.contigs:
            contig = self._reference.find_contig(name)
            return contig.length if contig else None
        transcript = self._reference.find_transcript(name)
        return transcript.length if transcript in self.transcripts else None

    def read(self, name: str, start: int, end: int) -> bytes:
        transcript = self._reference.find_transcript(name)
        if transcript is not None:
            return self._reference.geometry.spliced(transcript)[start:end].encode("ascii")
        read = bytearray(b"N") * (end - start)
        for window in self._reference.geometry.windows(name):
            low, high = max(start, window.start), min(end, window.end)
            if low < high:
                bases = self._reference.geometry.sequence(name).bases(low, high)
                read[low - start : high - start] = bases.encode("ascii")
        return bytes(read)

    def close(self) -> None:
        """Do nothing: all of it is in memory."""

    def refget(self, name: str) -> str:
        return self._reference.geometry.refget(name) or ""

    def records(self) -> Iterator[Record]:
        """Yield the transcripts as annotation of the assembly would tell them."""
        for transcript, frame in self.frames:
            blocks = tuple(
                Block(part.start - on_line.start + exon.start, part.source, part.length)
                for exon, on_line in zip(transcript.exons, frame.exons, strict=True)
                for part in frame.parts(on_line.start, on_line.end)
            )
            where = transcript.accession, transcript.gene, frame.sequence, frame.strand
            yield Record(*where, transcript.exons, blocks)


@pytest.fixture(scope="module")
def embedded() -> Reference:
    return Reference((Bundle.open(find_embedded()),))


@pytest.fixture(scope="module")
def parted(embedded: Reference) -> Reference:
    """What the embedded bundle holds of some genes, in a store for each assembly, which know nothing of each other."""
    stores = []
    for assembly in ("GRCh38", "GRCh37"):
        genome = Genome(embedded, assembly)
        annotation = Listed(Contents("windows", assembly=assembly), genome.records())
        stores.append(Live(annotation, (genome,), assembly, embedded.contigs(), f"windows {assembly}"))
    return Reference(tuple(stores))


def list_windows(reference: Reference, assembly: Assembly) -> Iterator[tuple[Contig, Interval]]:
    """Yield the stretches in which transcripts lie: nothing leads to the others, for unknown bases part them."""
    for contig in reference.contigs():
        for window in reference.geometry.windows(contig.accession) if contig.assembly == assembly else ():
            if reference.geometry.transcripts_over(contig.accession, window.start, window.end):
                yield contig, Interval(window.start, window.end)


def try_lift(reference: Reference, allele: Allele, target: str) -> str | None:
    """Return an allele where it is carried to, fully justified."""
    try:
        found = lift(reference, allele, target)
        return None if found is None else widen(found, reference)[0].spdi
    except RegionNotHeld:
        return None


def test_known_alleles_come_to_the_same_places_as_by_the_alignments_of_their_records(
    embedded: Reference, parted: Reference
) -> None:
    told: Counter[bool] = Counter()
    for contig, window in list_windows(parted, "GRCh38"):
        target = embedded.find_contig_by_name(contig.name, "GRCh37")
        assert target is not None
        sequence = embedded.geometry.sequence(contig.accession)
        for known in embedded.known_over(contig.accession, window.start, window.end)[::6]:
            if window.start <= known.start and known.end <= window.end:
                deleted = sequence.bases(known.start, known.end)
                allele = Allele(contig.accession, known.start, known.end, deleted, known.inserted)
                expected = try_lift(embedded, allele, target.accession)
                if expected is not None:
                    told[try_lift(parted, allele, target.accession) == expected] += 1
    assert told[True] > 3_000
    assert not told[False]


@needs_shared
def test_bases_are_carried_as_by_the_chains_of_whole_genomes(parted: Reference) -> None:
    chains = [chain for chain in read_chains(SHARED / "hg19ToHg38.over.chain.gz") if chain.source == chain.target]
    source = random.Random(3)
    told: Counter[str] = Counter()
    windows = list(list_windows(parted, "GRCh37"))
    for contig, window in source.choices(windows, [len(window) for _, window in windows], k=5_000):
        base = source.randrange(window.start, window.end)
        target = parted.find_contig_by_name(contig.name, "GRCh38")
        assert target is not None
        name = f"chr{contig.name}"
        lifted = (chain.lift(base, base + 1) for chain in chains if chain.source == name)
        expected = next(filter(None, lifted), None)
        found = carry(parted, contig.accession, base, target.accession)
        if expected is None or found is None or len(found.deleted) != 1:
            told["neither" if expected is None else "not carried"] += 1
        else:
            told["same" if found.start == expected.start else "other"] += 1
    assert told["same"] > 4_900
    assert told["other"] <= 5
