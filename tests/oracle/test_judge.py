"""The judge judged: by eye on a record of 74 bases, by law on random sequences, by the nomenclature's own examples."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.oracle.edits import Edit, classify, justify
from tests.oracle.justify import Denoted, Judge, UnjudgedError
from tests.oracle.proteins import describe, fits, predict
from tests.oracle.records import (
    ARCHIVE,
    Difference,
    Exon,
    Placement,
    Record,
    Transcript,
    read_archive,
    read_mitochondrion,
)

# c.-5 to c.12 (Met Ala Lys Glu), an intron of 17 bases, c.13 to c.*5 (Glu Phe Glu Phe Ter)
BASES = "CCTTGACCTAGACACATGGCTAAAGAGGTAAGTCCTTTTTTCAGGAATTCGAATTCTGATTTACAACCGGTTAA"
DIFFERENCES = (Difference(5, 5, "AA"), Difference(22, 23, "T"), Difference(33, 34, "G"), Difference(59, 60, ""))
SMALL = Judge(
    [
        Record(
            ("REC_1.1",),
            BASES,
            (
                Placement("GRCh38", "NC_1.2", "1", 1, 1000, 1074, ()),
                Placement("GRCh37", "NC_1.1", "1", -1, 1000, 1075, DIFFERENCES),
            ),
            (Transcript("NM_1.1", (Exon(10, 27, 0), Exon(44, 64, 17)), (), (15, 59)),),
        )
    ]
)


@pytest.mark.parametrize(
    ("description", "canonical"),
    [
        ("7del", "9del"),
        ("12del", "12+1del"),
        ("13-1del", "13del"),
        ("13del", "13del"),
        ("7_8insA", "9dup"),
        ("12dup", "12+1dup"),
        ("10_12dup", "11_12+1dup"),
        ("13_18dup", "19_24dup"),
        ("19_20insAATTCG", "19_24dup"),
        ("18_19insGAATTC", "19_24dup"),
        ("18_19insGGG", "19_20insGGG"),
        ("14_15delinsTT", "14_15inv"),
        ("13_18inv", "13_18="),
        ("12+9_13-8del", "13-5_13-4del"),
        ("13-9T>G", "12+9T>G"),
        ("12+9T>G", "12+9T>G"),
        ("4_6delGCTinsGAT", "5C>A"),
        ("4_6delGCTinsGT", "5del"),
        ("4_9delinsTTT", "4_9delinsTTT"),
        ("8A=", "8="),
        ("-1del", "-1del"),
        ("*1_*2del", "*2_*3del"),
        ("27_*1delinsC", "27_*1delinsC"),
    ],
)
def test_a_description_has_one_canonical_form(description: str, canonical: str) -> None:
    assert SMALL.canonical(f"NM_1.1:c.{description}") == f"NM_1.1:c.{canonical}"
    assert SMALL.is_canonical(f"NM_1.1:c.{canonical}")
    assert SMALL.denotes(f"NM_1.1:c.{description}") == SMALL.denotes(f"NM_1.1:c.{canonical}")


@pytest.mark.parametrize(
    ("name", "allele"),
    [
        ("NM_1.1:c.9del", Denoted("NC_1.2", 1021, 1024, "AA")),
        ("NM_1.1:n.14del", Denoted("NC_1.2", 1021, 1024, "AA")),
        ("REC_1.1:g.22del", Denoted("NC_1.2", 1021, 1024, "AA")),
        ("NC_1.2:g.1022del", Denoted("NC_1.2", 1021, 1024, "AA")),
        ("NC_1.2(NM_1.1):c.12+1del", Denoted("NC_1.2", 1026, 1028, "G")),
    ],
)
def test_every_axis_denotes_the_same_bases(name: str, allele: Denoted) -> None:
    assert SMALL.denotes(name) == {allele}


@pytest.mark.parametrize(
    ("name", "allele"),
    [
        ("NM_1.1:c.1A>G", Denoted("NC_1.1", 1057, 1058, "C")),
        ("NM_1.1:c.8=", Denoted("NC_1.1", 1050, 1051, "T")),
        ("NM_1.1:c.8A>T", Denoted("NC_1.1", 1050, 1051, "A")),
        ("NM_1.1:c.*1_*3=", Denoted("NC_1.1", 1012, 1014, "AAA")),
        ("NM_1.1:c.*5dup", Denoted("NC_1.1", 1010, 1011, "GG")),
        ("NC_1.1:g.1058T>C", Denoted("NC_1.1", 1057, 1058, "C")),
    ],
)
def test_the_other_assembly_gets_the_resulting_bases_not_the_edit(name: str, allele: Denoted) -> None:
    assert allele in SMALL.denotes(name, "GRCh37")


def test_where_an_assembly_lacks_a_base_of_the_transcript_its_deletion_is_no_change_there() -> None:
    assert any(
        allele.bases == "AA" and allele.end - allele.start == 2 for allele in SMALL.denotes("NM_1.1:c.*3del", "GRCh37")
    )


def test_exon_neighbours_are_not_neighbours_on_the_genome() -> None:
    assert not SMALL.denotes("NM_1.1:c.12del") & SMALL.denotes("NM_1.1:c.13del")


def test_introns_are_those_of_the_genome_a_name_states() -> None:
    assert SMALL.is_canonical("NC_1.2(NM_1.1):c.12+7C>A")
    assert SMALL.is_canonical("NC_1.1(NM_1.1):c.12+7G>A")
    assert SMALL.is_canonical("REC_1.1(NM_1.1):c.12+7C>A")
    with pytest.raises(UnjudgedError, match="states other bases"):
        SMALL.canonical("NC_1.2(NM_1.1):c.12+7G>A")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("NM_1.1:c.8G>A", "states other bases"),
        ("NM_1.1:c.7_9delAA", "states other bases"),
        ("NM_1.1:c.7_9del2", "states other bases"),
        ("NM_1.1:c.11+1G>A", "no such intron position"),
        ("NM_1.1:c.12+18G>A", "no such intron position"),
        ("NM_1.1:c.-6del", "outside the transcript"),
        ("NM_1.1:c.*6del", "outside the transcript"),
        ("NM_1.1:c.9_7del", "reversed"),
        ("NM_1.1:c.7_9insA", "not between neighbours"),
        ("NM_1.1:c.12_13insA", "not between neighbours"),
        ("NM_2.1:c.1del", "no such transcript"),
        ("NC_1.2:g.999del", "outside the record"),
        ("NM_1.1:c.7_9", "unreadable"),
        ("NM_1.1:c.0del", "unreadable"),
        ("NM_1.1:c.7_9dupinsA", "unreadable"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(UnjudgedError) as caught:
        SMALL.denotes(name)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("description", "protein"),
    [
        ("4G>C", "Ala2Pro"),
        ("9A>G", "Lys3="),
        ("7A>T", "Lys3Ter"),
        ("7del", "Glu4ArgfsTer?"),
        ("1A>G", "Met1?"),
        ("-1_1delinsGG", "Met1?"),
        ("25T>C", "Ter9ArgextTer?"),
        ("4_6del", "Ala2del"),
        ("13_18dup", "Glu7_Phe8dup"),
        ("4_6dup", "Ala2dup"),
        ("6_7insGGG", "Ala2_Lys3insGly"),
        ("4_9delinsTTT", "Ala2_Lys3delinsPhe"),
        ("13-1del", "Glu5AsnfsTer?"),
    ],
)
def test_the_protein_follows_from_the_bases(description: str, protein: str) -> None:
    effect = predict(SMALL.read(f"NM_1.1:c.{description}"))
    assert effect is not None
    assert describe(effect) == protein
    assert fits(protein, effect)
    assert fits(f"({protein})", effect)


@pytest.mark.parametrize("description", ["12del", "12+1del", "11_12+1dup", "-1del", "*1del", "12+9T>G"])
def test_no_protein_follows_where_the_sequence_cannot_tell(description: str) -> None:
    assert predict(SMALL.read(f"NM_1.1:c.{description}")) is None


@pytest.mark.parametrize(
    ("description", "protein"),
    [
        ("4G>C", "Ala2Ser"),
        ("4G>C", "Lys2Pro"),
        ("4G>C", "="),
        ("4G>C", "Ala2fs"),
        ("7A>T", "Lys3Asn"),
        ("7del", "Lys3ArgfsTer?"),
        ("7del", "Glu4ArgfsTer5"),
        ("13_18del", "Glu7del"),
        ("13_18del", "Glu5_Phe8del"),
        ("4_6dup", "Lys3dup"),
        ("6_7insGGG", "Ala2_Lys3insAla"),
        ("25T>C", "Ter9GlnextTer?"),
        ("1A>G", "Met2Val"),
        ("9A>G", "Met1?"),
    ],
)
def test_a_protein_name_that_says_something_else_does_not_fit(description: str, protein: str) -> None:
    effect = predict(SMALL.read(f"NM_1.1:c.{description}"))
    assert effect is not None
    assert not fits(protein, effect)


def apply(sequence: str, edit: Edit) -> str:
    return sequence[: edit.start] + edit.bases + sequence[edit.end :]


@st.composite
def edits(draw: st.DrawFn, sequence: str) -> Edit:
    start = draw(st.integers(0, len(sequence)))
    end = draw(st.integers(start, min(len(sequence), start + 6)))
    return Edit(start, end, draw(st.text("AC", max_size=6)))


@given(st.data())
def test_justified_edits_are_equal_exactly_when_their_results_are(data: st.DataObject) -> None:
    sequence = data.draw(st.text("AC", min_size=1, max_size=12))
    one, other = data.draw(edits(sequence)), data.draw(edits(sequence))
    assume(apply(sequence, one) != sequence)
    assert (justify(sequence, one) == justify(sequence, other)) == (apply(sequence, one) == apply(sequence, other))


@given(st.data())
def test_the_classified_edit_makes_the_same_sequence_and_cannot_move_on(data: st.DataObject) -> None:
    sequence = data.draw(st.text("ACGT", min_size=1, max_size=12))
    edit = data.draw(edits(sequence))
    kind, least = classify(sequence, edit)
    assert apply(sequence, least) == apply(sequence, edit)
    if kind in {"del", "ins", "dup"} and least.end < len(sequence):
        turned = Edit(least.start + 1, least.end + 1, least.bases[1:] + least.bases[:1])
        assert apply(sequence, turned) != apply(sequence, edit)


def examples() -> list[dict[str, str]]:
    table = Path(__file__).parents[1] / "cases" / "judge.tsv"
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.fixture(scope="module")
def judge() -> Judge:
    if not ARCHIVE.exists():
        pytest.skip(f"the LRG archive is not at {ARCHIVE}")
    return Judge([*read_archive(), read_mitochondrion()])


@pytest.mark.parametrize("example", examples(), ids=lambda example: example["id"])
def test_the_examples_of_the_nomenclature_are_judged_as_published(judge: Judge, example: dict[str, str]) -> None:
    name = example["name"]
    assert judge.canonical(name, "GRCh37") == example["canonical"], example["why"]
    for other in filter(None, example["same_as"].split(" ")):
        assert judge.denotes(name, "GRCh37") & judge.denotes(other, "GRCh37"), example["why"]
    for other in filter(None, example["not_same_as"].split(" ")):
        assert not judge.denotes(name, "GRCh37") & judge.denotes(other, "GRCh37"), example["why"]
    if example["protein"]:
        effect = predict(judge.read(name, "GRCh37"))
        assert effect is not None
        assert describe(effect) == example["protein"], example["why"]
