"""The input files of a bundle: how they are named, where they come from, and under which terms."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Literal

from synonymizer.errors import BadSource, MissingData
from synonymizer.places import ASSEMBLIES, Contig
from synonymizer.reference.contract import Origin
from synonymizer.reference.textfiles import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Role = Literal[
    "lrg", "mane", "hgnc", "contigs", "mt_fasta", "mt_gff", "extras", "extras_fasta", "chain", "rsids", "vcf"
]

PUBLIC_DOMAIN = "public domain (US government work)"


@dataclass(frozen=True, slots=True)
class Source:
    """An input file: the pattern of its name, what it is, its release where the file does not say, and its terms."""

    pattern: str
    title: str
    release: str
    licence: str
    required: bool = False


SOURCES: Mapping[Role, Source] = {
    "lrg": Source(
        "LRG_public_xml_files*.zip",
        "LRG public XML set, EMBL-EBI",
        "schema 1.9",
        "free to use (EMBL-EBI terms of use)",
        required=True,
    ),
    "mane": Source("MANE.GRCh38*.bed.gz", "MANE transcripts, NCBI and EMBL-EBI", "", PUBLIC_DOMAIN),
    "hgnc": Source("hgnc_gene_synonyms*.tsv.gz", "HGNC gene symbols", "", "CC0 1.0"),
    "contigs": Source("contigs.tsv", "GRCh37 and GRCh38 chromosomes, NCBI; GA4GH refget ids", "", PUBLIC_DOMAIN),
    "mt_fasta": Source("NC_012920.1.fasta", "rCRS mitochondrial genome, NCBI RefSeq", "NC_012920.1", PUBLIC_DOMAIN),
    "mt_gff": Source("NC_012920.1.gff3", "Genes of the rCRS, NCBI RefSeq", "NC_012920.1", PUBLIC_DOMAIN),
    "extras": Source("extra_transcripts.tsv", "Exons of single transcripts, NCBI RefSeq", "", PUBLIC_DOMAIN),
    "extras_fasta": Source("extra_transcripts.fa", "Bases of single transcripts, NCBI RefSeq", "", PUBLIC_DOMAIN),
    "chain": Source("hg38ToHg19.over.chain.gz", "Chain from GRCh38 to GRCh37, UCSC", "", "free to use"),
    "rsids": Source("clinvar_*.GRCh37.rsids.tsv.gz", "dbSNP numbers of alleles, from ClinVar", "", PUBLIC_DOMAIN),
    "vcf": Source("clinvar*.vcf.gz", "ClinVar alleles, VCF", "", PUBLIC_DOMAIN),
}
"""Every input by the part it plays; of several files that match a pattern the last by name is used.

Contigs and gene symbols that are not given are taken from the embedded bundle.
"""


_EMBEDDED: tuple[Role, ...] = ("contigs", "hgnc")


def find_sources(folder: Path) -> dict[Role, Path]:
    """Return the input files of a folder by role.

    Raises:
        MissingData: when the folder or a required file is not there.
    """
    if not folder.is_dir():
        raise MissingData(f"{folder} is not a folder. Give the folder that holds the source files.")
    found: dict[Role, Path] = {}
    for role, source in SOURCES.items():
        matches = sorted(folder.glob(source.pattern))
        if matches:
            found[role] = matches[-1]
        elif source.required:
            raise MissingData(f"{folder} holds no {source.pattern} ({source.title}). Fetch it from its publisher.")
    return found


def record_provenance(sources: Mapping[Role, Path]) -> tuple[Origin, ...]:
    """Return release, date, licence and sha256 of every input, by file name."""
    return tuple(_record(SOURCES[role], role, path) for role, path in sorted(sources.items(), key=lambda pair: pair[1]))


def record_embedded(sources: Mapping[Role, Path], embedded: Iterable[Origin]) -> Iterator[Origin]:
    """Yield where facts come from that are taken from the embedded bundle, since no source brings them."""
    missing = [SOURCES[role].pattern for role in _EMBEDDED if role not in sources]
    for origin in embedded:
        if any(fnmatch(origin.source, pattern) for pattern in missing):
            yield origin


def _record(source: Source, role: Role, path: Path) -> Origin:
    # ClinVar's files carry their release in their name: clinvar_2026-02.GRCh38.vcf.gz
    release = path.name.split(".")[0].removeprefix("clinvar_") if role in ("rsids", "vcf") else source.release
    date = _find_date(role, path)
    return Origin(path.name, release or "not stated", date or "not stated", source.licence, compute_sha256(path))


def compute_sha256(path: Path) -> str:
    """Return the sha256 of a file.

    Raises:
        MissingData: when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise MissingData(f"{path} cannot be read: {fault.strerror}. Check the path.") from None


@contextmanager
def open_text(path: Path, what: str) -> Iterator[Iterable[str]]:
    """Open a text file, compressed or not, for reading its lines, without their ends, as `what`.

    Raises:
        MissingData: when the file cannot be read.
        BadSource: when it is no text, or its lines turn out not to be what they should.
    """
    try:
        yield read_lines(str(path))
    except (ValueError, LookupError, TypeError) as fault:
        raise BadSource(f"{path.name} is not {what}: {fault}. Fetch it again from its publisher.") from None


@contextmanager
def open_table(path: Path, what: str, columns: tuple[str, ...]) -> Iterator[Iterable[tuple[str, ...]]]:
    """Open a tab-separated file with a header for reading some of its columns; an empty field is "".

    Raises:
        BadSource: when the file is no text, lacks a column, or its fields turn out not to be what they should.
    """
    with open_text(path, what) as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise BadSource(f"{path.name} is not {what}: it has no column {missing[0]}.")
        yield (tuple(row[column] or "" for column in columns) for row in reader)


def _find_date(role: Role, path: Path) -> str:
    """Return the date that a file states of itself as YYYY-MM-DD, "" when it states none."""
    if role == "lrg":
        with zipfile.ZipFile(path) as opened:
            year, month, day = max(info.date_time[:3] for info in opened.infolist())
        return f"{year:04}-{month:02}-{day:02}"
    if role == "vcf":
        with open_text(path, "a ClinVar VCF") as lines:
            for line in lines:
                if line.startswith("##fileDate="):
                    return line.strip().partition("=")[2]
                if not line.startswith("##"):
                    break
    return ""


def read_contigs(path: Path) -> tuple[Contig, ...]:
    """Read the chromosomes of both assemblies; the mitochondrial genome is one contig that serves both.

    Raises:
        BadSource: when the file is not in its format.
    """
    columns = ("assembly", "name", "accession", "length", "refget")
    with open_table(path, "a table of contigs", columns) as rows:
        return tuple(
            Contig(accession, assembly, name, int(length), refget)
            for stated, name, accession, length, refget in rows
            for assembly in ASSEMBLIES
            if stated == assembly
        )
