"""Names people gave variants: `Factor V Leiden`, `Hb S`, `PI*Z`, `BRCA1 185delAG`, `CFTR 3849+10kbC>T`, `FLT3-ITD`.

What each of them is, and where that is published, are facts (`named_alleles` in `synonymizer.facts`): the change on a
gene, which is read as any description of a change is. Spaces, hyphens and letter case never tell two names apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, get_args

from synonymizer.facts import read_facts, split
from synonymizer.spelling.aliases import follow
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import CategoryKind, Expression, Hints, Issue, StatedCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.spelling.aliases import Describe

LONGEST = 60
"""More characters than any name with its gene has."""

_SHORTEST = 5
"""The characters a name without its gene has at least: 5T alone could be anything."""

_IGNORED = re.compile(r"[\s\-_*/:,;()>]+|\b(?:the|mutations?|variants?|polymorphisms?|alleles?|gene|in|of|haplotype)\b")
_CATEGORIES: dict[str, CategoryKind] = {kind: kind for kind in get_args(CategoryKind)}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of the table, and whether a text that means it also names its gene."""

    row: dict[str, str]
    has_gene: bool


def read(text: str, describe: Describe) -> Expression | None:
    """Read a name people gave a variant; None for any other text.

    A name that many genes could bear (`185delAG`) is a last resort where the text does not name the gene.

    >>> read("FLT3-ITD", lambda description: None).stated
    StatedCategory(kind='internal', label='internal tandem duplication', exon=None, partner=None)

    Args:
        text: the name.
        describe: reads the description of a change, `HBB c.20A>T`.
    """
    start, end = find_span(text)
    if end - start > LONGEST:
        return None
    entry = _index().get(_fold(text[start:end]))
    if entry is None:
        return None
    row = entry.row
    name, span = text[start:end], (start, end)
    category = _CATEGORIES.get(row["kind"])
    if category is not None:
        issue = Issue("W2010", "warning", _explain(row, name), span)
        stated = StatedCategory(category, row["change"])
        return Expression(text, "named", stated, Hints(gene=row["gene"]), span, (issue,))
    found = follow(row, text, span, "named", _explain(row, name), describe)
    return None if found is None else replace(found, is_fallback=not entry.has_gene)


def may_name(text: str, gene: str) -> bool:
    """Whether a text behind its gene holds a name people gave a variant of that, with whatever stands around it.

    >>> may_name("the 5T allele", "CFTR"), may_name("the 5T allele", "STIM1")
    (True, False)
    """
    folded = _fold(f"{gene} {text}")
    return any(name in folded for name in _names_by_gene().get(gene, ()))


def list_names() -> Iterator[tuple[str, str, str]]:
    """Yield (name, gene, citation) of every name of an allele as people write it, with its gene where it needs that."""
    for row in read_facts("named_alleles"):
        if row["kind"] == "allele":
            for name in split(row["names"]):
                yield name, row["gene"], row["citation"]
            for name in filter(_is_distinct, split(row["short"])):
                yield f"{row['gene']} {name}", row["gene"], row["citation"]


def _explain(row: dict[str, str], name: str) -> str:
    if row["kind"] in _CATEGORIES:
        return f"{quote(name)} is a class of variants of {row['gene']}, not one of them ({row['citation']})."
    kind = "a haplotype, not one allele:" if row["kind"] == "haplotype" else "the name of"
    return f"{quote(name)} is {kind} {row['gene']} {row['change']} on {row['reference']} ({row['citation']})."


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
            if len(_fold(name)) >= _SHORTEST and any(letter.isdigit() for letter in name):
                bare.setdefault(_fold(name), _Entry(row, has_gene=False))
    return bare | found


@cache
def _names_by_gene() -> dict[str, frozenset[str]]:
    """Return the names of the variants of each gene, folded."""
    found: dict[str, frozenset[str]] = {}
    for row in read_facts("named_alleles"):
        names = frozenset(map(_fold, split(row["names"]) + split(row["short"])))
        found[row["gene"]] = found.get(row["gene"], frozenset()) | names
    return found


def _fold(text: str) -> str:
    """Return what tells a name from others.

    >>> _fold("PI*Z"), _fold("the Delta F508 mutation"), _fold("3849 + 10 kb C->T")
    ('piz', 'deltaf508', '3849+10kbct')
    """
    return _IGNORED.sub("", text.lower())


def _is_distinct(name: str) -> bool:
    """Whether a name says more than a letter of a series does: G20210A and 5T, and not the S of Hb S."""
    return len(name) > 1
