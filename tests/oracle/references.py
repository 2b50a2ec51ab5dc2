"""Compare what two references say of the ClinVar table: the same rows, the same names.

    python -m tests.oracle.references --bundle ORIGINAL --reference SPEC [--reference SPEC ...]
        [--count 1000] [--alternate] [--seed 1] [--gene GENE] [--chromosome NAME] [--processes 1] [--show 3]

SPEC describes what ORIGINAL holds, read in another way: a bundle built from an export of it, or the exported files
themselves. Of the rows whose transcript all hold some are drawn (0: all), and each is asked for as its VCF row of
GRCh37 and as its c. name, or in one of the two ways in turn; what only the embedded bundle holds, which comes last in
all, is not asked. All that is said is compared, but for the release that each name was made with.

What differs is told by kind. Some kinds have a cause that is looked up in both references: the name is on a record, an
identifier or a person's name that only one of them knows, on an assembly or a transcript that only one of them holds,
counts into an intron that only one of them has, or follows the rank of a gene's transcripts, whose tags only one of
them knows. What no cause explains makes the exit status 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from synonymizer import Options, Synonymizer, open_reference
from tests.oracle.clinvar import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from synonymizer import Issue, Name, Reading, Reference, Result
    from tests.oracle.clinvar import Row

Said = TypeVar("Said")

RECORD = "on an LRG or RefSeqGene record"
SYNONYM = "the LRG name of a transcript or protein"
IDENTIFIER = "an identifier"
PERSON = "a name that people gave, or an older way to count"
ASSEMBLY = "on an assembly that one lacks"
TRANSCRIPT = "on a transcript that one lacks"
RANK = "of a gene whose main transcript is another, or whose transcripts one tags or ranks otherwise"
INTRON = "in an intron of a transcript of which one has the message alone"
EXPLAINED = frozenset({RECORD, SYNONYM, IDENTIFIER, PERSON, ASSEMBLY, TRANSCRIPT, RANK, INTRON})
"""Kinds of difference that follow from what a reference holds; all others are faults."""

_RECORD = re.compile(r"\bNG_\d+\.\d+|\bLRG_\d+(?![tp\d])|\bU14680|\bU43746")
_SYNONYM = re.compile(r"\bLRG_\d+[tp]\d+")
_MESSAGE = re.compile(r"\b(?:[NX][MR]_\d+\.\d+|ENST\d+\.\d+)")
_OFFSET = re.compile(r"\d[+-]\d")
_CONTIG = re.compile(r"\bNC_\d+\.\d+")
_FACTS = ("why", "scope", "consequence", "key_complete", "gene", "transcript", "vrs", "effect", "state", "members")
_RANKED = frozenset({"why", "consequence", "gene", "transcript", "effect", "members"})
_MOVED = frozenset({"why", "vrs", "key_complete", "members"})
_FIELDS = ("cls", "level", "assembly", "transcript", "tags", "scope", "needs", "recommended")


class Difference(NamedTuple):
    """What one of two references says and the other does not: of which kind, and the text, with a sign before it."""

    kind: str
    text: str


class Judged(NamedTuple):
    """A question, how the answers to it differ, and the seconds that both took."""

    question: str
    differences: tuple[Difference, ...]
    seconds: tuple[float, float]


class Answered(NamedTuple):
    """An answer, and the seconds of the processor that it took."""

    said: Result
    seconds: float


def answer(engine: Synonymizer, question: str, options: Options) -> Answered:
    """Ask a reference."""
    begun = time.process_time()
    said = engine.names(question, options)
    return Answered(said, time.process_time() - begun)


class Judge:
    """A reference, and the original that its answers are compared with."""

    def __init__(self, original: Reference, other: Reference) -> None:
        self._references = (original, other)
        self._engine = Synonymizer(other)
        held = ({name for store in one.stores[:-1] for name in store.assemblies()} for one in self._references)
        self._lacking = next(held) ^ next(held)
        self._lacks_one: dict[str, bool] = {}
        self._ranked: dict[str, bool] = {}

    def judge(self, original: Answered, options: Options) -> Judged:
        """Return how the other reference answers what the original has answered."""
        other = answer(self._engine, original.said.input, options)
        differences = tuple(dict.fromkeys(self.compare(original.said, other.said)))
        return Judged(original.said.input, differences, (original.seconds, other.seconds))

    def compare(self, original: Result, other: Result) -> Iterator[Difference]:
        """Yield how two answers to a question differ."""
        genes = {reading.gene for said in (original, other) for reading in said.readings if reading.gene is not None}
        kinds: set[str] = set()
        for sign, issue in self._compare_issues(original, other):
            kind = self._explain_issue(f"{original.input}: {issue.message}", issue.code, genes)
            kinds.add(kind)
            yield Difference(kind, f"{sign} {issue.code} {issue.message}")
        if original.status != other.status:
            cause = next((kind for kind in (ASSEMBLY, INTRON) if not other.readings and kind in kinds), None)
            text = f"status {original.status}, then {other.status}"
            yield Difference(cause or text, text)
        elif len(original.readings) != len(other.readings):
            yield Difference(
                "other readings", " | ".join(str([one.key for one in said.readings]) for said in (original, other))
            )
        else:
            for one, two in zip(original.readings, other.readings, strict=True):
                yield from self._compare_readings(one, two)

    def _compare_issues(self, original: Result, other: Result) -> Iterator[tuple[str, Issue]]:
        issues = [{(one.code, self._blur(one.message)): one for one in said.issues} for said in (original, other)]
        for sign, key in _subtract(*map(frozenset, issues)):
            yield sign, issues[sign == "+"][key]

    def _explain_issue(self, text: str, code: str, genes: AbstractSet[str]) -> str:
        if self._is_on_lacking(text) or (code == "W4002" and self._lacking):
            return ASSEMBLY
        if any(map(self._is_alone, _MESSAGE.findall(text))) and (_OFFSET.search(text) or code == "W4002"):
            return INTRON
        return RANK if _MESSAGE.search(text) and self._ranks_otherwise(genes) else "an issue"

    def _compare_readings(self, original: Reading, other: Reading) -> Iterator[Difference]:
        genes = frozenset(carrier.gene for reading in (original, other) for carrier in reading.carriers)
        is_moved = original.key != other.key and self._is_on_lacking(str(original.key))
        if original.key != other.key and not (is_moved and any(name.text == other.key for name in original.names)):
            yield Difference("another key", f"{original.key} | {other.key}")
            return
        if is_moved:
            yield Difference(ASSEMBLY, f"{original.key} | {other.key}")
        yield from self._compare_facts(original, other, genes, is_moved=is_moved)
        yield from self._compare_names(original, other, genes)

    def _compare_facts(
        self, original: Reading, other: Reading, genes: frozenset[str], *, is_moved: bool
    ) -> Iterator[Difference]:
        for fact in _FACTS:
            told = tuple(getattr(reading, fact) for reading in (original, other))
            if told[0] != told[1]:
                is_rank = fact in _RANKED and self._ranks_otherwise(genes)
                kind = ASSEMBLY if is_moved and fact in _MOVED else RANK if is_rank else f"{fact} of a reading"
                yield Difference(kind, f"{told[0]} | {told[1]}")
        for sign, carrier in _subtract(frozenset(original.carriers), frozenset(other.carriers)):
            is_rank = self._ranks_otherwise({carrier.gene})
            is_intron = self._is_alone(carrier.transcript) and "intron_variant" in carrier.consequence
            causes = {TRANSCRIPT: self._lacks(carrier.transcript), INTRON: is_intron, RANK: is_rank}
            kind = next((kind for kind, holds in causes.items() if holds), "a carrier")
            yield Difference(kind, f"{sign} carrier {carrier.transcript} {','.join(carrier.consequence)}")
        carriers = [[one.transcript for one in reading.carriers] for reading in (original, other)]
        names = [[one.text for one in reading.names] for reading in (original, other)]
        for what, said in (("carriers", carriers), ("names", names)):
            order = _compare_order(*said)
            if order is not None:
                kind = RANK if self._ranks_otherwise(genes) else f"the order of {what}"
                yield Difference(ASSEMBLY if self._lacking and what == "names" else kind, order)

    def _compare_names(self, original: Reading, other: Reading, genes: frozenset[str]) -> Iterator[Difference]:
        names = [{replace(name, release=""): None for name in reading.names} for reading in (original, other)]
        for sign, name in _subtract(*map(frozenset, names)):
            same = next((one for one in names[sign == "-"] if one.text == name.text), None)
            fields = () if same is None else tuple(one for one in _FIELDS if getattr(same, one) != getattr(name, one))
            kind = f"told otherwise: {', '.join(fields)}" if fields else "a name"
            others = names[sign == "-"]
            if self._lacking and _CONTIG.search(name.text) and self._is_elsewhere(name.text, fields, others):
                kind = ASSEMBLY
            yield Difference(self._explain(name, fields, genes) or kind, f"{sign} {name.text}")

    def _is_elsewhere(self, text: str, fields: tuple[str, ...], others: Iterable[Name]) -> bool:
        """Whether a name is that of another contig of the chromosome, or recommended in place of it."""
        if fields:
            return fields == ("recommended",)
        return self._blur(text) in {self._blur(other.text) for other in others}

    def _blur(self, text: str) -> str:
        """Return a text without the versions of contigs, of which the one that is held is read where one is lacking."""
        return _CONTIG.sub(lambda found: found[0].partition(".")[0], text) if self._lacking else text

    def _explain(self, name: Name, fields: tuple[str, ...], genes: frozenset[str]) -> str | None:
        """Say what makes one reference know a name that the other does not, None where nothing does.

        Args:
            name: the name.
            fields: what the other says otherwise of the same text; empty where it does not have it.
            genes: the genes whose transcripts carry the change.
        """
        accessions = {*_MESSAGE.findall(name.text), *filter(None, (name.transcript,))}
        is_ranked = not _MESSAGE.search(name.text) or set(fields) <= {"tags", "recommended", "transcript"}
        checks = {
            IDENTIFIER: name.cls == "identifier",
            RECORD: _RECORD.search(name.text) is not None,
            SYNONYM: _SYNONYM.search(name.text) is not None,
            ASSEMBLY: self._is_on_lacking(f"{name.assembly} {name.text}"),
            TRANSCRIPT: any(map(self._lacks, accessions)),
            INTRON: any(map(self._is_alone, accessions))
            and (name.level == "r" or _OFFSET.search(name.text) is not None),
            RANK: is_ranked and self._ranks_otherwise(genes),
            PERSON: name.cls in {"literature", "legacy"},
        }
        return next((kind for kind, holds in checks.items() if holds), None)

    def _lacks(self, transcript: str) -> bool:
        """Whether one of the references does not hold a transcript that the other does."""
        if transcript not in self._lacks_one:
            found = {reference.find_transcript(transcript) is None for reference in self._references}
            self._lacks_one[transcript] = len(found) == 2
        return self._lacks_one[transcript]

    def _is_alone(self, transcript: str) -> bool:
        """Whether one of the references holds the message of a transcript alone, and the other where it lies."""
        found = [reference.find_transcript(transcript) for reference in self._references]
        return len({one.home == one.accession for one in found if one is not None}) == 2

    def _is_on_lacking(self, text: str) -> bool:
        """Whether a text speaks of an assembly that only one of the references holds, by its name or a contig of it."""
        contigs = (self._references[0].find_contig(accession) for accession in _CONTIG.findall(text))
        spoken = {contig.assembly for contig in contigs if contig is not None}
        return any(name in spoken or name in text for name in self._lacking)

    def _ranks_otherwise(self, genes: AbstractSet[str]) -> bool:
        for gene in genes:
            if gene not in self._ranked:
                ranks = (self._rank(reference, gene) for reference in self._references)
                self._ranked[gene] = next(ranks) != next(ranks)
        return any(self._ranked[gene] for gene in genes)

    def _rank(self, reference: Reference, gene: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return the main transcript of a gene and those that both references hold, with their tags."""
        held = reference.transcripts_of(gene)
        return [(one.accession, one.tags) for one in held if one is held[0] or not self._lacks(one.accession)]


