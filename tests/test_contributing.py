"""The diff that CONTRIBUTING.md shows is of lines that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_line_the_diff_adds_or_shows_beside_it_stands_in_its_file() -> None:
    (diff,) = re.findall(r"```diff\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    files = re.split(r"^--- a/(\S+)\n", diff, flags=re.MULTILINE)[1:]
    assert len(files) == 8
    for path, lines in zip(files[::2], files[1::2], strict=True):
        there = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for line in lines.splitlines():
            assert (line[3:] if line.startswith("@@") else line[1:]) in there, (path, line)
