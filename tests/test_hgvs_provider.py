import doctest
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hgvs.alignmentmapper import AlignmentMapper
from hgvs.assemblymapper import AssemblyMapper
from hgvs.exceptions import HGVSDataNotAvailableError, HGVSInvalidVariantError
from hgvs.normalizer import Normalizer
from hgvs.parser import Parser
from hgvs.validator import ExtrinsicValidator
from hgvs.variantmapper import VariantMapper

from synonymizer.places import ASSEMBLIES, Transcript
from synonymizer.reference import Reference, hgvs_provider, open_reference
from synonymizer.reference.hgvs_provider import BundleProvider

STIM1 = "NM_003156.3"
CHROMOSOME_11 = "NC_000011.10"
COUNTED = re.compile(r"(\d+)([=XDI])")


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


@pytest.fixture(scope="module")
def provider(reference: Reference) -> BundleProvider:
    return BundleProvider(reference)


@pytest.fixture(scope="module")
def parser() -> Any:
    return Parser()


def transcripts(reference: Reference) -> Iterator[Transcript]:
    for symbol in reference.genes():
        yield from reference.transcripts_of(symbol)


def test_the_example_of_the_module_runs() -> None:
    assert doctest.testmod(hgvs_provider).failed == 0


def test_versions_name_the_bundle(provider: BundleProvider, reference: Reference) -> None:
    assert provider.data_version() == provider.sequence_source() == provider.url == reference.description
    assert provider.schema_version() == provider.required_version == "1.1"
    assert reference.description in str(provider)


# ---- sequences


def test_a_transcript_is_read_spliced(provider: BundleProvider) -> None:
    info = provider.get_tx_identity_info(STIM1)
    start = info["cds_start_i"]
    assert provider.get_seq(STIM1, start, start + 3) == "ATG"
    assert provider.get_seq(STIM1, start + 493, start + 494) == "C"
    assert len(provider.get_seq(STIM1)) == sum(info["lengths"])


def test_a_protein_is_read_without_its_stop(provider: BundleProvider) -> None:
    residues = provider.get_seq("NP_003147.2")
    assert residues[164] == provider.get_seq("NP_003147.2", 164, 165) == "P"
    assert residues.isalpha()


def test_a_genomic_sequence_is_read_under_each_of_its_names(provider: BundleProvider) -> None:
    assert provider.get_seq("NG_016277.1", 5568, 5571) == provider.get_seq("LRG_164", 5568, 5571) == "ATG"


def test_a_chromosome_is_read_where_it_is_held(provider: BundleProvider) -> None:
    assert provider.get_seq(CHROMOSOME_11, 4055633, 4055634) == "C"
    assert provider.get_seq("NC_000011.9", 4076863, 4076864) == "C"


def test_reading_stops_at_the_end_of_a_sequence(provider: BundleProvider) -> None:
    length = len(provider.get_seq("NG_016277.1"))
    assert provider.get_seq("NG_016277.1", length - 2, length + 20) == provider.get_seq("NG_016277.1")[-2:]
    assert provider.get_seq(STIM1, 10**6, 10**6 + 5) == ""


@pytest.mark.parametrize(
    ("accession", "start", "end"),
    [("NM_999999.1", 0, 1), ("NP_999999.1", 0, 1), (CHROMOSOME_11, 100, 110), (CHROMOSOME_11, None, None), ("", 0, 1)],
)
def test_what_is_not_held_is_said_in_the_way_hgvs_expects(
    provider: BundleProvider, accession: str, start: int | None, end: int | None
) -> None:
    with pytest.raises(HGVSDataNotAvailableError):
        provider.get_seq(accession, start, end)


# ---- alignments


