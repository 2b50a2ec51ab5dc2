"""The builder: what it makes of files in their published formats, what it refuses, and that it makes it again."""

from __future__ import annotations

import gzip
import os
import threading
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from synonymizer.alleles import Allele, KnownAllele
from synonymizer.build import BuildReport, Check, build
from synonymizer.errors import (
    BadSource,
    GeneNotInstalled,
    MissingData,
    OutputNotWritable,
    RegionNotHeld,
    UnknownGene,
)
from synonymizer.places import Interval
from synonymizer.reference import Reference
from synonymizer.reference.store import Bundle
from tests import publication
from tests.publication import CDNA, CHROMOSOME_37, CHROMOSOME_38, LEFT, PROTEIN, WINDOW, publish

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED") or Path(__file__).parent.parent.parent / "shared") / "refdata"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the public files are not at hand (SYNONYMIZER_SHARED)")


class Built:
    """A built publication: the bundle, a reference over it, and the report."""

    def __init__(self, folder: Path, **options: frozenset[str]) -> None:
        self.stages: list[tuple[str, int, int]] = []
        self.path = folder / "tiny.bundle"
        self.report: BuildReport = build(
            publish(folder / "published"),
            self.path,
            name="tiny",
            progress=lambda stage, done, total: self.stages.append((stage, done, total)),
            **options,
        )
        self.bundle = Bundle.open(self.path)
        self.reference = Reference((self.bundle,))

    def why(self, what: str) -> str:
        return next((left_out.why for left_out in self.report.left_out if left_out.what.startswith(what)), "")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("build"))


# ---- sequences


@pytest.mark.parametrize(
    ("accession", "chromosome"), [("NC_000001.10", CHROMOSOME_37), ("NC_000001.11", CHROMOSOME_38)]
)
def test_a_window_reads_as_each_chromosome_does(built: Built, accession: str, chromosome: str) -> None:
    sequence = built.reference.geometry.sequence(accession)
    held = sequence.held(LEFT, LEFT)
    assert sequence.bases(held.start, held.end) == chromosome[held.start : held.end]
    assert held.start == LEFT
    for start in range(held.start, held.end, 7):
        assert sequence.bases(start, min(start + 11, held.end)) == chromosome[start : min(start + 11, held.end)]
    with pytest.raises(RegionNotHeld):
        sequence.bases(LEFT - 1, LEFT + 1)


def test_the_stored_sequence_is_the_window(built: Built) -> None:
    assert built.bundle.bases("LRG_1", 0, 600) == WINDOW
    assert built.bundle.source_names("NG_000001.1") == ("NG_000001.1", "LRG_1")


def test_the_mitochondrion_is_stored_with_its_unknown_base(built: Built) -> None:
    assert (
        built.reference.geometry.sequence("NC_012920.1").bases(0, len(publication.MITOCHONDRION))
        == publication.MITOCHONDRION
    )


# ---- transcripts


def test_transcripts_splice_from_the_window(built: Built) -> None:
    expected = {
        "NM_000001.1": CDNA,
        "NM_000001.2": CDNA,
        "NR_000008.1": CDNA,
        "NR_000009.1": CDNA,
        "ENST00000000001.1": CDNA[:180] + "CC" + CDNA[180:],
    }
    # MANE is spliced from GRCh38: the last exon there has other bases at 440 and seven more at 455
    on_38 = CDNA[:160] + publication.GRCH38[3].bases + CDNA[162:175] + "GATTACA" + CDNA[175:]
    expected |= {"NM_000001.3": on_38, "ENST00000000005.1": on_38}
    found = {transcript.accession: transcript for transcript in built.bundle.transcripts_of("NEWA")}
    assert found.keys() == expected.keys()
    for accession, bases in expected.items():
        assert built.reference.geometry.spliced(found[accession]) == bases, accession
        assert found[accession].length == len(bases)


