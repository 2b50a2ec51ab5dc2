"""Older ways to count: what each rule makes of a number, and when it is tried at all."""

from __future__ import annotations

from functools import cache

import pytest

from synonymizer import Options, open_reference
from synonymizer.alleles import Allele
from synonymizer.errors import MismatchError, UnknownExon
from synonymizer.mapping import number
from synonymizer.model import Candidate
from synonymizer.places import LegacyRule
from synonymizer.reference import Reference
from synonymizer.resolve import resolve
from synonymizer.resolve.counting import recount_edit, recount_protein
from synonymizer.resolve.transcripts import identity
from synonymizer.statements import (
    Expression,
    Hints,
    Issue,
    Point,
    ProteinEdit,
    StatedEdit,
    StatedExons,
    StatedNumbered,
    StatedProtein,
    Statement,
)

FROM_CAP = LegacyRule("GENE", "c", "NM_1.1", 132, "counting from the mRNA", "a paper")
MATURE = LegacyRule("GENE", "p", "NM_1.1", -20, "mature protein", "a paper")
SPLICE_621 = StatedEdit("c", Point(620, 1, "cds_start"), Point(620, 1, "cds_start"), "sub", "G", inserted="T")
V599E = ProteinEdit("sub", 598, 598, "V", "V", "E")
ONE_FLANK = Issue("W1009", "warning", "One flank was written.")


@cache
def reference() -> Reference:
    return open_reference()


def read(stated: Statement, hints: Hints, *issues: Issue) -> tuple[Candidate, ...]:
    return resolve(Expression("text", "test", stated, hints, issues=issues), reference(), Options())


def keys(candidates: tuple[Candidate, ...]) -> list[str]:
    return [identity(one.change, reference()) for one in candidates if isinstance(one.change, Allele)]


def codes(candidate: Candidate) -> set[str]:
    return {issue.code for issue in candidate.issues}


def bare(stated: StatedEdit) -> StatedEdit:
    return StatedEdit(
        stated.axis, stated.first, stated.last, stated.kind, stated.deleted, inserted=stated.inserted, is_bare=True
    )


@pytest.mark.parametrize(
    ("older", "today"),
    [(Point(620, 1, "cds_start"), Point(488, 1, "cds_start")), (Point(132, 0, "cds_start"), Point(0, 0, "cds_start"))],
)
def test_a_rule_is_one_subtraction(older: Point, today: Point) -> None:
    assert recount_edit(StatedEdit("c", older, older, "del"), FROM_CAP).first == today


def test_there_is_no_position_0_on_either_side() -> None:
    last_of_leader = StatedEdit("c", Point(131, 0, "cds_start"), Point(131, 0, "cds_start"), "del")
    assert recount_edit(last_of_leader, FROM_CAP).first == Point(-1, 0, "cds_start")


def test_positions_behind_the_coding_sequence_are_counted_alike_by_every_rule() -> None:
    behind = StatedEdit("c", Point(4, 0, "cds_end"), Point(4, 0, "cds_end"), "del")
    assert recount_edit(behind, FROM_CAP) == behind


def test_a_mature_protein_counts_without_its_signal_peptide() -> None:
    moved = recount_protein(ProteinEdit("sub", 29, 29, "V", "V", "M"), MATURE)
    assert (moved.first, moved.last) == (49, 49)


def test_a_bare_position_that_fits_by_an_older_rule_alone_says_so() -> None:
    (found,) = read(bare(SPLICE_621), Hints(gene="CFTR"))
    assert keys((found,)) == ["NC_000007.14:117531114:G:T"]
    assert {"W2007", "W2008"} <= codes(found)
    assert found.why[0].startswith("c.621+1 by ")
    assert found.numbering


def test_a_rule_is_read_on_the_newest_version_that_codes_alike() -> None:
    (found,) = read(bare(SPLICE_621), Hints(gene="CFTR"))
    assert found.transcript == "NM_000492.4"


def test_a_position_with_its_letter_is_tried_by_an_older_rule_only_where_todays_numbering_does_not_fit() -> None:
    (found,) = read(SPLICE_621, Hints(gene="CFTR"))
    assert "W2008" in codes(found)
    fitting = StatedEdit("c", Point(493, 0, "cds_start"), Point(493, 0, "cds_start"), "del")
    assert all("W2008" not in codes(one) for one in read(fitting, Hints(gene="CFTR")))


def test_a_bare_position_that_fits_by_both_numberings_has_both_meanings() -> None:
    deletion = StatedEdit("c", Point(6173, 0, "cds_start"), Point(6173, 0, "cds_start"), "del", "T", is_bare=True)
    today, older = read(deletion, Hints(gene="BRCA2"))
    assert (today.numbering, bool(older.numbering)) == ("", True)
    assert keys((older,)) == ["NC_000013.11:32340300:T:"]


