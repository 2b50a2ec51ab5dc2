"""The tables of cases, read: tab-separated, with escapes for characters that are no text and `{A*3}` for AAA."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

CASES = Path(__file__).parent.parent / "cases"
SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[3] / "shared"))

_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([tnr]))")
_PLAIN = {"t": "\t", "n": "\n", "r": "\r"}
_REPEAT = re.compile(r"\{(.)\*(\d+)\}")


def unescape(cell: str) -> str:
    def character(found: re.Match[str]) -> str:
        number = found[1] or found[2]
        return chr(int(number, 16)) if number else _PLAIN[found[3]]

    return _REPEAT.sub(lambda found: found[1] * int(found[2]), _ESCAPE.sub(character, cell))


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
