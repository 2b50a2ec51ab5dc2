"""Names read in columns say what `parse` says of each; what is read so is beyond doubt and needs no repair."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.kernel import labels as compiled_labels
from synonymizer.kernel import names as compiled
from synonymizer.kernel.tables import (
    CODING,
    COLONS,
    COORDINATES,
    DONE,
    GENOMIC,
    NONCODING,
    UNREAD,
    Column,
    Labels,
    Names,
    counts,
    make_column,
)
from synonymizer.parse import parse
from synonymizer.statements import Datum, Expression, Point, StatedAllele, StatedEdit, Statement
from tests.kernel.kinds import KIND_NAMES
from tests.kernel.plain import load_plain

CONTIGS = ("NC_000011.10",)
CHROMOSOMES = ("11", "chr11", "chrX")
CODING_LABELS = ("NM_003156.3", "NM_003156.3(STIM1)", "NC_000011.10(NM_003156.3)", "ENST00000300737.8", "LRG_164t1")
NONCODING_LABELS = ("NR_028379.1",)
AXES = {GENOMIC: "g", CODING: "c", NONCODING: "n"}

READ = (
    "NM_003156.3:c.12-14del",  # which a reader tries as c.12_14 only where no intron is there
    "NC_000011.10:g.4055634C>A",
    "NC_000011.10:g.4055634_4055636del",
    "NC_000011.10:g.4055634_4055636delCAG",
    "NC_000011.10:g.4055634_4055636del3",
    "NC_000011.10:g.4055634dup",
    "NC_000011.10:g.4055634_4055635insACGT",
    "NC_000011.10:g.4055634_4055636delinsA",
    "NC_000011.10:g.4055634_4055636delCAGinsA",
    "NC_000011.10:g.4055634_4055636invCAG",
    "NM_003156.3:c.494C>A",
    "NM_003156.3(STIM1):c.*12_*13delAC",
    "NC_000011.10(NM_003156.3):c.-14+7_-14+8insA",
    "ENST00000300737.8:c.139-12delT",
    "LRG_164t1:c.93+1G>A",
    "NR_028379.1:n.93+1_94-1del",
    "NC_000011.10:4055633:C:A",
    "NC_000011.10:4055633:3:",
    "NC_000011.10:0::ACGT",
    "NC_000011.10:7:0:ACGT",
    "11-4055634-C-A",
    "chr11:4055634:C:AT",
    "chrX 4055634 C A",
    "chr11\t4055634\tC\tA",
    "chr11:4055634 C>A",
    "11:4055634C>A",
)
UNREADABLE = (
    "",
    "-",
    ":",
    "STIM1 c.494C>A",
    "c.494C>A",
    "NM_003156.3:c.494c>a",
    " NM_003156.3:c.494C>A",
    "NM_003156.3:c.494C>A ",
    "NM_003156.3: c.494C>A",
    "NM_003156.3:c.494C>C",
    "NM_003156.3:c.0C>A",
    "NM_003156.3:c.494_493del",
    "NM_003156.3:c.494_496insA",
    "NM_003156.3:c.494insA",
    "NM_003156.3:c.494inv",
    "NM_003156.3:c.494delCA",
    "NM_003156.3:c.494del0",
    "NM_003156.3:c.494_495delins",
    "NM_003156.3:c.(494C>A)",
    "NM_003156.3:c.494=",
    "NM_003156.3:c.1234567890C>A",
    "NM_003156.3:p.Pro165Gln",
    "NC_000011.10:g.-5del",
    "NC_000011.10:g.5+1del",
    "11-4055634-C-",
    "11-4055634-C-N",
    "11-04055634-C-A",
    "chr11 4055634-C-A",
    "11-4055634-C:A",
    "NC_000011.10:7:A0:C",
    "NC_000011.10:7:03:C",
    "11:4055634",
    "rs6025",
    "NC_000011.10:g.5_6ins" + "A" * 5000,
)


@pytest.fixture(scope="module", params=["installed", "plain"])
def names(request: pytest.FixtureRequest) -> ModuleType:
    return compiled if request.param == "installed" else load_plain("synonymizer.kernel.names")


@pytest.mark.parametrize("text", READ)
def test_plain_names_are_read(text: str, names: ModuleType) -> None:
    [found] = read(names, [text])
    assert found is not None
    check(text, found)


def test_what_is_no_plain_name_is_left(names: ModuleType) -> None:
    assert read(names, list(UNREADABLE)) == [None] * len(UNREADABLE)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Draw a text of the plain forms, sensible or not, some with one sign too many, too few, or another."""
    label = draw(st.sampled_from((*CONTIGS, *CHROMOSOMES, *CODING_LABELS, *NONCODING_LABELS)))
    if draw(st.booleans()):
        text = f"{label}:{draw(st.sampled_from('cgn'))}.{draw(changes())}"
    else:
        marks = [draw(st.sampled_from((":", "-", " ", "\t", ":", "-", ""))) for _ in range(3)]
        marks = [marks[0]] * 3 if draw(st.booleans()) else marks
        marks[2] = draw(st.sampled_from((marks[2], ">")))
        deleted = draw(bases() | st.integers(0, 12).map(str))
        text = f"{label}{marks[0]}{draw(st.integers(0, 4_100_000))}{marks[1]}{deleted}{marks[2]}{draw(bases())}"
    at = draw(st.integers(0, len(text)))
    slip = draw(st.sampled_from(("", "", "", "_", "-", ".", ":", "0", "A", "a", " ", "(", "del", "ins")))
    return text[:at] + slip + text[at + draw(st.sampled_from((0, 0, 0, 1))) :] if slip else text


