"""Checksums as publishers list them, and as the programs compute them that publishers use."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from synonymizer.install.checksums import Checksum, find_checksum, measure, read_listing

NCBI = """\
3d1ef0dbb4fe0be27bb1c2ca5c4ecb30  ./GCF_1_assembly_structure/genomic.fna.gz
0cc175b9c0f1b6a831c399e269772661  ./genomic.fna.gz
92eb5ffee6ae2fec3ad71c777531578f  ./genomic.gff.gz
"""
ENSEMBL = "01234 98765 Homo_sapiens.GRCh38.115.chr.gff3.gz\n00007 1 README\n"
CLINVAR = "900150983cd24fb0d6963f7d28e17f72  /panfs/somewhere/ftp-staging/clinvar_20260706.vcf.gz\n"


@pytest.mark.parametrize(
    ("listing", "name", "expected"),
    [
        (NCBI, "genomic.fna.gz", Checksum("md5", "0cc175b9c0f1b6a831c399e269772661")),
        (NCBI, "genomic.gtf.gz", None),
        (ENSEMBL, "Homo_sapiens.GRCh38.115.chr.gff3.gz", Checksum("sum", "1234 98765")),
        (CLINVAR, "clinvar_20260706.vcf.gz", Checksum("md5", "900150983cd24fb0d6963f7d28e17f72")),
        (f"{'A' * 64} *host/file\n", "host/file", Checksum("sha256", "a" * 64)),
        ("<html>\n<body>No such page</body>\n</html>\n", "file", None),
    ],
)
def test_a_list_tells_the_checksum_of_a_file(listing: str, name: str, expected: Checksum | None) -> None:
    assert find_checksum(read_listing(listing), name) == expected


def test_a_name_that_two_paths_end_in_is_nobodys() -> None:
    listing = read_listing(f"{'a' * 32}  one/file\n{'b' * 32}  two/file\n")
    assert find_checksum(listing, "file") is None


@pytest.mark.parametrize("length", [0, 1, 1023, 1024, 1025, 2_500_000])
@pytest.mark.parametrize(
    ("algorithm", "command"), [("sha256", ["sha256sum"]), ("md5", ["md5sum"]), ("sum", ["sum", "-r"])]
)
def test_a_checksum_is_what_the_program_says(tmp_path: Path, length: int, algorithm: str, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not on this machine")
    path = tmp_path / "file"
    path.write_bytes(random.Random(length).randbytes(length))
    said = subprocess.run([*command, path], capture_output=True, text=True, check=True).stdout.split()
    expected = f"{int(said[0])} {int(said[1])}" if algorithm == "sum" else said[0]
    assert measure(path, ("md5", "sum"))[algorithm] == expected  # type: ignore[index]
