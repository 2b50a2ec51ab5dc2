"""The tables of transcripts: each is put there once, with its exons on the contig and where it differs from that."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import accumulate
from operator import lt, sub
from typing import TYPE_CHECKING

from synonymizer.batch.told import make_drafts
from synonymizer.kernel.laying import lay
from synonymizer.kernel.tables import WHOLE, Column, extend, extend_bytes
from synonymizer.mapping import orient
from synonymizer.reference.store import parse_patches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synonymizer.kernel.tables import Differences, Drafts, Exceptions, Ground, Laid
    from synonymizer.places import Placement
    from synonymizer.reference.store import TranscriptRow

Exon = tuple[int, int, int, int]
"""An ungapped block of an exon on its contig: oriented start and end, first transcript base, number of the exon."""


@dataclass(frozen=True, slots=True)
class Part:
    """Transcripts of one home, laid on a contig: as they are told, and what the kernel makes of that."""

    home: str
    contig: str
    rows: list[TranscriptRow]
    drafts: Drafts
    laid: Laid

    def extents(self) -> list[tuple[int, int]]:
        """Return start and end of each transcript on the contig."""
        return list(zip(self.laid.low, self.laid.high, strict=True))


def lay_part(rows: list[TranscriptRow], window: Placement) -> Part:
    """Lay those transcripts of a home on a contig that have anything there."""
    blocks = array("q", [number for block in window.blocks for number in block])
    drafts = make_drafts(rows)
    laid = lay(drafts, blocks, window.strand)
    if not all(map(lt, laid.low, laid.high)):
        return lay_part([row for row, low, high in zip(rows, laid.low, laid.high, strict=True) if low < high], window)
    return Part(window.source, window.contig, rows, drafts, laid)


class Shelf:
    """Puts transcripts into the tables of a ground, and knows their rows."""

    def __init__(self, ground: Ground) -> None:
        self.rows: dict[str, int] = {}
        self._ground = ground
        self._genes: dict[str, int] = {}

    def put(self, part: Part, contig: int, message_at: array[int]) -> None:
        """Put transcripts that are not there yet; `message_at` is where each one's bases are."""
        ground, table, laid, rows = self._ground, self._ground.transcripts, part.laid, part.rows
        size, at = len(rows), table.used
        self.rows.update(zip([row[0] for row in rows], range(at, at + size), strict=True))
        firsts = [0, *laid.piece_end[:-1]]
        differences = [
            self._find_differences(part, index) if row[8] or shape != WHOLE else []
            for index, (row, shape) in enumerate(zip(rows, laid.shape, strict=True))
        ]
        exceptions = [_list_exceptions(row[10]) if row[10] else [] for row in rows]
        label = range(ground.labels_used, ground.labels_used + 4 * size, 4)
        columns: dict[str, Iterable[int]] = {
            "strand": laid.strand,
            "contig": [contig] * size,
            "start": laid.low,
            "end": laid.high,
            "length": laid.length,
            "cds_start": [-1 if row[3] is None else row[3] for row in rows],
            "cds_end": [-1 if row[4] is None else row[4] for row in rows],
            "gene": self._put_genes([row[1] for row in rows]),
            "exon_at": [ground.exons.used + first for first in firsts],
            "exon_count": map(sub, laid.piece_end, firsts),
            "difference_at": _count_on(differences, ground.differences.used),
            "difference_count": map(len, differences),
            "message_at": message_at[:size],
            "exception_at": _count_on(exceptions, ground.exceptions.used),
            "exception_count": map(len, exceptions),
            "is_predictable": [row[9] == "standard" and ((row[4] or 0) - (row[3] or 0)) % 3 == 0 for row in rows],
            "has_protein": [row[5] is not None for row in rows],
            "label": label,
            "exonic": [number + 1 for number in label],
            "intronic": [number + 2 for number in label],
            "protein": [number + 3 for number in label],
        }
        for name, values in columns.items():
            column = getattr(table, name)
            if isinstance(column, bytearray):
                setattr(table, name, extend_bytes(column, at, bytes(values)))
            else:
                setattr(table, name, extend(column, at, array(column.typecode, values)))
        self._put_exons(laid)
        _put_pairs(ground.differences, [pair for listed in differences for pair in listed])
        _put_exceptions(ground.exceptions, [pair for listed in exceptions for pair in listed])
        append(ground.labels, ground.labels_used, [text for row in rows for text in _write_labels(row, part.contig)])
        ground.labels_used += 4 * size
        table.used += size

    def _put_exons(self, laid: Laid) -> None:
        table = self._ground.exons
        used = laid.piece_end[-1]
        table.start = extend(table.start, table.used, laid.start[:used])
        table.end = extend(table.end, table.used, laid.end[:used])
        table.first = extend(table.first, table.used, laid.first[:used])
        table.number = extend(table.number, table.used, laid.number[:used])
        table.used += used

    def _put_genes(self, symbols: list[str]) -> list[int]:
        """Return the rows of genes; those that are new get one."""
        new = [symbol for symbol in dict.fromkeys(symbols) if symbol not in self._genes]
        self._genes.update(zip(new, range(self._ground.genes_used, self._ground.genes_used + len(new)), strict=True))
        append(self._ground.genes, self._ground.genes_used, new)
        self._ground.genes_used += len(new)
        return [self._genes[symbol] for symbol in symbols]

    def _find_differences(self, part: Part, index: int) -> list[tuple[int, int]]:
        laid = part.laid
        pieces = slice(laid.piece_end[index - 1] if index else 0, laid.piece_end[index])
        exons = list(zip(laid.start[pieces], laid.end[pieces], laid.first[pieces], laid.number[pieces], strict=True))
        ends = [0, *accumulate(map(int, part.rows[index][6].split(",")))]
        return sorted(find_differences(exons, ends, part.rows[index][8], laid.strand[index]))


