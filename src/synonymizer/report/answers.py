"""The answer to one input as an article of the page: its readings with facts, pictures and names, and its issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.errors import CODES, VariantError
from synonymizer.model import SetProjection, TranscriptProjection
from synonymizer.normalize import Normal
from synonymizer.picture import draw_reading
from synonymizer.project import project
from synonymizer.report.alignment import Told, align_bases, align_residues
from synonymizer.report.drawing import describe, draw_gene, draw_track
from synonymizer.report.groups import group_names, label
from synonymizer.report.markup import Markup, element, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import ExonEffect, Name, Projection, Reading, Result, Scope
    from synonymizer.picture import Picture
    from synonymizer.reference import Reference
    from synonymizer.report.alignment import Alignment
    from synonymizer.report.groups import Group
    from synonymizer.statements import Axis, Issue

LONGEST_SHOWN = 200
"""Characters of an input that are shown in one piece; of a longer one, those around what matters."""

_SCOPES: dict[Scope, str] = {
    "allele": "one allele",
    "protein": "a protein change, which other alleles share",
    "position": "a place with several alleles",
    "exon": "whole exons, breakpoints unknown",
    "category": "a class of variants",
}

_HEADLINE: tuple[tuple[Axis, ...], ...] = (("c", "n"), ("p",), ("g", "m"))
"""The levels of the names that a reading is headed by."""


_LEGEND = "Names in bold are the recommended spellings; those marked “with its gene” must be read together with it."
_SHARED = "Other alleles with the same protein change share these names."


def write_answer(result: Result, number: int, reference: Reference) -> Markup:
    """Return the article of one answer; `number` tells it from the others of the page."""
    identity = f"answer-{number}"
    return element(
        "article",
        {"aria-labelledby": identity, "class": result.status},
        element("h2", {"id": identity}, _quote(result.input, None), " ", _write_status(result)),
        *(_write_reading(reading, result, f"{identity}-{reading.rank}", reference) for reading in result.readings),
        _write_issues(result),
    )


def _write_status(result: Result) -> Markup:
    count = len(result.readings)
    text = "no answer" if not count else "one reading" if count == 1 else f"{count} readings fit"
    return element("span", {"class": "status"}, text)


def _quote(text: str, span: tuple[int, int] | None) -> Markup:
    """Return an input as it was given, with what a span is about marked; a direction of writing stays inside."""
    start, end = span or (0, 0)
    low = max(0, min(start - LONGEST_SHOWN // 2, len(text) - LONGEST_SHOWN))
    high = low + LONGEST_SHOWN
    marked = element("mark", None, text[start : min(end, high)]) if start < min(end, high) else ""
    return element(
        "bdi",
        {"class": "input"},
        "…" if low else "",
        text[low:start],
        marked,
        text[max(start, min(end, high)) : high],
        f"… ({len(text):,} characters)" if high < len(text) else "",
    )


# ---------------------------------------------------------------- readings


def _write_reading(reading: Reading, result: Result, identity: str, reference: Reference) -> Markup:
    first, *others = _find_headline(reading) or (None,)
    heading = _code(first) if first else reading.gene or reading.notation
    several = f"Reading {reading.rank} of {len(result.readings)}: " if len(result.readings) > 1 else ""
    return element(
        "section",
        {"class": "reading", "aria-labelledby": identity},
        element("h3", {"id": identity}, several, heading),
        element("ul", {"class": "names lead"}, *(_write_name(name) for name in others)) if others else "",
        _write_facts(reading),
        *_write_pictures(reading, identity, reference),
        element("p", {"class": "note"}, _LEGEND),
        *map(_write_group, group_names(reading)),
    )


def _find_headline(reading: Reading) -> list[Name]:
    """Return the recommended names that say most: on the reading's transcript, of its protein, and on each assembly."""
    found: dict[tuple[tuple[Axis, ...], str | None], Name] = {}
    recommended = [name for name in reading.names if name.recommended]
    for levels in _HEADLINE:
        for name in recommended:
            if name.cls == "hgvs" and name.level in levels and name.transcript in {None, reading.transcript}:
                found.setdefault((levels, name.assembly), name)
    others = [name for name in recommended if name.cls in {"identifier", "exon"}]
    return [*found.values(), *others[:1]] or list(reading.names[:1])


