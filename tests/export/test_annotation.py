"""GFF3, GTF and cdot by the rules of their formats: what they say makes the proteins, and bcftools reads it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from synonymizer import open_reference
from synonymizer.codons import translate
from synonymizer.export import export
from synonymizer.mapping import reverse_complement
from synonymizer.places import Transcript
from synonymizer.reference import Reference
from synonymizer.reference.cdot import read_cdot
from synonymizer.reference.gff3 import read_gff3
from synonymizer.reference.gtf import read_gtf
from synonymizer.reference.hgvs_provider import BundleProvider

Row = tuple[str, str, int, int, str, str, dict[str, str]]
"""Contig, type, start and end from 1, strand, phase, attributes."""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return open_reference()


def read(path: Path, separator: str) -> list[Row]:
    """Read annotation, strictly: nine columns, and attributes that can be told apart."""
    rows: list[Row] = []
    for line in path.read_text(encoding="ascii").splitlines():
        if line.startswith("#"):
            continue
        contig, source, kind, start, end, score, strand, phase, attributes = line.split("\t")
        assert (source, score) == ("synonymizer", ".")
        assert strand in "+-"
        assert (phase in "012") == (kind in ("CDS", "start_codon", "stop_codon"))
        stated = dict(re.findall(r'(\w+)[= ]"?([^";]*)"?', part)[0] for part in attributes.strip("; ").split(separator))
        rows.append((contig, kind, int(start), int(end), strand, phase, stated))
    return rows


@pytest.fixture(scope="module", params=["GRCh38", "GRCh37"])
def gff3(request: pytest.FixtureRequest, reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    path = tmp_path_factory.mktemp("gff3") / "a.gff3"
    export(reference, "gff3", path, assembly=request.param)
    return read(path, ";")


@pytest.fixture(scope="module")
def gtf(reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    path = tmp_path_factory.mktemp("gtf") / "a.gtf"
    export(reference, "gtf", path)
    return read(path, "; ")


def test_features_lie_within_their_parents(gff3: list[Row]) -> None:
    named = {row[6]["ID"]: row for row in gff3 if row[1] in ("gene", "mRNA", "transcript", "exon")}
    assert len(named) == sum(row[1] in ("gene", "mRNA", "transcript", "exon") for row in gff3)
    children = [row for row in gff3 if "Parent" in row[6]]
    assert len(children) > 10_000
    for contig, _, start, end, strand, _, stated in children:
        parent = named[stated["Parent"]]
        assert (parent[0], parent[4]) == (contig, strand)
        assert parent[2] <= start <= end <= parent[3]


def splice(reference: Reference, rows: list[Row]) -> str:
    """Return the bases of rows of one transcript, which stand in its own order."""
    pieces = []
    for contig, _, start, end, strand, _, _ in rows:
        bases = reference.geometry.sequence(contig).bases(start - 1, end)
        pieces.append(bases if strand == "+" else reverse_complement(bases))
    return "".join(pieces)


def test_coding_sequences_make_the_proteins(reference: Reference, gff3: list[Row]) -> None:
    coding: dict[str, list[Row]] = defaultdict(list)
    for row in gff3:
        if row[1] == "CDS":
            coding[row[6]["Parent"]].append(row)
    differing = {row[6]["ID"].replace("match:", "transcript:") for row in gff3 if row[1] == "cDNA_match"}
    same = 0
    for parent, rows in coding.items():
        transcript = reference.find_transcript(rows[0][6]["transcript_id"])
        assert transcript is not None
        assert transcript.protein == rows[0][6]["protein_id"]
        if parent in differing:
            continue
        before = 0
        for row in rows:
            assert int(row[5]) == -before % 3
            before += row[3] - row[2] + 1
        made = list(translate(splice(reference, rows), transcript.code))
        for codon, residue in transcript.exceptions:
            made[codon] = residue
        assert "".join(made) == reference.geometry.protein(transcript)
        same += 1
    assert same > 500


def test_what_has_other_bases_than_the_chromosome_says_so(reference: Reference, gff3: list[Row]) -> None:
    exons: dict[str, list[Row]] = defaultdict(list)
    for row in gff3:
        if row[1] == "exon":
            exons[row[6]["Parent"]].append(row)
    marked = {row[6]["ID"] for row in gff3 if "exception" in row[6]}
    gapped = {row[6]["ID"].replace("match:", "transcript:") for row in gff3 if "Gap" in row[6]}
    assert len(marked - gapped) > 30
    for identifier, rows in exons.items():
        transcript = reference.find_transcript(rows[0][6]["transcript_id"])
        assert transcript is not None
        differs = splice(reference, rows) != reference.geometry.spliced(transcript)
        assert (identifier in marked) == (differs or identifier in gapped)


@pytest.mark.parametrize("form", ["gff3", "gtf", "cdot"])
def test_codons_that_are_read_otherwise_read_back_though_introns_part_them(
    reference: Reference, tmp_path: Path, form: Any
) -> None:
    recoded = _Recoded(reference.stores)
    export(recoded, form, tmp_path / "a")
    path = str(tmp_path / "a")
    listed = read_cdot(path)[-1] if form == "cdot" else read_gff3(path) if form == "gff3" else read_gtf(path)
    parted = {1: 0, -1: 0}
    for gene in recoded.genes():
        for transcript in recoded.transcripts_of(gene):
            (record,) = listed.find(transcript.accession)
            assert record.exceptions == transcript.exceptions
            parted[record.strand] += len(record.exceptions)
    assert min(parted.values()) > 100


class _Recoded(Reference):
    """A few genes, in which every codon that an intron parts is read as what no codon of its own is for."""

    def genes(self) -> tuple[str, ...]:
        return ("BRCA1", "CFTR", "STIM1")

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        return tuple(_recode(transcript) for transcript in super().transcripts_of(symbol))


def _recode(transcript: Transcript) -> Transcript:
    cds = transcript.cds
    ends = [exon.end - cds.start for exon in transcript.exons if cds and cds.start < exon.end < cds.end]
    return replace(transcript, exceptions=tuple((end // 3, "UOX"[end // 3 % 3]) for end in ends if end % 3))


def test_exons_are_cut_into_coding_and_untranslated_parts(gff3: list[Row]) -> None:
    lengths: dict[str, int] = defaultdict(int)
    coding = {row[6]["Parent"] for row in gff3 if row[1] == "CDS"}
    for _, kind, start, end, _, _, stated in gff3:
        if kind == "exon" and stated["Parent"] in coding:
            lengths[stated["Parent"]] += end - start + 1
        elif kind in ("CDS", "five_prime_UTR", "three_prime_UTR"):
            lengths[stated["Parent"]] -= end - start + 1
    assert len(lengths) > 500
    unequal = {parent for parent, length in lengths.items() if length}
    differing = {row[6]["ID"].replace("match:", "transcript:") for row in gff3 if row[1] == "cDNA_match"}
    assert unequal <= differing  # bases that only the chromosome has may lie between two parts


def test_the_coding_sequence_of_gtf_ends_before_the_stop_codon(reference: Reference, gtf: list[Row]) -> None:
    rows: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in gtf:
        rows[row[6].get("transcript_id", "")][row[1]].append(row)
    stops = 0
    for accession, kinds in rows.items():
        transcript = reference.find_transcript(accession)
        if transcript is None or "stop_codon" not in kinds:
            continue
        stops += splice(reference, kinds["stop_codon"]) in ("TAA", "TAG", "TGA", "AGA", "AGG")
        assert sum(row[3] - row[2] + 1 for row in kinds["stop_codon"]) == 3
        assert splice(reference, kinds["start_codon"])[1:] in ("TG", "TA", "TC", "TT") or kinds["start_codon"]
    assert stops > 0.99 * sum("stop_codon" in kinds for kinds in rows.values())


def write_cdot(reference: Reference, folder: Path) -> dict[str, Any]:
    export(reference, "cdot", folder / "cdot.json.gz")
    with gzip.open(folder / "cdot.json.gz") as file:
        content: dict[str, Any] = json.load(file)
    return content


def test_the_exons_of_cdot_are_those_that_hgvs_is_given(reference: Reference, tmp_path: Path) -> None:
    provider = BundleProvider(reference)
    content = write_cdot(reference, tmp_path)
    assert content["genome_builds"] == ["GRCh37", "GRCh38"]
    gaps = 0
    for accession, row in content["transcripts"].items():
        for build in row["genome_builds"].values():
            exons = provider.get_tx_exons(accession, build["contig"], "splign")
            assert build["strand"] == "+-"[exons[0]["alt_strand"] < 0]
            for told, exon in zip(build["exons"], exons, strict=True):
                assert told[:5] == [
                    exon["alt_start_i"],
                    exon["alt_end_i"],
                    exon["ord"],
                    exon["tx_start_i"] + 1,
                    exon["tx_end_i"],
                ]
                assert (told[5] or f"M{told[1] - told[0]}") == as_gap(exon["cigar"])
                gaps += told[5] is not None
    assert gaps > 5


def as_gap(cigar: str) -> str:
    """Return hgvs's CIGAR as a gap, in which insertion and deletion change places and bases that differ match."""
    text = ""
    for count, letter in re.findall(r"(\d+)([=XDI])", cigar):
        text += {"=": "M", "X": "M", "D": "I", "I": "D"}[letter] * int(count)
    return " ".join(f"{run[0][0]}{len(run[0])}" for run in re.findall(r"((.)\2*)", text))


