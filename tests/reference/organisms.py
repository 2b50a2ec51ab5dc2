"""Invented organisms in files: a genome on which genes code, and its annotation as it is published."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from synonymizer.codons import translate
from synonymizer.mapping import reverse_complement
from tests.reference.invented import draw_bases

CODONS = [codon for codon in map("".join, product("ACGT", repeat=3)) if translate(codon, "standard") != "*"]


@dataclass(frozen=True)
class Gene:
    """A gene of one transcript: exons are interbase and forward, coding bases `cds` are of the transcript."""

    symbol: str
    transcript: str
    protein: str
    strand: int
    exons: tuple[tuple[int, int], ...]
    cds: tuple[int, int]

    def place(self) -> Iterator[tuple[int, int, int]]:
        """Yield the coding parts of exons on the contig, each with the coding bases before it."""
        at = 0
        for low, high in self.exons[:: self.strand]:
            first, last = max(self.cds[0], at), min(self.cds[1], at + high - low)
            if first < last:
                start, end = first - at, last - at
                yield (
                    (low + start, low + end, first - self.cds[0])
                    if self.strand > 0
                    else (
                        high - end,
                        high - start,
                        first - self.cds[0],
                    )
                )
            at += high - low


@dataclass(frozen=True)
class Organism:
    """An invented genome: what its files call its contigs, what is known of them, and a gene with a change in it."""

    assembly: str
    contig: str
    spelled: str
    in_genome: str
    whole: tuple[str, str]
    genes: tuple[Gene, ...]
    chromosome: str


_XKR4 = ((9000, 9200), (10_000, 10_300), (12_000, 12_700))
_SOX17 = ((30_000, 30_150), (31_000, 31_350))
REFSEQ_MOUSE = Organism(
    "GRCm39",
    "NC_000067.7",
    "NC_000067.7",
    "NC_000067.7",
    ("region", "ID=NC_000067.7:1..40000;Name=1;chromosome=1;genome=chromosome"),
    (
        Gene("Xkr4", "NM_001011874.1", "NP_001011874.1", -1, _XKR4, (100, 1060)),
        Gene("Sox17", "NM_011441.5", "NP_035571.1", 1, _SOX17, (50, 350)),
    ),
    "chr1",
)
ENSEMBL_MOUSE = Organism(
    "GRCm39",
    "NC_000067.7",
    "1",
    "chr1",
    ("chromosome", "ID=chromosome:1;Alias=CM000994.3,chr1,NC_000067.7"),
    (
        Gene("Xkr4", "ENSMUST00000070533.5", "ENSMUSP00000070648.4", -1, _XKR4, (100, 1060)),
        Gene("Sox17", "ENSMUST00000027035.10", "ENSMUSP00000027035.4", 1, _SOX17, (50, 350)),
    ),
    "chr1",
)
YEAST = Organism(
    "R64",
    "chrI",
    "chrI",
    "chrI",
    ("region", "ID=chrI:1..40000"),
    (Gene("YAL001C", "YAL001C_mRNA", "YAL001C_protein", -1, _XKR4, (0, 1200)),),
    "chrI",
)
ORGANISMS = {"RefSeq's mouse": REFSEQ_MOUSE, "Ensembl's mouse": ENSEMBL_MOUSE, "a yeast": YEAST}


@dataclass(frozen=True)
class Made:
    """An organism in files, and a change of the tenth coding base of its first gene, C or A, with every name of it."""

    organism: Organism
    spec: str
    bases: str
    position: int
    old: str
    new: str

    @property
    def gene(self) -> Gene:
        return self.organism.genes[0]

    @property
    def key(self) -> str:
        return f"{self.organism.contig}:{self.position - 1}:{self.old}:{self.new}"

    @property
    def coding(self) -> str:
        old, new = (self.old, self.new) if self.gene.strand > 0 else map(reverse_complement, (self.old, self.new))
        return f"c.10{old}>{new}"

    def names(self) -> Iterator[str]:
        """Yield the change by the names of each kind that people give it."""
        change, chromosome = f"g.{self.position}{self.old}>{self.new}", self.organism.chromosome
        yield f"{self.gene.transcript}:{self.coding}"
        yield f"{self.gene.symbol}:{self.coding}"
        yield f"{self.gene.symbol.lower()} {self.coding}"
        yield f"{self.organism.contig}:{change}"
        yield f"{chromosome}:{change}"
        yield f"{chromosome}:{self.position}{self.old}>{self.new}"
        yield f"{chromosome}-{self.position}-{self.old}-{self.new}"


def write(folder: Path, organism: Organism) -> Made:
    """Write the files of an organism."""
    chance = random.Random(39)
    bases = bytearray(b"N" * 3000 + draw_bases(chance, 37_000))
    for gene in organism.genes:
        length = gene.cds[1] - gene.cds[0]
        coding = "ATG" + "".join(chance.choices(CODONS, k=length // 3 - 2)) + "TAA"
        for start, end, at in gene.place():
            part = coding[at : at + end - start]
            bases[start:end] = (part if gene.strand > 0 else reverse_complement(part)).encode()
    text = bases.decode()
    lines = (text[at : at + 60] for at in range(0, len(text), 60))
    circle = draw_bases(chance, 3000).decode()
    genome = folder / "genome.fa"
    genome.write_text(f">{organism.in_genome} of {organism.assembly}\n" + "\n".join(lines) + f"\n>chrM\n{circle}\n")
    annotation = folder / "genes.gff3"
    annotation.write_text("\n".join(annotate(organism, len(text))) + "\n")
    start, end, _ = next(organism.genes[0].place())
    position = start + 10 if organism.genes[0].strand > 0 else end - 9
    old = text[position - 1]
    new = {"A": "C", "C": "A", "G": "T", "T": "G"}[old]
    return Made(organism, f"fasta:{genome}+gff3:{annotation}", text, position, old, new)


def annotate(organism: Organism, length: int) -> Iterator[str]:
    def line(kind: str, start: int, end: int, sign: str, phase: str, attributes: str) -> str:
        return f"{organism.spelled}\tmade\t{kind}\t{start + 1}\t{end}\t.\t{sign}\t{phase}\t{attributes}"

    yield f"##gff-version 3\n#!genome-build {organism.assembly}"
    yield line(organism.whole[0], 0, length, "+", ".", organism.whole[1])
    for gene in organism.genes:
        sign = "+" if gene.strand > 0 else "-"
        start, end = gene.exons[0][0], gene.exons[-1][1]
        name, parent = gene.transcript, f"Parent=transcript:{gene.transcript}"
        yield line("gene", start, end, sign, ".", f"ID=gene:{gene.symbol};Name={gene.symbol}")
        stated = f"ID=transcript:{name};Parent=gene:{gene.symbol};transcript_id={name}"
        yield line("mRNA", start, end, sign, ".", stated)
        for low, high in gene.exons:
            yield line("exon", low, high, sign, ".", parent)
        for low, high, before in gene.place():
            yield line("CDS", low, high, sign, str(-before % 3), f"{parent};protein_id={gene.protein}")
