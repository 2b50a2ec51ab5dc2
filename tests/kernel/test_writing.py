"""The names that the kernel writes from tables are those that the pipeline writes from projections."""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

import pytest

from synonymizer.consequence import TERMS
from synonymizer.edits import Slide, classify, justify, slide
from synonymizer.kernel import residues, writing
from synonymizer.kernel.tables import (
    MISMATCH,
    Column,
    Ground,
    Hits,
    Places,
    Proteins,
    Regions,
    counts,
    make_alleles,
    make_column,
    make_places,
    numbers,
)
from synonymizer.mapping import reverse_complement
from synonymizer.model import PlaceProjection, TranscriptProjection
from synonymizer.normalize import rightmost
from synonymizer.notations import hgvs, protein
from synonymizer.places import Contig, Interval, Transcript
from synonymizer.project.transcripts import _describe_rna, make_point
from synonymizer.spelling.residues import CODES
from synonymizer.statements import ProteinEdit, ProteinKind
from tests.kernel.kinds import KINDS, PROTEIN_KINDS
from tests.kernel.plain import load_plain

if TYPE_CHECKING:
    from types import ModuleType

SIZE = 6_000
"""Bases of each region."""

STARTS = (9_990, 8, 123_456_789)
"""Where the regions begin; the last one has no place on the other assembly."""

SHIFTS = (5, 99_999_990, 0)

CONTIGS = (
    Contig("NC_000011.10", "GRCh38", "11", 135_086_622, "SQ."),
    Contig("NC_000001.11", "GRCh38", "1", 248_956_422, "SQ."),
    Contig("NC_000011.9", "GRCh37", "11", 135_006_516, "SQ."),
    Contig("NC_000001.10", "GRCh37", "1", 249_250_621, "SQ."),
)
REGIONS = ((0, 2), (1, 3), (0, -1))
"""The contigs of each region on both assemblies."""

EXONS = (Interval(0, 4_000),)
TRANSCRIPTS = (
    Transcript("NM_000001.1", "ONE", "NG_1.1", 1, EXONS, (), cds=Interval(120, 3_000), protein="NP_000001.1"),
    Transcript("NM_000022.22", "TWO", "NG_1.1", -1, EXONS, (), cds=Interval(0, 999), protein="NP_000022.3"),
    Transcript("ENST00000000333.1", "ONE", "NG_1.1", -1, EXONS, (), cds=Interval(7, 10)),
    Transcript("NR_000004.1", "FOUR-AS1", "NG_1.1", 1, EXONS, ()),
    Transcript("XR_000004.1", "FOUR-AS1", "NG_1.1", -1, EXONS, ()),
    Transcript("ENST00000000555.5", "TWO", "NG_1.1", 1, EXONS, ()),
)


@dataclass(frozen=True)
class Region:
    """The bases of a region, on its contig."""

    accession: str
    start: int
    letters: str

    def bases(self, start: int, end: int) -> str:
        return self.letters[start - self.start : end - self.start]

    def held(self, start: int, end: int) -> Interval:  # noqa: ARG002 (all of it is held)
        return Interval(self.start, self.start + len(self.letters))


@dataclass(frozen=True)
class Case:
    """An edit of a region, as far as it slides, and where the name on a transcript begins and ends."""

    region: int
    moved: Slide
    transcript: Transcript
    ends: tuple[tuple[int, int], tuple[int, int]]
    edit: ProteinEdit | None
    is_covered: bool = True


def draw_regions(draw: random.Random) -> tuple[Region, ...]:
    """Regions of few different bases, so that much slides."""
    found = []
    for (contig, _), start in zip(REGIONS, STARTS, strict=True):
        letters = "".join(draw.choice("ACGT") * draw.choice((1, 1, 2, 5)) for _ in range(SIZE))[: SIZE - 1_500]
        unit = "".join(draw.choices("ACGT", k=7))
        found.append(Region(CONTIGS[contig].accession, start, letters + (unit * 300)[:1_500]))
    return tuple(found)


def draw_bases(draw: random.Random, most: int) -> str:
    return "".join(draw.choices("ACGT", k=draw.choice((0, 0, 1, 1, 1, 2, 3, draw.randint(0, most)))))


def draw_edit(draw: random.Random, region: Region) -> Slide:
    """An edit of every kind: short ones, inversions, copies, and those of hundreds of bases."""
    while True:
        start = region.start + draw.randrange(draw.choice((40, 40, 40, SIZE - 1_500)), SIZE - 1_000)
        deleted = region.bases(start, start + len(draw_bases(draw, 900)))
        inserted = draw.choice((draw_bases(draw, 40), reverse_complement(deleted), deleted * 2))
        if deleted != inserted and len(inserted) < 1_000:
            return slide(region, start, deleted, inserted)


