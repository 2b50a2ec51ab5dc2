"""The road for one text: parse, resolve, normalize, project, render. Errors become issues; no input is lost.

This module is the program's meaning: whatever else answers for many texts at once must answer the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName, VariantError
from synonymizer.model import EventProjection, ExonEffect, Options, Reading, Result, TranscriptProjection
from synonymizer.normalize import normalize
from synonymizer.notations.points import write_range
from synonymizer.parse import parse
from synonymizer.project import project
from synonymizer.render import render
from synonymizer.resolve import resolve
from synonymizer.review import locate, review
from synonymizer.statements import Issue

if TYPE_CHECKING:
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
        issues: dict[Issue, None] = {}
        readings: dict[str, Reading] = {}
        try:
            expressions = parse(text)
        except VariantError as error:
            issue = Issue(error.code, "error", error.message, error.span)
            return Result(text, "error", (), (issue,), self.reference.description)
        failures: dict[Issue, None] = {}
        for expression in expressions:
            try:
                self._read(expression, options, readings, issues)
            except VariantError as error:
                severity: Severity = "warning" if readings else "error"
                failures[Issue(error.code, severity, error.message, error.span or locate(error, expression))] = None
        if not readings:
            return Result(text, "error", (), (*issues, *failures), self.reference.description)
        issues.update(failures)
        if len(readings) > 1:
            message = f"{len(readings)} readings fit the reference; all are given, best first."
            issues[Issue("W3001", "warning", message)] = None
        status: Status = "ok" if len(readings) == 1 else "ambiguous"
        return Result(text, status, tuple(readings.values()), tuple(issues), self.reference.description)

    def _read(
        self, expression: Expression, options: Options, readings: dict[str, Reading], issues: dict[Issue, None]
    ) -> None:
        """Add the readings of an expression, and the issues on the way to them."""
        if options.strict:
            _refuse_repairs(expression)
        candidates = resolve(expression, self.reference, options)
        issues.update(dict.fromkeys(expression.issues))
        for candidate in candidates:
            issues.update(dict.fromkeys(candidate.issues))
            normal = normalize(candidate.change, self.reference)
            if normal.key in readings:
                continue
            projections = project(normal, self.reference)
            reading = _make_reading(len(readings) + 1, expression, candidate, normal, projections)
            readings[normal.key] = reading
            issues.update(dict.fromkeys(review(expression, candidate, reading, normal, projections)))


def _refuse_repairs(expression: Expression) -> None:
    """Turn the first repair of a spelling into an error, as strict reading asks."""
    for issue in expression.issues:
        if issue.code.startswith("W1"):
            raise MalformedName(
                f"{issue.message} Strict reading accepts no repairs ({issue.code}): write the name as recommended.",
                text=expression.text,
                span=issue.span,
            )


def _make_reading(
    rank: int, expression: Expression, candidate: Candidate, normal: Normal, projections: tuple[Projection, ...]
) -> Reading:
    main = _main_transcript(candidate, projections)
    gene = candidate.gene or (main.transcript.gene if main is not None and main.transcript is not None else None)
    return Reading(
        rank=rank,
        why=candidate.why,
        notation=expression.notation,
        scope=candidate.scope,
        consequence=main.consequence if main is not None else (),
        key=normal.key,
        key_complete=normal.complete,
        gene=gene,
        transcript=candidate.transcript or (main.transcript.accession if main and main.transcript else None),
        names=render(projections, key=normal.key, gene=gene),
        effect=_describe_effect(main) if isinstance(main, EventProjection) else None,
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


def _main_transcript(
    candidate: Candidate, projections: tuple[Projection, ...]
) -> TranscriptProjection | EventProjection | None:
    """Return the projection that stands for the reading: the transcript that was read, else the best there is."""
    found = [p for p in projections if isinstance(p, TranscriptProjection | EventProjection) and p.transcript]
    same = [p for p in found if p.transcript is not None and p.transcript.accession == candidate.transcript]
    return next(iter(same or found), None)
