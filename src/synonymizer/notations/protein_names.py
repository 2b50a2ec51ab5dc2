"""Writes a change of residues as papers do: with its gene and without, in the signs and words that `spoken` reads.

They are names of the protein of the transcript on which names that state the gene alone count. Sources: those of
`spelling.residue_styles`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.codons import translate
from synonymizer.model import EventProjection, Name, ProteinProjection, TranscriptProjection
from synonymizer.spelling.residue_styles import (
    DESCRIBED,
    MOST_RESIDUES,
    PHRASES,
    PLACES,
    SIGNS,
    WITHDRAWN,
    find_form,
    spell,
    take_apart,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Projection
    from synonymizer.places import Transcript
    from synonymizer.statements import ProteinEdit

_START = "ATG"


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the spellings of papers of the protein change a projection carries, the most used first; none elsewhere.

    What withdrawn spellings and words leave out is told by their class, and by the scope of a mere place.
    """
    match projection:
        case ProteinProjection(transcript=transcript, edit=edit, is_main=True, residues=residues):
            return tuple(_write(transcript, edit, residues))
        case TranscriptProjection(transcript=transcript, protein=edit, is_main=True, residues=residues) if edit:
            return tuple(_write(transcript, _find_start(projection, edit), residues))
        case EventProjection(transcript=transcript, protein=edit, is_main=True) if transcript is not None and edit:
            return tuple(_write(transcript, edit, ""))
        case _:
            return ()


def _write(transcript: Transcript, edit: ProteinEdit, residues: str) -> Iterator[Name]:
    """Yield the names of a change whose residues are known, and which are few enough for a paper to name them."""
    if edit.first < 0 or (edit.kind == "identity" and edit.first != edit.last):
        return
    parts, form = take_apart(edit, residues), find_form(edit)
    name = Name("", "hgvs", "p", transcript=transcript.accession, tags=transcript.tags, scope="protein")
    described = spell(DESCRIBED, parts)
    for text in described:
        yield name.respell(f"{transcript.gene}:{text}")
        yield name.respell(text, needs="gene")
    if not _is_spelled(edit):
        return
    for text in spell(SIGNS.get(form, ()), parts):
        yield name.respell(f"{transcript.gene} {text}", "literature")
        if text not in described:
            yield name.respell(text, "literature", needs="gene")
    yield from _with_gene(transcript.gene, name.respell("", "hgvs-deprecated"), spell(WITHDRAWN.get(form, ()), parts))
    for phrase in spell(PHRASES.get(form, ()), parts):
        yield name.respell(phrase, "literature", needs="gene")
    place = replace(name.respell("", "literature"), scope="position")
    yield from _with_gene(transcript.gene, place, spell(PLACES.get(form, ()), parts))


def _is_spelled(edit: ProteinEdit) -> bool:
    """Whether a change names all of its residues, and not too many."""
    residues = edit.first_residue + edit.last_residue + edit.inserted
    is_special = edit.is_within or edit.copied or edit.count
    return not is_special and "X" not in residues and len(edit.inserted) <= MOST_RESIDUES


def _with_gene(gene: str, name: Name, texts: Iterable[str]) -> Iterator[Name]:
    """Yield a name for each text behind its gene, then without it."""
    for text in texts:
        yield name.respell(f"{gene} {text}")
        yield name.respell(text, needs="gene")


def _find_start(projection: TranscriptProjection, edit: ProteinEdit) -> ProteinEdit:
    """Return the loss of a start codon with the residue that papers read in its place."""
    place = projection.first
    is_inside = place.datum == "cds_start" and place.offset == 0 and 0 <= place.base < len(_START)
    if edit.kind != "start_lost" or projection.kind != "sub" or not is_inside:
        return edit
    return replace(edit, inserted=translate(_START[: place.base] + projection.inserted + _START[place.base + 1 :]))
