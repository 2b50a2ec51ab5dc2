"""Files of others: packed or not, whatever their name; what is no text, or a trap, ends in one sentence."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.errors import BadSource, MissingData
from synonymizer.reference.textfiles import LONGEST, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "".join(f"line {number} with an é\n" for number in range(200_000))


def whole(data: bytes) -> bytes:
    """Leave a file as it is."""
    return data


def in_members(data: bytes) -> bytes:
    """Compress as bgzip does, in members, the last one empty."""
    parts = [data[start : start + 65_280] for start in range(0, len(data), 65_280)]
    return b"".join(gzip.compress(part, 1) for part in (*parts, b""))


@pytest.mark.parametrize("pack", [whole, gzip.compress, in_members])
@pytest.mark.parametrize("name", ["a.gff3", "a.gff3.gz", "a.txt"])
def test_what_a_file_begins_with_tells_whether_it_is_packed(
    tmp_path: Path, pack: Callable[[bytes], bytes], name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(TEXT.encode()))
    assert path.stat().st_size > 0
    assert list(read_lines(str(path))) == TEXT.splitlines()


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\0\ufeff", exclude_categories=["Cs"]), min_size=1)))
def test_lines_end_in_either_way(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "lines.txt"
    for end in ("\n", "\r\n"):
        for text in (end.join(lines), "".join(line + end for line in lines), "\ufeff" + end.join(lines)):
            path.write_bytes(text.encode())
            assert [line for line in read_lines(str(path)) if line] == lines


def fail(path: Path, data: bytes) -> str:
    """Return the sentence that reading ends in."""
    path.write_bytes(data)
    with pytest.raises(BadSource) as caught:
        for _ in read_lines(str(path)):
            pass
    assert str(path) in caught.value.message
    return caught.value.message


def test_a_truncated_or_flipped_gzip_file_is_broken(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT.encode())
    for length in (3, 15, len(packed) // 2, len(packed) - 1):
        assert "is a broken gzip file" in fail(tmp_path / "a.gz", packed[:length])
    flipped = bytearray(packed)
    flipped[-6] ^= 1
    assert "is a broken gzip file" in fail(tmp_path / "a.gz", bytes(flipped))


def test_a_gzip_file_with_any_byte_changed_is_read_or_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    packed = gzip.compress(TEXT[:400].encode())
    broken = 0
    for place in range(2, len(packed)):
        path.write_bytes(packed[:place] + bytes([packed[place] ^ 0x55]) + packed[place + 1 :])
        try:
            list(read_lines(str(path)))
        except BadSource:
            broken += 1
    assert broken > len(packed) - 20, "no more than the header is free to say what it likes"


def test_what_unpacks_beyond_measure_is_stopped(tmp_path: Path) -> None:
    line = b"x" * (1 << 20) + b"\n"
    bomb = gzip.compress(line * 100, 9)
    assert len(bomb) < 1 << 20
    assert "unpacks to more than 100 times its size" in fail(tmp_path / "bomb.gz", bomb)


def test_a_line_without_end_is_stopped(tmp_path: Path) -> None:
    data = b"a\n" + b"x" * (LONGEST + (1 << 20))
    assert f"{tmp_path / 'a.gz'}:2: the line is longer than 16 MB" in fail(tmp_path / "a.gz", gzip.compress(data, 1))


def test_bytes_of_zero_are_no_text(tmp_path: Path) -> None:
    assert "bytes of zero" in fail(tmp_path / "a.bam", b"BAM\1\0\0")


def test_a_megabyte_of_nothing_is_no_text(tmp_path: Path) -> None:
    for space in (b"\n", b" ", b"\r\n\t "):
        assert "a megabyte of nothing" in fail(tmp_path / "a.gz", gzip.compress(b"a\n" + space * (3 << 20)))


def test_the_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    data = TEXT.encode() + "Émile\n".encode("latin-1") + b"more\n"
    assert f"{tmp_path / 'a'}:200001: the line is not in UTF-8" in fail(tmp_path / "a", data)


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(MissingData, match=r"cannot be read: .* Check the path"):
            next(read_lines(str(path)))
