"""Pharmacogenetic alleles: `CYP2D6*4`, `DPYD*2A`, `TPMT*3A`, `CYP2D6*1x2`, `HLA-B*57:01`.

A star allele is a haplotype. The variants at its core are facts (`star_alleles` in `synonymizer.facts`); of one that is
not there, the database that defines it is named. Sources: PharmVar, allele designation criteria (core alleles `*4`,
suballeles `*4.001`, copies `x2`); WHO nomenclature of the HLA system.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from synonymizer.facts import read_facts
from synonymizer.spelling.aliases import follow
from synonymizer.spelling.residues import is_bare_change
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import Expression, Hints, StatedRecord

if TYPE_CHECKING:
    from synonymizer.spelling.aliases import Describe

_STAR = re.compile(
    r"(?P<gene>(?![A-Za-z]\d+ ?\*)[A-Za-z][A-Za-z0-9]{1,11}) ?\* ?(?P<allele>\d{1,3}[A-Za-z]?)(?P<sub>\.\d{3})?"
    r"(?P<copies> ?[xX×](?:\d{1,2}|[nN]))?"
)
_HAPLOTYPE = re.compile(r"(?P<gene>DPYD)[ -]?(?P<allele>HapB3)", re.IGNORECASE)
_HLA = re.compile(
    r"(?:HLA-?)?(?P<gene>DRB[1-9]|DQ[AB]1|DP[AB]1|[ABC]) ?\* ?(?P<fields>\d{2,3}(?::\d{2,3}){0,3}[NLSQ]?)", re.I
)


def read(text: str, describe: Describe) -> Expression | None:
    """Read a star allele as the variants at its core; None for any other text.

    >>> read("HLA-B*57:01", lambda description: None).stated
    StatedRecord(kind='IPD-IMGT/HLA', value='HLA-B*57:01')

    Args:
        text: the name.
        describe: reads the description of a change, `CYP2D6 c.506-1G>A`.
    """
    start, end = find_span(text)
    hla = _HLA.fullmatch(text, start, end)
    if hla is not None and (":" in hla["fields"] or text[start:end].upper().startswith("HLA")):
        record = StatedRecord("IPD-IMGT/HLA", f"HLA-{hla['gene'].upper()}*{hla['fields']}")
        return Expression(text, "star", record, Hints(gene=f"HLA-{hla['gene'].upper()}"), (start, end))
    star = _STAR.fullmatch(text, start, end) or _HAPLOTYPE.fullmatch(text, start, end)
    if star is None or is_bare_change(text[start:end]):  # a frameshift counts to its stop behind `*` too
        return None
    parts = star.groupdict()
    gene, allele = parts["gene"].upper(), parts["allele"].upper()
    row = _index().get((gene, allele))
    found = None
    if row is not None and not parts.get("copies"):
        message = _explain(row, text[start:end], parts.get("sub"))
        found = follow(row, text, (start, end), "star", message, describe)
    if found is None:
        record = StatedRecord(
            "PharmVar", f"{gene}*{parts['allele']}{parts.get('sub') or ''}{parts.get('copies') or ''}"
        )
        return Expression(text, "star", record, Hints(gene=gene), (start, end))
    return found


def _explain(row: dict[str, str], name: str, suballele: str | None) -> str:
    more = f" What the suballele {suballele} adds was left out." if suballele else ""
    return (
        f"{quote(name)} is a haplotype, not one allele; the variants at its core are {row['gene']} {row['change']} on "
        f"{row['reference']} ({row['citation']}).{more}"
    )


@cache
def _index() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["gene"], row["allele"].upper()): row for row in read_facts("star_alleles")}
