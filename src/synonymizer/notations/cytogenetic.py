"""Cytogenetic names: copy numbers of arrays and sequencing with their coordinates, karyotypes, and changes of bands.

Sources: ISCN 2020, chapters 4 and 9 (karyotypes and structural rearrangements) and 14 and 16 (microarrays and
sequencing: `arr[GRCh37] 7q36.3(158583829_159119707)x3`; the long form gives the nearest normal positions as well).
The coordinates of the short form are the outermost ones found changed, so that the breakpoints lie beyond them. A band
has no base positions in the reference data.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from synonymizer.errors import ReversedInterval
from synonymizer.spelling.accessions import get_assembly
from synonymizer.spelling.contigs import POSITION, get_position
from synonymizer.spelling.spans import find_span, quote
from synonymizer.spelling.structural import kind_of_copies
from synonymizer.statements import (
    Bounds,
    Expression,
    Hints,
    Issue,
    Point,
    StatedCategory,
    StatedSet,
    StatedUncertain,
)

if TYPE_CHECKING:
    from synonymizer.places import Assembly
    from synonymizer.statements import EditKind

_CHROMOSOME = r"(?:[1-9]|1[0-9]|2[0-2]|X|Y)"
_ARM = r"[pq](?:[0-9]{1,2}(?:\.[0-9]{1,3})?|ter)?"
_BAND = rf"(?:chr(?:omosome )?)?{_CHROMOSOME}{_ARM}(?:[-_]?{_CHROMOSOME}?{_ARM})?"

_METHOD = re.compile(
    r"(?:arr|seq|ogm|rsa)(?: ?(?:cgh|snp))? ?"
    r"(?:[\[(](?P<assembly>[A-Za-z0-9.]{2,12})(?:/[A-Za-z0-9.]{2,12})?[\])])? ?",
    re.IGNORECASE | re.ASCII,
)
_COUNTED = re.compile(
    rf"(?:chr)?(?P<chromosome>{_CHROMOSOME})(?:{_ARM}(?:-?{_ARM})?)? ?"
    rf"\((?:(?P<before>{POSITION})x[0-9]{{1,2}}, ?)?(?P<first>{POSITION}) ?[-_] ?(?P<last>{POSITION})"
    rf"(?:x(?P<inner>[0-9]{{1,2}})(?:, ?(?P<behind>{POSITION})x[0-9]{{1,2}})?)?\)"
    r"(?: ?x ?(?P<copies>[0-9]{1,2})(?P<range>[~-][0-9]{1,2})?)?(?P<share> ?\[0?\.[0-9]{1,3}\])?"
    r"(?: (?P<origin>dn|mat|pat|inh|hmz))?(?P<end>, ?|\Z)",
    re.IGNORECASE | re.ASCII,
)
_ORIGINS = {"dn": "de novo", "mat": "maternal", "pat": "paternal", "inh": "inherited", "hmz": "homozygous"}

_KINDS = r"(?:del|dup|inv|ins|add|der|dic|idic|trp|tri|qdp|rec|rob|hsr|fra|inv dup|[tir])"
_BREAKS = r"[pq?][^()\s;]{0,20}"
_REARRANGEMENT = (
    rf"{_KINDS} ?\({_CHROMOSOME}(?:{_ARM}){{0,2}}(?:;{_CHROMOSOME}(?:{_ARM})?){{0,3}}\)"
    rf"(?: ?\({_BREAKS}(?:;{_BREAKS}){{0,3}}\))?"
)
_EVENT = (
    r"(?:(?:micro|co-?)?deletion|del|(?:micro)?duplication|dup|triplication|inversion|inv|loss|gain|amplification|amp"
    r"|rearrangement|translocation|trisomy|monosomy|disomy|LOH)s?"
)
_KARYOTYPES = (
    r"[0-9]{2}(?:~[0-9]{2})?,(?-i:[XYU]{1,6})(?:[,.\[].*)?",
    rf"(?:(?:nuc )?ish ?|{_METHOD.pattern})?(?:{_REARRANGEMENT},? ?){{1,6}}(?:\([^()\s]{{1,40}}\))?",
    rf"{_EVENT}(?: (?:of|at|in))?[ (]?{_BAND}\)?(?: syndrome)?",
    rf"{_BAND}(?:/{_BAND})? ?{_EVENT}(?: syndrome)?",
    rf"(?:trisomy|monosomy|disomy)(?: of)?(?: chromosome)? {_CHROMOSOME}|{_CHROMOSOME}{_ARM}[-+]",
)
_TELLTALE = re.compile(r"[0-9XY][pq]|[(,][0-9XYU]|somy", re.IGNORECASE)
"""What every name of this notation holds: the arm of a chromosome, a chromosome or position behind a sign, a number."""


@cache
def _compile_karyotypes() -> tuple[re.Pattern[str], ...]:
    """Return the shapes of names without positions, compiled for the first text that may be one."""
    return tuple(re.compile(shape, re.IGNORECASE | re.ASCII) for shape in _KARYOTYPES)


def read(text: str) -> Expression | None:
    """Read copy numbers with coordinates, or a karyotype or changed band, which has none; None for any other text.

    >>> stated = read("arr[GRCh37] 7q36.3(158583829_159119707)x3").stated
    >>> stated.kind, stated.left.last.base, stated.copies
    ('dup', 158583828, 3)
    >>> read("46,XX,del(5)(q13)").stated.kind
    'karyotype'

    Raises:
        MalformedName: when a position is 0.
        ReversedInterval: when the positions of a stretch are not in ascending order.
        UnknownAssembly: when an assembly is named that is not held.
    """
    if not _TELLTALE.search(text):
        return None
    span = find_span(text)
    counted = _find_counted(text, span)
    if counted:
        return _read_counted(text, span, counted)
    if any(shape.fullmatch(text, *span) for shape in _compile_karyotypes()):
        label = " ".join(text.split())
        return Expression(text, "cytogenetic", StatedCategory("karyotype", label), span=span)
    return None


def _find_counted(text: str, span: tuple[int, int]) -> tuple[re.Match[str], ...]:
    """Return the stretches whose copies a text counts, none unless it holds nothing else."""
    method = _METHOD.match(text, *span)
    place = method.end() if method else span[0]
    found: list[re.Match[str]] = []
    while place < span[1]:
        stretch = _COUNTED.match(text, place, span[1])
        if stretch is None or not (stretch["copies"] or stretch["inner"]):
            return ()
        found.append(stretch)
        place = stretch.end()
    return tuple(found)


def _read_counted(text: str, span: tuple[int, int], counted: tuple[re.Match[str], ...]) -> Expression:
    method = _METHOD.match(text, *span)
    assembly = get_assembly(text, *method.span("assembly")) if method and method["assembly"] else None
    members = tuple(_read_stretch(text, stretch, assembly) for stretch in counted)
    if len(members) == 1:
        return members[0]
    return Expression(text, "cytogenetic", StatedSet("unknown", members), Hints(assembly=assembly), span)


def _read_stretch(text: str, found: re.Match[str], assembly: Assembly | None) -> Expression:
    """Read one stretch; copies that are normal are a karyotype, which names no variant.

    Raises:
        ReversedInterval: when its positions are not in ascending order.
    """
    names = [name for name in ("before", "first", "last", "behind") if found[name]]
    positions = [get_position(text, found.span(name)) for name in names]
    if positions != sorted(positions):
        message = "The positions of the stretch are not in ascending order. Write the lower positions first."
        raise ReversedInterval(message, text=text, span=(found.start(names[0]), found.end(names[-1])))
    points = dict(zip(names, positions, strict=True))
    hints = Hints(reference=found["chromosome"].upper(), assembly=assembly)
    copies = int(found["inner"] or found["copies"])
    kind = _kind_of(copies, hints.reference)
    if kind is None:
        return Expression(
            text, "cytogenetic", StatedCategory("karyotype", found[0].rstrip(", ")), hints, find_span(text)
        )
    before, behind = points.get("before"), points.get("behind")
    left = Bounds(None if before is None else Point(before), Point(points["first"] - 1))
    right = Bounds(Point(points["last"] - 1), None if behind is None else Point(behind - 2))
    stated = StatedUncertain("g", left, right, kind, copies=copies)
    state = "mosaic" if found["range"] or found["share"] else _ORIGINS.get((found["origin"] or "").lower(), "")
    issues: tuple[Issue, ...] = ()
    if state:
        group = next(group for group in ("range", "share", "origin") if found[group])
        message = f"{quote(found[group].strip())} is said of the carrier: {state}. It is the state of the reading."
        issues = (Issue("W2011", "warning", message, found.span(group)),)
    return Expression(text, "cytogenetic", stated, hints, find_span(text), issues, state=state)


def _kind_of(copies: int, chromosome: str | None) -> EditKind | None:
    """Return what a number of copies says; of X and Y one or two are normal, and what is reported is not."""
    if chromosome in {"X", "Y"} and copies:
        return "del" if copies == 1 else "dup"
    return kind_of_copies(copies)
