"""GFF3 and GTF: genes, transcripts, exons, coding sequences with their phase, and untranslated regions.

Sources: the GFF3 specification 1.26; for identifiers (`gene:`, `transcript:`), types and biotypes, Ensembl's GFF3 and
GTF 2.2, which bcftools csq, snpEff and others read; for `cDNA_match` with Target and Gap, `exception`, `transl_except`
and `transl_table`, NCBI's GFF3 and GTF of RefSeq; for `Selenocysteine`, GENCODE's GTF; for references to LRG, INSDC's
vocabulary of db_xref. A transcript that lies on X and on Y has two records, of which the second has the identifier with
`-2`, as NCBI writes it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.export.placed import (
    MITOCHONDRIAL_TABLE,
    Placed,
    count_mismatches,
    list_exceptions,
    list_placed,
)
from synonymizer.places import MITOCHONDRION, Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.places import Assembly, Contig
    from synonymizer.reference import Reference

    Write = Callable[[bytes], object]

_SOURCE = "synonymizer"
_CODON = 3
_DIFFERS = {"exception": "annotated by transcript or proteomic data"}
"""What NCBI states of a transcript whose bases are not those of the chromosome."""
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
    """Write GFF3; the alignment of each transcript that differs from the chromosome stands beside it."""
    write(f"##gff-version 3\n#!genome-build {assembly}\n".encode())
    for contig, genes in _list_genes(reference, assembly):
        write(f"##sequence-region {contig.accession} 1 {contig.length}\n".encode())
        for gene in genes:
            _put(write, _describe_in_gff3(reference, gene), _join_gff3)


def write_gtf(reference: Reference, assembly: Assembly, write: Write) -> None:
    """Write GTF, in which the coding sequence ends before the stop codon."""
    write(f"#!genome-build {assembly}\n".encode())
    for _, genes in _list_genes(reference, assembly):
        for gene in genes:
            _put(write, _describe_in_gtf(reference, gene), _join_gtf)


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


def _differs(placed: Placed, mismatches: int) -> bool:
    return mismatches > 0 or any(exon.gap for exon in placed.exons)


def _list_exceptions(placed: Placed) -> Iterator[tuple[str, list[Interval]]]:
    """Yield what codons are read as against their code, with the places of the parts of each on the chromosome."""
    coding = placed.transcript.cds
    if coding is None:
        return
    for codon, name in list_exceptions(placed.transcript):
        first = coding.start + _CODON * codon
        places = [place for _, place in placed.carry(Interval(first, min(first + _CODON, coding.end)))]
        if places:
            yield name, places


def _spell_exception(name: str, places: list[Interval], strand: str) -> str:
    """Write an exception as a feature table does.

    >>> _spell_exception("Sec", [Interval(8, 9), Interval(3, 5)], "-")
    '(pos:complement(join(4..5,9)),aa:Sec)'
    """
    parts = sorted((place.start + 1, place.end) for place in places)
    position = ",".join(f"{first}..{last}" if first < last else f"{last}" for first, last in parts)
    position = f"join({position})" if len(parts) > 1 else position
    return f"(pos:{position if strand == '+' else f'complement({position})'},aa:{name})"


def _refer(key: str, synonyms: tuple[str, ...]) -> dict[str, str]:
    """Return the cross-references to what LRG calls a transcript or its protein.

    >>> _refer("Dbxref", ("LRG_292t1",))
    {'Dbxref': 'LRG:LRG_292t1'}
    """
    return {key: ",".join(f"LRG:{name}" for name in synonyms)} if synonyms else {}


def _describe_coding(
    placed: Placed, exceptions: Iterable[tuple[str, list[Interval]]], escape: Callable[[str], str] = str
) -> dict[str, str]:
    """Return what each part of a coding sequence states of the whole: its protein, and how it is read."""
    transcript = placed.transcript
    stated = {
        "protein_id": escape(transcript.protein or ""),
        "transl_except": ",".join(escape(_spell_exception(*read, placed.strand)) for read in exceptions),
        "transl_table": str(MITOCHONDRIAL_TABLE) if transcript.code == "mitochondrial" else "",
    }
    return {key: value for key, value in stated.items() if value}


# ---- GFF3


def _describe_in_gff3(reference: Reference, gene: _Gene) -> Iterator[_Row]:
    first = gene.transcripts[0]
    identifier = f"gene:{_escape(gene.identifier)}"
    named = {"ID": identifier, "Name": _escape(gene.symbol), "biotype": gene.biotype, "gene": _escape(gene.symbol)}
    yield _Row(first.contig.accession, "gene", gene.extent, first.strand, ".", named)
    for placed in gene.transcripts:
        yield from _describe_transcript(placed, identifier, count_mismatches(reference, placed))


def _describe_transcript(placed: Placed, gene: str, mismatches: int) -> Iterator[_Row]:
    transcript = placed.transcript
    accession = _escape(transcript.accession)
    number = _number(accession, placed.copy)
    identifier = f"transcript:{number}"
    common = {"transcript_id": accession, "gene": _escape(transcript.gene)}
    mane = ",".join(_escape(tag) for tag in transcript.tags if tag.startswith("MANE"))
    stated = {"ID": identifier, "Parent": gene, "Name": accession, "biotype": _name_biotype(placed), **common}
    stated |= ({"tag": mane} if mane else {}) | (_DIFFERS if _differs(placed, mismatches) else {})
    stated |= _refer("Dbxref", transcript.synonyms)
    yield _make_row(placed, "mRNA" if transcript.cds is not None else "transcript", placed.extent, stated)
    for rank, exon in enumerate(placed.exons, 1):
        yield _make_row(placed, "exon", exon.place, {"ID": f"exon:{number}-{rank}", "Parent": identifier, **common})
    coding = _describe_coding(placed, _list_exceptions(placed), _escape)
    coding |= _refer("Dbxref", transcript.protein_synonyms)
    for kind, place, phase in _list_regions(placed):
        stated = {"Parent": identifier, **common}
        if kind == "CDS":
            protein = _escape(transcript.protein or transcript.accession)
            stated = {"ID": f"CDS:{_number(protein, placed.copy)}-{number}", **stated, **coding}
        yield _make_row(placed, kind, place, stated, phase)
    if _differs(placed, mismatches):
        yield from _describe_alignment(placed, number, mismatches)


def _describe_alignment(placed: Placed, number: str, mismatches: int) -> Iterator[_Row]:
    """Yield the alignment of each exon with the chromosome."""
    for exon in placed.exons:
        target = f"{_escape(placed.transcript.accession)} {exon.bases.start + 1} {exon.bases.end} +"
        stated = {"ID": f"match:{number}", "Target": target, "num_mismatch": str(mismatches)}
        yield _make_row(placed, "cDNA_match", exon.place, stated | ({"Gap": exon.gap} if exon.gap else {}))


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


def _describe_in_gtf(reference: Reference, gene: _Gene) -> Iterator[_Row]:
    first = gene.transcripts[0]
    named = {"gene_id": gene.identifier, "gene_name": gene.symbol, "gene_biotype": gene.biotype}
    yield _Row(first.contig.accession, "gene", gene.extent, first.strand, ".", named)
    for placed in gene.transcripts:
        stated = {
            **named,
            "transcript_id": _number(placed.transcript.accession, placed.copy),
            "transcript_biotype": _name_biotype(placed),
        }
        differs = _DIFFERS if _differs(placed, count_mismatches(reference, placed)) else {}
        named_by_lrg = _refer("db_xref", placed.transcript.synonyms)
        yield _make_row(placed, "transcript", placed.extent, stated | _tag(placed) | differs | named_by_lrg)
        for number, exon in enumerate(placed.exons, 1):
            yield _make_row(placed, "exon", exon.place, stated | {"exon_number": str(number)})
        exceptions = list(_list_exceptions(placed))
        coding = _describe_coding(placed, (read for read in exceptions if read[0] != "Sec"))
        coding |= _refer("db_xref", placed.transcript.protein_synonyms)
        for kind, place, phase in _list_gtf_regions(placed):
            yield _make_row(placed, kind, place, stated | (coding if kind == "CDS" else {}), phase)
        for place in (place for name, places in exceptions if name == "Sec" for place in places):
            yield _make_row(placed, "Selenocysteine", place, stated)


def _tag(placed: Placed) -> dict[str, str]:
    mane = [tag.replace(" ", "_") for tag in placed.transcript.tags if tag.startswith("MANE")]
    return {"tag": ",".join(mane)} if mane else {}


def _list_gtf_regions(placed: Placed) -> Iterator[tuple[str, Interval, str]]:
    """Yield kind, place and phase as GTF tells them: start and stop codon for themselves, the stop no part of CDS."""
    coding = placed.transcript.cds
    if coding is None:
        return
    stop = coding.end - _CODON if _ends_in_stop(placed, coding) else coding.end
    for kind, within in (
        ("five_prime_utr", Interval(0, coding.start)),
        ("start_codon", Interval(coding.start, coding.start + _CODON)),
        ("CDS", Interval(coding.start, stop)),
        ("stop_codon", Interval(stop, coding.end)),
        ("three_prime_utr", Interval(coding.end, placed.transcript.length)),
    ):
        for bases, place in placed.carry(within):
            yield kind, place, "." if kind.endswith("utr") else str((within.start - bases.start) % 3)


def _ends_in_stop(placed: Placed, coding: Interval) -> bool:
    """Whether the last codon is whole; polyadenylation completes some of the mitochondrial ones."""
    return placed.contig.accession != MITOCHONDRION or len(coding) % _CODON == 0
