"""The road for one text: parse, resolve, normalize, project, render. Errors become issues; no input is lost.

This module is the program's meaning: whatever else answers for many texts at once must answer the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.agreement import describe_fit, find_contradictions
from synonymizer.errors import MalformedName, MismatchError, ResolveError, UnsupportedError, VariantError
from synonymizer.model import (
    Category,
    EventProjection,
    ExonEffect,
    Options,
    Reading,
    Result,
    SetProjection,
    TranscriptProjection,
)
from synonymizer.normalize import normalize
from synonymizer.parse import parse
from synonymizer.project import project
from synonymizer.project.categories import project_member
from synonymizer.render import render
from synonymizer.resolve import resolve
from synonymizer.resolve.evidence import Meaning, rank
from synonymizer.review import locate, review
from synonymizer.spelling.points import write_range
from synonymizer.statements import Issue

if TYPE_CHECKING:
    from synonymizer.agreement import Contradiction
    from synonymizer.model import Candidate, Projection, Status
    from synonymizer.normalize import Normal
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression, Severity


class Synonymizer:
    """Answers one text at a time, on one reference."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference

    def names(self, text: str, options: Options | None = None) -> Result:
        """Return every reading of a text that fits the reference, best first, each with all its names.

        A text without an answer gives a result of status "error" whose issues say why; nothing is raised for it.

        Raises:
            DataError: when the reference data turns out to be damaged, which is no fault of the text.
        """
        options = options or Options()
        try:
            expressions = self._parse(text, options)
        except VariantError as error:
            issue = Issue(error.code, "error", error.message, error.span)
            return Result(text, "error", (), (issue,), self.reference.description)
        answer = _Answer()
        for is_last_resort in (False, True):
            if not answer.readings:
                turn = [one for one in expressions if _is_last_resort(one, options) is is_last_resort]
                self._try(turn, options, answer)
        return answer.conclude(text, self.reference.description)

    def _parse(self, text: str, options: Options) -> tuple[Expression, ...]:
        """Return what a text says, and what it is a name of in the gene of the option: `5T` of CFTR.

        Guesses at a name of another gene are left out where the text can mean anything else.

        Raises:
            VariantError: when nothing can be read.
        """
        gene = self.reference.find_gene(options.gene) if options.gene else None
        named = () if gene is None else _read_named(text, gene.symbol)
        try:
            expressions = parse(text)
        except VariantError:
            if named:
                return named
            raise
        if gene is None or any(_names_its_place(expression) for expression in expressions):
            return expressions
        kept = tuple(one for one in expressions if not one.is_fallback or (one.hints.gene == gene.symbol and not named))
        return (*named, *kept) or expressions

    def _try(self, expressions: list[Expression], options: Options, answer: _Answer) -> None:
        """Read what expressions can mean, best first, and then what contradicts it in the same text."""
        found = []
        for expression in expressions:
            try:
                found.append((expression, resolve(expression, self.reference, options)))
            except VariantError as error:
                answer.fail(self._add_fit(error, expression, options), expression)
        meanings, issues = rank(found, self.reference, options) if found else ((), ())
        answer.issues.update(dict.fromkeys(issues))
        contradictions: list[Contradiction] = []
        for meaning in meanings:
            contradictions += self._read(meaning, options, answer)
        for contradiction in contradictions:
            answer.issues[contradiction.issue] = None
            if contradiction.candidate is not None:
                self._read(Meaning(contradiction.expression, contradiction.candidate), options, answer)

    def _read(self, meaning: Meaning, options: Options, answer: _Answer) -> tuple[Contradiction, ...]:
        """Add the reading of one meaning with its issues, and return what the text says against it."""
        expression, candidate = meaning
        try:
            normal = normalize(candidate.change, self.reference)
            identity = normal.change.label if isinstance(normal.change, Category) else normal.key
            if identity in answer.readings:
                return ()
            projections = project(normal, self.reference)
            reading = _make_reading(len(answer.readings) + 1, expression, candidate, normal, projections)
            if isinstance(normal.change, Category):
                reading = replace(reading, members=self._name_members(normal.change, candidate.transcript))
            issues = (
                *expression.issues,
                *candidate.issues,
                *review(expression, candidate, reading, normal, projections),
            )
            if options.strict:
                _refuse_repairs(issues, expression)
            contradictions = find_contradictions(expression, candidate, projections, self.reference, options)
        except VariantError as error:
            answer.fail(error, expression)
            return ()
        answer.readings[identity] = reading
        answer.issues.update(dict.fromkeys(issues))
        return contradictions

    def _name_members(self, category: Category, transcript: str | None) -> tuple[str, ...]:
        """Return the recommended name of each member of a class."""
        names = []
        for member in category.members:
            rendered = render(project_member(member, transcript, self.reference), key=None, gene=category.gene)
            names += [name.text for name in rendered if name.recommended][:1]
        return tuple(names)

    def _add_fit(self, error: VariantError, expression: Expression, options: Options) -> VariantError:
        """Complete a mismatch with what the text states beside it, where that fits."""
        if not isinstance(error, MismatchError) or not expression.beside:
            return error
        fit = describe_fit(expression, self.reference, options)
        return type(error)(f"{error.message} {fit}") if fit else error


