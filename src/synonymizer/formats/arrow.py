"""Columns of the engine as Arrow arrays, whose bytes they share, and the other way round.

A text array of Arrow is its bytes and the offsets at which texts begin and end
(https://arrow.apache.org/docs/format/Columnar.html, "Variable-size Binary Layout"), which is what `Column` holds.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pyarrow
import pyarrow.compute

from synonymizer.batch.engine import CARRIED_FIELDS
from synonymizer.formats.jsonl import say
from synonymizer.formats.rows import PREFIX, Rows, list_columns, make_rows, name_columns
from synonymizer.kernel.tables import Column, make_column

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.batch.engine import Answers, Spec
    from synonymizer.formats.layout import Indexes

NESTED = f"{PREFIX}carried"
"""The column that lists the transcripts of a row, where more than one is asked for."""

TEXT = pyarrow.large_string()


def list_fields(spec: Spec) -> list[pyarrow.Field]:
    """Return the columns that are appended: texts, and a list of records when more transcripts than one are told of."""
    carried = [field for field in spec.fields if field in CARRIED_FIELDS]
    if spec.extent == "one" or not carried:
        return [pyarrow.field(PREFIX + field, TEXT) for field in spec.fields]
    record = pyarrow.struct([pyarrow.field(field, TEXT) for field in carried])
    return [
        *(pyarrow.field(PREFIX + field, TEXT) for field in spec.fields if field not in CARRIED_FIELDS),
        pyarrow.field(NESTED, pyarrow.large_list(record)),
    ]


def append(batch: pyarrow.RecordBatch, answers: Answers, spec: Spec) -> pyarrow.RecordBatch:
    """Return a batch with the answers to its rows behind its columns.

    Raises:
        ValueError: when the batch has such a column already.
    """
    added = make_batch(answers, spec)
    name_columns(batch.schema.names, added.schema.names)
    schema = pyarrow.schema([*batch.schema, *added.schema], batch.schema.metadata)
    return pyarrow.RecordBatch.from_arrays([*batch.columns, *added.columns], schema=schema)


def make_batch(answers: Answers, spec: Spec) -> pyarrow.RecordBatch:
    """Return answers as the columns that `list_fields` lists."""
    fields = list_fields(spec)
    arrays = [_make_array(field, answers) for field in fields]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=pyarrow.schema(fields))


def read_rows(get_column: Callable[[int], pyarrow.Array], indexes: Indexes) -> Rows:
    """Return what the rows of a table ask, whose columns are got by their index; a missing value is an empty text."""
    return make_rows({index: to_column(get_column(index)) for index in indexes.wanted}, indexes)


def to_column(values: pyarrow.Array) -> Column:
    """Return an array as a column of texts; a missing value is an empty text, lists are as in JSON Lines."""
    try:
        texts = pyarrow.compute.fill_null(values.cast(TEXT), "")
    except (pyarrow.ArrowNotImplementedError, pyarrow.ArrowInvalid):  # lists and records, or bytes that are no UTF-8
        return make_column(list(map(say, values.to_pylist())))
    _, offsets, data = texts.buffers()
    ends = pyarrow.Array.from_buffers(pyarrow.int64(), len(texts), [None, offsets], offset=texts.offset + 1)
    start = pyarrow.Array.from_buffers(pyarrow.int64(), 1, [None, offsets], offset=texts.offset)[0].as_py()
    found = array("q")
    found.frombytes(pyarrow.compute.subtract(ends, start).buffers()[1])
    return Column(bytearray(memoryview(data)[start : start + found[-1]]) if found and found[-1] else bytearray(), found)


def to_array(column: Column) -> pyarrow.Array:
    """Return a column as an array of `TEXT`."""
    offsets = array("q", [0])
    offsets.extend(column.ends)
    return pyarrow.LargeStringArray.from_buffers(
        len(column), pyarrow.py_buffer(offsets), pyarrow.py_buffer(column.data)
    )


def _make_array(field: pyarrow.Field, answers: Answers) -> pyarrow.Array:
    """Return the array of a field that `list_fields` lists."""
    if pyarrow.types.is_large_list(field.type):
        record = field.type.value_type
        members = [to_array(answers.columns[one.name]) for one in record]
        offsets = pyarrow.array([0, *answers.carried_end], pyarrow.int64())
        return pyarrow.LargeListArray.from_arrays(
            offsets, pyarrow.StructArray.from_arrays(members, fields=list(record))
        )
    (column,) = list_columns(answers, (field.name.removeprefix(PREFIX),))
    return to_array(column)
