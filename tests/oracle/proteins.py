"""The judge's view of proteins: what an edit makes of a protein, and whether a p. name says just that.

Rules: HGVS nomenclature 21.0, protein (substitution, deletion, duplication, insertion, delins, frameshift, extension).
Residues are one-letter codes, `*` for a stop; places are interbase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.oracle.edits import Edit, classify, shift, slack, trim
from tests.oracle.justify import Spoken, Unspliced

_CODONS = [a + b + c for a in "TCAG" for b in "TCAG" for c in "TCAG"]
_CODE = dict(zip(_CODONS, "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG", strict=True))
_LETTERS = "ARNDCQEGHILKMFPSTWYVU*"
_WORDS = re.findall("...", "AlaArgAsnAspCysGlnGluGlyHisIleLeuLysMetPheProSerThrTrpTyrValSecTer")
_LETTER = dict(zip(_WORDS, _LETTERS, strict=True))
_WORD = dict(zip(_LETTERS, _WORDS, strict=True))

_STOP = r"(?:\*|X)"
_ONE_RESIDUE = re.compile(r"(?P<old>[A-Z*])(?P<at>\d+)(?P<new>[A-Z*=?])")
_FRAMESHIFT = re.compile(rf"(?P<old>[A-Z*])(?P<at>\d+)(?P<new>[A-Z*])?fs(?:{_STOP}(?P<stop>\d+|\?))?")
_EXTENSION = re.compile(rf"\*(?P<at>\d+)(?P<new>[A-Z])ext{_STOP}(?P<stop>\d+|\?)")
_RANGE = re.compile(
    r"(?P<old>[A-Z])(?P<at>\d+)(?:_(?P<last>[A-Z*])(?P<to>\d+))?(?P<kind>delins|del|dup|ins)(?P<new>[A-Z]*\*?)"
)


@dataclass(frozen=True, slots=True)
class Effect:
    """A protein before and after; the stop is the last residue, missing where the record ends before there is one.

    `codon` is the one codon the edit touches, None when it touches several; `growth` is in bases of the transcript.
    """

    before: str
    after: str
    codon: int | None
    growth: int
    is_start_lost: bool = False


def predict(spoken: Spoken) -> Effect | None:
    """Return what an edit, at its canonical place, makes of the protein.

    None where the sequence alone cannot tell (introns, exon borders), and where no coding base is touched.
    """
    line = spoken.line
    if not isinstance(line, Unspliced) or line.coding is None:
        return None
    kind, edit = classify(line.bases, spoken.edit)
    if not _is_exonic(line, edit, kind == "dup"):
        return None
    left = "".join(line.bases[start : min(end, edit.start)] for start, end, _ in line.exons if start < edit.start)
    right = "".join(line.bases[max(start, edit.end) : end] for start, end, _ in line.exons if end > edit.end)
    middle = "".join(line.bases[max(start, edit.start) : min(end, edit.end)] for start, end, _ in line.exons)
    first_base = line.exons[0][2]
    begin, finish = line.coding[0] - first_base, line.coding[1] - first_base
    if len(left) + len(middle) <= begin or len(left) >= finish:
        return None
    before, after = (left + middle + right)[begin:], (left + edit.bases + right)[begin:]
    touched, untouched = len(left) - begin, len(left) + len(middle) - begin
    growth = len(edit.bases) - len(middle)
    exceptions = {
        line.count(line.molecule.from_record(place)[1])[0] - line.coding[0]: residue
        for place, residue in line.record.exceptions
        if any(exon.start <= place < exon.end for exon in line.transcript.exons)
    }
    kept = {
        place + (growth if place >= untouched else 0): residue
        for place, residue in exceptions.items()
        if place + 3 <= touched or (place >= untouched and growth % 3 == 0)
    }
    if touched < 3 and (left + edit.bases + right)[len(left) - touched + growth :] == before:
        after = before  # the whole coding sequence is still there, behind the change
    is_start_lost = touched < 3 and after[:3] != before[:3]
    first, last = max(touched, 0) // 3, (untouched - 1) // 3
    codon = first if first == last else None
    return Effect(translate(before, exceptions), translate(after, kept), codon, growth, is_start_lost)


def _is_exonic(line: Unspliced, edit: Edit, is_duplication: bool) -> bool:
    """Say whether both ends lie in exons; a duplication lies where its original does, an insertion not at a border."""
    if is_duplication:
        edit = Edit(edit.start - len(edit.bases), edit.start, "")
    if edit.start == edit.end:
        return any(start < edit.start < end for start, end, _ in line.exons)
    return any(start <= edit.start < end for start, end, _ in line.exons) and any(
        start < edit.end <= end for start, end, _ in line.exons
    )


def translate(bases: str, exceptions: dict[int, str]) -> str:
    """Translate up to and including the first stop; `exceptions` are residues by the place of their codon."""
    residues = []
    for place in range(0, len(bases) - 2, 3):
        residues.append(exceptions.get(place) or _CODE.get(bases[place : place + 3], "X"))
        if residues[-1] == "*":
            break
    return "".join(residues)


def fold(description: str) -> str:
    """Return a p. description (behind `p.`) in one-letter code, without the parentheses of a prediction."""
    bare = description.replace("(", "").replace(")", "")
    return re.sub("|".join(_WORDS), lambda match: _LETTER[match[0]], bare)


def fits(description: str, effect: Effect) -> bool:
    """Say whether a p. description (what follows `p.`) denotes the residues an edit makes, no more and no less."""
    text, before, after = fold(description), effect.before, effect.after
    if text in {"M1?", "0", "0?"} or re.fullmatch(r"M1[A-Z]", text):
        return effect.is_start_lost
    if effect.is_start_lost:
        return False
    if re.fullmatch(r"(?:[A-Z*]\d+_[A-Z*]\d+)?=", text):
        return after == before
    if match := _FRAMESHIFT.fullmatch(text):
        at = int(match["at"]) - 1
        return (
            effect.growth % 3 != 0
            and _begins_to_differ(before, after, at)
            and before[at] == match["old"]
            and match["new"] in {None, after[at : at + 1]}
            and _stops(after, match["stop"], at - 1)
        )
    if match := _EXTENSION.fullmatch(text):
        at = int(match["at"]) - 1
        return (
            at == len(before) - 1 and after[: at + 1] == before[:at] + match["new"] and _stops(after, match["stop"], at)
        )
    return after == (_apply_one(text, before, after) or _apply_range(text, before))


def _begins_to_differ(before: str, after: str, at: int) -> bool:
    return at < len(before) and before[:at] == after[:at] and before[at] != after[at : at + 1]


def _stops(after: str, stop: str | None, datum: int) -> bool:
    """Say whether a stop counted from a residue is where stated; `?` means that there is none."""
    return stop is None or (not after.endswith("*") if stop == "?" else after.find("*") == datum + int(stop))


def _apply_one(text: str, before: str, after: str) -> str | None:
    """Return the protein with one residue replaced; a stop ends it, and a lost stop lets it run on as it does."""
    match = _ONE_RESIDUE.fullmatch(text)
    if match is None:
        return None
    at, new = int(match["at"]) - 1, match["new"]
    if before[at : at + 1] != match["old"] or new == "?":
        return ""
    if new in ("=", match["old"]):
        return before
    rest = after[at + 1 :] if match["old"] == "*" else "" if new == "*" else before[at + 1 :]
    return before[:at] + new + rest


def _apply_range(text: str, before: str) -> str | None:
    """Return the protein with a stretch deleted, duplicated or replaced; None for a name that does not fit it."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    start, end, new = int(match["at"]) - 1, int(match["to"] or match["at"]), match["new"]
    if before[start : start + 1] != match["old"] or (match["last"] and before[end - 1 : end] != match["last"]):
        return None
    match match["kind"]:
        case "ins" if end - start == 2:
            start, end = start + 1, start + 1
        case "dup" if new in ("", before[start:end]):
            new = before[start:end] * 2
        case "del" if new in ("", before[start:end]):
            new = ""
        case "delins" if new:
            pass
        case _:
            return None
    return before[:start] + (new if "*" in new else new + before[end:])


