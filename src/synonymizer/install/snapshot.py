"""Brings a set that is a folder: copied by rsync from its publisher or a mirror, or from another folder.

What rsync has brought before is not brought again, and an interrupted file goes on where it stopped. It writes files in
place, so that nothing but files of the set is ever in the folder, and holds the lock of the program that started it.
Its output, its options and its exit status are those of rsync(1), from 3.1.
"""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer.errors import NotFetched
from synonymizer.install.fetching import MEGABYTE, demand_room, link
from synonymizer.install.folder import Brought, changing
from synonymizer.install.mirror import list_places
from synonymizer.install.sets import FIRST_SEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.build.reports import Progress
    from synonymizer.install.mirror import Place
    from synonymizer.install.sets import DataSet

TIMEOUT = 60
"""Seconds without a byte after which rsync gives up."""

PAUSES = (1, 4, 16)
"""Seconds before each further attempt."""

_OPTIONS = ("-rtH", "--inplace", "--delete", "--no-motd", "--no-human-readable", f"--timeout={TIMEOUT}")
_COMES = re.compile(r"Total transferred file size: (\d+) bytes")
_COME = re.compile(r"\s*(\d+)\s+\d+%")
_FAULT = ("rsync", "@ERROR")
_ABSENT = frozenset({5, 23})
"""What the exit status is when the server has no such module, or no such folder in it."""

_PASSING = frozenset({10, 12, 30, 35})
"""What it is when the connection breaks, or nothing comes."""


class _Failed(Exception):
    """Rsync ended with another status than 0."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


def pull(
    data_set: DataSet, release: str, mirror: Place | None, downloads: Path, progress: Progress
) -> tuple[tuple[tuple[str, Path], ...], tuple[Brought, ...]]:
    """Bring a folder.

    Args:
        data_set: the set.
        release: the one wanted.
        mirror: a server of rsync, or a folder; None is the publisher.
        downloads: the folder to bring it to.
        progress: is told the stage, and how much of how much of it is done.

    Returns:
        What part of references it is and where it lies, and how it came.

    Raises:
        NotFetched: when it is nowhere, or rsync is not on this machine, or fails.
        OutputNotWritable: when the folder has no room, or cannot be written.
    """
    file = data_set.files[0]
    url = file.locate(release)
    # apart: rsync would write in place into files that are linked
    target = downloads / ("linked" if isinstance(mirror, Path) else "copied") / release
    stage = f"copying {data_set.name}, MB"
    with changing(downloads):
        target.mkdir(parents=True, exist_ok=True)
    absent: list[str] = []
    for place in list_places(url, mirror):
        try:
            if isinstance(place, Path):
                _link_folder(data_set, place, target)
            else:
                _copy_from_server(data_set, place, target, lambda come, size: progress(stage, come, size))
            break
        except FileNotFoundError as fault:
            absent.append(str(fault))
    else:
        raise NotFetched(
            f"The folder of the set {data_set.name}, release {release}, is not at {' or '.join(absent)}. Check the "
            "release, or name a mirror that has it."
        )
    return ((file.kind, target),), (Brought(url, _measure(target), "", FIRST_SEEN),)


def _link_folder(data_set: DataSet, place: Path, target: Path) -> None:
    """Let the files of a folder be in another one, too.

    Raises:
        FileNotFoundError: when there is no such folder.
        OutputNotWritable: when the other one has no room, or cannot be written.
    """
    if not place.is_dir():
        raise FileNotFoundError(place)
    with changing(target):
        demand_room(data_set.name, _measure(place), target)
        for path in _list_files(place):
            within = target / path.relative_to(place)
            within.parent.mkdir(parents=True, exist_ok=True)
            link(path, within)


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _measure(folder: Path) -> int:
    return sum(path.stat().st_size for path in _list_files(folder))


def _copy_from_server(data_set: DataSet, place: str, target: Path, tell: Callable[[int, int], None]) -> None:
    """Copy a folder, trying again when the connection breaks.

    Raises:
        FileNotFoundError: when the server has no such folder.
        NotFetched: when rsync is not on this machine, or fails.
        OutputNotWritable: when there is no room.
    """
    for pause in (*PAUSES, None):
        try:
            size = _find_size(place, target)
            demand_room(data_set.name, size, target)
            for line in _run("--info=progress2", f"{place}/", f"{target}/"):
                if come := _COME.match(line):
                    tell(int(come[1]) // MEGABYTE, -(-size // MEGABYTE))
            return
        except _Failed as fault:
            if pause is None or fault.status not in _PASSING:
                raise NotFetched(
                    f"rsync cannot copy {place}: {fault}. Run the command again, which goes on where it stopped."
                ) from None
            time.sleep(pause)


def _find_size(place: str, target: Path) -> int:
    """Return how many bytes of the files of a server are not in a folder yet.

    Raises:
        FileNotFoundError: when the server has no such files.
        _Failed: when rsync fails otherwise.
    """
    try:
        said = [*_run("--dry-run", "--stats", f"{place}/", f"{target}/")]
    except _Failed as fault:
        if fault.status in _ABSENT:
            raise FileNotFoundError(f"{place} ({fault})") from None
        raise
    return next((int(found[1]) for line in said if (found := _COMES.match(line))), 0)


def _run(*words: str) -> Iterator[str]:
    """Run rsync, and yield what it says line by line.

    Raises:
        _Failed: when it fails.
        NotFetched: when it is not on this machine.
    """
    try:
        process = subprocess.Popen(
            ["rsync", *_OPTIONS, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            close_fds=False,
        )
    except OSError:
        raise NotFetched(
            "The set is copied by rsync, which is not on this machine. Install rsync; or copy the folder from "
            "elsewhere, and name where it lies: --reference seqrepo:FOLDER+cdot:FILE"
        ) from None
    said = ""
    with process:
        try:
            for line in process.stdout or ():
                said = said or (line.strip() if line.startswith(_FAULT) else "")
                yield line
            process.wait()
        finally:
            process.terminate()  # where it has not ended by itself
            process.communicate()  # until none of its own processes writes any more
    if process.returncode:
        raise _Failed(process.returncode, said or f"it ends with status {process.returncode}")
