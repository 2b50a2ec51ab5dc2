"""Hostile archives of LRG records: what unpacks beyond measure, reaches elsewhere, or holds what it should not."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from synonymizer.build import build
from synonymizer.build.lrg import read_record
from synonymizer.errors import BadSource
from tests.publication import WINDOW, make_record, publish
from tests.reference.test_damaged import damage


def _pack_bomb(folder: Path) -> None:
    """Pack a record that says it is short and unpacks to 200 MB."""
    path = folder / "LRG_public_xml_files.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("LRG_1.xml", "w") as member:
        for _ in range(200):
            member.write(b" " * 1_000_000)
    data = path.read_bytes()
    path.write_bytes(data.replace((200_000_000).to_bytes(4, "little"), (9_000).to_bytes(4, "little")))


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ((("LRG_1.xml", " " * 20_000_000),), "unpacks to more than 100 times"),
        ((("LRG_1.xml", make_record()), ("a/LRG_1.xml", "")), "holds a record twice"),
        ((("LRG_1.xml/", ""), ("LRG_.xml", "x"), ("LRG_\u0663.xml", "x")), "holds no LRG"),
        ((("LRG_1.xml", '<!DOCTYPE lrg SYSTEM "file:///etc/passwd"><lrg/>'),), "must not declare"),
        ((("LRG_1.xml", "<lrg>" * 1_000_000),), "unpacks to more than 100 times"),
        ((("LRG_1.xml", "<lrg>" * 1000),), "not well-formed"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_of_something_else_is_refused(
    tmp_path: Path, members: tuple[tuple[str, str], ...], said: str
) -> None:
    folder = publish(tmp_path / "published")
    with zipfile.ZipFile(folder / "LRG_public_xml_files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)
    with pytest.raises(BadSource, match=said):
        build(folder, tmp_path / "bad.bundle")


def test_no_more_of_a_record_is_unpacked_than_it_says(tmp_path: Path) -> None:
    folder = publish(tmp_path / "published")
    _pack_bomb(folder)
    tracemalloc.start()
    try:
        with pytest.raises(BadSource, match="is not a readable zip file"):
            build(folder, tmp_path / "bad.bundle")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["../LRG_1.xml", "/LRG_1.xml", "C:\\x/LRG_1.xml", "a/../../LRG_1.xml"])
def test_where_an_archive_says_its_records_lie_does_not_matter(tmp_path: Path, name: str) -> None:
    folder = publish(tmp_path / "published")
    with zipfile.ZipFile(folder / "LRG_public_xml_files.zip", "w") as archive:
        archive.writestr(name, make_record())
    assert build(folder, tmp_path / "made.bundle").genes
    assert {path.name for path in tmp_path.iterdir()} == {"published", "made.bundle"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-7"])
def test_a_record_in_another_encoding_declares_nothing(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE lrg [<!ENTITY a 'b'>]><lrg>&a;</lrg>"
    with pytest.raises(BadSource):
        read_record(text.encode(encoding))


def test_a_record_with_bytes_changed_lost_and_moved_is_read_or_refused() -> None:
    refused = 0
    for seed in range(300):
        try:
            read_record(damage(make_record().encode(), random.Random(seed)))
        except BadSource:
            refused += 1
    assert 0 < refused < 300


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('lrg_start="51"', f'lrg_start="{"9" * 5000}"'),
        ('<translation name="p1"', '<translation name="px"'),
        (f"<sequence>{WINDOW}", f"<sequence>Z{WINDOW[1:]}"),
    ],
)
def test_what_is_no_number_or_base_is_refused(old: str, new: str) -> None:
    text = make_record()
    assert old in text
    with pytest.raises(BadSource):
        read_record(text.replace(old, new).encode())
