"""VCF of known alleles, as pysam reads it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pysam
import pytest

from synonymizer import Synonymizer, open_reference
from synonymizer.export import export
from synonymizer.places import ASSEMBLIES, Assembly
from synonymizer.reference import Reference


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.fixture(scope="module")
def files(reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> dict[Assembly, Path]:
    folder = tmp_path_factory.mktemp("vcf")
    found = {assembly: folder / f"{assembly}.vcf.gz" for assembly in ASSEMBLIES}
    for assembly, path in found.items():
        export(reference, "vcf", path, assembly=assembly)
    return found


def read(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="ascii") as lines:
        return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("assembly", ASSEMBLIES)
def test_rows_fit_the_chromosome_and_lie_leftmost(
    reference: Reference, files: dict[Assembly, Path], assembly: Assembly
) -> None:
    count = 0
    with pysam.VariantFile(str(files[assembly])) as file:
        places = []
        for record in file:
            count += 1
            (alternate,) = record.alts
            sequence = reference.geometry.sequence(record.chrom)
            assert sequence.bases(record.start, record.stop) == record.ref
            places.append((file.get_tid(record.chrom), record.pos, record.ref, alternate))
            if len(record.ref) != len(alternate) and min(len(record.ref), len(alternate)) == 1:
                assert record.ref[-1] != alternate[-1]  # it could move left otherwise
            assert record.id
            assert record.info.get("RS") or record.info.get("VARIATIONID")
    assert count > 10_000
    assert places == sorted(places)
    assert len(set(places)) == count


@pytest.mark.parametrize(
    ("assembly", "row"), [("GRCh38", ("169549811", "C", "T")), ("GRCh37", ("169519049", "T", "C"))]
)
def test_an_rs_number_stands_where_it_changes_the_base(
    files: dict[Assembly, Path], assembly: Assembly, row: tuple[str, str, str]
) -> None:
    """Factor V Leiden: GRCh37 has the rarer base itself."""
    found = [(row[1], row[3], row[4]) for row in read(files[assembly]) if "rs6025" in row[2].split(";")]
    assert row in found
    assert {(position, base) for position, base, _ in found} == {row[:2]}


def test_a_row_means_the_allele_of_its_identifier(reference: Reference, files: dict[Assembly, Path]) -> None:
    rows = read(files["GRCh38"])
    synonymizer = Synonymizer(reference)
    for contig, position, identifiers, deleted, inserted, *_ in rows[:: len(rows) // 100]:
        row = synonymizer.identify(f"{contig}-{position}-{deleted}-{inserted}")
        for identifier in identifiers.split(";"):
            if identifier.startswith("rs"):
                keys = [reading.key for reading in synonymizer.identify(identifier).readings]
                assert row.readings[0].key in keys
