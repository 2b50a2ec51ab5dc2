"""Classes of variants rather than one: `TP53 truncating`, `ERBB2 amplification`, `EML4::ALK`, `KIT exon 11 mutation`.

Sources: the variant names of CIViC (civicdb.org), which files evidence under classes as well as variants; HGNC's
notation of fusions, two symbols joined by `::`, and the hyphen it replaces; OMIM for small changes of an exon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synonymizer.spelling.bare import Shapes, ends_in_residues, note_reading, read_bare
from synonymizer.spelling.spans import find_span
from synonymizer.spelling.words import Pattern
from synonymizer.statements import Expression, Hints, StatedCategory

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.spelling.bare import Said
    from synonymizer.statements import CategoryKind

_CLASSES: tuple[tuple[CategoryKind, str, str], ...] = (
    ("truncating", "truncating", r"truncat(?:ing|ion)s?(?: (?:mutations?|variants?))?"),
    ("truncating", "frameshift", r"frame-?shift(?: (?:truncation|mutations?|variants?))?"),
    ("truncating", "nonsense", r"nonsense(?: (?:mutations?|variants?))?"),
    ("amplification", "amplification", r"amplifi(?:cation|ed)"),
    ("gain", "copy number gain", r"copy[-\s]number gains?|gains?|polysomy"),
    ("loss", "loss", r"(?:copy[-\s]number |homozygous )?loss|loss of heterozygosity|LOH|deletion"),
    ("activity", "loss of function", r"loss[-\s]of[-\s]function|LOF|inactivati(?:ng|on)"),
    ("activity", "gain of function", r"gain[-\s]of[-\s]function|GOF|activating"),
    ("activity", "overexpression", r"over-?expression|overexpressed"),
    ("activity", "underexpression", r"under-?expression|reduced expression|loss of expression"),
    ("activity", "expression", r"expression"),
    ("fusion", "fusion", r"fusions?|(?:re-?arrangement|translocation)s?|rearranged"),
    ("internal", "internal tandem duplication", r"internal tandem duplications?|ITD"),
    ("mutation", "mutation", r"(?:any )?mutations?|mutated|mutant|alterations?"),
)
"""Kind of class, its label, and how it is written. Alone, without a gene, the words of some say nothing."""

_NEEDS_GENE = {"expression", "mutation", "loss", "copy number gain", "fusion", "frameshift", "nonsense"}
_LABEL = r"(?P<exon>[1-9][0-9]{0,2}[a-d]?)"
_EXON = rf"(?:exons?|ex)~-?~{_LABEL}"
_WHAT = (
    r"(?P<what>(?:in-frame |activating |small )?(?:insertions?|ins|mutations?|mut|mutants?|mutated|variants?|indels?"
    r"|deletions?[/-]insertions?|delins|alterations?|deletions?|del))"
)
_CHANGES = {"ins": "insertion", "indel": "indel", "delins": "indel", "del": "deletion", "dup": "duplication"}
_ACT = r"(?P<act>deletion|deleted|delta|del|insertion|ins|duplication|dup)"
_SMALL = r"(?P<size>[1-9][0-9]{0,4})~-?~(?:bp|b|nt|base pairs?)"
_MANY = (
    r"(?:[1-9][0-9]?|two|three|four|five|six|seven|eight|nine|ten|multi(?:ple)?)[-\s]exon (?P<act>deletion|duplication)"
)

_SYMBOL = r"[A-Z][A-Z0-9]{1,11}(?:orf[0-9]{1,4})?"
_SIGNS = re.compile(rf"(?P<gene>{_SYMBOL})\s?::\s?(?P<partner>{_SYMBOL})(?:\s(?:gene\s)?fusions?)?")
_WITH_WORD = re.compile(
    rf"(?P<gene>{_SYMBOL})\s?[-/]\s?(?P<partner>{_SYMBOL})\s(?:gene\s)?(?:fusions?|rearrangements?|translocations?)"
)
_HYPHEN = re.compile(r"(?P<gene>[A-Z][A-Z0-9]{2,11})-(?P<partner>[A-Z][A-Z0-9]{2,11})")
_NO_PARTNER = re.compile(
    r"[ACGTUN]+|HLA|MT|(?:AS|IT|OT)[0-9]*|DT|ITD|TKD|IVS.*|EX[0-9].*|DEL.*|DUP.*|INS.*|[A-Z][0-9]+[A-Z*]|(?:N[CGMPRTW]|ENS[A-Z]*|LRG|COS[MV]|VCV|RCV|SCV|RS|GRCH|CHR|HG)[0-9]*"
    r"|ALA|ARG|ASN|ASP|CYS|GLN|GLU|GLY|HIS|ILE|LEU|LYS|MET|PHE|PRO|SER|THR|TRP|TYR|VAL|TER|STOP"
)
"""What stands beside a hyphen and is no gene of a fusion."""

_HOTSPOTS = {
    "EGFR": {"19", "20"},
    "KIT": {"9", "11"},
    "PDGFRA": {"12", "14", "18"},
    "ERBB2": {"20"},
    "CALR": {"9"},
}
"""Exons in which a deletion means one of a few bases, not of the exon, as CIViC names classes of them."""


def read(text: str) -> Expression | None:
    """Read a class of variants, with or without its gene; None for any other text.

    >>> read("KIT exon 11 mutation").stated
    StatedCategory(kind='exon', label='exon 11 mutation', exon='11', partner=None)
    >>> read("EML4::ALK").stated.partner
    'ALK'
    """
    expression = _read_fusion(text) or (None if ends_in_residues(text) else read_bare(text, "category", SHAPES))
    if expression is None or not isinstance(expression.stated, StatedCategory) or expression.stated.partner:
        return expression
    stated, gene = expression.stated, expression.hints.gene
    if gene is None and (stated.label in _NEEDS_GENE or expression.hints.transcript):
        return None
    is_whole_exon = stated.exon is not None and stated.label.endswith(" deletion") and stated.kind == "exon"
    if is_whole_exon and "-bp" not in stated.label and stated.exon not in _HOTSPOTS.get(gene or "", ()):
        return None
    return expression


def _read_fusion(text: str) -> Expression | None:
    """Read two genes joined to one; a hyphen alone joins two symbols only where neither may be anything else."""
    span = find_span(text)
    if span[1] - span[0] > _LONGEST_FUSION:
        return None
    signed = _SIGNS.fullmatch(text, *span) or _WITH_WORD.fullmatch(text, *span)
    found = signed or _HYPHEN.fullmatch(text, *span)
    if found is None or (signed is None and any(_NO_PARTNER.fullmatch(found[part]) for part in ("gene", "partner"))):
        return None
    gene, partner = found["gene"], found["partner"]
    issues = () if "::" in found[0] else (note_reading(found, f"{gene}::{partner}"),)
    stated = StatedCategory("fusion", "fusion", partner=partner)
    return Expression(text, "category", stated, Hints(gene=gene), span, issues)


# ---------------------------------------------------------------- what a match says


def _say_class(kind: CategoryKind, label: str) -> Callable[[re.Match[str]], Said]:
    return lambda _: (StatedCategory(kind, label), ())


def _say_exon(found: re.Match[str]) -> Said:
    """Say that the class is bounded by an exon, and what kind of change it holds."""
    what = found["what"].lower().split()[-1]
    change = next((change for start, change in _CHANGES.items() if what.startswith(start)), "mutation")
    label = f"exon {found['exon']} {change}"
    return StatedCategory("exon", label, exon=found["exon"]), ()


def _say_small(found: re.Match[str]) -> Said:
    """Say that a number of bases of an exon are changed, which ones is not stated."""
    act = (found.groupdict().get("act") or "deletion").lower()
    change = (
        "deletion" if act == "delta" else next(change for start, change in _CHANGES.items() if act.startswith(start))
    )
    label = f"{found['size']}-bp {change} in exon {found['exon']}"
    return StatedCategory("exon", label, exon=found["exon"]), (note_reading(found, label),)


def _say_many(found: re.Match[str]) -> Said:
    """Say that exons are lost or doubled, which ones is not stated."""
    return StatedCategory("exon", found[0].lower()), ()


_LONGEST_FUSION = 80
SHAPES = Shapes(
    *((Pattern(pattern, "class"), _say_class(kind, label)) for kind, label, pattern in _CLASSES),
    *(
        (Pattern(pattern, "exon"), say)
        for pattern, say in (
            (rf"{_EXON}(?:~-~|~|[-\s]){_WHAT}", _say_exon),
            (rf"{_WHAT} (?:in|of) {_EXON}", _say_exon),
            (rf"{_SMALL}(?:[-\s]|~){_ACT}~,?~(?:(?:in|of) )?{_EXON}", _say_small),
            (rf"{_ACT} (?:of )?{_SMALL}(?: (?:in|of) |~/~){_EXON}", _say_small),
            (rf"{_SMALL}~/~{_EXON}(?:~&~IVS-?[0-9]{{1,3}})?", _say_small),
            (_MANY, _say_many),
        )
    ),
)
"""What names in this notation look like, each shape with its telltales."""
