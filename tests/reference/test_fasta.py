"""FASTA, plain and in blocked gzip: read as pyfaidx reads it, and every fault told in one sentence."""

from __future__ import annotations

import gzip
import os
import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pyfaidx
import pytest

from synonymizer.errors import BadSource, DamagedData, DataError, MissingData
from synonymizer.export.packing import Packer
from synonymizer.reference import cache, indexing
from synonymizer.reference.fasta import Fasta
from synonymizer.spelling.digests import refget

LETTERS = "ACGTacgtNnRYKM"


def write(path: Path, width: int, end: str = "\n", seed: int = 1) -> str:
    """Write sequences of many lengths in lines of one width; return the text."""
    chance = random.Random(seed)
    pieces: list[str] = []
    for number, length in enumerate((1, width - 1, width, width + 1, 3 * width, 7 * width + 2, 70_000)):
        bases = "".join(chance.choices(LETTERS, k=length))
        pieces.append(f">s{number} of {length}{end}")
        pieces += [bases[start : start + width] + end for start in range(0, length, width)]
    text = "".join(pieces)
    path.write_text(text, newline="")
    return text


def pack(path: Path, text: str) -> bytes:
    """Write blocked gzip; return its index."""
    file = BytesIO()
    packer = Packer(file)
    packer.write(text.encode())
    packer.close()
    path.write_bytes(file.getvalue())
    return packer.index


@pytest.mark.parametrize(("width", "end"), [(60, "\n"), (61, "\r\n"), (7, "\n"), (80_000, "\n")])
@pytest.mark.parametrize("is_packed", [False, True])
def test_bases_are_those_that_pyfaidx_reads(tmp_path: Path, width: int, end: str, *, is_packed: bool) -> None:
    plain = tmp_path / "genome.fa"
    text = write(plain, width, end)
    path = tmp_path / "genome.fa.gz" if is_packed else plain
    if is_packed:
        pack(path, text)
    judge = pyfaidx.Fasta(str(plain), as_raw=True, indexname=str(tmp_path / "other.fai"))
    opened = Fasta.open(path)
    assert list(opened.names()) == list(judge.keys())
    chance = random.Random(2)
    for name in opened.names():
        length = opened.length(name)
        assert length == len(judge[name])
        for _ in range(40):
            start = chance.randrange(length + 1)
            end_of = chance.randrange(start, length + 1)
            bases = re.sub("[^ACGT]", "N", judge[name][start:end_of].upper()) if start < end_of else ""
            assert opened.read(name, start, end_of).decode() == bases
        assert opened.refget(name) == refget(judge[name][:].upper())
    assert opened.length("s99") is None
    assert opened.origins[0].source == path.name


def test_an_index_that_is_missing_is_made_as_others_make_it(tmp_path: Path) -> None:
    plain, packed = tmp_path / "genome.fa", tmp_path / "genome.fa.gz"
    text = write(plain, 60)
    blocks = pack(packed, text)
    pyfaidx.Faidx(str(plain), indexname=str(tmp_path / "other.fai"))
    expected = (tmp_path / "other.fai").read_bytes()
    for path in (plain, packed):
        Fasta.open(path)
        assert path.with_name(f"{path.name}.fai").read_bytes() == expected
    assert packed.with_name("genome.fa.gz.gzi").read_bytes() == blocks


def test_where_no_file_can_be_written_the_index_is_kept_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "genome.fa"
    write(path, 60)
    kept = cache.keep
    written: list[str] = []

    def refuse(target: str, index: bytes) -> bool:
        written.append(target)
        return not target.startswith(str(folder)) and kept(target, index)

    monkeypatch.setattr(indexing, "keep", refuse)
    first = Fasta.open(path).names()
    assert len(written) == 2
    assert Fasta.open(path).names() == first
    assert len(written) == 2, "the index in the cache is used"
    write(path, 50, seed=3)
    os.utime(path, (1, 1))
    assert Fasta.open(path).read("s3", 0, 3).decode().strip("ACGTN") == ""
    assert len(written) == 4, "a file that has changed is indexed anew"
    assert list(folder.iterdir()) == [path]


def test_residues_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "protein.fa"
    path.write_text(">NP_1.1 some protein\nMKUxB\n*\n")
    assert Fasta.open(path, residues=True).read("NP_1.1", 0, 6) == b"MKUXB*"


def test_a_title_of_several_names_is_known_by_its_accession(tmp_path: Path) -> None:
    path = tmp_path / "rna.fa"
    path.write_text(">ENST00000300737.8|ENSG00000167323.12|-|STIM1|\nACGT\n>gi|5|ref|NM_003156.4| stim\nGG\n")
    opened = Fasta.open(path)
    assert opened.names() == ("ENST00000300737.8", "NM_003156.4")
    assert opened.read("NM_003156.4", 0, 2) == b"GG"


def cut(path: Path, size: int) -> None:
    """Shorten a file whose index stays as it is."""
    path.write_bytes(path.read_bytes()[:size])


