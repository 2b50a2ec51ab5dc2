"""Laws of printed names: each style that applies is there, its labels are true, and it leads back to its variant.

The styles are those of `tests/cases/styles.tsv`: what people write for some well-known variants, put down by hand from
the sources of the notation (HGVS nomenclature 21.0; SynVar's documented classes; names in Ogino et al., J Mol Diagn
2007, doi 10.2353/jmoldx.2007.060081), each with its class and scope, or with the reason why it is not printed.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from synonymizer import Name, Reading, Synonymizer, open_reference
from synonymizer.model import SHIFTED
from synonymizer.render import WRITERS
from tests.oracle.read_back import judge

STYLES = Path(__file__).parents[1] / "cases" / "styles.tsv"


class Style(NamedTuple):
    """How people write a variant; `withheld` says why such a text is no name of it, "" for one that is."""

    variant: str
    family: str
    style: str
    text: str
    cls: str
    scope: str
    withheld: str


@cache
def styles() -> dict[str, list[Style]]:
    """Return the styles by variant."""
    found: dict[str, list[Style]] = defaultdict(list)
    with STYLES.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(list(lines)[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row[0]].append(Style(*row))
    return found


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


@cache
def read(variant: str) -> Reading:
    return engine().names(variant).readings[0]


VARIANTS = tuple(styles())


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_style_that_applies_is_printed_with_its_class_and_scope(variant: str) -> None:
    printed = {name.text: (name.cls, name.scope) for name in read(variant).names}
    expected = [style for style in styles()[variant] if not style.withheld]
    wrong = [(style, printed.get(style.text)) for style in expected if printed.get(style.text) != style[4:6]]
    assert wrong == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_text_that_would_be_read_as_something_else_is_not_printed(variant: str) -> None:
    printed = {name.text for name in read(variant).names}
    assert [style for style in styles()[variant] if style.withheld and style.text in printed] == []


def test_the_styles_are_many_and_each_family_is_among_them() -> None:
    rows = [style for rows in styles().values() for style in rows]
    assert len(rows) >= 400
    families = Counter(style.family.partition(" ")[0] for style in rows)
    assert set(families) == {str(number) for number in range(1, 16)}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_name_leads_back_to_its_variant(variant: str) -> None:
    judged = judge(variant, engine())
    assert judged.lost == []
    assert judged.asked.total() > 50


@pytest.mark.parametrize("variant", VARIANTS)
def test_each_text_is_there_once_and_on_one_line(variant: str) -> None:
    texts = [name.text for name in read(variant).names]
    assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert [text for text in texts if not text.isprintable() or text != text.strip()] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_labels_of_a_name_agree_with_each_other(variant: str) -> None:
    assert [(name, fault) for name in read(variant).names for fault in find_contradictions(name)] == []


def find_contradictions(name: Name) -> list[str]:
    """Return what in the labels of a name cannot be."""
    is_preferred = name.cls in {"hgvs", "coordinate", "computed", "identifier", "exon"}
    rules = {
        "a name of a protein change is of no allele": name.level == "p" and name.scope in {"allele", "exon"},
        "a name of DNA is of no protein change": name.level in {"g", "m", "c", "n"} and name.scope == "protein",
        "a recommended name needs nothing": name.recommended and bool(name.needs),
        "an older or loose spelling is recommended": name.recommended and not is_preferred,
        "a shifted spelling is recommended": name.recommended and SHIFTED in name.tags,
        "a place on an assembly is on no transcript": name.cls == "coordinate" and name.transcript is not None,
        "coordinates are on an assembly": name.cls == "coordinate" and name.assembly is None and name.level != "m",
        "a name on an accession needs no gene": bool(name.needs) and ":" in name.text.partition(".")[0],
        "needs is a gene or nothing": name.needs not in {"", "gene"},
    }
    return [rule for rule, is_broken in rules.items() if is_broken]


@pytest.mark.parametrize("variant", VARIANTS)
def test_one_name_of_a_kind_is_recommended(variant: str) -> None:
    kinds: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for name in read(variant).names:
        if name.recommended and name.cls in {"hgvs", "coordinate", "exon"}:
            reference = name.text.partition("(NM_")[0].partition("(ENST")[0] if "(" in name.text else ""
            kinds[name.cls, name.level, name.assembly, name.transcript, name.scope, reference].append(name.text)
    assert [texts for texts in kinds.values() if len(texts) > 1] == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_classes_of_names_are_those_that_some_writer_promises(variant: str) -> None:
    promised = {cls for _, classes in WRITERS for cls in classes}
    assert {name.cls for name in read(variant).names} <= promised


def test_papers_number_of_an_intron_stands_before_the_bare_position() -> None:
    literature = [name.text for name in read("CFTR c.489+1G>T").names if name.cls == "literature"]
    assert literature[0] == "CFTR IVS4+1G>T"


@pytest.mark.parametrize(
    ("variant", "spelled"),
    [
        ("BRCA1 c.68_69del", [("BRCA1 185delAG", True), ("BRCA1 186delGA", True), ("BRCA1 187delAG", False)]),
        ("BRCA1 c.5266dup", [("BRCA1 5382insC", True), ("BRCA1 5384insC", True), ("BRCA1 5385insC", False)]),
    ],
)
def test_an_older_number_is_that_of_the_first_place_and_says_where_it_is_not_that_of_the_rule(
    variant: str, spelled: list[tuple[str, bool]]
) -> None:
    texts = [text for text, _ in spelled]
    assert [(one.text, SHIFTED in one.tags) for one in read(variant).names if one.text in texts] == spelled


@pytest.mark.parametrize(("text", "change"), [("NM_000518.5:141:G:", "c.92del"), ("NM_000518.5:142:G:", "c.93del")])
def test_bases_of_a_message_are_read_where_they_are_stated_though_equal_ones_follow(text: str, change: str) -> None:
    assert read(text).key == read(f"HBB {change}").key
    assert {f"NM_000518.5:{change}", text} <= {name.text for name in read(text).names}


def test_a_name_on_a_genomic_axis_is_on_a_genomic_sequence() -> None:
    genomic = [name.text for name in read("NM_000518.5:69:A:T").names if name.cls == "hgvs" and name.level == "g"]
    assert genomic
    assert all(text.startswith(("NC_", "NG_", "LRG_")) for text in genomic)
