"""One gene's transcript and chromosomes, enough for writers to write with."""

from __future__ import annotations

from synonymizer.places import Contig, Interval, Transcript

GRCH38 = Contig("NC_000011.10", "GRCh38", "11", 135_086_622, "")
GRCH37 = Contig("NC_000011.9", "GRCh37", "11", 135_006_516, "")
MITOCHONDRION = Contig("NC_012920.1", "GRCh38", "MT", 16_569, "")

SELECT = Transcript(
    accession="NM_001382567.1",
    gene="STIM1",
    home="NG_016277.1",
    strand=1,
    exons=(Interval(0, 5000),),
    blocks=(),
    cds=Interval(1000, 3000),
    protein="NP_001369496.1",
    tags=("MANE Select", "RefSeq"),
)
FIXED = Transcript(
    accession="NM_003156.3",
    gene="STIM1",
    home="NG_016277.1",
    strand=1,
    exons=(Interval(0, 5000),),
    blocks=(),
    cds=Interval(1000, 3000),
    protein="NP_003147.2",
    tags=("LRG", "RefSeq"),
    synonyms=("LRG_164t1",),
    protein_synonyms=("LRG_164p1",),
)
ENSEMBL = Transcript("ENST00000300737.8", "STIM1", "NG_016277.1", 1, (Interval(0, 900),), (), cds=Interval(0, 900))
NONCODING = Transcript("NR_028379.1", "MIR1", "NG_016277.1", 1, (Interval(0, 900),), ())
MITOCHONDRIAL = Transcript(
    "NC_012920.1(MT-ND1)", "MT-ND1", "NC_012920.1", 1, (Interval(0, 956),), (), cds=Interval(0, 956)
)
