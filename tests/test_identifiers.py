"""Bundles of identifiers made from VCF files: any spelling of the same alleles makes the same bundle."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from pathlib import Path

import pytest

from synonymizer import open_reference
from synonymizer.alleles import Allele, KnownAllele
from synonymizer.build import catalogue, tiles
from synonymizer.build.catalogue import Catalogue, Fit
from synonymizer.build.identifiers import add_vcf, build_identifiers
from synonymizer.build.spool import Spool
from synonymizer.build.tiles import Tiles
from synonymizer.build.writer import create, finish, write_contigs, write_sequence
from synonymizer.edits import anchor, slide
from synonymizer.errors import BadSource, MissingData, OutputNotWritable
from synonymizer.formats import bgzf
from synonymizer.kernel.known import Tile
from synonymizer.lift import lift
from synonymizer.places import ASSEMBLIES, Assembly, Block, Placement
from synonymizer.reference import Reference
from synonymizer.reference.known import Entry
from synonymizer.reference.seal import write_seal
from synonymizer.reference.store import Bundle
from synonymizer.reference.stretches import name_stretch
from tests.sequences import draw_repetitive

CONTIG = "NC_000021.9"
GENES = ("F5", "KRAS", "MTHFR", "MLH1")
HEADER = "##fileformat=VCFv4.2\n{}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"

_Row = tuple[str, int, str, str, str, str]
"""CHROM, POS, ID, REF, ALT, INFO."""

_Known = tuple[str, int, int, str, int | None, int | None, int | None]
"""Place and bases of an allele, and its rs number, or its VariationID and AlleleID."""


@cache
def reference() -> Reference:
    return open_reference()


@cache
def known() -> tuple[KnownAllele, ...]:
    """Every allele on the windows of some genes."""
    found: dict[KnownAllele, None] = {}
    for gene in GENES:
        home = reference().transcripts_of(gene)[0].home
        for placed in reference().geometry.placements_of(home):
            if (contig := reference().find_contig(placed.contig)) and contig.assembly == "GRCh38":
                found.update(dict.fromkeys(reference().known_over(placed.contig, placed.start, placed.end)))
    return tuple(found)


@cache
def rows(assembly: Assembly) -> tuple[_Row, ...]:
    """The alleles as a VCF file of an assembly tells them, where they change it."""
    found: list[_Row] = []
    for one in known():
        contig = reference().find_contig(one.sequence)
        target = reference().find_contig_by_name(contig.name, assembly) if contig else None
        deleted = reference().geometry.sequence(one.sequence).bases(one.start, one.end)
        stated = Allele(one.sequence, one.start, one.end, deleted, one.inserted)
        carried = lift(reference(), stated, target.accession) if target else None
        if target is None or carried is None or carried.deleted == carried.inserted:
            continue
        sequence = reference().geometry.sequence(target.accession)
        allele = anchor(sequence, slide(sequence, carried.start, carried.deleted, carried.inserted))
        notes = [f"RS={one.rs}"] if one.rs else []
        if one.variation:
            notes.append(f"ALLELEID={one.allele}")
        name = str(one.variation) if one.variation else f"rs{one.rs}"
        found.append((target.name, allele.start + 1, name, allele.deleted, allele.inserted, ";".join(notes)))
    return tuple(sorted(found, key=lambda row: (row[0].zfill(2), row[1], row[3:])))


def spell(listed: tuple[_Row, ...], header: str = "") -> bytes:
    """Return rows as a VCF file."""
    lines = [
        f"{chromosome}\t{position}\t{name}\t{deleted}\t{inserted}\t.\t.\t{notes}\n"
        for chromosome, position, name, deleted, inserted, notes in listed
    ]
    return (HEADER.format(header) + "".join(lines)).encode()


def make(folder: Path, *texts: bytes, name: str = "made.vcf") -> tuple[Bundle, tuple[str, ...]]:
    """Build a bundle of VCF files; return it, and what was left out, with the reason."""
    files = [folder / f"{number}.{name}" for number in range(len(texts))]
    for path, text in zip(files, texts, strict=True):
        path.write_bytes(text)
    output = folder / "made.bundle"
    report = build_identifiers(files, reference(), output)
    assert {path.name for path in folder.iterdir()} == {output.name, *(path.name for path in files)}
    bundle = Bundle.open(output)
    assert bundle.digest == report.digest
    return bundle, tuple(f"{one.what}: {one.why}" for one in report.left_out)


def list_alleles(bundle: Bundle) -> set[_Known]:
    """Return everything that a bundle knows, an identifier at a time."""
    return {
        (one.sequence, one.start, one.end, one.inserted, *identifier)
        for contig in reference().contigs()
        for one in bundle.known_over(contig.accession, 0, contig.length)
        for identifier in ((one.rs, None, None), (None, one.variation, one.allele))
        if any(identifier)
    }


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory,
) -> set[_Known]:
    texts = [spell(rows(assembly), f"##reference={assembly}\n") for assembly in ASSEMBLIES]
    bundle, left_out = make(tmp_path_factory.mktemp("identifiers"), *texts)
    assert left_out == ()
    return list_alleles(bundle)


def test_files_of_both_assemblies_give_back_what_they_were_written_from(
    made: set[_Known],
) -> None:
    assert len(known()) > 1_000
    expected = {
        (one.sequence, one.start, one.end, one.inserted, *identifier)
        for one in known()
        for identifier in ((one.rs, None, None), (None, one.variation, one.allele))
        if any(identifier)
    }
    assert made == expected


def compress(text: bytes) -> bytes:
    return bgzf.compress(text) + bgzf.END


def respell(change: Callable[[_Row], _Row], assembly: Assembly) -> tuple[_Row, ...]:
    return tuple(map(change, rows(assembly)))


def name_contig(assembly: Assembly, row: _Row) -> _Row:
    contig = reference().find_contig_by_name(row[0], assembly)
    assert contig is not None
    return (contig.accession, *row[1:])


def widen(row: _Row) -> _Row:
    """Return a row in lower case."""
    return (*row[:3], row[3].lower(), row[4].lower(), row[5])


SPELLINGS: dict[str, Callable[[Assembly], bytes]] = {
    "found by its bases, chr": lambda assembly: spell(respell(lambda row: (f"chr{row[0]}", *row[1:]), assembly)),
    "accessions, blocked gzip": lambda assembly: compress(spell(respell(partial(name_contig, assembly), assembly))),
    "gzip, backwards": lambda assembly: gzip.compress(spell(rows(assembly)[::-1])),
    "lower case": lambda assembly: spell(respell(widen, assembly)),
    "carriage returns": lambda assembly: spell(rows(assembly)).replace(b"\n", b"\r\n"),
    "twice": lambda assembly: spell(rows(assembly) + rows(assembly)),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_other_spellings_make_the_same_bundle(tmp_path: Path, made: set[_Known], spelling: str) -> None:
    bundle, left_out = make(tmp_path, *map(SPELLINGS[spelling], ASSEMBLIES), name="other.vcf.gz")
    assert left_out == ()
    assert list_alleles(bundle) == made


def test_what_does_not_fit_into_memory_is_put_aside(
    tmp_path: Path,
    made: set[_Known],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalogue, "Spool", partial(Spool, limit=1000))
    bundle, _ = make(tmp_path, *(spell(rows(assembly), f"##reference={assembly}\n") for assembly in ASSEMBLIES))
    assert list_alleles(bundle) == made


def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    with Spool(tmp_path / "gone", limit=3) as spool:
        spool.add((0, 0), b"abc")
        with pytest.raises(OutputNotWritable, match="gone cannot be written"):
            spool.add((0, 0), b"d")


def test_a_row_of_several_alternates_and_numbers_means_each_of_them(tmp_path: Path) -> None:
    place = 169549811  # Factor V Leiden
    text = spell((("NC_000001.11", place, "rs6025;rs900000001", "C", "A,T,*", "."),), "##reference=GRCh38.p14\n")
    bundle, left_out = make(tmp_path, text)
    assert left_out == ()
    for number in (6025, 900000001):
        found = bundle.known_alleles("rs", number)
        assert {(one.start, one.end, one.inserted) for one in found} == {(place - 1, place, base) for base in "ACT"}


def test_what_is_left_out_is_counted_with_examples(tmp_path: Path) -> None:
    wrong = tuple((*row[:3], "N" * len(row[3]), *row[4:]) for row in rows("GRCh38")[:50])
    _, left_out = make(tmp_path, spell(wrong + rows("GRCh38"), "##reference=GRCh38\n"))
    assert len(left_out) == 21
    assert all(text.endswith("its reference bases are not those of the assembly") for text in left_out)
    assert left_out[-1].startswith("30 more: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (spell((), "##reference=GRCh38\n"), "holds no records"),
        (b"a\tb\n", "no VCF file"),
        (spell((("1", 169549811, ".", "C", "T", "AF=0.5"),)), "no allele with an rs number"),
        (spell((("1", 5, "rs5", "C", "T", "."),), "##reference=GRCh38\n"), "no allele with an rs number"),
        (compress(spell((("1", 5, "rs5", "C", "T", "."),)))[:60], "cannot be inflated"),
    ],
)
def test_a_file_that_gives_nothing_is_refused_and_leaves_nothing(tmp_path: Path, text: bytes, said: str) -> None:
    (tmp_path / "bad.vcf").write_bytes(text)
    with pytest.raises(BadSource, match=said):
        build_identifiers([tmp_path / "bad.vcf"], reference(), tmp_path / "bad.bundle")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.vcf"]


def test_a_file_of_another_assembly_than_was_said_is_refused(tmp_path: Path) -> None:
    (tmp_path / "37.vcf").write_bytes(spell(rows("GRCh37")))
    with pytest.raises(BadSource, match="GRCh37"):
        build_identifiers([tmp_path / "37.vcf"], reference(), tmp_path / "bad.bundle", assembly="GRCh38")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match=r"none\.vcf"):
        build_identifiers([tmp_path / "none.vcf"], reference(), tmp_path / "bad.bundle")


# ---- a whole contig, of one assembly


@pytest.fixture(scope="module")
def genome(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reference, str]:
    """A reference that holds the beginning of a contig, and its bases."""
    chance = random.Random(11)
    bases = draw_repetitive(chance, 150_000)
    bases = f"{bases[:70_000]}NNN{bases[70_003:]}"
    path = tmp_path_factory.mktemp("genome") / "genome.bundle"
    with closing(create(path)) as connection:
        write_contigs(connection, reference().contigs())
        for start, end in ((0, 60_000), (60_000, len(bases))):
            placed = Placement(
                name_stretch(CONTIG, start, end), CONTIG, 1, start, end, (Block(start, 0, end - start),), ()
            )
            write_sequence(connection, placed.source, None, bases[start:end], (placed,))
        finish(connection, "genome", "", ())
    write_seal(path)
    return Reference((Bundle.open(path),)), bases


@pytest.mark.parametrize("assembly", ASSEMBLIES)
def test_alleles_are_the_same_where_two_assemblies_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assembly: Assembly
) -> None:
    text = spell(rows(assembly))
    together = gather(tmp_path, reference(), text, assembly)
    monkeypatch.setattr(Tiles, "get", lambda *_: Tile(b"", 0, 0, 0))
    assert gather(tmp_path, reference(), text, assembly) == together


def gather(
    folder: Path, held: Reference, text: bytes, assembly: Assembly = "GRCh38"
) -> tuple[list[Entry], Fit, set[str]]:
    """Return the alleles of a VCF file, how many fit, and what was left out."""
    (folder / "rows.vcf").write_bytes(text)
    with Catalogue(held, folder) as gathered:
        _, fit = add_vcf(gathered, folder / "rows.vcf", held, assembly=assembly)
        found = [entry for _, entries in gathered.entries() for entry in entries]
        return found, fit, {one.what for one in gathered.left_out}


@pytest.mark.parametrize(("tile", "flank"), [(1 << 16, 1 << 10), (1 << 9, 1 << 5), (1 << 9, 0)])
def test_alleles_are_the_same_whether_they_are_placed_together_or_one_by_one(
    tmp_path: Path, genome: tuple[Reference, str], monkeypatch: pytest.MonkeyPatch, tile: int, flank: int
) -> None:
    held, bases = genome
    chance = random.Random(tile + flank)
    listed: list[_Row] = []
    for number in range(4000):
        start = chance.randrange(len(bases) - 30)
        deleted = bases[start : start + chance.choice((1, 1, 1, 2, 20))]
        others = [
            chance.choice("ACGT"),
            deleted[0],
            deleted + deleted[-1],
            deleted[0] + draw_repetitive(chance, 2),
            "<DEL>",
        ]
        if number % 40 == 0:
            deleted = draw_repetitive(chance, len(deleted))
        listed.append(
            ("21", start + 1, f"rs{number // 3 + 1}", deleted, ",".join(chance.sample(others, 2)), "ALLELEID=3")
        )
    text = spell(tuple(sorted(listed, key=lambda row: row[1])))
    with monkeypatch.context() as patched:
        patched.setattr(Tiles, "get", lambda *_: Tile(b"", 0, 0, 0))
        alone = gather(tmp_path, held, text)
    monkeypatch.setattr(tiles, "FLANK", flank)
    for module in (tiles, catalogue):
        monkeypatch.setattr(module, "TILE", tile)
    together = gather(tmp_path, held, text)
    assert together == alone
    assert len(alone[0]) > 5_000
    assert alone[1].compared == 8_000 > alone[1].fitting
