"""Changes of bases without the letter of their axis: `494C>A`, `C494A`, `185delAG`, `1717-1G>A`, `codon 12 GGT>GAT`.

They count on the coding sequence as their author did, which may be by an older rule; in the mitochondrial genome where
the words around them say so. Sources: the patterns of MutationFinder (doi:10.1093/bioinformatics/btm235) and SETH
(github.com/rockt/SETH); HGVS nomenclature 21.0, background/numbering; the codon notation of the globin genes, as HbVar
lists it (`CD 41/42 (-TTCT)`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from synonymizer.spelling.bare import Shapes, ends_in_residues, note_reading, read_bare
from synonymizer.spelling.base_changes import CHANGES, SIZE, Stretch, say_change
from synonymizer.spelling.points import make_point
from synonymizer.spelling.sentences import TELLING, compile_sentences
from synonymizer.spelling.words import BASE_NAME, BASE_PLACES, BASES, NOUN, Pattern, read_base, read_number
from synonymizer.statements import (
    Bounds,
    Count,
    Expression,
    Issue,
    Point,
    StatedEdit,
    StatedPlace,
    StatedUncertain,
)

if TYPE_CHECKING:
    from synonymizer.spelling.bare import Said
    from synonymizer.statements import Statement

_TELLING_DIGITS = 3
"""A letter behind a number of fewer digits is no base at its position: `5T` is a run of five."""

_NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|[1-9][0-9]{0,29})"


def _position(name: str) -> str:
    """Return the pattern of a position, with groups that begin with `name`."""
    return (
        rf"(?P<{name}zone>[-+*]?)~(?P<{name}number>{_NUMBER})"
        rf"(?:~(?P<{name}sign>[-+])~(?P<{name}offset>[1-9][0-9]{{0,29}}(?:\.[0-9]{{1,2}})?)~(?P<{name}kb>kb)?)?"
    )


_FIRST, _LAST = _position("first"), _position("last")
_RANGE = rf"{_FIRST}(?:(?:_|~-~(?=[-+*])|~-?~to~-?~| and ){_LAST})?"
_CALLED = rf"(?:(?:at|in|of|between) )?(?:the )?(?:{BASE_PLACES}(?:-~|~)){{1,3}}"
_WHAT = (
    rf"(?-i:an? )?(?:single )?(?:(?P<what>(?-i:{BASES}|[acgt])|{BASE_NAME})"
    r"|(?P<size>[1-9][0-9]{0,5}~-?~(?:bps?|nts?|bases?|nucleotides?)))"
)
_ACT = r"(?P<act>deletion|deleted|(?!(?-i:delTA))delta|del|insertion|ins|duplication|dup)"
_CODON = r"(?:codons?|cds?)~-?~(?P<codon>[1-9][0-9]{0,5})(?:~[-/]~(?P<last_codon>[1-9][0-9]{0,5}))?"


def read(text: str) -> Expression | None:
    """Read a change of bases that lacks the letter of its axis, with or without its gene; None for any other text.

    >>> read("C-to-A at nucleotide 494").stated.first
    Point(base=493, offset=0, datum='cds_start')
    >>> read("CFTR 1717-1G>A").notation
    'splice'
    """
    expression = None if ends_in_residues(text) else read_bare(text, "cdna", SHAPES)
    if expression is None:
        return None
    if _lies_in_intron(expression.stated):
        expression = replace(expression, notation="splice")
    return _settle_axis(replace(expression, is_fallback=isinstance(expression.stated, StatedPlace)))


def _lies_in_intron(stated: Statement) -> bool:
    match stated:
        case StatedEdit() | StatedPlace():
            return stated.first.offset != 0
        case StatedUncertain():
            return stated.left.first is not None and stated.left.first.offset != 0
        case _:
            return False


def _settle_axis(expression: Expression) -> Expression | None:
    """Count on the mitochondrial genome or on a noncoding transcript, where the words beside the change name one."""
    hints = expression.hints
    is_mitochondrial = hints.reference == "MT" or (hints.gene or "").startswith("MT-")
    axis: Literal["m", "n"] = "m" if is_mitochondrial else "n"
    if not is_mitochondrial and not (hints.transcript or "").startswith(("NR_", "XR_")):
        return expression
    stated = expression.stated
    if not isinstance(stated, StatedEdit | StatedPlace) or stated.first.base < 0 or stated.first.datum == "cds_end":
        return None
    first, last = replace(stated.first, datum="start"), replace(stated.last, datum="start")
    hints = replace(hints, reference="MT") if is_mitochondrial else hints
    return replace(expression, stated=replace(stated, axis=axis, first=first, last=last), hints=hints)


# ---------------------------------------------------------------- where


def _read_point(found: re.Match[str], name: str) -> Point | None:
    """Read a position as printed; None when its offset is only rounded."""
    if found[f"{name}kb"] or "." in (found[f"{name}offset"] or ""):
        return None
    number, zone = read_number(found[f"{name}number"]), found[f"{name}zone"]
    offset = int(f"{found[f'{name}sign']}{found[f'{name}offset']}") if found[f"{name}offset"] else 0
    return make_point(-number if zone == "-" else number, offset, "cds_end" if zone == "*" else "cds_start")


def _read_stretch(found: re.Match[str]) -> tuple[Stretch, tuple[Issue, ...]] | None:
    """Read one position or a range; a hyphen between two rising numbers joins a range.

    A second number that is smaller continues the first one (1050-54) where the text calls it a nucleotide or states as
    many bases; otherwise it counts into an intron.
    """
    first = _read_point(found, "first")
    if first is None:
        return None
    if found.groupdict().get("lastnumber"):
        last = _read_point(found, "last")
        return (Stretch(first, last, is_range=True), ()) if last else None
    end = _continue(found) if found["firstsign"] == "-" and not found["firstzone"] else None
    if end is None:
        return Stretch(first, first), ()
    start = replace(first, offset=0)
    issue = note_reading(found, f"a change of the range {start.base + 1}_{end}", "W1010")
    return Stretch(start, replace(start, base=end - 1), is_range=True), (issue,)


def _continue(found: re.Match[str]) -> int | None:
    """Return the last position of a range joined by a hyphen; None when the second number counts into an intron.

    Bases that are stated must fill a range, and an insertion lies between two neighbours.
    """
    number, second = found["firstnumber"].replace(",", ""), found["firstoffset"]
    first, end, groups = int(number), int(second), found.groupdict()
    if (groups.get("act") or "").lower().startswith("ins"):
        return end if end == first + 1 else None
    stated = len(groups.get("old") or groups.get("what") or "")
    if end > first:
        return end if stated in {0, end - first + 1} else None
    whole = int(number[: -len(second)] + second) if len(second) < len(number) else 0
    is_told = stated == whole - first + 1 or (not stated and _OF_BASES.search(found[0]))
    return whole if whole > first and is_told else None


# ---------------------------------------------------------------- what a match says


def _say(found: re.Match[str]) -> Said | None:
    """Say what a place and a change behind it mean."""
    read = _read_stretch(found)
    if read is None:
        return _say_rounded(found)
    said = say_change(found, "c", read[0])
    return (said[0], (*read[1], *said[1])) if said else None


def _say_rounded(found: re.Match[str]) -> Said | None:
    """Say that a base lies somewhere where a rounded offset may point: 3849+10kb is 9,500 to 10,500 bases in."""
    groups = found.groupdict()
    if not groups["firstkb"] or groups["firstzone"] or not groups.get("old"):
        return None
    base, offset, sign = read_number(groups["firstnumber"]) - 1, groups["firstoffset"], groups["firstsign"]
    unit = 10 ** (3 - len(offset.partition(".")[2]))
    middle = round(float(offset) * 1000)
    ends = sorted(int(f"{sign}{middle + way * unit // 2}") for way in (-1, 1))
    bounds = Bounds(Point(base, ends[0], "cds_start"), Point(base, ends[1], "cds_start"))
    old, new = read_base(groups["old"]), read_base(groups["new"])
    if len(old) != 1 or len(new) != 1:
        return None
    stated = StatedUncertain("c", bounds, bounds, "sub", is_within=True, size=Count(1, 1), deleted=old, inserted=new)
    return stated, (note_reading(found, f"{old}>{new} between {ends[0]:+d} and {ends[1]:+d}"),)


def _say_act(found: re.Match[str]) -> Said | None:
    """Say what is told with its act first: `delCTT1521`, `CTT deletion at 1521`; a lone number may be a residue's."""
    is_told = found.groupdict().get("what") or found.groupdict().get("size") or found.groupdict().get("lastnumber")
    is_range = found["firstsign"] == "-" and not found["firstzone"]
    if not (is_told or is_range or _OF_BASES.search(found[0])):
        return None
    return _say(found)


