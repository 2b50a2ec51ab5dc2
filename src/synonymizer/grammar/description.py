"""HGVS names taken apart: what the change lies on, the letter of its axis, and the change itself.

Every notation that describes a change as `reference:c.change` starts here, so that all of them read references alike.
Source: HGVS nomenclature 21.0, background/refseq and background/numbering (which reference carries which letter).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from synonymizer.errors import AxisMismatch, MalformedName
from synonymizer.spelling.accessions import MITOCHONDRION, read_label
from synonymizer.spelling.heads import find_labels, holds_prose, read_head
from synonymizer.spelling.residues import is_bare_change
from synonymizer.spelling.spans import find_span, quote
from synonymizer.statements import Issue

if TYPE_CHECKING:
    from synonymizer.spelling.accessions import Kind
    from synonymizer.spelling.heads import Head
    from synonymizer.statements import Axis, Hints

_PREFIX = re.compile(r"(?:(?<=[\s:()\[;^+\d])|^)(?P<letter>[cgmnopr]) ?\. ?", re.IGNORECASE)
_LACKS_PLACE = re.compile(r"ins[A-Z]{0,60}\[[^\[\]]{1,200}\]", re.IGNORECASE)
_LACKS_LETTER = re.compile(r"(?P<name>[^\s:]+) ?:(?: ?[-*]?\d[^\s:]*)?")

_COLUMNS = 4
"""As many tabs as make a text a row of a table, VCF for one, rather than a name."""

_AXES: dict[str, Axis] = {"c": "c", "g": "g", "m": "m", "n": "n", "o": "o", "p": "p", "r": "r"}
_CARRIED: dict[Kind, str] = {
    "coding": "cnrp",
    "noncoding": "nrp",
    "protein": "p",
    "gene": "gmcnrp",
    "other": "gocnrp",
    "mitochondrion": "mo",
    "genomic": "go",
    "chromosome": "g",
}
"""The axes a reference of each kind carries; of several references in one name the first in this order decides."""

_KINDS: dict[Kind, str] = {
    "coding": "is a transcript, with c., n. and r. positions",
    "noncoding": "is a transcript without a coding sequence, with n. and r. positions",
    "protein": "is a protein, with p. positions",
    "gene": "is a gene, with c., n., r. and p. positions on its transcripts and proteins",
    "mitochondrion": "is the mitochondrial genome, with m. positions",
    "genomic": "is a genomic sequence, with g. positions",
    "chromosome": "is a genomic sequence, with g. positions",
    "other": "is a nucleotide sequence, with g., c., n. and r. positions",
}
_CARRIERS: dict[Axis, str] = {
    "c": "c. counts on a coding transcript: NM_…, or NC_…(NM_…)",
    "n": "n. counts on a transcript: NR_… or NM_…",
    "r": "r. counts on a transcript: NM_… or NR_…",
    "p": "p. counts on a protein: NP_…",
    "g": "g. counts on a genomic sequence: NC_… or NG_…",
    "m": "m. counts on the mitochondrial genome: NC_012920.1",
    "o": "o. counts on a circular genome: J01749.1",
}


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


def describe(text: str, span: tuple[int, int] | None = None) -> Description | None:
    """Take a name of the form `reference:axis.change` apart; None when the text has no such form.

    The reference may be missing, may be a gene, or several names that agree; a protein change may lack its `p.`. Only
    `span` of the text is looked at, where it is given: one name among several.

    >>> found = describe("NC_000011.10(NM_003156.3):c.139+1G>A")
    >>> found.hints.reference, found.hints.transcript, found.axis, found.body
    ('NC_000011.10', 'NM_003156.3', 'c', '139+1G>A')

    Raises:
        MalformedName: when what stands before the axis is no reference, or the axis is missing.
        AxisMismatch: when the reference cannot carry the axis.
        UnknownAssembly: when an assembly is named that is not held.
    """
    if text.count("\t") >= _COLUMNS:
        return None
    start, end = span or find_span(text)
    prefix = _PREFIX.search(text, start, end)
    if prefix is None or prefix.span() == (start, end) or "[" in text[start : prefix.start()]:
        _refuse_missing_letter(text, start, end)
        _refuse_missing_place(text, start, end)
        return _describe_bare(text, start, end)
    letter = prefix["letter"].lower()
    head = read_head(text, start, prefix.start())
    hints, axis, issues = _settle(text, head, _AXES[letter], (start, prefix.start()))
    body = text[prefix.end() : end]
    return Description(text, f"{head.written}{letter}.", hints, axis, body, prefix.end(), head.issues + issues)


def _refuse_missing_letter(text: str, start: int, end: int) -> None:
    """Refuse an accession that a position without the letter of its axis follows.

    Raises:
        MalformedName: when the text is one.
    """
    lacking = _LACKS_LETTER.fullmatch(text, start, end)
    label = read_label(lacking["name"]) if lacking else None
    if label is not None and label.kind in {"coding", "noncoding", "genomic"}:
        axes = " or ".join(f"{axis}." for axis in _CARRIED[label.kind] if axis not in "op")
        message = f"The letter of the position is missing after {label.name}. Write {axes} and the change."
        raise MalformedName(message, text=text, span=(text.index(":", start), end))


def _refuse_missing_place(text: str, start: int, end: int) -> None:
    """Refuse a sequence in brackets of which nothing says where it is inserted: `insN[(80_120)]`, `ins[c.5_9]`.

    Raises:
        MalformedName: when the text is one.
    """
    lacking = _LACKS_PLACE.fullmatch(text, start, end)
    if lacking is not None:
        message = (
            f"{quote(lacking[0])} does not say where. Write the two positions before it, as in c.493_494{lacking[0]}."
        )
        raise MalformedName(message, text=text, span=(start, end))


def _describe_bare(text: str, start: int, end: int) -> Description | None:
    """Take a protein change without `p.` apart, behind at most two references that carry one."""
    change = text[start:end].rpartition(":")[2].split()[-1:]
    if not change or not is_bare_change(change[0]):
        return None
    place = end - len(change[0])
    labels = find_labels(text, start, place)
    if (
        holds_prose(text[start:place])
        or len(labels) > 2
        or any(label is None or "p" not in _CARRIED.get(label.kind, "") for label in labels)
    ):
        return None
    head = read_head(text, start, place)
    hints, axis, issues = _settle(text, head, "p", (start, place))
    return Description(text, f"{head.written}p.", hints, axis, change[0], place, head.issues + issues, is_bare=True)


def _settle(text: str, head: Head, axis: Axis, span: tuple[int, int]) -> tuple[Hints, Axis, tuple[Issue, ...]]:
    """Check that the references carry the axis, and let them say what it means.

    Raises:
        AxisMismatch: when they do not.
    """
    hints = head.hints
    labels = {label.kind: label for label in head.labels}
    carrier = next((labels[kind] for kind in _CARRIED if kind in labels), None)
    if carrier is None:
        return hints, axis, ()
    if carrier.kind == "mitochondrion" and axis in "go":
        message = f"Positions of the mitochondrial genome are written m. today; {axis}. was read as m."
        return hints, "m", (Issue("W1003", "warning", message, span),)
    if axis not in _CARRIED[carrier.kind]:
        name = f"Chromosome {carrier.name}" if carrier.kind == "chromosome" else carrier.name
        raise AxisMismatch(f"{name} {_KINDS[carrier.kind]}. {_CARRIERS[axis]}.", text=text, span=span)
    if carrier.kind == "coding" and axis == "p":
        message = f"p. counts on a protein; it was read on the one that {carrier.name} encodes."
        return hints, axis, (Issue("W1003", "warning", message, span),)
    if carrier.kind == "other" and axis not in "go":
        return replace(hints, reference=None, transcript=carrier.name), axis, ()
    if carrier.kind == "gene" and axis not in "gm" and "mitochondrion" in labels:
        genome = f"{MITOCHONDRION}.1"
        return replace(hints, reference=genome, transcript=f"{genome}({carrier.name})"), axis, ()
    return hints, axis, ()


def note_repairs(description: Description, body: str, *, withdrawn: bool = False) -> tuple[Issue, ...]:
    """Return the issue that says how a name was read, when it was not written so.

    Args:
        description: the name as written.
        body: its change as read.
        withdrawn: whether the spelling is one the nomenclature has withdrawn, rather than a slip.
    """
    start = description.span[0]
    end = description.start + len(description.body)
    typed, read = " ".join(description.text[start:end].split()), description.written + body
    if typed == read:
        return ()
    code = "W1003" if withdrawn or description.is_bare else "W1001"
    return (Issue(code, "warning", f"{quote(typed)} was read as {quote(read)}.", (start, end)),)
