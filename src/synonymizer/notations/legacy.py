"""Writes the names of the literature that count by older rules: `CFTR 621+1G>T`, `IVS4+1G>T`, `TTR V30M`.

They are read by the readers of bare changes, of introns and of exons, and by `named`. Sources: the spellings of the
Breast Cancer Information Core (185delAG, 5382insC) and of the Cystic Fibrosis Mutation Database (621+1G->T).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.model import LegacyProjection, Name, NamedProjection
from synonymizer.spelling.points import write_point
from synonymizer.spelling.residues import write_edit
from synonymizer.statements import StatedEdit, StatedExons, StatedNumbered, StatedProtein

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.statements import Point

MOST_BASES = 20
"""How many bases such a name spells out."""

_EVENTS = {"del": "deletion", "dup": "duplication", "inv": "inversion"}


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the names of a change by an older numbering, and those people gave it; each with its gene, and without.

    A name without its gene needs it, and a protein change in one-letter code that could be one of bases (`A30T`) is
    written in three-letter code alone.
    """
    match projection:
        case NamedProjection():
            return (Name(projection.name, "legacy", None),)
        case LegacyProjection():
            return _write(projection)
        case _:
            return ()


def _write(projection: LegacyProjection) -> tuple[Name, ...]:
    transcript = projection.transcript
    name = Name(
        "",
        "legacy" if projection.numbering else "literature",
        "p" if projection.scope == "protein" else "c" if projection.scope == "allele" else None,
        transcript=transcript.accession,
        tags=(projection.numbering,) if projection.numbering else transcript.tags,
        scope=projection.scope,
    )
    texts = _spell(projection)
    with_gene = [name.respell(f"{transcript.gene} {text}") for text in texts]
    return (*with_gene, *(name.respell(text, needs="gene") for text in texts))


def _spell(projection: LegacyProjection) -> tuple[str, ...]:
    match projection.stated:
        case StatedEdit() as edit:
            return _spell_edit(edit, write_point(edit.first), write_point(edit.last))
        case StatedNumbered(label=label, stated=StatedEdit() as edit):
            first, last = (_write_in_intron(point) for point in (edit.first, edit.last))
            return tuple(f"IVS{label}{text}" for text in _spell_edit(edit, first, last))
        case StatedNumbered():
            return ()
        case StatedProtein(edit=change):
            three, one = write_edit(change), write_edit(change, "one")
            return (three,) if {change.first_residue, change.inserted} <= set("ACGT") else (one, three)
        case StatedExons(first=one, last=other, kind=kind):
            return (f"exon {one} {_EVENTS[kind]}",) if one == other else (f"exons {one}-{other} {_EVENTS[kind]}",)


def _spell_edit(edit: StatedEdit, first: str, last: str) -> tuple[str, ...]:
    """Spell an edit whose ends are written: with all its bases, as a number of them means nothing by itself."""
    deleted, inserted = edit.deleted or "", edit.inserted
    if max(len(deleted), len(inserted)) > MOST_BASES:
        return ()
    match edit.kind:
        case "sub":
            return (f"{first}{deleted}>{inserted}", f"{first}{deleted}->{inserted}")
        case "del":
            return (
                (f"{first}del{deleted}",) if first == last else (f"{first}del{deleted}", f"{first}_{last}del{deleted}")
            )
        case "ins":
            return (f"{first}ins{inserted}", f"{first}_{last}ins{inserted}")
        case "dup" | "delins" | "inv" | "identity":
            return ()


def _write_in_intron(point: Point) -> str:
    return f"+{point.base + 1}" if point.datum == "part_start" else str(point.base)
