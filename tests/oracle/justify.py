"""The judge: which bases a c., n., g. or m. name denotes, and whether it is the name the nomenclature asks for.

A separate program: it shares no code and no data with the program under test and uses the standard library alone.
Rules: HGVS nomenclature 21.0, general (numbering, 3' rule) and DNA.

One idea carries it. A transcript is judged on its *unspliced* sequence: the genome, with the transcript's own bases in
its exons. There the 3' rule is plain shifting in transcript direction: exon/intron borders do not stop it, and the
exception for exon/exon borders needs no rule, because behind a last exon base comes its intron, not the next exon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from tests.oracle.edits import Edit, classify, justify, reverse_complement, shift, slack, trim
from tests.oracle.records import Difference, Placement, Record, Transcript

_NAME = re.compile(r"(?P<outer>[^:()\s]+)(?:\((?P<inner>[^:()\s]+)\))?:(?P<axis>[cgmn])\.(?P<description>\S+)")
_POSITION = r"[-*]?\d+(?:[+-]\d+)?"
_DESCRIPTION = re.compile(
    rf"(?P<first>{_POSITION})(?:_(?P<last>{_POSITION}))?"
    r"(?:(?P<old>[ACGT]*)(?P<sign>>|=)(?P<new>[ACGT]*)"
    r"|(?P<operation>del|dup|inv)?(?P<stated>[ACGT]+|\d+)?(?:ins(?P<inserted>[ACGT]+))?)"
)
_POINT = re.compile(r"([-*]?)(\d+)([+-]\d+)?")


class UnjudgedError(Exception):
    """A name the judge cannot turn into bases. `reason` is one of a few fixed phrases, for counting."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Denoted:
    """What a name says about a contig: [start, end) of its forward strand reads `bases`; fully justified."""

    contig: str
    start: int
    end: int
    bases: str


@dataclass(frozen=True, slots=True)
class Block:
    """An ungapped stretch: own base `own` is record base `record`, and so on for `length` bases."""

    record: int
    own: int
    length: int


@dataclass(frozen=True)
class Molecule:
    """A sequence written as a record with differences, and the blocks that tie the two together."""

    bases: str
    blocks: tuple[Block, ...]

    def to_record(self, place: int) -> tuple[int, int]:
        """Return the record places left and right of the gap that is at an own place; equal where there is none."""
        left = next((b for b in reversed(self.blocks) if b.own < place), self.blocks[0])
        right = next((b for b in self.blocks if b.own + b.length > place), self.blocks[-1])
        return (
            left.record + min(max(place - left.own, 0), left.length),
            right.record + min(max(place - right.own, 0), right.length),
        )

    @cached_property
    def _mirror(self) -> Molecule:
        return Molecule("", tuple(Block(b.own, b.record, b.length) for b in self.blocks))

    def from_record(self, place: int) -> tuple[int, int]:
        """Return the own places left and right of the gap that is at a record place; equal where there is none."""
        return self._mirror.to_record(place)

    def find(self, place: int) -> tuple[int, ...]:
        """Return the own places of a record place; none when it is inside a stretch that the molecule lacks."""
        is_held = any(block.record <= place <= block.record + block.length for block in self.blocks)
        return self.from_record(place) if is_held else ()

    def carry(self, edit: Edit, target: Molecule) -> set[Edit]:
        """Return what an edit is on another molecule of the same record: the same bases at the matching places.

        None where the other molecule lacks the place; and several where the two differ within reach of the edit: how
        far the result then extends into the difference is not settled, and every way to see it is returned.
        """
        least = trim(self.bases, edit)
        left, right = slack(self.bases, least)
        found = set()
        for form in (edit, least, shift(least, -left), shift(least, right), justify(self.bases, edit)):
            starts, ends = (
                {own for place in self.to_record(edge) for own in target.find(place)} for edge in (form.start, form.end)
            )
            found |= {
                justify(target.bases, Edit(start, end, form.bases)) for start in starts for end in ends if start <= end
            }
        return found


def assemble(record: str, differences: Iterable[Difference], start: int = 0, end: int | None = None) -> Molecule:
    """Write [start, end) of a record with those of the differences that lie in it."""
    end = len(record) if end is None else end
    pieces, blocks, place, own = [], [], start, 0
    for difference in differences:
        if start <= difference.start and difference.end <= end:
            before, length = difference.start - place, len(difference.bases)
            is_mismatch = length == difference.end - difference.start
            pieces += [record[place : difference.start], difference.bases]
            blocks.append(Block(place, own, before + length if is_mismatch else before))
            own += before + length
            place = difference.end
    pieces.append(record[place:end])
    blocks.append(Block(place, own, end - place))
    return Molecule("".join(pieces), tuple(block for block in blocks if block.length))


