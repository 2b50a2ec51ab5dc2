"""Protein changes: check the residues, then list the DNA changes that make the change within the codons it names."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.codons import back_translate, to_three
from synonymizer.consequence import predict_protein
from synonymizer.edits import trim
from synonymizer.errors import (
    MismatchError,
    NoProtein,
    OutOfRange,
    ResidueMismatch,
    UnsupportedNotation,
)
from synonymizer.lift import lift_from_frame
from synonymizer.model import Candidate, ProteinChange
from synonymizer.resolve.diagnose import diagnose_protein
from synonymizer.resolve.known import is_known
from synonymizer.resolve.lookup import newest, tiers, title
from synonymizer.resolve.transcripts import identity
from synonymizer.statements import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import Options
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference
    from synonymizer.resolve.lookup import Tier
    from synonymizer.statements import Hints, ProteinEdit


def resolve_protein(edit: ProteinEdit, hints: Hints, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Return the DNA alleles that make a protein change within the codons it names, fewest changed bases first.

    These are other codons of a substituted residue, and the ways to lose the codons of deleted ones. Alleles with a
    public identifier come first among those that change equally many bases. A change that many DNA changes may make (an
    insertion, a frameshift, an extension) is returned as the protein change itself.

    Raises:
        NoProtein: when what is named has no protein.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when no protein has the stated residues.
    """
    if edit.first < 0:
        raise UnsupportedNotation(
            "The name states no change of a residue (p.?, p.0, p.(=)), and many variants share it. Give the DNA change."
        )
    fits, lower, issues = fit_protein(edit, hints, reference, options)
    return _choose(edit, fits, lower, issues, reference)


def fit_protein(
    edit: ProteinEdit, hints: Hints, reference: Reference, options: Options
) -> tuple[Tier, Tier, tuple[Issue, ...]]:
    """Return the transcripts of the first tier whose protein has the stated residues, and those of lower tiers.

    Raises:
        NoProtein: when what is named has no protein.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when no protein has the stated residues; the sentence says what would.
    """
    ranked, issues = _tiers(hints, reference, options)
    failure: MismatchError | None = None
    for level, tier in enumerate(ranked):
        fits = []
        for transcript in tier:
            try:
                _check(edit, transcript, reference)
            except MismatchError as error:
                failure = failure or error
            else:
                fits.append(transcript)
        if fits:
            return tuple(fits), tuple(chain.from_iterable(ranked[level + 1 :])), issues
    assert failure is not None
    hint = diagnose_protein(edit, ranked[0][0], reference) if options.surveys else ""
    raise type(failure)(f"{failure.message} {hint}") if hint else failure


def _tiers(hints: Hints, reference: Reference, options: Options) -> tuple[tuple[Tier, ...], tuple[Issue, ...]]:
    if hints.protein is None:
        ranked, issues = tiers(hints, reference, options, coding=True)
        if ranked[0][0].cds is None:
            raise NoProtein(f"{ranked[0][0].accession} does not code for a protein. Name a coding transcript.")
        return ranked, issues
    notes: tuple[Issue, ...] = ()
    found = reference.transcripts_of_protein(hints.protein)
    if not found:
        name, notes = newest(hints.protein, reference)
        found = reference.transcripts_of_protein(name)
    if not found:
        raise NoProtein(f"{hints.protein} is no protein of the reference data in use. Check the accession.")
    return (found,), notes