def test_mane_comes_first_and_carries_its_tag(built: Built) -> None:
    ranked = [(transcript.accession, transcript.tags) for transcript in built.bundle.transcripts_of("NEWA")]
    assert ranked == [
        ("NM_000001.3", ("MANE Select", "RefSeq")),
        ("ENST00000000005.1", ("MANE Select", "Ensembl")),
        ("NM_000001.1", ("LRG", "RefSeq")),
        ("NM_000001.2", ("RefSeq",)),
        ("NR_000008.1", ("RefSeq",)),
        ("NR_000009.1", ("RefSeq",)),
        ("ENST00000000001.1", ("Ensembl",)),
    ]


def test_coding_sequences_and_proteins_are_recorded(built: Built) -> None:
    fixed = built.bundle.find_transcript("LRG_1t1")
    assert fixed is not None
    assert (fixed.cds, fixed.protein, fixed.protein_synonyms) == (Interval(20, 146), "NP_000001.1", ("LRG_1p1",))
    mane = built.bundle.find_transcript("NM_000001.3")
    assert mane is not None
    assert (mane.cds, mane.protein) == (Interval(20, 146), "NP_000001.2")


def test_a_version_that_is_only_aligned_takes_the_coding_sequence_of_another_version(built: Built) -> None:
    later = built.bundle.find_transcript("NM_000001.2")
    assert later is not None
    assert (later.cds, later.protein) == (Interval(20, 146), "NP_000001.1")
    assert built.bundle.versions("NM_000001") == ("NM_000001.3", "NM_000001.2", "NM_000001.1")
    assert built.why("NM_000009.1") == "its source does not say what it codes for"


def test_a_non_coding_transcript_is_stored_without_the_protein_its_record_gives_it(built: Built) -> None:
    transcript = built.bundle.find_transcript("NR_000008.1")
    assert transcript is not None
    assert (transcript.cds, transcript.protein) == (None, None)
    assert built.why("NP_000001.1 of NR_000008.1") == "a non-coding transcript has no protein"


def test_older_numberings_of_a_record_are_kept_with_their_source(built: Built) -> None:
    (scheme,) = built.bundle.exon_schemes("NEWA")
    assert (scheme.transcript, scheme.labels, scheme.name) == ("NM_000001.1", ("1a", "1", "2"), "Some Database")
    assert scheme.citation == "Some Database, in LRG_1"
    (rule,) = built.bundle.legacy_rules("NEWA")
    assert (rule.axis, rule.transcript, rule.offset) == ("p", "NM_000001.1", -2)
    assert rule.citation == "Some Database, in LRG_1: http://example.org/numbering"
    assert built.bundle.legacy_rules("OLDA") == ()


def test_uniprot_entries_of_a_record_name_its_gene(built: Built) -> None:
    assert built.bundle.find_uniprot("P00001") == "NEWA"
    assert built.bundle.find_uniprot("P04637") is None


def test_a_transcript_that_fails_is_left_out_with_its_reason(built: Built) -> None:
    assert built.why("ENST00000000002.1") == "its coding sequence is not a multiple of three"
    assert built.why("ENST00000000003.1") == "it leaves its window"
    assert built.why("ENST00000000004.1") == "its alignment to the window contradicts itself"


def test_a_mitochondrial_stop_codon_may_be_completed_by_the_tail(built: Built) -> None:
    (transcript,) = built.bundle.transcripts_of("MT-CO1")
    assert (transcript.accession, transcript.cds) == ("NC_012920.1(MT-CO1)", Interval(0, 65))
    assert (transcript.protein, transcript.code) == ("YP_000001.1", "mitochondrial")
    (reverse,) = built.bundle.transcripts_of("MT-TP")
    assert built.reference.geometry.spliced(reverse) == "ATAGGTAGA"


