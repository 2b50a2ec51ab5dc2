"""Search by coverage for a text that breaks a law: `python -m tests.fuzz.parse_fuzz [LIBFUZZER OPTIONS] [FOLDER]`.

Needs the extra `fuzz` (atheris). FOLDER keeps what was found on the way; the seeds are written into a folder of their
own. A text that breaks a law is written to crash-… or slow-unit-… in the working folder. An hour is

    python -m tests.fuzz.parse_fuzz -max_total_time=3600 -max_len=4000 -timeout=5
"""

from __future__ import annotations

import pkgutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["synonymizer"]):
    from synonymizer import grammar, notations, repair, spelling

    for package in (grammar, notations, repair, spelling):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)  # parse loads a reader when it first needs it, which would be too late
    from tests.fuzz.laws import check, check_slope

from tests.fuzz.seeds import read_seeds

SHORTEST_STRETCHED = 200
"""A short text says nothing about slopes, and stretching each would halve the pace."""


def try_text(data: bytes) -> None:
    """Check the laws on what the search proposes."""
    text = data.decode("utf-8", errors="ignore")
    check(text)
    if len(text) >= SHORTEST_STRETCHED:
        check_slope(text)


def main() -> None:
    """Write the seeds and search, until the options or an interrupt end it."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(read_seeds()):
            (Path(folder) / f"{number:05}").write_bytes(text.encode("utf-8", errors="ignore"))
        atheris.Setup([*sys.argv, folder], try_text)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
