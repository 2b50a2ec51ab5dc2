"""Files that are annotated in parts by workers that see nothing else of them: a VCF file, or a table of text.

What a part needs is found out once, from the beginning of the file, and can be sent to another process. Parts are made
by the functions that annotate whole files, so that they are the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING

from synonymizer.batch.engine import Engine
from synonymizer.formats import table, vcf_file
from synonymizer.formats.blocks import Block
from synonymizer.formats.forms import find_form
from synonymizer.formats.layout import find_columns
from synonymizer.formats.records import read_head

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.batch.engine import Spec
    from synonymizer.formats.forms import Table


@dataclass(frozen=True, slots=True)
class Parts:
    """How parts of a file are annotated.

    Args:
        head: what every part begins with.
        is_head: whether a line is one of those that `head` stands for.
        spec: what to answer.
        annotate: makes whole lines of annotated ones.
    """

    head: bytes
    is_head: Callable[[str], bool]
    spec: Spec
    annotate: Callable[[bytes, Engine], bytes | bytearray]


def open_parts(path: str, begin: bytes, spec: Spec, asked: Table) -> Parts:
    """Return how parts of a file are annotated that begins with some whole lines.

    Raises:
        ValueError: when it is not clear which columns are to be read, or it is a file of another form.
        BadSource: when it cannot be read.
    """
    form = find_form(path, begin, asked)
    if form == "vcf":
        return _open_vcf(path, begin, spec)
    if form == "table":
        return _open_table(path, begin, spec, asked)
    raise ValueError(f"Rows of the form {form} are not annotated in parts. Give a VCF file, a table, or Parquet.")


def _open_table(path: str, begin: bytes, spec: Spec, asked: Table) -> Parts:
    head = read_head(path, begin, asked.dialect)
    opened = table.Table(path, head, find_columns(asked.layout, head.names), asked.dialect.has_quotes)
    first = begin[: head.size]
    written = table.extend_header(opened, first, spec.fields) if asked.dialect.has_header else first
    return Parts(written, frozenset(first.decode().split("\n")).__contains__, spec, partial(_annotate_table, opened))


def _annotate_table(opened: table.Table, data: bytes, engine: Engine) -> bytes | bytearray:
    return table.annotate_block(opened, engine, Block(data, len(data)), "keep").done.data


def _open_vcf(path: str, begin: bytes, spec: Spec) -> Parts:
    engine = Engine(spec)
    whole = vcf_file.open_vcf(iter([Block(begin, len(begin))]), path, engine.reference, spec.options.assembly)
    opened = replace(whole, blocks=iter(()))  # what reads the file stays here
    spec = replace(spec, options=replace(spec.options, assembly=opened.assembly))
    head = b"".join(done.data for done in vcf_file.annotate(opened, engine, spec.fields, threads=1))
    return Parts(head, methodcaller("startswith", "#"), spec, partial(_annotate_vcf, opened))


def _annotate_vcf(opened: vcf_file.Vcf, data: bytes, engine: Engine) -> bytes | bytearray:
    given = replace(opened, blocks=iter([Block(data, opened.size + len(data))]))
    made = vcf_file.annotate(given, engine, engine.spec.fields, threads=1, start=opened.size)
    return b"".join(done.data for done in made)
