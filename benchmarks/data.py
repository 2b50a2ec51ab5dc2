"""Variants for the benchmarks: drawn over the transcripts of a reference, the same ones for the same seed.

Eighty-five of a hundred are exchanges of one base, the rest deletions, insertions and duplications of 1 to 12 bases,
short ones most often. Bases that are not held are not drawn. One transcript stands for each gene: the first by rank
that lies on GRCh38.
"""

from __future__ import annotations

import csv
import gzip
import os
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

from synonymizer.export.placed import Placed, list_placed
from synonymizer.export.sequences import list_stretches
from synonymizer.places import ASSEMBLIES, Assembly, Interval
from synonymizer.reference import Reference

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[2] / "shared"))
CLINVAR = SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz"

SINGLE_BASES = 0.85
NEAR_EXONS = 0.9
"""The share of an exonic draw that lies in an exon or at most `FLANK` bases beside it; the rest lies anywhere."""

FLANK = 20
LONGEST = 12
SEED = 20_260_101


class Variant(NamedTuple):
    """A row of a VCF file, and the transcript that it was drawn on."""

    contig: str
    position: int
    deleted: str
    inserted: str
    transcript: str


@dataclass(frozen=True, slots=True)
class Stretches:
    """Intervals of contigs, from which a base is drawn."""

    places: tuple[tuple[str, Interval, str], ...]
    ends: tuple[int, ...]

    def draw(self, random: Random) -> tuple[str, int, str]:
        """Return contig, interbase place and transcript."""
        number = random.randrange(self.ends[-1])
        index = bisect_right(self.ends, number)
        contig, interval, transcript = self.places[index]
        return contig, interval.end - (self.ends[index] - number), transcript


def list_main(reference: Reference) -> list[Placed]:
    """Return one transcript of each gene, where it lies on GRCh38."""
    chosen: dict[str, Placed] = {}
    by_accession = {placed.transcript.accession: placed for placed in list_placed(reference, ASSEMBLIES[0])}
    for gene in reference.genes():
        for transcript in reference.transcripts_of(gene):
            if transcript.accession in by_accession:
                chosen.setdefault(gene, by_accession[transcript.accession])
    return [placed for placed in chosen.values() if not placed.transcript.accession.startswith("NC_")]


def is_equal(reference: Reference, placed: Placed) -> bool:
    """Whether a transcript has the bases of the chromosome in all its exons."""
    unspliced = reference.geometry.unspliced(placed.transcript, placed.frame)
    return unspliced.is_faithful


def _lay(pieces: list[tuple[str, Interval, str]]) -> Stretches:
    return Stretches(tuple(pieces), tuple(accumulate(len(piece[1]) for piece in pieces)))


def list_exons(main: list[Placed]) -> Stretches:
    """Return the exons with their flanks."""
    return _lay(
        [
            (placed.contig.accession, _widen(exon.place, placed.extent), placed.transcript.accession)
            for placed in main
            for exon in placed.exons
        ]
    )


def _widen(exon: Interval, extent: Interval) -> Interval:
    return Interval(max(exon.start - FLANK, extent.start), min(exon.end + FLANK, extent.end))


def list_extents(main: list[Placed]) -> Stretches:
    """Return the transcripts with their introns."""
    return _lay([(placed.contig.accession, placed.extent, placed.transcript.accession) for placed in main])


def draw(reference: Reference, main: list[Placed], count: int, *, exonic: bool, seed: int = SEED) -> Iterator[Variant]:
    """Yield variants in the order in which they are drawn."""
    random = Random(seed)
    bases = Bases(reference)
    exons, extents = list_exons(main), list_extents(main)
    while count:
        stretches = exons if exonic and random.random() < NEAR_EXONS else extents
        contig, place, transcript = stretches.draw(random)
        change = _draw_change(bases, contig, place, random)
        if change is not None:
            yield Variant(contig, *change, transcript)
            count -= 1


class Bases:
    """Reads contigs by whole stretches, since a draw is of a few bases."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._stretches = {
            contig.accession: list_stretches(reference, contig)
            for contig in reference.contigs()
            if contig.assembly == ASSEMBLIES[0]
        }
        self._texts: dict[tuple[str, int], str] = {}

    def read(self, contig: str, start: int, end: int) -> str:
        """Return bases, N where they are not all held."""
        stretches = self._stretches[contig]
        index = bisect_right(stretches, start, key=lambda stretch: stretch.start) - 1
        if index < 0 or end > stretches[index].end:
            return "N" * (end - start)
        first = stretches[index].start
        return self._read_stretch(contig, index)[start - first : end - first]

    def _read_stretch(self, contig: str, index: int) -> str:
        text = self._texts.get((contig, index))
        if text is None:
            stretch = self._stretches[contig][index]
            text = self._reference.geometry.sequence(contig).bases(stretch.start, stretch.end)
            self._texts[contig, index] = text
        return text


def _draw_change(bases: Bases, contig: str, place: int, random: Random) -> tuple[int, str, str] | None:
    """Return position, REF and ALT of a change at a place, None where the bases are not known."""
    if random.random() < SINGLE_BASES:
        base = bases.read(contig, place, place + 1)
        return None if base == "N" else (place + 1, base, random.choice("ACGT".replace(base, "")))
    length = min(int(random.expovariate(0.5)) + 1, LONGEST)
    around = bases.read(contig, place, place + 1 + length)
    if "N" in around:
        return None
    match random.randrange(4):
        case 0 | 1:
            return place + 1, around, around[0]
        case 2:
            return place + 1, around[0], around
        case _:
            return place + 1, around[0], around[0] + "".join(random.choices("ACGT", k=length))


def read_clinvar(reference: Reference) -> Iterator[Variant]:
    """Yield the ClinVar rows that lie on a transcript of the reference, on GRCh37, with the transcript they state."""
    assembly: Assembly = "GRCh37"
    with gzip.open(CLINVAR, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            contig = reference.find_contig_by_name(row["chrom"], assembly)
            transcript = reference.find_transcript(row["hgvs_c"].partition(":")[0])
            if contig is not None and transcript is not None:
                yield Variant(contig.accession, int(row["pos"]), row["ref"], row["alt"], transcript.accession)


def write_rows(path: Path, variants: Iterator[Variant] | list[Variant]) -> None:
    """Write variants as tab-separated rows."""
    with path.open("w", encoding="ascii") as file:
        file.writelines("\t".join(map(str, variant)) + "\n" for variant in variants)


def read_rows(path: Path) -> list[Variant]:
    """Read what `write_rows` wrote."""
    with path.open(encoding="ascii") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return [Variant(contig, int(position), *rest) for contig, position, *rest in rows]


def write_vcf(path: Path, reference: Reference, variants: list[Variant]) -> None:
    """Write variants as a sorted VCF file."""
    contigs = [contig for contig in reference.contigs() if contig.assembly == ASSEMBLIES[0]]
    order = {contig.accession: number for number, contig in enumerate(contigs)}
    with path.open("w", encoding="ascii") as file:
        file.write("##fileformat=VCFv4.4\n")
        file.writelines(f"##contig=<ID={contig.accession},length={contig.length}>\n" for contig in contigs)
        file.write("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n")
        for one in sorted(variants, key=lambda one: (order[one.contig], one.position)):
            file.write(f"{one.contig}\t{one.position}\t.\t{one.deleted}\t{one.inserted}\t.\t.\t.\n")
