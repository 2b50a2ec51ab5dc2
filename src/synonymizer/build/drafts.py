"""What the builder knows of a transcript before it is verified, and the checks that decide whether it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.codons import translate
from synonymizer.mapping import carry_base, invert, orient, reverse_complement
from synonymizer.places import Interval
from synonymizer.reference.views import read_view

if TYPE_CHECKING:
    from synonymizer.places import ExonScheme, LegacyRule, Placement, Transcript


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


@dataclass(frozen=True, slots=True)
class Window:
    """A sequence to be stored, with everything that lies on it.

    `gene` is the symbol its source gives, `ensembl` the Ensembl gene ids of that symbol without versions. `undescribed`
    are transcripts of which only the alignment is known. `rules`, `schemes` and `uniprot` (accessions of the gene's
    entries) are what its source tells of older numberings and other names.
    """

    accession: str
    synonym: str | None
    gene: str
    ensembl: tuple[str, ...]
    bases: str
    placements: tuple[Placement, ...]
    drafts: tuple[Draft, ...] = ()
    undescribed: tuple[Transcript, ...] = ()
    rules: tuple[LegacyRule, ...] = ()
    schemes: tuple[ExonScheme, ...] = ()
    uniprot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not stored, and why."""

    what: str
    why: str


def splice(window: Window, transcript: Transcript) -> str:
    """Return the bases of a transcript whose home is the window."""

    def read(start: int, end: int) -> str:
        bases = window.bases[slice(*orient(start, end, transcript.strand))]
        return bases if transcript.strand > 0 else reverse_complement(bases)

    return read_view(transcript.blocks, transcript.patches, read, 0, transcript.length)


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
    codon = bases[transcript.cds.start : transcript.cds.start + 3]
    if sum(base != other for base, other in zip(codon, "ATG", strict=False)) != 1:
        return transcript
    return replace(transcript, exceptions=((0, "M"), *transcript.exceptions))


def find_fault(window: Window, draft: Draft) -> str | None:
    """Say why a draft cannot be trusted, None when it passes.

    A stated cDNA and protein must be the spliced and the translated bases; a coding sequence without a stated protein
    must read from a start codon to its first stop.
    """
    transcript = draft.transcript
    bases = splice(window, transcript)
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


def is_noncoding(accession: str) -> bool:
    """Whether RefSeq's accession says that a transcript codes for nothing (NCBI Handbook, chapter 18, table 1).

    >>> is_noncoding("NR_037948.1"), is_noncoding("NM_003156.3")
    (True, False)
    """
    return accession.startswith(("NR_", "XR_"))


def describe(window: Window, transcript: Transcript) -> Draft | None:
    """Complete a transcript of which only the alignment is known, None where that takes a guess.

    A non-coding one is complete as it is. An NM_ takes the coding region of another version of itself when it
    reads the same protein from it: RefSeq gives a protein a new version when, and only when, its residues change.
    """
    if is_noncoding(transcript.accession):
        return Draft(transcript)
    base, _, _ = transcript.accession.partition(".")
    for sibling in (draft.transcript for draft in window.drafts):
        cds = _carry_cds(sibling, transcript) if sibling.accession.startswith(f"{base}.") else None
        if cds is not None:
            same = replace(transcript, cds=cds, protein=sibling.protein, exceptions=sibling.exceptions)
            if residues_of(same, splice(window, same)) == residues_of(sibling, splice(window, sibling)):
                return Draft(same)
    return None


def _carry_cds(source: Transcript, target: Transcript) -> Interval | None:
    """Return the coding sequence of a transcript on another of the same home, None when that lacks an end of it."""
    if source.cds is None:
        return None
    ends: list[int] = []
    for base in (source.cds.start, source.cds.end - 1):
        place = carry_base(invert(source.blocks), base)
        carried = None if place is None else carry_base(target.blocks, place)
        if carried is None:
            return None
        ends.append(carried)
    return Interval(ends[0], ends[1] + 1)


def share_exceptions(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Carry recorded translation exceptions to the other transcripts that read the same codon in frame."""
    places: dict[int, str] = {}
    for draft in drafts:
        transcript = draft.transcript
        if transcript.cds is not None:
            for codon, residue in transcript.exceptions:
                place = carry_base(invert(transcript.blocks), transcript.cds.start + 3 * codon)
                if place is not None:
                    places[place] = residue
    if not places:
        return drafts
    return tuple(replace(draft, transcript=_with_exceptions(draft.transcript, places)) for draft in drafts)


def _with_exceptions(transcript: Transcript, places: dict[int, str]) -> Transcript:
    if transcript.cds is None:
        return transcript
    found: list[tuple[int, str]] = []
    for place, residue in sorted(places.items()):
        base = carry_base(transcript.blocks, place)
        if base is None or not transcript.cds.start <= base < transcript.cds.end:
            continue
        codon, phase = divmod(base - transcript.cds.start, 3)
        # a start codon other than ATG is an exception only where translation starts
        if phase == 0 and (residue != "M" or codon == 0):
            found.append((codon, residue))
    return replace(transcript, exceptions=tuple(found))
