"""Signs of old in the change of a DNA or RNA name, put into those of today: `c.76A/G`, `c.79GC>TT`, `c.52insT`.

Each rule is a pattern, what it becomes, the code of its issue and why. They hold behind the letter of an axis alone,
and none of the patterns is a form of the nomenclature. What may be meant by a name that is one, too, is an alternative:
`c.12-14del` is a place in an intron and was a range. Sources: HGVS nomenclature 21.0, checklist, DNA/substitution
(`A/G`, `GC>TT`), DNA/insertion (one position, `^`), DNA/alleles (`+`), background/numbering (ranges with `_`); the
c. forms of ANNOVAR (`c.G34T`); arrows lost by PDF files in the corpora of SETH (doi:10.1093/bioinformatics/btw234).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from synonymizer.spelling.points import read_point, shift, write_point
from synonymizer.spelling.spans import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.repair.drafts import Draft
    from synonymizer.statements import Axis

_AXIS = re.compile(r"(?:(?<=[\s:()\d\[])|^)(?P<letter>[cgmnor]) ?\. ?(?=[-*(\[\d]|[ACGT][-*]?\d)", re.IGNORECASE)

_BASE = "[ACGTUacgtu]"
_BASES = f"{_BASE}{{1,200}}"
_NUMBER = "[0-9]{1,30}"
_POSITION = rf"[-*]?{_NUMBER}(?:[-+]{_NUMBER})?"
_START = r"(?:(?<=[\[;(.])|(?<=\. ))"
"""Where a position begins: behind the letter of the axis, or at the start of a member of a list."""
_END = r"(?![A-Za-z0-9>=])"
_ON_GENOME = re.compile(r"\s*(?:N[CG]_|LRG_)[0-9.]+ ?\(", re.IGNORECASE)
_KEYWORDS = "del|dup|ins|inv"

Rewriting = Callable[[re.Match[str], "Axis"], str | None]
"""Return what the found text becomes, None when it stays."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A sign of old: the pattern, what it becomes, the code of the issue and the reason it gives."""

    pattern: re.Pattern[str]
    rewrite: Rewriting
    code: str
    reason: str


# ---------------------------------------------------------------- what the signs become


def _by(template: str) -> Rewriting:
    return lambda found, _: found.expand(template)


def _write_delins(found: re.Match[str], axis: Axis) -> str | None:
    """Write several bases with > as delins; a single position stands for the first of the bases replaced."""
    old, new, last = found["old"], found["new"], found["last"]
    first = read_point(found["first"], axis)
    if first is None or (last is None and (not old or len(old) == len(new) == 1)):
        return None
    if last is None and len(old) > 1:
        last = write_point(shift(first, len(old) - 1))
    if last is not None and len(old) == len(new) == 1:
        return None  # a substitution of one base over a range: which of them, nobody knows
    return f"{found['first']}{'_' + last if last else ''}del{old}ins{new}"


def _write_unsigned(found: re.Match[str], axis: Axis) -> str | None:
    """Write bases that stand without a sign behind as many positions as delins."""
    first, last = read_point(found["first"], axis), read_point(found["last"], axis)
    if first is None or last is None or last.base - first.base + 1 != len(found["new"]):
        return None
    return f"{found['first']}_{found['last']}delins{found['new']}"


def _complete_insertion(found: re.Match[str], axis: Axis) -> str | None:
    point = read_point(found["first"], axis)
    return None if point is None else f"{found['first']}_{write_point(shift(point, 1))}"


def _complete_range(found: re.Match[str], axis: Axis) -> str | None:
    """Write the last position too, where the bases stated are more than the one position holds."""
    point, what = read_point(found["first"], axis), found["what"]
    size = int(what) if what.isdecimal() else len(what)
    if point is None or size == 1 or -point.offset > point.base + 1 > 0:
        return None  # 1521-1523delCTT states both positions
    return f"{found['first']}_{write_point(shift(point, size - 1))}{found['act']}{what}"


def _join(found: re.Match[str], axis: Axis) -> str | None:
    """Write a range whose hyphen cannot count into an intron: the nomenclature has no such position."""
    first, last = found["first"], found["last"]
    counts_on = last.isdecimal() and not re.search(r"[0-9][-+]", first)
    is_insertion = counts_on and found["kind"].lower() == "ins" and first.isdecimal() and int(last) == int(first) + 1
    return f"{first}_{last}" if axis in "gmo" or is_insertion or not counts_on else None


def _join_ascending(found: re.Match[str], axis: Axis) -> str | None:
    """Write as a range what may count into an intron just as well."""
    first, last = found["first"], found["last"]
    return f"{first}_{last}" if axis in "cnr" and int(first) < int(last) else None


# ---------------------------------------------------------------- the rules