def test_a_name_on_its_own_sequence_is_counted_by_no_other_rule_and_the_error_says_which_would_fit() -> None:
    with pytest.raises(MismatchError, match=r"It fits c\.489\+1, if it was counted by "):
        read(SPLICE_621, Hints(transcript="NM_000492.4"))


def test_a_residue_of_an_older_protein_is_read_by_the_rule_of_its_gene() -> None:
    first = read(StatedProtein(V599E), Hints(gene="BRAF"))[0]
    assert keys((first,)) == ["NC_000007.14:140753335:A:T"]
    assert "W2008" in codes(first)


def test_a_residue_that_fits_by_no_rule_keeps_the_error_of_todays_numbering() -> None:
    with pytest.raises(MismatchError, match=r"p\.599 is Thr"):
        read(StatedProtein(ProteinEdit("sub", 598, 598, "W", "W", "E")), Hints(gene="BRAF"))


def insertion(after: int) -> StatedEdit:
    return StatedEdit(
        "c", Point(after - 1, 0, "cds_start"), Point(after, 0, "cds_start"), "ins", inserted="C", is_bare=True
    )


@pytest.mark.parametrize("after", [5382, 5383, 5384, 5385])
def test_an_insertion_after_one_number_is_one_allele_wherever_its_run_allows(after: int) -> None:
    found = read(insertion(after), Hints(gene="BRCA1"), ONE_FLANK)
    assert keys(tuple(one for one in found if one.numbering)) == ["NC_000017.11:43057062:GGG:GGGG"]


def test_an_insertion_before_the_one_number_is_a_meaning_where_that_is_a_known_variant() -> None:
    known = "NC_000017.11:43057062:GGG:GGGG"
    assert known not in keys(read(insertion(5386), Hints(gene="BRCA1")))
    assert known in keys(read(insertion(5386), Hints(gene="BRCA1"), ONE_FLANK))


# ---------------------------------------------------------------- numbered introns and exons


def in_part(part: str, label: str, point: Point, deleted: str = "G") -> StatedNumbered:
    stated = StatedEdit("c", point, point, "sub", deleted, inserted="A" if deleted == "G" else "C", is_bare=True)
    return StatedNumbered("intron" if part == "intron" else "exon", label, stated)


@pytest.mark.parametrize(
    ("point", "printed"),
    [(Point(0, 0, "part_start"), "c.489+1"), (Point(-1, 0, "part_end"), "c.490-1")],
)
def test_an_intron_is_counted_from_both_its_ends(point: Point, printed: str) -> None:
    (found,) = read(in_part("intron", "4", point), Hints(gene="CFTR"))
    assert printed in " ".join(found.why)


def test_an_exon_is_counted_from_both_its_ends() -> None:
    transcript = reference().find_transcript("NM_000492.4")
    assert transcript is not None
    bases = reference().geometry.spliced(transcript)
    exon = transcript.exons[4]
    for point, base in ((Point(0, 0, "part_start"), exon.start), (Point(-1, 0, "part_end"), exon.end - 1)):
        stated = StatedEdit("c", point, point, "identity", bases[base])
        (found,) = read(StatedNumbered("exon", "5", stated), Hints(transcript="NM_000492.4"))
        assert f"c.{number(transcript, base)[0] + 1}" in " ".join(found.why)


def test_an_older_exon_number_is_a_second_meaning_and_a_label_of_its_own_the_only_one() -> None:
    today, older = read(in_part("intron", "19", Point(0, 0, "part_start")), Hints(gene="CFTR"))
    assert (today.numbering, "W2009" in codes(older)) == ("", True)
    (only,) = read(in_part("intron", "14b", Point(0, 0, "part_start")), Hints(gene="CFTR"))
    assert "c.2657+1" in " ".join(only.why)
    assert "W2009" in codes(only)


def test_an_older_rule_for_positions_is_not_applied_inside_a_numbered_intron() -> None:
    found = read(in_part("intron", "4", Point(0, 0, "part_start")), Hints(gene="CFTR"))
    assert all("W2008" not in codes(one) for one in found)


def test_an_intron_that_no_transcript_has_is_an_unknown_exon() -> None:
    with pytest.raises(UnknownExon, match="introns 1 to 26"):
        read(in_part("intron", "27", Point(0, 0, "part_start")), Hints(transcript="NM_000492.4"))


def test_whole_exons_are_named_by_older_labels_too() -> None:
    (found,) = read(StatedExons("14b", "14b", "del"), Hints(gene="CFTR"))
    assert "W2009" in codes(found)
    assert "exon 16 of NM_000492.4" in " ".join(found.why)
