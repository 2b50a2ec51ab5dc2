"""One suite of laws that every kind of store obeys, judged by the embedded reference wherever both hold a thing."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from synonymizer.errors import RegionNotHeld, UnknownAccession
from synonymizer.mapping import orient
from synonymizer.places import MITOCHONDRION, Transcript
from synonymizer.reference import Reference
from synonymizer.reference.contract import Store
from synonymizer.reference.ranking import rank
from synonymizer.reference.stretches import is_stretch, parse_stretch
from synonymizer.reference.verify import residues_of
from synonymizer.reference.views import read_placed, splice
from tests.reference.stores import ASSEMBLY, CHROMOSOME, KINDS, Files

TRIED = 60
"""Places of each contig that are tried."""


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def store(kind: str, files: Files) -> Store:
    return KINDS[kind](files)


@pytest.fixture(scope="module")
def transcripts(store: Store) -> tuple[Transcript, ...]:
    return tuple(transcript for gene in store.genes() for transcript in store.transcripts_of(gene))


@pytest.fixture
def reference(files: Files) -> Reference:
    return files.reference


def test_what_is_held_is_what_its_parts_allow(kind: str, store: Store, transcripts: tuple[Transcript, ...]) -> None:
    """A law that nothing is held to is no law."""
    on_genome = [one for one in transcripts if is_stretch(one.home)]
    alone = [one for one in transcripts if one.home == one.accession]
    assert (len(on_genome) > 40) == ("fasta + " in kind or "seqrepo" in kind)
    assert (len(alone) > 20) == ("rna" in kind or "seqrepo" in kind)
    assert store.assemblies() == ({"GRCh37", "GRCh38"} if kind == "bundle" else {ASSEMBLY})


def test_placements_read_as_the_contig_does(store: Store, reference: Reference) -> None:
    """A message that is all there is of a contig has its own bases, which may be others."""
    geometry = reference.geometry
    for contig in store.contigs():
        if reference.find_contig(contig.accession) is None:
            continue
        judge = reference.geometry.sequence(contig.accession)
        for placement in store.placements_over(contig.accession, 0, contig.length):
            there = judge.bases(placement.start, placement.end)
            if read_placed(placement, store.bases, placement.start, placement.end) != there:
                message = reference.find_transcript(placement.source)
                assert message is not None, placement
                frame = geometry.frame(message, contig.accession)
                assert frame is not None
                assert not geometry.unspliced(message, frame).is_faithful


def test_placements_are_found_by_place_and_by_source(store: Store) -> None:
    chance = random.Random(6)
    for contig in store.contigs():
        every = store.placements_over(contig.accession, 0, contig.length)
        assert list(every) == sorted(every, key=lambda placement: placement.start)
        for placement in chance.sample(every, min(TRIED, len(every))):
            assert placement in store.placements_of(placement.source)
            start = chance.randrange(placement.start, placement.end + 1)
            end = min(start + chance.choice((0, 1, 1000, 10_000_000)), contig.length)
            touched = [one for one in every if one.start <= end and start <= one.end]
            assert list(store.placements_over(contig.accession, start, end)) == touched


def test_a_stretch_is_named_by_its_place(store: Store) -> None:
    for contig in store.contigs():
        for placement in store.placements_over(contig.accession, 0, contig.length):
            if is_stretch(placement.source):
                accession, place = parse_stretch(placement.source)
                assert (accession, place.start, place.end) == (contig.accession, placement.start, placement.end)
                assert store.source_length(placement.source) == len(place)


def test_transcripts_are_found_by_every_name_they_have(store: Store, transcripts: tuple[Transcript, ...]) -> None:
    for one in transcripts:
        assert store.find_transcript(one.accession) == one
        assert one in store.transcripts_of(one.gene)
        assert one.protein is None or one in store.transcripts_of_protein(one.protein)
        assert all(store.find_transcript(name) == one for name in one.synonyms)
        assert all(one in store.transcripts_of_protein(name) for name in one.protein_synonyms)
        base, _, version = one.accession.partition(".")
        if version.isdecimal():
            versions = store.versions(base)
            assert one.accession in versions
            assert list(versions) == sorted(versions, key=lambda name: -int(name.rpartition(".")[2]))


def test_the_transcripts_of_a_gene_come_by_rank(store: Store) -> None:
    for gene in store.genes():
        found = store.transcripts_of(gene)
        assert list(found) == sorted(found, key=rank)


def test_a_gene_is_installed_when_it_has_transcripts(store: Store) -> None:
    assert list(store.genes()) == sorted(store.genes())
    for symbol in store.genes():
        gene = store.find_gene(symbol)
        assert gene is not None
        assert gene.symbol == symbol
        assert gene.installed == bool(store.transcripts_of(symbol))


def test_homes_hold_their_transcripts(store: Store, transcripts: tuple[Transcript, ...]) -> None:
    for home in {one.home for one in transcripts}:
        assert store.find_source(home) == home
        assert store.source_names(home)[0] == home
        there = store.transcripts_on(home, 0, store.source_length(home))
        assert {one.accession for one in there} == {one.accession for one in transcripts if one.home == home}
        for one in there:
            first, last = one.blocks[0], one.blocks[-1]
            low, high = orient(first.source, last.source + last.length, one.strand)
            assert 0 <= low < high <= store.source_length(home)
            assert one in store.transcripts_on(home, high, high)
            assert low == 0 or one not in store.transcripts_on(home, 0, low - 1)


def test_transcripts_splice_to_their_messages(
    store: Store, transcripts: tuple[Transcript, ...], reference: Reference
) -> None:
    """Where no message is given the contig stands in, whose bases may be others."""
    geometry = reference.geometry
    for one in transcripts:
        judge = reference.find_transcript(one.accession)
        assert judge is not None
        assert (one.exons, one.cds, one.protein) == (judge.exons, judge.cds, judge.protein)
        is_given = one.home == judge.home or store.message(one.accession) is not None
        if splice(store, one) != geometry.spliced(judge):
            frame = geometry.frame(judge, CHROMOSOME)
            assert frame is not None
            assert not is_given
            assert not geometry.unspliced(judge, frame).is_faithful


def test_transcripts_translate_to_their_proteins(
    store: Store, transcripts: tuple[Transcript, ...], reference: Reference
) -> None:
    for one in transcripts:
        judge = reference.find_transcript(one.accession)
        assert judge is not None
        if splice(store, one) == reference.geometry.spliced(judge):
            residues = residues_of(one, splice(store, one))
            assert residues.removesuffix("*") == reference.geometry.protein(judge).removesuffix("*")


def test_transcripts_are_called_and_ranked_alike(
    kind: str, transcripts: tuple[Transcript, ...], reference: Reference
) -> None:
    """UTA tells neither tags nor what LRG calls a transcript."""
    for one in transcripts:
        judge = reference.find_transcript(one.accession)
        assert judge is not None
        if "uta" in kind:
            judge = replace(judge, tags=judge.tags[-1:], synonyms=(), protein_synonyms=())
        assert (one.tags, one.synonyms, one.protein_synonyms) == (judge.tags, judge.synonyms, judge.protein_synonyms)


def test_messages_are_those_of_transcripts(store: Store, reference: Reference) -> None:
    for gene in ("NF2", "CYP2D6", "STIM1"):
        for one in reference.transcripts_of(gene):
            assert store.message(one.accession) in (None, reference.geometry.spliced(one))
    assert store.message("NM_000000.1") is None
    assert store.message(CHROMOSOME) is None


def test_bases_are_the_same_as_text_and_as_bytes(store: Store) -> None:
    for placement in _sample(store):
        length = store.source_length(placement)
        for start, end in ((0, 0), (0, 1), (length // 2, length), (length, length)):
            text = store.bases(placement, start, end)
            assert text.encode() == store.read(placement, start, end)
            assert len(text) == end - start
            assert not text.strip("ACGTN")


def test_bases_outside_are_refused(store: Store) -> None:
    for source in _sample(store):
        length = store.source_length(source)
        for start, end in ((-1, 1), (0, length + 1), (2, 1)):
            for read in (store.bases, store.read):
                with pytest.raises(RegionNotHeld, match="bases"):
                    read(source, start, end)


def _sample(store: Store) -> list[str]:
    places = (store.placements_over(contig.accession, 0, contig.length)[:3] for contig in store.contigs())
    return [placement.source for found in places for placement in found]


@pytest.mark.parametrize(
    "name",
    ["", "NM_000000.1", "NM_003156", "' OR 1=1 --", "x:y", "NC_000022.10:1-2", "NC_000022.10:2-1", "é:1-2", "a%b"],
)
def test_what_is_not_held_is_nothing_or_an_error(store: Store, name: str) -> None:
    assert store.find_source(name) is None
    assert store.find_transcript(name) is None
    assert store.find_gene(name) is None
    assert store.transcripts_of(name) == ()
    assert store.transcripts_of_protein(name) == ()
    assert store.versions(f"{name}.x") == ()
    assert store.message(name) is None
    assert store.placements_of(name) == ()
    assert store.placements_over(name, 0, 1000) == ()
    assert store.transcripts_on(name, 0, 1000) == ()
    for ask in (store.source_length, store.source_names, lambda source: store.bases(source, 0, 1)):
        with pytest.raises(UnknownAccession, match="accession"):
            ask(name)


def test_a_store_says_where_its_facts_come_from(store: Store) -> None:
    assert store.path
    assert store.description
    assert all(origin.source for origin in store.provenance())
    assert len(store.provenance()) > 0


def test_the_mitochondrion_of_human_is_left_to_the_embedded_bundle(kind: str, store: Store) -> None:
    accessions = {contig.accession for contig in store.contigs()}
    assert (MITOCHONDRION in accessions) == (kind == "bundle")
