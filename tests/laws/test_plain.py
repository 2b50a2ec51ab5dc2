"""The law of the plain names: read at once, they say what `hgvs` reads in them, and no other notation claims them."""

from __future__ import annotations

import csv
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synonymizer.codons import ONE_LETTER
from synonymizer.errors import VariantError
from synonymizer.notations import hgvs, plain
from synonymizer.parse import parse
from synonymizer.readers import GROUPS
from synonymizer.statements import Expression
from tests.notations.tables import CASES, SHARED, read_table, unescape

UNHURRIED = settings(deadline=None)
"""The first example of a test may load hgvs.parser."""

CODING = ("NM_003156.3", "NM_003156.3(STIM1)", "NC_000011.10(NM_003156.3)", "ENST00000300737.8", "LRG_164t1", "STIM1")
GENOMIC = ("NC_000011.10", "NG_016277.1", "NC_012920.1")
PROTEINS = ("NP_003147.2", "LRG_164p1", "ENSP00000300737.4", "STIM1")
BASES = st.text(alphabet="ACGT", max_size=4)
NUMBER = st.integers(0, 40) | st.integers(1, 300_000_000)
RESIDUE = st.sampled_from(sorted(ONE_LETTER))


@st.composite
def positions(draw: st.DrawFn) -> str:
    """Draw a position as printed, on any axis; some of them exist on none."""
    offset = draw(st.just(0) | st.integers(-60, 60))
    return f"{draw(st.sampled_from(('', '', '-', '*')))}{draw(NUMBER)}{f'{offset:+d}' if offset else ''}"


@st.composite
def dna_names(draw: st.DrawFn) -> str:
    """Draw a name of a DNA change of the plain grammar, sensible or not."""
    axis = draw(st.sampled_from(("c", "c", "g", "n")))
    references = {"c": CODING, "g": GENOMIC, "n": ("NR_028379.1",)}[axis]
    place = "_".join(draw(st.lists(positions(), min_size=1, max_size=2)))
    kind = draw(st.sampled_from(("sub", "=", "del", "dup", "ins", "inv", "delins")))
    old, new = draw(st.sampled_from("ACGT")), draw(st.sampled_from("ACGT"))
    change = f"{old}>{new}" if kind == "sub" else "=" if kind == "=" else f"{kind}{draw(BASES)}"
    return f"{draw(st.sampled_from(references))}{draw(st.sampled_from(': '))}{axis}.{place}{change}"


@st.composite
def protein_names(draw: st.DrawFn) -> str:
    """Draw a name of a protein change of the plain grammar, sensible or not."""
    residues = st.lists(RESIDUE, max_size=3).map("".join)
    place = "_".join(f"{draw(RESIDUE)}{draw(st.integers(0, 30))}" for _ in range(draw(st.integers(1, 2))))
    stop = draw(st.sampled_from(("", "Ter", "Ter?", "Ter5", "*5")))
    change = draw(
        st.sampled_from((draw(RESIDUE), "=", f"{draw(RESIDUE)}fs{stop}", f"fs{stop}", "del", "dup"))
        | st.sampled_from(("delins", "ins", "del")).map(lambda kind: kind + draw(residues))
    )
    name = f"({place}{change})" if draw(st.booleans()) else f"{place}{change}"
    return f"{draw(st.sampled_from(PROTEINS))}{draw(st.sampled_from(': '))}p.{name}"


def ask(text: str) -> list[Expression]:
    """Return what all readers say a text means in the first place."""
    found = []
    for read in (read for group in GROUPS for read in group):
        try:
            expression = read(text)
        except VariantError:
            continue
        if expression is not None and not expression.is_fallback:
            found.append(expression)
    return found


@UNHURRIED
@given(dna_names() | protein_names())
def test_a_plain_name_says_what_hgvs_reads_in_it(text: str) -> None:
    expression = plain.read(text)
    if expression is not None:
        assert expression == hgvs.read(text)


@UNHURRIED
@given(dna_names() | protein_names())
def test_a_plain_name_is_claimed_by_no_other_notation(text: str) -> None:
    expression = plain.read(text)
    if expression is not None:
        assert {other.stated for other in ask(text)} == {expression.stated}
        assert parse(text) == (expression,)


def test_every_case_of_the_tables_that_is_plain_says_what_hgvs_reads_in_it() -> None:
    texts = [unescape(case["input"]) for case in read_table(CASES / "notations.tsv")]
    plain_ones = [(text, found) for text in texts if (found := plain.read(text)) is not None]
    assert len(plain_ones) >= 15
    for text, expression in plain_ones:
        assert {other.stated for other in ask(text)} == {expression.stated}


def test_nearly_all_real_names_are_plain_and_say_what_hgvs_reads_in_them() -> None:
    if not SHARED.exists():
        pytest.skip("the shared samples are not beside the checkout")
    with gzip.open(SHARED / "cases" / "clinvar_2016.GRCh37.dev.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))[::20]
    names = [name for row in rows for name in (row["hgvs_c"], row["hgvs_p"]) if ":" in name]
    read = {name: found for name in names if (found := plain.read(name)) is not None}
    assert len(read) >= 0.95 * len(names)
    for name, expression in read.items():
        assert hgvs.read(name) == expression
