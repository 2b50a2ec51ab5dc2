"""HGVS names: what is said about a mistake, and which names are written."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from synonymizer.alleles import Allele
from synonymizer.errors import SynonymizerError
from synonymizer.model import Name, PlaceProjection, TranscriptProjection
from synonymizer.notations.hgvs import read, write
from synonymizer.statements import EditKind, Point
from tests.notations.samples import (
    ENSEMBL,
    FIXED,
    GRCH37,
    GRCH38,
    MITOCHONDRIAL,
    MITOCHONDRION,
    NONCODING,
    SELECT,
)


def texts(names: tuple[Name, ...]) -> list[str]:
    return [name.text for name in names]


def recommended(names: tuple[Name, ...]) -> list[str]:
    return [name.text for name in names if name.recommended]


def coding(base: int, offset: int = 0) -> Point:
    return Point(base, offset, "cds_start")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("NM_003156.3:c.494C>", "ends too early: a change such as C>A"),
        ("NM_003156.3:c.A494C", "a position such as 494, 93+1, -14 or *37 was expected"),
        ("NC_000011.10:g.93+1A>G", "a position such as 4055634"),
        ("NM_003156.3:c.494C→A", "cannot be read from '→A' on: only plain letters"),
        ("STIM1 p.Pro165C>", "as in Pro165Gln"),
        ("NM_003156.3:c.494C>Q", "Q is no base; c. changes are written with A C G T."),
        ("STIM1 p.Foo165Gln", "'Foo' is no residue"),
        ("NC_000011.10:g.5_3del", "g.5_3 ends before it starts"),
        ("NM_003156.3:c.5insA", "c.5 names none"),
        ("NP_003147.2:c.494C>A", "NP_003147.2 is a protein, with p. positions. c. counts on a coding transcript"),
        ("chr11:c.494C>A", "Chromosome 11 is a genomic sequence"),
        ("NM_003156.3:c.494C>A;500G>T", "Write [a;b] for one allele, [a];[b] for two"),
    ],
)
def test_a_mistake_is_named_with_what_was_expected(text: str, says: str) -> None:
    with pytest.raises(SynonymizerError) as caught:
        read(text)
    assert says in caught.value.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("stim1 C.494c>a", "'stim1 C.494c>a' was read as 'STIM1 c.494C>A'."),
        ("NM_004006.2c.93+1G>T", "was read as 'NM_004006.2:c.93+1G>T'."),
        ("c.79GC>TT", "was read as 'c.79_80delinsTT'."),
        ("c.123C>C", "was read as 'c.123='."),
        ("BRAF V600E", "'BRAF V600E' was read as 'BRAF p.V600E'."),
        ("p.(Leu54Leu)", "was read as 'p.(Leu54=)'."),
        ("Arg97ProfsX23", "was read as 'p.Arg97Profs*23'."),
        ("NM_003156.3:c.[494C>A]", "was read as 'NM_003156.3:c.494C>A'."),
        ("[STIM1:c.494C>A+STIM1:c.500G>T]", "was read as 'STIM1:c.[494C>A;500G>T]'."),
    ],
)
def test_a_repair_says_what_was_read(text: str, says: str) -> None:
    expression = read(text)
    assert expression is not None
    (issue,) = expression.issues
    assert says in issue.message


@pytest.mark.parametrize(
    "text", ["rs334", "11-4055634-C-A", "NC_000011.10:4055633:C:A", "STIM1 exon 2 deletion", "11 4055634 . C A"]
)
def test_other_notations_do_not_load_the_parser(text: str) -> None:
    script = f"import sys; from synonymizer.parse import parse; parse({text!r}); sys.exit('hgvs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def place(kind: EditKind, start: int, deleted: str, inserted: str) -> PlaceProjection:
    allele = Allele("NC_000011.10", start, start + len(deleted), deleted, inserted)
    return PlaceProjection("g", GRCH38, allele, kind, allele, allele)


@pytest.mark.parametrize(
    ("projection", "change"),
    [
        (place("sub", 9, "C", "A"), "10C>A"),
        (place("del", 9, "CAG", ""), "10_12del"),
        (place("del", 9, "C", ""), "10del"),
        (place("ins", 9, "", "T"), "9_10insT"),
        (place("dup", 12, "", "CAG"), "10_12dup"),
        (place("dup", 10, "", "C"), "10dup"),
        (place("delins", 9, "CA", "TTT"), "10_11delinsTTT"),
        (place("inv", 9, "CA", "TG"), "10_11inv"),
        (place("identity", 9, "C", "C"), "10="),
        (place("identity", 9, "CAG", "CAG"), "10_12="),
    ],
)
def test_a_change_on_a_chromosome_is_written_by_its_kind(projection: PlaceProjection, change: str) -> None:
    assert texts(write(projection)) == [f"NC_000011.10:g.{change}", f"chr11:g.{change}"]


def test_a_name_on_grch37_says_so_where_its_sequence_does_not() -> None:
    allele = Allele("NC_000011.9", 4076863, 4076864, "C", "A")
    names = write(PlaceProjection("g", GRCH37, allele, "sub", allele, allele, ("reference on GRCh37",)))
    assert texts(names) == ["NC_000011.9:g.4076864C>A", "chr11(hg19):g.4076864C>A"]
    assert {name.assembly for name in names} == {"GRCh37"}
    assert {name.tags for name in names} == {("reference on GRCh37",)}
    assert [name.cls for name in names] == ["hgvs", "coordinate"]
    assert recommended(names) == ["NC_000011.9:g.4076864C>A"]


def test_a_stored_sequence_has_a_name_for_each_accession_and_none_is_recommended() -> None:
    allele = Allele("NG_016277.1", 204931, 204932, "C", "A")
    names = write(PlaceProjection("g", None, allele, "sub", allele, allele, synonyms=("LRG_164",)))
    assert texts(names) == ["NG_016277.1:g.204932C>A", "LRG_164:g.204932C>A"]
    assert recommended(names) == []


def test_the_mitochondrial_genome_is_chrm() -> None:
    allele = Allele("NC_012920.1", 3242, 3243, "A", "G")
    names = write(PlaceProjection("m", MITOCHONDRION, allele, "sub", allele, allele))
    assert texts(names) == ["NC_012920.1:m.3243A>G", "chrM:m.3243A>G"]


def test_an_exonic_change_is_recommended_on_the_bare_transcript() -> None:
    names = write(TranscriptProjection("c", FIXED, "NC_000011.10", coding(493), coding(493), "sub", "C", "A"))
    assert texts(names) == [
        "NM_003156.3:c.494C>A",
        "NM_003156.3(STIM1):c.494C>A",
        "NG_016277.1(NM_003156.3):c.494C>A",
        "LRG_164t1:c.494C>A",
        "NC_000011.10(NM_003156.3):c.494C>A",
        "NM_003156.3:r.(494c>a)",
    ]
    assert recommended(names) == ["NM_003156.3:c.494C>A", "NM_003156.3:r.(494c>a)"]
    assert {name.scope for name in names} == {"allele"}


def test_the_gene_stands_for_its_main_transcript_alone() -> None:
    projection = TranscriptProjection("c", SELECT, "NC_000011.10", coding(493), coding(493), "sub", "C", "A")
    names = [name for name in write(replace(projection, is_main=True)) if name not in write(projection)]
    assert [(name.text, name.cls, name.needs) for name in names] == [
        ("STIM1:c.494C>A", "hgvs", ""),
        ("c.494C>A", "hgvs", "gene"),
        ("STIM1 c.494C>A", "literature", ""),
        ("STIM1:r.(494c>a)", "hgvs", ""),
        ("r.(494c>a)", "hgvs", "gene"),
        ("STIM1 r.(494c>a)", "literature", ""),
    ]
    assert all("STIM1" not in name.text.replace("(STIM1)", "") for name in write(projection))


def test_an_intronic_change_is_recommended_with_its_genomic_sequence() -> None:
    point = coding(138, 1)
    names = write(TranscriptProjection("c", FIXED, "NC_000011.10", point, point, "sub", "G", "A", rna="spl?"))
    assert texts(names)[:2] == ["NC_000011.10(NM_003156.3):c.139+1G>A", "NM_003156.3:c.139+1G>A"]
    assert recommended(names) == ["NC_000011.10(NM_003156.3):c.139+1G>A", "NM_003156.3:r.spl?"]
    on_window = write(TranscriptProjection("c", FIXED, "NG_016277.1", point, point, "sub", "G", "A", rna="spl?"))
    assert texts(on_window)[0] == "NG_016277.1(NM_003156.3):c.139+1G>A"
    assert recommended(on_window) == ["NM_003156.3:r.spl?"]


@pytest.mark.parametrize(("rna", "written"), [("?", "r.?"), ("spl?", "r.spl?"), ("=", "r.(=)")])
def test_an_rna_statement_that_many_changes_share_is_a_category(rna: str, written: str) -> None:
    point = coding(138, 1)
    names = write(TranscriptProjection("c", ENSEMBL, "NC_000011.10", point, point, "sub", "G", "A", rna=rna))
    assert (names[-1].text, names[-1].scope, names[-1].level) == (f"ENST00000300737.8:{written}", "category", "r")


@pytest.mark.parametrize(
    ("kind", "first", "last", "inserted", "written"),
    [
        ("del", -14, -12, "", "r.(-14_-12del)"),
        ("dup", 9, 11, "", "r.(10_12dup)"),
        ("ins", 9, 10, "ACT", "r.(10_11insacu)"),
        ("delins", 9, 10, "TT", "r.(10_11delinsuu)"),
        ("identity", 9, 9, "", "r.(10=)"),
    ],
)
def test_rna_is_written_small_and_with_u(kind: EditKind, first: int, last: int, inserted: str, written: str) -> None:
    names = write(TranscriptProjection("c", ENSEMBL, "NC_000011.10", coding(first), coding(last), kind, "", inserted))
    assert names[-1].text == f"ENST00000300737.8:{written}"


def test_a_change_that_leaves_an_exon_has_no_rna_name_of_its_own() -> None:
    names = write(TranscriptProjection("c", FIXED, "NC_000011.10", coding(138), coding(138, 3), "del", "", ""))
    assert {name.level for name in names} == {"c"}


def test_a_noncoding_transcript_counts_from_its_first_base() -> None:
    names = write(TranscriptProjection("n", NONCODING, "NC_000011.10", Point(344), Point(344), "sub", "A", "G"))
    assert texts(names) == [
        "NR_028379.1:n.345A>G",
        "NR_028379.1(MIR1):n.345A>G",
        "NG_016277.1(NR_028379.1):n.345A>G",
        "NC_000011.10(NR_028379.1):n.345A>G",
        "NR_028379.1:r.(345a>g)",
    ]


def test_a_mitochondrial_gene_has_one_name() -> None:
    projection = TranscriptProjection("c", MITOCHONDRIAL, "NC_012920.1", coding(153), coding(153), "sub", "G", "A")
    assert texts(write(projection)) == ["NC_012920.1(MT-ND1):c.154G>A", "NC_012920.1(MT-ND1):r.(154g>a)"]
