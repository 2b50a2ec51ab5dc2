"""Older ways to count: a change as today's numbering reads it, and as each older rule of its gene does.

A text with the letter of its axis (c., p.) is read by today's numbering, and by an older rule only where that does not
fit; one without it, or with one position for an insertion, was as likely counted either way, so both are meanings where
the stated bases or residues fit. A text that names the sequence it counts on, and has the letter, is counted by no
other rule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import MismatchError, VariantError
from synonymizer.placing import describe
from synonymizer.resolve.counting import recount_edit, recount_protein
from synonymizer.resolve.known import is_known
from synonymizer.resolve.lookup import find_current, find_symbol
from synonymizer.resolve.transcripts import identity, resolve_transcript_edit
from synonymizer.statements import Hints, Issue

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.model import Candidate, Options
    from synonymizer.places import LegacyRule
    from synonymizer.reference import Reference
    from synonymizer.statements import Axis, Expression, ProteinEdit, StatedEdit, StatedProtein


def resolve_edit(
    expression: Expression, stated: StatedEdit, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the alleles of an edit of a transcript axis, by today's numbering and then by older rules.

    Raises:
        AxisMismatch: when c. is asked of a transcript that does not code.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when the edit fits by no numbering.
    """
    has_one_flank = any(issue.code == "W1009" for issue in expression.issues)
    letter = _name_letter(expression, stated)

    def attempt(edit: StatedEdit, on: Hints) -> tuple[Candidate, ...]:
        found = resolve_transcript_edit(edit, on, reference, options)
        if has_one_flank:
            found += _insert_before(edit, on, found, reference, options)
        return tuple(replace(candidate, issues=candidate.issues + letter) for candidate in found)

    def count(rule: LegacyRule) -> tuple[Candidate, ...]:
        counted = recount_edit(stated, rule)
        return _credit(attempt(counted, _place(rule, hints, reference)), rule, describe(stated), describe(counted))

    rules = find_rules(hints, stated.axis, reference, is_bare=stated.is_bare)
    return _read_by_rules(lambda: attempt(stated, hints), count, rules, is_bare=stated.is_bare or has_one_flank)


def resolve_residues(
    stated: StatedProtein,
    hints: Hints,
    reference: Reference,
    resolve: Callable[[ProteinEdit, Hints], tuple[Candidate, ...]],
) -> tuple[Candidate, ...]:
    """Return the meanings of a protein change, by today's numbering and then by older rules.

    Args:
        stated: the change, or the residues it leaves as they are.
        hints: what the name says, completed by the options.
        reference: the reference data.
        resolve: gives the meanings of a change counted as today.

    Raises:
        NoProtein: when what is named has no protein.
        ResolveError: when what is named is unknown or not held.
        MismatchError: when the residues fit by no numbering.
    """
    edit = stated.edit

    def count(rule: LegacyRule) -> tuple[Candidate, ...]:
        counted = recount_protein(edit, rule)
        found = resolve(counted, _place(rule, hints, reference))
        return _credit(found, rule, f"p.{edit.first + 1}", f"p.{counted.first + 1}")

    rules = find_rules(hints, "p", reference, is_bare=stated.is_bare) if edit.first >= 0 else ()
    return _read_by_rules(lambda: resolve(edit, hints), count, rules, is_bare=stated.is_bare)


def find_rules(hints: Hints, axis: Axis, reference: Reference, *, is_bare: bool) -> tuple[LegacyRule, ...]:
    """Return the older rules an author may have counted by: those of the gene, on the axis of the text."""
    is_on_sequence = hints.transcript or hints.protein or hints.reference
    gene = find_symbol(hints, reference) if is_bare or not is_on_sequence else None
    return tuple(rule for rule in reference.legacy_rules(gene) if rule.axis == axis) if gene else ()


def _place(rule: LegacyRule, hints: Hints, reference: Reference) -> Hints:
    """Return the hints of a text counted by a rule: on the transcript the rule leads to, where that is held."""
    carrier = find_current(rule.transcript, reference)
    if carrier is None:
        return replace(hints, gene=rule.gene, transcript=None)
    return replace(hints, gene=None, transcript=carrier.accession)


def _read_by_rules(
    today: Callable[[], tuple[Candidate, ...]],
    count: Callable[[LegacyRule], tuple[Candidate, ...]],
    rules: tuple[LegacyRule, ...],
    *,
    is_bare: bool,
) -> tuple[Candidate, ...]:
    """Return today's meanings and, where there are none or the text is bare, those that each rule makes.

    Raises:
        MismatchError: that of today's numbering, when nothing fits.
    """
    found: tuple[Candidate, ...] = ()
    failure: MismatchError | None = None
    try:
        found = today()
    except MismatchError as error:
        failure = error
    if not found or is_bare:
        for rule in rules:
            try:
                found += count(rule)
            except VariantError:
                continue  # the rule was not the author's
    if not found and failure is not None:
        raise failure
    return found


def _credit(found: tuple[Candidate, ...], rule: LegacyRule, written: str, today: str) -> tuple[Candidate, ...]:
    """Say of meanings which rule made them."""
    message = f"{written} was counted by {rule.name} ({rule.citation}); in today's numbering it is {today}."
    why = f"{written} by {rule.name} is {today}"
    issue = Issue("W2008", "warning", message)
    return tuple(
        replace(candidate, why=(why, *candidate.why), issues=(*candidate.issues, issue), numbering=rule.name)
        for candidate in found
    )


def _name_letter(expression: Expression, stated: StatedEdit) -> tuple[Issue, ...]:
    """Say which letter a position without one was given, unless its reader has said so."""
    if not stated.is_bare or any(issue.code == "W2007" for issue in expression.issues):
        return ()
    message = f"The position carries no letter; it was read as one of the coding sequence, {describe(stated)}."
    return (Issue("W2007", "warning", message),)


def _insert_before(
    edit: StatedEdit, hints: Hints, found: tuple[Candidate, ...], reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Return the insertion before the one base written, where that is a known variant and another than behind it.

    Within a run of the inserted base every place is one allele, so that this is rarely a second meaning.
    """
    if edit.kind != "ins":
        return ()
    before = replace(edit, first=replace(edit.first, base=edit.first.base - 1), last=edit.first)
    behind = {identity(candidate.change, reference) for candidate in found if isinstance(candidate.change, Allele)}
    try:
        others = resolve_transcript_edit(before, hints, reference, options)
    except VariantError:
        return ()
    return tuple(
        candidate
        for candidate in others
        if isinstance(candidate.change, Allele)
        and (key := identity(candidate.change, reference)) not in behind
        and is_known(key, reference)
    )
