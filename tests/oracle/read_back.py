"""Give every printed name back to the program, over real variants of every kind.

    python -m tests.oracle.read_back --bundle PATH [--from 0] [--count 10000] [--seed 1] [--processes 2]

Variants are drawn from the ClinVar table by kind of change, strand, region and gene (`strata`). A name of an allele or
of exons, read with nothing but what it says (and its gene, where it needs that), must mean the variant first of all; a
name of a protein change must have a meaning, and the variant must be among them or make the very change that is said.
Nothing is shared with the proof that the program itself gives: each name is parsed and resolved anew. A recommended
name must need no repair. Printed are the names of each class, by their shape; those that were not printed because the
program's own proof failed; and every failure with its row. A run that was broken off goes on with --from.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from synonymizer import Options, Synonymizer, VariantError
from synonymizer.agreement import agrees
from synonymizer.identify import identify, parse_in_gene
from synonymizer.model import EventProjection, ProteinChange, ProteinProjection, TranscriptProjection
from synonymizer.normalize import normalize
from synonymizer.project import project
from synonymizer.render import render
from tests.oracle.processes import judge_rows, read_arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synonymizer import Name, Reading, Reference
    from synonymizer.model import Projection
    from synonymizer.normalize import Normal
    from synonymizer.places import Transcript
    from synonymizer.statements import Expression, ProteinEdit

BOUND = frozenset({"allele", "exon"})
"""The scopes whose names must mean the variant first."""

SHARED = frozenset({"position", "category"})
"""The scopes of names that many variants bear: they must be readable."""

PREFERRED = frozenset({"hgvs", "coordinate", "computed"})
"""The classes of which a recommended name must need no repair."""


_SHAPES = (
    (re.compile(r"(?:N[CGMRP]|XM|XP)_\d+\.\d+|ENS[TP]\d+\.\d+|LRG_\d+(?:[tp]\d+)?"), "@"),
    (
        re.compile(r"(?i:(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Sec|Ser|Thr|Trp|Tyr|Val)+)"),
        "Aaa",
    ),
    (re.compile(r"(?<![A-Za-z])[ACGT]+(?![A-Za-z])|(?<=del|dup|ins|inv)[ACGT]+"), "N"),
    (re.compile(r"(?<![A-Za-z])[acgu]+(?![A-Za-z])"), "n"),
    (re.compile(r"\d+"), "9"),
)
"""What is not told apart in a name, so that names written in one way have one shape."""


class Lost(NamedTuple):
    """A name that does not lead back: the row it is a name of, the name, and why."""

    row: str
    name: Name
    why: str


@dataclass
class Judged:
    """The names of some rows by class and shape: those given back, those that were withheld, and those that failed."""

    rows: int = 0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    withheld: Counter[tuple[str, str]] = field(default_factory=Counter)
    lost: list[Lost] = field(default_factory=list)

    def add(self, other: Judged) -> None:
        """Add what was found of other rows."""
        self.rows += other.rows
        self.asked += other.asked
        self.withheld += other.withheld
        self.lost += other.lost


def shape(text: str, gene: str | None) -> str:
    """Return how a name is written, without what it says.

    >>> shape("STIM1 494C->A", "STIM1"), shape("NP_003147.2:p.(Pro165Gln)", "STIM1")
    ('GENE 9N->N', '@:p.(Aaa9Aaa)')
    """
    text = text.replace(gene, "GENE") if gene else text
    for pattern, sign in _SHAPES:
        text = pattern.sub(sign, text)
    return text


def judge(row: str, synonymizer: Synonymizer) -> Judged:
    """Give back every name of the first reading of a row."""
    judged = Judged(1)
    for reading in synonymizer.names(row).readings[:1]:
        witness = Witness(reading, synonymizer.reference)
        printed = {name.text for name in reading.names}
        judged.withheld.update(
            (name.cls, shape(name.text, reading.gene)) for name in witness.rendered if name.text not in printed
        )
        for name in reading.names:
            judged.asked[name.cls, shape(name.text, reading.gene)] += 1
            judged.lost += [Lost(row, name, why) for why in witness.find_faults(name)]
    return judged


class Witness:
    """What is to be known of a reading to say whether a name leads back to it."""

    def __init__(self, reading: Reading, reference: Reference) -> None:
        assert reading.change is not None
        self._reading = reading
        self._reference = reference
        projections = project(normalize(reading.change, reference), reference)
        self.rendered = render(projections, key=reading.key, gene=reading.gene)
        self._proteins = {transcript.accession: (transcript, edit) for transcript, edit in _find_proteins(projections)}

    def find_faults(self, name: Name) -> Iterator[str]:
        """Yield what is wrong with a name: it is not read, means something else, or needs a repair."""
        options = Options(gene=self._reading.gene if name.needs == "gene" else None)
        try:
            expressions = parse_in_gene(name.text, self._reference, options)
        except VariantError as error:
            yield f"is not read: {error}"
            return
        if name.scope in SHARED:
            return
        found = identify(expressions, self._reference, options)
        if not found:
            yield "fits nothing"
        elif not self._is_meant(name, found):
            yield f"means {', '.join(one.key or 'a class' for one in found[:3])}"
        if name.recommended and name.cls in PREFERRED and (codes := _find_repairs(expressions)):
            yield f"is recommended and needs {', '.join(codes)}"

    def _is_meant(self, name: Name, found: tuple[Normal, ...]) -> bool:
        if name.scope in BOUND:
            return found[0].key == self._reading.key
        return any(one.key == self._reading.key for one in found) or any(
            self._is_made(edit, accession) for one in found for accession, edit in self._find_stated(name, one)
        )

    def _find_stated(self, name: Name, normal: Normal) -> Iterator[tuple[str | None, ProteinEdit | None]]:
        """Yield the protein change that a meaning of a name is, or makes on the transcript of the name."""
        if isinstance(normal.change, ProteinChange):
            yield normal.change.transcript, normal.change.edit
            return
        for transcript, edit in _find_proteins(project(normal, self._reference)):
            if transcript.accession == name.transcript:
                yield transcript.accession, edit

    def _is_made(self, edit: ProteinEdit | None, accession: str | None) -> bool:
        """Whether the variant makes a protein change of a transcript, or of another that makes the same protein.

        Those may end in other untranslated bases, in which a lost stop is followed by another one, or by none.
        """
        named, _ = self._proteins.get(accession or "", (None, None))
        if named is None:
            return False
        same = [pair for pair in self._proteins.values() if pair[0].protein == named.protein]
        residues = self._reference.geometry.protein(named)
        return any(edit == made if edit is None else agrees(edit, made, residues) for _, made in same)


def _find_proteins(projections: tuple[Projection, ...]) -> Iterator[tuple[Transcript, ProteinEdit | None]]:
    """Yield the protein change on each transcript that codes; None where the protein stays as it is."""
    for one in projections:
        match one:
            case ProteinProjection(transcript=transcript, edit=edit):
                yield transcript, edit
            case TranscriptProjection(transcript=transcript, protein=edit) if transcript.cds is not None:
                yield transcript, edit
            case EventProjection(transcript=transcript, protein=edit) if transcript is not None:
                yield transcript, edit
            case _:
                pass


def _find_repairs(expressions: Iterable[Expression]) -> list[str]:
    first = next(iter(expressions), None)
    return [] if first is None else [issue.code for issue in first.issues if issue.code.startswith("W1")]


def report(judged: Judged) -> Iterator[str]:
    """Yield the lines of the report."""
    for title, counts in (("given back", judged.asked), ("withheld", judged.withheld)):
        yield f"## {title}: {counts.total():,} names of {judged.rows:,} variants"
        for (cls, style), number in sorted(counts.items(), key=lambda item: (item[0][0], -item[1])):
            yield f"{number:9,}  {cls:16} {style}"
    yield f"## {len(judged.lost)} that do not lead back"
    yield from (f"{one.row}: {one.name.text} ({one.name.cls}, {one.name.scope}) {one.why}" for one in judged.lost)


def main() -> None:
    """Draw, ask, and print; the exit status is 1 when a name fails."""
    total = Judged()
    arguments = read_arguments("Give every printed name back to the program.")
    for judged in judge_rows(judge, arguments, lambda: f"{len(total.lost)} names that do not lead back"):
        total.add(judged)
    sys.stdout.write("\n".join(report(total)) + "\n")
    sys.exit(bool(total.lost))


if __name__ == "__main__":
    main()
