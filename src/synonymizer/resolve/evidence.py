"""Which meaning of a text comes first: the evidence for each, weighed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.alleles import Allele
from synonymizer.errors import RegionNotHeld, UnknownAccession
from synonymizer.resolve.known import is_known
from synonymizer.resolve.lookup import get_tier
from synonymizer.resolve.transcripts import identity
from synonymizer.statements import Issue, StatedAllele, StatedEdit, StatedNumbered, StatedPlace, StatedProtein

if TYPE_CHECKING:
    from synonymizer.model import Candidate, Options
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression, Statement


class Meaning(NamedTuple):
    """An expression and one thing it can mean."""

    expression: Expression
    candidate: Candidate


class Weight(NamedTuple):
    """The evidence for a meaning, the lower the better; what comes first decides."""

    unnamed: bool
    stated: int
    unknown: bool
    bare: bool
    unlikely: bool
    order: int


Group = tuple[Meaning, ...]
"""Meanings that are weighed together: one allele, or the DNA changes that make one protein change."""


def rank(
    found: list[tuple[Expression, tuple[Candidate, ...]]], reference: Reference, options: Options
) -> tuple[tuple[Meaning, ...], tuple[Issue, ...]]:
    """Put the meanings of all expressions of a text in order, best first, and say what was left out.

    A name published for one variant; then most stated bases and residues that fit; then an allele that a public
    identifier points at; then a text with the letter of its axis; then the likelier numbering; then the order of the
    readers. The DNA changes of a protein change stay together, in the order they have among themselves,
    and count as the first of them.

    Meanings counted as today on transcripts of lower rank than another's are chance (product rule "Which reading").
    """
    groups = [group for expression, candidates in found for group in _group(expression, candidates)]
    if len(groups) == 1:
        return groups[0], ()
    kept, issues = _drop_chance(groups, reference, options)
    weighed = []
    for order, group in enumerate(kept):
        expression, first = group[0]
        is_first_known = _is_known(first, reference)
        weight = Weight(
            unnamed=expression.notation != "named",
            stated=-_count_stated(expression.stated),
            unknown=not is_first_known,
            bare=_is_bare(expression.stated),
            unlikely=bool(first.numbering) is not _expects_older(expression.stated),
            order=order,
        )
        weighed.append((weight, _credit(group) if is_first_known else group))
    return tuple(meaning for _, group in sorted(weighed) for meaning in group), issues


def _group(expression: Expression, candidates: tuple[Candidate, ...]) -> list[Group]:
    groups: dict[tuple[str, int], list[Meaning]] = {}
    for place, candidate in enumerate(candidates):
        is_one_of_many = candidate.scope in {"protein", "position"}
        together = (candidate.numbering, -1 if is_one_of_many else place)
        groups.setdefault(together, []).append(Meaning(expression, candidate))
    return [tuple(group) for group in groups.values()]


def _drop_chance(groups: list[Group], reference: Reference, options: Options) -> tuple[list[Group], tuple[Issue, ...]]:
    """Leave out what was counted as today on a transcript of lower rank than another meaning's."""
    tiers = [_find_tier(group[0].candidate, reference, options) for group in groups]
    best = min(tiers)
    kept = [group for group, tier in zip(groups, tiers, strict=True) if tier == best or group[0].candidate.numbering]
    if len(kept) == len(groups):
        return kept, ()
    message = (
        f"The text also fits {len(groups) - len(kept)} other place(s) on transcripts of lower rank, which were not "
        "used. Name the transcript if one of them is meant."
    )
    return kept, (Issue("W3002", "warning", message),)


def _find_tier(candidate: Candidate, reference: Reference, options: Options) -> int:
    transcript = reference.find_transcript(candidate.transcript) if candidate.transcript else None
    return 0 if transcript is None else get_tier(transcript, options)


def _is_known(candidate: Candidate, reference: Reference) -> bool:
    change = candidate.change
    if not isinstance(change, Allele):
        return False
    try:
        return is_known(identity(change, reference), reference)
    except (RegionNotHeld, UnknownAccession):
        return False


def _credit(group: Group) -> Group:
    """Say of the first meaning of a group that it is a known variant, which weighs when there are others."""
    expression, first = group[0]
    why = (*first.why, "a public identifier points at this very allele")
    return (Meaning(expression, replace(first, why=why)), *group[1:])


def _count_stated(stated: Statement) -> int:
    """Count the bases and residues of the reference that a text states, all of which fit where it has a meaning."""
    match stated:
        case StatedEdit() | StatedAllele():
            return len(stated.deleted or "")
        case StatedProtein(edit=edit):
            return len(edit.first_residue) + (len(edit.last_residue) if edit.last > edit.first else 0)
        case StatedPlace():
            return len(stated.letters)
        case StatedNumbered():
            return _count_stated(stated.stated)
        case _:
            return 0


def _expects_older(stated: Statement) -> bool:
    """Whether an author is likelier to have counted by an older rule: a DNA position without the letter of today's.

    The letter c. came with the nomenclature that counts from the start codon (den Dunnen and Antonarakis, Hum Genet
    2001;109:121-124); residues are counted without a letter to this day.
    """
    return isinstance(stated, StatedEdit) and stated.is_bare


def _is_bare(stated: Statement) -> bool:
    if isinstance(stated, StatedNumbered):
        return _is_bare(stated.stated)
    return isinstance(stated, StatedEdit | StatedProtein | StatedPlace) and stated.is_bare
