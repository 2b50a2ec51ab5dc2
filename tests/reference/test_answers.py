"""Reference data of every kind answers as the bundle does that it was written from.

The bundle is the embedded one, as far as genes of one chromosome go; the files are written from it for both assemblies,
and hold transcripts that differ from the chromosome, introns of both strands and codons that are recoded. What is asked
are changes drawn within exons and around their ends, by place and by name; judged are the whole answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from synonymizer import Options, Result, Synonymizer, open_reference
from synonymizer.build.annotated import build_named
from synonymizer.export import export
from synonymizer.export.sequences import list_stretches
from synonymizer.mapping import carry_base, invert, orient
from synonymizer.places import ASSEMBLIES, Assembly, Contig
from synonymizer.reference import Reference, find_embedded
from synonymizer.reference.store import Bundle
from tests.oracle.batch import Judge as BatchJudge
from tests.oracle.references import EXPLAINED, RECORD, Judge

GENES = ("CYP2D6", "NF2", "TXNRD2")
CHROMOSOME = "22"
DRAWN = 12
"""Changes that are drawn; each is asked for by its place and by the name of it that is recommended."""

WAYS = {
    "gff3": "fasta:{0}.fa+gff3:{0}.gff3+rna:{0}.rna.fa+protein:{0}.protein.fa",
    "gtf": "fasta:{0}.fa+gtf:{0}.gtf+rna:{0}.rna.fa+protein:{0}.protein.fa",
    "messages": "gff3:{0}.gff3+rna:{0}.rna.fa",
    "cdot": "fasta:GRCh38.fa+fasta:GRCh37.fa+rna:GRCh38.rna.fa+cdot:cdot.json",
}
FAITHFUL = ("gff3", "cdot", "messages", "built of gff3", "built of cdot")
"""Ways by which nothing is lost, but for names that count on the record of a gene where the chromosome is no record."""


class _Few(Bundle):
    """The embedded bundle, as far as few genes go."""

    def genes(self) -> tuple[str, ...]:
        return GENES


@dataclass(frozen=True)
class Asked:
    """A folder of files, and what the bundle answers that they were written from."""

    folder: Path
    reference: Reference
    answers: tuple[tuple[str, Options, Result], ...]

    def open(self, way: str) -> Reference:
        """Return reference data read in a way, and the embedded bundle behind it."""
        name = way.removeprefix("built of ")
        spec = ",".join(dict.fromkeys(WAYS[name].format(assembly) for assembly in ASSEMBLIES))
        for kind in ("fasta", "rna", "protein", "gff3", "gtf", "cdot"):
            spec = spec.replace(f"{kind}:", f"{kind}:{self.folder}/")
        if name != way:
            bundle = self.folder / f"{name}.bundle"
            build_named(spec, bundle, name=name)
            spec = str(bundle)
        return open_reference(f"{spec},embedded")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("answers")
    reference = Reference((_Few.open(find_embedded()),))
    for assembly in ASSEMBLIES:
        _write_chromosome(reference, assembly, folder / f"{assembly}.fa")
        for form, name in (("gff3", "gff3"), ("gtf", "gtf"), ("rna", "rna.fa"), ("protein", "protein.fa")):
            export(reference, form, folder / f"{assembly}.{name}", assembly=assembly)  # type: ignore[arg-type]
    export(reference, "cdot", folder / "cdot.json")
    whole = open_reference("embedded")
    return Asked(folder, whole, tuple(_ask(whole)))


def _write_chromosome(reference: Reference, assembly: Assembly, path: Path) -> None:
    contig = reference.find_contig_by_name(CHROMOSOME, assembly)
    assert contig is not None
    bases = bytearray(b"N" * contig.length)
    sequence = reference.geometry.sequence(contig.accession)
    for stretch in list_stretches(reference, contig):
        bases[stretch.start : stretch.end] = sequence.bases(stretch.start, stretch.end).encode()
    width = 100
    lines = b"\n".join(bases[start : start + width] for start in range(0, len(bases), width))
    path.write_bytes(b">" + contig.accession.encode() + b"\n" + lines + b"\n")


def _ask(reference: Reference) -> Iterator[tuple[str, Options, Result]]:
    engine = Synonymizer(reference)
    chance = random.Random(22)
    for turn in range(DRAWN):
        assembly = ASSEMBLIES[turn % len(ASSEMBLIES)]
        contig = reference.find_contig_by_name(CHROMOSOME, assembly)
        assert contig is not None
        text = _draw(reference, GENES[turn % len(GENES)], contig, chance)
        answer = engine.names(text)
        yield text, Options(), answer
        name = next(name.text for name in answer.readings[0].names if name.recommended and name.transcript is not None)
        yield name, Options(assembly=assembly), engine.names(name, Options(assembly=assembly))


def _draw(reference: Reference, gene: str, contig: Contig, chance: random.Random) -> str:
    """Return a small change in or near an exon as SPDI."""
    frames = (reference.geometry.frame(one, contig.accession) for one in reference.transcripts_of(gene))
    frame = chance.choice([frame for frame in frames if frame is not None])
    exon = chance.choice(frame.exons)
    place = carry_base(invert(frame.blocks), chance.randrange(exon.start - 12, exon.end + 12))
    assert place is not None
    start, _ = orient(place, place + 1, frame.strand)
    deleted = reference.geometry.sequence(contig.accession).bases(start, start + chance.choice((0, 1, 1, 1, 2, 3)))
    inserted = "".join(chance.choice("ACGT") for _ in range(chance.choice((0, 1, 1, 2)) if deleted else 1))
    return (
        f"{contig.accession}:{start}:{deleted}:{inserted}" if inserted != deleted else f"{contig.accession}:{start}::T"
    )


@pytest.mark.parametrize("way", [*WAYS, "built of gff3", "built of cdot"])
def test_every_way_to_the_same_data_answers_the_same(asked: Asked, way: str) -> None:
    other = asked.open(way)
    judge, engine = Judge(asked.reference, other), Synonymizer(other)
    for gene in GENES:
        for one in asked.reference.transcripts_of(gene):
            holder = other.find_holder(one.accession)
            assert holder is not other.stores[-1] or way == "gtf", one.accession
            assert other.disagreeing(one.accession) is None
    for text, options, answer in asked.answers:
        found = set(judge.compare(answer, engine.names(text, options)))
        kinds = {difference.kind for difference in found}
        assert kinds <= ({RECORD} if way in FAITHFUL else EXPLAINED), (text, found)


@pytest.mark.parametrize("way", ["messages", "built of messages"])
def test_columns_say_the_same_where_messages_stand_before_a_genome(asked: Asked, way: str) -> None:
    """The messages of transcripts have no introns; the genome behind them has."""
    reference = asked.open(way)
    judge = BatchJudge(reference, Options())
    judge.judge_texts("drawn", [text for text, options, _ in asked.answers if options == Options()])
    assert judge.differences == []


def test_the_judge_misses_nothing_that_is_said(asked: Asked) -> None:
    judge = Judge(asked.reference, asked.reference)
    _, _, answer = asked.answers[0]
    reading = answer.readings[0]
    first, second, *others = reading.names
    altered = {
        "another key": replace(reading, key="NC_000022.11:1:A:C"),
        "a name": replace(reading, names=(first, *others)),
        "the order of names": replace(reading, names=(second, first, *others)),
        "told otherwise: recommended": replace(reading, names=(replace(first, recommended=False), second, *others)),
        "a carrier": replace(reading, carriers=reading.carriers[1:]),
        "consequence of a reading": replace(reading, consequence=("stop_lost",)),
    }
    for kind, changed in altered.items():
        other = replace(answer, readings=(changed, *answer.readings[1:]))
        assert {difference.kind for difference in judge.compare(answer, other)} == {kind}
    assert {one.kind for one in judge.compare(answer, replace(answer, readings=()))} == {"other readings"}
    assert not EXPLAINED.intersection({*altered, "other readings"})
