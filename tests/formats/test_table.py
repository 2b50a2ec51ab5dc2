"""Tables of text: what is read of them, what is kept byte for byte, and what is appended."""

from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer import Options, Synonymizer, open_reference
from synonymizer.batch.engine import Engine, Spec
from synonymizer.errors import BadSource, NoSuchName
from synonymizer.formats import plain, table
from synonymizer.formats.blocks import BLOCK_SIZE, Source
from synonymizer.formats.layout import Layout, find_columns
from synonymizer.formats.notes import COLUMNS, Made, write_log
from synonymizer.formats.records import Dialect, open_table, read_records
from synonymizer.formats.rows import ADDED, OnError, settle

NAMED = Layout(column="change", gene="gene")
USUAL = Dialect()
FEW = ("status", "key", "c", "codes")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Spec(fields=FEW))


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "in.tsv"


def _annotate(
    path: Path,
    data: bytes,
    engine: Engine,
    layout: Layout,
    dialect: Dialect = USUAL,
    *,
    on_error: OnError = "keep",
    start: int = 0,
    size: int = BLOCK_SIZE,
) -> list[Made]:
    path.write_bytes(data)
    with Source(str(path)) as source:
        made = table.annotate(source, engine, layout, dialect, threads=2, on_error=on_error, start=start, size=size)
        return list(made)


def _join(made: list[Made]) -> bytes:
    return b"".join(bytes(one.done.data) for one in made)


def test_answers_are_appended_to_a_table_with_the_gene_in_one_column_and_the_change_in_another(
    write: Path, engine: Engine
) -> None:
    data = b"id\tgene\tchange\n1\tSTIM1\tc.494C>A\n2\tBRAF\tV600E\n3\t.\tnonsense\n"
    assert _join(_annotate(write, data, engine, NAMED)).decode().splitlines() == [
        "id\tgene\tchange\tsyn_status\tsyn_key\tsyn_c\tsyn_codes",
        "1\tSTIM1\tc.494C>A\tok\tNC_000011.10:4055633:C:A\tNM_001382567.1:c.494C>A\t",
        "2\tBRAF\tV600E\tambiguous\tNC_000007.14:140753335:A:T\tNM_004333.6:c.1799T>A\tW1003,W3001",
        "3\t.\tnonsense\terror\t\t\tE1002",
    ]


def test_the_columns_appended_are_those_of_the_documents(write: Path) -> None:
    made = _annotate(write, b"v\nrs6025\n", Engine(Spec(fields=ADDED)), Layout())
    header = _join(made).splitlines()[0].decode().split("\t")
    assert header == ["v", *(f"syn_{field}" for field in ADDED)]


def test_transcripts_of_a_row_are_joined(write: Path) -> None:
    engine = Engine(Spec(fields=("gene", "c", "status", "codes"), extent="all"))
    row = _join(_annotate(write, b"v\n16-2088302-C-T\n", engine, Layout())).splitlines()[1].decode().split("\t")
    assert {"TSC2"} <= set(row[1].split("|"))
    assert len(row[1].split("|")) == len(row[2].split("|")) > 1


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_a_record_is_kept_byte_for_byte(write: Path, engine: Engine, delimiter: str) -> None:
    sign = delimiter.encode()
    lines = [
        b"\xef\xbb\xbf" + sign.join([b"change", b"note"]) + b"\r\n",
        sign.join([b"rs6025", b'"a ""quote"", a' + sign + b'sign, and\r\na line"']) + b"\r\n",
        sign.join([b'"rs6025"', b"\xff\xfe no UTF-8"]) + b"\n",
        sign.join([b"rs6025", b'5" long']),
    ]
    made = _join(_annotate(write, b"".join(lines), engine, Layout(column="change")))
    for line in lines:
        assert line.rstrip(b"\r\n") in made
    rows = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig", "replace"), newline=""), delimiter=delimiter))
    assert [row["syn_status"] for row in rows] == ["ok", "ok", "ok"]
    assert made.count(b"\r\n") == 3  # of the header, and twice of the first record


def test_quotes_are_letters_when_it_is_said_so(write: Path, engine: Engine) -> None:
    data = b'v\tnote\nrs6025\t"open\nrs6025\tx\n'
    with pytest.raises(BadSource, match="a quote that does not end"):
        _annotate(write, data, engine, Layout(column="v"))
    made = _annotate(write, data, engine, Layout(column="v"), Dialect(has_quotes=False))
    assert _join(made).count(b"\tok\t") == 2


def test_an_appended_field_that_holds_the_delimiter_is_quoted(write: Path, engine: Engine) -> None:
    made = _join(_annotate(write, b"gene,change\nBRAF,V600E\n", engine, NAMED)).decode()
    assert made.splitlines()[1].endswith(',"W1003,W3001"')


