"""Exact changes as hgvs.parser reads them: one place, and bases or residues that are spelled out.

The parser also takes what the nomenclature refuses (`g.5_3del`, `c.5insA`) and forgets part of what a name states; both
are seen to here. Sources: HGVS nomenclature 21.0, recommendations for DNA, RNA and protein, and the checklist.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from string import ascii_letters
from typing import TYPE_CHECKING, Any

from synonymizer.codons import ONE_LETTER
from synonymizer.errors import MalformedName, ReversedInterval
from synonymizer.grammar.changes import EXPECTED_RESIDUES, read_change
from synonymizer.grammar.emit import write_statement
from synonymizer.grammar.forms import Reading
from synonymizer.grammar.plain_edits import read_plain_edit
from synonymizer.grammar.posedits import check_edit, check_protein, convert_edit, convert_protein
from synonymizer.grammar.protein_forms import read_plain, read_protein_form
from synonymizer.spelling.points import shift, write_range
from synonymizer.spelling.residues import STYLES, write_edit
from synonymizer.spelling.spans import quote
from synonymizer.statements import Issue, StatedProtein

if TYPE_CHECKING:
    from synonymizer.grammar.changes import Change
    from synonymizer.grammar.description import Description
    from synonymizer.statements import Axis, EditKind, ProteinEdit, StatedEdit, StatedPlace

_LOCATION = re.compile(r"(?P<first>[-*]?\d+(?:[-+]\d+)?)(?:_(?P<last>[-*]?\d+(?:[-+]\d+)?))?")
_REDUNDANT = re.compile(r"(?<![A-Za-z])(?P<kind>del|dup|inv)(?:(?P<bases>(?:(?!ins)[A-Za-z])+)|(?P<length>\d+))$")
_REDUNDANT_RESIDUES = re.compile(r"(?<![A-Za-z])(?:del|dup)(?P<residues>(?:[A-Z](?:[a-z]{2})?)+)(?=ins|$)")
_PREDICTED_PLACE = re.compile(r"\(([^()]+)\)(?=\[)")
_THREE_LETTERS = re.compile(r"[A-Z][a-z]{2}")
_URACIL = re.compile(r"u(?!p)")
_PARSER_PLACE = re.compile(r": char (\d+): ")
_EXPECTED_POSITIONS = {
    "g": "a position such as 4055634 was expected",
    "m": "a position such as 3243 was expected",
    "c": "a position such as 494, 93+1, -14 or *37 was expected",
    "n": "a position such as 345 or 93+1 was expected, counted from the first base of the transcript",
}
_EXPECTED_CHANGE = "a change such as C>A, del, dup, insA, delinsAC or inv was expected after the position"


@cache
def _parser() -> Any:
    """Return the parser of the hgvs package, which takes 90 ms to import and is needed for this notation alone."""
    from hgvs.parser import Parser

    return Parser()


def read_edit(description: Description) -> Reading:
    """Read an exact change of bases; its text as read has today's spelling for a withdrawn one.

    Raises:
        ParseError: when it is none; the span shows where.
    """
    change = read_change(description)
    _check_zones(change)
    old, new = _split_substitution(change.text)
    is_plain = len(new) <= 1 and len(old) <= 1
    text = change.text if is_plain else f"{change.text[: -len(f'{old}>{new}')]}del{old}ins{new}"
    redundant = _REDUNDANT.search(text)
    if redundant is not None:
        text = text[: redundant.end("kind")]
    stated = read_plain_bases(change, text) or parse_bases(change, text)
    if redundant is not None:
        bases, length = redundant["bases"], redundant["length"]
        deleted = bases.upper().replace("U", "T") if bases else None
        stated = replace(stated, deleted=deleted, deleted_length=int(length) if length else None)
    read_as = change.text
    if not is_plain:
        stated = _cover(stated, len(old))
        read_as = f"{write_range(stated.first, stated.last)}delins{new}"
    elif stated.kind == "sub" and stated.deleted == stated.inserted:
        stated = replace(stated, kind="identity", inserted="")
        read_as = f"{write_range(stated.first, stated.last)}="
    check_edit(stated, change)
    return Reading(stated, read_as, change.withdrawn or read_as != change.text)


def parse_bases(change: Change, text: str) -> StatedEdit:
    """Read `text`, a change of bases in a form that hgvs.parser knows, by means of it.

    Raises:
        MalformedName: when the parser finds a mistake.
    """
    return convert_edit(_parse(change, text), change, _find_kind(text))


def read_plain_bases(change: Change, text: str) -> StatedEdit | None:
    """Read `text` as `parse_bases` does, and without the parser; None when it is in no plain form."""
    counted, form = _choose_rule(change, text)
    return read_plain_edit(form, change.description.axis, counted, _find_kind(text))


def _check_zones(change: Change) -> None:
    """Check that no range runs from behind the stop codon to its front: the parser takes both ends to lie behind it.

    Raises:
        ReversedInterval: when one does.
    """
    location = _LOCATION.match(change.text)
    if location and location["last"] and location["first"].startswith("*") and not location["last"].startswith("*"):
        message = f"{change.description.axis}.{location[0]} ends before it starts: * counts on behind the stop codon."
        raise ReversedInterval(message, text=change.description.text, span=change.find_span(*location.span()))


def _split_substitution(change: str) -> tuple[str, str]:
    """Return the bases before and after `>`, both empty where there is none.

    >>> _split_substitution("79_80GC>TT"), _split_substitution("79del")
    (('GC', 'TT'), ('', ''))
    """
    before, arrow, new = change.partition(">")
    return (before[len(before.rstrip(ascii_letters)) :], new) if arrow else ("", "")


def _find_kind(text: str) -> EditKind:
    if ">" in text:
        return "sub"
    if "=" in text:
        return "identity"
    if "ins" in text:
        return "delins" if "del" in text else "ins"
    return "del" if "del" in text else "dup" if "dup" in text else "inv"


def _cover(stated: StatedEdit, size: int) -> StatedEdit:
    """Let a single position stand for all bases stated to be replaced there: c.79GC>TT is c.79_80delinsTT."""
    if size < 2 or stated.first != stated.last:
        return stated
    return replace(stated, last=shift(stated.first, size - 1))


def read_protein(description: Description, *, predicted: bool) -> Reading:
    """Read a change of residues; its text as read has today's spelling for a withdrawn one.

    Raises:
        ParseError: when it is none; the span shows where.
    """
    change = read_change(description)
    predicted = predicted or change.predicted
    form = read_protein_form(change, predicted=predicted)
    if form is not None:
        return _say_form(form, change)
    redundant = _REDUNDANT_RESIDUES.search(change.text)
    text = change.text
    if redundant is not None:
        text = text[: redundant.start("residues")] + text[redundant.end("residues") :]
    edit = read_plain(change, text, predicted=predicted) or parse_residues(change, text, predicted=predicted)
    check_protein(edit, change)
    if redundant is not None:
        _check_redundant(edit, redundant["residues"], change)
    if edit.kind == "frameshift" and edit.inserted == edit.first_residue:
        message = f"{text} starts with a residue that is unchanged. A frame shift starts at the first one that differs."
        raise MalformedName(message, text=description.text, span=change.find_span(0, len(change.text)))
    is_misnamed = (edit.kind == "identity" and "=" not in text) or (edit.kind == "sub" and "fs" in text)
    if edit.kind == "extension" and edit.first == 0 and edit.inserted:  # what the old start reads is not its concern
        edit, is_misnamed = replace(edit, inserted=""), True
    read_as = write_edit(edit) if is_misnamed else text
    return Reading(StatedProtein(edit), read_as, change.withdrawn or read_as != change.text, _note_form(edit, change))


def parse_residues(change: Change, text: str, *, predicted: bool) -> ProteinEdit:
    """Read `text`, a change of residues in a form that hgvs.parser knows, by means of it.

    Raises:
        MalformedName: when the parser finds a mistake.
    """
    return convert_protein(_parse(change, text), predicted=predicted)


def _say_form(stated: StatedProtein | StatedPlace, change: Change) -> Reading:
    """Keep the spelling of residues that was chosen, where it is one of today's."""
    spellings = [write_statement(stated, style) for style in STYLES]
    if change.text in spellings or _PREDICTED_PLACE.sub(r"\1", change.text) in spellings:
        return Reading(stated, change.text)
    return Reading(stated, spellings[0], withdrawn=True)


