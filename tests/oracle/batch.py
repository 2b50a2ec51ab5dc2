"""Ask the batch engine and the pipeline about the same rows, and print where they differ.

    python -m tests.oracle.batch [--bundle PATH] [--count 1000] [--seed 1] [--genes 40]

Rows are alleles of the ClinVar table and edits drawn at every kind of place (`tests.kernel.drawing`), both as columns;
and as texts: SPDI, g., c. and n. names, recommended ones and others for the same change, with slips. Each is asked for
with every extent. Printed are how many rows the kernel covers, by state, and each field that differs with its row.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from dataclasses import replace
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from synonymizer import Options, Synonymizer, open_reference
from synonymizer.alleles import Allele
from synonymizer.batch import engine
from synonymizer.batch.engine import CARRIED_FIELDS
from synonymizer.briefs import EXTENTS
from synonymizer.kernel.tables import make_column
from tests.kernel.drawing import draw_edits, find_places, make_table
from tests.oracle.clinvar import ASSEMBLY, TABLE, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from synonymizer.batch.engine import Answers, Engine
    from synonymizer.briefs import Brief, Extent
    from synonymizer.reference import Reference

STATES = ("covered", "unread", "not held", "mismatch", "near a difference", "too long", "not covered", "outside")
"""What the states of a row mean, in the order of `kernel.tables`."""

Hint = tuple[str | None, str | None]
"""A gene and a transcript that a text is said to be of."""

Said = dict[str, tuple[str, ...]]
"""What is said of a row: for each field its text, or one for each transcript."""


class Difference(NamedTuple):
    """A field of a row that the engine says otherwise than the pipeline."""

    text: str
    field: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    state: int


def say(brief: Brief, extent: Extent) -> Said:
    """Return what an engine has to answer, given the pipeline's brief."""
    carried = brief.within(extent)
    return {
        "status": (brief.status,),
        "key": (brief.key,),
        "vrs": (brief.vrs,),
        "g38": (brief.grch38,),
        "g37": (brief.grch37,),
        "spdi": (brief.spdi,),
        "codes": (",".join(brief.codes),),
        "gene": tuple(one.gene for one in carried),
        "transcript": tuple(one.transcript for one in carried),
        "consequence": tuple("&".join(one.consequence) for one in carried),
        "c": tuple(one.coding for one in carried),
        "r": tuple(one.rna for one in carried),
        "p": tuple(one.protein for one in carried),
    }


def read_answers(answers: Answers) -> Iterator[Said]:
    """Yield what an engine answered of each row."""
    texts = {name: column.texts() for name, column in answers.columns.items()}
    start = 0
    for row, end in enumerate(answers.carried_end):
        yield {
            name: tuple(found[start:end]) if name in CARRIED_FIELDS else (found[row],) for name, found in texts.items()
        }
        start = end


def compare(answers: Answers, briefs: list[Brief], extent: Extent) -> Iterator[Difference]:
    """Yield each field that an engine says otherwise than the pipeline."""
    assert answers.size == len(briefs) == len(answers.carried_end)
    for row, (found, brief) in enumerate(zip(read_answers(answers), briefs, strict=True)):
        expected = say(brief, extent)
        for name, texts in found.items():
            if texts != expected[name]:
                yield Difference(brief.input, name, expected[name], texts, answers.state[row])


def read_clinvar(reference: Reference, chance: random.Random, count: int) -> list[Allele]:
    """Return alleles of the ClinVar table at places that are held."""
    alleles: list[Allele] = []
    if not TABLE.exists():
        return alleles
    contigs = {contig.name: contig.accession for contig in reference.contigs() if contig.assembly == ASSEMBLY}
    rows = [row for row in read_table() if row.chromosome in contigs]
    for row in chance.sample(rows, len(rows)):
        contig, edit = contigs[row.chromosome], row.edit
        if reference.geometry.placements_over(contig, edit.start, edit.end):
            alleles.append(Allele(contig, edit.start, edit.end, row.reference, row.alternative))
            if len(alleles) == count:
                break
    return alleles


