"""Bundles that were changed and sealed again, as only a fault of their making could change them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from synonymizer.reference.seal import write_seal


def change(bundle: Path, *statements: str) -> None:
    """Change the rows of a bundle in place."""
    with bundle.open("r+b") as file:
        header = file.read(100)
        file.truncate(int.from_bytes(header[16:18], "big") * int.from_bytes(header[28:32], "big"))
    with closing(sqlite3.connect(bundle)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    write_seal(bundle)