def draw_ends(draw: random.Random) -> tuple[tuple[int, int], tuple[int, int]]:
    first = draw.choice((0, 6, 7, 9, 10, 119, 120, 121, 998, 999, 1_000, 2_999, 3_000, draw.randrange(4_000)))
    last = first + draw.choice((0, 0, 0, 1, 10, 900))
    offsets = [draw.choice((0, 0, 0, 1, -1, 2, -2, 3, -3, 12_345)) for _ in range(2)]
    return (first, offsets[0]), (last, offsets[0] if draw.random() < 0.5 else offsets[1])


def draw_protein(draw: random.Random) -> ProteinEdit | None:
    """A change of residues of every kind and shape, made up; that of a whole protein has no place."""
    kind = draw.choice(PROTEIN_KINDS)
    if kind is None or kind in {"unknown", "none"}:
        return None if kind is None else ProteinEdit(kind, predicted=True)
    first, width = draw.choice((0, 8, 9, 98, 99, 34_349)), draw.choice((0, 0, 1, 120))
    ends = draw.choice("ACDY*"), draw.choice("ACDY*")
    residues_drawn = draw.choice(("", "A", "PQ*", "X", "XX", "XXX", "XX*", "X*", "*", "XAX", "".join(CODES)))
    made = {"sub": draw.choice("AX*"), "frameshift": draw.choice("AV"), "extension": draw.choice("Q"), "del": ""}
    inserted = made.get(kind, residues_drawn)
    stop = draw.choice((None, 1, 23, 34_350)) if kind in {"frameshift", "extension"} else None
    last = first if kind in {"sub", "frameshift", "extension", "start_lost"} else first + width
    return ProteinEdit(kind, first, last, ends[0], ends[1 if last > first else 0], inserted, stop, predicted=True)


def draw_cases(draw: random.Random, regions: tuple[Region, ...], count: int) -> list[Case]:
    found = []
    for _ in range(count):
        region = draw.randrange(len(regions))
        transcript, ends, edit = draw.choice(TRANSCRIPTS), draw_ends(draw), draw_protein(draw)
        found.append(Case(region, draw_edit(draw, regions[region]), transcript, ends, edit, draw.random() > 0.1))
    return found


# ---------------------------------------------------------------- tables


def lay_ground(regions: tuple[Region, ...]) -> Ground:
    """The regions and transcripts as tables."""
    bases = bytearray(b"?" * 11)
    at = numbers(0)
    for region in regions:
        at.append(len(bases))
        bases += region.letters.encode()
    size = len(regions)
    ground = Ground(
        Regions(
            contig=array("i", [contig for contig, _ in REGIONS]),
            start=array("q", STARTS),
            end=array("q", [start + SIZE for start in STARTS]),
            other_contig=array("i", [other for _, other in REGIONS]),
            other_start=numbers(size),
            other_end=numbers(size),
            by_other=counts(size),
            bases_at=at,
            is_loaded=bytearray(size),
            segment_at=counts(size),
            segment_count=counts(size),
            cut_at=counts(size),
            cut_count=counts(size),
        ),
        bases,
        contigs=make_column([contig.accession for contig in CONTIGS]),
        axes=make_column([f"{contig.accession}:g." for contig in CONTIGS]),
        genes=make_column(sorted({one.gene for one in TRANSCRIPTS})),
    )
    labels: list[str] = []
    table = ground.transcripts
    for one in TRANSCRIPTS:
        axis, label = "n" if one.cds is None else "c", len(labels)
        contig = CONTIGS[0].accession
        labels += [one.accession, f"{one.accession}:{axis}.", f"{contig}({one.accession}):{axis}.", f"{one.protein}:p."]
        table.label.append(label)
        table.exonic.append(label + 1)
        table.intronic.append(label + 2)
        table.protein.append(label + 3)
        table.strand.append(one.strand)
        table.cds_start.append(one.cds.start if one.cds else -1)
        table.cds_end.append(one.cds.end if one.cds else -1)
        table.has_protein.append(one.protein is not None)
        table.gene.append(ground.genes.texts().index(one.gene))
    ground.labels = make_column(labels)
    return ground


def lay_places(cases: list[Case], regions: tuple[Region, ...]) -> Places:
    """The edits as a table, with a row for each."""
    places = make_places(make_alleles(len(cases)))
    for row, case in enumerate(cases):
        moved = case.moved
        start, deleted, inserted = moved.at(moved.right)
        _, _, kind = classify(regions[case.region], start, deleted, inserted)
        places.kind[row] = KINDS[kind]
        places.region[row], places.start[row], places.shift[row] = case.region, moved.start, SHIFTS[case.region]
        places.deleted[row], places.inserted[row] = len(deleted), len(inserted)
        places.left[row], places.right[row] = moved.left, moved.right
        places.forward_at[row] = len(places.letters)
        places.letters += inserted.encode()
        places.reverse_at[row] = len(places.letters)
        places.letters += reverse_complement(moved.at(-moved.left)[2]).encode()
        if not case.is_covered:
            places.state[row], places.region[row] = MISMATCH, -1
    return places


