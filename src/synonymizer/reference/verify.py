"""What is known of a transcript before it is held, and the checks that decide whether it is.

One set of rules serves who builds bundles and who reads sources where they lie.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.codons import translate
from synonymizer.mapping import carry_base, invert

if TYPE_CHECKING:
    from synonymizer.places import Interval, Transcript


_RECODED = {("TGA", "U"), ("TAG", "O")}


@dataclass(frozen=True, slots=True)
class Alternative:
    """A second coding region of a transcript, with the protein its source states."""

    name: str
    cds: Interval
    residues: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A transcript with what its source states about it; None is not stated."""

    transcript: Transcript
    cdna: str | None = None
    residues: str | None = None
    alternatives: tuple[Alternative, ...] = ()


def residues_of(transcript: Transcript, bases: str) -> str:
    """Translate the coding sequence of a spliced transcript, recorded exceptions applied, the stop as `*`.

    A mitochondrial stop codon that the transcript leaves incomplete is completed by the poly-A tail.
    """
    if transcript.cds is None:
        return ""
    coding = bases[transcript.cds.start : transcript.cds.end]
    if transcript.code == "mitochondrial":
        coding += "A" * (-len(coding) % 3)
    residues = list(translate(coding, transcript.code))
    for codon, residue in transcript.exceptions:
        residues[codon] = residue
    return "".join(residues)


def with_start(transcript: Transcript, bases: str) -> Transcript:
    """Record that a curated coding sequence which begins one base off ATG (CTG, GTG, ATT, …) begins with methionine.

    RefSeq annotates such starts only on evidence, and translation begins with the initiator tRNA whatever the codon.
    """
    if transcript.cds is None or residues_of(transcript, bases).startswith("M"):
        return transcript
    if not _may_start(bases[transcript.cds.start : transcript.cds.start + 3]):
        return transcript
    return replace(transcript, exceptions=((0, "M"), *transcript.exceptions))


def _may_start(codon: str) -> bool:
    """Whether a codon is one base off ATG."""
    return sum(base != other for base, other in zip(codon, "ATG", strict=False)) == 1


def with_recoded(transcript: Transcript, bases: str, residues: str) -> Transcript:
    """Record the codons that the transcript's own protein reads as only recoding can.

    These are UGA read as selenocysteine, UAG as pyrrolysine, and a first codon one base off ATG as methionine.
    """
    if transcript.cds is None:
        return transcript
    read = residues_of(transcript, bases)
    found = [
        (index, stated)
        for index, (residue, stated) in enumerate(zip(read, residues, strict=False))
        if residue != stated and _is_recoded(index, bases[transcript.cds.start + 3 * index :][:3], stated)
    ]
    return replace(transcript, exceptions=tuple(sorted((*transcript.exceptions, *found)))) if found else transcript


def _is_recoded(index: int, codon: str, residue: str) -> bool:
    return (codon, residue) in _RECODED or (index == 0 and residue == "M" and _may_start(codon))


def find_fault(draft: Draft, bases: str) -> str | None:
    """Say why a draft cannot be trusted, None when it passes.

    A stated cDNA and protein must be the spliced and the translated bases; a coding sequence without a stated protein
    must read from a start codon to its first stop.

    Args:
        draft: the transcript, with what its source states.
        bases: its spliced bases, read from its home.
    """
    transcript = draft.transcript
    if draft.cdna is not None and bases != draft.cdna:
        return "its spliced bases are not its cDNA"
    if "N" in bases and draft.cdna is None and transcript.code == "standard":
        return "some of its bases are not in the window"
    if transcript.cds is None:
        return None
    residues = residues_of(transcript, bases)
    if draft.residues is not None:
        alternatives = (replace(transcript, cds=other.cds) for other in draft.alternatives)
        read = [residues, *(residues_of(other, bases) for other in alternatives)]
        stated = [draft.residues, *(other.residues for other in draft.alternatives)]
        return None if read == [f"{known}*" for known in stated] else "its translation is not its protein"
    if len(transcript.cds) % 3 and transcript.code == "standard":
        return "its coding sequence is not a multiple of three"
    if not residues.startswith("M"):
        return "its coding sequence does not begin with a start codon"
    if residues.find("*") != len(residues) - 1:
        return "its coding sequence does not end at its first stop codon"
    return None


def share_exceptions(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Carry recorded translation exceptions to the other transcripts of one home that read the same codon in frame."""
    places: dict[str, dict[int, str]] = {}
    for draft in drafts:
        transcript = draft.transcript
        if transcript.cds is not None:
            for codon, residue in transcript.exceptions:
                place = carry_base(invert(transcript.blocks), transcript.cds.start + 3 * codon)
                if place is not None:
                    places.setdefault(transcript.home, {})[place] = residue
    return tuple(
        replace(draft, transcript=_with_exceptions(draft.transcript, places[draft.transcript.home]))
        if draft.transcript.home in places
        else draft
        for draft in drafts
    )


def _with_exceptions(transcript: Transcript, places: dict[int, str]) -> Transcript:
    if transcript.cds is None:
        return transcript
    found: list[tuple[int, str]] = []
    for place, residue in sorted(places.items()):
        base = carry_base(transcript.blocks, place)
        if base is None or not transcript.cds.start <= base < transcript.cds.end - 3:  # the last codon is the stop
            continue
        codon, phase = divmod(base - transcript.cds.start, 3)
        # a start codon other than ATG is an exception only where translation starts
        if phase == 0 and (residue != "M" or codon == 0):
            found.append((codon, residue))
    return replace(transcript, exceptions=tuple(found))
