"""A genome in stretches: the engine says what the pipeline says, also at their borders and with little memory."""

from __future__ import annotations

import random
from array import array
from typing import TYPE_CHECKING

import pytest
from benchmarks.genome import write_genome

from synonymizer import Options, open_reference
from synonymizer.alleles import Allele
from synonymizer.batch.engine import Engine, Spec
from synonymizer.batch.ground import Grounds
from synonymizer.build.annotated import build_named
from synonymizer.kernel.tables import DONE
from synonymizer.reference.stretches import is_stretch, parse_stretch
from tests.kernel.drawing import make_table
from tests.oracle.batch import Judge, read_answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer.reference import Reference

CONTIG = "NC_000021.9"


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Three megabases of an invented chromosome, built from its files, before the embedded data."""
    folder = tmp_path_factory.mktemp("genome")
    genes, transcripts = write_genome(folder, scale=0.001)
    assert (genes, transcripts) > (10, 100)
    parts = "+".join(
        f"{kind}:{folder / name}" for kind, name in (("fasta", "genome.fa"), ("gff3", "genome.gff3"), ("rna", "rna.fa"))
    )
    report = build_named(parts, folder / "genome.bundle", name="invented")
    assert not report.left_out
    return open_reference(str(folder / "genome.bundle"))


@pytest.fixture(scope="module")
def edits(reference: Reference) -> list[Allele]:
    """Edits at exons, where transcripts differ from the genome, at the borders of stretches, and anywhere."""
    chance = random.Random(6)
    stretches = [
        parse_stretch(window.source)[1] for window in reference.geometry.windows(CONTIG) if is_stretch(window.source)
    ]
    places = [edge for stretch in stretches for edge in (stretch.start, stretch.end)] * 10
    places += [chance.randrange(one.start, one.end) for one in stretches for _ in range(10)]
    for transcript in reference.geometry.transcripts_over(CONTIG, stretches[0].start, stretches[-1].end):
        frame = reference.geometry.frame(transcript, CONTIG)
        if frame is None or not transcript.accession.startswith(("NM_9", "NR_9")):
            continue
        edges = [at.source for at in frame.blocks] + [at.source + at.length for at in frame.blocks]
        edges += [
            chance.randrange(one.start, one.end) + frame.blocks[0].source - frame.blocks[0].start for one in frame.exons
        ]
        if len(frame.blocks) > 1 or chance.random() < 0.2:
            places += [place if frame.strand > 0 else -place for place in chance.sample(edges, min(len(edges), 6))]
    return [edit for place in places for edit in _draw(reference, place + chance.randrange(-6, 7), chance)]


def _draw(reference: Reference, place: int, chance: random.Random) -> Iterator[Allele]:
    """Yield an edit at a place, if its bases are held and known."""
    sequence = reference.geometry.sequence(CONTIG)
    deleted_count = chance.choice((0, 1, 1, 1, 2, 3, 12))
    held = next((one for one in reference.geometry.placements_over(CONTIG, place, place)), None)
    if held is None:
        return
    chain = sequence.held(place, place)
    end = min(place + deleted_count, chain.end)
    deleted = sequence.bases(place, end)
    inserted = chance.choice(
        ("", "A", "C", "GT", deleted[:1] + "T", sequence.bases(max(chain.start, place - 2), place))
    )
    if deleted != inserted and "N" not in deleted + inserted:
        yield Allele(CONTIG, place, end, deleted, inserted)


def test_engine_and_pipeline_say_the_same_of_a_genome(reference: Reference, edits: list[Allele]) -> None:
    judge = Judge(reference, Options())
    briefs = judge.judge_alleles("edits", edits)
    judge.judge_texts("names", [brief.carried[0].coding for brief in briefs if brief.carried][:100])
    assert not judge.differences, "\n".join(judge.report())
    states = judge.states["edits, one"]
    assert states["covered"] > 0.7 * len(edits)
    assert states.total() == len(edits) > 200


def test_little_memory_changes_no_answer(reference: Reference, edits: list[Allele]) -> None:
    mixed = random.Random(9).sample(edits, len(edits))
    large, small = Engine(Spec(), reference), Engine(Spec(), reference)
    small.grounds = Grounds(reference, small.grounds.lock, budget=1_500_000)
    assert len(small.grounds.share_out(array("i", range(len(small.grounds.ground.regions.start))))) > 2
    answers = [
        one.answer_alleles(make_table(mixed, reference), lambda row: mixed[row].spdi) for one in (large, small, small)
    ]
    assert answers[0].state.count(DONE) > len(mixed) // 2
    for other in answers[1:]:
        assert list(read_answers(other)) == list(read_answers(answers[0]))
        assert other.state == answers[0].state