def find_differences(exons: list[Exon], ends: list[int], patches: str | None, strand: int) -> Iterator[tuple[int, int]]:
    """Yield where a transcript differs from its contig, forward on it: gaps inside exons, and patched bases.

    Args:
        exons: the blocks of its exons on the contig.
        ends: where its exons end on itself, behind a 0.
        patches: bases that its home does not have, as a bundle writes them.
        strand: of the transcript on the contig.
    """
    previous: Exon | None = None
    patched = parse_patches(patches)
    for exon in exons:
        start, end, base, number = exon
        if previous is not None and previous[3] == number:
            yield orient(previous[1], start, strand)
        else:
            if base != ends[number]:
                yield orient(start, start, strand)
            if previous is not None and previous[2] + previous[1] - previous[0] != ends[previous[3] + 1]:
                yield orient(previous[1], previous[1], strand)
        for patch in patched:
            low, high = max(patch.start, base), min(patch.start + len(patch.bases), base + end - start)
            if low < high:
                yield orient(start + low - base, start + high - base, strand)
        previous = exon
    if previous is not None and previous[2] + previous[1] - previous[0] != ends[-1]:
        yield orient(previous[1], previous[1], strand)


def append(column: Column, used: int, texts: list[str]) -> None:
    """Add texts to a column whose first `used` rows hold some."""
    end = column.ends[used - 1] if used else 0
    data = "".join(texts).encode()
    ends = accumulate(map(len, texts) if data.isascii() else (len(text.encode()) for text in texts), initial=end)
    next(ends)
    column.data = extend_bytes(column.data, end, data)
    column.ends = extend(column.ends, used, array("q", ends))


def _write_labels(row: TranscriptRow, contig: str) -> tuple[str, str, str, str]:
    name, axis = row[0], "n" if row[3] is None else "c"
    return name, f"{name}:{axis}.", f"{contig}({name}):{axis}.", f"{row[5] or ''}:p."


def _list_exceptions(text: str) -> list[tuple[int, int]]:
    """Return codons with the letters of their residues, but for the first, which is always read as M."""
    return [(codon, ord(residue)) for codon, residue in parse_patches(text) if codon]


def _count_on(listed: Sequence[Sequence[object]], used: int) -> list[int]:
    """Return where each list begins when all are put one behind the other."""
    return list(accumulate(map(len, listed), initial=used))[:-1]


def _put_pairs(table: Differences, pairs: list[tuple[int, int]]) -> None:
    table.start = extend(table.start, table.used, array("q", [start for start, _ in pairs]))
    table.end = extend(table.end, table.used, array("q", [end for _, end in pairs]))
    table.used += len(pairs)


def _put_exceptions(table: Exceptions, pairs: list[tuple[int, int]]) -> None:
    table.codon = extend(table.codon, table.used, array("q", [codon for codon, _ in pairs]))
    table.residue = extend_bytes(table.residue, table.used, bytes(residue for _, residue in pairs))
    table.used += len(pairs)
