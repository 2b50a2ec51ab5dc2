"""The identifiers that the kernel computes are those of the VRS objects that the pipeline writes."""

from __future__ import annotations

import random
from hashlib import sha512
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synonymizer import Synonymizer, open_reference
from synonymizer.batch.ground import Grounds
from synonymizer.batch.regions import Region, make_table
from synonymizer.edits import Letters, Slide, justify, slide
from synonymizer.kernel import digests
from synonymizer.kernel.places import assign_regions, place
from synonymizer.kernel.tables import DONE, NOT_COVERED, Ground, Places, make_alleles, make_column, make_places
from synonymizer.model import Options
from synonymizer.project.vrs import find_unit
from synonymizer.spelling.digests import digest
from tests.kernel.plain import load_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

REFGETS = ("SQ.F-LrLMe1SRpfUZHkQmvkVKFEGaoDeHul", "SQ.2NkFm8HK88MqeNkCgj78KidCAXgnsfV1")
START = 999_990
"""Where the regions of these tests begin: places in them have six digits or seven."""


def lay(moved: Sequence[Slide], text: str) -> tuple[Places, Ground]:
    """Edits of a text, which is held twice: on the first contig and on the second."""
    regions = make_table(tuple(Region(contig, START, START + len(text), ()) for contig in range(2)))
    regions.bases_at[1] = len(text)
    ground = Ground(regions, bytearray(text.encode() * 2), refgets=make_column(REFGETS))
    places = make_places(make_alleles(len(moved)))
    for row, edit in enumerate(moved):
        places.region[row] = row % 2
        places.start[row] = START + edit.start
        places.deleted[row], places.inserted[row] = len(edit.deleted), len(edit.inserted)
        places.left[row], places.right[row] = edit.left, edit.right
        places.forward_at[row] = len(places.letters)
        places.letters += edit.at(edit.right)[2].encode()
    return places, ground


def expect(edit: Slide, text: str, refget: str) -> str:
    """The identifier of an edit, by the rules of VRS."""
    wide = justify(Letters("", text), edit)
    unit = find_unit(wide.deleted, wide.inserted)
    sequence = {"type": "SequenceReference", "refgetAccession": refget}
    span: dict[str, object] = {"start": START + wide.start, "end": START + wide.end}
    where = digest({"type": "SequenceLocation", "sequenceReference": sequence, **span})
    state: dict[str, object] = {"type": "LiteralSequenceExpression", "sequence": wide.inserted}
    if unit is not None:
        state = {"type": "ReferenceLengthExpression", "length": len(wide.inserted), "repeatSubunitLength": unit}
    return f"ga4gh:VA.{digest({'type': 'Allele', 'location': where, 'state': state})}"


def check(moved: Sequence[Slide], text: str, module: ModuleType = digests) -> None:
    places, ground = lay(moved, text)
    found = module.write_vrs(places, ground).texts()
    assert found == [expect(edit, text, REFGETS[row % 2]) for row, edit in enumerate(moved)]


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Slide]]:
    """Edits of a text of few letters, so that they slide."""
    letters = draw(st.sampled_from(["ACGT", "AC", "A"]))
    text = draw(st.text(letters, min_size=1, max_size=30))
    moved = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        inserted = draw(st.text(letters, max_size=12) | st.just(text[start:end] * 2))
        if inserted != text[start:end]:
            moved.append(slide(Letters("", text), start, text[start:end], inserted))
    return text, moved


@settings(max_examples=500)
@given(edited_texts())
def test_an_allele_has_the_identifier_of_its_vrs_object(drawn: tuple[str, list[Slide]]) -> None:
    text, moved = drawn
    check(moved, text)


LENGTHS = range(1001)
"""Of new bases: the text that is digested ends at every place of a block."""


def invent_insertions(lengths: Sequence[int]) -> tuple[list[Slide], str]:
    chance = random.Random(3)
    return [Slide(4, "CA", "".join(chance.choices("GT", k=length))) for length in lengths], "GGGGCAGGGG"


def test_alleles_of_every_length_are_digested() -> None:
    check(*invent_insertions(LENGTHS))


def test_plain_python_says_the_same() -> None:
    check(*invent_insertions(LENGTHS[::50]), load_plain("synonymizer.kernel.digests"))


@pytest.mark.parametrize("size", [0, 1, 111, 112, 127, 128, 239, 240, 300])
def test_the_digest_is_sha_512(size: int) -> None:
    text = bytearray(random.Random(size).randbytes(size) + b"#" * 256)
    digester = load_plain("synonymizer.kernel.digests")._Digester(text)
    digester.hash(size)
    assert bytes(digester.found) == sha512(text[:size]).digest()[:24]


def test_rows_that_are_not_covered_have_no_identifier() -> None:
    text = "ACGTACGT"
    moved = [Slide(4, "A", letter) for letter in "CGT"]
    places, ground = lay(moved, text)
    places.state[1] = NOT_COVERED
    first, second, third = digests.write_vrs(places, ground).texts()
    assert second == ""
    assert [first, third] == [expect(edit, text, REFGETS[0]) for edit in moved[::2]]


def test_real_alleles_have_the_identifiers_that_the_pipeline_gives_them() -> None:
    count, chance = 300, random.Random(8)
    synonymizer = Synonymizer(open_reference())
    grounds = Grounds(synonymizer.reference)
    regions, contigs = grounds.ground.regions, synonymizer.reference.contigs()
    wide = [row for row, start in enumerate(regions.start) if regions.end[row] - start > 1000]
    alleles = make_alleles(count, letters := bytearray())
    texts = []
    for row in range(count):
        region = chance.choice(wide)
        contig = contigs[regions.contig[region]].accession
        start = chance.randrange(regions.start[region] + 20, regions.end[region] - 20)
        end = start + chance.choice((0, 0, 1, 1, 1, 2, 3, 12))
        bases = synonymizer.reference.geometry.sequence(contig).bases(start - 6, end)
        copied = bases[chance.randrange(6) : 6]
        inserted = chance.choice((copied, copied * 2, "", "".join(chance.choices("ACGT", k=chance.choice((1, 1, 4))))))
        alleles.contig[row], alleles.start[row], alleles.end[row] = regions.contig[region], start, end
        alleles.deleted_at[row], alleles.inserted_at[row] = -1, len(letters)
        alleles.inserted_count[row] = len(inserted)
        letters += inserted.encode()
        texts.append(f"{contig}:{start}:{bases[6:]}:{inserted}")
    held = assign_regions(alleles, grounds.ground)
    grounds.load(held)
    places = place(alleles, held, grounds.ground)
    found = digests.write_vrs(places, grounds.ground).texts()
    covered = [row for row in range(count) if places.state[row] == DONE]
    assert len(covered) > count / 2
    differing = [
        (texts[row], found[row]) for row in covered if synonymizer.brief(texts[row], Options()).vrs != found[row]
    ]
    assert differing == []