def test_a_short_record_is_filled_and_a_long_one_refused(write: Path, engine: Engine) -> None:
    made = _join(_annotate(write, b"change\tgene\tnote\nrs6025\n\n", engine, NAMED)).splitlines()
    assert made[1].startswith(b"rs6025\t\t\tok\t")
    assert made[2] == b"\t\t\terror\t\t\tE1001"
    with pytest.raises(BadSource, match="has 3 fields, and the header 2"):
        _annotate(write, b"change\tgene\nrs6025\t\tx\n", engine, NAMED)


def test_a_table_without_a_header_has_its_columns_by_their_numbers(write: Path, engine: Engine) -> None:
    made = _annotate(write, b"x\trs6025\n", engine, Layout(column="2"), Dialect(has_header=False))
    assert _join(made).startswith(b"x\trs6025\tok\t")


@pytest.mark.parametrize(
    "header", ["#CHROM\tPOS\tID\tREF\tALT", "chr\tposition\tx\tref_allele\talt_allele", "Chrom\tPos\tq\tRef\tAlt"]
)
def test_the_usual_columns_of_coordinates_are_found(write: Path, engine: Engine, header: str) -> None:
    data = f"##made by hand\n{header}\nchr11\t4055634\t.\tC\tA\n"
    made = _join(_annotate(write, data.encode(), engine, Layout())).decode().splitlines()
    assert made[0] == "##made by hand"
    assert made[2].split("\t")[5:7] == ["ok", "NC_000011.10:4055633:C:A"]