def test_what_was_verified_is_counted(built: Built) -> None:
    assert built.report.checks == (
        Check("windows whose length fits their place", 2, 2),
        Check("LRG transcripts that splice to their cDNA", 1, 1),
        Check("LRG proteins that translate", 1, 1),
        Check("MANE transcripts that lie in their window", 2, 2),
        Check("ClinVar reference bases on GRCh38 that fit", 2, 3),
        Check("rs reference bases on GRCh37 that fit", 2, 3),
        Check("older ways to count that fit their sequence", 1, 1),
        Check("names of alleles that read as their allele", 0, 0),
    )
    assert (built.report.genes, built.report.transcripts) == (3, 9)
    assert len(PROTEIN) == 41


def test_progress_ends_every_stage(built: Built) -> None:
    last = {stage: (done, total) for stage, done, total in built.stages}
    assert len(last) == 4
    assert all(done == total for done, total in last.values())


# ---- genes


def test_a_gene_has_its_newest_symbol_and_all_older_ones(built: Built) -> None:
    for symbol in ("NEWA", "newa", "OLDA", "OLDERA", "OLDESTA"):
        gene = built.bundle.find_gene(symbol)
        assert gene is not None
        assert (gene.symbol, gene.ensembl, gene.installed) == ("NEWA", "ENSG00000000001", True)
        assert gene.previous == ("OLDA", "OLDERA", "OLDESTA")


def test_an_alias_of_two_genes_means_the_installed_one_and_an_approved_symbol_itself(built: Built) -> None:
    alias, approved = built.bundle.find_gene("ALPHA"), built.bundle.find_gene("MTTP")
    assert alias is not None
    assert alias.symbol == "NEWA"
    assert approved is not None
    assert (approved.symbol, approved.installed) == ("MTTP", False)


def test_only_the_genes_asked_for_are_taken(tmp_path: Path) -> None:
    without = Built(tmp_path, genes=frozenset({"BETA", "MT-CO1"}))
    assert without.bundle.genes() == ("MT-CO1", "MT-TP")
    assert without.why("OTHER") == "no source holds the sequence of this gene"
    by_old_name = Built(tmp_path, genes=frozenset({"OLDERA"}))
    assert by_old_name.bundle.genes() == ("MT-CO1", "MT-TP", "NEWA")


@pytest.mark.parametrize(
    ("genes", "error", "named"),
    [
        ({"OLDERA", "NOGENE", "ANOGENE"}, UnknownGene, "ANOGENE, NOGENE"),
        ({"ALPHA"}, UnknownGene, "ALPHA"),  # an alias of two genes
        ({"BETA", "MTTP"}, GeneNotInstalled, "MTTP, OTHER"),
    ],
)
def test_symbols_that_are_unknown_and_lists_of_which_nothing_is_left_are_refused(
    tmp_path: Path, genes: set[str], error: type[UnknownGene | GeneNotInstalled], named: str
) -> None:
    folder = publish(tmp_path / "published")
    with pytest.raises(error) as refused:
        build(folder, tmp_path / "none.bundle", genes=frozenset(genes))
    assert named in refused.value.message
    assert [*tmp_path.iterdir()] == [folder]


# ---- identifiers


def test_an_rs_number_of_a_base_in_which_the_assemblies_differ_has_both(built: Built) -> None:
    place = publication.place_on_38(91)
    own = CHROMOSOME_38[place]
    other = publication.reverse(CHROMOSOME_37[LEFT + 90])
    found = built.bundle.known_alleles("rs", 601)
    assert {known.inserted for known in found} == {own, other}
    assert {(known.sequence, known.start, known.end) for known in found} == {("NC_000001.11", place, place + 1)}


def test_a_repeat_is_carried_as_its_resulting_bases(built: Built) -> None:
    # GRCh37 has five A, the row four; GRCh38 has six T on its forward strand
    start = publication.place_on_38(305)
    start = CHROMOSOME_38.index("TTTTTT", start - 8)
    found = built.bundle.known_alleles("rs", 602)
    assert CHROMOSOME_38[start - 1 : start + 7] == "CTTTTTTG"
    assert {(known.start, known.end, known.inserted) for known in found} == {
        (start, start + 6, "T" * 4),
        (start, start + 6, "T" * 5),
        (start, start + 6, "T" * 6),
    }


