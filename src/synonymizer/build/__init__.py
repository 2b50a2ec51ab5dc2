"""Makes reference bundles from public files, and verifies what it makes.

Everything stored has passed a check: transcripts splice to their cDNA and translate to their protein, windows fit their
places, the reference bases of known alleles are those of the assembly. What fails is left out and reported.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.build.assemble import complete
from synonymizer.build.catalogue import Catalogue
from synonymizer.build.chain import read_chains
from synonymizer.build.extras import read_extras
from synonymizer.build.facts import gather, name_alleles, record_tables
from synonymizer.build.identifiers import add_vcf, read_rs_table
from synonymizer.build.lrg import MISPLACED, read_archive
from synonymizer.build.mane import read_mane
from synonymizer.build.refseq_gff import read_mitochondrion
from synonymizer.build.reports import BuildReport, Check, be_silent
from synonymizer.build.sources import SOURCES, find_sources, read_contigs, record_embedded, record_provenance
from synonymizer.build.symbols import Symbols, list_genes, read_hgnc
from synonymizer.build.writer import (
    create,
    finish,
    write_alleles,
    write_contigs,
    write_facts,
    write_genes,
    write_names,
    write_sequence,
    write_transcript,
)
from synonymizer.errors import GeneNotInstalled, MissingData, UnknownGene
from synonymizer.output import replacing
from synonymizer.places import NamedAllele
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.ranking import MANE_TAGS, rank
from synonymizer.reference.records import LeftOut
from synonymizer.reference.seal import write_seal
from synonymizer.reference.store import Bundle

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from synonymizer.build.catalogue import Row
    from synonymizer.build.drafts import Window
    from synonymizer.build.mane import ManeTranscript
    from synonymizer.build.reports import Progress
    from synonymizer.build.sources import Role
    from synonymizer.places import Contig
    from synonymizer.reference.contract import Origin
    from synonymizer.reference.verify import Draft

__all__ = ["BuildReport", "Check", "LeftOut", "build"]


def build(
    folder: Path,
    output: Path,
    *,
    genes: frozenset[str] | None = None,
    name: str = "panel",
    progress: Progress = be_silent,
) -> BuildReport:
    """Make a bundle from a folder of source files in their published formats.

    The bundle appears under its name only when it is complete.

    Args:
        folder: holds the files that `sources.SOURCES` lists.
        output: the bundle to write; an older one is replaced.
        genes: symbols of the genes wanted; None takes every gene that the sources describe. The mitochondrial genome
            and all gene symbols are always included. A gene whose sequence no source holds is reported as left out.
        name: what the bundle calls itself.
        progress: is told the stage, and how much of how much of it is done.

    Raises:
        MissingData: when the folder or a required file is not there.
        BadSource: when a file is not in its published format.
        UnknownGene: when a symbol is none that the sources know.
        GeneNotInstalled: when the sources hold the sequence of none of the genes wanted.
        OutputNotWritable: when the bundle cannot be written.
    """
    sources = find_sources(folder)
    with replacing(output) as partial:
        with closing(create(partial)) as connection:
            report = _make(connection, partial, sources, genes, name, progress)
        write_seal(partial)
        return report


def _make(
    connection: sqlite3.Connection,
    path: Path,
    sources: Mapping[Role, Path],
    genes: frozenset[str] | None,
    name: str,
    progress: Progress,
) -> BuildReport:
    """Fill an empty bundle."""
    taken: tuple[Origin, ...] = ()
    if "contigs" in sources and "hgnc" in sources:
        contigs, symbols = read_contigs(sources["contigs"]), Symbols(read_hgnc(sources["hgnc"]))
    else:
        with closing(Bundle.open(find_embedded())) as embedded:
            contigs = read_contigs(sources["contigs"]) if "contigs" in sources else embedded.contigs()
            symbols = Symbols(read_hgnc(sources["hgnc"]) if "hgnc" in sources else list_genes(embedded))
            taken = tuple(record_embedded(sources, embedded.provenance()))
    mane = read_mane(sources["mane"]) if "mane" in sources else ()
    for row in mane:
        symbols.update(row.symbol, row.ensembl_gene)
    work = _Work(symbols, genes, progress)
    windows = [*work.read_records(sources["lrg"]), *work.read_extras(sources, contigs)]
    if "mt_fasta" in sources and "mt_gff" in sources:
        approved = frozenset(row.symbol for row in symbols)
        windows.append(read_mitochondrion(sources["mt_fasta"], sources["mt_gff"], approved))
    drafts = work.complete(windows, mane, contigs)
    work.require({draft.transcript.gene for draft in drafts})
    _write(connection, contigs, windows, symbols, drafts)
    connection.commit()
    work.add_identifiers(connection, path, sources)
    work.add_facts(connection, path, windows)
    connection.commit()
    work.add_names(connection, path)
    provenance = (*record_provenance(sources), *taken, *record_tables())
    digest = finish(connection, name, _release(provenance), provenance)
    installed = {draft.transcript.gene for draft in drafts}
    return BuildReport(name, digest, len(installed), len(drafts), tuple(work.checks), tuple(work.left_out))


class _Work:
    """One build: what it is asked for, and what it reports."""

    def __init__(self, symbols: Symbols, genes: frozenset[str] | None, progress: Progress) -> None:
        self._symbols = symbols
        self._wanted = (
            None if genes is None else {row.symbol if (row := symbols.find(gene)) else gene for gene in genes}
        )
        self._progress = progress
        self.checks: list[Check] = []
        self.left_out: list[LeftOut] = []

    def read_records(self, archive: Path) -> Iterator[Window]:
        """Yield the LRG windows of the genes wanted, in order of LRG number."""
        for index, count, window, left_out in read_archive(archive):
            self._progress("reading LRG records", index + 1, count)
            yield from self._take(window, left_out)

    def read_extras(self, sources: Mapping[Role, Path], contigs: tuple[Contig, ...]) -> Iterator[Window]:
        """Yield the transcripts without introns of the genes wanted."""
        if "extras" not in sources:
            return
        for role in ("extras_fasta", "chain"):
            if role not in sources:
                raise MissingData(f"{sources['extras'].name} needs {SOURCES[role].pattern} beside it.")
        chains = read_chains(sources["chain"])
        for window, left_out in read_extras(sources["extras"], sources["extras_fasta"], contigs, chains):
            yield from self._take(window, left_out)

    def _take(self, window: Window, left_out: tuple[LeftOut, ...]) -> Iterator[Window]:
        """Yield a window, under its gene's present symbol, when the gene is wanted."""
        gene = self._symbols.get_current(window.gene, window.ensembl)
        if self._wanted is None or gene.symbol in self._wanted:
            self.left_out.extend(left_out)
            yield replace(window, gene=gene.symbol, ensembl=(*window.ensembl, gene.ensembl))

    def complete(
        self, windows: list[Window], mane: tuple[ManeTranscript, ...], contigs: tuple[Contig, ...]
    ) -> list[Draft]:
        """Return the verified transcripts of all windows, by gene and rank."""
        names = {contig.name: contig.accession for contig in contigs if contig.assembly == "GRCh38"}
        by_gene: dict[str, list[tuple[ManeTranscript, str]]] = {}
        for row in mane:
            if row.chromosome in names:
                by_gene.setdefault(row.ensembl_gene, []).append((row, names[row.chromosome]))
        found: dict[str, Draft] = {}
        curated = 0
        for index, window in enumerate(windows):
            self._progress("verifying transcripts", index + 1, len(windows))
            rows = [row for gene in dict.fromkeys(window.ensembl) for row in by_gene.get(gene, ())]
            drafts, left_out = complete(window, rows)
            self.left_out.extend(left_out)
            for draft in drafts:
                if found.setdefault(draft.transcript.accession, draft) is not draft:
                    self.left_out.append(LeftOut(draft.transcript.accession, "another window holds it already"))
            curated += sum(len(row.accessions) for row, _ in rows)
        self._count(windows, found, curated)
        return sorted(found.values(), key=lambda draft: (draft.transcript.gene, rank(draft.transcript)))

    def require(self, described: set[str]) -> None:
        """Report the genes wanted that no source describes, and refuse to go on without any, or with unknown ones.

        Raises:
            UnknownGene: when a symbol is none that the sources know.
            GeneNotInstalled: when no gene wanted is described.
        """
        if self._wanted is None:
            return
        missing = sorted(self._wanted - described)
        unknown = [gene for gene in missing if self._symbols.find(gene) is None]
        if unknown:
            raise UnknownGene(
                f"The source files know no gene, or more than one, by the symbol {', '.join(unknown)}. "
                "Check the spelling, capital letters too, and give approved symbols."
            )
        if not self._wanted & described:
            raise GeneNotInstalled(
                f"The source files hold the sequence of no gene asked for: {', '.join(missing)}. "
                "Ask for genes that have an LRG record."
            )
        self.left_out.extend(LeftOut(gene, "no source holds the sequence of this gene") for gene in missing)

    def add_identifiers(self, connection: sqlite3.Connection, bundle: Path, sources: Mapping[Role, Path]) -> None:
        """Write the alleles with public identifiers that lie on the sequences of a bundle under way."""
        with closing(Bundle.open(bundle, is_sealed=False)) as opened:
            reference = Reference((opened,))
            with Catalogue(reference, bundle.parent) as catalogue:
                if "vcf" in sources:
                    assembly, fit = add_vcf(catalogue, sources["vcf"], reference, progress=self._progress)
                    self.checks.append(Check(f"ClinVar reference bases on {assembly} that fit", *fit))
                if "rsids" in sources:
                    rows = list(read_rs_table(sources["rsids"]))
                    fit = catalogue.add("GRCh37", self._follow("placing rs alleles of GRCh37", rows))
                    self.checks.append(Check("rs reference bases on GRCh37 that fit", *fit))
                write_alleles(connection, catalogue.entries(), bundle.parent)
                self.left_out.extend(catalogue.left_out)

    def add_facts(self, connection: sqlite3.Connection, bundle: Path, windows: Iterable[Window]) -> None:
        """Write what the records and the literature know of the genes of a bundle under way."""
        with closing(Bundle.open(bundle, is_sealed=False)) as opened:
            facts = gather(windows, Reference((opened,)))
        write_facts(connection, facts)
        self.left_out.extend(facts.left_out)
        self.checks.append(
            Check("older ways to count that fit their sequence", *_count_passed(facts.rules, facts.left_out))
        )

    def add_names(self, connection: sqlite3.Connection, bundle: Path) -> None:
        """Write the names of alleles that read as alleles on a bundle under way."""
        with closing(Bundle.open(bundle, is_sealed=False)) as opened:
            found = tuple(name_alleles(Reference((opened,))))
        left_out = tuple(item for item in found if isinstance(item, LeftOut))
        names = tuple(item for item in found if isinstance(item, NamedAllele))
        write_names(connection, names)
        self.left_out.extend(left_out)
        self.checks.append(Check("names of alleles that read as their allele", *_count_passed(names, left_out)))

    def _follow(self, stage: str, rows: Sequence[Row]) -> Iterator[Row]:
        for index, row in enumerate(rows):
            if index % 1000 == 0:
                self._progress(stage, index, len(rows))
            yield row
        self._progress(stage, len(rows), len(rows))

    def _count(self, windows: list[Window], found: Mapping[str, Draft], curated: int) -> None:
        placed = sum(len(window.placements) for window in windows)
        misplaced = sum(left_out.why == MISPLACED for left_out in self.left_out)
        self.checks.append(Check("windows whose length fits their place", placed, placed + misplaced))
        fixed = [draft for window in windows for draft in window.drafts if draft.cdna is not None]
        passed = [draft for draft in fixed if draft.transcript.accession in found]
        proteins, proved = (sum(_count_proteins(draft) for draft in drafts) for drafts in (fixed, passed))
        self.checks.append(Check("LRG transcripts that splice to their cDNA", len(passed), len(fixed)))
        self.checks.append(Check("LRG proteins that translate", proved, proteins))
        tagged = sum(draft.transcript.tags[0] in MANE_TAGS for draft in found.values())
        self.checks.append(Check("MANE transcripts that lie in their window", tagged, curated))


def _count_passed(passed: Sequence[object], left_out: Sequence[LeftOut]) -> tuple[int, int]:
    return len(passed), len(passed) + len(left_out)


def _count_proteins(draft: Draft) -> int:
    return (draft.residues is not None) + len(draft.alternatives)


def _write(
    connection: sqlite3.Connection,
    contigs: tuple[Contig, ...],
    windows: Iterable[Window],
    symbols: Symbols,
    drafts: Iterable[Draft],
) -> None:
    write_contigs(connection, contigs)
    for window in windows:
        write_sequence(connection, window.accession, window.synonym, window.bases, window.placements)
    genes = write_genes(connection, symbols)
    for draft in drafts:
        write_transcript(connection, draft.transcript, genes[draft.transcript.gene], draft.alternatives)


def _release(provenance: Iterable[Origin]) -> str:
    """Return the year and month of the newest input that states a date, as `2026.02`."""
    return max((made.date for made in provenance if made.date[:1].isdecimal()), default="")[:7].replace("-", ".")
