"""Coordinates, rows, identifiers and cytogenetic names: what the table of cases says they say."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.errors import MalformedName, VariantError
from synonymizer.notations import cytogenetic, identifiers, intervals, rows, spdi, transvar, vcf, vrs
from synonymizer.parse import parse
from synonymizer.spelling import contigs
from synonymizer.statements import Expression, StatedAllele, StatedEdit, StatedPlace, StatedSet
from tests.notations.tables import CASES, read_table, unescape
from tests.notations.telling import tell, tell_codes, tell_hints

READ = read_table(CASES / "coordinates.tsv")
READERS = (identifiers.read, vcf.read, rows.read, spdi.read, vrs.read, intervals.read, cytogenetic.read, transvar.read)

BASES = st.text("ACGT", min_size=1, max_size=6)
CHROMOSOMES = st.sampled_from([*(str(number) for number in range(1, 23)), "X", "Y", "MT"])
POSITIONS = st.integers(1, 250_000_000)


def first_choices(text: str) -> list[Expression]:
    return [expression for expression in parse(text) if not expression.is_fallback]


@pytest.mark.parametrize("case", READ, ids=lambda case: case["id"])
def test_a_coordinate_says_what_the_table_says(case: dict[str, str]) -> None:
    (expression,) = first_choices(unescape(case["input"]))
    told = (expression.notation, tell(expression.stated), tell_hints(expression.hints), tell_codes(expression))
    assert told == (case["notation"], case["stated"], case["hints"], case["codes"])
    assert expression.state == case["state"]


@pytest.mark.parametrize("case", READ, ids=lambda case: case["id"])
def test_issues_are_sentences_that_point_into_the_text(case: dict[str, str]) -> None:
    text = unescape(case["input"])
    for expression in parse(text):
        assert (expression.text, expression.span) == (text, (0, len(text)))
        for issue in expression.issues:
            assert issue.message.endswith(".")
            assert issue.span is not None
            assert 0 <= issue.span[0] < issue.span[1] <= len(text)


def test_each_case_stands_once() -> None:
    assert len({case["id"] for case in READ}) == len({case["input"] for case in READ}) == len(READ)


@given(CHROMOSOMES, POSITIONS, BASES, BASES)
def test_every_spelling_of_a_coordinate_says_the_same(name: str, position: int, deleted: str, inserted: str) -> None:
    spellings = (
        f"{name}-{position}-{deleted}-{inserted}",
        f"chr{name}:{position:,} {deleted}>{inserted}",
        f"{name}\t{position}\t.\t{deleted}\t{inserted}\t.\t.\t.",
        f"{name} {position} {position + len(deleted) - 1} {deleted}/{inserted} +",
        f"{name}:{position}:{deleted}:{inserted}",
    )
    expected = StatedAllele(position - 1, position - 1 + len(deleted), deleted, inserted)
    if deleted == inserted:
        return  # rows must state a change
    for text in spellings:
        (expression,) = first_choices(text)
        assert (expression.stated, expression.hints.reference) == (expected, name), text


@given(POSITIONS, BASES, BASES)
def test_four_fields_are_read_by_both_ways_to_count_and_say_so(position: int, deleted: str, inserted: str) -> None:
    for sequence, notation in (("NC_000011.10", "spdi"), ("chr11", "vcf")):
        first, second = sorted(
            parse(f"{sequence}:{position}:{deleted}:{inserted}"), key=lambda expression: expression.is_fallback
        )
        assert (first.notation, first.is_fallback, first.issues) == (notation, False, ())
        assert second.is_fallback
        assert [issue.code for issue in second.issues] == ["W2013"]
        starts = {
            expression.notation: expression.stated.start
            for expression in (first, second)
            if isinstance(expression.stated, StatedAllele)
        }
        assert starts == {"spdi": position, "vcf": position - 1}


@given(POSITIONS, BASES.filter(lambda bases: len(bases) > 1))
def test_an_allele_of_the_reverse_strand_is_turned_over_twice_to_itself(position: int, bases: str) -> None:
    turned = bases[::-1].translate(str.maketrans("ACGT", "TGCA"))
    end = position + len(bases) - 1
    forward, reverse = rows.read(f"7 {position} {end} {bases}/- +"), rows.read(f"7 {position} {end} {turned}/- -")
    assert forward is not None
    assert reverse is not None
    assert forward.stated == reverse.stated


def test_a_vrs_object_too_deep_or_too_long_is_refused_and_breaks_nothing() -> None:
    lists, objects, number = '{"type":' + "[" * 90_000, '{"type":' * 10_000, '{"type":' + "9" * 90_000
    for text in (lists, objects, number):
        with pytest.raises(MalformedName):
            vrs.read(text)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=5))
def test_a_vrs_object_of_any_content_is_read_or_refused(value: object) -> None:
    for key in ("type", "location", "state", "copies", "members"):
        for kind in ("Allele", "CopyNumberCount", "CopyNumberChange", "CisPhasedBlock"):
            text = json.dumps({"type": kind, "location": {"sequence_id": "GRCh38:7", "start": 1, "end": 2}, key: value})
            with suppress(VariantError):
                vrs.read(text)


@pytest.mark.parametrize(
    "unit",
    ["1,", "A", "chr1:", "<DEL>,", "A,", "[", "1 ", "\t1", "rs1,", "(1_", "t(1;", "x1,1_", "7q36.3(1_2)x3,", "-"],
)
def test_a_long_text_of_one_sign_breaks_no_reader(unit: str) -> None:
    for prefix in ("", "1 100 . C ", "1-100-C-", "arr[GRCh37] ", "chr7:", "rs", "46,XX,", "BRAF 7 "):
        text = prefix + unit * (100_000 // len(unit))
        for read in READERS:
            with suppress(VariantError):
                read(text)


def test_a_contig_without_a_known_name_keeps_the_one_that_was_written() -> None:
    expression = vcf.read("chr99:100 A>C")
    assert expression is not None
    assert expression.hints.reference == "99"
    assert contigs.is_accession(expression.hints) is False


def test_several_alternates_share_their_text_and_place() -> None:
    expression = vcf.read("17-50198002-C-A,CT")
    assert expression is not None
    assert isinstance(expression.stated, StatedSet)
    assert {member.text for member in expression.stated.members} == {expression.text}
    assert {member.hints.reference for member in expression.stated.members} == {"17"}


def test_a_word_for_what_happened_is_all_that_tells_a_change_from_a_place() -> None:
    place, change = intervals.read("chr7:100-200"), intervals.read("chr7:100-200 deleted")
    assert place is not None
    assert change is not None
    assert isinstance(place.stated, StatedPlace)
    assert isinstance(change.stated, StatedEdit)
    assert (place.stated.first, place.stated.last) == (change.stated.first, change.stated.last)
