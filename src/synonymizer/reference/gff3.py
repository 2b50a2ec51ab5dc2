"""Reads transcripts from GFF3: RefSeq's, MANE's, Ensembl's, GENCODE's, and any that follows the specification.

Sources: GFF3 1.26; NCBI's README of its GFF3 files; Ensembl's README of its GFF3 files; GENCODE's format description. A
file is read contig by contig, and within a contig the order of lines does not matter. A transcript is what has exons or
a coding sequence below it, and an accession; that of a mitochondrial gene is made from the gene. One of MANE is, by the
definition of MANE, the same under RefSeq's and Ensembl's name, and has a record under each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from synonymizer.places import Interval
from synonymizer.reference.features import complete, first, merge, read_annotation
from synonymizer.reference.laying import Inconsistent, Match, Pieces, lay
from synonymizer.reference.naming import MITOCHONDRIA, name_mitochondrial, strip_copy, strip_kind, with_version
from synonymizer.reference.records import LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from synonymizer.reference.contract import Record
    from synonymizer.reference.features import Line, Stated
    from synonymizer.reference.records import Contents, Listed

_UNTRANSLATED = frozenset({"five_prime_UTR", "three_prime_UTR", "UTR"})
_UNUSED = frozenset({"start_codon", "intron"})
_WHOLE = frozenset({"region", "chromosome", "scaffold", "supercontig", "contig"})
_REDEFINED = {"stop_codon_redefined_as_selenocysteine": "U", "stop_codon_redefined_as_pyrrolysine": "O"}

_PARTNERS = ("Ensembl:ENST", "Ensembl:ENSP", "RefSeq:NM_", "RefSeq:NP_")

_PARENT = re.compile(r"(?:^|;)\s*Parent=([^;]+)")
_NAMED = re.compile("gene|RNA|transcript")
_TARGET = re.compile(r"(\S+) (\d{1,12}) (\d{1,12})(?: ([+-]))?")


def read_gff3(path: str) -> Listed:
    """Read a GFF3 file.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when a line of it is none of GFF3, or none tells of a transcript.
    """
    return read_annotation(path, "GFF3", _Contig)


def parse_attributes(text: str) -> Stated:
    """Return the attributes of a feature, their values decoded.

    >>> parse_attributes("ID=a;Note=one%3B two; Parent=b,c")
    {'ID': ['a'], 'Note': ['one; two'], 'Parent': ['b', 'c']}
    """
    pairs = (pair.partition("=") for pair in text.split(";"))
    return {key.strip(): _list(value) for key, _, value in pairs if value}


def _list(text: str) -> list[str]:
    values = text.strip().split(",")
    return [unquote(value) for value in values] if "%" in text else values


class _Feature(NamedTuple):
    """A gene, a transcript, or what lies between them."""

    kind: str
    strand: Literal[1, -1] | None
    stated: Stated


@dataclass(slots=True)
class _Coding:
    """A coding sequence: its parts, each with its phase."""

    stated: Stated
    parts: list[tuple[Interval, str]] = field(default_factory=list)

    def find_first(self) -> tuple[int, str]:
        """Return the start and the phase of its first part."""
        place, phase = min(self.parts, key=lambda part: part[0].start)
        return place.start, phase


@dataclass(slots=True)
class _Alignment:
    """The exons of cDNA_match; `mismatches` is None where it does not say how many there are."""

    mismatches: str | None
    matches: list[Match] = field(default_factory=list)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a place with [start, end) of the oriented contig."""
        return any(match.place.start < end and start < match.place.end for match in self.matches)


