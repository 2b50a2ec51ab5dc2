"""Whether this installation does what it says: names of varied variants of its own data, each read back.

The variants are drawn from the alleles that the installed identifiers point at, of another kind for each gene in turn,
and from the exons of the genes. Every name that is printed is read back as a user would give it to the program, those
on an accession and at coordinates as well; a name that does not lead back is a failure. Names that the program itself
withheld, because they would be read as something else, are counted beside.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synonymizer.normalize import normalize
from synonymizer.project import project
from synonymizer.proof import prove
from synonymizer.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synonymizer.alleles import KnownAllele
    from synonymizer.model import NameClass
    from synonymizer.pipeline import Synonymizer
    from synonymizer.places import Transcript
    from synonymizer.reference import Reference

MOST_GENES = 30
"""How many genes on chromosomes give variants; of more, some are taken at equal steps through the symbols."""

MOST_MITOCHONDRIAL = 2
"""How many mitochondrial genes give variants: they are many, short and alike."""

EVENT_EVERY = 3
"""Of how many genes one gives an exon event, too."""

KINDS: tuple[Callable[[int, int], bool], ...] = (
    lambda deleted, inserted: deleted == inserted == 1,
    lambda deleted, inserted: deleted > inserted,
    lambda deleted, inserted: deleted < inserted,
    lambda deleted, inserted: deleted == inserted > 1,
)
"""Kinds of change by their numbers of deleted and inserted bases; the genes take turns to give one of each."""


@dataclass
class Outcome:
    """What was found: names by class that were read back and that were withheld, and each that failed with its variant.

    A variant that has no reading at all is a failure whose name is its own text.
    """

    variants: int = 0
    proved: Counter[NameClass] = field(default_factory=Counter)
    withheld: Counter[NameClass] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)


def run(synonymizer: Synonymizer) -> Outcome:
    """Name the variants of the installed data, and read every name back.

    Raises:
        DataError: when the reference data turns out to be damaged.
    """
    outcome = Outcome()
    for text in draw_variants(synonymizer.reference):
        outcome.variants += 1
        _try_names(text, synonymizer, outcome)
    return outcome


def draw_variants(reference: Reference) -> Iterator[str]:
    """Yield variants of the installed genes, always the same ones of the same data."""
    for number, transcript in enumerate(_draw_transcripts(reference)):
        known = _find_known(transcript, KINDS[number % len(KINDS)], reference)
        if known is not None:
            yield f"{known.sequence}:{known.start}:{known.end - known.start}:{known.inserted}"
        if number % EVENT_EVERY == 0 and len(transcript.exons) > 2:
            yield f"{transcript.gene} exon 2 {'deletion' if number % 2 else 'duplication'}"


def _draw_transcripts(reference: Reference) -> tuple[Transcript, ...]:
    """Return the first transcript of each of the genes."""
    found = (next(iter(reference.transcripts_of(symbol)), None) for symbol in reference.genes())
    transcripts = [one for one in found if one is not None]
    circular = [one for one in transcripts if one.code == "mitochondrial"][:MOST_MITOCHONDRIAL]
    linear = [one for one in transcripts if one.code != "mitochondrial"]
    step = -(-len(linear) // MOST_GENES) or 1
    return (*linear[::step], *circular)


def _find_known(
    transcript: Transcript, is_wanted: Callable[[int, int], bool], reference: Reference
) -> KnownAllele | None:
    """Return the middle one of the known alleles of a kind on a transcript, else of all."""
    frame = reference.geometry.main_frame(transcript)
    first, last = frame.blocks[0], frame.blocks[-1]
    ends = first.source - first.start, last.source + frame.length - last.start
    start, end = ends if frame.strand > 0 else (-ends[1], -ends[0])
    known = reference.known_over(frame.sequence, start, end)
    of_kind = [one for one in known if is_wanted(one.end - one.start, len(one.inserted))] or known
    return of_kind[len(of_kind) // 2] if of_kind else None


def _try_names(text: str, synonymizer: Synonymizer, outcome: Outcome) -> None:
    """Read back all names of the first reading of a text."""
    reading = next(iter(synonymizer.names(text).readings), None)
    if reading is None or reading.change is None:
        outcome.failed.append((text, text))
        return
    reference = synonymizer.reference
    normal = normalize(reading.change, reference)
    projections = project(normal, reference)
    proof = prove(reading.names, normal, projections, reference, gene=reading.gene, is_whole=True)
    printed = {name.text for name in reading.names}
    written = render(projections, key=reading.key, gene=reading.gene)
    outcome.proved.update(name.cls for name in proof.proved)
    outcome.withheld.update(name.cls for name in written if name.text not in printed)
    outcome.failed += ((text, name.text) for name in proof.lost)
