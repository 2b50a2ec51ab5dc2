"""Makes a bundle from reference data that can be read where it lies: annotation, genomes, messages, VCF files.

What the stores of the sources say is written down, and nothing else: reading a source and building from it are one
piece of code. The ways between assemblies, which are found base by base, are written with the sequences, so that they
are found once.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer.build.catalogue import Catalogue
from synonymizer.build.identifiers import add_vcf, build_identifiers, describe_vcf
from synonymizer.build.reports import BuildReport, Check, be_silent
from synonymizer.build.sources import compute_sha256
from synonymizer.build.symbols import Symbols, list_genes
from synonymizer.build.writer import (
    create,
    finish,
    write_alleles,
    write_contigs,
    write_genes,
    write_sequence,
    write_transcript,
)
from synonymizer.errors import BadSetting, MissingData
from synonymizer.output import replacing
from synonymizer.places import ASSEMBLIES
from synonymizer.reference import Reference, find_embedded, open_reference
from synonymizer.reference.contract import Origin
from synonymizer.reference.live import Live
from synonymizer.reference.ranking import rank
from synonymizer.reference.seal import write_seal
from synonymizer.reference.spec import open_stores, parse_spec
from synonymizer.reference.store import Bundle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from synonymizer.build.reports import Progress
    from synonymizer.places import Contig, Transcript
    from synonymizer.reference.contract import Store


def build_named(
    spec: str, output: Path, *, name: str, over: str | None = None, progress: Progress = be_silent
) -> BuildReport:
    """Make a bundle of references named as for `--reference`, with identifiers of the VCF files among their parts.

    VCF files alone make a bundle of identifiers alone.

    Args:
        spec: such as `fasta:GRCh38.fa+gff3:genes.gff3+vcf:clinvar.vcf.gz`; see `reference.spec`.
        output: the bundle to write; an older one is replaced.
        over: the references that hold the places of VCF files that stand alone, as `--reference` takes them.
        name: what the bundle calls itself.
        progress: is told the stage, and how much of how much of it is done.

    Raises:
        BadSetting: when the text is not understood, or names what is built already.
        DataError: when a source cannot be read.
        OutputNotWritable: when the bundle cannot be written.
    """
    references = parse_spec(spec)
    files = [Path(part.value) for parts in references for part in parts if part.kind == "vcf"]
    described = [tuple(part for part in parts if part.kind != "vcf") for parts in references]
    if files and not any(described):
        return build_identifiers(files, open_reference(over), output, name=name, progress=progress)
    with ExitStack() as opened:
        stores: list[Live] = []
        for store in open_stores(filter(None, described)):
            opened.callback(store.close)
            if not isinstance(store, Live):
                raise BadSetting(f"{store.path} is a bundle already. Name files or databases that one is built of.")
            stores.append(store)
        if not stores:
            raise BadSetting("No source is named. Write a folder, or parts such as fasta:PATH+gff3:PATH.")
        paths = [Path(part.value) for parts in described for part in parts if part.kind != "uta"]
        origins = record_files([path for path in paths if path.is_file()])
        return build_annotated(tuple(stores), output, files=files, origins=origins, name=name, progress=progress)


def record_files(paths: Iterable[Path], release: str = "", licence: str = "") -> tuple[Origin, ...]:
    """Return the checksums of files, with the release and the terms that they were published under.

    Raises:
        MissingData: when a file cannot be read.
    """
    return tuple(Origin(path.name, release, "", licence, compute_sha256(path)) for path in paths)


def build_annotated(
    stores: tuple[Live, ...],
    output: Path,
    *,
    files: Sequence[Path] = (),
    origins: Sequence[Origin] = (),
    name: str,
    release: str = "",
    progress: Progress = be_silent,
) -> BuildReport:
    """Make a bundle of all that stores hold.

    A transcript that several hold is written as the first does. The bundle appears under its name only when it is
    complete.

    Args:
        stores: what is read where it lies, the most specific first.
        output: the bundle to write; an older one is replaced.
        files: VCF files whose identifiers are added, of alleles that lie on what the stores hold.
        origins: what is known of the sources besides what the stores say of them.
        name: what the bundle calls itself.
        release: its release; "" takes the newest date of its sources.
        progress: is told the stage, and how much of how much of it is done.

    Raises:
        MissingData: when the stores hold no sequence.
        BadSource: when a source is not in its published format.
        OutputNotWritable: when the bundle cannot be written.
    """
    with replacing(output) as partial:
        with closing(create(partial)) as connection:
            report = _Work(connection, stores, progress).write(name, release, files, origins, partial.parent)
        write_seal(partial)
    return report


def _join(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Return each source once, with whatever is said of it first."""
    found: dict[str, Origin] = {}
    for origin in origins:
        known = found.setdefault(origin.source, origin)
        found[origin.source] = Origin._make(first or other for first, other in zip(known, origin, strict=True))
    return tuple(found[source] for source in sorted(found))