def _note_form(edit: ProteinEdit, change: Change) -> tuple[Issue, ...]:
    """Say where the nomenclature names a change of residues otherwise (protein/substitution, protein/delins)."""
    message = ""
    if edit.kind == "sub" and edit.first == 0 and edit.first_residue == "M":
        message = (
            "Without its start codon the protein is not known to differ in this residue alone: the change is written "
            "p.Met1? or p.0. It was read as it stands."
        )
    if edit.kind == "delins" and edit.last_residue == edit.inserted[-1:] and edit.last > edit.first:
        message = "The last residue stays as it is, and is left out of the change. It was read as it stands."
    return (Issue("W1004", "warning", message, change.find_span(0, len(change.text))),) if message else ()


def _check_redundant(edit: ProteinEdit, stated: str, change: Change) -> None:
    """Check that residues stated after `del` or `dup` are those of the positions, as far as these name them.

    Raises:
        MalformedName: when they are not.
    """
    residues = _THREE_LETTERS.sub(lambda code: ONE_LETTER.get(code[0], "?"), stated)
    ends = (edit.first_residue, edit.last_residue)
    if len(residues) != edit.last - edit.first + 1 or (residues[0], residues[-1]) != ends:
        message = f"The residues {quote(stated)} are not those of the positions before it. Leave them out."
        span = change.find_span(0, len(change.text))
        raise MalformedName(message, text=change.description.text, span=span)