@dataclass(frozen=True)
class Window:
    """A record as it reads on a contig; the molecule runs in the record's direction, names count in the contig's."""

    record: Record
    placement: Placement
    molecule: Molecule

    @cached_property
    def bases(self) -> str:
        """The bases in the direction of names."""
        return self.molecule.bases if self.placement.strand > 0 else reverse_complement(self.molecule.bases)

    def turn(self, edit: Edit) -> Edit:
        """Exchange the molecule's direction for that of names, or the other way round."""
        if self.placement.strand > 0:
            return edit
        length = len(self.molecule.bases)
        return Edit(length - edit.end, length - edit.start, reverse_complement(edit.bases))

    def denoted(self, edit: Edit) -> Denoted:
        """Say where on the contig an edit of the molecule lies."""
        edit, start = justify(self.bases, self.turn(edit)), self.placement.start
        return Denoted(self.placement.contig, start + edit.start, start + edit.end, edit.bases)

    def read_point(self, _axis: str, text: str) -> int:
        """Return the place of a position as printed."""
        zone, number, offset = _read_point(text)
        place = number - 1 - self.placement.start
        if zone or offset:
            raise UnjudgedError("unreadable", text)
        if not 0 <= place < len(self.bases):
            raise UnjudgedError("outside the record", f"{self.placement.contig} at {number}")
        return place

    def write_point(self, _axis: str, place: int) -> str:
        """Return the position of a place as printed."""
        return str(self.placement.start + place + 1)


@dataclass(frozen=True)
class Unspliced:
    """A transcript with its introns: knows how c. and n. count along it. Bases of the transcript count from 0."""

    record: Record
    transcript: Transcript
    molecule: Molecule

    @property
    def bases(self) -> str:
        """The bases in the direction of names, which is the molecule's."""
        return self.molecule.bases

    def turn(self, edit: Edit) -> Edit:
        """Return the edit: names count in the molecule's direction."""
        return edit

    @cached_property
    def exons(self) -> tuple[tuple[int, int, int], ...]:
        """Start and end of each exon on the molecule, and the transcript base it begins with."""
        place, exons = self.molecule.from_record, self.transcript.exons
        found = []
        for exon, following in zip(exons, (*exons[1:], None), strict=True):
            start = place(exon.start)[1]
            # by the transcript's count where there is one: its own extra bases may stand at the very end of an exon
            end = start + following.first - exon.first if following else place(exon.end)[0]
            found.append((start, end, exon.first))
        return tuple(found)

    @cached_property
    def coding(self) -> tuple[int, int] | None:
        """The coding sequence on the transcript."""
        if self.transcript.coding is None:
            return None
        start, end = (self.molecule.from_record(place) for place in self.transcript.coding)
        return self.count(start[1])[0], self.count(end[0] - 1)[0] + 1

    def count(self, place: int) -> tuple[int, int]:
        """Return the nearest transcript base of a place, and the signed distance from it into the intron.

        The middle base of an intron of odd length counts from the exon before it.
        """
        behind = None
        for start, end, first in self.exons:
            if place < start and behind:
                from_start, from_end = place - start, place - behind[0]
                return (behind[1], from_end) if from_end <= -from_start else (first, from_start)
            if start <= place < end:
                return first + place - start, 0
            behind = end - 1, first + end - 1 - start
        raise UnjudgedError("outside the transcript", f"{self.transcript.accession} at {place}")

    def place(self, base: int, offset: int) -> int:
        """Return where a transcript base lies, or the base of the neighbouring intron that is `offset` from it."""
        introns = [(left[1], right[0]) for left, right in pairwise(self.exons)]
        for start, end, first in self.exons:
            if first <= base < first + end - start:
                exonic = start + base - first
                found = exonic + offset
                if offset == 0 or any(
                    exonic == (begin - 1 if offset > 0 else stop) and begin <= found < stop for begin, stop in introns
                ):
                    return found
                raise UnjudgedError("no such intron position", f"{self.transcript.accession} base {base}{offset:+d}")
        raise UnjudgedError("outside the transcript", f"{self.transcript.accession} base {base}")

    def read_point(self, axis: str, text: str) -> int:
        """Return the place of a position as printed."""
        zone, number, offset = _read_point(text)
        datum = 0
        if axis == "c":
            if self.coding is None:
                raise UnjudgedError("no coding region in the record", self.transcript.accession)
            datum = self.coding[1] if zone == "*" else self.coding[0]
        elif zone:
            raise UnjudgedError("unreadable", text)
        return self.place(datum - number if zone == "-" else datum + number - 1, offset)

    def write_point(self, axis: str, place: int) -> str:
        """Return the position of a place as printed."""
        base, offset = self.count(place)
        tail = f"{offset:+d}" if offset else ""
        if axis == "n" or self.coding is None:
            return f"{base + 1}{tail}"
        start, end = self.coding
        if base < start:
            return f"-{start - base}{tail}"
        return f"*{base - end + 1}{tail}" if base >= end else f"{base - start + 1}{tail}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name, read: the edit it states, on the line along which its axis counts and in that direction."""

    reference: str
    axis: str
    edit: Edit
    line: Window | Unspliced

    @property
    def canonical(self) -> str:
        """The description the nomenclature asks for, without the reference."""
        sequence, axis = self.line.bases, self.axis
        kind, edit = classify(sequence, self.edit)
        start, end = edit.start, edit.end
        if kind == "ins":
            start, end = start - 1, end + 1
        if kind == "dup":
            start -= len(edit.bases)
        place = self.line.write_point(axis, start)
        if end - start > 1:
            place += "_" + self.line.write_point(axis, end - 1)
        bases = edit.bases if kind in ("ins", "delins") else ""
        return place + (f"{sequence[start]}>{edit.bases}" if kind == "sub" else kind + bases)


