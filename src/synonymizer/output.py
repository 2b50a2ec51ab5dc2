"""Files that are written: beside the one asked for, under a name of their own, until they are complete."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer.errors import OutputNotWritable

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Give a new, empty file that takes the place of `output` at the end, and is removed when the work fails.

    Its name is like no other, so several may be written for one output; the last to be complete stays. A symbolic link
    stays one: what it points at is replaced.

    Raises:
        OutputNotWritable: when `output` is something else than a file, or cannot be written.
    """
    with explaining(output):
        target = find_target(output)
    partial = target.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        with explaining(output):
            partial.touch(exist_ok=False)
        with explaining(output, sqlite3.Error):
            yield partial
        with explaining(output):
            _synchronize(partial)
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def find_target(output: Path) -> Path:
    """Return the file that `output` stands for, whether there is one yet or not: what a symbolic link points at.

    Raises:
        OutputNotWritable: when it is a folder or device, or its own folder is missing.
    """
    target = Path(os.path.realpath(output))
    if target.exists() and not target.is_file():
        kind = "a folder" if target.is_dir() else "not a regular file"
        raise OutputNotWritable(f"{output} cannot be written: it is {kind}. Name a file.")
    if not target.parent.is_dir():
        raise OutputNotWritable(f"{output} cannot be written: {output.parent} is not a folder. Make that folder first.")
    return target


def _synchronize(path: Path) -> None:
    """Wait until the disk holds the file, for one that is full may say so only then."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


@contextmanager
def explaining(output: Path, kind: type[OSError | sqlite3.Error] = OSError) -> Iterator[None]:
    """Turn a fault of the system, or of the database, into a sentence about the output.

    Raises:
        OutputNotWritable: when there is one.
    """
    try:
        yield
    except kind as fault:
        reason = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
        raise OutputNotWritable(
            f"{output} cannot be written: {reason[:1].lower()}{reason[1:]}. "
            "Name a file in a folder that may be written and has space."
        ) from None