def _compare_order(original: list[str], other: list[str]) -> str | None:
    """Return the first of two lists that stand in another order in each, of what both have; None where none do."""
    shared = set(original).intersection(other)
    orders = [[text for text in dict.fromkeys(said) if text in shared] for said in (original, other)]
    return next((f"{one} | {two}" for one, two in zip(*orders, strict=True) if one != two), None)


def write_questions(row: Row) -> Iterator[tuple[str, Options]]:
    """Yield a row as it may be asked for."""
    yield row.vcf, Options(assembly="GRCh37")
    yield row.name, Options()


def _subtract(original: AbstractSet[Said], other: AbstractSet[Said]) -> Iterator[tuple[str, Said]]:
    """Yield what only one of two sets has, with its sign: "-" is what the original has."""
    for sign, only in (("-", original - other), ("+", other - original)):
        for one in sorted(only, key=str):
            yield sign, one


class Jury:
    """Several references, asked what an original one is asked."""

    def __init__(self, bundle: str, specs: tuple[str, ...]) -> None:
        original = open_reference(f"{bundle},embedded")
        self._original = Synonymizer(original)
        self._judges = tuple(Judge(original, open_reference(f"{spec},embedded")) for spec in specs)

    def judge(self, row: Row, ways: slice) -> list[tuple[Judged, ...]]:
        """Return what every judge finds of a row, for each way to ask for it."""
        found = []
        for question, options in list(write_questions(row))[ways]:
            original = answer(self._original, question, options)
            found.append(tuple(judge.judge(original, options) for judge in self._judges))
        return found


