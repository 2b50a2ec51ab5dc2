"""Identity by bases: trim an edit, slide it as far as its bases allow, and say what kind of change it is.

Sources: the fully justified allele is NCBI's variant overprecision correction (SPDI, doi
10.1093/bioinformatics/btz856); kinds and their priority (substitution, deletion, inversion, duplication, insertion,
deletion-insertion) follow the HGVS nomenclature 21.0, DNA recommendations; the anchor base of a left-aligned indel
follows VCF 4.4, section 1.6.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.errors import RegionNotHeld
from synonymizer.mapping import reverse_complement
from synonymizer.places import Interval

if TYPE_CHECKING:
    from synonymizer.places import Sequence
    from synonymizer.statements import EditKind

_STRIDE = 64


def trim(start: int, deleted: str, inserted: str, lead: int | None = None) -> tuple[int, str, str]:
    """Drop the bases that both sides share, from the front and then from the back.

    Where several places would do, `lead` says how many bases of the front to drop first: all where it is None.

    >>> trim(10, "CAG", "CTG"), trim(10, "AAAA", "AAA"), trim(10, "AAAA", "AAA", 1)
    ((11, 'A', 'T'), (13, 'A', ''), (11, 'A', ''))
    """
    front = _count_shared(deleted, inserted)
    if lead is not None and lead < front:
        start, deleted, inserted = start + lead, deleted[lead:], inserted[lead:]
        back = _count_shared(deleted[::-1], inserted[::-1])
        return trim(start, deleted[: len(deleted) - back], inserted[: len(inserted) - back])
    deleted, inserted = deleted[front:], inserted[front:]
    back = _count_shared(deleted[::-1], inserted[::-1])
    return start + front, deleted[: len(deleted) - back], inserted[: len(inserted) - back]


def _count_shared(first: str, second: str) -> int:
    """Count the bases that two texts share from their start, by halves: a long stretch is compared as one.

    >>> _count_shared("CAGCAG", "CAGCTG"), _count_shared("CAG", "CAGCAG")
    (4, 3)
    """
    low, high = 0, min(len(first), len(second)) if first[:1] == second[:1] else 0
    while low < high:
        middle = (low + high + 1) // 2
        if first[low:middle] == second[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True, slots=True)
class Slide:
    """A trimmed edit and how far it may move without changing the resulting bases.

    `left` and `right` are the distances in bases, 0 for all but pure insertions and deletions. `complete` is False
    where the held sequence ended before the movement did.
    """

    start: int
    deleted: str
    inserted: str
    left: int = 0
    right: int = 0
    complete: bool = True

    def at(self, shift: int) -> tuple[int, str, str]:
        """Return (start, deleted, inserted) moved by `shift` bases, which must lie in [-left, right]."""
        return self.start + shift, _rotate(self.deleted, shift), _rotate(self.inserted, shift)


def _rotate(unit: str, shift: int) -> str:
    if not unit:
        return unit
    shift %= len(unit)
    return unit[shift:] + unit[:shift]


def slide(sequence: Sequence, start: int, deleted: str, inserted: str) -> Slide:
    """Trim an edit and find how far it slides.

    Raises:
        RegionNotHeld: when the sequence does not hold the edit's place.
    """
    start, deleted, inserted = trim(start, deleted, inserted)
    if bool(deleted) == bool(inserted):
        return Slide(start, deleted, inserted)
    unit = deleted or inserted
    end = start + len(deleted)
    held = sequence.held(start, end)
    right = _reach(sequence, end, held.end, unit, 1)
    left = _reach(sequence, start, held.start, unit, -1)
    return Slide(start, deleted, inserted, left, right, end + right < held.end and start - left > held.start)


def _reach(sequence: Sequence, place: int, limit: int, unit: str, direction: int) -> int:
    """Count the bases beside `place` that continue the repeated unit, up to the limit of what is held."""
    reached = 0
    stride = _STRIDE
    total = abs(limit - place)
    unit = unit[::direction]
    while reached < total:
        step = min(stride, total - reached)
        if direction > 0:
            flank = sequence.bases(place + reached, place + reached + step)
        else:
            flank = sequence.bases(place - reached - step, place - reached)[::-1]
        shared = _count_shared(flank, _repeat(unit, reached, step))
        reached += shared
        if shared < step:
            break
        stride *= 4
    return reached


def _repeat(unit: str, start: int, length: int) -> str:
    """Return bases [start, start + length) of a unit that is repeated without end.

    >>> _repeat("CAG", 7, 4)
    'AGCA'
    """
    start %= len(unit)
    return (unit * -(-(start + length) // len(unit)))[start : start + length]


@dataclass(frozen=True, slots=True)
class Letters:
    """A sequence that is held whole, as its letters: a message, a protein."""

    accession: str
    letters: str

    def bases(self, start: int, end: int) -> str:
        """Return the letters of [start, end)."""
        return self.letters[start:end]

    def held(self, start: int, end: int) -> Interval:  # noqa: ARG002 (all of it is held)
        """Return the whole of it."""
        return Interval(0, len(self.letters))


def justify(sequence: Sequence, moved: Slide) -> Allele:
    """Return the fully justified allele: the edit widened over every place it may slide to."""
    if not moved.left and not moved.right:
        end = moved.start + len(moved.deleted)
        return Allele(sequence.accession, moved.start, end, moved.deleted, moved.inserted)
    start = moved.start - moved.left
    end = moved.start + len(moved.deleted) + moved.right
    before = sequence.bases(start, moved.start)
    after = sequence.bases(moved.start + len(moved.deleted), end)
    return Allele(sequence.accession, start, end, before + moved.deleted + after, before + moved.inserted + after)


def turn(sequence: Sequence, start: int, end: int, unit: str, *, forward: bool) -> tuple[int, int, str]:
    """Move a tract of whole units by less than one unit, as far as its bases go on; return (start, end, unit).

    >>> from synonymizer.places import Interval
    >>> class Text:
    ...     accession = "X"
    ...     def bases(self, start, end): return "GCAGCAGCAT"[start:end]
    ...     def held(self, start, end): return Interval(0, 10)
    >>> turn(Text(), 1, 7, "CAG", forward=True), turn(Text(), 1, 7, "CAG", forward=False)
    ((3, 9, 'GCA'), (0, 6, 'GCA'))

    Raises:
        RegionNotHeld: when the sequence does not hold the tract.
    """
    held = sequence.held(start, end)
    for _ in range(len(unit) - 1):
        if forward:
            if end == held.end or sequence.bases(end, end + 1) != unit[0]:
                break
            start, end, unit = start + 1, end + 1, unit[1:] + unit[0]
        else:
            if start == held.start or sequence.bases(start - 1, start) != unit[-1]:
                break
            start, end, unit = start - 1, end - 1, unit[-1] + unit[:-1]
    return start, end, unit


def classify(sequence: Sequence, start: int, deleted: str, inserted: str) -> tuple[int, int, EditKind]:
    """Say what the nomenclature calls a trimmed, 3'-most edit, and which bases it names.

    Returns:
        (start, end, kind), interbase on the sequence. A duplication covers the copied bases, an insertion is empty.

    Raises:
        RegionNotHeld: when the sequence does not hold the edit's place.
    """
    end = start + len(deleted)
    if deleted == inserted:
        return start, end, "identity"
    if not inserted:
        return start, end, "del"
    if not deleted:
        size = len(inserted)
        return (start - size, start, "dup") if _reads(sequence, start - size, start, inserted) else (start, end, "ins")
    if len(deleted) == 1 == len(inserted):
        return start, end, "sub"
    if len(deleted) == len(inserted) and inserted == reverse_complement(deleted):
        return start, end, "inv"
    return start, end, "delins"


def _reads(sequence: Sequence, start: int, end: int, bases: str) -> bool:
    """Whether a place is held, and has the bases."""
    try:
        return sequence.bases(start, end) == bases
    except RegionNotHeld:
        return False


def anchor(sequence: Sequence, moved: Slide) -> Allele:
    """Return the left-aligned allele as VCF writes it: with the base before it where one side would be empty.

    Raises:
        RegionNotHeld: when that base is not held.
    """
    start, deleted, inserted = moved.at(-moved.left)
    end = start + len(deleted)
    if not deleted or not inserted:
        base = sequence.bases(start - 1, start)
        return Allele(sequence.accession, start - 1, end, base + deleted, base + inserted)
    return Allele(sequence.accession, start, end, deleted, inserted)
