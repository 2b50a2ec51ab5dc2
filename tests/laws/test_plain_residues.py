"""The law of plain changes: read without hgvs.parser, they say what it reads in them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from synonymizer.errors import VariantError
from synonymizer.grammar.changes import Change, read_change
from synonymizer.grammar.description import describe
from synonymizer.grammar.exact import parse_bases, parse_residues, read_plain_bases
from synonymizer.grammar.protein_forms import read_plain, read_protein_form
from synonymizer.spelling.residues import CODES

UNHURRIED = settings(deadline=None)
"""The first example of a test loads hgvs.parser."""

ONE_CODE = sorted(CODES)
THREE_CODE = sorted(CODES.values())
BACK_OVER_STOP = re.compile(r"\.\*.*_[^*]")
"""Ranges that the parser misreads, and that are refused before it is asked."""

STOPS = ("", "Ter", "*", "Ter?", "*?", "Ter5", "*17", "-5", "?", "3")

PLAIN = """
    Pro165Gln P165Q Pro165= P165= Arg179Ter Arg179* R179* R179Ter Ter110Gln Phe508del F508del E746_A750del
    Glu746_Ala750del Val7dup L23_Q25dup His4_Gln5insAla H4_Q5insAAG H4_Q5insA* Cys28delinsTrpVal E746_A750delinsAP
    Gln18delinsTer Arg97fs* Arg97ProfsTer23 Arg97Profs*23 R97Pfs*23 R97PfsTer23 Arg97fs R97fs Arg97ProfsTer? R97fs*?
    Ter110GlnextTer17 *110Qext*17 Ter110GlnextTer? Met1ext-5 Met1del = 0 0? ?
"""


PLAIN_BASES = """
    c.494C>A c.93+1G>T c.-14G>A c.*37-1G>A c.76= c.76A= c.1521_1523del c.4375_4385dup c.76_77insT c.112_117delinsTG
    c.112_113delAGinsT c.203_204inv g.4055634C>A m.3243A>G n.345A>G r.494c>a r.123_127delinsag o.344_197dup
"""
AXES = ("c", "c", "n", "r", "g", "m", "o")


@st.composite
def base_changes(draw: st.DrawFn) -> str:
    """Draw a change of bases with the letter of its axis, sensible or not."""
    axis = draw(st.sampled_from(AXES))
    offset = st.sampled_from(("", "", "+1", "-2", "+40"))
    zone = st.sampled_from(("", "", "-", "*"))
    positions = st.builds("{}{}{}".format, zone, st.integers(0, 30), offset)
    place = "_".join(draw(st.lists(positions, min_size=1, max_size=2)))
    bases = st.text("ACGTNR", min_size=1, max_size=3)
    old, new = draw(bases), draw(bases)
    kinds = f"{old}>{new} = {old}= del dup inv ins{new} delins{new} del{old}ins{new} del3ins{new}"
    change = f"{place}{draw(st.sampled_from(kinds.split()))}"
    return f"{axis}.{change.lower() if axis == 'r' else change}"


@st.composite
def changes(draw: st.DrawFn) -> str:
    """Draw a protein change, sensible or not, in one code or in both mixed."""
    residue = st.sampled_from(draw(st.sampled_from((ONE_CODE, THREE_CODE, ONE_CODE + THREE_CODE))))
    first = draw(st.sampled_from((1, 2, 30)))
    place = f"{draw(residue)}{first}"
    if draw(st.booleans()):
        place += f"_{draw(residue)}{first + draw(st.integers(0, 3))}"
    stop = draw(st.sampled_from(STOPS))
    residues = draw(st.lists(residue, max_size=3).map("".join))
    kind = draw(st.sampled_from(("", "=", "?", "del", "dup", "ins", "delins", "fs", "ext")))
    before, behind = draw(st.sampled_from(("", residues[:3]))), stop if kind in {"fs", "ext"} else residues
    return f"{place}{before if kind in {'fs', 'ext'} else ''}{kind}{behind}"


def take(text: str) -> Change:
    """Return a change as the readers of its forms get it."""
    description = describe(text)
    assert description is not None
    return read_change(description)


@UNHURRIED
@given(base_changes())
def test_a_plain_change_of_bases_says_what_the_parser_reads_in_it(text: str) -> None:
    assume(not BACK_OVER_STOP.search(text))
    try:
        change = take(text)
    except VariantError:
        return
    plain = read_plain_bases(change, change.text)
    if plain is not None:
        assert plain == parse_bases(change, change.text)


@pytest.mark.parametrize("text", PLAIN_BASES.split())
def test_every_form_of_the_nomenclature_for_bases_is_plain(text: str) -> None:
    change = take(text)
    plain = read_plain_bases(change, change.text)
    assert plain is not None
    assert plain == parse_bases(change, change.text)


@UNHURRIED
@given(changes(), st.booleans())
def test_a_plain_change_of_residues_says_what_the_parser_reads_in_it(text: str, predicted: bool) -> None:
    try:
        change = take(f"p.{text}")
        is_form = read_protein_form(change, predicted=predicted) is not None
    except VariantError:
        is_form = True
    assume(not is_form)
    plain = read_plain(change, change.text, predicted=predicted)
    if plain is not None:
        assert plain == parse_residues(change, change.text, predicted=predicted)


@pytest.mark.parametrize("text", PLAIN.split())
def test_every_form_of_the_nomenclature_for_residues_is_plain(text: str) -> None:
    change = take(f"p.{text}")
    plain = read_plain(change, change.text, predicted=False)
    assert plain is not None
    assert plain == parse_residues(change, text, predicted=False)


def test_plain_changes_are_read_without_the_parser() -> None:
    names = PLAIN_BASES.split()
    names += [f"p.{change}" for text in PLAIN.split() for change in (text, f"({text})") if text[0].isalpha()]
    script = (
        f"import sys\nfrom synonymizer.parse import parse\nfor name in {names!r}: parse(name)\n"
        "assert 'hgvs' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
