"""Sameness over real variants and invented neighbours: `python -m tests.oracle.sameness --bundle PATH [--count 10000]`.

Rows are drawn as for `read_back`. All spellings of a variant on DNA (c., g. on both assemblies, SPDI, VCF and legacy
names that the program prints) must be in the group of its key: what is in another is a wrong split. Its neighbours are
made here, from its bases on GRCh37: one base to either side, another base, one base more or fewer, another copy number,
the same bases inserted elsewhere. Each is written here as VCF, SPDI and HGVS. One that changes the sequence into other
bases must be in another group: else the two are wrongly merged; one that makes the same bases must be in the same. What
a neighbour makes is found by writing the bases out, not by any rule. The name of the protein change that a variant
makes, compared with it, must be neither the same nor different. That the VCF columns of the table are the c. name is
judged by `tests.oracle.run`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from synonymizer import Options, Synonymizer
from synonymizer.identity import compare, group
from synonymizer.model import Choice
from tests.oracle.processes import judge_rows, read_arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synonymizer import Reading, Reference
    from synonymizer.places import Contig

MARGIN = 120
"""Bases of the contig beside a variant that both results are written out with."""

MOST_BASES = 60
"""Longer changes have no neighbours made of them."""

SPELLED = Choice(classes=("hgvs", "coordinate", "computed", "legacy"), levels=("g", "m", "c", "n"), scopes=("allele",))
BASES = "ACGT"

_ON_GRCH37 = re.compile(r"GRCh37-(?P<chromosome>\w+)-(?P<position>\d+)-(?P<deleted>[ACGT]+)-(?P<inserted>[ACGT]+)")


class Edit(NamedTuple):
    """Bases [start, end) of a contig become `inserted`."""

    start: int
    end: int
    inserted: str


@dataclass
class Tally:
    """What was compared, and what was decided wrongly."""

    compared: Counter[str] = field(default_factory=Counter)
    merges: list[str] = field(default_factory=list)
    splits: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what was found of other rows."""
        self.compared += other.compared
        self.merges += other.merges
        self.splits += other.splits


class Neighbourhood:
    """A stretch of a contig in which edits are written out."""

    def __init__(self, contig: Contig, edit: Edit, reference: Reference) -> None:
        sequence = reference.geometry.sequence(contig.accession)
        held = sequence.held(edit.start, edit.end)
        self.contig = contig
        self.start, self.end = max(held.start, edit.start - MARGIN), min(held.end, edit.end + MARGIN)
        self.bases = sequence.bases(self.start, self.end)

    def read(self, start: int, end: int) -> str:
        """Return the bases of [start, end)."""
        return self.bases[start - self.start : end - self.start]

    def apply(self, edit: Edit) -> str:
        """Return the whole stretch with an edit made in it."""
        return self.read(self.start, edit.start) + edit.inserted + self.read(edit.end, self.end)

    def make_neighbours(self, edit: Edit) -> Iterator[Edit]:
        """Yield edits that lie or look close to one; some make the same bases, where the sequence repeats itself."""
        start, end, inserted = edit
        for step in (-1, 1):
            yield Edit(start + step, end + step, inserted)
            yield Edit(min(start, start + step), end, self.read(min(start, start + step), start) + inserted[step:])
            yield Edit(start, end + step, inserted) if end + step > start else Edit(start, end + 1, inserted)
        yield from (Edit(start, end, inserted[:-1] + base) for base in BASES)
        yield from (Edit(start, end, inserted + base) for base in BASES)
        yield Edit(start, end, inserted[1:])
        yield Edit(start, end, inserted * 2)
        yield Edit(start, start, inserted or self.read(start, end))
        yield Edit(end, end, self.read(start, end) * 2)

    def spell(self, edit: Edit) -> tuple[str, ...]:
        """Write an edit as VCF, as SPDI and as HGVS."""
        start, end, inserted = edit
        accession, chromosome = self.contig.accession, self.contig.name
        deleted, anchor = self.read(start, end), self.read(start - 1, start)
        hgvs = f"{start}_{start + 1}ins{inserted}" if start == end else f"{start + 1}_{end}delins{inserted}"
        hgvs = hgvs if inserted else f"{start + 1}_{end}del"
        return (
            f"GRCh37-{chromosome}-{start}-{anchor}{deleted}-{anchor}{inserted}",
            f"{accession}:{start}:{deleted}:{inserted}",
            f"{accession}:g.{hgvs.replace(f'{start + 1}_{start + 1}del', f'{start + 1}del')}",
        )


