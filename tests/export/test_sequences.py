"""FASTA files as pysam reads them, beside the reference itself."""

from __future__ import annotations

from pathlib import Path

import pysam
import pytest

from synonymizer import open_reference
from synonymizer.export import export
from synonymizer.export.sequences import list_stretches
from synonymizer.places import Assembly, Contig
from synonymizer.reference import Reference


class Small(Reference):
    """Reference data that knows the two smallest chromosomes alone, one of them the mitochondrial genome."""

    def contigs(self) -> tuple[Contig, ...]:
        return tuple(contig for contig in super().contigs() if contig.name in ("22", "MT"))


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.mark.parametrize("name", ["chromosomes.fa", "chromosomes.fa.gz"])
def test_chromosomes_have_their_true_length_and_the_bases_that_are_held(
    reference: Reference, tmp_path: Path, name: str
) -> None:
    small = Small(reference.stores)
    export(small, "fasta", tmp_path / name)
    with pysam.FastaFile(str(tmp_path / name)) as file:
        assert list(file.references) == ["NC_000022.11", "NC_012920.1"]
        assert list(file.lengths) == [50818468, 16569]
        stretch = list_stretches(small, small.contigs()[0])[0]
        place = stretch.start + 12_345
        assert file.fetch("NC_000022.11", place, place + 999) == small.geometry.sequence("NC_000022.11").bases(
            place, place + 999
        )
        assert file.fetch("NC_000022.11", stretch.start - 1, stretch.start) == "N"
        assert file.fetch("NC_012920.1") == small.geometry.sequence("NC_012920.1").bases(0, 16569)


def test_what_is_not_held_is_unknown_and_nothing_else(reference: Reference, tmp_path: Path) -> None:
    small = Small(reference.stores)
    export(small, "fasta", tmp_path / "small.fa")
    held = sum(len(stretch) for stretch in list_stretches(small, small.contigs()[0]))
    with pysam.FastaFile(str(tmp_path / "small.fa")) as file:
        assert file.fetch("NC_000022.11").count("N") == 50818468 - held


@pytest.mark.parametrize("assembly", ["GRCh38", "GRCh37"])
def test_windows_are_named_by_their_place(reference: Reference, tmp_path: Path, assembly: Assembly) -> None:
    export(reference, "windows", tmp_path / "w.fa.gz", assembly=assembly)
    with pysam.FastaFile(str(tmp_path / "w.fa.gz")) as file:
        assert len(file.references) > 60
        for name, length in zip(file.references, file.lengths, strict=True):
            accession, _, place = name.partition(":")
            first, last = map(int, place.split("-"))
            assert length == last - first + 1
            assert file.fetch(name, length - 70) == reference.geometry.sequence(accession).bases(last - 70, last)


def test_messages_are_those_of_the_records(reference: Reference, tmp_path: Path) -> None:
    export(reference, "rna", tmp_path / "rna.fa")
    with pysam.FastaFile(str(tmp_path / "rna.fa")) as file:
        assert len(file.references) == len(set(file.references)) > 1000
        for accession in file.references:
            transcript = reference.find_transcript(accession)
            assert transcript is not None
            assert file.fetch(accession) == reference.geometry.spliced(transcript)


def test_proteins_end_before_the_stop(reference: Reference, tmp_path: Path) -> None:
    export(reference, "protein", tmp_path / "protein.fa")
    with pysam.FastaFile(str(tmp_path / "protein.fa")) as file:
        assert file.fetch("NP_000483.3").startswith("MQRSPLEKASVVSKLFFSWTRPILRKGYRQRLELSDIYQIPSVDSADNLSEKLEREWDRE")
        assert file.get_reference_length("NP_000483.3") == 1480
        assert not any("*" in file.fetch(accession) for accession in file.references)


def test_a_compressed_file_holds_what_the_plain_one_does(reference: Reference, tmp_path: Path) -> None:
    for name in ("a.fa", "a.fa.gz", "b.fa.gz"):
        export(reference, "rna", tmp_path / name)
    assert (tmp_path / "a.fa.gz").read_bytes() == (tmp_path / "b.fa.gz").read_bytes()
    with pysam.BGZFile(str(tmp_path / "a.fa.gz")) as file:
        assert file.read() == (tmp_path / "a.fa").read_bytes()
    assert (tmp_path / "a.fa.gz.fai").read_bytes() == (tmp_path / "a.fa.fai").read_bytes()


@pytest.mark.parametrize("name", ["a.fa", "a.fa.gz"])
def test_the_indexes_are_those_of_samtools(reference: Reference, tmp_path: Path, name: str) -> None:
    export(reference, "windows", tmp_path / name)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name != name}
    assert len(made) == 1 + name.endswith(".gz")
    for path in made:
        (tmp_path / path).unlink()
    pysam.faidx(str(tmp_path / name))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name != name} == made


def test_work_that_fails_leaves_no_file(reference: Reference, tmp_path: Path) -> None:
    class Failing(Reference):
        def find_source(self, accession: str) -> str | None:
            raise KeyboardInterrupt(accession)

    with pytest.raises(KeyboardInterrupt):
        export(Failing(reference.stores), "fasta", tmp_path / "a.fa")
    assert list(tmp_path.iterdir()) == []