def test_cdot_tells_the_coding_sequence_and_its_code(reference: Reference, tmp_path: Path) -> None:
    transcripts = write_cdot(reference, tmp_path)["transcripts"]
    row = transcripts["NM_000492.4"]
    assert (row["start_codon"], row["stop_codon"], row["protein"]) == (70, 4513, "NP_000483.3")
    assert row["genome_builds"]["GRCh38"]["cds_start"] == 117480094
    assert row["genome_builds"]["GRCh37"]["contig"] == "NC_000007.13"
    assert transcripts["NC_012920.1(MT-ND1)"]["translation"] == {"transl_except": {"TERM": [319]}, "transl_table": 2}


def test_an_alignment_with_gaps_covers_both_sequences(reference: Reference, gff3: list[Row]) -> None:
    matches = [row for row in gff3 if row[1] == "cDNA_match"]
    assert any("Gap" in row[6] for row in matches)
    for _, _, start, end, _, _, stated in matches:
        accession, first, last, strand = stated["Target"].split()
        assert strand == "+"
        gap = stated.get("Gap", f"M{end - start + 1}")
        lengths = dict.fromkeys("MID", 0)
        for word in gap.split():
            lengths[word[0]] += int(word[1:])
        assert lengths["M"] + lengths["D"] == end - start + 1
        assert lengths["M"] + lengths["I"] == int(last) - int(first) + 1
        assert reference.find_transcript(accession) is not None