def lift_back(briefs: list[Brief]) -> list[Allele]:
    """Return the alleles of keys: on the deciding assembly, with all the bases that they may slide over."""
    parts = [brief.spdi.split(":") for brief in briefs if brief.spdi]
    return [
        Allele(name, int(start), int(start) + len(deleted), deleted, inserted)
        for name, start, deleted, inserted in parts
        if not deleted.isdecimal() and name.startswith("NC_")
    ]


def spell(alleles: list[Allele], briefs: list[Brief], reference: Reference, chance: random.Random) -> Iterator[str]:
    """Yield names of alleles: recommended ones, and others as people write them, right and wrong."""
    for allele in alleles:
        yield allele.spdi
        yield spell_genomic(allele, chance)
        if allele.deleted and allele.inserted:
            yield spell_record(allele, reference, chance)
    for brief in briefs:
        names = [brief.key, brief.grch38, brief.grch37]
        names += [one.coding for one in chance.sample(brief.carried, min(3, len(brief.carried)))]
        for name in filter(None, names):
            yield name
            yield restate(name, brief, chance)


def spell_genomic(allele: Allele, chance: random.Random) -> str:
    """Return a g. name of an allele where it was written, with bases it need not state.

    >>> spell_genomic(Allele("NC_000011.10", 9, 9, "", "AC"), random.Random(1))
    'NC_000011.10:g.9_10insAC'
    """
    first, last = allele.start + 1, allele.end
    if not allele.deleted:
        return f"{allele.sequence}:g.{allele.start}_{first}ins{allele.inserted}"
    place = f"{allele.sequence}:g.{first}" + (f"_{last}" if last > first else "")
    if first == last and len(allele.inserted) == 1:
        return f"{place}{allele.deleted}>{allele.inserted}"
    stated = chance.choice(("", allele.deleted))
    if not allele.inserted:
        return f"{place}del{stated}"
    if allele.inserted == 2 * allele.deleted:
        return f"{place}dup{stated}"
    return f"{place}del{stated}ins{allele.inserted}"


def spell_record(allele: Allele, reference: Reference, chance: random.Random) -> str:
    """Return an allele as the fields of a VCF record, joined as people do, with its assembly or without."""
    contig = reference.find_contig(allele.sequence)
    assert contig is not None
    sign = chance.choice("-: ")
    name = chance.choice((contig.name, f"chr{contig.name}", contig.accession))
    fields = sign.join((name, str(allele.start + 1), allele.deleted, allele.inserted))
    return chance.choice(("", "", f"{contig.assembly}:", f"{contig.assembly} ")) + fields


def restate(name: str, brief: Brief, chance: random.Random) -> str:
    """Return a name written otherwise: with its gene, its bases, in other cases, or slipped to another place."""
    gene = brief.carried[0].gene if brief.carried else "STIM1"
    bases = brief.spdi.split(":")[2] if brief.spdi else "A"
    slip = chance.choice((-1, 1, 2, 3))
    return chance.choice(
        (
            re.sub(r"^([NE][MRS][^:(]*):", rf"\1({gene}):", name),
            re.sub(r"(del|dup|inv)$", rf"\g<1>{bases}", name),
            re.sub(r"(del|dup|inv)$", rf"\g<1>{len(bases)}", name),
            re.sub(r"\d+(?=[A-Z]>|[a-z]|_)", lambda found: str(int(found[0]) + slip), name),
            re.sub(r":([cgn]\.)", r": \1", name),
            re.sub(r"del(?=ins)", f"del{bases}", name),
            re.sub(r"[ACGT]+$", lambda found: found[0].lower(), name),
            re.sub(r"(?<=\d)_\d+(?=del|dup|inv)", "", name),
            re.sub(r"\.\d+(?=[:(])", "", name, count=1),
            re.sub(r"[ACGT]+$", lambda found: f"{found[0]}N", name),
            f" {name}",
            name.replace("c.", f"c.{chance.choice('*-')}", 1),
            re.sub(r"^[NE][MRS][^:(]*:", f"{gene}:", name),
            name.partition(":")[2] or name,
        )
    )


def draw_hints(briefs: list[Brief], chance: random.Random) -> list[Hint]:
    """Return a hint for each answer, half of them of what another one is about."""
    carried = [brief.carried for brief in briefs]
    hints: list[Hint] = []
    for own in carried:
        one = chance.choice((own if chance.random() < 0.5 else chance.choice(carried)) or (None,))
        gene, transcript = (one.gene, one.transcript) if one is not None else (None, None)
        hints.append((chance.choice((None, gene)), chance.choice((None, transcript))))
    return hints


