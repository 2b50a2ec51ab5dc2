"""A version of a transcript that is not held, read on another version where the two are proved to be the same.

The bases of the stated version must be known, though it is laid on no genome. A change is read on the other version
when all places it may slide to, and a codon on each side, have the same bases in both; where it touches an intron, or
may slide into one, the exons beside it must be in the stated version, whole and joined.

A position of the coding sequence (c.) asks for its start, which bases alone do not tell. It is that of another version
where that is proved (`reference.starts`), and all held versions agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from synonymizer.alleles import Allele
from synonymizer.edits import slide
from synonymizer.errors import NotAnExonBoundary, OutOfRange, VersionNotHeld
from synonymizer.lift import lift_to_frame
from synonymizer.mapping import carry_base, invert, number, unnumber
from synonymizer.places import Interval
from synonymizer.placing import describe
from synonymizer.reference.starts import is_same_coding
from synonymizer.reference.views import Stored
from synonymizer.resolve.messages import align
from synonymizer.statements import Issue, StatedEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from synonymizer.mapping import Frame
    from synonymizer.model import Candidate
    from synonymizer.places import Block, Sequence, Transcript
    from synonymizer.reference import Reference
    from synonymizer.statements import Point, StatedRepeat

Read: TypeAlias = "Callable[[StatedEdit | StatedRepeat, str], tuple[Candidate, ...]]"
"""What gives the meanings of a change that is counted on a transcript, by its accession."""

MARGIN = 3
"""Bases that must be the same on each side of what a change may touch: a codon."""


class _DiffersError(Exception):
    """Two versions are not proved to be the same; says where."""


def read_on_sibling(
    accession: str,
    stated: StatedEdit | StatedRepeat,
    reference: Reference,
    read: Read,
) -> tuple[Candidate, ...] | None:
    """Return what a change of a version that is not held is on the newest version where both are the same.

    Args:
        accession: the version that is stated, which is not held.
        stated: the change, counted on it.
        reference: the reference data.
        read: gives the meanings on another version.

    Returns:
        The meanings, or None where the bases of the stated version are not known.

    Raises:
        VersionNotHeld: when no version is proved to be the same there; the sentence says where the newest differs.
        MismatchError: when the change does not fit there.
    """
    message = reference.message(accession)
    if message is None:
        return None
    first_fault = ""
    held = reference.versions(accession.partition(".")[0])
    siblings = filter(None, map(reference.find_transcript, held))
    for version in _compare(accession, message, siblings, reference):
        try:
            return version.read(stated, reference, read)
        except _DiffersError as fault:
            first_fault = first_fault or str(fault)
    raise VersionNotHeld(
        f"{accession} is not in the reference data in use, which holds {', '.join(held)} and knows the bases of "
        f"{accession} alone. {first_fault} Use reference data that holds the version, or check the one meant."
    )


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that is not held, and the stretches that a held one shares with it: held ← stated."""

    stated: Transcript
    sibling: Transcript
    blocks: tuple[Block, ...]
    length: int

    def read(self, stated: StatedEdit | StatedRepeat, reference: Reference, read: Read) -> tuple[Candidate, ...]:
        """Read a change on the sibling.

        Raises:
            _DiffersError: when the versions are not proved to be the same there.
            MismatchError: when the change does not fit there.
        """
        if stated.first is None or stated.last is None or (isinstance(stated, StatedEdit) and stated.pieces):
            raise _DiffersError("The change counts on more of it than one place.")
        first, last = self._recount(stated.first), self._recount(stated.last)
        counted = replace(stated, first=first, last=last)
        try:
            found = read(counted, self.sibling.accession)
        except (NotAnExonBoundary, OutOfRange):
            if not (first.offset or last.offset):
                raise
            raise _DiffersError(f"Its introns are not known to be those of {self.sibling.accession}.") from None
        for candidate in found:
            self._check(candidate, reference)
        name, held = self.stated.accession, self.sibling.accession
        message = (
            f"{name} is not held; its bases around {describe(stated)} are those of {held}, on which the names are."
        )
        return tuple(
            replace(
                candidate,
                why=(f"{name} has the bases of {held} there", *candidate.why),
                issues=(Issue("W2015", "warning", message), *candidate.issues),
                numbering=candidate.numbering or ("" if counted == stated else name),
            )
            for candidate in found
        )

    def _recount(self, point: Point) -> Point:
        """Return a point of the stated version as the sibling counts it."""
        if point.datum != "start" and self.stated.cds is None:
            raise _DiffersError(f"Its coding sequence is not known to be that of {self.sibling.accession}.")
        base = carry_base(self.blocks, unnumber(self.stated, point.base, point.datum))
        if base is None:
            raise _DiffersError(
                f"The position is in no stretch that it is known to share with {self.sibling.accession}."
            )
        if point.datum == "start":
            return replace(point, base=base)
        place, datum = number(self.sibling, base)
        return replace(point, base=place, datum=datum)

    def _check(self, candidate: Candidate, reference: Reference) -> None:
        """Check that the versions are the same where a change is."""
        region = _find_region(candidate, self.sibling, reference)
        if region is None:
            raise _DiffersError("The change reaches beyond the transcript.")
        low, high = region.start - MARGIN, region.end + MARGIN
        for block in self.blocks:
            start = block.start - MARGIN * (block.start == block.source == 0)
            is_last = block.source + block.length == self.length and block.start + block.length == self.sibling.length
            if start <= low and high <= block.start + block.length + MARGIN * is_last:
                return
        place = f"n.{max(low, 0) + 1}_{min(high, self.sibling.length)}"
        raise _DiffersError(f"It does not have the bases of {self.sibling.accession}:{place}.")


