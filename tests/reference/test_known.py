"""Pages of identifiers read as they were written, and a bundle finds every allele of them in few of its pages."""

from __future__ import annotations

import random
import sqlite3
import zlib
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from synonymizer.build.writer import create, write_alleles
from synonymizer.places import Namespace
from synonymizer.reference.known import (
    ALLELES_PER_PAGE,
    IDENTIFIERS_PER_PAGE,
    Entry,
    decode_alleles,
    decode_identifiers,
    encode_alleles,
    encode_identifiers,
)
from synonymizer.reference.seal import write_seal
from synonymizer.reference.store import Bundle

entries = st.lists(
    st.builds(
        Entry,
        st.integers(0, 2**28),
        st.integers(2**28, 2**29),
        st.text("ACGT", max_size=40),
        st.lists(st.integers(1, 2**40), max_size=3).map(tuple),
        st.lists(st.tuples(st.integers(1, 2**32), st.integers(1, 2**32)), max_size=3).map(tuple),
    ),
    max_size=30,
).map(lambda found: sorted(found, key=lambda entry: entry.start))


@given(entries)
def test_an_allele_page_reads_as_it_was_written(written: list[Entry]) -> None:
    page = decode_alleles(encode_alleles(written))
    assert list(zip(page.starts, page.ends, page.inserted, strict=True)) == [entry[:3] for entry in written]
    for index, entry in enumerate(written):
        known = page.known("NC", index)
        assert {allele.rs for allele in known} - {None} == set(entry.rs)
        assert {(allele.variation, allele.allele) for allele in known} - {(None, None)} == set(entry.clinvar)
        assert bool(known) == bool(entry.rs or entry.clinvar)
        assert all(index in page.naming("rs", number) for number in entry.rs)
        assert all(index in page.naming("variation", variation) for variation, _ in entry.clinvar)
        assert all(index in page.naming("allele", allele) for _, allele in entry.clinvar)


@given(entries, st.integers(0, 2**29), st.integers(0, 2**20))
def test_a_page_finds_what_touches_an_interval(written: list[Entry], start: int, length: int) -> None:
    page = decode_alleles(encode_alleles(written))
    expected = [i for i, entry in enumerate(written) if entry.start <= start + length and start <= entry.end]
    assert page.touching(start, start + length) == expected


@given(st.sets(st.tuples(st.integers(1, 50), st.integers(1, 400))), st.integers(1, 50))
def test_an_identifier_page_names_every_page_of_an_identifier(pairs: set[tuple[int, int]], wanted: int) -> None:
    found = decode_identifiers(encode_identifiers(sorted(pairs))).find(wanted)
    assert list(found) == sorted(page for number, page in pairs if number == wanted)


@given(st.binary(max_size=60))
def test_what_is_no_page_is_read_or_refused(data: bytes) -> None:
    for page in (data, zlib.compress(data[:1] + bytes(7) + data[1:])):
        for decode in (decode_alleles, decode_identifiers):
            with suppress(ValueError):
                decode(page)


def test_a_page_of_single_bases_takes_what_its_numbers_take() -> None:
    chance = random.Random(3)
    places = sorted(chance.sample(range(5800), ALLELES_PER_PAGE))
    page = [Entry(place, place + 1, chance.choice("ACGT"), (chance.randrange(1, 2**31),)) for place in places]
    # 31 bits of the number, 2 of the base, and about 2.3 of the distance to the allele before
    assert len(encode_alleles(page)) < 5.1 * ALLELES_PER_PAGE


# ---- bundles


def write(path: Path, alleles: dict[str, list[Entry]]) -> Bundle:
    """Write a bundle of alleles and open it."""
    with closing(create(path)) as connection:
        assert write_alleles(connection, alleles.items(), path.parent) == sum(map(len, alleles.values()))
        connection.commit()
    write_seal(path)
    return Bundle.open(path)


def draw_entries(chance: random.Random, count: int) -> list[Entry]:
    """Return alleles of which a few are so long that they reach over several pages, and some share numbers."""
    places = sorted(chance.choices(range(20 * count), k=count))
    return [
        Entry(
            place,
            place + chance.choice((0, 1, 1, 1, 1, 5, *((60 * ALLELES_PER_PAGE,) if chance.random() < 0.001 else ()))),
            chance.choice("ACGT"),
            tuple(sorted({chance.choice((7, chance.randrange(1, 4000), chance.randrange(1, 2**33)))})),
            ((place + 1, place + 15000),) if chance.random() < 0.1 else (),
        )
        for place in places
    ]


def test_a_bundle_finds_alleles_by_place_and_by_identifier(tmp_path: Path) -> None:
    chance = random.Random(5)
    alleles = {contig: draw_entries(chance, 3 * ALLELES_PER_PAGE + 11) for contig in ("NC_000002.12", "NC_000001.11")}
    bundle = write(tmp_path / "made.bundle", alleles)
    for contig, entries in alleles.items():
        for _ in range(100):
            start = chance.randrange(0, 20 * len(entries))
            end = start + chance.choice((0, 1, 300))
            found = [(one.start, one.end, one.inserted) for one in bundle.known_over(contig, start, end)]
            assert found == [entry[:3] for entry in entries if entry.start <= end and start <= entry.end]
        everything = bundle.known_over(contig, 0, 1 << 40)
        assert [(one.start, one.end, one.inserted) for one in everything] == [entry[:3] for entry in entries]
    for entry in chance.sample(alleles["NC_000001.11"], 100):
        assert list_places(bundle, "rs", entry.rs[0]) == [
            (contig, other.start, other.end, other.inserted)
            for contig, entries in alleles.items()
            for other in entries
            if entry.rs[0] in other.rs
        ]
        for variation, allele in entry.clinvar:
            place = ("NC_000001.11", entry.start, entry.end, entry.inserted)
            assert place in list_places(bundle, "variation", variation)
            assert place in list_places(bundle, "allele", allele)
    assert bundle.known_alleles("rs", 2**33) == bundle.known_alleles("variation", 0) == ()
    assert bundle.known_over("NC_000003.12", 0, 1 << 40) == ()
    bundle.close()


def list_places(bundle: Bundle, namespace: Namespace, value: int) -> list[tuple[str, int, int, str]]:
    """Return what an identifier points at."""
    found = bundle.known_alleles(namespace, value)
    return [(one.sequence, one.start, one.end, one.inserted) for one in found]


def test_an_identifier_of_many_alleles_stays_on_one_page_of_the_index(tmp_path: Path) -> None:
    count = 3 * ALLELES_PER_PAGE
    entries = [
        Entry(10 * place, 10 * place + 1, "A", (place if place % 3 else 2 * count,)) for place in range(1, count)
    ]
    spread = {f"NC_{number:06}.1": entries for number in range(1, 4)}
    bundle = write(tmp_path / "many.bundle", spread)
    assert len(bundle.known_alleles("rs", 2 * count)) == 3 * len(
        [entry for entry in entries if entry.rs[0] == 2 * count]
    )
    bundle.close()
    with closing(sqlite3.connect(tmp_path / "many.bundle")) as connection:
        spans = connection.execute("SELECT first, last FROM identifier_page ORDER BY id").fetchall()
    assert len(spans) > 1
    assert all(last < first for (_, last), (first, _) in pairwise(spans))
    assert 3 * count > IDENTIFIERS_PER_PAGE
