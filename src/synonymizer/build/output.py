"""The file a build writes: beside the one asked for, under a name of its own, until it is complete."""

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
    target = Path(os.path.realpath(output))
    with _explaining(output, OSError):
        _check(output, target)
    partial = target.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        with _explaining(output, OSError):
            partial.touch(exist_ok=False)
        with _explaining(output, sqlite3.Error):
            yield partial
        with _explaining(output, OSError):
            _synchronize(partial)
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _check(output: Path, target: Path) -> None:
    if target.exists() and not target.is_file():
        kind = "a folder" if target.is_dir() else "not a regular file"
        raise OutputNotWritable(f"{output} cannot be written: it is {kind}. Name a file.")
    if not target.parent.is_dir():
        raise OutputNotWritable(f"{output} cannot be written: {output.parent} is not a folder. Make that folder first.")


def _synchronize(path: Path) -> None:
    """Wait until the disk holds the file, for one that is full may say so only then."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


@contextmanager
def _explaining(output: Path, kind: type[OSError | sqlite3.Error]) -> Iterator[None]:
    """Turn a fault of the system into a sentence about the output."""
    try:
        yield
    except kind as fault:
        reason = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
        raise OutputNotWritable(
            f"{output} cannot be written: {reason[:1].lower()}{reason[1:]}. "
            "Name a file in a folder that may be written and has space."
        ) from None