def bases() -> st.SearchStrategy[str]:
    return st.text("ACGT", max_size=4)


@st.composite
def positions(draw: st.DrawFn) -> str:
    offset = draw(st.just(0) | st.integers(-30, 30))
    number = draw(st.integers(0, 20) | st.integers(1, 4_100_000))
    return f"{draw(st.sampled_from(('', '', '-', '*')))}{number}{f'{offset:+d}' if offset else ''}"


@st.composite
def changes(draw: st.DrawFn) -> str:
    place = "_".join(draw(st.lists(positions(), min_size=1, max_size=2)))
    stated = draw(bases() | st.integers(0, 30).map(str))
    kind = draw(st.sampled_from(("sub", "del", "dup", "ins", "inv", "delins", "both")))
    if kind == "sub":
        return f"{place}{draw(st.sampled_from('ACGT'))}>{draw(st.sampled_from('ACGT'))}"
    return f"{place}del{stated}ins{draw(bases())}" if kind == "both" else f"{place}{kind}{stated}"


@given(st.lists(texts(), min_size=1, max_size=8))
def test_what_is_read_is_what_parse_reads(drawn: list[str]) -> None:
    for text, found in zip(drawn, read(compiled, drawn), strict=True):
        if found is not None:
            check(text, found)


PLAIN = load_plain("synonymizer.kernel.names")


@given(st.lists(texts() | st.text(max_size=12), min_size=1, max_size=4))
def test_compiled_and_plain_read_alike(drawn: list[str]) -> None:
    column = make_column(drawn)
    assert compiled.read(column) == PLAIN.read(column)


def read(names: ModuleType, drawn: list[str]) -> list[tuple[str, Statement] | None]:
    """Return the label and the statement of each text, None for one that is left."""
    found: Names = names.read(make_column(drawn))
    return [_describe(found, row) if found.state[row] == DONE else None for row in range(len(found))]


def _describe(found: Names, row: int) -> tuple[str, Statement]:
    label = bytes(found.letters[found.label_at[row] : found.label_end[row]]).decode()
    at, count = found.deleted_at[row], found.deleted_count[row]
    deleted = bytes(found.letters[at : at + count]).decode() if at >= 0 else None
    at = found.inserted_at[row]
    inserted = bytes(found.letters[at : at + found.inserted_count[row]]).decode()
    form = found.form[row]
    if form in (COORDINATES, COLONS):
        start = found.first[row] - (form == COORDINATES or "_" not in label)
        return label, StatedAllele(start, start + count, deleted, inserted)
    datum: tuple[Datum, Datum] = ("cds_start", "cds_end") if form == CODING else ("start", "start")
    first = Point(found.first[row], found.first_offset[row], datum[found.first_zone[row]])
    last = Point(found.last[row], found.last_offset[row], datum[found.last_zone[row]])
    number = count if deleted is None and count else None
    axis = AXES[form]
    return label, StatedEdit(axis, first, last, KIND_NAMES[found.kind[row]], deleted, number, inserted)  # type: ignore[arg-type]


def check(text: str, found: tuple[str, Statement]) -> None:
    """Check that a text has one meaning beyond doubt, without repairs, and that it is the one that was read.

    What a label may name is asked only when it is looked up, so that a text whose label is no reference may be read; so
    is whether an allele of a chromosome has bases on both sides.
    """
    label, stated = found
    if not _is_label_for(label, stated):
        return
    expressions = [one for one in parse(text) if not one.is_fallback]
    assert [_plain(one) for one in expressions] == [stated], text
    assert not expressions[0].issues


def _is_label_for(label: str, stated: Statement) -> bool:
    """Whether a name is looked up with its label, and its place asked for."""
    if isinstance(stated, StatedEdit):
        return label in {"g": CONTIGS, "c": CODING_LABELS, "n": NONCODING_LABELS}[stated.axis]
    if not isinstance(stated, StatedAllele) or label not in (*CONTIGS, *CHROMOSOMES):
        return False
    return stated.start >= 0 and (label in CONTIGS or bool(stated.deleted and stated.inserted))


def _plain(expression: Expression) -> Statement:
    """Return a statement in which no bases and none that are stated are the same, as they are for an insertion."""
    stated = expression.stated
    if isinstance(stated, StatedAllele) and stated.deleted == "":
        return StatedAllele(stated.start, stated.end, None, stated.inserted)
    return stated


def test_labels_are_found_by_their_letters() -> None:
    for module in (compiled_labels, load_plain("synonymizer.kernel.labels")):
        held = ["NM_003156.3", "chr11", "11"]
        table = _table(module, held)
        column = make_column(["11-5-C-A", "NM_003156.3:c.5del", "NM_003156.4:c.5del", "chr11:5:C:A", "none"])
        found = compiled.read(column)
        assert list(module.look_up(found, table)) == [2]
        assert [found.target[row] for row in (0, 1, 3)] == [2, 0, 1]
        assert found.state[4] == UNREAD


def _table(module: ModuleType, held: list[str]) -> Labels:
    """Return a table that is as full as can be, so that labels meet in it."""
    slots = counts(4)
    for row, label in enumerate(held):
        slot = module.hash_label(label.encode()) % 4
        while slots[slot]:
            slot = (slot + 1) % 4
        slots[slot] = row + 1
    column: Column = make_column(held)
    target = counts(len(held))
    for row in range(len(held)):
        target[row] = row
    return Labels(slots, column, bytearray([1] * len(held)), target)