@pytest.mark.skipif(shutil.which("bcftools") is None, reason="bcftools is not installed")
def test_bcftools_predicts_consequences_from_it(reference: Reference, tmp_path: Path) -> None:
    small = _only(reference, "11")
    export(small, "fasta", tmp_path / "a.fa")
    export(small, "gff3", tmp_path / "a.gff3")
    vcf = "##fileformat=VCFv4.2\n##contig=<ID=NC_000011.10>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
    (tmp_path / "a.vcf").write_text(vcf + "NC_000011.10\t4055634\t.\tC\tA\t.\t.\t.\n", encoding="ascii")
    arguments = ["-f", "a.fa", "-g", "a.gff3", "-p", "a", "--force", "a.vcf"]
    outcome = subprocess.run(["bcftools", "csq", *arguments], cwd=tmp_path, capture_output=True, text=True, check=True)
    row = outcome.stdout.splitlines()[-1]
    assert "missense|STIM1|NM_001382567.1|protein_coding|+|165P>165Q|4055634C>A" in row


def _only(reference: Reference, name: str) -> Reference:
    class One(Reference):
        def contigs(self) -> Any:
            return tuple(contig for contig in super().contigs() if contig.name == name)

    return One(reference.stores)


@pytest.mark.parametrize("form", ["gff3", "gtf", "cdot", "vcf"])
def test_the_same_data_give_the_same_bytes(tmp_path: Path, form: Any) -> None:
    for name in ("a", "b"):
        export(open_reference(), form, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
