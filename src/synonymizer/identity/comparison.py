"""Whether two texts name the same variant.

A text may have several readings. What it says is its first one, or, where it says no more than a protein change or one
of several alleles of a place, all that are read out of that; every other reading is an ambiguity, which no verdict
passes over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from synonymizer.identity.findings import Finding, Subject, Verdict, choose_meant, name_reading
from synonymizer.identity.proteins import list_proteins
from synonymizer.identity.relations import relate

if TYPE_CHECKING:
    from synonymizer.model import Options, Reading, Result
    from synonymizer.pipeline import Synonymizer
    from synonymizer.reference import Reference
    from synonymizer.statements import Issue

_STRENGTHS: tuple[Verdict, ...] = get_args(Verdict)
"""The verdicts, what says most of two names first."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be said of two texts, and why.

    `missing` is what would have to be known where the verdict is "cannot tell"; `larger` the side that contains the
    other where it is "contains". `left` and `right` are the readings of both texts, without names.
    """

    verdict: Verdict
    reason: str
    left: Result
    right: Result
    missing: str = ""
    larger: Literal["left", "right"] | None = None


def compare(left: str, right: str, synonymizer: Synonymizer, options: Options | None = None) -> Comparison:
    """Say whether two texts name the same variant; the order of the two makes no difference to the verdict.

    A text that has no reading is compared with nothing: the verdict is "cannot tell", and the reason its error.

    Args:
        left: a name of a variant, in any notation.
        right: another.
        synonymizer: reads both.
        options: hints for both.

    >>> from synonymizer import Synonymizer, open_reference
    >>> engine = Synonymizer(open_reference())
    >>> compare("STIM1 c.494C>A", "11-4055634-C-A", engine).verdict
    'same'
    >>> compare("STIM1 exon 2 deletion", "NM_003156.3:c.140_270del", engine).verdict
    'related'

    Raises:
        DataError: when the reference data turns out to be damaged.
    """
    first, second = synonymizer.identify(left, options), synonymizer.identify(right, options)
    errors = [_find_error(result) for result in (first, second) if not result.readings]
    if errors:
        reason = " ".join(f"{error.code}: {error.message}" for error in errors)
        codes = ", ".join(sorted({error.code for error in errors}))
        return Comparison("cannot tell", reason, first, second, f"a name that can be read ({codes})")
    ones, others = (_list_subjects(result, synonymizer.reference) for result in (first, second))
    finding = _consider_others(_relate_texts(ones, others, synonymizer.reference), ones, others)
    larger: Literal["left", "right"] | None = None
    if finding.larger is not None:
        larger = "left" if finding.larger in ones else "right"
    return Comparison(finding.verdict, finding.reason, first, second, finding.missing, larger)


def _find_error(result: Result) -> Issue:
    return next(issue for issue in result.issues if issue.severity == "error")


def _list_subjects(result: Result, reference: Reference) -> tuple[Subject, ...]:
    return tuple(Subject(result.input, reading, list_proteins(reading, reference)) for reading in result.readings)


def _choose_meant(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    meant = choose_meant(tuple(subject.reading for subject in subjects))
    return tuple(subject for subject in subjects if subject.reading in meant)


def _relate_texts(ones: tuple[Subject, ...], others: tuple[Subject, ...], reference: Reference) -> Finding:
    """Compare what two texts state."""
    left, right = _choose_meant(ones), _choose_meant(others)
    scopes = left[0].reading.scope, right[0].reading.scope
    if scopes[0] == scopes[1] and scopes[0] in {"protein", "position"} and _list_keys(left) == _list_keys(right):
        return _find_one_statement(left, right)
    if "position" in scopes and _list_keys(left) & _list_keys(right):
        return _relate_choices(left, right)
    found = [relate(one, other, reference) for one in left for other in right]
    finding = min(found, key=lambda finding: _STRENGTHS.index(finding.verdict))
    if "position" in scopes and finding.verdict in {"same", "same protein"}:
        larger = left[0] if scopes[0] == "position" else right[0]
        return finding._replace(verdict="contains", larger=larger)
    return finding


def _describe(reading: Reading) -> str:
    return f"{'' if reading.key else 'the class '}{name_reading(reading)}"


def _list_keys(subjects: tuple[Subject, ...]) -> frozenset[str]:
    """Return the keys that are complete."""
    return frozenset(one.reading.key for one in subjects if one.reading.key and one.reading.key_complete)


def _find_one_statement(left: tuple[Subject, ...], right: tuple[Subject, ...]) -> Finding:
    """Say that two texts state the same thing, though neither states one allele."""
    one, other = left[0], right[0]
    if any(not subject.reading.key_complete for subject in (*left, *right)):
        return Finding("cannot tell", f"The keys of {one} and {other} may depend on bases that are not held.")
    what = "protein change" if one.states_protein else "alleles of one place"
    return Finding("same", f"{one} and {other} name the same {what}, and neither says which change of DNA.")


def _relate_choices(left: tuple[Subject, ...], right: tuple[Subject, ...]) -> Finding:
    """Compare texts of which one names several alleles and does not say which."""
    one, other = left[0], right[0]
    keys, others = _list_keys(left), _list_keys(right)
    if keys > others:
        return Finding("contains", f"{one} names {len(keys)} alleles, {other} among them.", larger=one)
    if keys < others:
        return Finding("contains", f"{other} names {len(others)} alleles, {one} among them.", larger=other)
    return Finding("related", f"{one} and {other} both name {', '.join(sorted(keys & others))} among others.")


def _consider_others(finding: Finding, ones: tuple[Subject, ...], others: tuple[Subject, ...]) -> Finding:
    """Add what the further readings of the texts change: they may agree where the first ones do not."""
    left, right = _choose_meant(ones), _choose_meant(others)
    further = [subject for subject in (*ones, *others) if subject not in (*left, *right)]
    if not further:
        return finding
    reason = f"{finding.reason} {'; '.join(f'{one} may also be {_describe(one.reading)}' for one in further)}."
    is_agreed = _list_keys(ones) & _list_keys(others) > _list_keys(left) & _list_keys(right)
    is_settled = finding.verdict == "same" or (
        finding.verdict == "same protein" and any(subject.states_protein for subject in (*left, *right))
    )
    if is_agreed and not is_settled:
        return Finding("cannot tell", reason, f"which reading of {further[0]} is meant")
    return finding._replace(reason=reason)
