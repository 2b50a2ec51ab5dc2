"""Measure what of the sample corpora is read: `python -m tests.corpora.run`.

Prints the share of every class that comes out as the notation it must come out as, and what does not; --page writes
docs/reference/notations-left.md from it, with the reasons of tests/cases/notation_left.tsv. Exits 1 when a target is
missed. Needs the shared data (SYNONYMIZER_SHARED).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from synonymizer.errors import UnsupportedError, VariantError
from synonymizer.parse import parse
from synonymizer.statements import Expression, StatedEdit
from tests.corpora.meaning import describe_all
from tests.corpora.samples import (
    read_held_out,
    read_invalid,
    read_mentions,
    read_notation_examples,
    read_valid,
)
from tests.notations.tables import CASES, read_table

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "notations-left.md"
EXAMPLES, VALID, INVALID, MENTIONS, HELD_OUT = (
    "classes of notation",
    "valid names of the nomenclature",
    "wrong names of the nomenclature",
    "mentions in abstracts",
    "invented mentions",
)
TARGETS = {EXAMPLES: 0.97, VALID: 0.99, INVALID: 1.0, MENTIONS: 0.92, HELD_OUT: 0.92}


@dataclass(slots=True)
class Share:
    """How many of the texts of one corpus or class came out as they must, and those that did not."""

    asked: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)

    def add(self, text: str, fault: str) -> None:
        """Count a text; `fault` says what is wrong with how it came out, "" when nothing is."""
        self.asked += 1
        if fault:
            self.left.append((text, fault))

    def __str__(self) -> str:
        right = self.asked - len(self.left)
        return f"{right}/{self.asked} ({100 * right / self.asked:.1f} %)"


Shares = dict[tuple[str, str], Share]
"""By corpus and class; the class "" counts the whole corpus."""


def read_text(text: str) -> tuple[tuple[Expression, ...], str]:
    """Return what a text says, or why it says nothing."""
    try:
        return parse(text), ""
    except UnsupportedError as error:
        return (), f"valid, but {error.code}"
    except VariantError as error:
        return (), error.code


def measure() -> Shares:
    """Read every text of every corpus."""
    shares: Shares = {}

    def count(corpus: str, kind: str, text: str, fault: str) -> None:
        for key in dict.fromkeys([(corpus, ""), (corpus, kind)]):
            shares.setdefault(key, Share()).add(text, fault)

    for sample in read_notation_examples():
        expressions, refusal = read_text(sample.text)
        found = {expression.notation for expression in expressions}
        count(
            EXAMPLES, sample.kind, sample.text, "" if found & sample.notations else refusal or " ".join(sorted(found))
        )
    for text in read_valid():
        count(VALID, "", text, read_text(text)[1])
    for text, reason in read_invalid():
        expressions, _ = read_text(text)
        count(INVALID, "", text, "read without a word" if not reason and any(map(_is_silent, expressions)) else "")
    for text in read_mentions():
        count(MENTIONS, "", text, read_text(text)[1])
    for mention in read_held_out():
        expressions, refusal = read_text(mention.text)
        right = any(
            expression.notation in mention.notations and mention.stated in ("", describe_all(expression))
            for expression in expressions
        )
        found = {f"{expression.notation} {describe_all(expression)}".strip() for expression in expressions}
        count(HELD_OUT, mention.kind, mention.text, "" if right else refusal or ", ".join(sorted(found)))
    return shares


def _is_silent(expression: Expression) -> bool:
    """Say whether an expression takes its text as it is: no repair, and no redundant bases kept to be checked."""
    match expression.stated:
        case StatedEdit(kind="del" | "dup" | "delins" | "identity") as edit if edit.deleted or edit.deleted_length:
            return False
        case _:
            return not expression.issues


def report(shares: Shares) -> Iterator[str]:
    """Write the share of every corpus and class, and what is left of each."""
    in_classes = {corpus for corpus, kind in shares if kind}
    for (corpus, kind), share in sorted(shares.items(), key=lambda item: (list(TARGETS).index(item[0][0]), item[0][1])):
        yield f"{corpus}{', ' if kind else ''}{kind}: {share}"
        if kind or corpus not in in_classes:
            yield from (f"    {text}: {fault}" for text, fault in share.left)


def read_reasons() -> dict[str, str]:
    """Return why a text of the samples does not come out."""
    return {row["input"]: row["why"] for row in read_table(CASES / "notation_left.tsv")}


def write_page(shares: Shares) -> str:
    """Write the page of what is not read, with the reasons."""
    examples, valid, mentions = (shares[corpus, ""] for corpus in (EXAMPLES, VALID, MENTIONS))
    parts = [
        "# What is not read, and why\n",
        "Generated by `python -m tests.corpora.run --page`.\n",
        "## Examples of the classes of notation\n",
        f"{examples} come out as the notation of their class. The others:\n",
        *_list_left(examples),
        "## Examples of the nomenclature\n",
        f"Of the valid names that hold a position and an edit, {valid} are read. The others:\n",
        *_list_left(valid),
        "## Mentions in abstracts\n",
        f"{mentions} are read once the gene is given. The others:\n",
        *_list_left(mentions),
        "## Names the nomenclature calls wrong that are right elsewhere\n",
        "The nomenclature shows them as wrong for its own example. As texts they are well formed, and where the\n"
        "reference shows the fault, the answer says so.\n",
        "| text | why |\n|---|---|",
        *(f"| {_code(text)} | {reason} |" for text, reason in read_invalid() if reason),
    ]
    return "\n".join(parts) + "\n"


def _list_left(share: Share) -> Iterator[str]:
    reasons = read_reasons()
    yield "| text | answer | why |\n|---|---|---|"
    yield from (f"| {_code(text)} | {fault} | {reasons.get(text, 'no reason known')} |" for text, fault in share.left)
    yield ""


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def main() -> int:
    """Run the measurement; exit 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", action="store_true", help="write docs/reference/notations-left.md")
    options = parser.parse_args()
    shares = measure()
    sys.stdout.write("\n".join(report(shares)) + "\n")
    if options.page:
        PAGE.write_text(write_page(shares), encoding="utf-8")
    return int(bool(missed(shares)))


def missed(shares: Shares) -> list[str]:
    """Return the corpora of which too few texts come out as they must."""
    found = []
    for corpus, target in TARGETS.items():
        share = shares[corpus, ""]
        if share.asked - len(share.left) < target * share.asked:
            found.append(f"{corpus}: {share}")
    return found


if __name__ == "__main__":
    sys.exit(main())
