"""Whether the ways in which a text states a change make one change: `c.494C>A (p.Pro165Gln)`.

Protein changes are compared by the residues they make, so that parentheses, one- or three-letter codes and other
spellings of one change do not matter; of a frameshift or extension only what is stated is compared. Where the protein
cannot be predicted, or what is named is not held, nothing can be said against the text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import Allele
from synonymizer.errors import MismatchError, UnsupportedError, VariantError
from synonymizer.model import EventProjection, ProteinProjection, TranscriptProjection
from synonymizer.normalize import normalize_allele
from synonymizer.resolve import resolve
from synonymizer.spelling.residues import write_edit
from synonymizer.statements import Hints, Issue, StatedProtein

if TYPE_CHECKING:
    from synonymizer.model import Candidate, Options, Projection
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression, ProteinEdit


class Contradiction(NamedTuple):
    """What is wrong with a second statement of a text, and what that one means by itself, if it fits at all."""

    issue: Issue
    expression: Expression
    candidate: Candidate | None = None


def find_contradictions(
    expression: Expression,
    candidate: Candidate,
    projections: tuple[Projection, ...],
    reference: Reference,
    options: Options,
) -> tuple[Contradiction, ...]:
    """Return the statements beside an expression that do not make the change that was read."""
    found = []
    for other in expression.beside:
        stated = complete(other, expression)
        protein = stated.stated.edit if isinstance(stated.stated, StatedProtein) else None
        if protein is None:
            contradiction = _compare_alleles(stated, candidate, reference, options)
        else:
            stated = _name_version(stated, candidate)
            contradiction = _compare_proteins(stated, protein, candidate, projections, reference, options)
        if contradiction is not None:
            found.append(contradiction)
    return tuple(found)


def complete(other: Expression, expression: Expression) -> Expression:
    """Return a statement beside an expression with the references of that, where it has none of its own."""
    hints = other.hints
    if hints.reference or hints.transcript or hints.protein or hints.gene:
        return other
    return replace(other, hints=expression.hints)


def _name_version(expression: Expression, candidate: Candidate) -> Expression:
    """Return a statement with the version of its transcript that was read instead of it, where one was (W2015)."""
    stated, read = expression.hints.transcript, candidate.transcript
    if not any(issue.code == "W2015" for issue in candidate.issues) or stated is None or read is None:
        return expression
    if stated.partition(".")[0] != read.partition(".")[0]:
        return expression
    return replace(expression, hints=replace(expression.hints, transcript=read))


def describe_fit(expression: Expression, reference: Reference, options: Options) -> str:
    """Return the sentence that names the first statement beside an expression that fits, "" when none does."""
    for other in expression.beside:
        try:
            fit = resolve(complete(other, expression), reference, options)[0]
        except VariantError:
            continue
        return f"What the text states beside it does fit: {fit.why[0]}."
    return ""


def _compare_alleles(
    other: Expression, candidate: Candidate, reference: Reference, options: Options
) -> Contradiction | None:
    """Compare a second description of the DNA, which must be the very allele."""
    try:
        found = resolve(other, reference, options)
    except MismatchError as error:
        message = f"The text states the change twice, and the second description does not fit: {error.message}"
        return Contradiction(Issue("W3003", "warning", message), other)
    except VariantError:
        return None
    keys = {_identify(one, reference) for one in found}
    if None in keys or _identify(candidate, reference) in keys:
        return None
    message = "The text states the change twice, and the two descriptions are two changes. Check which was meant."
    return Contradiction(Issue("W3003", "warning", message), other, found[0])


def _identify(candidate: Candidate, reference: Reference) -> str | None:
    return normalize_allele(candidate.change, reference).key if isinstance(candidate.change, Allele) else None


def _compare_proteins(
    other: Expression,
    edit: ProteinEdit,
    candidate: Candidate,
    projections: tuple[Projection, ...],
    reference: Reference,
    options: Options,
) -> Contradiction | None:
    """Compare a protein change with the one that the DNA makes on the same transcript."""
    made = _find_carrier(other.hints, candidate, projections)
    if made is None or agrees(edit, made.protein, reference.geometry.protein(made.transcript)):
        return None
    hints = other.hints
    if not (hints.protein or hints.transcript or hints.gene):  # a genomic name beside it
        other = replace(other, hints=replace(hints, reference=None, transcript=made.transcript.accession))
    meant: Candidate | None = None
    try:
        meant = resolve(other, reference, options)[0]
    except UnsupportedError:
        instead = "is another"
    except VariantError as error:
        instead = f"does not fit: {error.message.removesuffix('.')}"
    else:
        instead = f"is made by {meant.change.spdi}" if isinstance(meant.change, Allele) else "is another change"
    makes = "leaves the protein as it is" if made.protein is None else f"makes p.({write_edit(made.protein)})"
    message = (
        f"On {made.transcript.accession} the DNA change {makes}, and the stated p.{write_edit(edit)} {instead}. "
        "Check which of the two was meant."
    )
    return Contradiction(Issue("W3003", "warning", message), other, meant)


def _find_carrier(
    hints: Hints, candidate: Candidate, projections: tuple[Projection, ...]
) -> TranscriptProjection | None:
    """Return the change on the transcript a protein statement is about: the one it names, or the one read.

    Where neither is, it is the first that codes.
    """
    accession = hints.protein or hints.transcript or candidate.transcript
    for projection in projections:
        if isinstance(projection, TranscriptProjection) and projection.transcript.cds is not None:
            carrier = projection.transcript
            named = {carrier.protein, *carrier.protein_synonyms, carrier.accession, *carrier.synonyms}
            if accession in named or (accession is None and hints.gene in {None, carrier.gene}):
                return projection
    return None


def find_made(projection: Projection) -> tuple[Transcript, ProteinEdit | None] | None:
    """Return the transcript of a projection and the protein change made there; None where it tells of no protein.

    A protein that stays as it is has the change None.
    """
    match projection:
        case ProteinProjection(transcript=transcript, edit=edit):
            return transcript, edit
        case TranscriptProjection(transcript=transcript, protein=edit) if transcript.cds is not None:
            return transcript, edit
        case EventProjection(transcript=transcript, protein=edit) if transcript is not None and edit is not None:
            return transcript, edit
        case _:
            return None


def agrees(stated: ProteinEdit, made: ProteinEdit | None, residues: str) -> bool:
    """Whether a stated protein change is the one made of a protein, or may be where that is not known."""
    if stated.kind == "unknown" or (made is not None and made.kind == "unknown"):
        return True
    if made is None or made.kind == "identity":
        return stated.kind == "identity" or _apply(stated, residues) == residues
    if stated.first < 0 or made.first < 0:
        return stated.kind == made.kind
    if made.kind == "start_lost":
        return stated.first == 0
    if made.kind in {"frameshift", "extension"}:
        return _reads_alike(stated, made)
    return _apply(stated, residues) == _apply(made, residues)


def _reads_alike(stated: ProteinEdit, made: ProteinEdit) -> bool:
    """Whether all that is stated of a frameshift or extension is so: its residue, the new one, and the stop."""
    return (
        (stated.kind, stated.first) == (made.kind, made.first)
        and stated.first_residue in {"", made.first_residue}
        and stated.inserted in {"", made.inserted}
        and (not stated.stop_stated or stated.stop == made.stop)
    )


def _apply(edit: ProteinEdit, residues: str) -> str | None:
    """Return the protein with a change made, up to its stop; None for a change that cannot be made by itself."""
    old = residues[edit.first : edit.last + 1]
    match edit.kind:
        case "sub" | "delins":
            new = edit.inserted
        case "del":
            new = ""
        case "dup":
            new = old + old
        case "ins":
            new = old[:1] + edit.inserted + old[1:]
        case "identity":
            new = old
        case _:
            return None
    made = residues[: edit.first] + new + residues[edit.last + 1 :]
    return made[: made.find("*") + 1] if "*" in made else made
