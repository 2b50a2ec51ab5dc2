"""The data that ships with the program: where it lies, and its tables of facts, every row with its citation.

The tables of `data/facts` hold what people have called variants and how they once counted: facts from the literature
and from public databases, for which no publisher offers a file. A table is tab-separated text with a header; lines that
begin with `#` say what it is. A list in a field is separated by `|`.
"""

from __future__ import annotations

import os
from functools import cache

from synonymizer.errors import MissingData


def find_data(*names: str) -> str:
    """Return the path of a file of the data that ships with the program, by its folder and name.

    Raises:
        MissingData: when the installation has lost it.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    for folder in (os.path.join(here, "data"), os.path.join(here, os.pardir, os.pardir, "data")):
        path = os.path.join(folder, *names)
        if os.path.exists(path):
            return os.path.normpath(path)
    raise MissingData(f"{names[-1]} is missing from the installation. Install synonymizer again.")


@cache
def read_facts(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table of facts, each a field by its column; read once.

    >>> [row["offset"] for row in read_facts("legacy_rules") if row["gene"] == "CFTR"]
    ['132']

    Raises:
        MissingData: when the installation has lost it.
    """
    with open(find_data("facts", f"{name}.tsv"), encoding="utf-8") as file:
        header, *rows = (line.rstrip("\n").split("\t") for line in file if not line.startswith("#"))
    return tuple(dict(zip(header, row, strict=True)) for row in rows)


def split(field: str) -> tuple[str, ...]:
    """Return the members of a list in a field.

    >>> split("2184delA|1078delT"), split("")
    (('2184delA', '1078delT'), ())
    """
    return tuple(field.split("|")) if field else ()