class _Answer:
    """What has been found out about a text: readings by their keys (classes by their labels), issues, and failures."""

    def __init__(self) -> None:
        self.readings: dict[str, Reading] = {}
        self.issues: dict[Issue, None] = {}
        self._failures: list[tuple[VariantError, tuple[int, int]]] = []

    def fail(self, error: VariantError, expression: Expression) -> None:
        """Note why a meaning is none."""
        self._failures.append((error, error.span or locate(error, expression)))

    def conclude(self, text: str, reference: str) -> Result:
        """Return the result: what failed is an error when nothing fits.

        Beside a reading, what did not fit the reference is a warning, and a word that names nothing was no name.
        """
        readings = tuple(self.readings.values())
        severity: Severity = "warning" if readings else "error"
        for error, span in self._failures:
            if readings and isinstance(error, ResolveError | UnsupportedError):
                continue
            self.issues[Issue(error.code, severity, error.message, span)] = None
        if len(readings) > 1:
            message = f"{len(readings)} readings fit the reference; all are given, best first."
            self.issues[Issue("W3001", "warning", message)] = None
        status: Status = "error" if not readings else "ok" if len(readings) == 1 else "ambiguous"
        return Result(text, status, readings, tuple(self.issues), reference)


def _read_named(text: str, gene: str) -> tuple[Expression, ...]:
    """Return what a text is the published name of, when read with a gene."""
    try:
        found = parse(f"{gene} {text}")
    except VariantError:
        return ()
    whole = (0, len(text))
    return tuple(
        replace(one, text=text, span=whole, issues=tuple(replace(issue, span=whole) for issue in one.issues))
        for one in found
        if one.notation == "named" and not one.is_fallback
    )


def _names_its_place(expression: Expression) -> bool:
    """Whether a text itself names the gene or the sequence it is about; one that is only guessed does not."""
    hints = expression.hints
    return not expression.is_fallback and bool(hints.gene or hints.reference or hints.transcript or hints.protein)


def _is_last_resort(expression: Expression, options: Options) -> bool:
    """Whether an expression waits until no other fits; one that supplies the very gene of the option does not."""
    return expression.is_fallback and (options.gene is None or expression.hints.gene != options.gene)


def _refuse_repairs(issues: tuple[Issue, ...], expression: Expression) -> None:
    """Turn the first repair of a spelling into an error, as strict reading asks."""
    for issue in issues:
        if issue.code.startswith("W1"):
            raise MalformedName(
                f"{issue.message} Strict reading accepts no repairs ({issue.code}): write the name as recommended.",
                text=expression.text,
                span=issue.span,
            )


def _make_reading(
    rank: int, expression: Expression, candidate: Candidate, normal: Normal, projections: tuple[Projection, ...]
) -> Reading:
    mains = _find_mains(candidate, projections)
    main = mains[0] if len(mains) == 1 else None
    carriers = {carrier.accession: carrier for one in mains if (carrier := one.transcript) is not None}
    genes = {carrier.gene for carrier in carriers.values()}
    gene = candidate.gene or (genes.pop() if len(genes) == 1 else None)
    return Reading(
        rank=rank,
        why=candidate.why,
        notation=expression.notation,
        scope=candidate.scope,
        consequence=tuple(dict.fromkeys(term for one in mains for term in one.consequence)),
        key=normal.key or None,
        key_complete=normal.complete,
        gene=gene,
        transcript=candidate.transcript or (next(iter(carriers)) if len(carriers) == 1 else None),
        names=render(projections, key=normal.key, gene=gene),
        effect=_describe_effect(main) if isinstance(main, EventProjection) else None,
        state=", ".join(filter(None, dict.fromkeys((expression.state, candidate.state)))),
    )


def _describe_effect(event: EventProjection) -> ExonEffect | None:
    if event.transcript is None or event.exons is None or event.coding is None or event.size is None:
        return None
    first, last = event.exons[0] + 1, event.exons[1] + 1
    return ExonEffect(
        transcript=event.transcript.accession,
        exons=str(first) if first == last else f"{first}-{last}",
        place=f"{event.axis}.{write_range(*event.coding)}",
        size=event.size,
        in_frame=event.in_frame,
    )


def _find_mains(
    candidate: Candidate, projections: tuple[Projection, ...]
) -> tuple[TranscriptProjection | EventProjection, ...]:
    """Return the projection that stands for the reading: the transcript that was read, else the best there is.

    A set has one for each of its members.
    """
    members = [member for p in projections if isinstance(p, SetProjection) for member in p.members]
    if members:
        return tuple(main for member in members for main in _find_mains(candidate, member))
    found = [p for p in projections if isinstance(p, TranscriptProjection | EventProjection) and p.transcript]
    same = [p for p in found if p.transcript is not None and p.transcript.accession == candidate.transcript]
    return tuple((same or found)[:1])
