"""Typography folded to the plain characters it stands for: what journals, PDF files and web pages leave in names.

Sources: Unicode 15 (NFKC forms; general category Cf, invisible); HTML named character references; RFC 3986 percent
encoding, which VEP uses in `p.Leu54%3D`; the code points of the Symbol font, which PDF files carry as private use.
"""

from __future__ import annotations

import re
import unicodedata

from synonymizer.repair.drafts import Draft
from synonymizer.spelling.spans import quote

_FOLDED = {
    **dict.fromkeys("→⟶➔➙➛➝➞➡⇒⟹⇨⇾⟼↦\uf0ae", "->"),
    **dict.fromkeys("‐‑‒–—―−﹣\u2796", "-"),
    **dict.fromkeys("›〉⟩\u276f", ">"),
    **dict.fromkeys("Δδ∆\uf044\uf064", "delta "),
    **dict.fromkeys("“”„‟«»\u2033", '"'),
    **dict.fromkeys("‘’‚‛′´\u02b9", "'"),
    **dict.fromkeys("∗✱⁎", "*"),
    **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("αΑ\uf061", "alpha"),
    **dict.fromkeys("β\uf062ß", "beta"),
    "γ": "gamma",
    "ε": "epsilon",
    "ϵ": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "\u02c6": "^",
    "×": "x",
    "∷": "::",
    "∶": ":",
    "˃": ">",
    "∼": "~",
    # letters of Cyrillic that look like those of names
    **dict(zip("АВЕКМНОРСТХаеорсх", "ABEKMHOPCTXaeopcx", strict=True)),
}
_COMMANDS = {
    "rightarrow": "->",
    "longrightarrow": "->",
    "to": "->",
    "Delta": "delta ",
    "delta": "delta ",
    "alpha": "alpha",
    "beta": "beta",
    "epsilon": "epsilon",
    "varepsilon": "epsilon",
    "ast": "*",
    "gt": ">",
    "textgreater": ">",
    "_": "_",
    "*": "*",
    ">": ">",
}
_TAGS = "code|b|i|em|strong|sub|sup|span|font|br|u|tt|p|a"
"""Elements of HTML in which a name may be marked up; `<DEL>` and other symbols of VCF are none of them."""
_LEFTOVER = re.compile(
    r"&(?:\#[0-9]{1,7}|\#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"
    r"|%[2-57][0-9A-Fa-f]"
    rf"|\$?\\(?P<command>{'|'.join(map(re.escape, sorted(_COMMANDS, key=len, reverse=True)))})(?![A-Za-z])\$?"
    rf"|\$>\$|</?(?i:{_TAGS})(?:\s[^<>]{{0,200}})?/?>"
)
_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Controls that show a text in another order than it has: nobody knows which of the two is meant. So it is with raised
numbers (category No), which may be those of footnotes."""

_GARBLED = re.compile(r"(?<=[ACGTacgt])\ufffd{1,3}(?=[ACGTacgt])")
_OTHER = re.compile(r"[^\x00-\x7f]")
_MARKS = re.compile(r"[™®©†‡§¶]+|^\s*[\"'`]+|[\"'`]{1,4}\s*\Z|\"")
"""Marks that are no part of a name; a prime inside one is (3'UTR)."""


def fold(text: str) -> Draft:
    """Return a text in plain characters; one issue names what was replaced.

    Invisible characters and the quotes around a name are dropped. JSON keeps its quotes.

    >>> fold("c.494C\u2192A").text, fold("\u0394F508").text, fold("ENSP00000482228.2:p.Leu54%3D").text
    ('c.494C->A', 'delta F508', 'ENSP00000482228.2:p.Leu54=')
    >>> fold("c.494C>A").issues
    ()
    """
    is_json = text.lstrip().startswith("{")
    draft = Draft(text)
    if not is_json and any(mark in text for mark in "&%\\$<"):
        draft = _fold(draft, _LEFTOVER)
    if not text.isascii() or draft.text is not text:
        draft = _fold(_fold(draft, _GARBLED), _OTHER)
    return draft if is_json else _drop_marks(draft)


def _drop_marks(draft: Draft) -> Draft:
    edits = [(*found.span(), "") for found in _MARKS.finditer(draft.text)]
    if not edits:
        return draft
    marks = "".join(dict.fromkeys("".join(draft.text[start:end].strip() for start, end, _ in edits)))
    noted = draft.note("W1012", f"The marks {quote(marks)} are no part of the name, and were left out.", edits[0][:2])
    return noted.rewrite(edits)


def _fold(draft: Draft, pattern: re.Pattern[str]) -> Draft:
    """Replace what a pattern finds, and say what that was."""
    edits = [
        (*found.span(), plain) for found in pattern.finditer(draft.text) if (plain := _make_plain(found)) != found[0]
    ]
    if not edits:
        return draft
    start, end = edits[0][0], edits[-1][1]
    kinds = dict.fromkeys((draft.text[first:last], plain) for first, last, plain in edits)
    shown = ", ".join(_describe(*kind) for kind in list(kinds)[:4]) + (", and others" if len(kinds) > 4 else "")
    noted = draft.note("W1006", f"Typographic characters were replaced: {shown}.", (start, end))
    return noted.rewrite(edits)


def _make_plain(found: re.Match[str]) -> str:
    typed = found[0]
    if found.re is _GARBLED:
        return ">"
    if found.re is _LEFTOVER:
        if found["command"]:
            return _COMMANDS[found["command"]]
        if typed.startswith("%"):
            return chr(int(typed[1:], 16))
        return _unescape(typed) if typed.startswith("&") else typed.strip("$") if "$" in typed else ""
    if typed in _REORDERING or unicodedata.category(typed) == "No" or _MARKS.fullmatch(typed):
        return typed
    if unicodedata.category(typed) == "Cf":
        return ""
    plain = _spell(typed)
    return plain if plain.isascii() else typed


def _unescape(typed: str) -> str:
    import html  # its table of names is large, and texts with one are rare

    return _spell(html.unescape(typed))


def _spell(typed: str) -> str:
    """Spell a character by what it stands for, else by its compatible form."""
    if typed in _FOLDED:
        return _FOLDED[typed]
    return "".join(_FOLDED.get(part, part) for part in unicodedata.normalize("NFKC", typed))


def _describe(typed: str, plain: str) -> str:
    return f"{quote(typed)} by {quote(plain)}" if plain else f"{quote(typed)} dropped"


def is_folded(character: str) -> bool:
    """Whether a character that belongs in no name stands for a plain one all the same."""
    return character in _FOLDED
