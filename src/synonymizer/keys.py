"""The identity key of every kind of change but alleles, whose key is their SPDI: equal keys, same variant.

Pure text from values that are already normalized; the form of each key is part of the output schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synonymizer.model import Junction, ProteinChange, Repeat, UncertainInterval
    from synonymizer.statements import Count, Relation


def uncertain_key(change: UncertainInterval) -> str:
    """Return the key of a bounded event: outer and inner bound of each side, `?` where unknown, then the kind.

    A change somewhere inside a stretch has that stretch alone. Behind the kind stand what is known of it: new bases, or
    the number of bases as `N[15]`, `N[10,20]`; and a count of copies in brackets, where the kind does not say it.

    >>> from synonymizer.model import UncertainInterval
    >>> uncertain_key(UncertainInterval("NC_1.1", (None, 9), (20, 31), "del"))
    'NC_1.1:(?,9)_(20,31):DEL'
    >>> uncertain_key(UncertainInterval("NC_1.1", (9, 20), (9, 20), "ins", is_within=True, inserted="G"))
    'NC_1.1:(9,20):INS:G'
    """
    place = _side(change.left) if change.is_within else f"{_side(change.left)}_{_side(change.right)}"
    copies = "" if change.copies is None else f"[{change.copies}]"
    bases = f"{change.deleted}>{change.inserted}" if change.deleted else change.inserted
    known = bases or ("" if change.size is None else f"N{_count(change.size)}")
    return f"{change.sequence}:{place}:{change.kind.upper()}{copies}{':' if known else ''}{known}"


def repeat_key(change: Repeat) -> str:
    """Return the key of a repeat with a bounded count: its stretch of the reference, its units and their counts.

    >>> from synonymizer.model import Repeat
    >>> from synonymizer.statements import Count
    >>> repeat_key(Repeat("NC_1.1", 9, 18, (("CAG", Count(50, None)),)))
    'NC_1.1:9_18:CAG[50,?]'
    """
    units = "".join(f"{unit}{_count(count)}" for unit, count in change.units)
    return f"{change.sequence}:{change.start}_{change.end}:{units}"


def _count(count: Count) -> str:
    if count.low == count.high:
        return f"[{_bound(count.low)}]"
    return f"[{_bound(count.low)},{_bound(count.high)}]"


def junction_key(change: Junction) -> str:
    """Return the key of a junction: where its sides end, `]` where the left is kept and `[` where the right is.

    >>> from synonymizer.model import Junction
    >>> from synonymizer.places import Side
    >>> junction_key(Junction(Side("NC_1.1", 9, "left"), Side("NC_2.1", 31, "right"), "ACG"))
    'NC_1.1:9]:ACG:[NC_2.1:31'
    """
    first, second = (f"{side.sequence}:{side.place}" for side in (change.first, change.second))
    marks = ("]" if side.keeps == "left" else "[" for side in (change.first, change.second))
    return f"{first}{next(marks)}:{change.linker}:{next(marks)}{second}"


def set_key(keys: tuple[str, ...], relation: Relation) -> str:
    """Return the key of several changes: their keys in a fixed order, joined by `+` in cis, `/` in trans, else `?`.

    Beside changes, positions stated to be unchanged have no part in it: `c.[1A>C;5=];[1=;5del]` is `c.[1A>C];[5del]`.

    >>> set_key(("NC_1.1:9:C:A", "NC_1.1:2:G:T"), "trans")
    'NC_1.1:2:G:T/NC_1.1:9:C:A'
    """
    return {"cis": "+", "trans": "/"}.get(relation, "?").join(sorted(keys))


def _side(bounds: tuple[int | None, int | None]) -> str:
    return f"({_bound(bounds[0])},{_bound(bounds[1])})"


def _bound(value: int | None) -> str:
    return "?" if value is None else str(value)


def protein_key(change: ProteinChange, reference: str) -> str:
    """Return the key of a change that is known on the protein alone.

    Args:
        change: the change.
        reference: the residues of the protein from `edit.first` to `edit.last`.

    >>> from synonymizer.model import ProteinChange
    >>> from synonymizer.statements import ProteinEdit
    >>> protein_key(ProteinChange("NM_1.1", "NP_1.1", ProteinEdit("del", 507, 507, "F", "F")), "F")
    'NP_1.1:507:F:'
    """
    edit = change.edit
    if edit.is_within:
        stop = "" if edit.stop is None else str(edit.stop)
        return f"{change.protein}:({edit.first},{edit.last + 1}):{edit.kind}:{edit.inserted}{stop}"
    if edit.kind == "repeat" and edit.count is not None:
        return f"{change.protein}:{edit.first}:{reference}:{reference}{_count(edit.count)}"
    if edit.kind in {"frameshift", "extension"}:
        stop = "?" if edit.stop is None else str(edit.stop)
        return f"{change.protein}:{edit.first}:{reference}:{edit.inserted}{edit.kind}{stop}"
    if edit.kind in {"start_lost", "unknown", "none"}:
        return f"{change.protein}:{max(edit.first, 0)}:{edit.kind}"
    if edit.kind == "ins":
        return f"{change.protein}:{edit.first + 1}::{edit.inserted}"
    if edit.kind == "dup":
        return f"{change.protein}:{edit.last + 1}::{reference}"
    inserted = reference if edit.kind == "identity" else edit.inserted
    return f"{change.protein}:{edit.first}:{reference}:{inserted}"
