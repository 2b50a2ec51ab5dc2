"""Texts that state their change more than once, taken apart: `NM_003156.3(STIM1):c.494C>A (p.Pro165Gln)`.

The first statement on DNA or RNA is the name; every other one is said beside it, to be compared with the answer. So are
a protein change without its `p.` and an rs number that stand in parentheses behind it.
Sources: titles of ClinVar records; the AAChange field of ANNOVAR (`GENE:transcript:exon:c.change:p.change`, several
with commas); the HGVS fields of VEP and snpEff (ANN format 1.0), which both have the gene fourth and the transcript
seventh among fields divided by `|`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from synonymizer.spelling.residues import is_bare_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.repair.drafts import Draft, Span

_WORD = r"(?![cgmnopr]\.)[\w.()+-]{1,40}"
_CHANGE = r"(?=[^\s)]{0,40}[0-9=?]|\(?spl)"
"""What tells a change behind a letter from the end of a sentence."""
_STATEMENT = re.compile(
    rf"(?:^|(?<=[\s:(),;=|/])){_WORD}:(?:{_WORD}:){{0,3}}(?P<letter>[cgmnopr])\.{_CHANGE}"
    rf"|(?:^|(?<=[\s:(),;=|/]))(?P<alone>[cgmnopr])\. ?{_CHANGE}"
)
_EQUALS = r"(?<![0-9])(?<![0-9][ACGTacgt])="
"""The sign between two statements; behind a position or its base it says that nothing is changed there."""
_SEPARATORS = re.compile(rf"(?:[\s,;:|/(]|{_EQUALS})*\Z")
_TRAILING = re.compile(rf"(?:[ \t,;:|/]|{_EQUALS}){{1,12}}\Z")
_LONGEST_SEPARATOR = 12
_MOST = 100
"""Statements beyond this number stay unread; no annotation of one variant has as many."""
_LONGEST = 5_000
"""The most characters of a change that is told from the words behind it."""
_ENCLOSED = re.compile(r"(?<![.\[;)])\((?P<name>(?!\*)[^\s()]{3,80})\)")
_LONGEST_WORD = 60
_RS = re.compile(r"rs[0-9]{1,12}", re.IGNORECASE)
_JOINS = re.compile(r"(?:ins|con|::|\^|\+|\[|\]|\(;\))[\s(]*\Z", re.IGNORECASE)

_FIELDS = 8
"""Fields of VEP or snpEff at least."""
_GENE, _TRANSCRIPT = 3, 6
_STATING = re.compile(r"(?:[\w.]+:)?[cgnmp]\.\S+")


@dataclass(frozen=True, slots=True)
class _Statement:
    """Where one statement stands, from its references to the end of its change; `opening` is what leads to it."""

    start: int
    end: int
    letter: str
    opening: str
    has_reference: bool

    @property
    def margin(self) -> Span:
        """The statement with the parenthesis or separator that leads to it."""
        return self.start - len(self.opening), self.end


def separate(draft: Draft) -> Draft:
    """Keep one statement of a change in a text, and put each other one beside it.

    >>> from synonymizer.repair.drafts import Draft
    >>> found = separate(Draft("NM_003156.3(STIM1):c.494C>A (p.Pro165Gln)"))
    >>> found.text.strip(), found.beside[0].text.strip()
    ('NM_003156.3(STIM1):c.494C>A', 'p.Pro165Gln')
    >>> [separate(Draft(text)).beside[0].text for text in ("STIM1 c.494C>A (P165Q)", "STIM1 P165Q (c.494C>A)")]
    ['P165Q', 'P165Q']
    >>> separate(Draft("F5 c.1601= (p.Arg534=)")).text.strip()
    'F5 c.1601='
    """
    draft = _pick_fields(draft)
    statements = _find_statements(draft.text)
    main = next((statement for statement in statements if statement.letter != "p"), None)
    others = [other for other in statements if other is not main and _restates(other, main)]
    if main is None:
        return draft
    bare = islice(_find_without_letter(draft.text, main), _MOST)
    others += [one for one in bare if not any(other.start <= one.start < other.end for other in others)]
    if not others:
        return draft
    beside = tuple(draft.cut(other.start, _trim(draft.text, other.start, other.end)) for other in others)
    spans = [other.margin for other in others]
    if "(" in main.opening:  # the name itself stands in parentheses, behind another statement
        spans.append((main.start - len(main.opening), main.start))
        end = _trim(draft.text, main.start, main.end)
        spans.append((end, main.end))
    return replace(draft.blank(*spans), beside=beside)


def _pick_fields(draft: Draft) -> Draft:
    """Keep the gene, the transcript and the changes of a row of VEP or snpEff, and blank its other fields."""
    text = draft.text
    if text.count("|") < _FIELDS:
        return draft
    starts = [0, *(found.end() for found in re.finditer(r"\|", text))]
    spans = [(start, end - 1) for start, end in zip(starts, [*starts[1:], len(text) + 1], strict=True)]
    stating = [span for span in spans if _STATING.fullmatch(text, *span)]
    if not stating:
        return draft
    has_reference = ":" in text[slice(*stating[0])]
    kept = [*([] if has_reference else (spans[_GENE], spans[_TRANSCRIPT])), *stating]
    outside = zip([0, *(end for _, end in kept)], [*(start for start, _ in kept), len(text)], strict=True)
    return draft.blank(*outside)


def _find_statements(text: str) -> list[_Statement]:
    """Find the statements of a text that are not inside brackets, in their order."""
    found: list[_Statement] = []
    depth = done = 0
    for match in _STATEMENT.finditer(text):
        start = match.start()
        depth += text.count("[", done, start) - text.count("]", done, start)
        done = start
        before = text[max(0, start - _LONGEST_SEPARATOR) : start]
        if depth or _JOINS.search(before):
            continue
        if found:
            previous = found[-1]
            found[-1] = replace(previous, end=min(previous.end, start))
        separators = _SEPARATORS.search(before)
        opening = separators[0] if separators else ""
        end = _find_end(text, match.end(), is_enclosed="(" in opening)
        letter = match["letter"] or match["alone"]
        found.append(_Statement(start, end, letter, opening, has_reference=match["letter"] is not None))
        if len(found) > _MOST:
            break
    return found


def _find_without_letter(text: str, main: _Statement) -> Iterator[_Statement]:
    """Yield protein changes without `p.` and rs numbers in parentheses behind a name, or before a name in them."""
    for found in _ENCLOSED.finditer(text, main.start):
        name = found["name"].rpartition(":")[2]
        if is_bare_change(name) or _RS.fullmatch(name):
            yield _Statement(found.start("name"), found.end(), "", "(", has_reference=":" in found["name"])
    start = main.margin[0]
    words = text[max(0, start - _LONGEST_WORD) : start].split()
    if "(" in main.opening and len(words) > 1 and is_bare_change(words[-1]):  # a gene may look like one: C4A (c.…)
        place = text.rindex(words[-1], 0, start)
        yield _Statement(place, place + len(words[-1]), "", "", has_reference=False)


def _find_end(text: str, place: int, *, is_enclosed: bool) -> int:
    """Return where a change ends: behind the parenthesis that encloses it, else before white space."""
    depth = int(is_enclosed)
    end = min(len(text), place + _LONGEST)
    for here in range(place, end):
        character = text[here]
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0 and is_enclosed:
                return here + 1
        elif character.isspace() and not is_enclosed:
            return here
    return end


def _trim(text: str, start: int, end: int) -> int:
    """Return the end of a statement without separators, and without a parenthesis that was opened before it."""
    typed = _TRAILING.sub("", text[start:end])
    if typed.count(")") > typed.count("("):
        typed = typed[:-1]
    return start + len(_TRAILING.sub("", typed))


def _restates(other: _Statement, main: _Statement | None) -> bool:
    """Whether a statement says again what the main one says, rather than something else of the same kind."""
    if main is None or (other.start > 0 and not other.opening):
        return False
    if other.letter == "p":
        return True
    is_apart = any(mark in ",(=" or mark.isspace() for mark in other.opening)
    return is_apart and (other.has_reference or other.letter != main.letter)
