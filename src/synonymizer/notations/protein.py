"""Protein names on accessions: of the change predicted from a DNA change, and of one known on the protein alone.

HGVS reads them back, with or without `p.`. Sources: HGVS nomenclature 21.0, protein recommendations: predicted changes
stand in parentheses, three-letter code is preferred, `Ter` or `*` is a stop and `X` is withdrawn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.model import EventProjection, Name, ProteinProjection, TranscriptProjection
from synonymizer.spelling.residues import write_edit

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.places import Transcript
    from synonymizer.statements import ProteinEdit


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the names of the protein change a projection carries, the recommended one first; none for no change."""
    match projection:
        case ProteinProjection():
            return _write(projection.transcript, projection.edit)
        case TranscriptProjection() | EventProjection():
            if projection.transcript is None or projection.protein is None:
                return ()
            return _write(projection.transcript, projection.protein)
        case _:
            return ()


def _write(transcript: Transcript, edit: ProteinEdit) -> tuple[Name, ...]:
    name = Name("", "hgvs", "p", transcript=transcript.accession, tags=transcript.tags, scope="protein")
    if edit.kind == "identity" and edit.first != edit.last:
        edit = replace(edit, first=-1, last=-1)  # the nomenclature writes no `=` over a range of residues
    three = write_edit(edit)
    if edit.first < 0:
        return _write_whole(transcript, replace(name, scope="category"), edit, three)
    if not transcript.protein:
        return ()
    spellings = tuple(dict.fromkeys((three, write_edit(edit, "star"), write_edit(edit, "one"))))
    changes = [change for spelling in spellings for change in (f"({spelling})", spelling)]
    return (
        *(name.respell(f"{transcript.protein}:p.{change}", recommended=change is changes[0]) for change in changes),
        *(name.respell(f"{synonym}:p.({three})") for synonym in transcript.protein_synonyms),
    )


def _write_whole(transcript: Transcript, name: Name, edit: ProteinEdit, text: str) -> tuple[Name, ...]:
    """Write a statement about the whole protein, which many changes share: p.?, p.0?, p.(=)."""
    change = f"({text})" if edit.kind == "identity" else text
    if not transcript.protein:
        return ()
    return (name.respell(f"{transcript.protein}:p.{change}", recommended=True),)