_HYPHEN = _Rule(
    re.compile(rf"{_START}(?P<first>{_NUMBER})-(?P<last>{_NUMBER})(?=(?:{_KEYWORDS}))", re.IGNORECASE),
    _join_ascending,
    "W1010",
    "the hyphen was taken for that of a range, which is written with _",
)
_RULES = tuple(
    _Rule(re.compile(pattern, re.IGNORECASE), rewrite, code, reason)
    for pattern, rewrite, code, reason in (
        (
            rf"(?<={_BASE}) ?[-=]{{1,8}}> ?(?={_BASE})",
            _by(">"),
            "W1008",
            "a substitution is written with >",
        ),
        (
            rf"(?<=[0-9])(?P<gap> ?)(?P<old>{_BASES}) ?(?:/|\\|-|4|\?|\.|to|-to-) ?(?P<new>{_BASES}){_END}",
            _by(r"\g<gap>\g<old>>\g<new>"),
            "W1008",
            "a substitution is written with >",
        ),
        (
            rf"(?<=[0-9]) ?\((?P<change>{_BASES}>{_BASES})\)",
            _by(r"\g<change>"),
            "W1008",
            "parentheses stand around a predicted change, position and all",
        ),
        (
            rf"{_START}(?P<old>{_BASE})(?P<first>{_POSITION})(?:-?>)?(?P<new>{_BASE}){_END}",
            _by(r"\g<first>\g<old>>\g<new>"),
            "W1008",
            "the base replaced stands behind its position",
        ),
        (
            rf"{_START}(?P<first>{_NUMBER})\^(?P<last>{_NUMBER})(?:ins)?(?P<new>{_BASES}){_END}",
            _by(r"\g<first>_\g<last>ins\g<new>"),
            "W1008",
            "the positions around an insertion are joined by _",
        ),
        (
            rf"{_START}(?P<first>{_NUMBER}):(?P<old>{_BASES}):(?P<new>{_BASES}){_END}",
            _by(r"\g<first>\g<old>>\g<new>"),
            "W1007",
            "the fields of a coordinate stand behind the letter of an axis",
        ),
        (
            rf"{_START}(?P<first>{_POSITION})(?:_(?P<last>{_POSITION}))? ?"
            rf"(?P<old>{_BASE}{{0,200}})>(?P<new>{_BASES}){_END}",
            _write_delins,
            "W1008",
            "several bases are replaced with delins",
        ),
        (
            rf"{_START}(?P<first>{_NUMBER})_(?P<last>{_NUMBER})(?P<new>{_BASE}{{2,200}}){_END}",
            _write_unsigned,
            "W1008",
            "bases are replaced with delins",
        ),
        (r"(?<=[A-Za-z=])\+(?=[-*]?[0-9]|[cgmnr]\.)", _by(";"), "W1008", "changes of one allele are joined by ;"),
        (r"\] ?\+ ?\[", _by("];["), "W1008", "two alleles are joined by ;"),
        (r"(?<=del|dup|inv)(?:X{2,200}|N{2,200})(?![A-Za-z\[(])", _by(""), "W1008", "X and N state no bases"),
        (
            r"(?<=del|dup|ins|inv)[ _]?(?P<size>[0-9]{1,9}) ?-?(?:bp|nt|bases?|b)(?![A-Za-z])",
            _by(r"\g<size>"),
            "W1008",
            "a size is written without a unit",
        ),
        (
            rf"{_START}(?P<base>{_NUMBER})(?P<first>[-+]{_NUMBER})_(?P<last>[-+]{_NUMBER})(?=(?:{_KEYWORDS})|\s*\Z)",
            _by(r"\g<base>\g<first>_\g<base>\g<last>"),
            "W1011",
            "both positions of a range are written whole",
        ),
        (
            rf"{_START}(?P<first>{_POSITION})-(?P<last>\*?{_NUMBER}(?:[-+]{_NUMBER})?)(?=(?P<kind>{_KEYWORDS}))",
            _join,
            "W1010",
            "the hyphen is that of a range, which is written with _",
        ),
        (
            rf"{_START}(?P<first>{_POSITION})(?P<act>del|dup)(?P<what>{_BASES}|[1-9][0-9]{{0,3}})(?=ins|{_END})",
            _complete_range,
            "W1011",
            "a range is written with both positions, and the one stated was taken for its first",
        ),
        (
            rf"{_START}(?P<first>{_POSITION}) ?(?=ins)",
            _complete_insertion,
            "W1009",
            "an insertion lies between two positions, and was taken to lie behind the one stated",
        ),
    )
)


def modernize(draft: Draft) -> Draft:
    """Put the signs of old behind the letter of an axis into those of today.

    >>> from synonymizer.repair.drafts import Draft
    >>> [modernize(Draft(text)).text for text in ("c.76A/G", "c.79GC>TT", "c.-1insT", "g.4GC-->TG", "c.494C>A")]
    ['c.76A>G', 'c.79_80delGCinsTT', 'c.-1_1insT', 'g.4_5delGCinsTG', 'c.494C>A']
    """
    axis = _AXIS.search(draft.text)
    for rule in _RULES:
        if axis is None:
            break
        before, draft = draft, _apply(rule, draft, axis)
        axis = axis if draft is before else _AXIS.search(draft.text)
    return draft


def find_alternatives(draft: Draft) -> Iterator[Draft]:
    """Return what else a name may mean by a habit of old; one on a genomic sequence does count into its introns.

    >>> from synonymizer.repair.drafts import Draft
    >>> [alternative.text for alternative in find_alternatives(Draft("c.12-14del"))]
    ['c.12_14del']
    """
    axis = _AXIS.search(draft.text)
    alternative = _apply(_HYPHEN, draft, axis) if axis else draft
    if alternative is not draft and not _ON_GENOME.match(draft.text):
        yield alternative


def _apply(rule: _Rule, draft: Draft, axis: re.Match[str]) -> Draft:
    """Apply a rule to all that stands behind the letter of an axis; one issue shows the first place."""
    letter = cast("Axis", axis["letter"].lower())
    edits = []
    for found in rule.pattern.finditer(draft.text, axis.end()):
        new = rule.rewrite(found, letter)
        if new is not None and new != found[0]:
            edits.append((*found.span(), new))
    if not edits:
        return draft
    start, end, new = edits[0]
    what = f"read as {quote(new)}" if new else "left out"
    message = f"{quote(draft.text[start:end])} was {what}: {rule.reason}."
    return draft.note(rule.code, message, (start, end)).rewrite(edits)
