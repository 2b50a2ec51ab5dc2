"""Changes of bases in the plain forms, read as hgvs.parser reads them, and without it.

They are most of those that people write, and loading the parser takes longer than all else that a lookup does. Source:
HGVS nomenclature 21.0, recommendations for DNA and RNA.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.spelling.points import read_point
from synonymizer.statements import StatedEdit

if TYPE_CHECKING:
    from synonymizer.statements import Axis, EditKind

_POSITION = r"[-*]?[1-9][0-9]{0,29}(?:[-+][1-9][0-9]{0,29})?"
_EDIT = re.compile(
    rf"(?P<first>{_POSITION})(?:_(?P<last>{_POSITION}))?"
    r"(?:(?P<old>[A-Za-z])>(?P<new>[A-Za-z])|(?P<same>[A-Za-z]*)=|del|dup|inv"
    r"|(?:del(?P<deleted>(?:(?!ins)[A-Za-z])*))?ins(?P<inserted>[A-Za-z]+))"
)


def read_plain_edit(text: str, axis: Axis, counted: Axis, kind: EditKind) -> StatedEdit | None:
    """Read a change whose letters are bases, without the bases or size it may state beyond need; None for other forms.

    Args:
        text: the change; bases in either case.
        axis: the axis of the name.
        counted: the axis whose positions it has, which for r. is that of its transcript.
        kind: the kind of the change.
    """
    found = _EDIT.fullmatch(text)
    if found is None:
        return None
    first = read_point(found["first"], counted)
    last = first if found["last"] is None else read_point(found["last"], counted)
    if first is None or last is None:
        return None
    deleted, inserted = (
        (found[one] or found[other] or "").upper() for one, other in (("old", "deleted"), ("new", "inserted"))
    )
    return StatedEdit(axis, first, last, kind, deleted or (found["same"] or "").upper() or None, inserted=inserted)
