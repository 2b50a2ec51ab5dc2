"""The report: answers as one page of HTML that needs nothing else, for a person who looks at a few variants.

The page asks no network: its style and script stand in it, and its policy (Content Security Policy Level 3, W3C) lets
nothing else be loaded or run, whatever an input holds. It reads without the script, prints whole, and says in words
what it draws (WCAG 2.2).
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from synonymizer.report.answers import write_answer
from synonymizer.report.page import begin, end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Options, Result
    from synonymizer.reference import Reference


def write_report(results: Iterable[Result], reference: Reference, options: Options) -> Iterator[str]:
    """Yield the lines of a page of answers, each answer as soon as it is there.

    The same answers make the same page, to the byte.

    Args:
        results: the answers, in order.
        reference: what they were made with, and the pictures are.
        options: what was asked for, which the page says.
    """
    remaining = iter(results)
    first = list(islice(remaining, 2))
    yield begin(first[0].input if len(first) == 1 else "Names of variants")
    for number, result in enumerate(chain(first, remaining), 1):
        yield write_answer(result, number, reference)
    yield end(reference, options)
