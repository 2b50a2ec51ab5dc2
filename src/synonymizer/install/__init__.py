"""Installs, verifies and removes sets of reference data.

A set is brought file by file, each compared with its checksum before anything is made of it, and appears when all of it
is done; an installation that is interrupted goes on where it stopped when it is run again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.errors import DamagedData, MissingData
from synonymizer.install.checksums import measure
from synonymizer.install.download import Downloader
from synonymizer.install.fetching import Fetcher, check_room
from synonymizer.install.folder import (
    Brought,
    Kept,
    Manifest,
    activate,
    changing,
    choose_folder,
    deactivate,
    find_sets,
    locked,
    preparing,
    read_manifest,
    sweep,
)
from synonymizer.install.making import LEFT_OUT, make
from synonymizer.install.mirror import read_mirror
from synonymizer.install.sets import SETS, get_set
from synonymizer.install.snapshot import pull

if TYPE_CHECKING:
    from synonymizer.build.reports import Progress
    from synonymizer.install.sets import DataSet

__all__ = [
    "LEFT_OUT",
    "SETS",
    "Manifest",
    "Request",
    "find_sets",
    "get_set",
    "install",
    "read_manifest",
    "remove",
    "verify",
]


class Request(NamedTuple):
    """How sets are installed.

    Args:
        folder: of installed sets.
        mirror: where files are looked for instead of at their publishers: an address or a folder, "" for none.
        release: the one wanted, None for the pinned one.
        is_patient: wait for another process that changes the folder.
        is_repeated: install what is installed already.
    """

    folder: Path
    mirror: str = ""
    release: str | None = None
    is_patient: bool = False
    is_repeated: bool = False


def install(name: str, request: Request, progress: Progress, downloader: Downloader | None = None) -> Manifest:
    """Install a set, or do nothing when its release is installed already.

    Args:
        name: of the set.
        request: how.
        progress: is told the stage, and how much of how much of it is done.
        downloader: downloads its files.

    Raises:
        BadSetting: when there is no such set, release or mirror.
        NotFetched: when a file cannot be had, or is not what it should be.
        OutputNotWritable: when the folder cannot be written or has no room, or another process is changing it.
        DataError: when the files are not what a bundle can be made of.
    """
    data_set = get_set(name)
    release = data_set.choose(request.release)
    mirror = read_mirror(request.mirror, data_set.schemes)
    folder = request.folder
    with locked(folder, is_patient=request.is_patient):
        installed = None if request.is_repeated else read_manifest(folder, name)
        if installed is not None and installed.release == release:
            sweep(folder, name)
            return installed
        downloads = folder / "downloads" / name / release
        with changing(folder):
            downloads.mkdir(parents=True, exist_ok=True)
        if data_set.making == "snapshot":
            files, sources = pull(data_set, release, mirror, downloads, progress)
        else:
            fetcher = Fetcher(mirror, downloader or Downloader(), progress)
            files, sources = _bring(data_set, release, fetcher, downloads)
        with preparing(folder, name) as made:
            parts = make(data_set, release, files, made, progress)
            within = choose_folder(folder, name, release)
            manifest = Manifest(
                name,
                data_set.number,
                release,
                data_set.licence,
                date.today().isoformat(),
                within,
                tuple((kind, f"{within}/{path}") for kind, path in parts),
                sources,
                tuple(_describe(path, f"{within}/{path.relative_to(made).as_posix()}") for path in _list_files(made)),
            )
            activate(folder, made, manifest)
    return manifest


def _bring(
    data_set: DataSet, release: str, fetcher: Fetcher, downloads: Path
) -> tuple[tuple[tuple[str, Path], ...], tuple[Brought, ...]]:
    """Bring the files of a set; return what parts of references they are and where they lie, and how they came."""
    located = fetcher.locate(data_set, release)
    check_room(data_set, located, downloads)
    sources = tuple(fetcher.bring(file, data_set, release, downloads) for file in located)
    return tuple((file.file.kind, downloads / file.name) for file in located), sources


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _describe(path: Path, within: str) -> Kept:
    with changing(path.parent):
        return Kept(within, path.stat().st_size, measure(path)["sha256"])


def verify(name: str, folder: Path, progress: Progress) -> Manifest:
    """Compare every file of an installed set with what it was when it was installed.

    Args:
        name: of the set.
        folder: of installed sets.
        progress: is told the stage, and how much of how much of it is done.

    Raises:
        BadSetting: when there is no such set.
        MissingData: when it is not installed, or a file of it is gone.
        DamagedData: when a file is not what it was.
    """
    manifest = read_manifest(folder, get_set(name).name)
    if manifest is None:
        raise MissingData(f"{name} is not installed in {folder}. Run: synonymizer data install {name}")
    for kept in manifest.files:
        path = find_sets(folder) / kept.path
        stage, size = f"verifying {path.name}, MB", -(-kept.size // 1_000_000)
        try:
            found = measure(path, progress=lambda read: progress(stage, read // 1_000_000, size))  # noqa: B023 (at once)
        except OSError as fault:
            raise MissingData(
                f"{path} of the installed set {name} cannot be read: {fault.strerror}. Run: synonymizer data install "
                f"{name} --again"
            ) from None
        if found["sha256"] != kept.sha256:
            raise DamagedData(
                f"{path} of the installed set {name} is damaged: its sha256 is {found['sha256']}, and was "
                f"{kept.sha256}. Run: synonymizer data install {name} --again"
            )
    return manifest


def remove(name: str, folder: Path, *, is_patient: bool = False) -> None:
    """Remove an installed set, and what has come of one that is not complete.

    Args:
        name: of the set.
        folder: of installed sets.
        is_patient: wait for another process that changes the folder.

    Raises:
        BadSetting: when there is no such set.
        MissingData: when it is not installed.
        OutputNotWritable: when the folder cannot be written, or another process is changing it.
    """
    get_set(name)
    with locked(folder, is_patient=is_patient):
        deactivate(folder, name)
