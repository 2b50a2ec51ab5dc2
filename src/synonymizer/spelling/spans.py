"""Where a name stands in its text, and how messages show it: short, on one line, and harmless to a terminal."""

from __future__ import annotations

from functools import lru_cache

SHOWN = 60
"""The most characters of an input that a message repeats."""


def quote(text: str) -> str:
    r"""Return text as a message shows it: at most 60 characters, those that do not print escaped.

    >>> print(quote("c.494C>A"), quote("a\tb"))
    'c.494C>A' 'a\tb'
    >>> print(quote("A" * 100_000)[-24:])
    A…' (100,000 characters)
    """
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text[:SHOWN]
    )
    if len(shown) <= SHOWN and len(text) <= SHOWN:
        return f"'{shown}'"
    return f"'{shown[:SHOWN]}…' ({len(text):,} characters)"


@lru_cache(maxsize=16)
def find_span(text: str) -> tuple[int, int]:
    """Return where the text without its surrounding white space stands.

    >>> find_span(" rs334 ")
    (1, 6)
    """
    start = len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip()))
