"""What the stages ask of reference data, answered from one or several bundles.

Bundles are asked in order, the most specific first; the first that holds an accession answers.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from synonymizer.codons import translate
from synonymizer.errors import MissingData, UnknownAccession, UnknownAssembly
from synonymizer.mapping import compose, flip, invert, lay_frame, orient, reverse_complement
from synonymizer.places import ASSEMBLIES, Assembly, Block, Contig, Placement, Transcript
from synonymizer.reference.store import Bundle
from synonymizer.reference.views import Stored, Unspliced, Windows, read_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from synonymizer.alleles import KnownAllele
    from synonymizer.mapping import Frame
    from synonymizer.places import Gene, Namespace, Sequence

ASSEMBLY_NAMES: dict[str, Assembly] = {"grch37": "GRCh37", "hg19": "GRCh37", "grch38": "GRCh38", "hg38": "GRCh38"}
"""Assemblies by the names people give them, in lower case."""

_FAR = 1 << 40


def get_assembly(name: str) -> Assembly:
    """Return an assembly by any of its names.

    Raises:
        UnknownAssembly: when it is none that is held.

    >>> get_assembly("hg19")
    'GRCh37'
    """
    try:
        return ASSEMBLY_NAMES[name.lower()]
    except KeyError:
        raise UnknownAssembly(
            f"{name} is not held; GRCh37 (hg19) and GRCh38 (hg38) are. Lift the coordinate to one of them."
        ) from None


def find_embedded() -> str:
    """Return the path of the embedded bundle.

    Raises:
        MissingData: when the installation has lost it.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.path.join(here, "data"), os.path.join(here, os.pardir, os.pardir, "data")):
        path = os.path.join(folder, "embedded.bundle")
        if os.path.exists(path):
            return os.path.normpath(path)
    raise MissingData("The embedded reference bundle is missing from the installation. Install synonymizer again.")


def open_reference(spec: str | None = None) -> Reference:
    """Open reference data.

    Args:
        spec: paths of bundles, most specific first, joined by commas; the embedded bundle comes last by itself. None
            opens the embedded bundle alone.

    Raises:
        MissingData: when a bundle is not where it was said to be.
        DamagedData: when a file is no bundle, or a broken one.
        NewerData: when a bundle was written by a newer version.
    """
    paths = [part.strip() for part in spec.split(",") if part.strip()] if spec else []
    return Reference(tuple(Bundle.open(path) for path in [*paths, find_embedded()]))


