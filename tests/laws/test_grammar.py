"""What is stated in any form of the nomenclature is written so that it reads back, whatever its numbers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from synonymizer.codons import THREE_LETTERS
from synonymizer.grammar.emit import emit
from synonymizer.notations.hgvs import read
from synonymizer.statements import (
    Bounds,
    Count,
    Expression,
    Hints,
    Piece,
    Point,
    ProteinEdit,
    Relation,
    StatedEdit,
    StatedJunction,
    StatedModification,
    StatedPlace,
    StatedProtein,
    StatedRepeat,
    StatedSet,
    StatedUncertain,
    StatedWhole,
    Statement,
)
from tests.notations.comparing import say

UNHURRIED = settings(deadline=None, max_examples=150)
ON_GENOME = Hints("NC_000011.10")
ELSEWHERE = Hints("NC_000004.11")
ON_PROTEIN = Hints(protein="NP_003147.2")

BASES = st.text(alphabet="ACGT", min_size=1, max_size=6)
PLACES = st.integers(0, 10**9)
RESIDUE = st.sampled_from([letter for letter in THREE_LETTERS if letter not in "X*"])


@st.composite
def counts(draw: st.DrawFn) -> Count:
    low, more = draw(st.integers(1, 500)), draw(st.integers(1, 90))
    choices = (
        Count(0, 0),
        Count(low, low),
        Count(low, low + more),
        Count(low, None),
        Count(None, low),
        Count(None, None),
    )
    return draw(st.sampled_from(choices))


@st.composite
def ranges(draw: st.DrawFn) -> tuple[Point, Point]:
    first = draw(PLACES)
    return Point(first), Point(first + draw(st.integers(1, 400)))


def exact(point: Point) -> Bounds:
    return Bounds(point, point)


@st.composite
def bounds(draw: st.DrawFn) -> tuple[Bounds, Bounds]:
    """Draw the two sides of a stretch, of which one at least is bounded rather than exact."""
    a, b, c, d = (Point(place) for place in sorted(draw(st.sets(PLACES, min_size=4, max_size=4))))
    left = draw(st.sampled_from((Bounds(a, b), Bounds(None, b), Bounds(a, None), exact(a), Bounds(None, None))))
    right = draw(st.sampled_from((Bounds(c, d), Bounds(None, d), Bounds(c, None))))
    return left, right


@st.composite
def pieces(draw: st.DrawFn) -> tuple[Piece, ...]:
    """Draw pieces that are not all plain bases of one run."""
    first, last = draw(ranges())
    left, right = draw(bounds())
    counted = Piece(draw(st.sampled_from(("N", "A", "CAG"))), count=Count(7, draw(st.sampled_from((7, 9, None)))))
    copied = Piece(left=exact(first), right=exact(last), is_inverted=draw(st.booleans()))
    foreign = Piece(source=ELSEWHERE, axis="g", left=exact(first), right=exact(last))
    loose = Piece(source=ELSEWHERE, axis="g", left=left, right=right, is_inverted=draw(st.booleans()))
    chosen = draw(st.lists(st.sampled_from((counted, copied, foreign, loose)), min_size=1, max_size=3))
    return (Piece(draw(BASES)), *chosen) if draw(st.booleans()) else tuple(chosen)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Draw what can be said of one genomic sequence, in any form."""
    first, last = draw(ranges())
    left, right = draw(bounds())
    one, other = draw(st.permutations("ACGT"))[:2]
    spelled, parts = draw(BASES), draw(pieces())
    beside = Point(first.base + 1)
    is_tandem = len(parts) == 1 and parts[0].axis is None and parts[0].right == exact(first)
    size = draw(st.none() | st.just(Count(15, 15)))
    within = Bounds(first, last)
    units = tuple(draw(st.lists(st.tuples(st.sampled_from(("CAG", "T", "GGM")), counts()), min_size=1, max_size=3)))
    choices: tuple[Statement, ...] = (
        StatedEdit("g", first, first, "sub", one, None, other),
        StatedEdit("g", first, last, "del"),
        StatedEdit("g", first, last, "dup"),
        StatedEdit("g", first, last, "inv"),
        StatedEdit("g", first, last, "identity"),
        StatedEdit("g", first, last, "delins", inserted=spelled),
        StatedEdit("g", first, beside, "ins", inserted=spelled),
        StatedEdit("g", first, last, "delins", pieces=parts),
        StatedEdit("g", first, beside, "ins", pieces=() if is_tandem else parts, inserted="A" * is_tandem),
        StatedUncertain("g", left, right, "del"),
        StatedUncertain("g", left, right, "dup", size=size),
        StatedUncertain("g", left, right, "inv"),
        StatedUncertain("g", left, right, "dup", copies=3),
        StatedUncertain("g", left, right, "delins", pieces=parts, size=size),
        StatedUncertain("g", within, within, "del", is_within=True, size=size),
        StatedUncertain("g", within, within, "ins", is_within=True, inserted=spelled),
        StatedUncertain("g", within, within, "ins", is_within=True, pieces=parts),
        StatedUncertain("g", within, within, "sub", is_within=True, deleted=one, inserted=other),
        StatedRepeat("g", first, last, units),
        StatedRepeat("g", first, first, units),
        StatedRepeat("g", first, last, (("", units[0][1]),)),
        StatedWhole("g", "same"),
        StatedWhole("g", "absent", is_uncertain=draw(st.booleans())),
        StatedModification("g", first, last, draw(st.sampled_from(("gom", "lom", "met=")))),
        StatedPlace("g", first, last),
        StatedJunction((Piece(left=left, right=right), Piece("ACGT"), *parts), axis="g"),
    )
    return draw(st.sampled_from(choices))


