"""What would make references better: each piece of advice where it is wanted, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from synonymizer.export import export
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.advice import advise
from synonymizer.reference.spec import EMBEDDED_BUNDLE, Part, Parts, open_stores
from synonymizer.reference.store import Bundle


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("advice")
    embedded = Reference((Bundle.open(find_embedded()),))
    export(embedded, "rna", folder / "rna.fa")
    export(embedded, "gff3", folder / "genes.gff3")
    return {"rna": folder / "rna.fa", "gff3": folder / "genes.gff3"}


def _advise(*references: Parts) -> str:
    in_use = (*references, (EMBEDDED_BUNDLE,))
    return "\n".join(advise(in_use, Reference(open_stores(in_use))))


def test_who_has_the_embedded_genes_alone_is_told_how_to_get_all() -> None:
    assert "synonymizer data install refseq-grch38" in _advise()
    assert "synonymizer data install clinvar" in _advise()


def test_a_bundle_of_both_assemblies_needs_nothing() -> None:
    assert _advise((Part("bundle", find_embedded()),)) == ""


def test_messages_alone_lack_introns_and_the_other_assembly(files: dict[str, Path]) -> None:
    told = _advise((Part("gff3", str(files["gff3"])), Part("rna", str(files["rna"]))))
    assert "introns are not held" in told
    assert "synonymizer data install refseq-grch37" in told
    assert "synonymizer data build" in told
    assert "Add their bases" not in told


def test_no_password_is_in_advice() -> None:
    address = Part("uta", "postgresql://reader:secret@127.0.0.1/uta/uta_1")
    told = "\n".join(advise(((address,), (EMBEDDED_BUNDLE,)), Reference((Bundle.open(find_embedded()),))))
    assert "reader@127.0.0.1" in told
    assert "secret" not in told
