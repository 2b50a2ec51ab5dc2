"""Changes of whole exons as text: `STIM1 exon 2 deletion`, `EX2-4DEL`, `del ex2`, `METex14`, `whole gene deletion`.

Sources: the spellings of OMIM allelic variants (`GLA, EX3-4DEL`), of ClinVar's exon-level names and of abstracts, in
which delta is a deletion; `METex14` is how oncology calls the loss of an exon from the message. A deletion or
duplication whose size is given in bp is smaller than its exon (`RB1, 5-BP DEL, EX8`), and belongs to `categories`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import ReversedInterval
from synonymizer.model import EventProjection, LegacyProjection, Name
from synonymizer.spelling.bare import find_shape
from synonymizer.spelling.heads import holds_prose, read_head
from synonymizer.spelling.spans import find_span, quote
from synonymizer.spelling.words import Pattern
from synonymizer.statements import Expression, Hints, Issue, StatedExons, StatedSet

if TYPE_CHECKING:
    from synonymizer.model import Projection
    from synonymizer.places import Transcript
    from synonymizer.statements import EditKind, EventKind

_GAP, _ANY_GAP = r"\s{1,4}", r"\s{0,4}"
_WORD = r"[A-Z0-9][A-Z0-9._@/-]{0,40}"
_NAME = rf"{_WORD}(?:\s?\({_WORD}\))?"
_GENE = rf"(?:{_GAP}gene)?"
_BEFORE = rf"(?:(?P<before>{_NAME}){_GENE}(?:{_ANY_GAP}[,:]{_ANY_GAP}|{_GAP}))??"
_AFTER = (
    rf"(?:(?:{_GAP}|,{_ANY_GAP})(?:of|in|from)(?:{_GAP}the)?{_GAP}(?P<after>{_NAME}){_GENE}"
    rf"|{_ANY_GAP}\((?P<aside>{_WORD})\)|{_GAP}(?-i:(?P<behind>[A-Z][A-Z0-9-]{{1,20}})))?"
)
_DELETION = r"deletions?|deleted|delta|del|loss|lost|missing"
_DUPLICATION = r"duplications?|duplicated|dup|gains?|ins(?=[0-9.]{1,6}-?kb)"
_INVERSION = r"inversions?|inverted|inv"
_SKIPPING = r"skipping|skipped|skip"
_KIND = rf"(?P<kind>{_DELETION}|{_DUPLICATION}|{_INVERSION}|{_SKIPPING})"
_SIZE = r"(?:[0-9][0-9.]{0,6}-?kb[\s,]{0,3})?"
_EXTENT = r"(?:(?:in-frame|out-of-frame|large|partial|intragenic|multi-?exon|tandem)\s{1,4}){0,2}"
_LABEL = r"[0-9]{1,30}[A-Z]?"
_TO = rf"{_ANY_GAP}(?:[-_–—‑−/]|to|through|and|&){_ANY_GAP}(?:exons?|ex)?{_ANY_GAP}"
_EXONS = rf"(?P<axis>[cpr]\.\s?)?(?:exons?|ex)[\s._-]?(?P<first>{_LABEL})(?:(?P<join>{_TO})(?P<last>{_LABEL}))?"
_OF = rf"(?:{_GAP}(?:of|involving|spanning|encompassing|including|in)(?:{_GAP}the)?{_GAP}|[\s_-]?\(?)"
_AMONG = rf"(?:(?P<within>{_NAME}){_GAP})?"
_WHOLE = r"(?:whole|entire|complete|full|total)"


_SHAPES = tuple(
    Pattern(shape, "exon")
    for shape in (
        rf"{_BEFORE}{_EXTENT}{_EXONS}[\s_-]{{0,4}}{_KIND}{_AFTER}",
        rf"{_BEFORE}{_EXTENT}{_KIND}{_OF}{_EXONS}\)?{_AFTER}",
        rf"{_EXTENT}{_KIND}{_GAP}of{_GAP}{_AMONG}{_EXONS}",
        rf"{_BEFORE}{_SIZE}{_KIND}[\s,]{{0,4}}{_SIZE}{_EXONS}{_AFTER}",
    )
)
_WHOLE_GENE = tuple(
    Pattern(shape, "whole")
    for shape in (
        rf"{_BEFORE}{_WHOLE}[\s-](?:gene[\s-])?{_KIND}{_AFTER}",
        rf"{_BEFORE}gene[\s-]{_KIND}{_AFTER}",
        rf"{_WHOLE}{_GAP}{_KIND}{_GAP}of{_GAP}(?:the{_GAP})?(?P<after>{_NAME}){_GENE}",
        rf"{_KIND}{_GAP}of{_GAP}(?:the{_GAP})?{_WHOLE}{_GAP}gene{_AFTER}",
        rf"{_KIND}{_GAP}of{_GAP}(?:the{_GAP})?{_WHOLE}{_GAP}(?P<after>{_NAME}){_GENE}",
    )
)
_SKIPPED = re.compile(r"(?P<before>[A-Z][A-Z0-9]{1,9})ex(?P<first>[0-9]{1,3})(?:\s?(?P<kind>skipping|skip|del|dup))?")
_SHORT = re.compile(
    r"(?:(?P<before>[A-Z][A-Z0-9-]{1,20})[\s:]{1,2})?"
    r"E(?P<first>[1-9][0-9]?[a-d]?)(?:[-_]E?(?P<last>[1-9][0-9]?[a-d]?))?(?P<kind>del|dup)"
)
"""`E14del`, which may also be the loss of a glutamate."""

_EVENTS = re.compile(rf"(?:exons?|ex)?[\s_-]?(?P<labels>[0-9][0-9A-Z-]{{0,8}})[\s_-]?{_KIND}", re.IGNORECASE)
_MOST_EVENTS = 6
_PLACES = ("before", "after", "aside", "behind", "within")
"""The groups of the shapes in which the gene or transcript stands."""


def read(text: str) -> Expression | None:
    """Read a change of whole exons, with or without its gene or transcript; None for any other text.

    >>> read("deletion of exons 2-4 of STIM1").stated
    StatedExons(first='2', last='4', kind='del', is_skipped=False)
    >>> read("STIM1 ex2del").hints.gene, read("METex14").stated.is_skipped
    ('STIM1', True)

    Raises:
        ReversedInterval: when the second exon comes before the first.
        MalformedName: when the words beside the exons name no gene or transcript.
        UnknownAssembly: when an assembly is named that is not held.
    """
    span = find_span(text)
    found = find_shape(text, span, _SHAPES) or _SHORT.fullmatch(text, *span)
    if found is not None:
        return _read_exons(text, span, found)
    found = find_shape(text, span, _WHOLE_GENE)
    if found is not None:
        return _tell(text, span, found, StatedExons("first", "last", _name_kind(found["kind"])))
    found = _SKIPPED.fullmatch(text, *span)
    if found is not None:
        kind = _name_kind(found["kind"] or "skip")
        stated = StatedExons(found["first"], found["first"], kind, is_skipped=found["kind"] not in {"del", "dup"})
        return _tell(text, span, found, stated)
    return _read_several(text, span)


def _read_exons(text: str, span: tuple[int, int], found: re.Match[str]) -> Expression | None:
    """Read one range of exons; two that are joined by a word and are no neighbours are two events."""
    first, last = found["first"], found["last"] or found["first"]
    if first.isdecimal() and last.isdecimal() and int(last) < int(first):
        message = f"Exons {first} to {last} are not in ascending order. Write the lower number first."
        raise ReversedInterval(message, text=text, span=(found.start("first"), found.end("last")))
    kind, is_skipped = _name_kind(found["kind"]), _is_skipped(found)
    stated: StatedExons | StatedSet = StatedExons(first, last, kind, is_skipped)
    is_list = (found.groupdict().get("join") or "").split()[:1] in (["and"], ["&"])
    if is_list and first.isdecimal() and last.isdecimal() and int(last) > int(first) + 1:
        stated = _join(text, [StatedExons(first, first, kind, is_skipped), StatedExons(last, last, kind, is_skipped)])
    return _tell(text, span, found, stated)


def _read_several(text: str, span: tuple[int, int]) -> Expression | None:
    """Read events joined by a slash, as OMIM writes them: `STK11, EX4-5DEL/EX6-7INV`."""
    if "/" not in text:
        return None
    head, comma, events = text[slice(*span)].rpartition(",")
    parts = [_EVENTS.fullmatch(part.strip()) for part in events.split("/")[: _MOST_EVENTS + 1]]
    found = [part for part in parts if part is not None]
    if not 1 < len(found) == len(parts) <= _MOST_EVENTS:
        return None
    ranges = [(*part["labels"].partition("-")[::2], _name_kind(part["kind"])) for part in found]
    stated = _join(text, [StatedExons(first, last or first, kind) for first, last, kind in ranges])
    return _place(text, span, stated, (span[0], span[0] + len(head)) if comma else None)


def _join(text: str, events: list[StatedExons]) -> StatedSet:
    return StatedSet("cis", tuple(Expression(text, "exon", event, span=find_span(text)) for event in events))


def _name_kind(word: str) -> EventKind:
    lower = word.lower()
    if re.fullmatch(_INVERSION, lower):
        return "inv"
    return "dup" if lower.startswith(("dup", "gain", "ins")) else "del"


def _is_skipped(found: re.Match[str]) -> bool:
    """Whether the message alone is said to lack the exons: by the word, or by the letter of RNA."""
    return found["kind"].lower().startswith("skip") or (found.groupdict().get("axis") or "").startswith("r")


def _tell(text: str, span: tuple[int, int], found: re.Match[str], stated: StatedExons | StatedSet) -> Expression | None:
    """Return the expression of an event with the place named beside it; None when two are named, or none but a word."""
    groups = [name for name, word in found.groupdict().items() if name in _PLACES and word]
    if len(groups) > 1 or any(holds_prose(found[group].upper()) for group in groups):
        return None
    expression = _place(text, span, stated, found.span(groups[0]) if groups else None)
    if not found.groupdict().get("axis"):
        return expression
    message = f"{quote(found[0])} gives no positions; it was read as a change of whole exons."
    issue = Issue("W1003", "warning", message, found.span())
    return replace(expression, issues=(*expression.issues, issue))


def _place(
    text: str, span: tuple[int, int], stated: StatedExons | StatedSet, name: tuple[int, int] | None
) -> Expression:
    """Return the expression of an event on the gene or transcript that a stretch of the text names."""
    hints, issues = _read_place(text, name) if name else (Hints(), ())
    if isinstance(stated, StatedSet):
        stated = replace(stated, members=tuple(replace(member, hints=hints) for member in stated.members))
    return Expression(text, "exon", stated, hints, span, issues)


def _read_place(text: str, span: tuple[int, int]) -> tuple[Hints, tuple[Issue, ...]]:
    """Read the gene or transcript that stands beside the exons."""
    head = read_head(text, *span)
    typed, read_as = text[slice(*span)], head.written.rstrip(": ")
    if typed == read_as:
        return head.hints, ()
    return head.hints, (Issue("W1001", "warning", f"{quote(typed)} was read as {quote(read_as)}.", span),)


# ---------------------------------------------------------------- writing

_STYLES = (
    "{exons} {event}",
    "{event} of {exons}",
    "{exons} {kind}",
    "{kind} {exons}",
    "{kind} ex{numbers}",
    "{kind}Ex{numbers}",
    "Ex{span}{kind}",
    "Ex{numbers}{kind}",
    "EX{numbers}{capitals}",
    "ex{span}{kind}",
)
"""How people write a deletion or duplication of exons, the most used first: each without its gene."""

_STYLES_OF_SEVERAL = (
    "exons {first}–{last} {event}",
    "{event} of exons {first}–{last}",
    "{event} of exons {first} to {last}",
)
_STYLES_OF_LOSS = ("Δ{glued}", "Δ{exons}", "Δex{numbers}", "delta {exons}", "loss of {exons}")
_STYLES_OF_SKIPPING = ("{exons} skipping", "skipping of {exons}")
_STYLES_OF_THE_WHOLE = ("whole gene {event}", "whole-gene {event}", "entire gene {event}", "complete gene {event}")
_EVENT_NAMES: dict[EditKind, str] = {"del": "deletion", "dup": "duplication"}


def write(projection: Projection) -> tuple[Name, ...]:
    """Write an event of whole exons by their numbers: those of its transcript, of its gene, or of an older scheme.

    Names that state the gene alone are written for its main transcript and for older schemes, first with the gene and
    then without. None for other projections.
    """
    match projection:
        case EventProjection(transcript=transcript, exons=exons) if transcript is not None and exons is not None:
            return _write_event(projection, transcript, exons)
        case LegacyProjection(transcript=transcript, stated=StatedExons() as stated):
            name = Name("", "legacy", None, transcript=transcript.accession, tags=(projection.numbering,), scope="exon")
            return _name(name, transcript.gene, _spell(stated.first, stated.last, stated.kind))
        case _:
            return ()


def _write_event(event: EventProjection, transcript: Transcript, exons: tuple[int, int]) -> tuple[Name, ...]:
    first, last = (str(exon + 1) for exon in exons)
    texts = _spell(first, last, event.kind)
    accession = transcript.accession
    name = Name(f"{accession} {texts[0]}", "exon", None, transcript=accession, tags=transcript.tags, scope="exon")
    if not event.is_main:
        return (name,)
    if exons == (0, len(transcript.exons) - 1):
        texts += _fill(_STYLES_OF_THE_WHOLE, first, last, event.kind)
    main, *others = _name(name, transcript.gene, texts)
    skipped = _fill(_STYLES_OF_SKIPPING, first, last, event.kind) if event.kind == "del" else ()
    message = replace(name, level="r", scope="category")
    return replace(main, recommended=True), *others, name, *_name(message, transcript.gene, skipped)


def _name(name: Name, gene: str, texts: tuple[str, ...]) -> tuple[Name, ...]:
    """Name an event by each text, with its gene and then without."""
    with_gene = (f"{text} of {gene}" if " of " in text else f"{gene} {text}" for text in texts)
    return (*(name.respell(text) for text in with_gene), *(name.respell(text, needs="gene") for text in texts))


def _spell(first: str, last: str, kind: EditKind) -> tuple[str, ...]:
    """Spell a deletion or duplication of exons in every style that applies."""
    several = _STYLES_OF_SEVERAL if first != last else ()
    loss = _STYLES_OF_LOSS if kind == "del" else ()
    return _fill((*_STYLES, *several, *loss), first, last, kind)


def _fill(styles: tuple[str, ...], first: str, last: str, kind: EditKind) -> tuple[str, ...]:
    numbers, noun = (first, "exon") if first == last else (f"{first}-{last}", "exons")
    texts = (
        style.format(
            exons=f"{noun} {numbers}",
            glued=f"{noun}{numbers}",
            numbers=numbers,
            span=numbers.replace("-", "_"),
            first=first,
            last=last,
            event=_EVENT_NAMES[kind],
            kind=kind,
            capitals=kind.upper(),
        )
        for style in styles
    )
    return tuple(dict.fromkeys(texts))
