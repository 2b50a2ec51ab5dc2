"""The few sentences in which people tell a substitution, with holes for the words of its kind.

`proline 165 to glutamine`, `Pro->Gln at codon 165`, `glutamine for proline at residue 165`, `codon 165 (Pro->Gln)`: the
same sentences tell a change of residues, of bases, and of a base counted in an intron; what fills the holes differs.
Source: the patterns of MutationFinder (doi:10.1093/bioinformatics/btm235) and SETH (github.com/rockt/SETH).
"""

from __future__ import annotations

from synonymizer.spelling.words import ARROW, BECOMES, INSTEAD, LEAD, NOUN, Pattern

_TO = rf"(?:~{ARROW}~|~-~to~-~| (?:to|by|with|into|leads to)(?: an?)? |~\()"

_CHANGED_TO = "{lead}?{old}{joint}{place}~\\)?(?:{becomes}){new}~\\)?{noun}?"
_OLD_TO_NEW_AT = "{lead}?\\(?{old}{to}{new}~\\)?{noun}?{at}{place}~\\)?"
_NEW_FOR_OLD_AT = "{lead}?{new}(?:{instead}){old}{noun}?(?:{at}){place}~\\)?"
_AT_OLD_TO_NEW = "{before}{place}(?:~[:,]~|~\\(~|~)(?:from )?{old}{to}{new}~\\)?{noun}?"
_NEW_INSTEAD_OF_OLD = "{new}{joint}{place} (?:instead of|rather than|in place of)(?-i: an?)? {old}"

TELLING = (_CHANGED_TO, _OLD_TO_NEW_AT, _NEW_FOR_OLD_AT, _AT_OLD_TO_NEW, _NEW_INSTEAD_OF_OLD)
"""All sentences: the old thing and its place first, last, behind both things, before both, and the new thing first."""

IN_SIGNS = (_CHANGED_TO, _OLD_TO_NEW_AT, _AT_OLD_TO_NEW)
"""The sentences that need no words but those of the place, fit for one-letter codes."""

_TELLTALES = {
    _OLD_TO_NEW_AT: "becomes",
    _NEW_FOR_OLD_AT: "instead",
    _AT_OLD_TO_NEW: "becomes",
    _NEW_INSTEAD_OF_OLD: "instead",
}
"""What each sentence cannot be told without; what the first needs, its hole decides."""


def compile_sentences(
    sentences: tuple[str, ...],
    *needs: str,
    unit: str,
    place: str,
    where: str,
    joint: str = "~-?~",
    becomes: str = BECOMES,
) -> tuple[Pattern, ...]:
    """Fill the holes of sentences; their matches have the groups `old`, `new`, and those of `place`.

    Args:
        sentences: those to fill.
        needs: the telltales of what fills their holes.
        unit: a residue or base.
        place: a position.
        where: what a position is called: codon, nucleotide, ….
        joint: what stands between a thing and its position written beside it; a dash, where it may, is no sign.
        becomes: what stands between a thing with its position and the new thing.
    """
    dash = "~-?~" if "-" in joint else "~"
    called = rf"(?:{where}{dash}){{1,3}}"
    holes = {
        "lead": LEAD,
        "old": rf"(?P<old>{unit})",
        "new": rf"(?P<new>{unit})",
        "joint": rf"(?:{joint}|~\(| (?:(?:at|in|of) )?(?:the )?{called})",
        "place": place,
        "becomes": becomes,
        "instead": INSTEAD,
        "noun": NOUN,
        "to": _TO,
        "at": rf"(?: residue)?(?:(?:~,?~(?:at|in|of|on|for))? (?:the )?{called}\(?|(?: (?:at|in|of|on))?{dash}\(?)",
        "before": rf"(?:(?:(?:at|in) )?(?:the )?{called})?",
    }
    own = _TELLTALES if becomes is not BECOMES else {**_TELLTALES, _CHANGED_TO: "becomes"}
    return tuple(
        Pattern(sentence.format(**holes), *needs, *filter(None, (own.get(sentence),))) for sentence in sentences
    )
