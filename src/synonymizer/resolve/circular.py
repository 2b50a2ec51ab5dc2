"""Edits over the origin of a circular sequence: `m.16563_13del`.

Source: HGVS nomenclature 21.0, numbering of circular sequences (SVD-WG006): the first position may be the higher one.
An allele lies on a line that is cut at the origin, so an edit over it is the changes of both ends together, and a copy
over it is an insertion behind its last base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import BaseMismatch, InsertionPlace, LengthMismatch
from synonymizer.mapping import reverse_complement
from synonymizer.model import AlleleSet
from synonymizer.placing import describe, quote

if TYPE_CHECKING:
    from synonymizer.placing import Ruler
    from synonymizer.statements import StatedEdit


def place_over_origin(stated: StatedEdit, ruler: Ruler, length: int) -> Allele | AlleleSet:
    """Return what an edit changes whose last base comes before its first on a circular sequence of `length` bases.

    Raises:
        BaseMismatch: when the stated bases are not those of the sequence.
        LengthMismatch: when the stated bases or number do not fill the positions.
        InsertionPlace: when an insertion's bases are not the last and the first.
        UnsupportedNotation: when the edit says that nothing changes.
    """
    accession, label = ruler.sequence.accession, f"{ruler.sequence.accession}:{describe(stated)}"
    start, end = ruler.find(stated.first), ruler.find(stated.last) + 1
    if stated.kind == "ins":
        if (start, end) != (length - 1, 1):
            raise InsertionPlace(f"{label}: an insertion lies between two neighbouring bases, and these are not.")
        return Allele(accession, length, length, "", stated.inserted)
    before, after = ruler.sequence.bases(start, length), ruler.sequence.bases(0, end)
    _check(stated, before + after, label)
    match stated.kind:
        case "dup":
            return Allele(accession, end, end, "", before + after)
        case "inv":
            turned = reverse_complement(before + after)
            new_before, new_after = turned[: len(before)], turned[len(before) :]
        case "identity":
            new_before, new_after = before, after
        case _:
            new_before, new_after = stated.inserted, ""
    parts = (Allele(accession, start, length, before, new_before), Allele(accession, 0, end, after, new_after))
    return AlleleSet(parts, "cis")


def _check(stated: StatedEdit, reference: str, label: str) -> None:
    size = len(stated.deleted) if stated.deleted else stated.deleted_length
    if size is not None and size != len(reference):
        raise LengthMismatch(f"{label} covers {len(reference):,} bases, and {size:,} are stated. Correct one of them.")
    if stated.deleted and stated.deleted != reference:
        raise BaseMismatch(f"{label} is {quote(reference)} in the reference, not {quote(stated.deleted)}.")