def test_every_exon_alignment_accounts_for_every_base(reference: Reference, provider: BundleProvider) -> None:
    gapped = 0
    for transcript in transcripts(reference):
        for option in provider.get_tx_mapping_options(transcript.accession):
            rows = provider.get_tx_exons(*option.values())
            strand = rows[0]["alt_strand"]
            assert [row["ord"] for row in rows[::strand]] == list(range(len(rows)))
            assert [row["alt_start_i"] for row in rows] == sorted(row["alt_start_i"] for row in rows)
            for row in rows:
                runs = [(int(count), letter) for count, letter in COUNTED.findall(row["cigar"])]
                assert "".join(f"{count}{letter}" for count, letter in runs) == row["cigar"]
                assert sum(count for count, letter in runs if letter != "I") == row["tx_end_i"] - row["tx_start_i"]
                assert sum(count for count, letter in runs if letter != "D") == row["alt_end_i"] - row["alt_start_i"]
                gapped += any(letter in "DI" for _, letter in runs)
    assert gapped, "the embedded genes include transcripts that differ from a genome by a gap"


def test_hgvs_maps_every_exon_end_there_and_back(reference: Reference, provider: BundleProvider, parser: Any) -> None:
    for symbol in ("STIM1", "BRCA1"):
        transcript = reference.transcripts_of(symbol)[0]
        for option in provider.get_tx_mapping_options(transcript.accession):
            mapper = AlignmentMapper(provider, *option.values())
            for exon in transcript.exons:
                place = parser.parse_n_interval(f"{exon.start + 1}_{exon.end}")
                assert str(mapper.g_to_n(mapper.n_to_g(place))) == str(place)


def test_alignments_that_are_not_held_are_refused(provider: BundleProvider) -> None:
    for accession, target, method in [
        ("NM_999999.1", CHROMOSOME_11, "splign"),
        (STIM1, "NC_000001.11", "splign"),
        (STIM1, CHROMOSOME_11, "blat"),
    ]:
        with pytest.raises(HGVSDataNotAvailableError):
            provider.get_tx_exons(accession, target, method)
        with pytest.raises(HGVSDataNotAvailableError):
            provider.get_tx_info(accession, target, method)
    with pytest.raises(HGVSDataNotAvailableError):
        provider.get_tx_identity_info("NM_999999.1")
    assert provider.get_tx_mapping_options("NM_999999.1") == []


def test_a_transcript_is_offered_on_both_assemblies_and_its_own_sequence(provider: BundleProvider) -> None:
    targets = [option["alt_ac"] for option in provider.get_tx_mapping_options(STIM1)]
    assert targets == [CHROMOSOME_11, "NC_000011.9", "NG_016277.1"]


def test_a_gene_lists_its_transcripts_longest_first(provider: BundleProvider) -> None:
    rows = provider.get_tx_for_gene("STIM1")
    accessions = list(dict.fromkeys(row["tx_ac"] for row in rows))
    lengths = [len(provider.get_seq(accession)) for accession in accessions]
    assert STIM1 in accessions
    assert lengths == sorted(lengths, reverse=True)
    assert provider.get_tx_for_gene("NOSUCHGENE") == []


def test_a_region_lists_the_transcripts_that_hold_it_whole(provider: BundleProvider) -> None:
    rows = provider.get_tx_for_region(CHROMOSOME_11, "splign", 4055634, 4055634)
    assert STIM1 in [row["tx_ac"] for row in rows]
    assert all(row["start_i"] < 4055634 <= row["end_i"] for row in rows)
    assert provider.get_tx_for_region(CHROMOSOME_11, "blat", 4055634, 4055634) == []
    assert provider.get_tx_for_region(CHROMOSOME_11, "splign", 1, 4055634) == []


# ---- genes, proteins, assemblies


def test_proteins_are_found_by_transcript_and_by_sequence(provider: BundleProvider) -> None:
    assert provider.get_pro_ac_for_tx_ac(STIM1) == "NP_003147.2"
    assert provider.get_pro_ac_for_tx_ac("NM_999999.1") is None
    found = provider.get_acs_for_protein_seq(provider.get_seq("NP_003147.2"))
    assert "NP_003147.2" in found
    assert found[-1].startswith("MD5_")
    assert provider.get_acs_for_protein_seq("MKT") == list(provider.get_acs_for_protein_seq("MKT*"))
    assert len(provider.get_acs_for_protein_seq("MKT")) == 1


