"""The engine inside Spark: every row of a DataFrame answered where it is, without a shuffle.

`DataFrame.mapInArrow` (https://spark.apache.org/docs/latest/api/python/tutorial/sql/arrow_pandas.html) hands a Python
worker its rows as Arrow record batches, which is what the engine takes. A worker opens the reference data once, for its
first batch, and keeps it (`frames.get_engine`); what travels to it is the small `Spec`. Needs the extra `[spark]`, and
a JVM of version 17 or newer.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow
from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql.types import ArrayType, StringType, StructField, StructType

from synonymizer.batch.engine import Spec
from synonymizer.formats import arrow
from synonymizer.formats.forms import find_ending
from synonymizer.formats.layout import Layout, find_columns
from synonymizer.formats.parts import open_parts
from synonymizer.formats.rows import ADDED, answer
from synonymizer.frames import get_engine
from synonymizer.reference.spec import EMBEDDED_BUNDLE, Part, find_references, parse_spec, write_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame

    from synonymizer.formats.forms import Table
    from synonymizer.formats.layout import Indexes
    from synonymizer.formats.parts import Parts

BEGIN = 10_000
"""Lines of a file that are looked at to find out how it is written, and on which assembly."""

ROWS = 50_000
"""Rows that a worker is given at once."""

_DEFAULT = Spec(fields=ADDED)


def synonymize(
    frame: DataFrame,
    spec: Spec = _DEFAULT,
    *,
    column: str | None = None,
    chrom: str | None = None,
    pos: str | None = None,
    ref: str | None = None,
    alt: str | None = None,
    gene: str | None = None,
    transcript: str | None = None,
    protein: str | None = None,
    ships: bool = False,
) -> DataFrame:
    """Return a DataFrame with the answers to its rows behind its columns.

    Args:
        frame: the rows, in any number of partitions, which stay as they are.
        spec: what to answer, and with which reference data.
        column: the column of names; these arguments are those of `frames.annotate_batch`.
        chrom: the column of contigs.
        pos: the column of 1-based positions.
        ref: the column of the bases of the reference.
        alt: the column of the bases of the variant.
        gene: the column of the genes of names that state none.
        transcript: the column of the transcripts of names that state none.
        protein: the column of protein changes to compare.
        ships: send the bundles of `spec` to the workers; else every worker must see them under the same paths.

    Raises:
        ValueError: when the frame has no such column, or it is not clear which holds the variants.
    """
    layout = Layout(column, chrom, pos, ref, alt, gene, transcript, protein)
    return _synonymize(frame, _settle(spec), find_columns(layout, frame.columns), ships)


def open_session(master: str) -> SparkSession:
    """Return a session on a Spark master: `local[2]`, `spark://host:7077`, `yarn`."""
    builder = SparkSession.builder.master(master).appName("synonymizer")
    return builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS).getOrCreate()


def annotate_file(
    session: SparkSession, path: str, output: str, spec: Spec, asked: Table, *, ships: bool = False
) -> None:
    """Annotate a VCF file, a table, or a dataset of Parquet, which Spark splits, into a folder of parts.

    A part of text begins with the header of the file and is, line for line, what one machine writes; the parts in their
    order hold the rows in their order. A record of a table must be one line.

    Args:
        session: where to work.
        path: the input, wherever Spark can read it.
        output: the folder to make, of the form of the input; where it ends in `.gz`, its parts of text are compressed.
        spec: what to answer; its fields are what is written, with `status` and `codes` among them.
        asked: how the rows of a table are to be read.
        ships: send the bundles of `spec` to the workers.

    Raises:
        ValueError: when it is not clear which columns are to be read, or the input is of another form.
        BadSource: when the input cannot be read.
    """
    spec = _settle(spec)
    if find_ending(path) == "parquet":
        frame = session.read.parquet(path)
        _synonymize(frame, spec, find_columns(asked.layout, frame.columns), ships).write.parquet(output)
        return
    lines = session.read.text(path, lineSep="\n")
    begin = "".join(f"{row.value}\n" for row in lines.head(BEGIN)).encode()
    made = _annotate_lines(lines, open_parts(path, begin, spec, asked), ships)
    made.write.text(output, compression="gzip" if output.endswith(".gz") else "none", lineSep="\n")


def _synonymize(frame: DataFrame, spec: Spec, indexes: Indexes, ships: bool) -> DataFrame:
    """Return a DataFrame with the answers to its rows behind its columns."""
    if ships:
        _ship(frame.sparkSession, spec)

    def annotate(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        engine = get_engine(_find_shipped(spec) if ships else spec)
        for batch in batches:
            answers = arrow.make_batch(answer(arrow.read_rows(batch.column, indexes), engine), spec)
            columns = [*batch.columns, *map(_narrow, answers.columns)]
            yield pyarrow.RecordBatch.from_arrays(columns, [*batch.schema.names, *answers.schema.names])

    return frame.mapInArrow(annotate, StructType([*frame.schema.fields, *map(_describe, arrow.list_fields(spec))]))


def _annotate_lines(lines: DataFrame, parts: Parts, ships: bool) -> DataFrame:
    """Return the lines of a file annotated, each partition of them with the header of the file."""
    if ships:
        _ship(lines.sparkSession, parts.spec)

    def annotate(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        engine = get_engine(_find_shipped(parts.spec) if ships else parts.spec)
        yield _make_lines(parts.head)
        for batch in batches:
            given = "".join(f"{line}\n" for line in batch.column(0).to_pylist() if not parts.is_head(line))
            if given:
                yield _make_lines(parts.annotate(given.encode(), engine))

    return lines.mapInArrow(annotate, lines.schema)


def _make_lines(data: bytes | bytearray) -> pyarrow.RecordBatch:
    texts = data.decode().removesuffix("\n").split("\n")
    return pyarrow.RecordBatch.from_arrays([pyarrow.array(texts, pyarrow.string())], ["value"])


def _settle(spec: Spec) -> Spec:
    """Return a specification that names every reference in use here: a worker has other settings, or none."""
    return replace(spec, reference=write_spec(find_references(spec.reference)))


def _is_shipped(part: Part) -> bool:
    """Whether a part of a reference is sent; files and databases of others must lie where each worker finds them."""
    return part.kind == "bundle" and part != EMBEDDED_BUNDLE


def _ship(session: SparkSession, spec: Spec) -> None:
    """Send the bundles of a specification to every worker of a session."""
    for parts in parse_spec(spec.reference or ""):
        for part in filter(_is_shipped, parts):
            session.sparkContext.addFile(part.value)


def _find_shipped(spec: Spec) -> Spec:
    """Return a specification that names its bundles as they are called on this worker, after `_ship`."""
    found = [
        [Part(part.kind, SparkFiles.get(Path(part.value).name)) if _is_shipped(part) else part for part in parts]
        for parts in parse_spec(spec.reference or "")
    ]
    return replace(spec, reference=write_spec(map(tuple, found)))


def _describe(field: pyarrow.Field) -> StructField:
    """Return what Spark calls an appended column."""
    if not pyarrow.types.is_large_list(field.type):
        return StructField(field.name, StringType())
    record = StructType([StructField(member.name, StringType()) for member in field.type.value_type])
    return StructField(field.name, ArrayType(record))


def _narrow(array: pyarrow.Array) -> pyarrow.Array:
    """Return an array with offsets of 32 bits, as Spark holds them."""
    if not pyarrow.types.is_large_list(array.type):
        return array.cast(pyarrow.string())
    members = [pyarrow.field(member.name, pyarrow.string()) for member in array.type.value_type]
    return array.cast(pyarrow.list_(pyarrow.struct(members)))
