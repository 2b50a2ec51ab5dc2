"""Rows of the ClinVar table, drawn evenly over what makes names differ: kind of change, strand, region and gene.

A region is told from the c. name and the exons of its transcript: `junction` is an exon base within three of an intron,
`splice` an intron base within two of an exon.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
from collections import defaultdict
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from tests.oracle.clinvar import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synonymizer import Reference
    from synonymizer.places import Transcript

JUNCTION = 3
SPLICE = 2

_PLACE = re.compile(r":c\.(?P<datum>[-*]?)(?P<base>\d+)(?P<offset>[-+]\d+)?")
_KIND = re.compile(r"delins|del\w*ins|del|dup|ins|inv|>|=|\[")


class Stratum(NamedTuple):
    """What a row is a sample of; `strand` is that of its transcript on the chromosome."""

    kind: str
    strand: int
    region: str


class Drawn(NamedTuple):
    """A c. name of the table and what it was drawn for."""

    name: str
    gene: str
    stratum: Stratum


def draw(reference: Reference, seed: int) -> Iterator[Drawn]:
    """Yield every c. name whose transcript is held, one of each stratum in turn, and in a stratum one of each gene."""
    strata: dict[Stratum, dict[str, list[Drawn]]] = defaultdict(lambda: defaultdict(list))
    for drawn in _read(reference):
        strata[drawn.stratum][drawn.gene].append(drawn)
    chance = random.Random(seed)
    for genes in strata.values():
        for rows in genes.values():
            chance.shuffle(rows)
    turns = [list(_take_turns(_shuffle(list(genes.values()), chance))) for _, genes in sorted(strata.items())]
    yield from _take_turns(_shuffle(turns, chance))


def draw_part(reference: Reference, seed: int, start: int, count: int) -> list[Drawn]:
    """Return `count` rows of the drawing from number `start` on, counted from 0."""
    return list(islice(draw(reference, seed), start, start + count))


def _read(reference: Reference) -> Iterator[Drawn]:
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            name = row["hgvs_c"]
            transcript = reference.find_transcript(name.partition(":")[0])
            if transcript is not None and (place := _PLACE.search(name)):
                strand = reference.geometry.main_frame(transcript).strand
                yield Drawn(name, row["gene"], Stratum(_find_kind(name), strand, _find_region(place, transcript)))


def _find_kind(name: str) -> str:
    found = _KIND.search(name)
    return "delins" if found and "del" in found[0] and "ins" in found[0] else found[0] if found else ""


def _find_region(place: re.Match[str], transcript: Transcript) -> str:
    if place["offset"]:
        return "splice" if abs(int(place["offset"])) <= SPLICE else "intron"
    if place["datum"]:
        return "5' UTR" if place["datum"] == "-" else "3' UTR"
    base = int(place["base"]) - 1 + (transcript.cds.start if transcript.cds else 0)
    inner = [edge for exon in transcript.exons for edge in (exon.start, exon.end)][1:-1]
    return "junction" if any(-JUNCTION <= base - edge < JUNCTION for edge in inner) else "coding"


def _shuffle(rows: list[list[Drawn]], chance: random.Random) -> list[list[Drawn]]:
    chance.shuffle(rows)
    return rows


def _take_turns(rows: Iterable[Sequence[Drawn]]) -> Iterator[Drawn]:
    for turn in zip_longest(*rows):
        yield from (drawn for drawn in turn if drawn is not None)
