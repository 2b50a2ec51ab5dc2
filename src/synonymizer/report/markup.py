"""HTML as values: text that is escaped once, where it enters, so that no input can become an element of the page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KEPT = "\t\n"
"""Characters that no font draws and a browser lays out: they part the fields and lines of a name."""


class Markup(str):
    """Finished HTML; any other string is text, and is escaped when it is put into an element."""

    __slots__ = ()


Content: TypeAlias = "str | Markup"


def show(text: str) -> Markup:
    r"""Return a text as HTML, with every character that is not seen, or that turns the line around, replaced.

    >>> show("<b>\u202e&")
    '&lt;b&gt;\ufffd&amp;'
    """
    if not text.isprintable():
        text = "".join(
            character if character.isprintable() or character in _KEPT else "\N{REPLACEMENT CHARACTER}"
            for character in text
        )
    return Markup(escape(text))


def join(contents: Iterable[Content]) -> Markup:
    """Return contents one behind the other."""
    return Markup("".join(content if isinstance(content, Markup) else show(content) for content in contents))


def element(name: str, attributes: Mapping[str, str] | None, *contents: Content) -> Markup:
    """Return an element.

    >>> element("p", {"class": "note"}, "1 < 2, ", element("b", None, "always"))
    '<p class="note">1 &lt; 2, <b>always</b></p>'
    """
    return Markup(f"<{name}{_write(attributes)}>{join(contents)}</{name}>")


def void(name: str, attributes: Mapping[str, str]) -> Markup:
    """Return an element that has no content, such as a rectangle or a meta element."""
    return Markup(f"<{name}{_write(attributes)}/>")


def fold(summary: Content, *contents: Content) -> Markup:
    """Return contents that are shown when asked for, behind a line that says what they are."""
    return element("details", None, element("summary", None, summary), *contents)


def _write(attributes: Mapping[str, str] | None) -> str:
    return "".join(f' {name}="{show(value)}"' for name, value in (attributes or {}).items())
