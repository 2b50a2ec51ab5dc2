"""Where two stores hold a transcript of one version, and say different things of it.

A version of an accession is one sequence for ever (NCBI Handbook, chapter 18), so that one of the two is wrong, or was
altered on its way. The first store's is in use and nothing of the other is mixed in; that they differ is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.reference.views import splice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.places import Interval, Transcript
    from synonymizer.reference import Reference
    from synonymizer.reference.contract import Store


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A transcript that two stores describe in two ways: the one in use, another, and the first way they differ."""

    accession: str
    used: str
    other: str
    what: str

    @property
    def message(self) -> str:
        """What differs, and whose transcript is in use."""
        return (
            f"{self.accession} differs between {self.used} and {self.other}: {self.what}. Names are those of the first."
        )


def find_disagreements(reference: Reference) -> Iterator[Disagreement]:
    """Yield the transcripts that several stores hold and describe differently, gene by gene."""
    for turn, store in enumerate(reference.stores[1:], start=1):
        before = reference.stores[:turn]
        shared = sorted({symbol for one in before for symbol in one.genes()}.intersection(store.genes()))
        for symbol in shared:
            for transcript in store.transcripts_of(symbol):
                used = _find_first(transcript.accession, before)
                what = None if used is None else compare(*used, store, transcript)
                if used is not None and what is not None:
                    yield Disagreement(transcript.accession, used[0].description, store.description, what)


def find_disagreement(accession: str, stores: tuple[Store, ...]) -> Disagreement | None:
    """Return how the first store that holds a transcript differs from another one, None where all agree."""
    used = _find_first(accession, stores)
    if used is None:
        return None
    for store in stores[stores.index(used[0]) + 1 :]:
        other = store.find_transcript(accession)
        what = None if other is None else compare(*used, store, other)
        if what is not None:
            return Disagreement(used[1].accession, used[0].description, store.description, what)
    return None


def _find_first(accession: str, stores: tuple[Store, ...]) -> tuple[Store, Transcript] | None:
    held = ((store, store.find_transcript(accession)) for store in stores)
    return next(((store, transcript) for store, transcript in held if transcript is not None), None)


def compare(first: Store, one: Transcript, second: Store, other: Transcript) -> str | None:
    """Say how two transcripts of one version differ, None where they do not; what needs no bases is compared first."""
    if one.length != other.length:
        return f"it has {one.length:,} bases and {other.length:,}"
    if one.exons != other.exons:
        return f"its exons are {_write_exons(one)} bases long and {_write_exons(other)}"
    if one.cds != other.cds:
        return f"its coding sequence is {_write_cds(one.cds)} and {_write_cds(other.cds)}"
    if None not in {one.protein, other.protein} and one.protein != other.protein:
        return f"its protein is {one.protein} and {other.protein}"
    if (one.code, one.exceptions) != (other.code, other.exceptions):
        return "some of its codons are read as other residues"
    return _compare_bases(splice(first, one), splice(second, other))


def _compare_bases(one: str, other: str) -> str | None:
    if one == other:
        return None
    places = [place for place, (base, instead) in enumerate(zip(one, other, strict=True)) if base != instead]
    first = f"n.{places[0] + 1} {one[places[0]]}>{other[places[0]]}"
    return f"1 base, {first}" if len(places) == 1 else f"{len(places):,} bases, the first {first}"


def _write_exons(transcript: Transcript) -> str:
    lengths = [str(len(exon)) for exon in transcript.exons]
    return "+".join(lengths if len(lengths) <= 6 else [*lengths[:5], f"… ({len(lengths)} exons)"])


def _write_cds(cds: Interval | None) -> str:
    return "none" if cds is None else f"n.{cds.start + 1}_{cds.end}"