def lay_hits(cases: list[Case]) -> Hits:
    """A hit for each row that is covered."""
    covered = [(row, case) for row, case in enumerate(cases) if case.is_covered]
    return Hits(
        row=array("i", [row for row, _ in covered]),
        transcript=array("i", [TRANSCRIPTS.index(case.transcript) for _, case in covered]),
        first=array("q", [case.ends[0][0] for _, case in covered]),
        first_offset=array("q", [case.ends[0][1] for _, case in covered]),
        last=array("q", [case.ends[1][0] for _, case in covered]),
        last_offset=array("q", [case.ends[1][1] for _, case in covered]),
        first_exon=counts(len(covered)),
        last_exon=counts(len(covered)),
        terms=counts(len(covered)),
        row_end=array("q", [sum(one.is_covered for one in cases[: row + 1]) for row in range(len(cases))]),
    )


def lay_proteins(edits: list[ProteinEdit | None]) -> Proteins:
    """A change of the protein for each hit."""
    letters = bytearray()
    found = Proteins(
        bytearray(), counts(0), counts(0), bytearray(), bytearray(), numbers(0), counts(0), counts(0), letters
    )
    for edit in edits:
        found.kind.append(0 if edit is None else PROTEIN_KINDS.index(edit.kind))
        found.first.append(edit.first if edit else 0)
        found.last.append(edit.last if edit else 0)
        found.first_residue += edit.first_residue.encode() or b"\0" if edit else b"\0"
        found.last_residue += edit.last_residue.encode() or b"\0" if edit else b"\0"
        found.inserted_at.append(len(letters))
        found.inserted.append(len(edit.inserted) if edit else 0)
        found.stop.append(-1 if edit is None or edit.stop is None else edit.stop)
        letters += edit.inserted.encode() if edit else b""
    return found


# ---------------------------------------------------------------- what is expected


def expect_genomic(case: Case, regions: tuple[Region, ...], assembly: Literal[38, 37]) -> str:
    contig = REGIONS[case.region][assembly == 37]
    if not case.is_covered or contig < 0:
        return ""
    moved, accession = case.moved, CONTIGS[contig].accession
    there = Region(accession, STARTS[case.region], regions[case.region].letters)
    if assembly == 37:
        shift = SHIFTS[case.region]
        there = Region(accession, there.start + shift, there.letters)
        moved = Slide(moved.start + shift, moved.deleted, moved.inserted, moved.left, moved.right)
    allele = rightmost(accession, moved)
    _, _, kind = classify(there, allele.start, allele.deleted, allele.inserted)
    projection = PlaceProjection("g", CONTIGS[contig], allele, kind, None, allele)
    return hgvs.write(projection)[0].text


def expect_on_transcript(case: Case, regions: tuple[Region, ...]) -> TranscriptProjection:
    transcript, moved = case.transcript, case.moved
    start, deleted, inserted = moved.at(moved.right)
    _, _, kind = classify(regions[case.region], start, deleted, inserted)
    if transcript.strand < 0:
        deleted, inserted = (reverse_complement(bases) for bases in moved.at(-moved.left)[1:])
    first, last = (make_point(transcript, *end) for end in case.ends)
    return TranscriptProjection(
        axis="n" if transcript.cds is None else "c",
        transcript=transcript,
        reference=CONTIGS[0].accession,
        first=first,
        last=last,
        kind=kind,
        deleted=deleted,
        inserted=inserted,
        protein=case.edit,
        rna=_describe_rna(case.ends),
    )


def find_recommended(projection: TranscriptProjection, levels: str) -> str:
    names = (*hgvs.write(projection), *protein.write(projection))
    return next((name.text for name in names if name.recommended and name.level and name.level in levels), "")


@pytest.fixture(params=["as installed", "plain"])
def modules(request: pytest.FixtureRequest) -> tuple[ModuleType, ModuleType]:
    """The modules that write, and the same as plain Python."""
    if request.param == "as installed":
        return writing, residues
    return load_plain("synonymizer.kernel.writing"), load_plain("synonymizer.kernel.residues")


