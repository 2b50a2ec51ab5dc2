"""The second stage: what an expression can mean on the reference, best meaning first, each with the tests that decided.

Only what fits the reference is a meaning. With a gene and no transcript the tiers of `lookup.tiers` decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from synonymizer.errors import UnsupportedNotation
from synonymizer.resolve.coordinates import resolve_coordinates, resolve_genomic
from synonymizer.resolve.events import resolve_exons, resolve_uncertain
from synonymizer.resolve.identifiers import resolve_identifier
from synonymizer.resolve.lookup import merge_hints
from synonymizer.resolve.proteins import resolve_protein
from synonymizer.resolve.transcripts import resolve_transcript_edit
from synonymizer.statements import (
    StatedAllele,
    StatedCategory,
    StatedEdit,
    StatedExons,
    StatedIdentifier,
    StatedJunction,
    StatedModification,
    StatedNumbered,
    StatedPlace,
    StatedProtein,
    StatedRecord,
    StatedRepeat,
    StatedSet,
    StatedUncertain,
    StatedWhole,
)

if TYPE_CHECKING:
    from synonymizer.model import Candidate, Options
    from synonymizer.reference import Reference
    from synonymizer.statements import Expression


def resolve(expression: Expression, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Return every meaning of an expression that fits the reference, best first; never none.

    Raises:
        ResolveError: when the expression refers to something unknown or not held.
        MismatchError: when nothing it can mean fits the reference.
        UnsupportedError: when it is valid and of a kind that is not computed with.
    """
    hints = merge_hints(expression.hints, options)
    stated = expression.stated
    match stated:
        case StatedEdit():
            if stated.axis in {"g", "m"}:
                return resolve_genomic(stated, hints, reference)
            return resolve_transcript_edit(stated, hints, reference, options)
        case StatedAllele():
            return resolve_coordinates(stated, hints, reference)
        case StatedProtein():
            return resolve_protein(stated.edit, hints, reference, options)
        case StatedExons():
            return resolve_exons(stated, hints, reference, options)
        case StatedUncertain():
            return resolve_uncertain(stated, hints, reference, options)
        case StatedIdentifier():
            return resolve_identifier(stated, hints, reference)
        case (
            StatedRepeat()
            | StatedWhole()
            | StatedModification()
            | StatedJunction()
            | StatedSet()
            | StatedNumbered()
            | StatedPlace()
            | StatedRecord()
            | StatedCategory()
        ):
            raise UnsupportedNotation("This kind of statement is valid, but not computed with.")
        case _:
            assert_never(stated)
