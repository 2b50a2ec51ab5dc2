"""The engine for tables in memory: Arrow record batches and polars frames.

Texts pass between the engine and Arrow as they are, without a Python object for any of them. A table has the columns
that it came with, and behind them those of the answers, `syn_…`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow

from synonymizer.batch.engine import Engine, Spec
from synonymizer.formats import arrow
from synonymizer.formats.layout import Layout, find_columns
from synonymizer.formats.rows import ADDED, answer

if TYPE_CHECKING:
    from typing import TypeVar

    import polars

    Frame = TypeVar("Frame", polars.DataFrame, polars.LazyFrame)

ENGINES = 4
"""How many engines a process keeps."""

_DEFAULT = Spec(fields=ADDED)


@lru_cache(maxsize=ENGINES)
def get_engine(spec: Spec) -> Engine:
    """Return the engine of a specification, the same one whenever it is asked for in this process.

    Batches come one at a time, and an engine is dear to open. It does not change what is answered, and may be used from
    several threads.
    """
    return Engine(spec)


def annotate_batch(
    batch: pyarrow.RecordBatch,
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
) -> pyarrow.RecordBatch:
    """Return a record batch with the answers to its rows behind its columns.

    Args:
        batch: the rows.
        spec: what to answer, and with which reference data.
        column: the column of names.
        chrom: the column of contigs, for coordinates as VCF counts them; those of the usual names need not be given.
        pos: the column of 1-based positions.
        ref: the column of the bases of the reference.
        alt: the column of the bases of the variant.
        gene: the column of the genes of names that state none.
        transcript: the column of the transcripts of names that state none.
        protein: the column of protein changes, which are compared with those that the names make (W3003).

    Raises:
        ValueError: when the batch has no such column, has one of those that are appended, or it is not clear which
            holds the variants.
        DataError: when reference data is missing or damaged.

    >>> batch = pyarrow.RecordBatch.from_pydict({"gene": ["STIM1"], "change": ["c.494C>A"]})
    >>> annotate_batch(batch, column="change", gene="gene")["syn_p"].to_pylist()
    ['NP_001369496.1:p.(Pro165Gln)']
    """
    layout = Layout(column, chrom, pos, ref, alt, gene, transcript, protein)
    rows = arrow.read_rows(batch.column, find_columns(layout, batch.schema.names))
    return arrow.append(batch, answer(rows, get_engine(spec)), spec)


def annotate(
    frame: Frame,
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
) -> Frame:
    """Return a polars frame with the answers to its rows behind its columns; a lazy frame stays lazy.

    The arguments are those of `annotate_batch`.

    Raises:
        ValueError: when the frame has no such column, has one of those that are appended, or it is not clear which
            holds the variants.
        DataError: when reference data is missing or damaged.

    >>> import polars
    >>> frame = polars.DataFrame({"chrom": ["11"], "pos": [4055634], "ref": ["C"], "alt": ["A"]})
    >>> annotate(frame)["syn_c"].to_list()
    ['NM_001382567.1:c.494C>A']
    """
    import polars

    schema = frame.lazy().collect_schema()
    layout = Layout(column, chrom, pos, ref, alt, gene, transcript, protein)
    indexes = find_columns(layout, schema.names())

    def annotate_rows(rows: polars.DataFrame) -> polars.DataFrame:
        asked = arrow.read_rows(lambda index: rows.to_series(index).to_arrow(), indexes)
        added = arrow.make_batch(answer(asked, get_engine(spec)), spec)
        return rows.hstack(polars.DataFrame(added))

    if isinstance(frame, polars.DataFrame):
        return annotate_rows(frame)
    return frame.map_batches(annotate_rows, schema=annotate_rows(polars.DataFrame(schema=schema)).schema)
