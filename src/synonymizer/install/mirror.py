"""Where the files of a set are looked for: at their publishers, on a mirror, or in a folder.

A mirror holds the file of `https://host/path` as `host/path`, as `wget --mirror` writes it, or as `path`; in a folder
it may also lie under its name alone. A list `SHA256SUMS` at the root of either is binding for the files it names. A
mirror of rsync holds folders in the same way, without a list.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from synonymizer.errors import BadSetting
from synonymizer.install.sets import find_name

SUMS = "SHA256SUMS"

Place = str | Path
"""An address, or the path of a file."""


def read_mirror(text: str, schemes: tuple[str, ...] = ("http", "https")) -> Place | None:
    """Return the mirror that a text names: an address of one of some schemes, a folder, or None for "".

    >>> read_mirror("https://mirror.example.org/data/"), read_mirror("rsync://mirror.example.org", ("rsync",))
    ('https://mirror.example.org/data', 'rsync://mirror.example.org')

    Raises:
        BadSetting: when it is neither such an address nor a folder.
    """
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme in schemes and parts.hostname:
        return text.rstrip("/")
    folder = Path(url2pathname(parts.path) if parts.scheme == "file" else text).expanduser()
    if not folder.is_dir():
        addresses = ", ".join(f"{scheme}://…" for scheme in schemes)
        raise BadSetting(
            f"The mirror {text} is neither an address nor a folder to take the set from. Write {addresses} or a path."
        )
    return folder


def list_places(url: str, mirror: Place | None) -> tuple[Place, ...]:
    """Return where the file of an address may be, the likeliest first.

    >>> list_places("https://ftp.ensembl.org/pub/README", "http://127.0.0.1:8000")
    ('http://127.0.0.1:8000/ftp.ensembl.org/pub/README', 'http://127.0.0.1:8000/pub/README')
    """
    if mirror is None:
        return (url,)
    parts = urlsplit(url)
    within = (f"{parts.hostname}{parts.path}", parts.path.removeprefix("/"))
    if isinstance(mirror, str):
        return tuple(f"{mirror}/{path}" for path in within)
    return tuple(mirror / path for path in (*within, find_name(url)))


def list_names(url: str) -> tuple[str, ...]:
    """Return the names under which a list at the root of a mirror may tell of the file of an address."""
    parts = urlsplit(url)
    return (f"{parts.hostname}{parts.path}", parts.path.removeprefix("/"), find_name(url))


def locate_sums(mirror: Place) -> Place:
    """Return where the list of checksums of a mirror is."""
    return f"{mirror}/{SUMS}" if isinstance(mirror, str) else mirror / SUMS
