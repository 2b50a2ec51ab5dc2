"""Amino acids as printed in protein names: tidying what was typed, and writing a protein edit.

Sources: HGVS nomenclature 21.0, protein recommendations (substitution, deletion, duplication, insertion, delins, frame
shift, extension) and standards (three-letter code preferred; `Ter` or `*` for a stop, the older `X` withdrawn).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, assert_never

from synonymizer.codons import THREE_LETTERS
from synonymizer.spelling.counts import write_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synonymizer.statements import ProteinEdit

Style = Literal["three", "star", "one"]
"""How residues are spelled: `Arg179Ter`, `Arg179*`, or `R179*`."""

STYLES: tuple[Style, ...] = ("three", "star", "one")

CODES: Mapping[str, str] = {**THREE_LETTERS, "B": "Asx", "J": "Xle", "Z": "Glx"}
"""Three-letter code by one-letter code, with those that stand for either of two residues (IUPAC-IUB JCBN 1983)."""

_KEYWORDS = "delins|del|ins|dup|fs|ext"
_CODES = "|".join(code for code in CODES.values() if code != "Ter")
_STOP = r"(?:Ter|Stop|\*|X(?!aa))"


def _compile_change(residue: str) -> re.Pattern[str]:
    """Return the shape of a protein change with all residues spelled alike, so that matching never backtracks far."""
    place = rf"(?:{residue}|Ter|\*|X)\d{{1,30}}"
    count = rf"(?:{_STOP}(?:\d{{1,30}}|\?)?)"
    change = (
        rf"=|\?|{residue}|{_STOP}|(?:{residue}|{_STOP})?fs{count}?|{residue}?ext(?:{count}|-\d{{1,30}}|\?)?"
        rf"|(?:dup|del){residue}*|(?:del{residue}*)?ins{residue}+{_STOP}?"
    )
    return re.compile(rf"{place}(?:_{place})?(?:{change})", re.IGNORECASE)


_BARE_CHANGES = _compile_change(rf"(?:{_CODES})"), _compile_change("[ACDEFGHIKLMNPQRSTUVWY]")

_IN_THREE = re.compile(rf"{_KEYWORDS}|{_CODES}|{_STOP}", re.IGNORECASE)
# in one-letter code DEL and FS may be residues: a keyword stands behind a position, fs and ext also behind one residue,
# and ins behind those deleted where its letters are small among capitals
_IN_ONE = re.compile(
    rf"(?-i:{_CODES})|(?<=\d)(?:{_KEYWORDS})|(?:(?<=\d[A-Z*])|(?<=(?-i:[A-Z][a-z][a-z])))(?:fs|ext)"
    r"|(?<=(?-i:[A-Z]))(?-i:ins)|(?:(?<=\d)|(?<=fs)|(?<=ext))(?:Ter|Stop)|[A-Z]",
    re.IGNORECASE,
)
_WITHDRAWN_STOP = re.compile(r"X(?!aa)|Stop", re.IGNORECASE)
_STARTS_IN_THREE = re.compile(r"\(?[A-Z]{3}", re.IGNORECASE)


@lru_cache(maxsize=16)
def is_bare_change(text: str) -> bool:
    """Whether a text has the shape of a protein change without its `p.`, in one- or three-letter code.

    >>> [is_bare_change(text) for text in ("P165Q", "Pro165Gln", "K426fsX23", "STIM1", "c.494C>A")]
    [True, True, True, False, False]
    """
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return any(shape.fullmatch(text) for shape in _BARE_CHANGES)


def tidy_residues(text: str) -> str:
    """Put a protein change into the letter case of the nomenclature, and withdrawn signs for a stop into `Ter` or `*`.

    >>> [tidy_residues(text) for text in ("pro165gln", "v600e", "R179X", "Arg97ProfsX23", "W24Stop", "H4_Q5insALA")]
    ['Pro165Gln', 'V600E', 'R179*', 'Arg97Profs*23', 'W24Ter', 'H4_Q5insALA']
    >>> tidy_residues("Q13_V14INSGFSDELK"), tidy_residues("f508DEL"), tidy_residues("K426RFSX23")
    ('Q13_V14insGFSDELK', 'F508del', 'K426Rfs*23')
    """
    return (_IN_THREE if _STARTS_IN_THREE.match(text) else _IN_ONE).sub(_tidy_token, text)


def has_withdrawn_stop(text: str) -> bool:
    """Whether a protein change writes a stop as `X` or `Stop`.

    >>> has_withdrawn_stop("R179X"), has_withdrawn_stop("Arg179Xaa")
    (True, False)
    """
    return _WITHDRAWN_STOP.search(text) is not None


def _tidy_token(token: re.Match[str]) -> str:
    found = token[0]
    if found in "Xx":
        return "*"
    if found.lower() in {"stop", "ter"}:
        return "Ter"
    if found.lower() in _KEYWORDS.split("|"):
        return found.lower()
    return found.capitalize()


def write_edit(edit: ProteinEdit, style: Style = "three") -> str:
    """Write a protein edit without `p.` and without the parentheses of a prediction.

    >>> from synonymizer.statements import ProteinEdit
    >>> missense = ProteinEdit("sub", 164, 164, "P", "P", "Q")
    >>> write_edit(missense), write_edit(missense, "one")
    ('Pro165Gln', 'P165Q')
    >>> write_edit(ProteinEdit("frameshift", 46, 46, "E", "E", "V", 10), "star")
    'Glu47Valfs*10'
    """
    if edit.first < 0:
        return _write_whole(edit)
    place = f"({_write_place(edit, style)})" if edit.is_within else _write_place(edit, style)
    new = _spell(edit.inserted, style)
    match edit.kind:
        case "sub":
            return f"{place}{new}"
        case "identity":
            return f"{place}="
        case "del" | "dup":
            return f"{place}{edit.kind}"
        case "ins" | "delins":
            return f"{place}{edit.kind}{_write_inserted(edit, style)}"
        case "repeat":
            return f"{place}[{write_count(edit.count) if edit.count else '?'}]"
        case "frameshift":
            return f"{place}{new}fs{_write_stop(edit, style)}"
        case "extension":
            return f"{place}{new}ext{_write_stop(edit, style)}"
        case "start_lost" | "unknown" | "none":
            return f"{place}?"
        case _:
            assert_never(edit.kind)


def _write_whole(edit: ProteinEdit) -> str:
    """Write a statement about the whole protein: unchanged, absent, or unknown."""
    if edit.kind == "identity":
        return "="
    if edit.kind == "none":
        return "0?" if edit.predicted else "0"
    return "?"


def _write_place(edit: ProteinEdit, style: Style) -> str:
    first = f"{_spell(edit.first_residue, style)}{edit.first + 1}"
    return first if edit.first == edit.last else f"{first}_{_spell(edit.last_residue, style)}{edit.last + 1}"


def write_residue_place(letters: str, first: int, last: int) -> str:
    """Write a place on a protein by its residues, of which `letters` holds the first and the last one.

    >>> write_residue_place("P", 164, 164), write_residue_place("AP", 122, 130)
    ('Pro165', 'Ala123_Pro131')
    """
    ends = dict.fromkeys(((letters[:1], first), (letters[-1:], last)))
    return "_".join(f"{_spell(residue, 'three')}{place + 1}" for residue, place in ends)


def _write_inserted(edit: ProteinEdit, style: Style) -> str:
    """Write new residues; those that are not known are counted, up to a stop where they end in one."""
    if edit.copied is not None:
        return "_".join(f"{_spell(residue, style)}{place + 1}" for residue, place in dict.fromkeys(edit.copied))
    count, unknown = len(edit.inserted), edit.inserted.strip("X")
    if count > 1 and not unknown:
        return f"{_spell('X', style)}[{count}]"
    if count > 1 and unknown == "*" == edit.inserted[-1]:
        return f"{_spell('*', style)}{count}"
    return _spell(edit.inserted, style)


def _write_stop(edit: ProteinEdit, style: Style) -> str:
    if edit.stop is not None and edit.stop < 0:
        return str(edit.stop)
    if not edit.stop_stated:
        return ""
    return f"{_spell('*', style)}{'?' if edit.stop is None else edit.stop}"


def _spell(residues: str, style: Style) -> str:
    if style == "one":
        return residues.replace("X", "Xaa")  # a lone X is the withdrawn sign of a stop
    spelled = "".join([CODES[residue] for residue in residues])
    return spelled.replace("Ter", "*") if style == "star" else spelled
