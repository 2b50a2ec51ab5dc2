"""Laws of the spellings of papers: read together with its gene, each states the edit that it was made of."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from synonymizer.model import TranscriptProjection
from synonymizer.notations import cdna_names
from synonymizer.parse import parse
from synonymizer.spelling.base_styles import MOST_BASES
from synonymizer.spelling.points import shift
from synonymizer.statements import EditKind, Point, StatedEdit, StatedPlace
from tests.laws.test_notations import UNHURRIED, points
from tests.notations.samples import SELECT

BASES = st.text(alphabet="ACGT", min_size=1, max_size=MOST_BASES)
KINDS: tuple[EditKind, ...] = ("sub", "del", "ins", "dup", "delins")
PLAIN = st.integers(0, 100_000).map(lambda base: Point(base, 0, "cds_start"))


@st.composite
def edits(draw: st.DrawFn, places: st.SearchStrategy[Point]) -> TranscriptProjection:
    """Draw an edit of a transcript whose bases fill its place, inside one exon or intron."""
    kind, first, old, new = draw(st.sampled_from(KINDS)), draw(places), draw(BASES), draw(BASES)
    if kind == "sub":
        old, new = draw(st.sampled_from((("A", "C"), ("C", "T"), ("G", "A"), ("T", "G"))))
    elif kind == "delins":
        assume(old[0] != new[0] and old[-1] != new[-1] and len(old) + len(new) > 2)
    last = shift(first, (2 if kind == "ins" else len(new) if kind == "dup" else len(old)) - 1)
    assume(bool(last.offset) == bool(first.offset) and (last.base < 0) == (first.base < 0))
    deleted, inserted = old if kind in {"sub", "del", "delins"} else "", new if kind != "del" else ""
    return TranscriptProjection("c", SELECT, "NC_000011.10", first, last, kind, deleted, inserted, is_main=True)


def is_stated(text: str, projection: TranscriptProjection) -> bool:
    """Whether a text states the edit of a projection, up to the bases that a spelling leaves out."""
    place = projection.first, projection.last, projection.kind
    copied = projection.inserted if projection.kind == "dup" else projection.deleted
    return any(
        (stated.first, stated.last, stated.kind) == place
        and stated.deleted in {None, copied}
        and (projection.kind == "dup" or stated.inserted == projection.inserted)
        for stated in (expression.stated for expression in parse(text))
        if isinstance(stated, StatedEdit)
    )


@UNHURRIED
@given(edits(PLAIN))
def test_every_spelling_states_the_edit_it_was_made_of(projection: TranscriptProjection) -> None:
    glued = f"STIM1 c{projection.first.base + 1}"  # C35del may be of a cysteine, which the proof of such a name tells
    names = [name for name in cdna_names.write(projection) if name.scope == "allele"]
    with_gene = [name.text for name in names if not name.needs and not name.text.startswith(glued)]
    assert [text for text in with_gene if not is_stated(text, projection)] == []


@UNHURRIED
@given(st.integers(99, 100_000), st.permutations("ACGT"))
def test_a_base_and_its_number_are_read_as_where_the_change_lies(base: int, bases: list[str]) -> None:
    old, new, *_ = bases
    point = Point(base, 0, "cds_start")  # of three digits: 12C may be part of anything
    projection = TranscriptProjection("c", SELECT, "NC_000011.10", point, point, "sub", old, new, is_main=True)
    (text,) = (name.text for name in cdna_names.write(projection) if name.scope == "position" and not name.needs)
    places = [one.stated for one in parse(text) if isinstance(one.stated, StatedPlace)]
    assert [(one.first, one.letters) for one in places] == [(point, old)]


@UNHURRIED
@given(edits(points()))
def test_a_place_with_a_sign_of_its_own_is_stated_by_the_most_used_spellings(projection: TranscriptProjection) -> None:
    assume(-projection.first.offset <= abs(projection.first.base))  # 1-2del may be of a range
    most_used = [name.text for name in cdna_names.write(projection) if name.cls == "literature" and not name.needs][:2]
    assert [text for text in most_used if not is_stated(text, projection)] == []
