"""Repeats named by their units, without a place: `5T`, `TG11-5T`, `(TA)7`, `CAG(n) 40 repeats`, `>200 CGG`.

Where the repeat lies follows from the gene. Sources: the poly-T and TG tracts of CFTR (PMC1867422); the promoter repeat
of UGT1A1, (TA)6 and (TA)7; the trinucleotide repeats of FMR1, HTT and others as reports count them; HGVS nomenclature
21.0, DNA/repeated, for what a count means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.spelling.bare import Shapes, ends_in_residues, note_reading, read_bare
from synonymizer.spelling.counts import COUNT, read_count, write_count
from synonymizer.spelling.words import Pattern
from synonymizer.statements import Count, Expression, StatedCategory, StatedRepeat, StatedSet

if TYPE_CHECKING:
    from synonymizer.spelling.bare import Said

_UNIT = r"(?P<unit>(?-i:[ACGT]{1,12}))"
_KNOWN_UNIT = r"(?P<unit>CAG|CTG|CGG|CCG|GCG|GCN|GAA|CCTG|ATTCT|GGCCTG|GGGGCC|TGGAA|AAGGG)"
"""The units of the repeat disorders, which a number behind them does not turn into the symbol of a gene."""

_COUNT = (
    r"(?P<bound>[<>]=?|more than |less than |over |at least )?~(?P<count>[1-9][0-9]{0,4})"
    r"(?:~(?:-|to|_)~(?P<most>[1-9][0-9]{0,4}))?"
)
_REPEATS = r"(?:(?:triplet|trinucleotide|tandem) )?(?:repeats?|copies|units?)"
_BEFORE_T = r"(?:(?:c\.)?(?:IVS|intron)~-?~[0-9]{1,2}~-?~|poly-?\(?T\)?(?: tract)? )"
_TG = r"(?:\(?TG\)?~-?~[0-9]{1,2}~[-_/]?~|[0-9]{1,2}~\(?TG\)?~[-_/]?~)"


def read(text: str) -> Expression | None:
    """Read a repeat named by its units and their number, with or without its gene; None for any other text.

    >>> read("IVS8-5T").stated.units
    (('T', Count(low=5, high=5)),)
    >>> read("FMR1 >200 CGG").stated.units
    (('CGG', Count(low=201, high=None)),)
    """
    return None if ends_in_residues(text) else read_bare(text, "repeat", SHAPES)


def _say(found: re.Match[str]) -> Said | None:
    """Say how many units there are."""
    count = _read_count(found)
    return _say_units(found, ((found["unit"].upper(), count),)) if count else None


def _read_count(found: re.Match[str]) -> Count | None:
    groups = found.groupdict()
    if not groups.get("count"):
        return Count(None, None)
    number, most, bound = int(groups["count"]), groups.get("most"), (groups.get("bound") or "").strip().lower()
    if most:
        return Count(number, int(most)) if int(most) >= number else None
    match bound:
        case "":
            return Count(number, number)
        case ">" | "more than" | "over":
            return Count(number + 1, None)
        case "<" | "less than":
            return Count(None, number - 1)
        case _:
            return Count(number, None) if bound in {">=", "at least"} else Count(None, number)


def _say_counted(found: re.Match[str]) -> Said | None:
    """Say what is counted in brackets as the nomenclature does, but for its place: `CAG[23]`, `AGC[(50_60)]`."""
    units = [(unit["unit"], read_count(unit["counted"])) for unit in _COUNTED.finditer(found[0])]
    known = tuple((unit, count) for unit, count in units if count is not None)
    return _say_units(found, known) if len(known) == len(units) else None


def _say_units(found: re.Match[str], units: tuple[tuple[str, Count], ...]) -> Said:
    written = "".join(f"{unit}[{write_count(count)}]" for unit, count in units)
    return StatedRepeat("c", None, None, units), (note_reading(found, f"the repeat {written}"),)


def _say_tracts(found: re.Match[str]) -> Said | None:
    """Say the lengths of a TG and a T tract that follow each other."""
    units = tuple(_read_tracts(found["tracts"]))
    return _say_units(found, units) if units else None


def _read_tracts(word: str) -> list[tuple[str, Count]]:
    units = []
    for tract in _TRACTS.finditer(word.upper()):
        number = int(tract["behind"] or tract["ahead"])
        unit = tract["unit"] or tract["last_unit"]
        units.append((unit, Count(number, number)))
    return units


def _say_choice(found: re.Match[str]) -> Said:
    """Say that one of several lengths is meant: 5T/7T/9T."""
    members = []
    issue = note_reading(found, "lengths of a run of T")
    for part in found[0].split("/"):
        number = int(part.upper().strip().rstrip("T"))
        stated = StatedRepeat("c", None, None, (("T", Count(number, number)),))
        members.append(Expression(found.string, "repeat", stated, span=found.span()))
    return StatedSet("choice", tuple(members)), (issue,)


def _say_expansion(found: re.Match[str]) -> Said:
    label = f"{found['unit'].upper()} repeat expansion"
    return StatedCategory("gain", label), (note_reading(found, label),)


_TRACTS = re.compile(
    r"(?:(?P<unit>TG|GT|T)\)?\s?-?\s?(?P<behind>[0-9]{1,2}))|(?P<ahead>[0-9]{1,2})\s?\(?(?P<last_unit>TG|GT|T)\)?"
)
_COUNTED = re.compile(rf"(?P<unit>[ACGT]{{1,12}})\[(?P<counted>{COUNT})\]")
SHAPES = Shapes(
    *(
        (Pattern(pattern, *telltales), say)
        for pattern, say, *telltales in (
            (rf"(?-i:(?:[ACGT]{{1,12}}\[{COUNT}\]){{1,20}})", _say_counted, "bracket"),
            (r"[1-9][0-9]?~T(?:~/~[1-9][0-9]?~T){1,4}", _say_choice, "slash"),
            (rf"{_BEFORE_T}?(?P<tracts>{_TG}?[1-9][0-9]?~T)", _say_tracts),
            (rf"(?:{_BEFORE_T}|(?={_TG}))(?P<tracts>{_TG}?\(?T\)?~-?~[1-9][0-9]?)", _say_tracts, "tract"),
            (r"(?:poly-?)\(?(?P<unit>[ACGT])\)?~-?~(?P<count>[1-9][0-9]?)", _say, "poly"),
            (rf"\(~{_UNIT}~\)~{_COUNT}(?:~{_REPEATS})?", _say, "parenthesis"),
            (rf"\(~{_UNIT}~\)~n?", _say, "parenthesis"),
            (rf"{_KNOWN_UNIT}(?=[^0-9]{{0,4}}[0-9]{{2}})~-?~{_COUNT}(?: {_REPEATS})?", _say, "unit"),
            (rf"\(?{_UNIT}~\)?~(?:\(n\)|(?-i:n))?~{_COUNT} {_REPEATS}", _say, "repeat"),
            (rf"\(?{_UNIT}~\)?~(?:\(n\)|(?-i:n))~=?~{_COUNT}", _say),
            (
                rf"\(?{_UNIT}\)?(?:\(n\)|n)? {_REPEATS}(?: (?:length|size|number))?(?: of| =|:)? \(?{_COUNT}\)?",
                _say,
                "repeat",
            ),
            (rf"{_COUNT} {_REPEATS} of {_UNIT}", _say, "repeat"),
            (rf"{_COUNT}~\(?{_KNOWN_UNIT}\)?n?(?: {_REPEATS})?", _say, "unit"),
            (rf"{_COUNT} \(?{_UNIT}\)?n? {_REPEATS}", _say, "repeat"),
            (rf"(?:expanded |expansion of (?:the )?)\(?{_UNIT}\)?n?(?: {_REPEATS})?", _say_expansion, "expansion"),
            (rf"\(?{_UNIT}\)?(?:\(n\)|n)?(?:[-\s]{_REPEATS})? expansions?", _say_expansion, "expansion"),
        )
    )
)
"""What names in this notation look like, each shape with its telltales."""
