"""`synonymizer data list`, `install`, `verify` and `remove`: sets of reference data that are downloaded.

What installs them is imported when a command runs: the help of all commands loads this module.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from synonymizer.cli import console, options, records

if TYPE_CHECKING:
    from synonymizer.cli.options import Decorator, Form
    from synonymizer.install import Manifest
    from synonymizer.install.sets import DataSet


class Row(NamedTuple):
    """A set as `data list` tells of it; `installed` is the day, "" where it is not, and `size` is bytes."""

    set: str
    release: str
    installed: str
    size: int
    checksum: str
    licence: str
    title: str


def _complete_sets(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    from synonymizer.install import SETS

    return options.complete_from(SETS)(ctx, parameter, begun)


def _check_sets(ctx: click.Context, parameter: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse names that are none of a set."""
    from synonymizer.install import SETS

    for name in names:
        if name not in SETS:
            raise click.BadParameter(f"There is no set {name}. Sets are: {', '.join(SETS)}.", ctx=ctx, param=parameter)
    return tuple(dict.fromkeys(names))


def _find_folder(ctx: click.Context, parameter: click.Parameter, folder: Path | None) -> Path:  # noqa: ARG001 (click's)
    """Return the folder of installed sets: the one asked for, else the one that is settled."""
    from synonymizer.reference.settings import read_settings

    return Path(read_settings().folder) if folder is None else folder.absolute()


def _name_sets(*, required: bool) -> Decorator:
    return click.argument(
        "names", metavar="SET...", nargs=-1, required=required, callback=_check_sets, shell_complete=_complete_sets
    )


_folder: Decorator = click.option(
    "--data-dir",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_find_folder,
    help="Folder of installed sets.  [default: SYNONYMIZER_DATA_DIR, else the user's own]",
)
_wait: Decorator = click.option(
    "--wait", "is_patient", is_flag=True, help="Wait for another process that changes the installed sets."
)


@click.command(name="list", epilog="\b\nExample:\n  synonymizer data list")
@_folder
@options.form
def list_sets(*, folder: Path, form: Form) -> None:
    """Print every set that can be installed, and what is installed.

    Sets are in the order in which they are asked. Of a set that is installed, release, bytes and checksums are those of
    what is there; of another, of what would be downloaded.
    """
    from synonymizer.install import SETS, read_manifest

    rows = [_describe(each, read_manifest(folder, each.name)) for each in SETS.values()]
    if form == "table":
        for row in rows:
            _show(row)
    else:
        records.write(form, Row._fields, rows)


def _describe(data_set: DataSet, manifest: Manifest | None) -> Row:
    if manifest is not None:
        release, day = manifest.release, manifest.date
        size = sum(file.size for file in manifest.files)
        checked = [source.checked for source in manifest.sources]
    else:
        release, day, size = data_set.release, "", data_set.size
        checked = [file.checked for file in data_set.files]
    return Row(data_set.name, release, day, size, ", ".join(dict.fromkeys(checked)), data_set.licence, data_set.title)


def _show(row: Row) -> None:
    size = f"{row.size / 1e9:.1f} GB" if row.size >= 1e9 else f"{row.size / 1e6:.1f} MB"
    state = f"installed {row.installed}, {size}" if row.installed else f"{size} to download"
    click.secho(f"{row.set:14}  {row.release:10}  {state}", bold=bool(row.installed))
    told = f"{row.title}. Checksum: {row.checksum}. Licence: {row.licence}."
    click.echo(click.wrap_text(told, console.width(), "    ", "    "))


@click.command(epilog="\b\nExample:\n  synonymizer data install lrg --from downloads --data-dir sets")
@_name_sets(required=True)
@click.option("--release", metavar="RELEASE", help="Another release than the one `data list` shows.")
@click.option(
    "--mirror",
    metavar="URL",
    help="Download from URL/HOST/PATH or URL/PATH instead of https://HOST/PATH.  [default: SYNONYMIZER_MIRROR]",
)
@click.option(
    "--from",
    "origin",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False),
    help="Take the same files from a folder, and download nothing.",
)
@click.option("--again", "is_repeated", is_flag=True, help="Install a release that is installed already.")
@_wait
@_folder
def install(
    *,
    names: tuple[str, ...],
    release: str | None,
    mirror: str | None,
    origin: str | None,
    is_repeated: bool,
    is_patient: bool,
    folder: Path,
) -> None:
    """Download sets of reference data, verify them and make them ready for every command.

    Files are compared with their checksums before anything is made of them. What is interrupted goes on where it
    stopped when the command is run again; until a set is complete, an older release of it stays in use.
    """
    from synonymizer.install import Request
    from synonymizer.install import install as install_set
    from synonymizer.reference.settings import read_settings

    if release is not None and len(names) > 1:
        raise click.UsageError("--release goes with one set.")
    if mirror is not None and origin is not None:
        raise click.UsageError("--mirror and --from are two places to take files from: give one.")
    request = Request(folder, origin or mirror or read_settings().mirror, release, is_patient, is_repeated)
    for name in names:
        try:
            with console.ending_in_order(), console.progress() as progress:
                manifest = install_set(name, request, progress)
        except KeyboardInterrupt:
            click.echo("Stopped. Run the same command again to go on.", err=True)
            raise
        _tell(manifest, folder)


def _tell(manifest: Manifest, folder: Path) -> None:
    """Say what is installed, what was left out, and how to use what is no reference by itself."""
    from synonymizer.install import LEFT_OUT, find_sets

    within = find_sets(folder) / manifest.folder
    console.write_line(f"{manifest.name} {manifest.release}: {within}")
    left_out = within / LEFT_OUT
    if left_out.exists() and (count := len(left_out.read_text(encoding="utf-8").splitlines())):
        click.echo(f"{count:,} things were left out; {left_out} says why.", err=True)
    if not manifest.is_reference:
        other = "cdot-refseq" if manifest.name == "seqrepo" else "seqrepo"
        click.echo(f"Name it with what it lacks: --reference {manifest.name}+{other}", err=True)


@click.command(epilog="\b\nExample:\n  synonymizer data verify")
@_name_sets(required=False)
@_folder
def verify(*, names: tuple[str, ...], folder: Path) -> None:
    """Compare every file of installed sets, or of those named, with what it was when it was installed."""
    from synonymizer.install import SETS, read_manifest
    from synonymizer.install import verify as verify_set

    chosen = names or [name for name in SETS if read_manifest(folder, name) is not None]
    if not chosen:
        console.write_line(f"No set is installed in {folder}.")
    for name in chosen:
        with console.progress() as progress:
            manifest = verify_set(name, folder, progress)
        console.write_line(f"{name} {manifest.release}: {len(manifest.files)} files are as they were installed")


@click.command(epilog="\b\nExample:\n  synonymizer data remove --help")
@_name_sets(required=True)
@_wait
@_folder
def remove(*, names: tuple[str, ...], is_patient: bool, folder: Path) -> None:
    """Remove installed sets."""
    from synonymizer.install import remove as remove_set

    for name in names:
        remove_set(name, folder, is_patient=is_patient)
