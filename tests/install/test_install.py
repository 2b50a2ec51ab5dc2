"""Sets from a publisher on this machine: what is brought, compared, made, used, verified and removed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from synonymizer import open_reference
from synonymizer.build.reports import be_silent
from synonymizer.errors import BadSetting, BadSource, DamagedData, MissingData, NotFetched, OutputNotWritable
from synonymizer.install import SETS, Manifest, Request, install, read_manifest, remove, verify
from synonymizer.install.download import Downloader
from synonymizer.install.folder import locked
from synonymizer.reference.spec import find_references, write_spec
from tests.install.server import Answer, Publisher
from tests.publication import publish

DATA = random.Random(3).randbytes(200_000)
CDOT = SETS["cdot-refseq"]
CLINVAR = SETS["clinvar"]


def _locate(name: str, release: str | None = None, *, at: int = 0) -> str:
    """Return the path of a file of a set on a mirror, as `wget --mirror` lays it out."""
    parts = urlsplit(SETS[name].files[at].locate(release or SETS[name].release))
    return f"/{parts.hostname}{parts.path}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def lrg(tmp_path: Path) -> bytes:
    """A set of LRG records that is small."""
    return (publish(tmp_path / "published") / "LRG_public_xml_files.zip").read_bytes()


class Installer:
    """Installs from the publisher on this machine."""

    def __init__(self, folder: Path, publisher: Publisher, downloader: Downloader) -> None:
        self.folder = folder
        self.publisher = publisher
        self._downloader = downloader

    def __call__(self, name: str, **options: Any) -> Manifest:
        return install(name, Request(self.folder, self.publisher.url)._replace(**options), be_silent, self._downloader)


@pytest.fixture
def installer(folder: Path, publisher: Publisher, downloader: Downloader) -> Installer:
    publisher.files[_locate("cdot-refseq")] = DATA
    return Installer(folder, publisher, downloader)


def _list(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_set_is_what_its_publisher_has(installer: Installer, folder: Path) -> None:
    manifest = installer("cdot-refseq")
    file = folder / "sets" / manifest.files[0].path
    assert file.read_bytes() == DATA
    assert manifest.sources[0].sha256 == hashlib.sha256(DATA).hexdigest()
    assert manifest.sources[0].checked == "first seen"
    assert read_manifest(folder, "cdot-refseq") == manifest == verify("cdot-refseq", folder, be_silent)
    assert _list(folder) == ["lock", "sets/cdot-refseq.json", f"sets/{manifest.files[0].path}"]


def test_a_set_that_is_installed_is_not_installed_again(installer: Installer) -> None:
    manifest = installer("cdot-refseq")
    asked = len(installer.publisher.requests)
    assert installer("cdot-refseq") == manifest
    assert len(installer.publisher.requests) == asked
    assert installer("cdot-refseq", is_repeated=True).sources == manifest.sources
    assert len(installer.publisher.requests) > asked


def test_a_bundle_is_made_used_and_removed(
    installer: Installer, folder: Path, lrg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNONYMIZER_DATA_DIR", str(folder))
    before = [store.path for store in open_reference().stores]
    installer.publisher.files[_locate("lrg")] = lrg
    installer("lrg", release="current")
    (bundle,) = (folder / "sets/lrg/current").glob("*.bundle")
    assert [store.path for store in open_reference().stores] == [str(bundle), *before]
    assert [store.path for store in open_reference("embedded").stores] == before
    assert [store.path for store in open_reference("embedded,lrg").stores] == [*before, str(bundle)]
    assert write_spec(find_references()) == f"bundle:{bundle},bundle:embedded"
    remove("lrg", folder)
    assert [store.path for store in open_reference().stores] == before
    assert _list(folder) == ["lock"]
    with pytest.raises(MissingData, match="neither a file nor an installed set"):
        open_reference("lrg")
    with pytest.raises(MissingData, match="not installed"):
        remove("lrg", folder)


def test_another_release_takes_the_place_of_the_one_before(installer: Installer, folder: Path) -> None:
    installer("cdot-refseq")
    installer.publisher.files[_locate("cdot-refseq", "0.2.32")] = DATA[::-1]
    manifest = installer("cdot-refseq", release="0.2.32")
    assert (folder / "sets" / manifest.files[0].path).read_bytes() == DATA[::-1]
    assert len(_list(folder)) == 3


@pytest.mark.parametrize("release", ["../../etc", "1", "0.2.33/../..", ""])
def test_a_release_that_is_none_is_an_error(installer: Installer, release: str) -> None:
    with pytest.raises(BadSetting, match="is no release of cdot-refseq"):
        installer("cdot-refseq", release=release)


# ---- checksums


def _publish_clinvar(publisher: Publisher, told: str) -> None:
    path = _locate("clinvar")
    publisher.files[path] = DATA
    publisher.files[f"{path}.md5"] = f"{told}  /panfs/staging/{path.rpartition('/')[2]}\n".encode()


def test_a_file_that_is_not_what_its_publisher_says_is_refused(installer: Installer, folder: Path) -> None:
    _publish_clinvar(installer.publisher, "0" * 32)
    with pytest.raises(NotFetched) as caught:
        installer("clinvar")
    assert f"its md5 is {hashlib.md5(DATA).hexdigest()}, and not {'0' * 32}" in caught.value.message
    assert _list(folder) == ["lock"]


def test_a_file_that_is_not_the_pinned_one_is_refused_and_the_way_out_named(
    installer: Installer, folder: Path, lrg: bytes
) -> None:
    installer.publisher.files[_locate("lrg")] = lrg
    with pytest.raises(NotFetched) as caught:
        installer("lrg")
    assert SETS["lrg"].files[0].sha256 in caught.value.message
    assert "--release current" in caught.value.message
    assert _list(folder) == ["lock"]


def test_what_came_before_of_another_file_is_thrown_away(installer: Installer, folder: Path) -> None:
    path = _locate("clinvar")
    _publish_clinvar(installer.publisher, hashlib.md5(DATA).hexdigest())
    downloads = folder / "downloads" / "clinvar" / CLINVAR.release
    downloads.mkdir(parents=True)
    (downloads / path.rpartition("/")[2]).write_bytes(DATA[::-1])
    with pytest.raises(BadSource):  # it is the right file now, but no VCF
        installer("clinvar")
    assert (downloads / path.rpartition("/")[2]).read_bytes() == DATA


def test_a_corrupted_download_is_refused_and_the_next_one_taken(installer: Installer) -> None:
    path = _locate("cdot-refseq")
    sums = f"{hashlib.sha256(DATA).hexdigest()}  {path.removeprefix('/')}\n"
    installer.publisher.files["/SHA256SUMS"] = sums.encode()
    installer.publisher.plans[path] = [Answer(flipped=70_000)]
    with pytest.raises(NotFetched, match="mirror's sha256"):
        installer("cdot-refseq")
    assert installer("cdot-refseq").sources[0].checked == "mirror's sha256"


@pytest.mark.parametrize("lines", ["host", "path", "name"])
def test_what_a_mirror_lists_must_be_met(installer: Installer, lines: str) -> None:
    path = _locate("cdot-refseq").removeprefix("/")
    name = {"host": path, "path": path.partition("/")[2], "name": path.rpartition("/")[2]}[lines]
    installer.publisher.files["/SHA256SUMS"] = f"{'0' * 64}  ./{name}\n".encode()
    with pytest.raises(NotFetched, match="mirror's sha256"):
        installer("cdot-refseq")


def test_a_list_that_cannot_be_had_now_does_not_count_as_none(installer: Installer) -> None:
    installer.publisher.files["/SHA256SUMS"] = b""
    installer.publisher.plans["/SHA256SUMS"] = [Answer(status=503)] * 3
    with pytest.raises(NotFetched, match="SHA256SUMS cannot be downloaded"):
        installer("cdot-refseq")


# ---- mirrors


def test_a_mirror_may_leave_out_the_host(installer: Installer) -> None:
    path = _locate("cdot-refseq")
    installer.publisher.files["/" + path[1:].partition("/")[2]] = installer.publisher.files.pop(path)
    assert installer("cdot-refseq").sources[0].size == len(DATA)


def test_a_file_that_is_nowhere_is_named_with_every_place(installer: Installer) -> None:
    with pytest.raises(NotFetched) as caught:
        installer("mane")
    message = caught.value.message
    assert "MANE.GRCh38.v1.5.refseq_genomic.gff.gz of the set mane, release 1.5, is not at " in message
    assert message.count(installer.publisher.url) == 2


@pytest.mark.parametrize("depth", ["host", "path", "name"])
@pytest.mark.parametrize("is_address", [False, True])
def test_a_folder_holds_the_same_files_in_either_layout(
    installer: Installer, tmp_path: Path, depth: str, is_address: bool
) -> None:
    path = _locate("cdot-refseq").removeprefix("/")
    within = {"host": path, "path": path.partition("/")[2], "name": path.rpartition("/")[2]}[depth]
    place = tmp_path / "files of others" / within
    place.parent.mkdir(parents=True)
    place.write_bytes(DATA)
    (tmp_path / "files of others" / "SHA256SUMS").write_text(f"{hashlib.sha256(DATA).hexdigest()} *{within}\n")
    root = tmp_path / "files of others"
    manifest = installer("cdot-refseq", mirror=root.as_uri() if is_address else str(root))
    assert manifest.sources[0].checked == "mirror's sha256"
    assert installer.publisher.requests == []
    remove("cdot-refseq", installer.folder)
    assert place.read_bytes() == DATA


@pytest.mark.parametrize("mirror", ["nowhere", "ftp://127.0.0.1/pub", "http://", "file:///nowhere"])
def test_a_mirror_that_is_none_is_an_error(installer: Installer, mirror: str) -> None:
    with pytest.raises(BadSetting, match="is neither an address nor a folder"):
        installer("cdot-refseq", mirror=mirror)


# ---- the folder


def test_a_full_disk_is_told_before_anything_comes(
    installer: Installer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    with pytest.raises(OutputNotWritable, match="Make room"):
        installer("cdot-refseq")
    assert installer.publisher.asked() == []
    assert _list(folder) == ["lock"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is protected from this user")
def test_a_protected_folder_is_an_error(installer: Installer, folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(OutputNotWritable, match="cannot be changed: permission denied"):
        installer("cdot-refseq")


def test_a_file_in_the_place_of_the_folder_is_an_error(installer: Installer, folder: Path) -> None:
    folder.write_text("")
    with pytest.raises(OutputNotWritable, match="cannot be changed: file exists"):
        installer("cdot-refseq")


def test_two_at_once_take_turns_or_say_so(installer: Installer, folder: Path) -> None:
    with locked(folder, is_patient=False), pytest.raises(OutputNotWritable, match=f"Process {os.getpid()} is changing"):
        installer("cdot-refseq")
    installer("cdot-refseq")


def test_two_processes_that_install_one_set_both_have_it(installer: Installer, folder: Path) -> None:
    installer.publisher.plans[_locate("cdot-refseq")] = [Answer(pause=0.3)]
    words = ["data", "install", "cdot-refseq", "--mirror", installer.publisher.url, "--data-dir", str(folder), "--wait"]
    running = [subprocess.Popen([sys.executable, "-m", "synonymizer", *words]) for _ in range(2)]
    assert [process.wait(30) for process in running] == [0, 0]
    assert [path for path, _ in installer.publisher.asked() if path.endswith(".gz")] == [_locate("cdot-refseq")]
    verify("cdot-refseq", folder, be_silent)


def test_what_was_left_by_a_process_that_died_is_removed(installer: Installer, folder: Path) -> None:
    left = folder / "sets" / "cdot-refseq" / ".0123.partial"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"half")
    installer("cdot-refseq")
    assert not left.exists()


# ---- verification


@pytest.mark.parametrize("fault", ["flipped", "short", "gone"])
def test_a_file_that_is_not_what_it_was_is_found(installer: Installer, folder: Path, fault: str) -> None:
    path = folder / "sets" / installer("cdot-refseq").files[0].path
    path.chmod(0o600)
    if fault == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes([DATA[0] ^ 1]) + DATA[1:] if fault == "flipped" else DATA[:-1])
    with pytest.raises((DamagedData, MissingData), match="--again"):
        verify("cdot-refseq", folder, be_silent)
    installer("cdot-refseq", is_repeated=True)
    verify("cdot-refseq", folder, be_silent)


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"name": 1}', "\x00"])
def test_a_damaged_list_of_what_is_installed_is_said_in_a_sentence(
    installer: Installer, folder: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    installer("cdot-refseq")
    (folder / "sets" / "cdot-refseq.json").write_text(written)
    monkeypatch.setenv("SYNONYMIZER_DATA_DIR", str(folder))
    for read in (open_reference, lambda: read_manifest(folder, "cdot-refseq")):
        with pytest.raises(DamagedData, match="data install cdot-refseq --again"):
            read()
    installer("cdot-refseq", is_repeated=True)
    assert json.loads((folder / "sets" / "cdot-refseq.json").read_text())["release"] == CDOT.release
