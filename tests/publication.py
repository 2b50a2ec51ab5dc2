"""A tiny publication: a window, two chromosomes that differ from it, and every file of a build in its format.

The chromosomes are made by editing the window's text, so what the builder makes of the stated differences can be
compared with sequences that nothing of the builder has touched.
"""

from __future__ import annotations

import gzip
import random
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OTHER = str.maketrans("ACGT", "TGCA")
NEXT = str.maketrans("ACGT", "CGTA")

EXONS = ((50, 110), (200, 260), (400, 470))
"""Exons on the window; the coding sequence begins at base 70 and ends at base 426."""

CDS = (70, 426)
LEFT = 100
"""Bases of each chromosome before the window."""


@dataclass(frozen=True)
class Difference:
    """Bases that differ from the window's, on the window's strand: `deleted` bases at `start` read `bases`."""

    start: int
    deleted: int
    bases: str


def reverse(bases: str) -> str:
    return bases.translate(_OTHER)[::-1]


def make_window() -> str:
    """Return 600 bases with a coding sequence from ATG to TAA, and a run of A in the first intron."""
    draw = random.Random(7)
    bases = draw.choices("ACGT", k=600)
    stops = {"TAA", "TAG", "TGA"}
    codons = ["ATG"]
    while len(codons) < 41:
        codon = "".join(draw.choices("ACGT", k=3))
        if codon not in stops:
            codons.append(codon)
    coding = "".join([*codons, "TAA"])
    place = 0
    for start, end in EXONS:
        low, high = max(start, CDS[0]), min(end, CDS[1])
        bases[low:high] = coding[place : place + high - low]
        place += high - low
    assert place == len(coding)
    bases[299:306] = "CAAAAAG"
    return "".join(bases)


WINDOW = make_window()
GRCH38 = (
    Difference(20, 1, WINDOW[20].translate(NEXT)),
    Difference(305, 0, "A"),
    Difference(330, 4, ""),
    Difference(440, 2, WINDOW[440:442].translate(NEXT)),
    Difference(455, 0, "GATTACA"),
)
GRCH37 = (Difference(90, 1, WINDOW[90].translate(NEXT)), Difference(500, 3, ""))


def change(bases: str, differences: tuple[Difference, ...]) -> str:
    for difference in reversed(differences):
        bases = bases[: difference.start] + difference.bases + bases[difference.start + difference.deleted :]
    return bases


def flank(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices("ACGT", k=length))


CHROMOSOME_38 = flank(1, LEFT) + reverse(change(WINDOW, GRCH38)) + flank(2, 80)
CHROMOSOME_37 = flank(3, LEFT) + change(WINDOW, GRCH37) + flank(4, 50)
MITOCHONDRION = flank(5, 10) + "N" + "ATG" + "GCC" * 20 + "TA" + reverse("ATAGGTAGA") + flank(6, 5)


def splice(bases: str) -> str:
    return "".join(bases[start:end] for start, end in EXONS)


def translate(bases: str) -> str:
    """Translate by the standard code, written out so that the builder's own table is not its judge."""
    letters = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"
    order = "TCAG"
    values = (
        16 * order.index(bases[i]) + 4 * order.index(bases[i + 1]) + order.index(bases[i + 2])
        for i in range(0, len(bases), 3)
    )
    return "".join(letters[value] for value in values)


CDNA = splice(WINDOW)
PROTEIN = translate(CDNA[20:-44])[:-1]


