"""The signs that join several changes in one name, taken apart: `[a;b]`, `[a];[b]`, `a(;)b`, `a^b`, `=/b`, `[a,b]`.

Sources: HGVS nomenclature 21.0, DNA/alleles, RNA/alleles, protein/alleles and DNA/substitution (mosaic and chimeric
states); `+` between changes and between alleles was withdrawn for `;` (den Dunnen & Antonarakis 2000, doi
10.1002/(SICI)1098-1004(200001)15:1<7::AID-HUMU4>3.0.CO;2-N, had it).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from synonymizer.statements import Relation

DEEPEST = 8
"""Brackets within brackets beyond this are not taken apart."""

MOST_SIGNS = 400
"""A stretch with more signs than this is not taken apart."""

_SIGN = re.compile(r"\(;\)|,(?!(?<=\d,)\d{3}(?!\d))|[()\[\]{}^;]|(?<=[A-Za-z=)\]?*])\s*\+|=//?(?=[^/])")
"""Signs that join changes, and brackets. A comma between thousands is none, nor is the + of a place in an intron."""

_OPENING = {"(": ")", "[": "]", "{": "}"}
_OPEN_ALLELES: tuple[tuple[str, Relation], ...] = (("^", "choice"), ("(;)", "unknown"), (";", "trans"), ("+", "trans"))
_IN_ALLELE: tuple[tuple[str, Relation], ...] = (
    (";", "cis"),
    ("+", "cis"),
    (",", "together"),
    ("^", "choice"),
    ("(;)", "unknown"),
)
_BESIDE: tuple[tuple[str, Relation], ...] = (("=//", "chimeric"), ("=/", "mosaic"))
_COMPOUND = re.compile(r"[\[(^;,:]|=/")
_COUNT = re.compile(r"\(?[0-9?]{1,9}(?:_[0-9?]{1,9}\))?")
_OWN_PLACE = re.compile(r"\s*(?:[-*(]?[0-9]|(?:[A-Za-z]{1,3}|\*)[0-9])")
_RESIDUES_TO_CHOOSE = re.compile(
    r"(?P<before>[A-Za-z*]{1,3}[0-9]{1,30})\((?P<choices>[A-Za-z*]{1,3}(?:\^[A-Za-z*]{1,3}){1,30})\)(?P<behind>.{1,40})"
)
_CHOSEN = re.compile(r"[A-Za-z*]{1,3}")
_PLACE_OF_CHOICE = re.compile(r"(?P<place>(?:[A-Za-z]{1,3}|\*)[0-9]{1,30}|[^>]{1,100}>)[A-Za-z*]{1,3}")
_LONE_INSERTION = re.compile(r"ins[A-Z]+", re.IGNORECASE)
_ENDS_AT = re.compile(r"(?:\d{1,30}_)?(?P<last>\d{1,30})(?:del|dup|inv|[A-Z]>[A-Z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Node:
    """A set of changes, or one change: a leaf, whose text is `body` and stands at `start` to `end` of the name.

    The body of a leaf holds the place that it shares with the leaf before it; a set has a body where its members share
    a place in today's spelling. `is_old`: joined by a withdrawn sign.
    """

    start: int
    end: int
    body: str = ""
    relation: Relation | None = None
    members: tuple[Node, ...] = ()
    is_predicted: bool = False
    is_old: bool = False


def is_compound(text: str) -> bool:
    """Whether a text holds a sign that may join several changes."""
    return _COMPOUND.search(text) is not None


def split(text: str, start: int, end: int) -> Node | None:
    """Take a stretch of text apart; None when its brackets do not pair or lie too deep.

    >>> node = split("[76A>C;83G>C];[76A>C]", 0, 21)
    >>> node.relation, [member.relation for member in node.members], node.members[0].members[1].body
    ('trans', ['cis', None], '83G>C')
    """
    return _split(text, start, end, DEEPEST, in_allele=False)


def _split(text: str, start: int, end: int, depth: int, *, in_allele: bool) -> Node | None:
    start, end = _trim(text, start, end)
    signs = _find_signs(text, start, end)
    if signs is None or not depth or len(signs) > MOST_SIGNS:
        return None
    enclosed = _find_enclosed(signs, start, end)
    if enclosed is not None:
        node = _split(text, start + 1, end - 1, depth - 1, in_allele=in_allele or enclosed == "[")
        return replace(node, is_predicted=True) if node and enclosed == "(" else node
    for sign, relation in (*(_IN_ALLELE if in_allele else _OPEN_ALLELES), *_BESIDE):
        cuts = [found.span() for found in signs if found[0].strip() == sign]
        if cuts:
            return _split_at(text, (start, end), cuts, relation, depth, in_allele=in_allele, is_old=sign == "+")
    return _read_choices(text, start, end) or Node(start, end, text[start:end])


def _split_at(
    text: str,
    span: tuple[int, int],
    cuts: list[tuple[int, int]],
    relation: Relation,
    depth: int,
    *,
    in_allele: bool,
    is_old: bool,
) -> Node | None:
    start, end = span
    if relation in {"mosaic", "chimeric"}:
        cuts = [(first + 1, last) for first, last in cuts]  # the `=` belongs to the change before it
    edges = [start, *(place for cut in cuts for place in cut), end]
    parts = [_trim(text, *part) for part in zip(edges[::2], edges[1::2], strict=True)]
    shared = _find_shared(text, parts, relation)
    if shared is not None:
        return replace(shared, is_old=is_old)
    if relation == "trans" and not all(text[first] + text[last - 1] == "[]" for first, last in parts if first < last):
        return None
    members = [_split(text, *part, depth - 1, in_allele=in_allele) for part in parts]
    found = tuple(member for member in members if member is not None)
    if len(found) < len(members) or any(not node.members and not node.body for node in found):
        return None
    if relation == "cis":
        found = _place_lone_insertions(found)
    return Node(*span, relation=relation, members=found, is_old=is_old)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _find_signs(text: str, start: int, end: int) -> list[re.Match[str]] | None:
    """Return the signs outside all brackets, and the outermost brackets; None when brackets do not pair."""
    signs: list[re.Match[str]] = []
    closing: list[str] = []
    for found in _SIGN.finditer(text, start, end):
        sign = found[0]
        if sign in _OPENING:
            if not closing:
                signs.append(found)
            closing.append(_OPENING[sign])
        elif sign in ")]}":
            if not closing or closing.pop() != sign:
                return None
            if not closing:
                signs.append(found)
        elif not closing:
            signs.append(found)
    return None if closing else signs


def _find_enclosed(signs: list[re.Match[str]], start: int, end: int) -> Literal["(", "["] | None:
    """Return the bracket that a pair around the whole stretch opens with."""
    if len(signs) < 2 or signs[0].start() != start or signs[1].end() != end:
        return None
    return "(" if signs[0][0] == "(" else "[" if signs[0][0] == "[" else None


def _find_shared(text: str, parts: list[tuple[int, int]], relation: Relation) -> Node | None:
    """Return a set of which the first member alone states the place: `2376[G>C];[G>C]`, `85=/T>C`, `Gly76Ala^Ser`."""
    first, *others = (text[start:end] for start, end in parts)
    if not all(others):
        return None
    span = parts[0][0], parts[-1][1]
    bodies: list[str] = []
    if relation in {"mosaic", "chimeric"}:
        place = first.removesuffix("=")
        bodies = [first, *(other if _OWN_PLACE.match(other) else place + other for other in others)]
    elif relation == "choice" and all(map(_CHOSEN.fullmatch, others)):
        found = _PLACE_OF_CHOICE.fullmatch(first)
        bodies = [first, *(found["place"] + other for other in others)] if found else []
    elif relation == "trans" and first.endswith("]") and not first.startswith("["):
        return _share_alleles(text, parts)
    if not bodies:
        return None
    members = tuple(Node(*part, body) for part, body in zip(parts, bodies, strict=True))
    return Node(*span, relation=relation, members=members)


def _share_alleles(text: str, parts: list[tuple[int, int]]) -> Node | None:
    """Return the alleles of one place: counts of one repeat, `-124ug[14];[18]`, or the older `2376[G>C];[G>C]`."""
    first, *others = (text[start:end] for start, end in parts)
    place = first[: first.rindex("[")]
    alleles = [first[len(place) :], *others]
    if not all(allele.startswith("[") and allele.endswith("]") and allele[1:-1].strip() for allele in alleles):
        return None
    span = parts[0][0], parts[-1][1]
    if all(_COUNT.fullmatch(allele[1:-1]) for allele in alleles):
        members = tuple(Node(*part, place + allele) for part, allele in zip(parts, alleles, strict=True))
        return Node(*span, text[slice(*span)], "trans", members)
    members = tuple(Node(*part, place + allele[1:-1].strip()) for part, allele in zip(parts, alleles, strict=True))
    return Node(*span, relation="trans", members=members)


def _read_choices(text: str, start: int, end: int) -> Node | None:
    """Read residues to choose from inside a change: `Gly719(Ala^Ser)fsTer23`."""
    found = _RESIDUES_TO_CHOOSE.fullmatch(text, start, end)
    if found is None:
        return None
    bodies = [f"{found['before']}{choice}{found['behind']}" for choice in found["choices"].split("^")]
    return Node(start, end, found[0], "choice", members=tuple(Node(start, end, body) for body in bodies))


def _place_lone_insertions(members: tuple[Node, ...]) -> tuple[Node, ...]:
    """Place an insertion that states none behind the change before it: `[…;32310711_171827243inv;insG]`."""
    placed = list(members)
    for number, (before, member) in enumerate(pairwise(members), 1):
        end = _ENDS_AT.fullmatch(before.body) if _LONE_INSERTION.fullmatch(member.body) else None
        if end is not None:
            placed[number] = replace(member, body=f"{end['last']}_{int(end['last']) + 1}{member.body}")
    return tuple(placed)
