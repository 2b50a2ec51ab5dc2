"""The names of a DNA change as papers write them: every style, its label, and on which transcripts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synonymizer.alleles import Allele
from synonymizer.model import SHIFTED, Name, PlaceProjection, TranscriptProjection
from synonymizer.notations.cdna_names import write
from synonymizer.statements import Count, EditKind, Point, ProteinEdit, StatedEdit, StatedRepeat
from tests.notations.samples import ENSEMBL, FIXED, GRCH38, MITOCHONDRIAL, NONCODING, SELECT

CONTIG = "NC_000011.10"


def coding(base: int, offset: int = 0) -> Point:
    return Point(base, offset, "cds_start")


def change(kind: EditKind, first: Point, last: Point, deleted: str, inserted: str = "") -> TranscriptProjection:
    return TranscriptProjection("c", SELECT, CONTIG, first, last, kind, deleted, inserted, is_main=True)


SUBSTITUTION = change("sub", coding(493), coding(493), "C", "A")
DELETION = change("del", coding(1520), coding(1522), "CTT")
ONE_BASE = change("del", coding(34), coding(34), "G")
DUPLICATION = change("dup", coding(9), coding(11), "", "CAG")
INSERTION = change("ins", coding(9), coding(10), "", "ACT")
REPLACEMENT = change("delins", coding(99), coding(101), "ATG", "TT")
IN_INTRON = change("sub", coding(488, 1), coding(488, 1), "G", "T")


def select(names: tuple[Name, ...], cls: str, needs: str = "gene") -> list[str]:
    """Return the names of the change itself, and not those of its place alone."""
    found = (name for name in names if name.scope != "position")
    return [name.text for name in found if name.cls == cls and name.needs == needs]


@pytest.mark.parametrize(
    ("projection", "texts"),
    [
        (
            SUBSTITUTION,
            """494C>A|C494A|494C→A|494C->A|494C/A|494 C>A|nt 494C>A|nt494 C>A|cDNA 494C>A|494C-->A|494 C/A|494(C>A)
            |494C to A|494 C to A|494C-to-A|494 C-A|C494→A|494C---->A|494C\\A|c494C>A|c. 494C>A|c.494C→A|c.494C->A
            |c.494C/A|c.494C-->A|c.C494A|c.494 C>A|C to A at nucleotide 494|C→A at nucleotide 494
            |C-to-A transversion at position 494|494C→A transversion|nucleotide 494 (C to A)""",
        ),
        (
            DELETION,
            """1521delCTT|1521_1523delCTT|1521-1523delCTT|1521_1523del|1521-1523del|1521 del CTT|nt 1521delCTT
            |1521del3|1521_1523del3|delCTT1521|del1521-1523|c1521_1523delCTT|c. 1521_1523delCTT|CTT deletion at 1521
            |deletion of CTT at nucleotide 1521|3-bp deletion at nucleotide 1521|deletion of nucleotides 1521-1523""",
        ),
        (
            ONE_BASE,
            """35delG|35del|35 del G|nt 35delG|35del1|delG35|c35delG|c. 35delG|G deletion at 35
            |deletion of G at nucleotide 35|1-bp deletion at nucleotide 35""",
        ),
        (
            DUPLICATION,
            """10_12dupCAG|10_12dup|10-12dupCAG|10dupCAG|nt 10_12dupCAG|10_12dup3|dupCAG10|c10_12dupCAG|c. 10_12dupCAG
            |CAG duplication at 10|duplication of CAG at nucleotide 10""",
        ),
        (
            INSERTION,
            """10insACT|10_11insACT|10-11insACT|10 ins ACT|nt 10insACT|insACT10|c10_11insACT|c. 10_11insACT
            |ACT insertion at 10|insertion of ACT after nucleotide 10""",
        ),
        (
            REPLACEMENT,
            """100_102delinsTT|100_102delATGinsTT|100delATGinsTT|100-102delATGinsTT|100_102ATG>TT|100ATG>TT|100ATG→TT
            |c100_102delATGinsTT|c. 100_102delATGinsTT""",
        ),
        (change("inv", coding(9), coding(10), "CA", "TG"), "10_11inv|10_11invCA"),
        (change("identity", coding(9), coding(9), "C", "C"), ""),
    ],
)
def test_every_style_of_papers_is_written_without_the_gene(projection: TranscriptProjection, texts: str) -> None:
    assert select(write(projection), "literature") == [text.strip() for text in texts.split("|") if text.strip()]


def test_a_place_in_an_intron_is_written_in_the_same_styles() -> None:
    written = select(write(IN_INTRON), "literature")
    assert {"489+1G>T", "489+1G→T", "489+1 G to T", "G to T at nucleotide 489+1"} <= set(written)
    assert len(written) == len(select(write(SUBSTITUTION), "literature"))


def test_signs_stand_behind_the_gene_too_and_words_do_not() -> None:
    names = write(SUBSTITUTION)
    alone, behind = select(names, "literature"), select(names, "literature", "")
    assert behind == [f"STIM1 {text}" for text in alone[: len(behind)]]
    assert alone[len(behind)] == "C to A at nucleotide 494"


@pytest.mark.parametrize(
    ("old", "new", "noun"), [("A", "G", "transition"), ("T", "C", "transition"), ("A", "C", "transversion")]
)
def test_the_word_for_a_substitution_is_the_one_for_its_bases(old: str, new: str, noun: str) -> None:
    texts = select(write(change("sub", coding(493), coding(493), old, new)), "literature")
    assert f"{old}-to-{new} {noun} at position 494" in texts


@pytest.mark.parametrize(
    ("projection", "texts"),
    [
        (SUBSTITUTION, []),
        (DELETION, ["c.1521_1523delCTT", "c.1521delCTT", "c.1521_1523del3"]),
        (DUPLICATION, ["c.10_12dupCAG", "c.10_12dup3"]),
        (REPLACEMENT, ["c.100_102delATGinsTT", "c.100_102ATG>TT", "c.100_102>TT"]),
    ],
)
def test_withdrawn_spellings_say_so_and_the_first_stands_on_its_accession(
    projection: TranscriptProjection, texts: list[str]
) -> None:
    names = write(projection)
    assert select(names, "hgvs-deprecated") == texts
    with_gene, on_accession = [f"STIM1 {text}" for text in texts], [f"{SELECT.accession}:{text}" for text in texts]
    assert select(names, "hgvs-deprecated", "") == with_gene + on_accession[:1]
    others = write(replace(projection, transcript=FIXED, is_main=False))
    assert [name.text for name in others] == [f"{FIXED.accession}:{text}" for text in texts[:1]]


def test_other_places_of_the_same_bases_are_marked() -> None:
    shifted = StatedEdit("c", coding(1519), coding(1521), "del", "TCT")
    names = [name for name in write(replace(DELETION, shifts=(shifted,))) if name not in write(DELETION)]
    assert [(name.text, name.cls) for name in names if not name.text.startswith("STIM1")] == [
        ("c.1520_1522delTCT", "hgvs-deprecated"),
        ("NM_001382567.1:c.1520_1522delTCT", "hgvs-deprecated"),
        ("1520delTCT", "literature"),
        ("1520_1522delTCT", "literature"),
    ]
    assert all(name.tags == (*SELECT.tags, SHIFTED) and not name.recommended for name in names)


def test_a_title_tells_what_becomes_of_the_protein_and_may_leave_a_new_frame_open() -> None:
    missense = ProteinEdit("sub", 164, 164, "P", "P", "Q", predicted=True)
    titles = [name for name in write(replace(SUBSTITUTION, protein=missense)) if "(p." in name.text]
    assert [(name.text, name.cls, name.needs) for name in titles] == [
        ("NM_001382567.1(STIM1):c.494C>A (p.Pro165Gln)", "hgvs", ""),
        ("STIM1 c.494C>A (p.Pro165Gln)", "literature", ""),
        ("c.494C>A (p.Pro165Gln)", "literature", "gene"),
    ]
    shift = ProteinEdit("frameshift", 46, 46, "E", "E", "V", 10, predicted=True)
    on_other = write(replace(ONE_BASE, transcript=FIXED, protein=shift, is_main=False))
    assert [name.text for name in on_other if "(p." in name.text] == [
        "NM_003156.3(STIM1):c.35del (p.Glu47ValfsTer10)",
        "NM_003156.3(STIM1):c.35del (p.Glu47fs)",
    ]


def test_a_changed_number_of_units_is_written_at_all_of_a_repeat_and_at_its_first_base() -> None:
    place = coding(1209, -12), coding(1209, -6)
    repeat = StatedRepeat("c", *place, (("T", Count(5, 5)),))
    names = write(replace(change("del", coding(1209, -7), place[1], "TT"), repeat=repeat))
    assert [(name.text, name.needs) for name in names if "[" in name.text] == [
        ("NM_001382567.1:c.1210-12_1210-6T[5]", ""),
        ("NC_000011.10(NM_001382567.1):c.1210-12_1210-6T[5]", ""),
        ("NM_001382567.1:c.1210-12T[5]", ""),
        ("STIM1:c.1210-12_1210-6T[5]", ""),
        ("c.1210-12_1210-6T[5]", "gene"),
        ("STIM1:c.1210-12T[5]", ""),
        ("c.1210-12T[5]", "gene"),
    ]
    assert {name.cls for name in names if "[" in name.text} == {"hgvs"}


def test_long_sequences_are_counted_and_not_spelled() -> None:
    names = write(change("del", coding(99), coding(129), "ACGTACGTACGTACGTACGTACGTACGTACG"))
    assert select(names, "literature") == [
        "100_130del",
        "100-130del",
        "100del31",
        "100_130del31",
        "del100-130",
        "31-bp deletion at nucleotide 100",
        "deletion of nucleotides 100-130",
    ]


def test_a_noncoding_transcript_keeps_its_letter() -> None:
    names = write(TranscriptProjection("n", NONCODING, CONTIG, Point(344), Point(344), "sub", "A", "G", is_main=True))
    assert select(names, "literature")[:3] == ["n345A>G", "n. 345A>G", "n.345A→G"]
    assert {name.level for name in names} == {"n"}


def test_only_a_transcript_with_a_record_of_its_own_has_such_names() -> None:
    on_genome = replace(SUBSTITUTION, transcript=MITOCHONDRIAL)
    assert write(on_genome) == ()
    assert write(replace(SUBSTITUTION, transcript=ENSEMBL, is_main=False)) == ()
    allele = Allele(CONTIG, 4055633, 4055634, "C", "A")
    assert write(PlaceProjection("g", GRCH38, allele, "sub", allele, allele)) == ()
