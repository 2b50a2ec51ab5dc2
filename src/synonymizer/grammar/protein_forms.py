"""Changes of residues in forms that are read without hgvs.parser: one pattern and one function for each.

Some the parser does not know. The plain ones it does, and they are read as it reads them: they are most of those that
people write, and loading it takes longer than all else.
Sources: HGVS nomenclature 21.0, protein recommendations (insertion, delins, repeated, frame shift, extension,
substitution) and recommendations/uncertain; withdrawn are a bare number of inserted residues (`ins17`, now
`insXaa[17]`) and `54L/L` for a residue and its variant.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.codons import ONE_LETTER
from synonymizer.errors import ReversedInterval
from synonymizer.grammar.posedits import check_protein
from synonymizer.spelling.counts import COUNT, read_count
from synonymizer.spelling.residues import CODES
from synonymizer.statements import Point, ProteinEdit, StatedPlace, StatedProtein

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.grammar.changes import Change
    from synonymizer.statements import ProteinKind

_LETTERS = {**{three: one for one, three in CODES.items()}, **ONE_LETTER}
_THREE = "[A-Z](?!fs)[a-z]{2}"  # that these are the letters of a residue was seen to when the change was tidied
_RESIDUE = f"(?:{_THREE}|[A-Z*])"
_NUMBER = "[1-9][0-9]{0,29}"
_FIRST = rf"(?P<residue>{_RESIDUE})(?P<first>{_NUMBER})"
_LAST = rf"(?P<last_residue>{_RESIDUE})(?P<last>{_NUMBER})"
_STOP = r"(?:Ter|\*)(?:[1-9][0-9]{0,8}|\?)?"
_CHANGE = (
    rf"(?:(?P<kind>=|\?|del(?!ins)|dup)|(?P<fs>{_RESIDUE})?fs(?P<stop>{_STOP})?"
    rf"|(?P<ext>{_RESIDUE})?ext(?P<added>{_STOP}|-?[1-9][0-9]{{0,8}}|\?)?|(?P<insert>del)?ins(?P<new>.+)"
    rf"|(?P<sub>{_RESIDUE}))"
)
_REPEATED = re.compile(rf"(?P<open>\()?{_FIRST}(?:_{_LAST})?(?(open)\))\[(?P<count>{COUNT})\]")
_WITHIN = re.compile(rf"\({_FIRST}_{_LAST}\){_CHANGE}")
_CHANGED = re.compile(rf"{_FIRST}(?:_{_LAST})?{_CHANGE}")
_PLACE = re.compile(rf"{_FIRST}(?:_{_LAST})?")
_VARIED = re.compile(rf"(?P<first>[1-9][0-9]{{0,29}})(?P<residue>{_RESIDUE})/(?P<sub>{_RESIDUE})")
_SPELLED = re.compile(rf"{_RESIDUE}+")
_TOKEN = re.compile(_RESIDUE)
_COUNTED = re.compile(r"(?:(?P<unknown>Xaa)\[(?P<count>[1-9][0-9]{0,4})\]|(?P<size>[1-9][0-9]{0,4}))")
_ENDING = re.compile(r"(?:Ter|\*)(?P<length>[1-9][0-9]{0,4})")
_COPIED = re.compile(rf"{_FIRST}(?:_{_LAST})?")
_UNKNOWN_TO_PARSER = re.compile(r"Pyl|Xle|O|J|ext[0-9?]")


def _compile_plain(residue: str, stop: str) -> re.Pattern[str]:
    """Return the plain forms of a change of which all residues are spelled in one code; its end may be in either."""
    first = rf"(?P<residue>{residue}|{stop})(?P<first>{_NUMBER})"
    last = rf"(?P<last_residue>{residue})(?P<last>{_NUMBER})"
    counted = r"(?:Ter|\*)(?:[1-9][0-9]{0,8}|\?)"
    return re.compile(
        rf"{first}(?:_{last})?(?:(?P<kind>=|del|dup)|(?P<fs>{residue})?fs(?:(?P<stop>{counted})|Ter|\*)?"
        rf"|(?P<ext>{residue})?ext(?P<added>{counted}|-[1-9][0-9]{{0,8}})"
        rf"|(?P<insert>del)?ins(?P<new>{residue}{{1,600}}{stop}?|{stop})|(?P<sub>{residue}|Ter|\*))"
    )


_PLAIN = (
    _compile_plain(f"(?:(?!Ter|Xaa){_THREE})", r"(?:Ter|\*)"),
    _compile_plain("[A-WYZ]", r"\*"),
)
_WHOLE: dict[str, ProteinEdit] = {
    "=": ProteinEdit("identity"),
    "0": ProteinEdit("none"),
    "0?": ProteinEdit("none", predicted=True),
    "?": ProteinEdit("unknown"),
}


def read_protein_form(change: Change, *, predicted: bool) -> StatedProtein | StatedPlace | None:
    """Read a change of residues in a form of its own; None for one that hgvs.parser reads, or that nothing reads.

    Raises:
        ParseError: when the form is known and broken.
    """
    for pattern, read in _FORMS:
        found = pattern.fullmatch(change.text)
        stated = read(found, change) if found else None
        if isinstance(stated, ProteinEdit):
            edit = replace(stated, predicted=predicted or stated.predicted)
            _check(edit, change)
            return StatedProtein(edit)
        if stated is not None:
            return stated
    return None


def read_plain(change: Change, text: str, *, predicted: bool) -> ProteinEdit | None:
    """Read `text`, a change without the residues it may state beyond need, as hgvs.parser does; None for other forms.

    What this does not read may be a form that the parser knows, or a mistake that it finds the place of.
    """
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _PLAIN)), None)
    edit = _WHOLE.get(text) or (_read_change(found, change) if found and not _is_odd(found) else None)
    return edit and replace(edit, predicted=predicted or edit.predicted)


def _is_odd(found: re.Match[str]) -> bool:
    """Whether only the parser knows what to make of a change: `Met1extTer5`, one residue for several."""
    is_extension_of_first = found["first"] == "1" and (found["added"] or "-")[0] != "-"
    is_one_for_several = found["last"] is not None and (found["sub"] is not None or found["kind"] == "=")
    return is_extension_of_first or is_one_for_several


def _read_letters(residues: str) -> str:
    return "".join([_LETTERS.get(residue, residue) for residue in _TOKEN.findall(residues)])


def _place(found: re.Match[str], kind: ProteinKind) -> ProteinEdit:
    parts = found.groupdict()
    first, residue = int(parts["first"]) - 1, _read_letters(parts["residue"])
    last = int(parts["last"]) - 1 if parts.get("last") else first
    last_residue = _read_letters(parts["last_residue"]) if parts.get("last_residue") else residue
    return ProteinEdit(kind, first, last, residue, last_residue)


def _read_repeated(found: re.Match[str], change: Change) -> ProteinEdit:
    count = read_count(found["count"])
    if count is None:
        raise change.mistake(found.start("count"), "a count such as 23, (50_60) or ? was expected in brackets")
    return replace(_place(found, "repeat"), count=count, predicted=found["open"] is not None)


def _read_within(found: re.Match[str], change: Change) -> ProteinEdit | None:
    edit = _read_change(found, change)
    return replace(edit, is_within=True) if edit else None


def _read_changed(found: re.Match[str], change: Change) -> ProteinEdit | None:
    """Read a change the parser stumbles over: counted or copied residues, `?` behind a residue, rare residues."""
    new = found["new"] or ""
    is_special = new and _SPELLED.fullmatch(new) is None
    if not is_special and found["kind"] != "?" and not _UNKNOWN_TO_PARSER.search(change.text):
        return None
    return _read_change(found, change)


def _read_change(found: re.Match[str], change: Change) -> ProteinEdit | None:
    if found["kind"]:
        kinds: dict[str, ProteinKind] = {"=": "identity", "?": "unknown", "del": "del", "dup": "dup"}
        edit = _place(found, kinds[found["kind"]])
        return replace(edit, kind="start_lost") if edit.kind == "unknown" and edit.first == edit.last == 0 else edit
    if found["sub"]:
        new = _read_letters(found["sub"])
        edit = replace(_place(found, "sub"), inserted=new)
        is_same = edit.first == edit.last and edit.first_residue == new
        return replace(edit, kind="identity", inserted="") if is_same else edit
    if found["new"]:
        return _read_inserted(found, change)
    is_frameshift = "fs" in found[0][found.end("first") :]
    stop = found["stop"] if is_frameshift else found["added"]
    number = re.search(r"-?[0-9]+", stop or "")
    edit = _place(found, "frameshift" if is_frameshift else "extension")
    if number and edit.kind == "extension" and edit.first == 0 and not number[0].startswith("-"):
        return replace(edit, stop=-int(number[0]))
    return replace(
        edit,
        inserted=_read_letters((found["fs"] if is_frameshift else found["ext"]) or ""),
        stop=int(number[0]) if number else None,
        stop_stated=stop is not None,
    )


def _read_inserted(found: re.Match[str], change: Change) -> ProteinEdit | None:
    """Read inserted residues: spelled, counted, counted up to a stop, or copied from elsewhere in the protein."""
    new = found["new"]
    edit = _place(found, "delins" if found["insert"] else "ins")
    counted, ending, copied = _COUNTED.fullmatch(new), _ENDING.fullmatch(new), _COPIED.fullmatch(new)
    if counted is not None:
        return replace(edit, inserted="X" * int(counted["count"] or counted["size"]))
    if ending is not None:
        return replace(edit, inserted="X" * (int(ending["length"]) - 1) + "*")
    if copied is not None:
        source = _place(copied, "identity")
        if source.last < source.first:
            raise change.mistake(found.start("new"), "the lower position was expected first")
        return replace(edit, copied=((source.first_residue, source.first), (source.last_residue, source.last)))
    if _SPELLED.fullmatch(new) is None:
        return None
    return replace(edit, inserted=_read_letters(new))


def _read_place(found: re.Match[str], change: Change) -> StatedPlace:
    edit = _place(found, "identity")
    _check(edit, change)
    letters = edit.first_residue + (edit.last_residue if edit.last != edit.first else "")
    return StatedPlace("p", Point(edit.first), Point(edit.last), letters)


def _read_varied(found: re.Match[str], change: Change) -> ProteinEdit:  # noqa: ARG001 - one signature for all forms
    """Read a residue and its variant, `54L/L`: today a substitution, or no change (protein/substitution)."""
    new = _read_letters(found["sub"])
    edit = _place(found, "sub")
    return replace(edit, kind="identity") if new == edit.first_residue else replace(edit, inserted=new)


def _check(edit: ProteinEdit, change: Change) -> None:
    """Check the order of residues; a change that lies somewhere within two may be of any kind.

    Raises:
        ParseError: when they are out of order, or their number does not suit the change.
    """
    if not edit.is_within:
        check_protein(edit, change)
        return
    text, span = change.description.text, change.find_span(0, len(change.text))
    if edit.last < edit.first:
        message = f"p.{edit.first + 1}_{edit.last + 1} ends before it starts. Write the lower position first."
        raise ReversedInterval(message, text=text, span=span)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Change], ProteinEdit | StatedPlace | None]], ...] = (
    (_PLACE, _read_place),
    (_REPEATED, _read_repeated),
    (_WITHIN, _read_within),
    (_CHANGED, _read_changed),
    (_VARIED, _read_varied),
)