def test_every_name_is_that_of_the_pipeline(modules: tuple[ModuleType, ModuleType]) -> None:
    write, write_residues = modules
    draw = random.Random(20)
    regions = draw_regions(draw)
    cases = draw_cases(draw, regions, 8_000 if write is writing else 1_500)
    covered = [case for case in cases if case.is_covered]
    ground, places, hits = lay_ground(regions), lay_places(cases, regions), lay_hits(cases)
    assert set(places.kind) == set(KINDS.values())

    keys = [justify(regions[case.region], case.moved).spdi if case.is_covered else "" for case in cases]
    assert write.write_spdi(places, ground).texts() == keys
    assert any(key.split(":")[2].isdecimal() for key in keys if key)  # long deletions, by their number of bases
    for assembly in cast("tuple[Literal[38, 37], ...]", (38, 37)):
        names = write.write_genomic(places, ground, assembly).texts()
        assert names == [expect_genomic(case, regions, assembly) for case in cases]

    projections = [expect_on_transcript(case, regions) for case in covered]
    coding = write.write_coding(places, hits, ground)
    assert coding.texts() == [find_recommended(projection, "cn") for projection in projections]
    assert len(coding.data) == coding.ends[-1]
    assert write.write_rna(places, hits, ground).texts() == [find_recommended(one, "r") for one in projections]

    made = lay_proteins([case.edit for case in covered])
    names = write_residues.write_protein(hits, made, ground).texts()
    assert names == [find_recommended(projection, "p") for projection in projections]


def test_labels_are_those_of_the_transcript_of_each_hit(modules: tuple[ModuleType, ModuleType]) -> None:
    draw = random.Random(1)
    regions = draw_regions(draw)
    cases = [case for case in draw_cases(draw, regions, 50) if case.is_covered]
    ground, hits = lay_ground(regions), lay_hits(cases)
    accessions = [case.transcript.accession for case in cases]
    assert modules[0].write_labels(hits, ground, "transcript").texts() == accessions
    assert modules[0].write_labels(hits, ground, "gene").texts() == [case.transcript.gene for case in cases]


def test_terms_are_joined_in_the_order_of_their_bits(modules: tuple[ModuleType, ModuleType]) -> None:
    draw = random.Random(2)
    regions = draw_regions(draw)
    cases = draw_cases(draw, regions, 300)
    hits = lay_hits(cases)
    expected = []
    for hit in range(len(hits)):
        found = draw.sample(range(len(TERMS)), draw.choice((0, 1, 1, 2, 3, len(TERMS))))
        hits.terms[hit] = sum(1 << term for term in found)
        expected.append("&".join(TERMS[term] for term in sorted(found)))
    assert modules[0].write_terms(hits, make_column(TERMS)).texts() == expected


def test_codes_are_in_the_order_in_which_the_pipeline_says_them(modules: tuple[ModuleType, ModuleType]) -> None:
    places = make_places(make_alleles(6))
    places.state[5] = MISMATCH
    hits = lay_hits([])
    hits.row_end = array("q", [2, 3, 3, 4, 5, 5])
    unknown, sub = ProteinEdit("unknown", predicted=True), ProteinEdit("sub", 0, 0, "M", "M", "V", predicted=True)
    made = lay_proteins([unknown, sub, sub, unknown, unknown])
    notes = bytearray([0, 7, 1, 4, 6, 7])
    expected = ["W4002", "W2004,W1002,W1004", "W1002", "W2004,W4002", "W2004,W1004,W4002", ""]
    assert modules[0].write_codes(places, hits, made, notes).texts() == expected
    assert modules[0].write_codes(places, hits, made).texts() == ["W4002", "", "", "W4002", "W4002", ""]


def test_no_rows_make_empty_columns(modules: tuple[ModuleType, ModuleType]) -> None:
    regions = draw_regions(random.Random(3))
    ground, places, hits, made = lay_ground(regions), lay_places([], regions), lay_hits([]), lay_proteins([])
    write, write_residues = modules
    columns: list[Column] = [
        write.write_spdi(places, ground),
        write.write_genomic(places, ground, 37),
        write.write_coding(places, hits, ground),
        write.write_rna(places, hits, ground),
        write.write_labels(hits, ground, "gene"),
        write.write_terms(hits, make_column(TERMS)),
        write.write_codes(places, hits, made),
        write_residues.write_protein(hits, made, ground),
    ]
    assert all(column == Column(bytearray(), numbers(0)) for column in columns)


def test_every_kind_and_residue_of_the_pipeline_is_known() -> None:
    unknown = {"repeat"}  # no prediction is one
    assert set(PROTEIN_KINDS) - {None} | unknown == set(get_args(ProteinKind))
    assert len(residues._FORMS) == len(residues._WORDS) == len(PROTEIN_KINDS)
    letters = [*(chr(code) for code in range(ord("A"), ord("Z") + 1)), "*"]
    spelled = [residues._CODES[3 * row : 3 * row + 3].decode() for row in range(len(letters))]
    assert dict(zip(letters, spelled, strict=True)) == CODES
