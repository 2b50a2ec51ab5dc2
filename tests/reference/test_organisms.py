"""Reference data of other organisms: their own names are read and written, and no human ones; live and built alike."""

from __future__ import annotations

import hashlib
import json
import random
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from synonymizer import Options, Synonymizer, compare, open_reference
from synonymizer.build.annotated import build_named
from synonymizer.codons import translate
from synonymizer.formats.vcf_header import find_assembly
from synonymizer.mapping import reverse_complement
from tests.reference.invented import draw_bases

if TYPE_CHECKING:
    from synonymizer.model import Result

HUMAN = ("GRCh", "hg19", "hg38", "NC_00000", "NC_00001", "NC_00002", "NC_012920")
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


def _write(folder: Path, organism: Organism) -> Made:
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
    annotation.write_text("\n".join(_annotate(organism, len(text))) + "\n")
    start, end, _ = next(organism.genes[0].place())
    position = start + 10 if organism.genes[0].strand > 0 else end - 9
    old = text[position - 1]
    new = {"A": "C", "C": "A", "G": "T", "T": "G"}[old]
    return Made(organism, f"fasta:{genome}+gff3:{annotation}", text, position, old, new)


def _annotate(organism: Organism, length: int) -> Iterator[str]:
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


@pytest.fixture(scope="module", params=ORGANISMS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return _write(tmp_path_factory.mktemp("organism"), ORGANISMS[request.param])


@pytest.fixture(scope="module", params=["live", "built"])
def synonymizer(request: pytest.FixtureRequest, made: Made, tmp_path_factory: pytest.TempPathFactory) -> Synonymizer:
    if request.param == "live":
        return Synonymizer(open_reference(made.spec))
    path = tmp_path_factory.mktemp("built") / "organism.bundle"
    build_named(made.spec, path, name="organism")
    return Synonymizer(open_reference(f"bundle:{path}"))


def test_every_name_leads_to_one_key_and_to_the_same_names(made: Made, synonymizer: Synonymizer) -> None:
    said: dict[str, set[str]] = {}
    for text in made.names():
        for assembly in (None, made.organism.assembly):
            result = synonymizer.names(text, Options(assembly=assembly))
            assert [reading.key for reading in result.readings] == [made.key], text
            said[text] = {name.text for name in result.readings[0].names}
    assert len({frozenset(names) for names in said.values()}) == 1
    names = next(iter(said.values()))
    assert names.issuperset(text for text in made.names() if not text.startswith(made.gene.symbol.lower()))


def test_nothing_human_is_said(made: Made, synonymizer: Synonymizer) -> None:
    for text in (*made.names(), f"{made.gene.symbol} p.Met1?", f"{made.organism.chromosome}:g.35000del"):
        result = synonymizer.names(text)
        assert result.readings, text
        said = [*(name.text for one in result.readings for name in one.names), *_list_messages(result)]
        own = [one.replace(made.organism.contig, "") for one in said]
        assert not [one for one in own if any(word in one for word in HUMAN)]
        assert "W4003" not in {issue.code for issue in result.issues}


def _list_messages(result: Result) -> Iterator[str]:
    yield from (issue.message for issue in result.issues)


def test_a_symbol_is_read_as_it_is_written(made: Made, synonymizer: Synonymizer) -> None:
    assert synonymizer.names(f"{made.gene.symbol}:{made.coding}", Options(strict=True)).issues == ()
    slip = made.gene.symbol.lower()
    (issue,) = synonymizer.names(f"{slip}:{made.coding}").issues
    assert (issue.code, f"'{made.gene.symbol}:{made.coding}'" in issue.message) == ("W1001", True)


def _digest(text: str) -> str:
    """Return the digest of GA4GH: 24 bytes of SHA-512, in base64 fit for addresses."""
    return urlsafe_b64encode(hashlib.sha512(text.encode()).digest()[:24]).decode()


def test_vrs_names_the_contig_by_the_digest_of_its_bases(made: Made, synonymizer: Synonymizer) -> None:
    """By the algorithm of VRS 2.0: objects as JSON with keys in order, and what has a digest replaced by it."""
    refget = f"SQ.{_digest(made.bases)}"
    location = {
        "end": made.position,
        "sequenceReference": {"refgetAccession": refget, "type": "SequenceReference"},
        "start": made.position - 1,
        "type": "SequenceLocation",
    }
    allele = {
        "location": _digest(_write_json(location)),
        "state": {"sequence": made.new, "type": "LiteralSequenceExpression"},
        "type": "Allele",
    }
    identifier = f"ga4gh:VA.{_digest(_write_json(allele))}"
    (reading,) = synonymizer.names(next(made.names())).readings
    assert reading.vrs == identifier
    written = next(name.text for name in reading.names if identifier in name.text)
    assert synonymizer.names(written).readings[0].key == made.key


def _write_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def test_a_change_of_residues_is_found_by_its_gene(made: Made, synonymizer: Synonymizer) -> None:
    transcript = synonymizer.reference.find_transcript(made.gene.transcript)
    assert transcript is not None
    residues = synonymizer.reference.geometry.protein(transcript)
    coding = synonymizer.names(f"{made.gene.transcript}:{made.coding}").readings[0]
    protein = next(name.text for name in coding.names if name.level == "p" and name.text.startswith(made.gene.symbol))
    assert f"{residues[3]}" == translate(synonymizer.reference.geometry.spliced(transcript)[_codon(made)], "standard")
    keys = [reading.key for reading in synonymizer.names(protein).readings]
    assert made.key in keys


def _codon(made: Made) -> slice:
    return slice(made.gene.cds[0] + 9, made.gene.cds[0] + 12)


def test_the_mitochondrial_genome_is_its_own(made: Made, synonymizer: Synonymizer) -> None:
    contig = synonymizer.reference.find_contig_by_name("M", made.organism.assembly)
    assert contig is not None
    base = synonymizer.reference.geometry.sequence(contig.accession).bases(99, 100)
    for text in (f"m.100{base}>N", "m.100_101del", "chrM:m.100_101del", "chrM:100-101del"):
        for reading in synonymizer.names(text.replace(">N", ">" + "ACGT"["CGTA".index(base)])).readings:
            assert reading.key is not None
            assert reading.key.startswith(f"{contig.accession}:")


def test_names_are_compared(made: Made, synonymizer: Synonymizer) -> None:
    first, *others = made.names()
    assert {compare(first, other, synonymizer).verdict for other in others} == {"same"}


def test_a_vcf_file_is_known_by_its_contigs(made: Made, synonymizer: Synonymizer) -> None:
    header = f"##contig=<ID={made.organism.chromosome},length={len(made.bases)}>\n".encode()
    assembly, _ = find_assembly(header, b"", synonymizer.reference, None)
    assert assembly == made.organism.assembly
