"""Everything that is read of a text: its typography and the words around a name seen to, then every notation asked.

`GROUPS` of readers are tried in order; each reader returns an expression, or None when the text is not in its notation,
or raises when it is and cannot be used. Two readers claim one text only where it truly has two meanings; what one of
them finds wrong with it counts only when no other reads it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from synonymizer.errors import EmptyInput, UnknownNotation, UnsafeInput, VariantError
from synonymizer.notations import (
    categories,
    cdna,
    cytogenetic,
    exon,
    hgvs,
    identifiers,
    intervals,
    introns,
    named,
    plain,
    repeat_names,
    rows,
    spdi,
    spoken,
    star,
    transvar,
    vcf,
    vrs,
)
from synonymizer.repair import old_signs, restatements, slips, typography, wrappers
from synonymizer.repair.drafts import complete
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import (
    LONGEST,
    Expression,
    Hints,
    Issue,
    StatedCategory,
    StatedPlace,
    StatedProtein,
    StatedSet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.repair.drafts import Draft
    from synonymizer.statements import Statement

    Reader = Callable[[str], Expression | None]


def _describe(text: str) -> Expression | None:
    """Read the description of a change on a gene, in which the tables of names say what a name means."""
    return next(filter(None, (reader(text) for reader in (plain.read, exon.read, hgvs.read))), None)


_IN_SIGNS = (
    identifiers.read,
    vcf.read,
    rows.read,
    spdi.read,
    vrs.read,
    intervals.read,
    cytogenetic.read,
    transvar.read,
    hgvs.read,
)
_BY_NAME = (
    partial(named.read, describe=_describe),
    partial(star.read, describe=_describe),
    exon.read,
    categories.read,
)
_AS_SAID = (
    introns.read,
    cdna.read,
    spoken.read,
    repeat_names.read,
)

GROUPS: tuple[tuple[Reader, ...], ...] = (_IN_SIGNS, _BY_NAME, _AS_SAID)
"""The readers in the order they are asked; what one of a group reads beyond doubt, the groups behind it do not read."""

_BEYOND_DOUBT = frozenset({"hgvs", "exon", "vcf", "interval", "spdi", "vrs", "row", "identifier", "cytogenetic"})
"""The notations whose texts have no meaning in a notation of a later group."""

_UNSAFE_CATEGORIES = {"Cc", "Cs", "Co", "Cn"}
_ADVICE = (
    (re.compile(r"\bexons?\b|\bex\d", re.IGNORECASE), "A change of whole exons is written like STIM1 exon 2 deletion."),
    (
        re.compile(r"^\s*(?:[\w.-]+\s+)?[-*]?\d+\S{0,30}(?:[ACGT]>|del|dup|ins)"),
        "Write the letter of the position: c., g., n., m. or r., as in STIM1 c.494C>A.",
    ),
    (
        re.compile(r"^\s*(?:chr)?[\dXYM]{1,2}\s{0,3}[:-]", re.IGNORECASE),
        "A coordinate is written like 11-4055634-C-A or chr11:4055634 C>A.",
    ),
    (
        re.compile(r"^\s*\w+[:\s]\S*\d"),
        "A protein change is written like BRAF V600E, a DNA change like STIM1 c.494C>A.",
    ),
)


_STEPS: tuple[Callable[[Draft], Draft], ...] = (
    wrappers.strip_parentheses,
    wrappers.strip_genotype,
    wrappers.strip_reference_behind,
    wrappers.strip_aside,
    wrappers.strip_words,
    wrappers.strip_reference_behind,
    slips.repair,
    slips.add_letter,
)
"""What may hide a name from the readers, the likeliest first; each step adds to those before it."""


def read(text: str) -> tuple[Expression, ...]:
    """Return what a text says, one expression for each notation it is in, best first; never none.

    Typography, the words around a name and signs of old are seen to before the readers; each repair is an issue of the
    expressions. All places are told in the text as given.

    >>> [issue.code for issue in read("homozygous STIM1 c.494C-->A")[0].issues]
    ['W2011', 'W1008']

    Raises:
        ParseError: when the text is no variant name, or a broken one.
        UnsupportedError: when it is a valid name of a kind that is not computed with.
        UnknownAssembly: when it states an assembly that is not held.
    """
    _check_safe(text)
    draft = wrappers.strip_state(typography.fold(text))
    if len(draft.text) > LONGEST:
        raise UnsafeInput(f"{quote(text)} is longer than any variant name. Give one name per line.", text=text)
    try:
        return _read(restatements.separate(draft), text)
    except VariantError as error:
        error.text = text
        raise


def _read(draft: Draft, text: str) -> tuple[Expression, ...]:
    """Read a draft, then without all that may hide its name, then as the two names of a genotype.

    Raises:
        VariantError: what is wrong with the draft as it is, when none of that helps.
    """
    expressions, failures = _ask(draft, text)
    stripped = draft
    for step in _STEPS:
        if expressions:
            break
        before, stripped = stripped, step(stripped)
        if stripped is not before:
            expressions, _ = _ask(stripped, text)
    expressions = expressions or _read_alleles(draft, text)
    if expressions:
        return tuple(expressions)
    if failures:
        raise failures[0]
    message = f"{quote(text.strip())} is not a variant name in any notation that is read. {_advise(text)}"
    raise UnknownNotation(message, text=text)


def _ask(draft: Draft, text: str) -> tuple[list[Expression], list[VariantError]]:
    """Ask every reader for what a draft says in today's signs, and for what it may have said by a habit of old."""
    expressions: list[Expression] = []
    failures: list[VariantError] = []
    modern = old_signs.modernize(draft)
    for meaning in (modern, *old_signs.find_alternatives(modern)):
        for readers in GROUPS:
            found, failed = _ask_group(readers, meaning)
            failures += failed
            told = [_tell(one, meaning, text) for one in found]
            expressions += told if meaning is modern else [replace(one, is_fallback=True) for one in told]
            if any(one.notation in _BEYOND_DOUBT and not one.is_fallback for one in found):
                break
    distinct: dict[Statement, Expression] = {}
    for expression in sorted(expressions, key=lambda expression: expression.is_fallback):
        distinct.setdefault(expression.stated, expression)
    return _set_beside(list(distinct.values()), draft, text), failures