def _mapping(kind: str, system: str, contig: str, strand: int, length: int, differences: tuple[Difference, ...]) -> str:
    """Write where the window lies on a chromosome of some length, as LRG does."""

    def place(base: int) -> int:
        """Return the position (from 1) of a base of the changed window on the chromosome."""
        return LEFT + base + 1 if strand > 0 else LEFT + length - base

    lines: list[str] = []
    shift = 0
    for at in differences:
        start = at.start + shift
        if at.deleted == len(at.bases):
            ends = sorted((place(start), place(start + at.deleted - 1)))
            lines.append(_diff("mismatch", at.start + 1, at.start + at.deleted, ends, _of(at), at.bases))
        elif at.deleted:
            ends = sorted((place(start - 1), place(start)))
            lines.append(_diff("lrg_ins", at.start + 1, at.start + at.deleted, ends, _of(at), "-"))
        else:
            ends = sorted((place(start), place(start + len(at.bases) - 1)))
            lines.append(_diff("other_ins", at.start, at.start + 1, ends, "-", at.bases))
        shift += len(at.bases) - at.deleted
    return (
        f'<mapping coord_system="{system}" other_name="1" other_id="{contig}" other_start="{LEFT + 1}"'
        f' other_end="{LEFT + length}" type="{kind}"><mapping_span lrg_start="1" lrg_end="{len(WINDOW)}"'
        f' other_start="{LEFT + 1}" other_end="{LEFT + length}" strand="{strand}">{"".join(lines)}</mapping_span>'
        "</mapping>"
    )


def _of(difference: Difference) -> str:
    return WINDOW[difference.start : difference.start + difference.deleted]


def _diff(kind: str, first: int, last: int, other: list[int], own: str, bases: str) -> str:
    return (
        f'<diff type="{kind}" lrg_start="{first}" lrg_end="{last}" other_start="{other[0]}" other_end="{other[1]}"'
        f' lrg_sequence="{own}" other_sequence="{bases}" />'
    )


def _exons(coordinates: str) -> str:
    lines: list[str] = []
    place = 0
    for start, end in EXONS:
        lines.append(
            f'<exon label="x"><coordinates coord_system="{coordinates}" start="{start + 1}" end="{end}" strand="1"/>'
            f'<coordinates coord_system="{coordinates}t1" start="{place + 1}" end="{place + end - start}"/></exon>'
        )
        place += end - start
    return "".join(lines)


def _transcript_mapping(accession: str, spans: str, end: int) -> str:
    return f'<mapping other_id="{accession}" other_start="1" other_end="{end}" type="transcript">{spans}</mapping>'


def _spans(length_of_last: int = 70, difference: str = "") -> str:
    lines: list[str] = []
    place = 0
    for start, end in EXONS:
        size = length_of_last if start == EXONS[-1][0] else end - start
        inner = difference if start == EXONS[-1][0] else ""
        lines.append(
            f'<mapping_span lrg_start="{start + 1}" lrg_end="{end}" other_start="{place + 1}"'
            f' other_end="{place + size}" strand="1">{inner}</mapping_span>'
        )
        place += size
    return "".join(lines)


INSERTED = _diff("other_ins", 460, 461, [181, 182], "-", "CC")
"""A difference of the Ensembl transcript: two bases behind base 460 of the window."""


def _feature(accession: str, protein: str, extra: str = "", coding: tuple[int, int] = CDS, partial: str = "") -> str:
    return (
        f'<transcript source="x" accession="{accession}"{extra}>{partial}'
        f'<protein_product accession="{protein}"><coordinates coord_system="LRG_1" start="{coding[0] + 1}"'
        f' end="{coding[1]}" strand="1"/><db_xref source="UniProtKB" accession="P00001"/></protein_product>'
        "</transcript>"
    )


def _community() -> str:
    """Write older numberings: exons called 1a, 1 and 2, one of them stated a base off, and residues from the third."""
    exons = "".join(
        f'<exon><coordinates coord_system="LRG_1" start="{start}" end="{end}" strand="1"/><label>{label}</label></exon>'
        for (start, end), label in zip(EXONS, ("1a", "1", "2"), strict=True)
    )
    return (
        '<annotation_set type="community"><fixed_transcript_annotation name="t1">'
        f'<other_exon_naming description="Alternative numbering based on Some Database">{exons}</other_exon_naming>'
        '<alternate_amino_acid_numbering description="Alternative numbering based on Some Database">'
        '<url>http://example.org/numbering</url><align lrg_start="3" lrg_end="41" start="1" end="39"/>'
        "</alternate_amino_acid_numbering></fixed_transcript_annotation></annotation_set>"
    )


