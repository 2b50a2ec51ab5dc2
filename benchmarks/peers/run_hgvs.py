"""Runs biocommons hgvs on the transcripts of cdot."""

from __future__ import annotations

from pathlib import Path

from cdot.hgvs.dataproviders import JSONDataProvider
from cdot.hgvs.dataproviders.fasta_seqfetcher import GenomeFastaSeqFetcher
from hgvs.assemblymapper import AssemblyMapper
from hgvs.edit import NARefAlt
from hgvs.exceptions import HGVSError
from hgvs.location import Interval, SimplePosition
from hgvs.normalizer import Normalizer
from hgvs.parser import Parser
from hgvs.posedit import PosEdit
from hgvs.sequencevariant import SequenceVariant

from benchmarks.peers.protocol import Row, Tool, run
from benchmarks.peers.spelling import write_spdi

BUILDS = ("GRCh38", "GRCh37")


class Hgvs:
    """The mappers, normalizer and parser of hgvs."""

    def __init__(self, reference: Path) -> None:
        sequences = [f"genome/{build}.fa" for build in BUILDS] + ["transcripts/rna.fna", "proteins/protein.faa"]
        fetcher = GenomeFastaSeqFetcher(*(str(reference / name) for name in sequences))
        provider = JSONDataProvider([str(reference / "cdot.json")], seqfetcher=fetcher)
        self.parser = Parser()
        self._normalizer = Normalizer(provider)
        self._contigs = {build: provider.get_assembly_map(build) for build in BUILDS}
        self._mappers = {build: AssemblyMapper(provider, assembly_name=build) for build in BUILDS}

    def name(self, row: Row) -> str:
        """Name a row of a VCF file on its transcript: g., c., p. and SPDI."""
        contig, position, deleted, inserted, transcript = row
        mapper = self._mappers[next(build for build in BUILDS if contig in self._contigs[build])]
        try:
            genomic = self._normalizer.normalize(_read(contig, int(position), deleted, inserted))
            coding = mapper.g_to_t(genomic, transcript)
            protein = mapper.t_to_p(coding) if coding.type == "c" else ""
            return f"{genomic}\t{coding}\t{protein}\t{write_spdi(genomic)}"
        except (HGVSError, NotImplementedError) as error:
            return f"!{type(error).__name__}"

    def normalize(self, row: Row) -> str:
        """Read a name and write the canonical one."""
        try:
            return str(self._normalizer.normalize(self.parser.parse_hgvs_variant(row[0])))
        except (HGVSError, NotImplementedError) as error:
            return f"!{type(error).__name__}"


def _read(contig: str, position: int, deleted: str, inserted: str) -> SequenceVariant:
    """Read a row of a VCF file; the base that an indel begins with is left out."""
    if deleted[0] == inserted[0] and len(deleted) != len(inserted):
        deleted, inserted, position = deleted[1:], inserted[1:], position + 1
    first, last = (position, position + len(deleted) - 1) if deleted else (position - 1, position)
    place = Interval(start=SimplePosition(first), end=SimplePosition(last))
    return SequenceVariant(contig, "g", PosEdit(place, NARefAlt(ref=deleted or None, alt=inserted or None)))


def open_names(reference: Path) -> Tool:
    """Return what names rows of a VCF file."""
    hgvs = Hgvs(reference)
    return Tool(lambda rows: [hgvs.name(row) for row in rows])


def open_normalize(reference: Path) -> Tool:
    """Return what writes the canonical names of names."""
    hgvs = Hgvs(reference)
    return Tool(lambda rows: [hgvs.normalize(row) for row in rows])


if __name__ == "__main__":
    run({"names": open_names, "normalize": open_normalize})