def test_a_clinvar_record_is_one_allele_with_its_three_numbers(built: Built) -> None:
    place = publication.place_on_38(211)
    allele = Allele(
        "NC_000001.11", place, place + 1, CHROMOSOME_38[place], CHROMOSOME_38[place].translate(publication.NEXT)
    )
    known = KnownAllele(allele.sequence, allele.start, allele.end, allele.inserted, 605, 7001, 8001)
    assert built.bundle.known_alleles("variation", 7001) == (known,)
    assert built.bundle.known_alleles("allele", 8001) == (known,)
    assert built.bundle.known_alleles("rs", 605) == (known,)
    assert built.bundle.known_over("NC_000001.11", place, place + 1) == (known,)


def test_rows_whose_reference_bases_do_not_fit_are_left_out(built: Built) -> None:
    assert built.why("VariationID 7002") == "its reference bases are not those of the assembly"
    assert built.why("rs603") == "its reference bases are not those of the assembly"
    assert built.why("VariationID 7003") == "its alternative is not in plain bases"
    assert built.bundle.known_alleles("variation", 7002) == ()
    assert built.bundle.known_alleles("rs", 604) == ()


# ---- making it again


def test_the_same_files_give_the_same_digest_and_other_files_another(tmp_path: Path, built: Built) -> None:
    again = Built(tmp_path)
    assert again.report.digest == built.report.digest == built.bundle.digest
    folder = tmp_path / "published"
    table = folder / "clinvar_2019-01.GRCh37.rsids.tsv.gz"
    table.write_bytes(gzip.compress(gzip.decompress(table.read_bytes()).replace(b"rs602", b"rs606"), mtime=0))
    assert build(folder, tmp_path / "other.bundle").digest != built.report.digest


def test_the_bundle_records_where_its_facts_come_from(built: Built) -> None:
    rows = {row[0]: row[1:] for row in built.bundle.provenance()}
    assert rows["LRG_public_xml_files.zip"][:2] == ("schema 1.9", "2019-03-04")
    assert rows["clinvar_2020-02.GRCh38.vcf.gz"][:2] == ("2020-02", "2020-02-02")
    assert all(len(checksum) == 64 for *_, checksum in rows.values())
    assert built.bundle.description.startswith("tiny 2020.02 sha256:")


# ---- what is refused


def _spoil(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)


