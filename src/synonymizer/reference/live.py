"""A store of one assembly that reads annotation and sequences where they lie, and verifies what it holds as it is read.

Nothing is read before it is asked for. The transcripts of a gene are made together, and by the rules that decide what
goes into a bundle (`verify`). Where no genome is held, the home of a transcript is its own message, placed exon by
exon, whose bases then stand in for those of the contig. An accession that annotation lays on several places, as on X
and on Y, is at home on the first. The mitochondrion of human, gene symbols, identifiers and what the literature knows
are left to the bundle that comes with the program.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from synonymizer.errors import RegionNotHeld, UnknownAccession
from synonymizer.mapping import orient
from synonymizer.recent import Recent
from synonymizer.reference.factless import Factless
from synonymizer.reference.genome import Genome, place_stretch
from synonymizer.reference.making import Maker
from synonymizer.reference.matching import is_message, match_contigs
from synonymizer.reference.ranking import rank
from synonymizer.reference.records import Contents, Listed
from synonymizer.reference.splicing import place_alone
from synonymizer.reference.stretches import is_stretch

if TYPE_CHECKING:
    from synonymizer.places import Assembly, Contig, Gene, Placement, Transcript
    from synonymizer.reference.contract import Annotation, Bases, Origin, Record
    from synonymizer.reference.records import LeftOut

_NAMES_KEPT = 1 << 16


class Live(Factless):
    """Reference data read from other people's files and databases.

    The transcripts that are made are kept: they take no more room than the annotation they are made of.
    """

    def __init__(
        self,
        annotation: Annotation | None,
        bases: tuple[Bases, ...],
        assembly: Assembly | None,
        known: tuple[Contig, ...],
        path: str,
        *,
        proteins: Bases | None = None,
    ) -> None:
        """Join annotation and sequences.

        Args:
            annotation: lays transcripts on contigs; None where there are sequences alone.
            bases: genomes and messages, the ones to be asked first in front.
            assembly: the assembly; None takes what the annotation says, or the lengths of contigs tell.
            known: contigs that are recognized by accession, or by name and length.
            path: what all of it was opened from.
            proteins: residues, by which translations are checked.

        Raises:
            BadSource: when a contig has another length than its accession stands for.
        """
        matched = match_contigs(annotation, bases, assembly, known, path)
        self._assembly = next((one.contig.assembly for one in matched), assembly or "")
        self.path = f"{path} ({self._assembly})"
        self._annotation: Annotation = Listed(Contents(""), ()) if annotation is None else annotation
        self._sources = tuple(source for source in (annotation, *bases, proteins) if source is not None)
        self._bases = bases
        self._contigs = tuple(one.contig for one in matched)
        self._spelled = {one.contig.accession: one.spelling for one in matched if one.spelling}
        self._accessions = {spelling: accession for accession, spelling in self._spelled.items()}
        self._genome = Genome(matched, self._annotation.extents)
        self._maker = Maker(self._annotation, self._genome, bases, proteins, self._accessions)
        self._found: Recent[str, Transcript | None] = Recent(_NAMES_KEPT)

    @property
    def description(self) -> str:
        """The sources with their releases, and the assembly."""
        told = (f"{origin.source} {origin.release}".strip() for origin in self.provenance())
        return f"{' + '.join(told)} ({self._assembly})"

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The transcripts that were asked for and are not held, and why."""
        return self._maker.left_out

    def provenance(self) -> tuple[Origin, ...]:
        """Return the files and databases."""
        return tuple(dict.fromkeys(origin for source in self._sources for origin in source.origins))

    def close(self) -> None:
        """Close files and connections, which stores of one reference share."""
        for source in self._sources:
            source.close()

    def contigs(self) -> tuple[Contig, ...]:
        """Return the contigs that annotation or sequences speak of: known ones first, in karyotype order."""
        return self._contigs

    def assemblies(self) -> frozenset[Assembly]:
        """Return the assembly, when anything of it is held."""
        is_held = len(self._genome) > 0 or self._has_messages()
        return frozenset(contig.assembly for contig in self._contigs if is_held)

    def _has_messages(self) -> bool:
        """Whether any message is held; of sequences that cannot be listed it is taken for granted."""
        listed = (bases.names() for bases in self._bases)
        return any(not names or any(map(self._annotation.find, names)) for names in listed)

    def refget(self, contig: str) -> str | None:
        """Return the refget accession of a contig, None when neither it is known nor all of its bases are held."""
        known = next((one.refget for one in self._contigs if one.accession == contig and one.refget), None)
        return known or self._genome.refget(contig)

    # ---- genes and transcripts

    def find_gene(self, symbol: str) -> Gene | None:
        """Return the gene that a symbol means to the annotation; it is installed when any transcript of it is held."""
        gene = self._annotation.find_gene(symbol)
        return None if gene is None else replace(gene, installed=bool(self.transcripts_of(gene.symbol)))

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of the genes that have transcripts, sorted."""
        return tuple(sorted(filter(None, self._annotation.genes())))

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        """Return the transcripts of a gene by its approved symbol, by rank."""
        return self._maker.make(self._annotation.of_gene(symbol)) if symbol else ()

    def find_transcript(self, accession: str) -> Transcript | None:
        """Return a transcript by accession.version or synonym, None when it is not held."""
        if accession not in self._found:
            made = self._maker.make(self._annotation.find(accession))
            self._found[accession] = next((one for one in made if accession in (one.accession, *one.synonyms)), None)
        return self._found[accession]

    def transcripts_of_protein(self, accession: str) -> tuple[Transcript, ...]:
        """Return the transcripts that make a protein, by accession.version or synonym, by rank."""
        made = self._maker.make(self._annotation.of_protein(accession))
        return tuple(one for one in made if accession in (one.protein, *one.protein_synonyms))

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""
        return tuple(filter(self.find_transcript, self._annotation.versions(accession)))

    def message(self, accession: str) -> str | None:
        """Return the bases of a message, of which no transcript need be held; None when they are not given."""
        is_one = is_message(accession) or self._annotation.find(accession)
        return self._maker.find_message(accession) if is_one else None

    def transcripts_on(self, home: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts of a home sequence that overlap or touch [start, end], those of a gene by rank."""
        stretch = self._genome.find_stretch(home)
        if stretch is None:
            made = tuple(filter(None, (self._find_alone(home),)))
        else:
            contig, place = stretch
            made = self._maker.make(self._list_over(contig, place.start + start, place.start + end))
        return tuple(one for one in made if one.home == home and _touches(one, start, end))

    def doubles(self, accession: str) -> tuple[Transcript, ...]:
        """Return a transcript as it lies in other stretches than its home: on Y, where that is X."""
        made = self.find_transcript(accession)
        records = self._maker.place(accession)[1:] if made is not None else ()
        return tuple(double for record in records if (double := self._maker.lay(record)) is not None)

    def doubles_on(self, home: str) -> tuple[Transcript, ...]:
        """Return the transcripts that lie in a stretch, laid on it, and are at home in another."""
        stretch = self._genome.find_stretch(home)
        records = () if stretch is None else self._list_over(stretch[0], stretch[1].start, stretch[1].end)
        doubles = (double for record in records for double in self.doubles(record.accession))
        return tuple(double for double in doubles if double.home == home)

    def _list_over(self, contig: str, start: int, end: int) -> tuple[Record, ...]:
        return self._annotation.over(self._spelled[contig], start, end) if contig in self._spelled else ()

    # ---- sequences

    def find_source(self, accession: str) -> str | None:
        """Return the name of a stretch, or the accession of a message that is its own home; None when it is neither."""
        if is_stretch(accession):
            return accession if self._genome.find_stretch(accession) else None
        return accession if self._find_alone(accession) else None

    def source_names(self, accession: str) -> tuple[str, ...]:
        """Return the one name of a stored sequence.

        Raises:
            UnknownAccession: when it is not stored.
        """
        self.source_length(accession)
        return (accession,)

    def source_length(self, accession: str) -> int:
        """Return the length of a stored sequence.

        Raises:
            UnknownAccession: when it is not stored.
        """
        stretch = self._genome.find_stretch(accession)
        if stretch is not None:
            return len(stretch[1])
        alone = self._find_alone(accession)
        if alone is None:
            raise UnknownAccession(f"{accession} is not held by {self.path}. Check the accession.")
        return alone.length

    def bases(self, source: str, start: int, end: int) -> str:
        """Return the bases of [start, end) of a stored sequence, forward strand.

        Raises:
            UnknownAccession: when the sequence is not stored.
            RegionNotHeld: when the interval leaves it.
        """
        return self.read(source, start, end).decode("ascii")

    def read(self, source: str, start: int, end: int) -> bytes:
        """Return what `bases` does as bytes, for who reads many at once.

        Raises:
            UnknownAccession: when the sequence is not stored.
            RegionNotHeld: when the interval leaves it.
        """
        length = self.source_length(source)
        if not 0 <= start <= end <= length:
            raise RegionNotHeld(f"{source} has {length:,} bases; positions {start + 1:,} to {end:,} are not all in it.")
        stretch = self._genome.find_stretch(source)
        if stretch is not None:
            contig, place = stretch
            return self._genome.read(contig, place.start + start, place.start + end)
        return next(bases.read(source, start, end) for bases in self._bases if bases.length(source) is not None)

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stored sequence lies on contigs, in karyotype order."""
        stretch = self._genome.find_stretch(source)
        if stretch is not None:
            return (place_stretch(*stretch),)
        if self._find_alone(source) is None:
            return ()
        records = self._maker.place(source)
        return tuple(place for record in records for place in place_alone(record, self._accessions[record.contig]))

    def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        """Return the placements on a contig that overlap or touch [start, end], in order of start."""
        found = [*self._genome.place(contig, start, end)]
        records = self._list_over(contig, start, end)
        loose = [record for record in records if self._genome.find(contig, *record.extent) is None]
        alone = [(one, record) for record in loose if (one := self._find_alone(record.accession)) is not None]
        for _, record in sorted(alone, key=lambda pair: (pair[0].gene, rank(pair[0]))):
            found += [place for place in place_alone(record, contig) if place.start <= end and start <= place.end]
        return tuple(sorted(found, key=lambda place: place.start))

    def _find_alone(self, accession: str) -> Transcript | None:
        """Return a transcript that is its own home, None when it is not held, or at home in a genome."""
        transcript = None if is_stretch(accession) else self.find_transcript(accession)
        return transcript if transcript is not None and transcript.home == accession else None


def _touches(transcript: Transcript, start: int, end: int) -> bool:
    """Whether a transcript overlaps or touches [start, end] of its home."""
    first, last = transcript.blocks[0], transcript.blocks[-1]
    low, high = orient(first.source, last.source + last.length, transcript.strand)
    return low <= end and start <= high