def _write_facts(reading: Reading) -> Markup:
    facts: tuple[tuple[str, Iterable[str | Markup]], ...] = (
        ("Gene", [reading.gene] if reading.gene else []),
        ("Transcript", [_code_text(reading.transcript)] if reading.transcript else []),
        ("Consequence", [term.replace("_", " ") for term in reading.consequence]),
        ("Effect", [_describe_effect(reading.effect)] if reading.effect else []),
        ("Meaning", [_SCOPES[reading.scope]]),
        ("Carrier", [reading.state] if reading.state else []),
        ("Why this reading", reading.why),
        (
            "Key",
            [_code_text(reading.key), *(() if reading.key_complete else ("may be longer",))] if reading.key else [],
        ),
        ("VRS", [_code_text(reading.vrs)] if reading.vrs else []),
        ("Members", map(_code_text, reading.members)),
    )
    rows = [(term, list(values)) for term, values in facts]
    return element(
        "dl",
        {"class": "facts"},
        *(
            element("div", None, element("dt", None, term), *(element("dd", None, value) for value in values))
            for term, values in rows
            if values
        ),
    )


def _describe_effect(effect: ExonEffect) -> str:
    frame = {None: "", True: ", in frame", False: ", out of frame"}[effect.in_frame]
    return f"{effect.size:,} bases of the message ({effect.place}){frame}"


# ---------------------------------------------------------------- pictures


def _write_pictures(reading: Reading, identity: str, reference: Reference) -> Iterator[Markup]:
    try:
        picture = draw_reading(reading, reference, is_alone=False)
        told = list(_find_told(_project(reading, reference), reading.transcript))
    except VariantError:
        return  # bases that a picture needs are not held, and the names say all there is
    if picture is not None:
        yield _write_gene(picture, _name_shortly(reading), f"{identity}-gene")
    alignments = [figure for one in told for figure in _write_alignments(one, reference)]
    if alignments:
        yield element("div", {"class": "alignments"}, *alignments)


def _write_alignments(told: Told, reference: Reference) -> Iterator[Markup]:
    residues = align_residues(told, reference)
    if residues is not None:
        yield _write_alignment(residues, "Protein", "Residue")
    bases = align_bases(told, reference) if isinstance(told, TranscriptProjection) else None
    if bases is not None:
        yield _write_alignment(bases, "DNA", "Base")


def _project(reading: Reading, reference: Reference) -> tuple[Projection, ...]:
    return () if reading.change is None else project(Normal(reading.change, reading.key or ""), reference)


def _find_told(projections: Iterable[Projection], transcript: str | None) -> Iterator[Told]:
    """Yield the projection on the transcript that the reading is told by; of a set, that of each member."""
    found: dict[str, Told] = {}
    for projection in projections:
        if isinstance(projection, SetProjection):
            for member in projection.members:
                yield from _find_told(member, transcript)
        elif isinstance(projection, Told) and projection.transcript is not None:
            found.setdefault(projection.transcript.accession, projection)
    chosen = found.get(transcript or "") or next(iter(found.values()), None)
    if chosen is not None:
        yield chosen


def _name_shortly(reading: Reading) -> str:
    """Return the change without what it is counted on; a loss of exons as such."""
    headline = _find_headline(reading)
    exons = [name for name in headline if name.cls == "exon"]
    return next((name.text.rpartition(":")[2] for name in exons or headline), reading.gene or "")


def _write_gene(picture: Picture, change: str, identity: str) -> Markup:
    first, *others = picture.tracks
    transcript = first.transcript
    direction = "forward" if picture.strand > 0 else "reverse"
    legend = f"Exons to scale, coding parts high; introns compressed. {picture.sequence}, {direction} strand."
    rows = (element("li", None, describe(track), draw_track(track, picture.width)) for track in others)
    return element(
        "figure",
        {"class": "gene"},
        element("h4", None, f"On the gene {transcript.gene}"),
        draw_gene(picture, change, identity),
        element("figcaption", None, f"{describe(first)} {legend}"),
        _fold(f"Other transcripts of {transcript.gene} ({len(others)})", element("ul", None, *rows)) if others else "",
    )