class _Work:
    """One build."""

    def __init__(self, connection: sqlite3.Connection, stores: tuple[Live, ...], progress: Progress) -> None:
        self._connection = connection
        self._stores = stores
        self._reference = Reference(stores)
        self._progress = progress
        self._sequences: set[str] = set()
        self._transcripts: dict[str, Transcript] = {}

    def write(
        self, name: str, release: str, files: Sequence[Path], origins: Sequence[Origin], folder: Path
    ) -> BuildReport:
        """Fill an empty bundle."""
        write_contigs(self._connection, tuple(map(self._complete, self._reference.contigs())))
        symbols = self._gather_symbols()
        genes = write_genes(self._connection, symbols)
        for store in self._stores:
            self._write_sequences(store)
        count = len(self._transcripts)
        found = self._write_transcripts(genes)
        left_out = [one for store in self._stores for one in store.left_out if one.what not in self._transcripts]
        checks = [Check("transcripts that read as their source says", count, count + len(left_out))]
        if files:
            with Catalogue(self._reference, folder) as catalogue:
                for path in files:
                    assembly, fit = add_vcf(catalogue, path, self._reference, progress=self._progress)
                    checks.append(Check(f"{path.name}: reference bases on {assembly} that fit", *fit))
                write_alleles(self._connection, catalogue.entries(self._progress), folder)
                left_out += catalogue.left_out
        told = [origin for store in self._stores for origin in store.provenance()]
        told = [*_join((*origins, *told)), *map(describe_vcf, files)]
        dates = [origin.date for origin in told if origin.date[:1].isdecimal()]
        release = release or max(dates, default="")[:7].replace("-", ".")
        digest = finish(self._connection, name, release, told)
        return BuildReport(name, digest, found, count, tuple(checks), tuple(left_out))

    def _complete(self, contig: Contig) -> Contig:
        """Return a contig with its digest, which is of all its bases and may not be known."""
        return replace(contig, refget=self._reference.geometry.refget(contig.accession) or "")

    def _gather_symbols(self) -> Symbols:
        """Return the genes of the stores and, of human, all that are known."""
        is_human = any(contig.assembly in ASSEMBLIES for contig in self._reference.contigs())
        with closing(Bundle.open(find_embedded())) as embedded:
            symbols = Symbols(list_genes(embedded) if is_human else ())
        for store in reversed(self._stores):
            for symbol in store.genes():
                gene = store.find_gene(symbol)
                symbols.update(symbol, gene.ensembl if gene else "")
        return symbols

    def _write_sequences(self, store: Store) -> None:
        """Write the sequences of a store, contig by contig, and gather the transcripts that are at home in them."""
        contigs = store.contigs()
        holds = False
        for number, contig in enumerate(contigs):
            self._progress(f"writing {contig.assembly}", number, len(contigs))
            for placement in store.placements_over(contig.accession, 0, contig.length):
                holds = True
                source, length = placement.source, store.source_length(placement.source)
                if source not in self._sequences:
                    self._sequences.add(source)
                    bases, places = store.read(source, 0, length), self._reference.geometry.placements_of(source)
                    write_sequence(self._connection, source, None, bases.decode(), places)
                    for transcript in store.transcripts_on(source, 0, length):
                        self._transcripts.setdefault(transcript.accession, transcript)
        self._progress("writing", len(contigs), len(contigs))
        if not holds:
            raise MissingData(f"{store.path} holds no sequence. Give a genome, or the bases of transcripts.")

    def _write_transcripts(self, genes: dict[str, int]) -> int:
        """Write the transcripts, genes in order of place and each by rank; return how many genes there are."""
        by_gene: dict[str, list[Transcript]] = {}
        for transcript in self._transcripts.values():
            by_gene.setdefault(transcript.gene, []).append(transcript)
        for gene, transcripts in by_gene.items():
            for transcript in sorted(transcripts, key=rank):
                write_transcript(self._connection, transcript, genes[gene])
        return len(by_gene)
