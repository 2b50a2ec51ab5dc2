"""Stores that are read where they lie, a plain FASTA and its annotation, answer in columns as in the pipeline."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from synonymizer import Options
from synonymizer.places import Contig
from synonymizer.reference import Reference
from synonymizer.reference.fasta import Fasta
from synonymizer.reference.gff3 import read_gff3
from synonymizer.reference.live import Live
from synonymizer.reference.spec import parse_spec
from synonymizer.spelling.digests import refget
from tests.kernel.drawing import draw_edits, find_places
from tests.oracle.batch import Judge
from tests.reference.organisms import REFSEQ_MOUSE, write


def open_live(folder: Path, assembly: str, accession: str) -> Live:
    """Open an invented genome that calls itself an assembly of human, as which it is worked in columns."""
    folder.mkdir()
    organism = replace(REFSEQ_MOUSE, assembly=assembly, contig=accession, spelled=accession, in_genome=accession)
    made = write(folder, organism)
    (parts,) = parse_spec(made.spec)
    paths = {part.kind: part.value for part in parts}
    contig = Contig(accession, assembly, "1", len(made.bases), refget(made.bases))
    return Live(read_gff3(paths["gff3"]), (Fasta.open(paths["fasta"]),), assembly, (contig,), assembly)


def test_a_genome_in_a_plain_file_is_worked_in_columns(tmp_path: Path) -> None:
    new, old = (
        open_live(tmp_path / "new", "GRCh38", "NC_000099.2"),
        open_live(tmp_path / "old", "GRCh37", "NC_000099.1"),
    )
    reference = Reference((new, old))
    judge = Judge(reference, Options())
    chance = random.Random(5)
    drawn = draw_edits(reference, find_places(reference, reference.genes()), chance, 300)
    judge.judge_alleles("drawn", [edit for edit in drawn if edit.sequence == "NC_000099.2"])
    judge.judge_texts("names", ["NM_001011874.1:c.10del", "Sox17:c.5del", "chr1:g.12580del", "1-12580-N-A"])
    assert judge.differences == []
    assert judge.states["drawn, all"]["covered"] > 50, judge.states
