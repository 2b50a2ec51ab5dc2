"""Records of VCF files in columns: identifiers as a plain reading finds them, places as `edits` does."""

from __future__ import annotations

import random
import re
from array import array
from functools import cache
from types import ModuleType

import pytest

from synonymizer.edits import Letters, justify, slide
from synonymizer.kernel import known as compiled
from synonymizer.kernel.known import Tile
from synonymizer.kernel.tables import DONE, NOT_COVERED, make_column
from synonymizer.kernel.vcf_lines import Contigs, scan
from tests.kernel.plain import load_plain
from tests.sequences import draw_repetitive

TILE = 500
CONTIGS = Contigs(make_column(["1"]), array("i", [0]))


def draw_identifiers(chance: random.Random) -> tuple[str, str]:
    """Return ID and INFO of a record: numbers, and what looks like them."""
    words = ("rs7", "rs12345678901", "rs2147483648", "RS9", "rs", "rs7x", "ss8", "77", ".", "rs7")
    name = chance.choice((";", ",")).join(chance.choices(words, k=chance.choice((1, 1, 2, 3))))
    entries = ("RS=5", "RS=7,8|9", "RS=", "RS", "XRS=4", "RSX=4", "ALLELEID=15", "ALLELEID=15,16", "AF=0.5,0.1", ".")
    listed = chance.sample([*entries, "VARIATIONID=71,72", "VARIATIONID=71"], k=chance.choice((1, 2, 4)))
    return name, ";".join(listed)


def read_plainly(name: str, information: str) -> list[tuple[int, int]]:
    """Return the identifiers of a record."""
    entries = dict(entry.partition("=")[::2] for entry in information.split(";"))
    words = [word[2:] for word in re.split("[,;]", name) if word[:2].upper() == "RS"]
    words += [
        word for entry in information.split(";") if entry.startswith("RS=") for word in re.split("[,|]", entry[3:])
    ]
    rs = dict.fromkeys(int(word) for word in words if re.fullmatch("[0-9]{1,10}", word) and int(word))
    variations = re.split("[,;|]", entries.get("VARIATIONID", name))
    alleles = re.split("[,|]", entries.get("ALLELEID", ""))
    pairs = [
        (int(variation), int(allele))
        for variation, allele in zip(variations, alleles, strict=False)
        if re.fullmatch("[0-9]{1,10}", variation) and re.fullmatch("[0-9]{1,9}", allele)
    ]
    return [*((number, 0) for number in rs), *pairs]


@cache
def draw_records(seed: int, count: int, *, is_named: bool) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return a contig, and records on it of which a few do not fit."""
    chance = random.Random(seed)
    bases = draw_repetitive(chance, 8 * TILE)
    rows = []
    for number in range(count):
        start = chance.randrange(len(bases) - 12)
        deleted = bases[start : start + chance.choice((1, 1, 2, 5, 12))]
        insertions = (
            chance.choice("ACGT"),
            deleted[0],
            deleted[0] + draw_repetitive(chance, 3),
            deleted + deleted[-1],
            deleted,
        )
        inserted = ",".join(chance.sample(insertions, k=chance.choice((1, 1, 2))))
        if chance.random() < 0.1:
            deleted = "".join(chance.choices("ACGTNacgt", k=len(deleted)))
        name, information = draw_identifiers(chance) if is_named else (f"rs{number + 1}", ".")
        rows.append(("1", str(start + 1), name, deleted, inserted, ".", ".", information))
    return bases, tuple(sorted(rows, key=lambda row: int(row[1])))


def spell(rows: tuple[tuple[str, ...], ...]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in rows).encode()


@pytest.mark.parametrize("module", [compiled, load_plain("synonymizer.kernel.known")], ids=["compiled", "plain"])
def test_identifiers_are_those_of_the_record(module: ModuleType) -> None:
    _, rows = draw_records(1, 600, is_named=True)
    records, alleles = scan(spell(rows), CONTIGS)
    found = module.read_identifiers(alleles.letters, records)
    begin = 0
    for row, end in zip(rows, found.end, strict=True):
        assert list(zip(found.first[begin:end], found.second[begin:end], strict=True)) == read_plainly(
            row[2], row[7]
        ), row
        begin = end
    assert begin == len(found.first) > 600


@pytest.mark.parametrize("module", [compiled, load_plain("synonymizer.kernel.known")], ids=["compiled", "plain"])
@pytest.mark.parametrize("flank", [0, 3, 200])
def test_alleles_are_justified_as_edits_justify_them(module: ModuleType, flank: int) -> None:
    bases, rows = draw_records(2, 800, is_named=False)
    contig = Letters("1", bases)
    records, alleles = scan(spell(rows), CONTIGS)
    identifiers = module.read_identifiers(alleles.letters, records)
    low = covered = 0
    while low < len(alleles):
        high = module.find_run(alleles, low, TILE)
        start = alleles.start[low] // TILE * TILE
        assert all(alleles.start[row] // TILE * TILE == start for row in range(low, high))
        offset = max(start - flank, 0)
        tile = Tile(bases[offset : start + TILE + flank].encode(), offset, start, start + TILE)
        stated = [row for row in range(low, high) if alleles.state[row] == DONE]
        laid = module.lay(alleles, records, identifiers, low, high, tile)
        found = zip(laid.start, laid.end, laid.text.decode().split(","), laid.first, strict=len(laid.start) > 0)
        expected = []
        for row in stated:
            place, at = alleles.start[row], alleles.inserted_at[row]
            deleted = alleles.letters[alleles.deleted_at[row] :][: alleles.end[row] - place].decode()
            inserted = alleles.letters[at : at + alleles.inserted_count[row]].decode()
            fits = bases[place : alleles.end[row]] == deleted
            allele = justify(contig, slide(contig, place, deleted, inserted)) if fits else None
            inside = allele is not None and offset < allele.start and allele.end < offset + len(tile.bases)
            if allele is None or deleted == inserted or not (inside and start <= allele.start < start + TILE):
                assert alleles.state[row] == NOT_COVERED
            else:
                assert alleles.state[row] == DONE
                expected.append((allele.start, allele.end, allele.inserted, identifiers.first[records.line[row]]))
        assert (list(found) if len(laid.start) else []) == expected
        covered += len(expected)
        low = high
    assert covered > (500 if flank else 200)
