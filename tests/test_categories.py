"""Classes of variants: what they are called, where they lie, and which known variants they have."""

from __future__ import annotations

from functools import cache

import pytest

from synonymizer import Options, open_reference
from synonymizer.alleles import Allele
from synonymizer.errors import BaseMismatch, NoSinglePlace, RecordNotHeld, UnknownExon, UnknownGene
from synonymizer.model import Candidate, Category, ProteinChange
from synonymizer.pipeline import Synonymizer
from synonymizer.project.categories import project_category
from synonymizer.reference import Reference
from synonymizer.render import render
from synonymizer.resolve import resolve
from synonymizer.resolve.categories import MOST_MEMBERS
from synonymizer.statements import (
    CategoryKind,
    Expression,
    Hints,
    Point,
    StatedCategory,
    StatedExons,
    StatedPlace,
    StatedRecord,
    Statement,
)


@cache
def reference() -> Reference:
    return open_reference()


def read(stated: Statement, hints: Hints) -> tuple[Candidate, Category]:
    (found,) = resolve(Expression("text", "category", stated, hints), reference(), Options())
    assert isinstance(found.change, Category)
    return found, found.change


def residue(position: int, letter: str) -> StatedPlace:
    return StatedPlace("p", Point(position - 1), Point(position - 1), letter)


def words(kind: CategoryKind, label: str, gene: str | None, exon: str | None = None) -> tuple[Candidate, Category]:
    return read(StatedCategory(kind, label, exon), Hints(gene=gene))


def is_silent_or_elsewhere(category: Category, residues: set[int]) -> bool:
    engine = Synonymizer(reference())
    for member in category.members:
        assert isinstance(member, Allele)
        names = engine.names(member.spdi).readings[0].names
        proteins = [name.text for name in names if name.level == "p" and name.recommended]
        if not any(str(number) in text and "=" not in text for text in proteins for number in residues):
            return True
    return False


def test_a_residue_without_a_change_is_the_class_of_its_known_changes() -> None:
    found, category = read(residue(12, "G"), Hints(gene="KRAS"))
    assert (found.scope, category.label, category.place) == ("category", "KRAS G12", "NP_004976.2:p.Gly12")
    assert category.members
    assert not is_silent_or_elsewhere(category, {12})


def test_a_residue_without_known_changes_has_those_that_one_base_makes() -> None:
    _, category = read(residue(165, "P"), Hints(gene="STIM1"))
    made = {member.edit.inserted for member in category.members if isinstance(member, ProteinChange)}
    assert made == set("ALQRST")  # CCA with one base changed: ACA GCA TCA · CAA CGA CTA · the rest are proline


def test_an_older_residue_number_names_the_class_of_todays() -> None:
    found, category = read(StatedPlace("p", Point(5), Point(5), "E", is_bare=True), Hints(gene="HBB"))
    assert category.label == "HBB E7"
    assert "W2008" in {issue.code for issue in found.issues}


def test_a_place_on_the_genome_has_the_known_variants_that_change_it() -> None:
    place = Point(140753335)
    _, category = read(StatedPlace("g", place, place, "A"), Hints(reference="chr7"))
    assert category.label == "NC_000007.14:g.140753336"
    assert {member.inserted for member in category.members if isinstance(member, Allele)} >= {"C", "G", "T"}


def test_a_place_is_checked_as_a_change_is() -> None:
    place = Point(493, 0, "cds_start")
    with pytest.raises(BaseMismatch):
        read(StatedPlace("c", place, place, "G"), Hints(gene="STIM1"))
    _, category = read(StatedPlace("c", place, place, "C"), Hints(gene="STIM1"))
    assert category.place == "NM_001382567.1:c.494"


def test_a_class_of_more_members_than_are_listed_says_how_many_there_are() -> None:
    found, category = words("truncating", "truncating", "BRCA1")
    assert len(category.members) == MOST_MEMBERS
    assert f"The first {MOST_MEMBERS} of " in found.issues[-1].message


def test_truncating_members_make_a_stop_or_shift_the_frame() -> None:
    _, category = words("truncating", "truncating", "TP53")
    engine = Synonymizer(reference())
    for member in category.members[:12]:
        assert isinstance(member, Allele)
        consequence = engine.names(member.spdi).readings[0].consequence
        assert {"stop_gained", "frameshift_variant"} & set(consequence), member


def test_an_exon_bounds_a_class_and_its_words_choose_the_kind() -> None:
    _, every = words("mutation", "exon 11 mutation", "KIT", "11")
    _, lost = words("mutation", "exon 11 deletion", "KIT", "11")
    assert every.members
    assert set(lost.members) <= set(every.members)
    for member in lost.members:
        assert isinstance(member, Allele)
        assert len(member.inserted) < len(member.deleted)


def test_an_exon_may_have_an_older_label() -> None:
    found, category = words("mutation", "exon 14b mutation", "CFTR", "14b")
    assert category.place == "NM_000492.4:c.2620_2657"
    assert "W2009" in {issue.code for issue in found.issues}
    with pytest.raises(UnknownExon):
        words("mutation", "exon 99 mutation", "CFTR", "99")


@pytest.mark.parametrize("gene", ["ERBB2", "TTN"])
def test_a_class_without_a_place_has_a_gene_installed_or_not(gene: str) -> None:
    found, category = words("amplification", "amplification", gene)
    assert (category.label, category.members, category.place) == (f"{gene} amplification", (), "")
    assert [issue.code for issue in found.issues] == ["W4007"]


def test_a_fusion_is_called_by_both_its_genes_and_both_must_be_genes() -> None:
    _, category = read(StatedCategory("fusion", "fusion", partner="ALK"), Hints(gene="EML4"))
    assert category.label == "EML4::ALK"
    with pytest.raises(UnknownGene):
        read(StatedCategory("fusion", "fusion", partner="NOGENE1"), Hints(gene="EML4"))


@pytest.mark.parametrize(("kind", "gene"), [("karyotype", None), ("karyotype", "STIM1"), ("activity", None)])
def test_a_class_of_which_nothing_says_where_it_lies_is_an_error(kind: CategoryKind, gene: str | None) -> None:
    with pytest.raises(NoSinglePlace):
        words(kind, "words", gene)


def test_a_skipped_exon_is_said_of_the_message_and_not_of_the_dna() -> None:
    found, category = read(StatedExons("2", "2", "del", is_skipped=True), Hints(gene="STIM1"))
    assert (found.scope, category.label) == ("exon", "STIM1 exon 2 skipping")
    names = {name.text for name in render(project_category(category, reference()), key=None, gene="STIM1")}
    assert {"NM_001382567.1:r.140_270del", "NP_001369496.1:p.(Glu47ValfsTer10)"} <= names
    assert not any(":c." in name or ":g." in name for name in names)


def test_the_outermost_exons_are_the_whole_gene() -> None:
    (whole,) = resolve(
        Expression("text", "exon", StatedExons("first", "last", "del"), Hints(gene="STIM1")), reference(), Options()
    )
    (numbered,) = resolve(
        Expression("text", "exon", StatedExons("1", "13", "del"), Hints(transcript=whole.transcript)),
        reference(),
        Options(),
    )
    assert whole.change == numbered.change


@pytest.mark.parametrize("kind", ["COSMIC", "PharmVar", "a kind of the future"])
def test_a_record_that_no_data_holds_says_which_would_answer(kind: str) -> None:
    with pytest.raises(RecordNotHeld, match=f"X1 is an identifier of {kind}.*What would answer it: "):
        resolve(Expression("X1", "identifier", StatedRecord(kind, "X1")), reference(), Options())
