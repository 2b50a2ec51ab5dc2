"""The texts a search begins with: every input of the tables of cases, and the sample corpora where they are present."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

from synonymizer.codes import CODES
from tests.notations.tables import CASES, SHARED, read_table, unescape

COLUMNS = ("input", "example", "text", "name")
SAMPLES = ("hgvs_spec_valid.tsv", "hgvs_spec_invalid.tsv")
LISTS = ("literature_mentions.dev.txt", "clinvar_exon_level_names.dev.txt")
LONGEST = 2_000
MOST_CLINVAR = 2_000


def read_cases() -> list[str]:
    """Return the inputs of the project's own tables and the examples of its codes, each once, in order."""
    texts = [
        unescape(row[column])
        for path in sorted(CASES.glob("*.tsv"))
        for row in read_table(path)
        for column in COLUMNS
        if row.get(column)
    ]
    return [text for text in dict.fromkeys([*texts, *(code.example for code in CODES.values())]) if len(text) < LONGEST]


def read_seeds() -> list[str]:
    """Return those and, where they are present, every text of the sample corpora."""
    return list(dict.fromkeys([*read_cases(), *(_read_samples() if SHARED.exists() else ())]))


def _read_samples() -> Iterator[str]:
    folder = SHARED / "cases"
    yield from (row["example"] for row in read_table(folder / "notation_examples.tsv"))
    for name in SAMPLES + LISTS:
        yield from (line.split("\t")[0] for line in (folder / name).read_text(encoding="utf-8").splitlines())
    with gzip.open(folder / "clinvar_2016.GRCh37.dev.tsv.gz", "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(MOST_CLINVAR), strict=False):
            yield from (cell for cell in line.rstrip("\n").split("\t") if ":" in cell)
