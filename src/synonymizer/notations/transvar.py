"""What stands at a place, as TransVar writes it: `P28222:p.146_148refDRY`.

Source: Zhou et al. 2015, TransVar: a multilevel variant annotator for precision genomics, Nature Methods 12:1002, doi
10.1038/nmeth.3622. The form looks like HGVS and states no change: `ref`, then the bases or residues.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.errors import ReversedInterval
from synonymizer.grammar.description import describe
from synonymizer.spelling.bases import read_bases, read_residues
from synonymizer.spelling.points import is_reversed, read_point
from synonymizer.spelling.spans import find_span
from synonymizer.statements import Expression, Point, StatedPlace

if TYPE_CHECKING:
    from synonymizer.statements import Axis

_POINT = r"[-*]?[0-9]{1,30}(?:[-+][0-9]{1,30})?"
_PLACE = re.compile(rf"(?P<first>{_POINT})(?:_(?P<last>{_POINT}))?ref(?P<letters>[A-Z*]*)", re.IGNORECASE | re.ASCII)
_LIKELY = re.compile(r"[0-9]ref[A-Z*]{0,1000}\Z", re.IGNORECASE | re.ASCII)


def read(text: str) -> Expression | None:
    """Read a place with what stands there; None for any other text.

    >>> read("P28222:p.146_148refDRY").stated.letters
    'DRY'

    Raises:
        ParseError: when the references before the place cannot carry it, or the place is reversed.
    """
    span = find_span(text)
    description = describe(text) if _LIKELY.search(text, max(span[0], span[1] - 1_010), span[1]) else None
    found = _PLACE.fullmatch(text, description.start, span[1]) if description else None
    if description is None or found is None:
        return None
    first = _read_point(found["first"], description.axis)
    last = first if found["last"] is None else _read_point(found["last"], description.axis)
    if first is None or last is None:
        return None
    if is_reversed(first, last):
        message = "The last position comes before the first. Write the lower position first."
        raise ReversedInterval(message, text=text, span=(found.start("first"), found.end("last")))
    read_letters = read_residues if description.axis == "p" else read_bases
    letters = read_letters(text, *found.span("letters"))
    stated = StatedPlace(description.axis, first, last, letters)
    return Expression(text, "hgvs", stated, description.hints, span, description.issues)


def _read_point(text: str, axis: Axis) -> Point | None:
    return read_point(text, "g" if axis == "p" else axis)
