"""What the builder knows of a stored sequence and of the transcripts on it before they are verified."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.mapping import carry_base, invert, orient, reverse_complement
from synonymizer.places import Interval
from synonymizer.reference.starts import is_same_coding
from synonymizer.reference.verify import Draft
from synonymizer.reference.views import read_view

if TYPE_CHECKING:
    from synonymizer.places import ExonScheme, LegacyRule, Placement, Transcript


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


def splice(window: Window, transcript: Transcript) -> str:
    """Return the bases of a transcript whose home is the window."""

    def read(start: int, end: int) -> str:
        bases = window.bases[slice(*orient(start, end, transcript.strand))]
        return bases if transcript.strand > 0 else reverse_complement(bases)

    return read_view(transcript.blocks, transcript.patches, read, 0, transcript.length)


def is_noncoding(accession: str) -> bool:
    """Whether RefSeq's accession says that a transcript codes for nothing (NCBI Handbook, chapter 18, table 1).

    >>> is_noncoding("NR_037948.1"), is_noncoding("NM_003156.3")
    (True, False)
    """
    return accession.startswith(("NR_", "XR_"))


def describe(window: Window, transcript: Transcript) -> Draft | None:
    """Complete a transcript of which only the alignment is known, None where that takes a guess.

    A non-coding one is complete as it is. An NM_ takes the coding region of another version of itself where that is
    proved (`reference.starts`), and all versions agree.
    """
    if is_noncoding(transcript.accession):
        return Draft(transcript)
    base, _, _ = transcript.accession.partition(".")
    message = splice(window, transcript)
    proved: dict[Interval, Transcript] = {}
    for sibling in (draft.transcript for draft in window.drafts):
        cds = _carry_cds(sibling, transcript) if sibling.accession.startswith(f"{base}.") else None
        if cds is not None:
            carried = replace(transcript, cds=cds, protein=sibling.protein, exceptions=sibling.exceptions)
            if is_same_coding(sibling, splice(window, sibling), carried, message):
                proved.setdefault(cds, carried)
    return Draft(next(iter(proved.values()))) if len(proved) == 1 else None


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
