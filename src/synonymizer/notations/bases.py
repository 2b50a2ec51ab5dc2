"""Alleles as coordinates state them: DNA letters of either case."""

from __future__ import annotations

import re

from synonymizer.errors import InvalidResidues, UnsupportedNotation
from synonymizer.notations.spans import quote

_NO_BASE = re.compile(r"[^ACGT]", re.IGNORECASE)
_AMBIGUOUS = "RYMKWSBDHVNU"


def read_bases(text: str, start: int, end: int) -> str:
    """Read the bases of a stretch of text, in capitals; the empty stretch is no bases.

    >>> read_bases("c>a", 2, 3)
    'A'

    Raises:
        InvalidResidues: when a letter is no base.
        UnsupportedNotation: when one stands for several bases.
    """
    wrong = _NO_BASE.search(text, start, end)
    if wrong is None:
        return text[start:end].upper()
    message = f"{quote(wrong[0])} is no single base; alleles are written with A C G T."
    error = UnsupportedNotation if wrong[0].upper() in _AMBIGUOUS else InvalidResidues
    raise error(message, text=text, span=wrong.span())
