"""What the publishers of annotation write where: accessions, versions, copies, tags, genetic codes, exceptions.

Sources: NCBI's README of its GFF3 files; Ensembl's READMEs of its GFF3 and GTF files; GENCODE's format description and
tags; UCSC's genePredToGtf; the INSDC feature table for transl_except and transl_table; HGNC's symbols of mitochondrial
genes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from synonymizer.places import MITOCHONDRION
from synonymizer.reference.laying import Inconsistent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from synonymizer.places import GeneticCode
    from synonymizer.reference.contract import End

MITOCHONDRIA = frozenset({MITOCHONDRION, "MT", "M", "chrM", "chrMT"})
"""How the mitochondrial genomes of vertebrates are called; any other says so in its `region`."""

_CODES: Mapping[str, GeneticCode] = {"1": "standard", "11": "standard", "2": "mitochondrial"}
"""Genetic codes by NCBI's numbers; 11 is the standard one but for where translation may start."""

_RESIDUES: Mapping[str, str] = {"Sec": "U", "Pyl": "O", "Met": "M", "OTHER": "X", "Other": "X"}
"""What a codon is read as against its code. Others mend bases in which a message and its contig differ."""

_MITOCHONDRIAL: Mapping[str, str] = {"TRN": "T", "COX": "CO", "CYTB": "CYB"}
"""How RefSeq's symbols of mitochondrial genes begin where HGNC's begin otherwise."""

_COPY = re.compile(r"(?P<of>.+)(?:_PAR_Y|_dup\d+)|(?P<numbered>.+\.\d+)[-_]\d+")
_KIND = re.compile(r"[A-Za-z_]+:")
_UNNAMED = re.compile(r"(?:rna|gene|id|cds|exon)-.*|(?:rna|gene|id|cds|exon)\d+")
_EXCEPTION = re.compile(r"\(pos:(.+?),aa:(\w+)\)")
_LRG = re.compile(r"(?:LRG:)?(LRG_\d+([tp])\d+)")
_KEPT = ("MANE", "RefSeq Select", "Ensembl canonical")
_MISSING: Mapping[str, End] = {
    "cds_start_NF": "start",
    "mRNA_start_NF": "start",
    "cds_end_NF": "end",
    "mRNA_end_NF": "end",
}


def with_version(accession: str, version: str) -> str:
    """Add the version that stands apart from an accession.

    >>> with_version("ENST00000361390", "2"), with_version("NM_003156.4", ""), with_version("ENST00000361390.2", "2")
    ('ENST00000361390.2', 'NM_003156.4', 'ENST00000361390.2')
    """
    return accession if not version or accession.rpartition(".")[2].isdecimal() else f"{accession}.{version}"


def strip_copy(identifier: str) -> str:
    """Remove what tells the second place of a transcript from the first.

    >>> strip_copy("NM_000451.4-2"), strip_copy("ENST00000381192.10_PAR_Y"), strip_copy("NM_000451_dup1")
    ('NM_000451.4', 'ENST00000381192.10', 'NM_000451')
    """
    found = _COPY.fullmatch(identifier)
    return (found["of"] or found["numbered"]) if found else identifier


def strip_kind(identifier: str) -> str | None:
    """Return the name in an identifier of GFF3, None where NCBI made it up.

    >>> strip_kind("transcript:ENST00000361390"), strip_kind("FBtr0070001"), strip_kind("rna-TRNF"), strip_kind("rna12")
    ('ENST00000361390', 'FBtr0070001', None, None)
    """
    return None if _UNNAMED.fullmatch(identifier) else _KIND.sub("", identifier, count=1)


def keep_tags(stated: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that rank transcripts, spelled with spaces.

    >>> keep_tags(["basic", "MANE_Select", "Ensembl_canonical"])
    ('MANE Select', 'Ensembl canonical')
    """
    spelled = (tag.strip().replace("_", " ") for tag in stated)
    return tuple(dict.fromkeys(tag for tag in spelled if tag.startswith(_KEPT)))


def find_lrg(references: Iterable[str], kind: Literal["t", "p"]) -> tuple[str, ...]:
    """Return what LRG calls a transcript (t) or a protein (p), by the cross-references to it.

    >>> find_lrg(["GeneID:672", "LRG:LRG_292", "LRG:LRG_292t1"], "t")
    ('LRG_292t1',)
    """
    found = (_LRG.fullmatch(reference) for reference in references)
    return tuple(dict.fromkeys(name[1] for name in found if name and name[2] == kind))


def find_incomplete(tags: Iterable[str], phase: str) -> tuple[End, ...]:
    """Return the missing ends by GENCODE's tags, and by the phase of the first coding part."""
    missing: set[End] = {_MISSING[tag] for tag in tags if tag in _MISSING}
    return tuple(sorted(missing | ({"start"} if phase in ("1", "2") else set()), reverse=True))


def find_code(table: str, *, mitochondrial: bool) -> GeneticCode:
    """Return the genetic code of a coding sequence by NCBI's number of it, or by its genome.

    Raises:
        Inconsistent: when it is one that is not supported.
    """
    code = _CODES.get(table or ("2" if mitochondrial else "1"))
    if code is None:
        raise Inconsistent(f"its genetic code, number {table}, is not supported")
    return code


def find_residue(name: str) -> str | None:
    """Return the letter of a residue that a codon is read as against its code, None of one that mends a difference."""
    return _RESIDUES.get(name)


def parse_exceptions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start and end on the contig, interbase, and the residue of each exception of `transl_except`.

    >>> list(parse_exceptions("(pos:complement(31105951..31105953),aa:Sec)"))
    [(31105950, 31105953, 'U')]
    """
    for place, name in _EXCEPTION.findall(text):
        numbers = [int(number) for number in re.findall(r"\d+", place)]
        residue = find_residue(name)
        if numbers and residue:
            yield min(numbers) - 1, max(numbers), residue


def name_mitochondrial(symbol: str, contig: str) -> str:
    """Return HGNC's symbol of a gene of the human mitochondrion, any other as it is.

    >>> [name_mitochondrial(symbol, "NC_012920.1") for symbol in ("COX1", "TRNF", "ND4L", "MT-ND1")]
    ['MT-CO1', 'MT-TF', 'MT-ND4L', 'MT-ND1']
    """
    if contig != MITOCHONDRION or symbol.startswith("MT-"):
        return symbol
    begins = next((begins for begins in _MITOCHONDRIAL if symbol.startswith(begins)), "")
    return f"MT-{_MITOCHONDRIAL.get(begins, '')}{symbol.removeprefix(begins)}"


def is_told_to_differ(note: str) -> bool:
    """Whether a note of NCBI says that a transcript has other bases than its contig; of indels its alignment tells.

    >>> is_told_to_differ("The RefSeq transcript has 1 substitution compared to this genomic sequence")
    True
    """
    return "substitution" in note or "was modified relative to" in note
