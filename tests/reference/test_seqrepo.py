"""SeqRepo: an instance made by biocommons.seqrepo, read by any alias; and what is said of a broken one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from biocommons.seqrepo import SeqRepo as Instance

from synonymizer.errors import DamagedData, DataError, MissingData
from synonymizer.reference.seqrepo import SeqRepo
from synonymizer.spelling.digests import refget

STORED = {
    "NM_1.1": ("refseq", "ACGTNRYacgt" * 40),
    "ENST1.2": ("Ensembl", "GATTACA"),
    "NP_1.1": ("refseq", "MKUAZ"),
    "per%cent": ("local", "AC"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("seqrepo")
    instance = Instance(str(made), writeable=True)
    for alias, (namespace, letters) in STORED.items():
        instance.store(letters, [{"namespace": namespace, "alias": alias}])
    for namespace, letters in (("GRCh37", "AAAA"), ("GRCh38", "CCCC")):
        instance.store(letters, [{"namespace": namespace, "alias": "1"}])
    instance.store("GGGG", [{"namespace": "refseq", "alias": "a"}, {"namespace": "Ensembl", "alias": "a"}])
    instance.commit()
    return made


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "2026-01-01")


def test_sequences_are_read_by_alias(folder: Path) -> None:
    opened = SeqRepo.open(folder)
    judge = Instance(str(folder))
    for alias in ("NM_1.1", "ENST1.2", "a"):
        text = str(judge[alias])
        expected = "".join(base if base in "ACGT" else "N" for base in text)
        assert opened.length(alias) == len(text)
        assert opened.refget(alias) == refget(text)
        for start, end in ((0, 0), (0, 1), (2, 4), (0, len(text)), (len(text), len(text))):
            assert opened.read(alias, start, end).decode() == expected[start:end]
    assert SeqRepo.open(folder, residues=True).read("NP_1.1", 0, 5) == b"MKUAZ"
    assert opened.names() == ()
    assert opened.origins[0].release == "2026-01-01"


@pytest.mark.parametrize("alias", ["NM_2.1", "", "1", "%", "NM_1._", "' OR 1=1 --", "GRCh37:1"])
def test_an_alias_of_none_or_of_several_is_not_held(folder: Path, alias: str) -> None:
    assert SeqRepo.open(folder).length(alias) is None


def _spoil(name: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_bytes(b"not a database" * 99)

    return spoil


def _spoil_sequences(folder: Path) -> None:
    for path in folder.glob("sequences/**/*.bgz"):
        path.write_bytes(path.read_bytes()[:40])


def _remove_sequences(folder: Path) -> None:
    for path in folder.glob("sequences/**/*.bgz"):
        path.unlink()


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (shutil.rmtree, MissingData),
        (lambda folder: (folder / "aliases.sqlite3").unlink(), MissingData),
        (lambda folder: (folder / "sequences" / "db.sqlite3").unlink(), MissingData),
        (_spoil("aliases.sqlite3"), DamagedData),
        (_spoil("sequences/db.sqlite3"), DamagedData),
        (_spoil_sequences, DamagedData),
        (_remove_sequences, MissingData),
    ],
)
def test_a_broken_instance_is_told_in_one_sentence(
    folder: Path, spoil: Callable[[Path], None], kind: type[DataError]
) -> None:
    spoil(folder)
    with pytest.raises(kind) as raised:
        SeqRepo.open(folder).read("NM_1.1", 0, 4)
    assert str(folder) in raised.value.message
    assert raised.value.message.endswith(".")
    assert "\n" not in raised.value.message
