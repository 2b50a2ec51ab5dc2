"""`synonymizer annotate`: a file of variants in, the same with all that is known of them."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synonymizer._version import VERSION
from synonymizer.briefs import EXTENTS
from synonymizer.cli import console, meter, options, table_options
from synonymizer.errors import OutputNotWritable

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from synonymizer.batch.engine import Spec
    from synonymizer.briefs import Extent
    from synonymizer.formats.blocks import Done, Source
    from synonymizer.formats.forms import Form, Table
    from synonymizer.formats.outputs import Job, Output
    from synonymizer.formats.rows import OnError
    from synonymizer.model import Options
    from synonymizer.places import Assembly
    from synonymizer.reference import Reference

PACKED = (".gz", ".bgz")
"""What the name of an output ends in that is written in blocked gzip."""

ALWAYS = ("status", "codes")
"""The fields that a summary is made of."""

EXTRAS = {"pyarrow": "arrow", "pyspark": "spark"}
"""Libraries that not every installation has, and what to install for each."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    path: str
    output: str
    asked: Table
    stated: Options
    reference: str | None
    fields: tuple[str, ...] | None
    added: tuple[str, ...]
    extent: Extent
    on_error: OnError
    normalize: bool
    split: bool
    threads: int
    log: str | None

    @property
    def is_stream(self) -> bool:
        """Whether the output is stdout, a pipe or a device, which is written as it comes."""
        path = Path(self.output)
        return self.output == console.STANDARD_INPUT or (path.exists() and not path.is_file() and not path.is_dir())

    @property
    def is_packed(self) -> bool:
        """Whether the output is in blocked gzip."""
        return self.output.endswith(PACKED)

    def specify(self, usual: tuple[str, ...], assembly: Assembly | None = None) -> Spec:
        """Return what the engine is asked: the fields to write, and those that a summary is made of."""
        from synonymizer.batch.engine import Spec

        fields = tuple(dict.fromkeys((*(self.fields or usual), *self.added, *ALWAYS)))
        return Spec(
            self.reference, replace(self.stated, assembly=assembly or self.stated.assembly), self.extent, fields
        )


