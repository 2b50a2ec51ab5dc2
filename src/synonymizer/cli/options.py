"""The options that mean the same in every command, declared once."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Literal, get_args

import click

from synonymizer.cli import console
from synonymizer.errors import UnknownAssembly
from synonymizer.places import ASSEMBLIES
from synonymizer.serialize import CLASSES, LEVELS, SCOPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from synonymizer.pipeline import Synonymizer
    from synonymizer.places import Assembly
    from synonymizer.reference import Reference

    Decorator = Callable[[Callable[..., None]], Callable[..., None]]

Form = Literal["table", "plain", "tsv", "json", "jsonl"]
NamesForm = Form | Literal["html", "vrs", "query"]


def _read_transcripts(ctx: click.Context, parameter: click.Parameter, path: str | None) -> tuple[str, ...]:
    """Read a laboratory's list: one accession per line, the most preferred first; `#` begins a comment."""
    if path is None:
        return ()
    accessions: list[str] = []
    for number, line in enumerate(console.read_lines(path), 1):
        words = line.partition("#")[0].split()
        if len(words) > 1:
            raise click.BadParameter(
                f"line {number} of {path} holds {len(words)} words; write one transcript accession per line.",
                ctx=ctx,
                param=parameter,
            )
        accessions.extend(words)
    return tuple(accessions)


def _read_assembly(ctx: click.Context, parameter: click.Parameter, name: str | None) -> Assembly | None:
    """Read an assembly by any of the names it may have in a text; of another organism it may have any."""
    from synonymizer.spelling.accessions import get_assembly, read_label

    try:
        return None if name is None else get_assembly(name, 0, len(name))
    except UnknownAssembly as error:
        label = read_label(name or "")
        if label is None or label.kind != "assembly":
            return name
        raise click.BadParameter(error.message, ctx=ctx, param=parameter) from None


def complete_from(words: Iterable[str]) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return what completes a word begun in a shell, in any letter case, from some words."""

    def complete(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:  # noqa: ARG001 (click's)
        return [word for word in words if word.lower().startswith(begun.lower())]

    return complete


def _choose_form(ctx: click.Context, parameter: click.Parameter, value: NamesForm | None) -> NamesForm:
    """Choose what the name of the output file ends in, else a table for a person and rows for a program."""
    output: str | None = ctx.params.get("output")
    if value is not None:
        return value
    if output is not None and isinstance(parameter.type, click.Choice):
        return next((form for form in parameter.type.choices if output.endswith(f".{form}")), "tsv")
    return "table" if console.is_terminal() else "tsv"


gene: Decorator = click.option("--gene", metavar="SYMBOL", help="Gene of names that state none.")
transcript: Decorator = click.option(
    "--transcript", metavar="ACCESSION", help="Transcript of names that state none, such as NM_003156.3."
)
assembly: Decorator = click.option(
    "--assembly",
    metavar="[GRCh37|GRCh38]",
    callback=_read_assembly,
    shell_complete=complete_from(ASSEMBLIES),
    help="Assembly of coordinates that state none.  [default: GRCh38, unless only GRCh37 fits]",
)
transcripts: Decorator = click.option(
    "--transcripts",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    callback=_read_transcripts,
    help="A laboratory's preferred transcripts, one accession per line, best first.",
)
strict: Decorator = click.option(
    "--strict/--lenient",
    default=False,
    help="Refuse a spelling that would have to be repaired (codes W1…), or repair it and say so.  [default: lenient]",
)
reference: Decorator = click.option(
    "--reference",
    metavar="SPEC",
    help="References to ask before those that are installed, joined by commas: bundles, or parts such as "
    "fasta:GRCh38.fa+gff3:genes.gff3.",
)


def _form(forms: tuple[str, ...], text: str) -> Decorator:
    return click.option("--format", "form", type=click.Choice(forms), callback=_choose_form, help=text)


form: Decorator = _form(get_args(Form), "How to print.  [default: table on a terminal, else tsv]")
names_form: Decorator = _form(
    (*get_args(Form), "html", "vrs", "query"),
    "How to print; html is a page for a browser, vrs one line of GA4GH objects for each reading, query what to search "
    "the literature by.  "
    "[default: what FILE ends in; else table on a terminal, else tsv]",
)
output: Decorator = click.option(
    "-o",
    "--output",
    metavar="FILE",
    is_eager=True,  # the format may follow from it
    type=click.Path(),
    help="Write to FILE instead of stdout; it appears under this name only when it is complete.",
)


def _one_of(values: Iterable[str], flag: str, parameter: str, text: str) -> Decorator:
    return click.option(flag, parameter, type=click.Choice(tuple(values)), multiple=True, help=text)


_CHOICE: tuple[Decorator, ...] = (
    _one_of(CLASSES, "--class", "classes", "Print names of this class alone; may be given again for more."),
    _one_of(LEVELS, "--level", "levels", "Print names of this level alone; may be given again for more."),
    _one_of(SCOPES, "--scope", "scopes", "Print names of this scope alone; may be given again for more."),
    click.option("--limit", type=click.IntRange(min=1), help="Print at most so many names of a reading."),
    click.option("--recommended", is_flag=True, help="Print recommended names alone."),
)


def choice(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that choose among the names of a reading."""
    for option in reversed(_CHOICE):
        command = option(command)
    return command


def hints(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options for names that do not say all, which it takes together as its parameter `stated`."""

    @wraps(command)
    def gather(
        *arguments: object,
        gene: str | None,
        transcript: str | None,
        assembly: Assembly | None,
        transcripts: tuple[str, ...],
        strict: bool,
        **others: object,
    ) -> None:
        from synonymizer.model import Options

        command(*arguments, stated=Options(gene, transcript, assembly, transcripts, strict), **others)

    decorated: Callable[..., None] = gather
    for option in (strict, transcripts, assembly, transcript, gene):
        decorated = option(decorated)
    return decorated


def open_reference(spec: str | None) -> Reference:
    """Open the reference data an option names, loading its code only now."""
    import synonymizer

    return synonymizer.open_reference(spec)


def open_engine(spec: str | None) -> Synonymizer:
    """Open the reference data an option names and put the pipeline on it."""
    import synonymizer

    return synonymizer.Synonymizer(open_reference(spec))
