"""Public identifiers: dbSNP `rs6025`, `rs334:A`; ClinVar `VCV000013961`, VariationID and AlleleID.

Sources: dbSNP and ClinVar accession formats (NCBI). A VCV accession is the VariationID in nine digits, after which a
version of the record may stand. Thousands separators in rs numbers occur in the literature.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.errors import UnsupportedNotation
from synonymizer.model import IdentifierProjection, Name
from synonymizer.notations.bases import read_bases
from synonymizer.notations.spans import find_span, quote
from synonymizer.statements import Expression, Issue, StatedIdentifier

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.places import Namespace

_NUMBER = r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})"
_NAMESPACES: dict[Namespace, re.Pattern[str]] = {
    "rs": re.compile(
        rf"\[?rs\]? ?#?{_NUMBER}(?:[:\-](?:(?P<reference>[A-Z]+)>)?(?P<inserted>[A-Z]+))?", re.IGNORECASE | re.ASCII
    ),
    "variation": re.compile(
        rf"(?:VCV|(?:ClinVar[: ] ?)?Variation ?ID[: ] ?|ClinVar[: ] ?){_NUMBER}(?P<version>\.[0-9]{{1,4}})?",
        re.IGNORECASE | re.ASCII,
    ),
    "allele": re.compile(rf"(?:ClinVar[: .] ?)?Allele ?(?:ID)?[: ] ?{_NUMBER}", re.IGNORECASE | re.ASCII),
}
_UNKNOWN = (
    (
        re.compile(r"(?:RCV|SCV)[0-9]{4,12}(?:\.[0-9]{1,4})?", re.IGNORECASE | re.ASCII),
        "a ClinVar record on a variant and a disease",
    ),
    (re.compile(r"ss ?[0-9]{2,12}", re.IGNORECASE | re.ASCII), "a dbSNP submission"),
    (re.compile(r"(?:CA|PA)[0-9]{5,12}"), "an identifier of the ClinGen Allele Registry or PharmGKB"),
    (re.compile(r"COS[MVFN][0-9]{1,12}", re.IGNORECASE | re.ASCII), "a COSMIC identifier"),
    (re.compile(r"ga4gh:VA\.[\w-]{32}"), "a VRS identifier"),
    (re.compile(r"VAR_[0-9]{6}", re.IGNORECASE | re.ASCII), "a UniProt variant"),
)
_WRITTEN: dict[Namespace, str] = {"rs": "rs{}", "variation": "VCV{:09}", "allele": "ClinVar AlleleID {}"}


def read(text: str) -> Expression | None:
    """Read a public identifier; None for any other text.

    >>> read("rs334:A").stated
    StatedIdentifier(namespace='rs', value=334, inserted='A')

    Raises:
        UnsupportedNotation: for identifiers whose tables are not part of the reference data.
        InvalidResidues: when a stated allele holds letters that are no bases.
    """
    span = find_span(text)
    for namespace, pattern in _NAMESPACES.items():
        found = pattern.fullmatch(text, *span)
        if found is not None:
            return _make_expression(text, namespace, found)
    for pattern, what in _UNKNOWN:
        if pattern.fullmatch(text, *span):
            message = (
                f"{quote(text.strip())} is {what}, which is not looked up. Give the change, its rs number or its VCV."
            )
            raise UnsupportedNotation(message, text=text, span=span)
    return None


def _make_expression(text: str, namespace: Namespace, found: re.Match[str]) -> Expression:
    groups = found.groupdict()
    inserted = read_bases(text, *found.span("inserted")) if groups.get("inserted") else None
    value = int(found["number"].replace(",", ""))
    issues = []
    for part, what in (("reference", "the base before >"), ("version", "the version of the record")):
        if groups.get(part):
            message = f"{quote(found[part])}, {what}, was set aside: it is not needed to find the variant."
            issues.append(Issue("W1005", "warning", message, found.span(part)))
    if "," in found["number"] or "[" in found[0]:
        message = f"{quote(found[0])} was read as {quote(_WRITTEN[namespace].format(value))}."
        issues.append(Issue("W1001", "warning", message, found.span()))
    return Expression(
        text, "identifier", StatedIdentifier(namespace, value, inserted), span=found.span(), issues=tuple(issues)
    )


def write(projection: Projection) -> tuple[Name, ...]:
    """Write an identifier; where it has several alleles, also with the one meant. None for other projections."""
    if not isinstance(projection, IdentifierProjection):
        return ()
    text = _WRITTEN[projection.namespace].format(projection.value)
    name = Name(text, "identifier", None, scope=projection.scope, recommended=True)
    if projection.namespace != "rs" or not projection.inserted:
        return (name,)
    return name, Name(f"{text}:{projection.inserted}", "identifier", None)
