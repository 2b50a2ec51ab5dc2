"""The law of a seal: every byte of a file is covered by it, so that no change of one goes unseen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.errors import DamagedData
from synonymizer.reference import seal


def _compare(path: Path) -> None:
    with path.open("rb") as file:
        seal.compare(file, str(path))


def _check(path: Path) -> None:
    with path.open("rb") as file:
        seal.check_seal(file, str(path))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("seal") / "file"
    path.write_bytes(bytes(range(256)) * 1000)
    seal.write_seal(path)
    _compare(path)
    return path.read_bytes()


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that counts as large, with a cache of its own."""
    monkeypatch.setattr(seal, "SMALL", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "file"
    path.write_bytes(os.urandom(3 * seal.BLOCK))
    seal.write_seal(path)
    return path


@given(data=st.data())
def test_any_changed_byte_is_seen(sealed: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sealed) - 1))
    flipped = sealed[:at] + bytes([sealed[at] ^ data.draw(st.integers(1, 255))]) + sealed[at + 1 :]
    path = tmp_path_factory.getbasetemp() / "flipped"
    path.write_bytes(flipped)
    with pytest.raises(DamagedData):
        _compare(path)


@given(data=st.data())
def test_any_lost_or_added_end_is_seen(
    sealed: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut"
    path.write_bytes(data.draw(st.sampled_from([sealed[: -data.draw(st.integers(1, len(sealed)))], sealed + b"\0"])))
    with pytest.raises(DamagedData):
        _check(path)


def test_a_large_file_is_compared_once(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _check(large)
    monkeypatch.setattr(seal, "compare", lambda *_: pytest.fail("it was compared already"))
    _check(large)


def test_a_large_file_that_changed_is_compared_again(large: Path) -> None:
    _check(large)
    before = large.stat()
    with large.open("r+b") as file:
        file.write(b"?")
    os.utime(large, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(DamagedData, match="bytes 0 to 65,536"):
        _check(large)


def test_where_no_note_can_be_kept_a_large_file_is_compared_each_time(large: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder", encoding="utf-8")
    _check(large)
    with large.open("r+b") as file:
        file.write(b"?")
    with pytest.raises(DamagedData):
        _check(large)
