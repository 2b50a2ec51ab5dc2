"""Reads transcripts that come without introns: a table of GRCh38 exons and a FASTA of the spliced bases.

The table names accession, protein, gene, assembly, contig, strand, the coding sequence on the transcript, and the
exons (interbase) in transcript order. Such a transcript is stored as a sequence of its own and placed exon by exon; its
places on GRCh37 come from a UCSC chain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synonymizer.build.drafts import Window
from synonymizer.build.refseq_gff import read_fasta
from synonymizer.build.sources import open_table
from synonymizer.errors import BadSource
from synonymizer.mapping import orient
from synonymizer.places import Block, Interval, Placement, Transcript
from synonymizer.reference.records import LeftOut
from synonymizer.reference.verify import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import Literal

    from synonymizer.build.chain import Chain
    from synonymizer.places import Contig


_COLUMNS = (
    "accession",
    "protein",
    "gene",
    "contig",
    "strand",
    "cds_start",
    "cds_end",
    "exons_in_transcript_order",
)


def read_extras(
    table: Path, fasta: Path, contigs: tuple[Contig, ...], chains: tuple[Chain, ...]
) -> Iterator[tuple[Window, tuple[LeftOut, ...]]]:
    """Yield each transcript as a window of its own, with the exons of it that could not be placed.

    Args:
        table: the exons.
        fasta: the spliced bases.
        contigs: both assemblies.
        chains: from GRCh38 to GRCh37, best first.

    Raises:
        BadSource: when a file is not in its published format, or they do not belong together.
    """
    sequences = read_fasta(fasta)
    with open_table(table, f"a table of the transcripts in {fasta.name}", _COLUMNS) as rows:
        for row in rows:
            named = dict(zip(_COLUMNS, row, strict=True))
            yield _read_row(named, sequences[named["accession"]], contigs, chains)


def _read_row(
    row: dict[str, str], bases: str, contigs: tuple[Contig, ...], chains: tuple[Chain, ...]
) -> tuple[Window, tuple[LeftOut, ...]]:
    accession, strand = row["accession"], _strand(row["strand"])
    exons: list[Interval] = []
    placements: list[Placement] = []
    older: list[Placement] = []
    left_out: list[LeftOut] = []
    place = 0
    for text in row["exons_in_transcript_order"].split(","):
        on_contig = Interval(*map(int, text.split("-")))
        exon = Interval(place, place + len(on_contig))
        exons.append(exon)
        placements.append(_place(accession, exon, row["contig"], strand, on_contig))
        lifted = _lift(row["contig"], on_contig, contigs, chains)
        if lifted is None:
            left_out.append(LeftOut(f"{accession} exon {len(exons)} on GRCh37", "no chain holds it without a gap"))
        else:
            contig, turn, interval = lifted
            older.append(_place(accession, exon, contig, 1 if turn == strand else -1, interval))
        place = exon.end
    if place != len(bases):
        raise BadSource(f"{accession} has exons of {place} bases and a sequence of {len(bases)}.")
    transcript = Transcript(
        accession,
        row["gene"],
        accession,
        1,
        tuple(exons),
        (Block(0, 0, place),),
        cds=Interval(int(row["cds_start"]), int(row["cds_end"])),
        protein=row["protein"],
        tags=("RefSeq",),
    )
    window = Window(accession, None, row["gene"], (), bases, (*placements, *older), (Draft(transcript),))
    return window, tuple(left_out)


def _strand(text: str) -> Literal[1, -1]:
    if text not in ("+", "-"):
        raise ValueError(f"strand {text!r}")
    return 1 if text == "+" else -1


def _place(source: str, exon: Interval, contig: str, strand: Literal[1, -1], on_contig: Interval) -> Placement:
    start, _ = orient(on_contig.start, on_contig.end, strand)
    blocks = (Block(start, exon.start, len(exon)),)
    return Placement(source, contig, strand, on_contig.start, on_contig.end, blocks, ())


def _lift(
    contig: str, interval: Interval, contigs: Iterable[Contig], chains: Iterable[Chain]
) -> tuple[str, Literal[1, -1], Interval] | None:
    """Lift an interval of a GRCh38 contig to GRCh37 by the best chain that holds it whole."""
    names = {known.accession: f"chr{known.name}" for known in contigs}
    older = {f"chr{known.name}": known.accession for known in contigs if known.assembly == "GRCh37"}
    for chain in chains:
        if chain.source == names.get(contig) and chain.target in older:
            lifted = chain.lift(interval.start, interval.end)
            if lifted is not None:
                return older[chain.target], chain.strand, lifted
    return None
