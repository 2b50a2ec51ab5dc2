"""What a build reports while it works and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.serialize import tab_separated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.reference.records import LeftOut

Progress = Callable[[str, int, int], None]
"""Is told a stage, and how much of how much of it is done."""


def be_silent(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def list_left_out(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """Yield what was left out as lines of a table: what, and why."""
    return (f"{tab_separated(one)}\n" for one in left_out)


@dataclass(frozen=True, slots=True)
class Check:
    """One verification: how many things were checked, and how many passed."""

    what: str
    passed: int
    total: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made: name and digest of the bundle, what was verified, and what was left out, with reasons."""

    name: str
    digest: str
    genes: int
    transcripts: int
    checks: tuple[Check, ...]
    left_out: tuple[LeftOut, ...]
