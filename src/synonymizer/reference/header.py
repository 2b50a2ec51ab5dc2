"""Reads what files of annotation say of themselves in their comments.

Sources: GFF3 1.26 (`##sequence-region`); the headers of NCBI (`#!annotation-source`, dates as month/day/year), Ensembl
(`#!genome-version`) and GENCODE (`##description`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synonymizer.reference.records import Contents

_PATCH = re.compile(r"\.p\d+$")
_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
_REGION = re.compile(r"##sequence-region\s+(\S+)\s+\d+\s+(\d+)")
_DESCRIBED = re.compile(r"\((GRC\w+)\), (version \w+)")


def name_assembly(text: str) -> str:
    """Return the name of an assembly without its patch.

    >>> name_assembly("Genome Reference Consortium GRCh38.p14"), name_assembly("GRCm39")
    ('GRCh38', 'GRCm39')
    """
    return _PATCH.sub("", text.split()[-1]) if text.split() else ""


def read_comment(line: str, contents: Contents) -> None:
    """Note what a comment says of the file; of two names of the assembly `genome-version` is the better."""
    region = _REGION.match(line)
    if region:
        contents.lengths[region[1]] = int(region[2])
        return
    key, _, value = line.lstrip("#!").partition(" ")
    value = value.strip()
    match key:
        case "genome-version":
            contents.assembly = name_assembly(value) or contents.assembly
        case "genome-build":
            contents.assembly = contents.assembly or name_assembly(value) or None
        case "annotation-source" | "genebuild-version":
            contents.release = value
        case "genebuild-last-updated":
            contents.release = contents.release or f"genebuild {value}"
        case "annotation-date" | "date:":
            contents.date = _DAY.sub(r"\3-\1-\2", value)
        case "description:":
            found = _DESCRIBED.search(value)
            if found:
                contents.assembly, contents.release = found[1], found[2]
        case _:
            pass
