"""The first half of the road for one text: parse, resolve, normalize. What it means is decided here, before any name.

Whatever must know which variant a text means, and not what else it is called, asks here: names are proved by being read
back, and texts are compared and grouped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.agreement import describe_fit
from synonymizer.errors import MismatchError, VariantError
from synonymizer.normalize import normalize
from synonymizer.parse import parse
from synonymizer.resolve import resolve
from synonymizer.resolve.evidence import rank
from synonymizer.resolve.lookup import recognize
from synonymizer.statements import LONGEST, StatedPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import Options
    from synonymizer.normalize import Normal
    from synonymizer.reference import Reference
    from synonymizer.resolve.evidence import Meaning
    from synonymizer.statements import Expression, Issue


class Failure(NamedTuple):
    """Why something a text could mean does not fit."""

    error: VariantError
    expression: Expression


@dataclass(frozen=True, slots=True)
class Meanings:
    """What some expressions of a text can mean, best first, with what was left out and what failed."""

    meanings: tuple[Meaning, ...] = ()
    issues: tuple[Issue, ...] = ()
    failures: tuple[Failure, ...] = ()


def parse_in_gene(text: str, reference: Reference, options: Options) -> tuple[Expression, ...]:
    """Return what a text says, and what it is a name or a place of in the gene of the options: `5T` or `F508` of CFTR.

    Guesses at a name of another gene are left out where the text can mean anything else.

    Raises:
        VariantError: when nothing can be read.
    """
    gene = reference.find_gene(options.gene) if options.gene else None
    named = () if gene is None else _read_named(text, gene.symbol)
    try:
        expressions = parse(text)
    except VariantError:
        behind = named or (() if gene is None else _read_place(text, gene.symbol))
        if behind:
            return behind
        raise
    if gene is None or any(_names_its_place(expression) for expression in expressions):
        return expressions
    kept = tuple(
        one for one in expressions if not one.is_fallback or (one.hints.gene in {None, gene.symbol} and not named)
    )
    return (*named, *kept) or expressions


def find_meanings(expressions: tuple[Expression, ...], reference: Reference, options: Options) -> Iterator[Meanings]:
    """Yield what expressions can mean: those that count first, then those of the last resort.

    The second are worth asking for only when nothing of the first can be normalized.
    """
    for is_last_resort in (False, True):
        turn = [one for one in expressions if _is_last_resort(one, options) is is_last_resort]
        if turn:
            yield _find_meanings(turn, reference, options)


def identify(expressions: tuple[Expression, ...], reference: Reference, options: Options) -> tuple[Normal, ...]:
    """Return the normalized changes that expressions can mean, best first, each key once; none when nothing fits."""
    for found in find_meanings(expressions, reference, options):
        normals: dict[str, Normal] = {}
        for meaning in found.meanings:
            try:
                normal = normalize(meaning.candidate.change, reference)
            except VariantError:
                continue
            normals.setdefault(normal.key, normal)
        if normals:
            return tuple(normals.values())
    return ()


def _find_meanings(expressions: list[Expression], reference: Reference, options: Options) -> Meanings:
    found, failures = [], []
    for expression in (recognize(one, reference) for one in expressions):
        try:
            found.append((expression, resolve(expression, reference, options)))
        except VariantError as error:
            failures.append(Failure(_add_fit(error, expression, reference, options), expression))
    meanings, issues = rank(found, reference, options) if found else ((), ())
    return Meanings(meanings, issues, tuple(failures))


def _add_fit(error: VariantError, expression: Expression, reference: Reference, options: Options) -> VariantError:
    """Complete a mismatch with what the text states beside it, where that fits."""
    if not isinstance(error, MismatchError) or not expression.beside:
        return error
    fit = describe_fit(expression, reference, options)
    return type(error)(f"{error.message} {fit}") if fit else error


def _read_named(text: str, gene: str) -> tuple[Expression, ...]:
    """Return what a text is the published name of, when read with a gene."""
    from synonymizer.notations import named  # loaded only where there is a gene to ask for
    from synonymizer.repair import typography

    if len(text) > LONGEST or not named.may_name(typography.fold(text).text, gene):
        return ()
    return tuple(one for one in _read_behind(text, gene) if one.notation == "named" and not one.is_fallback)


def _read_place(text: str, gene: str) -> tuple[Expression, ...]:
    """Return the place that a text is in a gene, though by itself it could be a symbol: `P165`."""
    return tuple(one for one in _read_behind(text, gene) if isinstance(one.stated, StatedPlace))


def _read_behind(text: str, gene: str) -> tuple[Expression, ...]:
    """Return what a text says behind its gene, told of the text alone; nothing where it cannot be read so either."""
    try:
        found = parse(f"{gene} {text}")
    except VariantError:
        return ()
    whole = (0, len(text))
    return tuple(
        replace(one, text=text, span=whole, issues=tuple(replace(issue, span=whole) for issue in one.issues))
        for one in found
    )


def _names_its_place(expression: Expression) -> bool:
    """Whether a text itself names the gene or the sequence it is about; one that is only guessed does not."""
    hints = expression.hints
    return not expression.is_fallback and bool(hints.gene or hints.reference or hints.transcript or hints.protein)


def _is_last_resort(expression: Expression, options: Options) -> bool:
    """Whether an expression waits until no other fits; one that supplies the very gene of the option does not."""
    return expression.is_fallback and (options.gene is None or expression.hints.gene != options.gene)
