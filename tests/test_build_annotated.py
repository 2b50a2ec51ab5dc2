"""Bundles built of what is read where it lies: they say what their sources say, and where that comes from."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from synonymizer.build.annotated import build_annotated, build_named, record_files
from synonymizer.errors import BadSetting, MissingData
from synonymizer.export import export
from synonymizer.places import ASSEMBLIES
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.live import Live
from synonymizer.reference.spec import open_stores, parse_spec
from synonymizer.reference.store import Bundle

GENES = ("HBB", "KRAS", "STIM1", "TXNRD2")


class _Few(Bundle):
    """The embedded bundle, as far as few genes go; of chromosomes that carry none of them nothing is written."""

    def genes(self) -> tuple[str, ...]:
        return GENES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files of both assemblies: messages and annotation, and all identifiers."""
    folder = tmp_path_factory.mktemp("annotated")
    with closing(_Few.open(find_embedded())) as few:
        for assembly in ASSEMBLIES:
            export(Reference((few,)), "gff3", folder / f"{assembly}.gff3", assembly=assembly)
            export(Reference((few,)), "rna", folder / f"{assembly}.rna.fa", assembly=assembly)
        export(Reference((few,)), "vcf", folder / "GRCh38.vcf.gz")
    yield folder
    shutil.rmtree(folder)


def _name(folder: Path, assembly: str, *more: str) -> str:
    return "+".join([f"gff3:{folder / assembly}.gff3", f"rna:{folder / assembly}.rna.fa", *more])


@pytest.fixture(scope="module")
def both(folder: Path) -> Iterator[Bundle]:
    """A bundle of both assemblies."""
    spec = ",".join(_name(folder, assembly) for assembly in ASSEMBLIES)
    build_named(f"{spec}+vcf:{folder / 'GRCh38.vcf.gz'}", folder / "both.bundle", name="both")
    with closing(Bundle.open(folder / "both.bundle")) as bundle:
        yield bundle


def test_a_bundle_holds_every_transcript_as_its_sources_do(folder: Path, both: Bundle) -> None:
    stores = open_stores(parse_spec(",".join(_name(folder, assembly) for assembly in ASSEMBLIES)))
    sources = Reference(stores)
    assert both.genes() == sources.genes() == GENES
    for gene in GENES:
        assert both.transcripts_of(gene) == sources.transcripts_of(gene)
        for transcript in both.transcripts_of(gene):
            assert both.placements_of(transcript.home) == sources.geometry.placements_of(transcript.home)
            assert {sources.find_contig(place.contig).assembly for place in both.placements_of(transcript.home)} == {  # type: ignore[union-attr]
                *ASSEMBLIES
            }


def test_a_bundle_reads_as_the_original(both: Bundle) -> None:
    built = Reference((both,))
    with closing(Bundle.open(find_embedded())) as embedded:
        original = Reference((embedded,))
        for gene in GENES:
            transcripts = built.transcripts_of(gene)
            assert {one.accession for one in transcripts} == {one.accession for one in original.transcripts_of(gene)}
            for one in transcripts:
                there = original.find_transcript(one.accession)
                assert there is not None
                assert replace(one, home="", strand=1, blocks=(), patches=()) == replace(
                    there, home="", strand=1, blocks=(), patches=()
                )
                assert built.geometry.spliced(one) == original.geometry.spliced(there)
                assert built.geometry.protein(one) == original.geometry.protein(there)


def test_a_bundle_tells_where_each_file_comes_from(folder: Path, both: Bundle) -> None:
    told = {origin.source: origin for origin in both.provenance()}
    for path in (*folder.glob("*.gff3"), *folder.glob("*.fa"), folder / "GRCh38.vcf.gz"):
        assert told[path.name].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    (recorded,) = record_files([folder / "GRCh38.gff3"], "RS_1", "free")
    assert (recorded.release, recorded.licence) == ("RS_1", "free")


def test_identifiers_of_exons_come_along(both: Bundle) -> None:
    """The sickle cell allele lies in an exon of HBB; the Leiden allele lies on no gene of the bundle."""
    assert both.known_alleles("rs", 334)
    assert not both.known_alleles("rs", 6025)


def test_the_same_sources_make_the_same_bundle(folder: Path, tmp_path: Path) -> None:
    made = [build_named(_name(folder, "GRCh38"), tmp_path / f"{turn}.bundle", name="one").digest for turn in range(2)]
    assert made[0] == made[1]


def test_files_of_identifiers_alone_make_a_bundle_of_identifiers(folder: Path, both: Bundle, tmp_path: Path) -> None:
    spec = f"vcf:{folder / 'GRCh38.vcf.gz'}"
    build_named(spec, tmp_path / "ids.bundle", name="ids", over=f"{both.path},embedded")
    with closing(Bundle.open(tmp_path / "ids.bundle")) as made:
        assert made.genes() == ()
        assert made.known_alleles("rs", 334) == both.known_alleles("rs", 334)


def test_a_bundle_is_not_built_of_a_bundle(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="is a bundle already"):
        build_named(f"bundle:{find_embedded()}", tmp_path / "bad.bundle", name="bad")
    with pytest.raises(BadSetting, match="No source"):
        build_named(" ", tmp_path / "bad.bundle", name="bad")
    assert not list(tmp_path.iterdir())


def test_a_store_without_sequence_is_refused(tmp_path: Path) -> None:
    empty = Live(None, (), None, (), "nothing")
    with pytest.raises(MissingData, match="no sequence"):
        build_annotated((empty,), tmp_path / "bad.bundle", name="bad")
    assert not list(tmp_path.iterdir())
