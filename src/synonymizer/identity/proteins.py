"""Whether two changes make one protein change.

Proteins are told apart by their residues, so that records of one protein count as one; what a frameshift or extension
leaves unstated is not held against it. A change that may alter splicing makes no known protein (HGVS nomenclature 21.0,
protein: p.?).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.agreement import agrees, find_made
from synonymizer.errors import VariantError
from synonymizer.identity.findings import Finding
from synonymizer.model import SetProjection
from synonymizer.normalize import Normal
from synonymizer.project import project
from synonymizer.spelling.residues import write_edit
from synonymizer.statements import ProteinEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.identity.findings import Subject
    from synonymizer.model import Projection, Reading
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference

_UNCHANGED = ProteinEdit("identity")


def list_proteins(reading: Reading, reference: Reference) -> dict[str, tuple[ProteinEdit, ...]]:
    """Return the protein changes of a reading by the residues they are made in, its own transcript first.

    There are several of one protein where the untranslated bases of its transcripts end a new frame at other places. A
    protein that stays as it is has the change "identity". A reading that cannot be projected has none.
    """
    if reading.change is None or reading.key is None:
        return {}
    try:
        projections = project(Normal(reading.change, reading.key), reference)
    except VariantError:
        return {}
    made = sorted(_find_all_made(projections), key=lambda pair: pair[0].accession != reading.transcript)
    found: dict[str, dict[ProteinEdit, None]] = {}
    for transcript, edit in made:
        found.setdefault(reference.geometry.protein(transcript), {})[edit] = None
    return {residues: tuple(edits) for residues, edits in found.items()}


def _find_all_made(projections: Iterable[Projection]) -> Iterator[tuple[Transcript, ProteinEdit]]:
    for projection in projections:
        if isinstance(projection, SetProjection):
            yield from _find_all_made(projection.whole) if projection.whole else _find_joint(projection.members)
            continue
        transcript, edit = find_made(projection) or (None, None)
        if transcript is not None:
            yield transcript, edit or _UNCHANGED


def _find_joint(members: tuple[tuple[Projection, ...], ...]) -> Iterator[tuple[Transcript, ProteinEdit]]:
    """Yield the transcripts that several changes lie on: what they make together is not known."""
    for transcript, _ in _find_all_made(projection for member in members for projection in member):
        yield transcript, ProteinEdit("unknown")


def relate_proteins(one: Subject, other: Subject) -> Finding | None:
    """Compare two changes by the proteins they make, which decides where a text states nothing but a protein.

    Of two changes of DNA it is found only that they make one protein change. None is no finding: there may be no
    protein that both are known on.
    """
    residues = _find_common(one, other)
    is_stated = one.states_protein or other.states_protein
    if residues is None:
        return None
    first, second = _choose(one, other, residues)
    if "unknown" in {first.kind, second.kind}:
        return _miss_effect(one if first.kind == "unknown" else other) if is_stated else None
    if _is_one_change(one, other, residues):
        reason = f"{one} and {other} make one protein change, p.({write_edit(_fuller(first, second))})"
        return Finding("same protein", f"{reason}{_tell_unstated(one, other)}.")
    return _tell_residues_apart(one, other, residues) if is_stated else None


def _find_common(one: Subject, other: Subject) -> tuple[str, str] | None:
    """Return the residues of a protein that both change.

    Where a text states one of a gene, they may be those of two isoforms that are one up to the residue changed.
    """
    for residues in one.proteins:
        if residues in other.proteins:
            return residues, residues
    if not (one.states_protein and other.states_protein and one.reading.gene == other.reading.gene):
        return None
    for residues, (edit, *_) in one.proteins.items():
        for counterpart, (made, *_) in other.proteins.items():
            end = max(edit.last, made.last) + 1
            if residues[:end] == counterpart[:end]:
                return residues, counterpart
    return None


def _choose(one: Subject, other: Subject, residues: tuple[str, str]) -> tuple[ProteinEdit, ProteinEdit]:
    """Return what both make of a protein: of several changes that which is stated, else that on the own transcript."""
    pairs = [(first, second) for first in one.proteins[residues[0]] for second in other.proteins[residues[1]]]
    if one.states_protein is other.states_protein:
        return pairs[0]
    for first, second in pairs:
        if agrees(first, second, residues[0]) if one.states_protein else agrees(second, first, residues[1]):
            return first, second
    return pairs[0]


def _tell_unstated(one: Subject, other: Subject) -> str:
    if one.states_protein is other.states_protein:
        return ", and do not state one change of DNA" if one.states_protein else ", and are different changes of DNA"
    return f"; {one if one.states_protein else other} does not say by which change of DNA"


def _is_one_change(one: Subject, other: Subject, residues: tuple[str, str]) -> bool:
    """Whether all that is stated of a protein is made; two changes of DNA must make one that is no identity."""
    first, second = _choose(one, other, residues)
    forward, backward = agrees(first, second, residues[0]), agrees(second, first, residues[1])
    if one.states_protein is other.states_protein:
        return forward and backward and (one.states_protein or first.kind != "identity")
    return forward if one.states_protein else backward


def _fuller(first: ProteinEdit, second: ProteinEdit) -> ProteinEdit:
    return first if first.inserted or not second.inserted else second


def _miss_effect(subject: Subject) -> Finding:
    reason = f"What {subject} makes of the protein cannot be predicted from the sequence (p.?)."
    return Finding("cannot tell", reason, "the change of DNA that the protein change was seen with")


def _tell_residues_apart(one: Subject, other: Subject, residues: tuple[str, str]) -> Finding:
    first, second = _choose(one, other, residues)
    made = f"{one} makes {_describe(first)}, {other} {_describe(second)}"
    if (
        one.states_protein
        and other.states_protein
        and (agrees(first, second, residues[0]) or agrees(second, first, residues[1]))
    ):
        return Finding("cannot tell", f"{made}, which may be one change.", "all of the new residues of both")
    if first.first >= 0 and second.first >= 0 and first.first <= second.last and second.first <= first.last:
        return Finding("same position", f"{made}, at one place of the protein.")
    return Finding("different", f"{made}.")


def _describe(edit: ProteinEdit) -> str:
    return "no change of the protein" if edit.kind == "identity" and edit.first < 0 else f"p.({write_edit(edit)})"
