"""Where the parts of a change lie, on the sequence that decides identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import VariantError
from synonymizer.model import AlleleSet, Category, ExonEvent, Junction, ProteinChange
from synonymizer.normalize import decide, widen

if TYPE_CHECKING:
    from synonymizer.identity.stretches import Single
    from synonymizer.model import Change
    from synonymizer.reference import Reference


def list_parts(change: Change | None) -> tuple[Change, ...]:
    """Return the single changes of a change, those of a set in their order."""
    if isinstance(change, AlleleSet):
        return tuple(part for member in change.members for part in list_parts(member))
    return () if change is None else (change,)


def place(change: Change, reference: Reference) -> Single | None:
    """Return a single normalized change where its identity is decided, None for one that has no one place on DNA.

    An allele is fully justified; where that cannot be done for want of bases, it stays where it was read.
    """
    match change:
        case Allele():
            try:
                return widen(decide(change, reference), reference)[0]
            except VariantError:
                return change
        case ExonEvent(bounds=bounds):
            return bounds
        case ProteinChange() | Junction() | Category() | AlleleSet():
            return None
        case _:
            return change