def describe(effect: Effect) -> str | None:
    """Return the description the nomenclature asks for (behind `p.`, without parentheses).

    None where it leaves a choice: more than one silent codon, the last residues gone (a deletion, or a new stop), a new
    stop inside inserted residues, new residues before the stop (an insertion, or an extension).
    """
    before, after = effect.before, effect.after
    if effect.is_start_lost:
        return "Met1?"
    if before == after:
        return None if effect.codon is None or effect.growth else f"{_residue(before, effect.codon)}="
    at = next(i for i in range(len(before)) if before[i] != after[i : i + 1])
    stop, place = after.find("*"), _residue(before, at)
    is_longer_by_edit = (len(after) - len(before)) * 3 == effect.growth
    if before[at] == "*" and not (is_longer_by_edit and effect.growth):
        return f"{place}{_WORD[after[at]]}extTer{stop - at if stop > 0 else '?'}"
    if stop == at:
        return None if is_longer_by_edit and effect.growth else f"{place}Ter"
    if effect.growth % 3:
        return f"{place}{_WORD[after[at]]}fsTer{stop - at + 1 if stop > 0 else '?'}"
    description = _describe_in_frame(before, after) if is_longer_by_edit else None
    return None if description and "_Ter" in description else description


def _describe_in_frame(before: str, after: str) -> str:
    edit = trim(before, Edit(0, len(before), after))
    edit = shift(edit, slack(before, edit)[1])
    start, end, new = edit.start, edit.end, edit.bases
    kind = "delins" if new else "del"
    if start == end:
        kind = "dup" if before[:start].endswith(new) else "ins"
        start, end = (start - len(new), end) if kind == "dup" else (start - 1, end + 1)
    place = _residue(before, start) + (f"_{_residue(before, end - 1)}" if end - start > 1 else "")
    words = "".join(_WORD[residue] for residue in new)
    if kind == "delins" and len(new) == end - start == 1:
        return place + words
    return place + kind + (words if kind in ("ins", "delins") else "")


def _residue(protein: str, at: int) -> str:
    return f"{_WORD[protein[at]]}{at + 1}"
