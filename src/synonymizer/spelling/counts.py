"""Numbers in square brackets: how often a repeat stands, a copy is counted, or an unknown base is inserted.

Source: HGVS nomenclature 21.0, DNA/repeated and recommendations/uncertain: `[23]` is exact, `[(50_60)]` and `[(60_?)]`
are bounds, `[?]` is unknown.
"""

from __future__ import annotations

import re

from synonymizer.statements import Count

_DIGITS = 9
"""Counts of more digits than this are not read."""

_NUMBER = rf"[0-9]{{1,{_DIGITS}}}"
COUNT = rf"(?:{_NUMBER}|\((?:{_NUMBER}|\?)_(?:{_NUMBER}|\?)\)|\?)"
"""The shape of a count, without its brackets."""

_COUNT = re.compile(rf"\(?(?P<low>{_NUMBER}|\?)(?:_(?P<high>{_NUMBER}|\?)\))?")


def read_count(text: str) -> Count | None:
    """Read what stands between the brackets of a count; None for anything else, and for bounds that are reversed.

    >>> read_count("23"), read_count("(60_?)"), read_count("?"), read_count("(60_50)")
    (Count(low=23, high=23), Count(low=60, high=None), Count(low=None, high=None), None)
    """
    found = _COUNT.fullmatch(text)
    if found is None or text.startswith("(") is not text.endswith(")"):
        return None
    low, high = (None if number == "?" else int(number) for number in (found["low"], found["high"] or found["low"]))
    return None if low is not None and high is not None and high < low else Count(low, high)


def write_count(count: Count) -> str:
    """Write a count without its brackets.

    >>> write_count(Count(23, 23)), write_count(Count(60, None)), write_count(Count(None, None))
    ('23', '(60_?)', '?')
    """
    low, high = ("?" if number is None else str(number) for number in (count.low, count.high))
    return low if low == high else f"({low}_{high})"
