"""How papers spell a change of residues: the writing half of what `spoken` and the protein forms of HGVS read.

Each style is a template over the parts of a change, and the tables list them from the most to the least used. Sources:
the spellings collected by MutationFinder (doi:10.1093/bioinformatics/btm235) and SETH
(doi:10.1093/bioinformatics/btw234); those of the Cystic Fibrosis Mutation Database (ΔF508); HGVS nomenclature 21.0,
protein recommendations and checklist, for what it has withdrawn (`R179X`, `K426fsX23`, `Pro165Pro`, `Met1Val`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from synonymizer.spelling.residues import CODES, write_edit
from synonymizer.spelling.words import name_residue

if TYPE_CHECKING:
    from synonymizer.statements import ProteinEdit, ProteinKind

Form: TypeAlias = "ProteinKind | Literal['stop', 'range']"
"""What decides the styles of a change: its kind; a stop that is gained, and a deletion of several, have their own."""

Styles = dict[Form, tuple[str, ...]]
"""Templates for each form of change. They have the holes of `Parts`."""

MOST_RESIDUES = 20
"""How many residues a spelling writes out."""


class Parts(NamedTuple):
    """The parts of a change as printed: all of it, its ends and new residues in each code, and where it ends.

    `one` and `three` name the code; `star` is three-letter code with `*` for a stop. A `place` joins its ends by `_`,
    a `span` by a hyphen, of numbers alone in `numbers`. `short` leaves out what follows a shifted frame. `stop` counts
    from the first new residue, `end` is the position of the stop. `residues` are those that are lost or copied.
    """

    three: str
    star: str
    one: str
    upper: str
    short_three: str
    short_one: str
    old_three: str
    old_one: str
    old_name: str
    new_three: str
    new_one: str
    new_name: str
    place_three: str
    place_one: str
    span_three: str
    span_one: str
    numbers: str
    first: str
    last: str
    stop: str
    end: str
    residues: str


_SPELLED = ("{one}", "{three}", "p.{three}", "p.{one}")
_ENCLOSED = ("({three})", "({one})")
_STARRED = ("{one}", "{star}", "{three}", "p.{three}", "p.{star}", "p.{one}")

DESCRIBED = (
    "p.({three})",
    "p.{three}",
    "p.{one}",
    "p.({star})",
    "p.{star}",
    "p.({one})",
    "p.{short_three}",
    "p.{short_one}",
    "p.({short_three})",
)
"""Descriptions by the nomenclature that lack but their reference, the one of a predicted change first."""

SIGNS: Styles = {
    "sub": (
        *_SPELLED,
        *_ENCLOSED,
        "{upper}",
        "{old_three}{first}→{new_three}",
        "{old_three}{first}->{new_three}",
        "{old_three}{first}-->{new_three}",
        "{old_three}-{first}-{new_three}",
        "{old_three} {first} {new_three}",
        "{old_three}{first} to {new_three}",
        "{old_one}{first}-{new_one}",
    ),
    "stop": (
        *_STARRED,
        "({three})",
        "({star})",
        "({one})",
        "{upper}",
        "{old_three}{first}→Ter",
        "{old_three}{first}-->Ter",
        "{old_three}-{first}-Ter",
        "{old_one}{first}Ter",
        "{old_three}{first} to stop",
    ),
    "identity": (*_SPELLED, *_ENCLOSED),
    "frameshift": (
        *_STARRED,
        "{short_one}",
        "{short_three}",
        "p.{short_three}",
        "p.{short_one}",
        "{short_one}*{stop}",
        "{short_three}*{stop}",
        "({three})",
        "({star})",
        "({one})",
        "({short_three})",
        "{first}fs",
        "fs{first}",
    ),
    "extension": (*_STARRED, "{old_one}{first}{new_one}", "{old_three}{first}{new_three}"),
    "start_lost": (*_SPELLED, *_ENCLOSED),
    "del": (
        *_SPELLED,
        "Δ{place_one}",
        "del{place_one}",
        "delta{place_one}",
        "delta {place_one}",
        "Δ{place_three}",
        "del{place_three}",
        *_ENCLOSED,
        "Del{place_one}",
        "del {place_one}",
        "{place_one}Δ",
        "Δ{numbers}",
        "del{numbers}",
        "del {numbers}",
        "{place_three} deletion",
        "{place_one} deletion",
    ),
    "range": (
        *_SPELLED,
        "{place_one}del{residues}",
        "{span_one}del{residues}",
        "{span_one}del",
        "del{span_one}",
        "del {span_one}",
        "{span_three}del",
        "del{place_one}",
        "Δ{span_one}",
        "del{numbers}",
        "del {numbers}",
        *_ENCLOSED,
        "{span_one} deletion",
    ),
    "dup": (
        *_SPELLED,
        "{place_one}dup{residues}",
        "{span_one}dup",
        "dup{place_one}",
        "dup {span_one}",
        *_ENCLOSED,
        "{span_one} duplication",
    ),
    "ins": (*_SPELLED, "{span_one}ins{new_one}", "{numbers}ins{new_one}", *_ENCLOSED),
    "delins": (
        *_SPELLED,
        "{place_one}del{residues}ins{new_one}",
        "{span_one}delins{new_one}",
        "{span_one}>{new_one}",
        "{place_one}>{new_one}",
        "del{place_one}ins{new_one}",
        "del{span_one}ins{new_one}",
        *_ENCLOSED,
    ),
}
"""Spellings in signs, which people also write behind the gene."""

WITHDRAWN: Styles = {
    "stop": (
        "{old_one}{first}X",
        "{old_three}{first}X",
        "p.{old_one}{first}X",
        "p.{old_three}{first}X",
        "{old_three}{first}Stop",
        "{old_one}{first}Stop",
        "p.{old_three}{first}Stop",
        "p.{old_three}{first}TER",
        "p.({old_three}{first}X)",
    ),
    "identity": (
        "{old_one}{first}{old_one}",
        "{old_three}{first}{old_three}",
        "p.{old_three}{first}{old_three}",
        "p.{old_one}{first}{old_one}",
        "p.({old_three}{first}{old_three})",
    ),
    "frameshift": (
        "{short_one}X{stop}",
        "p.{old_three}{first}{new_three}fsX{stop}",
        "{old_three}{first}{new_three}fsX{stop}",
        "p.{old_one}{first}{new_one}fsX{stop}",
        "{old_one}{first}{new_one}fsX{stop}",
        "p.{short_one}X{stop}",
        "p.{short_three}X{stop}",
        "{short_three}X{stop}",
        "{short_one}X",
        "p.{short_three}*{stop}",
    ),
    "extension": ("X{first}{new_one}", "p.X{first}{new_one}", "X{first}{new_three}", "p.X{first}{new_three}extX{stop}"),
    "start_lost": (
        "{old_one}{first}{new_one}",
        "{old_three}{first}{new_three}",
        "p.{old_three}{first}{new_three}",
        "p.{old_one}{first}{new_one}",
    ),
    "range": ("p.{place_one}del{residues}", "p.{span_one}del"),
    "dup": ("p.{place_one}dup{residues}",),
    "ins": ("p.{numbers}ins{new_one}",),
    "delins": ("p.{place_one}del{residues}ins{new_one}",),
}
"""What the nomenclature has withdrawn or never allowed, with and without its `p.`."""

PHRASES: Styles = {
    "sub": (
        "{old_name} to {new_name} at codon {first}",
        "{old_three}→{new_three} at codon {first}",
        "{old_name}-to-{new_name} at position {first}",
        "{old_name}-to-{new_name} substitution at position {first}",
        "{old_name} {first} to {new_name}",
        "{new_three} for {old_three} at residue {first}",
        "{new_name} for {old_name} at residue {first}",
    ),
    "stop": (
        "stop codon at {first}",
        "premature stop codon at position {first}",
        "{old_three}→stop at codon {first}",
        "{old_name} {first} to stop",
    ),
    "frameshift": ("frameshift at codon {first}", "frameshift at codon {first}, stop at {end}"),
    "del": ("deletion of {old_name} {first}", "{old_name} {first} deletion", "deletion of codon {first}"),
    "range": ("deletion of residues {numbers}", "deletion of codons {numbers}"),
    "dup": ("duplication of {span_three}",),
}
"""Spellings in words, which name the gene elsewhere."""

_PLACES = ("{old_one}{first}", "{old_three}{first}", "codon {first}")
PLACES: Styles = {
    "sub": _PLACES,
    "stop": _PLACES,
    "identity": _PLACES,
    "frameshift": ("fsX{end}", *_PLACES),
    "del": _PLACES,
}
"""Where the change lies, and no more: terms by which it is found."""


def find_form(edit: ProteinEdit) -> Form:
    """Return which styles a change is spelled in.

    >>> from synonymizer.statements import ProteinEdit
    >>> find_form(ProteinEdit("sub", 178, 178, "R", "R", "*")), find_form(ProteinEdit("del", 745, 749, "E", "A"))
    ('stop', 'range')
    """
    if edit.kind == "sub" and edit.inserted == "*":
        return "stop"
    return "range" if edit.kind == "del" and edit.last > edit.first else edit.kind


def take_apart(edit: ProteinEdit, residues: str = "") -> Parts:
    """Return the parts of a change; `residues` are all that it loses or copies, where they are known.

    >>> from synonymizer.statements import ProteinEdit
    >>> parts = take_apart(ProteinEdit("frameshift", 425, 425, "K", "K", "R", 23))
    >>> parts.star, parts.short_one, parts.first, parts.end, parts.old_name
    ('Lys426Argfs*23', 'K426fs', '426', '448', 'lysine')
    """
    first, last = str(edit.first + 1), str(edit.last + 1)
    three, new_three = ("".join(map(CODES.__getitem__, part)) for part in (edit.first_residue, edit.inserted))
    ends = (edit.first_residue, first), (edit.last_residue, last)
    ends_one = [f"{residue}{place}" for residue, place in dict.fromkeys(ends)]
    ends_three = [f"{CODES[residue]}{place}" for residue, place in dict.fromkeys(ends)]
    short = replace(edit, inserted="", stop=None, stop_stated=False) if edit.kind == "frameshift" else edit
    spelled = write_edit(edit)
    return Parts(
        three=spelled,
        star=write_edit(edit, "star"),
        one=write_edit(edit, "one"),
        upper=spelled.upper(),
        short_three=write_edit(short),
        short_one=write_edit(short, "one"),
        old_three=three,
        old_one=edit.first_residue,
        old_name=name_residue(edit.first_residue),
        new_three=new_three,
        new_one=edit.inserted,
        new_name=name_residue(edit.inserted),
        place_three="_".join(ends_three),
        place_one="_".join(ends_one),
        span_three="-".join(ends_three),
        span_one="-".join(ends_one),
        numbers="-".join(dict.fromkeys((first, last))),
        first=first,
        last=last,
        stop="" if edit.stop is None else str(edit.stop),
        end="" if edit.stop is None else str(edit.first + edit.stop),
        residues=residues,
    )


def spell(templates: tuple[str, ...], parts: Parts) -> tuple[str, ...]:
    """Return a change in every style that can say it, each text once, in the order of the styles.

    >>> from synonymizer.statements import ProteinEdit
    >>> spell(SIGNS["sub"], take_apart(ProteinEdit("sub", 164, 164, "P", "P", "Q")))[:3]
    ('P165Q', 'Pro165Gln', 'p.Pro165Gln')
    """
    filled = parts._asdict()
    return tuple(dict.fromkeys(text.format_map(filled) for text in templates if _can_say(text, filled)))


def _can_say(template: str, parts: dict[str, str]) -> bool:
    """Whether every part that a template names is known."""
    return all(value or f"{{{name}}}" not in template for name, value in parts.items())