@st.composite
def protein_edits(draw: st.DrawFn) -> ProteinEdit:
    """Draw a change of residues that hgvs.parser does not know."""
    first, residue, new = draw(st.integers(1, 30_000)), draw(RESIDUE), draw(RESIDUE)
    last = first + draw(st.integers(2, 40))
    within = ProteinEdit("frameshift", first, last, residue, new, stop_stated=False, is_within=True)
    return draw(
        st.sampled_from(
            (
                ProteinEdit("repeat", first, first, residue, residue, count=draw(counts())),
                ProteinEdit("repeat", first, last, residue, new, count=Count(4, 4)),
                ProteinEdit("unknown", first, first, residue, residue),
                ProteinEdit("ins", first, first + 1, residue, new, "X" * draw(st.integers(1, 50))),
                ProteinEdit("ins", first, first + 1, residue, new, "X" * draw(st.integers(1, 50)) + "*"),
                ProteinEdit("ins", first, first + 1, residue, new, copied=(("G", 3), ("S", 5))),
                ProteinEdit("delins", first, last, residue, new, "X" * draw(st.integers(2, 50))),
                within,
                replace(within, kind="sub", inserted="*", stop_stated=True),
                replace(within, kind="del", stop_stated=True),
                replace(within, kind="ins", inserted="XXXX", stop_stated=True),
            )
        )
    )


def check(expression: Expression) -> None:
    written = emit(expression)
    again = read(written)
    assert again is not None, written
    assert say(again) == say(expression), written
    assert emit(again) == written


@UNHURRIED
@given(statements(), st.booleans())
def test_every_statement_reads_back(stated: Statement, is_predicted: bool) -> None:
    check(Expression("", "hgvs", stated, ON_GENOME, is_predicted=is_predicted))


@UNHURRIED
@given(protein_edits(), st.booleans())
def test_every_protein_statement_reads_back(edit: ProteinEdit, is_predicted: bool) -> None:
    check(Expression("", "hgvs", StatedProtein(replace(edit, predicted=is_predicted)), ON_PROTEIN))


@UNHURRIED
@given(st.lists(st.tuples(statements(), st.booleans()), min_size=2, max_size=4), st.data())
def test_every_set_reads_back(stated: list[tuple[Statement, bool]], data: st.DataObject) -> None:
    members = tuple(
        Expression("", "hgvs", one, ON_GENOME, is_predicted=is_predicted)
        for one, is_predicted in stated
        if not isinstance(one, StatedJunction | StatedPlace)  # neither is a change of an allele
    )
    if len(members) < 2:
        return
    relations: tuple[Relation, ...] = ("cis", "trans", "unknown", "choice", "together")
    outer = data.draw(st.sampled_from(relations))
    within: tuple[Relation, ...] = ("cis", "together")
    if outer in {"trans", "unknown", "choice"}:
        inner = data.draw(st.sampled_from(within))
        members = (Expression("", "hgvs", StatedSet(inner, members), ON_GENOME), members[0])
    check(Expression("", "hgvs", StatedSet(outer, members), ON_GENOME))
