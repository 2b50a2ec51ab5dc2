"""Reference data for biocommons hgvs: its data-provider interface over a bundle, so that hgvs runs offline.

hgvs's own parser, variant mapper, assembly mapper (both assemblies), normalizer and validators work on it:

>>> import hgvs.assemblymapper, hgvs.parser
>>> provider = connect()
>>> mapper = hgvs.assemblymapper.AssemblyMapper(provider, assembly_name="GRCh38")
>>> variant = hgvs.parser.Parser().parse_hgvs_variant("NM_003156.3:c.494C>A")
>>> str(mapper.c_to_g(variant)), str(mapper.c_to_p(variant))
('NC_000011.10:g.4055634C>A', 'NP_003147.2:p.(Pro165Gln)')

Every alignment is offered as `splign`, the method hgvs asks for by default. Methods and parameters are named as in the
interface (biocommons hgvs 1.5, hgvs.dataproviders.interface), and rows have the columns of its implementation over UTA;
`_i` coordinates are interbase. What the bundle does not hold raises HGVSDataNotAvailableError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bioutils.digests import seq_md5
from hgvs.dataproviders.interface import Interface
from hgvs.exceptions import HGVSDataNotAvailableError

from synonymizer.errors import RegionNotHeld, UnknownAccession
from synonymizer.mapping import orient
from synonymizer.places import ASSEMBLIES, Interval
from synonymizer.reference import open_reference
from synonymizer.reference.cigar import write_cigar
from synonymizer.reference.views import Oriented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.mapping import Frame
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference

ALIGNMENT_METHOD = "splign"
_SCHEMA = "1.1"

Row = dict[str, Any]
"""A row as hgvs reads it: by the names of its columns."""


def connect(spec: str | None = None) -> BundleProvider:
    """Open reference data for hgvs, as `open_reference` does.

    Args:
        spec: paths of bundles joined by commas; None opens the embedded bundle.

    Raises:
        MissingData: when a bundle is not where it was said to be.
        DamagedData: when a file is no bundle, or a broken one.
        NewerData: when a bundle was written by a newer version.
    """
    return BundleProvider(open_reference(spec))


class BundleProvider(Interface):  # type: ignore[misc]  # hgvs carries no types
    """The data-provider interface of hgvs over a `Reference`."""

    required_version = _SCHEMA

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.url = reference.description
        self._proteins: dict[str, list[str]] | None = None
        super().__init__()

    def __str__(self) -> str:
        return f"{type(self).__name__} <data_version:{self.url}; schema_version:{_SCHEMA}>"

    # ---- versions

    def data_version(self) -> str:
        """Return name, release and digest of the data."""
        return self.reference.description

    def schema_version(self) -> str:
        """Return the version of the interface's schema that the rows follow."""
        return _SCHEMA

    def sequence_source(self) -> str:
        """Return where the sequences come from: the bundle itself."""
        return self.reference.description

    # ---- sequences

    def get_seq(self, ac: str, start_i: int | None = None, end_i: int | None = None) -> str:
        """Return the bases or residues of a sequence, or [start_i, end_i) of it, as far as the sequence reaches.

        Raises:
            HGVSDataNotAvailableError: when the sequence, or that part of it, is not held.
        """
        transcript = self.reference.find_transcript(ac)
        if transcript is not None:
            return self.reference.geometry.spliced(transcript)[start_i:end_i]
        coding = self.reference.transcripts_of_protein(ac)
        if coding:
            return self.reference.geometry.protein(coding[0]).removesuffix("*")[start_i:end_i]
        try:
            sequence = self.reference.geometry.sequence(ac)
            contig = self.reference.find_contig(ac)
            length = contig.length if contig else sequence.held(0, 0).end
            end = length if end_i is None else min(end_i, length)
            return sequence.bases(min(start_i or 0, end), end)
        except (RegionNotHeld, UnknownAccession) as missing:
            raise HGVSDataNotAvailableError(missing.message) from missing

    # ---- transcripts

    def get_tx_identity_info(self, tx_ac: str) -> Row:
        """Return what a transcript is by itself: coding interval, exon lengths and gene.

        Raises:
            HGVSDataNotAvailableError: when the transcript is not held.
        """
        transcript = self._transcript(tx_ac)
        own = _info(tx_ac, transcript, tx_ac) | {"alt_aln_method": "transcript"}
        return own | {"lengths": [len(exon) for exon in transcript.exons]}

    def get_tx_info(self, tx_ac: str, alt_ac: str, alt_aln_method: str) -> Row:
        """Return a transcript's coding interval and gene for one of its alignments.

        Raises:
            HGVSDataNotAvailableError: when the transcript, or this alignment of it, is not held.
        """
        transcript, _ = self._alignment(tx_ac, alt_ac, alt_aln_method)
        return _info(tx_ac, transcript, alt_ac)

    def get_tx_exons(self, tx_ac: str, alt_ac: str, alt_aln_method: str) -> list[Row]:
        """Return the exons of an alignment in the order of the genomic sequence; each CIGAR runs with the transcript.

        Raises:
            HGVSDataNotAvailableError: when the transcript, or this alignment of it, is not held.
        """
        transcript, frame = self._alignment(tx_ac, alt_ac, alt_aln_method)
        spliced = self.reference.geometry.spliced(transcript)
        genomic = Oriented(self.reference.geometry.sequence(frame.sequence), frame.strand)
        rows: list[Row] = []
        for number, (exon, start) in enumerate(zip(transcript.exons, frame.exons, strict=True)):
            parts = _parts(frame, start, exon.start)
            low, high = orient(parts[0][1], parts[-1][1] + parts[-1][2], frame.strand)
            rows.append(
                {
                    "hgnc": transcript.gene,
                    "tx_ac": tx_ac,
                    "alt_ac": alt_ac,
                    "alt_aln_method": alt_aln_method,
                    "alt_strand": int(frame.strand),
                    "ord": number,
                    "tx_start_i": exon.start,
                    "tx_end_i": exon.end,
                    "alt_start_i": low,
                    "alt_end_i": high,
                    "cigar": write_cigar(exon, parts, spliced, genomic),
                }
            )
        return rows[:: frame.strand]

    def get_tx_mapping_options(self, tx_ac: str) -> list[Row]:
        """Return the sequences a transcript is aligned with, GRCh38 first; none for a transcript that is not held."""
        transcript = self.reference.find_transcript(tx_ac)
        return [] if transcript is None else list(self._options(tx_ac, transcript))

    def get_tx_for_gene(self, gene: str) -> list[Row]:
        """Return every alignment of every transcript of a gene, longest transcript first."""
        transcripts = sorted(self.reference.transcripts_of(gene), key=lambda transcript: -transcript.length)
        return [
            _info(transcript.accession, transcript, frame.sequence)
            for transcript in transcripts
            for frame in self.reference.geometry.frames(transcript)
        ]

    def get_tx_for_region(self, alt_ac: str, alt_aln_method: str, start_i: int, end_i: int) -> list[Row]:
        """Return the transcripts that hold a region whole.

        As in the reference implementation, which is called with printed positions, the base before `start_i` must lie
        in the transcript as well.
        """
        if alt_aln_method != ALIGNMENT_METHOD:
            return []
        rows: list[Row] = []
        target = self._target(alt_ac)
        for transcript in self.reference.geometry.transcripts_over(target, start_i - 1, end_i):
            frame = self.reference.geometry.frame(transcript, target)
            if frame is None:
                continue
            low, high = _extent(frame)
            if low < start_i and end_i <= high:
                row = {"tx_ac": transcript.accession, "alt_ac": alt_ac, "alt_strand": int(frame.strand)}
                rows.append(row | {"alt_aln_method": ALIGNMENT_METHOD, "start_i": low, "end_i": high})
        return rows

    def get_similar_transcripts(self, tx_ac: str) -> list[Row]:
        """Return the other transcripts of the gene that share coding bases or exon structure with this one.

        Raises:
            HGVSDataNotAvailableError: when the transcript is not held.
        """
        transcript = self._transcript(tx_ac)
        own = self._fingerprint(transcript)
        rows: list[Row] = []
        for other in self.reference.transcripts_of(transcript.gene):
            if other.accession == transcript.accession:
                continue
            same = {name: value is not None and value == own[name] for name, value in self._fingerprint(other).items()}
            if any(same.values()):
                rows.append({"tx_ac1": tx_ac, "tx_ac2": other.accession, **same})
        return rows

    # ---- proteins, genes, assemblies

    def get_pro_ac_for_tx_ac(self, tx_ac: str) -> str | None:
        """Return the accession of the protein a transcript makes, None when it makes none or is not held."""
        transcript = self.reference.find_transcript(tx_ac)
        return transcript.protein if transcript else None

    def get_acs_for_protein_seq(self, seq: str) -> list[str]:
        """Return the accessions of a protein sequence; the last one is made of its MD5 digest.

        The first call reads every protein of the bundle.
        """
        if self._proteins is None:
            self._proteins = {}
            for gene in self.reference.genes():
                for transcript in self.reference.transcripts_of(gene):
                    if transcript.protein:
                        residues = self.reference.geometry.protein(transcript).removesuffix("*")
                        self._proteins.setdefault(seq_md5(residues), []).append(transcript.protein)
        digest = seq_md5(seq.removesuffix("*"))
        return [*dict.fromkeys(self._proteins.get(digest, ())), f"MD5_{digest}"]

    def get_gene_info(self, gene: str) -> Row | None:
        """Return a gene's symbol and other symbols, None when no gene has this symbol."""
        found = self.reference.find_gene(gene)
        if found is None:
            return None
        aliases = ",".join((*found.previous, *found.aliases))
        return {"hgnc": found.symbol, "aliases": aliases, "maploc": None, "descr": None, "summary": None}

    def get_assembly_map(self, assembly_name: str) -> dict[str, str]:
        """Return chromosome names by accession for GRCh37 or GRCh38, of any patch release.

        Raises:
            HGVSDataNotAvailableError: when it is another assembly.
        """
        assembly = assembly_name.partition(".")[0]
        if assembly not in ASSEMBLIES:
            raise HGVSDataNotAvailableError(f"{assembly_name!r} is not held: choose {' or '.join(ASSEMBLIES)}.")
        return {contig.accession: contig.name for contig in self.reference.contigs() if contig.assembly == assembly}

    # ---- what the answers are made of

    def _transcript(self, accession: str) -> Transcript:
        transcript = self.reference.find_transcript(accession)
        if transcript is None:
            raise HGVSDataNotAvailableError(f"No transcript {accession} in {self.url}.")
        return transcript

    def _target(self, accession: str) -> str:
        """Return the accession under which a genomic sequence is known: its RefSeqGene for an LRG."""
        return self.reference.find_source(accession) or accession

    def _alignment(self, tx_ac: str, alt_ac: str, alt_aln_method: str) -> tuple[Transcript, Frame]:
        transcript = self._transcript(tx_ac)
        frame = self.reference.geometry.frame(transcript, self._target(alt_ac))
        if frame is None or alt_aln_method != ALIGNMENT_METHOD:
            raise HGVSDataNotAvailableError(f"No alignment of {tx_ac} with {alt_ac} by {alt_aln_method} in {self.url}.")
        return transcript, frame

    def _options(self, accession: str, transcript: Transcript) -> Iterator[Row]:
        for frame in self.reference.geometry.frames(transcript):
            yield {"tx_ac": accession, "alt_ac": frame.sequence, "alt_aln_method": ALIGNMENT_METHOD}

    def _fingerprint(self, transcript: Transcript) -> Row:
        """Return what two transcripts are compared by, under the interface's names; None is equal to nothing."""
        home = self.reference.geometry.frame(transcript, transcript.home)
        cds = transcript.cds
        exons = coding = None
        if home:
            place = transcript.home, home.strand
            exons = place, _spans(transcript, home, Interval(0, transcript.length))
            coding = (place, _spans(transcript, home, cds)) if cds else None
        bases = self.reference.geometry.spliced(transcript)[cds.start : cds.end] if cds else None
        return {"cds_eq": bases, "es_fp_eq": exons, "cds_es_fp_eq": coding}