def _say_place(found: re.Match[str]) -> Said | None:
    """Say no more than where a change lies; a base behind a number alone may be part of anything."""
    read = _read_stretch(found)
    is_plain = len(found["firstnumber"]) < _TELLING_DIGITS and not found["firstzone"] and not found["firstoffset"]
    if read is None or (found["letter"] and (is_plain or read[0].is_range)):
        return None
    letters = read_base(found["letter"] or "")
    issue = note_reading(found, "a place alone")
    return StatedPlace("c", read[0].first, read[0].last, letters, is_bare=True), (*read[1], issue)


def _say_codon(found: re.Match[str]) -> Said | None:
    """Say what becomes of the bases of a codon: all three where all are stated, else somewhere in it."""
    groups = found.groupdict()
    first = 3 * (int(groups["codon"]) - 1)
    last = 3 * (int(groups.get("last_codon") or groups["codon"])) - 1
    if last < first:
        return None
    start, end = Point(first, 0, "cds_start"), Point(last, 0, "cds_start")
    old, new = read_base(groups.get("old") or ""), read_base(groups.get("new") or "")
    issues = (note_reading(found, f"a change of the bases {first + 1} to {last + 1}"),)
    if old and len(old) == last - first + 1:
        return StatedEdit("c", start, end, "delins", old, None, new, is_bare=True), issues
    bounds = Bounds(start, end)
    if old:
        kind: Literal["sub", "delins"] = "sub" if len(old) == len(new) == 1 else "delins"
        size = Count(len(old), len(old))
        return StatedUncertain("c", bounds, bounds, kind, is_within=True, size=size, deleted=old, inserted=new), issues
    what = read_base(groups["what"] or "")
    length = len(what) or read_number(_DIGITS.findall(groups["size"])[0])
    size = Count(length, length)
    if groups["sign"] == "-":
        return StatedUncertain("c", bounds, bounds, "del", is_within=True, size=size, deleted=what or None), issues
    return StatedUncertain("c", bounds, bounds, "ins", is_within=True, size=size, inserted=what), issues


