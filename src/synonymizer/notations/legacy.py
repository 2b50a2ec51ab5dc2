"""Writes what the literature counts by older rules, `CFTR 621+1G>T`, `185delAG`, `TTR V30M`, and given names.

They are read by the readers of bare changes, and by `named`. What is counted inside numbered introns, and by exons, is
written by `introns` and `exon`. Sources: those of `spelling.base_styles`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.model import SHIFTED, LegacyProjection, Name, NamedProjection
from synonymizer.spelling.base_styles import spell, take_apart
from synonymizer.spelling.residues import write_edit
from synonymizer.statements import StatedEdit, StatedProtein

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.spelling.base_styles import Styles
    from synonymizer.statements import ProteinEdit

_STYLES: Styles = {
    "sub": (
        "{first}{old}>{new}",
        "{first}{old}→{new}",
        "{first}{old}->{new}",
        "{old}{first}{new}",
        "{first}{old}/{new}",
        "{first}{old}-->{new}",
        "{first} {old}>{new}",
        "{first} {old} to {new}",
    ),
    "del": ("{first}del{old}", "{place}del{old}", "{first}del{size}"),
    "ins": ("{first}ins{new}", "{place}ins{new}"),
    "dup": ("{place}dup{old}", "{place}dup"),
    "delins": ("{place}del{old}ins{new}", "{place}delins{new}", "{first}del{old}ins{new}"),
    "inv": ("{place}inv",),
}


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the names of a change by an older numbering, each with its gene and without; and those people gave it."""
    match projection:
        case NamedProjection():
            return (Name(projection.name, "legacy", None),)
        case LegacyProjection(stated=StatedEdit() as edit):
            return _write(projection, spell(_STYLES, edit.kind, take_apart(edit)))
        case LegacyProjection(stated=StatedProtein(edit=change)):
            return _write(projection, _spell_protein(change))
        case _:
            return ()


def _write(projection: LegacyProjection, texts: tuple[str, ...]) -> tuple[Name, ...]:
    name = Name(
        "",
        "legacy",
        "p" if projection.scope == "protein" else "c",
        transcript=projection.transcript.accession,
        tags=(projection.numbering, SHIFTED) if projection.is_shifted else (projection.numbering,),
        scope=projection.scope,
    )
    with_gene = (name.respell(f"{projection.transcript.gene} {text}") for text in texts)
    return (*with_gene, *(name.respell(text, needs="gene") for text in texts))


def _spell_protein(change: ProteinEdit) -> tuple[str, ...]:
    """Spell a protein change; in one-letter code with `p.` alone where its letters could be bases (`A30T`)."""
    three, one = write_edit(change), write_edit(change, "one")
    plain = (three,) if {change.first_residue, change.inserted} <= set("ACGT") else (one, three)
    return (*plain, f"p.{one}", f"p.{three}")