class Reference:
    """Sequences, transcripts, genes and identifiers, as the stages ask for them.

    Everything read is kept: a transcript, a contig's windows and a frame are made once. Not safe to share between
    threads.
    """

    def __init__(self, bundles: tuple[Bundle, ...]) -> None:
        self.bundles = bundles
        self._contigs: dict[str, Contig] | None = None
        self._names: dict[tuple[Assembly, str], Contig] = {}
        self._sequences: dict[str, Sequence] = {}
        self._spliced: dict[str, str] = {}
        self._proteins: dict[str, str] = {}
        self._frames: dict[tuple[str, str], Frame | None] = {}
        self._unspliced: dict[tuple[str, str], Unspliced] = {}
        self._placements: dict[str, tuple[Placement, ...]] = {}
        self._by_gene: dict[str, tuple[Transcript, ...]] = {}

    @property
    def description(self) -> str:
        """Name, release and digest of the data that answers first."""
        return self.bundles[0].description

    # ---- contigs

    def contigs(self) -> tuple[Contig, ...]:
        """Return every contig of both assemblies."""
        return self.bundles[0].contigs()

    def _load_contigs(self) -> dict[str, Contig]:
        if self._contigs is None:
            self._contigs = {}
            for contig in self.contigs():
                self._contigs.setdefault(contig.accession, contig)
                self._names[contig.assembly, contig.name] = contig
        return self._contigs

    def find_contig(self, accession: str) -> Contig | None:
        """Return a contig by its accession, None when it is none."""
        return self._load_contigs().get(accession)

    def find_contig_by_name(self, name: str, assembly: Assembly) -> Contig | None:
        """Return a contig of an assembly by its name, with or without `chr`; M is the mitochondrial genome."""
        self._load_contigs()
        bare = name[3:] if name[:3].lower() == "chr" else name
        bare = bare.upper()
        return self._names.get((assembly, "MT" if bare == "M" else bare))

    # ---- genes and transcripts

    def find_gene(self, symbol: str) -> Gene | None:
        """Return a gene by its approved, previous or alias symbol; one that is installed is preferred."""
        known: Gene | None = None
        for bundle in self.bundles:
            gene = bundle.find_gene(symbol)
            if gene is not None and gene.installed:
                return gene
            known = known or gene
        return known

    def genes(self) -> tuple[str, ...]:
        """Return the symbols of all installed genes, sorted."""
        return tuple(sorted({symbol for bundle in self.bundles for symbol in bundle.genes()}))

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        """Return the transcripts of a gene by its approved symbol: MANE Select first, then by rank."""
        found = self._by_gene.get(symbol)
        if found is None:
            found = next(filter(None, (bundle.transcripts_of(symbol) for bundle in self.bundles)), ())
            self._by_gene[symbol] = found
        return found

    def find_transcript(self, accession: str) -> Transcript | None:
        """Return a transcript by accession.version or LRG name."""
        return next(filter(None, (bundle.find_transcript(accession) for bundle in self.bundles)), None)

    def transcripts_of_protein(self, accession: str) -> tuple[Transcript, ...]:
        """Return the transcripts that make a protein, by its accession.version or LRG name."""
        return next(filter(None, (bundle.transcripts_of_protein(accession) for bundle in self.bundles)), ())

    def versions(self, accession: str) -> tuple[str, ...]:
        """Return the held versions of an accession given without one, newest first."""
        return next(filter(None, (bundle.versions(accession) for bundle in self.bundles)), ())

    def transcripts_over(self, contig: str, start: int, end: int) -> tuple[Transcript, ...]:
        """Return the transcripts whose extent touches a place of a contig or stored sequence, in order of rank."""
        found: dict[str, Transcript] = {}
        for bundle in self.bundles:
            if bundle.find_source(contig) is not None:
                homes = [(contig, start, end)]
            else:
                carried = [_carry_to_source(placement, start, end) for placement in self._over(contig, start, end)]
                homes = [home for home in carried if home is not None]
            for home, low, high in homes:
                for transcript in bundle.transcripts_on(home, low, high):
                    found.setdefault(transcript.accession, transcript)
        return tuple(found.values())

    # ---- sequences

    def find_source(self, accession: str) -> str | None:
        """Return the accession under which a genomic sequence is stored (NG_ for an LRG), None when it is not."""
        return next(filter(None, (bundle.find_source(accession) for bundle in self.bundles)), None)

    def source_names(self, accession: str) -> tuple[str, ...]:
        """Return every accession of a stored sequence."""
        return self._owner(accession).source_names(accession)

    def is_genomic(self, accession: str) -> bool:
        """Whether a stored sequence is genomic, so that g. names may count on it; a message without introns is not."""
        return accession.startswith(("NC_", "NG_", "LRG_", "NT_", "NW_"))

    def _owner(self, source: str) -> Bundle:
        for bundle in self.bundles:
            if bundle.find_source(source) is not None:
                return bundle
        raise UnknownAccession(f"{source} is not in the reference data in use.")

    def _read(self, source: str, start: int, end: int) -> str:
        return self._owner(source).bases(source, start, end)

    def sequence(self, accession: str) -> Sequence:
        """Return a stored sequence, or a contig as far as it is covered.

        Raises:
            UnknownAccession: when it is neither.
        """
        found = self._sequences.get(accession)
        if found is None:
            source = self.find_source(accession)
            if source is not None:
                owner = self._owner(source)
                found = Stored(source, owner.source_length(source), lambda low, high: owner.bases(source, low, high))
            elif self.find_contig(accession) is not None:
                found = Windows(accession, self._placements_on(accession), self._read)
            else:
                raise UnknownAccession(f"{accession} is not in the reference data in use. Check the accession.")
            self._sequences[accession] = found
        return found

    def _placements_on(self, contig: str) -> tuple[Placement, ...]:
        found = self._placements.get(contig)
        if found is None:
            found = tuple(p for bundle in self.bundles for p in bundle.placements_over(contig, 0, _FAR))
            self._placements[contig] = found
        return found

    def _over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        return tuple(p for p in self._placements_on(contig) if p.start <= end and start <= p.end)

    def placements_of(self, source: str) -> tuple[Placement, ...]:
        """Return where a stored sequence lies on contigs."""
        found = self._placements.get(source)
        if found is None:
            found = self._placements[source] = self._owner(source).placements_of(source)
        return found

    def placements_over(self, contig: str, start: int, end: int) -> tuple[Placement, ...]:
        """Return the placements that cover a place of a contig whole."""
        return tuple(p for p in self._over(contig, start, end) if p.start <= start and end <= p.end)

    def spliced(self, transcript: Transcript) -> str:
        """Return the bases of a whole transcript."""
        text = self._spliced.get(transcript.accession)
        if text is None:
            owner = self._owner(transcript.home)
            from_home = _read_oriented(owner, transcript)
            text = read_view(transcript.blocks, transcript.patches, from_home, 0, transcript.length)
            self._spliced[transcript.accession] = text
        return text

    def protein(self, transcript: Transcript) -> str:
        """Return the residues a transcript codes for, one-letter, the stop included; "" for a non-coding one."""
        text = self._proteins.get(transcript.accession)
        if text is None:
            cds = transcript.cds
            bases = self.spliced(transcript)[cds.start : cds.end] if cds else ""
            residues = list(translate(bases, transcript.code))
            for codon, residue in transcript.exceptions:
                residues[codon] = residue
            text = "".join(residues)
            self._proteins[transcript.accession] = text
        return text

    # ---- frames

    def frame(self, transcript: Transcript, sequence: str) -> Frame | None:
        """Return the transcript laid on a contig or stored sequence, None when it does not lie there whole."""
        key = (transcript.accession, sequence)
        if key not in self._frames:
            self._frames[key] = self._lay(transcript, sequence)
        return self._frames[key]

    def _lay(self, transcript: Transcript, sequence: str) -> Frame | None:
        if sequence == transcript.home:
            return lay_frame(sequence, transcript.strand, transcript.exons, transcript.blocks)
        pieces: list[Block] = []
        strand: Literal[1, -1] = 1
        for placement in self.placements_of(transcript.home):
            if placement.contig != sequence:
                continue
            strand = 1 if placement.strand == transcript.strand else -1
            onto = invert(placement.blocks)
            blocks = compose(transcript.blocks, onto if transcript.strand > 0 else flip(onto))
            frame = lay_frame(sequence, strand, transcript.exons, blocks)
            if frame is not None:
                return frame
            pieces.extend(blocks)
        # a sequence stored without introns is placed exon by exon
        pieces.sort(key=lambda block: block.start)
        return lay_frame(sequence, strand, transcript.exons, tuple(pieces))

    def frames(self, transcript: Transcript) -> tuple[Frame, ...]:
        """Return the transcript laid on GRCh38, on GRCh37 and on its home, as far as it lies there."""
        contigs = [placement.contig for placement in self.placements_of(transcript.home)]
        known = {contig: self.find_contig(contig) for contig in contigs}
        ordered = [name for assembly in ASSEMBLIES for name, at in known.items() if at and at.assembly == assembly]
        frames = (self.frame(transcript, sequence) for sequence in (*ordered, transcript.home))
        return tuple(frame for frame in frames if frame is not None)

    def unspliced(self, transcript: Transcript, frame: Frame) -> Unspliced:
        """Return the bases of a frame."""
        key = (transcript.accession, frame.sequence)
        found = self._unspliced.get(key)
        if found is None:
            found = Unspliced(transcript, frame, self.spliced(transcript), self.sequence(frame.sequence))
            self._unspliced[key] = found
        return found

    def bridges(self, source: str, start: int, end: int, target: str) -> tuple[Bridge, ...]:
        """Return the ways from a place on one genomic sequence to another: through the windows both share.

        Args:
            source: accession of a contig or stored sequence.
            start: interbase start on it.
            end: interbase end on it.
            target: accession of a contig or stored sequence.
        """
        if self.find_source(source) is not None:
            return tuple(
                Bridge(1, placement.strand, placement.blocks)
                for placement in self.placements_of(source)
                if placement.contig == target
            )
        found: list[Bridge] = []
        for placement in self.placements_over(source, start, end):
            onto = invert(placement.blocks)
            if placement.source == target:
                found.append(Bridge(placement.strand, 1, onto))
                continue
            found.extend(
                Bridge(placement.strand, other.strand, compose(other.blocks, onto))
                for other in self.placements_of(placement.source)
                if other.contig == target
            )
        return tuple(found)

    # ---- identifiers

    def known_alleles(self, namespace: Namespace, value: int) -> tuple[KnownAllele, ...]:
        """Return the alleles a public identifier points at, in genomic order."""
        return next(filter(None, (bundle.known_alleles(namespace, value) for bundle in self.bundles)), ())

    def known_over(self, contig: str, start: int, end: int) -> tuple[KnownAllele, ...]:
        """Return the alleles with public identifiers whose justified interval touches a place of a contig."""
        return next(filter(None, (bundle.known_over(contig, start, end) for bundle in self.bundles)), ())


@dataclass(frozen=True, slots=True)
class Bridge:
    """A way between two genomic sequences: blocks are oriented target ← oriented source."""

    source_strand: Literal[1, -1]
    target_strand: Literal[1, -1]
    blocks: tuple[Block, ...]


def _read_oriented(owner: Bundle, transcript: Transcript) -> Callable[[int, int], str]:
    def read(start: int, end: int) -> str:
        if transcript.strand > 0:
            return owner.bases(transcript.home, start, end)
        return reverse_complement(owner.bases(transcript.home, -end, -start))

    return read


def _carry_to_source(placement: Placement, start: int, end: int) -> tuple[str, int, int] | None:
    """Return (source, start, end): the stored stretch that shares bases with a place of the contig, or None."""
    low, high = orient(max(start, placement.start), min(end, placement.end), placement.strand)
    inside = [b for b in placement.blocks if b.start <= high and low <= b.start + b.length]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    source_start = first.source + max(low - first.start, 0)
    source_end = last.source + min(high - last.start, last.length)
    return placement.source, source_start, max(source_start, source_end)
