"""cdot JSON: transcripts with their exons on both assemblies, as cdot's readers take them.

Source: the documents of cdot, "JSON data format" and "Coordinates & exon alignments", data schema 0.2: exons are
[start, end, number, first base, last base, gap] in order of the chromosome, where start and end are interbase, the
number counts from 0 along the transcript, and its bases count from 1. How many of them differ from a build's
is told by its `genome_mismatch`. The schema is open: what LRG calls a transcript and its protein, which no key of it
tells, are `synonyms` and `protein_synonyms`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from synonymizer.export.placed import (
    MITOCHONDRIAL_TABLE,
    Placed,
    count_mismatches,
    list_exceptions,
    list_placed,
)
from synonymizer.places import ASSEMBLIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.places import Transcript
    from synonymizer.reference import Reference

SCHEMA = "0.2.36"
"""The version of the data schema that is written."""


def write_cdot(reference: Reference, write: Callable[[bytes], object]) -> None:
    """Write every transcript that lies on an assembly; one that lies on X and Y is told on X."""
    builds: dict[str, dict[str, list[Placed]]] = {}
    transcripts: dict[str, Transcript] = {}
    for assembly in reversed(ASSEMBLIES):
        for placed in list_placed(reference, assembly):
            accession = placed.transcript.accession
            transcripts[accession] = placed.transcript
            builds.setdefault(accession, {}).setdefault(assembly, []).append(placed)
    head = {"cdot_version": SCHEMA, "genome_builds": list(reversed(ASSEMBLIES)), "genes": _describe_genes(transcripts)}
    write(f'{_encode(head)[:-1]},"transcripts":{{'.encode())
    for number, accession in enumerate(sorted(transcripts)):
        comma = "," if number else ""
        row = _describe_transcript(reference, transcripts[accession], builds[accession])
        write(f"{comma}\n{_encode(accession)}:{_encode(row)}".encode())
    write(b"\n}}\n")


def _encode(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _describe_genes(transcripts: dict[str, Transcript]) -> dict[str, Any]:
    symbols = sorted({transcript.gene for transcript in transcripts.values()})
    return {symbol: {"gene_symbol": symbol} for symbol in symbols}


def _describe_transcript(
    reference: Reference, transcript: Transcript, builds: dict[str, list[Placed]]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": transcript.accession,
        "gene_name": transcript.gene,
        "gene_version": transcript.gene,
        "biotype": ["transcript" if transcript.cds is None else "protein_coding"],
        "genome_builds": {assembly: _describe_build(reference, places) for assembly, places in builds.items()},
    }
    row |= {"synonyms": transcript.synonyms} if transcript.synonyms else {}
    if transcript.cds is not None:
        row |= {
            "start_codon": transcript.cds.start,
            "stop_codon": transcript.cds.end,
            "protein": transcript.protein,
            "translation": _describe_translation(transcript),
        }
        row |= {"protein_synonyms": transcript.protein_synonyms} if transcript.protein_synonyms else {}
    return row


def _describe_translation(transcript: Transcript) -> dict[str, Any]:
    """Return how the coding sequence is read where the standard code does not say it."""
    excepted: dict[str, list[int]] = {}
    for codon, name in list_exceptions(transcript):
        excepted.setdefault(name, []).append(codon + 1)
    found: dict[str, Any] = {"transl_except": excepted} if excepted else {}
    return found | ({"transl_table": MITOCHONDRIAL_TABLE} if transcript.code == "mitochondrial" else {})


def _describe_build(reference: Reference, places: list[Placed]) -> dict[str, Any]:
    placed, *others = sorted(places, key=lambda placed: placed.copy)
    exons = [
        [exon.place.start, exon.place.end, number, exon.bases.start + 1, exon.bases.end, exon.gap]
        for number, exon in enumerate(placed.exons)
    ]
    row: dict[str, Any] = {
        "contig": placed.contig.accession,
        "strand": placed.strand,
        "start": placed.extent.start,
        "stop": placed.extent.end,
        "exons": sorted(exons),
    }
    tags = [tag for tag in placed.transcript.tags if tag.startswith("MANE")]
    coding = placed.carry(placed.transcript.cds) if placed.transcript.cds else []
    row |= {"tag": ",".join(tags)} if tags else {}
    substitutions = count_mismatches(reference, placed)
    row |= {"genome_mismatch": {"transcript": {"substitutions": substitutions}}} if substitutions else {}
    row |= {"other_chroms": [other.contig.accession for other in others]} if others else {}
    if coding:
        row["cds_start"] = min(place.start for _, place in coding)
        row["cds_end"] = max(place.end for _, place in coding)
    return row
