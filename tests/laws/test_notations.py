"""Laws of notations: what is written reads back as it was, and no text at all breaks the reader."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from synonymizer.alleles import Allele
from synonymizer.codons import THREE_LETTERS
from synonymizer.errors import ParseError, SynonymizerError, UnknownAssembly, UnsupportedError
from synonymizer.model import (
    EventProjection,
    IdentifierProjection,
    PlaceProjection,
    ProteinProjection,
    TranscriptProjection,
)
from synonymizer.notations import exon, hgvs, identifiers, protein, spdi, uncertain, vcf
from synonymizer.parse import parse
from synonymizer.places import Interval, Namespace, Transcript
from synonymizer.spelling.points import read_point, write_point
from synonymizer.statements import (
    Axis,
    Bounds,
    EditKind,
    EventKind,
    Expression,
    Point,
    ProteinEdit,
    StatedAllele,
    StatedEdit,
    StatedExons,
    StatedIdentifier,
    StatedProtein,
    StatedUncertain,
)
from tests.notations.samples import ENSEMBL, FIXED, GRCH37, GRCH38, MITOCHONDRION, NONCODING, SELECT

UNHURRIED = settings(deadline=None)
"""The first example of a test may load hgvs.parser."""

BASES = st.text(alphabet="ACGT", min_size=1, max_size=8)
RESIDUE = st.sampled_from([letter for letter in THREE_LETTERS if letter not in "XO*"])
RESIDUES = st.text(alphabet=RESIDUE, min_size=1, max_size=4)
KINDS: tuple[EditKind, ...] = ("sub", "del", "ins", "dup", "delins", "inv", "identity")
COUNTED = st.integers(0, 2_000_000_000)

Written = tuple[Point, Point, EditKind, str, str]
"""First and last point, kind, deleted and inserted bases."""


@st.composite
def points(draw: st.DrawFn, *, coding: bool = True) -> Point:
    """Draw a point of a transcript: in the coding sequence or beside it, in an exon or an intron."""
    offset = draw(st.sampled_from((0, 0, 1)) | st.integers(-30_000, 30_000))
    if not coding:
        return Point(draw(COUNTED), offset)
    datum, lowest = draw(st.sampled_from((("cds_start", -500), ("cds_end", 0))))
    return Point(draw(st.integers(lowest, 5_000)), offset, "cds_start" if datum == "cds_start" else "cds_end")


def in_order(*found: Point) -> tuple[Point, ...]:
    return tuple(sorted(found, key=lambda point: (point.datum == "cds_end", point.base, point.offset)))


@st.composite
def changes(draw: st.DrawFn, *, coding: bool = True) -> Written:
    """Draw a change of bases as a writer gets it."""
    kind = draw(st.sampled_from(KINDS))
    first = draw(points(coding=coding))
    if kind == "ins":
        return first, Point(first.base, first.offset + 1, first.datum), kind, "", draw(BASES)
    if kind == "sub":
        old, new = draw(st.permutations("ACGT"))[:2]
        return first, first, kind, old, new
    first, last = in_order(first, draw(points(coding=coding)))
    if kind == "inv" and first == last:
        last = Point(first.base + 1, first.offset, first.datum)
    return first, last, kind, "", draw(BASES) if kind == "delins" else ""


def read_first(text: str) -> Expression:
    """Read a name as written; what else it may mean is a last resort."""
    first, *others = parse(text)
    assert all(other.is_fallback for other in others)
    return first


def stated_edit(text: str) -> StatedEdit:
    expression = read_first(text)
    assert isinstance(expression.stated, StatedEdit)
    assert expression.issues == ()
    return expression.stated


@UNHURRIED
@given(points(), points(coding=False))
def test_a_point_reads_back(coding: Point, counted: Point) -> None:
    assert read_point(write_point(coding), "c") == coding
    assert read_point(write_point(counted), "n") == counted


@UNHURRIED
@given(changes())
def test_every_c_and_r_name_reads_back(change: Written) -> None:
    first, last, kind, deleted, inserted = change
    for transcript in (SELECT, FIXED, ENSEMBL):
        names = hgvs.write(TranscriptProjection("c", transcript, "NC_000011.10", *change, is_main=True))
        assert names[0].recommended
        for name in names:
            assert name.level in {"c", "r"}
            expected = StatedEdit(name.level, first, last, kind, deleted if kind == "sub" else None, None, inserted)
            assert stated_edit(name.text) == expected


@UNHURRIED
@given(changes(coding=False))
def test_every_n_name_reads_back(change: Written) -> None:
    first, last, kind, deleted, inserted = change
    for name in hgvs.write(TranscriptProjection("n", NONCODING, "NC_000011.10", *change, is_main=True)):
        assert name.level in {"n", "r"}
        expected = StatedEdit(name.level, first, last, kind, deleted if kind == "sub" else None, None, inserted)
        assert stated_edit(name.text) == expected


@st.composite
def alleles(draw: st.DrawFn) -> tuple[str, int, str, str]:
    """Draw (sequence, start, deleted, inserted) with bases on at least one side."""
    sequence = draw(st.sampled_from((GRCH38, GRCH37, MITOCHONDRION))).accession
    deleted, inserted = draw(st.text(alphabet="ACGT", max_size=6)), draw(st.text(alphabet="ACGT", max_size=6))
    return sequence, draw(st.integers(1, 16_000)), deleted, inserted if deleted or inserted else "A"


@UNHURRIED
@given(alleles(), BASES)
def test_every_name_of_a_place_reads_back(edit: tuple[str, int, str, str], anchor: str) -> None:
    sequence, start, deleted, inserted = edit
    contig = next(contig for contig in (GRCH38, GRCH37, MITOCHONDRION) if contig.accession == sequence)
    kind: EditKind = "ins" if not deleted else "delins" if inserted else "del"
    allele = Allele(sequence, start, start + len(deleted), deleted, inserted)
    base = anchor[0]
    anchored = Allele(sequence, start - 1, allele.end, base + deleted, base + inserted)
    axis: Axis = "m" if contig is MITOCHONDRION else "g"
    assemblies = {"GRCh37"} if contig is GRCH37 else {None, "GRCh38"}
    projection = PlaceProjection(axis, contig, allele, kind, anchored, allele)
    for name in hgvs.write(projection):
        first, last = (start - 1, start) if kind == "ins" else (start, allele.end - 1)
        stated = stated_edit(name.text)
        assert (stated.axis, stated.kind, stated.inserted) == (axis, kind, inserted)
        assert (stated.first, stated.last) == (Point(first), Point(last))
    for name in vcf.write(projection):
        expression = read_first(name.text)
        assert expression.stated == StatedAllele(start - 1, allele.end, base + deleted, base + inserted)
        assert expression.hints.reference == contig.name
        assert expression.hints.assembly in assemblies
    (name,) = spdi.write(projection)
    expression = read_first(name.text)
    assert expression.stated == StatedAllele(start, allele.end, deleted, inserted)
    assert expression.hints.reference == sequence


@st.composite
def protein_edits(draw: st.DrawFn) -> ProteinEdit:
    """Draw a change of residues of any kind that lies at a place."""
    first, residue, new = draw(st.integers(0, 30_000)), draw(RESIDUE), draw(RESIDUE)
    shifted = draw(RESIDUE.filter(lambda letter: letter != residue))
    last = first + draw(st.integers(1, 40))
    stop = draw(st.none() | st.integers(2, 500))
    other = draw(st.sampled_from([letter for letter in THREE_LETTERS if letter not in {residue, "X", "O"}]))
    return draw(
        st.sampled_from(
            (
                ProteinEdit("sub", first, first, residue, residue, other),
                ProteinEdit("identity", first, first, residue, residue),
                ProteinEdit("del", first, first, residue, residue),
                ProteinEdit("dup", first, last, residue, new),
                ProteinEdit("ins", first, first + 1, residue, new, draw(RESIDUES)),
                ProteinEdit("delins", first, last, residue, new, draw(RESIDUES) + draw(st.sampled_from(("", "*")))),
                ProteinEdit("frameshift", first, first, residue, residue, shifted, stop),
                ProteinEdit("frameshift", first, first, residue, residue, stop_stated=False),
                ProteinEdit("extension", first, first, "*", "*", new, stop),
                ProteinEdit("extension", 0, 0, "M", "M", "", -draw(st.integers(1, 99))),
                ProteinEdit("start_lost", 0, 0, "M", "M"),
            )
        )
    )


@UNHURRIED
@given(protein_edits())
@example(ProteinEdit("sub", 164, 164, "P", "P", "Q", predicted=True))
@example(ProteinEdit("frameshift", 46, 46, "E", "E", "V", 10, predicted=True))
@example(ProteinEdit("sub", 0, 0, "A", "A", "C"))
@example(ProteinEdit("del", 13, 13, "E", "E"))
def test_every_protein_name_reads_back(edit: ProteinEdit) -> None:
    names = protein.write(ProteinProjection(SELECT, edit))
    assert [name.recommended for name in names].index(True) == 0
    assert sum(name.recommended for name in names) == 1
    for name in names:
        said = StatedProtein(replace(edit, predicted="(" in name.text), is_bare="p." not in name.text)
        (expression,) = (found for found in parse(name.text) if found.stated == said)
        others = [found for found in parse(name.text) if found.stated != said and not found.is_fallback]
        # A1C changes a residue, or a base; E14del loses a glutamate, or an exon
        assert [other.notation for other in others] in ([], ["cdna"], ["exon"])
        named = expression.hints.protein or expression.hints.gene
        assert named in ({None} if name.needs else {SELECT.protein, SELECT.gene})


@UNHURRIED
@given(st.lists(points(), min_size=4, max_size=4, unique=True), st.sampled_from(("del", "dup")))
def test_every_name_of_a_bounded_event_on_a_transcript_reads_back(found: list[Point], kind: EventKind) -> None:
    a, b, c, d = in_order(*found)
    for transcript, is_main in ((FIXED, False), (SELECT, False), (SELECT, True)):
        projection = EventProjection(
            "c", "NC_000011.10", None, transcript, Bounds(a, b), Bounds(c, d), kind, is_main=is_main
        )
        names = uncertain.write(projection)
        assert [name.recommended for name in names] == [True] + [False] * (2 + len(transcript.synonyms) + 2 * is_main)
        for name in names:
            hints = read_first(name.text).hints
            assert read_first(name.text).stated == StatedUncertain("c", Bounds(a, b), Bounds(c, d), kind)
            assert (hints.transcript or hints.gene) == (None if name.needs else named_in(name.text, transcript))


@UNHURRIED
@given(st.lists(COUNTED, min_size=4, max_size=4, unique=True), st.lists(st.booleans(), min_size=4, max_size=4))
def test_every_name_of_a_bounded_event_on_a_chromosome_reads_back(found: list[int], known: list[bool]) -> None:
    a, b, c, d = (Point(place) if is_known else None for place, is_known in zip(sorted(found), known, strict=True))
    for left, right in ((Bounds(a, b), Bounds(c, d)), (Bounds(Point(0), Point(0)), Bounds(c, d))):
        for contig in (GRCH38, GRCH37):
            for name in uncertain.write(EventProjection("g", contig.accession, contig, None, left, right, "del")):
                expression = read_first(name.text)
                assert expression.stated == StatedUncertain("g", left, right, "del")
                is_said = name.cls == "coordinate" and contig is GRCH37
                assert expression.hints.assembly == ("GRCh37" if is_said else None)


def named_in(text: str, transcript: Transcript) -> str:
    """Return the carrier that a text names: a transcript, or else its gene."""
    return next((one for one in (transcript.accession, *transcript.synonyms) if one in text), transcript.gene)


LONG = replace(SELECT, exons=tuple(Interval(exon, exon + 1) for exon in range(400)))


@UNHURRIED
@given(st.integers(0, 300), st.integers(0, 80), st.sampled_from(("del", "dup")))
def test_every_exon_name_reads_back(first: int, more: int, kind: EventKind) -> None:
    nowhere = Bounds(None, None)
    exons = (first, first + more)
    projection = EventProjection("c", "NC_000011.10", None, LONG, nowhere, nowhere, kind, exons, is_main=True)
    names = exon.write(projection)
    assert names[0].recommended
    assert sum(name.needs == "gene" for name in names) == len(names) // 2 >= 9
    for name in names:
        expression = read_first(name.text)
        assert expression.stated == StatedExons(str(first + 1), str(first + more + 1), kind, name.level == "r")
        hints = expression.hints
        assert (hints.transcript or hints.gene) == (None if name.needs else named_in(name.text, LONG))


@UNHURRIED
@given(st.sampled_from(("rs", "variation", "allele")), st.integers(1, 10**9 - 1), st.text(alphabet="ACGT", max_size=5))
def test_every_identifier_reads_back(namespace: Namespace, value: int, inserted: str) -> None:
    names = identifiers.write(IdentifierProjection(namespace, value, "position", inserted))
    assert any(name.scope == "allele" for name in names) == (namespace == "rs" and inserted != "")
    for name in names:
        stated = inserted if name.scope == "allele" else None
        assert parse(name.text)[0].stated == StatedIdentifier(namespace, value, stated)


@UNHURRIED
@given(changes())
def test_letter_case_and_gaps_beside_signs_change_nothing_but_are_said(change: Written) -> None:
    projection = TranscriptProjection("c", SELECT, "NC_000011.10", *change)
    text = f"{SELECT.accession}:{hgvs.write(projection)[0].text.partition(':')[2]}"
    expected = read_first(text)
    for mangled in (text.lower(), text.upper(), text.replace(":", " : "), text.replace("c.", "c. ")):
        expression = read_first(mangled)
        assert expression.stated == expected.stated
        (issue,) = expression.issues
        assert issue.code == "W1001"
        assert text[:40] in issue.message


PIECES = (
    *"()[]{}:;,.-+*?=_^|/<>'\" \t\n\x00",
    *(
        "NM_003156.3",
        "NC_000011.10",
        "NP_003147.2",
        "LRG_164t1",
        "ENST00000300737.8",
        "STIM1",
        "chr11",
        "11",
        "MT",
        "hg18",
    ),
    *("c.", "g.", "m.", "n.", "r.", "p.", "o.", "494", "0", "4055634", "139+1", "99999999999999999999999999999999999"),
    *(
        "C>A",
        "del",
        "dup",
        "ins",
        "inv",
        "delins",
        "con",
        "fs",
        "ext",
        "Ter",
        "A",
        "ACGT",
        "N",
        "u",
        "Pro",
        "P",
        "Q",
        "X",
    ),
    *(
        "exon",
        "ex",
        "deletion",
        "of",
        "rs",
        "VCV",
        "AlleleID",
        "<DEL>",
        "é",
        "²",
        "٣",
        "→",
        "ſ",
        "\ud800",
        "😀",
        "\u202e",
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("NM_003156.3:c." + "(" * 5_000)
@example("p." + "Ala" * 5_000 + "!")
@example("c.5_6ins" + "ACGT" * 2_000)
@example("NM_003156." + "9" * 5_000 + ":c.494C>A")
def test_no_text_raises_anything_but_a_coded_error_that_points_into_it(text: str) -> None:
    refused: SynonymizerError | None = None
    try:
        assert parse(text)
    except (ParseError, UnsupportedError, UnknownAssembly) as error:
        refused = error
    if refused is not None:
        assert refused.text == text
        assert refused.span is None or 0 <= refused.span[0] <= refused.span[1] <= len(text)
        assert refused.message.endswith(".")
        assert len(refused.message) <= 500


def test_a_mismatched_kind_of_projection_is_written_by_nobody() -> None:
    identifier = IdentifierProjection("rs", 6025, "allele")
    for write in (hgvs.write, uncertain.write, exon.write, protein.write, vcf.write, spdi.write):
        assert write(identifier) == ()
    edit = ProteinProjection(SELECT, ProteinEdit("sub", 164, 164, "P", "P", "Q"))
    for write in (hgvs.write, uncertain.write, exon.write, vcf.write, spdi.write, identifiers.write):
        assert write(edit) == ()
    with pytest.raises(ValueError, match="do not fill"):
        Allele("NC_000011.10", 5, 9, "A", "")
