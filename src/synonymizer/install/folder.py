"""The folder of installed sets, and how a set appears in it and goes from it at once.

    sets/NAME.json           what is installed of a set: it is installed when, and only when, this file is there
    sets/NAME/RELEASE/…      its files
    downloads/NAME/RELEASE/  what has come of a set that is not complete
    lock                     held by the one process that changes the folder

A set is made in a folder of its own, which is renamed when it is complete, before the file that names it takes the
place of an older one in one step. Whatever is interrupted leaves the older set in use, and files that nothing names,
which are removed the next time.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from synonymizer.errors import DamagedData, MissingData, OutputNotWritable
from synonymizer.output import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

PAUSE = 0.2
"""Seconds after which a lock is tried again."""

_LOCKED = 1 << 20
"""The byte that is locked on Windows, where a locked one cannot be read."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file of a set as it came: its address, bytes and sha256, and what it was compared with."""

    url: str
    size: int
    sha256: str
    checked: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of an installed set: its path below the folder of sets, bytes and sha256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is installed of a set.

    Args:
        name: of the set.
        number: its place in the order in which sets are asked.
        release: the one that is installed.
        licence: its terms.
        date: when it was installed, YYYY-MM-DD.
        folder: of its files, below the folder of sets.
        parts: kinds and paths, below the folder of sets, of the parts of references it brings.
        sources: what came.
        files: what it is now.
    """

    name: str
    number: int
    release: str
    licence: str
    date: str
    folder: str
    parts: tuple[tuple[str, str], ...]
    sources: tuple[Brought, ...]
    files: tuple[Kept, ...]

    @property
    def is_reference(self) -> bool:
        """Whether it is a reference by itself, which is asked without being named."""
        return self.parts[0][0] == "bundle"


def find_sets(folder: Path) -> Path:
    """Return the folder of sets."""
    return folder / "sets"


def read_manifest(folder: Path, name: str) -> Manifest | None:
    """Return what is installed of a set, None when nothing is.

    Raises:
        DamagedData: when it cannot be told.
    """
    path = find_sets(folder) / f"{name}.json"
    try:
        written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        known = {field.name: written[field.name] for field in fields(Manifest)}
        known["parts"] = tuple((kind, within) for kind, within in known["parts"])
        known["sources"] = tuple(Brought(**source) for source in known["sources"])
        known["files"] = tuple(Kept(**kept) for kept in known["files"])
        return Manifest(**known)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        raise DamagedData(
            f"The installed set {path} cannot be read: {reason}. Run: synonymizer data install {name} --again"
        ) from None


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Turn a fault of the system into a sentence about the folder of installed sets.

    Raises:
        OutputNotWritable: when there is one.
    """
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise OutputNotWritable(
            f"The folder of installed sets, {folder}, cannot be changed: {reason[:1].lower()}{reason[1:]}. "
            "Name another one with --data-dir or SYNONYMIZER_DATA_DIR, or make room there."
        ) from None


@contextmanager
def locked(folder: Path, *, is_patient: bool) -> Iterator[None]:
    """Be the one process that changes the folder of installed sets; it is made when it is not there.

    Args:
        folder: the folder.
        is_patient: wait until another process has done.

    Raises:
        OutputNotWritable: when another process changes it, or the folder cannot be written.
    """
    with changing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+", encoding="utf-8")
    with file:
        while not _try_to_lock(file):
            if not is_patient:
                file.seek(0)
                raise OutputNotWritable(
                    f"Process {file.read().strip() or 'unknown'} is changing the installed sets in {folder}. "
                    "Wait until it has done, or run the command with --wait."
                )
            time.sleep(PAUSE)
        with changing(folder):
            os.set_inheritable(file.fileno(), True)  # a program that is started to change it may outlive this one
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(file: TextIO) -> bool:
        file.seek(_LOCKED)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_to_lock(file: TextIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def preparing(folder: Path, name: str) -> Iterator[Path]:
    """Give a folder to make a set in, which is gone at the end unless `activate` has renamed it."""
    with changing(folder):
        made = find_sets(folder) / name / f".{secrets.token_hex(8)}.partial"
        made.mkdir(parents=True)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def choose_folder(folder: Path, name: str, release: str) -> str:
    """Return the path, below the folder of sets, that a release of a set will have."""
    taken, within = 1, f"{name}/{release}"
    while (find_sets(folder) / within).exists():
        taken += 1
        within = f"{name}/{release}.{taken}"
    return within


def activate(folder: Path, made: Path, manifest: Manifest) -> None:
    """Put a set that is complete in the place of an older one.

    Raises:
        OutputNotWritable: when the folder cannot be written.
    """
    with changing(folder):
        for path in made.iterdir():
            _synchronize(path)
        made.replace(find_sets(folder) / manifest.folder)
    with replacing(find_sets(folder) / f"{manifest.name}.json") as partial:
        partial.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    sweep(folder, manifest.name)


def deactivate(folder: Path, name: str) -> None:
    """Remove a set: the file that names it, and then what nothing names any more.

    Raises:
        MissingData: when it is not installed.
        OutputNotWritable: when the folder cannot be written.
    """
    path = find_sets(folder) / f"{name}.json"
    if not path.exists():
        raise MissingData(f"{name} is not installed in {folder}. See: synonymizer data list")
    with changing(folder):
        path.unlink()
    sweep(folder, name)


def sweep(folder: Path, name: str) -> None:
    """Remove what is left of a set but is not named; what another program still reads is left for the next time."""
    manifest = read_manifest(folder, name)
    shutil.rmtree(folder / "downloads" / name, ignore_errors=True)
    for partial in find_sets(folder).glob(".*.partial"):
        partial.unlink(missing_ok=True)
    within = find_sets(folder) / name
    if manifest is None:
        shutil.rmtree(within, ignore_errors=True)
        return
    for path in within.iterdir():
        if path != find_sets(folder) / manifest.folder:
            shutil.rmtree(path, ignore_errors=True)


def _synchronize(path: Path) -> None:
    """Wait until the disk holds a file, or every file of a folder."""
    for file in path.rglob("*") if path.is_dir() else (path,):
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
