"""Laws of edits: bases are preserved, spellings of one allele are one allele, and repeating a step changes nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from synonymizer.edits import anchor, classify, justify, slide, trim
from synonymizer.mapping import reverse_complement
from tests.sequences import Text, apply

FEW = st.text(alphabet="AC", max_size=6)
BASES = st.text(alphabet="ACGT", max_size=6)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, str, str]:
    """Draw (text, start, deleted, inserted); few letters make repeats, and so movement, common."""
    letters = draw(st.sampled_from(["AC", "ACG", "ACGT"]))
    text = draw(st.text(alphabet=letters, min_size=12, max_size=40))
    start = draw(st.integers(2, len(text) - 4))
    end = draw(st.integers(start, min(start + 6, len(text) - 2)))
    return text, start, text[start:end], draw(st.text(alphabet=letters, max_size=6))


@given(edits())
def test_every_spelling_along_a_slide_makes_the_same_bases(edit: tuple[str, int, str, str]) -> None:
    text, start, deleted, inserted = edit
    expected = apply(text, start, deleted, inserted)
    moved = slide(Text(text), start, deleted, inserted)
    for shift in range(-moved.left, moved.right + 1):
        assert apply(text, *moved.at(shift)) == expected


@given(edits())
def test_justifying_any_spelling_gives_one_allele(edit: tuple[str, int, str, str]) -> None:
    text, start, deleted, inserted = edit
    if deleted == inserted:
        return
    moved = slide(Text(text), start, deleted, inserted)
    wide = justify(Text(text), moved)
    assert apply(text, wide.start, wide.deleted, wide.inserted) == apply(text, start, deleted, inserted)
    for shift in range(-moved.left, moved.right + 1):
        assert justify(Text(text), slide(Text(text), *moved.at(shift))) == wide
    assert justify(Text(text), slide(Text(text), wide.start, wide.deleted, wide.inserted)) == wide


@given(edits())
def test_two_spellings_have_one_justified_allele_exactly_when_they_make_the_same_bases(
    edit: tuple[str, int, str, str],
) -> None:
    text, start, deleted, inserted = edit
    made = apply(text, start, deleted, inserted)
    if made == text:
        return
    whole = slide(Text(text), 0, text, made)
    assert justify(Text(text), whole) == justify(Text(text), slide(Text(text), start, deleted, inserted))


@given(edits())
def test_trimming_is_idempotent_and_leaves_nothing_shared(edit: tuple[str, int, str, str]) -> None:
    _, start, deleted, inserted = edit
    trimmed = trim(start, deleted, inserted)
    assert trim(*trimmed) == trimmed
    if trimmed[1] and trimmed[2]:
        assert trimmed[1][0] != trimmed[2][0]
        assert trimmed[1][-1] != trimmed[2][-1]


@given(edits())
def test_an_anchored_allele_makes_the_same_bases_and_has_none_empty(edit: tuple[str, int, str, str]) -> None:
    text, start, deleted, inserted = edit
    moved = slide(Text(text), start, deleted, inserted)
    if not (moved.deleted or moved.inserted) or moved.start == moved.left:
        return
    allele = anchor(Text(text), moved)
    assert allele.deleted
    assert allele.inserted
    assert apply(text, allele.start, allele.deleted, allele.inserted) == apply(text, start, deleted, inserted)


@given(edits())
def test_the_kind_says_what_the_bases_do(edit: tuple[str, int, str, str]) -> None:
    text, start, deleted, inserted = edit
    moved = slide(Text(text), start, deleted, inserted)
    start, deleted, inserted = moved.at(moved.right)
    first, last, kind = classify(Text(text), start, deleted, inserted)
    match kind:
        case "dup":
            assert text[first:last] == inserted
            assert last == start
        case "inv":
            assert reverse_complement(deleted) == inserted
        case "del":
            assert (last - first, inserted) == (len(deleted), "")
        case "ins":
            assert text[start - len(inserted) : start] != inserted
        case "sub" | "delins" | "identity":
            assert text[first:last] == deleted


@given(BASES)
def test_the_reverse_complement_is_its_own_inverse(bases: str) -> None:
    assert reverse_complement(reverse_complement(bases)) == bases
