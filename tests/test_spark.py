"""Rows answered inside Spark are those of one machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark")
pytest.importorskip("pandas")
if shutil.which("java") is None:
    pytest.skip("Spark needs a JVM", allow_module_level=True)

import pyarrow

from synonymizer import open_reference
from synonymizer.batch.engine import Engine, Spec
from synonymizer.formats import table, vcf_file
from synonymizer.formats.blocks import Source, read_blocks
from synonymizer.formats.forms import Table
from synonymizer.formats.layout import Layout
from synonymizer.formats.records import Dialect
from synonymizer.formats.rows import ADDED
from synonymizer.frames import annotate_batch
from synonymizer.spark import annotate_file, synonymize

NAMES = ["STIM1 c.494C>A", None, "NM_003156.3:c.139+1G>A", "rs6025", "nonsense", "11-4055634-C-A", "BRAF V600E"] * 30
VCF_HEADER = "##fileformat=VCFv4.4\n##reference=GRCh38\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    address = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
    small = {"spark.ui.enabled": "false", "spark.sql.files.maxPartitionBytes": "4k", "spark.sql.shuffle.partitions": 2}
    builder = SparkSession.builder.master("local[2]").appName("synonymizer")
    for name, value in {**address, **small}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.parametrize("extent", ["one", "all"])
@pytest.mark.parametrize("ships", [False, True])
def test_rows_are_answered_as_on_one_machine(session: Any, extent: Any, ships: bool) -> None:
    spec = Spec(str(open_reference().stores[0].path) if ships else None, extent=extent, fields=ADDED)
    rows = [(number, name) for number, name in enumerate(NAMES)]
    frame = session.createDataFrame(rows, "n int, v string").repartition(3)
    made = synonymize(frame, spec, column="v", ships=ships)
    found = {row["n"]: row.asDict(recursive=True) for row in made.collect()}
    batch = pyarrow.RecordBatch.from_pydict({"n": list(range(len(NAMES))), "v": NAMES})
    assert [found[number] for number in range(len(NAMES))] == annotate_batch(batch, spec, column="v").to_pylist()


def test_a_column_that_is_not_there_is_named_before_any_work(session: Any) -> None:
    with pytest.raises(ValueError, match="no column 'w'"):
        synonymize(session.createDataFrame([("rs6025",)], "v string"), column="w")


def _read_parts(folder: Path) -> list[list[str]]:
    return [part.read_text(encoding="utf-8").splitlines() for part in sorted(folder.glob("part-*.txt"))]


def test_a_table_is_split_and_its_lines_are_those_of_one_machine(session: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.tsv"
    rows = [f'{number}\tSTIM1\tc.{400 + number % 50}del\t"a ""note"""' for number in range(600)]
    path.write_text("\n".join(["id\tgene\tchange\tnote", *rows]) + "\n", encoding="utf-8")
    spec = Spec(fields=("status", "key", "c", "codes"))
    asked = Table(Layout(column="change", gene="gene"))
    annotate_file(session, str(path), str(tmp_path / "out"), spec, asked)
    parts = _read_parts(tmp_path / "out")
    assert len(parts) > 1
    assert len({part[0] for part in parts}) == 1
    with Source(str(path)) as source:
        made = list(table.annotate(source, Engine(spec), asked.layout, Dialect(), threads=1))
    whole = b"".join(bytes(one.done.data) for one in made).decode().splitlines()
    assert [parts[0][0], *(line for part in parts for line in part[1:])] == whole


def test_a_vcf_file_is_split_and_its_lines_are_those_of_one_machine(session: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.vcf"
    bases = open_reference().geometry.sequence("NC_000011.10").bases(4055000, 4055400)
    lines = [
        f"chr11\t{4055001 + place}\t.\t{base}\t{'A' if base != 'A' else 'C'},<DEL>\t.\t.\tX={place}"
        for place, base in enumerate(bases)
    ]
    path.write_text(VCF_HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    spec = Spec(fields=("key", "c", "p", "transcript", "status", "codes"))
    annotate_file(session, str(path), str(tmp_path / "out"), spec, Table())
    parts = _read_parts(tmp_path / "out")
    assert len(parts) > 1
    engine = Engine(spec)
    with Source(str(path)) as source:
        opened = vcf_file.open_vcf(read_blocks(source), str(path), engine.reference, None)
        whole = b"".join(bytes(one.data) for one in vcf_file.annotate(opened, engine, spec.fields, threads=1))
    records = [line for part in parts for line in part if not line.startswith("#")]
    assert records == [line for line in whole.decode().splitlines() if not line.startswith("#")]
    assert all([line for line in part if line.startswith("#")] for part in parts)


def test_a_dataset_of_parquet_is_answered(session: Any, tmp_path: Path) -> None:
    session.createDataFrame([(name,) for name in NAMES], "v string").write.parquet(str(tmp_path / "in.parquet"))
    asked = Table(Layout(column="v"))
    annotate_file(session, str(tmp_path / "in.parquet"), str(tmp_path / "out.parquet"), Spec(fields=ADDED), asked)
    made = session.read.parquet(str(tmp_path / "out.parquet"))
    assert made.columns == ["v", *(f"syn_{field}" for field in ADDED)]
    assert made.where("syn_status = 'error'").count() == 60


def test_lines_of_names_are_no_file_to_be_split(session: Any, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("rs6025\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not annotated in parts"):
        annotate_file(session, str(tmp_path / "in.txt"), str(tmp_path / "out"), Spec(), Table())
