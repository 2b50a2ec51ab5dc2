"""Measure the program on every row of the ClinVar table: `python -m tests.oracle.run --bundle PATH`.

With --invented N: on N invented variants of every coding RefSeq transcript instead. Prints the shares of right answers
by class, writes the disagreements as a table (--table), and writes the page docs/reference/disagreements.md (--page).
Exits 1 when a target is missed. Needs the shared data (SYNONYMIZER_SHARED).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from synonymizer import Synonymizer, open_reference
from tests.oracle.clinvar import TRAITS, Row, Verdict, judge_row, read_table
from tests.oracle.invent import invent_all
from tests.oracle.justify import Judge
from tests.oracle.measure import (
    CHECKS,
    REFUSAL,
    TO_C,
    TO_CANONICAL,
    TO_G,
    TO_ITSELF,
    TO_OTHERS,
    TO_P,
    Answer,
    Outcome,
    ask,
    assess,
    explain,
    tally,
)
from tests.oracle.records import read_archive

TARGETS = {TO_C: 0.998, TO_CANONICAL: 1.0, TO_OTHERS: 0.998, TO_ITSELF: 0.998, TO_G: 0.998, TO_P: 0.999, REFUSAL: 1.0}
HEADER = ("row", "class", "right", "vcf", "c_name", "p_name", "canonical", "program_c", "program_g", "program_p")
Disagreement = tuple[str, ...]
Results = list[tuple[Verdict, Answer, tuple[Outcome, ...]]]


def main() -> int:
    """Run the measurement; exit 1 when the program misses a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", help="the reference of the program; the embedded one when left out")
    parser.add_argument("--every", type=int, default=1, help="take every Nth row only")
    parser.add_argument("--invented", type=int, default=0, help="invent this many variants per transcript")
    parser.add_argument("--table", type=Path, help="write the disagreements as TSV")
    parser.add_argument("--page", type=Path, help="write docs/reference/disagreements.md")
    options = parser.parse_args()
    synonymizer = Synonymizer(open_reference(options.bundle))
    judge = Judge(read_archive())
    source = invent_all(judge, options.invented) if options.invented else read_table()
    results = measure(judge, synonymizer, source, options.every)
    rows = list(list_disagreements(results))
    sys.stdout.write("\n".join(report(results)) + "\n")
    if options.table:
        with options.table.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, delimiter="\t", lineterminator="\n").writerows([HEADER, *rows])
    if options.page:
        options.page.write_text(write_page(results, rows), encoding="utf-8")
    counts = count(results)
    return int(any(right < TARGETS[check] * asked for (check, trait), (right, asked) in counts.items() if not trait))


def measure(judge: Judge, synonymizer: Synonymizer, source: Iterable[Row], every: int = 1) -> Results:
    """Ask and judge the rows whose transcript both the judge and the program hold, in their order."""
    results = []
    for row in source:
        held = judge.has_transcript(row.transcript) and synonymizer.reference.find_transcript(row.transcript)
        if held and row.number % every == 0:
            verdict = judge_row(judge, row)
            answer = ask(synonymizer, row)
            results.append((verdict, answer, tuple(assess(judge, verdict, answer))))
            if len(results) % 1000 == 0:
                sys.stderr.write(f"{len(results)} rows\n")
    return results


def count(results: Results) -> dict[tuple[str, str], tuple[int, int]]:
    """Count right and all answers by check and trait, over rows whose c. name and VCF columns agree."""
    return tally(outcome for _, _, outcomes in results for outcome in outcomes)


def report(results: Results) -> Iterator[str]:
    """Write the shares of right answers as a Markdown table."""
    counts = count(results)
    yield f"{len(results)} rows, {sum(verdict.is_right for verdict, _, _ in results)} of them right in themselves."
    yield ""
    yield f"| rows | {' | '.join(CHECKS)} |"
    yield "|---" * (len(CHECKS) + 1) + "|"
    for trait in ("", *TRAITS):
        cells = [_share(*counts.get((check, trait), (0, 0))) for check in CHECKS]
        yield f"| {trait or 'all'} | {' | '.join(cells)} |"


def _share(right: int, asked: int) -> str:
    return f"{right}/{asked} ({100 * right / asked:.2f} %)" if asked else ""


def list_disagreements(results: Results) -> Iterator[Disagreement]:
    """Yield one row per disagreement, as `HEADER` names its cells."""
    for verdict, answer, outcomes in results:
        row = verdict.row
        given = (
            " ".join(answer.coding) or answer.columns_codes,
            " ".join(answer.genomic) or answer.name_codes,
            " ".join(answer.protein),
        )
        for kind, right in explain(verdict, answer, outcomes):
            yield (str(row.number), kind, right, row.vcf, row.name, row.protein, verdict.canonical, *given)


def write_page(results: Results, rows: Iterable[Disagreement]) -> str:
    """Write the page of disagreements: the shares, the classes with their counts, and every row of each class."""
    rows = list(rows)
    classes = Counter(row[1] for row in rows)
    lines = [
        "# Disagreements with ClinVar",
        "",
        "Generated by `python -m tests.oracle.run --page`. Every row of the ClinVar table of May 2016 (GRCh37) whose",
        "transcript version is held was asked twice, by its VCF columns and by its c. name, and judged by a separate",
        "program (tests/oracle) that shares neither code nor data with synonymizer. The shares count the rows whose",
        "c. name and VCF columns denote the same bases.",
        "",
        *report(results),
        "",
        "| class | rows | who is right |",
        "|---|---|---|",
        *(f"| {kind} | {count} | {_who(rows, kind)} |" for kind, count in classes.most_common()),
    ]
    for kind, _ in classes.most_common():
        lines += [
            "",
            f"## {kind[0].upper()}{kind[1:]}",
            "",
            "| VCF columns | c. name | p. name | canonical c. | program: c., g., p. | right |",
        ]
        lines += ["|---|---|---|---|---|---|"]
        lines += [_page_row(row) for row in rows if row[1] == kind]
    return "\n".join(lines) + "\n"


def _who(rows: list[Disagreement], kind: str) -> str:
    return "; ".join(f"{right} ({count})" for right, count in Counter(row[2] for row in rows if row[1] == kind).items())


def _page_row(row: Disagreement) -> str:
    _, _, right, *cells = row
    vcf, name, protein, canonical, *given = (cell.replace("|", "\\|") for cell in cells)
    answer = " · ".join(cell for cell in given if cell)
    return f"| {_short(vcf)} | {_short(name)} | {protein} | {_short(canonical)} | {_short(answer)} | {right} |"


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:120]}… ({len(text)} characters)"


if __name__ == "__main__":
    sys.exit(main())
