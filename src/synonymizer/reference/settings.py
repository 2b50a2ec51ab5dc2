"""What is settled outside a command: the configuration file, environment variables, and the sets that are installed.

    SYNONYMIZER_REFERENCE   references to ask after those of the command, as `--reference` takes them
    SYNONYMIZER_DATA_DIR    the folder of installed sets
    SYNONYMIZER_MIRROR      where sets are downloaded from instead of their publishers
    SYNONYMIZER_CONFIG      the configuration file

The file is TOML and may say `reference` (a text, or a list of them), `data_dir` and `mirror`; a variable precedes it.
Every lookup comes through here, so nothing is imported before it is needed. A set is installed when the folder holds
`sets/NAME.json`, which names the folder of its release and what is in it.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from synonymizer.errors import BadSetting, DamagedData

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

PROGRAM = "synonymizer"
KEYS = ("reference", "data_dir", "mirror")
EMBEDDED = "embedded"
"""The name of the embedded bundle; no set is called so."""


class Settings(NamedTuple):
    """What is settled: references, most specific first, the folder of installed sets, and a mirror, "" for none."""

    references: tuple[str, ...]
    folder: str
    mirror: str


class Installed(NamedTuple):
    """A set that is installed: its place in the order of sets, its release, and the parts of a reference it makes."""

    name: str
    number: int
    release: str
    parts: tuple[tuple[str, str], ...]
    """Kinds and absolute paths."""

    @property
    def is_reference(self) -> bool:
        """Whether it is a reference by itself, which is asked without being named."""
        return self.parts[0][0] == "bundle"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return what environment variables and the configuration file settle.

    Raises:
        BadSetting: when the file cannot be read, or says something that is not understood.
    """
    stated = environment.get("SYNONYMIZER_CONFIG", "")
    path = stated or os.path.join(find_user_folder("config", environment), "config.toml")
    written = _read_file(path) if stated or os.path.exists(path) else {}
    references = written.get("reference", [])
    if "data_dir" in written:
        written["data_dir"] = os.path.join(os.path.dirname(path), os.path.expanduser(written["data_dir"]))
    folder = environment.get("SYNONYMIZER_DATA_DIR") or written.get("data_dir") or find_user_folder("data", environment)
    listed = (references,) if isinstance(references, str) else references
    return Settings(
        tuple(filter(None, (environment.get("SYNONYMIZER_REFERENCE"), *listed))),
        os.path.abspath(folder),
        environment.get("SYNONYMIZER_MIRROR") or written.get("mirror", ""),
    )


def find_user_folder(kind: Literal["data", "config"], environment: Mapping[str, str] = os.environ) -> str:
    """Return the folder of this program for what a user installs or settles, as platformdirs names it.

    On Linux that is two lines of the XDG Base Directory Specification, which take no part of a lookup's time.
    """
    if sys.platform != "linux":
        import platformdirs  # it takes a tenth of the time of a lookup

        return platformdirs.user_data_dir(PROGRAM) if kind == "data" else platformdirs.user_config_dir(PROGRAM)
    variable, below = {"data": ("XDG_DATA_HOME", ".local/share"), "config": ("XDG_CONFIG_HOME", ".config")}[kind]
    return os.path.join(environment.get(variable, "").strip() or os.path.expanduser(f"~/{below}"), PROGRAM)


def _read_file(path: str) -> dict[str, Any]:
    """Return what a configuration file says.

    Raises:
        BadSetting: when it cannot be read, or says something that is not understood.
    """
    import tomllib  # few have a configuration file

    try:
        with open(path, "rb") as file:
            written = tomllib.load(file)
    except OSError as fault:
        raise BadSetting(f"The configuration file {path} cannot be read: {fault.strerror}. Check the path.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadSetting(f"The configuration file {path} is not TOML: {fault}. Correct it.") from None
    for key, value in written.items():
        if key not in KEYS:
            raise BadSetting(f"The configuration file {path} says {key}, which is not known: write {', '.join(KEYS)}.")
        is_list = key == "reference" and isinstance(value, list)
        if not all(isinstance(item, str) for item in (value if is_list else [value])):
            raise BadSetting(f"The configuration file {path} says {key} = {value!r}; write a text between quotes.")
    return written


def find_installed(folder: str) -> tuple[Installed, ...]:
    """Return the sets that are installed in a folder, in the order in which they are asked.

    Raises:
        DamagedData: when what is installed cannot be told.
    """
    try:
        names = sorted(name for name in os.listdir(os.path.join(folder, "sets")) if name.endswith(".json"))
    except OSError:  # nothing was ever installed
        return ()
    return tuple(sorted((_read_set(folder, name) for name in names), key=lambda found: found.number))


def _read_set(folder: str, name: str) -> Installed:
    import json  # few have installed sets

    path = os.path.join(folder, "sets", name)
    try:
        with open(path, encoding="utf-8") as file:
            written = json.load(file)
        parts = tuple((kind, os.path.join(folder, "sets", *within.split("/"))) for kind, within in written["parts"])
        return Installed(written["name"], int(written["number"]), written["release"], parts)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else fault
        raise DamagedData(
            f"The installed set {path} cannot be read: {reason}. Run: synonymizer data install {name[:-5]} --again"
        ) from None
