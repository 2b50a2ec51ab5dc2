"""Runs hgvs-weaver, whose provider of data is made of cdot's exons and the FASTA files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import weaver

from benchmarks.peers.protocol import Row, Tool, run
from benchmarks.peers.sequences import Sequences, read_refgets

_LENGTHS = {"M": "=", "I": "D", "D": "I"}
"""cdot's letters of a gap, as the interface of hgvs has them."""


class Provider:
    """What weaver asks of a provider."""

    def __init__(self, reference: Path) -> None:
        self._sequences = Sequences(reference)
        content = json.loads((reference / "cdot.json").read_text(encoding="ascii"))
        self._transcripts: dict[str, Any] = content["transcripts"]
        self._made: dict[tuple[str, str], dict[str, Any]] = {}

    def get_transcript(self, transcript_ac: str, reference_ac: str | None) -> dict[str, Any]:
        """Return a transcript on a contig, on GRCh38 where none is said."""
        row = self._transcripts[transcript_ac]
        builds = row["genome_builds"]
        build = next((one for one in builds.values() if one["contig"] == reference_ac), None)
        build = build or builds.get("GRCh38") or builds["GRCh37"]
        key = (transcript_ac, build["contig"])
        if key not in self._made:
            self._made[key] = _make_transcript(row, build)
        return self._made[key]

    def get_seq(self, ac: str, start: int, end: int | None, kind: object) -> str:  # noqa: ARG002 (weaver's)
        """Return letters of a sequence."""
        return self._sequences.read(ac, start, end)

    def get_symbol_accessions(self, symbol: str, source_kind: str, target_kind: str) -> list[tuple[str, str]]:  # noqa: ARG002
        """Return the protein of a transcript."""
        row = self._transcripts.get(symbol)
        return [("protein_accession", row["protein"])] if row and row.get("protein") else []

    def get_identifier_type(self, identifier: str) -> str:
        """Tell what an accession is."""
        if identifier.startswith("NC_"):
            return "genomic_accession"
        return "transcript_accession" if identifier in self._transcripts else "protein_accession"


class Digests:
    """What weaver asks of a lookup of digests."""

    def __init__(self, reference: Path) -> None:
        self._digests = read_refgets(reference)
        self._accessions = {digest: accession for accession, digest in self._digests.items()}

    def get_refget_accession(self, ac: str) -> str | None:
        """Return the digest of a contig."""
        return self._digests.get(ac)

    def get_accession_for_refget(self, refget: str) -> str | None:
        """Return the contig of a digest."""
        return self._accessions.get(refget)


def _make_transcript(row: dict[str, Any], build: dict[str, Any]) -> dict[str, Any]:
    strand = 1 if build["strand"] == "+" else -1
    return {
        "ac": row["id"],
        "gene": row["gene_name"],
        "cds_start_index": row.get("start_codon"),
        "cds_end_index": row["stop_codon"] - 1 if "stop_codon" in row else None,
        "strand": strand,
        "reference_accession": build["contig"],
        "exons": sorted((_make_exon(exon, strand) for exon in build["exons"]), key=lambda one: one["transcript_start"]),
    }


def _make_exon(exon: list[Any], strand: int) -> dict[str, Any]:
    start, end, _, first, last, gap = exon
    words = re.findall(r"([MID])(\d+)", gap or f"M{end - start}")
    return {
        "transcript_start": first - 1,
        "transcript_end": last,
        "reference_start": start,
        "reference_end": end - 1,
        "alt_strand": strand,
        "cigar": "".join(f"{count}{_LENGTHS[letter]}" for letter, count in words),
    }


def open_vrs(reference: Path) -> Tool:
    """Return what computes the VRS identifier of a name."""
    mapper = weaver.VariantMapper(Provider(reference), refget=Digests(reference))

    def identify(row: Row) -> str:
        try:
            return str(mapper.vrs_id(weaver.parse(row[0])))
        except (weaver.HGVSError, ValueError) as error:
            return f"!{type(error).__name__}"

    return Tool(lambda rows: [identify(row) for row in rows])


if __name__ == "__main__":
    run({"vrs": open_vrs})