class Judge:
    """Every record there is, found by the names of its sequences, contigs and transcripts."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records: dict[str, Record] = {}
        self._placements: dict[str, list[tuple[Record, Placement]]] = {}
        self._transcripts: dict[str, tuple[Record, Transcript]] = {}
        self._window = lru_cache(maxsize=16)(_make_window)  # names come gene by gene; the longest has 2 million bases
        self.unspliced = lru_cache(maxsize=16)(self._make_unspliced)
        for record in records:
            self._records |= dict.fromkeys(record.names, record)
            self._transcripts |= {t.accession: (record, t) for t in record.transcripts}
            for placement in record.placements:
                self._placements.setdefault(placement.contig, []).append((record, placement))

    def has_transcript(self, accession: str) -> bool:
        """Say whether a transcript of this accession and version is known."""
        return accession in self._transcripts

    def coding_transcripts(self) -> list[str]:
        """Return the accessions of the transcripts with a known coding region, sorted."""
        return sorted(accession for accession, (_, transcript) in self._transcripts.items() if transcript.coding)

    def denotes(self, name: str, assembly: str = "GRCh38") -> frozenset[Denoted]:
        """Return the bases a name denotes on an assembly; two names mean the same when they share an answer.

        There is more than one answer where the record lies on the assembly twice, or where the sequence the name
        counts on differs from the assembly within reach of the edit (see `Molecule.carry`). Introns of a transcript
        without a genomic reference are those of the assembly.

        Raises:
            UnjudgedError: the name cannot be read, or does not fit its sequence.
        """
        spoken = self.read(name, assembly)
        line, record = spoken.line, spoken.line.record
        edit = line.turn(spoken.edit)
        return frozenset(
            window.denoted(carried)
            for placement in record.placements
            if placement.assembly == assembly
            for window in [self._window(record, placement)]
            for carried in (line.molecule.carry(edit, window.molecule) if line is not window else {edit})
        )

    def canonical(self, name: str, assembly: str = "GRCh38") -> str:
        """Return the name, on the same reference and axis, that the nomenclature asks for; raises as `denotes`."""
        spoken = self.read(name, assembly)
        return f"{spoken.reference}:{spoken.axis}.{spoken.canonical}"

    def is_canonical(self, name: str, assembly: str = "GRCh38") -> bool:
        """Say whether a name is, to the letter, the one the nomenclature asks for."""
        return self.canonical(name, assembly) == name

    def agrees(self, name: str, assembly: str, edit: Edit, deleted: str) -> bool:
        """Say whether a name and replacing `deleted` on the assembly (a row of a VCF file) are one variant.

        They are when the one, carried to the sequence of the other, makes the same bases there.

        Raises:
            UnjudgedError: the name cannot be read, or the place is outside the record or has other bases.
        """
        spoken = self.read(name, assembly)
        found = False
        for window, own in self._find_windows(spoken.line.record, assembly, edit, deleted):
            carried = window.molecule.carry(window.turn(own), spoken.line.molecule)
            found |= justify(spoken.line.molecule.bases, spoken.line.turn(spoken.edit)) in carried or bool(
                self.denotes(name, assembly) & {window.denoted(window.turn(own))}
            )
        return found

    def denotes_on_contig(self, accession: str, assembly: str, edit: Edit, deleted: str) -> frozenset[Denoted]:
        """Return what replacing `deleted` on the contig that carries a transcript denotes; raises as `agrees`."""
        record, _ = self._transcript(accession)
        windows = self._find_windows(record, assembly, edit, deleted)
        return frozenset(window.denoted(window.turn(own)) for window, own in windows)

    def _find_windows(self, record: Record, assembly: str, edit: Edit, deleted: str) -> list[tuple[Window, Edit]]:
        """Find where a record holds an edit of an assembly: the windows, with the edit counted within them."""
        found = []
        for placement in record.placements:
            if placement.assembly == assembly and placement.start <= edit.start and edit.end <= placement.end:
                window = self._window(record, placement)
                own = Edit(edit.start - placement.start, edit.end - placement.start, edit.bases)
                if window.bases[own.start : own.end] != deleted:
                    raise UnjudgedError("states other bases", f"{placement.contig} at {edit.start}")
                found.append((window, own))
        if not found:
            raise UnjudgedError("outside the record", f"{record.names[0]} at {edit.start}")
        return found

    def read(self, name: str, assembly: str = "GRCh38") -> Spoken:
        """Read a name, finding the line it counts on.

        Raises:
            UnjudgedError: the name cannot be read, or does not fit its sequence.
        """
        match = _NAME.fullmatch(name)
        description = _DESCRIPTION.fullmatch(match["description"]) if match else None
        if match is None or description is None:
            raise UnjudgedError("unreadable", name)
        axis, refused = match["axis"], None
        for line in self._lines(axis, match["outer"], match["inner"] or "", assembly, description["first"]):
            try:
                return Spoken(name[: name.index(":")], axis, _read_edit(line, axis, description), line)
            except UnjudgedError as error:
                refused = refused or error
        raise refused or UnjudgedError("outside the record", name)

    def find_window(self, record: Record, assembly: str) -> Window | None:
        """Return a record as it reads on an assembly, at the first place where it lies there twice, None if nowhere."""
        return next((self._window(record, p) for p in record.placements if p.assembly == assembly), None)

    def _make_unspliced(self, accession: str, genome: str) -> Unspliced:
        record, transcript = self._transcript(accession)
        placed = next((p.differences for p in record.placements if p.assembly == genome), ())
        introns = [d for d in placed if not any(d.start < e.end and e.start < d.end for e in transcript.exons)]
        differences = sorted([*transcript.differences, *introns], key=lambda d: (d.start, d.end))
        start, end = transcript.exons[0].start, transcript.exons[-1].end
        return Unspliced(record, transcript, assemble(record.bases, differences, start, end))

    def _lines(self, axis: str, outer: str, inner: str, assembly: str, first: str) -> Iterator[Window | Unspliced]:
        """Find what a name may count on; a bare transcript leaves open whose introns are meant, the likeliest first."""
        if axis in "cn":
            genomes = [assembly, "", "GRCh38", "GRCh37"]
            if outer in self._placements:
                genomes = [self._placements[outer][0][1].assembly]
            elif outer in self._records:
                genomes = [""]
            yield from (self.unspliced(inner if inner in self._transcripts else outer, genome) for genome in genomes)
        elif outer in self._records and outer not in self._placements:
            record = self._records[outer]
            yield self._window(record, Placement("", outer, "", 1, 0, len(record.bases), ()))
        else:
            _, number, _ = _read_point(first)
            for record, placement in self._placements.get(outer, ()):
                if placement.start < number <= placement.end:
                    yield self._window(record, placement)

    def _transcript(self, accession: str) -> tuple[Record, Transcript]:
        if accession not in self._transcripts:
            raise UnjudgedError("no such transcript", accession)
        return self._transcripts[accession]


def _make_window(record: Record, placement: Placement) -> Window:
    return Window(record, placement, assemble(record.bases, placement.differences))


def _read_point(text: str) -> tuple[str, int, int]:
    match = _POINT.fullmatch(text)
    if match is None or int(match[2]) == 0:
        raise UnjudgedError("unreadable", text)
    return match[1], int(match[2]), int(match[3] or 0)


def _read_edit(line: Window | Unspliced, axis: str, description: re.Match[str]) -> Edit:
    """Turn a description into an edit, checking every base and length it states."""
    start = line.read_point(axis, description["first"])
    end = line.read_point(axis, description["last"] or description["first"]) + 1
    old, new = description["old"] or description["stated"] or "", description["new"] or description["inserted"] or ""
    match description["sign"] or (description["operation"] or "") + ("ins" if description["inserted"] else ""):
        case "ins" if not old:
            if end - start != 2:
                raise UnjudgedError("not between neighbours", description.string)
            return Edit(start + 1, start + 1, new)
        case ">" if old and new:
            edit = Edit(start, end, new)
        case "delins" | "del":
            edit = Edit(start, end, new)
        case "=" if not new:
            edit = Edit(start, end, line.bases[start:end])
        case "dup":
            edit = Edit(end, end, line.bases[start:end])
        case "inv":
            edit = Edit(start, end, reverse_complement(line.bases[start:end]))
        case _:
            raise UnjudgedError("unreadable", description.string)
    if start >= end:
        raise UnjudgedError("reversed", description.string)
    if old and (int(old) != end - start if old.isdigit() else old != line.bases[start:end]):
        raise UnjudgedError("states other bases", description.string)
    return edit
