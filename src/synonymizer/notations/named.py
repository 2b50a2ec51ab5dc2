"""Names people gave variants: `Factor V Leiden`, `Hb S`, `PI*Z`, `BRCA1 185delAG`, `CFTR 3849+10kbC>T`, `FLT3-ITD`.

What each of them is, and where that is published, are facts (`named_alleles` in `synonymizer.facts`): the change on a
gene, which is read as any description of a change is. Spaces, hyphens and letter case never tell two names apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

from synonymizer.facts import read_facts, split
from synonymizer.notations.spans import find_span, quote
from synonymizer.statements import CategoryKind, Expression, Hints, Issue, StatedCategory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.statements import Statement

LONGEST = 60
"""More characters than any name with its gene has."""

_IGNORED = re.compile(r"[\s\-_*/:,;()>]+|\b(?:the|mutations?|variants?|polymorphisms?|alleles?|gene|in|of|haplotype)\b")
_CATEGORIES: dict[str, CategoryKind] = {kind: kind for kind in get_args(CategoryKind)}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the table, and whether a text that means it also names its gene."""

    row: dict[str, str]
    has_gene: bool


def read(text: str, describe: Callable[[str], Expression | None]) -> Expression | None:
    """Read a name people gave a variant; None for any other text.

    A name that many genes could bear (`185delAG`) is a last resort where the text does not name the gene.

    >>> read("BRCA1 185-delAG", lambda description: Expression(description, "hgvs", None)).issues[0].code
    'W2010'

    Args:
        text: the name.
        describe: reads the description of a change on a gene, `HBB c.20A>T`.
    """
    start, end = find_span(text)
    if end - start > LONGEST:
        return None
    entry = _index().get(_fold(text[start:end]))
    if entry is None:
        return None
    row = entry.row
    stated = _state(row, text[start:end], describe)
    if stated is None:
        return None
    issue = Issue("W2010", "warning", _explain(row, text[start:end]), (start, end))
    hints = Hints(gene=row["gene"])
    return Expression(text, "named", stated, hints, (start, end), (issue,), is_fallback=not entry.has_gene)


def list_names() -> Iterator[tuple[str, str, str]]:
    """Yield (name, gene, citation) of every name of an allele as people write it, with its gene where it needs that."""
    for row in read_facts("named_alleles"):
        if row["kind"] == "allele":
            for name in split(row["names"]):
                yield name, row["gene"], row["citation"]
            for name in split(row["short"]):
                yield f"{row['gene']} {name}", row["gene"], row["citation"]


def _state(row: dict[str, str], name: str, describe: Callable[[str], Expression | None]) -> Statement | None:
    category = _CATEGORIES.get(row["change"])
    if category is not None:
        return StatedCategory(category, name)
    described = describe(f"{row['gene']} {row['change']}")
    return None if described is None else described.stated


def _explain(row: dict[str, str], name: str) -> str:
    if row["kind"] == "category":
        return f"{quote(name)} is a class of variants of {row['gene']}, not one of them ({row['citation']})."
    kind = "a haplotype, not one allele:" if row["kind"] == "haplotype" else "the name of"
    return f"{quote(name)} is {kind} {row['gene']} {row['change']} on {row['transcript']} ({row['citation']})."


@cache
def _index() -> dict[str, _Entry]:
    """Return every spelling of every name, folded; a name with its gene goes before one without."""
    found: dict[str, _Entry] = {}
    bare: dict[str, _Entry] = {}
    for row in read_facts("named_alleles"):
        words = (row["gene"], *split(row["words"]))
        for name in split(row["names"]):
            found.setdefault(_fold(name), _Entry(row, has_gene=True))
        for name in split(row["short"]) + split(row["names"]):
            for word in words:
                found.setdefault(_fold(f"{word} {name}"), _Entry(row, has_gene=True))
                found.setdefault(_fold(f"{name} {word}"), _Entry(row, has_gene=True))
        for name in split(row["short"]):
            if any(letter.isdigit() for letter in name) and len(_fold(name)) > _SHORTEST:
                bare.setdefault(_fold(name), _Entry(row, has_gene=False))
    return bare | found


def _fold(text: str) -> str:
    """Return what tells a name from others.

    >>> _fold("PI*Z"), _fold("the Delta F508 mutation"), _fold("3849 + 10 kb C->T")
    ('piz', 'deltaf508', '3849+10kbct')
    """
    return _IGNORED.sub("", text.lower())


_SHORTEST = 4
"""As many characters as a name without its gene must have more than: 5T alone could be anything."""
