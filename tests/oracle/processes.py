"""Rows of the drawing, judged in several processes: what `read_back` and `sameness` have in common."""

from __future__ import annotations

import argparse
import sys
from multiprocessing import get_context
from typing import TYPE_CHECKING, TypeVar

from synonymizer import Synonymizer, open_reference
from tests.oracle.strata import draw_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Judged = TypeVar("Judged")

PROGRESS = 100
"""Rows after which a note says how far the run is."""


def read_arguments(description: str) -> argparse.Namespace:
    """Read which rows are to be drawn, with what data, and how many processes judge them."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--bundle")
    parser.add_argument("--from", dest="start", type=int, default=0, metavar="NUMBER")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def judge_rows(
    judge: Callable[[str, Synonymizer], Judged], arguments: argparse.Namespace, tell: Callable[[], str]
) -> Iterator[Judged]:
    """Yield what a judge finds of each row, in order, with a note on stderr after each hundred of what `tell` says."""
    drawn = draw_part(open_reference(arguments.bundle), arguments.seed, arguments.start, arguments.count)
    work = [(judge, one.name) for one in drawn]
    with get_context("spawn").Pool(arguments.processes, _open, (arguments.bundle,)) as pool:
        for number, judged in enumerate(pool.imap(_ask, work, chunksize=10), start=1):
            yield judged
            if number % PROGRESS == 0:
                sys.stderr.write(f"\r{number:,} of {len(work):,} rows, {tell()}")
    sys.stderr.write("\n")


_ENGINES: list[Synonymizer] = []
"""The program as each process opens it once."""


def _open(bundle: str | None) -> None:
    _ENGINES.append(Synonymizer(open_reference(bundle)))


def _ask(work: tuple[Callable[[str, Synonymizer], Judged], str]) -> Judged:
    judge, row = work
    return judge(row, _ENGINES[0])