def _write_alignment(alignment: Alignment, heading: str, unit: str) -> Markup:
    columns = alignment.columns
    numbered = [index for index, column in enumerate(columns) if column.label]
    changed = [index for index in numbered if columns[index].is_changed]
    shown = {*numbered[:1], *changed[:1], *numbered[-1:]}
    table = element(
        "table",
        None,
        element(
            "tr",
            None,
            element("th", {"scope": "col"}, unit),
            *(
                element(
                    "th", {"scope": "col"}, element("span", {} if index in shown else {"class": "unseen"}, column.label)
                )
                for index, column in enumerate(columns)
            ),
        ),
        _write_row("Before", "del", [(column.before, column.is_changed) for column in columns]),
        _write_row("After", "ins", [(column.after, column.is_changed) for column in columns]),
    )
    name = f"{heading} around the change, {alignment.accession}"
    return element(
        "figure",
        {"class": "alignment"},
        element("h4", None, name),
        element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": name}, table),
        _write_tail(alignment.tail) if alignment.tail else "",
    )


def _write_row(heading: str, look: str, cells: list[tuple[str, bool]]) -> Markup:
    return element(
        "tr",
        None,
        element("th", {"scope": "row"}, heading),
        *(
            element("td", None, element(look, None, letter or "–") if is_changed else letter)
            for letter, is_changed in cells
        ),
    )


def _write_tail(tail: str) -> Markup:
    """Return new residues in tens, so that they can be counted and break over lines."""
    tens = " ".join(tail[start : start + 10] for start in range(0, len(tail), 10))
    residues = len(tail.rstrip("*…"))
    ending = " and a stop" if tail.endswith("*") else ", no stop known"
    return element(
        "figcaption", None, f"New: {residues} residue{'s'[: residues != 1]}{ending}. ", element("code", None, tens)
    )


# ---------------------------------------------------------------- names


def _write_group(group: Group) -> Markup:
    names = element("ul", {"class": "names"}, *map(_write_name, group.names))
    note = element("p", {"class": "note"}, _SHARED) if group.is_shared else ""
    heading = join((group.heading, " ", element("span", {"class": "count"}, f"{len(group.names)}")))
    return element(
        "details",
        {"class": "group"} if group.is_side else {"class": "group", "open": ""},
        element("summary", None, element("h4", None, heading)),
        note,
        names,
    )


def _write_name(name: Name) -> Markup:
    labels = (element("small", None, text) for text in label(name))
    if not name.recommended:
        return element("li", None, _code(name), *labels)
    return element(
        "li", {"class": "recommended"}, _code(name), *labels, element("span", {"class": "unseen"}, "recommended")
    )


def _code(name: Name) -> Markup:
    return _code_text(name.text)


def _code_text(text: str) -> Markup:
    return element("code", None, text)


def _fold(summary: str, *contents: Markup) -> Markup:
    return element("details", None, element("summary", None, summary), *contents)


# ---------------------------------------------------------------- issues


def _write_issues(result: Result) -> Markup:
    if not result.issues:
        return Markup()
    items = (_write_issue(issue, result.input) for issue in result.issues)
    return element("section", {"class": "issues"}, element("h3", None, "What was noticed"), element("ul", None, *items))


def _write_issue(issue: Issue, text: str) -> Markup:
    entry = CODES[issue.code]
    return element(
        "li",
        {"class": issue.severity},
        element("p", None, element("strong", None, f"{issue.severity.capitalize()} {issue.code}"), " ", issue.message),
        element("p", None, _quote(text, issue.span)) if issue.span else "",
        _fold(entry.title, element("p", None, entry.meaning), element("p", None, entry.remedy)),
    )
