"""Reads the MANE set (NCBI and EMBL-EBI) in its UCSC BED12+ form, and splices its transcripts from GRCh38 windows.

Every row names one RefSeq and one Ensembl transcript that are equal to each other and to GRCh38, base for base. Fields
beyond BED12, from 0: 17 Ensembl gene, 18 symbol, 20 ENSP, 21 NM, 23 NP, 24 `MANE Select` or `MANE Plus Clinical`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.build.sources import open_text
from synonymizer.mapping import carry_base, compose, orient
from synonymizer.places import Block, Interval, Patch, Transcript
from synonymizer.reference.verify import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from synonymizer.build.drafts import Window

_FIELDS = 25


@dataclass(frozen=True, slots=True)
class ManeTranscript:
    """One MANE row. `exons` and `cds` are plain interbase intervals of a GRCh38 chromosome, in ascending order."""

    chromosome: str
    strand: int
    exons: tuple[Interval, ...]
    cds: Interval
    ensembl_gene: str
    symbol: str
    accessions: tuple[tuple[str, str], ...]
    tag: str


def read_mane(path: Path) -> tuple[ManeTranscript, ...]:
    """Read all MANE rows, in the order of the file.

    Raises:
        BadSource: when the file is not in its published format.
    """
    with open_text(path, "a MANE BED file") as lines:
        return tuple(_read_row(line.rstrip("\r\n").split("\t")) for line in lines)


def _read_row(row: list[str]) -> ManeTranscript:
    if len(row) != _FIELDS or row[24] not in ("MANE Select", "MANE Plus Clinical"):
        raise ValueError(f"{len(row)} fields ending in {row[-1]!r}")
    start = int(row[1])
    sizes = [int(size) for size in row[10].split(",") if size]
    offsets = [int(offset) for offset in row[11].split(",") if offset]
    return ManeTranscript(
        row[0].removeprefix("chr"),
        1 if row[5] == "+" else -1,
        tuple(Interval(start + at, start + at + size) for at, size in zip(offsets, sizes, strict=True)),
        Interval(int(row[6]), int(row[7])),
        row[17].split(".")[0],
        row[18],
        ((row[21], row[23]), (row[3], row[20])),
        row[24],
    )


def splice_mane(window: Window, mane: ManeTranscript, contig: str) -> tuple[Draft, ...]:
    """Lay a MANE transcript on a window through its GRCh38 placements; once by each of its names, RefSeq first.

    Args:
        window: the home, which reads in the direction of the gene.
        mane: a transcript of the window's gene.
        contig: accession of the GRCh38 chromosome that the transcript lies on.

    Returns:
        The drafts, none when the transcript leaves the window.
    """
    exons: list[Interval] = []
    spliced: list[Block] = []
    place = 0
    for exon in mane.exons[:: mane.strand]:
        start, end = orient(exon.start, exon.end, mane.strand)
        exons.append(Interval(place, place + end - start))
        spliced.append(Block(place, start, end - start))
        place += end - start
    blocks: list[Block] = []
    patches: list[Patch] = []
    for placement in window.placements:
        if placement.contig == contig and placement.strand == mane.strand:
            blocks.extend(compose(tuple(spliced), placement.blocks))
            patches.extend(_carry_patches(spliced, placement.patches))
    blocks.sort(key=_start)
    patches.sort(key=_start)
    if not _cover(blocks, patches, place):
        return ()
    start, end = orient(mane.cds.start, mane.cds.end, mane.strand)
    first, last = carry_base(tuple(spliced), start), carry_base(tuple(spliced), end - 1)
    if first is None or last is None:
        return ()
    transcript = Transcript(
        "", window.gene, window.accession, 1, tuple(exons), tuple(blocks), tuple(patches), Interval(first, last + 1)
    )
    return tuple(
        Draft(replace(transcript, accession=accession, protein=protein, tags=(source,)))
        for (accession, protein), source in zip(mane.accessions, ("RefSeq", "Ensembl"), strict=True)
    )


def _carry_patches(spliced: list[Block], patches: tuple[Patch, ...]) -> Iterator[Patch]:
    """Yield patches of the contig as patches of the transcript, cut at the edges of exons."""
    for exon in spliced:
        for patch in patches:
            low = max(exon.source, patch.start)
            high = min(exon.source + exon.length, patch.start + len(patch.bases))
            if low < high:
                yield Patch(exon.start + low - exon.source, patch.bases[low - patch.start : high - patch.start])


def _cover(blocks: list[Block], patches: list[Patch], length: int) -> bool:
    """Whether blocks and patches together supply every base of [0, length)."""
    ends = [(block.start, block.start + block.length) for block in blocks]
    ends.extend((patch.start, patch.start + len(patch.bases)) for patch in patches)
    place = 0
    for start, end in sorted(ends):
        if start > place:
            return False
        place = max(place, end)
    return place == length


def _start(piece: Block | Patch) -> int:
    return piece.start
