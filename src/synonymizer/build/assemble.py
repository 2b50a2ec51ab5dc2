"""Completes a window: joins what its record, MANE and other versions know of its transcripts, and keeps what passes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.build.drafts import describe, splice
from synonymizer.build.mane import splice_mane
from synonymizer.reference.records import LeftOut
from synonymizer.reference.verify import find_fault, share_exceptions, with_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synonymizer.build.drafts import Window
    from synonymizer.build.mane import ManeTranscript
    from synonymizer.reference.verify import Draft


def complete(
    window: Window, mane: Sequence[tuple[ManeTranscript, str]]
) -> tuple[tuple[Draft, ...], tuple[LeftOut, ...]]:
    """Verify a window's transcripts, add the MANE ones that are missing, and tag those that are there.

    Args:
        window: as its source describes it.
        mane: the MANE transcripts of the window's gene, each with the accession of its GRCh38 chromosome.

    Returns:
        The transcripts that passed, in no particular order, and what did not, with reasons.
    """
    kept: list[Draft] = []
    faults: dict[str, str] = {}
    _admit(window, window.drafts, kept, faults)
    curated: dict[str, str] = {}
    for row, contig in mane:
        drafts = splice_mane(window, row, contig)
        for accession, _ in row.accessions:
            curated[accession] = row.tag
        held = {draft.transcript.accession: draft for draft in kept}
        faults.update(_differing(window, drafts, held))
        _admit(window, [draft for draft in drafts if draft.transcript.accession not in held], kept, faults)
        if not drafts:
            faults.update((name, f"{row.tag}: it leaves its window") for name, _ in row.accessions if name not in held)
    for transcript in window.undescribed:
        if any(draft.transcript.accession == transcript.accession for draft in kept):
            continue
        draft = describe(replace(window, drafts=tuple(kept)), transcript)
        if draft is None:
            faults[transcript.accession] = "its source does not say what it codes for"
        else:
            _admit(window, [draft], kept, faults)
    names = {draft.transcript.accession for draft in kept}
    left_out = tuple(LeftOut(what, why) for what, why in faults.items() if what not in names or why == _DIFFERS)
    return tuple(_tag(draft, window.gene or draft.transcript.gene, curated) for draft in kept), left_out


_DIFFERS = "its bases differ from the MANE transcript spliced from GRCh38"


def _differing(window: Window, drafts: Iterable[Draft], held: dict[str, Draft]) -> Iterable[tuple[str, str]]:
    for draft in drafts:
        known = held.get(draft.transcript.accession)
        if known is not None and splice(window, known.transcript) != splice(window, draft.transcript):
            yield draft.transcript.accession, _DIFFERS


def _admit(window: Window, drafts: Sequence[Draft], kept: list[Draft], faults: dict[str, str]) -> None:
    """Add the drafts that pass to `kept`, and the reasons why others do not to `faults`."""
    completed = share_exceptions((*kept, *drafts))[len(kept) :]
    for draft in completed:
        transcript = draft.transcript
        bases = splice(window, transcript)
        if "RefSeq" in transcript.tags:
            transcript = with_start(transcript, bases)
        checked = replace(draft, transcript=transcript)
        fault = find_fault(checked, bases)
        if fault is None:
            kept.append(checked)
        else:
            faults[transcript.accession] = fault


def _tag(draft: Draft, gene: str, curated: dict[str, str]) -> Draft:
    transcript = draft.transcript
    tag = curated.get(transcript.accession)
    tags = transcript.tags if tag is None else (tag, *transcript.tags)
    return replace(draft, transcript=replace(transcript, gene=gene, tags=tags))
