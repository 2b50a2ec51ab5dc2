"""Several references at once: what each adds, what a name is of, where two disagree, and versions that are not held."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer import Synonymizer
from synonymizer.alleles import KnownAllele
from synonymizer.briefs import ENOUGH
from synonymizer.cli.layout import describe
from synonymizer.model import Choice, Options
from synonymizer.places import Interval, Patch
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.disagreement import find_disagreements
from synonymizer.reference.store import Bundle
from synonymizer.reference.views import splice
from synonymizer.report.answers import write_answer
from synonymizer.resolve.messages import align
from synonymizer.serialize import count_releases

if TYPE_CHECKING:
    from synonymizer.model import Result
    from synonymizer.places import Namespace, Transcript

NAMES_ONLY = Options(choice=replace(ENOUGH, mains=True))


class Part(Bundle):
    """The embedded bundle as another release would be: without some transcripts, with others changed, under a name.

    Of the versions that it only `knows`, it has the bases and nothing else.
    """

    label = "part"
    without: frozenset[str] = frozenset()
    knows: frozenset[str] = frozenset()
    instead: tuple[Transcript, ...] = ()
    alleles: tuple[KnownAllele, ...] | None = None

    @property
    def description(self) -> str:
        return self.label

    def _keep(self, transcripts: tuple[Transcript, ...]) -> tuple[Transcript, ...]:
        changed = {transcript.accession: transcript for transcript in self.instead}
        kept = (one for one in transcripts if one.accession not in self.without | self.knows)
        return tuple(changed.get(one.accession, one) for one in kept)

    def find_transcript(self, accession: str) -> Transcript | None:
        found = super().find_transcript(accession)
        return next(iter(self._keep((found,))), None) if found else None

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        return self._keep(super().transcripts_of(symbol))

    def transcripts_of_protein(self, accession: str) -> tuple[Transcript, ...]:
        return self._keep(super().transcripts_of_protein(accession))

    def transcripts_on(self, home: str, start: int, end: int) -> tuple[Transcript, ...]:
        return self._keep(super().transcripts_on(home, start, end))

    def versions(self, accession: str) -> tuple[str, ...]:
        return tuple(name for name in super().versions(accession) if name not in self.without | self.knows)

    def message(self, accession: str) -> str | None:
        found = super().find_transcript(accession) if accession in self.knows else None
        return splice(self, found) if found else None

    def known_alleles(self, namespace: Namespace, value: int) -> tuple[KnownAllele, ...]:
        return super().known_alleles(namespace, value) if self.alleles is None else self.alleles

    def known_over(self, contig: str, start: int, end: int) -> tuple[KnownAllele, ...]:
        return super().known_over(contig, start, end) if self.alleles is None else self.alleles


def open_part(
    label: str,
    *,
    without: frozenset[str] = frozenset(),
    knows: frozenset[str] = frozenset(),
    instead: tuple[Transcript, ...] = (),
    alleles: tuple[KnownAllele, ...] | None = None,
) -> Part:
    part = Part.open(find_embedded())
    assert isinstance(part, Part)
    part.label, part.without, part.knows, part.instead, part.alleles = label, without, knows, instead, alleles
    return part


@lru_cache(1)
def whole() -> Synonymizer:
    return Synonymizer(Reference((open_part("whole"),)))


def list_names(result: Result) -> list[str]:
    return [name.text for reading in result.readings for name in reading.names]


def list_codes(result: Result) -> list[str]:
    return [issue.code for issue in result.issues]


# ---- what a store behind another adds

TEXTS = ("NM_003156.3:c.494C>A", "NC_000011.10:g.4055634C>A", "rs6025", "STIM1 exon 2 deletion", "NP_004324.2:p.V600E")


@pytest.mark.parametrize("seed", range(3))
def test_a_part_of_a_release_before_it_changes_nothing(seed: int) -> None:
    source = random.Random(seed)
    held = [one.accession for gene in ("STIM1", "F5", "BRAF") for one in whole().reference.transcripts_of(gene)]
    front = open_part("front", without=frozenset(source.sample(held, len(held) // 2)))
    both = Synonymizer(Reference((front, open_part("back"))))
    for text in TEXTS:
        expected, found = whole().names(text), both.names(text)
        assert list_names(found) == list_names(expected), text
        assert list_codes(found) == list_codes(expected), text


@pytest.mark.parametrize("seed", range(3))
def test_a_release_behind_another_takes_no_name_of_a_sequence_away(seed: int) -> None:
    source = random.Random(seed)
    held = [one.accession for gene in ("STIM1", "F5", "BRAF") for one in whole().reference.transcripts_of(gene)]
    front = open_part("front", without=frozenset(source.sample(held, len(held) // 2)))
    for text in TEXTS[1:3]:
        alone = Synonymizer(Reference((front,))).names(text)
        both = Synonymizer(Reference((front, open_part("back")))).names(text)
        kept = {name.text for reading in alone.readings for name in reading.names if name.transcript}
        assert kept
        assert {name for name in kept if ":" in name and name[2:3] == "_"} <= set(list_names(both))


def test_a_name_says_which_release_made_it() -> None:
    hidden = frozenset({"NM_003156.4", "NM_001382567.1"})
    both = Synonymizer(Reference((open_part("front", without=hidden), open_part("back"))))
    names = both.names("NM_003156.3:c.494C>A").readings[0].names
    assert {name.release for name in names if name.transcript in hidden} == {"back"}
    assert {name.release for name in names if name.transcript not in hidden} == {"front"}
    alone = whole().names("NM_003156.3:c.494C>A")
    assert count_releases(alone) == (("whole", len(list_names(alone))),)


def test_the_table_and_the_page_say_which_releases_took_part_where_several_did() -> None:
    hidden = frozenset({"NM_003156.4", "NM_001382567.1"})
    both = Synonymizer(Reference((open_part("front", without=hidden), open_part("back"))))
    found, alone = both.names("NM_003156.3:c.494C>A"), whole().names("NM_003156.3:c.494C>A")
    counts = dict(count_releases(found))
    assert counts.keys() == {"front", "back"}
    assert counts["back"] > counts["front"]
    assert f"  back: {counts['back']} names\n  front: {counts['front']} names" in describe(found, 100)
    assert "Reference data" not in describe(alone, 100)
    assert f"<dd>back: {counts['back']}</dd>" in write_answer(found, 1, both.reference)
    assert "Names made with" not in write_answer(alone, 1, whole().reference)


def test_the_identifiers_of_an_allele_are_those_that_any_release_knows() -> None:
    place = ("NC_000011.10", 4055633, 4055634, "A")
    first = open_part("first", alleles=(KnownAllele(*place, rs=1),))
    second = open_part("second", alleles=(KnownAllele(*place, rs=1, variation=2), KnownAllele(*place, rs=3)))
    both = Reference((first, second))
    assert both.known_over(*place[:3]) == (KnownAllele(*place, rs=1, variation=2), KnownAllele(*place, rs=3))
    names = Synonymizer(both).names("NM_003156.3:c.494C>A").readings[0].names
    made = {name.text: name.release for name in names if name.cls == "identifier"}
    assert made["rs1"] == "first"
    assert "VCV000000002" in made


def test_the_newest_version_of_all_releases_is_meant_where_none_is_stated() -> None:
    front = open_part("front", without=frozenset({"NM_000130.5"}))
    both = Synonymizer(Reference((front, open_part("back"))))
    assert both.reference.versions("NM_000130") == ("NM_000130.5", "NM_000130.4")
    assert both.names("NM_000130:c.1601G>A").readings[0].transcript == "NM_000130.5"


# ---- two releases that disagree


def change(**fields: object) -> Transcript:
    found = whole().reference.find_transcript("NM_003156.3")
    assert found is not None
    return replace(found, **fields)  # type: ignore[arg-type]


CHANGES = {
    "1 base, n.11": lambda: change(patches=(Patch(10, "N"),)),
    "its coding sequence is n.": lambda: change(cds=Interval(561, 2619)),
    "its protein is NP_003147.2 and NP_003147.9": lambda: change(protein="NP_003147.9"),
    "some of its codons": lambda: change(exceptions=((3, "U"),)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_two_releases_that_disagree_about_a_transcript_are_told_of_and_the_first_is_used(what: str) -> None:
    behind = open_part("altered", instead=(CHANGES[what](),))
    both = Synonymizer(Reference((open_part("sound"), behind)))
    found = both.names("NM_003156.3:c.494C>A")
    messages = [issue.message for issue in found.issues if issue.code == "W3004"]
    assert [message.startswith("NM_003156.3 differs between sound and altered: ") for message in messages] == [True]
    assert what in messages[0]
    assert list_names(found) == list_names(whole().names("NM_003156.3:c.494C>A"))
    assert "W3004" in list_codes(both.identify("NM_003156.3:c.494C>A"))
    assert "W3004" not in list_codes(both.names("NM_001382567.1:c.494C>A"))
    assert [one.accession for one in find_disagreements(both.reference)] == ["NM_003156.3"]


def test_a_genomic_name_tells_of_disagreement_on_the_transcript_it_is_answered_with() -> None:
    main = whole().names("NC_000011.10:g.4055634C>A").readings[0].transcript
    assert main is not None
    found = whole().reference.find_transcript(main)
    assert found is not None
    altered = open_part("altered", instead=(replace(found, patches=(*found.patches, Patch(found.length - 1, "N"))),))
    both = Synonymizer(Reference((open_part("sound"), altered)))
    assert list_codes(both.names("NC_000011.10:g.4055634C>A")).count("W3004") == 1
    brief = both.brief("NC_000011.10:g.4055634C>A", extent="one")
    assert brief.codes.count("W3004") == 1


def test_releases_that_agree_are_not_told_of() -> None:
    both = Reference((open_part("one"), open_part("other")))
    assert all(both.disagreeing(one.accession) is None for one in both.transcripts_of("STIM1"))


# ---- versions that are not held


@lru_cache(1)
def several_versions() -> dict[str, tuple[Transcript, ...]]:
    """Return the RefSeq transcripts that are held in several versions, by accession."""
    found: dict[str, list[Transcript]] = {}
    for symbol in whole().reference.genes():
        for one in whole().reference.transcripts_of(symbol):
            if one.accession.startswith(("NM_", "NR_")):
                found.setdefault(one.accession.partition(".")[0], []).append(one)
    return {base: tuple(versions) for base, versions in found.items() if len(versions) > 1}


def draw_name(transcript: Transcript, source: random.Random) -> str:
    """Draw a change of a transcript, often at the end of an exon, where it is hard."""
    reference = whole().reference
    spliced, cds = reference.geometry.spliced(transcript), transcript.cds
    is_coding = cds is not None and source.random() < 0.7

    def write(place: int) -> str:
        if not is_coding or cds is None:
            return str(place + 1)
        if place >= cds.end:
            return f"*{place - cds.end + 1}"
        return str(place - cds.start + 1) if place >= cds.start else str(place - cds.start)

    head = f"{transcript.accession}:{'c' if is_coding else 'n'}."
    exon = source.choice(transcript.exons)
    if source.random() < 0.3:
        is_last = source.random() < 0.5
        place = exon.end - 1 if is_last else exon.start
        offset = f"{'+' if is_last else '-'}{source.randint(1, 30)}"
        return f"{head}{write(place)}{offset}{source.choice(('del', 'dup', '='))}"
    place = source.randrange(len(spliced) - 4)
    if source.random() < 0.4:
        place = max(0, min(len(spliced) - 4, source.choice((exon.start, exon.end)) + source.randint(-4, 3)))
    last = place + source.randint(1, 3)
    new = "".join(source.choices("ACGT", k=2))
    base = source.choice([letter for letter in "ACGT" if letter != spliced[place]])
    return head + source.choice(
        (
            f"{write(place)}{spliced[place]}>{base}",
            f"{write(place)}_{write(last)}{source.choice(('del', 'dup', f'delins{new}'))}",
            f"{write(place)}_{write(place + 1)}ins{new}",
        )
    )


def test_a_version_that_is_not_held_has_the_answers_it_would_have_or_none() -> None:
    source = random.Random(6)
    hidden = [source.choice(versions) for versions in several_versions().values()]
    lacking = Synonymizer(Reference((open_part("lacking", knows=frozenset(one.accession for one in hidden)),)))
    counts = {"read": 0, "refused": 0}
    for _ in range(500):
        text = draw_name(source.choice(hidden), source)
        found = lacking.identify(text, NAMES_ONLY)
        if not found.readings:
            assert "E2004" in list_codes(found) or not whole().identify(text, NAMES_ONLY).readings, text
            counts["refused"] += 1
            continue
        expected = whole().identify(text, NAMES_ONLY)
        assert [one.key for one in found.readings] == [one.key for one in expected.readings], text
        assert "W2015" in list_codes(found)
        counts["read"] += 1
    assert counts["read"] > 300
    assert counts["refused"] > 20


def test_a_change_on_a_version_that_is_not_held_is_read_on_another_and_says_so() -> None:
    lacking = Synonymizer(Reference((open_part("lacking", knows=frozenset({"NM_000130.4"})),)))
    found = lacking.names("NM_000130.4:c.1601G>A")
    assert found.readings[0].key == whole().names("NM_000130.4:c.1601G>A").readings[0].key
    assert found.readings[0].transcript == "NM_000130.5"
    assert [issue.message for issue in found.issues if issue.code == "W2015"] == [
        "NM_000130.4 is not held; its bases around c.1601 are those of NM_000130.5, on which the names are."
    ]
    assert list_codes(lacking.names("NM_000130.4:c.1601T>A")) == ["E3001"]
    assert "W3003" not in list_codes(lacking.names("NM_000130.4:c.1601G>A (p.Arg534Gln)"))
    assert "W3003" in list_codes(lacking.names("NM_000130.4:c.1601G>A (p.Arg534Gly)"))


def test_positions_of_the_message_are_counted_on_the_version_stated() -> None:
    lacking = Synonymizer(Reference((open_part("lacking", knows=frozenset({"NM_000130.4"})),)))
    stated = whole().reference.find_transcript("NM_000130.4")
    other = whole().reference.find_transcript("NM_000130.5")
    assert stated is not None
    assert stated.cds is not None
    assert other is not None
    assert other.cds != stated.cds
    found = lacking.names(f"NM_000130.4:n.{stated.cds.start + 1601}G>A")
    assert found.readings[0].key == whole().names("NM_000130.4:c.1601G>A").readings[0].key
    assert "W2015" in list_codes(found)
    assert "W1004" not in list_codes(found)
    computed = lacking.names(f"NM_000130.4:{stated.cds.start + 1600}:G:A")
    assert computed.readings[0].key == found.readings[0].key
    assert "W2015" in list_codes(computed)


def test_the_option_may_name_a_version_that_is_not_held() -> None:
    lacking = Synonymizer(Reference((open_part("lacking", knows=frozenset({"NM_000130.4"})),)))
    options = Options(transcript="NM_000130.4", choice=Choice(transcript="NM_000130.4"))
    assert "NM_000130.5:c.1601G>A" in list_names(lacking.names("c.1601G>A", options))


def test_a_version_of_which_nothing_is_known_is_refused_as_ever() -> None:
    lacking = Synonymizer(Reference((open_part("lacking", without=frozenset({"NM_000130.4"})),)))
    found = lacking.names("NM_000130.4:c.1601G>A")
    assert list_codes(found) == ["E2004"]
    assert "which holds NM_000130.5." in found.issues[0].message


bases = st.text("ACGT", min_size=40, max_size=200)


@given(bases, bases, st.text("ACGT", max_size=5), st.text("ACGT", max_size=5))
def test_stretches_that_are_aligned_have_the_same_bases_and_keep_their_order(
    first: str, second: str, one: str, other: str
) -> None:
    target, source = first + one + second, first + other + second
    blocks = align(target, source)
    end = place = 0
    for block in blocks:
        assert block.start >= end
        assert block.source >= place
        end, place = block.start + block.length, block.source + block.length
        assert target[block.start : end] == source[block.source : place]
