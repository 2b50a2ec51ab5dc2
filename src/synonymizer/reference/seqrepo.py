"""Sequences of a local SeqRepo instance, by any alias that it knows them under.

Source: biocommons.seqrepo: a database of aliases in namespaces (`refseq`, `Ensembl`, …), and one of the files that
hold the sequences, which are FASTA in blocked gzip. Its own reader opens such a file, index and all, for every piece.
"""

from __future__ import annotations

import os
import sqlite3
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from biocommons.seqrepo import SeqRepo as Instance

from synonymizer.errors import DamagedData, MissingData
from synonymizer.recent import Recent
from synonymizer.reference.contract import Origin
from synonymizer.reference.fasta import Fasta

if TYPE_CHECKING:
    from typing import Any

_FILES = ("aliases.sqlite3", os.path.join("sequences", "db.sqlite3"))
_FILES_OPEN = 128
"""Files of sequences that are open at once: an instance has more than a process may open."""

_NAMES_KEPT = 1 << 16


class _Found(NamedTuple):
    """A sequence: what it is called in its file, its length, and the file."""

    name: str
    length: int
    path: str


class SeqRepo:
    """Sequences by accession. Threads may share it, in turns."""

    def __init__(self, path: str, instance: Any, *, residues: bool) -> None:
        self._path = path
        self._instance = instance
        self._residues = residues
        self._found: Recent[str, _Found | None] = Recent(_NAMES_KEPT)
        self._files: Recent[str, Fasta] = Recent(_FILES_OPEN)
        self._lock = Lock()

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, residues: bool = False) -> SeqRepo:
        """Open an instance, which is never written to.

        Args:
            path: its folder: the one that holds `aliases.sqlite3` and `sequences`.
            residues: whether proteins are asked for, whose letters are all read as they are.

        Raises:
            MissingData: when there is no instance.
            DamagedData: when it is broken.
        """
        name = os.path.abspath(path)
        for file in _FILES:
            if not os.path.isfile(os.path.join(name, file)):
                raise MissingData(
                    f"{name} is no SeqRepo instance: it holds no {file}. Name the folder of an instance, such as "
                    "/usr/local/share/seqrepo/2024-12-20."
                )
        try:
            instance = Instance(name, check_same_thread=False, use_sequenceproxy=False)
        except (sqlite3.Error, OSError, RuntimeError) as fault:
            raise _damaged(name, fault) from None
        return cls(name, instance, residues=residues)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The instance."""
        return (Origin("SeqRepo", os.path.basename(self._path)),)

    def close(self) -> None:
        """Close the files of sequences; the databases close when they are no longer in use."""
        with self._lock:
            for file in self._files.values():
                file.close()
            self._files.clear()

    def names(self) -> tuple[str, ...]:
        """Return none: there are millions."""
        return ()

    def length(self, name: str) -> int | None:
        """Return the length of a sequence, None when it is not held, or when the alias stands for several.

        Raises:
            DamagedData: when the instance is broken.
        """
        found = self._find(name)
        return found.length if found else None

    def read(self, name: str, start: int, end: int) -> bytes:
        """Return [start, end) of a sequence that is held.

        Raises:
            MissingData: when a file of the instance cannot be read.
            DamagedData: when the instance is broken.
        """
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        with self._lock:
            file = self._files.get(found.path)
            if file is None:
                file = self._files[found.path] = Fasta.open(found.path, residues=self._residues)
        if file.length(found.name) != found.length:
            raise _damaged(self._path, f"{found.path} does not hold {name} as the instance says")
        return file.read(found.name, start, end)

    def refget(self, name: str) -> str:
        """Return the refget accession of a sequence that is held, by which the instance itself knows it.

        Raises:
            DamagedData: when the instance is broken.
        """
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return f"SQ.{found.name}"

    def _find(self, name: str) -> _Found | None:
        with self._lock:
            if name not in self._found:
                try:
                    self._found[name] = self._ask(name)
                except KeyError:
                    why = f"it knows the name {name} of a sequence that it does not hold"
                    raise _damaged(self._path, why) from None
                except sqlite3.Error as fault:
                    raise _damaged(self._path, fault) from None
            return self._found[name]

    def _ask(self, name: str) -> _Found | None:
        if "%" in name:  # a pattern, to the instance
            return None
        identifiers = {row["seq_id"] for row in self._instance.aliases.find_aliases(alias=name)}
        if len(identifiers) != 1:
            return None
        record = self._instance.sequences.fetch_seqinfo(identifiers.pop())
        return _Found(record["seq_id"], record["len"], os.path.join(self._path, "sequences", record["relpath"]))


def _damaged(path: str, fault: object) -> DamagedData:
    return DamagedData(f"The SeqRepo instance {path} cannot be read: {fault}. Pull it again, or check who may read it.")
