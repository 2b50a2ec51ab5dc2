"""The part of an HGVS name before its change: the reference it counts on and the letter of its axis.

`reference:c.change` is taken apart here, so that every notation that describes a change in HGVS reads references alike.
Source: HGVS nomenclature 21.0, background/refseq (which reference sequence carries which letter; LRG and genomic
references with a transcript in parentheses) and recommendations/general.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.errors import AxisMismatch, MalformedName, UnknownAssembly, UnsupportedNotation
from synonymizer.model import Hints, Issue
from synonymizer.notations.accessions import MITOCHONDRION, find_assembly, read_label
from synonymizer.notations.quoting import quote
from synonymizer.notations.residues import is_bare_change

if TYPE_CHECKING:
    from synonymizer.model import Axis
    from synonymizer.notations.accessions import Kind, Label

_PREFIX = re.compile(r"(?:(?<=[\s:()\d])|^)(?P<letter>[cgmnopr]) ?\. ?", re.IGNORECASE)
_WORD = re.compile(r"[^\s:;,(){}]+")
_PROTEIN_TAIL = re.compile(r"[\s,;:]*\(?p\.[^\s()]*(?:\([^\s()]*\)[^\s()]*)?\)?")
_LACKS_PREFIX = re.compile(r"(?P<name>[^\s:]+) ?:(?: ?[-*]?\d[^\s:]*)?")

_COLUMNS = 4
"""As many tabs as make a text a row of a table, VCF for one, rather than a name."""

_AXES: dict[str, Axis] = {"c": "c", "g": "g", "m": "m", "n": "n", "p": "p", "r": "r"}
_CARRIED: dict[Kind, str] = {
    "coding": "cnrp",
    "noncoding": "nrp",
    "protein": "p",
    "gene": "gmcnrp",
    "other": "gcnrp",
    "mitochondrion": "m",
    "genomic": "g",
    "chromosome": "g",
}
"""The axes a reference of each kind carries; of several references in one name the first in this order decides."""

_MISMATCHES: dict[Kind, str] = {
    "coding": "is a transcript, with c., n. and r. positions. Count {axis}. on a genomic sequence.",
    "noncoding": "is a transcript without a coding sequence. Count with n. instead.",
    "protein": "is a protein, with p. positions. Count {axis}. on the transcript or the genomic sequence.",
    "mitochondrion": "is the mitochondrial genome, with m. positions. For {axis}. name a gene on it: {name}(MT-ND1).",
    "genomic": "is a genomic sequence, with g. positions. For {axis}. name a transcript on it: {name}(NM_…).",
    "chromosome": "is a chromosome, with g. positions. For {axis}. name a transcript or a gene instead.",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The words before a change: the references they name, what they say about its place, and their proper spelling."""

    labels: tuple[Label, ...]
    hints: Hints
    written: str


