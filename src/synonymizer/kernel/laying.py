# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Transcripts as a store tells them, laid on their contig: their exons, their bases, and who lies over a place.

This is `mapping.compose` and `reference.views.read_view` for all transcripts of a stored sequence at once.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import LACKING, PARTED, WHOLE, Laid, counts, numbers

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.search import find_last
else:
    from synonymizer.kernel.search import find_last

if TYPE_CHECKING:
    from mmap import mmap

    from synonymizer.kernel.tables import Drafts

COMPLEMENTS = bytes(range(256)).translate(bytes.maketrans(b"ACGT", b"TGCA"))


def read_numbers(text: bytes) -> tuple[array[int], array[int]]:
    r"""Read the numbers of lines, with whatever stands between them.

    Returns:
        The numbers of all lines, and how many there are up to the end of each.

    >>> read_numbers(b"0 -50 7,7 -20 3\n12\n")
    (array('q', [0, -50, 7, 7, -20, 3, 12]), array('q', [6, 7]))
    """
    found = numbers(len(text) // 2 + 1)
    line_end = numbers(text.count(b"\n"))
    letters: cython.const[cython.uchar][::1] = text
    out: cython.longlong[::1] = found
    ends: cython.longlong[::1] = line_end
    used: cython.Py_ssize_t = 0
    line: cython.Py_ssize_t = 0
    index: cython.Py_ssize_t
    value: cython.longlong = 0
    letter: cython.uchar
    is_in: cython.bint = False
    is_negative: cython.bint = False
    with cython.nogil:
        for index in range(len(letters)):
            letter = letters[index]
            if 48 <= letter <= 57:
                value = value * 10 + letter - 48
                is_in = True
                continue
            if is_in:
                out[used] = -value if is_negative else value
                used += 1
                value = 0
                is_in = False
            is_negative = letter == 45
            if letter == 10:
                ends[line] = used
                line += 1
    return found[:used], line_end


@cython.cclass
class _Line:
    """The exons of the transcripts, and the pieces of them that are laid so far."""

    exons: cython.longlong[::1]
    exon_end: cython.longlong[::1]
    start: cython.longlong[::1]
    end: cython.longlong[::1]
    first: cython.longlong[::1]
    number: cython.int[::1]
    used: cython.Py_ssize_t
    row: cython.Py_ssize_t
    exon: cython.Py_ssize_t
    exon_stop: cython.longlong
    first_exon: cython.Py_ssize_t
    found: cython.Py_ssize_t
    covered: cython.longlong

    def __init__(self, drafts: Drafts, laid: Laid) -> None:
        self.exons = drafts.exons
        self.exon_end = drafts.exon_end
        self.start = laid.start
        self.end = laid.end
        self.first = laid.first
        self.number = laid.number
        self.used = 0

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def begin(self, row: cython.Py_ssize_t) -> cython.void:
        """Begin with the first exon of a transcript."""
        self.row = row
        self.exon = self.first_exon = self.exon_end[row - 1] if row else 0
        self.exon_stop = self.exons[self.exon]
        self.found = 0
        self.covered = 0

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def put(self, place: cython.longlong, base: cython.longlong, stop: cython.longlong) -> cython.void:
        """Put bases [base, stop) of the transcript at a place, in a piece for each exon."""
        length: cython.longlong
        number: cython.int
        while base < stop and self.used < len(self.start):
            while self.exon_stop <= base and self.exon + 1 < self.exon_end[self.row]:
                self.exon += 1
                self.exon_stop += self.exons[self.exon]
            length = min(stop, self.exon_stop) - base
            if length <= 0:  # behind the last exon: this is no transcript that was verified
                return
            number = self.exon - self.first_exon
            if self.covered == 0 or number != self.number[self.used - 1]:
                self.found += 1
            self.start[self.used] = place
            self.end[self.used] = place + length
            self.first[self.used] = base
            self.number[self.used] = number
            self.used += 1
            self.covered += length
            place += length
            base += length

    @cython.cfunc
    @cython.nogil
    @cython.exceptval(check=False)
    def finish(self) -> cython.longlong:
        """Return the length of the transcript."""
        length: cython.longlong = 0
        exon: cython.Py_ssize_t
        for exon in range(self.first_exon, self.exon_end[self.row]):
            length += self.exons[exon]
        return length


def lay(drafts: Drafts, window: array[int], way: int) -> Laid:
    """Lay transcripts on a contig.

    Args:
        drafts: transcripts of one stored sequence.
        window: the blocks of its place on the contig: start, source and length one after the other.
        way: the strand of the contig that it lies on.
    """
    size = len(drafts.strand)
    room = len(drafts.blocks) // 3 + len(drafts.exons) + size * (len(window) // 3)
    laid = Laid(
        counts(size),
        numbers(size),
        numbers(size),
        numbers(room),
        numbers(room),
        numbers(room),
        counts(room),
        numbers(size),
        numbers(size),
        bytearray(size),
    )
    line: _Line = _Line(drafts, laid)
    strand: cython.int[::1] = drafts.strand
    blocks: cython.longlong[::1] = drafts.blocks
    block_end: cython.longlong[::1] = drafts.block_end
    onto: cython.longlong[::1] = window
    piece_end: cython.longlong[::1] = laid.piece_end
    lengths: cython.longlong[::1] = laid.length
    shape: cython.uchar[::1] = laid.shape
    strands: cython.int[::1] = laid.strand
    lows: cython.longlong[::1] = laid.low
    highs: cython.longlong[::1] = laid.high
    turned: cython.int = way
    row: cython.Py_ssize_t
    block: cython.Py_ssize_t = 0
    first_piece: cython.Py_ssize_t
    with cython.nogil:
        for row in range(len(strand)):
            line.begin(row)
            first_piece = line.used
            while block < block_end[row]:
                _lay_block(line, onto, strand[row], blocks[block], blocks[block + 1], blocks[block + 2])
                block += 3
            piece_end[row] = line.used
            lengths[row] = line.finish()
            strands[row] = turned * strand[row]
            if line.used > first_piece and strands[row] > 0:
                lows[row], highs[row] = line.start[first_piece], line.end[line.used - 1]
            elif line.used > first_piece:
                lows[row], highs[row] = -line.end[line.used - 1], -line.start[first_piece]
            if line.found < line.exon_end[row] - line.first_exon:
                shape[row] = LACKING
            elif line.covered < lengths[row] or line.used - first_piece > line.found:
                shape[row] = PARTED
            else:
                shape[row] = WHOLE
    return laid


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def _lay_block(
    line: _Line,
    onto: cython.longlong[::1],
    strand: cython.int,
    base: cython.longlong,
    source: cython.longlong,
    length: cython.longlong,
) -> cython.void:
    """Lay a block of a transcript as far as the sequence that it lies on is on the contig."""
    low: cython.longlong = source if strand > 0 else -source - length
    parts: cython.Py_ssize_t = len(onto) // 3
    turn: cython.Py_ssize_t
    at: cython.Py_ssize_t
    left: cython.longlong
    right: cython.longlong
    place: cython.longlong
    for turn in range(parts):
        at = 3 * (turn if strand > 0 else parts - 1 - turn)
        left = max(low, onto[at + 1])
        right = min(low + length, onto[at + 1] + onto[at + 2])
        if left >= right:
            continue
        place = onto[at] + left - onto[at + 1]
        if strand > 0:
            line.put(place, base + left - low, base + right - low)
        else:
            line.put(-place - right + left, base + low + length - right, base + low + length - left)


def splice(
    drafts: Drafts,
    home: bytes | bytearray | mmap,
    home_at: int,
    size: int,
    out: mmap | bytearray,
    message_at: array[int],
) -> None:
    """Write the bases that a stored sequence gives its transcripts, N for those that it has not.

    Args:
        drafts: the transcripts.
        home: where the bases of the stored sequence are.
        home_at: where they begin in it.
        size: how many there are.
        out: where the messages are written.
        message_at: where in it each message is written, and where the last one ends.

    Raises:
        ValueError: when a transcript leaves its home, or its message.
    """
    source: cython.const[cython.uchar][::1] = home
    target: cython.uchar[::1] = out
    complements: cython.const[cython.uchar][::1] = COMPLEMENTS
    strand: cython.int[::1] = drafts.strand
    blocks: cython.longlong[::1] = drafts.blocks
    block_end: cython.longlong[::1] = drafts.block_end
    message: cython.longlong[::1] = message_at
    origin: cython.longlong = home_at
    held: cython.longlong = size
    row: cython.Py_ssize_t
    block: cython.Py_ssize_t = 0
    place: cython.longlong
    index: cython.longlong
    start: cython.longlong
    low: cython.longlong
    length: cython.longlong
    is_wrong: cython.bint = message_at[len(message_at) - 1] > len(out) or home_at + size > len(home)
    with cython.nogil:
        for row in range(len(strand)):
            place = message[row]
            while block < block_end[row] and not is_wrong:
                start = message[row] + blocks[block]
                length = blocks[block + 2]
                low = blocks[block + 1] if strand[row] > 0 else -blocks[block + 1] - length
                is_wrong = start < place or start + length > message[row + 1] or low < 0 or low + length > held
                if is_wrong:
                    break
                low += origin
                for index in range(place, start):
                    target[index] = 78
                if strand[row] > 0:
                    for index in range(length):
                        target[start + index] = source[low + index]
                else:
                    for index in range(length):
                        target[start + index] = complements[source[low + length - 1 - index]]
                place = start + length
                block += 3
            if is_wrong:
                break
            for index in range(place, message[row + 1]):
                target[index] = 78
    if is_wrong:
        raise ValueError("a transcript leaves the sequence it lies on")


def list_over(
    places: array[int], transcripts: array[int], starts: array[int], ends: array[int], *, touching: bool = False
) -> tuple[array[int], array[int]]:
    """List the transcripts over each of some places.

    Args:
        places: the places, in order.
        transcripts: rows of transcripts, in the order in which they are to be listed.
        starts: where each transcript begins on the contig, by its row.
        ends: where it ends.
        touching: whether those that end at a place are listed there, too.

    Returns:
        How many there are over each place, and those of all places.

    >>> list_over(array("q", [5, 9]), array("i", [1, 0]), array("q", [5, 0]), array("q", [10, 9]))
    (array('i', [2, 1]), array('i', [1, 0, 0]))
    """
    count = counts(len(places))
    at: cython.longlong[::1] = places
    listed: cython.int[::1] = transcripts
    start: cython.longlong[::1] = starts
    end: cython.longlong[::1] = ends
    counted: cython.int[::1] = count
    size: cython.Py_ssize_t = len(at)
    more: cython.longlong = touching
    row: cython.Py_ssize_t
    first: cython.Py_ssize_t
    index: cython.Py_ssize_t
    used: cython.Py_ssize_t = 0
    with cython.nogil:
        for index in range(len(listed)):
            first = find_last(at, 0, size, start[listed[index]] - 1) + 1
            for row in range(first, size):
                if at[row] >= end[listed[index]] + more:
                    break
                counted[row] += 1
                used += 1
    over = counts(used)
    place = numbers(len(places))
    out: cython.int[::1] = over
    next_place: cython.longlong[::1] = place
    used = 0
    with cython.nogil:
        for row in range(size):
            next_place[row] = used
            used += counted[row]
        for index in range(len(listed)):
            first = find_last(at, 0, size, start[listed[index]] - 1) + 1
            for row in range(first, size):
                if at[row] >= end[listed[index]] + more:
                    break
                out[next_place[row]] = listed[index]
                next_place[row] += 1
    return count, over
