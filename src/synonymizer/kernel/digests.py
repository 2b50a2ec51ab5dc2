# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Places → VRS identifiers: `ga4gh:VA.` and the digest of each allele on GRCh38, fully justified.

What is digested is what `project.vrs` makes of an allele and `notations.vrs_names` writes: canonical JSON of the place,
then of the allele with the digest of its place. A digest is the first 24 bytes of SHA-512 in URL-safe Base64 (VRS 2.0,
conventions/computed_identifiers). SHA-512 is that of FIPS 180-4, sections 4.1.3 to 6.4, in words of 64 bits; plain
Python has a faster one, which it takes.
"""

from __future__ import annotations

from array import array
from hashlib import sha512
from itertools import count, islice
from math import isqrt
from typing import TYPE_CHECKING

from synonymizer.kernel.tables import DONE, LONGEST, Column, make_column, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.kernel.tables import Ground, Places

try:
    import cython
except ImportError:
    from synonymizer.kernel import shim as cython

if cython.compiled:
    from cython.cimports.synonymizer.kernel.digits import copy, find_start, write_number
else:
    from synonymizer.kernel.digits import copy, find_start, write_number

_WORD = (1 << 64) - 1
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

_PREFIX = b"ga4gh:VA."
_DIGEST = 32
"""Letters of a digest."""

_DIGESTED = 24
"""Bytes of SHA-512 that it is made of."""

_PLACE = (
    '{"end":%,"sequenceReference":{"refgetAccession":"%","type":"SequenceReference"},'
    '"start":%,"type":"SequenceLocation"}'
)
_LITERAL = '{"location":"%","state":{"sequence":"%","type":"LiteralSequenceExpression"},"type":"Allele"}'
_LENGTH = (
    '{"location":"%","state":{"length":%,"repeatSubunitLength":%,"type":"ReferenceLengthExpression"},"type":"Allele"}'
)
PLACE, LITERAL, LENGTH = 0, 4, 7
"""Which piece between the holes of these texts is the first of each."""

_ROOM = 4 * LONGEST
"""Letters of the longest text: an insertion with all that it slides over."""


def _find_primes() -> Iterator[int]:
    """Yield every prime."""
    return (number for number in count(2) if all(number % divisor for divisor in range(2, isqrt(number) + 1)))


def _root_cube(number: int) -> int:
    """Return the whole part of a cube root, by Newton's method from above."""
    root = 1 << -(-number.bit_length() // 3)
    while (smaller := (2 * root + number // root**2) // 3) < root:
        root = smaller
    return root


def _make_constants() -> array[int]:
    """Return the first 64 bits of the fractions of the cube roots of 80 primes: one word for each round."""
    return array("Q", [_root_cube(prime << 192) & _WORD for prime in islice(_find_primes(), 80)])


def _make_beginning() -> array[int]:
    """Return the first 64 bits of the fractions of the square roots of 8 primes: what a state begins as."""
    return array("Q", [isqrt(prime << 128) & _WORD for prime in islice(_find_primes(), 8)])


def write_vrs(places: Places, ground: Ground) -> Column:
    """Return the identifier of the VRS allele of each row; rows that are not covered have none."""
    size = len(places)
    column = Column(bytearray((len(_PREFIX) + _DIGEST) * places.state.count(DONE)), numbers(size))
    text = bytearray(_ROOM)
    speller: _Speller = _Speller(places, ground, text)
    digester: _Digester = _Digester(text)
    state: cython.uchar[::1] = places.state
    letters: cython.uchar[::1] = column.data
    ends: cython.longlong[::1] = column.ends
    prefix: cython.const[cython.uchar][::1] = _PREFIX
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(len(state)):
            if state[row] == DONE:
                digester.digest(speller.spell_place(row), speller.place, 0)
                at = copy(prefix, 0, len(prefix), letters, at)
                at = digester.digest(speller.spell_allele(row), letters, at)
            ends[row] = at
    return column


@cython.final
@cython.cclass
class _Speller:
    """Writes the JSON that is digested, from the first letter of `text` on."""

    text: cython.uchar[::1]
    place: cython.uchar[::1]
    size: cython.Py_ssize_t
    pieces: cython.uchar[::1]
    piece_ends: cython.longlong[::1]
    region: cython.int[::1]
    start: cython.longlong[::1]
    deleted: cython.int[::1]
    inserted: cython.int[::1]
    left: cython.int[::1]
    right: cython.int[::1]
    letters: cython.uchar[::1]
    forward_at: cython.longlong[::1]
    bases: cython.const[cython.uchar][::1]
    bases_at: cython.longlong[::1]
    region_start: cython.longlong[::1]
    contig: cython.int[::1]
    refgets: cython.uchar[::1]
    refget_ends: cython.longlong[::1]

    def __init__(self, places: Places, ground: Ground, text: bytearray) -> None:
        """Take the alleles, what they lie on, and room to write."""
        pieces = make_column([*_PLACE.split("%"), *_LITERAL.split("%"), *_LENGTH.split("%")])
        self.text = text
        self.place = bytearray(_DIGEST)
        self.pieces = pieces.data
        self.piece_ends = pieces.ends
        self.region = places.region
        self.start = places.start
        self.deleted = places.deleted
        self.inserted = places.inserted
        self.left = places.left
        self.right = places.right
        self.letters = places.letters
        self.forward_at = places.forward_at
        self.bases = ground.bases
        self.bases_at = ground.regions.bases_at
        self.region_start = ground.regions.start
        self.contig = ground.regions.contig
        self.refgets = ground.refgets.data
        self.refget_ends = ground.refgets.ends

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def put(self, piece: cython.Py_ssize_t) -> cython.void:
        """Write a piece of the JSON that is the same in every row."""
        start: cython.Py_ssize_t = find_start(self.piece_ends, piece)
        self.size = copy(self.pieces, start, self.piece_ends[piece], self.text, self.size)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def put_number(self, value: cython.longlong) -> cython.void:
        """Write a number."""
        self.size = write_number(self.text, self.size, value)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def spell_place(self, row: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Write the place of an allele; return how many letters that takes."""
        contig: cython.Py_ssize_t = self.contig[self.region[row]]
        self.size = 0
        self.put(PLACE)
        self.put_number(self.start[row] + self.deleted[row] + self.right[row])
        self.put(PLACE + 1)
        self.size = copy(
            self.refgets, find_start(self.refget_ends, contig), self.refget_ends[contig], self.text, self.size
        )
        self.put(PLACE + 2)
        self.put_number(self.start[row] - self.left[row])
        self.put(PLACE + 3)
        return self.size

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def spell_allele(self, row: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Write an allele, whose place has been digested; return how many letters that takes."""
        unit: cython.Py_ssize_t = self.find_unit(row)
        width: cython.Py_ssize_t = self.left[row] + self.right[row]
        at: cython.Py_ssize_t
        self.size = 0
        self.put(LITERAL)  # both kinds of an allele begin so
        self.size = copy(self.place, 0, len(self.place), self.text, self.size)
        if unit > 0:
            self.put(LENGTH + 1)
            self.put_number(width + self.inserted[row])
            self.put(LENGTH + 2)
            self.put_number(unit)
            self.put(LENGTH + 3)
        else:
            self.put(LITERAL + 1)
            at = self.find_base(row, self.start[row] - self.left[row])
            self.size = copy(self.bases, at, at + width, self.text, self.size)
            at = self.forward_at[row]
            self.size = copy(self.letters, at, at + self.inserted[row], self.text, self.size)
            self.put(LITERAL + 2)
        return self.size

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def find_base(self, row: cython.Py_ssize_t, place: cython.longlong) -> cython.Py_ssize_t:
        """Return where among all bases that of a place is."""
        region: cython.Py_ssize_t = self.region[row]
        return self.bases_at[region] + place - self.region_start[region]

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def find_unit(self, row: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Return how many bases of the reference an allele repeats; 0 where it has bases of its own.

        That is the number lost, or the greatest that divides the number gained and makes them all.
        """
        gained: cython.Py_ssize_t = self.inserted[row]
        size: cython.Py_ssize_t = min(self.left[row] + self.right[row], gained)
        if gained == 0:
            return self.deleted[row]
        while size > 0 and (gained % size != 0 or not self.makes(row, size)):
            size -= 1
        return size

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def makes(self, row: cython.Py_ssize_t, size: cython.Py_ssize_t) -> cython.bint:
        """Whether the last bases that an insertion slides over make, repeated, the inserted ones."""
        unit: cython.Py_ssize_t = self.find_base(row, self.start[row] + self.right[row] - size)
        at: cython.Py_ssize_t = self.forward_at[row]
        within: cython.Py_ssize_t = 0
        index: cython.Py_ssize_t
        for index in range(at, at + self.inserted[row]):
            if self.letters[index] != self.bases[unit + within]:
                return False
            within = within + 1 if within + 1 < size else 0
        return True


@cython.final
@cython.cclass
class _Digester:
    """Digests the first letters of a text, behind which there must be room for two blocks of 128 bytes."""

    text: cython.uchar[::1]
    found: cython.uchar[::1]
    words: cython.ulonglong[::1]
    state: cython.ulonglong[::1]
    beginning: cython.ulonglong[::1]
    constants: cython.ulonglong[::1]
    letters: cython.const[cython.uchar][::1]

    def __init__(self, text: bytearray) -> None:
        """Take the text that will be digested, as often as it will be another."""
        self.text = text
        self.found = bytearray(_DIGESTED)
        self.words = array("Q", bytes(8 * 80))
        self.state = array("Q", bytes(8 * 8))
        self.beginning = _make_beginning()
        self.constants = _make_constants()
        self.letters = _LETTERS

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def digest(self, size: cython.Py_ssize_t, letters: cython.uchar[::1], at: cython.Py_ssize_t) -> cython.Py_ssize_t:
        """Write the digest of the first `size` letters of the text to `at`; return the place behind it."""
        index: cython.Py_ssize_t
        three: cython.int
        if cython.compiled:
            self.hash(size)
        else:
            self.found[:] = sha512(self.text[:size]).digest()[:_DIGESTED]
        for index in range(0, len(self.found), 3):
            three = (self.found[index] << 16) | (self.found[index + 1] << 8) | self.found[index + 2]
            letters[at] = self.letters[three >> 18]
            letters[at + 1] = self.letters[(three >> 12) & 63]
            letters[at + 2] = self.letters[(three >> 6) & 63]
            letters[at + 3] = self.letters[three & 63]
            at += 4
        return at

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def hash(self, size: cython.Py_ssize_t) -> cython.void:
        """Find the first bytes of the SHA-512 of the first `size` letters of the text."""
        end: cython.Py_ssize_t = (size + 17 + 127) // 128 * 128
        index: cython.Py_ssize_t
        self.text[size] = 128
        for index in range(size + 1, end):
            self.text[index] = 0
        for index in range(4):  # how many bits there are, of which four bytes are more than enough
            self.text[end - 1 - index] = (size * 8 >> 8 * index) & 255
        for index in range(8):
            self.state[index] = self.beginning[index]
        for index in range(0, end, 128):
            self.spread(index)
            self.compress()
        for index in range(len(self.found)):
            self.found[index] = (self.state[index // 8] >> (56 - 8 * (index % 8))) & 255

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def spread(self, at: cython.Py_ssize_t) -> cython.void:
        """Make 80 words of a block of 128 bytes."""
        words: cython.ulonglong[::1] = self.words
        word: cython.ulonglong
        other: cython.ulonglong
        index: cython.Py_ssize_t
        place: cython.Py_ssize_t
        for index in range(16):
            word = 0
            for place in range(at + 8 * index, at + 8 * index + 8):
                word = (word << 8) | self.text[place]
            words[index] = word
        for index in range(16, 80):
            word = words[index - 15]
            other = words[index - 2]
            word = _turn(word, 1) ^ _turn(word, 8) ^ (word >> 7)
            other = _turn(other, 19) ^ _turn(other, 61) ^ (other >> 6)
            words[index] = _word(words[index - 16] + word + words[index - 7] + other)

    @cython.cfunc
    @cython.inline
    @cython.nogil
    @cython.exceptval(check=False)
    def compress(self) -> cython.void:
        """Mix 80 words into the state; eight rounds are written out, so that no word needs to be moved."""
        words: cython.ulonglong[::1] = self.words
        constants: cython.ulonglong[::1] = self.constants
        state: cython.ulonglong[::1] = self.state
        a: cython.ulonglong = state[0]
        b: cython.ulonglong = state[1]
        c: cython.ulonglong = state[2]
        d: cython.ulonglong = state[3]
        e: cython.ulonglong = state[4]
        f: cython.ulonglong = state[5]
        g: cython.ulonglong = state[6]
        h: cython.ulonglong = state[7]
        index: cython.Py_ssize_t
        for index in range(0, 80, 8):
            h = _word(h + _mix_new(e, f, g) + constants[index] + words[index])
            d = _word(d + h)
            h = _word(h + _mix_old(a, b, c))
            g = _word(g + _mix_new(d, e, f) + constants[index + 1] + words[index + 1])
            c = _word(c + g)
            g = _word(g + _mix_old(h, a, b))
            f = _word(f + _mix_new(c, d, e) + constants[index + 2] + words[index + 2])
            b = _word(b + f)
            f = _word(f + _mix_old(g, h, a))
            e = _word(e + _mix_new(b, c, d) + constants[index + 3] + words[index + 3])
            a = _word(a + e)
            e = _word(e + _mix_old(f, g, h))
            d = _word(d + _mix_new(a, b, c) + constants[index + 4] + words[index + 4])
            h = _word(h + d)
            d = _word(d + _mix_old(e, f, g))
            c = _word(c + _mix_new(h, a, b) + constants[index + 5] + words[index + 5])
            g = _word(g + c)
            c = _word(c + _mix_old(d, e, f))
            b = _word(b + _mix_new(g, h, a) + constants[index + 6] + words[index + 6])
            f = _word(f + b)
            b = _word(b + _mix_old(c, d, e))
            a = _word(a + _mix_new(f, g, h) + constants[index + 7] + words[index + 7])
            e = _word(e + a)
            a = _word(a + _mix_old(b, c, d))
        state[0] = _word(state[0] + a)
        state[1] = _word(state[1] + b)
        state[2] = _word(state[2] + c)
        state[3] = _word(state[3] + d)
        state[4] = _word(state[4] + e)
        state[5] = _word(state[5] + f)
        state[6] = _word(state[6] + g)
        state[7] = _word(state[7] + h)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _word(value: cython.ulonglong) -> cython.ulonglong:
    """Return the last 64 bits of a number; a compiled one has no more."""
    return value if cython.compiled else value & _WORD


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _turn(word: cython.ulonglong, bits: cython.int) -> cython.ulonglong:
    """Turn a word to the right."""
    return _word((word >> bits) | (word << (64 - bits)))


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _mix_new(e: cython.ulonglong, f: cython.ulonglong, g: cython.ulonglong) -> cython.ulonglong:
    """Return what a round makes of the words e, f and g."""
    return (_turn(e, 14) ^ _turn(e, 18) ^ _turn(e, 41)) + (g ^ (e & (f ^ g)))


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _mix_old(a: cython.ulonglong, b: cython.ulonglong, c: cython.ulonglong) -> cython.ulonglong:
    """Return what a round makes of the words a, b and c."""
    return (_turn(a, 28) ^ _turn(a, 34) ^ _turn(a, 39)) + ((a & b) | (c & (a | b)))
