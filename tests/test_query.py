"""What a variant is searched by, and the expression that finds it in text."""

from __future__ import annotations

import re
import shutil
from functools import cache

import pytest

from synonymizer import Reading, Reference, Synonymizer, open_reference
from synonymizer.query import Search, write_queries
from tests.oracle.find_in_text import answer, draw, judge


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.fixture(scope="module")
def engine(reference: Reference) -> Synonymizer:
    return Synonymizer(reference)


@cache
def _read(text: str, engine: Synonymizer) -> Reading:
    return engine.names(text).readings[0]


def _ask(text: str, engine: Synonymizer, search: Search) -> str:
    (found,) = (query.text for query in write_queries(_read(text, engine)) if query.search == search)
    return found


def test_a_query_asks_for_the_gene_and_its_names_in_short(engine: Synonymizer) -> None:
    reading = _read("STIM1 c.494C>A", engine)
    pubmed, europe_pmc, google, litvar, _ = (query.text for query in write_queries(reading, ("GOK",)))
    gene, _, names = pubmed.partition(" AND ")
    assert gene == '("STIM1" OR "GOK")'
    assert {'"494C>A"', '"P165Q"', '"Pro165Gln"'} <= set(names.strip("()").split(" OR "))
    assert europe_pmc == pubmed
    assert google.startswith('"STIM1" ("494C>A" OR ')
    assert len(re.findall(r"\w+", google)) <= 32
    assert litvar == "STIM1 P165Q"


def test_names_with_the_same_words_are_asked_for_once(engine: Synonymizer) -> None:
    pubmed = _ask("STIM1 c.494C>A", engine, "pubmed")
    assert "494C→A" not in pubmed
    assert "494C->A" not in pubmed


def test_older_and_withdrawn_names_and_identifiers_are_asked_for(engine: Synonymizer) -> None:
    pubmed = _ask("BRCA1 c.68_69del", engine, "pubmed")
    assert all(f'"{name}"' in pubmed for name in ("185delAG", "187delAG", "68delAG", "rs80357914"))
    assert _ask("BRCA1 c.68_69del", engine, "litvar") == "rs80357914"


def test_a_variant_without_residues_is_known_to_litvar_by_its_bases(engine: Synonymizer) -> None:
    assert _ask("STIM1 c.139+2T>C", engine, "litvar") == "STIM1 139+2T>C"


def test_a_class_of_variants_is_searched_by_its_place(engine: Synonymizer) -> None:
    assert _ask("KRAS G12", engine, "google").startswith('"KRAS" ("')
    assert re.search(_ask("KRAS G12", engine, "regex"), "mutations of codon 12")


FOUND = {
    "STIM1 c.494C>A": (
        "c.494C>A",
        "c.494 C > A",
        "494C–>A",
        "494c→a",
        "C494A",
        "nt494C/A",
        "STIM1:494C>A",
        "494C to A",
        "p.Pro165Gln",
        "p.(Pro165Gln)",
        "PRO165GLN",
        "Pro 165 Gln",
        "Pro‑165‑Gln",
        "proline-to-glutamine substitution at position 165",
        "NP_003147.2:p.(P165Q)",
    ),
    "CFTR c.489+1G>T": ("489 + 1G->T", "621+1G→T", "IVS4+1G>T", "IVS 4+1 G>T"),
    "CFTR F508del": ("ΔF508", "∆F508", "delta F508", "F508del", "1521_1523delCTT", "1521–1523delCTT"),
    "BRCA1 c.5266dup": ("5382insC", "5382 ins C", "Q1756fs", "Gln1756Profs*74"),
    "STIM1 exon 2 deletion": ("deletion of exon 2", "exon 2 deletion", "delEx2", "del exon 2."),
}

NOT_FOUND = {
    "STIM1 c.494C>A": (
        "1494C>A",
        "494C>AA",
        "494C>T",
        "495C>A",
        "P1165Q",
        "P165QR",
        "P165R",
        "AP165Q",
        "93+494C>A",
        "c.-494C>A",
        "c.*494C>A",
        "490_494C>A",
        "g.494C>A",
        "C-to-A transversion at position 494+1",
        "C to A at nucleotide 494,123",
        "Pro-165-Glnx",
    ),
    "CFTR c.489+1G>T": ("489+10G>T", "489+1G>A", "489-1G>T", "IVS14+1G>T", "1621+1G>T"),
    "CFTR F508del": ("ΔF5081", "1521_1523delCTTT", "L507_F508del", "F508delins"),
    "BRCA1 c.5266dup": ("5382insCC", "15382insC", "Q1756fs*7", "Gln1756Profs*745"),
    "STIM1 exon 2 deletion": (
        "deletion of exon 21",
        "deletion of exon 2-4",
        "exon 12 deletion",
        "deletion of exon 2 to 4",
    ),
}


@pytest.mark.parametrize(("variant", "text"), [(key, text) for key, texts in FOUND.items() for text in texts])
def test_the_expression_finds_a_name_however_it_is_set(variant: str, text: str, engine: Synonymizer) -> None:
    assert re.search(_ask(variant, engine, "regex"), f"We saw {text}; twice")


@pytest.mark.parametrize(("variant", "text"), [(key, text) for key, texts in NOT_FOUND.items() for text in texts])
def test_the_expression_does_not_find_a_neighbour(variant: str, text: str, engine: Synonymizer) -> None:
    assert not re.search(_ask(variant, engine, "regex"), f"We saw {text}; twice")


def test_each_expression_finds_the_names_of_its_variant_and_of_no_other(engine: Synonymizer) -> None:
    drawn = draw(engine.reference, 30, seed=7)
    variants = [found for text in drawn if (found := answer(text, engine))]
    assert len(variants) > 25
    assert sum(len(variant.names) for variant in variants) > 1_000
    assert list(judge(variants, grep=shutil.which("grep"))) == []


def test_an_expression_has_no_repetition_inside_a_repetition(engine: Synonymizer) -> None:
    pattern = _ask("BRCA1 c.68_69del", engine, "regex")
    assert not re.search(r"\)(?:[*+]|\{\d*,\d*\})", pattern)