def _info(accession: str, transcript: Transcript, target: str) -> Row:
    return {
        "hgnc": transcript.gene,
        "cds_start_i": transcript.cds.start if transcript.cds else None,
        "cds_end_i": transcript.cds.end if transcript.cds else None,
        "tx_ac": accession,
        "alt_ac": target,
        "alt_aln_method": ALIGNMENT_METHOD,
    }


Part = tuple[int, int, int]
"""An ungapped stretch of an exon: its start on the transcript, its oriented genomic start, its length."""


def _parts(frame: Frame, exon: Interval, start: int) -> list[Part]:
    """Return the ungapped stretches of an exon that lies at `exon` on the frame and at `start` on the transcript."""
    return [(part.start - exon.start + start, part.source, part.length) for part in frame.parts(exon.start, exon.end)]


def _extent(frame: Frame) -> tuple[int, int]:
    """Return the interbase interval of the genomic sequence from the first exon to the last."""
    first, last = frame.exons[0], frame.exons[-1]
    start = _parts(frame, first, 0)[0][1]
    _, source, length = _parts(frame, last, 0)[-1]
    return orient(start, source + length, frame.strand)


def _spans(transcript: Transcript, frame: Frame, within: Interval) -> tuple[tuple[int, int], ...]:
    """Return where the exons, as far as they lie within an interval of the transcript, lie on the genomic sequence."""
    spans: list[tuple[int, int]] = []
    for exon, place in zip(transcript.exons, frame.exons, strict=True):
        low, high = max(exon.start, within.start), min(exon.end, within.end)
        if low < high:
            shift = place.start - exon.start
            parts = _parts(frame, Interval(low + shift, high + shift), low)
            spans.extend([(parts[0][1], parts[-1][1] + parts[-1][2])] if parts else [])
    return tuple(spans)
