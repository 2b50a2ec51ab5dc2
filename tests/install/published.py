"""The files of every set in their publishers' own formats, at their publishers' own paths, small.

They hold three genes of chromosome 22, which is there in its true length, and identifiers of the chromosomes 11 and 22.
All of it is written from the embedded reference by `data export`, and put into the dialect of each publisher here.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit
from zipfile import ZipFile

from synonymizer.export import export
from synonymizer.export.sequences import list_stretches
from synonymizer.install.sets import SETS, File
from synonymizer.places import Assembly, Transcript
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.fasta import Fasta
from synonymizer.reference.gff3 import parse_attributes
from synonymizer.reference.store import Bundle
from tests.publication import publish
from tests.reference.stores import write_instance

GENES = ("CYP2D6", "NF2", "TXNRD2")
RECORDS = ("LRG_164", "LRG_303", "LRG_417", "LRG_511")
"""The records of STIM1 and of these genes."""

SHARED = Path(os.environ.get("SYNONYMIZER_SHARED") or Path(__file__).parents[3] / "shared") / "refdata"
CONTIGS: dict[Assembly, str] = {"GRCh38": "NC_000022.11", "GRCh37": "NC_000022.10"}
_NAMED = {"NC_000011.10": "11", "NC_000022.11": "22"}
_PATCHES: dict[Assembly, str] = {"GRCh38": "GRCh38.p14", "GRCh37": "GRCh37.p13"}
_NOTED = re.compile(r"VARIATIONID=([\d,]+);ALLELEID=([\d,]+)")


class _Few(Bundle):
    """The embedded bundle, as far as few genes go, and of these the transcripts that have some tags."""

    wanted: ClassVar[frozenset[str]] = frozenset()

    def genes(self) -> tuple[str, ...]:
        return GENES

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        return tuple(one for one in super().transcripts_of(symbol) if self.wanted <= {*one.tags})


class _RefSeq(_Few):
    wanted = frozenset({"RefSeq"})


class _Ensembl(_Few):
    wanted = frozenset({"Ensembl"})


class _EnsemblRelease(_Ensembl):
    """A release of Ensembl has one version of each transcript."""

    def transcripts_of(self, symbol: str) -> tuple[Transcript, ...]:
        made = sorted(super().transcripts_of(symbol), key=lambda one: int(one.accession.partition(".")[2]))
        return tuple({one.accession.partition(".")[0]: one for one in made}.values())


class _ManeRefSeq(_RefSeq):
    wanted = frozenset({"RefSeq", "MANE Select"})


class _ManeEnsembl(_Ensembl):
    wanted = frozenset({"Ensembl", "MANE Select"})


@dataclass(frozen=True)
class Row:
    """A line of GFF3 that was exported: its columns, and what it states."""

    columns: list[str]
    stated: dict[str, str]

    @property
    def kind(self) -> str:
        return self.columns[2]

    @property
    def accession(self) -> str:
        return self.stated.get("transcript_id", "")

    def write(self, contig: str, source: str, stated: dict[str, str], kind: str = "") -> str:
        attributes = ";".join(f"{key}={value}" for key, value in stated.items() if value)
        return "\t".join([contig, source, kind or self.kind, *self.columns[3:8], attributes])


class Published:
    """Files by their paths below a mirror, `host/path`; each is written when the folder is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.reference = Reference((_Few.open(find_embedded()),))

    @cached_property
    def files(self) -> dict[str, bytes]:
        """What is published: the files of all sets but `seqrepo`, and the lists of their checksums."""
        files: dict[str, bytes] = {}
        for name, texts in {
            "mane": (
                self._write_ncbi("GRCh38", _ManeRefSeq),
                self._export(_ManeRefSeq, "rna"),
                self._export(_ManeRefSeq, "protein"),
                self._write_gencode(),
                self._export(_ManeEnsembl, "rna"),
                self._export(_ManeEnsembl, "protein"),
            ),
            "refseq-grch38": self._annotate("GRCh38"),
            "refseq-grch37": self._annotate("GRCh37"),
            "ensembl-grch38": (
                self._write_genome("GRCh38", "22 dna:chromosome chromosome:GRCh38:22:1:50818468:1 REF"),
                self._write_ensembl(),
                self._export(_EnsemblRelease, "protein"),
            ),
            "cdot-refseq": (self._write_cdot(_RefSeq),),
            "cdot-ensembl": (self._write_cdot(_Ensembl),),
            "clinvar": (self._write_clinvar(),),
            "dbsnp": (self._write_dbsnp(),),
        }.items():
            for file, text in zip(SETS[name].files, texts, strict=True):
                files[find_path(name, file)] = gzip.compress(text, 1, mtime=0)
        return files | _list_checksums(files) | {find_path("lrg"): _zip_records(self._folder)}

    def _open(self, kind: type[_Few]) -> Reference:
        return Reference((kind.open(find_embedded()),))

    def _export(self, kind: type[_Few], form: str, assembly: Assembly = "GRCh38") -> bytes:
        path = self._folder / f"{kind.__name__}.{assembly}.{form}"
        export(self._open(kind), form, path, assembly=assembly)  # type: ignore[arg-type]
        return path.read_bytes()

    # ---- sequences

    def _write_genome(self, assembly: Assembly, title: str) -> bytes:
        """Write the chromosome: what is held of it, and N elsewhere."""
        contig = self.reference.find_contig(CONTIGS[assembly])
        assert contig is not None
        sequence = self.reference.geometry.sequence(contig.accession)
        bases = bytearray(b"N" * contig.length)
        for stretch in list_stretches(self.reference, contig):
            bases[stretch.start : stretch.end] = sequence.bases(stretch.start, stretch.end).encode()
        lines = (bases[start : start + 80] + b"\n" for start in range(0, len(bases), 80))
        return f">{title}\n".encode() + b"".join(lines)

    def write_snapshot(self, folder: Path) -> Path:
        """Make an instance of SeqRepo that holds messages and proteins."""
        fastas = []
        for form in ("rna", "protein"):
            self._export(_Few, form)
            fastas.append(Fasta.open(self._folder / f"_Few.GRCh38.{form}", residues=form == "protein"))
        return write_instance(folder, fastas)

    # ---- annotation

    def _read_rows(self, kind: type[_Few], assembly: Assembly) -> Iterator[Row]:
        for line in self._export(kind, "gff3", assembly).decode().splitlines():
            *columns, attributes = line.split("\t")
            if not line.startswith("#"):
                stated = {key: ",".join(values) for key, values in parse_attributes(attributes).items()}
                yield Row(columns, {key: value.replace(",aa:", "%2Caa:") for key, value in stated.items()})

    def _annotate(self, assembly: Assembly) -> tuple[bytes, bytes, bytes]:
        contig, patch = CONTIGS[assembly], _PATCHES[assembly]
        title = f"{contig} Homo sapiens chromosome 22, {patch} Primary Assembly"
        return (
            self._write_genome(assembly, title),
            self._write_ncbi(assembly, _RefSeq),
            self._export(_RefSeq, "rna", assembly),
        )

    def _write_ncbi(self, assembly: Assembly, kind: type[_RefSeq]) -> bytes:
        """Write GFF3 as NCBI does, whose identifiers are `gene-`, `rna-`, `exon-` and `cds-`; UTRs are not told."""
        contig = self.reference.find_contig(CONTIGS[assembly])
        assert contig is not None
        lines = ["##gff-version 3", "#!gff-spec-version 1.21", "#!processor NCBI annotwriter"]
        lines += [f"#!genome-build {_PATCHES[assembly]}", f"##sequence-region {contig.accession} 1 {contig.length}"]
        whole = f"ID={contig.accession}:1..{contig.length};Dbxref=taxon:9606;Name=22;chromosome=22;genome=chromosome"
        lines.append(f"{contig.accession}\tRefSeq\tregion\t1\t{contig.length}\t.\t+\t.\t{whole}")
        alignments: list[str] = []
        for row in self._read_rows(kind, assembly):
            stated, gene, accession = row.stated, row.stated.get("gene", ""), row.accession
            if row.kind == "cDNA_match":
                alignments.append(row.write(contig.accession, "RefSeq", stated))
            elif row.kind == "gene":
                named = {"ID": f"gene-{gene}", "Name": gene, "gbkey": "Gene", "gene": gene}
                lines.append(row.write(contig.accession, "BestRefSeq", named))
            elif row.kind in ("mRNA", "transcript"):
                named = {"ID": f"rna-{accession}", "Parent": f"gene-{gene}", "Name": accession, "gene": gene}
                partner = _find_partner(self.reference, gene, accession) if assembly == "GRCh38" else None
                named |= {"Dbxref": f"Ensembl:{partner.accession},GenBank:{accession}"} if partner else {}
                named |= {"tag": stated.get("tag", "") if assembly == "GRCh38" else ""}
                named |= {key: stated.get(key, "") for key in ("exception", "transcript_id")}
                lines.append(row.write(contig.accession, "BestRefSeq", named))
            elif row.kind == "exon":
                named = {"ID": f"exon-{stated['ID'].partition(':')[2]}", "Parent": f"rna-{accession}", "gene": gene}
                lines.append(row.write(contig.accession, "BestRefSeq", named | {"transcript_id": accession}))
            elif row.kind == "CDS":
                named = {"ID": f"cds-{stated['protein_id']}", "Parent": f"rna-{accession}", "gene": gene}
                named |= {key: stated.get(key, "") for key in ("protein_id", "transl_except")}
                lines.append(row.write(contig.accession, "BestRefSeq", named))
        return "\n".join([*lines, *alignments, ""]).encode()

    def _write_ensembl(self) -> bytes:
        """Write GFF3 as Ensembl does: contigs by name, versions apart from identifiers, genomic bases alone."""
        lines = ["##gff-version 3", "##sequence-region   22 1 50818468"]
        lines += ["#!genome-build Genome Reference Consortium GRCh38.p14", "#!genome-version GRCh38"]
        whole = "ID=chromosome:22;Alias=CM000684.2,chr22,NC_000022.11"
        lines += [f"22\tGRCh38\tchromosome\t1\t50818468\t.\t.\t.\t{whole}", "###"]
        for row in self._read_rows(_EnsemblRelease, "GRCh38"):
            stated, (identifier, _, version) = row.stated, row.accession.partition(".")
            named = {"Parent": f"transcript:{identifier}"}
            if row.kind == "gene":
                gene = stated["ID"].partition(":")[2]
                named = {"ID": f"gene:{gene}", "Name": stated["Name"], "biotype": stated["biotype"], "gene_id": gene}
                named |= {"logic_name": "ensembl_havana_gene_homo_sapiens", "version": "9"}
            elif row.kind in ("mRNA", "transcript"):
                named = {"ID": f"transcript:{identifier}", "Parent": stated["Parent"], "biotype": stated["biotype"]}
                tags = stated.get("tag", "").replace(" ", "_")
                named |= {"tag": f"basic,Ensembl_canonical,{tags}" if tags else "basic"}
                named |= {"transcript_id": identifier, "version": version}
            elif row.kind == "exon":
                rank = stated["ID"].rpartition("-")[2]
                named |= {"constitutive": "0", "exon_id": "ENSE00000000001", "rank": rank, "version": "1"}
            elif row.kind == "CDS":
                protein, _, version = stated["protein_id"].partition(".")
                named = {"ID": f"CDS:{protein}", **named, "protein_id": protein, "version": version}
            lines.append(row.write("22", "ensembl_havana", named))
        return "\n".join([*lines, "###", ""]).encode()

    def _write_gencode(self) -> bytes:
        """Write GFF3 as MANE does for Ensembl's transcripts: identifiers are plain, and nothing tells the assembly."""
        lines = ["##gff-version 3"]
        for row in self._read_rows(_ManeEnsembl, "GRCh38"):
            stated, accession = row.stated, row.accession
            partner = _find_partner(self.reference, stated["gene"], accession)
            gene = {"gene_name": stated["gene"], "gene_type": "protein_coding"}
            named = {"Parent": accession, **gene, "transcript_id": accession}
            named |= {"Dbxref": f"RefSeq:{partner.accession}"} if partner else {}
            kind = row.kind
            if kind == "gene":
                identifier = stated["ID"].partition(":")[2] + ".9"
                named = {"ID": identifier, "gene_id": identifier, **gene}
            elif kind == "mRNA":
                parent = stated["Parent"].partition(":")[2] + ".9"
                named |= {"ID": accession, "Parent": parent, "tag": "Ensembl_canonical,MANE_Select"}
                kind = "transcript"
            elif kind == "exon":
                named |= {"ID": f"exon:{accession}:{stated['ID'].rpartition('-')[2]}"}
            elif kind == "CDS":
                named |= {"ID": f"CDS:{accession}", "protein_id": stated["protein_id"]}
                named |= {"Dbxref": f"RefSeq:{partner.protein}"} if partner else {}
            lines.append(row.write("chr22", "ensembl_havana", named, kind))
        return "\n".join([*lines, ""]).encode()

    def _write_cdot(self, kind: type[_Few]) -> bytes:
        """Write cdot's file of one publisher, which tells of one build."""
        told = json.loads(self._export(kind, "cdot"))
        told["genome_builds"] = ["GRCh38"]
        for transcript in told["transcripts"].values():
            transcript["genome_builds"].pop("GRCh37", None)
        return json.dumps(told).encode()

    # ---- identifiers

    def _read_alleles(self) -> Iterator[list[str]]:
        """Yield the columns of the identified alleles on chromosomes 11 and 22."""
        for line in self._export(_Few, "vcf").decode().splitlines():
            columns = line.split("\t")
            if columns[0] in _NAMED:
                yield columns

    def _write_clinvar(self) -> bytes:
        """Write VCF as ClinVar does: a line for each record, whose VariationID is the ID."""
        head = ["##fileformat=VCFv4.1", "##fileDate=2026-07-06", "##source=ClinVar", "##reference=GRCh38"]
        head += ['##INFO=<ID=ALLELEID,Number=1,Type=Integer,Description="the ClinVar Allele ID">']
        head += ['##INFO=<ID=RS,Number=.,Type=String,Description="dbSNP ID (i.e. rs number)">']
        lines = [*head, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"]
        for contig, position, identifiers, deleted, inserted, *_, notes in self._read_alleles():
            found = _NOTED.search(notes)
            rs = [name.removeprefix("rs") for name in identifiers.split(";") if name.startswith("rs")]
            for variation, allele in zip(*(group.split(",") for group in found.groups()), strict=True) if found else ():
                told = f"ALLELEID={allele};CLNREVSTAT=no_assertion_provided" + (f";RS={'|'.join(rs)}" if rs else "")
                lines.append("\t".join([_NAMED[contig], position, variation, deleted, inserted, ".", ".", told]))
        return "\n".join([*lines, ""]).encode()

    def _write_dbsnp(self) -> bytes:
        """Write VCF as dbSNP does: a line for each rs number, with all of its alleles."""
        head = ["##fileformat=VCFv4.2", "##fileDate=20241113", "##source=dbSNP", "##dbSNP_BUILD_ID=157"]
        head += ["##reference=GRCh38.p14", "##phasing=partial"]
        head += ['##INFO=<ID=RS,Number=1,Type=Integer,Description="dbSNP ID (i.e. rs number)">']
        lines = [*head, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"]
        found: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        for contig, position, identifiers, deleted, inserted, *_ in self._read_alleles():
            for name in identifiers.split(";"):
                if name.startswith("rs"):
                    found[contig, position, deleted, name].append(inserted)
        assert any(len(alternatives) > 1 for alternatives in found.values())
        for (contig, position, deleted, name), alternatives in found.items():
            notes = f"RS={name.removeprefix('rs')};dbSNPBuildID=135;SSR=0;VC=SNV"
            lines.append("\t".join([contig, position, name, deleted, ",".join(alternatives), ".", ".", notes]))
        return "\n".join([*lines, ""]).encode()


def find_path(name: str, file: File | None = None) -> str:
    """Return the path of a file of a set below a mirror."""
    parts = urlsplit((file or SETS[name].files[0]).locate(SETS[name].release))
    return f"{parts.hostname}{parts.path}"


def find_listing(name: str) -> str:
    """Return the path of the list that tells the checksum of the first file of a set."""
    path = find_path(name)
    folder, _, last = path.rpartition("/")
    return f"{folder}/{SETS[name].files[0].listing.format(name=last)}"


def _find_partner(reference: Reference, gene: str, accession: str) -> Transcript | None:
    """Return what the other publisher of MANE calls a transcript."""
    mane = [one for one in reference.transcripts_of(gene) if "MANE Select" in one.tags]
    return next((one for one in mane if one.accession != accession), None) if len(mane) == 2 else None


def _list_checksums(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the lists of checksums that lie beside files, in the format of each publisher."""
    lines: dict[str, list[str]] = defaultdict(list)
    for name, data_set in SETS.items():
        for file in data_set.files:
            path = find_path(name, file)
            if not file.listing:
                continue
            folder, _, last = path.rpartition("/")
            digest = hashlib.md5(files[path]).hexdigest()
            line = {
                "CHECKSUMS": f"{sum_as_bsd(files[path])} {-(-len(files[path]) // 1024)} {last}",
                "md5checksums.txt": f"{digest}  ./{last}",
                "{name}.md5": f"{digest}  /panfs/pan1/staging/{last}",
            }[file.listing]
            lines[f"{folder}/{file.listing.format(name=last)}"].append(line)
    return {path: "\n".join([*told, ""]).encode() for path, told in lines.items()}


def sum_as_bsd(data: bytes) -> str:
    """Return the checksum that `sum -r` prints."""
    total = 0
    for byte in data:
        total = (((total >> 1) | ((total & 1) << 15)) + byte) % 65536
    return f"{total:05}"


def _zip_records(folder: Path) -> bytes:
    """Return an archive of LRG records: few of the public ones, where these are at hand, else an invented one."""
    public = SHARED / "LRG_public_xml_files.zip"
    if not public.is_file():
        return (publish(folder / "records") / public.name).read_bytes()
    with ZipFile(public) as archive, ZipFile(folder / public.name, "w") as few:
        for name in archive.namelist():
            if Path(name).stem in RECORDS:
                few.writestr(archive.getinfo(name), archive.read(name))
    return (folder / public.name).read_bytes()
