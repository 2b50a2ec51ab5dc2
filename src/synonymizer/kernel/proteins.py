# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Hits → Proteins: what an edit of a transcript does to its protein.

The rules are those of `synonymizer.consequence`, which names the pages of the HGVS nomenclature they come from; the
genetic code is NCBI translation table 1. Neither protein is ever spelled out: a residue is read from the bases when it
is asked for, and a base of the edited transcript lies before the edit, in its new bases, or behind it.

Coordinates are interbase on the spliced transcript; codons and residues count from 0; a stop is `*`.
"""

from __future__ import annotations

from array import array
from itertools import product
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import (
    DONE,
    DUP,
    INS,
    INV,
    NOT_COVERED,
    P_DEL,
    P_DELINS,
    P_DUP,
    P_EXTENSION,
    P_FRAMESHIFT,
    P_IDENTITY,
    P_INS,
    P_NONE,
    P_START_LOST,
    P_SUB,
    P_UNKNOWN,
    Proteins,
    counts,
    numbers,
)

if TYPE_CHECKING:
    from mmap import mmap

    from synonymizer.kernel.tables import Exceptions, Ground, Hits, Places

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

STOP = ord("*")
START = ord("M")
"""The residue that every protein begins with, whatever its start codon would be elsewhere."""

SPLICE_SITE = 2
"""Intron bases at each end whose change is expected to alter splicing."""

_BASES = b"TCAG"
_CODE = b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
"""The standard genetic code, by codons in the order of `_BASES`."""

_UNKNOWN_BASE = 4


def _make_digits() -> bytes:
    """Return the place of every byte in `_BASES`; `_UNKNOWN_BASE` for those that are none of them."""
    return bytes(_BASES.index(byte) if byte in _BASES else _UNKNOWN_BASE for byte in range(256))


def _make_residues() -> bytes:
    """Return the residue of every codon of five letters, of which the last stands for an unknown base."""
    return b"".join(
        b"X" if _UNKNOWN_BASE in codon else _CODE[16 * codon[0] + 4 * codon[1] + codon[2] :][:1]
        for codon in product(range(5), repeat=3)
    )


def predict(places: Places, hits: Hits, ground: Ground) -> Proteins:
    """Return what each hit makes of the protein.

    A row that needs a prediction on a transcript that the kernel cannot translate is marked as not covered.

    Args:
        places: the rows; the state of those that are not covered changes.
        hits: the transcripts over them.
        ground: the reference data.
    """
    proteins = _make_proteins(places, hits)
    message: _Message = _Message(ground.messages, ground.exceptions, places.letters, proteins.letters)
    transcripts = ground.transcripts
    state: cython.uchar[::1] = places.state
    edit_kind: cython.uchar[::1] = places.kind
    deleted: cython.int[::1] = places.deleted
    size: cython.int[::1] = places.inserted
    forward_at: cython.longlong[::1] = places.forward_at
    reverse_at: cython.longlong[::1] = places.reverse_at
    row_of: cython.int[::1] = hits.row
    transcript_of: cython.int[::1] = hits.transcript
    first_base: cython.longlong[::1] = hits.first
    last_base: cython.longlong[::1] = hits.last
    first_exon: cython.int[::1] = hits.first_exon
    last_exon: cython.int[::1] = hits.last_exon
    first_offset: cython.longlong[::1] = hits.first_offset
    last_offset: cython.longlong[::1] = hits.last_offset
    strand: cython.int[::1] = transcripts.strand
    length: cython.longlong[::1] = transcripts.length
    cds_start: cython.longlong[::1] = transcripts.cds_start
    cds_end: cython.longlong[::1] = transcripts.cds_end
    message_at: cython.longlong[::1] = transcripts.message_at
    exception_at: cython.longlong[::1] = transcripts.exception_at
    exception_count: cython.int[::1] = transcripts.exception_count
    is_predictable: cython.uchar[::1] = transcripts.is_predictable
    kind: cython.uchar[::1] = proteins.kind
    first: cython.int[::1] = proteins.first
    last: cython.int[::1] = proteins.last
    first_residue: cython.uchar[::1] = proteins.first_residue
    last_residue: cython.uchar[::1] = proteins.last_residue
    inserted_at: cython.longlong[::1] = proteins.inserted_at
    inserted: cython.int[::1] = proteins.inserted
    stop: cython.int[::1] = proteins.stop
    hit: cython.Py_ssize_t
    row: cython.Py_ssize_t
    transcript: cython.Py_ssize_t
    place: cython.longlong
    edge: cython.longlong
    at: cython.longlong
    with cython.nogil:
        for hit in range(len(row_of)):
            row = row_of[hit]
            transcript = transcript_of[hit]
            if state[row] != DONE or cds_start[transcript] < 0:
                continue
            if first_offset[hit] != 0 or last_offset[hit] != 0:
                if (
                    first_base[hit] < cds_end[transcript]
                    and last_base[hit] >= cds_start[transcript]
                    and _is_splice_site(first_base[hit], first_offset[hit], last_base[hit], last_offset[hit])
                ):
                    kind[hit] = P_UNKNOWN
                continue
            if (edit_kind[row] == DUP or edit_kind[row] == INV) and first_exon[hit] != last_exon[hit]:
                kind[hit] = P_UNKNOWN
                continue
            message.open(message_at[transcript], length[transcript], cds_start[transcript], cds_end[transcript])
            edge = last_base[hit] if edit_kind[row] == INS else last_base[hit] + 1
            place = first_base[hit] if deleted[row] > 0 else edge  # of copied bases, where the copies arrive
            at = forward_at[row] if strand[transcript] > 0 else reverse_at[row]
            message.edit(place, edge, at, size[row])
            if not message.is_touched():
                continue
            if not is_predictable[transcript]:
                state[row] = NOT_COVERED
                continue
            message.read_otherwise(exception_at[transcript], exception_count[transcript])
            message.describe()
            kind[hit] = message.kind
            first[hit] = message.first
            last[hit] = message.last
            first_residue[hit] = message.residue(message.first)
            last_residue[hit] = message.residue(message.last)
            inserted_at[hit] = message.added_at
            inserted[hit] = message.added
            stop[hit] = message.new_stop
    return proteins


def _make_proteins(places: Places, hits: Hits) -> Proteins:
    """Return proteins that do not change, with room for the new residues of each hit."""
    inserted: cython.int[::1] = places.inserted
    row_of: cython.int[::1] = hits.row
    room: cython.longlong = 0
    hit: cython.Py_ssize_t
    size: cython.Py_ssize_t = len(row_of)
    with cython.nogil:
        for hit in range(size):
            room += inserted[row_of[hit]] // 3 + 2  # the codons that its new bases may lie in
    none = array("i", [-1])
    return Proteins(
        bytearray(size),
        none * size,
        none * size,
        bytearray(size),
        bytearray(size),
        numbers(size),
        counts(size),
        none * size,
        bytearray(room),
    )


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _is_splice_site(
    first: cython.longlong, before: cython.longlong, last: cython.longlong, after: cython.longlong
) -> cython.bint:
    """Whether a change touches an intron's first or last two bases, or reaches from an exon into an intron."""
    if before == 0 or after == 0 or first != last or (before > 0) != (after > 0):
        return True
    return (before if before > 0 else -after) <= SPLICE_SITE  # of two places of one intron half, the nearer to its exon


