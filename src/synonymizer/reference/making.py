"""Makes transcripts of annotated records, gene by gene, and verifies them by the rules of bundles (`verify`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.mapping import orient, reverse_complement
from synonymizer.places import Interval
from synonymizer.reference.ranking import rank
from synonymizer.reference.records import LeftOut
from synonymizer.reference.splicing import find_obstacle, lay_alone, lay_on
from synonymizer.reference.stretches import name_stretch
from synonymizer.reference.verify import Draft, find_fault, share_exceptions, with_recoded, with_start
from synonymizer.reference.views import read_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from synonymizer.places import Transcript
    from synonymizer.reference.contract import Annotation, Bases, Record
    from synonymizer.reference.genome import Genome


class Maker:
    """Transcripts that read as their sources say. What is made is kept."""

    def __init__(
        self,
        annotation: Annotation,
        genome: Genome,
        messages: tuple[Bases, ...],
        proteins: Bases | None,
        contigs: Mapping[str, str],
    ) -> None:
        """Join annotation and sequences.

        Args:
            annotation: the records.
            genome: what they are laid on.
            messages: the bases of transcripts, the ones to be asked first in front.
            proteins: the residues that translations must have.
            contigs: the accessions of the contigs, as the annotation spells them, in karyotype order. An accession that
                lies on several is made on the first.
        """
        self._annotation = annotation
        self._genome = genome
        self._messages = messages
        self._proteins = proteins
        self._contigs = contigs
        self._order = {spelling: place for place, spelling in enumerate(contigs)}
        self._made: dict[tuple[str, str], tuple[Transcript, ...]] = {}
        self._left_out: dict[str, str] = {}

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The transcripts that could not be made so far, and why."""
        return tuple(LeftOut(what, why) for what, why in self._left_out.items())

    def find_message(self, accession: str) -> str | None:
        """Return the bases of a message, None when they are not given."""
        return next(filter(None, (_read_whole(bases, accession) for bases in self._messages)), None)

    def place(self, accession: str) -> tuple[Record, ...]:
        """Return the records of an accession on the contigs that are read, in karyotype order."""
        placed = [record for record in self._annotation.find(accession) if record.contig in self._order]
        return tuple(sorted(placed, key=lambda record: (self._order[record.contig], record.extent)))

    def make(self, records: Iterable[Record]) -> tuple[Transcript, ...]:
        """Return the transcripts of the genes that records belong to, where the records lie, by gene and rank."""
        groups = {(record.contig, record.gene or record.accession): record for record in records}
        made = [one for key, record in groups.items() for one in self._make_group(key, record)]
        return tuple(made) if len(groups) < 2 else tuple(sorted(made, key=lambda one: (one.gene, rank(one))))

    def lay(self, record: Record) -> Transcript | None:
        """Return a transcript where a record of it lies, whether it is at home there or not; None without bases."""
        made = self._draft(record)
        return None if isinstance(made, str) or made.transcript.home == record.accession else made.transcript

    def _make_group(self, key: tuple[str, str], record: Record) -> tuple[Transcript, ...]:
        made = self._made.get(key)
        if made is None:
            group = self._annotation.of_gene(record.gene) if record.gene else (record,)
            here = [one for one in group if one.contig == record.contig and one in self.place(one.accession)[:1]]
            made = self._made[key] = tuple(sorted(self._verify(here), key=rank))
        return made

    def _verify(self, records: Iterable[Record]) -> Iterator[Transcript]:
        """Yield the transcripts of one gene that read as their sources say, and note the others."""
        drafts: list[Draft] = []
        for record in records:
            made = self._draft(record)
            if isinstance(made, str):
                self._left_out[record.accession] = made
            else:
                drafts.append(made)
        for draft in share_exceptions(tuple(drafts)):
            transcript = draft.transcript
            bases = read_view(transcript.blocks, transcript.patches, self._read_home(transcript), 0, transcript.length)
            if draft.residues is not None:
                transcript = with_recoded(transcript, bases, draft.residues)
            if "RefSeq" in transcript.tags:
                transcript = with_start(transcript, bases)
            fault = find_fault(replace(draft, transcript=transcript), bases)
            if fault is None:
                yield transcript
            else:
                self._left_out[transcript.accession] = fault

    def _draft(self, record: Record) -> Draft | str:
        """Lay a transcript on its home, or say why that cannot be."""
        obstacle = find_obstacle(record)
        if obstacle is not None:
            return obstacle
        contig, message = self._contigs[record.contig], self.find_message(record.accession)
        stretch = self._genome.find(contig, *record.extent)
        if stretch is None:
            made = lay_alone(record, message)
        else:
            home = name_stretch(contig, stretch.start, stretch.end)
            made = lay_on(record, home, stretch.start, self._read_stretch(contig, stretch, record.strand), message)
        if isinstance(made, str):
            return made
        residues = None if self._proteins is None or made.protein is None else _read_whole(self._proteins, made.protein)
        return Draft(made, message, residues)

    def _read_home(self, transcript: Transcript) -> Callable[[int, int], str]:
        """Return what reads the home of a transcript, in oriented coordinates and on its strand."""
        found = self._genome.find_stretch(transcript.home)
        if found is not None:
            return self._read_stretch(*found, transcript.strand)
        message = self.find_message(transcript.home) or ""
        return lambda start, end: message[start:end]

    def _read_stretch(self, contig: str, stretch: Interval, strand: int) -> Callable[[int, int], str]:
        def read(start: int, end: int) -> str:
            low, high = orient(start, end, strand)
            bases = self._genome.read(contig, stretch.start + low, stretch.start + high).decode("ascii")
            return bases if strand > 0 else reverse_complement(bases)

        return read


def _read_whole(bases: Bases, name: str) -> str | None:
    length = bases.length(name)
    return None if length is None else bases.read(name, 0, length).decode("ascii")
