"""What two spellings of one name have in common: what they state, without what is redundant in one of them."""

from __future__ import annotations

from dataclasses import replace

from synonymizer.statements import Expression, Hints, StatedEdit, StatedSet, Statement

Said = tuple[Statement | tuple[object, ...], Hints, bool]


def say(expression: Expression) -> Said:
    """Return what an expression states, of whom, and whether as a prediction."""
    stated = expression.stated
    if isinstance(stated, StatedSet):
        return (stated.relation, *(say(member) for member in stated.members)), expression.hints, False
    if isinstance(stated, StatedEdit) and stated.kind != "sub":
        stated = replace(stated, deleted=None, deleted_length=None)
    return stated, expression.hints, expression.is_predicted