def _record(folder: Path, text: str) -> None:
    with zipfile.ZipFile(folder / "LRG_public_xml_files.zip", "w") as archive:
        archive.writestr("LRG_1.xml", text)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("LRG_public_xml_files.zip", b"no archive"),
        ("MANE.GRCh38.bed.gz", b"not compressed"),
        ("MANE.GRCh38.bed.gz", gzip.compress(b"chr1\t1\t2\n")),
        ("hgnc_gene_synonyms.tsv.gz", gzip.compress(b"Symbol\tSynonyms\n")),
        ("hgnc_gene_synonyms.tsv.gz", gzip.compress(b"\xff\xfe")),
        ("contigs.tsv", b"assembly\tname\nGRCh38\t1\n"),
        ("contigs.tsv", b"assembly\tname\taccession\tlength\trefget\nGRCh38\t1\tNC\tlong\tSQ\n"),
        ("NC_012920.1.fasta", b"ACGT"),
        ("NC_012920.1.fasta", b">a\nAC\n>b\nAC\n"),
        ("NC_012920.1.gff3", b"one\ttwo\n"),
        ("NC_012920.1.gff3", b"NC_012920.1\tRefSeq\tgene\t1\t9999\t.\t+\t.\tID=gene-TRNP;Name=TRNP\n"),
        ("NC_012920.1.gff3", b"NC_012920.1\tRefSeq\tgene\t1\t9\t.\t+\t.\tID=gene-X;Name=X\n"),
        ("clinvar_2019-01.GRCh37.rsids.tsv.gz", gzip.compress(b"a\tb\n")),
        ("clinvar_2019-01.GRCh37.rsids.tsv.gz", gzip.compress(b"chrom\tpos\trsid\tref\talt\n1\tfar\trs1\tA\tC\n")),
        ("clinvar_2020-02.GRCh38.vcf.gz", gzip.compress(b"##reference=GRCh38\n1\t5\t7\tA\tC\t.\t.\tX=1\n")),
    ],
)
def test_a_file_not_in_its_format_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    folder = publish(tmp_path / "published")
    _spoil(folder, name, content)
    with pytest.raises(BadSource, match=name.split(".", maxsplit=1)[0]):
        build(folder, tmp_path / "bad.bundle")
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<lrg ", "<!DOCTYPE lrg [<!ENTITY a 'b'>]><lrg "),
        ("</lrg>", ""),
        ("<lrg schema", "<other schema"),
        ("</lrg>", "</other>"),
        ("<id>LRG_1</id>", ""),
        ('type="ncbi"', 'type="nobody"'),
        ('lrg_start="51"', 'lrg_start="x"'),
        ('lrg_start="51"', 'lrg_start="900"'),
        ('type="mismatch"', 'type="guess"'),
    ],
)
def test_a_broken_record_is_refused(tmp_path: Path, old: str, new: str) -> None:
    folder = publish(tmp_path / "published")
    text = publication.make_record()
    assert old in text
    _record(folder, text.replace(old, new))
    with pytest.raises(BadSource):
        build(folder, tmp_path / "bad.bundle")


@pytest.mark.parametrize(
    ("old", "new", "what", "why"),
    [
        (f"<sequence>{CDNA}", f"<sequence>C{CDNA[1:]}", "NM_000001.1", "its spliced bases are not its cDNA"),
        (f"<sequence>{PROTEIN}", f"<sequence>{PROTEIN[:-1]}", "NM_000001.1", "its translation is not its protein"),
        (f'other_end="{LEFT + 604}" strand="-1"', f'other_end="{LEFT + 605}" strand="-1"', "LRG_1 on NC_000001.11", ""),
    ],
)
def test_a_record_that_contradicts_itself_is_not_stored(
    tmp_path: Path, old: str, new: str, what: str, why: str
) -> None:
    folder = publish(tmp_path / "published")
    text = publication.make_record()
    assert old in text
    _record(folder, text.replace(old, new))
    report = build(folder, tmp_path / "bad.bundle")
    reasons = [left_out.why for left_out in report.left_out if left_out.what == what]
    assert reasons == [why or "the window's length does not fit its place"]
    assert sum(check.total - check.passed for check in report.checks[:3]) >= 1


def test_a_folder_or_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="nowhere is not a folder"):
        build(tmp_path / "nowhere", tmp_path / "bad.bundle")
    folder = publish(tmp_path / "published")
    next(folder.glob("LRG_*.zip")).unlink()
    with pytest.raises(MissingData, match="LRG"):
        build(folder, tmp_path / "bad.bundle")


def test_an_older_bundle_stays_when_a_build_fails(tmp_path: Path, built: Built) -> None:
    output = tmp_path / "kept.bundle"
    output.write_bytes(built.path.read_bytes())
    folder = publish(tmp_path / "published")
    _spoil(folder, "clinvar_2020-02.GRCh38.vcf.gz", gzip.compress(b"1\tx\n"))
    with pytest.raises(BadSource):
        build(folder, output)
    assert output.read_bytes() == built.path.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"kept.bundle", "published"}


