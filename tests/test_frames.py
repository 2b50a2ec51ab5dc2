"""Tables in memory are answered as their texts are, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from synonymizer import Synonymizer, annotate_batch, open_reference
from synonymizer.batch.engine import Engine, Spec

pyarrow = pytest.importorskip("pyarrow")
polars = pytest.importorskip("polars")

from synonymizer.formats.arrow import to_array, to_column  # noqa: E402 (not before Arrow is known to be installed)
from synonymizer.frames import annotate, get_engine  # noqa: E402

NAMES = ["STIM1 c.494C>A", None, "NM_003156.3:c.139+1G>A", "rs6025", "nonsense", "11-4055634-C-A", "BRAF V600E"] * 3
FIELDS = ("status", "key", "vrs", "g38", "g37", "spdi", "codes")


def test_a_batch_is_answered_as_the_pipeline_answers_each_text() -> None:
    synonymizer = Synonymizer(open_reference())
    batch = pyarrow.RecordBatch.from_pydict({"n": list(range(len(NAMES))), "v": NAMES})
    rows = annotate_batch(batch, Spec(fields=FIELDS), column="v").to_pylist()
    for name, row in zip(NAMES, rows, strict=True):
        brief = synonymizer.brief(name or "")
        codes = ",".join(brief.codes)
        told = (brief.status, brief.key, brief.vrs, brief.grch38, brief.grch37, brief.spdi, codes)
        assert tuple(row[f"syn_{field}"] for field in FIELDS) == told


def test_transcripts_are_records_when_there_are_several() -> None:
    synonymizer = Synonymizer(open_reference())
    batch = pyarrow.RecordBatch.from_pydict({"v": ["STIM1 c.494C>A", "nonsense"]})
    made = annotate_batch(batch, Spec(extent="all", fields=("gene", "transcript", "consequence", "c", "r", "p")))
    assert made.schema.names == ["v", "syn_carried"]
    told = [
        {
            "gene": one.gene,
            "transcript": one.transcript,
            "consequence": "&".join(one.consequence),
            "c": one.coding,
            "r": one.rna,
            "p": one.protein,
        }
        for one in synonymizer.brief("STIM1 c.494C>A").carried
    ]
    assert made["syn_carried"].to_pylist() == [told, []]


def test_a_slice_and_an_empty_batch_are_answered() -> None:
    batch = pyarrow.RecordBatch.from_pydict({"v": ["nonsense", "rs6025", "STIM1 c.494C>A"]})
    assert annotate_batch(batch.slice(1, 1))["syn_status"].to_pylist() == ["ok"]
    assert annotate_batch(batch.slice(3)).num_rows == 0


@pytest.mark.parametrize(
    "names",
    [
        pyarrow.array(["rs6025", None]).dictionary_encode(),
        pyarrow.array(["rs6025", None], pyarrow.large_string()),
        pyarrow.array(["rs6025", None], pyarrow.string_view()),
        pyarrow.array(["x", "rs6025", None])[1:],
    ],
)
def test_texts_may_be_of_any_kind(names: Any) -> None:
    batch = pyarrow.RecordBatch.from_arrays([names], ["v"])
    made = annotate_batch(batch)
    assert made["v"].equals(names)
    assert made["syn_status"].to_pylist() == ["ok", "error"]


def test_positions_may_be_numbers() -> None:
    columns = {"chr": ["11", "11"], "pos": [4055634.0, 4055634], "ref": ["C", "C"], "alt": ["A", "T"]}
    made = annotate_batch(pyarrow.RecordBatch.from_pydict(columns))
    assert made["syn_key"].to_pylist() == ["NC_000011.10:4055633:C:A", "NC_000011.10:4055633:C:T"]


def test_gene_and_protein_columns_are_heeded() -> None:
    batch = pyarrow.RecordBatch.from_pydict({"g": ["STIM1"] * 2, "c": ["c.494C>A"] * 2, "p": ["P165Q", "P165L"]})
    codes = annotate_batch(batch, column="c", gene="g", protein="p")["syn_codes"].to_pylist()
    assert codes[0] == ""
    assert "W3003" in codes[1]


def test_a_column_that_is_not_there_is_named() -> None:
    batch = pyarrow.RecordBatch.from_pydict({"v": ["rs6025"], "syn_key": [""]})
    with pytest.raises(ValueError, match="no column 'w'; it has v, syn_key"):
        annotate_batch(batch, column="w")
    with pytest.raises(ValueError, match="'syn_key' already"):
        annotate_batch(batch, column="v")


def test_columns_go_to_arrow_and_back_with_their_bytes() -> None:
    texts = pyarrow.array(["a", "", "é", None, "long" * 1000])
    column = to_column(texts[1:])
    assert column.texts() == ["", "é", "", "long" * 1000]
    array = to_array(column)
    assert array.to_pylist() == column.texts()
    assert array.buffers()[2].address == pyarrow.py_buffer(column.data).address


def test_a_frame_and_a_lazy_frame_are_answered_alike() -> None:
    frame = polars.DataFrame({"v": NAMES, "kind": polars.Series(["a"] * len(NAMES), dtype=polars.Categorical)})
    made = annotate(frame, column="v")
    assert made.select("v", "kind").equals(frame)
    assert annotate(frame.lazy(), column="v").collect().equals(made)
    assert made.filter(polars.col("syn_status") == "ok").height == 12
    assert annotate(frame.clear(), column="v").columns == made.columns


def test_an_engine_is_opened_once() -> None:
    assert get_engine(Spec(fields=("key",))) is get_engine(Spec(fields=("key",)))
    assert isinstance(get_engine(Spec()), Engine)
