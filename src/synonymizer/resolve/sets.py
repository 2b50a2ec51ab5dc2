"""Several statements in one name: changes of one molecule, of two, of one or the other, or of some cells.

Source: HGVS nomenclature 21.0, DNA/alleles, RNA/alleles, protein/alleles, DNA/other (mosaic, chimeric). What a name
says of the other copy or of other cells (`[a];[=]`, `=/a`) describes the carrier; it is the state of the reading.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, assert_never

from synonymizer.errors import UnsupportedNotation, VariantError
from synonymizer.model import AlleleSet, Candidate, ProteinChange
from synonymizer.normalize import normalize
from synonymizer.resolve.lookup import tiers
from synonymizer.statements import Hints, Issue, StatedEdit, StatedProtein, StatedSet, StatedWhole

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.model import Options, Scope
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression

    Resolve = Callable[[Expression], tuple[Candidate, ...]]

MOST_MEANINGS = 16
"""The most meanings that the members of a set may have together."""

_OTHER_COPY = {
    "same": "heterozygous",
    "identity": "heterozygous",
    "unknown": "other allele unknown",
    "absent": "other allele absent",
    "none": "other allele absent",
}
"""What a statement about the whole of one copy says of the carrier, by its state or its kind of protein change."""


def resolve_set(
    stated: StatedSet, hints: Hints, reference: Reference, options: Options, resolve: Resolve
) -> tuple[Candidate, ...]:
    """Return the meanings of a set.

    Args:
        stated: the set.
        hints: what the whole name says of its place; a member's own hints go before them.
        reference: the reference data.
        options: for the order of transcripts.
        resolve: resolves a member whose hints are complete.

    Raises:
        ResolveError: when a member refers to something unknown or not held.
        MismatchError: when a member does not fit the reference.
        UnsupportedError: when a member, or the set, is not computed with.
    """
    members = tuple(replace(member, hints=_complete(member.hints, hints)) for member in stated.members)
    match stated.relation:
        case "choice":
            return _choose(members, resolve)
        case "mosaic" | "chimeric":
            return _resolve_cells(members, stated.relation, resolve)
        case "together":
            raise UnsupportedNotation(
                "The name gives several messages of one allele, and not the change of the DNA that makes them. "
                "Give the DNA change, or one message by itself."
            )
        case "cis" | "trans" | "unknown":
            return _combine(stated, members, reference, options, resolve)
        case _:
            assert_never(stated.relation)


def _complete(own: Hints, hints: Hints) -> Hints:
    """Return the hints of a member: its own where it names a place, else those of the whole name."""
    if own.reference or own.transcript or own.protein or own.gene:
        return replace(own, assembly=own.assembly or hints.assembly)
    return hints


def _choose(members: tuple[Expression, ...], resolve: Resolve) -> tuple[Candidate, ...]:
    """Return the meanings of every alternative that fits, in their order."""
    found: list[Candidate] = []
    failures: list[VariantError] = []
    for member in members:
        try:
            found.extend(_credit(member, resolve(member)))
        except VariantError as error:
            failures.append(error)
    if not found:
        raise failures[0]
    notes = tuple(Issue(error.code, "warning", error.message) for error in failures)
    return tuple(
        replace(one, scope="position" if one.scope == "allele" else one.scope, issues=one.issues + notes)
        for one in found
    )


def _credit(member: Expression, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Return the meanings of a member with what was repaired in its text."""
    return tuple(replace(candidate, issues=member.issues + candidate.issues) for candidate in found)


def _resolve_cells(members: tuple[Expression, ...], state: str, resolve: Resolve) -> tuple[Candidate, ...]:
    changing = [member for member in members if not _is_unchanged(member)]
    if len(changing) > 1:
        raise UnsupportedNotation(
            "The name gives several changes of different cells. Give each by itself, as in c.85=/T>C."
        )
    found = [_credit(member, resolve(member)) for member in members if not isinstance(member.stated, StatedWhole)]
    index = members.index(changing[0]) if changing and len(found) == len(members) else -1
    return tuple(replace(candidate, state=state) for candidate in found[index])


def _is_unchanged(member: Expression) -> bool:
    """Whether a member says that its bases or residues are those of the reference."""
    match member.stated:
        case StatedEdit(kind=kind):
            return kind == "identity"
        case StatedProtein(edit=edit):
            return edit.kind == "identity"
        case StatedWhole(state=state):
            return state == "same"
        case StatedSet(members=members):
            return all(_is_unchanged(inner) for inner in members)
        case _:
            return False


