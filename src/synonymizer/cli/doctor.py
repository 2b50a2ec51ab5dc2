"""`synonymizer doctor`: what is installed, how old it is, and what is missing or damaged."""

from __future__ import annotations

import platform
import sqlite3
import sys
from datetime import date
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from synonymizer._version import VERSION
from synonymizer.cli import options, records
from synonymizer.errors import DataError, MissingData

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.cli.options import Form
    from synonymizer.reference.store import Bundle

COLUMNS = ("kind", "item", "state", "detail")

_PACKAGES = {
    "click": "click",
    "rich": "rich",
    "hgvs": "hgvs",
    "biocommons.seqrepo": "biocommons",
    "pyfaidx": "pyfaidx",
    "pysam": "pysam",
    "psycopg2": "psycopg2",
}
"""Distributions the program or its parts need, and the module by which each is found."""


class Finding(NamedTuple):
    """One line of the report; `state` is "ok", "missing" or "damaged"."""

    kind: str
    item: str
    state: str
    detail: str


@click.command(epilog="\b\nExample:\n  synonymizer doctor")
@options.reference
@options.form
@click.pass_context
def doctor(ctx: click.Context, *, reference: str | None, form: Form) -> None:
    """Report what is installed: versions, the reference data with its age and digest, what is missing or damaged.

    Every table of every bundle is read and compared with the bundle's own digest. The exit status is 3 when reference
    data is missing or damaged, and 1 when a package is missing.
    """
    findings = [*_program(), *_packages(), *_reference(reference)]
    records.write(form, COLUMNS, findings)
    faults = {finding.kind for finding in findings if finding.state != "ok"}
    ctx.exit(3 if "reference" in faults else 1 if faults else 0)


def _program() -> Iterator[Finding]:
    yield Finding("program", "synonymizer", "ok", VERSION)
    python = f"{platform.python_version()} ({platform.python_implementation()}, {sys.platform}, {platform.machine()})"
    yield Finding("program", "Python", "ok", python)
    yield Finding("program", "SQLite", "ok", sqlite3.sqlite_version)


def _packages() -> Iterator[Finding]:
    for distribution, module in _PACKAGES.items():
        try:
            import_module(module)
        except ImportError as fault:
            yield Finding("package", distribution, "missing", f"{fault}. Run: pip install {distribution}")
        else:
            yield Finding("package", distribution, "ok", metadata.version(distribution))


def _reference(spec: str | None) -> Iterator[Finding]:
    try:
        bundles = options.open_reference(spec).bundles
    except DataError as error:
        yield Finding(
            "reference", spec or "embedded", "missing" if isinstance(error, MissingData) else "damaged", error.message
        )
        return
    for bundle in bundles:
        yield from _bundle(bundle)


def _bundle(bundle: Bundle) -> Iterator[Finding]:
    path = Path(bundle.path)
    try:
        sources = bundle.provenance()
        detail = f"{bundle.description}, {len(bundle.genes())} genes, {path.stat().st_size / 1e6:.1f} MB"
    except DataError as error:
        yield Finding("reference", bundle.path, "damaged", error.message)
        return
    yield Finding("reference", bundle.path, "ok", detail)
    for source, release, day, licence, digest in sources:
        yield Finding("source", source, "ok", f"{release}, {_age(day)}, {licence}, sha256:{digest[:12]}")


def _age(day: str) -> str:
    """Say a date and how long ago it was.

    The date of a source is that of its release.
    """
    days = (date.today() - date.fromisoformat(day)).days
    return f"{day} ({days // 365} years {days % 365 // 30} months old)"
