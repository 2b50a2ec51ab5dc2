"""The first stage: text to expressions, without any lookup.

A plain name is read at once, by one pattern; whatever else people write goes through `readers`, which is loaded when
the first such text comes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from synonymizer.notations import plain
from synonymizer.statements import LONGEST

if TYPE_CHECKING:
    from synonymizer.statements import Expression

REMEMBERED = 512
"""The texts whose readings are kept: a name is read by itself and behind its gene, and names of a variant recur."""


def parse(text: str) -> tuple[Expression, ...]:
    """Return what a text says, one expression for each notation it is in, best first; never none.

    >>> [expression.notation for expression in parse("STIM1 c.494C>A")]
    ['hgvs']

    Raises:
        ParseError: when the text is no variant name, or a broken one.
        UnsupportedError: when it is a valid name of a kind that is not computed with.
        UnknownAssembly: when it states an assembly that is not held.
    """
    name = plain.read(text) if len(text) <= LONGEST else None
    if name is not None:
        return (name,)
    return _read(text)


@lru_cache(maxsize=REMEMBERED)
def _read(text: str) -> tuple[Expression, ...]:
    from synonymizer import readers

    return readers.read(text)
