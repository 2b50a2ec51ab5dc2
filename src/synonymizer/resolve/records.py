"""Identifiers of databases whose tables no reference data holds: which data would answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import RecordNotHeld

if TYPE_CHECKING:
    from synonymizer.model import Candidate
    from synonymizer.statements import StatedRecord

_TABLES = {
    "COSMIC": "the COSMIC mutation export (licensed)",
    "ClinGen": "the ClinGen Allele Registry",
    "ClinVar": "ClinVar's table of submissions and conditions (submission_summary, variation_allele)",
    "RCV": "ClinVar's variant_summary with its RCV column",
    "SCV": "ClinVar's submission_summary",
    "PharmGKB": "the PharmGKB variant annotations",
    "PharmVar": "the PharmVar haplotype definitions",
    "OMIM": "the OMIM allelic variants (licensed)",
    "UniProt": "UniProt's humsavar list",
    "HGMD": "the HGMD mutation list (licensed)",
    "HGNC": "nothing, since it names a gene and no variant",
    "CIViC": "the CIViC variant summaries",
    "dbVar": "the dbVar structural variants",
    "DGV": "the Database of Genomic Variants",
    "DECIPHER": "the DECIPHER export",
    "gnomAD-SV": "the gnomAD structural variants",
    "LOVD": "the LOVD database of the gene",
    "dbSNP": "dbSNP's submitted records (ss numbers)",
    "VRS": "an index of VRS identifiers",
    "IPD-IMGT/HLA": "the IPD-IMGT/HLA allele definitions",
}
"""What would answer a record, by its kind."""


def resolve_record(stated: StatedRecord) -> tuple[Candidate, ...]:
    """Say which data would answer an identifier; none of these kinds is held.

    Raises:
        RecordNotHeld: always.
    """
    table = _TABLES.get(stated.kind, f"a table of {stated.kind} identifiers")
    raise RecordNotHeld(
        f"{stated.value} is an identifier of {stated.kind}, which the reference data in use does not hold. "
        f"What would answer it: {table}. Give the change itself, its rs number or its VCV."
    )
