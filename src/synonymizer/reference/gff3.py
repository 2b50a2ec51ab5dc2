"""Reads transcripts from GFF3: RefSeq's, MANE's, Ensembl's, GENCODE's, and any that follows the specification.

Sources: GFF3 1.26; NCBI's README of its GFF3 files; Ensembl's README of its GFF3 files; GENCODE's format description. A
file is read contig by contig, and within a contig the order of lines does not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from os.path import basename
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from synonymizer.errors import BadSource
from synonymizer.places import Interval
from synonymizer.reference.header import read_comment
from synonymizer.reference.laying import Inconsistent, Match, Pieces, lay
from synonymizer.reference.naming import (
    MITOCHONDRIA,
    find_code,
    find_incomplete,
    keep_tags,
    name_mitochondrial,
    parse_exceptions,
    strip_copy,
    strip_kind,
    with_version,
)
from synonymizer.reference.records import Contents, LeftOut, Listed
from synonymizer.reference.textfiles import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from synonymizer.reference.contract import End, Record

_COLUMNS = 9
_DIGITS = 12
_ENDS: tuple[End, ...] = ("start", "end")
_PARENT = re.compile(r"(?:^|;)\s*Parent=([^;]+)")
_DISCREPANCIES = frozenset({"annotated by transcript or proteomic data", "unclassified transcription discrepancy"})
"""Exceptions that NCBI states of transcripts whose bases are not those of the contig."""

_REDEFINED: dict[str, str] = {
    "stop_codon_redefined_as_selenocysteine": "U",
    "stop_codon_redefined_as_pyrrolysine": "O",
}
_OUTER = frozenset({"five_prime_UTR", "three_prime_UTR", "UTR"})
_NAMED = re.compile("gene|RNA|transcript")
_TARGET = re.compile(r"(\S+) (\d+) (\d+)(?: ([+-]))?")


class Line(NamedTuple):
    """A line of annotation. Its place is oriented, forward where no strand is stated; attributes are as written."""

    contig: str
    kind: str
    place: Interval
    strand: Literal[1, -1] | None
    phase: str
    attributes: str


def read_gff3(path: str) -> Listed:
    """Read a GFF3 file.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when a line of it is none of GFF3.
    """
    contents = Contents(basename(path))
    return Listed(contents, tuple(iterate_gff3(path, contents)))


def iterate_gff3(path: str, contents: Contents) -> Iterator[Record]:
    """Yield the records of a GFF3 file contig by contig, holding one contig at a time; note all else in `contents`.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when a line of it is none of GFF3.
    """
    contig: _Contig | None = None
    for line in read_annotation(path, contents):
        if contig is None or contig.name != line.contig:
            if contig is not None:
                yield from contig.lay(contents)
            contig = _Contig(line.contig)
        contig.add(line)
    if contig is not None:
        yield from contig.lay(contents)


def read_annotation(path: str, contents: Contents) -> Iterator[Line]:
    """Yield the lines of GFF3 or GTF up to its sequences, if it has any; note what comments say in `contents`.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when a line is none of annotation.
    """
    for number, text in enumerate(read_lines(path), 1):
        if text.startswith("#"):
            if text.startswith("##FASTA"):
                return
            read_comment(text, contents)
        elif text.startswith(">"):
            return
        elif text and not text.isspace():
            line = _parse_line(text)
            if line is None:
                raise BadSource(
                    f"{path}:{number}: {text[:60]!r} is no line of annotation, which has nine columns between tabs, of "
                    "which the fourth and fifth are a start and an end. Check which file it is, or remove the line."
                )
            yield line


def _parse_line(text: str) -> Line | None:
    columns = text.split("\t")
    if len(columns) != _COLUMNS:
        return None
    contig, _, kind, first, last, _, sign, phase, attributes = columns
    if not (first.isascii() and first.isdecimal() and last.isascii() and last.isdecimal() and len(last) < _DIGITS):
        return None
    start, end = int(first) - 1, int(last)
    if not 0 <= start < end:
        return None
    if sign == "-":
        return Line(contig, kind, Interval(-end, -start), -1, phase, attributes)
    return Line(contig, kind, Interval(start, end), 1 if sign == "+" else None, phase, attributes)


def parse_attributes(text: str) -> dict[str, str]:
    """Return the attributes of a feature, values as they are written.

    >>> parse_attributes("ID=a;Note=one%3B two; Parent=b,c")
    {'ID': 'a', 'Note': 'one%3B two', 'Parent': 'b,c'}
    """
    pairs = (pair.partition("=") for pair in text.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs if value}


def _decode(text: str) -> str:
    return unquote(text) if "%" in text else text


def _list(text: str) -> list[str]:
    return [_decode(part) for part in text.split(",")] if text else []


class _Feature(NamedTuple):
    """A gene, a transcript, or what lies between them."""

    kind: str
    strand: Literal[1, -1] | None
    attributes: dict[str, str]

    def get(self, name: str) -> str:
        return _decode(self.attributes.get(name, ""))

    @property
    def parents(self) -> list[str]:
        return _list(self.attributes.get("Parent", ""))

    @property
    def is_gene(self) -> bool:
        return "gene" in self.kind and "Parent" not in self.attributes


@dataclass(slots=True)
class _Coding:
    """A coding sequence: its parts, each with its phase."""

    attributes: dict[str, str]
    parts: list[tuple[Interval, str]]

    @property
    def first(self) -> tuple[Interval, str]:
        return min(self.parts, key=lambda part: part[0].start)


class _Contig:
    """The features of a contig, those that make up a transcript by the identifier of their parent."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._mitochondrial = name in MITOCHONDRIA
        self._features: dict[str, _Feature] = {}
        self._exons: dict[str, list[Interval]] = {}
        self._outer: dict[str, list[Interval]] = {}
        self._coding: dict[str, dict[str, _Coding]] = {}
        self._redefined: dict[str, list[tuple[int, str]]] = {}
        self._alignments: dict[str, dict[str, list[Match]]] = {}
        self._mismatched: set[str] = set()
        self._last = ("", {"": ""})

    # ---- what lines tell

    def add(self, line: Line) -> None:
        """Note a line."""
        match line.kind:
            case "exon":
                self._add_part(self._exons, line)
            case "CDS":
                self._add_coding(line)
            case "cDNA_match":
                self._add_alignment(line)
            case kind if kind in _OUTER:
                self._add_part(self._outer, line)
            case kind if kind in _REDEFINED:
                for parent in self._parents(line):
                    self._redefined.setdefault(parent, []).append((line.place.start, _REDEFINED[kind]))
            case "region":
                attributes = parse_attributes(line.attributes)
                self._mitochondrial |= attributes.get("genome") == "mitochondrion"
            case _:
                self._add_feature(line)

    def _parents(self, line: Line) -> list[str]:
        found = _PARENT.search(line.attributes)
        return _list(found[1].strip()) if found else []

    def _add_part(self, held: dict[str, list[Interval]], line: Line) -> None:
        for parent in self._parents(line):
            held.setdefault(parent, []).append(line.place)

    def _add_coding(self, line: Line) -> None:
        if line.attributes != self._last[0]:  # the parts of a coding sequence mostly say the same
            self._last = line.attributes, parse_attributes(line.attributes)
        attributes = self._last[1]
        name = attributes.get("protein_id") or attributes.get("ID", "")
        for parent in _list(attributes.get("Parent", "")):
            coding = self._coding.setdefault(parent, {}).setdefault(name, _Coding(attributes, []))
            coding.parts.append((line.place, line.phase))

    def _add_alignment(self, line: Line) -> None:
        attributes = parse_attributes(line.attributes)
        target = _TARGET.fullmatch(_decode(attributes.get("Target", "")))
        if target is None or line.strand is None:
            return
        accession, first, last, sign = target.groups()
        place, gap = line.place, attributes.get("Gap", "")
        if sign == "-":
            place, gap = Interval(-place.end, -place.start), " ".join(reversed(gap.split()))
        exon = Match(place, Interval(int(first) - 1, int(last)), gap)
        self._alignments.setdefault(accession, {}).setdefault(attributes.get("ID", ""), []).append(exon)
        if attributes.get("num_mismatch", "0") != "0":
            self._mismatched.add(accession)

    def _add_feature(self, line: Line) -> None:
        attributes = parse_attributes(line.attributes)
        if "ID" in attributes and ("Parent" in attributes or _NAMED.search(line.kind)):
            feature = _Feature(line.kind, line.strand, attributes)
            self._features.setdefault(_decode(attributes["ID"]), feature)

    # ---- what they make

    def lay(self, contents: Contents) -> Iterator[Record]:
        """Yield the transcripts of the contig."""
        parents = dict.fromkeys((*self._exons, *self._coding))
        for identifier in parents:
            feature = self._features.get(identifier)
            if feature is None:
                why = "its exons name a Parent that the contig does not have"
                contents.left_out.append(LeftOut(f"{identifier} on {self.name}", why))
                continue
            gene = self._find_gene(feature)
            symbol, aliases = _name_gene(gene, self.name)
            accession = self._name(identifier, feature, symbol)
            if accession is None:
                continue
            try:
                record = lay(self._gather(identifier, feature, accession, symbol))
            except Inconsistent as fault:
                contents.left_out.append(LeftOut(f"{accession} on {self.name}", str(fault)))
                continue
            contents.add_gene(symbol, aliases, _find_ensembl(gene))
            yield record

    def _find_gene(self, feature: _Feature) -> _Feature:
        """Return the gene of a transcript: what has no parent above it."""
        seen = {id(feature)}
        while feature.parents:
            parent = self._features.get(feature.parents[0])
            if parent is None or id(parent) in seen:
                break
            seen.add(id(parent))
            feature = parent
        return feature

    def _name(self, identifier: str, feature: _Feature, symbol: str) -> str | None:
        """Return the accession of a transcript, None where it has none; a mitochondrial one is named by its gene."""
        stated = feature.get("transcript_id") or (None if feature.is_gene else strip_kind(identifier))
        if stated:
            return with_version(strip_copy(stated), feature.get("version"))
        return f"{self.name}({symbol})" if self._mitochondrial else None

    def _gather(self, identifier: str, feature: _Feature, accession: str, symbol: str) -> Pieces:
        if feature.strand is None:
            raise Inconsistent("it states no strand")
        pieces = Pieces(accession, symbol, self.name, feature.strand)
        coding = min(self._coding.get(identifier, {}).values(), key=_order_coding, default=None)
        table = coding.attributes.get("transl_table") if coding else None
        pieces.code = find_code(table, mitochondrial=self._mitochondrial)
        pieces.exons = self._exons.get(identifier) or _merge(self._list_parts(identifier))
        pieces.matches = self._find_alignment(accession, pieces.exons)
        pieces.differs = feature.get("exception") in _DISCREPANCIES or bool(
            pieces.matches and accession in self._mismatched
        )
        tags = _list(feature.attributes.get("tag", ""))
        pieces.tags = keep_tags(tags)
        pieces.excepted = list(self._redefined.get(identifier, ()))
        missing = set(find_incomplete(tags, coding.first[1] if coding else "."))
        missing |= _find_partial(feature.attributes, feature.strand)
        if coding is not None:
            pieces.coding = [place for place, _ in coding.parts]
            protein = _decode(coding.attributes.get("protein_id", ""))
            pieces.protein = with_version(strip_copy(protein), coding.attributes.get("version")) if protein else None
            for start, end, residue in parse_exceptions(_decode(coding.attributes.get("transl_except", ""))):
                pieces.excepted.append((start if feature.strand > 0 else -end, residue))
            missing |= _find_partial(coding.attributes, feature.strand)
        pieces.incomplete = tuple(end for end in _ENDS if end in missing)
        return pieces

    def _list_parts(self, identifier: str) -> list[Interval]:
        """Return what stands for exons where annotation has none: coding and untranslated parts."""
        coding = (part for one in self._coding.get(identifier, {}).values() for part, _ in one.parts)
        return [*coding, *self._outer.get(identifier, ())]

    def _find_alignment(self, accession: str, exons: list[Interval]) -> list[Match]:
        """Return the alignment of a transcript that lies where its exons do, on their strand; mostly there is none."""
        first, last = min(exons, key=_start).start, max(exons, key=_end).end
        for matches in self._alignments.get(accession, {}).values():
            if min(match.place.start for match in matches) < last and first < max(match.place.end for match in matches):
                return matches
        return []