def _compare(
    accession: str, message: str, siblings: Iterable[Transcript], reference: Reference
) -> tuple[_Version, ...]:
    """Compare a message with those of other versions; it has a coding sequence where they agree on it."""
    found = []
    for sibling in siblings:
        spliced = reference.geometry.spliced(sibling)
        blocks = align(spliced, message)
        cds = _carry_cds(sibling, spliced, message, blocks)
        found.append(_Version(replace(sibling, accession=accession, cds=cds), sibling, blocks, len(message)))
    if len({one.stated.cds for one in found} - {None}) > 1:
        return tuple(replace(one, stated=replace(one.stated, cds=None)) for one in found)
    return tuple(found)


def _carry_cds(sibling: Transcript, spliced: str, message: str, blocks: tuple[Block, ...]) -> Interval | None:
    """Return the coding sequence of a message by that of another version, None where it is not proved."""
    cds = sibling.cds
    if cds is None:
        return None
    back = invert(blocks)
    first, last = carry_base(back, cds.start), carry_base(back, cds.end - 1)
    if first is None or last is None or last < first:
        return None
    carried = Interval(first, last + 1)
    return carried if is_same_coding(sibling, spliced, replace(sibling, cds=carried), message) else None


def _find_region(candidate: Candidate, transcript: Transcript, reference: Reference) -> Interval | None:
    """Return the bases of a transcript that decide what a change is there, None where it leaves the transcript."""
    change = candidate.change
    if not isinstance(change, Allele):
        return None
    if change.sequence == transcript.accession:
        spliced = reference.geometry.spliced(transcript)
        message = Stored(transcript.accession, len(spliced), lambda start, end: spliced[start:end])
        return _widen(change, message)
    frame = reference.geometry.frame(transcript, change.sequence)
    line = None if frame is None else lift_to_frame(reference, change, transcript, frame)
    if frame is None or line is None:
        return None
    return _find_bases(_widen(line, reference.geometry.unspliced(transcript, frame)), frame)


def _widen(allele: Allele, sequence: Sequence) -> Interval:
    """Return the bases that an allele replaces; of an insertion or deletion all it may slide to, and what stops it."""
    moved = slide(sequence, allele.start, allele.deleted, allele.inserted)
    if bool(moved.deleted) == bool(moved.inserted):
        return Interval(allele.start, allele.end)
    end = moved.start + len(moved.deleted) + moved.right
    return Interval(min(allele.start, moved.start - moved.left - 1), max(allele.end, end + 1))


def _find_bases(stretch: Interval, frame: Frame) -> Interval | None:
    """Return the transcript bases of a stretch of the line; the whole exons beside every intron that it touches."""
    if stretch.start < 0 or stretch.end > frame.length:
        return None
    first = next(turn for turn in reversed(range(len(frame.exons))) if frame.exons[turn].start <= stretch.start)
    last = next(turn for turn, exon in enumerate(frame.exons) if exon.end >= stretch.end)
    start, end = frame.starts[first], frame.starts[last] + len(frame.exons[last])
    if first < last:
        return Interval(start, end)
    shift = start - frame.exons[first].start
    return Interval(stretch.start + shift, stretch.end + shift)