def _parse(change: Change, text: str) -> Any:
    """Parse `text`, a form of the change that the parser knows, by the rule of its axis.

    Raises:
        MalformedName: when the parser finds a mistake; the sentence says what it expected.
    """
    from hgvs.exceptions import HGVSParseError

    rule, form = _choose_rule(change, text)
    if rule == "n" and form.startswith(("-", "*")):
        raise change.mistake(0, _EXPECTED_POSITIONS["n"])
    try:
        return getattr(_parser(), f"parse_{rule}_posedit")(form)
    except HGVSParseError as error:
        found = _PARSER_PLACE.search(str(error), len(form))
        place = min(int(found[1]) if found else 0, len(change.text))
        raise change.mistake(place, _say_expected(change, rule, place)) from None


def _choose_rule(change: Change, text: str) -> tuple[Axis, str]:
    """Return the parser's rule for a change, and the change in the form which that rule knows."""
    axis = change.description.axis
    if axis == "o":  # a circular sequence is counted as the mitochondrial one
        return "m", text
    if axis == "r":  # r. counts as c. or n. does; the parser's own rule for r. knows no *
        is_noncoding = (change.description.hints.transcript or "").startswith(("NR_", "XR_"))
        return "n" if is_noncoding else "c", _URACIL.sub("t", text)
    if axis == "p" and _THREE_LETTERS.match(text):  # the parser knows * only beside one-letter code
        return axis, text.replace("*", "Ter")
    return axis, text


def _say_expected(change: Change, rule: str, place: int) -> str:
    """Say in plain words what the parser expected at a place of a change."""
    if rule == "p":
        return EXPECTED_RESIDUES
    location = _LOCATION.match(change.text)
    return _EXPECTED_POSITIONS[rule] if not location or place < location.end() else _EXPECTED_CHANGE
