"""Drawn edits as the kernel places them, beside what the pipeline says of each on every transcript."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

from synonymizer.alleles import Allele
from synonymizer.batch.ground import Grounds
from synonymizer.kernel.places import assign_regions, place
from synonymizer.normalize import normalize_allele
from synonymizer.project.genomic import place_everywhere
from synonymizer.project.transcripts import project_transcripts
from synonymizer.reference import Reference, open_reference
from tests.kernel.drawing import draw_edits, find_places, make_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from synonymizer.kernel.tables import Places
    from synonymizer.model import TranscriptProjection


@cache
def reference() -> Reference:
    return open_reference()


@cache
def grounds() -> Grounds:
    return Grounds(reference())


@cache
def draw(count: int) -> tuple[Allele, ...]:
    return tuple(draw_edits(reference(), find_places(reference(), reference().genes()), random.Random(11), count))


def place_edits(count: int, more: Iterable[Allele] = ()) -> tuple[list[Allele], Places]:
    """Return edits drawn from all genes, and more, with their places."""
    edits = [*draw(count), *more]
    table = make_table(edits, reference())
    regions = assign_regions(table, grounds().ground)
    grounds().load(regions)
    return edits, place(table, regions, grounds().ground)


@cache
def project(edit: Allele) -> tuple[TranscriptProjection, ...]:
    """Return what the pipeline says of an edit, once for each transcript that carries it."""
    normal = normalize_allele(edit, reference())
    assert isinstance(normal.change, Allele)
    placed = place_everywhere(normal.change, normal.key, reference())
    found: dict[str, TranscriptProjection] = {}
    for one in project_transcripts(normal.change, placed, normal.key, reference()):
        found.setdefault(one.transcript.accession, one)
    return tuple(found.values())
