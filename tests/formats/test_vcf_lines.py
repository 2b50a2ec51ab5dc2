"""Lines of VCF files in columns, compared with the same done line by line."""

from __future__ import annotations

from array import array
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synonymizer.kernel import vcf_lines
from synonymizer.kernel.lines import join_columns
from synonymizer.kernel.tables import (
    ASKED,
    BROKEN,
    DONE,
    NO_CHANGE,
    NO_CONTIG,
    OLD_CONTIG,
    Column,
    make_column,
)
from tests.kernel.plain import load_plain

PLAIN = load_plain("synonymizer.kernel.vcf_lines")
CONTIGS = {"11": 3, "CHR11": 3, "CHRM": -OLD_CONTIG}
UNCHANGED = ("*", ".", "<*>", "<NON_REF>")

words = st.text(alphabet="ACGTN", min_size=1, max_size=4)
alternates = st.one_of(words, st.sampled_from([*UNCHANGED, "<DEL>", "C[2:3[", "", "a", "cN"]))
records = st.tuples(
    st.sampled_from(["11", "chr11", "chrM", "7", "", "Chr11"]),
    st.sampled_from(["1", "4055634", "0", "x", "", "1234567890"]),
    st.sampled_from([".", "rs1"]),
    st.one_of(words, st.sampled_from(["", "acg"])),
    st.lists(alternates, min_size=1, max_size=4).map(",".join),
    st.just("."),
    st.just("PASS"),
    st.lists(st.sampled_from(["AC=1", "SYN=old,er", "SYN_KEY=x", "DB", "SYNONYM=1", "SYN", "", "."]), max_size=4).map(
        ";".join
    ),
    st.just("GT:AD"),
    st.just("0/1:1,2"),
)
lines = st.one_of(
    records.flatmap(lambda row: st.integers(0, 10).map(lambda size: "\t".join(row[:size]))),
    records.map("\t".join),
    st.sampled_from(["", "#CHROM", "##x\ty\tz", "11"]),
)
texts = st.builds(
    lambda rows, end, last: (end.join(rows) + last * end).encode(),
    st.lists(lines, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)


def make_contigs(module: ModuleType = vcf_lines) -> vcf_lines.Contigs:
    made: vcf_lines.Contigs = module.Contigs(make_column(list(CONTIGS)), array("i", CONTIGS.values()))
    return made


def split_kept(block: bytes) -> list[bytes]:
    """Split at line feeds alone."""
    parts = block.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def split_line(line: bytes) -> list[str]:
    return line.rstrip(b"\n").removesuffix(b"\r").decode().split("\t")


def mark(fields: list[str], alternate: str) -> int:
    if len(fields) < 8 or not fields[1].isdigit() or len(fields[1]) > 9 or not alternate:
        return BROKEN
    if alternate.upper() in UNCHANGED:
        return NO_CHANGE
    index = CONTIGS.get(fields[0].upper())
    return NO_CONTIG if index is None else max(-index, ASKED)


def list_marks(line: bytes) -> list[int]:
    fields = split_line(line)
    if not fields[0] or line.startswith(b"#"):
        return []
    return [mark(fields, one) for one in fields[4].split(",")] if len(fields) > 4 else [BROKEN]


@pytest.mark.parametrize("module", [vcf_lines, PLAIN])
@given(block=texts)
def test_every_alternate_of_every_line_is_found(module: ModuleType, block: bytes) -> None:
    found, alleles = module.scan(block, make_contigs(module))
    split = split_kept(block)
    assert list(found.line_end) == [sum(map(len, split[: row + 1])) for row in range(len(split))]
    marks = [list_marks(line) for line in split]
    assert list(found.mark) == [one for line in marks for one in line]
    assert list(found.alternate_end) == [sum(map(len, marks[: row + 1])) for row in range(len(split))]
    asked = [
        (row, number, split_line(line))
        for row, line in enumerate(split)
        for number, one in enumerate(marks[row], 1)
        if one == ASKED
    ]
    assert list(zip(found.line, found.number, strict=True)) == [one[:2] for one in asked]
    assert [row for row in found.answer if row >= 0] == list(range(len(asked)))
    for row, (_, number, fields) in enumerate(asked):
        _, position, _, reference, several = fields[:5]
        alternate = several.split(",")[number - 1].upper()
        is_plain = set(reference.upper() + alternate) <= set("ACGT") and reference and int(position) > 0
        assert (alleles.state[row] == DONE) == bool(is_plain)
        at, size = alleles.inserted_at[row], alleles.inserted_count[row]
        assert alleles.letters[at : at + size].decode() == alternate
        at, size = alleles.deleted_at[row], alleles.end[row] - alleles.start[row]
        assert alleles.letters[at : at + size].decode() == reference.upper()
        assert (alleles.contig[row], alleles.start[row]) == (3, int(position) - 1)


def write_line(line: bytes, added: str, own: set[str]) -> bytes:
    """Do what `write_records` does with one line."""
    if not list_marks(line) or len(split_line(line)) < 8:
        return line
    end = line[len(line.rstrip(b"\n").removesuffix(b"\r")) :]
    fields = split_line(line)
    kept = [] if fields[7] in ("", ".") else fields[7].split(";")
    if kept and not kept[-1]:
        kept.pop()  # a `;` at the end ends an entry
    kept = [entry for entry in kept if entry.partition("=")[0] not in own]
    while kept and not kept[0]:
        kept.pop(0)
    fields[7] = ";".join(kept) + added
    fields[7] = (fields[7] if kept else fields[7].removeprefix(";")) or "."
    return "\t".join(fields).encode() + end


@pytest.mark.parametrize("module", [vcf_lines, PLAIN])
@given(block=texts, draw=st.data())
def test_entries_are_added_and_every_other_byte_is_kept(module: ModuleType, block: bytes, draw: st.DataObject) -> None:
    found, alleles = module.scan(block, make_contigs(module))
    said = draw.draw(st.lists(st.sampled_from(["", "a", "bc"]), min_size=len(alleles), max_size=len(alleles)))
    otherwise = ["", "", "E2", "", "E1"]
    listed = module.Field("SYN_KEY", make_column(said), make_column(otherwise), True)
    joined = module.Field("SYN", make_column(said), make_column([""] * 5), False)
    entries = join_columns([module.make_entry(field, found) for field in (listed, joined)], "")
    expected = b""
    rows = iter(said)
    own = make_column(["SYN", "SYN_KEY"])
    dropped = bytearray(draw.draw(st.booleans()) for _ in range(len(found)))
    for line, is_dropped in zip(split_kept(block), dropped, strict=True):
        answers = [(next(rows), True) if one == ASKED else (otherwise[one], False) for one in list_marks(line)]
        texts = [text for text, _ in answers]
        added = ";SYN_KEY=" + ",".join(text or "." for text in texts) if any(texts) else ""
        own_texts = [text for text, is_asked in answers if is_asked and text]
        added += ";SYN=" + ",".join(own_texts) if own_texts else ""
        expected += b"" if is_dropped else write_line(line, added, {"SYN", "SYN_KEY"})
    assert bytes(module.write_records(block, found, entries, own, dropped)) == expected


@pytest.mark.parametrize("module", [vcf_lines, PLAIN])
def test_transcripts_carry_the_number_of_their_alternate(module: ModuleType) -> None:
    found, _ = module.scan(b"11\t5\t.\tA\tC,*,G,T\t.\t.\t.\n", make_contigs(module))
    numbers: Column = module.number_alternates(found, array("q", [2, 2, 3]))
    assert numbers.texts() == ["1", "1", "4"]
