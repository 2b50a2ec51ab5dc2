"""The bundle as opened: what it answers from the embedded data, and what it says when a file is missing or broken."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.alleles import KnownAllele
from synonymizer.errors import DamagedData, MissingData, NewerData, OlderData, RegionNotHeld, UnknownAccession
from synonymizer.places import ASSEMBLIES, Block, Interval
from synonymizer.reference import find_embedded
from synonymizer.reference.store import Bundle
from tests.resealing import change

EMBEDDED = Path(find_embedded())


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle.open(EMBEDDED)


# ---- genes


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("STIM1", "STIM1"),
        ("stim1", "STIM1"),
        ("GOK", "STIM1"),
        ("D11S4896E", "STIM1"),
        ("BRCC1", "BRCA1"),
        ("TP53", "TP53"),
        ("p53", "TP53"),
        ("HBD", "HBD"),
        ("MTND1", "MT-ND1"),
        ("GBA", "GBA1"),
        ("MRE11A", "MRE11"),
    ],
)
def test_a_gene_is_found_by_any_symbol_it_has_had(bundle: Bundle, written: str, symbol: str) -> None:
    gene = bundle.find_gene(written)
    assert gene is not None
    assert gene.symbol == symbol


def test_a_gene_that_exists_but_is_not_held_says_so(bundle: Bundle) -> None:
    titin = bundle.find_gene("TTN")
    assert titin is not None
    assert not titin.installed
    assert bundle.transcripts_of("TTN") == ()
    assert "TTN" not in bundle.genes()


def test_a_word_that_is_no_symbol_finds_no_gene(bundle: Bundle) -> None:
    assert bundle.find_gene("STIMM1") is None
    assert bundle.find_gene("' OR 1=1 --") is None


def test_the_installed_genes_are_the_panel_and_the_mitochondrion(bundle: Bundle) -> None:
    genes = bundle.genes()
    assert len(genes) == len(set(genes)) == 69 + 37
    assert list(genes) == sorted(genes)
    for symbol in genes:
        gene = bundle.find_gene(symbol)
        assert gene is not None
        assert gene.symbol == symbol
        assert gene.installed


# ---- transcripts


def test_the_transcripts_of_a_gene_come_in_order_of_rank(bundle: Bundle) -> None:
    found = bundle.transcripts_of("STIM1")
    assert [(transcript.accession, transcript.tags) for transcript in found[:4]] == [
        ("NM_001382567.1", ("MANE Select", "RefSeq")),
        ("ENST00000526596.2", ("MANE Select", "Ensembl")),
        ("NM_003156.3", ("LRG", "RefSeq")),
        ("NM_001277961.1", ("RefSeq",)),
    ]
    sources = [transcript.tags[-1] for transcript in found[3:]]
    assert sources == sorted(sources, reverse=True)


def test_a_transcript_answers_to_its_accession_and_its_lrg_name(bundle: Bundle) -> None:
    transcript = bundle.find_transcript("NM_003156.3")
    assert transcript is not None
    assert transcript is bundle.find_transcript("LRG_164t1")
    assert (transcript.gene, transcript.home, transcript.strand) == ("STIM1", "NG_016277.1", 1)
    assert (transcript.cds, transcript.length) == (Interval(568, 2626), 4038)
    assert transcript.blocks[1] == Block(707, 116849, 131)
    assert bundle.transcripts_of_protein("NP_003147.2") == (transcript,)
    assert transcript in bundle.transcripts_of_protein("LRG_164p1")
    assert bundle.find_transcript("NM_003156.9") is None
    assert bundle.find_transcript("NP_003147.2") is None


def test_every_coding_sequence_reads_from_a_start_to_its_first_stop(bundle: Bundle) -> None:
    from synonymizer.reference import Reference
    from synonymizer.reference.verify import residues_of  # the builder's own reading of a coding sequence

    reference = Reference((bundle,))
    coding = 0
    for symbol in bundle.genes():
        for transcript in bundle.transcripts_of(symbol):
            residues = residues_of(transcript, reference.geometry.spliced(transcript))
            if transcript.cds is not None:
                coding += 1
                assert residues.startswith("M"), transcript.accession
                assert residues.find("*") == len(residues) - 1, transcript.accession
    assert coding > 500


def test_recorded_exceptions_of_translation_are_kept_and_shared(bundle: Bundle) -> None:
    selenoprotein = bundle.find_transcript("NM_006440.3")
    assert selenoprotein is not None
    assert selenoprotein.exceptions == ((522, "U"),)
    others = [transcript for transcript in bundle.transcripts_of("TXNRD2") if transcript.exceptions]
    assert {residue for transcript in others for _, residue in transcript.exceptions} == {"U"}
    assert {"RefSeq", "Ensembl"} <= {transcript.tags[-1] for transcript in others}
    tumour_suppressor = bundle.find_transcript("NM_024426.3")
    assert tumour_suppressor is not None
    assert tumour_suppressor.exceptions == ((0, "M"),)


def test_tp53_counts_from_the_coding_region_of_its_refseq_protein(bundle: Bundle) -> None:
    transcript = bundle.find_transcript("LRG_321t1")
    assert transcript is not None
    assert (transcript.accession, transcript.protein) == ("NM_000546.5", "NP_000537.3")
    assert transcript.protein_synonyms == ("LRG_321p1",)
    assert transcript.cds is not None
    assert len(transcript.cds) == 3 * 394


def test_versions_are_listed_newest_first(bundle: Bundle) -> None:
    assert bundle.versions("NM_003156") == ("NM_003156.3",)
    versions = bundle.versions("NM_006440")
    assert list(versions) == sorted(versions, key=lambda name: -int(name.rpartition(".")[2]))
    assert len(versions) > 1
    assert bundle.versions("NP_003147") == ("NP_003147.2",)
    assert bundle.versions("NG_016277") == ("NG_016277.1",)
    assert bundle.versions("NM_00315") == ()


def test_transcripts_are_found_by_where_they_lie(bundle: Bundle) -> None:
    found = bundle.transcripts_on("NG_016277.1", 5000, 5001)
    assert "NM_003156.3" in {transcript.accession for transcript in found}
    assert [t.accession for t in bundle.transcripts_on("NC_012920.1", 3306, 3310)] == ["NC_012920.1(MT-ND1)"]
    assert bundle.transcripts_on("NG_016277.1", 0, 10) == ()


def test_a_mitochondrial_gene_on_the_light_strand_reads_backwards(bundle: Bundle) -> None:
    transcript = bundle.find_transcript("NC_012920.1(MT-ND6)")
    assert transcript is not None
    assert (transcript.strand, transcript.blocks, transcript.code) == (-1, (Block(0, -14673, 525),), "mitochondrial")
    assert transcript.protein == "YP_003024037.1"
    assert bundle.transcripts_on("NC_012920.1", 14500, 14501)[0] is transcript


# ---- sequences


def test_a_window_answers_to_its_refseqgene_and_its_lrg_accession(bundle: Bundle) -> None:
    assert bundle.find_source("LRG_164") == "NG_016277.1" == bundle.find_source("NG_016277.1")
    assert bundle.source_names("LRG_164") == ("NG_016277.1", "LRG_164")
    assert bundle.source_length("NG_016277.1") == 244508
    assert bundle.find_source("NC_000011.10") is None


@given(st.integers(0, 244508), st.integers(0, 9000))
def test_bases_are_the_same_however_they_are_cut(start: int, length: int) -> None:
    opened = Bundle.open(EMBEDDED)
    end = min(start + length, 244508)
    middle = (start + end) // 2
    whole = opened.bases("NG_016277.1", start, end)
    assert whole == opened.bases("LRG_164", start, middle) + opened.bases("LRG_164", middle, end)
    assert len(whole) == end - start
    opened.close()


def test_bases_outside_the_sequence_are_refused(bundle: Bundle) -> None:
    with pytest.raises(RegionNotHeld, match="244,508"):
        bundle.bases("NG_016277.1", 244500, 244509)
    with pytest.raises(RegionNotHeld):
        bundle.bases("NG_016277.1", -1, 5)
    with pytest.raises(UnknownAccession, match="NG_000001"):
        bundle.bases("NG_000001.1", 0, 1)


def test_the_base_that_the_rcrs_leaves_open_is_an_n(bundle: Bundle) -> None:
    assert bundle.bases("NC_012920.1", 3104, 3110) == "ACNTTC"
    assert bundle.bases("NC_012920.1", 0, 16569).count("N") == 1


def test_a_window_lies_on_both_assemblies(bundle: Bundle) -> None:
    assert [placement.contig for placement in bundle.placements_of("NG_016277.1")] == ["NC_000011.10", "NC_000011.9"]
    over = bundle.placements_over("NC_000011.9", 4076863, 4076864)
    assert [placement.source for placement in over] == ["NG_016277.1"]
    assert bundle.placements_over("NC_000011.9", 1, 2) == ()


def test_transcripts_without_introns_are_placed_exon_by_exon(bundle: Bundle) -> None:
    placements = bundle.placements_of("NM_000518.5")
    by_contig = [(placement.contig, placement.start, placement.end) for placement in placements]
    assert by_contig == [
        ("NC_000011.10", 5226929, 5227071),
        ("NC_000011.10", 5226576, 5226799),
        ("NC_000011.10", 5225463, 5225726),
        ("NC_000011.9", 5248159, 5248301),
        ("NC_000011.9", 5247806, 5248029),
        ("NC_000011.9", 5246693, 5246956),
    ]


def test_every_placement_fits_its_contig(bundle: Bundle) -> None:
    lengths = {contig.accession: contig.length for contig in bundle.contigs()}
    assert {contig.assembly for contig in bundle.contigs()} == set(ASSEMBLIES)
    for contig, length in lengths.items():
        for placement in bundle.placements_over(contig, 0, length):
            covered = sum(block.length for block in placement.blocks)
            added = sum(len(patch.bases) for patch in placement.patches)
            assert 0 <= placement.start < placement.end <= length
            assert covered <= placement.end - placement.start <= covered + added


# ---- identifiers


def test_an_rs_number_means_the_bases_of_both_assemblies(bundle: Bundle) -> None:
    # Factor V Leiden: GRCh38 has C, GRCh37 T, and the GRCh37 row of rs6025 reads T>C
    place = ("NC_000001.11", 169549810, 169549811)
    assert bundle.known_alleles("rs", 6025) == (KnownAllele(*place, "C", 6025), KnownAllele(*place, "T", 6025))
    assert bundle.known_over(*place) == bundle.known_alleles("rs", 6025)


def test_an_rs_number_has_all_its_alleles(bundle: Bundle) -> None:
    assert [known.inserted for known in bundle.known_alleles("rs", 113488022)] == ["C", "G", "T"]
    assert bundle.known_alleles("rs", 999999999999) == ()


def test_every_namespace_leads_to_the_same_allele(bundle: Bundle) -> None:
    (known,) = bundle.known_alleles("variation", 4271998)
    assert (known.sequence, known.start, known.end, known.inserted) == ("NC_000001.11", 45327452, 45327453, "C")
    assert known.allele == 4381764
    assert bundle.known_alleles("allele", 4381764) == (known,)
    assert known in bundle.known_over("NC_000001.11", 45327452, 45327453)


def test_alleles_are_fully_justified(bundle: Bundle) -> None:
    # BRCA1 c.68_69del: AG deleted from CAGAGC
    deletions = [
        known for known in bundle.known_alleles("rs", 80357914) if len(known.inserted) < known.end - known.start
    ]
    assert [(known.start, known.end, known.inserted) for known in deletions] == [(43124027, 43124031, "CT")]


# ---- files that cannot be opened


def test_a_missing_bundle_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"nowhere\.bundle"):
        Bundle.open(tmp_path / "nowhere.bundle")
    with pytest.raises(MissingData):
        Bundle.open(tmp_path)


@pytest.mark.parametrize("content", [b"", b"# A text", b"SQLite format 3\0" + bytes(84)])
def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.bundle"
    path.write_bytes(content)
    with pytest.raises(DamagedData, match=r"other\.bundle is not a reference bundle"):
        Bundle.open(path)


def test_a_bundle_of_a_later_format_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "later.bundle"
    content = bytearray(EMBEDDED.read_bytes())
    content[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(NewerData, match="format 99"):
        Bundle.open(path)


def test_a_bundle_of_an_earlier_format_asks_to_be_built_again(tmp_path: Path) -> None:
    path = tmp_path / "earlier.bundle"
    content = bytearray(EMBEDDED.read_bytes())
    content[60:64] = (1).to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(OlderData, match=r"format 1; .* Build or install the bundle again"):
        Bundle.open(path)


def test_a_broken_bundle_is_damaged_data_wherever_it_breaks(tmp_path: Path) -> None:
    path = tmp_path / "broken.bundle"
    whole = EMBEDDED.read_bytes()
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    with pytest.raises(DamagedData, match=r"broken\.bundle is damaged"):
        Bundle.open(path)


def test_a_broken_page_is_damaged_data(tmp_path: Path) -> None:
    path = tmp_path / "page.bundle"
    path.write_bytes(EMBEDDED.read_bytes())
    change(
        path,
        "UPDATE allele_page SET alleles = x'00'",
        "UPDATE identifier_page SET identifiers = x'00' WHERE namespace = 'variation'",
        "DELETE FROM chunk",
    )
    opened = Bundle.open(path)
    with pytest.raises(DamagedData):
        opened.known_alleles("rs", 6025)
    with pytest.raises(DamagedData):
        opened.known_alleles("variation", 4271998)
    with pytest.raises(DamagedData, match="chunk"):
        opened.bases("NG_016277.1", 0, 1)
    opened.close()


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "100% #1? odd.bundle"
    path.write_bytes(EMBEDDED.read_bytes())
    opened = Bundle.open(path)
    assert opened.find_transcript("NM_003156.3") is not None
    opened.close()


# ---- the embedded bundle itself


def test_the_embedded_bundle_is_small_and_says_what_it_is(bundle: Bundle) -> None:
    assert EMBEDDED.stat().st_size <= 8_000_000
    assert bundle.description == f"panel {bundle.release} sha256:{bundle.digest[:12]}"
    page = (EMBEDDED.parent / "PROVENANCE.md").read_text(encoding="utf-8")
    assert f"sha256:{bundle.digest}" in page
    sources = bundle.provenance()
    assert len(sources) > 5
    for source, release, date, licence, checksum in sources:
        assert all((release, date, licence))
        assert f"| {source} |" in page
        assert checksum in page


def test_the_digest_is_that_of_the_content() -> None:
    from synonymizer.build.writer import compute_digest

    connection = sqlite3.connect(EMBEDDED)
    stored = connection.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()[0]
    assert compute_digest(connection) == stored
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE transcript SET blocks = '0 x 1' WHERE gene = (SELECT id FROM gene WHERE symbol = 'STIM1')",
        "UPDATE transcript SET exons = NULL WHERE gene = (SELECT id FROM gene WHERE symbol = 'STIM1')",
        "UPDATE transcript SET patches = '5' WHERE gene = (SELECT id FROM gene WHERE symbol = 'STIM1')",
        "UPDATE transcript SET cds_end = -1 WHERE gene = (SELECT id FROM gene WHERE symbol = 'STIM1')",
        "UPDATE transcript SET home = 999999 WHERE gene = (SELECT id FROM gene WHERE symbol = 'STIM1')",
        "UPDATE placement SET blocks = ''",
        "UPDATE sequence SET unknown = '7'",
    ],
)
def test_a_row_that_cannot_be_read_is_damaged_data(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "row.bundle"
    path.write_bytes(EMBEDDED.read_bytes())
    change(path, statement)
    opened = Bundle.open(path)

    def read() -> None:
        for transcript in opened.transcripts_of("STIM1"):
            opened.source_length(transcript.home)
            opened.placements_of(transcript.home)

    with pytest.raises(DamagedData, match=r"row\.bundle is damaged"):
        read()
    opened.close()