def test_transcripts_that_share_bases_or_exons_are_similar(provider: BundleProvider) -> None:
    rows = provider.get_similar_transcripts(STIM1)
    assert all(row["tx_ac1"] == STIM1 != row["tx_ac2"] for row in rows)
    for row in rows:
        other = provider.get_tx_identity_info(row["tx_ac2"])
        own = provider.get_tx_identity_info(STIM1)
        if row["es_fp_eq"]:
            assert other["lengths"] == own["lengths"]
        if row["cds_eq"]:
            assert coding(provider, row["tx_ac2"]) == coding(provider, STIM1)
    with pytest.raises(HGVSDataNotAvailableError):
        provider.get_similar_transcripts("NM_999999.1")


def coding(provider: BundleProvider, accession: str) -> str:
    info = provider.get_tx_identity_info(accession)
    return provider.get_seq(accession, info["cds_start_i"], info["cds_end_i"])


def test_a_gene_is_known_by_any_of_its_symbols(provider: BundleProvider) -> None:
    info = provider.get_gene_info("STIM1")
    assert info is not None
    assert info["hgnc"] == "STIM1"
    assert provider.get_gene_info("NOSUCHGENE") is None


def test_both_assemblies_map_accessions_to_names(provider: BundleProvider) -> None:
    assert provider.get_assembly_map("GRCh38")[CHROMOSOME_11] == "11"
    assert provider.get_assembly_map("GRCh37.p13")["NC_000011.9"] == "11"
    with pytest.raises(HGVSDataNotAvailableError, match="GRCh38 or GRCh37"):
        provider.get_assembly_map("NCBI36")


# ---- hgvs's own classes


@pytest.mark.parametrize("assembly", ASSEMBLIES)
@pytest.mark.parametrize(
    "name",
    [
        "NM_003156.3:c.494C>A",
        "NM_003156.3:c.139+1G>A",
        "NM_007294.3:c.68_69del",
        "NM_000492.3:c.1521_1523del",
        "NM_000059.3:c.5946del",
    ],
)
def test_the_assembly_mapper_comes_back_to_the_name_it_left(
    provider: BundleProvider, parser: Any, assembly: str, name: str
) -> None:
    mapper = AssemblyMapper(provider, assembly_name=assembly)
    variant = parser.parse_hgvs_variant(name)
    genomic = mapper.c_to_g(variant)
    assert variant.ac in mapper.relevant_transcripts(genomic)
    assert str(mapper.g_to_c(genomic, variant.ac)) == name


def test_the_variant_mapper_works_on_a_gene_region(provider: BundleProvider, parser: Any) -> None:
    variant = parser.parse_hgvs_variant("NM_003156.3:c.494C>A")
    genomic = VariantMapper(provider).c_to_g(variant, "NG_016277.1")
    assert str(VariantMapper(provider).g_to_c(genomic, STIM1)) == str(variant)


def test_the_normalizer_shifts_to_the_3_end(provider: BundleProvider, parser: Any) -> None:
    variant = parser.parse_hgvs_variant("NM_000492.3:c.1520_1522del")
    assert str(Normalizer(provider).normalize(variant)) == "NM_000492.3:c.1521_1523del"


def test_the_validator_knows_right_from_wrong_bases(provider: BundleProvider, parser: Any) -> None:
    validator = ExtrinsicValidator(provider)
    assert validator.validate(parser.parse_hgvs_variant("NM_003156.3:c.494C>A"))
    with pytest.raises(HGVSInvalidVariantError):
        validator.validate(parser.parse_hgvs_variant("NM_003156.3:c.494G>A"))
