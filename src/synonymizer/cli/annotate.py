"""`synonymizer annotate`: a file of variants in, the same with all that is known of them."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from synonymizer._version import VERSION
from synonymizer.batch.engine import FIELDS
from synonymizer.briefs import EXTENTS
from synonymizer.cli import console, meter, options, table_options
from synonymizer.errors import OutputNotWritable

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from synonymizer.briefs import Extent
    from synonymizer.formats.blocks import Done, Source
    from synonymizer.formats.forms import Form, Table
    from synonymizer.formats.outputs import Job, Output
    from synonymizer.formats.vcf_file import OnError
    from synonymizer.model import Options
    from synonymizer.reference import Reference

PACKED = (".gz", ".bgz")
"""What the name of an output ends in that is written in blocked gzip."""

ALWAYS = ("status", "codes")
"""The fields that a summary is made of."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    source: Source
    form: Form
    output: str
    asked: Table
    stated: Options
    reference: str | None
    fields: tuple[str, ...] | None
    added: tuple[str, ...]
    extent: Extent
    on_error: OnError

    @property
    def is_vcf(self) -> bool:
        """Whether the output is a VCF file, which only comes from another one."""
        from synonymizer.formats.forms import find_ending

        return self.form == "vcf" and find_ending(self.output) in (None, "vcf")

    @property
    def is_packed(self) -> bool:
        """Whether the output is in blocked gzip."""
        return self.output.endswith(PACKED)

    def choose(self, usual: tuple[str, ...]) -> tuple[str, ...]:
        """Return the fields to write."""
        return tuple(dict.fromkeys((*(self.fields or usual), *self.added)))


def _read_fields(ctx: click.Context, parameter: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """Read a list of fields."""
    if text is None:
        return None
    fields = tuple(filter(None, (word.strip() for word in text.split(","))))
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        message = f"{unknown[0]!r} is no field. Choose from {', '.join(FIELDS)}."
        raise click.BadParameter(message, ctx=ctx, param=parameter)
    return fields


@click.command(
    epilog="\b\nExample:\n  printf 'STIM1 c.494C>A\\n11-4055634-C-A\\n' | synonymizer annotate - --fields key,c,p"
)
@click.argument("path", metavar="IN", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@options.output
@click.option("--fields", metavar="FIELD,...", callback=_read_fields, help="Write these fields instead of the usual.")
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
    from synonymizer.formats import bgzf
    from synonymizer.formats.blocks import Source
    from synonymizer.formats.forms import find_form

    if resume and (output is None or path == console.STANDARD_INPUT):
        raise click.UsageError("--resume needs a file as input, and an output (-o).")
    if is_indexed and not (output and output.endswith(PACKED)):
        raise click.UsageError("--index needs an output in blocked gzip: -o FILE.vcf.gz.")
    with console.ending_in_order(), Source(path) as source:
        if source.is_cut_off:
            click.echo(f"Note: {path} lacks the mark that ends a complete file; it may be cut off.", err=True)
        opened = options.open_reference(reference)
        form = find_form(path, source.peek(), asked)
        target = output or console.STANDARD_INPUT
        request = Request(source, form, target, asked, stated, reference, fields, added or (), extent, on_error)
        job = {**source.describe(), **_describe(ctx, opened)}
        with _open_output(output, job, resume=resume, is_indexed=is_indexed) as sink:
            start = sink.progress.read
            made = (
                _annotate_vcf(request, opened, threads, start, split=split, normalize=normalize)
                if request.is_vcf
                else _annotate_rows(request, opened, threads, start, log)
            )
            with meter.measuring("annotate", source.size) as report:
                for done in made:
                    sink.write(done)
                    report(sink.progress.tally["rows"], source.tell())
            sink.finish(bgzf.END if request.is_packed else b"")
    _summarize(sink.progress.tally)
    ctx.exit(1 if sink.progress.tally["answered"] < sink.progress.tally["rows"] else 0)


def _describe(ctx: click.Context, reference: Reference) -> Job:
    """Return what else the output depends on."""
    apart = ("path", "output", "threads", "resume", "log", "is_indexed")
    chosen = {name: value for name, value in ctx.params.items() if name not in apart}
    return {"version": VERSION, "reference": reference.description, "options": repr(sorted(chosen.items()))}


@contextmanager
def _open_output(output: str | None, job: Job, *, resume: bool, is_indexed: bool) -> Iterator[Output]:
    """Open the output; where what was written to it is kept, say how to go on."""
    from synonymizer.formats.outputs import Stream, writing

    if output is None:
        yield Stream(sys.stdout.buffer)
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


def _annotate_vcf(
    request: Request, reference: Reference, threads: int, start: int, *, split: bool, normalize: bool
) -> Iterator[Done]:
    """Yield an annotated VCF file in blocks."""
    from synonymizer.batch.engine import Engine, Spec
    from synonymizer.formats import annotation, bgzf, vcf_file
    from synonymizer.formats.blocks import read_blocks

    path = request.source.path
    vcf = vcf_file.open_vcf(read_blocks(request.source), path, reference, request.stated.assembly)
    click.echo(f"{path}: coordinates of {vcf.assembly}, {vcf.why}.", err=True)
    fields = request.choose(annotation.FIELDS)
    stated = replace(request.stated, assembly=vcf.assembly)
    spec = Spec(request.reference, stated, request.extent, tuple(dict.fromkeys((*fields, *ALWAYS))))
    pack = bgzf.compress if request.is_packed else bytes
    yield from vcf_file.annotate(
        vcf,
        Engine(spec, reference),
        fields,
        threads=threads,
        on_error=request.on_error,
        start=start,
        split=split,
        normalize=normalize,
        pack=pack,
    )


def _annotate_rows(request: Request, reference: Reference, threads: int, start: int, log: str | None) -> Iterator[Done]:
    """Yield rows of any other form with their answers, in blocks."""
    from synonymizer.batch.engine import Engine, Spec
    from synonymizer.formats import bgzf, forms, rows
    from synonymizer.formats.notes import write_log

    fields = tuple(dict.fromkeys((*request.choose(rows.ADDED), *ALWAYS)))
    spec = Spec(request.reference, request.stated, request.extent, fields)
    try:
        made = forms.annotate(
            request.source,
            request.form,
            request.output,
            Engine(spec, reference),
            request.asked,
            threads=threads,
            on_error=request.on_error,
            start=start,
        )
        with nullcontext() if log is None else open(log, "w", encoding="utf-8") as file:
            for one in made if file is None else write_log(made, spec, file.write):
                yield one.done if not request.is_packed else replace(one.done, data=bgzf.compress(one.done.data))
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