def make_record() -> str:
    """Return an LRG record with a fixed transcript and others of every fate."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<lrg schema_version="1.9"><fixed_annotation><id>LRG_1</id><sequence_source>NG_000001.1</sequence_source>
<sequence>{WINDOW}</sequence><transcript name="t1"><cdna><sequence>{CDNA}</sequence></cdna>
<coding_region><coordinates coord_system="LRG_1" start="{CDS[0] + 1}" end="{CDS[1]}" strand="1"/>
<translation name="p1"><sequence>{PROTEIN}</sequence></translation></coding_region>{_exons("LRG_1")}</transcript>
</fixed_annotation><updatable_annotation>
<annotation_set type="lrg"><lrg_locus source="HGNC">OLDA</lrg_locus>
{_mapping("other_assembly", "GRCh37.p13", "NC_000001.10", 1, len(change(WINDOW, GRCH37)), GRCH37)}
{_mapping("main_assembly", "GRCh38.p12", "NC_000001.11", -1, len(change(WINDOW, GRCH38)), GRCH38)}
</annotation_set>
<annotation_set type="ncbi">
{_transcript_mapping("NM_000001.1", _spans(), 190)}{_transcript_mapping("NM_000001.2", _spans(), 190)}
{_transcript_mapping("NR_000009.1", _spans(), 190)}{_transcript_mapping("NM_000009.1", _spans(), 190)}
{_transcript_mapping("NR_000008.1", _spans(), 190)}
<features><gene source="NCBI-Gene" accession="1"><symbol source="HGNC" name="OLDA"/>
{_feature("NM_000001.1", "NP_000001.1", ' fixed_id="t1"')}
{_feature("NR_000008.1", "NP_000001.1")}</gene></features></annotation_set>
<annotation_set type="ensembl">{_transcript_mapping("ENST00000000001.1", _spans(72, INSERTED), 192)}
{_transcript_mapping("ENST00000000002.1", _spans(), 190)}{_transcript_mapping("ENST00000000003.1", _spans(), 190)}
{_transcript_mapping("ENST00000000004.1", _spans(71), 191)}
<features><gene source="Ensembl" accession="ENSG00000000001.7"><symbol source="HGNC" name="OLDA"/>
{_feature("ENST00000000001.1", "ENSP00000000001.1")}
{_feature("ENST00000000002.1", "ENSP00000000002.1", coding=(71, 426))}
{_feature("ENST00000000003.1", "ENSP00000000003.1", partial="<partial>5-prime</partial>")}
{_feature("ENST00000000004.1", "ENSP00000000004.1")}
</gene></features></annotation_set>{_community()}</updatable_annotation></lrg>"""


def place_on_38(base: int) -> int:
    """Return the interbase place on the GRCh38 chromosome of one of the window that no difference splits."""
    shift = sum(len(at.bases) - at.deleted for at in GRCH38 if at.start + at.deleted <= base)
    return LEFT + len(change(WINDOW, GRCH38)) - base - shift


def make_mane() -> str:
    """Return a MANE row of the same exons, spliced from GRCh38: the last exon holds a difference and an insertion."""
    exons = [(place_on_38(end), place_on_38(start)) for start, end in reversed(EXONS)]
    start, end = exons[0][0], exons[-1][1]
    sizes = ",".join(str(last - first) for first, last in exons)
    starts = ",".join(str(first - start) for first, _ in exons)
    row = ["chr1", start, end, "ENST00000000005.1", 0, "-", place_on_38(CDS[1]), place_on_38(CDS[0]), "0", len(exons)]
    row += [sizes, starts, "ENST00000000005.1", "cmpl", "cmpl", "0,", "mRNA", "ENSG00000000001.9", "NEWA"]
    row += ["protein_coding", "ENSP00000000005.1", "NM_000001.3", "GeneID:1", "NP_000001.2", "MANE Select"]
    return "\t".join(map(str, row)) + "\n"


