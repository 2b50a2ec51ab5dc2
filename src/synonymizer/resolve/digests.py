"""Check that a sequence named by its accession is the one that a digest beside it stands for.

Source: refget 2.0; VRS 2.0 names a sequence by its digest, and may name its accession as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import DigestMismatch

if TYPE_CHECKING:
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints


def check_digest(hints: Hints, reference: Reference) -> None:
    """Check the digest that a name states beside an accession; one that is not held is left to who looks it up.

    Raises:
        DigestMismatch: when the sequence of the accession has another.
    """
    accession = hints.transcript or hints.protein or hints.reference
    if hints.refget is None or accession is None:
        return
    held = reference.geometry.refget(accession)
    if held not in {None, hints.refget}:
        raise DigestMismatch(
            f"The sequence of {accession} has the refget digest {held}, not {hints.refget}. "
            "Check the version of the accession, or leave the accession out."
        )
