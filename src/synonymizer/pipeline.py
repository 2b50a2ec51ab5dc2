"""The road for one text: parse, resolve, normalize, project, render. Errors become issues; no input is lost.

This module is the program's meaning: whatever else answers for many texts at once must answer the same.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeAlias

from synonymizer.agreement import find_contradictions
from synonymizer.briefs import ENOUGH, describe
from synonymizer.errors import MalformedName, ResolveError, UnsupportedError, VariantError, VersionNotHeld
from synonymizer.identify import find_meanings, parse_in_gene
from synonymizer.model import (
    Carrier,
    Category,
    Choice,
    EventProjection,
    ExonEffect,
    Options,
    Reading,
    Result,
    SetProjection,
    TranscriptProjection,
)
from synonymizer.normalize import normalize
from synonymizer.notations import protein, vrs_names
from synonymizer.project import project
from synonymizer.project.categories import project_member
from synonymizer.proof import prove
from synonymizer.releases import credit
from synonymizer.render import render
from synonymizer.resolve.evidence import Meaning
from synonymizer.resolve.lookup import find_transcript, split_version
from synonymizer.review import compare_stores, locate, review
from synonymizer.spelling.contigs import is_accession
from synonymizer.spelling.points import write_range
from synonymizer.statements import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.agreement import Contradiction
    from synonymizer.briefs import Brief, Extent
    from synonymizer.identify import Meanings
    from synonymizer.model import Candidate, Name, NameClass, Projection, Status
    from synonymizer.normalize import Normal
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression, Severity

Read: TypeAlias = "Callable[[Meaning, Options, _Answer], tuple[Contradiction, ...]]"

_REVIEWED: tuple[NameClass, ...] = ("hgvs",)
"""The classes of the names that a reading is reviewed by, whichever are wanted."""

_NAMELESS = Choice(classes=_REVIEWED, recommended=True, limit=1)
"""The fewest names that the whole road can be walked with."""

REMEMBERED = 1000
"""How many answers are remembered while many texts are answered."""


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
        return _miss_names(self._answer(text, options or Options(), self._read))

    def names_many(self, texts: Iterable[str], options: Options | None = None) -> Iterator[Result]:
        """Yield the answer of `names` to each text, in order; one that was met before is not worked again.

        Raises:
            DataError: when the reference data turns out to be damaged, which is no fault of a text.
        """
        yield from map(lru_cache(REMEMBERED)(partial(self.names, options=options)), texts)

    def identify(self, text: str, options: Options | None = None) -> Result:
        """Return every reading of a text without its names, which takes a fraction of the time.

        The readings, their order and their keys are those of `names`; consequence, effect, and the issues that compare
        the text with its names, are left out.

        Raises:
            DataError: when the reference data turns out to be damaged, which is no fault of the text.
        """
        return self._answer(text, options or Options(), self._identify)

    def brief(self, text: str, options: Options | None = None, extent: Extent = "all") -> Brief:
        """Return the recommended names of the first reading of a text, transcript by transcript, and nothing else.

        Args:
            text: the text.
            options: hints; their choice of names has no part in it.
            extent: which transcripts must be told of, at least.

        Raises:
            DataError: when the reference data turns out to be damaged, which is no fault of the text.
        """
        choice = replace(ENOUGH, mains=extent != "all")
        return describe(self._answer(text, replace(options or Options(), choice=choice), self._read))

    def _answer(self, text: str, options: Options, read: Read) -> Result:
        """Read all that a text can mean until something of it fits."""
        try:
            expressions = parse_in_gene(text, self.reference, options)
        except VariantError as error:
            issue = Issue(error.code, "error", error.message, error.span)
            return Result(text, "error", (), (issue,), self.reference.description)
        answer = _Answer()
        for found in find_meanings(expressions, self.reference, options):
            _read_meanings(found, options, answer, read)
            if answer.readings:
                break
        return answer.conclude(text, self.reference.description)

    def _identify(self, meaning: Meaning, options: Options, answer: _Answer) -> tuple[Contradiction, ...]:
        """Add the reading of one meaning, without names.

        What must know the names first, strictness and what the text states beside it, takes the whole road.
        """
        expression, candidate = meaning
        if expression.beside or options.strict:
            return self._read(meaning, replace(options, choice=_NAMELESS), answer)
        try:
            normal = normalize(candidate.change, self.reference)
        except VariantError as error:
            answer.fail(error, expression)
            return ()
        identity = _name_identity(normal)
        if identity not in answer.readings:
            reading = answer.readings[identity] = _outline(len(answer.readings) + 1, meaning, normal)
            disagreements = compare_stores(reading, self.reference)
            answer.issues.update(dict.fromkeys((*expression.issues, *candidate.issues, *disagreements)))
        return ()

    def _read(self, meaning: Meaning, options: Options, answer: _Answer) -> tuple[Contradiction, ...]:
        """Add the reading of one meaning with its issues, and return what the text says against it."""
        expression, candidate = meaning
        try:
            normal = normalize(candidate.change, self.reference)
            identity = _name_identity(normal)
            if identity in answer.readings:
                return ()
            has_mains = options.choice.mains and not expression.beside
            told = frozenset(filter(None, [candidate.transcript])) if has_mains else None
            classes = (*options.choice.classes, *_REVIEWED) if options.choice.classes else ()
            projections = project(normal, self.reference, told, classes)
            reading = _make_reading(len(answer.readings) + 1, meaning, normal, projections, classes)
            if isinstance(normal.change, Category):
                reading = replace(reading, members=self._name_members(normal.change, candidate.transcript))
            issues = (
                *expression.issues,
                *candidate.issues,
                *review(expression, candidate, reading, normal, projections),
                *compare_stores(reading, self.reference),
            )
            reading = replace(reading, names=self._choose_names(reading, meaning, normal, projections, options))
            if options.strict:
                _refuse_repairs(issues, expression)
            contradictions = find_contradictions(expression, candidate, projections, self.reference, options)
        except VariantError as error:
            answer.fail(error, expression)
            return ()
        answer.readings[identity] = reading
        answer.issues.update(dict.fromkeys(issues))
        return contradictions

    def _choose_names(
        self, reading: Reading, meaning: Meaning, normal: Normal, projections: tuple[Projection, ...], options: Options
    ) -> tuple[Name, ...]:
        """Return the names that are wanted and proved."""
        choice = _fit_choice(options, meaning, self.reference)
        wanted = [name for name in reading.names if choice.admits(name)]
        proof = prove(wanted, normal, projections, self.reference, gene=reading.gene)
        chosen = proof.proved[: choice.limit]
        return credit(chosen, projections, reading.transcript, self.reference) if choice.credited else chosen

    def _name_members(self, category: Category, transcript: str | None) -> tuple[str, ...]:
        """Return the recommended name of each member of a class."""
        names = []
        for member in category.members:
            rendered = render(project_member(member, transcript, self.reference), key=None, gene=category.gene)
            names += [name.text for name in rendered if name.recommended][:1]
        return tuple(names)


def _read_meanings(found: Meanings, options: Options, answer: _Answer, read: Read) -> None:
    """Read every meaning, best first, and then what contradicts it in the same text."""
    for failure in found.failures:
        answer.fail(*failure)
    answer.issues.update(dict.fromkeys(found.issues))
    contradictions: list[Contradiction] = []
    for meaning in found.meanings:
        contradictions += read(meaning, options, answer)
    for contradiction in contradictions:
        answer.issues[contradiction.issue] = None
        if contradiction.candidate is not None:
            read(Meaning(contradiction.expression, contradiction.candidate), options, answer)


def _name_identity(normal: Normal) -> str:
    """Return what tells a reading from the others: its key, or the label of a class."""
    return normal.change.label if isinstance(normal.change, Category) else normal.key


def _fit_choice(options: Options, meaning: Meaning, reference: Reference) -> Choice:
    """Return which names are wanted: an assembly or transcript that a text had to be read with chooses none.

    Coordinates that state no assembly are read on the chosen one to learn what they are on the other, too.
    """
    choice, hints = options.choice, meaning.expression.hints
    if options.assembly and hints.reference and not (hints.assembly or is_accession(hints)):
        choice = replace(choice, assembly=None)
    if choice.transcript:
        chosen = _find_chosen(choice.transcript, meaning, reference)
        is_needed = meaning.candidate.transcript == chosen and not hints.transcript and options.transcript
        choice = replace(choice, transcript=None if is_needed else chosen)
    return choice


def _find_chosen(accession: str, meaning: Meaning, reference: Reference) -> str:
    """Return the transcript whose names are wanted; another version of it where the text was read on that."""
    try:
        return find_transcript(accession, reference)[0].accession
    except VersionNotHeld:
        read = meaning.candidate.transcript
        if read is None or split_version(read)[0] != split_version(accession)[0] or meaning.expression.hints.transcript:
            raise
        return read


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


def _miss_names(result: Result) -> Result:
    """Add an issue for each reading that has no name of the kind that was chosen."""
    said = "has no name of the kind asked for that leads back to it. Choose less, or name the change otherwise."
    nameless = tuple(
        Issue("W4009", "warning", f"Reading {reading.rank} {said}") for reading in result.readings if not reading.names
    )
    return replace(result, issues=(*result.issues, *nameless)) if nameless else result


def _refuse_repairs(issues: tuple[Issue, ...], expression: Expression) -> None:
    """Turn the first repair of a spelling into an error, as strict reading asks."""
    for issue in issues:
        if issue.code.startswith("W1"):
            raise MalformedName(
                f"{issue.message} Strict reading accepts no repairs ({issue.code}): write the name as recommended.",
                text=expression.text,
                span=issue.span,
            )


def _outline(rank: int, meaning: Meaning, normal: Normal) -> Reading:
    """Make the reading of one meaning with what is known before it is projected."""
    expression, candidate = meaning
    return Reading(
        rank=rank,
        why=candidate.why,
        notation=expression.notation,
        scope=candidate.scope,
        consequence=(),
        key=normal.key or None,
        key_complete=normal.complete,
        gene=candidate.gene,
        transcript=candidate.transcript,
        names=(),
        state=", ".join(filter(None, dict.fromkeys((expression.state, candidate.state)))),
        change=normal.change,
    )


def _make_reading(
    rank: int, meaning: Meaning, normal: Normal, projections: tuple[Projection, ...], classes: tuple[NameClass, ...]
) -> Reading:
    candidate = meaning.candidate
    mains = _find_mains(candidate, projections)
    main = mains[0] if len(mains) == 1 else None
    carriers = {carrier.accession: carrier for one in mains if (carrier := one.transcript) is not None}
    genes = {carrier.gene for carrier in carriers.values()}
    gene = candidate.gene or (genes.pop() if len(genes) == 1 else None)
    return replace(
        _outline(rank, meaning, normal),
        consequence=tuple(dict.fromkeys(term for one in mains for term in one.consequence)),
        gene=gene,
        transcript=candidate.transcript or (next(iter(carriers)) if len(carriers) == 1 else None),
        names=render(projections, key=normal.key, gene=gene, classes=classes),
        effect=_describe_effect(main) if isinstance(main, EventProjection) else None,
        vrs=vrs_names.identify(projections),
        carriers=_list_carriers(projections),
    )


def _list_carriers(projections: tuple[Projection, ...]) -> tuple[Carrier, ...]:
    """Return the transcripts that carry a change, each once, with what is said of it first."""
    carriers: dict[str, Carrier] = {}
    for carrier in _find_carriers(projections):
        carriers.setdefault(carrier.transcript, carrier)
    return tuple(carriers.values())


def _find_carriers(projections: tuple[Projection, ...]) -> Iterator[Carrier]:
    for projection in projections:
        if isinstance(projection, SetProjection):
            for member in projection.members:
                yield from (replace(carrier, protein="") for carrier in _find_carriers(member))
        elif isinstance(projection, TranscriptProjection | EventProjection) and projection.transcript is not None:
            transcript = projection.transcript
            named = next((name.text for name in protein.write(projection)), "")
            yield Carrier(transcript.accession, transcript.gene, projection.consequence, projection.is_main, named)


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
