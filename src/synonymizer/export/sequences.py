"""FASTA of chromosomes, windows, messages and proteins, with the index that samtools faidx would make.

Source of the index: samtools faidx(5): name, length, offset of the first base, bases in a line, bytes in a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from synonymizer.export.placed import list_placed
from synonymizer.places import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from synonymizer.places import Assembly, Contig, Transcript
    from synonymizer.reference import Reference

    Write = Callable[[bytes], object]
    Progress = Callable[[str, int, int], None]

WIDTH = 60
"""Letters in a line."""

_PIECE = WIDTH * 16_384
"""Bases that are read and written at once."""


class Indexed(NamedTuple):
    """A record of a FASTA file, as a line of its index."""

    name: str
    length: int
    offset: int

    def __str__(self) -> str:
        return f"{self.name}\t{self.length}\t{self.offset}\t{WIDTH}\t{WIDTH + 1}"


class _Fasta:
    """Writes records and remembers where they begin."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._place = 0
        self._records: list[Indexed] = []

    @property
    def index(self) -> tuple[Indexed, ...]:
        return tuple(self._records)

    def add(self, name: str, description: str, pieces: Iterable[bytes]) -> None:
        """Write a record, whose letters come in pieces."""
        self._put(f">{name} {description}\n".encode())
        offset, length, rest = self._place, 0, b""
        for piece in pieces:
            length += len(piece)
            text = rest + piece
            whole = len(text) - len(text) % WIDTH
            self._put(b"".join([text[start : start + WIDTH] + b"\n" for start in range(0, whole, WIDTH)]))
            rest = text[whole:]
        if rest:
            self._put(rest + b"\n")
        self._records.append(Indexed(name, length, offset))

    def _put(self, data: bytes) -> None:
        self._write(data)
        self._place += len(data)


def write_chromosomes(
    reference: Reference, assembly: Assembly, write: Write, progress: Progress
) -> tuple[Indexed, ...]:
    """Write every chromosome of which something is held, in its true length; what is not held is N."""
    fasta = _Fasta(write)
    for contig, stretches in _list_held(reference, assembly, progress):
        fasta.add(contig.accession, _describe(contig), _pad(reference, contig, stretches))
    return fasta.index


def write_windows(reference: Reference, assembly: Assembly, write: Write, progress: Progress) -> tuple[Indexed, ...]:
    """Write every stretch that is held, named by its place: `NC_000011.10:3850001-4095000`, counted from 1."""
    fasta = _Fasta(write)
    for contig, stretches in _list_held(reference, assembly, progress):
        for stretch in stretches:
            name = f"{contig.accession}:{stretch.start + 1}-{stretch.end}"
            fasta.add(name, _describe(contig), _read(reference, contig, stretch))
    return fasta.index


def write_messages(reference: Reference, assembly: Assembly, write: Write) -> tuple[Indexed, ...]:
    """Write the bases of every transcript that lies on an assembly, as its own record has them."""
    fasta = _Fasta(write)
    for transcript in _list_transcripts(reference, assembly):
        bases = reference.geometry.spliced(transcript).encode()
        fasta.add(transcript.accession, f"gene={transcript.gene}", [bases])
    return fasta.index


def write_proteins(reference: Reference, assembly: Assembly, write: Write) -> tuple[Indexed, ...]:
    """Write the residues of every protein of the transcripts that lie on an assembly, without the stop."""
    fasta = _Fasta(write)
    written: set[str] = set()
    for transcript in _list_transcripts(reference, assembly):
        if transcript.protein is None or transcript.protein in written:
            continue
        written.add(transcript.protein)
        residues = reference.geometry.protein(transcript).removesuffix("*").encode()
        fasta.add(transcript.protein, f"gene={transcript.gene} transcript={transcript.accession}", [residues])
    return fasta.index


def _list_transcripts(reference: Reference, assembly: Assembly) -> tuple[Transcript, ...]:
    """Return the transcripts on an assembly in order of their first place, each once."""
    found = {placed.transcript.accession: placed.transcript for placed in list_placed(reference, assembly)}
    return tuple(found.values())


def _describe(contig: Contig) -> str:
    return f"chromosome={contig.name} assembly={contig.assembly} length={contig.length}"


def _list_held(
    reference: Reference, assembly: Assembly, progress: Progress
) -> Iterator[tuple[Contig, tuple[Interval, ...]]]:
    """Yield the contigs of which something is held, with what is held."""
    contigs = [contig for contig in reference.contigs() if contig.assembly == assembly]
    for number, contig in enumerate(contigs, 1):
        stretches = list_stretches(reference, contig)
        if stretches:
            yield contig, stretches
        progress(assembly, number, len(contigs))


def list_stretches(reference: Reference, contig: Contig) -> tuple[Interval, ...]:
    """Return what is held of a contig: windows that overlap or touch are one stretch."""
    if reference.find_source(contig.accession) is not None:
        return (Interval(0, contig.length),)
    windows = sorted(
        (placement.start, placement.end)
        for bundle in reference.stores
        for placement in bundle.placements_over(contig.accession, 0, contig.length)
    )
    stretches: list[Interval] = []
    for start, end in windows:
        if stretches and start <= stretches[-1].end:
            stretches[-1] = Interval(stretches[-1].start, max(end, stretches[-1].end))
        else:
            stretches.append(Interval(start, end))
    return tuple(stretches)


def _read(reference: Reference, contig: Contig, stretch: Interval) -> Iterator[bytes]:
    sequence = reference.geometry.sequence(contig.accession)
    for start in range(stretch.start, stretch.end, _PIECE):
        yield sequence.bases(start, min(start + _PIECE, stretch.end)).encode()


def _pad(reference: Reference, contig: Contig, stretches: tuple[Interval, ...]) -> Iterator[bytes]:
    """Yield a whole contig."""
    place = 0
    for stretch in (*stretches, Interval(contig.length, contig.length)):
        gap = stretch.start - place
        yield from [b"N" * _PIECE] * (gap // _PIECE)
        yield b"N" * (gap % _PIECE)
        yield from _read(reference, contig, stretch)
        place = stretch.end
