"""The picture of a gene as SVG.

Lengths along a transcript are per cent of whatever width the page has, so that letters and lines keep their size on a
phone; nothing is drawn that the description does not say in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.report.markup import Markup, element, join, void

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.picture import Mark, Part, Picture, Track

_MIDDLE, _CODING, _UNTRANSLATED = 42, 24, 12
"""Where the line of introns runs, and how high exons are, in pixels."""

_HEIGHT, _LOW_HEIGHT = 74, 48
"""The height of the first track, which has labels, and of the others."""

_GAPS = (("number wide", 0.022), ("number", 0.06))
"""How far apart exon numbers must be, as a part of the width: those on a wide page, and those of them on a phone."""


def draw_gene(picture: Picture, label: str, identity: str) -> Markup:
    """Return the first track with exon numbers and the change called `label`; `identity` is unique on the page."""
    track = picture.tracks[0]
    title, description = f"{identity}-title", f"{identity}-description"
    return element(
        "svg",
        {"role": "img", "aria-labelledby": f"{title} {description}", "width": "100%", "height": str(_HEIGHT)},
        element("title", {"id": title}, f"{label} on {track.transcript.accession}"),
        element("desc", {"id": description}, describe(track)),
        *_draw_parts(track, picture.width, _MIDDLE),
        *_number_exons(track, picture.width),
        *(_draw_mark(mark, picture.width, _MIDDLE, "" if index else label) for index, mark in enumerate(track.marks)),
        element("text", {"x": _at(track.parts[0].start, picture.width), "y": "26", "class": "end"}, "5′"),
        element("text", {"x": _at(track.parts[-1].end, picture.width), "y": "26", "class": "end last"}, "3′"),
    )


def draw_track(track: Track, width: float) -> Markup:
    """Return one of the other tracks, without words but its description."""
    middle = _LOW_HEIGHT // 2 + 4
    return element(
        "svg",
        {"role": "img", "aria-label": describe(track), "width": "100%", "height": str(_LOW_HEIGHT)},
        *_draw_parts(track, width, middle),
        *(_draw_mark(mark, width, middle, "") for mark in track.marks),
    )


def describe(track: Track) -> str:
    """Return in words how many exons a transcript has and in which of its parts the change lies."""
    exons = sum(part.kind == "exon" for part in track.parts)
    places = [_name_place(mark, track.parts) for mark in track.marks]
    changed = f"The change lies {' and '.join(dict.fromkeys(places))}." if places else "The change has no place on it."
    return f"{track.transcript.accession} has {exons} exon{'s'[: exons != 1]}. {changed}"


def _name_place(mark: Mark, parts: tuple[Part, ...]) -> str:
    touched = [part for part in parts if part.start < mark.end and mark.start < part.end]
    touched = touched or [part for part in parts if part.start <= mark.start <= part.end][:1]
    names = [f"{part.kind} {part.number}" for part in (touched[0], touched[-1])] if touched else ["its end"]
    place = f"in {names[0]}" if names[0] == names[-1] else f"from {names[0]} to {names[-1]}"
    return place if mark.is_exact else f"{place}; where it ends is not known"


def _draw_parts(track: Track, width: float, middle: int) -> Iterator[Markup]:
    line = {"y1": str(middle), "y2": str(middle), "class": "intron"}
    yield void("line", {"x1": _at(track.parts[0].start, width), "x2": _at(track.parts[-1].end, width), **line})
    for part in track.parts:
        if part.kind == "exon":
            yield _block(part.start, part.end, width, middle, _UNTRANSLATED, "exon")
            if part.coding:
                yield _block(*part.coding, width, middle, _CODING, "exon")


def _block(start: float, end: float, width: float, middle: int, height: int, look: str) -> Markup:
    place = {"x": _at(start, width), "y": str(middle - height // 2)}
    return void("rect", {**place, "width": _at(end - start, width), "height": str(height), "class": look})


def _number_exons(track: Track, width: float) -> Iterator[Markup]:
    """Yield the numbers of exons, as many as do not touch; on a narrow page fewer."""
    places = {part.number: (part.start + part.end) / 2 / width for part in track.parts if part.kind == "exon"}
    looks: dict[int, str] = {}
    for look, gap in _GAPS:
        last = -gap
        for number in looks or tuple(places):
            if places[number] - last >= gap:
                looks[number], last = look, places[number]
    for number, look in looks.items():
        yield element("text", {"x": _at(places[number], 1), "y": "70", "class": look}, str(number))


def _draw_mark(mark: Mark, width: float, middle: int, label: str) -> Markup:
    """Return what shows a change: its stretch, the stretches its ends lie in, and a pin with its name."""
    low = 0.0 if mark.low is None else mark.low
    high = width if mark.high is None else mark.high
    height = _CODING + 8
    place = (mark.start + mark.end) / 2
    anchor = "start" if place < 0.2 * width else "end" if place > 0.8 * width else "middle"
    pin = element(
        "svg",
        {"x": _at(place, width), "y": str(middle - height // 2), "overflow": "visible", "class": "pin"},
        void("path", {"d": "M-5 -8h10l-5 8z"}),
        element("text", {"y": "-13", "text-anchor": anchor}, label) if label else "",
    )
    bounds = "" if mark.is_exact else _block(low, high, width, middle, height, "bounds")
    return join((bounds, _block(mark.start, mark.end, width, middle, height, "change"), pin))


def _at(unit: float, width: float) -> str:
    return f"{100 * unit / width:.3f}".rstrip("0").rstrip(".") + "%"
