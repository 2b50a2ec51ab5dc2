"""Residues replaced at interbase places of a protein, as VRS states them: the protein change that this is.

Source: HGVS nomenclature 21.0, recommendations/general: of equal descriptions the one nearest the C-terminus is used;
protein/duplication: a copy right behind the original is a duplication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.edits import Letters, slide
from synonymizer.resolve.proteins import fit_protein, resolve_protein
from synonymizer.statements import ProteinEdit

if TYPE_CHECKING:
    from synonymizer.model import Candidate, Options
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints, ProteinKind, StatedAllele


def resolve_residue_allele(
    stated: StatedAllele, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the meanings of residues replaced on the protein that the hints name.

    Raises:
        ResolveError: when the protein is unknown.
        MismatchError: when it has no such place.
        UnsupportedError: when nothing is stated to change.
    """
    place = ProteinEdit("identity", min(stated.start, stated.end - 1), max(stated.start, stated.end - 1))
    fits, _, _ = fit_protein(place, hints, reference, options)
    edit = describe_edit(reference.geometry.protein(fits[0]), stated.start, stated.end, stated.inserted)
    return resolve_protein(edit, hints, reference, options)


def describe_edit(residues: str, start: int, end: int, inserted: str) -> ProteinEdit:
    """Return residues replaced at an interbase place as the nomenclature describes them.

    >>> describe_edit("MFFK", 1, 3, "F") == ProteinEdit("del", 2, 2, "F", "F")
    True
    >>> describe_edit("MFFK", 1, 3, "FFF") == ProteinEdit("dup", 2, 2, "F", "F")
    True
    """

    def on(kind: ProteinKind, first: int, last: int, new: str = "") -> ProteinEdit:
        return ProteinEdit(kind, first, last, residues[first : first + 1], residues[last : last + 1], new)

    if residues[start:end] == inserted:
        return on("identity", start, end - 1)
    moved = slide(Letters("", residues), start, residues[start:end], inserted)
    start, lost, gained = moved.at(moved.right)
    last = start + len(lost) - 1
    if not gained:
        return on("del", start, last)
    if not lost:
        is_copy = residues[:start].endswith(gained)
        return on("dup", start - len(gained), start - 1) if is_copy else on("ins", start - 1, start, gained)
    return on("sub" if len(lost) == 1 == len(gained) else "delins", start, last, gained)