def _check(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> None:
    """Check that the stated residues are those of the transcript's protein."""
    residues = reference.geometry.protein(transcript)
    label = transcript.protein or transcript.accession
    for index, residue in ((edit.first, edit.first_residue), (edit.last, edit.last_residue)):
        if index < 0:
            continue
        if index >= len(residues):
            raise OutOfRange(
                f"{label} has {len(residues.rstrip('*')):,} residues; position {index + 1:,} is not one of them. "
                f"Check the position and the isoform.{_suggest_bases(edit)}"
            )
        if residue and residues[index] != residue and residue != "X":
            raise ResidueMismatch(
                f"{label}:p.{index + 1} is {to_three(residues[index])} in the reference, not {to_three(residue)}. "
                "Check the position and the isoform."
            )


def _complete(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> ProteinEdit:
    """Return a change with the residues at its places, which a text need not state (`47fs`, `Δ508`)."""
    residues = reference.geometry.protein(transcript)
    first, last = edit.first_residue or residues[edit.first], edit.last_residue or residues[edit.last]
    return replace(edit, first_residue=first, last_residue=last)


def _suggest_bases(edit: ProteinEdit) -> str:
    """Return what a substitution whose residues are spelled like bases may mean instead."""
    if edit.kind != "sub" or not set(edit.first_residue + edit.inserted) <= set("ACGT"):
        return ""
    return f" If a change of bases is meant, write c.{edit.first + 1}{edit.first_residue}>{edit.inserted}."


def _choose(
    edit: ProteinEdit,
    fits: Tier,
    lower: Tier,
    issues: tuple[Issue, ...],
    reference: Reference,
) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    for transcript in fits:
        whole = _complete(edit, transcript, reference)
        carrier = f"{transcript.protein} of {title(transcript)}{', as stated' if edit.first_residue else ''}"
        why = f"residue {edit.first + 1} is {to_three(whole.first_residue)} on {carrier}"
        for allele in _dna_alleles(whole, transcript, reference):
            candidate = Candidate(allele, (why,), transcript.gene, transcript.accession, "protein", issues)
            found.setdefault(identity(allele, reference), candidate)
    if not found:
        return (_protein_only(_complete(edit, fits[0], reference), fits[0], issues),)
    elsewhere = _count_elsewhere(edit, lower, set(found), reference)
    if elsewhere:
        message = (
            f"The residue also fits {elsewhere} transcript(s) of lower rank at other places, which were not used. "
            "Name the transcript or protein if one of them is meant."
        )
        issue = Issue("W3002", "warning", message)
        found = {key: replace(value, issues=(*value.issues, issue)) for key, value in found.items()}
    return tuple(
        candidate for _, candidate in sorted(found.items(), key=lambda item: _rank(item[0], item[1], reference))
    )


def _rank(key: str, candidate: Candidate, reference: Reference) -> tuple[int, bool, str]:
    """Rank by changed bases, then alleles with a public identifier, then alphabetically."""
    allele = candidate.change
    assert isinstance(allele, Allele)
    pairs = zip_longest(allele.deleted, allele.inserted)
    return sum(old != new for old, new in pairs), not is_known(key, reference), allele.inserted


def _count_elsewhere(edit: ProteinEdit, lower: tuple[Transcript, ...], keys: set[str], reference: Reference) -> int:
    count = 0
    for transcript in lower:
        try:
            _check(edit, transcript, reference)
        except MismatchError:
            continue
        alleles = _dna_alleles(_complete(edit, transcript, reference), transcript, reference)
        if alleles and not any(identity(allele, reference) in keys for allele in alleles):
            count += 1
    return count


def _dna_alleles(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> list[Allele]:
    """Return the alleles, placed on the genome, that make the stated change within the codons it names."""
    frame = reference.geometry.main_frame(transcript)
    alleles = []
    for start, deleted, inserted in _spliced_edits(edit, transcript, reference):
        first = frame.find(start, 0)
        if frame.find(start + len(deleted) - 1, 0) != first + len(deleted) - 1:
            continue  # the changed bases lie on both sides of an intron: not one edit of DNA
        line = Allele(transcript.accession, first, first + len(deleted), deleted, inserted)
        placed = lift_from_frame(reference, line, transcript, frame)
        if placed is not None:
            alleles.append(placed)
    return alleles


def _spliced_edits(edit: ProteinEdit, transcript: Transcript, reference: Reference) -> Iterator[tuple[int, str, str]]:
    """Yield (start, deleted, inserted) on the spliced transcript: other codons of one residue, or whole codons lost."""
    cds = transcript.cds
    assert cds is not None
    bases = reference.geometry.spliced(transcript)
    start = cds.start + 3 * edit.first
    if edit.kind in {"sub", "identity"} and 0 <= edit.first == edit.last and start + 3 <= len(bases):
        codon = bases[start : start + 3]
        residue = edit.inserted if edit.kind == "sub" else reference.geometry.protein(transcript)[edit.first]
        for other in back_translate(residue, transcript.code):
            offset, deleted, inserted = trim(start, codon, other)
            if deleted:
                yield offset, deleted, inserted
    elif edit.kind == "del":
        wanted = replace(edit, predicted=True)
        size = 3 * (edit.last - edit.first + 1)
        for place in range(max(start - 2, 0), start + 3):
            made = predict_protein(
                bases, cds, place, place + size, "", code=transcript.code, exceptions=transcript.exceptions
            )
            if made == wanted:
                yield place, bases[place : place + size], ""


def _protein_only(edit: ProteinEdit, transcript: Transcript, issues: tuple[Issue, ...]) -> Candidate:
    protein = transcript.protein or transcript.accession
    message = (
        f"Many DNA changes can make this change of {protein}; none is listed. Give the DNA change to get its names."
    )
    return Candidate(
        ProteinChange(transcript.accession, protein, edit),
        (f"the stated residues are those of {protein} of {title(transcript)}",),
        transcript.gene,
        transcript.accession,
        "protein",
        (*issues, Issue("W4005", "warning", message)),
    )
