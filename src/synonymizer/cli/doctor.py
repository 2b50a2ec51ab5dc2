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
from synonymizer.cli import console, options, records
from synonymizer.errors import DataError, MissingData
from synonymizer.kernel import find_uncompiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.cli.options import Form
    from synonymizer.reference.contract import Origin
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


_MOST_SHOWN = 20
"""Transcripts on which references disagree, of which each gets a line."""


class Finding(NamedTuple):
    """One line of the report; `state` is "ok", "missing", "damaged", of a name "failed", of a transcript "differs"."""

    kind: str
    item: str
    state: str
    detail: str


@click.command(epilog="\b\nExample:\n  synonymizer doctor --self-test")
@click.option(
    "--self-test",
    "is_tested",
    is_flag=True,
    help="Also name variants of the installed data and read every name back, which takes some seconds.",
)
@options.reference
@options.form
@click.pass_context
def doctor(ctx: click.Context, *, is_tested: bool, reference: str | None, form: Form) -> None:
    """Report versions, reference data, and what is missing or damaged.

    Every bundle is compared with its checksums, and what would make the references better is said. The exit status is
    3 when reference data is missing or damaged or a name of the self-test does not lead back to its variant, and 1 when
    a package is missing or two references disagree on a transcript, which the self-test looks for.
    """
    findings = [*_program(), *_packages(), *_reference(reference)]
    if is_tested and all(finding.state == "ok" for finding in findings if finding.kind == "reference"):
        findings += _self_test(reference)
    if form == "table":
        _show(findings)
    else:
        records.write(form, COLUMNS, findings)
    faults = {finding.kind for finding in findings if finding.state != "ok"}
    ctx.exit(3 if faults & {"reference", "self-test"} else 1 if faults else 0)


def _show(findings: list[Finding]) -> None:
    kind = ""
    for finding in findings:
        if finding.kind != kind:
            kind = finding.kind
            click.secho(kind.capitalize(), bold=True)
        state = "" if finding.state == "ok" else f" {finding.state.upper()}"
        line = click.wrap_text(f"{finding.item}{state}: {finding.detail}", console.width(), "  ", "      ")
        click.secho(line, fg="red" if state else None)


def _program() -> Iterator[Finding]:
    yield Finding("program", "synonymizer", "ok", VERSION)
    python = f"{platform.python_version()} ({platform.python_implementation()}, {sys.platform}, {platform.machine()})"
    yield Finding("program", "Python", "ok", python)
    yield Finding("program", "SQLite", "ok", sqlite3.sqlite_version)
    plain = find_uncompiled()
    how = f"plain Python ({', '.join(plain)}): files take far longer. Install again where there is a C compiler."
    yield Finding("program", "kernel", "ok", how if plain else "compiled")


def _packages() -> Iterator[Finding]:
    for distribution, module in _PACKAGES.items():
        try:
            import_module(module)
        except ImportError as fault:
            yield Finding("package", distribution, "missing", f"{fault}. Run: pip install {distribution}")
        else:
            yield Finding("package", distribution, "ok", metadata.version(distribution))


def _reference(spec: str | None) -> Iterator[Finding]:
    from synonymizer.reference.addresses import hide_passwords
    from synonymizer.reference.advice import advise
    from synonymizer.reference.settings import find_installed, read_settings
    from synonymizer.reference.spec import find_references
    from synonymizer.reference.store import Bundle  # the help of all commands loads this module

    try:
        references = find_references(spec)
        reference = options.open_reference(spec)
    except DataError as error:
        state = "missing" if isinstance(error, MissingData) else "damaged"
        yield Finding("reference", hide_passwords(spec or "embedded"), state, error.message)
        return
    for store in reference.stores:
        if isinstance(store, Bundle):
            yield from _bundle(store)
        else:
            yield Finding("reference", store.path, "ok", f"{store.description}, read where it lies")
            yield from map(_origin, store.provenance())
    for sentence in advise(references, reference, find_installed(read_settings().folder)):
        yield Finding("advice", "better", "ok", sentence)


def _bundle(bundle: Bundle) -> Iterator[Finding]:
    try:
        sources = bundle.provenance()
        genes = len(bundle.genes())
        bundle.verify()
    except DataError as fault:
        yield Finding("reference", bundle.path, "damaged", fault.message)
        return
    size = Path(bundle.path).stat().st_size / 1e6
    yield Finding(
        "reference", bundle.path, "ok", f"{bundle.description}, {genes} genes, {size:.1f} MB, checksums verified"
    )
    yield from map(_origin, sources)


def _origin(origin: Origin) -> Finding:
    """Return what is known of a source; what is not is left out."""
    told = (
        f"release {origin.release}" if origin.release else "",
        _age(origin.date) if origin.date else "",
        origin.licence,
        f"sha256:{origin.sha256[:12]}" if origin.sha256 else "",
    )
    return Finding("source", origin.source, "ok", ", ".join(filter(None, told)))


def _self_test(spec: str | None) -> Iterator[Finding]:
    from synonymizer import self_test
    from synonymizer.reference.disagreement import find_disagreements

    synonymizer = options.open_engine(spec)
    differing = list(find_disagreements(synonymizer.reference))
    for one in differing[:_MOST_SHOWN]:
        yield Finding("disagreement", one.accession, "differs", one.message)
    if len(differing) > _MOST_SHOWN:
        yield Finding("disagreement", "others", "differs", f"{len(differing) - _MOST_SHOWN:,} more transcripts")
    outcome = self_test.run(synonymizer)
    for name_class, count in sorted(outcome.proved.items()):
        withheld = outcome.withheld[name_class]
        yield Finding("self-test", name_class, "ok", f"{count:,} names lead back, {withheld:,} were withheld")
    yield from (Finding("self-test", variant, "failed", f"its name {name}") for variant, name in outcome.failed)
    detail = f"{outcome.proved.total():,} names of {outcome.variants} variants, {len(outcome.failed)} fail"
    yield Finding("self-test", "names read back", "failed" if outcome.failed else "ok", detail)


def _age(day: str) -> str:
    """Say a date and how long ago it was; a source without a date says so itself."""
    if not day[:4].isdigit():
        return f"date {day}"
    months = (date.today() - date.fromisoformat(day)).days // 30
    years = f"{months // 12} years" if months >= 24 else f"{months} months"
    return f"{day} ({years} old)"
