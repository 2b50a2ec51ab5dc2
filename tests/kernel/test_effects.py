"""The consequence terms of the kernel are those of the pipeline, on every transcript that carries an allele."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from synonymizer.alleles import Allele
from synonymizer.consequence import TERMS
from synonymizer.kernel import effects as compiled
from synonymizer.kernel.joins import join
from synonymizer.kernel.tables import ALL, DONE, LONGEST, TOO_LONG, Hits, Places, Proteins, counts, numbers
from synonymizer.statements import ProteinEdit
from tests.kernel.joining import grounds, place_edits, project, reference
from tests.kernel.kinds import PROTEIN_KINDS
from tests.kernel.plain import load_plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from synonymizer.model import TranscriptProjection


def find_carried(edits: list[Allele], places: Places) -> tuple[Hits, list[TranscriptProjection]]:
    """Every hit, with what the pipeline says of it."""
    hits = join(places, grounds().ground, ALL)
    carried = [one for row, edit in enumerate(edits) if places.state[row] == DONE for one in project(edit)]
    assert len(carried) == len(hits)
    return hits, carried


def make_proteins(edits: Iterable[ProteinEdit | None]) -> Proteins:
    """Changes of proteins as the kernel has them."""
    held = list(edits)
    size = len(held)
    table = Proteins(
        bytearray(size),
        counts(size),
        counts(size),
        bytearray(size),
        bytearray(size),
        numbers(size),
        counts(size),
        counts(size),
        bytearray(),
    )
    for row, edit in enumerate(held):
        if edit is not None:
            table.kind[row], table.first[row], table.last[row] = PROTEIN_KINDS.index(edit.kind), edit.first, edit.last
            table.first_residue[row] = ord(edit.first_residue or "?")
            table.last_residue[row] = ord(edit.last_residue or "?")
            table.inserted_at[row], table.inserted[row] = len(table.letters), len(edit.inserted)
            table.letters += edit.inserted.encode()
            table.stop[row] = -1 if edit.stop is None else edit.stop
    return table


def list_losses() -> list[Allele]:
    """Deletions of whole transcripts, and those that leave one of its ends."""
    grounds().load(range(len(grounds().ground.regions.start)))
    table, contigs = grounds().ground.transcripts, reference().contigs()
    found = []
    for row in range(table.used):
        contig = contigs[table.contig[row]].accession
        for start, end in ((table.start[row], table.end[row]), (table.start[row] + 1, table.end[row])):
            if end - start <= LONGEST:
                found.append(Allele(contig, start, end, reference().geometry.sequence(contig).bases(start, end), ""))
    return found


def find_terms(
    count: int, module: ModuleType = compiled, more: Iterable[Allele] = ()
) -> tuple[Hits, list[TranscriptProjection]]:
    edits, places = place_edits(count, more)
    hits, carried = find_carried(edits, places)
    proteins = make_proteins(one.protein for one in carried)
    module.find_terms(places, hits, proteins, grounds().ground)
    return hits, carried


def read_terms(bits: int) -> tuple[str, ...]:
    return tuple(term for bit, term in enumerate(TERMS) if bits >> bit & 1)


def test_terms_are_those_of_the_pipeline() -> None:
    hits, carried = find_terms(3000, more=list_losses())
    assert len(carried) > 10_000
    for bits, one in zip(hits.terms, carried, strict=True):
        assert read_terms(bits) == one.consequence, one
    assert {term for one in carried for term in one.consequence} == {*TERMS}


def test_the_plain_kernel_says_the_same() -> None:
    found, _ = find_terms(1000)
    again, _ = find_terms(1000, load_plain("synonymizer.kernel.effects"))
    assert again.terms == found.terms


@pytest.mark.parametrize("module", [compiled, load_plain("synonymizer.kernel.effects")])
def test_a_row_that_is_left_to_the_pipeline_has_no_terms(module: ModuleType) -> None:
    edits, places = place_edits(50)
    hits, carried = find_carried(edits, places)
    places.state[:] = bytes([TOO_LONG]) * len(edits)
    module.find_terms(places, hits, make_proteins(one.protein for one in carried), grounds().ground)
    assert not any(hits.terms)
