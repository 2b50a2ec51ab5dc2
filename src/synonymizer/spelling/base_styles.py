"""How papers spell a change of bases at a place: the writing half of what `base_changes` and `cdna` read.

Each style is a template over the parts of a change, and the tables list them from the most to the least used. Sources:
the spellings collected by MutationFinder (doi:10.1093/bioinformatics/btm235) and SETH
(doi:10.1093/bioinformatics/btw234), those of the Breast Cancer Information Core (185delAG) and of the Cystic Fibrosis
Mutation Database (621+1G->T); HGVS nomenclature 21.0, checklist, for what it has withdrawn (`c.5697delA`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from synonymizer.spelling.points import write_point, write_range

if TYPE_CHECKING:
    from synonymizer.statements import EditKind, StatedEdit

MOST_BASES = 20
"""How many bases a spelling writes out; papers give the number of more."""

Styles = dict["EditKind", tuple[str, ...]]
"""Templates for each kind of change. They have the holes of `Parts`."""


class Parts(NamedTuple):
    """The parts of a change as printed: `place` is `first` or `first_last`, `span` is `first-last`."""

    first: str
    last: str
    place: str
    span: str
    old: str
    new: str
    size: int
    noun: str


SIGNS: Styles = {
    "sub": (
        "{first}{old}>{new}",
        "{old}{first}{new}",
        "{first}{old}→{new}",
        "{first}{old}->{new}",
        "{first}{old}/{new}",
        "{first} {old}>{new}",
        "nt {first}{old}>{new}",
        "nt{first} {old}>{new}",
        "cDNA {first}{old}>{new}",
        "{first}{old}-->{new}",
        "{first} {old}/{new}",
        "{first}({old}>{new})",
        "{first}{old} to {new}",
        "{first} {old} to {new}",
        "{first}{old}-to-{new}",
        "{first} {old}-{new}",
        "{old}{first}→{new}",
        "{first}{old}---->{new}",
        "{first}{old}\\{new}",
    ),
    "del": (
        "{first}del{old}",
        "{place}del{old}",
        "{span}del{old}",
        "{place}del",
        "{span}del",
        "{first} del {old}",
        "nt {first}del{old}",
        "{first}del{size}",
        "{place}del{size}",
        "del{old}{first}",
        "del{span}",
    ),
    "dup": (
        "{place}dup{old}",
        "{place}dup",
        "{span}dup{old}",
        "{first}dup{old}",
        "nt {place}dup{old}",
        "{place}dup{size}",
        "dup{old}{first}",
    ),
    "ins": (
        "{first}ins{new}",
        "{place}ins{new}",
        "{span}ins{new}",
        "{first} ins {new}",
        "nt {first}ins{new}",
        "ins{new}{first}",
    ),
    "delins": (
        "{place}delins{new}",
        "{place}del{old}ins{new}",
        "{first}del{old}ins{new}",
        "{span}del{old}ins{new}",
        "{place}{old}>{new}",
        "{first}{old}>{new}",
        "{first}{old}→{new}",
    ),
    "inv": ("{place}inv", "{place}inv{old}"),
}
"""Spellings in signs, which people also write behind the gene."""

PHRASES: Styles = {
    "sub": (
        "{old} to {new} at nucleotide {first}",
        "{old}→{new} at nucleotide {first}",
        "{old}-to-{new} {noun} at position {first}",
        "{first}{old}→{new} {noun}",
        "nucleotide {first} ({old} to {new})",
    ),
    "del": (
        "{old} deletion at {first}",
        "deletion of {old} at nucleotide {first}",
        "{size}-bp deletion at nucleotide {first}",
        "deletion of nucleotides {span}",
    ),
    "dup": ("{old} duplication at {first}", "duplication of {old} at nucleotide {first}"),
    "ins": ("{new} insertion at {first}", "insertion of {new} after nucleotide {first}"),
}
"""Spellings in words, which name the gene elsewhere."""

PLACES: Styles = {"sub": ("{first}{old}",)}
"""Where the change lies, and no more: terms by which it is found."""

_PURINES = "AG"


def take_apart(edit: StatedEdit) -> Parts:
    """Return the parts of an edit that states its bases.

    >>> from synonymizer.statements import Point, StatedEdit
    >>> take_apart(StatedEdit("c", Point(4), Point(6), "del", "CTT"))[:6]
    ('5', '7', '5_7', '5-7', 'CTT', '')
    """
    first, last = write_point(edit.first), write_point(edit.last)
    old, new = edit.deleted or "", edit.inserted
    if edit.kind == "dup":
        old = new
    noun = "transition" if (old in _PURINES) is (new in _PURINES) else "transversion"
    return Parts(first, last, write_range(edit.first, edit.last), f"{first}-{last}", old, new, len(old), noun)


def spell(styles: Styles, kind: EditKind, parts: Parts) -> tuple[str, ...]:
    """Return a change in every style that can say it, each text once, the most used first.

    >>> from synonymizer.statements import Point, StatedEdit
    >>> spell(SIGNS, "sub", take_apart(StatedEdit("c", Point(493), Point(493), "sub", "C", inserted="A")))[:3]
    ('494C>A', 'C494A', '494C→A')
    >>> spell(PHRASES, "del", take_apart(StatedEdit("c", Point(34), Point(34), "del", "G")))
    ('G deletion at 35', 'deletion of G at nucleotide 35', '1-bp deletion at nucleotide 35')
    """
    templates = [template for template in styles.get(kind, ()) if _can_say(template, parts)]
    return tuple(dict.fromkeys(template.format(**parts._asdict()) for template in templates))


def _can_say(template: str, parts: Parts) -> bool:
    """Whether a template spells no long sequence, and joins by a hyphen no positions that have signs of their own."""
    spelled = max(len(parts.old) if "{old}" in template else 0, len(parts.new) if "{new}" in template else 0)
    is_joined = parts.first != parts.last and (parts.first + parts.last).isdecimal()
    return spelled <= MOST_BASES and (is_joined or "{span}" not in template)
