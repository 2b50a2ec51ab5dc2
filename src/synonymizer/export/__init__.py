"""Gives the reference data to other programs, in the formats that they read.

Coordinates are those of the whole chromosomes, whatever part of them is held, so that files of different origin go
together. Sequences of chromosomes are named by their accession in every format. The same data give the same bytes.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, BinaryIO, Literal

from synonymizer.export.annotation import write_gff3, write_gtf
from synonymizer.export.cdot import write_cdot
from synonymizer.export.packing import Packer
from synonymizer.export.sequences import write_chromosomes, write_messages, write_proteins, write_windows
from synonymizer.export.uta import write_uta
from synonymizer.export.variants import write_variants
from synonymizer.output import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from synonymizer.export.sequences import Indexed
    from synonymizer.places import Assembly
    from synonymizer.reference import Reference

    Write = Callable[[bytes], object]
    Progress = Callable[[str, int, int], None]
    Finish = Callable[[tuple[Indexed, ...]], None]

Format = Literal["fasta", "windows", "rna", "protein", "gff3", "gtf", "cdot", "uta", "vcf"]
"""`fasta` holds whole chromosomes, N where nothing is held; `windows` what is held, each stretch by itself."""


def export(
    reference: Reference,
    form: Format,
    output: Path | None = None,
    *,
    assembly: Assembly = "GRCh38",
    progress: Progress | None = None,
) -> None:
    """Write reference data in the format of another program.

    Args:
        reference: the data.
        form: the format; cdot and UTA hold both assemblies, messages and proteins are of those that lie on
            the assembly.
        output: the file, which appears under its name when it is complete; blocked gzip where that ends in `.gz`. A
            FASTA file gets its `.fai` beside it, and `.gzi` where it is compressed. None is standard output.
        assembly: the assembly whose coordinates are written.
        progress: is told (label, done, total) while chromosomes are written.

    Raises:
        OutputNotWritable: when the output cannot be written.
    """
    with _open(output) as (write, finish):
        finish(_write(reference, form, write, assembly, progress or _be_silent))


def _write(
    reference: Reference, form: Format, write: Write, assembly: Assembly, progress: Progress
) -> tuple[Indexed, ...]:
    """Write a format; return the index of what is FASTA."""
    match form:
        case "fasta":
            return write_chromosomes(reference, assembly, write, progress)
        case "windows":
            return write_windows(reference, assembly, write, progress)
        case "rna":
            return write_messages(reference, assembly, write)
        case "protein":
            return write_proteins(reference, assembly, write)
        case "gff3":
            write_gff3(reference, assembly, write)
        case "gtf":
            write_gtf(reference, assembly, write)
        case "cdot":
            write_cdot(reference, write)
        case "uta":
            write_uta(reference, write)
        case "vcf":
            write_variants(reference, assembly, write)
    return ()


@contextmanager
def _open(output: Path | None) -> Iterator[tuple[Write, Finish]]:
    """Give what writes bytes, and what is told in the end how FASTA is indexed; all files appear together."""
    if output is None:
        yield sys.stdout.buffer.write, _leave_out
        return
    with ExitStack() as files:
        file = _create(files, output)
        packed = Packer(file) if output.name.endswith(".gz") else None

        def finish(index: tuple[Indexed, ...]) -> None:
            if packed is not None:
                packed.close()
            if index:
                lines = "".join(f"{record}\n" for record in index)
                _create(files, output.with_name(f"{output.name}.fai")).write(lines.encode())
            if index and packed is not None:
                _create(files, output.with_name(f"{output.name}.gzi")).write(packed.index)

        yield file.write if packed is None else packed.write, finish


def _create(files: ExitStack, output: Path) -> BinaryIO:
    return files.enter_context(files.enter_context(replacing(output)).open("wb"))


def _leave_out(index: tuple[Indexed, ...]) -> None:
    """Leave the index out: it belongs beside a file."""


def _be_silent(label: str, done: int, total: int) -> None:
    """Report to nobody."""