@dataclass(frozen=True, slots=True)
class Description:
    """A name taken apart: hints, axis, and the change, which is `body`, from code point `start` of the text on.

    `written` is all that stands before the change, properly spelled. A bare change is a protein change without `p.`.
    """

    text: str
    written: str
    hints: Hints
    axis: Axis
    body: str
    start: int
    issues: tuple[Issue, ...] = ()
    is_bare: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Where the name stands in its text."""
        return find_span(self.text)


def find_span(text: str) -> tuple[int, int]:
    """Return where the text without its surrounding white space stands.

    >>> find_span(" rs334 ")
    (1, 6)
    """
    start = len(text) - len(text.lstrip())
    return start, max(start, len(text.rstrip()))


def describe(text: str) -> Description | None:
    """Take a name of the form `reference:axis.change` apart; None when the text has no such form.

    The reference may be missing, may be a gene, or several names that agree; a protein change may lack its `p.`.

    >>> found = describe("NC_000011.10(NM_003156.3):c.139+1G>A")
    >>> found.hints.reference, found.hints.transcript, found.axis, found.body
    ('NC_000011.10', 'NM_003156.3', 'c', '139+1G>A')

    Raises:
        MalformedName: when what stands before the axis is no reference, or the axis is missing.
        AxisMismatch: when the reference cannot carry the axis.
        UnsupportedNotation: for positions on a circular genome (o.).
        UnknownAssembly: when an assembly is named that is not held.
    """
    if text.count("\t") >= _COLUMNS:
        return None
    start, end = find_span(text)
    prefix = _PREFIX.search(text, start, end)
    if prefix is None or prefix.span() == (start, end):
        return _describe_bare(text, start, end)
    if "[" in text[start : prefix.start()]:
        message = "The brackets hold several changes: valid, but not computed with together. Give them one by one."
        raise UnsupportedNotation(message, text=text, span=(start, end))
    letter = prefix["letter"].lower()
    if letter == "o":
        message = (
            "o. positions count on a circular genome; the mitochondrial one, with m. positions, is the only one held."
        )
        raise UnsupportedNotation(message, text=text, span=prefix.span("letter"))
    head = read_head(text, start, prefix.start())
    hints, axis, issues = _settle(text, head, _AXES[letter], (start, prefix.start()))
    body = text[prefix.end() : end]
    if axis != "p":
        body, notes = _set_protein_aside(body, prefix.end())
        issues += notes
    return Description(text, f"{head.written}{letter}.", hints, axis, body, prefix.end(), issues)


def _describe_bare(text: str, start: int, end: int) -> Description | None:
    """Take a protein change without `p.` apart, with at most a gene or accession before it."""
    lacking = _LACKS_PREFIX.fullmatch(text, start, end)
    label = read_label(lacking["name"]) if lacking else None
    if label is not None and label.kind in {"coding", "noncoding", "genomic"}:
        axes = " or ".join(f"{axis}." for axis in _CARRIED[label.kind] if axis != "p")
        message = f"After {label.name}: the letter of the position is missing. Write {axes} before the position."
        raise MalformedName(message, text=text, span=(text.index(":", start), end))
    body = text[start:end].rpartition(":")[2].split()[-1:]
    if not body or not is_bare_change(body[0]):
        return None
    place = end - len(body[0])
    words = _WORD.findall(text, start, place)
    labels = [read_label(word) for word in words[:3]]
    if len(words) > 2 or any(label is None or not _CARRIED.get(label.kind, "").endswith("p") for label in labels):
        return None
    head = read_head(text, start, place)
    hints, axis, issues = _settle(text, head, "p", (start, place))
    return Description(text, f"{head.written}p.", hints, axis, body[0], place, issues, is_bare=True)


def read_head(text: str, start: int, end: int) -> Head:
    """Read the words of a stretch of text as names of the references a change lies on.

    >>> head = read_head("NC_000011.10(nm_003156.3):", 0, 26)
    >>> head.hints.transcript, head.written
    ('NM_003156.3', 'NC_000011.10(NM_003156.3):')

    Raises:
        MalformedName: when a word is no such name, or two of one kind differ.
        UnknownAssembly: when an assembly is named that is not held.
    """
    labels: list[Label] = []
    written: list[str] = []
    place = start
    for word in _WORD.finditer(text, start, end):
        label = read_label(word[0])
        if label is None:
            message = f"{quote(word[0])} is neither a gene nor the accession of a sequence. Check its spelling."
            raise MalformedName(message, text=text, span=word.span())
        if label.kind == "assembly" and find_assembly(label.name) is None:
            message = f"{quote(word[0])} is not held; GRCh37 (hg19) and GRCh38 (hg38) are. Lift the coordinate."
            raise UnknownAssembly(message, text=text, span=word.span())
        written += [_tidy_separator(text[place : word.start()]), _write_label(label, word[0])]
        labels.append(label)
        place = word.end()
    if labels:
        rest = text[place:end]
        written.append("".join(mark for mark in rest if mark in ")}") + (":" if ":" in rest or not rest else " "))
    typed = text[start:end].strip()
    hints = _combine(labels)
    if hints is None or (typed and not labels) or not _is_well_formed(typed):
        message = (
            f"{quote(typed)} does not name one reference. "
            "Write one sequence or gene, or NC_…(NM_…) for a transcript on a genomic sequence."
        )
        raise MalformedName(message, text=text, span=(start, end))
    return Head(tuple(labels), hints, "".join(written))


def _is_well_formed(head: str) -> bool:
    """Whether parentheses pair without nesting, and no two colons meet."""
    return head.count("(") == head.count(")") and not any(pair in head for pair in ("((", "))", "::"))


def _tidy_separator(separator: str) -> str:
    return "".join(separator.split()) or (" " if separator else "")


def _write_label(label: Label, word: str) -> str:
    return (
        f"chr{label.name}"
        if word[:3].lower() == "chr" and label.kind in {"chromosome", "mitochondrion"}
        else label.name
    )


def _combine(labels: list[Label]) -> Hints | None:
    """Put the names of references into one set of hints; None when two of them claim the same part."""
    parts: dict[str, str] = {}
    for label in labels:
        match label.kind:
            case "chromosome" | "mitochondrion" | "genomic" | "other":
                part = "reference"
            case "coding" | "noncoding":
                part = "transcript"
            case "protein" | "gene" | "assembly":
                part = label.kind
        if parts.setdefault(part, label.name) != label.name:
            return None
    return Hints(
        parts.get("reference"),
        parts.get("transcript"),
        parts.get("protein"),
        parts.get("gene"),
        find_assembly(parts["assembly"]) if "assembly" in parts else None,
    )


def _settle(text: str, head: Head, axis: Axis, span: tuple[int, int]) -> tuple[Hints, Axis, tuple[Issue, ...]]:
    """Check that the references carry the axis, and let them say what it means.

    Raises:
        AxisMismatch: when they do not.
    """
    hints = head.hints
    carrier = next((label for kind in _CARRIED for label in head.labels if label.kind == kind), None)
    if carrier is None:
        return hints, axis, ()
    if axis not in _CARRIED[carrier.kind]:
        if carrier.kind == "mitochondrion" and axis == "g":
            message = "Positions of the mitochondrial genome are written m. today; g. was read as m."
            return hints, "m", (Issue("W1003", "warning", message, span),)
        message = f"{carrier.name} {_MISMATCHES[carrier.kind].format(axis=axis, name=carrier.name)}"
        raise AxisMismatch(message, text=text, span=span)
    if carrier.kind == "coding" and axis == "p":
        message = f"p. belongs on a protein; it was read on the one that {carrier.name} encodes."
        return hints, axis, (Issue("W1003", "warning", message, span),)
    if carrier.kind == "other" and axis != "g":
        return replace(hints, reference=None, transcript=carrier.name), axis, ()
    if hints.gene and axis not in "gm" and any(label.kind == "mitochondrion" for label in head.labels):
        genome = f"{MITOCHONDRION}.1"
        return replace(hints, reference=genome, transcript=f"{genome}({hints.gene})"), axis, ()
    return hints, axis, ()


def _set_protein_aside(body: str, start: int) -> tuple[str, tuple[Issue, ...]]:
    """Split a protein name that follows the change, as in `c.494C>A (p.Pro165Gln)`, off with an issue."""
    place = body.find("p.")
    kept = body[: max(place, 0)].rstrip(" \t\u00a0,;:(")
    tail = body[len(kept) :]
    if not 0 < len(kept) < place or not _PROTEIN_TAIL.fullmatch(tail):
        return body, ()
    message = f"{quote(tail.strip())} was set aside: the protein follows from the change before it. Compare the two."
    return kept, (Issue("W1005", "warning", message, (start + len(kept), start + len(body))),)


def note_repairs(description: Description, body: str, *, withdrawn: bool = False) -> tuple[Issue, ...]:
    """Return the issue that says how a name was read, when it was not written so.

    Args:
        description: the name as written.
        body: its change as read.
        withdrawn: whether the spelling is one the nomenclature has withdrawn, rather than a slip.
    """
    start = description.span[0]
    end = description.start + len(description.body)
    typed, read = description.text[start:end], description.written + body
    if typed == read:
        return ()
    code = "W1003" if withdrawn or description.is_bare else "W1001"
    return (Issue(code, "warning", f"{quote(typed)} was read as {quote(read)}.", (start, end)),)
