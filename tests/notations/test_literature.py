"""Names as papers write them: what each reader makes of them, and what none of them takes for a name."""

from __future__ import annotations

import pytest

from synonymizer.codes import CODES
from synonymizer.errors import VariantError
from synonymizer.notations import categories, cdna, exon, introns, repeat_names, spoken
from synonymizer.parse import parse
from synonymizer.spelling.bare import LONGEST
from synonymizer.statements import Expression, Hints, StatedEdit, StatedProtein, StatedSet
from tests.notations.tables import CASES, read_table, unescape
from tests.notations.telling import tell, tell_codes, tell_hints

LITERATURE = read_table(CASES / "literature.tsv")
READERS = (introns.read, cdna.read, spoken.read, repeat_names.read, categories.read, exon.read)


def _tell(expression: Expression) -> tuple[str, str, str, str]:
    stated = tell(expression.stated) + (" fallback" if expression.is_fallback else "")
    return expression.notation, stated, tell_hints(expression.hints), tell_codes(expression)


@pytest.mark.parametrize("case", LITERATURE, ids=lambda case: case["id"])
def test_a_name_says_what_the_table_says(case: dict[str, str]) -> None:
    told = [_tell(expression) for expression in parse(unescape(case["input"]))]
    assert (case["notation"], case["stated"], case["hints"], case["codes"]) in told


@pytest.mark.parametrize("case", LITERATURE, ids=lambda case: case["id"])
def test_its_issues_point_into_the_text_and_are_sentences(case: dict[str, str]) -> None:
    text = unescape(case["input"])
    for issue in (issue for read in READERS if (found := read(text)) for issue in found.issues):
        assert issue.code in CODES
        assert issue.message.endswith(".")
        assert issue.span is not None
        assert 0 <= issue.span[0] < issue.span[1] <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "hello world",
        "STIM1",
        "TP53",
        "S100A8",
        "C9orf72",
        "A1BG",
        "CA12",
        "ACTN3",
        "TERF1",
        "DELE1",
        "FSP95",
        "BP180",
        "HLA-DRB1",
        "MT-TL1",
        "NKX2-1",
        "NME1-AS1",
        "rs334",
        "COSM476",
        "VCV000013961",
        "NM_003156.3",
        "ENST00000300737.8",
        "D6S89",
        "LW",
        "V600",
        "intron 4",
        "deletion",
        "mutation",
        "11-4055634-C-A",
        "chr11:4055634 C>A",
        "NM_003156.3:c.494C>A",
        "NM_003156.3:c.494C>",
        "NC_000011.10:4055633:C:A",
        "",
    ],
)
def test_what_is_no_name_of_the_literature_is_left_to_others(text: str) -> None:
    assert [read.__module__ for read in READERS if read(text) is not None] == []


def test_a_text_longer_than_any_name_is_not_looked_at() -> None:
    name = "185delAG"
    assert cdna.read(" " * LONGEST + name) is not None
    assert cdna.read(name[:-2] + "A" * LONGEST) is None


@pytest.mark.parametrize("text", ["proline-to-serine 88", "in-frame 494C>A", "codon 494C>A", "IVS2 494C>A"])
def test_a_word_of_a_sentence_is_no_gene(text: str) -> None:
    assert all(found is None or found.hints == Hints() for found in (cdna.read(text), spoken.read(text)))


def test_bare_changes_are_marked_so_that_older_numberings_are_tried() -> None:
    for text in ("185delAG", "IVS4+1G>T", "proline 165 to glutamine"):
        stated = parse(text)[0].stated
        edit = getattr(stated, "stated", stated)
        assert isinstance(edit, StatedEdit | StatedProtein)
        assert edit.is_bare


def test_members_of_a_set_lie_on_the_gene_of_the_name() -> None:
    for text in ("STK11, EX4-5DEL/EX6-7INV", "loss of exons 3 and 6 of STK11", "CFTR 5T/7T/9T"):
        (expression,) = parse(text)
        assert isinstance(expression.stated, StatedSet)
        assert {member.hints for member in expression.stated.members} == {expression.hints}


@pytest.mark.parametrize("text", ["exons 4-2 deletion", "EX4-2DEL"])
def test_exons_in_descending_order_are_refused(text: str) -> None:
    with pytest.raises(VariantError, match="ascending"):
        exon.read(text)
