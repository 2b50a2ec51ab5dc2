"""The second stage: what an expression can mean on the reference, best meaning first, each with the tests that decided.

Only what fits the reference is a meaning. With a gene and no transcript the tiers of `lookup.tiers` decide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from synonymizer.resolve.categories import (
    classify_place,
    classify_residues,
    hold_bases,
    hold_residues,
    resolve_category,
    resolve_skipping,
)
from synonymizer.resolve.coordinates import resolve_coordinates, resolve_genomic
from synonymizer.resolve.digests import check_digest
from synonymizer.resolve.events import resolve_exons, resolve_uncertain
from synonymizer.resolve.identifiers import resolve_identifier
from synonymizer.resolve.junctions import resolve_junction, resolve_replaced_end
from synonymizer.resolve.legacy import resolve_edit, resolve_residues
from synonymizer.resolve.lookup import drop_foreign, merge_hints
from synonymizer.resolve.numbered import resolve_labels, resolve_numbered
from synonymizer.resolve.proteins import resolve_protein
from synonymizer.resolve.records import resolve_record
from synonymizer.resolve.repeats import resolve_repeat
from synonymizer.resolve.residues import resolve_residue_allele
from synonymizer.resolve.sets import resolve_set
from synonymizer.resolve.unsupported import refuse
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
    from synonymizer.statements import Expression, Hints


def resolve(expression: Expression, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Return every meaning of an expression that fits the reference, best first; never none.

    Raises:
        ResolveError: when the expression refers to something unknown or not held.
        MismatchError: when nothing it can mean fits the reference.
        UnsupportedError: when it is valid and of a kind that is not computed with.
    """
    options = drop_foreign(options, expression.hints, reference)
    return _resolve(replace(expression, hints=merge_hints(expression.hints, options)), reference, options)


def _resolve(expression: Expression, reference: Reference, options: Options) -> tuple[Candidate, ...]:
    """Resolve an expression whose hints are complete."""
    stated, hints = expression.stated, expression.hints
    check_digest(hints, reference)
    match stated:
        case StatedEdit() | StatedProtein() | StatedExons() | StatedNumbered() | StatedPlace():
            return _resolve_counted(expression, stated, reference, options)
        case StatedAllele() if hints.protein is not None:
            return resolve_residue_allele(stated, hints, reference, options)
        case StatedAllele():
            return resolve_coordinates(stated, hints, reference)
        case StatedCategory():
            return _resolve_category(stated, hints, reference, options)
        case StatedUncertain():
            return resolve_uncertain(stated, hints, reference, options)
        case StatedIdentifier():
            return resolve_identifier(stated, hints, reference)
        case StatedRecord():
            return resolve_record(stated)
        case StatedRepeat():
            return resolve_repeat(stated, hints, reference, options)
        case StatedSet():
            return resolve_set(stated, hints, reference, options, lambda one: _resolve(one, reference, options))
        case StatedJunction():
            return resolve_junction(expression, stated, reference, options)
        case StatedWhole() | StatedModification():
            return refuse(expression, stated)
        case _:
            assert_never(stated)


def _resolve_category(
    stated: StatedCategory, hints: Hints, reference: Reference, options: Options
) -> tuple[Candidate, ...]:
    """Resolve a class of variants, by every numbering of the exon that bounds it."""
    label = stated.exon
    if label is None or hints.gene is None:
        return resolve_category(stated, hints, reference, options)
    return resolve_labels(
        (label, label),
        hints,
        reference,
        lambda exon, _, on: resolve_category(replace(stated, exon=exon), on, reference, options),
    )


def _resolve_counted(
    expression: Expression,
    stated: StatedEdit | StatedProtein | StatedExons | StatedNumbered | StatedPlace,
    reference: Reference,
    options: Options,
) -> tuple[Candidate, ...]:
    """Resolve what is counted in a gene, where older numberings may have been the author's."""
    hints = expression.hints

    def restate(inside: StatedEdit | StatedProtein | StatedPlace, on: Hints = hints) -> tuple[Candidate, ...]:
        return _resolve_counted(replace(expression, stated=inside, hints=on), inside, reference, options)

    match stated:
        case StatedEdit(axis="g" | "m" | "o"):
            return resolve_replaced_end(stated, hints, reference, options) or resolve_genomic(stated, hints, reference)
        case StatedEdit():
            return resolve_edit(expression, stated, hints, reference, options)
        case StatedProtein():
            return resolve_residues(
                stated, hints, reference, lambda edit, on: resolve_protein(edit, on, reference, options)
            )
        case StatedExons():
            resolve_events = resolve_skipping if stated.is_skipped else resolve_exons
            return resolve_labels(
                (stated.first, stated.last),
                hints,
                reference,
                lambda first, last, on: resolve_events(replace(stated, first=first, last=last), on, reference, options),
            )
        case StatedNumbered():
            return resolve_numbered(stated, hints, reference, options, restate)
        case StatedPlace(axis="p"):
            return resolve_residues(
                hold_residues(stated),
                hints,
                reference,
                lambda edit, on: classify_residues(edit, on, reference, options),
            )
        case StatedPlace():
            found = restate(hold_bases(stated))
            return tuple(classify_place(candidate, stated.axis, reference) for candidate in found)
        case _:
            assert_never(stated)
