"""Whole answers on the embedded bundle: a table of inputs whose names are known from elsewhere."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from synonymizer import Options, Synonymizer, open_reference
from synonymizer.errors import DamagedData
from synonymizer.mapping import Frame
from synonymizer.parse import parse
from synonymizer.places import Transcript
from synonymizer.reference.geometry import Geometry
from synonymizer.reference.views import Unspliced
from synonymizer.resolve import resolve

CASES = Path(__file__).parent / "cases" / "answers.tsv"


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


def read_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def read_options(case: dict[str, str]) -> Options:
    return Options(gene=case["gene"] or None, assembly=case["assembly"] or None)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case['input']} {case['assembly']}".strip())
def test_an_input_has_the_answer_of_the_table(case: dict[str, str]) -> None:
    result = engine().names(case["input"], read_options(case))
    assert result.status == case["status"], result.issues
    assert sorted({issue.code for issue in result.issues}) == sorted(case["codes"].split())
    if case["status"] == "error":
        return
    reading = result.readings[0]
    assert (reading.key or "") == case["key"]
    printed = {name.text for name in reading.names}
    assert printed.issuperset(case["names"].split(" | ")), sorted(printed)


def test_the_exon_event_says_its_size_and_frame() -> None:
    effect = engine().names("STIM1 exon 2 deletion").readings[0].effect
    assert effect is not None
    assert (effect.place, effect.size, effect.in_frame) == ("c.140_270", 131, False)


def test_an_exon_event_is_not_the_exact_deletion_of_its_bases() -> None:
    exact = engine().names("NM_003156.3:c.140_270del").readings[0]
    assert exact.key != engine().names("STIM1 exon 2 deletion").readings[0].key


def test_two_deletions_that_lose_one_residue_are_two_alleles() -> None:
    first, second = engine().names("CFTR F508del").readings
    assert "NM_000492.4:c.1522_1524del" in {name.text for name in second.names}
    assert first.key != second.key


def test_a_laboratory_own_transcript_goes_before_mane_select() -> None:
    options = Options(transcripts=("NM_003156.3",))
    assert engine().names("STIM1 c.494C>A", options).readings[0].transcript == "NM_003156.3"


def test_what_a_name_states_wins_over_an_option() -> None:
    options = Options(gene="BRAF", transcript="NM_004333.6", assembly="GRCh37")
    assert engine().names("NM_003156.3:c.494C>A", options).readings[0].key == "NC_000011.10:4055633:C:A"


@pytest.mark.parametrize("text", ["STIM1 c.494C>A", "STIM1 exon 2 deletion", "STIM1 P165Q", "GOK c.494C>A"])
def test_a_transcript_of_another_gene_is_no_option_for_a_name_that_states_its_gene(text: str) -> None:
    foreign = engine().identify(text, Options(transcript="NM_000551.4"))
    assert foreign.readings == engine().identify(text).readings
    own = engine().identify(text, Options(transcript="NM_003156.3"))
    assert own.readings[0].transcript == "NM_003156.3"


def test_strict_reading_refuses_a_repair_and_takes_the_exact_name() -> None:
    strict = Options(strict=True)
    assert engine().names("BRAF V600E", strict).status == "error"
    assert engine().names("NM_003156.3:c.494C>A", strict).status == "ok"


@pytest.mark.parametrize(
    ("text", "part"),
    [("STIMM1 c.494C>A", "STIMM1"), ("NM_003156.3:c.494G>A", "c.494G>A"), ("NM_999999.1:c.1A>G", "NM_999999.1")],
)
def test_a_failure_points_at_the_part_of_the_text_that_is_wrong(text: str, part: str) -> None:
    (issue,) = engine().names(text).issues
    assert issue.span is not None
    assert text[slice(*issue.span)] == part


def test_a_change_across_a_difference_of_the_transcript_is_not_printed_as_another_allele() -> None:
    for text in ("11-108183164-AGAA-TGAG", "1-169519049-T-C"):
        reading = engine().names(text, Options(assembly="GRCh37")).readings[0]
        for name in reading.names:
            if name.scope == "allele":
                gene = Options(gene=reading.gene if name.needs else None)
                assert engine().names(name.text, gene).readings[0].key == reading.key, name


def test_damage_met_while_trying_one_transcript_is_not_a_transcript_that_does_not_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = Geometry.unspliced

    def damaged(geometry: Geometry, transcript: Transcript, frame: Frame) -> Unspliced:
        if transcript.accession == "NM_003156.3":
            raise DamagedData("A chunk is missing.")
        return whole(geometry, transcript, frame)

    monkeypatch.setattr(Geometry, "unspliced", damaged)
    (expression,) = parse("STIM1 c.494C>A")
    with pytest.raises(DamagedData):
        resolve(expression, engine().reference, Options())


def test_a_published_name_needs_its_gene_and_is_no_name_of_another() -> None:
    with_gene = engine().names("5T", Options(gene="CFTR"))
    assert [reading.key for reading in with_gene.readings] == [engine().names("CFTR 5T").readings[0].key]
    assert engine().names("185delAG", Options(gene="BRCA1")).readings[0].gene == "BRCA1"
    assert all(reading.gene == "STIM1" for reading in engine().names("185delAG", Options(gene="STIM1")).readings)


def test_a_tract_of_two_units_is_found_in_an_intron() -> None:
    both, one = engine().names("CFTR TG11-5T"), engine().names("CFTR 5T")
    assert both.readings[0].key == one.readings[0].key


def test_a_tandem_repeat_may_begin_before_a_transcript() -> None:
    found = engine().names("NC_000007.14:g.55019034_55019035dup").readings[0].names
    assert "NM_005228.3:c.-244_-243dup" in {name.text for name in found}


def test_the_end_of_an_intron_is_called_by_the_number_before_the_next_exon() -> None:
    today, older = engine().names("BRCA1 IVS4-1G>A").readings
    assert "NC_000017.11(NM_007294.4):c.213-1G>A" in {name.text for name in today.names}
    assert "NC_000017.11(NM_007294.4):c.135-1G>A" in {name.text for name in older.names}
    assert "U14680" in older.why[0]


def test_a_set_has_the_consequences_and_the_gene_of_its_members() -> None:
    reading = engine().names("NC_000011.10:g.[4055634C>A;4059284G>T]").readings[0]
    assert reading.consequence == ("missense_variant", "synonymous_variant")
    assert reading.gene == "STIM1"


def test_a_word_that_is_no_gene_is_an_error_only_where_nothing_answers() -> None:
    assert engine().names("STIMM1 c.494C>A").issues[0].code == "E2001"
    answered = engine().names("prothrombin G20210A")
    assert answered.readings
    assert not any(issue.code.startswith("E2") for issue in answered.issues)


def test_a_deleted_gene_is_the_whole_of_its_transcript() -> None:
    assert engine().names("STIM1 whole gene deletion").readings[0].why == ("the whole of NM_001382567.1 (MANE Select)",)
