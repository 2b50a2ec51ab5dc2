"""Whether two tools give the same names, and if not, in which way they differ.

Where a kind of difference has an explanation it names the clause of the HGVS nomenclature (version 21) or of SPDI that
decides; a difference that no rule here recognizes is told by its shape.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

FIELDS = ("g", "c", "p", "spdi")

_ON_CONTIG = re.compile(r"^NC_[0-9.]+\((?P<transcript>[^)]*)\):")
_PLACE = re.compile(r"[-*]?\d+(?:[-+]\d+)?")


class Kind(NamedTuple):
    """A kind of difference: in which fields, how it is recognized, and what decides."""

    fields: str
    label: str
    applies: Callable[[str, str], bool]
    why: str
    is_spelling: bool = False
    """Whether both mean the same, so that it is no disagreement on the variant."""


def _is_same_allele(ours: str, theirs: str) -> bool:
    """Whether SPDI that is less justified states the same bases as SPDI that is fully justified."""
    _, start, deleted, inserted = ours.split(":")
    parts = theirs.split(":")
    if len(parts) != 4 or not parts[1].isdigit():
        return False
    offset = int(parts[1]) - int(start)
    end = offset + len(parts[2])
    return 0 <= offset <= end <= len(deleted) and deleted[:offset] + parts[3] + deleted[end:] == inserted


def _has_intron(name: str) -> bool:
    return re.search(r"\d[-+]\d", name) is not None


def _is_moved(ours: str, theirs: str) -> bool:
    """Whether two names state the same kind of edit at other places."""
    return _blank(ours) == _blank(theirs)


def _blank(name: str) -> str:
    """Return a name without places, and of inserted bases only how many there are."""
    tail = name.partition(".")[2]
    return _PLACE.sub("#", re.sub(r"ins([ACGT]+)$", lambda found: f"ins{len(found[1])}", tail))


def _is_predicted_alike(ours: str, theirs: str) -> bool:
    return ours.replace("(", "").replace(")", "") == theirs.replace("(", "").replace(")", "")


KINDS: tuple[Kind, ...] = (
    Kind("gcp", "gives no name", lambda ours, theirs: bool(ours) and not theirs, "The tool leaves the name out."),
    Kind(
        "p",
        "`p.?` for a change outside of the coding sequence",
        lambda ours, theirs: not ours and theirs.endswith(("p.?", "p.(=)")),
        "Nothing is said here of a protein whose coding bases, start and splice sites are untouched.",
        is_spelling=True,
    ),
    Kind(
        "spdi",
        "not fully justified",
        _is_same_allele,
        "The same bases result; SPDI is canonical when it covers every place that the change may have (variant "
        "overprecision correction).",
        is_spelling=True,
    ),
    Kind(
        "gc",
        "repeat notation instead of `del`, `dup` or `ins`",
        lambda ours, theirs: "[" in theirs and any(word in ours for word in ("del", "dup", "ins")),
        "Repeated sequences (DNA): the form with a count is another name of the same change; deletion, duplication and "
        "insertion are what the order of priority of the general recommendations leads to.",
        is_spelling=True,
    ),
    Kind(
        "p",
        "without the parentheses of a prediction",
        lambda ours, theirs: bool(ours) and ours != theirs and _is_predicted_alike(ours, theirs),
        "Protein recommendations: what is predicted from DNA stands in parentheses.",
        is_spelling=True,
    ),
    Kind(
        "p",
        "`p.(=)` without the residue",
        lambda ours, theirs: ours.endswith("=)") and theirs.endswith("p.(=)"),
        "Protein recommendations, substitution: the residue is told, as in p.(Cys188=).",
        is_spelling=True,
    ),
    Kind(
        "c",
        "not moved to the 3' end within an intron",
        lambda ours, theirs: _has_intron(ours) and _has_intron(theirs) and _is_moved(ours, theirs),
        "General recommendations, 3' rule: the most 3' position of the transcript's strand, in introns too.",
    ),
    Kind(
        "c",
        "stops at the border of exon and intron",
        lambda ours, theirs: _has_intron(ours) != _has_intron(theirs) and _is_moved(ours, theirs),
        "General recommendations, 3' rule: only the border of two exons stops it, and only where the change may lie "
        "in either.",
    ),
    Kind(
        "gc",
        "not moved to the 3' end",
        _is_moved,
        "General recommendations, 3' rule: the most 3' position that leaves the bases as they are.",
    ),
    Kind(
        "gc",
        "insertion named at one position",
        lambda _, theirs: "ins" in theirs and "_" not in theirs,
        "Insertion (DNA): two neighbouring positions flank it.",
    ),
    Kind(
        "gc",
        "duplication told as an insertion, or the other way",
        lambda ours, theirs: ("dup" in ours) != ("dup" in theirs) and "ins" in ours + theirs,
        "General recommendations: duplication comes before insertion, and only where the copy stands 3' of the first.",
    ),
    Kind(
        "gc",
        "no change (`=`) here: the sequence has the resulting bases already",
        lambda ours, theirs: ours.endswith("=") and not theirs.endswith("="),
        "DNA recommendations, reference sequences: a change is one of the sequence that the name is on. The transcript "
        "has the bases that the row makes of the chromosome; so has, in an intron, GRCh38, which counts here.",
    ),
    Kind(
        "gc",
        "another reference base is stated",
        lambda ours, theirs: re.sub("[ACGT]>", "", ours) == re.sub("[ACGT]>", "", theirs),
        "Substitution (DNA): the base before `>` is that of the transcript, not of the chromosome.",
    ),
    Kind(
        "cp",
        "told as an allele of several changes",
        lambda _, theirs: "[" in theirs and ";" in theirs,
        "Deletion-insertion: bases or residues next to each other that change together are one change.",
    ),
    Kind(
        "c",
        "an edge moved at a difference of transcript and chromosome",
        lambda ours, theirs: bool(ours) and bool(theirs) and ("ins" in ours + theirs),
        "The transcript has other bases than the chromosome there; the resulting bases decide what is inserted.",
    ),
    Kind(
        "p",
        "a lost start where the start codon is untouched",
        lambda ours, theirs: not ours and theirs.endswith("?)"),
        "Protein recommendations: p.(Met1?) is for changes of the start codon.",
    ),
    Kind(
        "p",
        "a kept stop told as a substitution",
        lambda _, theirs: re.search(r"Ter\d+Ter\)$", theirs) is not None,
        "Protein recommendations, substitution: a residue that stays is told with `=`.",
    ),
    Kind(
        "p",
        "residues told behind a new stop",
        lambda ours, theirs: "delins" in ours and ours.rstrip(")") == re.sub("Ter.*", "Ter", theirs),
        "Deletion-insertion (protein): what is inserted ends with the stop codon.",
    ),
    Kind(
        "p",
        "not moved to the C-terminal end",
        lambda ours, theirs: (
            re.sub(r"[A-Z][a-z]{2}\d+", "#", ours) == re.sub(r"[A-Z][a-z]{2}\d+", "#", theirs)
            and "fs" not in ours
            and ("del" in ours or "dup" in ours)
        ),
        "General recommendations, 3' rule: of residues, the most C-terminal ones.",
    ),
    Kind(
        "p",
        "another reading frame or end",
        lambda ours, theirs: "fs" in ours and "fs" in theirs,
        "Follows from another c. name of the same row.",
    ),
    Kind(
        "p",
        "`p.?` for a change that touches a splice site, or is not predicted",
        lambda ours, theirs: ours.endswith("p.?") != theirs.endswith("p.?"),
        "Protein recommendations: p.? where the consequence cannot be predicted; where splicing is touched it cannot.",
    ),
    Kind(
        "p",
        "another residue",
        lambda ours, theirs: bool(ours) and bool(theirs) and not ours.endswith("p.?") and not theirs.endswith("p.?"),
        "Found where the transcript differs from the chromosome in length: its own codons decide. Else it follows from "
        "another c. name of the same row, or from which of several silent codons is told.",
    ),
)


@dataclass(slots=True)
class Agreement:
    """How the answers of a tool compare with ours: rows by field, differences by field and kind, each with a case."""

    rows: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    cases: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def share(self, name: str) -> float:
        """Share of the rows that both name, which they name the same."""
        return self.same[name] / max(self.compared[name], 1)


def compare(ours: Iterable[str], theirs: Iterable[str], fields: tuple[str, ...] = FIELDS) -> Agreement:
    """Compare answers line by line; a line that begins with `!` is a refusal."""
    found = Agreement()
    for own_line, other_line in zip(ours, theirs, strict=True):
        found.rows += 1
        if other_line.startswith("!"):
            found.refused[_name_refusal(other_line)] += 1
            continue
        for name, own, other in zip(fields, own_line.split("\t"), other_line.split("\t"), strict=False):
            _compare_names(found, name, _strip(own), _strip(other))
    return found


def _compare_names(found: Agreement, name: str, own: str, other: str) -> None:
    kind = None if own == other else _find_kind(name, own, other)
    if own and other:
        found.compared[name] += 1
        found.same[name] += kind is None or kind.is_spelling
        found.explained[name] += kind is None or bool(kind.why)
    if kind is not None:
        key = (name, kind.label)
        found.kinds[key] += 1
        found.cases.setdefault(key, (own, other))


def _find_kind(name: str, own: str, other: str) -> Kind:
    letter = name[0] if name != "spdi" else "spdi"
    for kind in KINDS:
        if (letter == "spdi") == (kind.fields == "spdi") and letter in kind.fields and kind.applies(own, other):
            return kind
    return Kind(name, f"other: `{_shape(own)}` here, `{_shape(other)}` there", lambda *_: True, "")


def _name_refusal(line: str) -> str:
    return re.sub(r"\S*\d\S*", "…", line[1:])[:60]


def _strip(name: str) -> str:
    """Leave out the contig that may stand before a transcript."""
    return _ON_CONTIG.sub(lambda found: f"{found['transcript']}:", name)


def _shape(name: str) -> str:
    """Return a name with every number, base and residue blanked."""
    tail = name.partition(":")[2]
    letters = r"[A-Z][a-z]{2}" if tail.startswith("p.") else "[ACGT]+"
    return re.sub(r"\d+", "#", re.sub(letters, "Xaa" if tail.startswith("p.") else "N", tail)) or "nothing"
