"""The lines of GFF3 and GTF, and what the attributes of both say of a transcript.

Sources: GFF3 1.26 and GTF 2.2 for the columns; NCBI's READMEs of its GFF3 and GTF files for `exception`, `partial`,
`transl_except` and `transl_table`; GENCODE's tags.
"""

from __future__ import annotations

from os.path import basename
from typing import TYPE_CHECKING, NamedTuple, Protocol

from synonymizer.errors import BadSource
from synonymizer.places import Interval
from synonymizer.reference.header import read_comment
from synonymizer.reference.naming import (
    find_code,
    find_incomplete,
    find_lrg,
    keep_tags,
    parse_exceptions,
    strip_copy,
    with_version,
)
from synonymizer.reference.records import Contents, Listed
from synonymizer.reference.textfiles import read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Literal

    from synonymizer.reference.contract import End, Record
    from synonymizer.reference.laying import Pieces

Stated = dict[str, list[str]]
"""The attributes of a feature: the values of each, decoded."""

_COLUMNS = 9
_DIGITS = 12
_ENDS: tuple[End, ...] = ("start", "end")
_DISCREPANCIES = frozenset({"annotated by transcript or proteomic data", "unclassified transcription discrepancy"})
"""Exceptions that NCBI states of transcripts whose bases are not those of the contig."""


class Line(NamedTuple):
    """A line of annotation. Its place is oriented, forward where no strand is stated; attributes are as written."""

    contig: str
    kind: str
    place: Interval
    strand: Literal[1, -1] | None
    phase: str
    attributes: str


class Features(Protocol):
    """The features of a contig, gathered line by line."""

    name: str

    def add(self, line: Line) -> None:
        """Note a line."""

    def lay(self, contents: Contents) -> Iterator[Record]:
        """Yield the transcripts of the contig; note all else in `contents`."""


def read_annotation(path: str, form: str, begin: Callable[[str], Features]) -> Listed:
    """Read a file of annotation.

    Args:
        path: the file.
        form: what its format is called.
        begin: makes what gathers the features of a contig, by its name.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when a line of it is none of annotation, or none tells of a transcript.
    """
    contents = Contents(basename(path))
    listed = Listed(contents, iterate_records(path, contents, begin))
    if not (len(listed) or listed.left_out):
        raise BadSource(f"{path} tells of no transcript. Check that it is annotation, and {form}.")
    return listed


def iterate_records(path: str, contents: Contents, begin: Callable[[str], Features]) -> Iterator[Record]:
    """Yield the records of a file contig by contig, holding one contig at a time; note all else in `contents`.

    Raises:
        MissingData: when it cannot be read.
        BadSource: when a line of it is none of annotation.
    """
    gathered = begin("")
    for line in read_features(path, contents):
        if gathered.name != line.contig:
            yield from gathered.lay(contents)
            gathered = begin(line.contig)
        gathered.add(line)
    yield from gathered.lay(contents)


def read_features(path: str, contents: Contents) -> Iterator[Line]:
    """Yield the lines of GFF3 or GTF up to its sequences, if it has any; note what comments say in `contents`.

    Raises:
        MissingData: when the file cannot be read.
        BadSource: when a line is none of annotation.
    """
    for number, text in enumerate(read_lines(path), 1):
        if text.startswith("#"):
            if text.startswith("##FASTA"):
                return
            read_comment(text, contents)
        elif text.startswith(">"):
            return
        elif text and not text.isspace():
            line = _parse(text)
            if line is None:
                raise BadSource(
                    f"{path}:{number}: {text[:60]!r} is no line of annotation, which has nine columns between tabs, of "
                    "which the fourth and fifth are a start and an end. Check which file it is, or remove the line."
                )
            yield line


def _parse(text: str) -> Line | None:
    columns = text.split("\t")
    if len(columns) != _COLUMNS:
        return None
    contig, _, kind, first, last, _, sign, phase, attributes = columns
    if not (first.isascii() and first.isdecimal() and last.isascii() and last.isdecimal() and len(last) < _DIGITS):
        return None
    start, end = int(first) - 1, int(last)
    if not 0 <= start < end:
        return None
    if sign == "-":
        return Line(contig, kind, Interval(-end, -start), -1, phase, attributes)
    return Line(contig, kind, Interval(start, end), 1 if sign == "+" else None, phase, attributes)


def first(stated: Stated, *names: str) -> str:
    """Return the first value of the first of some attributes that is stated, "" when none is."""
    return next((stated[name][0] for name in names if stated.get(name, ("",))[0]), "")


def merge(parts: Iterable[Interval]) -> list[Interval]:
    """Join parts that touch or overlap, which makes exons of coding and untranslated parts.

    >>> merge([Interval(5, 9), Interval(0, 5), Interval(20, 30)])
    [Interval(start=0, end=9), Interval(start=20, end=30)]
    """
    merged: list[Interval] = []
    for part in sorted(parts, key=lambda part: part.start):
        if merged and part.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, part.end))
        else:
            merged.append(part)
    return merged


def complete(
    pieces: Pieces, stated: Stated, coding: Stated | None, phase: str, *, versioned: str, mitochondrial: bool
) -> None:
    """Add to the pieces of a transcript what attributes say of it.

    Args:
        pieces: the transcript, its parts already in place.
        stated: its own attributes.
        coding: those of its coding sequence, None when it has none.
        phase: of the first part of the coding sequence.
        versioned: the attribute that holds the version of a protein.
        mitochondrial: whether the contig is a mitochondrial genome.

    Raises:
        Inconsistent: when the genetic code is one that is not supported.
    """
    tags = [tag for value in stated.get("tag", ()) for tag in value.split(",")]
    missing = {*find_incomplete(tags, phase), *_find_partial(stated, pieces.strand)}
    pieces.tags = keep_tags(tags)
    pieces.synonyms = find_lrg(_list_references(stated), "t")
    pieces.differs = first(stated, "exception") in _DISCREPANCIES
    pieces.code = find_code(first(coding or {}, "transl_table"), mitochondrial=mitochondrial)
    if coding is not None:
        protein = first(coding, "protein_id")
        pieces.protein = with_version(strip_copy(protein), first(coding, versioned)) if protein else None
        pieces.protein_synonyms = find_lrg(_list_references(coding), "p")
        missing |= _find_partial(coding, pieces.strand)
        for text in coding.get("transl_except", ()):
            for start, end, residue in parse_exceptions(text):
                pieces.excepted.append((start if pieces.strand > 0 else -end, residue))
    pieces.incomplete = tuple(end for end in _ENDS if end in missing)


def _list_references(stated: Stated) -> list[str]:
    """Return the cross-references of a feature, as GFF3 and as GTF states them."""
    values = (value for name in ("Dbxref", "db_xref") for value in stated.get(name, ()))
    return [reference for value in values for reference in value.split(",")]


def _find_partial(stated: Stated, strand: int) -> set[End]:
    """Return the ends that NCBI says a feature lacks; the ranges are of the contig, whatever the strand."""
    if first(stated, "partial") != "true":
        return set()
    found = {end for end, name in zip(_ENDS[::strand], ("start_range", "end_range"), strict=True) if name in stated}
    return found or set(_ENDS)