def _read_fields(ctx: click.Context, parameter: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """Read a list of fields."""
    if text is None:
        return None
    from synonymizer.batch.engine import FIELDS

    fields = tuple(filter(None, (word.strip() for word in text.split(","))))
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        message = f"{unknown[0]!r} is no field. Choose from {', '.join(FIELDS)}."
        raise click.BadParameter(message, ctx=ctx, param=parameter)
    return fields


@click.command(
    epilog="\b\nExample:\n  printf 'STIM1 c.494C>A\\n11-4055634-C-A\\n' | synonymizer annotate - --fields key,c,p"
)
@click.argument("path", metavar="IN", type=click.Path(exists=True, allow_dash=True))
@options.output
@click.option(
    "--fields", metavar="FIELD,...", callback=_read_fields, help="Write these fields and the codes, not the usual."
)
@click.option("--add", "added", metavar="FIELD,...", callback=_read_fields, help="Write these fields, too: vrs, r, ….")
@click.option(
    "--carriers",
    "extent",
    type=click.Choice(EXTENTS),
    default="gene",
    show_default=True,
    help="On which transcripts: the one the answer speaks of, the main one of each gene, or all.",
)
@click.option("--normalize", is_flag=True, help="Left-align and trim the alleles of a VCF file.")
@click.option("--split", is_flag=True, help="Give each alternate of a VCF file a record of its own.")
@click.option("--index", "is_indexed", is_flag=True, help="Write the tabix index of a compressed VCF file, too.")
@click.option(
    "--on-error",
    type=click.Choice(("keep", "drop", "fail")),
    default="keep",
    show_default=True,
    help="What becomes of rows without an answer: they are kept with a code, left out, or end the run.",
)
@click.option("--threads", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads to work with.")
@click.option("--resume", is_flag=True, help="Continue a run that was interrupted, with the same input and options.")
@click.option("--log", metavar="FILE", type=click.Path(), help="Write a row for each repair or guess in a table.")
@click.option("--spark", "master", metavar="MASTER", help="Work on Spark, such as local[4]; OUT is a folder of parts.")
@click.option(
    "--ship", "ships", is_flag=True, help="Send the reference data to the workers of Spark, which else see its paths."
)
@table_options.table
@options.hints
@options.reference
@click.pass_context
def annotate(
    ctx: click.Context,
    *,
    path: str,
    output: str | None,
    fields: tuple[str, ...] | None,
    added: tuple[str, ...] | None,
    extent: Extent,
    normalize: bool,
    split: bool,
    is_indexed: bool,
    on_error: OnError,
    threads: int,
    resume: bool,
    log: str | None,
    master: str | None,
    ships: bool,
    asked: Table,
    stated: Options,
    reference: str | None,
) -> None:
    """Write what is known of each variant of a file beside it.

    IN is a VCF file, a table of names or coordinates, JSON lines, Parquet, or lines of names; gzipped or not; `-` is
    stdin. What is in it is kept as it is. A VCF file gets entries of INFO, a table columns, an object a member `syn`.
    The output is of the same kind, unless the name of OUT ends in that of another: tsv, jsonl, parquet. It is
    compressed where OUT ends in .gz.

    The fields of an answer are status, key, vrs, g38, g37, spdi and codes, and on each transcript gene, transcript,
    consequence, c, r and p. A row without an answer has status error, and codes that `synonymizer explain` explains.
    """
    target = output or console.STANDARD_INPUT
    request = Request(
        path=path,
        output=target,
        asked=asked,
        stated=stated,
        reference=reference,
        fields=fields,
        added=added or (),
        extent=extent,
        on_error=on_error,
        normalize=normalize,
        split=split,
        threads=threads,
        log=log,
    )
    try:
        if master is not None:
            _refuse(ctx, ("normalize", "split", "is_indexed", "on_error", "threads", "resume", "log"), "with --spark")
            _annotate_on_spark(request, master, ships=ships)
            return
        tally = _annotate_here(ctx, request, resume=resume, is_indexed=is_indexed)
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        extra = EXTRAS[error.name]
        raise click.UsageError(f"This needs {error.name}. Install synonymizer[{extra}] to have it.") from None
    _summarize(tally)
    ctx.exit(1 if tally["answered"] < tally["rows"] else 0)


def _refuse(ctx: click.Context, names: Iterable[str], why: str) -> None:
    """Refuse options that were given and have no use.

    Raises:
        UsageError: when one was given.
    """
    for parameter in ctx.command.params:
        given = ctx.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE
        if parameter.name in names and given:
            raise click.UsageError(f"{parameter.opts[0]} has no use {why}.")


def _annotate_on_spark(request: Request, master: str, *, ships: bool) -> None:
    """Let Spark write a folder of parts."""
    from synonymizer.formats import annotation, forms, rows
    from synonymizer.spark import annotate_file, open_session

    if console.STANDARD_INPUT in (request.path, request.output):
        raise click.UsageError("--spark needs a file or folder as input, and the folder to make (-o).")
    usual = annotation.FIELDS if forms.find_ending(request.path) == "vcf" else rows.ADDED
    session = open_session(master)
    try:
        annotate_file(session, request.path, request.output, request.specify(usual), request.asked, ships=ships)
    except ValueError as error:  # the columns asked for are not those of the table
        raise click.UsageError(str(error)) from None
    finally:
        session.stop()


def _annotate_here(ctx: click.Context, request: Request, *, resume: bool, is_indexed: bool) -> Counter[str]:
    """Write the output; return the counts for the summary."""
    from synonymizer.formats import bgzf
    from synonymizer.formats.blocks import Source
    from synonymizer.formats.forms import find_ending, find_form

    if Path(request.path).is_dir():
        raise click.UsageError(f"{request.path} is a folder, which only Spark reads (--spark). Name a file.")
    if resume and (request.is_stream or not Path(request.path).is_file()):
        raise click.UsageError("--resume needs a file as input, and an output (-o).")
    if request.log is not None:
        _check_log(request.log, request, resume=resume)
    if is_indexed and (request.is_stream or not request.is_packed):
        raise click.UsageError("--index needs an output in blocked gzip: -o FILE.vcf.gz.")
    with console.ending_in_order(), Source(request.path) as source:
        if source.is_cut_off:
            click.echo(f"Note: {request.path} lacks the mark that ends a complete file; it may be cut off.", err=True)
        form = find_form(request.path, source.peek(), request.asked)
        made_form = find_ending(request.output) or form
        if made_form == "vcf":
            _refuse(ctx, ("log",), "with a VCF file: its records are not repaired")
        else:
            _refuse(ctx, ("normalize", "split", "is_indexed"), f"where the output is not VCF but {made_form}")
        if resume and ("parquet" in (form, made_form) or form != made_form):
            raise click.UsageError("--resume has no use with Parquet, or where another form is written than is read.")
        reference = options.open_reference(request.reference)
        job = {**source.describe(), **_describe(ctx, reference)}
        with _open_output(request, job, resume=resume, is_indexed=is_indexed) as sink:
            start = sink.progress.read
            if form == made_form == "vcf":
                made = _annotate_vcf(request, source, reference, start)
            else:
                made = _annotate_rows(request, source, form, reference, start)
            with meter.measuring("annotate", source.size) as report:
                for done in made:
                    sink.write(done)
                    report(sink.progress.tally["rows"], source.tell())
            sink.finish(bgzf.END if request.is_packed else b"")
        return sink.progress.tally


def _check_log(log: str, request: Request, *, resume: bool) -> None:
    """Refuse a log that would not be whole, or take the place of what is read or written.

    Raises:
        UsageError: when it would.
    """
    if resume:
        raise click.UsageError("--log has no use with --resume: it would tell of the rest alone.")
    if Path(log).resolve() in (Path(request.path).resolve(), Path(request.output).resolve()):
        raise click.UsageError(f"--log {log} is a file that is read or written already. Name another one.")


def _describe(ctx: click.Context, reference: Reference) -> Job:
    """Return what else the output depends on."""
    from synonymizer.reference.addresses import hide_passwords

    apart = ("path", "output", "threads", "resume", "log", "is_indexed")
    chosen = {name: value for name, value in ctx.params.items() if name not in apart}
    told = hide_passwords(repr(sorted(chosen.items())))
    return {"version": VERSION, "reference": reference.description, "options": told}


@contextmanager
def _open_output(request: Request, job: Job, *, resume: bool, is_indexed: bool) -> Iterator[Output]:
    """Open the output; where what was written to it is kept, say how to go on."""
    from synonymizer.formats.outputs import Stream, writing

    output = request.output
    if request.is_stream:
        with nullcontext(sys.stdout.buffer) if output == console.STANDARD_INPUT else open(output, "wb") as stream:
            yield Stream(stream)
        return
    seal = None
    if is_indexed:
        from synonymizer.formats.indexing import make_indexer

        seal = make_indexer(Path(output))
    sink = None
    try:
        with writing(Path(output), job, resume=resume, seal=seal) as sink:
            yield sink
    except (OSError, OutputNotWritable, KeyboardInterrupt, SystemExit):
        if sink is not None and sink.is_resumable:
            click.echo("What was written is kept: the same command with --resume goes on with it.", err=True)
        raise


def _annotate_vcf(request: Request, source: Source, reference: Reference, start: int) -> Iterator[Done]:
    """Yield an annotated VCF file in blocks."""
    from synonymizer.batch.engine import Engine
    from synonymizer.formats import annotation, bgzf, vcf_file
    from synonymizer.formats.blocks import read_blocks

    vcf = vcf_file.open_vcf(read_blocks(source), source.path, reference, request.stated.assembly)
    click.echo(f"{source.path}: coordinates of {vcf.assembly}, {vcf.why}.", err=True)
    spec = request.specify(annotation.FIELDS, vcf.assembly)
    return vcf_file.annotate(
        vcf,
        Engine(spec, reference),
        spec.fields,
        threads=request.threads,
        on_error=request.on_error,
        start=start,
        split=request.split,
        normalize=request.normalize,
        pack=bgzf.compress if request.is_packed else bytes,
    )


def _annotate_rows(request: Request, source: Source, form: Form, reference: Reference, start: int) -> Iterator[Done]:
    """Yield rows of any other form with their answers, in blocks."""
    from synonymizer.batch.engine import Engine
    from synonymizer.formats import bgzf, forms, rows
    from synonymizer.formats.notes import write_log

    spec = request.specify(rows.ADDED)
    try:
        made = forms.annotate(
            source,
            form,
            request.output,
            Engine(spec, reference),
            request.asked,
            threads=request.threads,
            on_error=request.on_error,
            start=start,
        )
        with nullcontext() if request.log is None else open(request.log, "w", encoding="utf-8") as file:
            for one in made if file is None else write_log(made, spec, file.write):
                yield replace(one.done, data=bgzf.compress(one.done.data)) if request.is_packed else one.done
    except ValueError as error:  # the columns asked for are not those of the table
        raise click.UsageError(str(error)) from None


def _summarize(tally: Counter[str]) -> None:
    """Print what was answered, and what was not, to stderr."""
    from synonymizer.codes import CODES

    rows, answered = tally["rows"], tally["answered"]
    share = 100 * tally["covered"] / rows if rows else 100
    counts = {"rows": rows, "answered": answered, "without an answer": rows - answered}
    lines = [f"{', '.join(f'{name} {count:,}' for name, count in counts.items())}; computed in columns {share:.1f} %"]
    if tally["unchanged"]:
        lines.append(f"alternates that state no change {tally['unchanged']:,}")
    codes = sorted((code for code in tally if code in CODES), key=lambda code: (-tally[code], code))
    lines += [f"{tally[code]:>12,}  {code}  {CODES[code].title}" for code in codes]
    click.echo("\n".join(lines), err=True)
