"""Files that may be lost: what is kept in the user's cache so that it need not be made again."""

from __future__ import annotations

import os
from hashlib import sha256

from platformdirs import user_cache_dir

from synonymizer.reference.settings import PROGRAM


def locate(kind: str, key: str) -> str:
    """Return the path that the cache has for what is kept of a kind under a key."""
    return os.path.join(user_cache_dir(PROGRAM), kind, sha256(key.encode()).hexdigest()[:32])


def keep(path: str, data: bytes) -> bool:
    """Write a file, in the cache or elsewhere, whole or not at all; say whether that was possible."""
    partial = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(partial, "wb") as file:
            file.write(data)
        os.replace(partial, path)
    except OSError:
        return False
    return True
