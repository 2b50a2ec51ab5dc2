"""Columns and lines that the kernel puts together are what str and list make of the same texts."""

from __future__ import annotations

import csv
import io
from array import array
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.kernel import lines
from synonymizer.kernel.tables import Column, make_column
from synonymizer.serialize import tab_separated
from tests.kernel.plain import load_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

MODULES = (lines, load_plain("synonymizer.kernel.lines"))
"""As installed, and as plain Python."""

modules = st.sampled_from(MODULES)
texts = st.text(st.sampled_from("ab1:\t\n\r\\%;,|é\x7f\0 "), max_size=9)
fields = st.text(st.sampled_from("abé1:; %\\\r"), max_size=5)
columns = st.lists(texts, max_size=12)
groups = st.lists(st.lists(texts, max_size=4), max_size=8)


def lay(found: Sequence[Sequence[str]]) -> tuple[Column, array[int]]:
    """Groups of texts as a column and where they end."""
    return make_column([text for group in found for text in group]), array("q", accumulate(map(len, found)))


def unlay(column: Column, ends: Sequence[int]) -> list[list[str]]:
    """The groups that `lay` was given."""
    found = column.texts()
    return [found[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@given(modules, columns, st.data())
def test_texts_are_taken_in_the_order_of_the_index(module: ModuleType, held: list[str], data: st.DataObject) -> None:
    index = data.draw(st.lists(st.integers(0, len(held) - 1))) if held else []
    assert module.take(make_column(held), array("i", index)).texts() == [held[row] for row in index]


@given(modules, groups, st.data())
def test_groups_are_taken_whole(module: ModuleType, held: list[list[str]], data: st.DataObject) -> None:
    column, ends = lay(held)
    index = data.draw(st.lists(st.integers(0, len(held) - 1))) if held else []
    rows, taken_ends = module.take_groups(ends, array("i", index))
    assert unlay(module.take(column, rows), taken_ends) == [held[group] for group in index]


@given(modules, columns, st.data())
def test_texts_of_some_rows_are_replaced(module: ModuleType, held: list[str], data: st.DataObject) -> None:
    replaced = data.draw(st.dictionaries(st.integers(0, len(held) - 1), texts)) if held else {}
    rows = sorted(replaced)
    found = module.splice(make_column(held), array("i", rows), make_column([replaced[row] for row in rows]))
    assert found == make_column([replaced.get(row, text) for row, text in enumerate(held)])


@given(modules, groups, st.data())
def test_groups_of_some_rows_are_replaced(module: ModuleType, held: list[list[str]], data: st.DataObject) -> None:
    column, ends = lay(held)
    new = st.lists(texts, max_size=4)
    replaced = data.draw(st.dictionaries(st.integers(0, len(held) - 1), new)) if held else {}
    rows = array("i", sorted(replaced))
    texts_laid, text_ends = lay([replaced[row] for row in rows])
    expected = lay([replaced.get(row, group) for row, group in enumerate(held)])
    spliced = module.splice_groups(column, ends, rows, texts_laid, text_ends)
    assert (spliced, module.splice_ends(ends, rows, text_ends)) == expected


@given(modules, groups)
def test_texts_of_a_group_are_joined(module: ModuleType, held: list[list[str]]) -> None:
    column, ends = lay(held)
    assert module.join_groups(column, ends, "|") == make_column(["|".join(group) for group in held])


@given(modules, st.lists(st.tuples(texts, texts, texts), max_size=9), st.integers(1, 3))
def test_columns_are_woven_into_lines(module: ModuleType, rows: list[tuple[str, ...]], width: int) -> None:
    rows = [row[:width] for row in rows]
    woven = [make_column([row[number] for row in rows]) for number in range(width)]
    assert module.weave(woven, "\t", escape=True).decode() == "".join(f"{tab_separated(row)}\n" for row in rows)
    assert module.weave(woven, ",").decode() == "".join(f"{','.join(row)}\n" for row in rows)
    assert module.join_columns(woven, "|").texts() == ["|".join(row) for row in rows]
    assert module.join_columns(woven, "").texts() == ["".join(row) for row in rows]


@given(modules, columns)
def test_letters_are_percent_encoded(module: ModuleType, held: list[str]) -> None:
    expected = ["".join(quote(letter) if letter in "%;,|\t" else letter for letter in text) for text in held]
    assert module.percent_encode(make_column(held), ";,|\t").texts() == expected


@given(modules, st.text(st.sampled_from('ab\t,"\r\n'), max_size=40))
def test_lines_end_behind_their_line_ends(module: ModuleType, text: str) -> None:
    ends = module.split_lines(text.encode())
    starts = [0, *ends]
    assert [text[start:end] for start, end in zip(starts, ends, strict=False)] == list(io.StringIO(text, newline="\n"))


def write_lines(rows: list[list[str]], line_ends: list[str]) -> bytes:
    joined = (",".join(row) + end for row, end in zip(rows, line_ends, strict=False))
    return "".join(joined).encode()


rows_and_ends = st.lists(st.lists(fields.map(lambda text: text.replace("\r", "")), min_size=1, max_size=5), max_size=6)


@given(modules, rows_and_ends, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.lists(st.integers(0, 6), max_size=4))
def test_fields_are_split_as_csv_splits_them(
    module: ModuleType, rows: list[list[str]], line_end: str, is_open: bool, wanted: list[int]
) -> None:
    block = write_lines(rows, [line_end] * len(rows))
    block = block.removesuffix(line_end.encode()) if is_open and rows and rows[-1] != [""] else block
    ends = module.split_lines(block)
    read = [row or [""] for row in csv.reader(io.StringIO(block.decode(), newline=""), quoting=csv.QUOTE_NONE)]
    assert read == rows
    found, quoted = module.split_fields(block, ends, array("i", wanted), ",")
    expected = [[row[number] if number < len(row) else "" for row in rows] for number in wanted]
    assert [column.texts() for column in found] == expected
    assert not any(quoted)


@given(modules, st.lists(st.text(st.sampled_from('ab,"\r'), max_size=9), max_size=6))
def test_lines_with_a_quote_are_marked(module: ModuleType, held: list[str]) -> None:
    block = "".join(f"{text}\n" for text in held).encode()
    _, quoted = module.split_fields(block, module.split_lines(block), array("i", [0]), ",")
    assert list(quoted) == ['"' in text for text in held]


@given(modules, st.lists(st.tuples(fields, st.sampled_from(["\n", "\r\n"]), texts, texts), max_size=6), st.booleans())
def test_fields_are_appended_before_the_line_end(
    module: ModuleType, rows: list[tuple[str, str, str, str]], is_open: bool
) -> None:
    rows = [(line.rstrip("\r"), *more) for line, *more in rows]  # type: ignore[misc]
    if is_open and rows and rows[-1][0]:
        rows[-1] = (rows[-1][0], "", *rows[-1][2:])
    block = "".join(line + end for line, end, *_ in rows).encode()
    added = [make_column([row[number] for row in rows]) for number in (2, 3)]
    expected = "".join(f"{line}\t{first}\t{second}{end}" for line, end, first, second in rows)
    assert module.append_fields(block, module.split_lines(block), added, "\t").decode() == expected


@pytest.mark.parametrize("module", MODULES)
def test_a_column_that_needs_no_other_letters_is_kept(module: ModuleType) -> None:
    column = make_column(["NM_003156.3:c.494C>A", ""])
    assert module.escape_fields(column) is column
    assert module.percent_encode(column, ";") is column
