"""The embedded reference with sequences laid otherwise on the assemblies: turned, twice, on Y, or with bases missing.

Windows supply the bases of the contigs, so that any way to lay them is an assembly of its own.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from synonymizer.build.writer import write_placements
from synonymizer.places import Block, Patch
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.store import Bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from synonymizer.places import Placement

    Placements = tuple[Placement, ...]
    Rearrange = Callable[[Placements], Placements]


def open_rearranged(gene: str, rearrange: Rearrange) -> Reference:
    """Return the embedded reference with the window of a gene laid otherwise: a bundle that says so in its tables.

    Args:
        gene: a gene whose transcripts have one genomic home.
        rearrange: given the place on GRCh38 and on GRCh37, returns those of the window from now on.
    """
    embedded = Bundle.open(find_embedded())
    home = embedded.transcripts_of(gene)[0].home
    connection = _copy(embedded.path)
    (sequence,) = connection.execute("SELECT id FROM sequence WHERE accession = ?", (home,)).fetchone()
    connection.execute("DELETE FROM placement WHERE sequence = ?", (sequence,))
    write_placements(connection, sequence, rearrange(embedded.placements_of(home)))
    return Reference((Bundle(f"{embedded.path}, rearranged", connection),))


def _copy(path: str) -> sqlite3.Connection:
    """Read a bundle into memory, where its tables may be changed."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(f"{Path(path).as_uri()}?mode=ro&immutable=1", uri=True)) as kept:
        kept.backup(connection)
    return connection


def move(placement: Placement, contig: str, start: int, strand: Literal[1, -1]) -> Placement:
    """Return a window laid elsewhere."""
    end = start + placement.end - placement.start
    shift = (start if strand > 0 else -end) - (placement.start if placement.strand > 0 else -placement.end)
    return replace(
        placement,
        contig=contig,
        strand=strand,
        start=start,
        end=end,
        blocks=tuple(block._replace(start=block.start + shift) for block in placement.blocks),
        patches=tuple(patch._replace(start=patch.start + shift) for patch in placement.patches),
    )


def turn(placement: Placement) -> Placement:
    """Return a window laid at its place on the other strand."""
    return move(placement, placement.contig, placement.start, -1 if placement.strand > 0 else 1)


def lose(placement: Placement, at: int, lost: int, gained: str = "") -> Placement:
    """Return a window laid without some of its bases, or with others in their stead; they lie in one block."""
    start = placement.start if placement.strand > 0 else -placement.end
    change = len(gained) - lost
    index = next(i for i, block in enumerate(placement.blocks) if at < block.source + block.length)
    block = placement.blocks[index]
    before = Block(block.start, block.source, at - block.source)
    place = before.start + before.length
    behind = Block(place + len(gained), at + lost, block.length - before.length - lost)
    assert min(before.length, behind.length) > 0
    later = (one._replace(start=one.start + change) for one in placement.blocks[index + 1 :])
    patches = [patch for patch in placement.patches if patch.start + len(patch.bases) <= place]
    if gained:
        patches.append(Patch(place, gained))
    patches += [one._replace(start=one.start + change) for one in placement.patches if one.start >= place + lost]
    end = start + placement.end - placement.start + change
    return replace(
        placement,
        start=start if placement.strand > 0 else -end,
        end=end if placement.strand > 0 else -start,
        blocks=(*placement.blocks[:index], before, behind, *later),
        patches=tuple(patches),
    )
