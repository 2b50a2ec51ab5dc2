"""Annotation in memory finds by place what a search of everything finds, and by name what a name means."""

from __future__ import annotations

from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from synonymizer.places import Block, Interval
from synonymizer.reference.contract import Annotation, Record
from synonymizer.reference.records import Contents, Listed


def make(accession: str, start: int, length: int, contig: str = "1", gene: str = "A", protein: str = "") -> Record:
    """Return a record of one exon, on the minus strand where it starts at an odd place."""
    strand: Literal[1, -1] = -1 if start % 2 else 1
    source = -start - length if strand < 0 else start
    exons, blocks = (Interval(0, length),), (Block(0, source, length),)
    return Record(accession, gene, contig, strand, exons, blocks, protein=protein or None)


PLACES = st.lists(st.tuples(st.sampled_from("123"), st.integers(0, 60), st.integers(1, 30)), max_size=30)


@given(PLACES, st.integers(0, 90), st.integers(0, 20))
def test_what_lies_over_a_place_is_what_overlaps_or_touches_it(
    places: list[tuple[str, int, int]], start: int, length: int
) -> None:
    records = [make(f"T{number}", place, size, contig) for number, (contig, place, size) in enumerate(places)]
    listed: Annotation = Listed(Contents("made"), records)
    for contig in "123":
        there = [record for record in records if record.contig == contig]
        touched = {
            record.accession for record in there if record.extent[0] <= start + length and start <= record.extent[1]
        }
        found = listed.over(contig, start, start + length)
        assert {record.accession for record in found} == touched
        assert len(found) == len(touched)
        assert list(listed.extents(contig)) == sorted(record.extent for record in there)
    assert sorted(record.accession for record in listed.records()) == sorted(record.accession for record in records)
    assert set(listed.contigs()) == {contig for contig, _, _ in places}


def test_a_contig_without_records_is_none_of_it() -> None:
    listed = Listed(Contents("made", lengths={"1": 100, "2": 50}), [make("T", 1, 5)])
    assert listed.contigs() == {"1": 100}
    assert (listed.over("2", 0, 50), listed.extents("2"), len(listed)) == ((), (), 1)


def test_versions_are_numbers_newest_first() -> None:
    accessions = ("NM_1.9", "NM_1.10", "NM_1.2", "NM_12.1", "AT1G01010.1", "plain", "NC_012920.1(MT-ND1)")
    listed = Listed(Contents("made"), [make(accession, 0, 5) for accession in accessions])
    assert listed.versions("NM_1") == ("NM_1.10", "NM_1.9", "NM_1.2")
    assert listed.versions("NM_12") == ("NM_12.1",)
    assert listed.versions("plain") == listed.versions("NC_012920") == ()


def test_a_transcript_on_two_contigs_has_two_records() -> None:
    listed = Listed(Contents("made"), [make("T.1", 0, 5, "X", "G", "P"), make("T.1", 10, 5, "Y", "G", "P")])
    for found in (listed.find("T.1"), listed.of_gene("G"), listed.of_protein("P")):
        assert [record.contig for record in found] == ["X", "Y"]
    assert listed.versions("T") == ("T.1",)
    assert listed.find("T") == listed.of_gene("P") == listed.of_protein("G") == ()


def test_a_gene_is_found_by_its_symbol_first_and_by_an_alias_that_no_other_has() -> None:
    contents = Contents("made")
    contents.add_gene("A", ["OLD", "SHARED", "B"], "ENSG1")
    contents.add_gene("A", ["OLDER", ""])
    contents.add_gene("B", ["SHARED"])
    contents.add_gene("C", ["NOWHERE"])  # no transcript is held of it
    listed = Listed(contents, [make("T1", 0, 5, gene="A"), make("T2", 0, 5, gene="B"), make("T3", 0, 5, gene="D")])
    found = {name: listed.find_gene(name) for name in ("A", "OLD", "OLDER", "B", "D", "SHARED", "C", "NOWHERE", "")}
    symbols = {name: gene.symbol if gene else None for name, gene in found.items()}
    assert symbols == {
        "A": "A",
        "OLD": "A",
        "OLDER": "A",
        "B": "B",
        "D": "D",
        "SHARED": None,
        "C": None,
        "NOWHERE": None,
        "": None,
    }
    gene = found["A"]
    assert gene is not None
    assert (gene.aliases, gene.ensembl, gene.installed) == (("OLD", "SHARED", "B", "OLDER"), "ENSG1", True)
    assert listed.genes() == ("A", "B", "D")
