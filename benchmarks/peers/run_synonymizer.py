"""Runs this program's engine: bytes of a VCF file, or names, in; columns of text out.

The tasks that end in `_as_strings` make Python strings of the columns while the clock runs, as other tools answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.batch import BLOCK, list_contigs, make_blocks
from benchmarks.peers.protocol import Row, Tool, run
from synonymizer.batch.engine import CARRIED_FIELDS, Answers, Engine, Spec
from synonymizer.briefs import Extent
from synonymizer.kernel.tables import Column, make_column
from synonymizer.kernel.vcf_lines import Contigs, scan
from synonymizer.model import Options

NAMES = ("g38", "c", "p", "spdi", "transcript")
CANONICAL = ("g38", "c")
STATED = ("g37", "transcript", "c", "p")


def _open(reference: Path, extent: Extent, fields: tuple[str, ...]) -> Engine:
    stated = json.loads((reference / "synonymizer.json").read_text(encoding="utf-8"))
    return Engine(Spec(stated["reference"], Options(transcripts=tuple(stated["transcripts"])), extent, fields))


# ---- rows of VCF files


def _answer_lines(engine: Engine, contigs: Contigs, blocks: list[bytes]) -> list[Answers]:
    return [engine.answer_alleles(scan(block, contigs)[1], _make_reader(block)) for block in blocks]


def _make_reader(block: bytes) -> Callable[[int], str]:
    """Return what gives the text of a row to the pipeline."""
    lines: list[bytes] = []

    def read(row: int) -> str:
        if not lines:
            lines.extend(block.splitlines())
        contig, position, _, deleted, inserted, *_ = lines[row].decode().split("\t")
        return f"{contig}-{position}-{deleted}-{inserted}"

    return read


def _open_names(reference: Path, *, extent: Extent = "one", as_strings: bool = False) -> Tool:
    engine = _open(reference, extent, NAMES)
    answer = partial(_answer_lines, engine, list_contigs(engine))
    write = _list_carried if extent == "all" else _list_rows
    if not as_strings:
        return Tool(answer, make_blocks, partial(write, fields=NAMES))
    return Tool(lambda blocks: list(write(answer(blocks), fields=NAMES)), make_blocks)


def _open_stated(reference: Path) -> Tool:
    """Return what names a row on the transcript that it states, whatever others there are."""
    engine = _open(reference, "all", STATED)
    contigs = list_contigs(engine)
    wanted: list[str] = []

    def prepare(rows: list[Row]) -> list[bytes]:
        wanted[:] = [row[4] for row in rows]
        return make_blocks(rows)

    def write(found: list[Answers]) -> Iterator[str]:
        rows = iter(wanted)
        for answers in found:
            columns = [answers.columns[name].texts() for name in STATED[1:]]
            begin = 0
            for genomic, end in zip(answers.columns["g37"].texts(), answers.carried_end, strict=True):
                told = {one[0]: one[1:] for one in zip(*(column[begin:end] for column in columns), strict=True)}
                yield "\t".join((genomic, *told.get(next(rows), ("", ""))))
                begin = end

    return Tool(partial(_answer_lines, engine, contigs), prepare, write)


# ---- names


def _make_columns(rows: list[Row]) -> list[Column]:
    names = [row[0] for row in rows]
    return [make_column(names[start : start + BLOCK]) for start in range(0, len(names), BLOCK)]


def _open_texts(reference: Path, *, fields: tuple[str, ...], as_strings: bool = False) -> Tool:
    engine = _open(reference, "one", fields)

    def answer(blocks: list[Column]) -> list[Answers]:
        return [engine.answer_texts(block) for block in blocks]

    if not as_strings:
        return Tool(answer, _make_columns, partial(_list_rows, fields=fields))
    return Tool(lambda blocks: list(_list_rows(answer(blocks), fields=fields)), _make_columns)


# ---- answers as lines


def _list_rows(found: list[Answers], *, fields: tuple[str, ...]) -> Iterator[str]:
    """Yield a line for each row: what it says of the first transcript."""
    for answers in found:
        columns = [
            _list_first(answers, name) if name in CARRIED_FIELDS else answers.columns[name].texts() for name in fields
        ]
        yield from map("\t".join, zip(*columns, strict=True))


def _list_first(answers: Answers, name: str) -> list[str]:
    texts = answers.columns[name].texts()
    begins = [0, *answers.carried_end[:-1]]
    return [texts[begin] if begin < end else "" for begin, end in zip(begins, answers.carried_end, strict=True)]


def _list_carried(found: list[Answers], *, fields: tuple[str, ...]) -> Iterator[str]:
    """Yield a line for each transcript of each row, of what is said of transcripts."""
    names = [name for name in fields if name in CARRIED_FIELDS]
    for answers in found:
        yield from map("\t".join, zip(*(answers.columns[name].texts() for name in names), strict=True))


if __name__ == "__main__":
    run(
        {
            "names": _open_names,
            "names_as_strings": partial(_open_names, as_strings=True),
            "stated": _open_stated,
            "all": partial(_open_names, extent="all"),
            "normalize": partial(_open_texts, fields=CANONICAL),
            "normalize_as_strings": partial(_open_texts, fields=CANONICAL, as_strings=True),
            "vrs": partial(_open_texts, fields=("vrs",)),
        }
    )
