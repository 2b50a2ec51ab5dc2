"""Laws of the whole road, on real sequences: what is printed reads back, and every spelling leads to the same place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from synonymizer.edits import justify, slide
from synonymizer.errors import RegionNotHeld
from synonymizer.identify import identify, parse_in_gene
from synonymizer.model import Choice, Name, NameClass, Options, Reading
from synonymizer.pipeline import Synonymizer
from synonymizer.places import ASSEMBLIES, Assembly, Transcript
from synonymizer.reference import Reference, open_reference

FEWER = settings(max_examples=60)
FEWEST = settings(max_examples=15)
"""For laws of all names of a variant, which are some hundreds."""

WITH_REFERENCE = Options(choice=Choice(classes=("hgvs", "coordinate", "computed", "identifier")))
"""The classes whose names do not have to be tried one by one before they are printed."""


@cache
def engine() -> Synonymizer:
    return Synonymizer(open_reference())


def reference() -> Reference:
    return engine().reference


@cache
def transcripts() -> tuple[Transcript, ...]:
    """Return every transcript of the embedded genes that lies on a chromosome."""
    held = (transcript for symbol in reference().genes() for transcript in reference().transcripts_of(symbol))
    return tuple(transcript for transcript in held if len(list(reference().geometry.frames(transcript))) > 1)


@st.composite
def edits(draw: st.DrawFn, assembly: Assembly | None = None) -> tuple[str, int, str, str]:
    """Draw (contig, start, deleted, inserted) in or near an exon of a real transcript, often in a repeat."""
    transcript = draw(st.sampled_from(transcripts()))
    frames = [
        frame
        for frame in reference().geometry.frames(transcript)
        if reference().find_contig(frame.sequence) is not None
    ]
    frame = draw(
        st.sampled_from([f for f in frames if assembly is None or _assembly(f.sequence) == assembly] or frames)
    )
    exon = draw(st.sampled_from(frame.exons))
    base = draw(st.integers(exon.start - 12, exon.end + 12))
    blocks = [block for block in frame.blocks if block.start <= base < block.start + block.length]
    if not blocks:
        base, blocks = exon.start, list(frame.blocks[:1])
    oriented = blocks[0].source + base - blocks[0].start
    start = oriented if frame.strand > 0 else -oriented - 1
    try:
        deleted = reference().geometry.sequence(frame.sequence).bases(start, start + draw(st.integers(0, 5)))
        before = reference().geometry.sequence(frame.sequence).bases(start - 4, start)
    except RegionNotHeld:
        return draw(edits(assembly))
    inserted = draw(st.one_of(st.just(""), st.text(alphabet="ACGT", max_size=4), st.just(before), st.just(before[-1:])))
    if deleted == inserted:
        inserted += "A"
    return frame.sequence, start, deleted, inserted


def _assembly(accession: str) -> Assembly | None:
    contig = reference().find_contig(accession)
    return contig.assembly if contig is not None else None


def read(text: str, options: Options = WITH_REFERENCE) -> Reading:
    """Return the first reading of a text, which must have one."""
    result = engine().names(text, options)
    assert result.readings, (text, result.issues)
    return result.readings[0]


def find_keys(name: Name, reading: Reading) -> list[str]:
    """Return the keys of what a name of a reading can mean when it is given back, best first."""
    options = Options(gene=reading.gene if name.needs == "gene" else None, surveys=False)
    expressions = parse_in_gene(name.text, reference(), options)
    return [normal.key for normal in identify(expressions, reference(), options)]


@FEWEST
@given(edits())
def test_every_name_of_an_allele_reads_back_to_its_key(edit: tuple[str, int, str, str]) -> None:
    contig, start, deleted, inserted = edit
    reading = read(f"{contig}:{start}:{deleted}:{inserted}", Options())
    for name in reading.names:
        if name.scope == "allele":
            assert find_keys(name, reading)[:1] == [reading.key], name
        elif name.scope == "protein":
            assert find_keys(name, reading), name


@FEWER
@given(edits())
def test_a_key_is_the_fully_justified_allele(edit: tuple[str, int, str, str]) -> None:
    contig, start, deleted, inserted = edit
    reading = read(f"{contig}:{start}:{deleted}:{inserted}")
    sequence = reference().geometry.sequence(contig)
    if _assembly(contig) == ASSEMBLIES[0]:
        assert reading.key == justify(sequence, slide(sequence, start, deleted, inserted)).spdi


@FEWER
@given(edits(), st.data())
def test_spellings_of_one_allele_have_the_same_names(edit: tuple[str, int, str, str], data: st.DataObject) -> None:
    contig, start, deleted, inserted = edit
    moved = slide(reference().geometry.sequence(contig), start, deleted, inserted)
    if not (moved.deleted or moved.inserted):
        return
    place, old, new = moved.at(data.draw(st.integers(-moved.left, moved.right)))
    one, other = read(f"{contig}:{start}:{deleted}:{inserted}"), read(f"{contig}:{place}:{old}:{new}")
    assert one.names == other.names
    assert one.key == other.key


@FEWER
@given(edits())
def test_the_key_itself_is_a_name_of_the_same_reading(edit: tuple[str, int, str, str]) -> None:
    contig, start, deleted, inserted = edit
    reading = read(f"{contig}:{start}:{deleted}:{inserted}")
    assert reading.key is not None
    assert read(reading.key).names == reading.names


@FEWEST
@given(edits())
@example(("NC_000001.11", 169549810, "C", "T"))  # Factor V Leiden, which has names of nearly all classes
def test_the_names_of_a_class_are_those_among_all(edit: tuple[str, int, str, str]) -> None:
    text = ":".join(map(str, edit))
    reading = read(text, Options())
    for cls in get_args(NameClass):
        chosen = read(text, Options(choice=Choice(classes=(cls,))))
        assert chosen == replace(reading, names=tuple(name for name in reading.names if name.cls == cls))


@FEWEST
@given(st.data())
def test_every_exon_event_reads_back_from_all_its_names(data: st.DataObject) -> None:
    transcript = data.draw(st.sampled_from(transcripts()))
    count = len(transcript.exons)
    first = data.draw(st.integers(1, count))
    last = data.draw(st.integers(first, min(count, first + 6)))
    kind = data.draw(st.sampled_from(["deletion", "duplication"]))
    exons = f"exon {first}" if first == last else f"exons {first}-{last}"
    reading = read(f"{transcript.accession} {exons} {kind}", Options())
    for name in reading.names:
        if name.scope in {"allele", "exon"}:
            assert find_keys(name, reading)[:1] == [reading.key], name
