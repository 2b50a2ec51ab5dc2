"""The forms that rows of variants come in and go out in, told by their first bytes and by the names of files.

A form that is no other form's text goes out through Arrow, which is loaded for nothing else.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from synonymizer.errors import BadSource
from synonymizer.formats import jsonl, plain, table
from synonymizer.formats.layout import Layout
from synonymizer.formats.records import Dialect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.batch.engine import Engine
    from synonymizer.formats.blocks import Source
    from synonymizer.formats.notes import Made
    from synonymizer.formats.rows import OnError

Form = Literal["vcf", "table", "plain", "jsonl", "parquet"]

_ENDINGS: dict[str, Form] = {
    "vcf": "vcf",
    "tsv": "table",
    "csv": "table",
    "tab": "table",
    "maf": "table",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "parquet": "parquet",
}

_PACKED = re.compile(r"\.b?gz\Z")


@dataclass(frozen=True, slots=True)
class Table:
    """How rows are to be read: their columns, and how they are written where they are a table of text."""

    layout: Layout = field(default=Layout())
    dialect: Dialect = field(default=Dialect())


def find_form(path: str, begin: bytes, asked: Table) -> Form:
    """Return the form of a file by its first bytes, its name, and whether columns of it are asked for.

    Raises:
        BadSource: when it is text in UTF-16.

    >>> find_form("-", b"STIM1 c.494C>A", Table())
    'plain'
    >>> find_form("a.txt", b"gene,change", Table(Layout(column="change")))
    'table'
    """
    if begin.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise BadSource(f"{path} is text in UTF-16. Save it in UTF-8.")
    if begin.startswith(b"PAR1"):
        return "parquet"
    if begin.startswith(b"##fileformat=VCF"):
        return "vcf"
    form = find_ending(path)
    if form is None and begin.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        return "jsonl"
    return form or ("plain" if asked == Table() else "table")


def find_ending(path: str) -> Form | None:
    """Return the form that the name of a file ends in, None where it ends in none.

    >>> find_ending("a.vcf.gz")
    'vcf'
    """
    return _ENDINGS.get(PurePath(_PACKED.sub("", path)).suffix.lstrip(".").lower())


def annotate(
    source: Source,
    form: Form,
    output: str,
    engine: Engine,
    asked: Table,
    *,
    threads: int,
    on_error: OnError = "keep",
    start: int = 0,
) -> Iterator[Made]:
    """Yield rows of any form but VCF with what the engine answers, in the form that the name of the output ends in.

    Args:
        source: the rows, from their beginning; of Parquet, `path` alone is heeded.
        form: their form; VCF becomes a table of another form here.
        output: the name of the output; one that ends in no form, such as `-`, is of the form of the rows.
        engine: what answers; its fields, `status` and `codes` among them, are what is appended.
        asked: how rows are to be read.
        threads: how many blocks are worked at once.
        on_error: what becomes of rows without an answer.
        start: how many bytes of the rows are answered already, which is where a block ended; 0 where Arrow is needed.

    Raises:
        ValueError: when it is not clear which columns are to be read, or the forms do not go together.
        BadSource: when the rows cannot be read.
        NoSuchName: when a row has no answer and `on_error` is "fail".
    """
    made = find_ending(output) or form
    match form, made:
        case "plain", "plain" | "table":
            return plain.annotate(source, engine, threads=threads, on_error=on_error, start=start)
        case "jsonl", "jsonl":
            return jsonl.annotate(source, engine, asked.layout, threads=threads, on_error=on_error, start=start)
        case "table", "table":
            return table.annotate(
                source, engine, asked.layout, asked.dialect, threads=threads, on_error=on_error, start=start
            )
        case ("vcf" | "table" | "plain" | "parquet", "table" | "jsonl" | "parquet"):
            return _annotate_by_arrow(source, form, made, engine, asked, threads, on_error)
        case _:
            raise ValueError(f"Rows of the form {form} cannot be written as {made}. Name an output of another form.")


def _annotate_by_arrow(
    source: Source,
    form: Form,
    made: Literal["table", "jsonl", "parquet"],
    engine: Engine,
    asked: Table,
    threads: int,
    on_error: OnError,
) -> Iterator[Made]:
    from synonymizer.formats import parquet

    dialect = Dialect("\t", has_quotes=False) if form == "vcf" else asked.dialect
    match form:
        case "parquet":
            schema, batches = parquet.read(source.path)
        case "plain":
            schema, batches = parquet.read_lines(source)
        case _:
            schema, batches = parquet.read_table(source, dialect)
    if made == "parquet":
        return parquet.annotate(schema, batches, engine, asked.layout, threads=threads, on_error=on_error)
    return parquet.annotate_as_lines(
        schema, batches, engine, asked.layout, form=made, threads=threads, on_error=on_error
    )
