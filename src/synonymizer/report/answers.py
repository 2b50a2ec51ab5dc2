"""The answer to one input as an article of the page: its readings with facts, pictures and names, and its issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.codes import CODES
from synonymizer.report.figures import write_figures
from synonymizer.report.groups import group_names, label
from synonymizer.report.markup import Markup, element, fold, join
from synonymizer.serialize import count_releases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import ExonEffect, Name, Reading, Result, Scope
    from synonymizer.reference import Reference
    from synonymizer.report.groups import Group
    from synonymizer.report.markup import Content
    from synonymizer.statements import Axis, Issue

LONGEST_SHOWN = 200
"""Characters of an input that are shown in one piece; of a longer one, those around what matters."""

COLUMN_WIDTH = 38
"""Characters of a name that fit beside other names; a longer one has a line of its own."""

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
        _write_releases(result),
        _write_issues(result),
    )


def _write_status(result: Result) -> Markup:
    count = len(result.readings)
    text = "no answer" if not count else "one reading" if count == 1 else f"{count} readings fit"
    return element("span", {"class": "status"}, text)


def _write_releases(result: Result) -> Markup:
    """Return how many names each release made, where several took part."""
    counted = count_releases(result)
    if len(counted) < 2:
        return Markup()
    lines = (element("dd", None, f"{release}: {count:,}") for release, count in counted)
    return element("dl", {"class": "facts"}, element("div", None, element("dt", None, "Names made with"), *lines))


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
    heading = element("code", None, first.text) if first else reading.gene or reading.notation
    several = f"Reading {reading.rank} of {len(result.readings)}: " if len(result.readings) > 1 else ""
    return element(
        "section",
        {"class": "reading", "aria-labelledby": identity},
        element("h3", {"id": identity}, several, heading),
        element("ul", {"class": "names lead"}, *(_write_name(name) for name in others)) if others else "",
        _write_facts(reading),
        *write_figures(reading, _name_shortly(reading), f"{identity}-gene", reference),
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


def _name_shortly(reading: Reading) -> str:
    """Return the change without what it is counted on; a loss of exons as such."""
    headline = _find_headline(reading)
    exons = [name for name in headline if name.cls == "exon"]
    return next((name.text.rpartition(":")[2] for name in exons or headline), reading.gene or "")


def _write_facts(reading: Reading) -> Markup:
    """Return what is known of a reading beside its names; what is not known has no line."""
    doubt = "" if reading.key_complete else "The key may be incomplete: it touches the edge of what is held."
    facts: tuple[tuple[str, Iterable[Content | None]], ...] = (
        ("Gene", (reading.gene,)),
        ("Transcript", _codes(reading.transcript)),
        ("Consequence", (term.replace("_", " ") for term in reading.consequence)),
        ("Effect", (_describe_effect(reading.effect) if reading.effect else None,)),
        ("Meaning", (_SCOPES[reading.scope],)),
        ("Carrier", (reading.state,)),
        ("Why this reading", reading.why),
        ("Key", (*_codes(reading.key), doubt)),
        ("VRS", _codes(reading.vrs)),
        ("Members", _codes(*reading.members)),
    )
    rows = ((term, [element("dd", None, value) for value in values if value]) for term, values in facts)
    lines = (element("div", None, element("dt", None, term), *values) for term, values in rows if values)
    return element("dl", {"class": "facts"}, *lines)


def _codes(*texts: str | None) -> Iterator[Markup]:
    return (element("code", None, text) for text in texts if text)


def _describe_effect(effect: ExonEffect) -> str:
    frame = {None: "", True: ", in frame", False: ", out of frame"}[effect.in_frame]
    return f"{effect.size:,} bases of the message ({effect.place}){frame}"


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
    looks = ("recommended" if name.recommended else "", "long" if len(name.text) > COLUMN_WIDTH else "")
    attributes = {"class": " ".join(filter(None, looks))} if any(looks) else None
    labels = [element("small", None, text) for text in label(name)]
    if name.recommended:
        labels.append(element("span", {"class": "unseen"}, "recommended"))
    return element("li", attributes, element("code", None, name.text), *(join((" ", said)) for said in labels))


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
        fold(entry.title, element("p", None, entry.meaning), element("p", None, entry.remedy)),
    )
