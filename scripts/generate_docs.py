"""Write the generated part of the documentation; with --check, only say what is stale.

Generated are `docs/reference/cli.md` (every `--help`), `docs/reference/codes.md` (the table of codes),
`docs/reference/completeness.md` (the styles of `tests/cases/styles.tsv` and the names of its variants),
`docs/reference/faults.md` (what the commands of `tests/faults.py` say) and, in all documentation, what follows a
`$ command` in a fenced block marked `console`: the command is run and its output, stdout and stderr as a terminal of 80
columns would show them, takes the place of what stood there. The blocks of a page run in one empty folder, in order,
and each command must succeed.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import click

import synonymizer
from synonymizer import Reading, Synonymizer, open_reference
from synonymizer.cli.main import main as command_line
from synonymizer.codes import CODES

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
STYLES = ROOT / "tests" / "cases" / "styles.tsv"
WIDTH = 80

_BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n(?:(?!\$ ).*\n)*", re.MULTILINE)


def generated_pages() -> list[Path]:
    """Return every page that is wholly or partly generated."""
    pages = (ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md")))
    with_examples = [page for page in pages if page.exists() and "```console" in page.read_text(encoding="utf-8")]
    return [*(REFERENCE / name for name in _WRITTEN), *with_examples]


def generate(page: Path) -> str:
    """Return the text that a page should have."""
    write = _WRITTEN.get(page.name) if page.parent == REFERENCE else None
    return write() if write is not None else run_examples(page.read_text(encoding="utf-8"))


def describe_commands() -> str:
    """Return the page of all commands, each as its own --help describes it."""
    parts = ["# Commands\n", "Generated from `--help`.\n"]
    for path, help_text in read_help(command_line, "synonymizer", None):
        parts += [f"## {path}\n", f"```text\n{help_text}\n```\n"]
    return "\n".join(parts)


def read_help(command: click.Command, name: str, parent: click.Context | None) -> list[tuple[str, str]]:
    """Return (command, help) of a command and of everything below it."""
    context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH)
    context.help_option_names = ["-h", "--help"]
    found = [(context.command_path, command.get_help(context).rstrip())]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            below = command.get_command(context, child)
            if below is not None:
                found += read_help(below, child, context)
    return found


def describe_codes() -> str:
    """Return the page of all codes."""
    parts = [
        "# Codes of warnings and errors\n",
        "Generated from the table that `synonymizer explain` prints. E1 the text, E2 what it refers to, E3 what the "
        "reference says, E4\nvalid but not computed with, E9 the reference data; W1 a spelling was repaired, W2 "
        "something was assumed, W3 several\nmeanings, W4 something could not be computed. A code never changes its "
        "meaning.\n",
    ]
    for code, entry in CODES.items():
        parts += [f"## {code}: {entry.title}\n", f"{entry.meaning}\n"]
        parts += [f"*Example:* `{entry.example}`\n", f"*Remedy:* {entry.remedy}\n"]
    return "\n".join(parts)


def describe_completeness() -> str:
    """Return the page of how people write some variants: which styles are printed, and all names of each."""
    with STYLES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    engine = Synonymizer(open_reference("embedded"))
    readings = {text: engine.names(text).readings[0] for text in dict.fromkeys(row["variant"] for row in rows)}
    parts = [
        "# Completeness\n",
        "Generated from `tests/cases/styles.tsv`, which puts down by hand how people write some well-known variants, "
        "and from\nwhat the program prints for each. A text in brackets would be read as something else, for the "
        "reason beside it, and is\nnot printed; one that is MISSING is a fault; a dash: the style does not apply, or "
        "another variant shows it. Each text\nstands for its style: most are printed both with the gene and without.\n",
        "## Styles\n",
    ]
    for family in sorted(dict.fromkeys(row["family"] for row in rows), key=lambda family: int(family.split()[0])):
        parts += _describe_family(family, [row for row in rows if row["family"] == family], readings)
    parts.append("## Names\n")
    for text, reading in readings.items():
        parts += _describe_names(text, reading)
    return "\n".join(parts)


def _describe_family(family: str, rows: list[dict[str, str]], readings: dict[str, Reading]) -> list[str]:
    """Return the table of a family: a line for each style, and a column for each variant."""
    variants = list(dict.fromkeys(row["variant"] for row in rows))
    cells: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        style = f"{row['style']} ({row['class']}, {row['scope']})"
        cells.setdefault(style, {}).setdefault(row["variant"], []).append(_describe_text(row, readings[row["variant"]]))
    lines = [(family, *variants), ("---",) * (len(variants) + 1)]
    lines += [(style, *(" ".join(found.get(variant, "–")) for variant in variants)) for style, found in cells.items()]
    return [f"### {family.capitalize()}\n", *(f"| {' | '.join(line)} |" for line in lines), ""]


def _describe_text(row: dict[str, str], reading: Reading) -> str:
    is_printed = any(name.text == row["text"] for name in reading.names)
    if row["withheld"]:
        return f"[`{row['text']}`] {row['withheld']}" + (" PRINTED" if is_printed else "")
    return f"`{row['text']}`" + ("" if is_printed else " MISSING")


def _describe_names(text: str, reading: Reading) -> list[str]:
    """Return the names on the main transcript and on none, by class; those on other transcripts are counted."""
    main = [name for name in reading.names if name.transcript in {None, reading.transcript}]
    others = len(reading.names) - len(main)
    parts = [
        f"### {text}\n",
        f"Key `{reading.key}`; {others} more names on other transcripts than {reading.transcript}.\n",
    ]
    for name_class in dict.fromkeys(name.cls for name in main):
        names = [name for name in main if name.cls == name_class]
        lines = "\n".join(f"{name.text}{'  *' if name.recommended else ''}" for name in names)
        parts.append(f"{name_class} (`*` is recommended)\n\n```text\n{lines}\n```\n")
    return parts


def describe_faults() -> str:
    """Return the page of what can be wrong with reference data, and what is said of it."""
    sys.path.insert(0, str(ROOT))
    from tests.faults import FAULTS, describe, run

    parts = [
        "# Faults of reference data\n",
        "Generated from `tests/faults.py`: to files in the folder `/data` was done what stands on the left, and the "
        "command above\nthe table was run there, with 1.5 GB of memory. Every fault ends in one sentence on stderr and "
        "exit status 3, without\nan answer; what was there before stays as it was.\n",
    ]
    for about, faults in groupby(FAULTS, key=lambda fault: fault.about):
        parts.append(f"## {about}\n")
        for command, rows in groupby(faults, key=lambda fault: fault.command):
            parts += [f"`synonymizer {command}`\n", "| What is wrong | What is said |", "|---|---|"]
            for fault in rows:
                with tempfile.TemporaryDirectory() as folder:
                    fault.spoil(Path(folder))
                    parts.append(describe(fault, run(fault.command, Path(folder), room=fault.room)))
            parts.append("")
    return "\n".join(parts)


def run_examples(text: str) -> str:
    """Return a page with the output of its console blocks as it is today."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))

        def rerun(match: re.Match[str]) -> str:
            command = match[1]
            outcome = subprocess.run(
                ["sh", "-c", command],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                check=False,
            )
            if outcome.returncode:
                sys.exit(f"An example of the documentation fails: {command}\n{outcome.stdout}")
            return f"$ {command}\n{outcome.stdout}"

        return _BLOCK.sub(lambda block: _COMMAND.sub(rerun, block[0]), text)