def _merge(parts: list[Interval]) -> list[Interval]:
    """Join parts that touch or overlap."""
    merged: list[Interval] = []
    for part in sorted(parts, key=_start):
        if merged and part.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, part.end))
        else:
            merged.append(part)
    return merged


def _start(place: Interval) -> int:
    return place.start


def _end(place: Interval) -> int:
    return place.end


def _order_coding(coding: _Coding) -> tuple[int, str]:
    """Order the coding sequences of a transcript: the one that begins first, then by the name of its protein."""
    return coding.first[0].start, coding.attributes.get("protein_id", "")


def _name_gene(gene: _Feature, contig: str) -> tuple[str, list[str]]:
    """Return the symbol of a gene, or what else it is called by, and its other symbols."""
    aliases = _list(gene.attributes.get("gene_synonym", ""))
    stated = (gene.get(name) for name in ("gene", "gene_name", "Name", "gene_id"))
    symbol = next(filter(None, stated), "") or strip_kind(gene.get("ID")) or gene.get("ID")
    named = name_mitochondrial(symbol, aliases, contig)
    return named, aliases if named == symbol else [symbol, *aliases]


def _find_ensembl(gene: _Feature) -> str:
    """Return Ensembl's identifier of a gene without its version, "" where none is stated."""
    stated = (gene.get("gene_id"), strip_kind(gene.get("ID")) or "")
    return next((strip_copy(name).partition(".")[0] for name in stated if name.startswith("ENS")), "")


def _find_partial(attributes: dict[str, str], strand: int) -> set[End]:
    """Return the ends that NCBI says a feature lacks; the ranges are of the contig, whatever the strand."""
    if attributes.get("partial") != "true":
        return set()
    stated = {
        end for end, name in zip(_ENDS[::strand], ("start_range", "end_range"), strict=True) if name in attributes
    }
    return stated or set(_ENDS)
