"""Protein changes as people say and abbreviate them: `proline 165 to glutamine`, `delta F508`, `426fs`, `codon 12`.

What is spelled as the nomenclature spells it, but for the missing `p.`, is read with HGVS. Sources: the patterns of
MutationFinder (doi:10.1093/bioinformatics/btm235) and SETH (github.com/rockt/SETH); HGVS nomenclature 21.0, protein,
for what deletions, insertions and frame shifts mean; `X` for a stop is its older spelling.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.spelling.bare import Shapes, note_reading, read_bare
from synonymizer.spelling.residues import is_bare_change, write_edit
from synonymizer.spelling.sentences import IN_SIGNS, TELLING, compile_sentences
from synonymizer.spelling.words import (
    ARROW,
    BECOMES,
    LETTER,
    NOUN,
    RESIDUE,
    RESIDUE_PLACES,
    STOP,
    THREE_LETTER,
    Pattern,
    read_number,
    read_residue,
)
from synonymizer.statements import (
    Expression,
    Point,
    ProteinEdit,
    StatedCategory,
    StatedPlace,
    StatedProtein,
    StatedSet,
)

if TYPE_CHECKING:
    from synonymizer.spelling.bare import Said
    from synonymizer.statements import ProteinKind

LONGEST_PROTEIN = 35_991
"""The residues of titin (Q8WZ42), the longest human protein: what would lie behind them is no one position."""

_CODON = 3

_POSITION = r"(?P<position>[1-9][0-9]{0,2}(?:,~[0-9]{3})+|[1-9][0-9]{0,29})"
_UNIT = rf"(?:{RESIDUE}|{LETTER})"
_RESIDUES = rf"(?:{THREE_LETTER}|{LETTER})"
_AT = rf"(?P<residue>{_UNIT})?~-?~(?P<position>[1-9][0-9]{{0,29}})"
_END = rf"(?P<{{0}}_residue>{_UNIT})?~-?~(?P<{{0}}>[1-9][0-9]{{{{0,29}}}})"
_END_AT = (
    rf"(?P<first_residue>{_UNIT})(?: residue)? (?:at|in) (?:the )?(?:{RESIDUE_PLACES}~-?~){{0,3}}"
    r"(?P<first>[1-9][0-9]{0,29})"
)
_SPAN = rf"{_END.format('first')}(?:~(?:[-_/]|to)~{_END.format('last')})?"
_NUMBERED = r"(?:codons?|residues?|amino[-\s]acids?)(?: (?:position|number|no\.))?"
_DELETION = r"(?:deletion|deleted|delta|del|loss)"
_IN_FRAME = r"(?:(?:an? )?(?:(?:in-frame|(?P<size>[1-9][0-9]{0,2})[-\s]?bp|single|amino[-\s]acid|codon)[-\s]){0,3})"
_CALLED = rf"(?:(?:{RESIDUE_PLACES}~-?~){{1,3}})"
_TOLD = rf"(?: at |(?: (?:at|in|of))?(?: the)? (?:{RESIDUE_PLACES}~-?~){{1,3}})"
_WHERE = rf"(?:{_TOLD}|~-?~)"
_AFFECTED = (
    r"(?:(?:missense|nonsense|point|activating|hotspot) )?"
    r"(?:mutations?|missense|nonsense|variants?|changes?)(?: (?:at|of|in))?(?: the)?"
)
_AXIS = r"(?P<axis>p\.~)"
_FRAMESHIFT = r"(?:frame[-\s]?shift(?:ed|ing)?|fs)"
_ENDING = (
    r"(?:(?:~[,;]~| )(?:(?:with|and|causing|(?:leading|leads) to|resulting in)(?-i: an?)? )?(?:premature )?"
    rf"{STOP}{_TOLD}(?P<end>[1-9][0-9]{{0,5}}))?"
)


def read(text: str) -> Expression | None:
    """Read a protein change in words or an older spelling, with or without its gene; None for any other text.

    A residue without a change (`BRAF V600`) stands for the class of its changes.

    >>> read("glutamine for proline at residue 165").stated.edit.inserted
    'Q'
    >>> read("delta F508").stated.edit.kind, read("CFTR 426fs").hints.gene
    ('del', 'CFTR')
    """
    words = text.rpartition(":")[2].split()
    if words and is_bare_change(words[-1]) and not words[-1].lower().endswith("delta"):
        return None
    expression = read_bare(text, "protein", SHAPES)
    if expression is None or (expression.hints.gene is None and _SYMBOL.fullmatch(text.strip())):
        return None
    if isinstance(expression.stated, StatedPlace):
        return replace(expression, notation="category", is_fallback=True)
    return expression


# ---------------------------------------------------------------- what a match says


def _say(found: re.Match[str], edit: ProteinEdit) -> Said:
    is_bare = not found.groupdict().get("axis")
    return StatedProtein(edit, is_bare), (note_reading(found, f"p.{write_edit(edit)}"),)


def _say_substitution(found: re.Match[str]) -> Said | None:
    """Say that one residue became another; at several positions, when the number is a list of them."""
    old, new = read_residue(found["old"]), read_residue(found["new"])
    number = read_number("".join(found["position"].split()))
    if number <= LONGEST_PROTEIN:
        return _say(found, _substitute(number, old, new))
    parts = found["position"].split(",")
    if len(parts) == 1:
        return None
    edits = [_substitute(int(part), old, new) for part in parts]
    members = tuple(Expression(found.string, "protein", StatedProtein(edit, is_bare=True)) for edit in edits)
    return StatedSet("unknown", members), (note_reading(found, ", ".join(f"p.{write_edit(edit)}" for edit in edits)),)


def _substitute(number: int, old: str, new: str) -> ProteinEdit:
    if old == new:
        return ProteinEdit("identity", number - 1, number - 1, old, old)
    return ProteinEdit("sub", number - 1, number - 1, old, old, new)


def _say_substitution_in_letters(found: re.Match[str]) -> Said | None:
    """Say that one residue became another by one-letter codes; letters that may be bases need a word for residues."""
    is_beside = _IN_LETTERS[0].has_made(found)
    if {found["old"], found["new"]} <= set("ACGTU") and not (is_beside or _OF_RESIDUES.search(found[0])):
        return None
    return _say_substitution(found)


def _say_stop(found: re.Match[str]) -> Said:
    return _say(found, _substitute(int(found["position"]), read_residue(found["residue"] or ""), "*"))


def _say_frameshift(found: re.Match[str]) -> Said | None:
    """Say that the frame is lost from a residue on, and where it ends if that is stated: by its length or its place."""
    groups = found.groupdict()
    residue, new = read_residue(groups["residue"] or ""), read_residue(groups.get("new") or "")
    place, stop, end = int(groups["position"]) - 1, groups.get("stop"), groups["end"]
    is_stated = bool(groups.get("sign") or end)
    length = int(end) - place if end else int(stop) if stop else None
    if length is not None and length < 1:
        return None  # no frame ends before it is lost
    return _say(found, ProteinEdit("frameshift", place, place, residue, residue, new, length, is_stated))


def _say_truncation(found: re.Match[str]) -> Said:
    label = f"frameshift with a stop at codon {found['position']}"
    return StatedCategory("truncating", label), (note_reading(found, label),)


def _say_span(found: re.Match[str], kind: ProteinKind) -> Said | None:
    """Say what became of residues from one to another; what is stated to be deleted must fill the place."""
    groups = found.groupdict()
    first = int(groups["first"])
    last = int(groups.get("last") or first)
    old, end = read_residue(groups["first_residue"] or ""), read_residue(groups.get("last_residue") or "")
    deleted, new = _read_residues(groups.get("deleted")), _read_residues(groups.get("new"))
    if last < first or (deleted and len(deleted) != last - first + 1) or "*" in deleted + new[:-1]:
        return None  # no residue stands behind a stop, and none of a protein is one
    if deleted and old in {"", deleted[0]} and end in {"", deleted[-1]}:
        old, end = deleted[0], deleted[-1]
    elif deleted:
        return None
    return _say(found, ProteinEdit(kind, first - 1, last - 1, old, end if groups.get("last") else old, new))


def _read_residues(word: str | None) -> str:
    return "".join(read_residue(part) for part in _ONE_RESIDUE.findall(word or ""))


def _say_deletion(found: re.Match[str]) -> Said | None:
    size = found.groupdict().get("size")
    if size and int(size) % _CODON:
        return None  # a frame shift
    is_numbered = _NUMBER_FIRST.has_made(found) and not found["first_residue"] and not found["axis"]
    if is_numbered and set((found["deleted"] or "").upper()) <= set("ACGTU") and not _OF_RESIDUES.search(found[0]):
        return None  # 185delAG deletes bases
    return _say_span(found, "del")


def _say_insertion_or_replacement(found: re.Match[str]) -> Said | None:
    """Say that residues are inserted; where none is named at the place, letters that may be bases are bases."""
    is_named = found["first_residue"] or found["axis"] or _OF_RESIDUES.search(found[0])
    if not is_named and set(found["new"].upper()) <= set("ACGTU"):
        return None
    if "del" in found[0].lower():
        return _say_span(found, "delins")
    is_place = found["last"] and int(found["last"]) == int(found["first"]) + 1
    return _say_span(found, "ins") if is_place else None


def _say_duplication(found: re.Match[str]) -> Said | None:
    return _say_span(found, "dup")


def _say_replacement(found: re.Match[str]) -> Said | None:
    """Say that residues became others; one that is named may become several."""
    is_named = found["first_residue"] and len(_read_residues(found["new"])) > 1
    return _say_span(found, "delins") if found["last"] or is_named else None


def _say_place(found: re.Match[str]) -> Said:
    """Say no more than where a change lies."""
    number = int(found["position"])
    letters = read_residue(found.groupdict().get("residue") or "")
    place = Point(number - 1)
    return StatedPlace("p", place, place, letters, is_bare=True), (
        note_reading(found, f"a change of residue {number}"),
    )


# ---------------------------------------------------------------- the shapes


_SYMBOL = re.compile(rf"{LETTER}[0-9]+|(?:DEL|DUP|FS)[A-Z]?-?[0-9]{{1,2}}|Delta[0-9]")
"""What may be the symbol of a gene; with a gene before it, it is a change."""

_OF_RESIDUES = Pattern(r"\b(?:codons?|residues?|amino[-\s]acids?|aa)\b")
_ONE_RESIDUE = re.compile(rf"{THREE_LETTER}|{LETTER}", re.ASCII)
_IN_WORDS = compile_sentences(
    TELLING, "residue", unit=RESIDUE, place=_POSITION, where=RESIDUE_PLACES, becomes=rf"{BECOMES}|~\(~|~"
)
_IN_LETTERS = compile_sentences(
    IN_SIGNS, unit=LETTER, place=_POSITION, where=RESIDUE_PLACES, joint="~", becomes=rf"~{ARROW}~| (?:to|by|into) |~"
)
_NUMBER_FIRST = Pattern(
    rf"{_AXIS}?{_CALLED}?{_SPAN}~-?~{_DELETION}(?:~\(?(?P<deleted>{_RESIDUES}{{1,60}})\)?)?", "deletion"
)
SHAPES = Shapes(
    *((pattern, _say_substitution) for pattern in _IN_WORDS),
    *((pattern, _say_substitution_in_letters) for pattern in _IN_LETTERS),
    *(
        (Pattern(pattern, *telltales), say)
        for pattern, say, *telltales in (
            (rf"fs~-?~{STOP}(?P<position>[0-9]{{1,6}})", _say_truncation, "frame"),
            (
                rf"{_CALLED}?{_AT}(?P<new>{_UNIT})?~-?~{_FRAMESHIFT}"
                rf"(?:~-?~(?P<sign>{STOP})~(?P<stop>[0-9]{{1,6}})?)?{_ENDING}",
                _say_frameshift,
                "frame",
            ),
            (rf"{_FRAMESHIFT}{NOUN}?(?:(?: after)?{_TOLD}|(?<=fs)~-?~){_AT}{_ENDING}", _say_frameshift, "frame"),
            (rf"(?:premature )?(?:{STOP}|nonsense){NOUN}?{_TOLD}{_AT}", _say_stop, "stop", "place"),
            (rf"{_CALLED}{_AT}~-?~(?:{STOP}|nonsense){NOUN}?", _say_stop, "stop", "place"),
        )
    ),
    (_NUMBER_FIRST, _say_deletion),
    *(
        (Pattern(pattern, *telltales), say)
        for pattern, say, *telltales in (
            (rf"{_IN_FRAME}?{_DELETION}(?: of)?{_WHERE}{_SPAN}", _say_deletion, "deletion"),
            (rf"{_IN_FRAME}?{_DELETION} of (?:an? )?{_END_AT}", _say_deletion, "deletion", "of"),
            (
                rf"{_AXIS}?(?:del~)?{_SPAN}~(?:del~)?ins~(?P<new>{_RESIDUES}{{1,60}})",
                _say_insertion_or_replacement,
                "insertion",
            ),
            (rf"{_SPAN}~>~(?P<new>{_RESIDUES}{{1,60}})", _say_replacement, "greater"),
            (rf"{_SPAN}~-?~dup(?:lication)?", _say_duplication, "duplication"),
            (rf"dup(?:lication of)?~{_SPAN}", _say_duplication, "duplication"),
            (rf"(?:{_AFFECTED} )?{_NUMBERED}~-?~(?P<position>[1-9][0-9]{{0,5}})", _say_place, "place"),
            (rf"{_AFFECTED} (?P<residue>{_UNIT})~-?~(?P<position>[1-9][0-9]{{0,5}})", _say_place, "change"),
            (
                rf"(?P<residue>{RESIDUE})~-?~(?P<position>[1-9][0-9]{{0,5}}) substituted(?: [a-z]{{3,30}})?",
                _say_place,
                "residue",
                "instead",
            ),
            (rf"(?P<residue>(?-i:{THREE_LETTER})|{LETTER})(?P<position>[1-9][0-9]{{0,5}})", _say_place),
        )
    ),
)
"""What names in this notation look like, each shape with its telltales."""
