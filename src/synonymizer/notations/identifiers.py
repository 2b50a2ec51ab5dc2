"""Public identifiers: dbSNP `rs6025`, `rs334:A`; ClinVar `VCV000013961`, VariationID and AlleleID; and other databases.

Sources: the accession formats of dbSNP and ClinVar (NCBI), COSMIC, the ClinGen Allele Registry, OMIM, UniProt, HGMD,
CIViC, dbVar, DGV, gnomAD, LOVD, DECIPHER, PharmGKB and VRS 2.0 (computed identifiers). A VCV accession is the
VariationID in nine digits, after which a version of the record may stand. Thousands separators in rs numbers occur in
the literature.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import UnknownNotation
from synonymizer.model import IdentifierProjection, Name
from synonymizer.spelling.accessions import read_label
from synonymizer.spelling.bases import read_bases
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import Expression, Issue, StatedIdentifier, StatedRecord

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.places import Namespace

_NUMBER = r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})"
_CHANGE = r"(?:(?P<deleted>[A-Z]+) ?(?:-{0,2}>|/) ?)?(?P<inserted>[A-Z]+|-)"
_ALLELE = rf"(?: ?(?:(?P<open>[(\[])|[:_-]| )(?:allele )?{_CHANGE}(?: allele)?(?(open)[)\]]))?"
_SITE = r"(?:(?:https?://)?(?:www\.)?ncbi\.nlm\.nih\.gov/"
_NAMESPACES: dict[Namespace, re.Pattern[str]] = {
    "rs": re.compile(
        rf"(?:{_SITE}snp/)|db ?SNP(?: ?id)?[: ] ?)?\[?rs\]?[ :]?#?{_NUMBER}{_ALLELE}", re.IGNORECASE | re.ASCII
    ),
    "variation": re.compile(
        rf"(?:{_SITE}clinvar/variation/)|(?:ClinVar[: ] ?)?(?:VCV|Variation(?: ?ID)?[: ] ?)|ClinVar[: ] ?)"
        rf"{_NUMBER}(?P<version>\.[0-9]{{1,4}})?/?",
        re.IGNORECASE | re.ASCII,
    ),
    "allele": re.compile(rf"(?:ClinVar[: .] ?)?Allele ?(?:ID)?[: ] ?{_NUMBER}", re.IGNORECASE | re.ASCII),
}
_NO_BASES = {"-", "del"}
_RECORDS: dict[str, re.Pattern[str]] = {
    kind: re.compile(pattern, re.IGNORECASE | re.ASCII)
    for kind, pattern in {
        "RCV": r"(?:ClinVar[: ] ?)?(?P<value>RCV[0-9]{4,12}(?:\.[0-9]{1,4})?)",
        "SCV": r"(?:ClinVar[: ] ?)?(?P<value>SCV[0-9]{4,12}(?:\.[0-9]{1,4})?)",
        "dbSNP": r"(?:dbSNP[: ] ?)?(?P<value>ss ?[0-9]{2,12})",
        "PharmGKB": r"PharmGKB[: ] ?(?P<value>(?:PA)?[0-9]{3,12})|(?P<alone>PA166[0-9]{6})",
        "ClinGen": r"(?:ClinGen[: ] ?)?(?P<value>(?-i:CA|PA)[0-9]{3,12})",
        "COSMIC": r"(?:COSMIC[: ] ?)?(?P<value>COS[MVFNU][0-9]{1,12})|COSMIC(?: ?ID)?[: ] ?(?P<alone>[0-9]{1,12})",
        "CIViC": r"CIViC[ :.]{0,2}(?P<value>(?:[A-Z]{2,10}[ :#]{0,2})?[0-9]{1,7})|(?P<alone>[ve]id ?:?[0-9]{1,7})",
        "OMIM": r"O?MIM[ #*:]{1,3}(?P<value>[0-9]{6}(?:[.#][0-9]{4})?)|(?P<alone>[0-9]{6}\.[0-9]{4})",
        "UniProt": r"(?:UniProt(?:KB)?[: ] ?)?(?P<value>VAR_[0-9]{6})",
        "HGMD": r"HGMD[: ] ?(?P<value>[A-Z]{2}[0-9]{5,9})|(?P<alone>(?-i:C[MSRDIXGNPE])[0-9]{6,8})",
        "dbVar": r"(?:dbVar[: ] ?)?(?P<value>[den]ss?v[0-9]{1,12})",
        "DGV": r"(?:DGV[: ] ?)?(?P<value>dgv[0-9]{1,8}[a-z][0-9]{1,4}|gssv[LGDI]?[0-9]{1,9})",
        "gnomAD-SV": r"(?P<value>(?:gnomAD[-_]SV_v[0-9.]{1,5}_)?"
        r"(?:DEL|DUP|INS|INV|CNV|CPX|CTX|BND|MCNV)_(?:chr)?(?:[0-9]{1,2}|X|Y)_[0-9A-F]{1,9})",
        "DECIPHER": r"DECIPHER[: #]{1,2}(?P<value>[0-9]{1,9})",
        "PharmVar": r"(?:PharmVar[: ] ?)?(?P<value>PV[0-9]{5}(?:\.[0-9]{1,3})?)",
        "HGNC": r"(?P<value>HGNC:[0-9]{1,6})",
        "VRS": r"(?P<value>ga4gh:[A-Z]{2,4}\.[\w-]{32})",
        "LOVD": r"LOVD[: ] ?(?P<value>[A-Z0-9-]{1,15}_[0-9]{6})|(?:DB-ID[: ] ?)?(?P<alone>[A-Z0-9-]{1,15}_[0-9]{6})",
    }.items()
}
_BARE_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def read(text: str) -> Expression | None:
    """Read a public identifier; None for any other text.

    >>> read("rs334:A").stated
    StatedIdentifier(namespace='rs', value=334, inserted='A', deleted=None)
    >>> read("COSV56056643").stated
    StatedRecord(kind='COSMIC', value='COSV56056643')

    Raises:
        UnknownNotation: for a number without a word that says what it counts.
        InvalidResidues: when a stated allele holds letters that are no bases.
    """
    span = find_span(text)
    for namespace, pattern in _NAMESPACES.items():
        found = pattern.fullmatch(text, *span)
        if found is not None:
            return _make_expression(text, namespace, found)
    if _BARE_NUMBER.fullmatch(text, *span):
        message = f"{quote(text.strip())} is a number alone. Write what it counts: VCV000013961 for ClinVar, or rs334."
        raise UnknownNotation(message, text=text, span=span)
    for kind, pattern in _RECORDS.items():
        found = pattern.fullmatch(text, *span)
        value = found[found.lastgroup] if found and found.lastgroup else None
        if value is not None and not _is_accession(value):
            return Expression(text, "identifier", StatedRecord(kind, value), span=span)
    return None


def _is_accession(value: str) -> bool:
    """Whether a word with the shape of an identifier is the accession of a sequence (NM_003156)."""
    label = read_label(value)
    return label is not None and label.kind != "gene"


def _make_expression(text: str, namespace: Namespace, found: re.Match[str]) -> Expression:
    groups = found.groupdict()
    deleted = read_bases(text, *found.span("deleted")) if groups.get("deleted") else None
    inserted = groups.get("inserted")
    if inserted is not None:
        inserted = "" if inserted.lower() in _NO_BASES else read_bases(text, *found.span("inserted"))
    value = int(found["number"].replace(",", ""))
    issues = []
    if groups.get("version"):
        message = f"{quote(found['version'])}, the version of the record, was set aside: the variant is the same."
        issues.append(Issue("W1005", "warning", message, found.span("version")))
    if "," in found["number"] or found[0].startswith("["):
        message = f"{quote(found[0])} was read as {quote(_STYLES[namespace][0].format(value))}."
        issues.append(Issue("W1001", "warning", message, found.span()))
    stated = StatedIdentifier(namespace, value, inserted, deleted)
    return Expression(text, "identifier", stated, span=found.span(), issues=tuple(issues))


# ---------------------------------------------------------------- writing

_STYLES: dict[Namespace, tuple[str, ...]] = {
    "rs": ("rs{}", "dbSNP:rs{}"),
    "variation": ("VCV{:09}", "ClinVar VariationID {}"),
    "allele": ("ClinVar AlleleID {}",),
}
"""How an identifier is written, first as its database does."""

_STYLES_OF_ALLELES = ("{}:{}", "{}-{}", "{}({})")
"""How an rs number is written with the one allele meant of several."""


def write(projection: Projection) -> tuple[Name, ...]:
    """Write an identifier; where it has several alleles, also with the one meant. None for other projections."""
    if not isinstance(projection, IdentifierProjection):
        return ()
    text, *others = (style.format(projection.value) for style in _STYLES[projection.namespace])
    current = projection.current
    tags = () if current is None else (f"merged into {_STYLES[projection.namespace][0].format(current)}",)
    name = Name(text, "identifier", None, tags=tags, scope=projection.scope, recommended=current is None)
    names = (name, *(name.respell(other) for other in others))
    if projection.namespace != "rs" or not projection.inserted:
        return names
    one = replace(name, scope="allele", recommended=False)
    return *names, *(one.respell(style.format(text, projection.inserted)) for style in _STYLES_OF_ALLELES)
