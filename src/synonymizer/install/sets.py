"""The sets of reference data that can be installed: what they hold, who publishes them, and under which terms.

Addresses are those of the publishers' own servers, and releases are pinned to ones that stay where they are. Where the
sha256 of a file is not known, it is compared with what its publisher says of it in the same folder: NCBI's
`md5checksums.txt` and `.md5` files, Ensembl's `CHECKSUMS`. What neither tells is recorded when it is first seen.

Sources: https://ftp.ebi.ac.uk/pub/databases/lrgex/, https://ftp.ncbi.nlm.nih.gov/refseq/MANE/README.txt,
https://ftp.ncbi.nlm.nih.gov/genomes/README.txt, https://ftp.ensembl.org/pub/README,
https://github.com/SACGF/cdot/releases, https://ftp.ncbi.nlm.nih.gov/pub/clinvar/vcf_GRCh38/,
https://ftp.ncbi.nlm.nih.gov/snp/archive/, https://github.com/biocommons/biocommons.seqrepo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from synonymizer.errors import BadSetting

CURRENT = "current"
"""The release of a file that its publisher replaces in place."""

PINNED = "pinned sha256"
FIRST_SEEN = "first seen"
"""What a file was compared with, besides the mirror's sha256 and its publisher's checksum."""

Making = Literal["records", "annotated", "identifiers", "kept", "snapshot"]
"""How a set is made of its files: a bundle of LRG records, of annotation and sequences, or of identifiers; nothing
made, the file kept as a part for references; or a folder that is copied whole."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a set.

    Args:
        kind: the part of a reference it is, "" for none.
        url: where its publisher keeps it; `{release}` stands for the release.
        size: its bytes, or about so many.
        listing: the file beside it that tells its checksum; `{name}` stands for its name, and "" is none.
        sha256: of the pinned release, "" where that is not known.
    """

    kind: str
    url: str
    size: int
    listing: str = ""
    sha256: str = ""

    @property
    def checked(self) -> str:
        """What a file of the pinned release will be compared with."""
        return PINNED if self.sha256 else "publisher's" if self.listing else FIRST_SEEN

    def locate(self, release: str) -> str:
        """Return the address of a release of the file."""
        return self.url.format(release=release)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A set of reference data.

    Args:
        name: by which it is installed.
        title: what it holds.
        release: the pinned one.
        form: a pattern of the releases that are published in the same layout, with an example behind it.
        licence: under which terms.
        making: how it is made of its files.
        files: what is downloaded.
        room: bytes that making it takes, at most, beside the files.
    """

    name: str
    title: str
    release: str
    form: tuple[str, str]
    licence: str
    making: Making
    files: tuple[File, ...]
    room: int

    @property
    def number(self) -> int:
        """Its place in the order in which installed sets are asked, from 1."""
        return 1 + [*SETS].index(self.name)

    @property
    def is_replaced(self) -> bool:
        """Whether its publisher replaces the file in place."""
        return self.form[0] == CURRENT

    @property
    def schemes(self) -> tuple[str, ...]:
        """The schemes of addresses that it can be had from."""
        return ("rsync",) if self.making == "snapshot" else ("http", "https")

    @property
    def size(self) -> int:
        """Bytes to download, about."""
        return sum(file.size for file in self.files)

    def choose(self, release: str | None) -> str:
        """Return the release to install: the one asked for, else the pinned one.

        Raises:
            BadSetting: when there is no release of that form.
        """
        if release is None:
            return self.release
        pattern, example = self.form
        if release != self.release and not re.fullmatch(pattern, release, re.ASCII):
            raise BadSetting(f"{release} is no release of {self.name}. Write one such as {example}.")
        return release


def get_set(name: str) -> DataSet:
    """Return a set by its name.

    Raises:
        BadSetting: when there is none of that name.
    """
    found = SETS.get(name)
    if found is None:
        raise BadSetting(f"There is no set {name}. Sets are: {', '.join(SETS)}.")
    return found


def find_name(url: str) -> str:
    """Return the name of the file at an address.

    >>> find_name("https://ftp.ensembl.org/pub/README")
    'README'
    """
    return urlsplit(url).path.rpartition("/")[2]


_NCBI = "https://ftp.ncbi.nlm.nih.gov"
_RELEASES = f"{_NCBI}/genomes/all/annotation_releases/9606"
_ENSEMBL = "https://ftp.ensembl.org/pub/release-{release}"
_CDOT = "https://github.com/SACGF/cdot/releases/download/data_v{release}/cdot-{release}"
_MANE = f"{_NCBI}/refseq/MANE/MANE_human/release_{{release}}/MANE.GRCh38.v{{release}}"

_PUBLIC_DOMAIN = "public domain (US government work)"
_EBI = "free to use (EMBL-EBI terms of use)"


def _refseq(assembly: str, genome: str, sizes: tuple[int, int, int]) -> tuple[File, ...]:
    """Return the files of an annotation of a genome by NCBI."""
    stem = f"{_RELEASES}/{assembly}-{{release}}/{assembly}_{genome}"
    endings = (("fasta", "genomic.fna"), ("gff3", "genomic.gff"), ("rna", "rna.fna"))
    return tuple(
        File(kind, f"{stem}_{ending}.gz", size, "md5checksums.txt")
        for (kind, ending), size in zip(endings, sizes, strict=True)
    )


