"""Protein names: of the change predicted from a DNA change, and of a change known on the protein alone.

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
            return _write(projection.transcript, projection.edit, is_main=projection.is_main)
        case TranscriptProjection() | EventProjection():
            if projection.transcript is None or projection.protein is None:
                return ()
            return _write(projection.transcript, projection.protein, is_main=projection.is_main)
        case _:
            return ()


def _write(transcript: Transcript, edit: ProteinEdit, *, is_main: bool) -> tuple[Name, ...]:
    name = Name("", "hgvs", "p", transcript=transcript.accession, tags=transcript.tags, scope="protein")
    if edit.kind == "identity" and edit.first != edit.last:
        edit = replace(edit, first=-1, last=-1)  # the nomenclature writes no `=` over a range of residues
    three = write_edit(edit)
    if edit.first < 0:
        return _write_whole(transcript, replace(name, scope="category"), edit, three)
    spellings = tuple(dict.fromkeys((three, write_edit(edit, "star"), write_edit(edit, "one"))))
    changes = [change for spelling in spellings for change in (f"({spelling})", spelling)]
    names = []
    if transcript.protein:
        names += [
            name.respell(f"{transcript.protein}:p.{change}", recommended=change is changes[0]) for change in changes
        ]
        names += [name.respell(f"{synonym}:p.({three})") for synonym in transcript.protein_synonyms]
    if is_main:
        names += _write_with_gene(transcript.gene, name, spellings)
    return tuple(names)


def _write_whole(transcript: Transcript, name: Name, edit: ProteinEdit, text: str) -> tuple[Name, ...]:
    """Write a statement about the whole protein, which many changes share: p.?, p.0?, p.(=)."""
    change = f"({text})" if edit.kind == "identity" else text
    if not transcript.protein:
        return ()
    return (name.respell(f"{transcript.protein}:p.{change}", recommended=True),)


def _write_with_gene(gene: str, name: Name, spellings: tuple[str, ...]) -> list[Name]:
    """Write names that count on the protein of the gene's main transcript, and those that leave even the gene out."""
    three, one = spellings[0], spellings[-1]
    texts = [f"{gene}:p.({three})", f"{gene} p.{three}", f"{gene} {three}", f"{gene} {one}"]
    names = [name.respell(text, "hgvs" if text is texts[0] else "literature") for text in texts]
    needy = [f"p.({three})", f"p.{three}", f"p.{one}", three, one]
    names += [name.respell(text, "literature", needs="gene") for text in needy]
    if "*" in one:
        older = one.replace("*", "X")
        names.append(name.respell(f"{gene} {older}", "hgvs-deprecated"))
        names.append(name.respell(older, "hgvs-deprecated", needs="gene"))
    return names
