"""Where a coding sequence is carried to another version of its transcript: never to another start than it has there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from synonymizer import Reference, open_reference
from synonymizer.build.drafts import Window, describe
from synonymizer.places import Block, Interval, Transcript
from synonymizer.reference.starts import is_same_coding
from synonymizer.reference.verify import Draft

LEADER = "CCGCAGCTGACC"
CODING = "ATGGCTGACAAATGA"


def make(message: str, start: int, version: int = 1) -> Transcript:
    """Return a transcript that codes from a base on, of a message that is its own home."""
    whole = Interval(0, len(message))
    cds = Interval(start, start + len(CODING))
    return Transcript(f"NM_1.{version}", "A", "home", 1, (whole,), (Block(0, 0, len(message)),), cds=cds)


def is_proved(known: str, carried: str) -> bool:
    """Whether the coding sequence is proved to be the same in two messages."""
    one, other = make(known, known.index(CODING)), make(carried, carried.index(CODING))
    assert is_same_coding(other, carried, one, known) == is_same_coding(one, known, other, carried)
    return is_same_coding(one, known, other, carried)


def test_what_is_the_same_up_to_the_stop_codon_is_coded_alike() -> None:
    for leader in ("", "C", "ATGGCC", LEADER):
        assert is_proved(f"{leader}{CODING}AAA", f"{leader}{CODING}CCC")


@pytest.mark.parametrize("leader", ["GGGGGGGGGGGGG", f"ATGTAA{LEADER}", f"ATG{LEADER}C", f"TAACCC{LEADER}"])
def test_a_start_that_nothing_else_could_be_is_the_same_behind_another_leader(leader: str) -> None:
    assert is_proved(f"{LEADER}{CODING}", f"{leader}{CODING}")


@pytest.mark.parametrize("leader", ["", LEADER[1:], f"ATG{LEADER}", f"ATGTAAATG{LEADER}"])
def test_a_start_behind_another_that_is_as_likely_or_close_to_the_end_is_not_proved(leader: str) -> None:
    assert not is_proved(f"{LEADER}{CODING}", f"{leader}{CODING}")


def test_another_protein_or_length_is_not_coded_alike() -> None:
    message = f"{LEADER}{CODING}"
    one, changed = make(message, len(LEADER)), f"C{LEADER}{CODING.replace('GCT', 'GTT')}"
    assert not is_same_coding(one, message, make(changed, len(LEADER) + 1), changed)
    assert not is_same_coding(one, message, replace(one, cds=Interval(12, 24)), message)
    assert not is_same_coding(one, message, replace(one, cds=None), message)


def list_versions(reference: Reference) -> Iterator[tuple[Transcript, tuple[Transcript, ...]]]:
    """Yield every transcript of RefSeq that codes, with its other versions on the same home."""
    for gene in reference.genes():
        coding = [one for one in reference.transcripts_of(gene) if one.accession.startswith("NM_") and one.cds]
        for one in coding:
            base = one.accession.partition(".")[0]
            others = [other for other in coding if other.accession.startswith(f"{base}.") and other != one]
            siblings = tuple(other for other in others if other.home == one.home)
            if siblings:
                yield one, siblings


def test_a_version_whose_coding_sequence_is_not_told_gets_the_one_it_has_or_none() -> None:
    """Judged by what RefSeq says of the version."""
    reference = open_reference()
    told = 0
    for one, siblings in list_versions(reference):
        store = reference.owner(one.home)
        bases = store.bases(one.home, 0, store.source_length(one.home))
        window = Window(one.home, None, one.gene, (), bases, (), tuple(map(Draft, siblings)))
        made = describe(window, replace(one, cds=None, protein=None, exceptions=()))
        if made is not None:
            assert (made.transcript.cds, made.transcript.exceptions) == (one.cds, one.exceptions)
            assert made.transcript.protein == one.protein
            told += 1
    assert told > 100