def spoil_index(path: Path, suffix: str, text: bytes) -> None:
    path.with_name(path.name + suffix).write_bytes(text)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def age_index(path: Path) -> None:
    os.utime(path.with_name(f"{path.name}.fai"), (1, 1))


def insert_line(path: Path) -> None:
    path.write_bytes(b">s new\nACGT\n" + path.read_bytes())


def shift_lines(path: Path) -> None:
    """End a line of the last sequence in the place of a base, so that all is as long as it was."""
    head, body = path.read_bytes().rsplit(b"of 70000\n", 1)
    path.write_bytes(head + b"of 70000\n" + body[:30] + b"\n" + body[31:])


FAULTS: dict[str, tuple[bool, Callable[[Path], None], type[DataError], str]] = {
    "missing": (False, Path.unlink, MissingData, "Check the path"),
    "empty": (False, lambda path: cut(path, 0), BadSource, "is empty"),
    "cut short": (False, lambda path: cut(path, 50_000), DamagedData, "tells of more than the file holds"),
    "index of another file": (False, insert_line, DamagedData, "does not lie where it says"),
    "lines of another length": (False, shift_lines, DamagedData, "lines of s6 are not as it says"),
    "stale index": (False, age_index, DamagedData, "older than the file"),
    "no index": (False, lambda path: spoil_index(path, ".fai", b"\x00\xff"), DamagedData, "it is no index"),
    "index of nonsense": (
        False,
        lambda path: spoil_index(path, ".fai", b"s1\t9\t-4\t60\t61\n"),
        DamagedData,
        "makes no sense",
    ),
    "packed, cut short": (True, lambda path: cut(path, 20_000), DamagedData, "cannot be unpacked"),
    "packed, a bit flipped": (True, flip, DamagedData, "cannot be unpacked"),
    "packed, block index cut short": (True, lambda path: spoil_index(path, ".gzi", b"\x09"), DamagedData, "cut short"),
    "packed, other block index": (
        True,
        lambda path: spoil_index(path, ".gzi", (1).to_bytes(8, "little") + (99).to_bytes(8, "little") * 2),
        DamagedData,
        "cannot be unpacked",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_sentence_about_the_file(tmp_path: Path, fault: str) -> None:
    is_packed, spoil, kind, said = FAULTS[fault]
    path = tmp_path / ("genome.fa.gz" if is_packed else "genome.fa")
    text = write(path, 60)
    if is_packed:
        pack(path, text)
    Fasta.open(path)
    spoil(path)
    with pytest.raises(kind, match=said) as raised:
        _read_all(path)
    _check_sentence(raised.value, path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"ACGT\n>s\nACGT\n", "before the first sequence"),
        (b"\x00\x01\x02" * 99, "before the first sequence"),
        (b"\xff\xfe" * 99, "is not text"),
        (b"\n\n\n", "not contain a valid sequence"),
        (b">\nACGT\n", "Bad sequence name"),
        (b">\xff\nACGT\n", "is not text"),
        (b">s\nACGT\nAC\nACGT\n", "not consistent"),
        (b">s\nAC\nACGT\n", "last line of s is too long"),
        (b">t\nA\n>s\nAC\nAC\nACG\n>t\nACGT", "last line of s is too long"),
        (b">s\r\nAC\r\nACG\r\n", "last line of s is too long"),
        (b">s\nACGT\n\nACGT\n", "not consistent"),
        (b">s\nACGT\n>s\nAC\n", "two sequences called s"),
        (gzip.compress(b">s\nACGT\n"), "compressed by gzip"),
    ],
)
def test_what_is_no_fasta_is_told_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "genome.fa"
    path.write_bytes(content)
    with pytest.raises(BadSource, match=said) as raised:
        _read_all(path)
    _check_sentence(raised.value, path)


def test_blocked_gzip_without_an_index_is_checked_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "genome.fa.gz"
    pack(path, write(path, 60))
    cut(path, path.stat().st_size - 40)
    with pytest.raises(DamagedData, match="in the middle of a block") as raised:
        Fasta.open(path)
    _check_sentence(raised.value, path)


def _read_all(path: Path) -> None:
    opened = Fasta.open(path)
    for name in opened.names():
        opened.read(name, 0, opened.length(name) or 0)


def _check_sentence(error: DataError, path: Path) -> None:
    assert str(path) in error.message
    assert error.message.endswith(".")
    assert "\n" not in error.message


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="the system does not say which files are mapped")
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_file_that_is_closed_is_let_go(tmp_path: Path, *, is_packed: bool) -> None:
    path = tmp_path / "genome.fa"
    text = write(path, 60)
    if is_packed:
        path = tmp_path / "genome.fa.gz"
        pack(path, text)
    opened = Fasta.open(path)
    assert str(path) in Path("/proc/self/maps").read_text()
    opened.close()
    assert str(path) not in Path("/proc/self/maps").read_text()
