"""The words before a change: the references it lies on, by every name they go by.

Sources: HGVS nomenclature 21.0, background/refseq (a transcript in parentheses after its genomic reference; a gene in
parentheses after its transcript); UCSC and VariantValidator for `chr11(hg19):g.` and `GRCh37 NC_000011.9:g.`; ANNOVAR
for `GENE:transcript:exon5:`; Mutalyzer 2 for `(STIM1_v001)`, a transcript of its own numbering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from synonymizer.errors import MalformedName
from synonymizer.spelling.accessions import Label, get_assembly, read_label
from synonymizer.spelling.spans import quote
from synonymizer.spelling.words import is_ordinary
from synonymizer.statements import Hints, Issue

if TYPE_CHECKING:
    from synonymizer.spelling.accessions import Kind

_WORD = re.compile(r"[^\s:;,(){}]+")
_PART = re.compile(r"(?:exon|ex|intron)[0-9]{1,4}[a-z]?", re.IGNORECASE)
_MODEL = re.compile(r"(?P<gene>[A-Za-z][A-Za-z0-9-]{1,15})_[vi][0-9]{3}")
_NOT_PAIRED = ("((", "))", "::")
_RANKS: dict[Kind, int] = {"coding": 1, "noncoding": 1, "protein": 1, "gene": 2}
"""The order of references in a name: the sequence, its transcript or protein, the gene."""


@dataclass(frozen=True, slots=True)
class Head:
    """The references that words name, what they say about the place of a change, and the words properly spelled."""

    labels: tuple[Label, ...]
    hints: Hints
    written: str
    issues: tuple[Issue, ...] = ()


def read_head(text: str, start: int, end: int) -> Head:
    """Read a stretch of text as the names of the references a change lies on; one that is empty names none.

    >>> head = read_head("NC_000011.10(nm_003156.3):c.", 0, 26)
    >>> head.hints.transcript, head.written
    ('NM_003156.3', 'NC_000011.10(NM_003156.3):')

    Raises:
        MalformedName: when a word is no such name, or two of one kind differ.
        UnknownAssembly: when an assembly is named that is not held.
    """
    labels: list[Label] = []
    written = ""
    place = start
    is_orderly = True
    for word in _WORD.finditer(text, start, end):
        if _PART.fullmatch(word[0]):  # the exon that ANNOVAR counts the change in
            is_orderly = False
            written += text[place : word.end()]
            place = word.end()
            continue
        label = _read_word(text, *word.span())
        is_orderly = is_orderly and _follows(label, labels, text[place : word.start()])
        written += _tidy_separator(text[place : word.start()]) + _write(label, word[0])
        labels.append(label)
        place = word.end()
    typed, rest = text[start:end].strip(), text[place:end]
    hints = _combine(labels)
    if hints is None or (typed and not labels) or not _is_well_formed(typed):
        message = (
            f"{quote(typed)} does not name one reference. "
            "Write one sequence or gene, or NC_…(NM_…) for a transcript on a genomic sequence."
        )
        raise MalformedName(message, text=text, span=(start, end))
    if labels:
        is_spaced = rest.isspace() and labels[-1].kind in {"gene", "assembly"}
        written += "".join(mark for mark in rest if mark in ")}") + (" " if is_spaced else ":")
    return Head(tuple(labels), hints, written, () if is_orderly else (_note_order(typed, (start, end)),))


def _follows(label: Label, before: list[Label], between: str) -> bool:
    """Whether a reference stands where the nomenclature puts it: in parentheses behind the one it lies on."""
    sequences = [other for other in before if other.kind != "assembly"]
    if label.kind == "assembly" or (before and not sequences):
        return True
    if not before:
        return not between.strip()
    is_enclosed = between.strip() in {"(", "{"}
    return is_enclosed and _RANKS.get(sequences[-1].kind, 0) < _RANKS.get(label.kind, 0)


def _note_order(typed: str, span: tuple[int, int]) -> Issue:
    message = f"{quote(typed)} was read for its references; one sequence, or NC_…(NM_…), belongs before a change."
    return Issue("W1007", "warning", message, span)


def find_labels(text: str, start: int, end: int) -> tuple[Label | None, ...]:
    """Return what each word of a stretch of text may name, without judging them together."""
    return tuple(read_label(word[0]) for word in _WORD.finditer(text, start, end))


def holds_prose(text: str) -> bool:
    """Whether one of the words of a text is of the language, and no reference: `missense`."""
    return any(map(is_ordinary, _WORD.findall(text)))


def _read_word(text: str, start: int, end: int) -> Label:
    word = text[start:end]
    model = _MODEL.fullmatch(word)
    label = Label("gene", model["gene"].upper()) if model else read_label(word)
    if label is None:
        message = f"{quote(word)} is neither a gene nor the accession of a sequence. Check its spelling."
        raise MalformedName(message, text=text, span=(start, end))
    if label.kind == "assembly":
        return Label("assembly", get_assembly(text, start, end))
    return label


def _tidy_separator(separator: str) -> str:
    return "".join(separator.split()) or (" " if separator else "")


def _write(label: Label, word: str) -> str:
    if label.kind == "assembly":
        return word
    if word[:3].lower() != "chr" or label.kind not in {"chromosome", "mitochondrion"}:
        return label.name
    return "chrM" if label.name == "MT" else f"chr{label.name}"


def _is_well_formed(head: str) -> bool:
    """Whether parentheses pair without nesting, and no two colons meet."""
    return head.count("(") == head.count(")") and not any(marks in head for marks in _NOT_PAIRED)


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
        parts.get("assembly"),
    )
