"""Reads the mitochondrial genome: the rCRS sequence (FASTA) and its genes (GFF3), as RefSeq publishes them.

A mitochondrial transcript has no accession of its own; it is the stretch of its gene, named `NC_012920.1(GENE)`. Stop
codons that polyadenylation completes stay as annotated: the coding sequence then ends in T or TA.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synonymizer.build.drafts import Window
from synonymizer.build.sources import open_text
from synonymizer.errors import BadSource
from synonymizer.mapping import orient
from synonymizer.places import Block, Interval, Transcript
from synonymizer.reference.verify import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Feature:
    """One line of a GFF3 file."""

    kind: str
    extent: Interval
    strand: Literal[1, -1]
    attributes: dict[str, str]


def read_fasta(path: Path) -> dict[str, str]:
    """Read a FASTA file as bases by accession, upper case.

    Raises:
        BadSource: when the file is no FASTA file.
    """
    found: dict[str, list[str]] = {}
    with open_text(path, "a FASTA file") as lines:
        accession = ""
        for line in map(str.strip, lines):
            if line.startswith(">"):
                accession = line[1:].split()[0]
                found[accession] = []
            elif line:
                if set(line.upper()) - set("ACGTN"):
                    raise ValueError(f"a line reads {line[:40]!r}")
                found[accession].append(line.upper())
    return {accession: "".join(parts) for accession, parts in found.items()}


def read_mitochondrion(fasta: Path, gff: Path, symbols: frozenset[str]) -> Window:
    """Read the mitochondrial genome with one transcript for each of its genes.

    Args:
        fasta: the sequence.
        gff: its features.
        symbols: every approved symbol.

    Raises:
        BadSource: when a file is not in its published format, or they do not belong together.
    """
    sequences = read_fasta(fasta)
    if len(sequences) != 1:
        raise BadSource(f"{fasta.name} holds {len(sequences)} sequences instead of one.")
    ((accession, bases),) = sequences.items()
    with open_text(gff, "the GFF3 file of the mitochondrial genome") as lines:
        features = tuple(_read_features(lines))
        proteins = {feature.attributes["Parent"]: feature for feature in features if feature.kind == "CDS"}
        genes = [feature for feature in features if feature.kind == "gene"]
        drafts = tuple(_draft(gene, proteins.get(gene.attributes["ID"]), accession, symbols) for gene in genes)
        if any(gene.extent.end > len(bases) for gene in genes):
            raise ValueError(f"a gene lies outside the {len(bases):,} bases of {fasta.name}")
    return Window(accession, None, "", (), bases, (), drafts)


def _read_features(lines: Iterable[str]) -> Iterator[Feature]:
    for line in map(str.strip, lines):
        if line and not line.startswith("#"):
            _, _, kind, first, last, _, strand, _, attributes = line.split("\t")
            pairs = (pair.partition("=") for pair in attributes.split(";"))
            extent = Interval(int(first) - 1, int(last))
            yield Feature(kind, extent, -1 if strand == "-" else 1, {name: value for name, _, value in pairs})


def _draft(gene: Feature, protein: Feature | None, accession: str, symbols: frozenset[str]) -> Draft:
    symbol = next((name for name in _spell_symbol(gene) if name in symbols), None)
    if symbol is None:
        raise ValueError(f"no approved symbol is known for {gene.attributes['Name']}")
    if protein is not None and protein.extent != gene.extent:
        raise ValueError(f"the coding sequence of {symbol} is not its whole gene")
    whole = Interval(0, len(gene.extent))
    start, _ = orient(gene.extent.start, gene.extent.end, gene.strand)
    return Draft(
        Transcript(
            f"{accession}({symbol})",
            symbol,
            accession,
            gene.strand,
            (whole,),
            (Block(0, start, len(whole)),),
            cds=whole if protein else None,
            protein=protein.attributes["protein_id"] if protein else None,
            tags=("RefSeq",),
            code="mitochondrial",
        )
    )


def _spell_symbol(gene: Feature) -> Iterator[str]:
    """Yield what HGNC may call a gene: MT-CO1 for COX1 (MTCO1), MT-TP for TRNP."""
    for synonym in gene.attributes.get("gene_synonym", "").split(","):
        yield f"MT-{synonym.removeprefix('MT')}"
    yield f"MT-{gene.attributes['Name'].replace('TRN', 'T')}"