def _refusal(folder: Path, output: Path) -> str:
    """Return why a place is refused, which must be said before the work and leave everything as it was."""
    stages: list[str] = []
    with pytest.raises(OutputNotWritable) as refused:
        build(folder, output, progress=lambda stage, done, total: stages.append(f"{stage} {done} {total}"))
    assert stages == []
    return refused.value.message


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("nowhere/new.bundle", "nowhere is not a folder"),
        ("file/new.bundle", "file is not a folder"),
        ("folder", "it is a folder"),
        ("pipe", "it is not a regular file"),
        ("link-to-pipe", "it is not a regular file"),
        ("x" * 300, "name too long"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes in folders on this system")
def test_a_place_that_cannot_be_written_is_said_before_the_work(tmp_path: Path, place: str, reason: str) -> None:
    folder = publish(tmp_path / "published")
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link-to-pipe").symlink_to("pipe")
    before = {path.name for path in tmp_path.iterdir()}
    message = _refusal(folder, tmp_path / place)
    assert message.startswith(f"{tmp_path / place} cannot be written: ")
    assert reason in message
    assert "Errno" not in message
    assert {path.name for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="everything may be written by this user")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    folder = publish(tmp_path / "published")
    protected = tmp_path / "protected"
    protected.mkdir(mode=0o500)
    assert "permission denied" in _refusal(folder, protected / "new.bundle")


def test_a_link_stays_and_what_it_points_at_is_replaced(tmp_path: Path, built: Built) -> None:
    (tmp_path / "link.bundle").symlink_to("real.bundle")
    build(publish(tmp_path / "published"), tmp_path / "link.bundle", name="tiny")
    assert (tmp_path / "link.bundle").is_symlink()
    assert (tmp_path / "real.bundle").read_bytes() == built.path.read_bytes()


def test_two_builds_of_one_output_at_once_leave_one_bundle(tmp_path: Path, built: Built) -> None:
    folder = publish(tmp_path / "published")
    output = tmp_path / "one.bundle"
    both = threading.Barrier(2, timeout=60)
    reports: list[BuildReport] = []

    def wait(stage: str, done: int, total: int) -> None:
        if done == total and stage.startswith("verifying"):
            both.wait()

    def work() -> None:
        reports.append(build(folder, output, name="tiny", progress=wait))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.digest for report in reports] == [built.report.digest] * 2
    assert output.read_bytes() == built.path.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"one.bundle", "published"}


# ---- on the real files


@needs_shared
def test_real_genes_are_built_alike_twice_and_as_they_are_embedded(tmp_path: Path) -> None:
    genes = frozenset({"STIM1", "TP53", "TXNRD2", "WT1", "HBB", "CYP2D6"})
    first = build(SHARED, tmp_path / "first.bundle", genes=genes)
    second = build(SHARED, tmp_path / "second.bundle", genes=genes)
    assert first.digest == second.digest
    assert all(check.passed == check.total for check in first.checks)
    made = Bundle.open(tmp_path / "first.bundle")
    embedded = Bundle.open(Path(__file__).parent.parent / "data" / "embedded.bundle")
    for gene in genes:
        assert made.transcripts_of(gene) == embedded.transcripts_of(gene)
        assert made.find_gene(gene) == embedded.find_gene(gene)
    made.close()
    embedded.close()


@needs_shared
def test_records_alone_are_enough_for_their_genes(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    archive = next(SHARED.glob("LRG_*.zip"))
    (folder / archive.name).symlink_to(archive)
    report = build(folder, tmp_path / "made.bundle", genes=frozenset({"STIM1"}))
    embedded = Bundle.open(Path(__file__).parent.parent / "data" / "embedded.bundle")
    with closing(Bundle.open(tmp_path / "made.bundle")) as made, closing(embedded):
        assert report.genes == 1
        assert made.contigs() == embedded.contigs()
        assert made.known_genes() == tuple(
            gene if gene.symbol == "STIM1" else replace(gene, installed=False) for gene in embedded.known_genes()
        )
        fixed = made.find_transcript("LRG_164t1")
        assert fixed == embedded.find_transcript("LRG_164t1")
        assert [origin.source for origin in made.provenance() if "hgnc" in origin.source]
