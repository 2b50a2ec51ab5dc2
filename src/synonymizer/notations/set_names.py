"""Names of several changes together: `c.[2376G>C;3103del]`, `c.[2376G>C];[3103del]`, `c.2376G>C(;)3103del`.

They are joined from the names of the members, on each reference where every member has a recommended name. An edit over
the origin of a circular sequence, `m.16563_13del`, is the change of both its ends.
Sources: HGVS nomenclature 21.0, DNA/alleles, RNA/alleles, protein/alleles; SVD-WG006 for circular sequences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.model import CircularProjection, Name
from synonymizer.spelling.points import write_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.model import Projection
    from synonymizer.statements import Relation


_POSITION = re.compile(r"(?P<zone>[-*]?)(?P<number>[0-9]+)(?P<offset>[-+][0-9]+)?")


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the name of an edit over the origin; none for other projections."""
    if not isinstance(projection, CircularProjection):
        return ()
    contig = projection.contig
    place = f"{write_point(projection.first)}_{write_point(projection.last)}"
    kind = "=" if projection.kind == "identity" else projection.kind
    text = f"{contig.accession}:m.{place}{kind}{projection.inserted}"
    return (Name(text, "hgvs", "m", contig.assembly, recommended=True),)


def join(relation: Relation, members: tuple[tuple[Name, ...], ...]) -> tuple[Name, ...]:
    """Return the names of a set from the names of its members, in the order of the first member's names.

    What many changes share (`p.?`, `r.spl?`) is no name of one of them, and joins nothing.
    """
    found: dict[str, Name] = {}
    recommended = tuple(
        tuple(n for n in names if n.recommended and n.cls == "hgvs" and n.scope != "category") for names in members
    )
    for name in recommended[0]:
        for head in _heads(name, recommended):
            parts = [_find_part(name, head, names) for names in recommended]
            texts = [part for part in parts if part is not None]
            if len(texts) == len(members):
                text = f"{head}:{name.level}.{_bracket(relation, sorted(texts, key=_find_place))}"
                found.setdefault(text, name.respell(text, recommended=True))
    return tuple(found.values()) or tuple(_join_apart(relation, recommended))


def write_gene(joined: tuple[Name, ...], gene: str, mains: frozenset[str]) -> Iterator[Name]:
    """Yield the names that a set has on a gene's main transcript with the gene alone, or nothing, before them."""
    for name in joined:
        if name.transcript in mains and name.level is not None:
            change = f"{name.level}.{_split(name)[1]}"
            yield name.respell(f"{gene}:{change}")
            yield name.respell(f"{gene} {change}", "literature")
            yield name.respell(change, needs="gene")


def _heads(name: Name, members: tuple[tuple[Name, ...], ...]) -> Iterator[str]:
    """Yield the references before the names that are like one, without those of the like."""
    seen: dict[str, None] = {}
    for names in members:
        seen.update((_split(other)[0], None) for other in names if _is_like(name, other))
    yield from seen


def _is_like(name: Name, other: Name) -> bool:
    same = name.level == other.level and name.assembly == other.assembly and name.transcript == other.transcript
    return same and name.level is not None


def _split(name: Name) -> tuple[str, str]:
    head, _, change = name.text.partition(f":{name.level}.")
    return head, change


def _find_part(name: Name, head: str, names: tuple[Name, ...]) -> str | None:
    """Return the change that one member's names have on a reference; a name on exons alone serves with any genome."""
    for other in names:
        there, change = _split(other)
        if _is_like(name, other) and (there == head or head.endswith(f"({there})")):
            return change
    return None


def _find_place(change: str) -> tuple[int, int, int]:
    """Return where a change lies on its axis, for sorting: by its first position, c.* behind all others.

    >>> sorted(["*5del", "94-2A>G", "93G>A", "(Arg2Lys)", "-7C>T"], key=_find_place)
    ['-7C>T', '(Arg2Lys)', '93G>A', '94-2A>G', '*5del']
    """
    found = _POSITION.search(change)
    if found is None:
        return 0, 0, 0
    number = -int(found["number"]) if found["zone"] == "-" else int(found["number"])
    return found["zone"] == "*", number, int(found["offset"] or 0)


def _bracket(relation: Relation, parts: list[str]) -> str:
    """Join changes as the nomenclature brackets them.

    >>> _bracket("cis", ["1A>C", "5del"]), _bracket("cis", ["(R1K)", "(Y5del)"])
    ('[1A>C;5del]', '[(R1K;Y5del)]')
    >>> _bracket("trans", ["[1A>C;5del]", "9dup"]), _bracket("unknown", ["1A>C", "5del"])
    ('[1A>C;5del];[9dup]', '1A>C(;)5del')
    """
    if relation == "cis":
        if all(part.startswith("(") and part.endswith(")") for part in parts):
            return f"[({';'.join(part[1:-1] for part in parts)})]"
        return f"[{';'.join(parts)}]"
    if relation == "trans":
        return ";".join(part if part.startswith("[") else f"[{part}]" for part in parts)
    return "(;)".join(parts)


def _join_apart(relation: Relation, members: tuple[tuple[Name, ...], ...]) -> Iterator[Name]:
    """Yield the name of changes on different sequences: each with its own reference, on each assembly."""
    if relation != "trans":
        return
    for name in members[0]:
        parts = [
            next((n.text for n in names if n.level == name.level == "g" and n.assembly == name.assembly), None)
            for names in members
        ]
        texts = [part for part in parts if part is not None]
        if len(texts) == len(members):
            text = ";".join(f"[{part}]" for part in texts)
            yield name.respell(text, recommended=True)
