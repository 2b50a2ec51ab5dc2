"""A text on its way to the readers: what of it was replaced, blanked or said aside, and where the rest of it stood.

Readers see plain text. Whatever is done to a text before they do is kept here, so that every place they speak of can be
told in the text as it was given.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from synonymizer.statements import Hints, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as the readers get it.

    `places` says where each character, and the end, stood in the text as given; None when all stand where they stood.
    `issues` are told in the text as given. `hints` and `state` were found beside the name. `beside` holds the other
    statements of the change in the text.
    """

    text: str
    places: tuple[int, ...] | None = None
    issues: tuple[Issue, ...] = ()
    hints: Hints = field(default_factory=Hints)
    state: str = ""
    beside: tuple[Draft, ...] = ()

    def locate(self, span: Span) -> Span:
        """Return where a stretch of the text stands in the text as given; never an empty one.

        >>> Draft("a->b").rewrite([(1, 3, ">")]).locate((2, 3))
        (3, 4)
        """
        if self.places is None:
            return span
        start, end = (self.places[min(place, len(self.text))] for place in span)
        return min(start, self.places[-1] - 1), max(end, min(start + 1, self.places[-1]))

    def rewrite(self, edits: Iterable[tuple[int, int, str]]) -> Draft:
        """Replace stretches of the text, given in ascending order.

        >>> Draft("c.494C-->A").rewrite([(6, 9, ">")]).text
        'c.494C>A'
        """
        pieces: list[str] = []
        places: list[int] = []
        old = self.places or range(len(self.text) + 1)
        done = 0
        for start, end, new in edits:
            pieces += (self.text[done:start], new)
            places += old[done:start]
            places += [old[start]] * len(new)
            done = end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        places += old[done:]
        return replace(self, text="".join(pieces), places=tuple(places))

    def blank(self, *spans: Span) -> Draft:
        """Put white space in the place of stretches, so that the rest stays where it is."""
        characters = list(self.text)
        for start, end in spans:
            characters[start:end] = " " * (end - start)
        return replace(self, text="".join(characters))

    def cut(self, start: int, end: int) -> Draft:
        """Return one stretch of the text by itself.

        >>> part = Draft("F508del/G551D").cut(8, 13)
        >>> part.text, part.locate((0, 5))
        ('G551D', (8, 13))
        """
        places = self.places or range(len(self.text) + 1)
        return replace(self, text=self.text[start:end], places=tuple(places[start : end + 1]))

    def note(self, code: str, message: str, span: Span) -> Draft:
        """Add an issue about a stretch of the text."""
        return replace(self, issues=(*self.issues, Issue(code, "warning", message, self.locate(span))))


def complete(hints: Hints, others: Hints) -> Hints:
    """Return hints, those they lack taken from others.

    >>> complete(Hints(gene="STIM1"), Hints(gene="HBB", transcript="NM_003156.3")) == Hints(
    ...     gene="STIM1", transcript="NM_003156.3"
    ... )
    True
    """
    return Hints(
        hints.reference or others.reference,
        hints.transcript or others.transcript,
        hints.protein or others.protein,
        hints.gene or others.gene,
        hints.assembly or others.assembly,
        hints.refget or others.refget,
    )
