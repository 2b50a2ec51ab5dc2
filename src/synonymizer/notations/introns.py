"""Changes counted inside an intron or exon that is named by its number: `IVS4+1G>T`, `last nucleotide of exon 4`.

`IVS` (intervening sequence) was the name of an intron before HGVS counted from exon boundaries; it lives on in papers.
Sources: HGVS nomenclature 21.0, background/numbering, which withdrew `IVS2+1G>T`; the patterns of SETH
(github.com/rockt/SETH); OMIM's allelic variants (`IVS4DS, G-T, +1`: DS and AS are the donor and the acceptor site);
HbVar for the globin genes, where a Roman numeral is followed by the base of the intron, counted from its start
(`IVS-I-110`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from synonymizer.model import LegacyProjection, Name
from synonymizer.spelling.bare import Shapes, note_reading, read_bare
from synonymizer.spelling.base_changes import CHANGES, SIZE, Stretch, say_change
from synonymizer.spelling.base_styles import spell, take_apart
from synonymizer.spelling.sentences import TELLING, compile_sentences
from synonymizer.spelling.words import BASE_NAME, BASES, NOUN, Pattern, read_number
from synonymizer.statements import Point, StatedEdit, StatedNumbered, StatedPlace

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.spelling.bare import Said
    from synonymizer.spelling.base_styles import Styles
    from synonymizer.statements import Expression, Issue

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_ORDINALS = (
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
    ["last", "penultimate"],
)
_ORDINAL = rf"(?:{'|'.join([*_ORDINALS[0], *_ORDINALS[1]])})"
_LABEL = r"(?P<label>[1-9][0-9]{0,2}[a-d]?|[IVX]{1,4})"
_INTRON = rf"(?:c\.~)?(?P<part>IVS|introns?)~-?~{_LABEL}"
_OFFSET = (
    r"~,?~(?P<side>DS|AS)?~(?:nt|position|base)?~\(?~(?:(?P<sign>[-+])~|(?<![0-9a-d]))(?P<offset>[1-9][0-9]{0,6})~"
    r"(?:(?:_|~to~)~(?P<last_sign>[-+])?(?P<last_offset>[1-9][0-9]{0,6}))?(?:~\))?"
)
_NUMBERED = re.compile(r"IVS|intron|exon", re.IGNORECASE)
"""What every name of this notation holds."""

_COUNTED = rf"{_INTRON}{_OFFSET}"
_WITHIN = rf"(?: (?:of|in))? (?:the )?(?P<part>exon|intron|IVS)~-?~{_LABEL}"
_BASE_WORD = r"(?:bases?|nucleotides?|nts?|bp|base pairs?|positions?)"
_AT_END = rf"(?:the )?(?P<ordinal>{_ORDINAL}) {_BASE_WORD}{_WITHIN}"
_AT_OFFSET = rf"(?:the )?(?:{_BASE_WORD}~)?(?P<sign>[-+])?~(?P<offset>[1-9][0-9]{{0,6}}){_WITHIN}"
_FIRST_FEW = rf"(?:the )?(?P<ordinal>first|last) (?P<number>[a-z]{{3,6}}|[1-9][0-9]{{0,4}}) {_BASE_WORD}{_WITHIN}"
_SITED = (
    rf"{_INTRON}~(?P<side>DS|AS)?~,~(?P<old>(?-i:{BASES}))~(?:-|>|->)~(?P<new>(?-i:{BASES}))~,"
    r"~(?P<sign>[-+])~(?P<offset>[1-9][0-9]{0,6})"
)
_LACKS = r"(?P<act>deletion|deleted|delta|del|insertion|ins|duplication|dup)"


def read(text: str) -> Expression | None:
    """Read a change inside an intron or exon named by its number, with or without its gene; None for any other text.

    >>> read("IVS4+1G>T").stated.label, read("IVS4+1G>T").stated.stated.first
    ('4', Point(base=0, offset=0, datum='part_start'))
    >>> read("G to T transversion of the last nucleotide of exon 4").stated.stated.first
    Point(base=-1, offset=0, datum='part_end')
    """
    if not _NUMBERED.search(text):
        return None
    expression = read_bare(text, "splice", SHAPES)
    if expression is None or not isinstance(expression.stated, StatedNumbered):
        return expression
    return replace(expression, is_fallback=isinstance(expression.stated.stated, StatedPlace))


def _read_part(found: re.Match[str]) -> tuple[Literal["intron", "exon"], str]:
    part: Literal["intron", "exon"] = "exon" if found["part"].lower() == "exon" else "intron"
    label = found["label"]
    return part, str(_ROMAN.get(label.upper(), label))


def _count(found: re.Match[str], prefix: str, *, is_acceptor: bool) -> Point:
    """Return the point of a printed offset: + and nothing count on from the donor side, - back from the acceptor."""
    offset = int(found[f"{prefix}offset"])
    return Point(-offset, 0, "part_end") if is_acceptor else Point(offset - 1, 0, "part_start")


def _read_stretch(found: re.Match[str]) -> Stretch | None:
    """Read where in its intron or exon a change lies; None where it cannot."""
    groups = found.groupdict()
    ordinal = (groups.get("ordinal") or "").lower()
    if groups.get("number"):
        return _read_few(ordinal, groups["number"])
    if ordinal:
        steps = next(steps for steps in _ORDINALS if ordinal in steps).index(ordinal)
        point = Point(steps, 0, "part_start") if ordinal in _ORDINALS[0] else Point(-1 - steps, 0, "part_end")
        return Stretch(point, point)
    is_roman = found["label"].upper() in _ROMAN
    is_acceptor = groups["sign"] == "-" or (groups.get("side") or "").upper() == "AS"
    first = _count(found, "", is_acceptor=is_acceptor and not is_roman)
    if not groups.get("last_offset"):
        return Stretch(first, first)
    last = _count(found, "last_", is_acceptor=groups["last_sign"] == "-" or (is_acceptor and not groups["last_sign"]))
    if first.datum == last.datum and last.base < first.base:
        first, last = last, first  # -151_152 is written outwards from the exon
    return Stretch(first, last, is_range=True)


def _read_few(ordinal: str, word: str) -> Stretch | None:
    try:
        number = read_number(word)
    except ValueError:
        return None
    if ordinal == "first":
        return Stretch(Point(0, 0, "part_start"), Point(number - 1, 0, "part_start"), is_range=True)
    return Stretch(Point(-number, 0, "part_end"), Point(-1, 0, "part_end"), is_range=True)


# ---------------------------------------------------------------- what a match says


def _say_edit(found: re.Match[str]) -> Said | None:
    stretch = _read_stretch(found)
    said = say_change(found, "c", stretch) if stretch else None
    return _say(found, *said) if said else None


def _say_place(found: re.Match[str]) -> Said | None:
    """Say no more than where a change lies; a number and T alone may be a run of T (`IVS8-5T`)."""
    stretch = _read_stretch(found)
    letter = (found.groupdict().get("letter") or "").upper()
    if stretch is None or (letter == "T" and found["sign"] == "-"):
        return None
    return _say(found, StatedPlace("c", stretch.first, stretch.last, letter, is_bare=True), ())


def _say_somewhere(found: re.Match[str]) -> Said:
    """Say that some bases of an intron are changed, which ones is not stated."""
    whole = StatedPlace("c", Point(0, 0, "part_start"), Point(-1, 0, "part_end"), is_bare=True)
    return _say(found, whole, ())


def _say(found: re.Match[str], stated: StatedEdit | StatedPlace, issues: tuple[Issue, ...]) -> Said:
    part, label = _read_part(found)
    numbered = StatedNumbered(part, label, stated)
    return numbered, (note_reading(found, f"a change counted in {part} {label}"), *issues)


# ---------------------------------------------------------------- the shapes

_UNIT = rf"(?:(?-i:{BASES})|{BASE_NAME})"
SHAPES = Shapes(
    *((Pattern(rf"{_COUNTED}{change}{NOUN}?", "intron", telltale), _say_edit) for change, telltale in CHANGES),
    *(
        (pattern, _say_edit)
        for place, *telltales in ((_COUNTED, "intron"), (_AT_END, "ordinal"), (_AT_OFFSET,))
        for pattern in compile_sentences(TELLING, *telltales, unit=_UNIT, place=place, where=_BASE_WORD, joint="~")
    ),
    *((Pattern(rf"{_AT_OFFSET}{change}", telltale), _say_edit) for change, telltale in CHANGES),
    *(
        (Pattern(rf"\(?(?P<sign>[-+])~(?P<offset>[1-9][0-9]{{0,6}}){change}{_WITHIN}", telltale), _say_edit)
        for change, telltale in CHANGES
    ),
    (Pattern(_SITED, "intron", "becomes"), _say_edit),
    (Pattern(rf"{_LACKS} (?:of )?{_FIRST_FEW}", "act", "ordinal"), _say_edit),
    (Pattern(rf"{_FIRST_FEW} {_LACKS}", "act", "ordinal"), _say_edit),
    (Pattern(rf"{_LACKS} (?:of )?{_AT_END}", "act", "ordinal"), _say_edit),
    (Pattern(rf"{_COUNTED}~(?P<letter>[ACGT])?", "intron"), _say_place),
    (Pattern(rf"{_AT_END}", "ordinal"), _say_place),
    (Pattern(rf"{_AT_OFFSET}"), _say_place),
    (Pattern(rf"{_LACKS}~{SIZE}~/~{_INTRON}", "act", "intron"), _say_somewhere),
)
"""What names in this notation look like, each shape with its telltales."""


# ---------------------------------------------------------------- writing

_STYLES: Styles = {
    "sub": (
        "{first}{old}>{new}",
        "{first}{old}→{new}",
        "{first}{old}->{new}",
        "{first} {old} to {new}",
        "{first}{old}-->{new}",
        "{first}{old}/{new}",
        "{first} {old}>{new}",
        "{first}({old}>{new})",
    ),
    "del": ("{first}del{old}", "{place}del{old}", "{place}del", "{first}del{size}"),
    "ins": ("{first}ins{new}", "{place}ins{new}"),
    "dup": ("{place}dup{old}", "{place}dup"),
    "delins": ("{place}del{old}ins{new}", "{place}delins{new}"),
    "inv": ("{place}inv",),
}
"""Spellings of a change behind the number of its intron."""

_FRONTS = ("IVS{label}", "IVS{label} ", "IVS-{label}", "IVS{label}{site}", "intron {label} ", "intron {label}")
"""What stands before the place: the first with every spelling, the others with the most used one."""


def write(projection: Projection) -> tuple[Name, ...]:
    """Write a change inside a numbered intron, each name with its gene and without; none for other projections."""
    match projection:
        case LegacyProjection(stated=StatedNumbered(part="intron", label=label, stated=StatedEdit() as edit)):
            return _write(projection, label, edit)
        case _:
            return ()


def _write(projection: LegacyProjection, label: str, edit: StatedEdit) -> tuple[Name, ...]:
    transcript, numbering = projection.transcript, projection.numbering
    name = Name(
        "",
        "legacy" if numbering else "literature",
        edit.axis,
        transcript=transcript.accession,
        tags=(numbering,) if numbering else transcript.tags,
    )
    texts = _spell(label, edit)
    places = tuple(f"IVS{label}{gap}{_write_offset(edit.first)}" for gap in ("", " ")) if texts else ()
    old = texts[:1] if not numbering else ()
    return (
        *(name.respell(f"{transcript.gene} {text}") for text in texts),
        *(name.respell(text, needs="gene") for text in texts),
        *(name.respell(f"{transcript.gene}:{edit.axis}.{text}", "hgvs-deprecated") for text in old),
        *(name.respell(f"{edit.axis}.{text}", "hgvs-deprecated", needs="gene") for text in old),
        *(replace(name, text=text, scope="position", needs="gene") for text in places),
    )


def _spell(label: str, edit: StatedEdit) -> tuple[str, ...]:
    first, last = _write_offset(edit.first), _write_offset(edit.last)
    place = first if first == last else f"{first}_{last}"
    parts = take_apart(edit)._replace(first=first, last=last, place=place)
    changes = spell(_STYLES, edit.kind, parts)
    if not changes:
        return ()
    site = "DS" if edit.first.datum == "part_start" else "AS"
    plain, *fronts = (front.format(label=label, site=site) for front in _FRONTS)
    sited = (f"IVS{label}{site}, {parts.old}-{parts.new}, {first}",) if edit.kind == "sub" else ()
    return (*(plain + change for change in changes), *(front + changes[0] for front in fronts), *sited)


def _write_offset(point: Point) -> str:
    """Write a point counted from the donor side of an intron, or back from its acceptor side."""
    return f"+{point.base + 1}" if point.datum == "part_start" else str(point.base)
