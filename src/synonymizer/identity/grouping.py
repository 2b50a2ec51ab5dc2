"""Which of many texts name the same variant, in memory that does not grow with their number.

The class of a text is the key of what it states, so that it is the same in every list and on every machine. A text that
names several alleles of one place is in the class of that very choice, and never in the class of one of them. A text
without a key, or with one that may depend on what is held, is alone: its class is `!CODE@LINE`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from synonymizer.batch.covering import Covering
from synonymizer.errors import OutputNotWritable
from synonymizer.identity.findings import choose_meant, name_reading
from synonymizer.model import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer.model import Reading, Result
    from synonymizer.pipeline import Synonymizer

ALONE = "!"
"""How the class of a text begins that is in no class with others; no key begins so."""

REMEMBERED = 100_000
"""How many distinct texts are remembered with their answer."""

LONGEST_REMEMBERED = 1_000
"""How many characters such a text may have; a longer one is read each time, so that long ones fill no memory."""

BLOCK = 10_000
"""How many texts of a list are answered together."""

_INCOMPLETE = "W4001"

_ASSUMED = "W2004"
"""Of what the kernel says of a text, the code that is said where its names are not asked for."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """One text of a list and the class it is in.

    `line` counts from 1. `cls` is "" for a blank text. `readings` are the keys of all that the text can mean, best
    first, and the labels of classes of variants; `codes` those of its issues.
    """

    line: int
    text: str
    cls: str
    readings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VariantClass:
    """The texts of a list that name one variant: each once, in the order they came; `size` counts their lines."""

    cls: str
    size: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    cls: str
    readings: tuple[str, ...]
    codes: tuple[str, ...]


def group(
    texts: Iterable[str], synonymizer: Synonymizer, options: Options | None = None, *, is_exact: bool = False
) -> Iterator[Grouped]:
    """Yield every text with its class, in order and as soon as it is read; texts of one class name one variant.

    A text that states a protein change alone is in the class of its first reading, as papers mean it. A list or tuple
    is answered many times as fast as texts that come one by one.

    Args:
        texts: names of variants, in any notation; blank ones are in no class.
        synonymizer: reads them.
        options: hints for all of them.
        is_exact: whether a protein change is rather in the class of the choice among all changes of DNA read out of it.

    >>> from synonymizer import Synonymizer, open_reference
    >>> engine = Synonymizer(open_reference())
    >>> [one.cls for one in group(["STIM1 c.494C>A", "11-4055634-C-A", "none"], engine)]
    ['NC_000011.10:4055633:C:A', 'NC_000011.10:4055633:C:A', '!E1002@3']

    Raises:
        DataError: when the reference data turns out to be damaged.
    """
    if isinstance(texts, Sequence):
        blocks: Iterable[Sequence[str]] = (texts[at : at + BLOCK] for at in range(0, len(texts), BLOCK))
    else:
        blocks = ([text] for text in texts)
    return group_blocks(blocks, synonymizer, options, is_exact=is_exact)


def group_blocks(
    blocks: Iterable[Sequence[str]], synonymizer: Synonymizer, options: Options | None = None, *, is_exact: bool = False
) -> Iterator[Grouped]:
    """Do what `group` does for texts that come in blocks, each block as soon as it has come.

    Raises:
        DataError: when the reference data turns out to be damaged.
    """

    def classify(text: str) -> _Answer:
        return _classify(synonymizer.identify(text, options), is_exact=is_exact)

    recall = lru_cache(maxsize=REMEMBERED)(classify)
    covering = Covering(synonymizer.reference, options or Options(), ("key", "codes"))
    line = 0
    for block in blocks:
        for text, row in zip(block, covering.answer(block), strict=True):
            line += 1
            if not text.strip():
                yield Grouped(line, text, "")
            elif row is not None:
                key, codes = row
                yield Grouped(line, text, key, (key,), (_ASSUMED,) if _ASSUMED in codes else ())
            else:
                answer = recall(text) if len(text) <= LONGEST_REMEMBERED else classify(text)
                place = f"@{line}" if answer.cls.startswith(ALONE) else ""
                yield Grouped(line, text, answer.cls + place, answer.readings, answer.codes)


def _classify(result: Result, *, is_exact: bool) -> _Answer:
    codes = dict.fromkeys(issue.code for issue in result.issues)
    if not result.readings:
        error = next(issue.code for issue in result.issues if issue.severity == "error")
        return _Answer(f"{ALONE}{error}", (), tuple(codes))
    is_first_meant = result.readings[0].scope == "protein" and not is_exact
    meant = result.readings[:1] if is_first_meant else choose_meant(result.readings)
    readings = tuple(name_reading(reading) for reading in result.readings)
    if not all(reading.key_complete for reading in meant):
        return _Answer(f"{ALONE}{_INCOMPLETE}", readings, (*codes, _INCOMPLETE))
    return _Answer(_join_keys(meant) or f"{ALONE}W4007", readings, tuple(codes))


def _join_keys(readings: tuple[Reading, ...]) -> str:
    """Return the key of a choice among alleles, the key of a single one as it is; "" for a class of variants."""
    return "^".join(sorted(reading.key or "" for reading in readings))


def summarize(grouped: Iterable[Grouped]) -> Iterator[VariantClass]:
    """Yield the classes of a list in the order in which they first occur; blank texts are in none.

    What is collected lies in a temporary file that the system removes with the process.

    Raises:
        OutputNotWritable: when the temporary file cannot be written.

    >>> pair = (Grouped(1, "a", "K"), Grouped(2, "b", "K"), Grouped(3, "a", "K"))
    >>> list(summarize(pair))
    [VariantClass(cls='K', size=3, texts=('a', 'b'))]
    """
    with closing(sqlite3.connect("")) as connection:  # SQLite: "" is a private file on disk, deleted when closed
        try:
            connection.executescript(_TABLES)
            for one in grouped:
                if one.cls:
                    text = one.text.encode("utf-8", "surrogatepass")
                    connection.execute(_ADD_CLASS, (one.cls,))
                    connection.execute(_ADD_MEMBER, (text, one.cls))
            for name, members in groupby(connection.execute(_LIST_MEMBERS), key=lambda row: str(row[0])):
                found = [(bytes(text).decode("utf-8", "surrogatepass"), int(times)) for _, text, times in members]
                yield VariantClass(name, sum(times for _, times in found), tuple(text for text, _ in found))
        except sqlite3.Error as fault:
            raise OutputNotWritable(
                f"The temporary file in which the list is collected cannot be used: {fault}. "
                "Name a folder that has space by the environment variable SQLITE_TMPDIR."
            ) from None


_TABLES = """
    CREATE TABLE class (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
    CREATE TABLE member (class INTEGER, text BLOB, times INTEGER DEFAULT 1, UNIQUE (class, text));
"""
_ADD_CLASS = "INSERT OR IGNORE INTO class (name) VALUES (?)"
_ADD_MEMBER = """
    INSERT INTO member (class, text) SELECT id, ? FROM class WHERE name = ? ON CONFLICT DO UPDATE SET times = times + 1
"""
_LIST_MEMBERS = """
    SELECT name, text, times FROM member JOIN class ON class.id = member.class ORDER BY class.id, member.rowid
"""