def _ask_group(readers: tuple[Reader, ...], meaning: Draft) -> tuple[list[Expression], list[VariantError]]:
    """Return what a group of readers makes of a draft, and what they find wrong with it."""
    found: list[Expression] = []
    failed: list[VariantError] = []
    for reader in readers:
        try:
            expression = reader(meaning.text)
        except VariantError as error:
            error.span = error.span and meaning.locate(error.span)
            failed.append(error)
        else:
            if expression is not None:
                found.append(_enclose(expression))
    return found, failed


def _enclose(expression: Expression) -> Expression:
    """Let the members of a set that say no place of their own in the text stand where the set does."""
    stated = expression.stated
    if not isinstance(stated, StatedSet):
        return expression
    text, span = expression.text, expression.span
    members = tuple(
        _enclose(member if member.text == text and member.span[1] else replace(member, text=text, span=span))
        for member in stated.members
    )
    return replace(expression, stated=replace(stated, members=members))


def _tell(expression: Expression, draft: Draft, text: str) -> Expression:
    """Return an expression about a draft as one about the text as given."""
    if draft.text is text and not draft.issues:
        return expression
    located = tuple(replace(issue, span=issue.span and draft.locate(issue.span)) for issue in expression.issues)
    stated = expression.stated
    if isinstance(stated, StatedSet):
        bare = replace(draft, issues=(), hints=Hints(), state="")
        stated = replace(stated, members=tuple(_tell(member, bare, text) for member in stated.members))
    return replace(
        expression,
        text=text,
        stated=stated,
        hints=complete(expression.hints, draft.hints),
        span=draft.locate(expression.span),
        issues=(*draft.issues, *located),
        state=draft.state or expression.state,
    )


