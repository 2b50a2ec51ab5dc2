"""GFF3 and GTF: genes, transcripts, exons, coding sequences with their phase, and untranslated regions.

Sources: the GFF3 specification 1.26; for identifiers (`gene:`, `transcript:`), types and biotypes, Ensembl's GFF3 and
GTF 2.2, which bcftools csq, snpEff and others read; for `cDNA_match` with Target and Gap, NCBI's GFF3 of RefSeq. A
transcript that lies on X and on Y has two records, of which the second has the identifier with `-2`, as NCBI writes it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.export.placed import Placed, list_placed
from synonymizer.places import MITOCHONDRION, Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.places import Assembly, Contig
    from synonymizer.reference import Reference

    Write = Callable[[bytes], object]

_SOURCE = "synonymizer"
_STOP_CODON = 3
_ESCAPED = str.maketrans({letter: f"%{ord(letter):02X}" for letter in "%;=&,\t\n"})


class _Row(NamedTuple):
    """A line of annotation; `place` is interbase."""

    contig: str
    kind: str
    place: Interval
    strand: str
    phase: str
    attributes: dict[str, str]


class _Gene(NamedTuple):
    """The transcripts of a gene on one contig."""

    symbol: str
    identifier: str
    biotype: str
    transcripts: tuple[Placed, ...]

    @property
    def extent(self) -> Interval:
        extents = [placed.extent for placed in self.transcripts]
        return Interval(min(extent.start for extent in extents), max(extent.end for extent in extents))


def write_gff3(reference: Reference, assembly: Assembly, write: Write) -> None:
    """Write GFF3; the alignment of each transcript that differs from the chromosome in length stands beside it."""
    write(b"##gff-version 3\n")
    for contig, genes in _list_genes(reference, assembly):
        write(f"##sequence-region {contig.accession} 1 {contig.length}\n".encode())
        for gene in genes:
            _put(write, _describe_in_gff3(gene), _join_gff3)


def write_gtf(reference: Reference, assembly: Assembly, write: Write) -> None:
    """Write GTF, in which the coding sequence ends before the stop codon."""
    write(f"#!genome-build {assembly}\n".encode())
    for _, genes in _list_genes(reference, assembly):
        for gene in genes:
            _put(write, _describe_in_gtf(gene), _join_gtf)


def _put(write: Write, rows: Iterable[_Row], join: Callable[[dict[str, str]], str]) -> None:
    for row in rows:
        start, end = row.place.start + 1, row.place.end
        line = f"{row.contig}\t{_SOURCE}\t{row.kind}\t{start}\t{end}\t.\t{row.strand}\t{row.phase}"
        write(f"{line}\t{join(row.attributes)}\n".encode())


def _join_gff3(attributes: dict[str, str]) -> str:
    return ";".join(f"{key}={value}" for key, value in attributes.items())


def _join_gtf(attributes: dict[str, str]) -> str:
    return " ".join(f'{key} "{value}";' for key, value in attributes.items())


def _list_genes(reference: Reference, assembly: Assembly) -> Iterator[tuple[Contig, list[_Gene]]]:
    """Yield the contigs that carry transcripts, each with its genes in order of place."""
    for contig, placed in groupby(list_placed(reference, assembly), key=lambda placed: placed.contig):
        genes: dict[str, list[Placed]] = {}
        for one in placed:
            genes.setdefault(one.transcript.gene, []).append(one)
        found = [_make_gene(reference, symbol, tuple(transcripts)) for symbol, transcripts in genes.items()]
        yield contig, sorted(found, key=lambda gene: (gene.extent.start, gene.symbol))


def _make_gene(reference: Reference, symbol: str, transcripts: tuple[Placed, ...]) -> _Gene:
    gene = reference.find_gene(symbol)
    identifier = gene.ensembl if gene is not None and gene.ensembl else symbol
    biotypes = [_name_biotype(placed) for placed in transcripts]
    biotype = "protein_coding" if "protein_coding" in biotypes else biotypes[0]
    return _Gene(symbol, _number(identifier, max(placed.copy for placed in transcripts)), biotype, transcripts)


def _name_biotype(placed: Placed) -> str:
    """Name what a transcript is, as Ensembl does; of the mitochondrial ones the symbol tells the kind of RNA."""
    if placed.transcript.cds is not None:
        return "protein_coding"
    if placed.contig.accession != MITOCHONDRION:
        return "processed_transcript"
    return "Mt_rRNA" if placed.transcript.gene.startswith("MT-RNR") else "Mt_tRNA"


def _number(identifier: str, copy: int) -> str:
    return identifier if copy == 1 else f"{identifier}-{copy}"


# ---- GFF3


def _describe_in_gff3(gene: _Gene) -> Iterator[_Row]:
    first = gene.transcripts[0]
    identifier = f"gene:{_escape(gene.identifier)}"
    named = {"ID": identifier, "Name": _escape(gene.symbol), "biotype": gene.biotype, "gene": _escape(gene.symbol)}
    yield _Row(first.contig.accession, "gene", gene.extent, first.strand, ".", named)
    for placed in gene.transcripts:
        yield from _describe_transcript(placed, identifier)


def _describe_transcript(placed: Placed, gene: str) -> Iterator[_Row]:
    transcript = placed.transcript
    accession = _escape(transcript.accession)
    number = _number(accession, placed.copy)
    identifier = f"transcript:{number}"
    common = {"transcript_id": accession, "gene": _escape(transcript.gene)}
    mane = ",".join(_escape(tag) for tag in transcript.tags if tag.startswith("MANE"))
    stated = {"ID": identifier, "Parent": gene, "Name": accession, "biotype": _name_biotype(placed), **common}
    kind = "mRNA" if transcript.cds is not None else "transcript"
    yield _make_row(placed, kind, placed.extent, stated | ({"tag": mane} if mane else {}))
    for rank, exon in enumerate(placed.exons, 1):
        yield _make_row(placed, "exon", exon.place, {"ID": f"exon:{number}-{rank}", "Parent": identifier, **common})
    for kind, place, phase in _list_regions(placed):
        stated = {"Parent": identifier, **common}
        if kind == "CDS":
            protein = _escape(transcript.protein or transcript.accession)
            stated = {"ID": f"CDS:{_number(protein, placed.copy)}-{number}", **stated, "protein_id": protein}
        yield _make_row(placed, kind, place, stated, phase)
    if any(exon.gap for exon in placed.exons):
        yield from _describe_alignment(placed, number)


def _describe_alignment(placed: Placed, number: str) -> Iterator[_Row]:
    """Yield the alignment of each exon with the chromosome."""
    for exon in placed.exons:
        target = f"{_escape(placed.transcript.accession)} {exon.bases.start + 1} {exon.bases.end} +"
        stated = {"ID": f"match:{number}", "Target": target} | ({"Gap": exon.gap} if exon.gap else {})
        yield _make_row(placed, "cDNA_match", exon.place, stated)


def _make_row(placed: Placed, kind: str, place: Interval, attributes: dict[str, str], phase: str = ".") -> _Row:
    return _Row(placed.contig.accession, kind, place, placed.strand, phase, attributes)


def _list_regions(placed: Placed) -> Iterator[tuple[str, Interval, str]]:
    """Yield kind, place and phase of the coding and untranslated parts of the exons, along the transcript."""
    coding = placed.transcript.cds
    if coding is None:
        return
    for _, place in placed.carry(Interval(0, coding.start)):
        yield "five_prime_UTR", place, "."
    for bases, place in placed.carry(coding):
        yield "CDS", place, str((coding.start - bases.start) % 3)
    for _, place in placed.carry(Interval(coding.end, placed.transcript.length)):
        yield "three_prime_UTR", place, "."


def _escape(text: str) -> str:
    """Write a value of GFF3, in which some signs have a meaning.

    >>> _escape("one;two")
    'one%3Btwo'
    """
    return text.translate(_ESCAPED)


# ---- GTF


def _describe_in_gtf(gene: _Gene) -> Iterator[_Row]:
    first = gene.transcripts[0]
    named = {"gene_id": gene.identifier, "gene_name": gene.symbol, "gene_biotype": gene.biotype}
    yield _Row(first.contig.accession, "gene", gene.extent, first.strand, ".", named)
    for placed in gene.transcripts:
        stated = {
            **named,
            "transcript_id": _number(placed.transcript.accession, placed.copy),
            "transcript_biotype": _name_biotype(placed),
        }
        yield _make_row(placed, "transcript", placed.extent, stated | _tag(placed))
        for number, exon in enumerate(placed.exons, 1):
            yield _make_row(placed, "exon", exon.place, stated | {"exon_number": str(number)})
        for kind, place, phase in _list_gtf_regions(placed):
            protein = {"protein_id": placed.transcript.protein or ""} if kind == "CDS" else {}
            yield _make_row(placed, kind, place, stated | protein, phase)


def _tag(placed: Placed) -> dict[str, str]:
    mane = [tag.replace(" ", "_") for tag in placed.transcript.tags if tag.startswith("MANE")]
    return {"tag": ",".join(mane)} if mane else {}


def _list_gtf_regions(placed: Placed) -> Iterator[tuple[str, Interval, str]]:
    """Yield kind, place and phase as GTF tells them: start and stop codon for themselves, the stop no part of CDS."""
    coding = placed.transcript.cds
    if coding is None:
        return
    stop = coding.end - _STOP_CODON if _ends_in_stop(placed, coding) else coding.end
    for kind, within in (
        ("five_prime_utr", Interval(0, coding.start)),
        ("start_codon", Interval(coding.start, coding.start + _STOP_CODON)),
        ("CDS", Interval(coding.start, stop)),
        ("stop_codon", Interval(stop, coding.end)),
        ("three_prime_utr", Interval(coding.end, placed.transcript.length)),
    ):
        for bases, place in placed.carry(within):
            yield kind, place, "." if kind.endswith("utr") else str((within.start - bases.start) % 3)


def _ends_in_stop(placed: Placed, coding: Interval) -> bool:
    """Whether the last codon is whole; polyadenylation completes some of the mitochondrial ones."""
    return placed.contig.accession != MITOCHONDRION or len(coding) % _STOP_CODON == 0
