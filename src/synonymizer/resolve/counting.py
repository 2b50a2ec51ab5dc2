"""Older ways to count, turned into today's numbering. Pure.

There is no position 0 on either side, and points count on through the start of the coding sequence, so that a rule is
one subtraction. Positions behind the coding sequence (c.*) are counted from its end by every rule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synonymizer.places import LegacyRule
    from synonymizer.statements import Point, ProteinEdit, StatedEdit


def recount_edit(stated: StatedEdit, rule: LegacyRule) -> StatedEdit:
    """Return an edit that was counted by a rule, in today's numbering."""
    return replace(stated, first=_recount(stated.first, rule), last=_recount(stated.last, rule))


def recount_protein(edit: ProteinEdit, rule: LegacyRule) -> ProteinEdit:
    """Return a protein edit that was counted by a rule, in today's numbering."""
    return replace(edit, first=edit.first - rule.offset, last=edit.last - rule.offset)


def _recount(point: Point, rule: LegacyRule) -> Point:
    return replace(point, base=point.base - rule.offset) if point.datum == "cds_start" else point