# ---------------------------------------------------------------- the shapes

_DIGITS = re.compile(r"[0-9]+")
_OF_BASES = Pattern(r"\b(?:nucleotides?|nts?(?![a-z])|bases?|bp|cDNA)")
_SUBSTITUTIONS = compile_sentences(
    TELLING, "bases", unit=rf"(?:(?-i:{BASES})|{BASE_NAME})", place=_FIRST, where=BASE_PLACES, joint="~"
)
_COMPACT = Pattern(rf"(?P<old>[ACGT])~{_FIRST}~(?P<new>[ACGT])")
_IN_CODON = compile_sentences(
    TELLING, "bases", unit=f"(?-i:{BASES})", place=r"(?P<codon>[1-9][0-9]{0,5})", where=r"(?:codons?|cds?)", joint="~"
)
SHAPES = Shapes(
    *((Pattern(rf"(?:{_CALLED})?{_RANGE}{change}{NOUN}?", telltale), _say) for change, telltale in CHANGES),
    (_COMPACT, _say),
    *((pattern, _say) for pattern in _SUBSTITUTIONS),
    *(
        (Pattern(rf"{_CODON}~:?,?~\(?{change}\)?", "codon"), _say_codon)
        for change in (
            rf"(?P<old>{BASES})~(?:-{{0,6}}>|/|-| to )~(?P<new>{BASES})",
            rf"(?P<sign>[-+])~(?:(?P<what>{BASES})|(?P<size>{SIZE}))",
        )
    ),
    *((pattern, _say_codon) for pattern in _IN_CODON[1:]),
    *(
        (Pattern(pattern, "act", *telltales), _say_act)
        for pattern, *telltales in (
            (rf"{_ACT}~(?:{_WHAT})?~(?:{_CALLED})?{_RANGE}",),
            (rf"{_ACT} of {_WHAT}(?:,? (?:at|from|starting at))?(?: {_CALLED}| ){_RANGE}", "of"),
            (rf"(?P<act>insertion) of {_WHAT} (?:after|behind|following) {_CALLED}?{_FIRST}", "insertion", "of"),
            (rf"{_ACT} of {_CALLED}{_RANGE}", "of", "place of bases"),
            (rf"{_WHAT}(?:~-?~|\)~){_ACT}(?: (?:at|from|of))?(?: {_CALLED}| ){_RANGE}",),
            (rf"{_CALLED}{_RANGE}~(?P<act>deletion|duplication)", "place of bases"),
            (rf"{_CALLED}{_RANGE} {_WHAT}~-?~{_ACT}", "place of bases"),
            (rf"(?:{SIZE}[-\s])?{_ACT}~\(?(?P<what>(?-i:{BASES}))\)?(?: (?:at|of))?(?: {_CALLED}| ){_RANGE}",),
        )
    ),
    (Pattern(rf"(?:{_CALLED})?{_FIRST}~(?P<letter>[ACGT])"), _say_place),
    (Pattern(rf"(?:nucleotides?|nts?|np|cDNA)(?: position)? {_RANGE}(?P<letter>)", "place of bases"), _say_place),
)
"""What names in this notation look like, each shape with its telltales."""
