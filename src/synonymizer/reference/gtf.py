"""Reads transcripts from GTF: Ensembl's, GENCODE's, NCBI's, UCSC's, and what follows GTF 2.2.

Sources: GTF 2.2, by which the coding sequence ends before the stop codon; Ensembl's README of its GTF files; GENCODE's
format description (`Selenocysteine`, tags); NCBI's README of its GTF files (transcripts without an accession). A file
is read contig by contig, and within a contig the order of lines does not matter. GTF tells no alignment: exons are as
long as they are on the contig.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synonymizer.reference.features import complete, first, merge, read_annotation
from synonymizer.reference.laying import Inconsistent, Pieces, lay
from synonymizer.reference.naming import MITOCHONDRIA, name_mitochondrial, strip_copy, with_version
from synonymizer.reference.records import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from synonymizer.places import Interval
    from synonymizer.reference.contract import Record
    from synonymizer.reference.features import Line, Stated
    from synonymizer.reference.records import Contents, Listed

_ATTRIBUTE = re.compile(r'([\w.-]+)\s+(?:"([^"]*)"|([^;"\s]+))\s*(?:;|$)')
_TRANSCRIPT = re.compile(r'\btranscript_id\s+(?:"([^"]*)"|([^;"\s]+))')
_MADE_UP = "unassigned_transcript"
"""What NCBI calls the transcripts that have no accession."""


def read_gtf(path: str) -> Listed:
    """Read a GTF file.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when a line of it is none of GTF, or none tells of a transcript.
    """
    return read_annotation(path, "GTF", _Contig)


def parse_attributes(text: str) -> Stated:
    """Return the attributes of a feature; one that is repeated has all its values.

    >>> parse_attributes('gene_id "A"; tag "basic"; level 2; tag "MANE_Select";')
    {'gene_id': ['A'], 'tag': ['basic', 'MANE_Select'], 'level': ['2']}
    """
    found: Stated = {}
    for name, quoted, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name, []).append(quoted or bare)
    return found


@dataclass(slots=True)
class _Transcript:
    """The parts of a transcript; `first` is the start of the first coding one, with its phase."""

    stated: Stated
    strand: Literal[1, -1] | None
    coding: Stated | None = None
    exons: list[Interval] = field(default_factory=list)
    parts: list[Interval] = field(default_factory=list)
    stops: list[Interval] = field(default_factory=list)
    untranslated: list[Interval] = field(default_factory=list)
    selenocysteines: list[int] = field(default_factory=list)
    first: tuple[int, str] | None = None

    def add_coding(self, line: Line) -> None:
        """Note a part of the coding sequence."""
        self.parts.append(line.place)
        if self.first is None or line.place.start < self.first[0]:
            self.first = line.place.start, line.phase
        if self.coding is None:
            self.coding = parse_attributes(line.attributes)


class _Contig:
    """The transcripts of a contig by their identifiers as they are written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._mitochondrial = name in MITOCHONDRIA
        self._transcripts: dict[str, _Transcript] = {}
        self._aliases: dict[str, list[str]] = {}

    def add(self, line: Line) -> None:
        """Note a line."""
        if line.kind == "gene":
            stated = parse_attributes(line.attributes)
            self._aliases[first(stated, "gene_id")] = stated.get("gene_synonym", [])
            return
        found = _TRANSCRIPT.search(line.attributes)
        if found is None or not (found[1] or found[2]):
            return
        identifier = found[1] or found[2]
        transcript = self._transcripts.get(identifier)
        if transcript is None:
            transcript = _Transcript(parse_attributes(line.attributes), line.strand)
            self._transcripts[identifier] = transcript
        match line.kind:
            case "exon":
                transcript.exons.append(line.place)
            case "CDS":
                transcript.add_coding(line)
            case "stop_codon":
                transcript.stops.append(line.place)
            case "Selenocysteine":
                transcript.selenocysteines.append(line.place.start)
            case "UTR" | "5UTR" | "3UTR" | "five_prime_utr" | "three_prime_utr":
                transcript.untranslated.append(line.place)
            case "transcript":
                transcript.stated = parse_attributes(line.attributes)
            case _:
                pass

    def lay(self, contents: Contents) -> Iterator[Record]:
        """Yield the transcripts of the contig."""
        for identifier, transcript in self._transcripts.items():
            stated = transcript.stated
            aliases = self._aliases.get(first(stated, "gene_id"), [])
            symbol = first(stated, "gene_name", "gene", "gene_id") or identifier
            named = name_mitochondrial(symbol, self.name)
            accession = self._name(identifier, stated, named)
            if accession is None:
                continue
            try:
                record = lay(self._gather(transcript, Pieces(accession, named, self.name)))
            except Inconsistent as fault:
                contents.left_out.append(LeftOut(f"{accession} on {self.name}", str(fault)))
                continue
            ensembl = first(stated, "gene_id")
            ensembl = strip_copy(ensembl).partition(".")[0] if ensembl.startswith("ENS") else ""
            contents.add_gene(named, aliases if named == symbol else [symbol, *aliases], ensembl)
            yield record

    def _name(self, identifier: str, stated: Stated, symbol: str) -> str | None:
        """Return the accession of a transcript, None where it has none; a mitochondrial one is named by its gene."""
        if not identifier.startswith(_MADE_UP):
            return with_version(strip_copy(identifier), first(stated, "transcript_version"))
        return f"{self.name}({symbol})" if self._mitochondrial else None

    def _gather(self, transcript: _Transcript, pieces: Pieces) -> Pieces:
        if transcript.strand is None:
            raise Inconsistent("it states no strand")
        pieces.strand = transcript.strand
        pieces.coding = [*transcript.parts, *transcript.stops] if transcript.parts else []
        pieces.exons = transcript.exons or merge((*pieces.coding, *transcript.untranslated))
        pieces.excepted = [(place, "U") for place in transcript.selenocysteines]
        phase = transcript.first[1] if transcript.first else ""
        complete(
            pieces,
            transcript.stated,
            transcript.coding,
            phase,
            versioned="protein_version",
            mitochondrial=self._mitochondrial,
        )
        return pieces
