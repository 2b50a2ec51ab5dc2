"""How a class of variants is written: its label, as papers have it, and the description of its place.

A place is no variant: HGVS nomenclature 21.0 describes changes, and a position alone stands in a sentence only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.model import CategoryProjection, Name

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.statements import Axis

_LEVELS: dict[str, Axis] = {"g": "g", "m": "m", "c": "c", "n": "n", "r": "r", "p": "p"}


def write(projection: Projection) -> tuple[Name, ...]:
    """Write the label of a class, its other spellings and its place; none for anything else.

    What the message lacks is a change of its own: an r. description is recommended as one.
    """
    if not isinstance(projection, CategoryProjection):
        return ()
    category = projection.category
    names = [Name(category.label, "literature", None, scope="category", recommended=True)]
    names += [names[0].respell(spelling) for spelling in category.spellings]
    if category.place and category.place != category.label:
        level = _LEVELS.get(category.place.partition(":")[2][:1])
        names.append(Name(category.place, "hgvs", level, scope="category", recommended=level == "r"))
    return tuple(names)
