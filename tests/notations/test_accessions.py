"""What a word may name, and how it is properly spelled."""

from __future__ import annotations

import pytest

from synonymizer.errors import UnknownAssembly
from synonymizer.spelling.accessions import Kind, get_assembly, read_label, write_chromosome
from tests.notations.samples import GRCH37, GRCH38, MITOCHONDRION

LABELS: tuple[tuple[str, Kind, str], ...] = (
    ("NC_000011.10", "genomic", "NC_000011.10"),
    ("nc_000011.10", "genomic", "NC_000011.10"),
    ("NG_016277.1", "genomic", "NG_016277.1"),
    ("NT_113901.1", "genomic", "NT_113901.1"),
    ("NW_003571030.1", "genomic", "NW_003571030.1"),
    ("LRG_164", "genomic", "LRG_164"),
    ("NM_003156.3", "coding", "NM_003156.3"),
    ("NM_001382567.1", "coding", "NM_001382567.1"),
    ("NM_003156", "coding", "NM_003156"),
    ("NM_003156.", "coding", "NM_003156"),
    ("NM003156.3", "coding", "NM_003156.3"),
    ("NM__003156.3", "coding", "NM_003156.3"),
    ("NM-003156.3", "coding", "NM_003156.3"),
    ("XM_005252924.1", "coding", "XM_005252924.1"),
    ("ENST00000300737.8", "coding", "ENST00000300737.8"),
    ("enst00000300737", "coding", "ENST00000300737"),
    ("LRG_164t1", "coding", "LRG_164t1"),
    ("lrg_164T1", "coding", "LRG_164t1"),
    ("NR_028379.1", "noncoding", "NR_028379.1"),
    ("XR_930858.3", "noncoding", "XR_930858.3"),
    ("NP_003147.2", "protein", "NP_003147.2"),
    ("YP_003024026.1", "protein", "YP_003024026.1"),
    ("XP_005252981.1", "protein", "XP_005252981.1"),
    ("ENSP00000300737.4", "protein", "ENSP00000300737.4"),
    ("LRG_164P1", "protein", "LRG_164p1"),
    ("NC_012920.1", "mitochondrion", "NC_012920.1"),
    ("chrM", "mitochondrion", "MT"),
    ("MT", "mitochondrion", "MT"),
    ("m", "mitochondrion", "MT"),
    ("chr11", "chromosome", "11"),
    ("Chr11", "chromosome", "11"),
    ("11", "chromosome", "11"),
    ("chrx", "chromosome", "X"),
    ("chromosome7", "chromosome", "7"),
    ("L01538.1", "other", "L01538.1"),
    ("hg19", "assembly", "hg19"),
    ("GRCh38.p14", "assembly", "GRCh38.p14"),
    ("STIM1", "gene", "STIM1"),
    ("stim1", "gene", "STIM1"),
    ("HLA-DRB1", "gene", "HLA-DRB1"),
    ("MT-ND1", "gene", "MT-ND1"),
    ("P2RY12", "gene", "P2RY12"),
    ("c9ORF72", "gene", "C9orf72"),
    ("CXorf57", "gene", "CXorf57"),
    ("C11orf21-AS1", "gene", "C11orf21-AS1"),
    ("HOXA@", "gene", "HOXA@"),
    ("GTF2H2C_2", "gene", "GTF2H2C_2"),
    ("ENSG00000167323", "gene", "ENSG00000167323"),
    ("23", "gene", ""),
    ("é", "gene", ""),
    ("A" * 60, "gene", ""),
    ("*", "gene", ""),
)


@pytest.mark.parametrize(("word", "kind", "name"), LABELS)
def test_a_word_names_what_its_form_says(word: str, kind: Kind, name: str) -> None:
    label = read_label(word)
    assert (label and (label.kind, label.name)) == ((kind, name) if name else None)


@pytest.mark.parametrize("word", ["hg18", "NCBI36", "GRCh36", "hs1", "T2T-CHM13v2.0"])
def test_an_assembly_that_is_not_held_is_refused_by_name(word: str) -> None:
    with pytest.raises(UnknownAssembly, match=word):
        get_assembly(f"{word} chr1", 0, len(word))


def test_a_chromosome_is_written_with_its_assembly_only_where_a_reader_would_take_it_for_another() -> None:
    written = [write_chromosome(contig) for contig in (GRCH38, GRCH37, MITOCHONDRION)]
    assert written == ["chr11", "chr11(hg19)", "chrM"]
