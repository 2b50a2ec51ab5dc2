"""The sample corpora beside the checkout, and what each of their rows must come to.

Nothing here asks the program what a text is: the notations of a class are a table made by hand, and whether a row of
the nomenclature's examples holds a position and an edit is told by its shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.notations.tables import CASES, SHARED, read_table

SAMPLES = SHARED / "cases"

_RESIDUE = r"(?:[A-Z][a-z]{2}|[A-Z*])"
_BASE_EDIT = re.compile(
    r"[cgmnor]\..*(?:\d|\?|(?<![a-z])[pq]ter|cen)[)\]]*(?:[A-Za-z]{0,60}[>=\[|{]|del|dup|ins|inv|con|sup|add|::)"
    r"|::[cgmnor]\.|[pq]ter\]*(?:sup|add)"
)
_RESIDUE_EDIT = re.compile(
    rf"p\.[\[(]*{_RESIDUE}\d+[)\]]*"
    rf"(?:_{_RESIDUE}?\d+[)\]]*)?(?:{_RESIDUE}(?!\d)|[=?]|del|dup|ins|fs|ext|\[|\(\w+\^|[\[(]*{_RESIDUE}\^)"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, its class, the notations it may come out as, and what it must then state ("": told by the notation)."""

    text: str
    kind: str
    notations: frozenset[str]
    stated: str = ""


def read_notation_examples() -> list[Sample]:
    """Read the examples of every class of notation, with the notations their class must come out as."""
    classes = {
        (row["section"], row["class"]): frozenset(row["notations"].split())
        for row in read_table(CASES / "notation_classes.tsv")
    }
    return [
        Sample(row["example"], f"{row['section']} {row['class']}", classes[row["section"], row["class"]])
        for row in read_table(SAMPLES / "notation_examples.tsv")
    ]


def read_valid() -> list[str]:
    """Read the nomenclature's own examples that hold a position and an edit, each once."""
    return [text for text in dict.fromkeys(_first_column("hgvs_spec_valid.tsv")) if holds_change(text)]


def holds_change(text: str) -> bool:
    """Say whether a text states a place and what happened there: neither a bare position nor a fragment of a page.

    >>> [holds_change(text) for text in ("c.93+1G>T", "g.?_?ins[A]", "p.Trp24Ter", "c.93+1", "p.Trp24", "p.?")]
    [True, True, True, False, False, False]
    """
    is_whole = "<" not in text and all(text.count(a) == text.count(b) for a, b in ("[]", "()", "{}"))
    return is_whole and bool(_BASE_EDIT.search(text) or _RESIDUE_EDIT.search(text))


def read_invalid() -> list[tuple[str, str]]:
    """Read the names the nomenclature calls wrong, each with why it is right outside its example; "" when it is not."""
    reasons = {row["digest"]: row["why"] for row in read_table(CASES / "spec_invalid_elsewhere.tsv")}
    return [(text, reasons.get(digest(text), "")) for text in dict.fromkeys(_first_column("hgvs_spec_invalid.tsv"))]


def read_mentions() -> list[str]:
    """Read the mentions of variants as authors wrote them in abstracts."""
    return _lines(SAMPLES / "literature_mentions.dev.txt")


def read_held_out() -> list[Sample]:
    """Read the mentions made up for this measurement, in the style of abstracts, each with what it states."""
    return [
        Sample(row["input"], row["class"], frozenset(row["notation"].split("/")), row["stated"])
        for row in read_table(CASES / "literature_held_out.tsv")
    ]


def digest(text: str) -> str:
    """Return what a table calls a text of a corpus that it must not repeat."""
    return sha256(text.encode()).hexdigest()[:12]


def _first_column(name: str) -> list[str]:
    return [line.split("\t")[0] for line in _lines(SAMPLES / name)]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
