"""What stands around the answers of a page: its head with style, script and policy, and where the answers come from."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from synonymizer._version import VERSION
from synonymizer.model import Choice, Options
from synonymizer.report.markup import Markup, element, join, void

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.reference import Reference

_SOURCE_COLUMNS = ("Source", "Release", "Date", "Licence", "sha256")


def begin(title: str) -> Markup:
    """Return the page up to its first answer."""
    style, script = _read("page.css"), _read("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        None,
        void("meta", {"charset": "utf-8"}),
        void("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        void("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        void("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", None, title),
        element("style", None, style),
    )
    search = element(
        "form",
        {"role": "search", "hidden": ""},
        element("label", {"for": "filter"}, "Show names with"),
        void("input", {"id": "filter", "type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    header = element(
        "header",
        None,
        element("h1", None, "Variant names"),
        search,
        element("p", {"id": "status", "role": "status"}, ""),
    )
    return Markup(f'<!DOCTYPE html>\n<html lang="en">\n{head}\n<body>\n{header}\n<main>')


def end(reference: Reference, options: Options) -> Markup:
    """Return the page behind its last answer."""
    facts = (
        ("Program", f"synonymizer {VERSION}"),
        ("Reference data", "; ".join(bundle.description for bundle in reference.stores)),
        ("Options", ", ".join(_list_options(options)) or "none"),
    )
    footer = element(
        "footer",
        None,
        element("h2", None, "Where this comes from"),
        element(
            "dl",
            {"class": "facts"},
            *(element("div", None, element("dt", None, term), element("dd", None, fact)) for term, fact in facts),
        ),
        element("details", None, element("summary", None, "Sources of the reference data"), _write_sources(reference)),
        element("p", None, "For research use only."),
    )
    return Markup(f"</main>\n{footer}\n{element('script', None, _read('page.js'))}\n</body>\n</html>")


def _read(name: str) -> Markup:
    """Return a style or script, which is no text to be escaped; neither holds what would end its element."""
    return Markup(files("synonymizer.report").joinpath(name).read_text(encoding="utf-8"))


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _list_options(options: Options) -> Iterator[str]:
    """Yield the options that were given, each by its name."""
    for stated, default in ((options, Options()), (options.choice, Choice())):
        usual = asdict(default)
        for name, value in asdict(stated).items():
            if name != "choice" and value != usual[name]:
                yield f"{name} {' '.join(value) if isinstance(value, tuple) else value}"


def _write_sources(reference: Reference) -> Markup:
    header = element("tr", None, *(element("th", {"scope": "col"}, column) for column in _SOURCE_COLUMNS))
    rows = (
        element(
            "tr",
            None,
            element("th", {"scope": "row"}, source),
            *(element("td", None, "" if field == "not stated" else field) for field in fields),
            element("td", None, element("code", None, checksum[:12])),
        )
        for bundle in reference.stores
        for source, *fields, checksum in bundle.provenance()
    )
    table = element("table", None, header, *rows)
    label = "Sources of the reference data"
    return element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label}, join((table,)))