_JURIES: list[Jury] = []
"""The jury as each process opens it once."""


def _open(bundle: str, specs: tuple[str, ...]) -> None:
    _JURIES.append(Jury(bundle, specs))


def _judge(asked: tuple[Row, slice]) -> list[tuple[Judged, ...]]:
    return _JURIES[0].judge(*asked)


def _find_covered(bundle: str, specs: tuple[str, ...], genes: list[str], chromosomes: list[str]) -> list[Row]:
    """Return the rows whose transcript all references hold, of some genes and chromosomes; none given is all."""
    held = open_reference(f"{bundle},embedded")
    others = [open_reference(f"{spec},embedded").stores[:-1] for spec in specs]
    rows = [row for row in read_table() if row.gene in (genes or (row.gene,))]
    rows = [row for row in rows if row.chromosome in (chromosomes or (row.chromosome,))]
    rows = [row for row in rows if held.find_transcript(row.transcript) is not None]
    covered = [row for row in rows if all(any(one.find_transcript(row.transcript) for one in each) for each in others)]
    sys.stdout.write(f"rows covered: {len(covered):,} of {len(rows):,}\n")
    return covered


def main() -> int:
    """Compare references with an original; the exit status is 1 where one differs and nothing explains it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--reference", required=True, action="append", help="may be repeated")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--alternate", action="store_true", help="ask for each row in one of the ways in turn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gene", action="append", help="only rows of this gene; may be repeated")
    parser.add_argument("--chromosome", action="append", help="only rows of this chromosome; may be repeated")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--show", type=int, default=3, help="differences of each kind that are printed")
    arguments = parser.parse_args()
    specs = tuple(arguments.reference)
    covered = _find_covered(arguments.bundle, specs, arguments.gene or [], arguments.chromosome or [])
    random.Random(arguments.seed).shuffle(covered)
    rows = covered[: arguments.count or None]
    ways = [slice(turn % 2, turn % 2 + 1) if arguments.alternate else slice(None) for turn in range(len(rows))]
    tallies = [Tally(arguments.show) for _ in specs]
    with get_context("spawn").Pool(arguments.processes, _open, (arguments.bundle, specs)) as pool:
        for found in pool.imap(_judge, zip(rows, ways, strict=True), chunksize=10):
            for judged in found:
                for tally, one in zip(tallies, judged, strict=True):
                    tally.add(one)
    for spec, tally in zip(specs, tallies, strict=True):
        sys.stdout.write(f"{spec}\n{tally.write()}")
    return int(any(tally.unexplained for tally in tallies))


class Tally:
    """What a run has found."""

    def __init__(self, show: int) -> None:
        self._show = show
        self._answers: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {}
        self._seconds = [0.0, 0.0]

    @property
    def unexplained(self) -> int:
        """The questions whose answers differ for no cause."""
        return self._answers["different"]

    def add(self, judged: Judged) -> None:
        """Count a question."""
        self._seconds = [sum(both) for both in zip(self._seconds, judged.seconds, strict=True)]
        kinds = {difference.kind for difference in judged.differences}
        self._answers["the same" if not kinds else "the same but" if kinds <= EXPLAINED else "different"] += 1
        for kind in sorted(kinds):
            self._kinds[kind] += 1
            texts = [difference.text for difference in judged.differences if difference.kind == kind]
            self._examples.setdefault(kind, []).append(f"{judged.question}: {texts[0][:200]} (of {len(texts)})")

    def write(self) -> str:
        """Return the table as text."""
        lines = [f"{what}: {self._answers[what]:,}" for what in ("the same", "the same but", "different")]
        for kind, count in self._kinds.most_common():
            lines.append(f"  {'' if kind in EXPLAINED else 'NOT EXPLAINED: '}{kind}: {count:,}")
            lines += [f"      {example}" for example in self._examples[kind][: self._show]]
        asked = max(sum(self._answers.values()), 1)
        original, other = (1000 * spent / asked for spent in self._seconds)
        lines.append(f"milliseconds for a question: {original:.1f}, and of the other {other:.1f}")
        return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
