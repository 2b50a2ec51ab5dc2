"""Alleles as coordinates state them: letters of either case, those that stand for several bases among them."""

from __future__ import annotations

import re

from synonymizer.errors import InvalidResidues
from synonymizer.spelling.spans import quote

_NO_BASE = re.compile(r"[^ACGTRYMKWSBDHVN]", re.IGNORECASE)
_COMPLEMENTS = str.maketrans("ACGTRYMKBVDH", "TGCAYRKMVBHD")
_NO_RESIDUE = re.compile(r"[^ACDEFGHIKLMNOPQRSTUVWXY*]", re.IGNORECASE)


def read_bases(text: str, start: int, end: int) -> str:
    """Read the bases of a stretch of text, in capitals; the empty stretch is no bases.

    >>> read_bases("c>a", 2, 3)
    'A'

    Raises:
        InvalidResidues: when a letter is no base.
    """
    return _read_letters(text, start, end, _NO_BASE, "base; alleles are written with A C G T")


def read_residues(text: str, start: int, end: int) -> str:
    """Read the residues of a stretch of text, in one-letter code and capitals, `*` for a stop.

    Raises:
        InvalidResidues: when a letter is no residue.
    """
    return _read_letters(text, start, end, _NO_RESIDUE, "residue in one-letter code")


def _read_letters(text: str, start: int, end: int, wrong_letter: re.Pattern[str], expected: str) -> str:
    wrong = wrong_letter.search(text, start, end)
    if wrong is None:
        return text[start:end].upper()
    raise InvalidResidues(f"{quote(wrong[0])} is no {expected}.", text=text, span=wrong.span())


def reverse_complement(bases: str) -> str:
    """Return the other strand of bases in capitals, those that stand for several bases included.

    >>> reverse_complement("ACCR")
    'YGGT'
    """
    return bases.translate(_COMPLEMENTS)[::-1]
