"""What a reference may be called: accessions of each kind, chromosomes, assemblies and gene symbols.

Sources: RefSeq accession prefixes (NCBI Handbook, chapter 18, table 1), Locus Reference Genomic identifiers, Ensembl
stable identifiers, HGNC guidelines for symbols (capitals, but for `orf`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from synonymizer.errors import UnknownAssembly

if TYPE_CHECKING:
    from synonymizer.places import Assembly, Contig

Kind = Literal["assembly", "chromosome", "mitochondrion", "genomic", "coding", "noncoding", "protein", "other", "gene"]

MITOCHONDRION = "NC_012920"
"""The rCRS without its version; the one mitochondrial genome of both assemblies."""

_PATTERNS: dict[Kind, str] = {
    "mitochondrion": r"NC[_-]{0,2}012920(?:\.\d{0,4})?|(?:chr)?MT?",
    "chromosome": r"(?:chr(?:omosome)?)?(?:[1-9]|1\d|2[0-2]|X|Y)",
    "genomic": r"N[CGTWZ][_-]{0,2}\d{6,9}(?:\.\d{0,4})?|LRG_\d{1,5}",
    "coding": r"[NX]M[_-]{0,2}\d{6,9}(?:\.\d{0,4})?|ENS(?:[A-Z]{3,4})?T\d{11}(?:\.\d{0,4})?|LRG_\d{1,5}t\d{1,3}",
    "noncoding": r"[NX]R[_-]{0,2}\d{6,9}(?:\.\d{0,4})?",
    "protein": r"[NXY]P[_-]{0,2}\d{6,9}(?:\.\d{0,4})?|ENS(?:[A-Z]{3,4})?P\d{11}(?:\.\d{0,4})?|LRG_\d{1,5}p\d{1,3}",
    "other": r"[A-Z]{1,2}\d{5,6}\.\d{1,4}",
    "assembly": r"GRC[a-z]\d\d?[a-z]?(?:\.p\d+)?|hg\d\d?|NCBI3\d|b3\d|hs1|T2T-CHM13(?:v\d\.\d)?",
    "gene": r"(?![CGMNOPR]\.)(?=[^A-Z]*[A-Z])[A-Z0-9](?:[A-Z0-9._@/-]{0,30}[A-Z0-9@])?",
}
_KINDS = {kind: re.compile(pattern, re.IGNORECASE | re.ASCII) for kind, pattern in _PATTERNS.items()}
_OF_OTHERS = re.compile(r"GRC[^h\W\d_]\d\d?[a-z]?", re.IGNORECASE | re.ASCII)
"""An assembly of the Genome Reference Consortium that is of mouse, zebrafish, chicken or rat."""

_REFSEQ = re.compile(r"([NXY][A-Z])[_-]*(\d+)(?:\.(\d*))?")
_OPEN_READING_FRAME = re.compile(r"C(\d{1,2}|X|Y)ORF(\d+)(.*)")

_ASSEMBLIES: dict[str, Assembly] = {
    "grch37": "GRCh37",
    "hg19": "GRCh37",
    "b37": "GRCh37",
    "grch38": "GRCh38",
    "hg38": "GRCh38",
    "b38": "GRCh38",
}


_LONG_NUMBER = re.compile(r"\d{5}")
"""What accessions have, and names of chromosomes have not."""

_BEGINNING = re.compile(r"\b(?:[NX][CGMPRTW]_|ENS(?:[A-Z]{3,4})?[TPG]|LRG_)\d")


def holds_accession(text: str) -> bool:
    """Whether a name as printed has an accession in it, and so says itself what it counts on.

    >>> holds_accession("[NM_003156.3:c.494C>A];[NM_003156.3:c.500G>T]"), holds_accession("STIM1:c.494C>A")
    (True, False)
    """
    return _BEGINNING.search(text) is not None


@dataclass(frozen=True, slots=True)
class Label:
    """A word that names a reference: its kind, and the name in its proper spelling."""

    kind: Kind
    name: str


@lru_cache(maxsize=256)
def read_label(word: str) -> Label | None:
    """Read one word as the name of a reference, in its proper spelling; None when it cannot be one.

    A chromosome is named as the assemblies name it, without `chr`. Any other word of letters and digits may be a gene.

    >>> read_label("nm_003156.3"), read_label("chr11"), read_label("lrg_164T1").name, read_label("c9ORF72").name
    (Label(kind='coding', name='NM_003156.3'), Label(kind='chromosome', name='11'), 'LRG_164t1', 'C9orf72')
    """
    for kind, pattern in _KINDS.items():
        if pattern.fullmatch(word):
            return Label(kind, word if kind == "assembly" else _spell(word, kind))
    return None


def _spell(word: str, kind: Kind) -> str:
    name = word.upper()
    if kind == "chromosome":
        return name.removeprefix("CHROMOSOME").removeprefix("CHR")
    if name in {"M", "MT", "CHRM", "CHRMT"}:
        return "MT"
    if kind == "gene":
        frame = _OPEN_READING_FRAME.fullmatch(name)
        return f"C{frame[1]}orf{frame[2]}{frame[3]}" if frame else name
    if name.startswith("LRG_"):
        return "LRG_" + name[4:].lower()
    if kind == "other" or name.startswith("ENS"):
        return name.rstrip(".")
    accession = _REFSEQ.fullmatch(name)
    if accession is None:
        return name
    version = f".{accession[3]}" if accession[3] else ""
    return f"{accession[1]}_{accession[2]}{version}"


def get_assembly(text: str, start: int, end: int) -> Assembly:
    """Return the assembly that a stretch of text names, whatever its patch level.

    >>> get_assembly("GRCh38.p14 chr11", 0, 10)
    'GRCh38'

    Raises:
        UnknownAssembly: when it is not held.
    """
    name = text[start:end].partition(".")[0]
    assembly = _ASSEMBLIES.get(name.lower())
    if assembly is None and _OF_OTHERS.fullmatch(name):
        return f"GRC{name[3:].lower()}"
    if assembly is None:
        message = f"{text[start:end]} is not held; GRCh37 (hg19) and GRCh38 (hg38) are. Lift the coordinate to one."
        raise UnknownAssembly(message, text=text, span=(start, end))
    return assembly


def name_chromosome(contig: Contig) -> str:
    """Return what UCSC calls a chromosome.

    >>> from synonymizer.places import Contig
    >>> name_chromosome(Contig("NC_000011.9", "GRCh37", "11", 135006516, ""))
    'chr11'
    """
    if contig.name == "MT":
        return "chrM"
    return contig.name if _LONG_NUMBER.search(contig.name) else f"chr{contig.name}"


def write_chromosome(contig: Contig) -> str:
    """Write a chromosome as UCSC names it, with its assembly where a reader would take it for another.

    >>> from synonymizer.places import Contig
    >>> write_chromosome(Contig("NC_000011.9", "GRCh37", "11", 135006516, ""))
    'chr11(hg19)'
    """
    name = name_chromosome(contig)
    return f"{name}(hg19)" if contig.assembly == "GRCh37" and contig.name != "MT" else name
