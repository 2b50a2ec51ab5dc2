"""Stores of every kind, made of files that are written from the embedded reference.

The genome is one chromosome of GRCh37, on which transcripts differ from their contig and codons are recoded. Of genes
on other chromosomes the messages alone are held, where there are any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from biocommons.seqrepo import SeqRepo as Instance

from synonymizer.build.annotated import build_annotated
from synonymizer.export import export
from synonymizer.export.packing import Packer
from synonymizer.export.sequences import list_stretches
from synonymizer.places import Contig
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.cdot import read_cdot
from synonymizer.reference.contract import Annotation, Bases, Store
from synonymizer.reference.fasta import Fasta
from synonymizer.reference.gff3 import read_gff3
from synonymizer.reference.gtf import read_gtf
from synonymizer.reference.live import Live
from synonymizer.reference.seqrepo import SeqRepo
from synonymizer.reference.store import Bundle
from synonymizer.reference.uta import open_uta
from tests.reference.postgres import run_postgres

ASSEMBLY = "GRCh37"
CHROMOSOME = "NC_000022.10"
GENES = ("CYP2D6", "DPYD", "HBB", "KRAS", "NF2", "STIM1", "TXNRD2")
_WIDTH = 80


def write_instance(folder: Path, fastas: Iterable[Fasta]) -> Path:
    """Make an instance of SeqRepo that holds the sequences of files."""
    instance = Instance(str(folder), writeable=True)
    for fasta in fastas:
        for name in fasta.names():
            letters = fasta.read(name, 0, fasta.length(name) or 0).decode()
            namespace = "Ensembl" if name.startswith("ENS") else "refseq"
            instance.store(letters, [{"namespace": namespace, "alias": name}])
    instance.commit()
    return folder


class _Few(Bundle):
    """The embedded bundle, as far as few genes go."""

    def genes(self) -> tuple[str, ...]:
        return GENES


@dataclass(frozen=True)
class Files:
    """What is written from the reference; each file when it is first asked for."""

    folder: Path
    reference: Reference
    running: ExitStack

    @classmethod
    def of_few_genes(cls, folder: Path, running: ExitStack) -> Files:
        """Write what concerns few genes; `running` ends what has to be started for it."""
        return cls(folder, Reference((_Few.open(find_embedded()),)), running)

    @cached_property
    def genome(self) -> Path:
        """The chromosome, soft-masked as genomes are."""
        with (self.folder / "genome.fa").open("wb") as file:
            file.write(self._write_genome())
        return self.folder / "genome.fa"

    @cached_property
    def packed(self) -> Path:
        """The same in blocked gzip."""
        with (self.folder / "genome.fa.gz").open("wb") as file:
            _pack(file, self._write_genome())
        return self.folder / "genome.fa.gz"

    @cached_property
    def messages(self) -> Path:
        """The bases of all transcripts."""
        return self._export("rna", "rna.fa")

    @cached_property
    def proteins(self) -> Path:
        """The residues of all proteins."""
        return self._export("protein", "protein.fa")

    @cached_property
    def gff3(self) -> Annotation:
        """All transcripts, as GFF3 tells of them."""
        return read_gff3(str(self._export("gff3", "annotation.gff3")))

    @cached_property
    def gtf(self) -> Annotation:
        """All transcripts, as GTF tells of them."""
        return read_gtf(str(self._export("gtf", "annotation.gtf")))

    @cached_property
    def cdot(self) -> Annotation:
        """All transcripts, as cdot tells of them."""
        read = read_cdot(str(self._export("cdot", "cdot.json")))
        return next(annotation for annotation in read if annotation.assembly == ASSEMBLY)

    @cached_property
    def uta(self) -> Annotation:
        """All transcripts, as a UTA database tells of them."""
        server = self.running.enter_context(run_postgres())
        loaded = server.run("-f", str(self._export("uta", "uta.sql")))
        assert loaded.returncode == 0, loaded.stderr
        opened = open_uta(server.url("uta_synonymizer"), self.known)
        return next(annotation for annotation in opened if annotation.assembly == ASSEMBLY)

    @cached_property
    def seqrepo(self) -> Path:
        """Chromosome, messages and proteins in an instance."""
        fastas = (Fasta.open(self.genome), Fasta.open(self.messages), Fasta.open(self.proteins, residues=True))
        return write_instance(self.folder / "seqrepo", fastas)

    @property
    def known(self) -> tuple[Contig, ...]:
        """The contigs of human."""
        return self.reference.contigs()

    def live(self, annotation: Annotation | None, *bases: Bases, proteins: Bases | None = None) -> Live:
        """Join annotation and sequences."""
        return Live(annotation, bases, ASSEMBLY, self.known, "a test", proteins=proteins)

    def build(self, name: str, store: Live) -> Bundle:
        """Build a bundle of what a store holds."""
        build_annotated((store,), self.folder / f"{name}.bundle", name=name)
        return Bundle.open(self.folder / f"{name}.bundle")

    def _export(self, form: str, name: str) -> Path:
        export(self.reference, form, self.folder / name, assembly=ASSEMBLY)  # type: ignore[arg-type]
        return self.folder / name

    def _write_genome(self) -> bytes:
        contig = self.reference.find_contig(CHROMOSOME)
        assert contig is not None
        sequence = self.reference.geometry.sequence(CHROMOSOME)
        bases = bytearray(b"N" * contig.length)
        for stretch in list_stretches(self.reference, contig):
            text = sequence.bases(stretch.start, stretch.end).encode()
            half = len(text) // 2
            bases[stretch.start : stretch.end] = text[:half] + text[half:].lower()
        lines = (bases[start : start + _WIDTH] + b"\n" for start in range(0, len(bases), _WIDTH))
        return b">chr22 the name that UCSC gives it\n" + b"".join(lines)


def _pack(file: BinaryIO, text: bytes) -> None:
    packer = Packer(file)
    packer.write(text)
    packer.close()


def _open_proteins(files: Files) -> Fasta:
    return Fasta.open(files.proteins, residues=True)


KINDS: dict[str, Callable[[Files], Store]] = {
    "bundle": lambda _: _Few.open(find_embedded()),
    "fasta + gff3": lambda files: files.live(files.gff3, Fasta.open(files.genome)),
    "fasta + rna + protein + gff3": lambda files: files.live(
        files.gff3, Fasta.open(files.genome), Fasta.open(files.messages), proteins=_open_proteins(files)
    ),
    "blocked fasta + rna + gtf": lambda files: files.live(
        files.gtf, Fasta.open(files.packed), Fasta.open(files.messages)
    ),
    "rna + protein + gff3": lambda files: files.live(
        files.gff3, Fasta.open(files.messages), proteins=_open_proteins(files)
    ),
    "seqrepo + cdot": lambda files: files.live(
        files.cdot, SeqRepo.open(files.seqrepo), proteins=SeqRepo.open(files.seqrepo, residues=True)
    ),
    "fasta + rna + uta": lambda files: files.live(files.uta, Fasta.open(files.genome), Fasta.open(files.messages)),
    "fasta": lambda files: files.live(None, Fasta.open(files.genome)),
    "built of fasta + rna + gff3": lambda files: files.build(
        "genome", files.live(files.gff3, Fasta.open(files.genome), Fasta.open(files.messages))
    ),
    "built of rna + cdot": lambda files: files.build("messages", files.live(files.cdot, Fasta.open(files.messages))),
}
"""Every kind of store, by its name; each must obey the laws of `test_contract`."""