class _Contig:
    """The features of a contig, those that make up a transcript by the identifier of their parent."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._mitochondrial = name in MITOCHONDRIA
        self._aliases: list[str] = []
        self._features: dict[str, _Feature] = {}
        self._exons: dict[str, list[Interval]] = {}
        self._untranslated: dict[str, list[Interval]] = {}
        self._stops: dict[str, list[Interval]] = {}
        self._coding: dict[str, dict[str, _Coding]] = {}
        self._redefined: dict[str, list[tuple[int, str]]] = {}
        self._alignments: dict[str, dict[str, _Alignment]] = {}
        self._last: tuple[str, Stated] = "", {}

    # ---- what lines tell

    def add(self, line: Line) -> None:
        """Note a line."""
        kind = line.kind
        if kind == "exon":
            self._add_part(self._exons, line)
        elif kind == "CDS":
            self._add_coding(line)
        elif kind in _UNTRANSLATED:
            self._add_part(self._untranslated, line)
        elif kind == "stop_codon":
            self._add_part(self._stops, line)
        elif kind == "cDNA_match":
            self._add_alignment(line)
        elif kind in _REDEFINED:
            for parent in _find_parents(line):
                self._redefined.setdefault(parent, []).append((line.place.start, _REDEFINED[kind]))
        elif kind in _WHOLE:
            self._add_whole(line)
        elif kind not in _UNUSED:
            self._add_feature(line)

    def _add_whole(self, line: Line) -> None:
        """Note what else the contig is called: by NCBI in its chromosome, by Ensembl in aliases."""
        stated = parse_attributes(line.attributes)
        genome = first(stated, "genome")
        self._mitochondrial |= genome == "mitochondrion"
        names = {"chromosome": first(stated, "chromosome", "Name"), "mitochondrion": "MT"}
        self._aliases += filter(None, (names.get(genome, ""), *stated.get("Alias", ())))

    def _add_part(self, held: dict[str, list[Interval]], line: Line) -> None:
        for parent in _find_parents(line):
            held.setdefault(parent, []).append(line.place)

    def _add_coding(self, line: Line) -> None:
        if line.attributes != self._last[0]:  # the parts of a coding sequence mostly say the same
            self._last = line.attributes, parse_attributes(line.attributes)
        stated = self._last[1]
        name = first(stated, "protein_id", "ID")
        for parent in stated.get("Parent", ()):
            coding = self._coding.setdefault(parent, {}).setdefault(name, _Coding(stated))
            coding.parts.append((line.place, line.phase))

    def _add_alignment(self, line: Line) -> None:
        stated = parse_attributes(line.attributes)
        target = _TARGET.fullmatch(first(stated, "Target"))
        if target is None or line.strand is None or int(target[2]) - 1 > int(target[3]):
            return
        place, gap = line.place, first(stated, "Gap")
        if target[4] == "-":
            place, gap = Interval(-place.end, -place.start), " ".join(reversed(gap.split()))
        held = self._alignments.setdefault(target[1], {})
        alignment = held.setdefault(first(stated, "ID"), _Alignment(first(stated, "num_mismatch") or None))
        alignment.matches.append(Match(place, Interval(int(target[2]) - 1, int(target[3])), gap))

    def _add_feature(self, line: Line) -> None:
        stated = parse_attributes(line.attributes)
        if "ID" in stated and ("Parent" in stated or _NAMED.search(line.kind)):
            self._features.setdefault(stated["ID"][0], _Feature(line.kind, line.strand, stated))

    # ---- what they make

    def lay(self, contents: Contents) -> Iterator[Record]:
        """Yield the transcripts of the contig."""
        if self._aliases:
            contents.aliases[self.name] = tuple(dict.fromkeys(self._aliases))
        laid: set[str] = set()
        partners: list[Record] = []
        for identifier in dict.fromkeys((*self._exons, *self._coding)):
            feature = self._features.get(identifier)
            if feature is None:
                why = "it is the Parent of exons, and no line describes it"
                contents.left_out.append(LeftOut(f"{identifier} on {self.name}", why))
                continue
            gene = self._find_gene(feature)
            symbol, aliases = _name_gene(gene, self.name)
            accession = self._name(identifier, feature, symbol)
            if accession is None:
                continue
            try:
                record = lay(self._gather(identifier, feature, Pieces(accession, symbol, self.name)))
            except Inconsistent as fault:
                contents.left_out.append(LeftOut(f"{accession} on {self.name}", str(fault)))
                continue
            contents.add_gene(symbol, aliases, _find_ensembl(gene))
            laid.add(accession)
            partners.extend(self._find_partner(identifier, feature, record))
            yield record
        yield from (record for record in partners if record.accession not in laid)

    def _find_partner(self, identifier: str, feature: _Feature, record: Record) -> Iterator[Record]:
        """Yield what the other publisher of MANE calls the same transcript."""
        mane = tuple(tag for tag in record.tags if tag.startswith("MANE"))
        accession = _find_partner_name(feature.stated)
        if mane and accession:
            codings = self._coding.get(identifier, {}).values()
            protein = next(filter(None, (_find_partner_name(coding.stated) for coding in codings)), None)
            yield replace(record, accession=accession, protein=protein, tags=mane, synonyms=(), protein_synonyms=())

    def _find_gene(self, feature: _Feature) -> _Feature:
        """Return the gene of a transcript: what has no parent above it."""
        passed: set[str] = set()
        while parent := first(feature.stated, "Parent"):
            if parent in passed or parent not in self._features:
                break
            passed.add(parent)
            feature = self._features[parent]
        return feature

    def _name(self, identifier: str, feature: _Feature, symbol: str) -> str | None:
        """Return the accession of a transcript, None where it has none; a mitochondrial one is named by its gene."""
        stated = first(feature.stated, "transcript_id")
        if not stated and ("Parent" in feature.stated or "gene" not in feature.kind):
            stated = strip_kind(identifier) or ""
        if stated:
            return with_version(strip_copy(stated), first(feature.stated, "version"))
        return f"{self.name}({symbol})" if self._mitochondrial else None

    def _gather(self, identifier: str, feature: _Feature, pieces: Pieces) -> Pieces:
        if feature.strand is None:
            raise Inconsistent("it states no strand")
        pieces.strand = feature.strand
        codings = self._coding.get(identifier, {})
        coding = min(codings.values(), key=_order, default=None)
        if coding is not None:
            pieces.coding = [place for place, _ in coding.parts] + self._stops.get(identifier, [])
        untranslated = self._untranslated.get(identifier, ())
        pieces.exons = self._exons.get(identifier) or merge((*pieces.coding, *untranslated))
        pieces.excepted = list(self._redefined.get(identifier, ()))
        phase = coding.find_first()[1] if coding else ""
        stated = coding.stated if coding else None
        complete(pieces, feature.stated, stated, phase, versioned="version", mitochondrial=self._mitochondrial)
        start, end = min(exon.start for exon in pieces.exons), max(exon.end for exon in pieces.exons)
        for alignment in self._alignments.get(pieces.accession, {}).values():
            if alignment.overlaps(start, end):
                pieces.matches = alignment.matches
                if alignment.mismatches is not None:
                    pieces.differs = alignment.mismatches != "0"
        return pieces


def _find_parents(line: Line) -> list[str]:
    found = _PARENT.search(line.attributes)
    return _list(found[1]) if found else []


def _find_partner_name(stated: Stated) -> str:
    """Return the accession that MANE's other publisher has for a transcript or protein, "" where none is stated."""
    named = (reference for reference in stated.get("Dbxref", ()) if reference.startswith(_PARTNERS))
    return next(named, "").partition(":")[2]


def _order(coding: _Coding) -> tuple[int, str]:
    """Order the coding sequences of a transcript: the one that begins first, then by the name of its protein."""
    return coding.find_first()[0], first(coding.stated, "protein_id")


def _name_gene(gene: _Feature, contig: str) -> tuple[str, list[str]]:
    """Return the symbol of a gene, or what else it is called by, and its other symbols."""
    identifier = first(gene.stated, "ID")
    symbol = first(gene.stated, "gene", "gene_name", "Name", "gene_id") or strip_kind(identifier) or identifier
    aliases = gene.stated.get("gene_synonym", [])
    named = name_mitochondrial(symbol, contig)
    return named, aliases if named == symbol else [symbol, *aliases]


def _find_ensembl(gene: _Feature) -> str:
    """Return Ensembl's identifier of a gene without its version, "" where none is stated."""
    stated = (first(gene.stated, "gene_id"), strip_kind(first(gene.stated, "ID")) or "")
    return next((strip_copy(name).partition(".")[0] for name in stated if name.startswith("ENS")), "")
