"""Where answers are written: a file that appears under its name when it is complete, or a stream.

Until then a file is called `.partial.NAME`. Beside it, `.checkpoint.NAME` says how far the input is answered in it, so
that a run that was interrupted, in whatever way, can be continued and makes the same bytes as one that was not.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from contextlib import contextmanager, suppress
from io import FileIO
from typing import TYPE_CHECKING, NamedTuple, Protocol

from synonymizer.errors import BadSource, OutputNotWritable
from synonymizer.output import explaining, find_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from synonymizer.formats.blocks import Done

    Job = Mapping[str, str | int]
    """What makes a run what it is: its input, options and versions."""

CHECKPOINT_INTERVAL = 5.0
"""Seconds between two checkpoints."""


class Progress(NamedTuple):
    """How far a run got: bytes of the input that are answered, bytes that are written, and the sums of all counts."""

    read: int
    written: int
    tally: Counter[str]

    def add(self, done: Done) -> Progress:
        """Return how far it got with one more block."""
        return Progress(done.end, self.written + len(done.data), self.tally + done.tally)


class Output(Protocol):
    """What takes the blocks of answers, in order."""

    progress: Progress

    def write(self, done: Done, /) -> None:
        """Write a block."""

    def finish(self, end: bytes, /) -> None:
        """Write what stands behind the last block."""


class Stream:
    """A stream, such as stdout, which is written as it comes."""

    def __init__(self, stream: BinaryIO) -> None:
        self.progress = Progress(0, 0, Counter())
        self._stream = stream

    def write(self, done: Done) -> None:
        """Write a block."""
        self._stream.write(done.data)
        self.progress = self.progress.add(done)

    def finish(self, end: bytes) -> None:
        """Write what stands behind the last block."""
        self._stream.write(end)
        self._stream.flush()


class PartialFile:
    """A file that is being written, with its checkpoint."""

    def __init__(self, path: Path, job: Job, *, resume: bool, interval: float) -> None:
        target = find_target(path)
        self.progress = Progress(0, 0, Counter())
        self.partial = target.with_name(f".partial.{target.name}")
        self._checkpoint = target.with_name(f".checkpoint.{target.name}")
        self._path = path
        self._target = target
        self._job = dict(job)
        self._interval = interval
        self._saved = time.monotonic()
        self._file = FileIO(os.open(self.partial, os.O_RDWR | os.O_CREAT, 0o666), "r+")
        try:
            _claim(self._file, path)
            self._begin(resume=resume)
        except BaseException:
            self._file.close()
            raise

    @property
    def is_resumable(self) -> bool:
        """Whether a checkpoint tells how far the output got."""
        return self._checkpoint.exists()

    def write(self, done: Done) -> None:
        """Write a block; now and then, take down how far it got."""
        with explaining(self._path):
            self._write(done.data)
            self.progress = self.progress.add(done)  # in one step: an interruption comes before or behind it
            if time.monotonic() - self._saved >= self._interval:
                self._save()

    def finish(self, end: bytes) -> None:
        """Write what stands behind the last block."""
        with explaining(self._path):
            self._write(end)

    def complete(self, seal: Callable[[Path], None] | None) -> None:
        """Give the file its name, after `seal` has done with it what must be done with the whole file."""
        with explaining(self._path):
            os.fsync(self._file.fileno())
            if seal is not None:
                seal(self.partial)
            self.partial.replace(self._target)
            self._checkpoint.unlink(missing_ok=True)

    def close(self, *, keep: bool) -> None:
        """End the work; what is written is kept only where a later run can go on with it."""
        if keep and self.progress.read:
            with suppress(OSError):  # such as a full disk, on which an earlier checkpoint may stand
                self._file.truncate(self.progress.written)
                self._save()
        if not (keep and self.is_resumable):
            self._checkpoint.unlink(missing_ok=True)
            self.partial.unlink(missing_ok=True)
        self._file.close()

    def _write(self, data: bytes | bytearray) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def _begin(self, *, resume: bool) -> None:
        """Go on where the checkpoint says, or at the beginning."""
        if resume:
            self.progress = self._load()
        else:
            self._checkpoint.unlink(missing_ok=True)
        self._file.truncate(self.progress.written)
        self._file.seek(self.progress.written)

    def _save(self) -> None:
        """Take down how far the input is answered in what the disk holds."""
        os.fsync(self._file.fileno())
        draft = self._checkpoint.with_name(f".draft{self._checkpoint.name}")
        try:
            draft.write_text(json.dumps({"job": self._job, **self.progress._asdict()}), encoding="utf-8")
            draft.replace(self._checkpoint)
        finally:
            draft.unlink(missing_ok=True)
        self._saved = time.monotonic()

    def _load(self) -> Progress:
        """Return how far the run got that is to be resumed: nowhere, where it left no checkpoint.

        Raises:
            BadSource: when the checkpoint is one of another run, or damaged.
        """
        if not self._checkpoint.exists():
            return self.progress
        try:
            state = json.loads(self._checkpoint.read_text(encoding="utf-8"))
            job = dict(state["job"])
            progress = Progress(int(state["read"]), int(state["written"]), Counter(state["tally"]))
        except (ValueError, TypeError, KeyError):  # as when the machine went down while it was written
            raise self._refuse("its checkpoint is damaged") from None
        changed = [name for name, value in self._job.items() if job.get(name) != value]
        if changed:
            raise self._refuse(f"{', '.join(changed)} changed since")
        if self.partial.stat().st_size < progress.written:
            raise self._refuse("part of its output is lost")
        return progress

    def _refuse(self, why: str) -> BadSource:
        """Return the error of a run that is not the one to be resumed."""
        message = f"The interrupted run that was to write {self._path} cannot be continued: {why}."
        return BadSource(f"{message} Leave out --resume to start again.")


def _claim(file: FileIO, path: Path) -> None:
    """Keep other runs from writing the same file, where the system has locks that end with the process.

    Raises:
        OutputNotWritable: when one is writing it.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        message = f"{path} is being written by another run. Wait for its end, or name another file."
        raise OutputNotWritable(message) from None


@contextmanager
def writing(
    path: Path,
    job: Job,
    *,
    resume: bool = False,
    seal: Callable[[Path], None] | None = None,
    interval: float = CHECKPOINT_INTERVAL,
) -> Iterator[PartialFile]:
    """Give an output that becomes the file `path` when the work ends well.

    When the work is interrupted, or the disk is full, what is written is kept for `resume`; any other end of it leaves
    nothing. A symbolic link stays one: what it points at is replaced.

    Args:
        path: the file to make.
        job: what makes the run what it is; only the same may be resumed.
        resume: go on with an interrupted run, where there is one; `progress` says how far it got.
        seal: what is done with the complete file, by the name it has until then, before it is given its own.
        interval: seconds between checkpoints.

    Raises:
        OutputNotWritable: when the file cannot be written.
        BadSource: when what is to be resumed was another run.
    """
    with explaining(path):
        output = PartialFile(path, job, resume=resume, interval=interval)
    keep = False
    try:
        yield output
        output.complete(seal)
    except (OSError, OutputNotWritable, KeyboardInterrupt, SystemExit):
        keep = True
        raise
    finally:
        output.close(keep=keep)
