"""A name is printed when it leads back to its variant, and is withheld when it does not."""

from __future__ import annotations

from functools import cache

import pytest

from synonymizer import Name, Options, Synonymizer, open_reference
from synonymizer.identify import identify, parse_in_gene
from synonymizer.model import NameClass, Scope
from synonymizer.normalize import Normal
from synonymizer.project import project
from synonymizer.proof import Proof, prove, rests_on_reading

STIM1 = "STIM1 c.494C>A"


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


@cache
def mean(text: str) -> Normal:
    """Return the first thing that a text means."""
    reference = engine().reference
    return identify(parse_in_gene(text, reference, Options()), reference, Options())[0]


def name(
    text: str, cls: NameClass = "literature", scope: Scope = "allele", *, needs: str = "", transcript: str | None = None
) -> Name:
    return Name(text, cls, "c", transcript=transcript, scope=scope, needs=needs)


def try_name(one: Name, text: str = STIM1, gene: str | None = "STIM1", *, is_whole: bool = False) -> Proof:
    normal, reference = mean(text), engine().reference
    return prove([one], normal, project(normal, reference), reference, gene=gene, is_whole=is_whole)


@pytest.mark.parametrize(
    ("one", "is_proved"),
    [
        (name("STIM1 c.494C>A"), True),
        (name("STIM1 c.494C>G"), False),
        (name("STIM1 c.495C>A"), False),
        (name("c.494C>A", needs="gene"), True),
        (name("c.494C>A"), False),
        (name("no name at all"), False),
        (name("STIM1 P165Q", scope="protein"), True),
        (name("STIM1 P165R", scope="protein"), False),
        (name("STIM1 P165", scope="position"), True),
        (name("STIM1 (((", scope="position"), False),
        (name("STIM1 exon 2 deletion", "exon", "exon"), False),
    ],
    ids=lambda one: one.text if isinstance(one, Name) else str(one),
)
def test_a_name_without_a_reference_is_printed_only_where_it_leads_back(one: Name, is_proved: bool) -> None:
    assert try_name(one) == (Proof((one,), ()) if is_proved else Proof((), (one,)))


def test_a_name_on_an_accession_is_true_by_its_writer_and_can_be_tried_all_the_same() -> None:
    wrong = name("NM_003156.3:c.494C>G", "hgvs")
    assert try_name(wrong).proved == (wrong,)
    assert try_name(wrong, is_whole=True).lost == (wrong,)
    right = name("NM_003156.3:c.494C>A", "hgvs")
    assert try_name(right, is_whole=True).proved == (right,)


def test_the_gene_of_the_reading_is_given_only_to_names_that_ask_for_it() -> None:
    bare = name("c.494C>A", needs="gene")
    assert try_name(bare, gene="CFTR").lost == (bare,)
    assert try_name(name("STIM1 c.494C>A"), gene="CFTR").proved


def test_a_name_of_exons_must_mean_the_very_event() -> None:
    event = "STIM1 exon 2 deletion"
    assert try_name(name("deletion of exon 2 of STIM1", "exon", "exon"), event).proved
    assert try_name(name("STIM1 exon 3 deletion", "exon", "exon"), event).lost


STOP_BY_INSERTION = "NM_000492.4:c.1623_1624insTGA"
"""An insertion that makes a stop of codon 542 of CFTR, and is no allele that `G542X` would be taken for."""


@pytest.mark.parametrize(
    ("text", "is_proved"),
    [("CFTR G542*", True), ("CFTR p.Gly542Ter", True), ("CFTR G542R", False), ("CFTR G541*", False)],
)
def test_a_protein_name_says_the_change_that_is_made_whether_or_not_the_allele_is_listed(
    text: str, is_proved: bool
) -> None:
    one = name(text, scope="protein", transcript="NM_000492.4")
    assert bool(try_name(one, STOP_BY_INSERTION, "CFTR").proved) is is_proved


def test_a_protein_change_is_compared_on_the_transcript_that_the_name_is_of() -> None:
    elsewhere = name("CFTR G542*", scope="protein", transcript="ENST00000648260.1")
    assert try_name(elsewhere, STOP_BY_INSERTION, "CFTR").lost == (elsewhere,)


def test_a_protein_name_that_means_a_class_of_variants_alone_is_dropped() -> None:
    deletion = "NM_000257.4:c.73_75del"
    one = name("E25 deletion", scope="protein", needs="gene", transcript="NM_000257.4")
    assert try_name(one, deletion, gene="MYH7").lost == (one,)


def test_names_come_back_in_the_order_given() -> None:
    given = [name(text) for text in ("STIM1 494C->A", "STIM1 c.494C>G", "STIM1 c.494C>A", "STIM1 c.493C>A")]
    normal, reference = mean(STIM1), engine().reference
    proof = prove(given, normal, project(normal, reference), reference, gene="STIM1")
    assert (proof.proved, proof.lost) == ((given[0], given[2]), (given[1], given[3]))


@pytest.mark.parametrize(
    ("one", "is_bare"),
    [
        (name("11-4055634-C-A", "coordinate"), False),
        (Name("NC_000011.10:4055633:C:A", "computed", "g"), False),
        (Name("NM_000518.5:141:G:", "computed", "n"), True),
        (name("rs6025", "identifier"), False),
        (name("NM_003156.3:c.494C>A", "hgvs"), False),
        (name("STIM1:c.494C>A", "hgvs"), True),
        (name("[STIM1:c.494C>A];[STIM1:c.500G>T]", "hgvs"), True),
        (name("[NM_003156.3:c.494C>A];[NM_003156.3:c.500G>T]", "hgvs"), False),
        (name("c.494C>A", "hgvs", needs="gene"), True),
        (name("185delAG", "legacy"), True),
        (name("p.Gly542X", "hgvs-deprecated"), True),
    ],
    ids=lambda one: one.text if isinstance(one, Name) else str(one),
)
def test_names_that_say_less_than_their_writer_knew_rest_on_reading(one: Name, is_bare: bool) -> None:
    assert rests_on_reading(one) is is_bare
