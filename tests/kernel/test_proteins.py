"""The proteins that the kernel reads in columns are those that `consequence.predict_protein` describes one by one."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from synonymizer.batch.regions import make_table
from synonymizer.codons import translate
from synonymizer.consequence import predict_protein
from synonymizer.edits import Letters, classify, trim
from synonymizer.kernel import proteins
from synonymizer.kernel.joins import join
from synonymizer.kernel.tables import (
    ALL,
    DONE,
    NO_PROTEIN_CHANGE,
    NOT_COVERED,
    Exceptions,
    Ground,
    Hits,
    Places,
    Proteins,
    Transcripts,
    counts,
    make_alleles,
    make_places,
    numbers,
)
from synonymizer.mapping import reverse_complement
from synonymizer.places import Interval
from synonymizer.project.transcripts import UNKNOWN_PROTEIN
from synonymizer.reference import open_reference
from synonymizer.statements import ProteinEdit
from tests.kernel.joining import grounds, place_edits, project
from tests.kernel.kinds import KINDS, PROTEIN_KINDS
from tests.kernel.plain import load_plain
from tests.test_consequence import edited_transcripts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from synonymizer.statements import EditKind


@dataclass(frozen=True)
class Message:
    bases: str
    cds: Interval | None
    exceptions: tuple[tuple[int, str], ...] = ()
    is_predictable: bool = True
    strand: int = 1


@dataclass(frozen=True)
class Case:
    """An edit of a message, named by bases in exons or by an intron offset of its ends."""

    message: Message
    start: int
    end: int
    inserted: str
    offsets: tuple[int, int] = (0, 0)
    exons: tuple[int, int] = (0, 0)

    @property
    def named(self) -> tuple[int, int, EditKind]:
        """The bases that the name gives, interbase, and its kind."""
        return classify(Letters("", self.message.bases), self.start, self.deleted, self.inserted)

    @property
    def deleted(self) -> str:
        return self.message.bases[self.start : self.end]


def make_case(message: Message, start: int, end: int, inserted: str) -> Case | None:
    """An edit, trimmed; none where nothing changes."""
    start, deleted, inserted = trim(start, message.bases[start:end], inserted)
    return Case(message, start, start + len(deleted), inserted) if deleted or inserted else None


def lay(cases: Sequence[Case]) -> tuple[Places, Hits, Ground]:
    """Cases as tables: a row and a hit each."""
    messages = list(dict.fromkeys(case.message for case in cases))
    index = {message: row for row, message in enumerate(messages)}
    exceptions = Exceptions()
    table = Transcripts(length=numbers(0), cds_start=numbers(0), cds_end=numbers(0), message_at=numbers(0))
    held = bytearray(b"N" * 7)  # no message begins where the column does
    for message in messages:
        table.length.append(len(message.bases))
        table.cds_start.append(message.cds.start if message.cds else -1)
        table.cds_end.append(message.cds.end if message.cds else -1)
        table.message_at.append(len(held))
        table.strand.append(message.strand)
        table.is_predictable.append(message.is_predictable)
        listed = [(codon, residue) for codon, residue in message.exceptions if codon]
        table.exception_at.append(len(exceptions.codon))
        table.exception_count.append(len(listed))
        exceptions.codon.extend(codon for codon, _ in listed)
        exceptions.residue += "".join(residue for _, residue in listed).encode()
        held += message.bases.encode()
    size = len(cases)
    places = make_places(make_alleles(size))
    first, last = numbers(size), numbers(size)
    for row, case in enumerate(cases):
        start, end, kind = case.named
        first[row], last[row] = start - (kind == "ins"), end - (kind != "ins")
        places.kind[row] = KINDS[kind]
        places.deleted[row], places.inserted[row] = len(case.deleted), len(case.inserted)
        own, other = (places.forward_at, places.reverse_at)[:: case.message.strand]
        own[row] = len(places.letters)
        other[row] = own[row] + len(case.inserted)
        places.letters += case.inserted.encode() + b"#" * len(case.inserted)
    hits = Hits(
        row=array("i", range(size)),
        transcript=array("i", [index[case.message] for case in cases]),
        first=first,
        first_offset=array("q", [case.offsets[0] for case in cases]),
        last=last,
        last_offset=array("q", [case.offsets[1] for case in cases]),
        first_exon=array("i", [case.exons[0] for case in cases]),
        last_exon=array("i", [case.exons[1] for case in cases]),
        terms=counts(size),
        row_end=array("q", range(1, size + 1)),
    )
    return places, hits, Ground(make_table(()), bytearray(1), transcripts=table, messages=held, exceptions=exceptions)


def read(found: Proteins, hit: int) -> ProteinEdit | None:
    """A row of the table as the pipeline says it."""
    kind = PROTEIN_KINDS[found.kind[hit]]
    if kind is None:
        return None
    at, stop = found.inserted_at[hit], found.stop[hit]
    letters = found.letters[at : at + found.inserted[hit]].decode()
    return ProteinEdit(
        kind,
        found.first[hit],
        found.last[hit],
        _spell(found.first_residue[hit]),
        _spell(found.last_residue[hit]),
        letters,
        None if stop < 0 else stop,
        predicted=True,
    )


def _spell(letter: int) -> str:
    return chr(letter) if letter else ""


def expect(case: Case) -> ProteinEdit | None:
    message = case.message
    assert message.cds is not None
    edit = case.start, case.end, case.inserted
    return predict_protein(message.bases, message.cds, *edit, exceptions=message.exceptions)


def check(cases: Sequence[Case], module: ModuleType = proteins) -> Proteins:
    """Check that every case has the protein that is expected of it."""
    places, hits, ground = lay(cases)
    found: Proteins = module.predict(places, hits, ground)
    assert set(places.state) <= {DONE}
    differing = [(c, read(found, hit), expect(c)) for hit, c in enumerate(cases) if read(found, hit) != expect(c)]
    assert differing == []
    assert len(found) == len(cases)
    return found


@cache
def real_messages() -> tuple[Message, ...]:
    """Coding transcripts that the kernel translates, on both strands by turns."""
    reference = open_reference()
    transcripts = [one for symbol in reference.genes() for one in reference.transcripts_of(symbol)]
    coding = [one for one in transcripts if one.cds and one.code == "standard"]
    return tuple(
        Message(reference.geometry.spliced(one), one.cds, one.exceptions, strand=(1, -1)[row % 2])
        for row, one in enumerate(coding)
        if one.cds and len(one.cds) % 3 == 0
    )


def invent(message: Message, chance: random.Random) -> Case | None:
    """An edit near the start, the stop, or anywhere; of any kind and length."""
    bases, cds = message.bases, message.cds
    assert cds is not None
    read_otherwise = [cds.start + 3 * codon for codon, _ in message.exceptions]
    middles = (cds.start, cds.start + 3, cds.end - 3, cds.end, chance.randrange(len(bases)), *read_otherwise)
    middle = chance.choice(middles)
    start = min(max(middle + chance.randint(-7, 7), 0), len(bases) - 1)
    size = chance.choice((0, 0, 1, 1, 1, 2, 3, 3, 4, 6, 9, 30, 300))
    end = min(start + size, len(bases))
    copied = bases[max(start - chance.choice((1, 2, 3, 6, 12, 60)), 0) : start]
    letters = "".join(chance.choices("ACGT", k=chance.choice((1, 1, 2, 3, 3, 6, 9, 40))))
    inserted = chance.choice((letters, letters, copied, "", reverse_complement(bases[start:end])))
    return make_case(message, start, end, inserted)


def invent_many(count: int, chance: random.Random) -> list[Case]:
    messages = real_messages()
    cases = (invent(chance.choice(messages), chance) for _ in range(count))
    return [case for case in cases if case is not None]


def test_edits_of_real_transcripts_do_to_the_protein_what_the_pipeline_says() -> None:
    found = check(invent_many(20_000, random.Random(5)))
    assert set(found.kind) == set(range(len(PROTEIN_KINDS)))


def test_codons_that_are_read_otherwise_are_followed_through_edits() -> None:
    messages = [message for message in real_messages() if message.exceptions]
    assert {residue for message in messages for _, residue in message.exceptions} == {"M", "U"}
    chance = random.Random(7)
    cases = (invent(chance.choice(messages), chance) for _ in range(10_000))
    found = check([case for case in cases if case is not None])
    assert ord("U") in found.first_residue
    told = {PROTEIN_KINDS[kind] for kind in found.kind}
    assert told > {"sub", "identity", "del", "dup", "ins", "delins", "frameshift", "extension", "start_lost"}


def test_real_alleles_have_the_proteins_of_the_pipeline_on_every_transcript() -> None:
    edits, places = place_edits(400)
    ground = grounds().ground
    hits = join(places, ground, ALL)
    found = proteins.predict(places, hits, ground)
    told = [
        (edits[row], ground.labels.text(ground.transcripts.label[hits.transcript[hit]]), read(found, hit))
        for hit, row in enumerate(hits.row)
        if places.state[row] == DONE
    ]
    expected = {
        (edit, one.transcript.accession): one.protein for edit in {edit for edit, *_ in told} for one in project(edit)
    }
    assert [one for one in told if expected[one[:2]] != one[2]] == []
    assert {edit.kind for *_, edit in told if edit} > {"sub", "del", "dup", "frameshift", "unknown", "start_lost"}


def test_plain_python_says_the_same() -> None:
    check(invent_many(600, random.Random(6)), load_plain("synonymizer.kernel.proteins"))


@st.composite
def small_cases(draw: st.DrawFn) -> Case | None:
    bases, cds, start, end, inserted = draw(edited_transcripts())
    strand = draw(st.sampled_from((1, -1)))
    return make_case(Message(bases, cds, strand=strand), start, end, inserted)


@settings(max_examples=300)
@given(st.lists(small_cases(), max_size=5))
def test_edits_of_small_transcripts_do_to_the_protein_what_the_pipeline_says(drawn: list[Case | None]) -> None:
    check([case for case in drawn if case is not None])


def test_every_codon_is_read_by_the_standard_code() -> None:
    codons = ["".join(bases) for bases in product("ACGTN", repeat=3)]
    message = Message(f"ATG{''.join(codons)}TGA", Interval(0, 3 * len(codons) + 6))
    cases = [make_case(message, place, place + 1, "A") for place in range(3, len(message.bases))]
    found = check([case for case in cases if case is not None])
    named = {(found.first[hit], found.first_residue[hit]) for hit in range(len(found))}
    assert {(codon, ord(residue)) for codon, residue in enumerate(translate(message.bases))} >= named


def test_a_deletion_of_the_whole_coding_sequence_leaves_no_protein() -> None:
    found = check([Case(Message("CCCATGGCATAGGGG", Interval(3, 12)), 2, 13, "")])
    assert PROTEIN_KINDS[found.kind[0]] == "none"


CODING = Message("CCCATGGCATAGGGG", Interval(3, 12))
SPLICES = [
    ((0, 1), (5, 5), UNKNOWN_PROTEIN),
    ((2, 2), (5, 5), UNKNOWN_PROTEIN),
    ((3, 3), (5, 5), None),
    ((-2, -2), (5, 5), UNKNOWN_PROTEIN),
    ((-4, -3), (5, 5), None),
    ((-4, -2), (5, 5), UNKNOWN_PROTEIN),
    ((9, -9), (5, 5), UNKNOWN_PROTEIN),
    ((1, 0), (5, 6), UNKNOWN_PROTEIN),
    ((1, 1), (2, 2), None),
    ((1, 1), (3, 3), UNKNOWN_PROTEIN),
    ((1, 1), (11, 11), UNKNOWN_PROTEIN),
    ((1, 1), (12, 12), None),
]
"""Offsets and bases of the ends of a change, and what the protein becomes."""


def test_what_touches_a_splice_site_of_the_coding_sequence_is_unknown() -> None:
    cases = [Case(CODING, first, last + 1, "", offsets) for offsets, (first, last), _ in SPLICES]
    places, hits, ground = lay(cases)
    found = proteins.predict(places, hits, ground)
    assert [read(found, hit) for hit in range(len(cases))] == [expected for *_, expected in SPLICES]


def test_bases_copied_or_inverted_with_an_intron_are_unknown_and_deleted_ones_are_read_on_the_joined_exons() -> None:
    cases = [
        Case(CODING, 6, 6, "ATG", exons=(0, 1)),
        Case(CODING, 4, 8, reverse_complement(CODING.bases[4:8]), exons=(0, 1)),
        Case(CODING, 4, 8, "", exons=(0, 1)),
    ]
    places, hits, ground = lay(cases)
    found = proteins.predict(places, hits, ground)
    assert [read(found, hit) for hit in range(3)] == [UNKNOWN_PROTEIN, UNKNOWN_PROTEIN, expect(cases[2])]


def test_what_cannot_be_translated_is_left_to_the_pipeline_where_the_protein_is_touched() -> None:
    unread = Message(CODING.bases, CODING.cds, is_predictable=False)
    cases = [Case(unread, 7, 8, "T"), Case(unread, 1, 2, "T"), Case(unread, 13, 14, "T"), Case(unread, 12, 12, "TAG")]
    places, hits, ground = lay(cases)
    found = proteins.predict(places, hits, ground)
    assert list(places.state) == [NOT_COVERED, DONE, DONE, NOT_COVERED]
    assert set(found.kind) == {NO_PROTEIN_CHANGE}


def test_rows_that_are_not_covered_and_transcripts_without_a_protein_have_none() -> None:
    cases = [Case(CODING, 7, 8, "T"), Case(Message(CODING.bases, None), 7, 8, "T"), Case(CODING, 7, 8, "T")]
    places, hits, ground = lay(cases)
    places.state[0] = NOT_COVERED
    found = proteins.predict(places, hits, ground)
    assert [read(found, hit) for hit in range(3)] == [None, None, expect(cases[2])]


def test_a_deletion_longer_than_the_message_before_its_end_is_read_to_the_new_stop() -> None:
    message = Message("ATGGCAGCATAA" + "CCTGCA" * 10 + "GTTTGACC", Interval(0, 12))
    found = check([Case(message, 7, 73, "")])
    assert [read(found, 0)] == [ProteinEdit("frameshift", 2, 2, "A", "A", "V", 2, predicted=True)]
