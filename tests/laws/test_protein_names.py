"""The law of protein names: in whatever style a change of residues is written, it is read as the same, or as less."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synonymizer.errors import VariantError
from synonymizer.model import ProteinProjection
from synonymizer.notations.protein_names import write
from synonymizer.parse import parse
from synonymizer.statements import ProteinEdit, StatedCategory, StatedPlace, StatedProtein
from tests.notations.samples import SELECT

UNHURRIED = settings(deadline=None)
"""The first example of a test compiles the patterns of every notation."""

RESIDUE = st.sampled_from("ACDEFGHIKLMNPQRSTUVWY")
PLACE = st.integers(1, 35_000)
OF_BASES = re.compile(r"(?:.+ )?[0-9]+-[0-9]+ins[ACGTU]+")
"""Texts that name no residue at their place, and whose letters are then those of bases."""

STANDS_FOR = {("sub", "extension"), ("sub", "start_lost"), ("unknown", "start_lost")}
"""Kinds that papers name by another: the stop or start codon is said to become a residue, and no more."""


@st.composite
def edits(draw: st.DrawFn) -> ProteinEdit:
    """Draw a change as it is predicted of DNA."""
    old, other, new = draw(RESIDUE), draw(RESIDUE), draw(RESIDUE)
    first = draw(PLACE)
    last, stop = first + draw(st.integers(1, 12)), draw(st.none() | st.integers(2, 90))
    residues = draw(st.text("ACDEFGHIKLMNPQRSTUVWY", min_size=2, max_size=5))
    assume(old != new)
    return draw(
        st.sampled_from(
            (
                ProteinEdit("sub", first, first, old, old, new),
                ProteinEdit("sub", first, first, old, old, "*"),
                ProteinEdit("identity", first, first, old, old),
                ProteinEdit("frameshift", first, first, old, old, new, stop),
                ProteinEdit("del", first, first, old, old),
                ProteinEdit("del", first, last, old, other),
                ProteinEdit("dup", first, first, old, old),
                ProteinEdit("dup", first, last, old, other),
                ProteinEdit("ins", first, first + 1, old, other, residues),
                ProteinEdit("delins", first, first, old, old, residues),
                ProteinEdit("delins", first, last, old, other, residues),
                ProteinEdit("extension", first, first, "*", "*", new, stop),
                ProteinEdit("start_lost", 0, 0, "M", "M"),
            )
        )
    )


def project(edit: ProteinEdit) -> ProteinProjection:
    """Return a change on the main transcript, with the residues that it loses or copies."""
    between = edit.last - edit.first - 1
    has_residues = edit.kind in {"del", "dup", "delins"} and between >= 0
    residues = f"{edit.first_residue}{'G' * between}{edit.last_residue}" if has_residues else ""
    return ProteinProjection(SELECT, edit, is_main=True, residues=residues)


def is_part(read: ProteinEdit, written: ProteinEdit) -> bool:
    """Whether what was read says the change that was written, and nothing that it does not say."""
    return (
        (read.kind == written.kind or (read.kind, written.kind) in STANDS_FOR)
        and (read.first, read.last) == (written.first, written.last)
        and read.first_residue in {"", written.first_residue}
        and read.last_residue in {"", written.last_residue}
        and read.inserted in {"", written.inserted}
        and read.stop in {None, written.stop}
    )


def names_exons(edit: ProteinEdit) -> bool:
    """Whether the ends of a change in one-letter code may be exons: `E26-E28dup`."""
    return edit.first_residue == edit.last_residue == "E"


@UNHURRIED
@given(edits())
def test_every_style_is_read_as_the_change_or_less(edit: ProteinEdit) -> None:
    assume(not names_exons(edit))
    for name in write(project(edit)):
        if name.scope == "position" or OF_BASES.fullmatch(name.text):
            continue
        stated = [one.stated.edit for one in parse(name.text) if isinstance(one.stated, StatedProtein)]
        assert any(is_part(one, edit) for one in stated), name.text


@UNHURRIED
@given(edits())
def test_what_is_called_hgvs_is_read_without_any_repair(edit: ProteinEdit) -> None:
    keeps_an_end = edit.inserted[:1] == edit.first_residue or edit.inserted[-1:] == edit.last_residue
    assume(edit.kind != "delins" or not keeps_an_end)
    for name in write(project(edit)):
        if name.cls == "hgvs":
            assert parse(name.text)[0].issues == (), name.text


@UNHURRIED
@given(edits())
def test_a_place_is_read_as_where_the_change_lies(edit: ProteinEdit) -> None:
    for name in write(project(edit)):
        if name.scope != "position" or name.needs:
            continue
        stated = parse(name.text)[0].stated
        assert isinstance(stated, StatedPlace | StatedCategory), name.text
        if isinstance(stated, StatedPlace):
            assert stated.first.base == edit.first


def test_a_residue_and_its_number_alone_may_be_the_symbol_of_a_gene() -> None:
    with pytest.raises(VariantError):
        parse("P165")
