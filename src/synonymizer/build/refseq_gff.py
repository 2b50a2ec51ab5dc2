"""Reads the mitochondrial genome: the rCRS sequence (FASTA) and its genes (GFF3), as RefSeq publishes them.

A mitochondrial transcript has no accession of its own; it is the stretch of its gene, named `NC_012920.1(GENE)`. Stop
codons that polyadenylation completes stay as annotated: the coding sequence then ends in T or TA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.build.drafts import Draft, Window
from synonymizer.errors import BadSource
from synonymizer.mapping import orient
from synonymizer.places import Block, Interval, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Literal

_COLUMNS = 9


def read_fasta(path: Path) -> dict[str, str]:
    """Read a FASTA file as bases by accession, upper case.

    Raises:
        BadSource: when the file is no FASTA file.
    """
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(">"):
            lines = found.setdefault(line[1:].split()[0] if line[1:].split() else "", [])
        elif line.strip():
            if lines is None or not line.strip().isalpha():
                raise BadSource(f"{path.name} is no FASTA file: {line[:40]!r}. Fetch it again from its publisher.")
            lines.append(line.strip().upper())
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
    features = _read_features(gff)
    proteins = {feature["Parent"]: (extent, feature) for kind, extent, _, feature in features if kind == "CDS"}
    drafts: list[Draft] = []
    for kind, extent, strand, feature in features:
        if kind != "gene":
            continue
        if not extent.end <= len(bases):
            raise BadSource(f"{gff.name} describes another sequence than {fasta.name}.")
        symbol = next((name for name in _spell_symbol(feature) if name in symbols), None)
        if symbol is None:
            raise BadSource(f"{gff.name}: no approved symbol is known for the mitochondrial gene {feature['Name']}.")
        coding, protein = proteins.get(feature["ID"], (None, {}))
        if coding not in (None, extent):
            raise BadSource(f"{gff.name}: the coding sequence of {symbol} is not its whole gene.")
        whole = Interval(0, len(extent))
        drafts.append(
            Draft(
                Transcript(
                    f"{accession}({symbol})",
                    symbol,
                    accession,
                    strand,
                    (whole,),
                    (Block(0, orient(extent.start, extent.end, strand)[0], len(extent)),),
                    cds=whole if coding else None,
                    protein=protein.get("protein_id"),
                    tags=("RefSeq",),
                    code="mitochondrial",
                )
            )
        )
    return Window(accession, None, "", (), bases, (), tuple(drafts))


def _spell_symbol(feature: dict[str, str]) -> Iterator[str]:
    """Yield what HGNC may call a gene: MT-CO1 for COX1 (MTCO1), MT-TP for TRNP."""
    for synonym in feature.get("gene_synonym", "").split(","):
        yield f"MT-{synonym.removeprefix('MT')}"
    yield f"MT-{feature['Name'].replace('TRN', 'T')}"


def _read_features(path: Path) -> list[tuple[str, Interval, Literal[1, -1], dict[str, str]]]:
    features: list[tuple[str, Interval, Literal[1, -1], dict[str, str]]] = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != _COLUMNS or not (row[3].isdecimal() and row[4].isdecimal()):
            raise BadSource(f"{path.name} is no GFF3 file: {line[:40]!r}. Fetch it again from its publisher.")
        attributes = dict(pair.split("=", 1) for pair in row[8].split(";") if "=" in pair)
        features.append((row[2], Interval(int(row[3]) - 1, int(row[4])), 1 if row[6] == "+" else -1, attributes))
    return features