def _combine(
    stated: StatedSet, members: tuple[Expression, ...], reference: Reference, options: Options, resolve: Resolve
) -> tuple[Candidate, ...]:
    """Combine members that are there together, and take what is said of the other copy as the carrier's state."""
    states = []
    if stated.relation == "trans":
        states = [_OTHER_COPY[whole] for member in members if (whole := _find_whole(member)) in _OTHER_COPY]
        members = tuple(member for member in members if _find_whole(member) is None)
    if not members:
        raise UnsupportedNotation("The name states no change of any copy, so there is nothing to name.")
    found = _resolve_members(members, reference, options, resolve)
    if stated.relation == "trans":
        changing = tuple(member for member in members if not _is_unchanged(member)) or members
        states += ["heterozygous"] * (len(members) - len(changing))
        if len(changing) > 1 and len({member.stated for member in changing}) == 1:
            states, changing = ["homozygous"], changing[:1]
        found = [meanings for member, meanings in zip(members, found, strict=True) if member in changing]
        if len(changing) == 1:  # one change of one copy: all that it may mean alone
            found = [_credit(changing[0], resolve(changing[0]))]
    if prod(len(meanings) for meanings in found) > MOST_MEANINGS:
        raise UnsupportedNotation(
            f"The changes of this set have more than {MOST_MEANINGS} meanings together. "
            "Name the transcript, or give each change by itself."
        )
    return tuple(_join(stated, parts, "; ".join(dict.fromkeys(states)), reference) for parts in product(*found))


def _find_whole(member: Expression) -> str | None:
    """Return what a member says of its whole copy (`[=]`, `[?]`, `[0]`), None where it states a place."""
    match member.stated:
        case StatedWhole(state=state):
            return state
        case StatedProtein(edit=edit) if edit.first < 0:
            return edit.kind
        case _:
            return None


def _resolve_members(
    members: tuple[Expression, ...], reference: Reference, options: Options, resolve: Resolve
) -> list[tuple[Candidate, ...]]:
    """Resolve members on one transcript where they name a gene alone, else each as it says."""

    def attempt(hints: Hints | None) -> list[tuple[Candidate, ...]]:
        return [_resolve_member(m if hints is None else replace(m, hints=hints), reference, resolve) for m in members]

    shared = members[0].hints
    is_one_gene = all(member.hints == shared for member in members) and shared.gene and not shared.transcript
    failure: VariantError | None = None
    try:
        found = attempt(None)
        if not is_one_gene or len({meanings[0].transcript for meanings in found}) == 1:
            return found
    except VariantError as error:
        if not is_one_gene:
            raise
        failure = error
    ranked, _ = tiers(shared, reference, options, coding=False)
    for transcript in (transcript for tier in ranked for transcript in tier):
        try:
            return attempt(Hints(transcript=transcript.accession, assembly=shared.assembly))
        except VariantError as error:
            failure = failure or error
    assert failure is not None
    raise failure


def _resolve_member(member: Expression, reference: Reference, resolve: Resolve) -> tuple[Candidate, ...]:
    """Resolve a member; one of a protein stays what it says of the protein, and is not traced back to DNA."""
    found = _credit(member, resolve(member))
    stated = member.stated
    best = found[0]
    if not isinstance(stated, StatedProtein) or isinstance(best.change, ProteinChange) or best.transcript is None:
        return found
    transcript = reference.find_transcript(best.transcript)
    protein = transcript.protein if transcript is not None and transcript.protein else best.transcript
    return (replace(best, change=ProteinChange(best.transcript, protein, stated.edit), scope="protein"),)


def _join(stated: StatedSet, parts: tuple[Candidate, ...], state: str, reference: Reference) -> Candidate:
    """Return one meaning of a set from one meaning of each member; the same change on both copies is that change."""
    if len(parts) > 1 and stated.relation == "trans" and len({normalize(p.change, reference).key for p in parts}) == 1:
        state, parts = "homozygous", parts[:1]
    issues = tuple(dict.fromkeys(issue for part in parts for issue in part.issues))
    if len(parts) == 1:
        return replace(parts[0], state=state or parts[0].state, issues=issues)
    genes, transcripts = {part.gene for part in parts}, {part.transcript for part in parts}
    return Candidate(
        AlleleSet(tuple(part.change for part in parts), stated.relation),
        tuple(dict.fromkeys(why for part in parts for why in part.why)),
        parts[0].gene if len(genes) == 1 else None,
        parts[0].transcript if len(transcripts) == 1 else None,
        _widest({part.scope for part in parts}),
        issues,
        state,
    )


def _widest(scopes: set[Scope]) -> Scope:
    """Return the scope of a set: of alleles alone it is an allele, else what its vaguest member is."""
    order: tuple[Scope, ...] = ("category", "position", "protein", "exon", "allele")
    return next(scope for scope in order if scope in scopes)
