"""Brings the files of a set, each compared with all that is known of it before anything is made of it.

What is pinned in the table and what a mirror lists must both be met; where neither says anything, what its publisher
lists beside the file must.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer.errors import NotFetched, OutputNotWritable
from synonymizer.install.checksums import Checksum, find_checksum, measure, read_listing
from synonymizer.install.download import PART, Absent, Downloader
from synonymizer.install.folder import Brought, changing
from synonymizer.install.mirror import list_names, list_places, locate_sums
from synonymizer.install.sets import CURRENT, FIRST_SEEN, PINNED, find_name

if TYPE_CHECKING:
    from synonymizer.build.reports import Progress
    from synonymizer.install.checksums import Algorithm
    from synonymizer.install.mirror import Place
    from synonymizer.install.sets import DataSet, File

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Located:
    """A file of a set where it was found, and its bytes, about."""

    file: File
    url: str
    place: Place
    size: int

    @property
    def name(self) -> str:
        """Its name."""
        return find_name(self.url)


class Fetcher:
    """Brings files from their publishers, or from a mirror."""

    def __init__(self, mirror: Place | None, downloader: Downloader, progress: Progress) -> None:
        self._mirror = mirror
        self._downloader = downloader
        self._progress = progress

    def locate(self, data_set: DataSet, release: str) -> tuple[Located, ...]:
        """Return where the files of a release are.

        Raises:
            NotFetched: when one of them is nowhere, or cannot be reached.
        """
        return tuple(self._locate(data_set, file, release) for file in data_set.files)

    def _locate(self, data_set: DataSet, file: File, release: str) -> Located:
        url = file.locate(release)
        places = list_places(url, self._mirror)
        for place in places:
            size = self._find_size(place)
            if size is not None:
                return Located(file, url, place, size or file.size)
        raise NotFetched(
            f"{find_name(url)} of the set {data_set.name}, release {release}, is not at "
            f"{' or '.join(map(str, places))}. Check the release, or name a mirror that has it."
        )

    def _find_size(self, place: Place) -> int | None:
        """Return the bytes of a file, 0 when they are not told, None when it is not there."""
        if isinstance(place, Path):
            return place.stat().st_size if place.is_file() else None
        try:
            return self._downloader.find_size(place)
        except Absent:
            return None

    def bring(self, located: Located, data_set: DataSet, release: str, folder: Path) -> Brought:
        """Bring a file into a folder, unless it is there already.

        Raises:
            NotFetched: when it cannot be had, or is not what it should be.
            OutputNotWritable: when the folder cannot be written.
        """
        expected = self._list_expected(located, data_set, release)
        algorithms = [checksum.algorithm for checksum, _ in expected]
        target = folder / located.name
        while True:
            was_begun = target.exists() or target.with_name(target.name + PART).exists()
            self._fetch(located, target)
            found = self._measure(target, algorithms)
            wrong = next(((one, who) for one, who in expected if found[one.algorithm] != one.value), None)
            if wrong is None:
                checked = expected[0][1] if expected else FIRST_SEEN
                return Brought(located.url, target.stat().st_size, found["sha256"], checked)
            with changing(folder):
                target.unlink()
            if not was_begun:  # what had come before may have been of another file
                raise _say_wrong(located, data_set, *wrong, found[wrong[0].algorithm])

    def _list_expected(self, located: Located, data_set: DataSet, release: str) -> list[tuple[Checksum, str]]:
        """Return the checksums that a file must have, each with who says so."""
        expected: list[tuple[Checksum, str]] = []
        if located.file.sha256 and release == data_set.release:
            expected.append((Checksum("sha256", located.file.sha256), PINNED))
        for name in list_names(located.url):
            if name in self._sums:
                expected.append((self._sums[name], "mirror's sha256"))
                break
        if not expected and located.file.listing:
            url = located.url.removesuffix(located.name) + located.file.listing.format(name=located.name)
            told = find_checksum(self._read_listing(list_places(url, self._mirror)), located.name)
            if told is not None:
                expected.append((told, f"publisher's {told.algorithm}"))
        return expected

    @cached_property
    def _sums(self) -> dict[str, Checksum]:
        """What a list at the root of the mirror tells, by path."""
        return {} if self._mirror is None else self._read_listing((locate_sums(self._mirror),))

    def _read_listing(self, places: tuple[Place, ...]) -> dict[str, Checksum]:
        """Return what the first list that is there tells."""
        for place in places:
            try:
                data = place.read_bytes() if isinstance(place, Path) else self._downloader.read(place)
            except (Absent, FileNotFoundError):
                continue
            except OSError as fault:
                raise NotFetched(f"{place} cannot be read: {fault.strerror}. Check the folder.") from None
            return read_listing(data.decode("utf-8", "replace"))
        return {}

    def _fetch(self, located: Located, target: Path) -> None:
        if target.exists():
            return
        stage = f"downloading {located.name}, MB"
        place = located.place
        if isinstance(place, Path):
            with changing(target.parent):
                link(place, target)
            return
        try:
            self._downloader.download(place, target, lambda done, total: self._tell(stage, done, total or located.size))
        except Absent:
            raise NotFetched(f"{place} is not there any more. Run the command again.") from None

    def _measure(self, path: Path, algorithms: list[Algorithm]) -> dict[Algorithm, str]:
        size = path.stat().st_size
        with changing(path.parent):
            return measure(path, algorithms, lambda read: self._tell(f"checking {path.name}, MB", read, size))

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._progress(stage, done // MEGABYTE, -(-total // MEGABYTE))


def check_room(data_set: DataSet, located: tuple[Located, ...], downloads: Path) -> None:
    """Check that the disk has room for what is still to come and for what will be made of it.

    Raises:
        OutputNotWritable: when it has not.
    """
    size = sum(file.size for file in located)
    come = sum(_find_come(downloads / file.name) for file in located)
    needed = max(size - come, 0) + data_set.room * size // max(data_set.size, 1)
    demand_room(data_set.name, needed, downloads)


def demand_room(name: str, needed: int, folder: Path) -> None:
    """Check that the disk of a folder has room for so many bytes of a set.

    Raises:
        OutputNotWritable: when it has not.
    """
    with changing(folder):
        free = shutil.disk_usage(folder).free
    if needed > free:
        raise OutputNotWritable(
            f"{name} takes {needed / 1e9:,.1f} GB while it is installed, and {folder} has {free / 1e9:,.1f} GB left. "
            "Make room, or name a folder on another disk with --data-dir."
        )


def _find_come(target: Path) -> int:
    """Return how many bytes of a file have come."""
    return next((path.stat().st_size for path in (target, target.with_name(target.name + PART)) if path.exists()), 0)


def link(place: Path, target: Path) -> None:
    """Let a file be in a second folder, without a copy where both are on one disk.

    Raises:
        OSError: when it cannot.
    """
    copy = target.with_name(target.name + ".copy")  # never a part: what is downloaded is appended to those
    copy.unlink(missing_ok=True)
    try:
        os.link(place, copy)
    except OSError:
        shutil.copyfile(place, copy)
    copy.replace(target)


def _say_wrong(located: Located, data_set: DataSet, expected: Checksum, who: str, found: str) -> NotFetched:
    said = f"{located.place} is not what it should be: its {expected.algorithm} is {found}, and not {expected.value}"
    if who == PINNED and data_set.is_replaced:
        return NotFetched(
            f"{said}, which is pinned. Where its publisher has replaced it, take what is there now with --release "
            f"{CURRENT}; else run the command again, or name another mirror."
        )
    return NotFetched(f"{said} ({who}). Run the command again, or name another mirror.")
