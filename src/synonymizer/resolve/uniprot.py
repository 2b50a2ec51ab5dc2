"""Genes by the names that UniProt has for their proteins: `P15056`, `BRAF_HUMAN`.

Source: UniProt user manual, accession numbers and entry names. Some accessions look like gene symbols (`P2RY12`), so
that a gene of that name comes first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.errors import RecordNotHeld

if TYPE_CHECKING:
    from synonymizer.reference import Reference

_ACCESSION = re.compile(
    r"(?P<accession>[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})(?P<isoform>-[0-9]{1,3})?"
)
_ENTRY = "_HUMAN"


def find_encoding_gene(name: str, reference: Reference) -> str | None:
    """Return the symbol of the gene that encodes a protein of UniProt; None for a name that is none of UniProt's.

    Raises:
        RecordNotHeld: when the accession is not mapped to a gene, or names one isoform.
    """
    name = name.upper()
    if name.endswith(_ENTRY):
        return name.removesuffix(_ENTRY)
    found = _ACCESSION.fullmatch(name)
    if found is None:
        return None
    if found["isoform"]:
        raise RecordNotHeld(
            f"{name} is one isoform of a UniProt protein, and the reference data in use does not say which transcript "
            "makes it; UniProt's cross-references would. Name the transcript or its protein (NP_…)."
        )
    symbol = reference.find_uniprot(found["accession"])
    if symbol is None:
        raise RecordNotHeld(
            f"{name} looks like an accession of UniProt, and the reference data in use does not map it to a gene; "
            "UniProt's cross-references would. Name the gene."
        )
    return symbol
