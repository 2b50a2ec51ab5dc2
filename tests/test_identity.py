"""Whether names are one variant: the verdicts of a table in both orders, and lists in classes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synonymizer import Options, Result, Synonymizer, compare, group, open_reference, summarize
from synonymizer.alleles import Allele
from synonymizer.errors import OutputNotWritable
from synonymizer.identity import Grouped, grouping, stretches
from synonymizer.model import Repeat, UncertainInterval
from synonymizer.statements import Count
from tests.notations.tables import CASES, read_table
from tests.test_pipeline import read_cases, read_options

COMPARISONS = read_table(CASES / "comparisons.tsv")


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


def classes(*texts: str, is_exact: bool = False) -> list[str]:
    return [one.cls for one in group(texts, engine(), is_exact=is_exact)]


# ---------------------------------------------------------------- two names


@pytest.mark.parametrize("case", COMPARISONS, ids=lambda case: f"{case['left']} and {case['right']}")
def test_two_names_have_the_verdict_of_the_table_in_both_orders(case: dict[str, str]) -> None:
    turned = {"left": "right", "right": "left", "": ""}
    forward = compare(case["left"], case["right"], engine())
    backward = compare(case["right"], case["left"], engine())
    assert (forward.verdict, forward.larger or "") == (case["verdict"], case["larger"]), forward.reason
    assert (backward.verdict, backward.larger or "") == (case["verdict"], turned[case["larger"]]), backward.reason
    assert bool(forward.missing) is (case["verdict"] == "cannot tell")
    assert forward.missing == backward.missing


def test_a_class_that_a_text_may_also_mean_is_called_one() -> None:
    reason = compare("EGFR exon 19 deletion", "EGFR L858R", engine()).reason
    assert reason.endswith("EGFR exon 19 deletion may also be the class EGFR exon 19 deletion.")


def test_the_scope_of_a_name_is_the_verdict_on_it_and_its_variant() -> None:
    verdicts = {"allele": {"same"}, "protein": {"same", "same protein"}, "position": {"contains"}}
    names = engine().names("CFTR c.1521_1523del").readings[0].names
    assert {name.scope for name in names} >= {"allele", "protein"}
    for name in names:
        verdict = compare(name.text, "CFTR c.1521_1523del", engine(), Options(gene="CFTR")).verdict
        assert verdict in verdicts[name.scope], name


def test_a_further_reading_is_told_beside_the_verdict() -> None:
    reason = compare("CFTR F508del", "CFTR c.1521_1523del", engine()).reason
    assert "CFTR F508del may also be NC_000007.14:117559592:TTT:" in reason


def test_the_error_of_a_name_that_cannot_be_read_is_the_reason() -> None:
    found = compare("TTN c.100C>A", "nonsense", engine())
    assert "E1002" in found.reason
    assert "E2002" in found.reason
    assert found.missing == "a name that can be read (E1002, E2002)"


def test_a_long_name_is_shortened_in_the_sentence() -> None:
    found = compare(f"NC_000011.10:g.4055633_4055634ins{'ACGT' * 100}", "STIM1 c.494C>A", engine())
    assert len(found.reason) < 300


def test_hints_hold_for_both_names() -> None:
    assert compare("c.494C>A", "P165Q", engine(), Options(gene="STIM1")).verdict == "same protein"


def _event(left: tuple[int | None, int | None], right: tuple[int | None, int | None]) -> UncertainInterval:
    return UncertainInterval("NC_1.1", left, right, "del")


@pytest.mark.parametrize(
    ("start", "deleted", "inserted", "verdict"),
    [
        (10, "A" * 20, "", "related"),
        (9, "A" * 22, "A", "related"),  # slides by one base, and only the second of its places is inside the bounds
        (15, "A" * 5, "", "contains"),
        (3, "A" * 40, "", "contains"),
        (25, "A" * 20, "", "related"),
        (60, "A" * 20, "", "different"),
        (15, "A", "C", "related"),
        (5, "A", "C", "different"),
    ],
)
def test_an_exact_change_lies_to_an_event_as_its_bases_do_to_the_bounds(
    start: int, deleted: str, inserted: str, verdict: str
) -> None:
    event = _event((5, 10), (30, 35))
    allele = Allele("NC_1.1", start, start + len(deleted), deleted, inserted)
    assert stretches.relate(event, allele).verdict == verdict
    assert stretches.relate(allele, event).verdict == verdict


def test_bounds_that_are_unknown_may_lie_anywhere() -> None:
    assert stretches.relate(_event((None, 10), (30, None)), _event((None, 5), (40, None))).verdict == "cannot tell"
    assert stretches.relate(_event((None, 10), (30, 35)), _event((12, 13), (30, 35))).verdict == "contains"


@pytest.mark.parametrize(
    ("low", "high", "verdict"), [(5, 9, "cannot tell"), (9, None, "cannot tell"), (11, 12, "same position")]
)
def test_counts_of_one_repeat_are_compared_by_their_range(low: int, high: int | None, verdict: str) -> None:
    one = Repeat("NC_1.1", 30, 60, (("CAG", Count(8, 10)),))
    other = Repeat("NC_1.1", 30, 60, (("CAG", Count(low, high)),))
    assert stretches.relate(one, other).verdict == verdict
    assert stretches.relate(other, one).verdict == verdict


# ---------------------------------------------------------------- many names


def test_all_spellings_of_one_variant_are_in_the_class_of_its_key() -> None:
    texts = ("STIM1 c.494C>A", "NC_000011.9:g.4076864C>A", "11-4055634-C-A", "NM_003156.3:c.494C>A", "494C>A STIM1")
    assert set(classes(*texts)) == {"NC_000011.10:4055633:C:A"}


def test_neighbours_are_in_classes_of_their_own() -> None:
    texts = ("STIM1 c.494C>A", "STIM1 c.494C>T", "STIM1 c.493C>A", "STIM1 c.494del", "STIM1 c.494_495delinsAG")
    assert len(set(classes(*texts))) == len(texts)


def test_several_alleles_are_a_class_of_their_own_and_the_same_one_each_time() -> None:
    rs, again, first, second = classes("rs334", "rs334", "HBB c.20A>T", "HBB c.20A>C")
    assert rs == again == f"{first}^{second}"


def test_a_choice_is_not_its_first_alternative() -> None:
    choice, first = classes("NM_003156.3:c.494C>A^597C>A", "NM_003156.3:c.494C>A")
    assert choice != first


def test_what_has_no_complete_key_is_alone_each_time() -> None:
    texts = ("HBB c.92del", "HBB c.92del", "KRAS G12", "KRAS G12", "nonsense", "nonsense")
    found = classes(*texts)
    assert found == ["!W4001@1", "!W4001@2", "!W4007@3", "!W4007@4", "!E1002@5", "!E1002@6"]


def test_a_protein_change_is_with_its_first_reading_or_apart_when_asked() -> None:
    texts = ("STIM1 P165Q", "STIM1 c.494C>A", "NP_003147.2:p.(Pro165Gln)")
    protein, allele, other = classes(*texts)
    assert protein == allele == other
    protein, allele, other = classes(*texts, is_exact=True)
    assert protein == other != allele


def test_the_readings_that_made_it_ambiguous_are_told() -> None:
    (one,) = group(["CFTR F508del"], engine())
    assert one.readings == ("NC_000007.14:117559590:TCTT:T", "NC_000007.14:117559592:TTT:")
    assert "W3001" in one.codes


def test_blank_texts_are_in_no_class() -> None:
    assert classes("", "  ") == ["", ""]
    assert not list(summarize(group(["", "  "], engine())))


def test_a_list_is_answered_as_it_is_read() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "STIM1 c.494C>A"

    assert [one.line for one in islice(group(endless(), engine()), 3)] == [1, 2, 3]


def test_each_distinct_text_is_answered_once_unless_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    found = engine().identify("STIM1 c.494C>A")

    def identify(_: Synonymizer, text: str, options: Options | None) -> Result:
        assert options is None
        asked.append(text)
        return found

    monkeypatch.setattr(Synonymizer, "identify", identify)
    long = "a" * (grouping.LONGEST_REMEMBERED + 1)
    list(group(["a", "b", "a", long] * 3, Synonymizer(open_reference())))
    assert asked == ["a", "b", long, long, long]


def test_a_summary_holds_each_class_once_in_the_order_of_the_list() -> None:
    rows = [Grouped(1, "b", "K2"), Grouped(2, "a", "K1"), Grouped(3, "\udcff", "K2"), Grouped(4, "b", "K2")]
    assert [(one.cls, one.size, one.texts) for one in summarize(rows)] == [
        ("K2", 3, ("b", "\udcff")),
        ("K1", 1, ("a",)),
    ]


def test_a_full_disk_is_an_error_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_ADD_CLASS", "INSERT INTO nowhere VALUES (?)")
    with pytest.raises(OutputNotWritable, match="SQLITE_TMPDIR"):
        list(summarize([Grouped(1, "a", "K")]))


# ---------------------------------------------------------------- laws


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case['input']} {case['assembly']}".strip())
def test_what_is_identified_are_the_readings_that_have_names(case: dict[str, str], strict: bool) -> None:
    hints = read_options(case)
    options = Options(gene=hints.gene, assembly=hints.assembly, strict=strict)
    named, identified = engine().names(case["input"], options), engine().identify(case["input"], options)
    assert named.status == identified.status
    assert [(one.key, one.key_complete, one.scope, one.state) for one in named.readings] == [
        (one.key, one.key_complete, one.scope, one.state) for one in identified.readings
    ]
    assert {issue.code for issue in identified.issues} <= {issue.code for issue in named.issues}


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(0, 8), st.text(alphabet="AC", max_size=4), st.data())
def test_two_changes_lie_to_each_other_as_they_do_in_the_other_order(
    start: int, size: int, inserted: str, data: st.DataObject
) -> None:
    one = Allele("NC_1.1", start, start + size, "A" * size, inserted)
    bounds = sorted(data.draw(st.lists(st.integers(0, 60), min_size=4, max_size=4)))
    others: list[stretches.Single] = [
        _event((bounds[0], bounds[1]), (bounds[2], bounds[3])),
        _event((None, bounds[1]), (bounds[2], None)),
        Repeat("NC_1.1", bounds[0], bounds[0] + 9, (("CAG", Count(2, 4)),)),
        Allele("NC_1.1", bounds[0], bounds[2], "A" * (bounds[2] - bounds[0]), "C"),
    ]
    other = data.draw(st.sampled_from(others))
    forward, backward = stretches.relate(one, other), stretches.relate(other, one)
    assert forward.verdict == backward.verdict
    assert (forward.larger is None) is (backward.larger is None)
    assert None in {forward.larger, backward.larger} or forward.larger != backward.larger