@cython.final
@cython.cclass
class _Message:
    """A coding sequence as the ribosome reads it, before and after an edit, and what is told of its protein.

    The edit replaces [place, edge) by `size` letters. These stand from `at` on, and are read from `turn` on and then
    from their beginning, since an insertion that slides takes bases from its front to its back.
    """

    bases: cython.const[cython.uchar][::1]
    letters: cython.const[cython.uchar][::1]
    made: cython.uchar[::1]
    digits: cython.const[cython.uchar][::1]
    residues: cython.const[cython.uchar][::1]
    exceptional: cython.longlong[::1]
    read_as: cython.const[cython.uchar][::1]
    # the message
    origin: cython.Py_ssize_t
    length: cython.Py_ssize_t
    start: cython.Py_ssize_t
    end: cython.Py_ssize_t
    stop: cython.Py_ssize_t
    exception: cython.Py_ssize_t
    exception_end: cython.Py_ssize_t
    # the edit
    place: cython.Py_ssize_t
    edge: cython.Py_ssize_t
    at: cython.Py_ssize_t
    size: cython.Py_ssize_t
    turn: cython.Py_ssize_t
    shift: cython.Py_ssize_t
    # what is told
    kind: cython.int
    first: cython.Py_ssize_t
    last: cython.Py_ssize_t
    added_at: cython.Py_ssize_t
    added: cython.Py_ssize_t
    new_stop: cython.Py_ssize_t

    def __init__(self, bases: mmap | bytearray, exceptions: Exceptions, letters: bytearray, made: bytearray) -> None:
        """Take the bases and exceptions of all messages, the letters of all edits, and room for new residues."""
        self.bases = bases
        self.exceptional = exceptions.codon
        self.read_as = exceptions.residue
        self.letters = letters
        self.made = made
        self.digits = _make_digits()
        self.residues = _make_residues()
        self.added_at = 0
        self.added = 0

    # ---- the message and the edit

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def open(
        self, origin: cython.Py_ssize_t, length: cython.Py_ssize_t, start: cython.Py_ssize_t, end: cython.Py_ssize_t
    ) -> cython.void:
        """Turn to a message, which has its first base at `origin` and its coding sequence at [start, end)."""
        self.origin = origin
        self.length = length
        self.start = start
        self.end = end
        self.stop = (end - start) // 3 - 1

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def read_otherwise(self, at: cython.Py_ssize_t, count: cython.Py_ssize_t) -> cython.void:
        """Take note of the exceptions to the genetic code that the message has."""
        self.exception = at
        self.exception_end = at + count

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def edit(
        self, place: cython.Py_ssize_t, edge: cython.Py_ssize_t, at: cython.Py_ssize_t, size: cython.Py_ssize_t
    ) -> cython.void:
        """Make an edit, which is trimmed; an insertion or a deletion goes to its 3'-most place on the message."""
        turn: cython.Py_ssize_t = 0
        if size == 0:
            while edge < self.length and self.base(edge) == self.base(place):
                place += 1
                edge += 1
        elif place == edge:
            while edge < self.length and self.base(edge) == self.letters[at + turn]:
                edge += 1
                turn = turn + 1 if turn + 1 < size else 0
            place = edge
        self.place = place
        self.edge = edge
        self.at = at
        self.size = size
        self.turn = turn
        self.shift = size - (edge - place)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def base(self, place: cython.Py_ssize_t) -> cython.uchar:
        """Return a base of the message."""
        return self.bases[self.origin + place]

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def new_base(self, place: cython.Py_ssize_t) -> cython.uchar:
        """Return a base of the edited message."""
        within: cython.Py_ssize_t = place - self.place
        if within < 0:
            return self.base(place)
        if within >= self.size:
            return self.base(place - self.shift)
        within += self.turn
        return self.letters[self.at + (within if within < self.size else within - self.size)]

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def translate(self, first: cython.uchar, second: cython.uchar, third: cython.uchar) -> cython.uchar:
        """Return the residue of three bases."""
        return self.residues[25 * self.digits[first] + 5 * self.digits[second] + self.digits[third]]

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def read(self, codon: cython.Py_ssize_t) -> cython.uchar:
        """Return the residue of a codon of the message that is not its first."""
        place: cython.Py_ssize_t = self.start + 3 * codon
        exception: cython.Py_ssize_t
        for exception in range(self.exception, self.exception_end):
            if self.exceptional[exception] == codon:
                return self.read_as[exception]
        return self.translate(self.base(place), self.base(place + 1), self.base(place + 2))

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def residue(self, codon: cython.Py_ssize_t) -> cython.uchar:
        """Return a residue of the protein; 0 where it has none."""
        if codon < 0 or codon > self.stop:
            return 0
        return START if codon == 0 else self.read(codon)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def new_residue(self, codon: cython.Py_ssize_t) -> cython.uchar:
        """Return a residue that the edited message makes, stops or not; 0 where it ends.

        Exceptions hold for codons that lie as a whole before or behind the edit, behind it only in frame.
        """
        place: cython.Py_ssize_t = self.start + 3 * codon
        if place + 3 > self.length + self.shift:
            return 0
        if codon == 0:
            return START
        if place + 3 <= self.place:
            return self.read(codon)
        if place >= self.place + self.size:
            if self.shift % 3 == 0:
                return self.read(codon - self.shift // 3)
            place -= self.shift
            return self.translate(self.base(place), self.base(place + 1), self.base(place + 2))
        return self.translate(self.new_base(place), self.new_base(place + 1), self.new_base(place + 2))

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def is_touched(self) -> cython.bint:
        """Whether the edit changes the coding sequence, or copies bases of it behind it."""
        if self.edge > self.start and self.place < self.end:
            return True
        return self.place == self.edge and self.place >= self.end > self.place - self.size and self.is_copy()

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def is_copy(self) -> cython.bint:
        """Whether an insertion is the same as the bases before it."""
        index: cython.Py_ssize_t
        if self.place < self.size:
            return False
        for index in range(self.place, self.place + self.size):
            if self.new_base(index) != self.base(index - self.size):
                return False
        return True

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def keeps_start(self) -> cython.bint:
        """Whether the edited message still has a start codon in its place."""
        place: cython.Py_ssize_t = self.start
        if (self.place < place and self.shift != 0) or place + 3 > self.length + self.shift:
            return False
        first: cython.uchar = self.new_base(place)
        second: cython.uchar = self.new_base(place + 1)
        third: cython.uchar = self.new_base(place + 2)
        return self.translate(first, second, third) == START or (
            first == self.base(place) and second == self.base(place + 1) and third == self.base(place + 2)
        )

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def keeps_end(self) -> cython.bint:
        """Whether the edited message ends in all that the message has from its start codon on."""
        place: cython.Py_ssize_t
        if self.start + self.shift < 0:
            return False
        for place in range(self.start + self.shift, self.place + self.size):
            if self.new_base(place) != self.base(place - self.shift):
                return False
        return True

    # ---- what is told

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def tell(self, kind: cython.int, first: cython.Py_ssize_t, last: cython.Py_ssize_t) -> cython.void:
        """Tell of a change of residues `first` to `last`, both included."""
        self.kind = kind
        self.first = first
        self.last = last

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def tell_nonsense(self, codon: cython.Py_ssize_t) -> cython.void:
        """Tell of a new stop, which is no change where there is one."""
        self.added = 0
        if self.residue(codon) == STOP:
            self.tell(P_IDENTITY, codon, codon)
        else:
            self.tell_new(P_SUB, codon, STOP)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def tell_new(self, kind: cython.int, codon: cython.Py_ssize_t, residue: cython.uchar) -> cython.void:
        """Tell of a change from one residue on, in whose place is a new one."""
        self.tell(kind, codon, codon)
        self.made[self.added_at] = residue
        self.added = 1

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def describe(self) -> cython.void:
        """Tell what the edit makes of the protein, which it touches."""
        codon: cython.Py_ssize_t = max(self.place - self.start, 0) // 3
        behind: cython.Py_ssize_t = (self.edge - self.start + 2) // 3  # the first codon behind the edit
        size: cython.Py_ssize_t
        self.added_at += self.added
        self.added = 0
        self.new_stop = -1
        if self.place >= self.end:  # bases of the coding sequence copied behind it change nothing
            self.tell(P_IDENTITY, max(self.place - self.size - self.start, 0) // 3, self.stop)
        elif self.place <= self.start and self.edge >= self.end and self.size == 0:
            self.tell(P_NONE, -1, -1)
        elif self.place < self.start + 3 and not self.keeps_start():
            if self.keeps_end():  # the same bases as an edit of the 5' UTR
                self.tell(P_IDENTITY, 0, (self.edge - self.start - 1) // 3)
            else:
                self.tell(P_START_LOST, 0, 0)
        elif self.shift % 3 != 0:
            self.describe_out_of_frame(codon)
        else:
            behind = min(behind, self.stop + 1)
            size = max(behind + self.shift // 3 - codon, 0)
            if behind <= self.stop or self.has_stop(codon, size):
                self.describe_in_frame(codon, behind - codon, size)
            else:
                self.describe_out_of_frame(codon)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def has_stop(self, codon: cython.Py_ssize_t, size: cython.Py_ssize_t) -> cython.bint:
        """Whether a stop is among so many new residues from a codon on."""
        index: cython.Py_ssize_t
        for index in range(codon, codon + size):
            if self.new_residue(index) == STOP:
                return True
        return False

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def describe_in_frame(
        self, codon: cython.Py_ssize_t, old: cython.Py_ssize_t, new: cython.Py_ssize_t
    ) -> cython.void:
        """Tell of `old` residues from a codon on that become `new` ones, the rest of the protein staying as it is."""
        place: cython.Py_ssize_t = codon
        removed: cython.Py_ssize_t = old
        added: cython.Py_ssize_t = new
        while removed > 0 and added > 0 and self.residue(place) == self.new_residue(place):
            place += 1
            removed -= 1
            added -= 1
        while removed > 0 and added > 0 and self.residue(place + removed - 1) == self.new_residue(place + added - 1):
            removed -= 1
            added -= 1
        self.make(place, added)
        if self.ends_in_stop() and removed > 0 and self.residue(place + removed - 1) == STOP:
            removed -= 1
        if place > self.stop or (removed == 0 and self.added == 0):
            self.added = 0
            self.tell(P_IDENTITY, codon, min(codon + max(old, 1) - 1, self.stop))
        elif self.added == 0:
            self.describe_deletion(place, removed)
        elif self.made[self.added_at] == STOP:
            self.tell_nonsense(place)
        elif removed == 0:
            self.describe_insertion(place)
        else:
            self.tell(P_SUB if removed == 1 and self.added == 1 else P_DELINS, place, place + removed - 1)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def make(self, codon: cython.Py_ssize_t, size: cython.Py_ssize_t) -> cython.void:
        """Make at most so many new residues from a codon on; none are made behind a stop."""
        while self.added < size and not self.ends_in_stop():
            self.made[self.added_at + self.added] = self.new_residue(codon + self.added)
            self.added += 1

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def ends_in_stop(self) -> cython.bint:
        """Whether the last of the residues that were made is a stop."""
        return self.added > 0 and self.made[self.added_at + self.added - 1] == STOP

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def describe_deletion(self, first: cython.Py_ssize_t, size: cython.Py_ssize_t) -> cython.void:
        """Tell of the loss of residues: as C-terminal as possible, and nonsense when the stop follows at once."""
        while first + size < self.stop and self.residue(first) == self.residue(first + size):
            first += 1
        if first + size == self.stop:
            self.tell_nonsense(first)
        else:
            self.tell(P_DEL, first, first + size - 1)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def describe_insertion(self, place: cython.Py_ssize_t) -> cython.void:
        """Tell of the residues made before a codon: as C-terminal as possible, and a duplication where they repeat."""
        front: cython.uchar = self.made[self.added_at]
        while place < self.stop and front != STOP and self.residue(place) == front:
            place += 1
            self.drop_front()
            if not self.ends_in_stop():
                self.made[self.added_at + self.added] = front
                self.added += 1
            front = self.made[self.added_at]
        if front == STOP:
            self.tell_nonsense(place)
        elif place == self.stop:
            self.new_stop = self.added - (1 if self.ends_in_stop() else 0)
            self.tell_new(P_EXTENSION, place, front)
        elif self.repeats(place):
            self.tell(P_DUP, place - self.added, place - 1)
            self.added = 0
        else:
            self.tell(P_INS, place - 1, place)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def drop_front(self) -> cython.void:
        """Drop the first of the residues that were made."""
        index: cython.Py_ssize_t
        self.added -= 1
        for index in range(self.added_at, self.added_at + self.added):
            self.made[index] = self.made[index + 1]

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def repeats(self, place: cython.Py_ssize_t) -> cython.bint:
        """Whether the residues that were made are those before a codon."""
        index: cython.Py_ssize_t
        if place < self.added:
            return False
        for index in range(self.added):
            if self.made[self.added_at + index] != self.residue(place - self.added + index):
                return False
        return True

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def describe_out_of_frame(self, first: cython.Py_ssize_t) -> cython.void:
        """Tell of a protein that is new from its first changed residue on."""
        codon: cython.Py_ssize_t = first
        old: cython.uchar = self.residue(codon)
        new: cython.uchar = self.new_residue(codon)
        while old == new and codon < self.stop:
            codon += 1
            old = self.residue(codon)
            new = self.new_residue(codon)
        if old == new:
            self.tell(P_IDENTITY, first, self.stop)
        elif new == 0:
            self.tell(P_UNKNOWN, -1, -1)
        elif new == STOP:
            self.tell_nonsense(codon)
        else:
            self.new_stop = self.count_to_stop(codon)
            if codon < self.stop:
                self.tell_new(P_FRAMESHIFT, codon, new)
            else:
                if self.new_stop > 0:
                    self.new_stop -= 1  # the residue in place of the stop is none of those added
                self.tell_new(P_EXTENSION, codon, new)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def count_to_stop(self, codon: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Count the new residues from a codon to a stop, which is among them; -1 where the message ends before one."""
        end: cython.Py_ssize_t = codon
        new: cython.uchar = self.new_residue(end)
        while new != STOP and new != 0:
            end += 1
            new = self.new_residue(end)
        return end - codon + 1 if new == STOP else -1