def judge(row: str, synonymizer: Synonymizer) -> Tally:
    """Compare all spellings of a row, and those of its neighbours with it."""
    tally = Tally()
    found = synonymizer.names(row, Options(choice=SPELLED)).readings
    if found and found[0].scope == "allele" and found[0].key_complete:
        _judge_spellings(row, found[0], synonymizer, tally)
        _judge_neighbours(row, found[0], synonymizer, tally)
        _judge_protein(row, synonymizer, tally)
    return tally


def _judge_spellings(row: str, reading: Reading, synonymizer: Synonymizer, tally: Tally) -> None:
    for name in reading.names:
        tally.compared["spellings of one variant"] += 1
        cls = find_class(name.text, synonymizer, reading.gene if name.needs else None)
        if cls != reading.key:
            tally.splits.append(f"{row}: {name.text} is {cls}, not {reading.key}")


def _judge_neighbours(row: str, reading: Reading, synonymizer: Synonymizer, tally: Tally) -> None:
    found = next(filter(None, (_ON_GRCH37.fullmatch(name.text) for name in reading.names)), None)
    if found is None or len(found["deleted"] + found["inserted"]) > MOST_BASES:
        return
    contig = synonymizer.reference.find_contig_by_name(found["chromosome"], "GRCh37")
    assert contig is not None
    start = int(found["position"]) - 1
    edit = Edit(start, start + len(found["deleted"]), found["inserted"])
    near = Neighbourhood(contig, edit, synonymizer.reference)
    made = near.apply(edit)
    for other in dict.fromkeys(near.make_neighbours(edit)):
        if other.inserted == near.read(other.start, other.end):
            continue
        is_same = near.apply(other) == made
        for text in near.spell(other):
            tally.compared["the same bases" if is_same else "neighbours"] += 1
            cls = find_class(text, synonymizer)
            if cls.startswith("!E") or (is_same and cls != reading.key):
                tally.splits.append(f"{row}: {text} is {cls}, beside {reading.key}")
            if not is_same and cls == reading.key:
                tally.merges.append(f"{row}: {text} is {cls}")


def _judge_protein(row: str, synonymizer: Synonymizer, tally: Tally) -> None:
    """Compare the recommended names of proteins with the variant that makes them."""
    choice = Choice(levels=("p",), scopes=("protein",), classes=("hgvs",), recommended=True, limit=1)
    for name in synonymizer.names(row, Options(choice=choice)).readings[0].names:
        tally.compared["protein changes of a variant"] += 1
        comparison = compare(name.text, row, synonymizer)
        if comparison.verdict not in {"same protein", "contains"}:
            tally.splits.append(f"{row}: {name.text} is said to be {comparison.verdict}: {comparison.reason}")


def find_class(text: str, synonymizer: Synonymizer, gene: str | None = None) -> str:
    """Return the group that a text is in."""
    (grouped,) = group((text,), synonymizer, Options(gene=gene))
    return grouped.cls


def main() -> None:
    """Draw, compare, and print; the exit status is 1 when anything is decided wrongly."""
    total = Tally()
    arguments = read_arguments("Compare spellings of one variant, and of its neighbours.")
    for tally in judge_rows(judge, arguments, lambda: f"{len(total.merges)} merges, {len(total.splits)} splits, wrong"):
        total.add(tally)
    lines = [f"{number:11,}  {what}" for what, number in total.compared.items()]
    for title, wrong in (("wrong merges", total.merges), ("wrong splits", total.splits)):
        lines += [f"## {len(wrong)} {title}", *wrong]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(bool(total.merges or total.splits))


if __name__ == "__main__":
    main()