def _set_beside(expressions: list[Expression], draft: Draft, text: str) -> list[Expression]:
    """Add to expressions what their text states a second time, on the references stated last before it."""
    if not draft.beside:
        return expressions
    beside: list[Expression] = []
    issues: list[Issue] = []
    for expression in expressions[:1]:
        hints = expression.hints
        for other in draft.beside:
            try:
                restated = _read(other, text)[0]
            except VariantError:
                span = other.locate(find_span(other.text))
                message = f"{quote(other.text.strip())} was set aside unread: it is no variant name. Compare it."
                issues.append(Issue("W1005", "warning", message, span))
                continue
            own = replace(restated, hints=complete(restated.hints, hints))
            hints = hints if isinstance(own.stated, StatedProtein) else own.hints
            beside.append(own)
    gene = next((other.hints.gene for other in beside if other.hints.gene), None)
    return [
        replace(
            expression,
            beside=tuple(beside),
            issues=(*expression.issues, *issues),
            hints=expression.hints if expression.hints != Hints() else Hints(gene=gene),
        )
        for expression in expressions
    ]


def _read_alleles(draft: Draft, text: str) -> list[Expression]:
    """Read the two names that a text joins: two alleles in trans, or a DNA change and what it makes of the protein."""
    parts = wrappers.split_alleles(draft)
    if parts is None:
        return []
    *alleles, issue = parts
    try:
        first, second = (_read(allele, text) for allele in alleles)
    except VariantError:
        return []
    if any(isinstance(part[0].stated, StatedPlace | StatedCategory) for part in (first, second)):
        return []
    pairs = [(one, other) for one in first for other in second if one.notation == other.notation]
    if not pairs and isinstance(first[0].stated, StatedProtein) != isinstance(second[0].stated, StatedProtein):
        dna, protein = (second, first) if isinstance(first[0].stated, StatedProtein) else (first, second)
        return [replace(dna[0], hints=complete(dna[0].hints, protein[0].hints), beside=protein[:1])]
    return [
        replace(
            one,
            stated=StatedSet("trans", (one, other)),
            hints=complete(one.hints, other.hints),
            span=(one.span[0], other.span[1]),
            issues=tuple(dict.fromkeys((*one.issues, *other.issues, issue))),
        )
        for one, other in pairs
    ]


def _check_safe(text: str) -> None:
    """Check that a text is one line of printable characters of bearable length.

    Raises:
        EmptyInput: when there is nothing in it.
        UnsafeInput: when it is too long, or holds control characters or half a character.
    """
    if len(text) > LONGEST:
        message = (
            f"The text has {len(text):,} characters, more than any variant name: {quote(text)}. Give one name per line."
        )
        raise UnsafeInput(message, text=text[:LONGEST])
    if not text.strip():
        raise EmptyInput("The text is empty. Give a variant name, such as STIM1 c.494C>A.", text=text)
    if text.isprintable():
        return
    for place, character in enumerate(text.strip("\r\n")):
        if character != "\t" and not character.isprintable() and _is_unsafe(character):
            message = f"{quote(character)} at character {place + 1} belongs in no name: {quote(text)}. Give plain text."
            raise UnsafeInput(message, text=text, span=(place, place + 1))


def _is_unsafe(character: str) -> bool:
    return unicodedata.category(character) in _UNSAFE_CATEGORIES and not typography.is_folded(character)


def _advise(text: str) -> str:
    """Return how the notation nearest to a text is written."""
    advice = next((sentence for shape, sentence in _ADVICE if shape.search(text)), None)
    return advice or "Names look like STIM1 c.494C>A, NM_003156.3:c.494C>A, BRAF V600E, rs6025 or 11-4055634-C-A."
