"""Older names, both ways: what the literature calls a variant reads as it, and is written for it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from synonymizer.identify import identify, parse_in_gene
from synonymizer.model import Options
from synonymizer.pipeline import Synonymizer
from synonymizer.reference import open_reference
from tests.notations.tables import CASES, read_table

if TYPE_CHECKING:
    from synonymizer.model import Name, Reading

OLDER = {"legacy", "literature"}
VARIANTS = (
    "CFTR c.489+1G>T",
    "CFTR c.1585-1G>A",
    "CFTR c.948del",
    "CFTR c.1521_1523del",
    "CFTR c.3718-2477C>T",
    "CFTR c.3140-26A>G",
    "CFTR exon 16 deletion",
    "BRCA1 c.68_69del",
    "BRCA1 c.5266dup",
    "BRCA1 c.135-1G>T",
    "BRCA2 c.5946del",
    "TTR c.148G>A",
    "HBB c.20A>T",
    "F5 c.1601G>A",
    "LDLR c.681C>G",
    "STIM1 c.139+1G>A",
    "TSC2 c.138+1G>A",
)


@pytest.fixture(scope="module")
def synonymizer() -> Synonymizer:
    return Synonymizer(open_reference())


def _first(synonymizer: Synonymizer, text: str, gene: str | None = None) -> Reading:
    result = synonymizer.names(text, Options(gene=gene))
    assert result.readings, (text, result.issues)
    return result.readings[0]


@pytest.mark.parametrize("case", read_table(CASES / "named.tsv"), ids=lambda case: case["id"])
def test_a_name_of_the_literature_is_read_and_written(synonymizer: Synonymizer, case: dict[str, str]) -> None:
    gene = case["today"].split(maxsplit=1)[0]
    if gene not in synonymizer.reference.genes():
        pytest.skip(f"{gene} is not in the embedded data")
    today = _first(synonymizer, case["today"])
    read = _first(synonymizer, case["name"], case["gene"] or None)
    assert read.key == today.key
    assert read.notation == case["notation"]
    if case["written"]:
        texts = {name.text.lower() for name in today.names if name.cls in OLDER}
        assert case["name"].lower() in texts


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_older_name_reads_back(synonymizer: Synonymizer, variant: str) -> None:
    reading = _first(synonymizer, variant)
    assert _check_older_names(synonymizer, reading)


def _check_older_names(synonymizer: Synonymizer, reading: Reading) -> int:
    """Read every older name back, and return how many there are."""
    older = [name for name in reading.names if _is_older(name)]
    for name in older:
        keys = _identify(synonymizer, name, reading.gene)
        if name.scope == "protein":
            assert any(key == reading.key or key.startswith("NP_") for key in keys), name.text
        elif name.scope != "position":
            assert keys[:1] == [reading.key], (name.text, keys)
    return len(older)


def _identify(synonymizer: Synonymizer, name: Name, gene: str | None) -> list[str]:
    """Return the keys of what a name can mean, best first."""
    options = Options(gene=gene if name.needs else None)
    expressions = parse_in_gene(name.text, synonymizer.reference, options)
    return [normal.key for normal in identify(expressions, synonymizer.reference, options)]


def _is_older(name: Name) -> bool:
    return name.cls == "legacy" or "IVS" in name.text


def test_an_older_number_that_fits_today_elsewhere_is_not_written(synonymizer: Synonymizer) -> None:
    # exon 7 of the traditional numbering is the eighth, but CFTR has a seventh exon too
    reading = _first(synonymizer, "CFTR exon 8 deletion")
    assert "CFTR exon 7 deletion" not in {name.text for name in reading.names}


def test_an_older_name_says_by_which_rule_and_is_not_recommended(synonymizer: Synonymizer) -> None:
    reading = _first(synonymizer, "CFTR c.489+1G>T")
    (name,) = (name for name in reading.names if name.text == "CFTR 621+1G>T")
    assert (name.cls, name.needs, name.recommended) == ("legacy", "", False)
    assert name.tags == ("CFTR numbering from the first base of the mRNA",)
    (bare,) = (name for name in reading.names if name.text == "621+1G>T")
    assert bare.needs == "gene"


@pytest.mark.parametrize("gene", ["CFTR", "BRCA1", "BRCA2", "HBB", "TTR", "F5", "LDLR", "MTHFR", "COL1A1"])
def test_older_names_of_changes_anywhere_read_back(synonymizer: Synonymizer, gene: str) -> None:
    draw = random.Random(gene)
    transcript = synonymizer.reference.transcripts_of(gene)[0]
    assert transcript.cds is not None
    bases = synonymizer.reference.geometry.spliced(transcript)[transcript.cds.start : transcript.cds.end]
    for _ in range(3):
        first = draw.randrange(1, len(bases) - 5)
        new = draw.choice([base for base in "ACGT" if base != bases[first - 1]])
        for change in (f"{first}{bases[first - 1]}>{new}", f"{first}_{first + 1}del", f"{first}dup"):
            reading = _first(synonymizer, f"{transcript.accession}:c.{change}")
            _check_older_names(synonymizer, reading)
