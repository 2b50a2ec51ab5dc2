"""The change of an HGVS name, in the letter case of its axis and free of what a parser stumbles over.

What hgvs.parser would let pass is refused with the place where it stands. Sources: HGVS nomenclature 21.0, standards
(letters) and numbering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.errors import InvalidResidues, MalformedName
from synonymizer.spelling.points import MAXIMUM_DIGITS
from synonymizer.spelling.residues import CODES, has_withdrawn_stop, tidy_residues
from synonymizer.spelling.spans import quote

if TYPE_CHECKING:
    from synonymizer.grammar.description import Description

EXPECTED_RESIDUES = "a residue, its position and a change were expected, as in Pro165Gln, Arg179Ter or Phe508del"

_KEYWORD = re.compile(r"DELINS|DEL|INS|DUP|INV")
_AFTER_KEYWORD = re.compile(r"(del|ins|dup|inv)\s+", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BEHIND_STOP = re.compile(r"(?:Ter|\*)(?=[A-Z])")
_BASE_WORDS = re.compile(r"delins|del|ins|dup|inv|(?P<word>(?:(?!del|ins|dup|inv)[A-Za-z])+)")
_RESIDUE_WORDS = re.compile(r"delins|del|ins|dup|fs|ext|(?P<word>(?:(?!del|ins|dup|fs|ext)[A-Za-z])+)")
_RESIDUES = re.compile(rf"(?:{'|'.join(CODES.values())})+|[A-Z]+(?:Ter|Xaa)?")
_AMBIGUOUS = "RYMKWSBDHVN"

_WRONG_SIGNS = (
    (r"(?<=[A-Za-z])\s+(?=[A-Za-z])|(?<=[0-9])\s+(?=[0-9])", "the end of the name was expected"),
    (r"[^\x00-\x7f]", "only plain letters, digits and signs were expected"),
    (r"\(\(|\)\)", "no parentheses inside others were expected"),
)
_WRONG_NUMBERS = (
    (rf"[0-9]{{{MAXIMUM_DIGITS + 1},}}", "no sequence is as long as that number"),
    (r"(?<![0-9A-Za-z\[])0(?!\??$)", "a position without leading zeros was expected, since there is no position 0"),
    (r"(?:^|_)\+", "a position without a sign before it was expected"),
)
_RESIDUE_ZERO = (r"(?<=[A-Za-z*])0", "a position without leading zeros was expected, since there is no residue 0")


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it is read: without the parentheses of a prediction, and with today's signs for withdrawn ones."""

    description: Description
    text: str
    predicted: bool = False
    withdrawn: bool = False

    def find_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part stands in the text of the name: all of the change where signs were dropped from it."""
        place, body = self.description.start, self.description.body
        if len(self.text) != len(body):
            return place, place + len(body)
        return place + start, place + end

    def mistake(self, place: int, expected: str) -> MalformedName:
        """Return the error of a change that departs from the nomenclature at `place`."""
        name = quote(self.description.written + self.text)
        where = f"cannot be read from {quote(self.text[place:])} on" if place < len(self.text) else "ends too early"
        span = self.find_span(place, len(self.text))
        return MalformedName(f"{name} {where}: {expected}.", text=self.description.text, span=span)


def read_change(description: Description) -> Change:
    """Tidy the change of a name and check its signs, letters and numbers.

    Raises:
        MalformedName: when it holds signs, gaps or numbers that no change holds.
        InvalidResidues: when it holds letters that are no bases or residues.
    """
    typed = drop_gaps(description)
    is_protein = description.axis == "p"
    text = tidy_residues(typed) if is_protein else _tidy_bases(typed, is_rna=description.axis == "r")
    is_predicted = description.axis in "pr" and text.startswith("(") and text.find(")") == len(text) - 1
    withdrawn = is_protein and has_withdrawn_stop(typed)
    change = Change(description, text[1:-1] if is_predicted else text, is_predicted, withdrawn)
    if not change.text:
        raise change.mistake(0, EXPECTED_RESIDUES if is_protein else "a position and a change were expected")
    (_check_residues if is_protein else _check_bases)(change)
    for pattern, expected in (*_WRONG_NUMBERS, _RESIDUE_ZERO) if is_protein else _WRONG_NUMBERS:
        wrong = re.search(pattern, change.text)
        if wrong is not None:
            raise change.mistake(wrong.start(), expected)
    return change


def drop_gaps(description: Description) -> str:
    """Return a change without its white space, except where that would join two words or two numbers.

    Raises:
        MalformedName: for such a gap, for signs that are not plain, and for brackets that do not pair.
    """
    body = _AFTER_KEYWORD.sub(r"\1", description.body)
    for pattern, expected in _WRONG_SIGNS:
        wrong = re.search(pattern, body)
        if wrong is not None:
            raise Change(description, body).mistake(wrong.start(), expected)
    text = "".join(body.split())
    for opening, closing in ("()", "[]", "{}"):
        if text.count(opening) != text.count(closing):
            place = max(text.find(opening), text.find(closing))
            raise Change(description, text).mistake(place, "brackets in pairs were expected")
    return text


def _tidy_bases(text: str, *, is_rna: bool) -> str:
    """Put bases into the letter case of DNA or RNA, and drop thousands separators.

    >>> _tidy_bases("494c>a", is_rna=False), _tidy_bases("494C>T", is_rna=True), _tidy_bases("1,234DEL", is_rna=False)
    ('494C>A', '494c>u', '1234del')
    """
    text = _THOUSANDS.sub("", text)
    if is_rna:
        return text.lower().replace("t", "u")
    return _KEYWORD.sub(lambda keyword: keyword[0].lower(), text.upper())


def _check_bases(change: Change) -> None:
    """Check that the letters of a change are bases, each by itself or one of several (IUPAC-IUB 1984)."""
    axis = change.description.axis
    bases = "acgu" if axis == "r" else "ACGT"
    for run in _BASE_WORDS.finditer(change.text):
        for place, letter in enumerate(run["word"] or "", run.start()):
            if letter in bases or letter.upper() in _AMBIGUOUS:
                continue
            message = f"{letter} is no base; {axis}. changes are written with {' '.join(bases)}."
            span = change.find_span(place, place + 1)
            raise InvalidResidues(message, text=change.description.text, span=span)


def _check_residues(change: Change) -> None:
    """Check that the words of a change are residues, and that none stands behind a stop."""
    for run in _RESIDUE_WORDS.finditer(change.text):
        if run["word"] and not _RESIDUES.fullmatch(run["word"]):
            message = f"{quote(run['word'])} is no residue. Residues are written Pro or P, a stop Ter or *."
            raise InvalidResidues(message, text=change.description.text, span=change.find_span(*run.span()))
    stop = _BEHIND_STOP.search(change.text)
    if stop is not None:
        raise change.mistake(stop.end(), "nothing was expected behind a stop, with which the protein ends")