@pytest.mark.parametrize(
    ("layout", "header", "said"),
    [
        (Layout(column="x"), ["a", "b"], "no column 'x'"),
        (Layout(column="3"), ["a", "b"], "no column '3'"),
        (Layout(), ["a", "b"], "not clear which column"),
        (Layout(chrom="a"), ["a"], "not clear which column"),
        (Layout(column="a", pos="b"), ["a", "b"], "both asked for"),
    ],
)
def test_columns_that_are_not_there_are_named(layout: Layout, header: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        find_columns(layout, header)


def test_a_column_that_is_to_be_appended_must_not_be_there(write: Path, engine: Engine) -> None:
    with pytest.raises(ValueError, match="'syn_key' already"):
        _annotate(write, b"v\tsyn_key\nrs6025\t\n", engine, Layout(column="v"))


@pytest.mark.parametrize("data", ["v\nrs6025\n".encode("utf-16"), b"PK\x03\x04\0\0"])
def test_what_is_no_text_is_refused(write: Path, engine: Engine, data: bytes) -> None:
    with pytest.raises(BadSource, match="no text in UTF-8"):
        _annotate(write, data, engine, Layout())


def test_an_empty_table_stays_empty(write: Path, engine: Engine) -> None:
    with pytest.raises(ValueError, match="The table is empty"):
        _annotate(write, b"", engine, Layout())
    assert _join(_annotate(write, b"v\n", engine, Layout())) == b"v\tsyn_status\tsyn_key\tsyn_c\tsyn_codes\n"


def test_a_compressed_table_is_read(tmp_path: Path, engine: Engine) -> None:
    made = _annotate(tmp_path / "in.tsv.gz", gzip.compress(b"v\nrs6025\n"), engine, Layout())
    assert b"rs6025\tok\t" in _join(made)


def test_a_field_of_a_megabyte_is_read(write: Path, engine: Engine) -> None:
    data = b'v,note\nrs6025,"' + b"x" * 3_000_000 + b'"\nrs6025,\n'
    made = _join(_annotate(write, data, engine, Layout(column="v")))
    assert made.count(b",ok,") == 2


def test_rows_without_an_answer_are_dropped_or_end_the_run(write: Path, engine: Engine) -> None:
    data = b"v\nrs6025\nnonsense\nSTIM1 c.494C>A\n"
    made = _annotate(write, data, engine, Layout(), on_error="drop")
    assert [line.split(b"\t")[0] for line in _join(made).splitlines()] == [b"v", b"rs6025", b"STIM1 c.494C>A"]
    with pytest.raises(NoSuchName, match=r"'nonsense' has no answer \(E1002\)"):
        _annotate(write, data, engine, Layout(), on_error="fail")


def test_a_run_goes_on_where_a_block_ended(write: Path, engine: Engine) -> None:
    data = b"v\tnote\n" + b'rs6025\t\nSTIM1 c.494C>A\t"a\nb"\n' * 20
    whole = _annotate(write, data, engine, Layout(column="v"), size=64)
    assert len(whole) > 5
    for number, one in enumerate(whole[:-1], start=1):
        rest = _annotate(write, data, engine, Layout(column="v"), start=one.done.end, size=64)
        assert _join(rest) == _join(whole[number:])


def test_a_protein_change_beside_a_name_is_compared_with_the_one_that_it_makes(write: Path) -> None:
    engine = Engine(Spec(fields=("status", "p", "codes")))
    stated = ["p.(Pro165Gln)", "NP_003147.2:p.Pro165Gln", "P165Q", ".", "p.Pro165Leu", "p.(Gly12Asp)"]
    data = "gene\tchange\tprotein\n" + "".join(f"STIM1\tc.494C>A\t{one}\n" for one in stated)
    layout = Layout(column="change", gene="gene", protein="protein")
    rows = _join(_annotate(write, data.encode(), engine, layout)).decode().splitlines()[1:]
    assert ["W3003" in row for row in rows] == [False, False, False, False, True, True]
    assert all("p.(Pro165Gln)" in row.split("\t")[4] for row in rows)


def test_what_a_protein_column_brings_up_is_what_the_pipeline_says(write: Path) -> None:
    engine = Engine(Spec(fields=("status", "key", "codes")))
    synonymizer = Synonymizer(open_reference())
    for stated in ("p.Pro165Leu", "p.(=)", "p.Pro165fs", "p.Met1?", "junk"):
        data = f"name\tprotein\nNM_003156.3:c.494C>A\t{stated}\n"
        made = _annotate(write, data.encode(), engine, Layout(column="name", protein="protein"))
        brief = synonymizer.brief(f"NM_003156.3:c.494C>A ({stated})")
        assert _join(made).decode().splitlines()[1].split("\t")[2:] == [brief.status, brief.key, ",".join(brief.codes)]


@pytest.mark.parametrize("gene", [None, "STIM1", "BRAF", "NOSUCHGENE"])
@pytest.mark.parametrize("transcript", [None, "NM_003156.3", "NM_001382567.1", "NM_003156", "NM_000000.1", "STIM1"])
@pytest.mark.parametrize("text", ["c.494C>A", "c.139+1G>A", "NM_003156.3:c.494C>A", "c.494A>G", "n.1C>T", "c.494dup"])
def test_a_settled_text_is_answered_as_it_was_stated(text: str, gene: str | None, transcript: str | None) -> None:
    synonymizer = Synonymizer(open_reference())
    settled, (read_with, read_on) = settle(text, (gene, transcript))
    stated = synonymizer.brief(text, Options(gene=gene, transcript=transcript))
    found = synonymizer.brief(settled, Options(gene=read_with, transcript=read_on))
    assert (found.status, found.key, found.codes, found.carried) == (
        stated.status,
        stated.key,
        stated.codes,
        stated.carried,
    )


def test_the_log_has_each_repair_with_its_line(write: Path, engine: Engine) -> None:
    data = b'gene,change,note\nSTIM1,c.494C>A,"two\nlines"\nSTIM1,C.494 C>A,\nSTIM1,nonsense,\n'
    lines: list[str] = []
    list(write_log(_annotate(write, data, engine, NAMED), engine.spec, lines.append))
    rows = [line.rstrip("\n").split("\t") for line in lines]
    assert rows[0] == list(COLUMNS)
    assert [row[:2] for row in rows[1:]] == [["4", "W1001"], ["5", "E1002"]]
    assert rows[1][2:] == ["'C.494 C>A' was read as 'c.494C>A'.", "C.494 C>A", "NM_001382567.1:c.494C>A"]


def test_lines_of_names_become_a_table(write: Path, engine: Engine) -> None:
    write.write_bytes(b"rs6025\n\n11\t4055634\t.\tC\tA")
    with Source(str(write)) as source:
        made = _join(list(plain.annotate(source, engine, threads=2)))
    assert made.decode().splitlines() == [
        "input\tsyn_status\tsyn_key\tsyn_c\tsyn_codes",
        "rs6025\tok\tNC_000001.11:169549810:C:T\tNM_000130.5:c.1601G>A\t",
        "\terror\t\t\tE1001",
        r"11\t4055634\t.\tC\tA" + "\tok\tNC_000011.10:4055633:C:A\tNM_001382567.1:c.494C>A\t",
    ]


def test_what_is_counted_is_what_is_written(write: Path, engine: Engine) -> None:
    (_, made) = _annotate(write, b"v\nrs6025\nNM_003156.3:c.494C>A\nnonsense\n", engine, Layout())
    assert made.done.tally == {"rows": 3, "answered": 2, "covered": 1, "E1002": 1}


FIELDS = st.text(st.sampled_from('ab";,\t\n\r é'), max_size=6)


@given(
    st.lists(st.lists(FIELDS, min_size=2, max_size=3), min_size=1, max_size=8),
    st.sampled_from("\t,;"),
    st.integers(8, 64),
)
def test_records_are_those_of_the_csv_module_however_the_text_is_cut(
    rows: list[list[str]], delimiter: str, size: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    data = f"x{delimiter}y{delimiter}z\n{text.getvalue()}".encode()
    source = cast(Source, _Bytes(data))
    _, begin, blocks = open_table(source, Dialect(delimiter), size=size)
    found = [read_records(block.data, delimiter, (0, 1), has_quotes=True) for block in blocks]
    assert begin + b"".join(one.data for one in found) == data
    for column in (0, 1):
        texts = [one for records in found for one in records.fields[column].texts()]
        assert texts == [re.sub("\r(?!\n)", " ", row[column]) for row in rows]


class _Bytes:
    """What a text is read from in memory."""

    path = "memory"

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int) -> bytes:
        return self._file.read(size)
