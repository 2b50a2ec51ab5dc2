"""Makes a set of its files: a bundle, or the file itself as a part for references."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from synonymizer.build.reports import list_left_out
from synonymizer.errors import OutputNotWritable
from synonymizer.install.fetching import MEGABYTE
from synonymizer.install.folder import changing
from synonymizer.install.sets import SETS
from synonymizer.reference import Reference
from synonymizer.reference.fasta import BLOCKED, GZIP
from synonymizer.reference.settings import find_installed
from synonymizer.reference.spec import EMBEDDED_BUNDLE, SEQUENCES, Part, open_stores
from synonymizer.reference.textfiles import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.build.reports import BuildReport, Progress
    from synonymizer.install.sets import DataSet
    from synonymizer.reference.spec import Parts

LEFT_OUT = "left_out.tsv"
"""The file of a set that tells what was left out of its bundle, and why."""


def make(
    data_set: DataSet, release: str, files: tuple[tuple[str, Path], ...], made: Path, progress: Progress
) -> tuple[tuple[str, str], ...]:
    """Make a set.

    Args:
        data_set: the set.
        release: the one that came.
        files: what came: of each file the part of a reference it is, and where it lies.
        made: the folder to make the set in.
        progress: is told the stage, and how much of how much of it is done.

    Returns:
        Kinds and paths, below `made`, of the parts of references that the set brings.

    Raises:
        BadSource: when a file is not in its published format.
        DataError: when the bundle cannot be made of the files.
        OutputNotWritable: when the folder cannot be written.
    """
    if data_set.making in {"kept", "snapshot"}:
        with changing(made):
            for _, path in files:
                path.replace(made / path.name)
        return tuple((kind, path.name) for kind, path in files)
    try:
        report = _build(data_set, release, files, made, progress)
    except OutputNotWritable:
        raise OutputNotWritable(
            f"The bundle of the set {data_set.name} cannot be written to {made.parent}: the disk is full or read-only. "
            "Make room there, or name another folder with --data-dir or SYNONYMIZER_DATA_DIR."
        ) from None
    with changing(made), (made / LEFT_OUT).open("w", encoding="utf-8") as file:
        file.writelines(list_left_out(report.left_out))
    return (("bundle", f"{data_set.name}.bundle"),)


def _build(
    data_set: DataSet, release: str, files: tuple[tuple[str, Path], ...], made: Path, progress: Progress
) -> BuildReport:
    """Build the bundle of a set."""
    match data_set.making:
        case "records":
            return _make_records(data_set, files, made, progress)
        case "annotated":
            return _make_annotated(data_set, release, files, made, progress)
        case _:
            return _make_identifiers(data_set, release, files, made, progress)


def _make_records(
    data_set: DataSet, files: tuple[tuple[str, Path], ...], made: Path, progress: Progress
) -> BuildReport:
    from synonymizer.build import build

    _, path = files[0]
    return build(path.parent, made / f"{data_set.name}.bundle", name=data_set.name, progress=progress)


def _make_annotated(
    data_set: DataSet, release: str, files: tuple[tuple[str, Path], ...], made: Path, progress: Progress
) -> BuildReport:
    from synonymizer.build.annotated import build_annotated, record_files
    from synonymizer.reference.live import Live

    with TemporaryDirectory(dir=made.parent, prefix=".") as work, ExitStack() as opened:
        parts = [
            Part(kind, str(_unpack(path, Path(work), progress) if kind in SEQUENCES else path)) for kind, path in files
        ]
        stores = tuple(store for store in open_stores(_group(parts)) if isinstance(store, Live))
        for store in stores:
            opened.callback(store.close)
        return build_annotated(
            stores,
            made / f"{data_set.name}.bundle",
            origins=record_files((path for _, path in files), release, data_set.licence),
            name=data_set.name,
            release=release,
            progress=progress,
        )


def _group(parts: Iterable[Part]) -> Iterator[Parts]:
    """Yield references: one ends where a kind comes again.

    >>> [len(parts) for parts in _group([Part("gff3", "a"), Part("rna", "b"), Part("gff3", "c"), Part("rna", "d")])]
    [2, 2]
    """
    group: list[Part] = []
    for part in parts:
        if any(part.kind == other.kind for other in group):
            yield tuple(group)
            group = []
        group.append(part)
    yield tuple(group)


def _make_identifiers(
    data_set: DataSet, release: str, files: tuple[tuple[str, Path], ...], made: Path, progress: Progress
) -> BuildReport:
    """Make a bundle of the identifiers of all places whose bases are installed beside it, or embedded."""
    from synonymizer.build.identifiers import build_identifiers

    folder = made.parent.parent.parent
    held = [each.parts for each in find_installed(str(folder)) if SETS[each.name].making in ("records", "annotated")]
    references = (*(tuple(Part(*part) for part in parts) for parts in held), (EMBEDDED_BUNDLE,))
    with ExitStack() as opened:
        stores = open_stores(references)
        for store in stores:
            opened.callback(store.close)
        return build_identifiers(
            [path for _, path in files],
            Reference(stores),
            made / f"{data_set.name}.bundle",
            name=data_set.name,
            release=release,
            progress=progress,
        )


def _unpack(path: Path, folder: Path, progress: Progress) -> Path:
    """Return a file of sequences of which any part can be read alone, unpacked into a folder where it cannot.

    It keeps its name, by which a bundle tells of its sources.

    Raises:
        BadSource: when it is damaged, or far longer than sequences could be.
        OutputNotWritable: when the disk is full.
    """
    with changing(path.parent), path.open("rb") as file:
        head = file.read(16)
    if not head.startswith(GZIP) or head.endswith(BLOCKED):
        return path
    unpacked = folder / path.name
    stage, size = f"unpacking {path.name}, MB", -(-path.stat().st_size // MEGABYTE)
    with changing(folder), unpacked.open("wb") as out:
        out.writelines(read_blocks(str(path), lambda read: progress(stage, read // MEGABYTE, size)))
    return unpacked