_WRITTEN: dict[str, Callable[[], str]] = {
    "cli.md": describe_commands,
    "codes.md": describe_codes,
    "completeness.md": describe_completeness,
    "faults.md": describe_faults,
}
"""The pages under docs/reference that are generated as a whole."""


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment in which `synonymizer` is the program that runs this script, on a plain terminal."""
    programs = folder / ".programs"
    programs.mkdir()
    program = programs / "synonymizer"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m synonymizer "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    paths = [str(programs), str(Path(sys.executable).parent), os.environ["PATH"]]
    return os.environ | {
        "PATH": os.pathsep.join(paths),
        "PYTHONPATH": str(Path(synonymizer.__file__).parent.parent),
        "COLUMNS": str(WIDTH),
        "SYNONYMIZER_REFERENCE": "embedded",  # what is installed here has no part in the documentation
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
    }


def main() -> None:
    """Write the pages, or check them."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="change nothing; exit 1 when a page is stale")
    is_check = arguments.parse_args().check
    stale = False
    for page in generated_pages():
        text = generate(page)
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale = True
        print(f"{page.relative_to(ROOT)} {'is stale' if is_check else 'written'}")
        if not is_check:
            page.write_text(text, encoding="utf-8")
    sys.exit(is_check and stale)


if __name__ == "__main__":
    main()