class Judge:
    """Asks both, and counts."""

    def __init__(self, reference: Reference, options: Options, module: ModuleType = engine) -> None:
        """Make an engine for each extent, by a module that may have been loaded as plain Python."""
        self.states: dict[str, Counter[str]] = {}
        self.differences: list[Difference] = []
        self._reference = reference
        self._options = options
        self._pipeline = Synonymizer(reference)
        self._engines: dict[Extent, Engine] = {
            extent: module.Engine(module.Spec(options=options, extent=extent), reference) for extent in EXTENTS
        }

    def judge_alleles(self, title: str, alleles: list[Allele]) -> list[Brief]:
        """Compare the answers to alleles given as columns; return the pipeline's.

        Where the options state an assembly, the alleles must lie on it.
        """
        texts = [self._spell(allele) for allele in alleles]
        briefs = [self._pipeline.brief(text, self._options) for text in texts]
        for extent, one in self._engines.items():
            answers = one.answer_alleles(make_table(alleles, self._reference), texts.__getitem__)
            self._note(f"{title}, {extent}", answers, briefs, extent)
        return briefs

    def _spell(self, allele: Allele) -> str:
        """Return an allele as a VCF record where that says all, on the assembly of the options, else as SPDI."""
        contig = self._reference.find_contig(allele.sequence)
        if self._options.assembly is None or contig is None or not (allele.deleted and allele.inserted):
            return allele.spdi
        return f"{contig.name}-{allele.start + 1}-{allele.deleted}-{allele.inserted}"

    def judge_texts(self, title: str, texts: list[str], hints: list[Hint] | None = None) -> list[Brief]:
        """Compare the answers to texts, each with a hint where they are given; return the pipeline's."""
        options = [replace(self._options, gene=gene, transcript=transcript) for gene, transcript in hints or ()]
        briefs = list(map(self._pipeline.brief, texts, options or repeat(self._options)))
        for extent, one in self._engines.items():
            self._note(f"{title}, {extent}", one.answer_texts(make_column(texts), hints), briefs, extent)
        return briefs

    def _note(self, title: str, answers: Answers, briefs: list[Brief], extent: Extent) -> None:
        self.states.setdefault(title, Counter()).update(STATES[state] for state in answers.state)
        self.differences += compare(answers, briefs, extent)

    def report(self) -> Iterator[str]:
        """Yield the lines of the report."""
        for title, states in self.states.items():
            counts = ", ".join(f"{number:,} {state}" for state, number in states.most_common())
            yield f"{title}: {states['covered'] / max(states.total(), 1):.2%} of {states.total():,} rows: {counts}"
        yield f"## {len(self.differences):,} fields differ: {dict(Counter(one.field for one in self.differences))}"
        for one in dict.fromkeys(self.differences):
            yield f"{one.text}\t{one.field}\t{STATES[one.state]}\tpipeline {one.expected}\tengine {one.found}"


def main() -> None:
    """Draw, ask, and print; the exit status is 1 when a field differs."""
    parser = argparse.ArgumentParser(description="Compare the batch engine with the pipeline.")
    parser.add_argument("--bundle")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--genes", type=int, default=40)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    reference = open_reference(arguments.bundle)
    genes = [gene for gene in reference.genes() if reference.transcripts_of(gene)]
    places = find_places(reference, chance.sample(genes, min(arguments.genes, len(genes))))
    judge = Judge(reference, Options())
    blocks = {
        "ClinVar": read_clinvar(reference, chance, arguments.count),
        "drawn": draw_edits(reference, places, chance, arguments.count),
    }
    for title, alleles in blocks.items():
        briefs = judge.judge_alleles(title, alleles)
        judge.judge_alleles(f"{title} by key", lift_back(briefs))
        names = list(spell(alleles, briefs, reference, chance))
        judge.judge_texts(f"{title} as names", chance.sample(names, min(arguments.count, len(names))))
    sys.stdout.write("\n".join(judge.report()) + "\n")
    sys.exit(bool(judge.differences))


if __name__ == "__main__":
    main()
