"""Annotation with bytes changed, lost and moved is read, or refused in one sentence; nothing else happens."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from synonymizer.errors import BadSource
from synonymizer.reference.cdot import read_cdot
from synonymizer.reference.gff3 import read_gff3
from synonymizer.reference.gtf import read_gtf

SAMPLES = Path(__file__).parent / "annotation"
SPLICED = (b"\t", b";", b"=", b"9" * 20, b"-1", b"%FF", b"null", b"[]", b"{}", b'"', b",", b"1e9", b"NaN", b"\n")


def damage(data: bytes, drawn: random.Random) -> bytes:
    """Change a file in a few places."""
    changed = bytearray(data)
    for _ in range(drawn.randint(1, 4)):
        place, other = drawn.randrange(len(changed)), drawn.randrange(len(changed))
        match drawn.randrange(4):
            case 0:
                changed[place] = drawn.randrange(256)
            case 1:
                del changed[place : place + drawn.randint(1, 30)]
            case 2:
                changed[place:place] = drawn.choice(SPLICED)
            case _:
                changed[place:place] = changed[other : other + 20]
    return bytes(changed)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_damaged_lines_end_in_records_or_in_a_sentence(path: Path, tmp_path: Path) -> None:
    read = read_gff3 if path.suffix == ".gff3" else read_gtf
    damaged = tmp_path / path.name
    refused: list[str] = []
    for seed in range(60):
        damaged.write_bytes(damage(path.read_bytes(), random.Random(seed)))
        try:
            assert len(read(str(damaged))) < 20
        except BadSource as fault:
            refused.append(fault.message)
    assert 0 < len(refused) < 60
    assert all(str(damaged) in message for message in refused)


def test_damaged_cdot_ends_in_records_or_in_a_sentence(tmp_path: Path) -> None:
    build = {"contig": "NC_000005.10", "strand": "+", "exons": [[10, 20, 0, 1, 10, None]], "tag": "MANE Select"}
    row = {"gene_name": "A", "genome_builds": {"GRCh38": build}, "start_codon": 1, "stop_codon": 7, "protein": "P"}
    data = json.dumps({"transcripts": {"NM_1.1": row, "NM_2.1": row}, "genes": {"1": {"gene_symbol": "A"}}}).encode()
    damaged = tmp_path / "cdot.json"
    refused: list[str] = []
    for seed in range(600):
        damaged.write_bytes(damage(data, random.Random(seed)))
        try:
            assert all(len(listed) <= 2 for listed in read_cdot(str(damaged)))
        except BadSource as fault:
            refused.append(fault.message)
    assert 0 < len(refused) < 600
    assert all(str(damaged) in message for message in refused)