def make_alleles() -> tuple[str, str]:
    """Return a table of rs numbers on GRCh37 and a ClinVar VCF on GRCh38."""
    at = LEFT + 90
    base_37, base_window = CHROMOSOME_37[at], WINDOW[90]
    # base 90 of the window is another base on GRCh37, where the row reads as a change to what GRCh38 has
    rows = ["chrom\tpos\trsid\tref\talt\tgene", f"1\t{at + 1}\trs601\t{base_37}\t{base_window}\tNEWA"]
    # one A of five less, named at its right end; GRCh38 has six
    run = LEFT + 300
    rows.append(f"1\t{run + 4}\trs602\tAA\tA\tNEWA")
    rows.append(f"1\t{at + 1}\trs603\t{reverse(base_37)}\tN\tNEWA")
    rows.append("1\t3\trs604\tA\tC\tNEWA")
    base = place_on_38(211)
    reference = CHROMOSOME_38[base]
    alternative = reference.translate(NEXT)
    vcf = [
        "##fileformat=VCFv4.1",
        "##fileDate=2020-02-02",
        "##reference=GRCh38",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO",
        f"1\t{base + 1}\t7001\t{reference}\t{alternative}\t.\t.\tALLELEID=8001;CLNVC=snv;RS=605",
        f"1\t{base + 1}\t7002\t{alternative}\t{reference}\t.\t.\tALLELEID=8002",
        f"1\t{base + 1}\t7003\t{reference}\tN\t.\t.\tALLELEID=8003",
    ]
    return "\n".join(rows) + "\n", "\n".join(vcf) + "\n"


def publish(folder: Path) -> Path:
    """Write every file of the publication into a folder and return it."""
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / "LRG_public_xml_files.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("LRG_public_xml_files/LRG_1.xml", (2019, 3, 4, 0, 0, 0)), make_record())
        archive.writestr(zipfile.ZipInfo("LRG_public_xml_files/readme.txt"), "no record")
    (folder / "contigs.tsv").write_text(
        "assembly\tname\taccession\tlength\trefget\n"
        f"GRCh37\t1\tNC_000001.10\t{len(CHROMOSOME_37)}\tSQ.a\nGRCh37\tMT\tNC_012920.1\t{len(MITOCHONDRION)}\tSQ.m\n"
        f"GRCh38\t1\tNC_000001.11\t{len(CHROMOSOME_38)}\tSQ.b\nGRCh38\tMT\tNC_012920.1\t{len(MITOCHONDRION)}\tSQ.m\n"
    )
    (folder / "NC_012920.1.fasta").write_text(f">NC_012920.1 a mitochondrion\n{MITOCHONDRION}\n")
    rows = [
        ("gene", 12, 76, "+", "ID=gene-COX1;Name=COX1;gene_synonym=COI,MTCO1"),
        ("CDS", 12, 76, "+", "ID=cds-1;Parent=gene-COX1;protein_id=YP_000001.1"),
        ("gene", 77, 85, "-", "ID=gene-TRNP;Name=TRNP"),
    ]
    (folder / "NC_012920.1.gff3").write_text(
        "##gff-version 3\n"
        + "".join(f"NC_012920.1\tRefSeq\t{kind}\t{a}\t{b}\t.\t{way}\t.\t{what}\n" for kind, a, b, way, what in rows)
    )
    rs_table, vcf = make_alleles()
    compressed = {
        "MANE.GRCh38.bed.gz": make_mane(),
        "hgnc_gene_synonyms.tsv.gz": (
            "Approved Symbol\tPrevious Symbols\tSynonyms\tChromosome\tEnsembl Gene ID\tUCSC\n"
            "OLDA\tOLDERA, OLDESTA\tALPHA\t1\tENSG00000000001\t\nOTHER\t\tALPHA, BETA\t2\tENSG00000000002\t\n"
            "MT-CO1\tMTCO1\tCOX1\tmitochondria\t\t\nMT-TP\tMTTP\t\tmitochondria\t\t\nMTTP\tALPHA2\t\t4\t\t\n"
        ),
        "clinvar_2019-01.GRCh37.rsids.tsv.gz": rs_table,
        "clinvar_2020-02.GRCh38.vcf.gz": vcf,
    }
    for name, text in compressed.items():
        (folder / name).write_bytes(gzip.compress(text.encode(), mtime=0))
    return folder
