"""The facts that ship: every table is whole, and every fact holds on the sequence it is about."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from synonymizer.build.facts import find_fault, gather
from synonymizer.facts import read_facts, split
from synonymizer.parse import parse
from synonymizer.pipeline import Synonymizer
from synonymizer.places import LegacyRule
from synonymizer.reference import open_reference
from synonymizer.statements import StatedCategory

if TYPE_CHECKING:
    from synonymizer.reference import Reference

TABLES = ("exon_schemes", "legacy_rules", "merged_identifiers", "named_alleles", "star_alleles", "uniprot")


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.mark.parametrize("table", TABLES)
def test_every_fact_has_a_citation(table: str) -> None:
    rows = read_facts(table)
    assert rows
    assert [row for row in rows if not row["citation"]] == []


def test_every_rule_on_a_held_gene_passes_and_none_on_another_offset(reference: Reference) -> None:
    held = [row for row in read_facts("legacy_rules") if row["gene"] in reference.genes()]
    assert len(held) >= 12
    for row in held:
        rules = [rule for rule in reference.legacy_rules(row["gene"]) if rule.name == row["name"]]
        rule = next(rule for rule in rules if rule.axis == row["axis"])
        pair = (row["legacy"], row["today"], row["mature"])
        assert find_fault(rule, *pair, reference) is None
        assert find_fault(replace(rule, offset=rule.offset + 1), *pair, reference) is not None


def test_a_rule_whose_base_is_not_there_is_no_rule(reference: Reference) -> None:
    rule = LegacyRule("CFTR", "c", "NM_000492.3", 132, "a rule", "nowhere")
    assert find_fault(rule, "1567G>T", "1435G>T", "", reference) is None
    assert find_fault(rule, "1567A>T", "1435A>T", "", reference) == "its published pair does not fit"
    protein = LegacyRule("TTR", "p", "NM_000371.3", -20, "a rule", "nowhere")
    assert find_fault(protein, "V30M", "V50M", "GPTGTGESKC", reference) is None
    assert "mature" in str(find_fault(protein, "V30M", "V50M", "MASHRLLLLC", reference))


def test_nothing_of_the_tables_is_left_out_of_the_embedded_data(reference: Reference) -> None:
    assert gather((), reference).left_out == ()


@pytest.mark.parametrize(
    ("gene", "offset", "length"), [("COL1A1", -178, 1014), ("COL3A1", -167, 1029)], ids=["COL1A1", "COL3A1"]
)
def test_the_triple_helix_is_counted_from_its_first_glycine(
    reference: Reference, gene: str, offset: int, length: int
) -> None:
    (rule,) = reference.legacy_rules(gene)
    assert (rule.axis, rule.offset) == ("p", offset)
    transcript = reference.find_transcript(rule.transcript)
    assert transcript is not None
    helix = reference.geometry.protein(transcript)[-offset : length - offset]
    assert set(helix[::3]) == {"G"}


def test_legacy_exons_of_cftr_are_those_of_the_published_table(reference: Reference) -> None:
    # PMC1867422, Table 1: the sequential number stands behind the traditional one
    (scheme,) = reference.exon_schemes("CFTR")
    published = {
        "4": 4,
        "5": 5,
        "7": 8,
        "10": 11,
        "11": 12,
        "12": 13,
        "13": 14,
        "14b": 16,
        "16": 18,
        "18": 21,
        "19": 22,
    }
    assert {label: scheme.labels.index(label) + 1 for label in published} == published


@pytest.mark.parametrize("gene", ["CFTR", "BRCA1", "TSC2", "COL1A1", "COL3A1", "KCNQ1", "SCN5A"])
def test_a_scheme_has_one_label_for_each_exon(reference: Reference, gene: str) -> None:
    schemes = reference.exon_schemes(gene)
    assert schemes
    for scheme in schemes:
        transcript = reference.find_transcript(scheme.transcript)
        assert transcript is not None
        assert len(scheme.labels) == len(transcript.exons) == len(set(scheme.labels))
        assert scheme.labels != tuple(str(index + 1) for index in range(len(scheme.labels)))


def test_brca1_has_no_exon_4(reference: Reference) -> None:
    (scheme,) = reference.exon_schemes("BRCA1")
    assert "4" not in scheme.labels
    assert scheme.labels[-1] == "24"


def test_no_two_rows_give_one_name() -> None:
    meant: dict[str, str] = {}
    for row in read_facts("named_alleles"):
        words = (row["gene"], *split(row["words"]))
        short = [f"{word} {name}" for word in words for name in split(row["short"])]
        for name in (*split(row["names"]), *short):
            folded = re.sub(r"[\s*-]", "", name.lower())
            assert meant.setdefault(folded, row["change"]) == row["change"], name


@pytest.mark.parametrize("row", read_facts("named_alleles"), ids=lambda row: f"{row['gene']} {row['change']}")
def test_every_name_is_read_as_what_its_row_says(row: dict[str, str]) -> None:
    names = [*split(row["names"]), *(f"{row['gene']} {name}" for name in split(row["short"]))]
    for name in names:
        first = next(expression for expression in parse(name) if expression.notation == "named")
        assert first.hints.gene == row["gene"]
        assert [issue.code for issue in first.issues if issue.code == "W2010"] == ["W2010"]
        if row["kind"] in {"allele", "haplotype"}:
            assert not isinstance(first.stated, StatedCategory)


@pytest.mark.parametrize("row", read_facts("star_alleles"), ids=lambda row: f"{row['gene']}*{row['allele']}")
def test_every_star_allele_holds_on_the_sequence(reference: Reference, row: dict[str, str]) -> None:
    if row["gene"] not in reference.genes():
        pytest.skip(f"{row['gene']} is not in the embedded data")
    text = f"{row['gene']}*{row['allele']}" if row["allele"][0].isdigit() else f"{row['gene']} {row['allele']}"
    (reading,) = Synonymizer(reference).names(text).readings
    assert reading.notation == "star"
    cited = set(re.findall(r"rs\d+", row["citation"]))
    if ";" not in row["change"]:
        assert cited <= {name.text for name in reading.names}


def test_merged_identifiers_and_uniprot_entries_are_found(reference: Reference) -> None:
    assert reference.merged_into("rs", 77121243) == 334
    assert reference.merged_into("rs", 334) is None
    assert reference.merged_from("rs", 334) == (77121243,)
    assert reference.find_uniprot("P15056") == "BRAF"
    assert reference.find_uniprot("P68871") == "HBB"
    assert reference.find_uniprot("P00000") is None


def test_a_named_allele_is_found_by_its_key(reference: Reference) -> None:
    names = reference.names_of("NC_000001.11:169549810:C:T")
    assert {known.gene for known in names} == {"F5"}
    assert "factor V Leiden" in {known.name for known in names}
    assert reference.names_of("NC_000001.11:169549810:C:G") == ()
