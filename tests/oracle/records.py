"""Read sequences, transcripts and placements straight from the public LRG files, for the judge and for nothing else.

Nothing is shared with the program under test: not its bundle, not its loader, not its values.
Source of the format: LRG schema 1.9 (fixed annotation, updatable annotation sets, mappings with their differences).
Coordinates are interbase; bases are upper-case DNA in the record's direction, which is that of its transcripts.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED", Path(__file__).parents[2] / ".." / "shared"))
ARCHIVE = SHARED / "refdata" / "LRG_public_xml_files.zip"
MITOCHONDRION = SHARED / "refdata" / "NC_012920.1.fasta"
ASSEMBLIES = {"other_assembly": "GRCh37", "main_assembly": "GRCh38"}


@dataclass(frozen=True, slots=True)
class Difference:
    """The other sequence reads `bases` where the record has [start, end)."""

    start: int
    end: int
    bases: str

    @property
    def growth(self) -> int:
        """Bases that the other sequence has more than the record."""
        return len(self.bases) - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Placement:
    """The whole record on [start, end) of a contig."""

    assembly: str
    contig: str
    chromosome: str
    strand: int
    start: int
    end: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Exon:
    """Record bases [start, end); the exon's first base is base `first` of the transcript."""

    start: int
    end: int
    first: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """A spliced view of a record; `coding` is interbase on the record."""

    accession: str
    exons: tuple[Exon, ...]
    differences: tuple[Difference, ...] = ()
    coding: tuple[int, int] | None = None
    protein: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """One gene's genomic sequence, what is spliced from it and where it lies; `names` are its accessions.

    `exceptions` are codons that read otherwise, each by its first base.
    """

    names: tuple[str, ...]
    bases: str
    placements: tuple[Placement, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    exceptions: tuple[tuple[int, str], ...] = ()


def read_archive(path: Path = ARCHIVE) -> Iterator[Record]:
    """Read every record of the LRG archive, in the order of the archive."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.endswith(".xml"):
                yield _read_record(ElementTree.parse(io.BytesIO(archive.read(member))).getroot())


def read_mitochondrion(path: Path = MITOCHONDRION) -> Record:
    """Read the mitochondrial genome, which is one record placed on itself in both assemblies."""
    header, *lines = path.read_text(encoding="ascii").splitlines()
    accession = header[1:].split()[0]
    bases = "".join(lines).upper()
    placements = (Placement(assembly, accession, "MT", 1, 0, len(bases), ()) for assembly in ASSEMBLIES.values())
    return Record((accession,), bases, tuple(placements))


def _read_record(root: Element) -> Record:
    fixed = _child(root, "fixed_annotation")
    name = _text(fixed, "id")
    annotated = {
        _attribute(transcript, "accession"): transcript for transcript in root.iterfind(".//features/gene/transcript")
    }
    transcripts = {
        transcript.accession: transcript
        for mapping in root.iterfind(".//annotation_set/mapping[@type='transcript']")
        if _is_consistent(mapping)
        for transcript in [_read_mapped(mapping, annotated.get(_attribute(mapping, "other_id")))]
    }
    exceptions: list[tuple[int, str]] = []
    for element in fixed.iterfind("transcript"):
        own, published = _read_fixed(element, name, annotated)
        transcripts |= {transcript.accession: transcript for transcript in (own, *published)}
        exceptions += _read_exceptions(element, own)
    bases = _text(fixed, "sequence")
    placements = (
        placement
        for kind in ASSEMBLIES
        for mapping in root.iterfind(f".//annotation_set/mapping[@type='{kind}']")
        for placement in [_read_placement(mapping)]
        if placement.end - placement.start == len(bases) + sum(d.growth for d in placement.differences)
    )
    names = (
        name,
        _text(fixed, "sequence_source"),
    )  # a placement whose differences do not make up its length is left out
    return Record(names, bases, tuple(placements), tuple(transcripts.values()), tuple(exceptions))


def _read_fixed(element: Element, name: str, annotated: dict[str, Element]) -> tuple[Transcript, list[Transcript]]:
    """Read a fixed transcript under its own name and under that of the RefSeq transcript it was made from.

    Where it carries several coding regions, c. counts from the one of the lowest protein number.
    """
    label = _attribute(element, "name")
    exons = []
    for exon in element.iterfind("exon"):
        start, end = _interval(_coordinates(exon, name))
        first, _ = _interval(_coordinates(exon, name + label))
        exons.append(Exon(start, end, first))
    regions = {
        _attribute(_child(region, "translation"), "name"): region for region in element.iterfind("coding_region")
    }
    coding, protein = None, None
    if regions:
        protein = min(regions, key=lambda p: int(p[1:]))
        coding = _interval(_coordinates(regions[protein], name))
    own = Transcript(name + label, tuple(exons), (), coding, protein and name + protein)
    published = []
    for accession, feature in annotated.items():
        if feature.get("fixed_id") == label and feature.get("source") == "RefSeq":
            products = feature.findall("protein_product")
            made = [_attribute(p, "accession") for p in products if p.get("fixed_id") == protein or len(products) == 1]
            published.append(Transcript(accession, own.exons, (), coding, made[0] if made else None))
    return own, published


def _read_exceptions(element: Element, transcript: Transcript) -> Iterator[tuple[int, str]]:
    for exception in element.iterfind("coding_region/translation_exception"):
        codon = int(_attribute(exception, "codon")) - 1
        places = [place for exon in transcript.exons for place in range(exon.start, exon.end)]
        start, _ = transcript.coding or (0, 0)
        yield places[places.index(start) + 3 * codon], _text(exception, "sequence")


def _is_consistent(mapping: Element) -> bool:
    """Say whether the differences make up the lengths, span by span; some Ensembl rows list a difference twice."""
    for span in mapping.iterfind("mapping_span"):
        (start, end), (first, last) = _interval(span, "lrg_"), _interval(span, "other_")
        if last - first != end - start + sum(difference.growth for difference in _differences([span])):
            return False
    return True


def _read_mapped(mapping: Element, feature: Element | None) -> Transcript:
    """Read a transcript of the updatable section; without a complete coding region in the features it has none."""
    spans = mapping.findall("mapping_span")
    exons = tuple(Exon(*_interval(span, "lrg_"), _interval(span, "other_")[0]) for span in spans)
    coding, protein = None, None
    for product in feature.iterfind("protein_product") if feature is not None else ():
        if product.find("partial") is None and coding is None:
            coding, protein = _interval(_child(product, "coordinates")), _attribute(product, "accession")
    return Transcript(_attribute(mapping, "other_id"), exons, _differences(spans), coding, protein)


def _read_placement(mapping: Element) -> Placement:
    spans = mapping.findall("mapping_span")
    return Placement(
        ASSEMBLIES[_attribute(mapping, "type")],
        _attribute(mapping, "other_id"),
        _attribute(mapping, "other_name"),
        int(_attribute(spans[0], "strand")),
        *_interval(mapping, "other_"),
        _differences(spans),
    )


def _differences(spans: list[Element]) -> tuple[Difference, ...]:
    found = []
    for element in (difference for span in spans for difference in span.iterfind("diff")):
        start, end = _interval(element, "lrg_")
        if _attribute(element, "type") == "other_ins":  # printed with the two record bases that flank it
            start, end = start + 1, start + 1
        found.append(Difference(start, end, _attribute(element, "other_sequence").strip("-")))
    return tuple(sorted(found, key=lambda difference: (difference.start, difference.end)))


def _interval(element: Element, prefix: str = "") -> tuple[int, int]:
    return int(_attribute(element, prefix + "start")) - 1, int(_attribute(element, prefix + "end"))


def _coordinates(element: Element, system: str) -> Element:
    return _child(element, f"coordinates[@coord_system='{system}']")


def _child(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise ValueError(f"<{element.tag}> without {path}")
    return found


def _text(element: Element, path: str) -> str:
    return (_child(element, path).text or "").strip()


def _attribute(element: Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        raise ValueError(f"<{element.tag}> without {name}")
    return value
