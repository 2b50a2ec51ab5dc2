"""What the labels of plain names name: each distinct one is resolved once, as the pipeline does, and then looked up.

A label is what stands before the colon or the position: `NM_003156.3`, `NC_000011.10(NM_003156.3)`, `chr11`. Of those
that need an assumption or a repair, or name what the kernel has not, nothing is known here, so that the names take the
pipeline.
"""

from __future__ import annotations

from array import array
from threading import Lock
from typing import TYPE_CHECKING

from synonymizer.errors import VariantError
from synonymizer.kernel import labels as kernel
from synonymizer.kernel import names
from synonymizer.kernel.tables import (
    CHROMOSOME,
    CODING,
    EXONS,
    GENOMIC,
    LEFT,
    MESSAGE,
    MESSAGE_ON_CONTIG,
    NONCODING,
    SEQUENCE,
    UNREAD,
    Column,
    Labels,
    counts,
    numbers,
)
from synonymizer.parse import parse
from synonymizer.places import ASSEMBLIES, MITOCHONDRION
from synonymizer.resolve.lookup import merge_hints
from synonymizer.resolve.sequences import find_contigs
from synonymizer.spelling.contigs import is_accession

if TYPE_CHECKING:
    from synonymizer.batch.ground import Grounds
    from synonymizer.kernel.tables import Names
    from synonymizer.model import Options
    from synonymizer.reference import Reference
    from synonymizer.statements import Hints

MOST_FILLED = 2
"""How many slots there are at least for each label, so that a search is short."""

_NOTHING = (LEFT, -1)


class Book:
    """Knows what labels name with the same options. Threads may share it."""

    def __init__(self, reference: Reference, grounds: Grounds, options: Options) -> None:
        self._reference = reference
        self._grounds = grounds
        self._options = options
        self._contigs = {contig.accession: row for row, contig in enumerate(reference.contigs())}
        self._lock = Lock()
        self._known: set[bytes] = set()
        self._table = Labels(counts(1), Column(bytearray(), numbers(0)), bytearray(), counts(0))

    def read(self, texts: Column) -> Names:
        """Read texts, and say what their labels name, whose transcripts are then in the ground.

        Raises:
            DataError: when the reference data turns out to be damaged.
        """
        found = names.read(texts)
        unknown = kernel.look_up(found, self._table)
        if unknown:
            at, end = found.label_at, found.label_end
            self._learn({bytes(texts.data[at[row] : end[row]]) for row in unknown})
            kernel.look_up(found, self._table)
        if self._options.strict:  # only the pipeline says which repair it refuses
            for row, form in enumerate(found.form):
                if form in (GENOMIC, CODING, NONCODING):
                    found.state[row] = UNREAD
        return found

    def _learn(self, labels: set[bytes]) -> None:
        """Resolve labels that another thread has not resolved meanwhile."""
        with self._lock:
            found = {label: self._resolve(label.decode("utf-8", "replace")) for label in labels - self._known}
            self._table = _add(self._table, found)
            self._known |= labels

    def _resolve(self, label: str) -> tuple[int, int]:
        """Return the kind of a label, and the contig or the row of the transcript that it names."""
        for change in ("c.1del", "n.1del", "g.1del"):
            hints = _read_hints(f"{label}:{change}")
            if hints is not None and hints.transcript:
                return self._find_transcript(hints, hints.transcript)
            if hints is not None and hints.reference and is_accession(hints):
                return self._find_contig(hints, SEQUENCE)
        hints = _read_hints(f"{label}-1-A-C")
        return _NOTHING if hints is None else self._find_contig(hints, CHROMOSOME)

    def _find_transcript(self, hints: Hints, accession: str) -> tuple[int, int]:
        """Find a transcript; where GRCh37 is asked for, its introns may be counted otherwise.

        A gene beside it decides nothing.
        """
        kind = MESSAGE if self._options.assembly in {None, ASSEMBLIES[0]} else EXONS
        if hints.reference is not None:
            with self._grounds.lock:
                contig = self._reference.find_contig(hints.reference)
            if contig is None or contig.assembly != ASSEMBLIES[0]:
                return _NOTHING
            kind = MESSAGE_ON_CONTIG
        row = self._grounds.find_transcript(accession)
        table, contigs = self._grounds.ground.transcripts, self._grounds.ground.contigs
        if row >= 0 and kind == EXONS and not self._grounds.is_on_both(row):
            return _NOTHING
        if row < 0 or hints.reference not in {None, contigs.text(table.contig[row])}:
            return _NOTHING
        return kind, row

    def _find_contig(self, hints: Hints, kind: int) -> tuple[int, int]:
        """Find the first contig that the pipeline tries."""
        try:
            with self._grounds.lock:
                contigs, issues = find_contigs(hints.reference, merge_hints(hints, self._options), self._reference)
        except VariantError:
            return _NOTHING
        if issues or contigs[0].accession == MITOCHONDRION:
            return _NOTHING
        return kind, self._contigs[contigs[0].accession]


def _read_hints(text: str) -> Hints | None:
    """Return what a name says of its place, None where it is none, or not beyond doubt."""
    try:
        expression = parse(text)[0]
    except VariantError:
        return None
    return None if expression.issues or expression.is_fallback else expression.hints


def _add(table: Labels, found: dict[bytes, tuple[int, int]]) -> Labels:
    """Return a table with more labels, as a new one: a thread may be reading the old one."""
    ends = table.texts.ends[:]
    data = table.texts.data[:]
    for label in found:
        data += label
        ends.append(len(data))
    texts = Column(data, ends)
    is_roomy = len(table.slots) >= MOST_FILLED * len(ends)
    slots = table.slots[:] if is_roomy else counts(2 * MOST_FILLED * _round_up(len(ends)))
    for row in range(len(table.kind) if is_roomy else 0, len(ends)):
        slot = kernel.hash_label(bytes(data[ends[row - 1] if row else 0 : ends[row]])) & (len(slots) - 1)
        while slots[slot]:
            slot = (slot + 1) & (len(slots) - 1)
        slots[slot] = row + 1
    kinds = table.kind + bytes(kind for kind, _ in found.values())
    return Labels(slots, texts, kinds, table.target + array("i", [target for _, target in found.values()]))


def _round_up(count: int) -> int:
    """Return the smallest power of two that is no less."""
    return 1 << (count - 1).bit_length() if count > 1 else 1