def _cdot(publisher: str) -> DataSet:
    """Return the set of cdot's file of the transcripts of a publisher."""
    name = publisher.lower()
    return DataSet(
        f"cdot-{name}",
        f"Every version of {publisher} transcripts on GRCh38, without bases",
        "0.2.33",
        (r"0\.2\.\d+", "0.2.32"),
        "MIT",
        "kept",
        (File("cdot", f"{_CDOT}.{name}.GRCh38.json.gz", 75_000_000),),
        room=0,
    )


SETS = {
    made.name: made
    for made in (
        DataSet(
            "lrg",
            "803 genes of LRG with their genomic windows, on GRCh38 and GRCh37",
            "2018-11",
            (CURRENT, CURRENT),
            _EBI,
            "records",
            (
                File(
                    "",
                    "https://ftp.ebi.ac.uk/pub/databases/lrgex/LRG_public_xml_files.zip",
                    24_574_693,
                    sha256="b7f8adc63e0a8b9da87b9238b5e79f9249071ebedcd311b23eb76ed51466f206",
                ),
            ),
            room=200_000_000,
        ),
        DataSet(
            "mane",
            "MANE transcripts of RefSeq and Ensembl, on GRCh38",
            "1.5",
            (r"\d+\.\d+", "1.4"),
            _PUBLIC_DOMAIN,
            "annotated",
            (
                File("gff3", f"{_MANE}.refseq_genomic.gff.gz", 8_000_000),
                File("rna", f"{_MANE}.refseq_rna.fna.gz", 21_000_000),
                File("protein", f"{_MANE}.refseq_protein.faa.gz", 7_180_983),
                File("gff3", f"{_MANE}.ensembl_genomic.gff.gz", 10_349_746),
                File("rna", f"{_MANE}.ensembl_rna.fna.gz", 21_000_000),
                File("protein", f"{_MANE}.ensembl_protein.faa.gz", 7_200_000),
            ),
            room=800_000_000,
        ),
        DataSet(
            "refseq-grch38",
            "GRCh38.p14 and the RefSeq transcripts that NCBI annotates on it",
            "RS_2025_08",
            (r"RS_\d{4}_\d{2}", "RS_2024_08"),
            _PUBLIC_DOMAIN,
            "annotated",
            _refseq("GCF_000001405.40", "GRCh38.p14", (972_898_531, 78_190_483, 170_000_000)),
            room=7_000_000_000,
        ),
        DataSet(
            "refseq-grch37",
            "GRCh37.p13 and the RefSeq transcripts that NCBI annotates on it",
            "RS_2024_09",
            (r"RS_\d{4}_\d{2}", "RS_2024_09"),
            _PUBLIC_DOMAIN,
            "annotated",
            _refseq("GCF_000001405.25", "GRCh37.p13", (950_000_000, 48_542_794, 110_000_000)),
            room=7_000_000_000,
        ),
        DataSet(
            "ensembl-grch38",
            "GRCh38 and the transcripts that Ensembl annotates on it",
            "115",
            (r"\d{2,3}", "114"),
            _EBI,
            "annotated",
            (
                File(
                    "fasta",
                    f"{_ENSEMBL}/fasta/homo_sapiens/dna/Homo_sapiens.GRCh38.dna.primary_assembly.fa.gz",
                    882_000_000,
                    "CHECKSUMS",
                ),
                File(
                    "gff3",
                    f"{_ENSEMBL}/gff3/homo_sapiens/Homo_sapiens.GRCh38.{{release}}.chr.gff3.gz",
                    83_835_106,
                    "CHECKSUMS",
                ),
                File(
                    "protein",
                    f"{_ENSEMBL}/fasta/homo_sapiens/pep/Homo_sapiens.GRCh38.pep.all.fa.gz",
                    25_000_000,
                    "CHECKSUMS",
                ),
            ),
            room=7_000_000_000,
        ),
        _cdot("RefSeq"),
        _cdot("Ensembl"),
        DataSet(
            "clinvar",
            "Variation and allele ids of ClinVar, with their rs numbers",
            "20260706",
            (r"20\d{6}", "20250907"),
            _PUBLIC_DOMAIN,
            "identifiers",
            (
                File(
                    "vcf",
                    f"{_NCBI}/pub/clinvar/vcf_GRCh38/archive_2.0/{{release:.4}}/clinvar_{{release}}.vcf.gz",
                    192_290_992,
                    "{name}.md5",
                ),
            ),
            room=1_000_000_000,
        ),
        DataSet(
            "dbsnp",
            "Every rs number of dbSNP on GRCh38",
            "b157",
            (r"b\d{3}", "b156"),
            _PUBLIC_DOMAIN,
            "identifiers",
            (File("vcf", f"{_NCBI}/snp/archive/{{release}}/VCF/GCF_000001405.40.gz", 29_552_227_779, "{name}.md5"),),
            room=35_000_000_000,
        ),
        DataSet(
            "seqrepo",
            "Sequences of RefSeq, Ensembl, LRG and of both assemblies, without transcripts",
            "2024-12-20",
            (r"20\d\d-\d\d-\d\d", "2024-02-20"),
            "that of each sequence's publisher",
            "snapshot",
            (File("seqrepo", "rsync://dl.biocommons.org/seqrepo/{release}", 13_500_000_000),),
            room=0,
        ),
    )
}
"""Every set by its name, in the order in which installed ones are asked: the most specific first."""
